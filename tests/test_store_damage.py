"""A damaged archive: whatever its bytes are, `verify` finds what later code would stumble over, and says where."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quotes import store
from quotes.ids import article_key
from quotes.model import Article, Original
from quotes.names.authority import Entry, Office
from quotes.site.damage import found
from quotes.store import columns, corrections, run_log
from quotes.store.identity import evidence
from tests.builders import ALL, CRANES, CRANES_QUOTATIONS, HARBOUR, HARBOUR_QUOTATIONS, fill, person, plain
from tests.conftest import Run
from tests.site import id_of

# Columns in which any text means something, though not always what it should: nothing parses them.
FREE = {
    ("articles", "extraction_version"),
    ("articles", "fingerprint"),
    ("articles", "source"),
    ("fetches", "etag"),
    ("fetches", "last_modified"),
    ("fetches", "url"),
    ("decisions", "note"),
    ("decisions", "outlet"),
    ("decisions", "author"),
    ("speaker_keys", "name"),
    ("speaker_names", "name"),
    ("speaker_names", "role"),
    *(("authority_people", column) for column in ("uid", "name", "country", "source")),
    ("authority_names", "name"),
    ("trait_uses", "reason"),
    *(("authority_offices", column) for column in ("role", "party", "area")),
    ("article_sources", "outlet"),
    ("article_sources", "source"),
    ("quotations", "attribution_step"),
    ("quotations", "status_reason"),
    ("withdrawn_texts", "attribution_step"),
    ("withdrawn_texts", "retired_reason"),
    ("rejects", "origin"),
    ("rejects", "reason"),
    ("rejects", "source"),
    ("speakers", "role"),
    ("versions", "extractor"),
    ("versions", "fetched_url"),
    ("versions", "source"),
}
Damage = Callable[..., list[str]]

UNREADABLE = "cast(x'41ff42' as text)"
GARBAGE = ["'{\"'", "'?'", "'\x01'", "'[['"]
JSON = [
    *(
        "null",
        "0",
        '""',
        "{}",
        "[]",
        "[[]]",
        "[[1]]",
        "[[1, 2, 3]]",
        "[[5, 3]]",
        "[[-1, 3]]",
        '[["a", "b"]]',
        "[[0, 1e999]]",
    ),
    *(
        "[[0, 1.5]]",
        "[[true, 2]]",
        "[null]",
        "[7]",
        '["\\ud800:x"]',
        '{"title": 7}',
        '{"published": "soon"}',
        '{"x": null}',
    ),
    "[" * 20_000,
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that has a value in every column."""
    path = tmp_path_factory.mktemp("whole") / "quotes.db"
    with fill(path) as db:
        store.ingest(db, replace(CRANES, text=CRANES.text.replace("is dead", "is alive")), CRANES_QUOTATIONS[:-1])
        read: dict[str, Any] = {
            "fetched_url": "https://a.example/1",
            "fetched_at": "2031-01-01T00:00:00+00:00",
            "raw_sha256": "a" * 64,
        }
        article = Article("Nothing was said.", "a.html", extractor="by hand", url="https://a.example/1", **read)
        article = replace(article, modified="2031-01-02", language="en", published="2031-01", byline="Jo Marsh")
        store.ingest(db, article, [], extraction="0 by hand")
        in_pdf, found = plain("It is on page two")
        in_pdf = replace(in_pdf, page_starts=(0, 0), original=Original(b"%PDF-1.4", ".pdf"))
        store.ingest(db, in_pdf, found)
        silent = Article(ALL[3][0].text, "elsewhere.txt", outlet="The Gazette", published="2031-01-03")
        store.ingest(db, replace(silent, source="silent.txt", outlet="The Courier", published=None), [])
        assert store.ingest(db, silent, []) == "copied"
        corrections.link(db, "ines-okafor", "Q42", who="An Editor", note="so it is")
        corrections.rename(db, "ines-okafor", "Inès Okafor", who="An Editor")
        corrections.undo(db, who="An Editor")
        corrections.decide_pair(db, "unsure", "person:okafor ines", "person:achterberg ruth", who="An Editor")
        corrections.rename(db, "ines-okafor", "Ines M. Okafor", who="An Editor")
        corrections.rename(db, "ines-okafor", "Ines N. Okafor", who="An Editor")
        corrections.add_alias(
            db, "ines-okafor", "Inès", outlet="The Courier", start="2031", end="2032", who="An Editor"
        )
        corrections.withdraw(db, id_of(path, "painful"), "misquoted", who="An Editor")
        for words in ("We are done", "We are not"):
            second_hand, (said,) = plain(words)
            store.ingest(db, second_hand, [replace(said, quoting=said.mention)])
        corrections.withdraw(db, id_of(path, "We are done"), "misquoted", who="An Editor")
        store.ingest(db, HARBOUR, [*HARBOUR_QUOTATIONS[:2], *HARBOUR_QUOTATIONS[3:-1]])
        corrections.describe(db, article_key(CRANES), {"title": "Cranes"}, who="An Editor")
        for role in ("Senator", "coach"):  # two people of one name
            store.ingest(db, *plain(f"I am a {role}", person("Una Moor", role=role)))
        for name in ("Cora Quill", "Cora D. Quill"):
            store.ingest(db, *plain(f"I am {name}", person(name, role="President")))
        held = Office("President", "Tide Party", "Quayland", "2030-01-01", "2034-01-01", ("2030-01-01", "2034-01-01"))
        evidence.load(db, [Entry("Q7", "Cora Quill", (), "F", "Q7", "Quayland", (held,))], "a file")
        run_log.reject(db, "b.txt", "b.txt", "is empty", "input")
        run_log.remember(db, "https://a.example/feed", '"etag"', "Mon, 01 Jan 2031 00:00:00 GMT")
    assert verified(path) == []
    return path


