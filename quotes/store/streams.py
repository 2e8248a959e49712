"""Streams the archive in the order of storing, with one batch of rows in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from quotes.store import listings, queries
from quotes.store.queries import StoredArticle, StoredQuotation, Version, rows
from quotes.store.search.quotations import stored

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


def quotations(
    connection: sqlite3.Connection, after: str | None = None, *, batch: int = _BATCH
) -> Iterator[tuple[StoredQuotation, Roles]]:
    """All published quotations, with the roles in articles (`quotes.store.listings.roles_then`).

    after: the id of the quotation before the first; None for all. batch: how many are read at once.
    """
    sql = "select id, id from quotations where id > ? and status in ('published', 'gone') order by id limit ?"
    for numbers in _batches(connection, sql, _row(connection, "quotations", "uid", after), batch):
        found = stored(connection, [int(row) for row in numbers])
        roles = listings.roles_then(connection, found)
        for each in found:
            yield each, roles


def articles(
    connection: sqlite3.Connection, after: str | None = None, *, batch: int = _BATCH
) -> Iterator[tuple[StoredArticle, Version]]:
    """All articles with their latest texts; `after` this key, if it is given."""
    sql = "select id, uid from articles where id > ? order by id limit ?"
    for keys in _batches(connection, sql, _row(connection, "articles", "uid", after), batch):
        for id in keys:
            article = queries.article(connection, id)
            assert article is not None
            version = queries.version(connection, id, article.version)
            assert version is not None
            yield article, version


def speakers(
    connection: sqlite3.Connection, after: str | None = None, *, batch: int = _BATCH
) -> Iterator[listings.Sketch]:
    """All speakers; `after` this slug, if it is given."""
    sql = "select id, slug from speakers where id > ? order by id limit ?"
    for slugs in _batches(connection, sql, _row(connection, "speakers", "slug", after), batch):
        for slug in slugs:
            sketch = listings.sketch(connection, slug)
            assert sketch is not None
            yield sketch


def total(connection: sqlite3.Connection, table: str) -> int:
    """How many quotations, articles or speakers there are."""
    less = " - (select count(*) from quotations where status in ('retired', 'withdrawn'))"
    ((number,),) = rows(connection, f"select (select count(*) from {table}){less * (table == 'quotations')}")
    return int(number)


def _row(connection: sqlite3.Connection, table: str, name: str, after: str | None) -> int:
    """The number of the row that is called `after`; 0 for None.

    Raises:
        ValueError: There is no such row.
    """
    if after is None:
        return 0
    found = rows(connection, f"select id from {table} where {name} = ?", [after])
    if not found:
        raise ValueError(f"none of the {table} has the id {after!r}")
    return int(found[0][0])


def _batches(connection: sqlite3.Connection, sql: str, last: int, batch: int) -> Iterator[list[str]]:
    """Names of rows, in batches. `sql` selects a number and a name, after the number `last` and up to a limit."""
    while found := rows(connection, sql, [last, batch]):
        last = found[-1][0]
        yield [row[1] for row in found]
