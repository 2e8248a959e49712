"""docs/database.md names every table and column, and its statements answer its questions as printed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from quotes import store
from quotes.ids import article_key
from quotes.model import Article, Kind
from quotes.store import corrections, publication
from quotes.store.columns import PLACES
from quotes.store.decisions import KINDS
from quotes.store.schema import PRIVATE
from tests.builders import ALL, BRANDVOLD, HARBOUR, LE_MOREAU, OKAFOR, SILENT, fill, person, plain, quotation
from tests.site import serve

PAGE = (Path(__file__).parent.parent / "docs/database.md").read_text(encoding="utf-8")
QUESTIONS = dict(re.findall(r"(?s)### ([^\n]+\?)\n\n```sql\n(.*?)```", PAGE))

Ask = Callable[[str], list[tuple[Any, ...]]]

WIRE = Article(
    text=(
        "“There is no plan B for the ferry,” said Ines B. Okafor on the quay of Port Ellery, where forty people had"
        " waited since dawn for a boat that did not come, and where the company sent nobody to tell them why.\n"
    ),
    source="desk/ferry.txt",
    title="No ferry",
    outlet="The Desk",
    published="2024-10-09",
)
SAME_TEXT = replace(WIRE, source="gazette/ferry.txt", outlet="The Gazette", published="2024-10-08")
COPY = replace(
    WIRE,
    text=WIRE.text + "It rained.\n",
    source="second/ferry.txt",
    title="Ferry stays away",
    outlet="The Second",
    published="2024-10-10",
)
COURIER = {"outlet": "The Ellery Courier", "url": "https://www.ellery-courier.example/bridge", "title": "Bridge"}
SAFE = plain("The bridge is safe", OKAFOR, published="2024-10-31T23:30:00Z", **COURIER)
CLOSED = plain("The bridge is closed", OKAFOR, published="2024-10-31T23:30:00Z", **COURIER)
MONTH = plain(
    "We sail in October", BRANDVOLD, published="2024-10", outlet="Tides Weekly", source="october.txt", title="Sails"
)
REPRINTED = replace(MONTH[0], source="gazette/october.txt", outlet="The Gazette", published="2024-10-02"), MONTH[1]
BEFORE = plain("We sail in September", BRANDVOLD, published="2024-09-30T23:30:00Z", source="september.txt")
AFTER = plain("We sail in November", BRANDVOLD, published="2024-11", source="november.txt")
MISQUOTED = plain("The crews lied", LE_MOREAU, published="2024-10-12", outlet="Tides Weekly", title="Crews")
NOT_SAID = plain("Port of call", published="2024-10-13", outlet="Tides Weekly", title="A column")
REPORTED = Article("Tomás Brandvold said the crews were tired.\n", "tired.txt", published="2024-10-20")
UNTITLED = plain("Who said this", published="2024-12-01", source="unknown.txt")


def _wire(article: Article) -> tuple[Article, list[Any]]:
    by = [person("Ines B. Okafor")]
    return article, [quotation(article, "There is no plan B for the ferry,", by=by, cue="said", near="ferry,”")]


def _uid(connection: sqlite3.Connection, text: str) -> str:
    (uid,) = connection.execute("select uid from quotations where text = ?", [text]).fetchone()
    return str(uid)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a newsroom where something of everything was decided, edited and copied."""
    path = tmp_path_factory.mktemp("newsroom") / "quotes.db"
    articles = [
        *ALL,
        SAFE,
        MONTH,
        REPRINTED,
        BEFORE,
        AFTER,
        MISQUOTED,
        NOT_SAID,
        UNTITLED,
        *map(_wire, (WIRE, SAME_TEXT, COPY)),
    ]
    tired = quotation(REPORTED, "the crews were tired", kind=Kind.PARAPHRASE, by=[BRANDVOLD], cue="said")
    articles.append((REPORTED, [tired]))
    with closing(fill(path, articles)) as db:
        store.ingest(db, *CLOSED, added="2024-11-02T09:00:00+00:00")
        store.ingest(db, NOT_SAID[0], [])
        corrections.merge(db, "Ines Okafor", "Ines B. Okafor", who="Jo Marsh", note="her middle name")
        corrections.merge(db, "Tomás Brandvold", "Ruth Achterberg", who="Jo Marsh")
        corrections.undo(db, who="Jo Marsh")
        corrections.describe(db, article_key(SILENT), {"published": "2024-10-20"}, who="Jo Marsh", note="print edition")
        corrections.withdraw(db, _uid(db.conn, "The crews lied"), "misquoted", who="Jo Marsh")
        corrections.withdraw(db, _uid(db.conn, "is dead"), "a mistake", who="Ed Lund")
        corrections.undo(db, who="Ed Lund")
        corrections.attribute(db, _uid(db.conn, "Who said this"), "Ruth Achterberg", who="Jo Marsh", note="she called")
        corrections.rename(db, "tomas-brandvold", "Tom Brandvold", who="Jo Marsh")
        assert list(store.verify(db.conn)) == []
    return path


