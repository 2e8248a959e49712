"""Updates the joins from the names in articles, the authority files and the aliases.

`quotes.names.joins` and `quotes.names.authority` have the rules, `quotes.store.identity.aliases` the aliases and
`quotes.store.identity.parted_names` the people of one name. Names are compared only within a block, and an article
without a new name or role compares nothing. Family names with an office are in very many articles. They are compared
again only if those who may be meant have changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from quotes.names import authority, home, is_local
from quotes.names.authority import Entry
from quotes.names.joins import Bearer, Holder, blocks, family_of, holders, joins, related
from quotes.names.offices import public_office
from quotes.store.database import file_of, transaction
from quotes.store.errors import explained
from quotes.store.identity import aliases, authority_files, parted_names, resolution
from quotes.store.identity.name_uses import IS_PARTED, NO_NAMES, NamesIn, bearers, former, grouped

if TYPE_CHECKING:
    from sqlite_utils import Database


def rejoin(
    connection: sqlite3.Connection,
    articles: Collection[int],
    *,
    keys: Collection[str] = (),
    before: NamesIn = NO_NAMES,
    after: NamesIn = NO_NAMES,
) -> set[str]:
    """Update the joins of aliases in articles, by row id, and those of other names.

    Args:
        connection: The archive.
        articles: The row ids.
        keys: Names to compare.
        before, after: The names in an article that changed.

    Returns:
        The nodes of new and deleted joins. Call `resolution.update` with them.
    """
    aliased = _rejoin_aliases(connection, articles)
    described = parted_names.describe(connection, articles, alias=aliases.BLOCK)
    apart, turned = _rejoin_namesakes(connection, described)
    keys = {*keys, *before.sparse, *after.sparse, *aliased, *turned}
    if not keys:
        return apart
    known = bearers(connection, keys)
    was = former(connection, {key for key in keys if not is_local(key)}, before, after, turned)
    changed = _rejoin_authority(connection, keys, known, before, after) | apart
    more = {*filter(is_local, changed)} - keys
    return aliased | changed | _rejoin_names(connection, keys | more, known | bearers(connection, more), was)


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
    if not turned:
        return apart
    was = former(connection, turned, NO_NAMES, NO_NAMES, turned)
    return apart | _rejoin_names(connection, turned, bearers(connection, turned), was)


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
    aliased = aliases.joining(connection, local)
    return {node: each for node, each in local.items() if node not in aliased}


def _rejoin_authority(
    connection: sqlite3.Connection, keys: Collection[str], known: Mapping[str, Bearer], before: NamesIn, after: NamesIn
) -> set[str]:
    local = {key: each for key, each in known.items() if is_local(key) and _block(each)}
    meant = authority_files.holders(connection, _without_alias(connection, local))
    named = authority_files.entries(connection, "speaker_key", [key for key in keys if not is_local(key)])
    entries = {each.id: each for each in (*named, *meant.values())}
    held = authority_files.stored(connection, entries, [*filter(is_local, keys)])
    if not entries and not held:
        return set()
    owners = authority_files.owners(connection, entries.values())
    theirs = authority_files.bearing(entries.values(), owners, bearers(connection, owners))
    former_ones = authority_files.bearing(named, owners, former(connection, owners, before, after))
    for each in named:
        if [one.node for one in theirs[each.id][:1]] != [one.node for one in former_ones[each.id][:1]]:
            held |= authority_files.stored_local(connection, each)
            blocks = {f"person {family.split()[-1]}" for family in each.families}
            members = _without_alias(connection, _members(connection, blocks, local=True))
            meant |= {node: one for node, one in authority_files.holders(connection, members).items() if one == each}
    found = authority_files.joins(theirs, entries.values(), meant)
    return _write(connection, held - found, found - held)


def _rejoin_names(
    connection: sqlite3.Connection,
    keys: Collection[str],
    known: Mapping[str, Bearer],
    former_ones: Mapping[str, Bearer],
) -> set[str]:
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
    beside = {block for key in local if (block := now[key])}
    nodes = _nodes_of(connection, stirred)
    for block, news in stirred.items():
        compared |= news | related(block, nodes.get(block, set()), news)
    members |= {key: known[key] for key in compared & known.keys() if now.get(key)}
    members |= bearers(connection, compared - known.keys())
    for block in sorted(stirred):
        again = _local_again(connection, block, members, former_ones, now)
        compared |= again.keys()
        members |= again
        beside |= {block} if again else set()
    members |= _members(connection, beside, local=False)
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


def _local_again(
    connection: sqlite3.Connection,
    block: str,
    members: Mapping[str, Bearer],
    former_ones: Mapping[str, Bearer],
    now: Mapping[str, str | None],
) -> dict[str, Bearer]:
    """The local nodes of a block that may mean somebody else, since those with an office changed.

    Args:
        connection: The archive.
        block: The block.
        members: Members of blocks now, with all that may be joined to a changed one.
        former_ones: The changed ones as they were.
        now: The blocks of the changed ones.
    """
    if not block.startswith("person") or not _has_local(connection, block):
        return {}
    changed = {key for key in (*former_ones, *now) if block in (now.get(key), _block(former_ones.get(key)))}
    same = {key: each for key, each in members.items() if not is_local(key) and _block(each) == block}
    same = {key: each for key, each in same.items() if key not in changed}

    def both(beside: dict[str, Bearer]) -> list[dict[str, list[Holder]]]:
        new = {key: members[key] for key in changed if now.get(key) == block}
        old = {key: former_ones[key] for key in changed if _block(former_ones.get(key)) == block}
        return [holders((beside | each).values()) for each in (old, new)]

    old, new = both(same)
    if old == new:
        return {}
    others = {key: each for key, each in _members(connection, {block}, local=False).items() if key not in changed}
    old, new = both(others)
    offices: dict[str, set[str] | None] = {}  # by family name; None for all
    for family in old.keys() | new.keys():
        ones, twos = old.get(family, []), new.get(family, [])
        differing = {each for each in {*ones} ^ {*twos} if each.offices}
        alone = [len(each) == 1 for each in (ones, twos)]
        offices[family] = None if alone[0] != alone[1] else {office for each in differing for office in each.offices}
    found = _members(connection, {block}, local=True) if any(each is None or each for each in offices.values()) else {}
    return {node: each for node, each in found.items() if _is_affected(each, offices)}


def _is_affected(local: Bearer, offices: Mapping[str, Collection[str] | None]) -> bool:
    """Whether people with these offices, by family name, may be meant by a family name with an office."""
    changed = offices.get(family_of(local) or "", ())
    return changed is None or not {*map(public_office, local.roles)}.isdisjoint(changed)


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
    """The nodes of each block, without local ones."""
    nodes: dict[str, set[str]] = {}
    for block, node in connection.execute(
        """
        select name_block, speaker_key from json_each(?) block cross join speaker_keys
        on name_block = block.value and (instr(speaker_key, '@') > 0) = 0
        """,
        [json.dumps(list(blocks))],
    ):
        nodes.setdefault(block, set()).add(node)
    return nodes


def _has_local(connection: sqlite3.Connection, block: str) -> bool:
    found = connection.execute(
        "select 1 from speaker_keys where name_block = ? and (instr(speaker_key, '@') > 0) = 1 limit 1", [block]
    )
    return found.fetchone() is not None


def _block(each: Bearer | None) -> str | None:
    return next(iter(blocks(each)), None) if each else None
