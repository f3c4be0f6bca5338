"""What each command does, once its words are understood."""

import sys
import time
from functools import partial
from itertools import islice
from pathlib import Path

from multipolaire import interrupts
from multipolaire.say import plain, say

SPANS = ("decade", "year", "half-year", "quarter", "month", "week")
MOST = 256  # processes
PAUSE = 3  # seconds between two words of progress


def refuse(options) -> None:
    """Refuse now what would be refused, or regretted, after an hour of work."""
    value = vars(options).get
    command, by, k, jobs = map(value, ("command", "by", "k", "jobs"))
    if value("record"):
        from multipolaire.record import load_record

        load_record(options.record)
    _take_words(options)
    if typed := value("queries"):
        from multipolaire.stats.queries import parse_queries

        parse_queries(typed)
    if command == "report" and by not in (None, *SPANS):
        raise ValueError(f"by={by!r}: expected one of {', '.join(SPANS)}")
    if command in ("keywords", "keyness"):
        _refuse_by(options)
    if command in ("topics", "report"):
        if options.method:
            from multipolaire.topics.cluster import METHODS

            if options.method not in METHODS:
                expected = f"expected one of {', '.join(METHODS)}"
                raise ValueError(f"method={options.method!r}: {expected}")
        if k is not None and k < 2:
            raise ValueError(f"k={k}: expected 2 topics or more")
    if jobs is not None and not (jobs and -MOST <= jobs <= MOST):
        expected = f"-1 for all cores, or 1 to {MOST} processes"
        raise ValueError(f"jobs={jobs}: expected {expected}")
    if value("to") and command != "convert":
        from multipolaire.files.write import table_path

        table_path(options.to)
        for path in (Path(options.to), problems_path(options)):
            _refuse_own(path, options.corpus)


def _take_words(options) -> None:
    """Follow the word lists of the corpus, and ask for its families without a query."""
    from multipolaire.articles import corpus_path
    from multipolaire.files.problems import Reading
    from multipolaire.french import lexicon
    from multipolaire.stats.queries import families
    from multipolaire.words import use_words

    value = vars(options).get
    if (
        "words" not in vars(options)
        or options.command == "report"
        and not value("corpus")
    ):
        return
    Reading(**_asked(options))  # refuses what it cannot be asked
    use_words(value("words") or lexicon.beside(corpus_path(options.corpus)))
    if options.command in ("keywords", "kwic", "collocates", "dispersion"):
        options.queries = options.queries or [families()[0]]


def _asked(options) -> dict:
    """How a corpus is to be read, as far as the command was told."""
    names = ("encoding", "columns", "accept_columns", "dates", "repair")
    names += ("words", "where", "since", "until")
    given = {name: getattr(options, name, None) for name in names}
    return {name: value for name, value in given.items() if value}


def _refuse_by(options) -> None:
    """A column to group by has to be there: the first rows of the corpus tell."""
    import pandas as pd

    from multipolaire.articles import COLUMNS, corpus_path
    from multipolaire.files.problems import Reading
    from multipolaire.files.rows import rows
    from multipolaire.stats.periods import TIME, periods

    if options.by in TIME or options.by in COLUMNS:
        return
    read = rows(corpus_path(options.corpus), Reading(**_asked(options)))
    cells = (name for row in islice(read, 20) for name in row.cells)
    names = dict.fromkeys([*COLUMNS, *cells])
    periods(pd.DataFrame(columns=[*names]), options.by)


def _refuse_own(path: Path, corpus: str | None) -> None:
    """A table takes the place of no file that the corpus is read from."""
    from multipolaire.articles import corpus_path

    source = corpus_path(corpus)
    if not path.exists():
        return
    listed = (source / "articles.csv").is_file()
    files = [source / "articles.csv"] if listed else [source, *source.glob("*")]
    for file in (*files, *source.glob("articles/*")):
        if file.exists() and file.samefile(path):
            what = f"{str(path)!r} is {str(file)!r}, a part of the corpus"
            raise ValueError(f"{what}: expected another file for the table")


def problems_path(options) -> Path | None:
    to = getattr(options, "to", None)
    return Path(to).with_suffix(".problems.csv") if to else None


def report(options) -> None:
    from multipolaire.publish.report import failed_in, write_report
    from multipolaire.scale import fail

    names = ("queries", "by", "unit", "k", "method", "record")
    asked = {name: getattr(options, name) for name in names}
    given = {name: value for name, value in asked.items() if value is not None}
    how = _asked(options)
    given |= {"encoding": how.pop("encoding")} if "encoding" in how else {}
    if (given or how) and options.corpus is None:
        raise ValueError(f"--{min(given | how)} goes with --corpus")
    given |= {"reading": how} if how else {}
    interrupts.rest()
    shown = {"corpus": options.corpus, "code": options.code}
    write_report(options.into, **shown, **given)
    for row in failed_in(options.into):
        fail(*row)


def handout(options) -> None:
    from multipolaire.publish.report import handout

    interrupts.rest()
    handout(options.into)


def bundle(options) -> None:
    from multipolaire.publish.bundle import PLATFORMS, write_bundle

    ours = (k for k, (_, of) in PLATFORMS.items() if of[0] == sys.platform)
    python = options.python or "{}.{}".format(*sys.version_info)
    write_bundle(options.into, options.platform or next(ours), python)


def lab(options) -> None:
    from multipolaire.publish.report import lab

    interrupts.rest()
    lab(options.into, tell)


def messages(options) -> int:
    from multipolaire.publish.catalogue import update

    counts, faults = update()
    print(*faults, counts, sep="\n")
    return int(bool(faults))


