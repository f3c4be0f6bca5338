"""What was found against what hands annotated: precision and recall with counts."""

import bisect
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from multipolaire.french import lexicon
from multipolaire.french.clean import clean
from multipolaire.french.text import tokenize
from multipolaire.scale import excerpt, expect_columns
from multipolaire.stats import measures as stats
from multipolaire.stats.columns import columns_of, typed

_GOLD = Path(__file__).resolve().parents[2] / "corpus" / "gold"
#: ``low`` and ``high`` are 95 % intervals in which several of one passage count as
#: clustered (:func:`multipolaire.stats.measures.clustered_share_interval`); ``chance`` is
#: the precision of as many answers dealt out at random, where there is a choice of them.
SCORES = columns_of(
    "measure:str correct:int64 found:int64 gold:int64 "
    "precision:float64 precision_low:float64 precision_high:float64 "
    "recall:float64 recall_low:float64 recall_high:float64 "
    "f1:float64 f1_low:float64 f1_high:float64 chance:float64"
)
_ATTRIBUTES = ["kind", "change", "qualifier", "flow", "origin", "destination"]
_ATTRIBUTES += ["parties", "period", "period_text", "base", "status", "speaker"]
_ATTRIBUTES += ["source", "equivalent_of", "flags"]
_FIGURE = ["start", "end", "value", "low", "high", "unit"]
_FIGURE += ["period_start", "period_end", *_ATTRIBUTES]
_FIGURE.remove("period")
_QUOTATION = ["start", "end", "kind", "speaker", "mention", "cue", "via"]
# Intersection over union: of two spans that are one quotation, and of one that was
# found where an optional one is.
_SAME, _NEAR = 0.6, 0.3
Records = list[dict]
_MARKED = re.compile(r"'\s*[=+\-@＝＋－＠]")  # of a CSV: "'-5 %"
_NOWHERE = -1  # start and end of what cleaning removed: nothing overlaps it


def load_gold(
    kind: str = "figures", path: str | Path | None = None
) -> list[dict]:
    """Annotated snippets, one dictionary each; ``corpus/README.md`` has the guide.

    Keys: ``id``, ``set`` (dev, test, press or corpus), ``date``, ``text`` (``None`` for
    an article of the corpus, then named by ``article_id``), what was annotated, under
    ``kind``, and ``offsets``: the text in which these count, ``text`` or ``raw`` (the
    article as received, before it is cleaned).

    Parameters
    ----------
    kind
        ``figures``, ``quotes`` or ``boilerplate``.
    path
        A file of JSON Lines; without it, that of ``corpus/gold``.

    Returns
    -------
    list of dict
        One a snippet.

    Raises
    ------
    FileNotFoundError
        Where there is no gold, ``ValueError`` where it is empty: a score of nothing
        would pass every floor.

    Examples
    --------
    >>> gold = load_gold("quotes")
    >>> len(gold) > 100, sorted(gold[0])[:3]
    (True, ['article_id', 'id', 'offsets'])
    """
    file = Path(path) if path else _GOLD / f"{kind}.jsonl"
    if not file.is_file():
        told = f"no gold at {str(file)!r}: expected a .jsonl file"
        raise FileNotFoundError(told)
    lines = file.read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line.strip()]
    if not gold:
        raise ValueError(f"{file.name}: no annotated snippet in it")
    for snippet in gold:
        snippet.setdefault("offsets", "text" if snippet.get("text") else "raw")
    return gold


