"""Reads the names that articles give to keys, for the rules of joins (`quotes.names.joins`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from quotes.names.joins import Bearer, Use, bearer

# Whether several people bear the name of a key.
IS_PARTED = "exists (select 1 from trait_uses t where t.speaker_key = {0} and t.lead_key is not null)"


def bearers(connection: sqlite3.Connection, keys: Collection[str] | None = None) -> dict[str, Bearer]:
    """The bearers of `keys`, or of all keys, that articles use."""
    which = "" if keys is None else "where speaker_key in (select value from json_each(?))"
    found = connection.execute(
        f"select speaker_key, name, role, article_count, {IS_PARTED.format('speaker_key')} from name_uses {which}",
        [] if keys is None else [json.dumps(sorted(keys))],
    )
    return grouped(found)


def grouped(uses: Iterable[tuple[str, str, str, int, int]]) -> dict[str, Bearer]:
    """The bearers in rows of the table, each with `IS_PARTED`, by key."""
    by_key: dict[str, list[Use]] = {}
    parted: set[str] = set()
    for key, name, role, articles, is_parted in uses:
        by_key.setdefault(key, []).append(Use(name, role or None, articles))
        if is_parted:
            parted.add(key)
    return {key: bearer(key, each, is_parted=key in parted) for key, each in by_key.items()}
