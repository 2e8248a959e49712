"""What could not be read or was passed over, and why: kept until it is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from quotes.model import RejectKind
from quotes.store.database import file_of, transaction
from quotes.store.errors import explained
from quotes.store.queries import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


class Reject(NamedTuple):
    """source: which article. origin: the path or URL that was given. reason: one line. at: ISO 8601, UTC.

    kind: whose fault it is.
    """

    source: str
    origin: str
    reason: str
    at: str
    kind: RejectKind

    @property
    def skipped(self) -> bool:
        """Whether nothing is wrong with it, but it is not for this archive (not in English)."""
        return self.kind == "language"


def reject(db: Database, source: str, origin: str, reason: str, kind: RejectKind) -> None:
    """Keeps why `source` was not read. Raises ArchiveError where the database cannot be written."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with explained(file_of(db.conn)), transaction(db):
        db.conn.execute(
            "insert or replace into rejects(source, origin, reason, at, skipped, kind) values (?, ?, ?, ?, ?, ?)",
            [source, origin, reason, at, int(kind == "language"), kind],
        )


def clear(db: Database, sources: Collection[str]) -> None:
    """Forgets the rejects of `sources`, which are read now."""
    if sources:
        with explained(file_of(db.conn)), transaction(db):
            db.conn.executemany("delete from rejects where source = ?", [(source,) for source in sorted(sources)])


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


def rejects(connection: sqlite3.Connection, *, limit: int | None = None) -> list[Reject]:
    """The rejects, the latest first."""
    sql = "select source, origin, reason, at, kind from rejects order by at desc, source limit ?"
    return [Reject(**dict(row)) for row in rows(connection, sql, [-1 if limit is None else limit])]


def sources(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The origin and the source of each reject."""
    yield from connection.execute("select origin, source from rejects")


def counts(connection: sqlite3.Connection) -> dict[RejectKind, int]:
    """How many rejects there are of each kind."""
    return dict(connection.execute("select kind, count(*) from rejects group by kind"))
