"""Reads the names that articles give to keys, for the rules of joins (`quotes.names.joins`)."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from quotes.names.joins import Bearer, Use, bearer

# Whether several people bear the name of a key.
IS_PARTED = "exists (select 1 from trait_uses t where t.speaker_key = {0} and t.lead_key is not null)"

_FEW = 2  # articles; a use in more articles cannot change a join


class NamesIn(NamedTuple):
    """The names in one article.

    Attributes:
        article: Its uid.
        uses: Each key that is not of an unnamed source, with a name and a role, which is empty if there is none.
        sparse: The keys to which the article gives a name with a role that few other articles, or none, give to them.
    """

    article: str = ""
    uses: frozenset[tuple[str, str, str]] = frozenset()
    sparse: frozenset[str] = frozenset()


NO_NAMES = NamesIn()


def names_in(connection: sqlite3.Connection, article_id: int) -> NamesIn:
    """The names in an article, by row id."""
    (article,) = connection.execute("select uid from articles where id = ?", [article_id]).fetchone()
    found = connection.execute(
        """
        select u.speaker_key, u.name, u.role, u.article_count from speaker_names n join name_uses u
        on u.speaker_key = n.speaker_key and u.name = n.name and u.role = coalesce(n.role, '')
        where n.article_id = ?
        """,
        [article_id],
    ).fetchall()
    sparse = frozenset(key for key, *_, articles in found if articles <= _FEW)
    return NamesIn(article, frozenset((key, name, role) for key, name, role, _ in found), sparse)


def bearers(connection: sqlite3.Connection, keys: Collection[str] | None = None) -> dict[str, Bearer]:
    """The bearers of `keys`, or of all keys, that articles use."""
    which = "" if keys is None else "where speaker_key in (select value from json_each(?))"
    is_parted = IS_PARTED.format("name_uses.speaker_key")
    found = connection.execute(
        f"select speaker_key, name, role, article_count, {is_parted} from name_uses {which}",
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


def former(
    connection: sqlite3.Connection,
    keys: Collection[str],
    before: NamesIn,
    after: NamesIn,
    turned: Collection[str] = (),
) -> dict[str, Bearer]:
    """The bearers of `keys` before an article changed its names.

    turned: the keys of names that are now parted and were not before, or the other way round.
    """
    uses: Counter[tuple[str, str, str]] = Counter(before.uses - after.uses)
    uses.subtract(after.uses - before.uses)
    parted: set[str] = set()
    for key, name, role, articles, is_parted in connection.execute(
        f"""
        select speaker_key, name, role, article_count, {IS_PARTED.format("name_uses.speaker_key")} from name_uses
        where speaker_key in (select value from json_each(?))
        """,
        [json.dumps(sorted(keys))],
    ):
        uses[key, name, role] += articles
        if is_parted:
            parted.add(key)
    parted ^= set(turned)
    return grouped(
        (*use, articles, use[0] in parted) for use, articles in uses.items() if articles > 0 and use[0] in keys
    )
