"""Updates the joins from the names in articles, the authority files and the aliases.

`quotes.names.joins` and `quotes.names.authority` have the rules, `quotes.store.identity.aliases` the aliases and
`quotes.store.identity.parted_names` the people of one name. Names are compared only within a block, and an article
without a new name or role compares nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from quotes.names import authority, home, is_local
from quotes.names.authority import Entry
from quotes.names.joins import Bearer, blocks, joins, related
from quotes.store.database import file_of, transaction
from quotes.store.errors import explained
from quotes.store.identity import aliases, authority_files, parted_names, resolution
from quotes.store.identity.name_uses import IS_PARTED, bearers, grouped

if TYPE_CHECKING:
    from sqlite_utils import Database

_FEW = 2  # articles; a use in more articles cannot change a join


def sparse_keys(connection: sqlite3.Connection, article_id: int) -> set[str]:
    """The keys to which the article gives a name with a role that few other articles, or none, give to them."""
    found = connection.execute(
        """
        select distinct n.speaker_key from speaker_names n join name_uses u
        on u.speaker_key = n.speaker_key and u.name = n.name and u.role = coalesce(n.role, '')
        where n.article_id = ? and u.article_count <= ?
        """,
        [article_id, _FEW],
    )
    return {row[0] for row in found}


def rejoin(connection: sqlite3.Connection, keys: Collection[str], articles: Collection[int]) -> set[str]:
    """Update the joins after the names or roles of `keys` changed, and those of aliases in `articles`, by row id.

    Returns the nodes of new and deleted joins. Call `resolution.update` with them.
    """
    aliased = _rejoin_aliases(connection, articles)
    described = parted_names.describe(connection, articles, alias=aliases.BLOCK)
    apart, turned = _rejoin_namesakes(connection, described)
    keys = {*keys, *aliased, *turned}
    if not keys:
        return apart
    known = bearers(connection, keys)
    changed = _rejoin_authority(connection, keys, known) | apart
    more = {*filter(is_local, changed)} - keys
    return aliased | changed | _rejoin_names(connection, keys | more, known | bearers(connection, more))


def rejoin_all(connection: sqlite3.Connection) -> set[str]:
    """Update all joins, after authority files changed; see `rejoin`."""
    _, joins = expected(connection)
    held = stored(connection)
    _write(connection, held - joins, joins - held)
    return {node for lead, node, *_ in held ^ joins for node in (lead, node)}


def stored(connection: sqlite3.Connection) -> set[authority_files.Row]:
    """All joins that are stored."""
    return set(connection.execute("select speaker_key, other_key, reason, name_block from joins").fetchall())


def load(db: Database, entries: Iterable[Entry], source: str) -> int:
    """Load the people of an authority file and update joins and speakers, in one transaction.

    They replace people with the same ids.

    Args:
        db: The archive.
        entries: The people.
        source: The name of the file.

    Returns:
        The number of people.
    """
    with explained(file_of(db.conn)), transaction(db):
        loaded = authority_files.write(db.conn, entries, source)
        touched = resolution.update(db.conn, rejoin_all(db.conn))
        resolution.refresh(db.conn, touched)
    return loaded


def load_packaged(db: Database) -> None:
    """Load the authority file of the package if it is missing. People of other files with the same id are kept."""
    source = f"{authority.PACKAGED} {authority.packaged_hash()[:12]}"
    connection = db.conn
    if connection.execute("select 1 from authority_people where source = ? limit 1", [source]).fetchone():
        return
    with explained(file_of(connection)), transaction(db):
        connection.execute("delete from authority_people where source like ?", [f"{authority.PACKAGED} %"])
        others = {row[0] for row in connection.execute("select uid from authority_people")}
        load(db, (each for each in authority.packaged() if each.id not in others), source)


def expected(connection: sqlite3.Connection) -> tuple[dict[str, str], set[authority_files.Row]]:
    """The block of each key and all joins that follow from the names in articles and the authority files."""
    known = bearers(connection)
    blocks = {node: block for node, each in known.items() if (block := _block(each))}
    entries = authority_files.entries(connection, "uid")
    by_alias = aliases.joins(connection)
    aliased = {node for _, node, *_ in by_alias}
    local = {node: each for node, each in known.items() if is_local(node) and node in blocks and node not in aliased}
    held = authority_files.holders(connection, local)
    found = authority_files.joins(authority_files.bearers_of(connection, entries), entries, held)
    resolved = {node for _, node, *_ in found if is_local(node)} | aliased
    resolved |= authority_files.contested(connection, local)
    rules = {(each.lead, each.node, each.reason, blocks[each.node]) for each in joins(known.values())}
    rules = {row for row in rules if row[1] not in resolved}
    return blocks, by_alias | found | rules | parted_names.joins(connection)


def _rejoin_aliases(connection: sqlite3.Connection, articles: Collection[int]) -> set[str]:
    """Update the joins of aliases in articles. Returns the names in these articles that changed."""
    held, found = aliases.stored(connection, articles), aliases.joins(connection, articles)
    for _, node, *_ in sorted(found - held):
        resolution.register_named(connection, node)
    _write(connection, held - found, found - held)
    return {node for _, node, *_ in held ^ found}


def rejoin_decided(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[str]:
    """Update the joins of namesakes after decisions about `nodes`; see `rejoin`."""
    decided = parted_names.parted(connection, {home(node)[0] for node in nodes if is_local(node)})
    apart, turned = _rejoin_namesakes(connection, dict.fromkeys(decided, ()))
    return apart | (_rejoin_names(connection, turned, bearers(connection, turned)) if turned else set())


def _rejoin_namesakes(
    connection: sqlite3.Connection, changed: Mapping[str, Collection[str]]
) -> tuple[set[str], set[str]]:
    """Update the joins of mentions that are namesakes.

    Returns the nodes that changed, and the keys of names that are now parted, or no longer.
    """
    held, found, turned = parted_names.rejoin(connection, changed)
    for _, node, *_ in sorted(found - held):
        resolution.register_named(connection, node)
    return _write(connection, held - found, found - held), turned


def _without_alias(connection: sqlite3.Connection, local: Mapping[str, Bearer]) -> dict[str, Bearer]:
    """Those of the local nodes that no alias joins."""
    found = connection.execute(
        """
        select other_key from joins
        where other_key in (select value from json_each(?)) and substr(name_block, 1, length(?2)) = ?2
        """,
        [json.dumps(sorted(local)), aliases.BLOCK],
    )
    aliased = {row[0] for row in found}
    return {node: each for node, each in local.items() if node not in aliased}


def _rejoin_authority(connection: sqlite3.Connection, keys: Collection[str], known: Mapping[str, Bearer]) -> set[str]:
    local = {key: each for key, each in known.items() if is_local(key) and _block(each)}
    meant = authority_files.holders(connection, _without_alias(connection, local))
    named = authority_files.entries(connection, "speaker_key", [key for key in keys if not is_local(key)])
    entries = {each.id: each for each in (*named, *meant.values())}
    held = set(
        connection.execute(
            """
            select speaker_key, other_key, reason, name_block from joins
            where name_block in (select value from json_each(:named))
            or (name_block in (select value from json_each(:meant)) and instr(other_key, '@') = 0)
            or (name_block like 'authority %' and other_key in (select value from json_each(:keys)))
            """,
            {
                "named": json.dumps([f"{authority_files.BLOCK}{each.id}" for each in named]),
                "meant": json.dumps([f"{authority_files.BLOCK}{each.id}" for each in meant.values()]),
                "keys": json.dumps([*filter(is_local, keys)]),
            },
        ).fetchall()
    )
    if not entries and not held:
        return set()
    theirs = authority_files.bearers_of(connection, entries.values())
    for each in named:
        others = {row for row in held if row[3] == f"{authority_files.BLOCK}{each.id}" and is_local(row[1])}
        others = {row for row in others if row[1] not in keys}
        if others and {row[0] for row in others} == {one.node for one in theirs[each.id][:1]}:
            meant |= {row[1]: each for row in others}
        else:
            blocks = {f"person {family.split()[-1]}" for family in each.families}
            members = _without_alias(connection, _members(connection, blocks, local=True))
            meant |= authority_files.holders(connection, members)
    found = authority_files.joins(theirs, entries.values(), meant)
    return _write(connection, held - found, found - held)


def _rejoin_names(connection: sqlite3.Connection, keys: Collection[str], known: Mapping[str, Bearer]) -> set[str]:
    was = dict(
        connection.execute(
            "select speaker_key, name_block from speaker_keys where speaker_key in (select value from json_each(?))",
            [json.dumps(sorted(keys))],
        ).fetchall()
    )
    now = {key: _block(known.get(key)) for key in was}
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
    members = {key: known[key] for key in local if now[key]}
    # Local nodes do not affect the joins of others.
    beside = {block for key in local if (block := now[key])} - stirred.keys()
    members |= _members(connection, beside, local=False)
    nodes = _nodes_of(connection, stirred)
    for block, news in stirred.items():
        own = nodes.get(block, set())
        compared |= news | (own if any(map(is_local, own)) else related(block, own, news))
    members |= {key: known[key] for key in compared & known.keys() if now.get(key)}
    members |= bearers(connection, compared - known.keys())
    found = {
        (join.lead, join.node, join.reason, _block(members[join.node]) or "")
        for join in joins(members.values())
        if join.node in compared
    }
    held = connection.execute(
        """
        select speaker_key, other_key, reason, name_block from joins
        where other_key in (select value from json_each(?))
        """,
        [json.dumps(sorted(compared))],
    ).fetchall()
    others = {row for row in held if row[3].startswith((authority_files.BLOCK, aliases.BLOCK, parted_names.BLOCK))}
    resolved = {row[1] for row in others if is_local(row[1])}
    resolved |= authority_files.contested(connection, {row[1]: members[row[1]] for row in found if is_local(row[1])})
    found = {row for row in found if row[1] not in resolved}
    return _write(connection, set(held) - others - found, found - set(held))


def _write(
    connection: sqlite3.Connection, gone: Collection[authority_files.Row], new: Collection[authority_files.Row]
) -> set[str]:
    """Delete and insert joins. Returns their nodes."""
    connection.executemany(
        "delete from joins where speaker_key = ? and other_key = ? and reason = ? and name_block = ?", sorted(gone)
    )
    connection.executemany(
        "insert into joins(speaker_key, other_key, reason, name_block) values (?, ?, ?, ?)", sorted(new)
    )
    return {node for row in (*gone, *new) for node in row[:2]}


def _members(connection: sqlite3.Connection, blocks: Collection[str], *, local: bool) -> dict[str, Bearer]:
    """The bearers of these blocks by node: only local nodes, or only the others."""
    if not blocks:
        return {}
    found = connection.execute(
        f"""
        select u.speaker_key, u.name, u.role, u.article_count, {IS_PARTED.format("u.speaker_key")}
        from json_each(:blocks) block cross join speaker_keys k on k.name_block = block.value
            and (instr(k.speaker_key, '@') > 0) = :local
        cross join name_uses u on u.speaker_key = k.speaker_key
        """,
        {"blocks": json.dumps(sorted(blocks)), "local": local},
    )
    return grouped(found)


def _nodes_of(connection: sqlite3.Connection, blocks: Iterable[str]) -> dict[str, set[str]]:
    """The nodes of each block."""
    nodes: dict[str, set[str]] = {}
    for block, node in connection.execute(
        """
        select name_block, speaker_key from json_each(?) block cross join speaker_keys on name_block = block.value
        """,
        [json.dumps(list(blocks))],
    ):
        nodes.setdefault(block, set()).add(node)
    return nodes


def _block(each: Bearer | None) -> str | None:
    return next(iter(blocks(each)), None) if each else None
