"""Stores the people of authority files, and finds the speakers who are these people (`quotes.names.authority`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping

from quotes.names import authority, home
from quotes.names.authority import Entry, Office
from quotes.names.joins import Bearer, family_of, plainest
from quotes.store.identity.name_uses import bearers
from quotes.store.queries import rows

Row = tuple[str, str, str, str]  # of the table of joins: the leading node, the other one, the reason, the block
BLOCK = "authority "  # and the id of an entry: the name_block of its joins
_SAME = "an authority file gives both names to one person"
_HELD = "an authority file has one person of the family name in the office on that date"


def write(connection: sqlite3.Connection, entries: Iterable[Entry], source: str) -> int:
    """Write entries into the tables. They replace those with the same ids. Returns their number.

    Call `quotes.store.identity.evidence.rejoin_all` afterwards, to update the joins.
    """
    written = {each.id: each for each in entries}
    connection.executemany("delete from authority_people where uid = ?", [(id,) for id in written])
    for each in written.values():
        (person,) = connection.execute(
            """
            insert into authority_people(uid, name, gender, country, wikidata, source)
            values (?, ?, ?, ?, ?, ?) returning id
            """,
            [each.id, each.name, each.gender, each.country, each.wikidata, source],
        ).fetchone()
        connection.executemany(
            "insert into authority_names(authority_person_id, name, speaker_key, family_name) values (?, ?, ?, ?)",
            [(person, name, *authority.keys_of_name(name)) for name in each.names],
        )
        connection.executemany(
            """
            insert into authority_offices(
                authority_person_id, role, party, area, start_date, end_date, complete_from, complete_to
            ) values (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [(person, *held[:5], *(held.complete or (None, None))) for held in each.offices],
        )
    return len(written)


def entries(connection: sqlite3.Connection, column: str, values: Collection[str] | None = None) -> list[Entry]:
    """The entries with one of these values of "uid", "speaker_key" or "family_name"; all without values."""
    table = "authority_people" if column == "uid" else "authority_names"
    id = "id" if column == "uid" else "authority_person_id"
    where = f"where id in (select {id} from {table} where {column} in (select value from json_each(?)))"
    given = [] if values is None else [json.dumps(sorted(values))]
    people = rows(connection, f"select * from authority_people {where if given else ''} order by uid", given)
    if not people:
        return []
    which = [json.dumps([row["id"] for row in people])]
    names: dict[int, list[str]] = {}
    offices: dict[int, list[Office]] = {}
    of = "authority_person_id in (select value from json_each(?)) order by id"
    for row in rows(connection, f"select * from authority_names where {of}", which):
        names.setdefault(row["authority_person_id"], []).append(row["name"])
    for row in rows(connection, f"select * from authority_offices where {of}", which):
        complete = (row["complete_from"], row["complete_to"]) if row["complete_from"] else None
        held = Office(row["role"], row["party"], row["area"], row["start_date"], row["end_date"], complete)
        offices.setdefault(row["authority_person_id"], []).append(held)
    return [
        Entry(
            *(row["uid"], row["name"], tuple(names[row["id"]][1:]), row["gender"], row["wikidata"], row["country"]),
            tuple(offices.get(row["id"], ())),
        )
        for row in people
    ]


def genders(connection: sqlite3.Connection) -> dict[str, str]:
    """`quotes.names.authority.genders` of all people."""
    found = connection.execute(
        """
        select n.speaker_key, p.gender from authority_people p join authority_names n on n.authority_person_id = p.id
        where p.gender is not null and n.speaker_key is not null
        """
    )
    return authority.genders(found)


def bearers_of(connection: sqlite3.Connection, found: Iterable[Entry]) -> dict[str, list[Bearer]]:
    """By the id of an entry, the bearers of a full name that no other entry has, the plainest name first."""
    found = list(found)
    named = owners(connection, found)
    return bearing(found, named, bearers(connection, named))


def owners(connection: sqlite3.Connection, found: Iterable[Entry]) -> dict[str, list[Entry]]:
    """All entries with each key of the entries in `found`."""
    keys = {key for each in found for key in each.keys}
    owners: dict[str, list[Entry]] = {key: [] for key in keys}
    for each in entries(connection, "speaker_key", keys):
        for key in keys.intersection(each.keys):
            owners[key].append(each)
    return owners


def bearing(
    found: Iterable[Entry], owners: Mapping[str, list[Entry]], known: Mapping[str, Bearer]
) -> dict[str, list[Bearer]]:
    """As `bearers_of`, from the `owners` and the bearers of their keys."""
    theirs: dict[str, list[Bearer]] = {}
    for each in found:
        alone = [key for key in each.keys if [one.id for one in _meant(owners[key], each)] == [each.id]]
        fitting = [known[key] for key in alone if key in known and authority.fits(each, known[key].roles)]
        theirs[each.id] = plainest(fitting)
    return theirs


def _meant(owners: list[Entry], entry: Entry) -> list[Entry]:
    return [each for each in owners if each.is_recent] if entry.is_recent else owners


