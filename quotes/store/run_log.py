"""What runs store about sources: what could not be read and why, and what was fetched when."""

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
    """An article that was not stored.

    Attributes:
        source: The article.
        origin: The path or URL on the command line.
        reason: One line.
        at: When, ISO 8601, UTC.
        kind: Who can correct it.
    """

    source: str
    origin: str
    reason: str
    at: str
    kind: RejectKind

    @property
    def skipped(self) -> bool:
        """Whether the article is sound but does not belong in this archive (not in English)."""
        return self.kind == "language"


class Fetch(NamedTuple):
    """The validators of a URL when it was last fetched, to request it only if it changed.

    Attributes:
        etag, last_modified: As the server gave them (RFC 9110, section 8.8).
        at: When, ISO 8601, UTC.
    """

    etag: str | None
    last_modified: str | None
    at: str


def reject(db: Database, source: str, origin: str, reason: str, kind: RejectKind) -> None:
    """Store why `source` was not read. Raises ArchiveError if the database cannot be written."""
    row = {"source": source, "origin": origin, "reason": reason, "kind": kind, "rejected_at": _now()}
    with explained(file_of(db.conn)), transaction(db):
        db.table("rejects").insert(row, replace=True)


def clear(db: Database, sources: Collection[str]) -> None:
    """Delete the rejects of `sources`, which were read now."""
    if sources:
        with explained(file_of(db.conn)), transaction(db):
            db.conn.executemany("delete from rejects where source = ?", [(source,) for source in sorted(sources)])


def clear_read(db: Database) -> None:
    """Delete all rejects whose source is stored, in any version."""
    with explained(file_of(db.conn)), transaction(db):
        db.table("rejects").delete_where(
            """
            source in (
                select source from articles union all select source from versions
                union all select source from article_sources
            )
            """
        )


def rejects(connection: sqlite3.Connection, *, limit: int | None = None) -> list[Reject]:
    """The rejects, the latest first."""
    sql = "select source, origin, reason, rejected_at as at, kind from rejects order by at desc, source limit ?"
    return [Reject(**dict(row)) for row in rows(connection, sql, [-1 if limit is None else limit])]


def sources(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The origin and the source of each reject."""
    yield from connection.execute("select origin, source from rejects")


def counts(connection: sqlite3.Connection) -> dict[RejectKind, int]:
    """The number of rejects of each kind."""
    return dict(connection.execute("select kind, count(*) from rejects group by kind"))


def fetched(connection: sqlite3.Connection, url: str) -> Fetch | None:
    """The last fetch of `url`, or None."""
    found = rows(connection, "select etag, last_modified, fetched_at from fetches where url = ?", [url])
    return Fetch(*found[0]) if found else None


def remember(db: Database, url: str, etag: str | None, last_modified: str | None) -> None:
    """Store that `url` was fetched now. Raises ArchiveError if the database cannot be written."""
    row = {"url": url, "etag": etag, "last_modified": last_modified, "fetched_at": _now()}
    with explained(file_of(db.conn)), transaction(db):
        db.table("fetches").insert(row, replace=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
