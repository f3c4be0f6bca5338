"""Every command, its exit code, and no traceback for a user's mistake."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from multipolaire.__main__ import main
from multipolaire.files.install import install


def test_check_of_a_sound_corpus(capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith("5 articles hold ")


def test_check_names_what_is_wrong_and_exits_with_one(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes("été".encode("cp1252"))
    assert main(["check", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "1 article holds 2 words." in said
    assert (
        "published_precision, event_date" in said
    )  # for a terminal, not Markdown
    assert "b.txt:1: encoding" in said


def test_one_word_is_no_plural(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Rien.", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("1 article holds 1 word.\n")
    assert main(["check", str(tmp_path), "--lang", "fr"]) == 0
    assert capsys.readouterr().out.startswith("1 article, 1 mot.\n")


def test_figures_to_the_screen(capsys):
    assert main(["figures"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["quote"] for row in rows][:2] == [
        "31%",
        "123 milliards de dollars",
    ]


def test_a_formula_is_harmless_on_the_screen_too(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("=1+1 est l'ingérence.", encoding="utf-8")
    assert main(["kwic", str(tmp_path), "--query", "ingérence"]) == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["left"].startswith("'=1+1")


@pytest.mark.parametrize("reads", [False, True])
def test_the_screen_takes_utf_8_and_may_be_left_early(reads):
    code = (
        "import sys; from multipolaire.__main__ import main; sys.exit(main())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "figures"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    ) as child:
        if reads:
            assert "é" in child.stdout.read().decode("utf-8")
        child.stdout.close()  # at once, as "| head" that has seen enough
        assert child.stderr.read().split() == [b"5", b"articles", b"read"]
    assert child.returncode == (0 if reads else 141)


def test_keywords_to_a_file(tmp_path, capsys):
    to = tmp_path / "trend.jsonl"
    assert (
        main(
            [
                "keywords",
                "--query",
                "ingérence",
                "--by",
                "year",
                "--to",
                str(to),
            ]
        )
        == 0
    )
    rows = [json.loads(line) for line in to.read_text("utf-8").splitlines()]
    # by hand: 2 in 2021, none in 2022, no article in 2023, 6 in 2024
    assert [row["n"] for row in rows] == [2, 0, None, 6]
    assert "4 rows in" in capsys.readouterr().err


def test_concordance_and_quotes(tmp_path):
    for command in (["kwic"], ["quotes"]):
        to = tmp_path / "table.csv"
        assert main([*command, "--to", str(to)]) == 0
        assert len(to.read_text("utf-8-sig").splitlines()) > 8


@pytest.mark.parametrize(
    "arguments, rows",
    [  # by hand: 2, 4, 0, 0, 2 times in the order of the files
        (["dispersion", "--query", "ingérence"], {"n": ["8"], "texts": ["3"]}),
        (
            [
                "keyness",
                "--by",
                "year",
                "--group",
                "2024",
                "--query",
                "ingérence",
            ],
            {"a": ["6"], "b": ["2"]},
        ),
        (["collocates", "--min-count", "4"], {"word": ["opposer"]}),
        (
            ["kwic", "--query", "case:Ingérence | ingérence ~2 dans"]
            + ["--since", "2022", "--until", "2024-02", "--width", "9"],
            {"article_id": ["2024-02-08-rt", "2024-02-08-vietnam"]},
        ),
        (
            ["kwic", "--where", "outlet=Reuters|Vietnam.vn"]
            + ["--query", "ingérence", "--query", "multipolaire"],
            {"family": ["ingérence"] * 4},
        ),
    ],
)
def test_words_counted_in_chosen_articles(arguments, rows, capsys):
    assert main(arguments) == 0
    table = [*csv.DictReader(io.StringIO(capsys.readouterr().out))]
    found = {name: [row[name] for row in table] for name in rows}
    assert found == rows


@pytest.mark.parametrize(
    "choice, said",
    [
        (["--where", "outlet"], "where=['outlet']: expected COLUMN=VALUE"),
        (["--where", "a=1", "--where", "a=2"], "each column once"),
        (["--since", "demain"], "since='demain': expected a day, a month or"),
        (["--until", "2024-13"], "until='2024-13': expected a day"),
        (["--where", "outlett=RT"], "expected what an article of it has"),
        (["--since", "2099"], "choice 'since 2099': expected what an article"),
    ],
)
def test_a_choice_that_says_nothing_is_refused(choice, said, capsys):
    for command in ("check", "figures", "dispersion", "topics"):
        assert main([command, *choice]) == 1
        told = capsys.readouterr()
        assert said in told.out + told.err


def test_topics_of_too_little_text(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Un texte trop court.", encoding="utf-8")
    assert main(["topics", str(tmp_path), "--to", str(tmp_path / "t.csv")]) == 0
    assert "Too little text" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["figures", "nowhere"], "no corpus at 'nowhere'"),
        (["keywords", "--by", "fortnight"], "fortnight"),
        (["keywords", "--by", "day"], "not dated to the day"),
        (["figures", "--to", "table.xls"], "table.xls"),
        (["topics", "--method", "magic"], "method='magic': expected one of"),
        (["fetch", "nowhere.csv", "--into", "x"], "nowhere.csv"),
        (["store", "nowhere.ipynb"], "nowhere.ipynb"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_one(
    arguments, said, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert said in lines[-1]
    assert "Traceback" not in "".join(lines)


@pytest.mark.parametrize("command", ["figures", "quotes", "keywords", "topics"])
@pytest.mark.parametrize(
    "name, said",
    [
        (
            "t.xls",
            "suffix '.xls' of 't.xls': expected .csv, .jsonl, .parquet, .xlsx",
        ),
        (
            "t.parquet",
            f"'t.parquet': expected pyarrow installed: {install('pyarrow')}",
        ),
    ],
)
def test_a_table_that_cannot_be_written_is_refused_before_the_work(
    command, name, said, capsys, monkeypatch
):
    monkeypatch.setitem(
        sys.modules, "pyarrow", None
    )  # as where it is not installed
    assert main([command, "--to", name]) == 1
    assert capsys.readouterr().err == f"multipolaire: {said}\n"


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["keywords", "--query", "*"], "query '*' is not understood"),
        (["kwic", "--query", "x"], None),
        (["keywords", "--by", "fortnight"], "by='fortnight': expected day"),
        (["keywords", "--by", "place"], None),
        (["report", "--query", "?", "--corpus"], "query '?' is not understood"),
        (
            ["report", "--by", "fortnight", "--corpus"],
            "by='fortnight': expected one of decade",
        ),
        (
            ["topics", "--method", "magic"],
            "method='magic': expected one of kmeans",
        ),
        (["topics", "--k", "1"], "k=1: expected 2 topics or more"),
        (
            ["quotes", "--jobs", "0"],
            "jobs=0: expected -1 for all cores, or 1 to",
        ),
        (
            ["figures", "--jobs", "100000"],
            "jobs=100000: expected -1 for all cores",
        ),
    ],
)
def test_a_value_is_refused_before_any_article_is_read(
    arguments, said, capsys, tmp_path, monkeypatch
):
    class Read(BaseException):
        pass

    def work(*_, **__):
        raise Read

    for place in ("files.checks.clean_text", "publish.report._run_on"):
        monkeypatch.setattr(f"multipolaire.{place}", work)
    source = tmp_path / "c.csv"
    source.write_text(
        "article_id,text,place\na,Un texte.,Paris\n", encoding="utf-8"
    )
    if said is None:
        with pytest.raises(Read):
            main([*arguments, str(source)])
    else:
        assert main([*arguments, str(source)]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"multipolaire: {said}")


@pytest.mark.parametrize(
    "arguments",
    [["topics", "--k", "two"], ["topics", "--unit", "word"], ["quotes", "-x"]],
)
def test_what_is_not_understood_is_one_line_and_exit_code_two(
    arguments, capsys
):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("multipolaire") and "--help" in line


@pytest.mark.parametrize(
    "given, said",
    [
        (["--record", "bad.csv", "--corpus", "c"], "bad.csv: columns"),
        (["--record", "none.csv", "--corpus", "c"], "none.csv"),
        (["--record", "good.csv"], "--record goes with --corpus"),
    ],
)
def test_a_record_is_refused_before_the_work(
    given, said, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    Path("bad.csv").write_text("period,value\n2021,1\n", "utf-8")
    heads = (
        "period_start,period_end,flow,origin,destination,unit,value,publisher"
    )
    row = "2021-01-01,2021-12-31,trade,CN,RU,USD,1e9,Douane"
    Path("good.csv").write_text(f"{heads}\n{row}\n", "utf-8")
    assert main(["report", "--into", "out", *given]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line and not Path("out").exists()


@pytest.mark.parametrize(
    "corpus, to",
    [
        ("c.csv", "c.csv"),
        ("c.csv", "x/../c.csv"),
        ("c.csv", "soft.csv"),
        ("c.csv", "hard.csv"),
        ("folder", "folder/b.csv"),
        ("folder", "soft/b.csv"),
        ("soft", "folder/b.csv"),
        ("b.problems.csv", "b.csv"),
    ],
)
def test_a_table_never_takes_the_place_of_its_corpus(
    corpus, to, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    table = "article_id,text\na,Un texte à 3 euros.\n"
    for name in ("x", "folder"):
        Path(name).mkdir()
    for name in ("c.csv", "folder/b.csv", "b.problems.csv"):
        Path(name).write_text(table, encoding="utf-8")
    Path("soft.csv").symlink_to("c.csv")
    Path("soft").symlink_to("folder")
    os.link("c.csv", "hard.csv")
    assert main(["figures", corpus, "--to", to]) == 1
    assert "expected another file for the table" in capsys.readouterr().err
    kept = Path(corpus if corpus.endswith("csv") else "folder/b.csv")
    assert kept.read_text("utf-8") == table
    assert main(["figures", corpus, "--to", "x/new.csv"]) == 0


def test_check_tells_how_far_it_is(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("multipolaire.publish.commands.PAUSE", -1)
    monkeypatch.setattr("multipolaire.files.frames.PART", 1)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Un texte.", encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["1 article so far", "2 articles so far"]
    assert lines[-1] == "3 articles read"


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize(
    "at",
    [
        "multipolaire.french.clean",
        "pandas",
        pytest.param("work", marks=pytest.mark.slow),
    ],
)
def test_ctrl_c_is_one_line_wherever_it_falls(at, tmp_path):
    """In an import, before and after the command has begun, and in its work."""
    (tmp_path / "a.txt").write_text("Un texte à 3 euros.", encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(INTERRUPTS.format(at=at))
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "multipolaire",
            "figures",
            str(tmp_path / "a.txt"),
        ],
        env=os.environ
        | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ['PYTHONPATH']}"},
        capture_output=True,
        text=True,
    )
    assert (
        ran.stderr == "multipolaire: interrupted; what was there is as it was\n"
    )
    assert (ran.returncode, ran.stdout) == (130, "")


INTERRUPTS = """
import os, signal, sys

