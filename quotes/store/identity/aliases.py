"""Aliases: names as articles print them, which an editor gave to a speaker.

An alias holds for articles in the archive and for those to come: for all, or only for those of an outlet or between
dates. In each of them it joins the name to the speaker (a row of the table of joins). Decisions about the name in one
article come first. Then comes the alias with the higher rank or, of equal ones, the later one.

Names in an archive are without titles. So an alias with a title ("Mr. Obama") is compared with the mentions of the
quotations, which are the words of the article. Withdrawn quotations count, so that a withdrawal moves no others.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, get_args

from quotes import names
from quotes.model import Speaker, SpeakerKind
from quotes.names.keys import fold_each, without_title, wording
from quotes.names.name_words import ARTICLES
from quotes.store.identity.authority_files import Row
from quotes.store.search.fulltext import is_date

BLOCK = "alias "  # and the uid of an article: the name_block of its joins


class Alias(NamedTuple):
    """A name as printed, and where.

    Attributes:
        name: With or without a title: "Mr. Obama" is that only, "Obama" is also "Mr. Obama" and "President Obama".
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
        keys = {names.home(names.key(Speaker(self.name, kind), ""))[0] for kind in get_args(SpeakerKind)}
        return keys | {f"person:{wording(rest)}"} if (rest := without_title(self.name)) else keys

    @property
    def rank(self) -> tuple[int, int]:
        """The number of conditions, and of words. Of two aliases, that with the higher rank applies."""
        return sum(map(bool, self[1:])), len(fold_each(self.name))

    def holds(self, outlet: str | None, published: str | None) -> bool:
        """Whether the alias holds in an article of this outlet and date."""
        return (
            (self.outlet is None or (outlet or "").casefold() == self.outlet.casefold())
            and (self.start is None or (published or "") >= self.start)
            and (self.end is None or "" < (published or "") < f"{self.end}~")
        )

    def is_among(self, printed: Collection[str]) -> bool:
        """Whether one of these names or mentions is this one.

        "President Obama" is also "US President Obama", but not "former President Obama". If another has a title of the
        other gender, the article names two people.
        """
        folded, own = {_folded(each) for each in printed}, _folded(self.name)
        rest = without_title(self.name)
        if rest is None:
            return own in folded
        others = _OTHER_TITLES.get(own[0], frozenset())
        if any(each[-1 - len(_folded(rest)) :] == (other, *_folded(rest)) for each in folded for other in others):
            return False
        return any(each[-len(own) :] == own and _NOT_THE_SAME.isdisjoint(each[: -len(own)]) for each in folded)


_GENDERED = (frozenset({"mr", "sir", "lord"}), frozenset({"mrs", "ms", "miss", "lady", "dame"}))
_OTHER_TITLES = {title: others for own, others in (_GENDERED, _GENDERED[::-1]) for title in own}
_NOT_THE_SAME = frozenset("former ex late then vice deputy acting assistant associate junior".split())


def _folded(name: str) -> tuple[str, ...]:
    """The words of a name or mention, folded, without an article before them."""
    words = fold_each(name)
    return tuple(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)


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
    printed: dict[tuple[int, str], set[str]] = {}
    about: dict[int, tuple[str, str | None, str | None]] = {}
    for id, key, name, *article in connection.execute(
        """
        select a.id, n.speaker_key, n.name, a.uid, a.outlet, a.published
        from json_each(?) cross join articles a on a.id = value cross join speaker_names n on n.article_id = a.id
        """,
        [json.dumps(sorted(articles))],
    ):
        if names.home(key)[0] in by_key:
            printed.setdefault((id, key), set()).add(name)
            about[id] = (article[0], article[1], article[2])
    for id, key, words in _mentions(connection, about) if any(without_title(alias.name) for *_, alias in given) else ():
        if (id, key) in printed:
            printed[id, key].add(words)
    meant: dict[str, tuple[tuple[int, int], Row]] = {}
    for (id, key), forms in printed.items():
        article_uid, *where = about[id]
        node = names.mention(key, article_uid)
        for lead, alias in by_key[names.home(key)[0]]:
            if alias.holds(*where) and alias.is_among(forms) and (node not in meant or alias.rank >= meant[node][0]):
                reason = f"an editor gave the name “{alias.name}” to this speaker"
                meant[node] = alias.rank, (lead, node, reason, f"{BLOCK}{article_uid}")
    found = {row for _, row in meant.values()}
    if incomplete := _without_words(connection, about):
        blocks = {f"{BLOCK}{about[id][0]}" for id in incomplete}
        found = {row for row in found if row[3] not in blocks} | stored(connection, incomplete)
    return found


def _mentions(connection: sqlite3.Connection, articles: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """The mentions of the quotations of articles, from the words beside them to the name: article, key and words."""
    of_quotations = """
        select {0}.named_keys, {0}.version_id, {0}.mention, {0}.attribution_chain, q.article_id
        from json_each(:articles) cross join quotations q on q.article_id = value
    """
    yield from connection.execute(
        f"""
        with said as materialized (
            {of_quotations.format("q")} where q.named_keys is not null
            union all
            {of_quotations.format("w")} join withdrawn_texts w on w.quotation_id = q.id where q.status = 'withdrawn'
        )
        select article_id, key.value, mention from said, json_each(named_keys) key where mention is not null
        union
        select said.article_id, key.value,
            substr(v.text, 1 + (link.value ->> 0), (link.value ->> 1) - (link.value ->> 0))
        from said join versions v on v.id = said.version_id,
            json_each(named_keys) key, json_each(attribution_chain) link
        """,
        {"articles": json.dumps(sorted(articles))},
    )


def _without_words(connection: sqlite3.Connection, articles: Iterable[int]) -> set[int]:
    """Those of the articles with a withdrawn quotation whose words are not here, as in a published copy."""
    found = connection.execute(
        """
        select distinct q.article_id from json_each(?) cross join quotations q on q.article_id = value
        left join withdrawn_texts w on w.quotation_id = q.id where q.status = 'withdrawn' and w.quotation_id is null
        """,
        [json.dumps(sorted(articles))],
    )
    return {row[0] for row in found}


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


def joining(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[str]:
    """Those of the nodes that a stored join of an alias moves."""
    found = connection.execute(
        """
        select other_key from joins
        where other_key in (select value from json_each(?)) and substr(name_block, 1, length(?2)) = ?2
        """,
        [json.dumps(sorted(nodes)), BLOCK],
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
