"""Parts people who bear one full name, if what articles say of them conflicts (`quotes.names.namesakes`).

The name stays with the person of most articles. The mentions of each other person are a speaker of their own: each is a
row of the table of joins with the first of them, and so is the first one with itself. What articles say is stored by
article and counted by name, so that an article with a known description reads no other one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from quotes.names import home, mention
from quotes.names.namesakes import namesakes
from quotes.names.traits import NONE, dumped, loaded, read
from quotes.store.identity.authority_files import Row

BLOCK = "namesake "  # and the key of a name: the name_block of its joins


def describe(connection: sqlite3.Connection, articles: Collection[int], *, alias: str) -> dict[str, set[str]]:
    """Store what articles, by row id, say of the people whom they name. Returns the changed keys, with their articles.

    Mentions that an alias joins are left out: editors decided about them. `alias` begins the block of such joins.
    """
    which = [json.dumps(sorted(articles))]
    held = {
        (key, uid): traits
        for key, uid, traits in connection.execute(
            """
            select t.speaker_key, t.article_uid, t.traits from json_each(?) cross join articles a on a.id = value
            cross join name_traits t on t.article_uid = a.uid
            """,
            which,
        )
    }
    found = {(key, uid): traits for key, uid, traits in _described(connection, which, alias)}
    changed = {each for each in held.keys() | found.keys() if held.get(each) != found.get(each)}
    connection.executemany(
        "delete from name_traits where speaker_key = ? and article_uid = ? and traits = ?",
        sorted((*each, held[each]) for each in changed & held.keys()),
    )
    connection.executemany(
        "insert into name_traits(speaker_key, article_uid, traits) values (?, ?, ?)",
        sorted((*each, found[each]) for each in changed & found.keys()),
    )
    keys: dict[str, set[str]] = {}
    for key, uid in changed:
        keys.setdefault(key, set()).add(uid)
    return keys


def _described(connection: sqlite3.Connection, which: list[str], alias: str) -> Iterable[tuple[str, str, str]]:
    """The key, the article and the traits of each person with a full name in articles, if there are traits."""
    names: dict[tuple[int, str], tuple[set[str], set[str]]] = {}
    for id, key, name, role in connection.execute(
        """
        select n.article_id, n.speaker_key, n.name, n.role
        from json_each(?1) cross join articles a on a.id = value cross join speaker_names n on n.article_id = a.id
        where n.speaker_key like 'person:%' and instr(n.speaker_key, '@') = 0 and not exists (
            select 1 from joins where other_key = n.speaker_key || '@' || a.uid
            and substr(name_block, 1, length(?2)) = ?2
        )
        """,
        [*which, alias],
    ):
        forms, roles = names.setdefault((id, key), (set(), set()))
        forms.add(name)
        roles |= {role} - {None}
    if not names:
        return
    mentions: dict[tuple[int, str], list[str]] = {}
    for id, key, words in connection.execute(
        """
        select q.article_id, coalesce(q.named_keys, w.named_keys) ->> 0, coalesce(q.mention, w.mention)
        from json_each(?) cross join quotations q on q.article_id = value
        left join withdrawn_texts w on w.quotation_id = q.id
        where q.status <> 'retired' and json_array_length(coalesce(q.named_keys, w.named_keys)) = 1
        """,
        which,
    ):
        if words:
            mentions.setdefault((id, key), []).append(words)
    for id, uid, published, text in connection.execute(
        """
        select a.id, a.uid, a.published, v.text from json_each(?) cross join articles a on a.id = value
        join versions v on v.article_id = a.id and v.is_current
        """,
        which,
    ).fetchall():
        for (article, key), (forms, roles) in names.items():
            if article == id:
                traits = read(forms, roles, mentions.get((id, key), ()), text, published)
                if traits != NONE:
                    yield key, uid, dumped(traits)


class _Person(NamedTuple):
    """The leading mention of somebody who is not the person of most articles, and why; None for that person."""

    lead: str | None = None
    reason: str | None = None


def rejoin(
    connection: sqlite3.Connection, changed: Mapping[str, Collection[str]]
) -> tuple[set[Row], set[Row], set[str]]:
    """Part the names of these keys, of which these articles changed.

    Returns the stored joins and those that follow, for each mention that is concerned, and the keys of names that are
    now parted, or no longer.
    """
    gone: set[Row] = set()
    new: set[Row] = set()
    turned: set[str] = set()
    for key, articles in changed.items():
        stored = {
            traits: (count, _Person(lead, reason))
            for traits, count, lead, reason in connection.execute(
                "select traits, article_count, lead_key, reason from trait_uses where speaker_key = ?", [key]
            )
        }
        people = _people(connection, key, {traits: count for traits, (count, _) in stored.items()})
        moved = [traits for traits, (_, person) in stored.items() if person != people[traits]]
        connection.executemany(
            "update trait_uses set lead_key = ?, reason = ? where speaker_key = ? and traits = ?",
            [(*people[traits], key, traits) for traits in moved],
        )
        # Also the joins of descriptions that no article gives any more.
        which = {mention(key, uid) for uid in articles}
        found = _mentions(connection, key, moved, articles)
        held = set(
            connection.execute(
                """
                select speaker_key, other_key, reason, name_block
                from json_each(?) cross join joins on other_key = value where +name_block = ?
                """,
                [json.dumps(sorted(which | found.keys())), f"{BLOCK}{key}"],
            ).fetchall()
        )
        gone |= held
        new |= _rows(key, found, people)
        if any(person.lead for _, person in stored.values()) != any(person.lead for person in people.values()) or (
            held and not any(person.lead for person in people.values())
        ):
            turned.add(key)
    return gone, new, turned


def joins(connection: sqlite3.Connection) -> set[Row]:
    """All joins that follow from what articles say."""
    counted: dict[str, dict[str, int]] = {}
    for key, traits, count in connection.execute(
        "select speaker_key, traits, count(*) from name_traits group by speaker_key, traits"
    ):
        counted.setdefault(key, {})[traits] = count
    found: set[Row] = set()
    for key, counts in counted.items():
        people = _people(connection, key, counts)
        moved = [traits for traits, person in people.items() if person.lead]
        if moved:
            found |= _rows(key, _mentions(connection, key, moved, ()), people)
    return found


def _rows(key: str, mentions: Mapping[str, str], people: Mapping[str, _Person]) -> set[Row]:
    return {
        (person.lead, node, person.reason, f"{BLOCK}{key}")
        for node, traits in mentions.items()
        if (person := people[traits]).lead and person.reason
    }


def _mentions(
    connection: sqlite3.Connection, key: str, traits: Collection[str], articles: Collection[str]
) -> dict[str, str]:
    """The mentions of a key with these traits, or in these articles, each with its traits."""
    found = connection.execute(
        """
        select article_uid, traits from json_each(:traits) cross join name_traits t
            on t.speaker_key = :key and t.traits = value
        union
        select article_uid, traits from json_each(:articles) cross join name_traits t
            on t.article_uid = value and t.speaker_key = :key
        """,
        {"key": key, "traits": json.dumps(sorted(traits)), "articles": json.dumps(sorted(articles))},
    )
    return {mention(key, uid): traits for uid, traits in found}


def _people(connection: sqlite3.Connection, key: str, counts: Mapping[str, int]) -> dict[str, _Person]:
    """Whom each of the traits of a key belongs to."""
    given = {loaded(traits): count for traits, count in counts.items()}
    if len(namesakes(given)) < 2:
        return dict.fromkeys(counts, _Person())
    decided = _decided(connection, key)
    by_article = _mentions(connection, key, (), {home(node)[1] or "" for node in decided})
    _, *others = namesakes(given, [loaded(traits) for traits in by_article.values()])
    people = dict.fromkeys(counts, _Person())
    for other in others:
        own = [dumped(traits) for traits in other.traits]
        merged = sorted(node for node, traits in by_article.items() if traits in own)
        lead = merged[0] if merged else mention(key, _first(connection, key, own))
        main, here = (_first(connection, key, [*map(dumped, each)]) for each in (other.others, other.own))
        reason = f"{other.reason} (compare the articles {main} and {here})"
        people |= dict.fromkeys(own, _Person(lead, reason))
    return people


def _first(connection: sqlite3.Connection, key: str, traits: Collection[str]) -> str:
    """The first article of these traits, by uid. It does not depend on the order of articles."""
    found = connection.execute(
        """
        select min((select min(article_uid) from name_traits where speaker_key = ? and traits = value))
        from json_each(?)
        """,
        [key, json.dumps(sorted(traits))],
    ).fetchone()
    return str(found[0])


def _decided(connection: sqlite3.Connection, key: str) -> set[str]:
    """The mentions of a key with which editors gave a person of this name to another speaker, or to the key itself.

    A mention that they took from the key means its own article only.
    """
    found = connection.execute(
        """
        with decided(kind, node, other) as materialized (
            select kind, other_key, speaker_key from decisions where undone_at is null
                and other_key > :key || '@' and other_key < :key || 'A'
            union all
            select kind, speaker_key, other_key from decisions where undone_at is null
                and speaker_key > :key || '@' and speaker_key < :key || 'A'
        )
        select node from decided where kind = 'same' and other not between :key || '@' and :key || 'A'
        except select node from decided where kind = 'different' and other = :key
        """,
        {"key": key},
    )
    return {row[0] for row in found}


def parted(connection: sqlite3.Connection, keys: Collection[str]) -> set[str]:
    """Those of `keys` that several people bear."""
    found = connection.execute(
        """
        select distinct speaker_key from trait_uses
        where lead_key is not null and speaker_key in (select value from json_each(?))
        """,
        [json.dumps(sorted(keys))],
    )
    return {row[0] for row in found}
