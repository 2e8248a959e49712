"""Who is meant by a key: the speakers, as the names of articles and the judgements that hold make them.

Every key has a slug of its own for ever. The speaker of a key is the connected component of judgements that it
is in; the slugs of all its keys lead to that speaker, who goes by the one that leads.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from quotes import names
from quotes.model import Speaker, SpeakerKind
from quotes.names.resolver import Pair, components


class Row(NamedTuple):
    """A speaker that the archive holds."""

    id: int
    name: str


def pairs(connection: sqlite3.Connection) -> list[Pair]:
    """The judgements on who is who that hold, in the order in which they were made."""
    found = connection.execute(
        """
        select judgement, left, right from judgements
        where undone is null and judgement in ('same', 'different', 'unsure') order by action, id
        """
    )
    return [Pair(*row) for row in found]


def corrections(connection: sqlite3.Connection, quotations: Iterable[str]) -> dict[str, dict[str, str]]:
    """For each of these ids that was corrected: the speaker ("attributed", a node or "") and why "withdrawn"."""
    found = connection.execute(
        """
        select left, judgement, case judgement when 'withdrawn' then note else right end from judgements
        where undone is null and judgement in ('attributed', 'withdrawn') and left in (select value from json_each(?))
        order by id
        """,
        [json.dumps(list(quotations))],
    )
    corrected: dict[str, dict[str, str]] = {}
    for quotation, judgement, value in found:
        corrected.setdefault(quotation, {})[judgement] = value
    return corrected


def introduce(connection: sqlite3.Connection, node: str, speaker: Speaker, article: str, *, local: bool) -> None:
    """Gives `node` its slug for ever, and the name under which it was first seen; nothing where it has them."""
    if connection.execute("select 1 from keys where key = ?", [node]).fetchone():
        return
    wanted = slug = names.slug(speaker, article, local=local)
    number = 1
    while connection.execute("select 1 from keys where slug = ?", [slug]).fetchone():
        number += 1
        slug = f"{wanted}-{number}"
    connection.execute(
        "insert into keys(key, slug, name, kind) values (?, ?, ?, ?)", [node, slug, tidy(speaker.name), speaker.kind]
    )


def resolve(
    connection: sqlite3.Connection, article: str, named: Mapping[str, Speaker]
) -> tuple[dict[str, Row], set[int]]:
    """The speakers of the keys that one article uses, made where they are new. named: the fullest name by key.

    Also the ids of all whom this touched, with whom `refresh` is to be called when the article is written.
    """
    touched: set[int] = set()
    nodes = _nodes(connection, article, named)
    rows = _rows_of(connection, nodes.values())
    missing = {key: node for key, node in nodes.items() if node not in rows}
    if missing:
        intricate = _judged(connection, missing.values()) | _introduced(connection, missing.values())
        for key, node in missing.items():
            introduce(connection, node, named[key], article, local=node != key)
            if node in intricate:
                touched |= settle(connection, [node])
            else:
                _form_alone(connection, node)
        rows = _rows_of(connection, nodes.values())
    return {key: rows[node] for key, node in nodes.items()}, touched | {row.id for row in rows.values()}


def wake(connection: sqlite3.Connection, corrected: Mapping[str, Mapping[str, str]]) -> set[int]:
    """Makes the speakers to whom `corrections` give quotations, where there are none yet; see `settle`."""
    nodes = {each["attributed"] for each in corrected.values() if each.get("attributed")}
    return settle(connection, sorted(node for node in nodes if row_of(connection, node) is None))


def row_of(connection: sqlite3.Connection, node: str) -> Row | None:
    """The speaker of a node, or None where no article has named it, or none does any more."""
    row = connection.execute(
        "select s.id, s.name from keys join speakers s on s.id = keys.speaker where key = ?", [node]
    ).fetchone()
    return Row(*row) if row else None


def settle(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[int]:
    """Makes the speakers of `nodes`, and all that is said by them, what the judgements say.

    Returns the ids of all speakers that they were and are; `refresh` is to be called with them.
    """
    nodes = list(nodes)
    together = components(pairs(connection)) if _judged(connection, nodes) else {}
    people = {together.get(node, (node,)) for node in nodes}
    touched = [node for person in people for node in person]
    before = _speakers_of(connection, touched)
    for person in sorted(people):
        _form(connection, person)
    for article in _articles(connection, touched):
        assign(connection, article)
    return before | _speakers_of(connection, touched)


def assign(connection: sqlite3.Connection, article: str) -> None:
    """Gives what one article says to the speakers that its keys, or a correction by hand, mean."""
    keys = [row[0] for row in connection.execute("select distinct key from names where article = ?", [article])]
    rows = {key: row for key, node in _nodes(connection, article, keys).items() if (row := row_of(connection, node))}
    connection.executemany(
        "update names set speaker = ? where article = ? and key = ?",
        [(row.id, article, key) for key, row in rows.items()],
    )
    quotations = connection.execute("select pk, id, keys from quotations where article = ?", [article]).fetchall()
    corrected = corrections(connection, [id for _, id, _ in quotations])
    for pk, id, stored in quotations:
        said_by = who_said(connection, json.loads(stored), rows, corrected.get(id, {}))
        connection.execute(
            "update quotations set speaker = ?, said_by = ? where pk = ?",
            [said_by[0].id if said_by else None, names_of(said_by), pk],
        )
        connection.execute("delete from quotation_speakers where quotation = ?", [pk])
        write_speakers(connection, pk, said_by)


def who_said(
    connection: sqlite3.Connection, keys: Sequence[str], rows: Mapping[str, Row], corrected: Mapping[str, str]
) -> list[Row]:
    """Who said a quotation: those whom the article names, or whom a correction names instead; each once."""
    if "attributed" in corrected:
        row = row_of(connection, corrected["attributed"])
        return [row] if row else []
    return list(dict.fromkeys(rows[key] for key in keys if key in rows))


def names_of(said_by: Sequence[Row]) -> str | None:
    """The names of speakers as search has them."""
    return " & ".join(row.name for row in said_by) or None


def write_speakers(connection: sqlite3.Connection, pk: int, said_by: Sequence[Row]) -> None:
    """Links the quotation in row `pk` to those who said it."""
    connection.executemany(
        "insert into quotation_speakers(quotation, speaker, position) values (?, ?, ?)",
        [(pk, row.id, position) for position, row in enumerate(said_by)],
    )


def forget_names(connection: sqlite3.Connection, article: str, again: Iterable[str] = ()) -> None:
    """Forgets the names that an article gives to keys by which it quotes nobody, or which it gives `again`."""
    connection.execute(
        """
        delete from names where article = ?1 and (key in (select value from json_each(?2)) or key not in (
            select value from quotations q, json_each(q.keys) where q.article = ?1
            union all
            select value from retired r, json_each(r.kept ->> 'keys') where r.article = ?1 and r.id in (
                select left from judgements where judgement = 'withdrawn' and undone is null
            )
        ))
        """,
        [article, json.dumps(list(again))],
    )


def refresh(connection: sqlite3.Connection, speakers: Iterable[int]) -> None:
    """Gives each of `speakers` the latest role an article gives them; forgets those of whom nothing is left."""
    rows = [(speaker,) for speaker in sorted(speakers)]
    connection.executemany(
        """
        delete from speakers where id = ?1 and not exists (select 1 from names where speaker = ?1)
            and not exists (select 1 from quotation_speakers where speaker = ?1)
        """,
        rows,
    )
    connection.executemany(
        """
        update speakers set role = (
            select role from names where speaker = speakers.id and role is not null
            order by published desc, article desc, name limit 1
        ) where id = ?
        """,
        rows,
    )


def tidy(name: str) -> str:
    """`name` with single spaces."""
    return " ".join(name.split())


def _nodes(connection: sqlite3.Connection, article: str, keys: Iterable[str]) -> dict[str, str]:
    """For each key that an article uses, the node that decides on it: its mention where that was judged by itself.

    Two keys have one mention where an earlier version named somebody in a way that tells less ("a new poll").
    """
    mentions = {key: names.mention(key, article) for key in keys}
    judged = connection.execute(
        """
        select value from json_each(?) where exists (
            select 1 from judgements where left = value and undone is null and judgement in ('same', 'different')
        ) or exists (
            select 1 from judgements where right = value and undone is null and judgement in ('same', 'different')
        )
        """,
        [json.dumps(list(mentions.values()))],
    )
    alone = {row[0] for row in judged}
    return {key: mention if mention in alone else key for key, mention in mentions.items()}


def _form(connection: sqlite3.Connection, person: Sequence[str]) -> None:
    """Makes all nodes of `person` one speaker, who goes by the first of them that any article names."""
    for node in person:
        _introduce_named(connection, node)
    known = {
        row[0]: row[1:]
        for row in connection.execute(
            "select key, slug, name, kind from keys where key in (select value from json_each(?))", [json.dumps(person)]
        )
    }
    lead = next((node for node in person if node in known), None)
    if lead is None:
        return
    slug, name, kind = known[lead]
    item = _decided(connection, "linked", [lead]) or _decided(connection, "linked", person)
    (speaker,) = connection.execute(
        """
        insert into speakers(slug, name, kind, wikidata) values (?, ?, ?, ?) on conflict(slug) do update
        set name = excluded.name, kind = excluded.kind, wikidata = excluded.wikidata returning id
        """,
        [slug, _decided(connection, "named", [lead]) or name, kind, item],
    ).fetchone()
    connection.executemany("update keys set speaker = ? where key = ?", [(speaker, node) for node in known])


def _introduce_named(connection: sqlite3.Connection, node: str) -> None:
    """Introduces a node that articles name, but on which another node decided so far."""
    if connection.execute("select 1 from keys where key = ?", [node]).fetchone():
        return
    key, article = names.home(node)
    found = connection.execute(
        """
        select names.name, article from names join articles on articles.id = article
        where key in (:key, :node) and article = coalesce(:article, article) order by number, names.id limit 1
        """,
        {"key": key, "node": node, "article": article},
    ).fetchone()
    if found:
        kind: SpeakerKind = key.partition(":")[0]  # type: ignore[assignment]
        introduce(connection, node, Speaker(found[0], kind), found[1], local=article is not None)


def _form_alone(connection: sqlite3.Connection, node: str) -> None:
    """The speaker of a node that is new and on which nobody decided."""
    connection.execute("insert into speakers(slug, name, kind) select slug, name, kind from keys where key = ?", [node])
    connection.execute("update keys set speaker = last_insert_rowid() where key = ?", [node])


def _rows_of(connection: sqlite3.Connection, nodes: Iterable[str]) -> dict[str, Row]:
    """`row_of` for many."""
    found = connection.execute(
        """
        select key, s.id, s.name from keys join speakers s on s.id = keys.speaker
        where key in (select value from json_each(?))
        """,
        [json.dumps(list(nodes))],
    )
    return {key: Row(id, name) for key, id, name in found}


def _judged(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[str]:
    """Those of `nodes` on which a judgement holds."""
    found = connection.execute(
        """
        select value from json_each(?) where exists (select 1 from judgements where left = value and undone is null)
        or exists (select 1 from judgements where right = value and undone is null)
        """,
        [json.dumps(list(nodes))],
    )
    return {row[0] for row in found}


def _introduced(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[str]:
    """Those of `nodes` that have their slug."""
    found = connection.execute(
        "select key from keys where key in (select value from json_each(?))", [json.dumps(list(nodes))]
    )
    return {row[0] for row in found}


def _decided(connection: sqlite3.Connection, judgement: str, person: Sequence[str]) -> str | None:
    row = connection.execute(
        """
        select right from judgements where judgement = ? and undone is null
        and left in (select value from json_each(?)) order by at desc, id desc limit 1
        """,
        [judgement, json.dumps(person)],
    ).fetchone()
    return row[0] if row else None


def _speakers_of(connection: sqlite3.Connection, nodes: Sequence[str]) -> set[int]:
    found = connection.execute(
        "select speaker from keys where speaker is not null and key in (select value from json_each(?))",
        [json.dumps(nodes)],
    )
    return {row[0] for row in found}


def _articles(connection: sqlite3.Connection, nodes: Sequence[str]) -> list[str]:
    """The articles that name one of `nodes`, or have a quotation that was attributed to one by hand."""
    mentioned = [article for _, article in map(names.home, nodes) if article]
    found = connection.execute(
        """
        select article from names where key in (select value from json_each(:nodes))
        union select value from json_each(:mentioned) where value in (select id from articles)
        union select article from quotations where id in (
            select left from judgements where judgement = 'attributed' and undone is null
            and right in (select value from json_each(:nodes))
        )
        """,
        {"nodes": json.dumps(nodes), "mentioned": json.dumps(mentioned)},
    )
    return [row[0] for row in found]