def store(options) -> None:
    from multipolaire.publish.report import store

    interrupts.rest()
    store([Path(name) for name in options.notebooks])


def score(options) -> None:
    from multipolaire.scores import score_predictions

    table = score_predictions(options.predictions, options.part)
    _write([table.round(3)], options)


def site(options) -> None:
    from multipolaire.publish.site import write_site

    write_site(options.into, tell)


def check(options) -> int:
    from multipolaire.articles import check_corpus
    from multipolaire.files.problems import told

    count = _Count()
    asked = _asked(options) | {"tell": count}
    sentences, problems = check_corpus(options.corpus, **asked)
    count.end()
    for line in [*map(plain, sentences), *told(problems)]:
        print(line)
    return int(any(problem.fatal for problem in problems))


def convert(options) -> None:
    from multipolaire.articles import load_articles
    from multipolaire.files.convert import write_corpus

    articles = load_articles(options.corpus, **_asked(options))
    values = {"n": write_corpus(articles, options.to), "file": options.to}
    tell(
        plain(say("{n} article in {file}", "{n} articles in {file}", **values))
    )


def fetch(options) -> int:
    from multipolaire.files.fetch import fetch

    listed, into = options.reading_list, options.into
    done = fetch(listed, into, tell, private=options.private)
    failed = int(done["status"].eq("failed").sum())
    values = {"n": len(done) - failed, "of": len(done), "failed": failed}
    told = say(
        "{n} of {of} pages in {into}; {failed} failed", into=into, **values
    )
    print(plain(told))
    return int(failed == len(done))


def figures(options) -> None:
    from multipolaire.figures import extract_figures

    _judged(_parts(extract_figures, options), options)


def quotes(options) -> None:
    from multipolaire.quotes import extract_quotes

    _judged(_parts(extract_quotes, options), options)


def keywords(options) -> None:
    from multipolaire.stats.trends import trend

    ask = {"queries": options.queries, "by": options.by}
    _write([trend(_counted(options, **ask), **ask)], options)


def dispersion(options) -> None:
    from multipolaire.stats.counts import dispersion

    counted = _counted(options, queries=options.queries, by=None)
    _write([dispersion(counted, options.queries)], options)


def _counted(options, **ask):
    import pandas as pd

    from multipolaire.stats.counts import counted

    return pd.concat(_parts(partial(counted, **ask), options))


def kwic(options) -> None:
    import pandas as pd

    from multipolaire.stats.counts import concordance

    ask = {"query": options.queries, "width": options.width}
    if not _write(_parts(partial(concordance, **ask), options), options):
        nothing = pd.DataFrame({"article_id": [], "text": []}, dtype="str")
        concordance(nothing, **ask)  # warns of what is nearly a family


def keyness(options) -> None:
    from multipolaire.stats.keyness import keyness

    names = ("by", "group", "reference", "queries", "min_count")
    ask = {name: getattr(options, name) for name in names}
    sizes = 1, options.ngrams
    _write([keyness(_whole(options), **ask, ngram_range=sizes)], options)


def collocates(options) -> None:
    from multipolaire.stats.keyness import collocates

    ask = {"window": options.window, "min_count": options.min_count}
    _write([collocates(_whole(options), options.queries, **ask)], options)


def _whole(options):
    from multipolaire.articles import load_articles

    articles = load_articles(options.corpus, **_asked(options))
    tell(say("{n} article read", "{n} articles read", n=len(articles)))
    return articles


def topics(options) -> None:
    from multipolaire.topics.topics import find_topics

    asked = {"unit": options.unit, "method": options.method or "kmeans"}
    found = find_topics(_whole(options), k=options.k, **asked)
    tell(plain(found.verdict))
    _write([found.articles if options.articles else found.topics], options)


def _parts(make, options):
    """The tables of the parts of a corpus, one by one; progress every few seconds."""
    from multipolaire.articles import iter_articles
    from multipolaire.scale import renumbered

    asked = {"make": lambda articles: (len(articles), make(articles))}
    asked |= _asked(options) | {"jobs": options.jobs}
    n, rows, count = 0, 0, _Count()
    for size, table in iter_articles(options.corpus, **asked):
        n += size
        count(n)
        yield renumbered(table, rows)
        rows += len(table)
    count.end()


def _judged(tables, options) -> None:
    """Write the tables; tell how many of their rows a reader has checked."""
    from multipolaire.files.corrections import checked

    n, of = 0, 0

    def counted():
        nonlocal n, of
        for table in tables:
            n, of = n + checked(table), of + len(table)
            yield table

    _write(counted(), options)
    if n:
        tell(plain(say("{n:,} of {of:,} rows checked by hand", n=n, of=of)))


class _Count:
    """Tells how many articles are done, every few seconds and at the end."""

    def __init__(self):
        self.n, self.told = 0, time.monotonic()

    def end(self) -> None:
        tell(say("{n} article read", "{n} articles read", n=self.n))

    def __call__(self, n: int) -> None:
        self.n = n
        if time.monotonic() > self.told + PAUSE:
            self.told = time.monotonic()
            tell(say("{n} article so far", "{n} articles so far", n=n))


def _write(tables, options) -> int:
    import pandas as pd

    from multipolaire.files.write import harmless, one_kind_of_line, write_table

    if options.to:
        rows = write_table(tables, options.to, excel=options.excel)
        values = {"n": rows, "file": options.to}
        tell(plain(say("{n} row in {file}", "{n} rows in {file}", **values)))
        return rows
    table = harmless(one_kind_of_line(pd.concat(tables)))
    table.to_csv(sys.stdout, index=False, lineterminator="\n")
    return len(table)


def tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
