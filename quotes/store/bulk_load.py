"""Fast loading of very many articles into a new archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.store.database import check_free, create, draft
from quotes.store.errors import explained
from quotes.store.schema import INDEXED, merge_indexes

if TYPE_CHECKING:
    from sqlite_utils import Database

_CACHE = 256  # MiB of the page cache
# Indexes that writing does not need, and that are created faster at the end.
_PUT_OFF = [
    *("idx_articles_published_id", "idx_articles_outlet", "idx_articles_outlet_nocase", "idx_articles_story_id"),
    *("idx_quotations_published", "idx_quotations_utterance"),
]


@contextmanager
def loading(target: Path) -> Iterator[Database]:
    """A new archive to write to. It is at `target` when the block ends, and not at all if the block raises.

    Inside, `quotes.store.database.transaction` around many articles makes them one write. Searching does not work: the
    full-text indexes, and others that writing does not need, are created at the end.

    Raises:
        ArchiveError: There is a file at `target`, or it cannot be written.
    """
    with draft(target) as part:
        check_free(target)
        with closing(create(part)) as db, explained(target):
            _hurry(db.conn)
            put_off = _take_out(db.conn)
            yield db
            _make_up(db, put_off)
            _sync(db.conn)
        part.replace(target)


def _hurry(connection: sqlite3.Connection) -> None:
    """Switch off crash safety: after a crash the file is created again from the beginning."""
    connection.execute("pragma journal_mode = memory")
    connection.execute("pragma synchronous = off")
    connection.execute("pragma locking_mode = exclusive")
    connection.execute(f"pragma cache_size = {-1024 * _CACHE}")


def _sync(connection: sqlite3.Connection) -> None:
    """Wait until everything is on disk: SQLite syncs the whole file with its next write."""
    connection.execute("pragma synchronous = full")
    (version,) = connection.execute("pragma user_version").fetchone()
    connection.execute(f"pragma user_version = {version}")


def _take_out(connection: sqlite3.Connection) -> list[str]:
    """Drop the triggers of the full-text indexes and `_PUT_OFF`. Returns the SQL that creates them again."""
    found = connection.execute(
        f"""
        select type, name, sql from sqlite_schema
        where type = 'trigger' and sql like '%_fts%' or name in ({", ".join("?" * len(_PUT_OFF))})
        """,
        _PUT_OFF,
    ).fetchall()
    for kind, name, _ in found:
        connection.execute(f"drop {kind} {name}")
    return [sql for _, _, sql in found]


def _make_up(db: Database, put_off: list[str]) -> None:
    for table in INDEXED:
        db.table(f"{table}_fts").rebuild_fts()
    for sql in put_off:
        db.execute(sql)
    db.commit()
    merge_indexes(db)
