"""How long does each view take to open, and to answer, on few articles and on many?

The five articles, and ``--articles`` made-up ones.  Prints seconds, and CPU seconds in
brackets: of opening the view, of its median answer and of the slowest, beside what is
promised: 0.3 s on the five articles, 0.5 s on 6,000.  Each question is a new one.

    python benchmarks/explore_speed.py --articles 10000
"""

import argparse
import os
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # as run.py lab sets it

import multipolaire
import multipolaire.views.explore as explore
from multipolaire import load_articles
from multipolaire.files.planted import made_up_articles


def questions(name: str, boxes: dict) -> list[tuple[str, object]]:
    """Control and value, one after the other."""
    if name == "keywords":
        words = [
            "le",
            "de",
            "paix",
            "ingér*",
            "multipolaire",
            "souveraineté",
            "rien",
        ]
        asked = [("word or family", word) for word in words]
        return [*asked, ("by", "month"), ("by", "half-year")]
    if name == "topics":
        return (
            [("topics", k) for k in (2, 4, 5, 8)]
            + [("method", method) for method in ("ward", "nmf", "reinert")]
            + [("method", "kmeans"), ("verdict (takes longer)", True)]
        )
    if name == "figures":
        return [
            (c, v)
            for c in ("kind", "status", "speaker")
            for v in boxes[c].options[1:4]
        ]
    if name == "voices":
        return [("side", side) for side in boxes["side"].options[1:4]]
    if name == "copies":
        return [("kind", kind) for kind in boxes["kind"].options[1:3]]
    ids = boxes["first"].options
    return [("first", ids[k]) for k in (1, 2, 0)] + [("second", ids[2])]


def measure(articles) -> None:
    for name in ("keywords", "topics", "figures", "pair", "voices", "copies"):
        start = now()
        view = getattr(multipolaire, f"explore_{name}")(articles, live=True)
        opened = since(start)
        boxes = {box.description: box for box in view.children[0].children}
        took = {}
        for control, value in questions(name, boxes):
            start = now()
            boxes[control].value = value
            took[f"{control} = {value}"] = since(start)
            if 'role="alert"' in view.children[1].value:
                print(f"    {control} = {value}: {view.children[1].value}")
        limit = 0.3 if len(articles) < 100 else 0.5
        median = sorted(took.values())[len(took) // 2]
        worst = max(took, key=took.get)
        print(
            f"{name:9} opens in {seconds(opened)}, answers in {seconds(median)}, "
            f"at worst {seconds(took[worst])} of {limit}: {worst}",
            flush=True,
        )


def now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def since(start: tuple[float, float]) -> tuple[float, float]:
    return tuple(end - begin for end, begin in zip(now(), start))


def seconds(both: tuple[float, float]) -> str:
    return "{:.2f} ({:.2f}) s".format(*both)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument(
        "--corpus", help="a corpus in place of made-up articles"
    )
    asked = parser.parse_args()
    explore.explore_keywords(
        load_articles(), live=True
    )  # what is imported once
    explore.explore_topics(load_articles(), live=True)
    many = made_up_articles(n=asked.articles)
    if asked.corpus:
        many = load_articles(asked.corpus).head(asked.articles)
    for articles in (load_articles(), many):
        print(f"{len(articles):,} articles")
        measure(articles)


if __name__ == "__main__":
    main()
