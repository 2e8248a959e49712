"""What a server said of an address when it was last fetched, so that it is asked only for what changed."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from quotes.store.database import file_of, transaction
from quotes.store.errors import explained
from quotes.store.queries import rows

if TYPE_CHECKING:
    from sqlite_utils import Database


class Fetch(NamedTuple):
    """etag, last_modified: as the server gave them (RFC 9110, section 8.8). at: when, ISO 8601, UTC."""

    etag: str | None
    last_modified: str | None
    at: str


def fetched(connection: sqlite3.Connection, url: str) -> Fetch | None:
    """The last time that `url` was fetched, or None."""
    found = rows(connection, "select etag, last_modified, at from fetches where url = ?", [url])
    return Fetch(*found[0]) if found else None


def remember(db: Database, url: str, etag: str | None, last_modified: str | None) -> None:
    """Keeps that `url` was fetched now. Raises ArchiveError where the database cannot be written."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with explained(file_of(db.conn)), transaction(db):
        db.conn.execute("insert or replace into fetches values (?, ?, ?, ?)", [url, etag, last_modified, at])
