"""A new archive for very many articles at once, made as quickly as SQLite allows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.store.database import check_free, create, draft
from quotes.store.errors import explained
from quotes.store.schema import INDEXED

if TYPE_CHECKING:
    from sqlite_utils import Database

_CACHE = 256  # MiB of pages that are kept in memory
# Indexes that nothing needs while articles are stored, and that are made faster when all are there.
_PUT_OFF = [
    *("idx_articles_published_id", "idx_articles_outlet", "idx_articles_outlet_nocase", "idx_articles_story_id"),
    "idx_quotations_published",
]


@contextmanager
def loading(target: Path) -> Iterator[Database]:
    """An archive to store articles in, at `target` when the block ends and not there where it raises.

    Inside, `quotes.store.database.transaction` around many articles makes them one write, and nothing can be searched:
    the full-text indexes are made at the end, as those are that no writing needs. Raises ArchiveError where there is a
    file at `target`, or it cannot be written.
    """
    with draft(target) as part:
        check_free(target)
        with closing(create(part)) as db, explained(target):
            _hurry(db.conn)
            put_off = _take_out(db.conn)
            yield db
            _make_up(db, put_off)
            _settle(db.conn)
        part.replace(target)


def _hurry(connection: sqlite3.Connection) -> None:
    """Nothing is kept for a crash, after which the file is made again from the beginning."""
    connection.execute("pragma journal_mode = memory")
    connection.execute("pragma synchronous = off")
    connection.execute("pragma locking_mode = exclusive")
    connection.execute(f"pragma cache_size = {-1024 * _CACHE}")


def _settle(connection: sqlite3.Connection) -> None:
    """Waits until all is on the disk: SQLite syncs the whole file with whatever it writes last."""
    connection.execute("pragma synchronous = full")
    (version,) = connection.execute("pragma user_version").fetchone()
    connection.execute(f"pragma user_version = {version}")


def _take_out(connection: sqlite3.Connection) -> list[str]:
    """Drops what keeps the full-text indexes up to date, and `_PUT_OFF`. Returns what makes them again."""
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