class Finder:
    def find_spec(self, name, *_):
        if name == "{at}":
            os.kill(os.getpid(), signal.SIGINT)
        elif name == "multipolaire.figures" and "{at}" == "work":
            import multipolaire.files.checks as module
            module.clean_text = lambda raw: os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a shell closes the streams")
@pytest.mark.parametrize(
    "closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", ">/dev/full"]
)
def test_closed_streams_are_no_traceback(closed, tmp_path):
    (tmp_path / "a.txt").write_text("Un texte à 3 euros.", encoding="utf-8")
    command = f'"{sys.executable}" -m multipolaire figures a.txt'
    to = tmp_path / "t.csv"
    for more in ("", f" --to {to}"):
        ran = subprocess.run(
            f'exec 9>&1; (cd "{tmp_path}"; exec {command}{more} {closed})',
            shell=True,
            capture_output=True,
            text=True,
            env=os.environ,
        )
        full = closed == ">/dev/full" and not more
        assert ran.returncode == int(full)
        assert "Traceback" not in ran.stderr and "Exception" not in ran.stderr
    assert "3 euros" in to.read_text("utf-8-sig")


@pytest.mark.parametrize(
    "command", [["check"], ["figures"], ["report", "--corpus"]]
)
def test_an_unknown_encoding_is_one_line(command, capsys, tmp_path):
    (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
    into = ["--into", f"{tmp_path}-report"] if command[0] == "report" else []
    assert main([*command, str(tmp_path), "--encoding", "utf-9", *into]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "unknown encoding: utf-9: expected cp1252" in line


def test_fetch_asks_the_local_network_only_where_it_is_allowed(
    tmp_path, capsys
):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    (tmp_path / "list.csv").write_text(f"url\n{url}\n")
    fetch = [
        "fetch",
        str(tmp_path / "list.csv"),
        "--into",
        str(tmp_path / "into"),
    ]
    assert main(fetch) == 1
    assert "127.0.0.1: not a public address" in capsys.readouterr().err
    assert main([*fetch, "--private"]) == 1
    assert "refused" in capsys.readouterr().err


def test_an_unknown_command_is_exit_code_two(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["reprot"])
    assert caught.value.code == 2


@pytest.mark.parametrize(
    "command",
    [
        "report",
        "check",
        "fetch",
        "figures",
        "quotes",
        "keywords",
        "kwic",
        "keyness",
        "collocates",
        "dispersion",
        "topics",
        "handout",
    ],
)
def test_help_of_each_command_has_an_example(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    end = capsys.readouterr().out.partition("for example:\n")[2]
    assert f"multipolaire {command} " in end


def test_help_has_examples(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "multipolaire check my_corpus" in capsys.readouterr().out
