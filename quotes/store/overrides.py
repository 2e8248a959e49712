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
            select id, title, byline, outlet, published, url, source from articles where {where}
            order by published desc, number desc limit ?
            """,
            [limit],
        )
    ]


def given(connection: sqlite3.Connection, article: str) -> dict[str, Any]:
    """The fields of an article that somebody set, as judgements that hold say; an empty value is None."""
    found = connection.execute(
        "select right from judgements where judgement = 'described' and left = ? and undone is null order by id",
        [article],
    )
    return {field: value or None for field, _, value in (row[0].partition("=") for row in found)}


def describe(connection: sqlite3.Connection, article: str) -> None:
    """Makes an article say what was read of it, and what people set instead; nothing where it is not here."""
    read = connection.execute(
        """
        select metadata from versions v join articles a on a.id = v.article and a.version = v.number where a.id = ?
        """,
        [article],
    ).fetchone()
    if read:
        show(connection, article, json.loads(read[0]) | given(connection, article))


def show(connection: sqlite3.Connection, article: str, metadata: Mapping[str, str | None]) -> None:
    """Writes the metadata of an article wherever it is shown."""
    columns = ", ".join(f"{field} = :{field}" for field in METADATA)
    values = dict.fromkeys(METADATA) | dict(metadata) | {"id": article}
    connection.execute(f"update articles set {columns} where id = :id", values)
    connection.execute("update names set published = :published where article = :id", values)
    status.date(connection, article, metadata.get("published"))
