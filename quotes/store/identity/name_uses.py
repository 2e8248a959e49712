"""Reads the names that articles give to keys, for the rules of joins (`quotes.names.joins`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from quotes.names.joins import Bearer, Use, bearer


def bearers(connection: sqlite3.Connection, keys: Collection[str] | None = None) -> dict[str, Bearer]:
    """The bearers of `keys`, or of all keys, that articles use."""
    which = "" if keys is None else "where speaker_key in (select value from json_each(?))"
    found = connection.execute(
        f"select speaker_key, name, role, article_count from name_uses {which}",
        [] if keys is None else [json.dumps(sorted(keys))],
    )
    return grouped(found)


def grouped(uses: Iterable[tuple[str, str, str, int]]) -> dict[str, Bearer]:
    """The bearers in rows of the table, by key."""
    by_key: dict[str, list[Use]] = {}
    for key, name, role, articles in uses:
        by_key.setdefault(key, []).append(Use(name, role or None, articles))
    return {key: bearer(key, each) for key, each in by_key.items()}
