"""Streams the archive in the order of storing, with one batch of rows in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from quotes.store import listings, queries
from quotes.store.queries import StoredArticle, StoredQuotation, Version, rows
from quotes.store.search import stored

_BATCH = 500

Roles = dict[tuple[str, str], str]


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All reads in the block see the archive at one moment, even if others write to it."""
    connection.execute("begin")
    try:
        yield
    finally:
        connection.rollback()


def quotations(connection: sqlite3.Connection) -> Iterator[tuple[StoredQuotation, Roles]]:
    """All published quotations, with the roles in articles (`quotes.store.listings.roles_then`)."""
    for batch in _batches(
        connection, "select id, id from quotations where id > ? and status in ('published', 'gone') order by id limit ?"
    ):
        found = stored(connection, [int(row) for row in batch])
        roles = listings.roles_then(connection, found)
        for each in found:
            yield each, roles


def articles(connection: sqlite3.Connection) -> Iterator[tuple[StoredArticle, Version]]:
    """All articles with their latest texts."""
    for batch in _batches(connection, "select id, uid from articles where id > ? order by id limit ?"):
        for id in batch:
            article = queries.article(connection, id)
            assert article is not None
            version = queries.version(connection, id, article.version)
            assert version is not None
            yield article, version


def speakers(connection: sqlite3.Connection) -> Iterator[listings.Sketch]:
    """All speakers."""
    for batch in _batches(connection, "select id, slug from speakers where id > ? order by id limit ?"):
        for slug in batch:
            sketch = listings.sketch(connection, slug)
            assert sketch is not None
            yield sketch


def _batches(connection: sqlite3.Connection, sql: str) -> Iterator[list[str]]:
    """Names of rows, in batches. `sql` selects a number and a name, after a number and up to a limit."""
    last = 0
    while found := rows(connection, sql, [last, _BATCH]):
        last = found[-1][0]
        yield [row[1] for row in found]
