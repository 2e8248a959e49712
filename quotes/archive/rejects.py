"""What could not be read or was passed over, and why: kept until it is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from quotes.archive.errors import explained
from quotes.archive.files import file_of, transaction
from quotes.archive.reading import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


class Reject(NamedTuple):
    """source: which article. origin: the path or address that was given. reason: one line. at: ISO 8601, UTC.

    skipped: whether nothing is wrong with it, but it is not for this archive (not in English).
    """

    source: str
    origin: str
    reason: str
    at: str
    skipped: bool


def reject(db: Database, source: str, origin: str, reason: str, *, skipped: bool = False) -> None:
    """Keeps why `source` was not read. Raises ArchiveError where the database cannot be written."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with explained(file_of(db.conn)), transaction(db):
        db.conn.execute(
            "insert or replace into rejects(source, origin, reason, at, skipped) values (?, ?, ?, ?, ?)",
            [source, origin, reason, at, int(skipped)],
        )


def clear(db: Database, sources: Iterable[str]) -> None:
    """Forgets the rejects of `sources`, which are read now."""
    known = {each.source for each in rejects(db.conn)}.intersection(sources)
    if known:
        with explained(file_of(db.conn)), transaction(db):
            db.conn.executemany("delete from rejects where source = ?", [(source,) for source in sorted(known)])


def clear_read(db: Database) -> None:
    """Forgets all rejects whose source is stored, in whichever version or place."""
    with explained(file_of(db.conn)), transaction(db):
        db.conn.execute(
            """
            delete from rejects where source in (
                select source from articles union all select source from versions union all select source from places
            )
            """
        )


def rejects(connection: sqlite3.Connection) -> list[Reject]:
    """All rejects, the latest first."""
    found = rows(connection, "select source, origin, reason, at, skipped from rejects order by at desc, source")
    return [Reject(**dict(row) | {"skipped": bool(row["skipped"])}) for row in found]
