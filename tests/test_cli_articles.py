"""`quotes articles set --from` and `ingest --published-from-name`: metadata of a whole archive with one command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotes import store
from quotes.store.publication import publish
from tests.conftest import Run

pytestmark = pytest.mark.slow

TEXT = "The harbour is closed for {} weeks. The council has not said when it will open again.\n"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, weeks in (("2031-02-03-quay.txt", "two"), ("ferry.txt", "three"), ("mill.txt", "four")):
        (tmp_path / "in" / name).write_text(TEXT.format(weeks) * 2, encoding="utf-8")
    assert run("ingest", "in", "--published-from-name", "%Y-%m-%d").exit_code == 0
    return tmp_path


def held(run: Run) -> dict[str, tuple[str | None, str | None, str | None]]:
    """The title, date and outlet of each article, by its source."""
    rows = map(json.loads, run("articles", "--format", "jsonl").stdout.splitlines())
    return {row["source"]: (row["title"], row["published"], row["outlet"]) for row in rows}


def test_the_date_is_taken_from_the_name(archive: Path, run: Run) -> None:
    assert {source: row[1] for source, row in held(run).items()} == {
        "in/2031-02-03-quay.txt": "2031-02-03",
        "in/ferry.txt": None,
        "in/mill.txt": None,
    }


def test_a_pattern_without_a_day_is_refused(archive: Path, run: Run) -> None:
    result = run("ingest", "in", "--published-from-name", "%Y-%m")
    assert result.exit_code == 2
    assert "needs a year" in result.stderr


@pytest.mark.parametrize(
    "table",
    [
        "path,title,date,outlet\nferry.txt,The ferry,3 March 2031,The Courier\nin/mill.txt,The mill,,The Courier\n",
        "Path;Note;title;published;outlet\nin/ferry.txt;x;The ferry;2031-03-03;The Courier\n"
        "./in/mill.txt;x;The mill;;The Courier\n",
        '{"path": "in/ferry.txt", "title": "The ferry", "published": "2031-03-03", "outlet": "The Courier"}\n\n'
        '{"path": "mill.txt", "title": "The mill", "published": null, "outlet": "The Courier"}\n',
    ],
)
def test_a_table_is_one_decision(archive: Path, run: Run, table: str) -> None:
    before = held(run)
    (archive / "table").write_text(table, encoding="utf-8")
    result = run("articles", "set", "--from", "table", "--who", "ed")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "2 articles set\n", "")
    after = {
        **before,
        "in/ferry.txt": ("The ferry", "2031-03-03", "The Courier"),
        "in/mill.txt": ("The mill", None, "The Courier"),
    }
    assert held(run) == after
    assert run("articles", "set", "--from", "table").stdout == "0 articles set\n"
    assert run("undo").exit_code == 0
    assert held(run) == before


def test_ids_and_urls_name_articles(archive: Path, run: Run) -> None:
    rows = [json.loads(row) for row in run("articles", "--format", "jsonl").stdout.splitlines()]
    key = next(row["id"] for row in rows if row["source"] == "in/ferry.txt")
    (archive / "table.csv").write_text(
        f"id,url,title\n{key},https://courier.example/ferry,The ferry\n", encoding="utf-8"
    )
    assert run("articles", "set", "--from", "table.csv").stdout == "1 article set\n"
    connection = store.open("quotes.db")
    stored = store.article(connection, key)
    assert stored is not None
    assert (stored.title, stored.url) == ("The ferry", "https://courier.example/ferry")
    (archive / "table.csv").write_text(f"url,title\nhttp://localhost:8001/articles/{key},Ferry\n", encoding="utf-8")
    assert run("articles", "set", "--from", "table.csv").stdout == "1 article set\n"


def test_a_wrong_row_is_reported_and_the_rest_is_done(archive: Path, run: Run) -> None:
    (archive / "table.csv").write_text(
        "path,title,date\nnone.txt,A,\n,B,\nferry.txt,,some day\nmill.txt,,\n.txt,C,\nin/ferry.txt,D,\n",
        encoding="utf-8",
    )
    result = run("articles", "set", "--from", "table.csv")
    assert (result.exit_code, result.stdout) == (1, "1 article set, 5 rows not used\n")
    assert [line.partition(": ")[2].partition("line ")[2] for line in result.stderr.splitlines()] == [
        "2: no article was read from none.txt; `quotes articles` lists the sources",
        "3: has no id, path or URL of an article",
        "4: 'some day' is not a valid value for published",
        "5: sets nothing; it needs one of title, byline, outlet, published, modified, language, url",
        "6: no article was read from .txt; `quotes articles` lists the sources",
    ]
    assert held(run)["in/ferry.txt"][0] == "D"


@pytest.mark.parametrize("content", [b"", b"path,title\n", b"\x00\x01\x02\xff"])
def test_what_is_no_table_is_refused(archive: Path, run: Run, content: bytes) -> None:
    (archive / "table").write_bytes(content)
    result = run("articles", "set", "--from", "table")
    assert (result.exit_code, result.stdout) == (1, "")
    (message,) = result.stderr.splitlines()
    assert message.startswith("Error: table: ")


def test_a_faulty_line_of_json_and_another_value_are_reported(archive: Path, run: Run) -> None:
    (archive / "table").write_text(
        '{"path": "ferry.txt", "title": "A"}\n[1]\n{"path":\n{"path": "in/ferry.txt", "title": "B"}\n'
        '{"path": "ferry.txt", "title": "A", "outlet": "Post"}\n',
        encoding="utf-8",
    )
    result = run("articles", "set", "--from", "table")
    assert (result.exit_code, result.stdout) == (1, "1 article set, 3 rows not used\n")
    assert [line.partition(", line ")[2] for line in result.stderr.splitlines()] == [
        "2: is not an object with named fields",
        "3: is not valid JSON: expecting value",
        "4: sets another title than table, line 1",
    ]
    assert held(run)["in/ferry.txt"][0] == "A"


@pytest.mark.parametrize("words", [[], ["title=A"], ["k0a9z2857bh4s4c3"], ["k0a9z2857bh4s4c3", "a=b", "--from", "t"]])
def test_either_an_article_or_a_table_is_named(archive: Path, run: Run, words: list[str]) -> None:
    (archive / "t").write_text("path,title\nferry.txt,A\n", encoding="utf-8")
    assert run("articles", "set", *words).exit_code == 2


def test_no_path_is_a_title_or_in_a_published_copy(archive: Path, run: Run) -> None:
    publish("quotes.db", "public.db")
    connection = store.open("public.db")
    assert b"ferry.txt" not in (archive / "public.db").read_bytes()
    (undated,) = {
        each.headline
        for (key,) in connection.execute("select uid from articles").fetchall()
        if (each := store.article(connection, key))
    }
    assert undated == "Untitled article"
    assert list(store.verify(connection)) == []


def test_the_file_of_an_article_names_it(archive: Path, run: Run) -> None:
    result = run("articles", "set", "in/ferry.txt", "title=The ferry", "--format", "jsonl")
    (article,) = (
        json.loads(line) for line in run("articles", "--format", "jsonl").stdout.splitlines() if "ferry" in line
    )
    assert json.loads(result.stdout) == {"article": article["id"], "fields": ["title"]}
    assert article["title"] == "The ferry"
    wrong = run("articles", "set", "in/Nowhere.txt", "title=None")
    assert (wrong.exit_code, "in/Nowhere.txt" in wrong.stderr) == (1, True)
