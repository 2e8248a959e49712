"""Parts people who bear one name, if the articles say that they hold one office in different states.

Such a name stays with the state of most articles (`quotes.names.joins.home_state`). Its mentions with another state are
speakers of their own. Each of them is a row of the table of joins with the first of them, and so is the first one with
itself. The table `namesakes` counts the articles of each state, so that no article more reads the others again.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from quotes.names import home, is_local, mention
from quotes.names.joins import by_state, home_state, is_contested, seat_of, state_of
from quotes.store.identity import aliases
from quotes.store.identity.authority_files import Row
from quotes.store.identity.name_uses import NamesIn

BLOCK = "namesake "  # and the key of a name: the name_block of its joins
_REASON = "articles give this name the office in another state"


class Namesake(NamedTuple):
    """The articles with a contested name and one state: a row of the table.

    Attributes:
        articles: Their number.
        first: The uid of the first of them, in the order of uids.
    """

    articles: int
    first: str


Counts = dict[str, dict[str, Namesake]]  # by key and state


def expected(
    connection: sqlite3.Connection, keys: Collection[str] | None = None, *, aliased: Collection[str]
) -> tuple[set[Row], Counts]:
    """The joins and the counts of `keys`, without the `aliased` mentions, which an alias joins; None for all keys."""
    rows: set[Row] = set()
    counts: Counts = {}
    for key, roles in _contested(connection, keys).items():
        articles = connection.execute(
            """
            select a.uid, n.role from speaker_names n join articles a on a.id = n.article_id
            where n.speaker_key = ? and n.role in (select value from json_each(?))
            """,
            [key, json.dumps(sorted(roles))],
        ).fetchall()
        groups = by_state(each for each in articles if mention(key, each[0]) not in aliased)
        counts[key] = {state: Namesake(len(group), group[0]) for state, group in groups.items()}
        home = _home(counts[key])
        rows |= {
            _row(key, group[0], article)
            for state, group in groups.items()
            if state not in ("", home)
            for article in group
        }
    return rows, counts


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


def counted(connection: sqlite3.Connection, keys: Collection[str] | None = None) -> Counts:
    """The stored counts of `keys`, or of all keys."""
    which = "" if keys is None else "where speaker_key in (select value from json_each(?))"
    counts: Counts = {}
    for key, state, articles, first in connection.execute(
        f"select speaker_key, state, article_count, first_article from namesakes {which}",
        [] if keys is None else [json.dumps(sorted(keys))],
    ):
        counts.setdefault(key, {})[state] = Namesake(articles, first)
    return counts


def changes(
    connection: sqlite3.Connection, sparse: Collection[str], aliased: Collection[str], before: NamesIn, after: NamesIn
) -> tuple[set[Row], set[Row]]:
    """Update the counts after the names in an article changed. Returns joins that end, and new ones.

    Args:
        connection: The archive.
        sparse: The keys that may be contested now and were not before, or the other way round.
        aliased: The mentions that an alias now joins and did not join before, or the other way round.
        before, after: The names in the article.
    """
    was, now = _states(before), _states(after)
    sparse = {key for key in sparse if _may_be_shared(key)}
    given = sparse | was.keys() | now.keys()
    counts = counted(connection, given) if given else {}
    contested = _contested(connection, sparse) if sparse else {}
    whole = {key for node in aliased if _may_be_shared(key := home(node)[0])}
    whole |= {key for key in sparse if (key in contested) != (key in counts)}
    moved = {key for key in counts.keys() - whole if was.get(key) != now.get(key)}
    node_of = {key: mention(key, after.article) for key in moved}
    by_alias = aliases.joining(connection, node_of.values())
    held: set[Row] = set()
    found: set[Row] = set()
    for key, node in node_of.items():
        if node in by_alias:
            continue
        changed = _moved(counts[key], after.article, was.get(key), now.get(key))
        if changed is None:
            whole.add(key)
            continue
        home_of_key = _home(changed)
        left, entered = was.get(key), now.get(key)
        if left and left != home_of_key:
            held.add(_row(key, counts[key][left].first, after.article))
        if entered and entered != home_of_key:
            found.add(_row(key, changed[entered].first, after.article))
        _write(connection, key, {state: changed[state] for state in (left, entered) if state is not None})
    if whole:
        rows, again = expected(connection, whole, aliased=aliases.joined(connection, whole))
        connection.execute(
            "delete from namesakes where speaker_key in (select value from json_each(?))", [json.dumps(sorted(whole))]
        )
        for key, groups in again.items():
            _write(connection, key, groups)
        held |= stored(connection, whole)
        found |= rows
    return held - found, found - held


def _moved(
    groups: Mapping[str, Namesake], article: str, left: str | None, entered: str | None
) -> dict[str, Namesake] | None:
    """The counts of a key after an article moved from one state to another; None if other articles move too."""
    moved = dict(groups)
    if left is not None:
        if moved[left].first == article:
            return None
        moved[left] = Namesake(moved[left].articles - 1, moved[left].first)
    if entered is not None:
        others = moved.get(entered)
        if others and article < others.first:
            return None
        moved[entered] = Namesake(others.articles + 1, others.first) if others else Namesake(1, article)
    return moved if _home(moved) == _home(groups) else None


def _home(groups: Mapping[str, Namesake]) -> str | None:
    return home_state({state: group.articles for state, group in groups.items()})


def _row(key: str, first: str, article: str) -> Row:
    return mention(key, first), mention(key, article), _REASON, f"{BLOCK}{key}"


def _may_be_shared(key: str) -> bool:
    return key.startswith("person:") and not is_local(key)


def _contested(connection: sqlite3.Connection, keys: Collection[str] | None) -> dict[str, set[str]]:
    """Those of `keys`, or of all keys, that articles give to several people, with the roles that say so."""
    which = "" if keys is None else "and speaker_key in (select value from json_each(?))"
    given: defaultdict[str, set[str]] = defaultdict(set)
    for key, role in connection.execute(
        f"select speaker_key, role from name_uses where speaker_key like 'person:%' {which}",
        [] if keys is None else [json.dumps(sorted(keys))],
    ):
        if not is_local(key) and seat_of(role):
            given[key].add(role)
    return {key: roles for key, roles in given.items() if is_contested(roles)}


def _states(names: NamesIn) -> dict[str, str]:
    """The state of each key to which an article gives an office in a state."""
    roles: defaultdict[str, set[str]] = defaultdict(set)
    for key, _, role in names.uses:
        if _may_be_shared(key):
            roles[key].add(role)
    states = ((key, state_of(its)) for key, its in roles.items())
    return {key: state for key, state in states if state is not None}


def _write(connection: sqlite3.Connection, key: str, groups: Mapping[str, Namesake]) -> None:
    connection.executemany(
        """
        insert into namesakes(speaker_key, state, article_count, first_article) values (?, ?, ?, ?)
        on conflict do update set article_count = excluded.article_count, first_article = excluded.first_article
        """,
        [(key, state, *group) for state, group in groups.items()],
    )