def speakers_of(connection: sqlite3.Connection, which: str, values: Mapping[str, object]) -> list[str]:
    """The names of the speakers who are people that an SQL condition on people p and their offices o selects."""
    found = rows(
        connection,
        f"""
        select distinct p.uid from authority_people p left join authority_offices o on o.authority_person_id = p.id
        where {which} and exists (
            select 1 from authority_names n join speaker_keys k on k.speaker_key = n.speaker_key
            where n.authority_person_id = p.id
        )
        """,
        values,
    )
    meant = [each for each in entries(connection, "uid", [row["uid"] for row in found]) if each.is_recent]
    nodes = [each.node for its in bearers_of(connection, meant).values() for each in its]
    named = rows(
        connection,
        """
        select distinct s.name from speaker_keys k join speakers s on s.id = k.speaker_id
        where k.speaker_key in (select value from json_each(?)) order by s.name
        """,
        [json.dumps(nodes)],
    )
    return [row["name"] for row in named]


def entries_of(connection: sqlite3.Connection, speakers: Collection[int]) -> dict[int, Entry]:
    """The entries of those of these speakers, by row id, who have one."""
    if not rows(connection, "select 1 from authority_names limit 1"):
        return {}
    found = rows(
        connection,
        """
        select k.speaker_key, k.speaker_id from json_each(?) row cross join speaker_keys k on k.speaker_id = row.value
        where k.speaker_key in (select speaker_key from authority_names)
        """,
        [json.dumps(sorted(speakers))],
    )
    speaker = {row["speaker_key"]: row["speaker_id"] for row in found}
    known = {each.id: each for each in entries(connection, "speaker_key", speaker) if each.is_recent} if speaker else {}
    bearing = bearers_of(connection, known.values()) if known else {}
    return {speaker[each.node]: known[id] for id, its in bearing.items() for each in its if each.node in speaker}


def holders(connection: sqlite3.Connection, local: Mapping[str, Bearer]) -> dict[str, Entry]:
    """The entries that local nodes with a family name alone mean, by node."""
    families, known = _families(connection, local)
    articles = {home(node)[1] for node in families}
    dates = dict(
        connection.execute(
            "select uid, published from articles where uid in (select value from json_each(?))",
            [json.dumps(sorted(filter(None, articles)))],
        ).fetchall()
    )
    found = {
        node: authority.holder(known, family, local[node].roles, dates.get(home(node)[1]))
        for node, family in families.items()
    }
    return {node: each for node, each in found.items() if each}


def contested(connection: sqlite3.Connection, local: Mapping[str, Bearer]) -> set[str]:
    """The local nodes whose family name and office several entries have."""
    families, known = _families(connection, local)
    return {node for node, family in families.items() if authority.is_contested(known, family, local[node].roles)}


def _families(connection: sqlite3.Connection, local: Mapping[str, Bearer]) -> tuple[dict[str, str], list[Entry]]:
    families = {node: family for node, each in local.items() if (family := family_of(each))}
    return families, entries(connection, "family_name", set(families.values())) if families else []


def joins(theirs: Mapping[str, list[Bearer]], found: Iterable[Entry], local: Mapping[str, Entry]) -> set[Row]:
    """The joins of the entries in `found`, also with the family names in `local` (see `holders`)."""
    made: set[Row] = set()
    for each in found:
        block = f"{BLOCK}{each.id}"
        for lead in theirs[each.id][:1]:
            if each.is_recent:
                made |= {(lead.node, other.node, _SAME, block) for other in theirs[each.id][1:]}
            made |= {(lead.node, node, _HELD, block) for node, entry in local.items() if entry.id == each.id}
    return made


def stored(connection: sqlite3.Connection, entries: Iterable[str], local: Iterable[str]) -> set[Row]:
    """The stored joins of entries (ids) except those of local nodes, and those of these local nodes."""
    found = connection.execute(
        """
        select speaker_key, other_key, reason, name_block from joins
        where name_block in (select value from json_each(:blocks)) and (instr(other_key, '@') > 0) = 0
        union
        select speaker_key, other_key, reason, name_block from joins
        where other_key in (select value from json_each(:local)) and substr(name_block, 1, length(:block)) = :block
        """,
        {
            "blocks": json.dumps([f"{BLOCK}{id}" for id in entries]),
            "local": json.dumps([*local]),
            "block": BLOCK,
        },
    )
    return set(found.fetchall())


def stored_local(connection: sqlite3.Connection, entry: Entry) -> set[Row]:
    """The stored joins of local nodes with an entry."""
    found = connection.execute(
        """
        select speaker_key, other_key, reason, name_block from joins
        where name_block = ? and (instr(other_key, '@') > 0) = 1
        """,
        [f"{BLOCK}{entry.id}"],
    )
    return set(found.fetchall())


def entry_of(connection: sqlite3.Connection, slug: str) -> Entry | None:
    """The entry of the speaker with this slug, or None, also if somebody linked another item of Wikidata."""
    found = rows(
        connection,
        """
        select k.speaker_key, s.wikidata from speakers s join speaker_keys k on k.speaker_id = s.id
        where s.slug = ? and k.speaker_key in (select speaker_key from authority_names)
        """,
        [slug],
    )
    keys = {row["speaker_key"] for row in found}
    known = [each for each in entries(connection, "speaker_key", keys) if each.is_recent] if keys else []
    theirs = bearers_of(connection, known)
    meant = [each for each in known if any(bearer.node in keys for bearer in theirs[each.id])]
    if len(meant) != 1 or found[0]["wikidata"] not in (None, meant[0].wikidata):
        return None
    return meant[0]
