"""What people know of an article better than what was read: its title, date, outlet and so on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from quotes.model import METADATA
from quotes.store import status
from quotes.store.queries import Printed, rows


def checked(field: str, value: str) -> str:
    """`value` as the field of an article has it. Raises ValueError where it cannot be one."""
    value = " ".join(value.split())
    if field not in METADATA:
        raise ValueError(f"an article has no {field}; it has {', '.join(METADATA)}")
    if value and field in ("published", "modified"):
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is no date as 2024-10-23 or 2024-10-23T14:05+02:00") from None
    if value and field == "url" and urlsplit(value).scheme not in ("http", "https"):
        raise ValueError(f"{value!r} is no address of a page; it begins with https:// or http://")
    return value


def lacking(connection: sqlite3.Connection, fields: Iterable[str], *, limit: int) -> list[Printed]:
    """Articles of which none of `fields` is known; all where there is no field. The newest first, undated ones last."""
    where = " and ".join(f"{field} is null" for field in fields if field in METADATA) or "true"
    return [
        Printed(*row)
        for row in rows(
            connection,
            f"""
            select uid, title, byline, outlet, published, url, source from articles where {where}
            order by published desc, id desc limit ?
            """,
            [limit],
        )
    ]


def given(connection: sqlite3.Connection, article: str) -> dict[str, Any]:
    """The fields of an article (its uid) that somebody set, as decisions that hold say; None where it has none."""
    found = connection.execute(
        """
        select field, value from decisions where kind = 'described' and article_uid = ? and undone_at is null
        order by id
        """,
        [article],
    )
    return dict(found.fetchall())


def describe(connection: sqlite3.Connection, article: str) -> None:
    """Makes an article say what was read of it, and what people set instead; nothing where it is not here."""
    read = connection.execute(
        """
        select a.id, v.metadata from articles a join versions v on v.article_id = a.id and v.is_current where a.uid = ?
        """,
        [article],
    ).fetchone()
    if read:
        show(connection, read[0], json.loads(read[1]) | given(connection, article))


def show(connection: sqlite3.Connection, article_id: int, metadata: Mapping[str, str | None]) -> None:
    """Writes the metadata of an article wherever it is shown."""
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
