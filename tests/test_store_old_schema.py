"""An archive of an older version is brought up to date in one transaction, a copy kept first."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from quotes import store
from quotes.ids import article_key, quotation_ids
from quotes.store import database, schema
from quotes.store.database import APPLICATION_ID
from tests.builders import HARBOUR, HARBOUR_QUOTATIONS, OKAFOR, fill, person, plain

FIELDS = ("title", "byline", "outlet", "published", "url", "source", "text")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An archive as version 1 wrote it, with one article and two of its quotations."""
    path = tmp_path / "quotes.db"
    first = Migrations("quotes")
    first(name="articles_quotations_speakers")(schema.articles_quotations_speakers)
    db = Database(path)
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    db.execute("pragma user_version = 1")
    db.execute("pragma journal_mode = wal")
    first.apply(db)
    key = article_key(HARBOUR)
    sha256 = hashlib.sha256(HARBOUR.text.encode()).hexdigest()
    db.execute(
        "insert into articles values (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, 'old', '2031-02-05T00:00:00+00:00')",
        [key, *(getattr(HARBOUR, field) for field in FIELDS), sha256],
    )
    db.execute("insert into speakers values (7, 'ines-okafor', 'Ines Okafor', 'person', 'harbour master')")
    for name, known_by, role in (("Ines Okafor", "person:ines okafor", "harbour master"), ("Okafor", None, None)):
        db.execute("insert into names values (null, 7, ?, ?, ?, '2031-02-04', ?)", [key, name, role, known_by])
    said = HARBOUR_QUOTATIONS[1:3]
    for pk, (id, one) in enumerate(zip(quotation_ids(key, said), said, strict=True), 3):
        db.execute(
            """
            insert into quotations values (?, ?, ?, ?, ?, ?, ?, ?, 7, 'Ines Okafor', null, null, null, null, null, null,
                0.9, 'cue', '[]', '2031-02-04')
            """,
            [pk, id, key, one.kind, one.text, one.start, one.end, json.dumps(one.spans)],
        )
        db.execute("insert into quotation_speakers values (?, 7, 0)", [pk])
    db.conn.commit()
    db.close()
    return path


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [
            *connection.iterdump(),
            str(connection.execute("select * from pragma_user_version, pragma_application_id").fetchone()),
        ]


def test_all_is_kept_and_a_copy_too(old: Path) -> None:
    before = dump(old)
    store.create(old).close()
    assert dump(old.with_name("quotes.db.v1")) == before
    with closing(store.open(old)) as connection:
        assert list(store.verify(connection)) == []
        portrait = store.speaker(connection, "ines-okafor")
        assert portrait is not None
        assert portrait.names == ("Ines Okafor", "Okafor")
        assert {each.text for each in portrait.quotations} == {each.text for each in HARBOUR_QUOTATIONS[1:3]}
        assert {each.version for each in portrait.quotations} == {1}
        assert store.speakers(connection, "okaf") == [portrait.speaker]
        assert [version.text for version in store.versions(connection, article_key(HARBOUR))] == [HARBOUR.text]
    assert sorted(path.name for path in old.parent.iterdir()) == ["quotes.db", "quotes.db.v1"]


def test_it_is_written_to_as_if_it_had_been_new(old: Path, tmp_path: Path) -> None:
    with store.create(old) as db:
        assert store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS) == "updated"
        store.ingest(db, *plain("A word", person("Ines Okafor")))
        assert list(store.verify(db.conn)) == []
        (found,) = store.speakers(db.conn, "Ines Okafor")
        assert (found.slug, found.quoted) == ("ines-okafor", 3)
        with fill(tmp_path / "new.db", [(HARBOUR, HARBOUR_QUOTATIONS), plain("A word", person(OKAFOR.name))]) as new:
            tables = "select name, type from sqlite_schema where name not like 'sqlite_%' order by name"
            assert db.execute(tables).fetchall() == new.execute(tables).fetchall()


def test_a_second_copy_never_takes_the_place_of_the_first(old: Path) -> None:
    old.with_name("quotes.db.v1").write_text("precious")
    store.create(old).close()
    assert old.with_name("quotes.db.v1").read_text() == "precious"
    assert old.with_name("quotes.db.v1-2").read_bytes().startswith(b"SQLite")


def test_a_migration_that_fails_leaves_it_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(old)
    monkeypatch.setattr(schema, "_triggers", lambda *_: sqlite3.connect(":memory:").execute("not sql"))
    with pytest.raises(store.ArchiveError):
        store.create(old)
    assert dump(old) == before


def test_without_room_for_the_copy_nothing_is_changed(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(old)

    def full(*_: object) -> None:
        raise store.ArchiveError("no room")

    monkeypatch.setattr(database, "copy", full)
    with pytest.raises(store.ArchiveError, match="no room"):
        store.create(old)
    assert dump(old) == before


def test_reading_an_old_one_says_what_to_do_and_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(store.ArchiveError, match="made by an older version of Quotes; `quotes ingest`"):
        store.open(old)
    assert old.read_bytes() == before