@pytest.fixture(scope="module")
def copy(path: Path) -> Path:
    """The archive as it is published."""
    target = path.with_name("public.db")
    publication.publish(path, target)
    return target


@pytest.fixture(scope="module", params=["sqlite3", "published copy", "Datasette"])
def ask(request: pytest.FixtureRequest, path: Path) -> Iterator[Ask]:
    """The rows of a statement, asked of the file, of a published copy, and of Datasette with our plugin."""
    if request.param == "Datasette":
        get = serve(path)
        yield lambda sql: [
            tuple(row) for row in get("/quotes.json", params={"sql": sql, "_shape": "arrays"}).json()["rows"]
        ]
        return
    asked = path if request.param == "sqlite3" else request.getfixturevalue("copy")
    with closing(sqlite3.connect(f"{asked.as_uri()}?mode=ro", uri=True)) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


def _answer(ask: Ask, question: str) -> list[tuple[Any, ...]]:
    return ask(QUESTIONS[question])


def _named(rows: list[tuple[Any, ...]], *sources: str) -> list[tuple[Any, ...]]:
    """`rows` with the names of their files, which are the fourth column; published copies have numbers instead."""
    assert all(re.fullmatch(rf"{re.escape(name)}|file \d+", row[3]) for row, name in zip(rows, sources, strict=True))
    return [(*row[:3], name) for row, name in zip(rows, sources, strict=True)]


def test_there_are_ten_questions() -> None:
    assert len(QUESTIONS) == PAGE.count("```sql") == 10


def test_who_was_quoted_most_in_a_month(ask: Ask) -> None:
    assert _answer(ask, "Who was quoted most in October 2024, and in which outlets?") == [
        ("Ines Okafor", "The Ellery Courier", 2, 4),
        ("Ines Okafor", "The Desk", 1, 4),
        ("Ines Okafor", "The Second", 1, 4),
        ("Tom Brandvold", "Tides Weekly", 1, 1),
    ]


def test_quotations_that_left_their_article(ask: Ask) -> None:
    [row] = _answer(ask, "Which quotations left their article?")
    assert row[:5] == ("Bridge", "The bridge is safe", "Ines Okafor", 2, "2024-11-02T09:00:00+00:00")
    assert ask(f"select status from quotations where uid = '{row[5]}'") == [("gone",)]


def test_what_one_editor_decided(ask: Ask) -> None:
    [(crews,)] = ask("select uid from quotations where article_id = (select id from articles where title = 'Crews')")
    [(attributed,)] = ask("select uid from quotations where text = 'Who said this'")
    ines, middle, ruth, tomas = "Ines Okafor", "Ines B. Okafor", "Ruth Achterberg", "Tomás Brandvold"
    assert _answer(ask, "What did one editor decide?") == [
        (1, "same", None, None, ines, middle, None, None, "her middle name", 1),
        (2, "same", None, None, tomas, ruth, None, None, None, 0),
        (3, "described", "Silence", None, None, None, "published", "2024-10-20", "print edition", 1),
        (4, "withdrawn", "Crews", crews, None, None, None, None, "misquoted", 1),
        (6, "added", None, None, ruth, None, None, ruth, "she called", 1),
        (6, "attributed", None, attributed, ruth, None, None, None, "she called", 1),
        (7, "named", None, None, tomas, None, None, "Tom Brandvold", None, 1),
    ]


