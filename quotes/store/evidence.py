"""The joins of rules, kept as the names that articles give have them (`quotes.names.joins`).

Names are compared within a block only. An article that says nothing new of anybody compares nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from quotes.names import is_local
from quotes.names.joins import Bearer, Use, bearer, blocks, joins, related

_FEW = 2  # articles; what more of them say is no news when another says it


def sparse_keys(connection: sqlite3.Connection, article_id: int) -> set[str]:
    """The keys of an article of which it says what few others say, or none."""
    found = connection.execute(
        """
        select distinct n.speaker_key from speaker_names n join name_uses u
        on u.speaker_key = n.speaker_key and u.name = n.name and u.role = coalesce(n.role, '')
        where n.article_id = ? and u.article_count <= ?
        """,
        [article_id, _FEW],
    )
    return {row[0] for row in found}


def rejoin(connection: sqlite3.Connection, keys: Collection[str]) -> set[str]:
    """Makes the joins what the names say, after those of `keys` changed.

    Returns the nodes of which a join came or went; `speaker_resolution.settle` is to be called with them.
    """
    if not keys:
        return set()
    was = dict(
        connection.execute(
            "select speaker_key, name_block from speaker_keys where speaker_key in (select value from json_each(?))",
            [json.dumps(list(keys))],
        ).fetchall()
    )
    bearers = {each.node: each for each in _bearers(_uses(connection, keys))}
    now = {key: _block(bearers.get(key)) for key in was}
    connection.executemany(
        "update speaker_keys set name_block = ? where speaker_key = ?",
        [(block, key) for key, block in now.items() if block != was[key]],
    )
    local = [key for key in was if is_local(key) and (was[key] or now[key])]
    stirred: dict[str, set[str]] = {}
    for key in was:
        for block in {was[key], now[key]} - {None} if not is_local(key) else ():
            stirred.setdefault(block or "", set()).add(key)
    compared: set[str] = set(local)
    members = {key: bearers[key] for key in local if now[key]}
    # What is known of somebody in one article changes nothing for others.
    members |= _members(connection, {block for key in local if (block := now[key])} - stirred.keys())
    for block, news in stirred.items():
        shared, others = _nodes_of(connection, block)
        which = {*shared, *others} if others else related(block, shared, news)
        members |= {each.node: each for each in _bearers(_uses(connection, which))}
        compared |= which | news
    found = {
        (join.lead, join.node): (join.reason, _block(members[join.node]) or "")
        for join in joins(members.values())
        if join.node in compared
    }
    held = {
        (lead, node): (reason, block)
        for lead, node, reason, block in connection.execute(
            """
            select speaker_key, other_key, reason, name_block from joins
            where other_key in (select value from json_each(?))
            """,
            [json.dumps(sorted(compared))],
        )
    }
    changed = {pair for pair in found.keys() | held.keys() if found.get(pair) != held.get(pair)}
    connection.executemany("delete from joins where speaker_key = ? and other_key = ?", sorted(changed & held.keys()))
    connection.executemany(
        "insert into joins(speaker_key, other_key, reason, name_block) values (?, ?, ?, ?)",
        [(*pair, *found[pair]) for pair in sorted(changed & found.keys())],
    )
    return {node for pair in changed for node in pair}


def expected(connection: sqlite3.Connection) -> tuple[dict[str, str], set[tuple[str, str, str, str]]]:
    """The block of each key, and the rows of joins, as the names of all articles have them."""
    bearers = {each.node: each for each in _bearers(_uses(connection))}
    found = {(join.lead, join.node, join.reason, _block(bearers[join.node]) or "") for join in joins(bearers.values())}
    return {node: block for node, each in bearers.items() if (block := _block(each))}, found


def _members(connection: sqlite3.Connection, blocks: Collection[str]) -> dict[str, Bearer]:
    """The bearers of these blocks by their nodes, without those of one article."""
    found = connection.execute(
        """
        select u.speaker_key, u.name, u.role, u.article_count
        from json_each(?) block cross join speaker_keys k on k.name_block = block.value
            and (instr(k.speaker_key, '@') > 0) = 0
        cross join name_uses u on u.speaker_key = k.speaker_key
        """,
        [json.dumps(sorted(blocks))],
    )
    return {each.node: each for each in _bearers(found)}


def _nodes_of(connection: sqlite3.Connection, block: str) -> tuple[set[str], set[str]]:
    """The nodes of a block: those of all articles, and those of one."""
    found = connection.execute("select speaker_key from speaker_keys where name_block = ?", [block])
    nodes = {row[0] for row in found}
    local = {node for node in nodes if is_local(node)}
    return nodes - local, local


def _uses(connection: sqlite3.Connection, keys: Collection[str] | None = None) -> Iterable[tuple[str, str, str, int]]:
    which = "" if keys is None else "where speaker_key in (select value from json_each(?))"
    return connection.execute(
        f"select speaker_key, name, role, article_count from name_uses {which}",
        [] if keys is None else [json.dumps(list(keys))],
    )


def _bearers(uses: Iterable[tuple[str, str, str, int]]) -> Iterable[Bearer]:
    by_key: dict[str, list[Use]] = {}
    for key, name, role, articles in uses:
        by_key.setdefault(key, []).append(Use(name, role or None, articles))
    return [bearer(key, each) for key, each in by_key.items()]


def _block(each: Bearer | None) -> str | None:
    return next(iter(blocks(each)), None) if each else None