def score_figures(
    found: pd.DataFrame | list[list],
    gold: pd.DataFrame | list,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Figures found against gold, snippet by snippet: one row a measure.

    ``found`` is the table of ``extract_figures``, as it is or read back from a file;
    ``gold`` what ``load_gold`` gives, or a table of the same columns.  Only the
    ``articles`` given with them (``article_id``, ``text`` and ``raw``) are scored, and
    what counts in their raw text is carried over to the cleaned one; what cleaning
    removed counts as not found.  Both may also be lists that run in parallel, one list
    of figures a snippet; a figure is a mapping or a ``TradeFigure``.

    A figure is found when the spans overlap
    (``span``); ``value+unit`` asks for value, low, high and unit too.  Each attribute
    is scored on the figures whose value and unit are right: ``found`` and ``gold``
    count those where it is stated, ``correct`` where both say the same.  ``optional``
    gold, and of a figure the columns that it names under ``open``, are neither rewarded
    nor punished.
    Columns and dtypes: :data:`SCORES`.

    Parameters
    ----------
    found
        What was found.
    gold
        What is there.
    articles
        ``article_id``, ``text`` and ``raw``, with tables.

    Returns
    -------
    DataFrame
        A row a measure: :data:`SCORES`; precision, recall and F1 with 95 %
        intervals, 0 to 1.

    Raises
    ------
    ValueError
        Where a column lacks, or what is found or gold stands neither in the text of
        its article nor in the raw one.

    Examples
    --------
    >>> from multipolaire import extract_figures, load_articles
    >>> articles = load_articles()
    >>> scores = score_figures(extract_figures(articles), load_gold(), articles)
    >>> scores[["measure", "correct", "found", "gold"]].head(2).values.tolist()
    [['span', 7, 7, 7], ['value+unit', 7, 7, 7]]
    """
    rows = []
    for ours, theirs in snippets("figures", found, gold, articles, _FIGURE):
        optional = [g for g in theirs if g.get("optional")]
        pairs, *of = _matched(ours, theirs, optional, _same_figure, 0)
        right = [(f, g) for f, g in pairs if _same_value(f, g)]
        own = [("span", len(pairs), *of), ("value+unit", len(right), *of)]
        own += [
            _stated(name, _attribute(f, name), _attribute(g, name))
            for f, g in right
            for name in _ATTRIBUTES
            if name not in _listed(g.get("open"))
        ]
        rows.append(own)
    return _table(rows, ["span", "value+unit", *_ATTRIBUTES])


def score_quotes(
    found: pd.DataFrame | list[list],
    gold: pd.DataFrame | list,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Quotations found against gold, snippet by snippet: one row a measure.

    ``found`` is the table of ``extract_quotes`` or a list; ``gold`` and ``articles``
    are as in :func:`score_figures`.

    A quotation is found when intersection over union with a gold one is at least 0.6
    (``span``, direct and partial ones); ``span+mention`` asks for a content word in
    common between the two mentions too (both empty is right, a pronoun counts as
    itself); ``indirect`` is the same for reported clauses.  ``speaker``, ``via`` and
    ``cue`` are scored on the quotations found.  ``optional`` gold is neither rewarded
    nor punished.  Columns and dtypes as :func:`score_figures`, and what it raises.

    Parameters
    ----------
    found
        What was found.
    gold
        What is there.
    articles
        ``article_id``, ``text`` and ``raw``, with tables.

    Returns
    -------
    DataFrame
        A row a measure, columns as of :func:`multipolaire.score_figures`.

    Raises
    ------
    ValueError
        As :func:`multipolaire.score_figures`.

    Examples
    --------
    >>> from multipolaire import extract_quotes, load_articles
    >>> articles = load_articles()
    >>> gold = load_gold("quotes")
    >>> scores = score_quotes(extract_quotes(articles), gold, articles)
    >>> scores["measure"].tolist()[:2]
    ['span', 'span+mention']
    """
    rows = []
    for both in snippets("quotes", found, gold, articles, _QUOTATION):
        optional = [g for g in both[1] if g.get("optional")]
        rows.append([])
        for indirect in (False, True):
            ours, theirs = (
                [q for q in side if (q["kind"] == "indirect") is indirect]
                for side in both
            )
            rows[-1] += _of_quotes(ours, theirs, optional, indirect)
    measures = ["span", "span+mention", "indirect", "speaker", "via", "cue"]
    return _table(rows, measures)


def score_predictions(
    file: str | Path, part: str | None = None
) -> pd.DataFrame:
    """What anybody's program found in the snippets of the gold, scored as ours is.

    ``file`` holds a JSON object a line, with the ``id`` of a snippet of
    ``corpus/gold`` and a list of ``figures`` or of ``quotes`` (one kind a file); each
    has ``start`` and ``end`` in the snippet's ``text``, and what it states of the other
    columns.  A snippet in no line is one in which nothing was found; those that have no
    text of their own, the five articles, are left out.  ``part`` is one of the sets
    (``dev``, ``test``, ``press``, ``fresh``).  Columns and dtypes: :data:`SCORES`.

    Parameters
    ----------
    file
        JSON Lines.
    part
        A set of the gold; without it, all.

    Returns
    -------
    DataFrame
        A row a measure: :data:`SCORES`.

    Raises
    ------
    ValueError
        Naming file and line for what cannot be read, an ``id`` that is none or
        stands twice, and a set that is none.

    Examples
    --------
    >>> import json, tempfile
    >>> file = Path(tempfile.mkdtemp()) / "found.jsonl"
    >>> line = {"id": load_gold("quotes")[-1]["id"], "quotes": []}
    >>> _ = file.write_text(json.dumps(line), "utf-8")
    >>> int(score_predictions(file)["correct"].max())
    0
    """
    found: dict[str, list] = {}
    kinds, lines = set(), Path(file).read_text("utf-8-sig").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{Path(file).name}:{number}"
        try:
            row = json.loads(line)
            name = row["id"]
            kinds |= {"figures", "quotes"} & row.keys()
            (kind,) = kinds
            found[name] = [_filled(one, kind) for one in row[kind]]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ValueError(
                f"{place}: {excerpt(line, 60)!r}: expected an object with id and either "
                "figures or quotes, each a list of objects with start and end"
            ) from None
    if not found:
        raise ValueError(f"{Path(file).name}: no line in it")
    gold = [row for row in load_gold(kind) if row["text"] is not None]
    sets = sorted({row["set"] for row in gold})
    if part not in (None, *sets):
        raise ValueError(f"set {part!r}: expected one of {', '.join(sets)}")
    if strange := found.keys() - {row["id"] for row in gold}:
        told = f"{Path(file).name}: id {min(strange)!r}"
        raise ValueError(f"{told}: expected one of corpus/gold/{kind}.jsonl")
    gold = [row for row in gold if part in (None, row["set"])]
    ours = [found.get(row["id"], []) for row in gold]
    score = score_figures if kind == "figures" else score_quotes
    return score(ours, [row[kind] for row in gold])


def _filled(one: dict, kind: str) -> dict:
    names = _FIGURE if kind == "figures" else _QUOTATION
    row = dict.fromkeys(names) | one
    row["start"], row["end"] = int(one["start"]), int(one["end"])
    for name in {"value", "low", "high"} & row.keys():
        given = one.get(name, one.get("value"))  # a bound that is not given
        row[name] = None if given is None else float(given)
    return row


def snippets(
    kind: str, found, gold, articles: pd.DataFrame | None, needed: list[str]
) -> Iterator[tuple[Records, Records]]:
    """What was found and what is gold in each snippet, as plain records.

    ``needed`` are their columns; offsets in the raw text become those of the cleaned.
    """
    table, of_gold = (isinstance(x, pd.DataFrame) for x in (found, gold))
    named = of_gold or all(isinstance(one, Mapping) for one in gold)
    if table is (articles is None) or (not named if table else of_gold):
        raise ValueError(
            "expected found and gold as lists of one length, or found as a table, with "
            "gold as load_gold gives it, or a table, and articles with text and raw"
        )
    if not table:
        gold = [one[kind] if isinstance(one, Mapping) else one for one in gold]
        if len(found) != len(gold):
            told = f"{len(found)} snippets found, {len(gold)} in the gold"
            raise ValueError(told)
        for ours, theirs in zip(found, gold):
            ours = _records(ours, "found", needed)
            yield ours, _records(theirs, "gold", needed)
        return
    needed = ["quote", *needed]
    expect_columns(articles, ["article_id", "text"], "articles: ")
    ids, ours = articles["article_id"], _by_article(found, "found", needed)
    if of_gold:
        rows = _by_article(gold, "gold", needed)
        gold = [{"id": name, kind: rows[str(name)]} for name in ids]
    known = {str(g.get("article_id") or g["id"]): g[kind] for g in gold}
    if not known.keys() & set(map(str, ids)):
        of = f"gold has {', '.join(known)}"
        told = f"{of}, articles {', '.join(map(str, ids))}"
        raise ValueError(f"no article in common: {excerpt(told, 200)}")
    for row in articles.to_dict("records"):
        name = str(row["article_id"])
        if name in known:
            theirs = _records(known[name], "gold", needed)
            theirs = _in_text("gold", theirs, row)
            yield _in_text("found", ours[name], row), theirs


def _records(rows, side: str, needed: list[str]) -> Records:
    """Plain records: what is missing is ``None``, offsets are whole numbers."""
    records = []
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            row = {name: getattr(row, name) for name in row.__slots__}
        expect_columns(row, needed, f"{side}: ")
        record = {name: _cell(value) for name, value in row.items()}
        for name in ("start", "end"):
            if record[name] is None:
                raise ValueError(f"{side}, row {number}: {name!r} is missing")
            record[name] = int(record[name])
        records.append(record)
    return records


def _cell(value):
    if pd.api.types.is_list_like(value):
        return list(value)
    if pd.isna(value) or value == "":
        return None
    if isinstance(value, str) and _MARKED.match(value):
        return value[1:]
    return value


def _by_article(table: pd.DataFrame, side: str, needed) -> dict[str, Records]:
    by_article = defaultdict(list)
    rows = table.to_dict("records")
    for record in _records(rows, side, ["article_id", *needed]):
        by_article[str(record["article_id"])].append(record)
    return by_article


def _in_text(side: str, records: Records, article: dict) -> Records:
    """The records with offsets in the cleaned text, whichever they count in."""
    text, raw = article["text"], article.get("raw")
    astray = next((r for r in records if not _stands(r, text)), None)
    if astray is None:
        return records
    cleaned = clean(raw) if isinstance(raw, str) else None
    sound = cleaned is not None and cleaned.text == text
    if not sound or not all(_stands(r, raw) for r in records):
        raise ValueError(
            f"{side} of {article['article_id']!r}: {str(astray['quote'])[:60]!r} "
            f"stands at {astray['start']}:{astray['end']} neither of the text nor of "
            "the raw that it is cleaned from: expected both as load_articles gives them"
        )
    moved = []
    for record in records:
        start = bisect.bisect_right(cleaned.stops, record["start"])
        end = bisect.bisect_left(cleaned.source, record["end"], 0, len(text))
        if start >= end:
            start = end = _NOWHERE
        moved.append(record | {"start": start, "end": end})
    return moved


def _stands(record: dict, whole: str) -> bool:
    # without blanks: a file may have changed what ends a line within a cell
    both = whole[record["start"] : record["end"]], str(record["quote"])
    there, quote = ("".join(one.split()) for one in both)
    return there == quote


def _of_quotes(ours, theirs, optional, indirect: bool) -> list[tuple]:
    pairs, *of = _matched(ours, theirs, optional, _same_quote, _NEAR)
    told = sum(_same_mention(q["mention"], g["mention"]) for q, g in pairs)
    rows = [("indirect" if indirect else "span+mention", told, *of)]
    if not indirect:
        rows.append(("span", len(pairs), *of))
    return rows + [
        _stated(name, _names(q[name]), _names(g[name]))
        for q, g in pairs
        for name in ("speaker", "via", "cue")
    ]


def _matched(ours, theirs, optional, likeness: Callable, near: float):
    """Pairs, the most alike first, each record once; how many count on either side.

    What is found on, or ``near``, optional gold does not count.
    """
    ranked = sorted(
        (-like, i, j)
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
        if (like := likeness(one, other))
    )
    of_ours, of_theirs = {}, set()
    for _, i, j in ranked:
        if i not in of_ours and j not in of_theirs:
            of_ours[i] = theirs[j]
            of_theirs.add(j)
    extra = sum(
        i not in of_ours and all(_overlap(one, g) <= near for g in optional)
        for i, one in enumerate(ours)
    )
    pairs = [(ours[i], g) for i, g in of_ours.items() if not g.get("optional")]
    expected = sum(not g.get("optional") for g in theirs)
    return pairs, len(pairs) + extra, expected


def _same_figure(f: dict, g: dict) -> int:
    """2 for figures that overlap and have one value, 1 for others that overlap."""
    return 1 + _same_value(f, g) if _overlap(f, g) else 0


def _same_value(f: dict, g: dict) -> bool:
    names = {"value", "low", "high", "unit"} - set(_listed(g.get("open")))
    return all(_value(f[name]) == _value(g[name]) for name in names)


def _value(value) -> str | None:
    """A unit as it is, a number to six digits."""
    if value is None or isinstance(value, str):
        return value
    return f"{float(value):.6g}"


def _attribute(figure: dict, name: str):
    if name == "period":
        days = (figure["period_start"], figure["period_end"])
        return tuple(str(day or "")[:10] for day in days)
    if name == "flags":
        return tuple(sorted(_listed(figure[name])))
    return figure[name] is not None if name == "equivalent_of" else figure[name]


def _listed(value: str | list | None) -> list[str]:
    return value.split(", ") if isinstance(value, str) else value or []


def _names(joined: str | None) -> frozenset[str]:
    return frozenset((joined or "").lower().split("; ")) - {""}


def _same_quote(a: dict, b: dict) -> float:
    overlap = _overlap(a, b)
    return overlap if overlap >= _SAME else 0


def _overlap(a: dict, b: dict) -> float:
    """Intersection over union of two spans."""
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    union = max(a["end"], b["end"]) - min(a["start"], b["start"])
    return max(0, shared) / max(union, 1)


def _same_mention(a: str | None, b: str | None) -> bool:
    if not a or not b:
        return not a and not b
    stop = lexicon.words("stop_words") | {"m", "mm", "mme"}
    words = [set(tokenize(x)) for x in (a, b)]
    words = [w - stop or w for w in words]
    return bool(words[0] & words[1])


def _stated(name: str, ours, theirs) -> tuple:
    stated = bool(theirs) and ours == theirs, bool(ours), bool(theirs)
    return name, *stated, ours, theirs


def _table(rows: list[list[tuple]], measures: list[str]) -> pd.DataFrame:
    """Counts added up by measure; F1 is twice the correct ones over both."""
    cells, answers = np.zeros((3, len(measures), max(1, len(rows)))), {}
    for passage, own in enumerate(rows):
        for name, correct, found, gold, *answer in own:
            at = slice(None), measures.index(name), passage
            cells[at] += correct, found, gold
            answers.setdefault(name, []).append(answer)
    correct, found, gold = cells
    table = dict(zip(("correct", "found", "gold"), cells.sum(axis=2)))
    wholes = {"precision": found, "recall": gold, "f1": (found + gold) / 2}
    for name, whole in wholes.items():
        with np.errstate(invalid="ignore"):  # of nothing, there is no share
            table[name] = correct.sum(axis=1) / whole.sum(axis=1)
        ends = stats.clustered_share_interval(correct, whole)
        table[f"{name}_low"], table[f"{name}_high"] = ends
    table["chance"] = [_chance(answers.get(name, [[]])) for name in measures]
    return typed(pd.DataFrame(table | {"measure": measures}), SCORES)


def _chance(answers: list[list]) -> float:
    """The precision of the answers found if they were dealt out to one another."""
    if not all(answers):
        return float("nan")
    ours, theirs = (Counter(side) for side in zip(*answers))
    stated = sum(n for answer, n in ours.items() if answer)
    same = sum(n * theirs[answer] for answer, n in ours.items() if answer)
    return same / len(answers) / stated if stated else float("nan")