def texts() -> list[tuple[str, str]]:
    """Every column of text of every table that a new archive has, taken from the database itself."""
    from sqlite_utils import Database

    from quotes.store.schema import create_tables

    db = Database(memory=True)
    create_tables(db)
    tables = [row[0] for row in db.execute("select name from pragma_table_list where strict order by name")]
    found = [(table, column.name) for table in tables for column in db[table].columns if column.type == "TEXT"]
    return [each for each in found if each != ("versions", "redacted_spans")]  # only published copies have it


def verified(path: Path) -> list[str]:
    with closing(store.open(path)) as connection:
        return list(store.verify(connection))


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Damage:
    """Sets the first value that there is in a column to an SQL expression, and gives what `verify` says then."""
    path = tmp_path / "quotes.db"

    def damage(table: str, column: str, value: str, *parameters: str) -> list[str]:
        shutil.copy(whole, path)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("pragma ignore_check_constraints = on")
            (before,) = connection.execute(f'select max("{column}") from {table} where "{column}" <> \'\'').fetchone()
            assert before is not None, "the archive has a value in every column"
            changed = connection.execute(
                f'update or ignore {table} set "{column}" = {value} where "{column}" = ?', [*parameters, before]
            )
            assert changed.rowcount
        return verified(path)

    return damage


def test_every_table_is_looked_at() -> None:
    assert {table for table, _ in texts()} <= columns.PLACES.keys()


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), texts())
def test_a_text_that_is_none_is_found(damaged: Damage, table: str, column: str) -> None:
    said = damaged(table, column, UNREADABLE)
    assert said
    assert all("\n" not in line for line in said)


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), [each for each in texts() if each not in FREE])
def test_a_value_that_nothing_can_parse_is_found(damaged: Damage, table: str, column: str) -> None:
    for garbage in GARBAGE:
        assert damaged(table, column, "?", garbage.strip("'")), garbage


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("quotations", "spans"),
        ("quotations", "attribution_chain"),
        ("quotations", "statement_spans"),
        ("quotations", "named_keys"),
        ("versions", "metadata"),
        ("versions", "page_starts"),
        ("withdrawn_texts", "spans"),
    ],
)
def test_json_of_another_form_is_found_with_its_article(damaged: Damage, table: str, column: str) -> None:
    right = {("attribution_chain", "[]"), ("named_keys", "[]"), ("metadata", "{}")}
    for value in JSON:
        said = damaged(table, column, "?", value)
        assert (column, value) in right or any(line.startswith("article ") for line in said), (value, said)
        if table == "quotations" and said:
            assert re.match(r"article \w{16}, quotation \w{16}: its \w+ ", said[0])


NUMBERS = [
    *("start_char", "page", "end_char", "version_id", "gone_version_id"),
    *("cue_start_char", "cue_end_char", "mention_start_char", "mention_end_char"),
]


@pytest.mark.parametrize("column", NUMBERS)
@pytest.mark.parametrize("value", ["+ 1", "+ 1000000000000000000", "* -1 - 1"])
def test_a_number_that_leads_elsewhere_is_found(damaged: Damage, column: str, value: str) -> None:
    said = damaged("quotations", column, f"{column} {value}")
    assert any(line.startswith(("article ", "damaged: ", "quotations: ")) for line in said)


