"""Several programs at one archive: writers wait and then say so, readers read on."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quotes import store
from quotes.store import database
from tests.builders import CRANES, CRANES_QUOTATIONS, HARBOUR, HARBOUR_QUOTATIONS, SILENT, fill, person, plain


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(tmp_path / "quotes.db", [(SILENT, [])]).close()
    return tmp_path / "quotes.db"


@pytest.fixture
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program, in the middle of writing."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("begin immediate")
        connection.execute("update articles set title = 'half-way'")
        yield connection


BUSY = "another program is writing to this database; try again when it has finished"


def test_opening_for_writing_waits_and_then_says_so(path: Path, writer: sqlite3.Connection) -> None:
    with pytest.raises(store.ArchiveError, match=BUSY) as raised:
        store.create(path, wait=0.05)
    assert str(raised.value) == f"{path}: {BUSY}"


def test_reading_what_is_locked_as_a_whole_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("pragma journal_mode = delete")
        other.execute("begin exclusive")
        with pytest.raises(store.ArchiveError, match=BUSY):
            store.open(path)


def test_ingesting_waits_and_then_says_so(path: Path) -> None:
    with store.create(path, wait=0.05) as db, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(store.ArchiveError, match=BUSY):
            store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS)
        assert not db.conn.in_transaction
        assert store.coverage(db.conn).articles == 1
        other.execute("rollback")
        assert store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS) == "added"


def test_what_is_unchanged_needs_no_lock(path: Path) -> None:
    with store.create(path, wait=0) as db, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        assert store.ingest(db, SILENT, []) == "unchanged"


def test_a_writer_waits_for_its_turn(path: Path, writer: sqlite3.Connection) -> None:
    timer = threading.Timer(0.2, lambda: writer.execute("commit"))
    timer.start()
    with store.create(path) as db:
        assert store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS) == "added"
    timer.join()


def test_readers_read_through_a_write(path: Path, writer: sqlite3.Connection) -> None:
    with closing(store.open(path)) as connection:
        (title,) = connection.execute("select title from articles").fetchone()
        assert title == "Silence"
        writer.execute("commit")
        (title,) = connection.execute("select title from articles").fetchone()
        assert title == "half-way"


def test_two_ingests_at_once(path: Path) -> None:
    """Two that write the same articles in opposite order end as one would."""
    articles = [plain(f"Words {number}", person(f"Ann Marsh{'x' * (number % 3)}")) for number in range(20)]
    failures: list[BaseException] = []

    def ingest(order: int) -> None:
        try:
            with store.create(path) as db:
                for article, quotations in articles[::order]:
                    store.ingest(db, article, quotations)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ingest, args=[order]) for order in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with store.create(path) as db:
        assert store.coverage(db.conn).articles == 21
        assert [(speaker.name, speaker.quoted) for speaker in store.speakers(db.conn)] == [
            ("Ann Marsh", 7),
            ("Ann Marshx", 7),
            ("Ann Marshxx", 6),
        ]
        db.execute("insert into quotations_fts(quotations_fts, rank) values ('integrity-check', 1)")


@pytest.mark.slow
@pytest.mark.parametrize("again", range(20))
def test_a_new_archive_made_by_two_at_once(tmp_path: Path, again: int) -> None:
    path = tmp_path / "quotes.db"
    barrier = threading.Barrier(2)
    outcomes: list[str] = []

    def make() -> None:
        barrier.wait()
        with store.create(path) as db:
            outcomes.append(store.ingest(db, CRANES, CRANES_QUOTATIONS))

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 2
    with closing(store.open(path)) as connection:
        assert store.coverage(connection).articles == 1
