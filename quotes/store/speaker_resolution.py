"""Maps keys to speakers, from the names in articles and the active decisions.

Every key has a permanent slug. The speaker of a key is the connected component of decisions with this key. The slugs of
all its keys lead to that speaker, who has the name of the leading key.
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
    """A speaker in the archive."""

    id: int
    name: str


def pairs(connection: sqlite3.Connection) -> list[Pair]:
    """The active decisions about pairs of nodes, in order."""
    found = connection.execute(
        """
        select kind, speaker_key, other_key from decisions
        where undone_at is null and kind in ('same', 'different', 'unsure') order by action_number, id
        """
    )
    return [Pair(*row) for row in found]


def corrections(connection: sqlite3.Connection, quotations: Iterable[str]) -> dict[str, dict[str, str]]:
    """The corrections of these uids: the speaker ("attributed", a node or "") and the reason ("withdrawn")."""
    found = connection.execute(
        """
        select quotation_uid, kind, case kind when 'withdrawn' then note else coalesce(speaker_key, '') end
        from decisions where undone_at is null and kind in ('attributed', 'withdrawn')
        and quotation_uid in (select value from json_each(?)) order by id
        """,
        [json.dumps(list(quotations))],
    )
    corrected: dict[str, dict[str, str]] = {}
    for quotation, judgement, value in found:
        corrected.setdefault(quotation, {})[judgement] = value
    return corrected


def register(connection: sqlite3.Connection, node: str, speaker: Speaker, article: str, *, local: bool) -> None:
    """Give `node` its permanent slug and its first name; nothing if it has them."""
    if connection.execute("select 1 from speaker_keys where speaker_key = ?", [node]).fetchone():
        return
    wanted = slug = names.slug(speaker, article, local=local)
    number = 1
    while connection.execute("select 1 from speaker_keys where slug = ?", [slug]).fetchone():
        number += 1
        slug = f"{wanted}-{number}"
    connection.execute(
        "insert into speaker_keys(speaker_key, slug, name, kind) values (?, ?, ?, ?)",
        [node, slug, tidy(speaker.name), speaker.kind],
    )


def resolve(
    connection: sqlite3.Connection, article: str, named: Mapping[str, Speaker]
) -> tuple[dict[str, Row], set[int]]:
    """The speakers of the keys in one article, which are created if they are new. `named` has the fullest name by key.

    Also the ids of all speakers that were changed. Call `refresh` with them when the article is written.
    """
    touched: set[int] = set()
    nodes = _nodes(connection, article, named)
    rows = _rows_of(connection, nodes.values())
    missing = {key: node for key, node in nodes.items() if node not in rows}
    if missing:
        intricate = _judged(connection, missing.values()) | _registered(connection, missing.values())
        for key, node in missing.items():
            register(connection, node, named[key], article, local=node != key)
            if node in intricate:
                touched |= update(connection, [node])
            else:
                _form_alone(connection, node)
        rows = _rows_of(connection, nodes.values())
    return {key: rows[node] for key, node in nodes.items()}, touched | {row.id for row in rows.values()}


def create_corrected(connection: sqlite3.Connection, corrected: Mapping[str, Mapping[str, str]]) -> set[int]:
    """Create the speakers of `corrections` that do not exist yet; see `update`."""
    nodes = {each["attributed"] for each in corrected.values() if each.get("attributed")}
    return update(connection, sorted(node for node in nodes if row_of(connection, node) is None))


def row_of(connection: sqlite3.Connection, node: str) -> Row | None:
    """The speaker of a node, or None if no article names it."""
    row = connection.execute(
        "select s.id, s.name from speaker_keys k join speakers s on s.id = k.speaker_id where speaker_key = ?", [node]
    ).fetchone()
    return Row(*row) if row else None


def update(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[int]:
    """Update the speakers of `nodes`, and all their quotations, from the decisions.

    Returns the ids of all speakers before and after. Call `refresh` with them.
    """
    nodes = list(nodes)
    together = components(pairs(connection)) if _judged(connection, nodes) else {}
    people = {together.get(node, (node,)) for node in nodes}
    touched = [node for person in people for node in person]
    before = _speakers_of(connection, touched)
    for person in sorted(people):
        _form(connection, person)
    for article_id, article in _articles(connection, touched):
        assign(connection, article_id, article)
    return before | _speakers_of(connection, touched)


def assign(connection: sqlite3.Connection, article_id: int, article: str) -> None:
    """Set the speakers of the quotations of one article (its id, its uid), from its keys and corrections."""
    found = connection.execute("select distinct speaker_key from speaker_names where article_id = ?", [article_id])
    keys = [row[0] for row in found]
    rows = {key: row for key, node in _nodes(connection, article, keys).items() if (row := row_of(connection, node))}
    connection.executemany(
        "update speaker_names set speaker_id = ? where article_id = ? and speaker_key = ?",
        [(row.id, article_id, key) for key, row in rows.items()],
    )
    quotations = connection.execute(
        "select id, uid, named_keys from quotations where article_id = ? and status in ('published', 'gone')",
        [article_id],
    ).fetchall()
    corrected = corrections(connection, [uid for _, uid, _ in quotations])
    for id, uid, stored in quotations:
        said_by = who_said(connection, json.loads(stored), rows, corrected.get(uid, {}))
        connection.execute(
            "update quotations set speaker_id = ?, said_by = ? where id = ?",
            [said_by[0].id if said_by else None, names_of(said_by), id],
        )
        connection.execute("delete from quotation_speakers where quotation_id = ?", [id])
        write_speakers(connection, [(id, said_by)])


def who_said(
    connection: sqlite3.Connection, keys: Sequence[str], rows: Mapping[str, Row], corrected: Mapping[str, str]
) -> list[Row]:
    """The speakers of a quotation: those that the article names, or those of a correction; each once."""
    if "attributed" in corrected:
        row = row_of(connection, corrected["attributed"])
        return [row] if row else []
    return list(dict.fromkeys(rows[key] for key in keys if key in rows))


def names_of(said_by: Sequence[Row]) -> str | None:
    """The names of speakers in the search index."""
    return " & ".join(row.name for row in said_by) or None


def write_speakers(connection: sqlite3.Connection, attributed: Iterable[tuple[int, Sequence[Row]]]) -> None:
    """Link quotations, by row id, to their speakers."""
    connection.executemany(
        "insert into quotation_speakers(quotation_id, speaker_id, position) values (?, ?, ?)",
        [(id, row.id, position) for id, said_by in attributed for position, row in enumerate(said_by)],
    )


def forget_names(connection: sqlite3.Connection, article_id: int, again: Iterable[str] = ()) -> None:
    """Delete names that an article gives to keys without quotations in it, or that it gives `again`."""
    connection.execute(
        """
        delete from speaker_names where article_id = ?1 and (
            speaker_key in (select value from json_each(?2)) or speaker_key not in (
                select value from quotations q, json_each(q.named_keys)
                where q.article_id = ?1 and q.named_keys is not null
                union all
                select value from quotations q join withdrawn_texts w on w.quotation_id = q.id, json_each(w.named_keys)
                where q.article_id = ?1 and q.status = 'withdrawn'
            )
        )
        """,
        [article_id, json.dumps(list(again))],
    )


def refresh(connection: sqlite3.Connection, speakers: Iterable[int]) -> None:
    """Update the latest role of each of `speakers`; delete those without names and quotations."""
    rows = [(speaker,) for speaker in sorted(speakers)]
    connection.executemany(
        """
        delete from speakers where id = ?1 and not exists (select 1 from speaker_names where speaker_id = ?1)
            and not exists (select 1 from quotation_speakers where speaker_id = ?1)
        """,
        rows,
    )
    connection.executemany(
        """
        update speakers set role = (
            select role from speaker_names n join articles a on a.id = n.article_id
            where speaker_id = speakers.id and role is not null
            order by n.published desc, a.uid desc, name limit 1
        ) where id = ?
        """,
        rows,
    )


def tidy(name: str) -> str:
    """`name` with single spaces."""
    return " ".join(name.split())


def _nodes(connection: sqlite3.Connection, article: str, keys: Iterable[str]) -> dict[str, str]:
    """For each key in an article, the node that decides about it: its mention, if that has a judgement of its own.

    Two keys have one mention if an earlier version had a less specific name ("a new poll").
    """
    mentions = {key: names.mention(key, article) for key in keys}
    judged = connection.execute(
        """
        select node.value from json_each(?) node where exists (
            select 1 from decisions
            where speaker_key = node.value and undone_at is null and kind in ('same', 'different')
        ) or exists (
            select 1 from decisions
            where other_key = node.value and undone_at is null and kind in ('same', 'different')
        )
        """,
        [json.dumps(list(mentions.values()))],
    )
    alone = {row[0] for row in judged}
    return {key: mention if mention in alone else key for key, mention in mentions.items()}


def _form(connection: sqlite3.Connection, person: Sequence[str]) -> None:
    """Make all nodes of `person` one speaker, with the name of the first of them that an article names."""
    for node in person:
        _register_named(connection, node)
    known = {
        row[0]: row[1:]
        for row in connection.execute(
            """
            select speaker_key, slug, name, kind from speaker_keys
            where speaker_key in (select value from json_each(?))
            """,
            [json.dumps(person)],
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
    connection.executemany(
        "update speaker_keys set speaker_id = ? where speaker_key = ?", [(speaker, node) for node in known]
    )


def _register_named(connection: sqlite3.Connection, node: str) -> None:
    """Introduce a node that articles name, but that another node decided about until now."""
    if connection.execute("select 1 from speaker_keys where speaker_key = ?", [node]).fetchone():
        return
    key, article = names.home(node)
    found = connection.execute(
        """
        select n.name, a.uid from speaker_names n join articles a on a.id = n.article_id
        where speaker_key in (:key, :node) and a.uid = coalesce(:article, a.uid) order by a.id, n.id limit 1
        """,
        {"key": key, "node": node, "article": article},
    ).fetchone()
    if found:
        kind: SpeakerKind = key.partition(":")[0]  # type: ignore[assignment]
        register(connection, node, Speaker(found[0], kind), found[1], local=article is not None)


def _form_alone(connection: sqlite3.Connection, node: str) -> None:
    """The speaker of a new node without decisions."""
    connection.execute(
        "insert into speakers(slug, name, kind) select slug, name, kind from speaker_keys where speaker_key = ?", [node]
    )
    connection.execute("update speaker_keys set speaker_id = last_insert_rowid() where speaker_key = ?", [node])


def _rows_of(connection: sqlite3.Connection, nodes: Iterable[str]) -> dict[str, Row]:
    """`row_of` for several nodes."""
    found = connection.execute(
        """
        select speaker_key, s.id, s.name from speaker_keys k join speakers s on s.id = k.speaker_id
        where speaker_key in (select value from json_each(?))
        """,
        [json.dumps(list(nodes))],
    )
    return {key: Row(id, name) for key, id, name in found}


def _judged(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[str]:
    """The nodes with an active decision."""
    found = connection.execute(
        """
        select node.value from json_each(?) node
        where exists (select 1 from decisions where speaker_key = node.value and undone_at is null)
        or exists (select 1 from decisions where other_key = node.value and undone_at is null)
        """,
        [json.dumps(list(nodes))],
    )
    return {row[0] for row in found}


def _registered(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[str]:
    """The nodes with a slug."""
    found = connection.execute(
        "select speaker_key from speaker_keys where speaker_key in (select value from json_each(?))",
        [json.dumps(list(nodes))],
    )
    return {row[0] for row in found}


def _decided(connection: sqlite3.Connection, judgement: str, person: Sequence[str]) -> str | None:
    row = connection.execute(
        """
        select value from decisions where kind = ? and undone_at is null
        and speaker_key in (select value from json_each(?)) order by made_at desc, id desc limit 1
        """,
        [judgement, json.dumps(person)],
    ).fetchone()
    return row[0] if row else None


def _speakers_of(connection: sqlite3.Connection, nodes: Sequence[str]) -> set[int]:
    found = connection.execute(
        """
        select speaker_id from speaker_keys
        where speaker_id is not null and speaker_key in (select value from json_each(?))
        """,
        [json.dumps(nodes)],
    )
    return {row[0] for row in found}


def _articles(connection: sqlite3.Connection, nodes: Sequence[str]) -> list[tuple[int, str]]:
    """The articles that name one of `nodes`, or have a quotation that was attributed to one by a person."""
    mentioned = [article for _, article in map(names.home, nodes) if article]
    return connection.execute(
        """
        select id, uid from articles where id in (
            select article_id from speaker_names where speaker_key in (select value from json_each(:nodes))
            union select id from articles where uid in (select value from json_each(:mentioned))
            union select article_id from quotations where uid in (
                select quotation_uid from decisions where kind = 'attributed' and undone_at is null
                and speaker_key in (select value from json_each(:nodes))
            )
        ) order by uid
        """,
        {"nodes": json.dumps(nodes), "mentioned": json.dumps(mentioned)},
    ).fetchall()