@pytest.mark.parametrize("value", ["+ 1", "+ 1000000000000000000", "* -1"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("originals", "byte_size"),
        ("versions", "original_id"),
        ("versions", "is_current"),
        ("versions", "number"),
        ("speakers", "quotation_count"),
    ],
)
def test_a_number_of_others_too(damaged: Damage, table: str, column: str, value: str) -> None:
    assert damaged(table, column, f"{column} {value}")


@pytest.mark.parametrize(
    "statement",
    [
        "drop trigger quotations_fts_update",
        "drop index idx_speaker_names_speaker_key_speaker_id",
        "drop table fetches",
        "alter table articles rename column title to titel",
        "drop view article_texts",
    ],
)
def test_what_a_database_is_made_of_is_looked_at(whole: Path, tmp_path: Path, statement: str, run: Run) -> None:
    path = tmp_path / "quotes.db"
    shutil.copy(whole, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)
    result = run("verify", "--db", path)
    assert result.exit_code == 1
    assert result.output.startswith("damaged: ")


@pytest.mark.parametrize("column", ["spans", "attribution_chain"])
def test_reading_what_cannot_be_parsed_names_the_file(whole: Path, tmp_path: Path, column: str, run: Run) -> None:
    path = tmp_path / "quotes.db"
    shutil.copy(whole, path)
    id = id_of(path, "no plan B")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"update quotations set {column} = '[[1, ' where uid = ?", [id])
    result = run("show", id, "--db", path)
    assert (result.exit_code, result.stdout) == (1, "")
    said = "this database is damaged; restore it from a backup; `quotes verify` shows where"
    assert result.stderr == f"Error: {path}: {said}\n"


def test_a_quick_look(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    shutil.copy(whole, path)
    assert found(path) is None
    with closing(store.open(path)) as connection:
        (page,) = connection.execute("select rootpage from sqlite_schema where name = 'quotations'").fetchone()
    broken = bytearray(path.read_bytes())
    broken[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(broken)
    assert found(path) is not None
    with closing(store.open(path)) as connection:
        with pytest.raises(sqlite3.DatabaseError) as raised:
            connection.execute("select text from quotations").fetchall()
        assert store.is_damage(raised.value)


def test_a_text_that_is_none_is_damage(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    shutil.copy(whole, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"update articles set outlet = {UNREADABLE}")
        with pytest.raises(sqlite3.OperationalError) as raised:
            connection.execute("select outlet from articles").fetchall()
        assert store.is_damage(raised.value)
        with pytest.raises(sqlite3.OperationalError) as raised:
            connection.execute("select nothing from articles")
        assert not store.is_damage(raised.value)


@pytest.mark.slow
def test_bytes_at_random(whole: Path, tmp_path: Path, run: Run) -> None:
    """Never a traceback, and one line where the file cannot be read at all."""
    random = Random(12)
    path = tmp_path / "quotes.db"
    before = whole.read_bytes()
    for _ in range(40):
        after = bytearray(before)
        for _ in range(random.choice((1, 3, 20))):
            after[random.randrange(len(after))] = random.randrange(256)
        if not random.randrange(5):
            del after[random.randrange(len(after)) :]
        path.write_bytes(after)
        for command in (["verify"], ["backup", str(tmp_path / "copy.db")]):
            result = run(*command, "--db", path)
            assert result.exit_code in (0, 1)
            assert (result.exit_code == 0) == (not result.stderr and "nothing wrong" in result.stdout)
            assert result.stderr.count("\n") <= 1
        (tmp_path / "copy.db").unlink(missing_ok=True)
        for left in ("quotes.db-wal", "quotes.db-shm"):
            (tmp_path / left).unlink(missing_ok=True)
    assert [each.name for each in tmp_path.iterdir()] == ["quotes.db"]


@pytest.mark.parametrize("command", [["search", "pier"], ["backup", "copy.db"], ["publish-copy", "copy.db"]])
def test_the_damaged_file_is_the_one_that_is_named(
    whole: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect(whole)) as connection:
        (size,) = connection.execute("pragma page_size").fetchone()
        pages = connection.execute("select pageno from dbstat where name like '%fts_data' or name = 'quotations'")
        numbers = [row[0] for row in pages]
    data = bytearray(whole.read_bytes())
    for number in numbers:
        data[(number - 1) * size : (number - 1) * size + 100] = b"?" * 100
    Path("damaged.db").write_bytes(data)
    result = run(*command, "--db", "damaged.db")
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: damaged.db: this database is damaged; restore it from a backup\n",
    )
    assert command[0] == "backup" or not Path("copy.db").exists()
