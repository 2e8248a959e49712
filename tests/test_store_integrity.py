"""The database keeps its own rules: full-text indexes, foreign keys and types hold whatever happens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.store.schema import INDEXED
from tests.builders import ALL, CRANES, CRANES_QUOTATIONS, HARBOUR, HARBOUR_QUOTATIONS, fill


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = fill(tmp_path / "quotes.db")
    yield database
    database.close()


def check(connection: sqlite3.Connection) -> None:
    """Raises sqlite3.DatabaseError where an index does not say what its table says."""
    for table in INDEXED:
        connection.execute(f"insert into {table}_fts({table}_fts, rank) values ('integrity-check', 1)")
    connection.commit()
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert connection.execute("pragma foreign_key_check").fetchall() == []


def test_indexes_are_right_after_every_kind_of_change(db: Database) -> None:
    check(db.conn)
    store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS[:2])
    check(db.conn)
    store.ingest(db, CRANES, [])
    check(db.conn)
    store.ingest(db, CRANES, CRANES_QUOTATIONS)
    check(db.conn)
    for row in db["quotations"].rows:
        assert db.execute("select text, said_by from quotations_fts where rowid = ?", [row["id"]]).fetchone() == (
            row["text"],
            row["said_by"],
        )


@pytest.mark.parametrize(
    "change",
    [
        "update quotations set text = 'entirely other words' where kind = 'direct'",
        "update quotations set said_by = 'Somebody Else', id = id + 100 where speaker_id is null",
        "update quotations set confidence = 0",
        "update articles set title = 'Tides'",
        "update articles set title = null",
        "update speaker_names set name = name || ' II'",
        "delete from speaker_names",
        "delete from quotations where id not in (select quotation_id from quotation_speakers)",
    ],
)
def test_indexes_follow_changes_by_hand(db: Database, change: str) -> None:
    db.execute(change)
    check(db.conn)


def test_the_check_finds_a_wrong_index(db: Database) -> None:
    db.execute("drop trigger quotations_fts_update")
    db.execute("update quotations set text = 'entirely other words'")
    with pytest.raises(sqlite3.DatabaseError):
        check(db.conn)


def test_indexes_outlive_vacuum(db: Database, tmp_path: Path) -> None:
    store.ingest(db, HARBOUR, [])
    db.execute("delete from speaker_names where id = 1")
    copy = tmp_path / "copy.db"
    db.execute("vacuum into ?", [str(copy)])
    db.vacuum()
    check(db.conn)
    with closing(sqlite3.connect(copy)) as connection:
        check(connection)
        found = connection.execute(
            "select a.title from articles_fts f join articles a on a.id = f.rowid where articles_fts match 'cranes'"
        )
        assert found.fetchall() == [(HARBOUR.title,), (CRANES.title,)]


@pytest.mark.parametrize(
    "statement",
    [
        "delete from articles",
        "delete from versions",
        "delete from quotations",
        "delete from speakers",
        "update articles set story_id = 999",
        "update quotations set article_id = 999",
        "update quotations set version_id = 999",
        "update quotations set speaker_id = 999",
        "update quotations set target_id = 999",
        "update speaker_names set speaker_id = 999",
        "insert into quotation_speakers(quotation_id, speaker_id, position) values (999, 1, 0)",
        "insert into minhash_bands(band_hash, article_id) values (1, 999)",
        "update quotations set uid = 'the same'",
        "update quotations set status = null",
        "update quotations set start_char = 'here'",
        "update quotations set confidence = 'sure'",
        "update speakers set slug = 'the-same'",
        "update versions set text = null",
        "update versions set article_id = 1",
    ],
)
def test_what_cannot_be_is_refused(db: Database, statement: str) -> None:
    before = list(db.iterdump())
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)
    assert list(db.iterdump()) == before


def test_all_tables_are_strict(db: Database) -> None:
    ours = {table.name: table.strict for table in db.tables if "_fts" not in table.name and table.name[0] != "_"}
    facts = ["articles", "versions", "originals", "quotations", "withdrawn_texts", "article_sources", "minhash_bands"]
    people = ["speakers", "speaker_keys", "speaker_names", "quotation_speakers", "decisions", "name_uses", "role_uses"]
    files = ["joins", "namesakes", "authority_people", "authority_names", "authority_offices"]
    assert ours == dict.fromkeys([*facts, *people, *files, "rejects", "fetches"], True)


def test_every_foreign_key_to_what_may_be_deleted_is_indexed(db: Database) -> None:
    """Of the tables that others refer to, only speakers are ever deleted."""
    for table in db.tables:
        indexed = {index.columns[0] for index in table.indexes} | set(table.pks[:1])
        keys = {key.column for key in table.foreign_keys if key.other_table == "speakers"}
        assert keys <= indexed, table.name


def test_one_quotation_more_reads_no_table_whole(db: Database) -> None:
    """Looking a speaker up by key stays quick however many there are."""
    plan = db.execute(
        """
        explain query plan select s.id, s.name from speaker_keys k join speakers s on s.id = k.speaker_id
        where speaker_key = ?
        """,
        ["person:okafor ines"],
    ).fetchall()
    assert not [step for *_, step in plan if step.startswith("SCAN")]


def test_counts(db: Database) -> None:
    assert db["articles"].count == len(ALL)
    assert db["quotations"].count == sum(len(quotations) for _, quotations in ALL)