def test_copies_of_a_wire_story(ask: Ask) -> None:
    files = ("october.txt", "gazette/october.txt", "gazette/ferry.txt", "desk/ferry.txt", "second/ferry.txt")
    assert _named(_answer(ask, "Which copies of a wire story are there?"), *files) == [
        ("Sails", "Tides Weekly", "2024-10", "october.txt"),
        ("Sails", "The Gazette", "2024-10-02", "gazette/october.txt"),
        ("No ferry", "The Gazette", "2024-10-08", "gazette/ferry.txt"),
        ("No ferry", "The Desk", "2024-10-09", "desk/ferry.txt"),
        ("No ferry", "The Second", "2024-10-10", "second/ferry.txt"),
    ]


def test_who_is_paraphrased_most(ask: Ask) -> None:
    assert _answer(ask, "Who is paraphrased most?") == [
        ("Ines Okafor", "person", 1, 8, 11.0),
        ("Port Ellery Port Authority", "organisation", 1, 0, 100.0),
        ("Tom Brandvold", "person", 1, 4, 20.0),
    ]


def test_what_was_withdrawn(ask: Ask) -> None:
    [row] = _answer(ask, "What was withdrawn, why and by whom?")
    assert (row[0], *row[2:4]) == ("Crews", "misquoted", "Jo Marsh")
    assert ask("select quotation_uid, made_at from decisions where note = 'misquoted'") == [(row[1], row[4])]


def test_which_speakers_were_merged(ask: Ask) -> None:
    assert _answer(ask, "Which speakers were merged?") == [
        ("Ines Okafor", "ines-okafor", "Ines Okafor", "Ines B. Okafor", "Jo Marsh", "her middle name")
    ]


def test_quotations_with_the_words_around_them(ask: Ask) -> None:
    rows = _answer(ask, "What did a speaker say, with the words around it?")
    assert [(row[0], row[2], row[4]) for row in rows] == [
        ("2024-10-09", "There is no plan B for the ferry,", Kind.DIRECT),
        ("2024-10-10", "There is no plan B for the ferry,", Kind.DIRECT),
        ("2024-10-31T23:30:00Z", "The bridge is safe", Kind.DIRECT),
        ("2024-10-31T23:30:00Z", "The bridge is closed", Kind.DIRECT),
        ("2031-02-04", "We have no money left, and the cranes are not safe,", Kind.DIRECT),
        ("2031-02-04", "painful", Kind.PARTIAL),
        (
            "2031-03-11T08:30:00Z",
            "Work on the cranes could start in May, according to Ms Okafor, if, she said, parliament agrees",
            Kind.PARAPHRASE,
        ),
        ("2031-03-11T08:30:00Z", "The café on the quay stays open,", Kind.DIRECT),
        ("2031-03-11T08:30:00Z", "I won’t close it — ever!", Kind.DIRECT),
    ]
    assert rows[3][1:4] == ("“", "The bridge is closed", ",” said Ines Okafor.")
    start = HARBOUR.text.index("painful")
    assert rows[5][1:4] == (HARBOUR.text[start - 40 : start], "painful", HARBOUR.text[start + 7 : start + 47])


def test_articles_without_a_quotation(ask: Ask) -> None:
    files = ("silent.txt", "The crews lied.txt", "Port of call.txt")
    assert _named(_answer(ask, "Which articles have no quotation?"), *files) == [
        ("2024-10-20", None, "Silence", "silent.txt"),
        ("2024-10-12", "Tides Weekly", "Crews", "The crews lied.txt"),
        ("2024-10-13", "Tides Weekly", "A column", "Port of call.txt"),
    ]


def test_when_a_phrase_was_first_printed(ask: Ask) -> None:
    assert _answer(ask, "When was a phrase first printed?") == [
        ("2024-10-08", "The Gazette", "No ferry", "“There is [no plan B] for the ferry…")
    ]


