"""Metadata that people set for an article: its title, date, outlet and so on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from quotes.model import METADATA
from quotes.store import status
from quotes.store.queries import PRINTED_COLUMNS, Printed, printed, rows


def checked(field: str, value: str) -> str:
    """`value` in the form for the field of an article. Raises ValueError if it is not valid."""
    value = " ".join(value.split())
    if field not in METADATA:
        raise ValueError(f"an article has no {field}; it has {', '.join(METADATA)}")
    if value and field in ("published", "modified"):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a date; write it like 2024-10-23 or 2024-10-23T14:05+02:00") from None
    if value and field == "url" and urlsplit(value).scheme not in ("http", "https"):
        raise ValueError(f"{value!r} is not a URL that begins with https:// or http://")
    return value


def lacking(connection: sqlite3.Connection, fields: Iterable[str], *, limit: int) -> list[Printed]:
    """Articles without any of `fields`; all if there are no fields. The newest first, undated ones last."""
    where = " and ".join(f"{field} is null" for field in fields if field in METADATA) or "true"
    return [
        printed(row)
        for row in rows(
            connection,
            f"""
            select {PRINTED_COLUMNS} from articles a where {where}
            order by published desc, id desc limit ?
            """,
            [limit],
        )
    ]


def article_at(connection: sqlite3.Connection, path: str) -> str:
    """The id of the article that was read from a path, or from a file whose path ends in it.

    Raises:
        ValueError: There is none, or there are several.
    """
    path = path.strip().removeprefix("./")
    for same in ("source in (?1, './' || ?1)", "substr(source, -length(?1) - 1) = '/' || ?1"):
        found = connection.execute(
            f"""
            select uid from (
                select uid, source from articles
                union select uid, s.source from article_sources s join articles a on a.id = s.article_id
            ) where {same} group by uid
            """,
            [path],
        ).fetchall()
        if found:
            break
    if len(found) == 1:
        return str(found[0][0])
    some = "several articles were" if found else "no article was"
    raise ValueError(f"{some} read from {path}; `quotes articles` lists the sources")


def given(connection: sqlite3.Connection, article: str) -> dict[str, Any]:
    """The fields of an article (its uid) that active decisions set, with their values; None for no value."""
    found = connection.execute(
        """
        select field, value from decisions where kind = 'described' and article_uid = ? and undone_at is null
        order by id
        """,
        [article],
    )
    return dict(found.fetchall())


def describe(connection: sqlite3.Connection, article: str) -> None:
    """Update the metadata of a stored article: what was read, with the values that people set."""
    read = connection.execute(
        """
        select a.id, v.metadata from articles a join versions v on v.article_id = a.id and v.is_current where a.uid = ?
        """,
        [article],
    ).fetchone()
    if read:
        show(connection, read[0], json.loads(read[1]) | given(connection, article))


def show(connection: sqlite3.Connection, article_id: int, metadata: Mapping[str, str | None]) -> None:
    """Write the metadata of an article to all tables that have it."""
    columns = ", ".join(f"{field} = :{field}" for field in METADATA)
    values = dict.fromkeys(METADATA) | dict(metadata) | {"id": article_id}
    connection.execute(f"update articles set {columns} where id = :id", values)
    connection.execute(
        """
        update speaker_names set published = :published where article_id = :id and published is not :published
        """,
        values,
    )
    status.date(connection, article_id, metadata.get("published"))
