"""Aliases: names as articles print them, which an editor gave to a speaker.

An alias holds for articles in the archive and for those to come: for all, or only for those of an outlet or between
dates. In each of them it joins the name to the speaker (a row of the table of joins). Decisions about the name in one
article come first. Then comes the alias with the higher rank or, of equal ones, the later one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple, get_args

from quotes import names
from quotes.model import Speaker, SpeakerKind
from quotes.names.keys import fold_each, wording
from quotes.store.authority_files import Row
from quotes.store.search_query import is_date

BLOCK = "alias "  # and the uid of an article: the name_block of its joins


class Alias(NamedTuple):
    """A name as printed, and where.

    Attributes:
        name: With or without a title: "Mr. Obama" is that only, "Obama" is also "Mr. Obama".
        outlet: None for all.
        start, end: The first and the last date of publication, ISO 8601 or the beginning of one, or None. Articles
            without a date have none.
    """

    name: str
    outlet: str | None = None
    start: str | None = None
    end: str | None = None

    @property
    def keys(self) -> set[str]:
        """The keys of the name in any article, without those of an article."""
        return {names.home(names.key(Speaker(self.name, kind), ""))[0] for kind in get_args(SpeakerKind)}

    @property
    def rank(self) -> tuple[int, int]:
        """The number of conditions, and of words. Of two aliases, that with the higher rank applies."""
        return sum(map(bool, self[1:])), len(fold_each(self.name))

    def means(self, name: str, outlet: str | None, published: str | None) -> bool:
        """Whether a name in an article of this outlet and date is this one."""
        return (
            fold_each(name) == fold_each(self.name)
            and (self.outlet is None or (outlet or "").casefold() == self.outlet.casefold())
            and (self.start is None or (published or "") >= self.start)
            and (self.end is None or "" < (published or "") < f"{self.end}~")
        )


def is_valid(alias: Alias) -> bool:
    """Whether this is a name, with dates if it has any."""
    return bool(wording(alias.name)) and all(map(is_date, filter(None, (alias.start, alias.end))))


def is_reversed(alias: Alias) -> bool:
    """Whether the last date is before the first, so that no article can have a date between them."""
    return bool(alias.start and alias.end and f"{alias.end}~" < alias.start)


def active(connection: sqlite3.Connection) -> list[tuple[int, str, Alias]]:
    """The active aliases in the order in which they were given: the row id of each decision, the node and the alias."""
    found = connection.execute(
        """
        select id, speaker_key, value, outlet, start_date, end_date from decisions
        where kind = 'aliased' and undone_at is null order by made_at, id
        """
    )
    return [(id, node, Alias(*alias)) for id, node, *alias in found]


def joins(connection: sqlite3.Connection, articles: Collection[int] | None = None) -> set[Row]:
    """The joins of all aliases in articles, by row id; None for all articles."""
    given = active(connection)
    if not given:
        return set()
    if articles is None:
        articles = printing(connection, (alias for *_, alias in given))
    by_key: dict[str, list[tuple[str, Alias]]] = {}
    for _, lead, alias in given:
        for key in alias.keys:
            by_key.setdefault(key, []).append((lead, alias))
    meant: dict[str, tuple[tuple[int, int], Row]] = {}
    for key, name, article, outlet, published in connection.execute(
        """
        select n.speaker_key, n.name, a.uid, a.outlet, a.published
        from json_each(?) cross join articles a on a.id = value cross join speaker_names n on n.article_id = a.id
        """,
        [json.dumps(sorted(articles))],
    ):
        node = names.mention(key, article)
        for lead, alias in by_key.get(names.home(key)[0], ()):
            if alias.means(name, outlet, published) and (node not in meant or alias.rank >= meant[node][0]):
                reason = f"an editor gave the name “{alias.name}” to this speaker"
                meant[node] = alias.rank, (lead, node, reason, f"{BLOCK}{article}")
    return {row for _, row in meant.values()}


def printing(connection: sqlite3.Connection, aliases: Iterable[Alias]) -> set[int]:
    """The row ids of the articles that may print one of these names."""
    found = connection.execute(
        """
        with key(words) as materialized (select value from json_each(?))
        select n.article_id from key cross join speaker_names n on n.speaker_key = words
        union
        select n.article_id from key cross join speaker_names n
            on n.speaker_key > words || '@' and n.speaker_key < words || 'A'
        """,
        [json.dumps(sorted({key for alias in aliases for key in alias.keys}))],
    )
    return {row[0] for row in found}


def stored(connection: sqlite3.Connection, articles: Collection[int]) -> set[Row]:
    """The stored joins of aliases in articles."""
    found = connection.execute(
        """
        select speaker_key, other_key, reason, name_block from joins
        where name_block in (select ? || a.uid from json_each(?) join articles a on a.id = value)
        """,
        [BLOCK, json.dumps(sorted(articles))],
    )
    return set(found.fetchall())
