"""A corpus in parts gives what it gives in one piece, wherever its parts are made."""

import json
import os
import signal
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from multipolaire import (
    clean_text,
    concordance,
    counts,
    dispersion,
    extract_figures,
    extract_quotes,
    load_articles,
    scale,
    trend,
    trend_tests,
)
from multipolaire.__main__ import main
from multipolaire.articles import CorpusError, iter_articles
from multipolaire.figures import COLUMNS as FIGURES
from multipolaire.files.planted import made_up_articles
from multipolaire.files.write import write_table
from multipolaire.quotes import COLUMNS as QUOTES
from multipolaire.scale import over, renumbered
from multipolaire.stats.counts import CONCORDANCE, counted
from multipolaire.stats.queries import QueryWarning

RESTATED = (
    "Ils ont vendu pour 2 milliards d'euros (14 milliards de yuans) en {}."
)
SAID = "« Oui », a dit M. Roy. L’ingérence coûte 3 euros."


def articles(n=12):
    """Figures that restate others, quotations, a keyword; every third text has none."""
    texts = [f"{RESTATED.format(2000 + k)} {SAID}" for k in range(n)]
    texts[::3] = ["Rien."] * len(texts[::3])
    days = pd.date_range("2021-01-01", periods=n, freq="60D").astype(
        "datetime64[s]"
    )
    return pd.DataFrame(
        {
            "article_id": pd.array([f"a{k:03}" for k in range(n)], "str"),
            "published": days,
            "event_date": days,
            "publisher": pd.array(["Le Fictif", "L’Autre"] * (n // 2), "str"),
            "text": pd.array(texts, "str"),
        }
    )


def parts(frame, rows=5):
    return [frame[k : k + rows] for k in range(0, len(frame), rows)]


@pytest.fixture
def crowd(monkeypatch):
    """Processes from the second part on, however little there is to do."""
    monkeypatch.setattr(scale, "ALONE", 0)


EACH = [
    extract_figures,
    extract_quotes,
    partial(counts, queries=["ingérence", "multipolaire"]),
    partial(concordance, query="ingérence"),
]


# In one process


@pytest.mark.parametrize(
    "function", EACH, ids=lambda f: getattr(f, "__name__", None)
)
@pytest.mark.parametrize("rows", [1, 5, 12])
def test_parts_make_the_table_of_the_whole(function, rows):
    whole = function(articles())
    assert len(whole) >= 8
    assert_frame_equal(
        pd.concat(over(function, parts(articles(), rows))), whole
    )


def test_a_restated_figure_points_at_its_row():
    table = pd.concat(over(extract_figures, parts(articles(), 2)))
    there = table["equivalent_of"].dropna()
    assert len(there) == 8
    assert set(table.loc[there.index, "unit"]) == {"CNY"}
    assert set(table.loc[there, "unit"]) == {"EUR"}
    same = table.loc[there.index, "article_id"].tolist()
    assert same == table.loc[there, "article_id"].tolist()


@pytest.mark.parametrize(
    "function, columns", [(extract_figures, FIGURES), (extract_quotes, QUOTES)]
)
def test_empty_parts_keep_their_dtypes(function, columns):
    nothing = [articles()[:0], articles()[:1]]
    for table in over(function, nothing):
        assert table.empty
        assert {k: str(t) for k, t in table.dtypes.items()} == columns
    whole = pd.concat(over(function, [*nothing, articles(), articles()[:0]]))
    assert {k: str(t) for k, t in whole.dtypes.items()} == columns


def test_a_table_with_holes_is_not_numbered():
    table = pd.concat([extract_figures(part) for part in parts(articles())])
    assert_frame_equal(renumbered(table), extract_figures(articles()))
    with pytest.raises(ValueError, match="rows are missing"):
        renumbered(table[table["unit"] == "CNY"])


@pytest.mark.parametrize("by", ["event", "year", "month", "publisher", None])
def test_a_trend_needs_no_text_once_it_is_counted(by):
    queries = ["ingérence", "multipolaire"]
    count = partial(counted, queries=queries, by=by)
    made = pd.concat(over(count, parts(articles())))
    assert "text" not in made
    assert_frame_equal(trend(made, queries, by), trend(articles(), queries, by))


def test_tests_and_dispersion_of_counted_articles():
    made = pd.concat(
        over(partial(counted, queries="ingér*"), parts(articles()))
    )
    whole = trend_tests(articles(), "ingér*", by="event", draws=99)
    assert_frame_equal(trend_tests(made, "ingér*", by="event", draws=99), whole)
    assert_frame_equal(
        dispersion(made, "ingér*"), dispersion(articles(), "ingér*")
    )


def test_a_query_that_is_nearly_a_family_is_said_of_the_whole():
    with pytest.warns(QueryWarning, match="near it: ingérence"):
        trend(pd.concat([counted(articles(), "ingerance")]), "ingerance")


# In several processes


def test_processes_make_the_same_in_order_with_few_parts_in_memory(crowd):
    parent, taken, made = os.getpid(), [], []

    def figures(part):
        return extract_figures(part).assign(here=os.getpid() == parent)

    source = (
        taken.append(k) or part for k, part in enumerate(parts(articles(40), 2))
    )
    for table in over(figures, source, jobs=2):
        made.append(table)
        assert len(taken) <= len(made) + 4 * 2
    first, *rest = made
    assert first["here"].all()
    assert not pd.concat(rest)["here"].any()
    whole = extract_figures(articles(40))
    assert_frame_equal(pd.concat(made).drop(columns="here"), whole)


def test_no_processes():
    with pytest.raises(ValueError, match="n_jobs == 0"):
        list(over(extract_figures, parts(articles()), jobs=0))


# From the files


def written(folder, frame, **changed):
    rows = frame.astype({"published": "str"}).drop(columns="event_date")
    rows = rows.to_dict("records")
    for k, row in changed.items():
        rows[int(k[1:])] |= row
    path = folder / "c.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_tables_of_a_file_are_those_of_the_loaded_corpus(tmp_path):
    path = written(tmp_path, articles(20))
    made = list(iter_articles(path, chunk=3, make=extract_figures))
    assert len(made) == 7
    whole = extract_figures(load_articles(path))
    assert_frame_equal(renumbered(pd.concat(made)), whole)


def test_processes_read_the_same_articles_and_problems_in_order(
    crowd, tmp_path
):
    bad = {
        "_2": {"text": ""},
        "_7": {"article_id": "a001"},
        "_8": {"published": "x"},
    }
    path = written(tmp_path, articles(20), **bad)
    path.write_text(path.read_text("utf-8") + "no JSON\n", "utf-8")
    frames, said = {1: [], 2: []}, []
    for jobs, kept in frames.items():
        with pytest.raises(CorpusError) as caught:
            kept.extend(iter_articles(path, chunk=3, jobs=jobs))
        said.append(str(caught.value).splitlines())
    assert said[0] == said[1]
    assert [line.split(":")[1] for line in said[0]] == ["3", "8", "9", "21"]
    assert_frame_equal(pd.concat(frames[1]), pd.concat(frames[2]))
    assert len(pd.concat(frames[2])) == 17


@pytest.mark.slow
def test_the_command_line_writes_the_same_with_any_number_of_processes(
    crowd, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("multipolaire.files.frames.PART", 500)
    path = written(tmp_path, articles(40))
    for command in (["figures"], ["quotes"], ["keywords", "--by", "year"]):
        said = []
        for jobs in ("1", "2"):
            assert main([*command, str(path), "--jobs", jobs]) == 0
            out, err = capsys.readouterr()
            assert err.endswith("40 articles read\n")
            said.append(out)
        assert said[0] == said[1]
        assert len(said[0].splitlines()) > 4


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_parts_are_written_one_under_another(tmp_path, monkeypatch, suffix):
    if suffix == "parquet":
        pytest.importorskip("pyarrow", reason="Parquet is an extra")
    monkeypatch.setattr("multipolaire.files.frames.PART", 500)
    path, to = written(tmp_path, articles(20)), tmp_path / f"to.{suffix}"
    for command, function in (
        (["figures"], extract_figures),
        (["quotes"], extract_quotes),
        (["kwic"], EACH[-1]),
    ):
        assert main([*command, str(path), "--to", str(to)]) == 0
        whole = function(load_articles(path))
        write_table(whole, tmp_path / f"whole.{suffix}")
        if suffix == "parquet":  # whose bytes tell the parts
            read = [
                pd.read_parquet(f) for f in (to, tmp_path / "whole.parquet")
            ]
            assert_frame_equal(*read)
            assert len(read[0]) == len(whole) > 0
        else:
            assert (
                to.read_bytes() == (tmp_path / f"whole.{suffix}").read_bytes()
            )


def test_a_corpus_at_fault_leaves_the_old_table(tmp_path, capsys):
    path, to = (
        written(tmp_path, articles(20), _19={"text": ""}),
        tmp_path / "to.csv",
    )
    to.write_text("old")
    for where in (["--to", str(to)], []):
        assert main(["figures", str(path), *where]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert "c.jsonl:20: text ''" in err
    assert to.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["c.jsonl", "to.csv"]


def test_an_unknown_encoding_is_one_line(capsys):
    for command in ("figures", "check", "topics"):
        assert main([command, "--encoding", "cp9"]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert "unknown encoding: cp9: expected cp1252" in line


# On other machines


def test_dask_takes_the_declared_columns(dask_articles):
    frame, distributed = dask_articles
    made = distributed.map_partitions(extract_figures, meta=FIGURES)
    assert_frame_equal(
        renumbered(made.compute(scheduler="sync")), extract_figures(frame)
    )
    made = distributed.map_partitions(
        concordance, "ingérence", meta=CONCORDANCE
    )
    lines = renumbered(made.compute(scheduler="sync"))
    assert_frame_equal(lines, concordance(frame, "ingérence"))
    meta = counted(distributed._meta, "ingérence", "year")
    made = distributed.map_partitions(counted, "ingérence", "year", meta=meta)
    table = trend(made.compute(scheduler="sync"), "ingérence", "year")
    assert_frame_equal(table, trend(frame, "ingérence", "year"))


@pytest.fixture
def dask_articles():
    dd = pytest.importorskip("dask.dataframe", reason="Dask is the extra scale")
    frame = articles(40)
    return frame, dd.from_pandas(frame, npartitions=8)


@pytest.mark.slow
def test_a_worker_that_dies_halfway_loses_and_doubles_nothing(tmp_path):
    dd = pytest.importorskip("dask.dataframe", reason="Dask is the extra scale")
    from dask.distributed import Client, LocalCluster, as_completed, futures_of

    frame = made_up_articles(720, sentences=4)
    frame["text"] += "\n" + RESTATED.format(2023) + " " + SAID
    log = tmp_path / "log"
    log.mkdir()

    def figures(part):  # says that it ran: one file for each time
        table = extract_figures(part.assign(text=part["text"].map(clean_text)))
        name = (
            f"{part['article_id'].iloc[0]}-{os.getpid()}-{os.urandom(4).hex()}"
        )
        Path(log, name).touch()
        return table

    local = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with (
        LocalCluster(**local, local_directory=str(tmp_path)) as cluster,
        Client(cluster) as client,
    ):
        pids = client.run(os.getpid)
        assert len(set(pids.values()) | {os.getpid()}) == 3
        whole = dd.from_pandas(frame, npartitions=24)
        made = whole.map_partitions(figures, meta=FIGURES).persist()
        futures = futures_of(made)
        assert len(futures) == 24
        done = as_completed(futures)
        for _ in range(8):
            next(done)
        held = {w: keys for w, keys in client.has_what().items() if keys}
        victim = max(held, key=lambda worker: len(held[worker]))
        os.kill(pids[victim], signal.SIGKILL)
        assert any(future.status == "pending" for future in futures)
        table = renumbered(made.compute())
        assert pids[victim] not in client.run(os.getpid).values()
    ran = [path.name.split("-") for path in log.iterdir()]
    again = len(ran) - len({first for first, *_ in ran})
    assert again > 0  # parts that only the dead worker held were made twice
    assert len({first for first, *_ in ran}) == 24
    frame["text"] = frame["text"].map(clean_text)
    assert_frame_equal(table, extract_figures(frame))