def test_private_tables_are_empty_in_a_published_copy(path: Path, copy: Path) -> None:
    with closing(store.open(path)) as own, closing(store.open(copy)) as public:
        kept = "select text from withdrawn_texts order by text"
        assert own.execute(kept).fetchall() == [("Port of call",), ("The crews lied",)]
        assert [public.execute(f"select count(*) from {table}").fetchone() for table in PRIVATE] == [(0,)] * len(
            PRIVATE
        )
    for table in PRIVATE:
        assert f"`{table}`" in _section("Private tables")


def test_every_table_and_column_is_described(path: Path) -> None:
    described = {}
    for name, body in re.findall(r"(?ms)^### `(\w+)`\n(.*?)(?=^##)", PAGE):
        rows = re.findall(r"(?m)^\| `(\w+)` \| ([a-z ]+?)(?: → `(\w+)`)?( or null)? \| .+ \|$", body)
        described[name] = [(column, type, target or None, bool(null)) for column, type, target, null in rows]
    with closing(store.open(path)) as connection:
        assert described.keys() == _names(connection, "table") == {*PLACES, "minhash_bands"}
        for name, columns in described.items():
            assert columns == _columns(connection, name), name
            assert all(target for column, _, target, _ in columns if column.endswith("_id")), name
        lax = "select name from pragma_table_list where type = 'table' and not strict and name not like 'sqlite_%'"
        assert connection.execute(lax).fetchall() == []


def test_every_view_and_index_is_described(path: Path) -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \| .+ \| (.+) \|$", _section("Views and full-text indexes"))
    described = {name: re.findall(r"`(\w+)`", columns) for name, columns in rows}
    with closing(store.open(path)) as connection:
        assert described.keys() == _names(connection, "view") | _names(connection, "virtual")
        for name, columns in described.items():
            assert columns == [column for column, *_ in _columns(connection, name)], name


def test_every_kind_of_decision_and_status_is_described(path: Path) -> None:
    decisions = re.search(r"(?s)\| Kind \| Columns .*?\n\n", PAGE)
    assert decisions is not None
    rows = re.findall(r"(?m)^\| `(\w+)` \| (.+?) \|", decisions[0])
    assert [kind for kind, _ in rows] == list(KINDS)
    statuses = re.findall(r"(?m)^\| `(\w+)` \|", _section("Status of a quotation"))
    with closing(store.open(path)) as connection:
        found = {row[0] for row in connection.execute("select status from quotations")}
        for kind, columns in rows:
            for column in re.findall(r"`(\w+)`", columns):
                used = f"select count(*), count({column}) from decisions where kind = ?"
                count, filled = connection.execute(used, [kind]).fetchone()
                assert count == filled, (kind, column)
    assert set(statuses) == found == {"published", "gone", "retired", "withdrawn"}


def test_the_descriptions_for_datasette_name_every_kind_of_decision() -> None:
    metadata = yaml.safe_load((Path(__file__).parent.parent / "metadata.yml").read_text(encoding="utf-8"))
    described = metadata["databases"]["quotes"]["tables"]["decisions"]["columns"]["kind"]
    assert set(re.findall(r"\w+", described)) >= set(KINDS)


def test_a_database_of_version_0_1_0_is_refused_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect("quotes.db")) as connection:
        connection.executescript("pragma application_id = 0x51756F74; pragma user_version = 9; create table a(b)")
    with pytest.raises(store.ArchiveError) as refused:
        store.open("quotes.db")
    assert f"```\n{refused.value}\n```" in _section("Databases made by version 0.1.0")


def _section(title: str) -> str:
    """The part of the page under this heading, up to the next one of its level."""
    found = re.search(rf"(?ms)^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE)
    assert found is not None, title
    return found[1]


def _names(connection: sqlite3.Connection, type: str) -> set[str]:
    found = connection.execute("select name from pragma_table_list where type = ? and schema = 'main'", [type])
    return {name for (name,) in found if not name.startswith("sqlite_")}


def _columns(connection: sqlite3.Connection, table: str) -> list[tuple[str, str, str | None, bool]]:
    """Name, type, the table that it refers to, and whether it may be null, of each column."""
    targets = dict(connection.execute('select "from", "table" from pragma_foreign_key_list(?)', [table]))
    columns = connection.execute('select name, type, "notnull" or pk from pragma_table_info(?) order by cid', [table])
    return [(name, type.lower(), targets.get(name), not required) for name, type, required in columns]
