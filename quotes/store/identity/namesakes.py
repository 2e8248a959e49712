"""Parts people who bear one name, if the articles say that they hold one office in different states.

Such a name stays with the state that most articles give. Its mentions with another state are speakers of their own.
Each of them is a row of the table of joins with the first of them, and so is the first one with itself.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from quotes.names import is_local, mention
from quotes.names.joins import is_contested, namesakes, seat_of
from quotes.store.identity.authority_files import Row

BLOCK = "namesake "  # and the key of a name: the name_block of its joins
_REASON = "articles give this name the office in another state"


def keys_in(connection: sqlite3.Connection, article_id: int) -> set[str]:
    """The keys to which an article gives an office in a state."""
    found = connection.execute(
        "select speaker_key, role from speaker_names where article_id = ? and role is not null", [article_id]
    )
    return {key for key, role in found if key.startswith("person:") and not is_local(key) and seat_of(role)}


def joins(connection: sqlite3.Connection, keys: Collection[str] | None = None, *, aliased: Collection[str]) -> set[Row]:
    """The joins of `keys`, without the `aliased` mentions, which an alias joins; None for all keys."""
    which = "" if keys is None else "and speaker_key in (select value from json_each(?))"
    given: dict[str, set[str]] = {}
    for key, role in connection.execute(
        f"select speaker_key, role from name_uses where speaker_key like 'person:%' {which}",
        [] if keys is None else [json.dumps(sorted(keys))],
    ):
        if not is_local(key) and seat_of(role):
            given.setdefault(key, set()).add(role)
    made: set[Row] = set()
    for key, roles in given.items():
        if is_contested(roles):
            articles = connection.execute(
                """
                select a.uid, n.role from speaker_names n join articles a on a.id = n.article_id
                where n.speaker_key = ? and n.role in (select value from json_each(?))
                """,
                [key, json.dumps(sorted(roles))],
            ).fetchall()
            for group in namesakes(each for each in articles if mention(key, each[0]) not in aliased):
                lead, *_ = nodes = [mention(key, article) for article in group]
                made |= {(lead, node, _REASON, f"{BLOCK}{key}") for node in nodes}
    return made


def stored(connection: sqlite3.Connection, keys: Collection[str]) -> set[Row]:
    """The stored joins of `keys`."""
    found = connection.execute(
        """
        select speaker_key, other_key, reason, name_block from joins
        where name_block in (select ? || value from json_each(?))
        """,
        [BLOCK, json.dumps(sorted(keys))],
    )
    return set(found.fetchall())
