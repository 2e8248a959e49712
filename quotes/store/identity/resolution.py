"""Maps keys to speakers, from the names in articles and the active decisions.

Every key has a permanent slug. The speaker of a key is the connected component with this key of decisions, and of joins
of rules that no decision contradicts. The slugs of all its keys lead to that speaker, who has the name of the leading
key. A rule can also join a family name in one article to another key, unless somebody decided about that mention.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from quotes import names
from quotes.model import Speaker, SpeakerKind
from quotes.names.resolver import Pair, people
from quotes.store import parts
from quotes.store.database import insert
from quotes.store.schema import SAID_AS


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
    for quotation, kind, value in found:
        corrected.setdefault(quotation, {})[kind] = value
    return corrected


class Introduced(NamedTuple):
    """A node to be registered.

    Attributes:
        node: The node.
        speaker: As the article names it.
        article: The uid of the article.
        local: Whether the slug is for this article only.
    """

    node: str
    speaker: Speaker
    article: str
    local: bool = False


def register(connection: sqlite3.Connection, introduced: Collection[Introduced]) -> None:
    """Give each node its permanent slug and its first name; nothing if it has them."""
    registered = _registered(connection, [each.node for each in introduced])
    new = {each.node: each for each in introduced if each.node not in registered}
    wanted = {node: names.slug(each.speaker, each.article, local=each.local) for node, each in new.items()}
    found = connection.execute(
        "select slug from speaker_keys where slug in (select value from json_each(?))", [json.dumps([*wanted.values()])]
    )
    taken = {row[0] for row in found}
    rows = []
    for node, slug in wanted.items():
        free, number = slug, 1
        while free in taken:
            number += 1
            free = f"{slug}-{number}"
            if connection.execute("select 1 from speaker_keys where slug = ?", [free]).fetchone():
                taken.add(free)
        taken.add(free)
        rows.append((node, free, tidy(new[node].speaker.name), new[node].speaker.kind))
    insert(connection, "speaker_keys", ("speaker_key", "slug", "name", "kind"), rows)


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
        intricate = _decided(connection, missing.values()) | _registered(connection, missing.values())
        register(
            connection,
            [
                Introduced(introduced, named[key], article, local=introduced != key)
                for key, node in missing.items()
                for introduced in dict.fromkeys((key, node))
            ],
        )
        _form_alone(connection, [node for node in missing.values() if node not in intricate])
        touched |= update(connection, intricate)
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


def person(connection: sqlite3.Connection, node: str) -> tuple[str, ...]:
    """The nodes of the speaker of `node`, the leading one first, without those that a rule joins in one article."""
    around = _around(connection, [node])
    node = around.joined.get(node, node)
    return around.people.get(node, (node,))


def everybody(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """`quotes.names.resolver.people` of the whole archive."""
    joined = connection.execute(f"select speaker_key, other_key from joins j where {FOLLOWED}")
    return people(pairs(connection), [(lead, node) for lead, node in joined])


def joined_to(connection: sqlite3.Connection, node: str) -> str | None:
    """The other node to which a rule joins `node` in its article, or None."""
    lead = _around(connection, [node]).joined.get(node)
    return lead if lead != node else None


def update(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[int]:
    """Update the speakers of `nodes`, and all their quotations, from the decisions and the joins.

    Only names whose speaker changes are written. Returns the ids of all speakers before and after. Call `refresh` with
    them.
    """
    nodes = set(nodes)
    if not nodes:
        return set()
    around = _around(connection, nodes | {names.home(node)[0] for node in nodes})
    touched: set[int] = set()
    renamed: list[int] = []
    moved: list[str] = []
    speaker_of: dict[str, int] = {}
    for each in sorted({around.people.get(node, (node,)) for node in around.nodes}):
        formed = _form(connection, each)
        if formed:
            touched |= formed.speakers
            moved += formed.moved
            renamed += [formed.id] if formed.renamed else []
            speaker_of |= dict.fromkeys(each, formed.id)
    joined = around.joined | _joined_in_one(connection, "speaker_key", moved)
    touched |= _place(connection, [(speaker_of[lead], node) for node, lead in joined.items() if lead in speaker_of])
    # A full name whose speaker is the same has only mentions that have decisions or joins of their own elsewhere.
    changed = {node for node in around.nodes if names.is_local(node)}.union(moved, joined)
    named, more = _move_names(connection, sorted(changed))
    assign(connection, _said(connection, named, [*around.nodes, *joined], renamed))
    return touched | more


def assign(connection: sqlite3.Connection, quotations: Collection[int]) -> None:
    """Set the speakers of quotations, by row id, from their keys and corrections."""
    if not quotations:
        return
    found = connection.execute(
        """
        select q.id, q.uid, a.uid, q.named_keys, q.article_id, q.speaker_id, q.said_by
        from json_each(?) j join quotations q on q.id = j.value join articles a on a.id = q.article_id
        where q.status in ('published', 'gone')
        """,
        [json.dumps(sorted(quotations))],
    ).fetchall()
    keys = {id: json.loads(named) for id, _, _, named, *_ in found}
    corrected = corrections(connection, [uid for _, uid, *_ in found])
    mentions = {(article, key): names.mention(key, article) for id, _, article, *_ in found for key in keys[id]}
    alone = _alone(connection, mentions.values())
    nodes = {each: mention if mention in alone else each[1] for each, mention in mentions.items()}
    rows = _rows_of(connection, set(nodes.values()))
    said: dict[int, list[Row]] = {}
    values = []
    for id, uid, article, _, _, *held in found:
        meant = {key: rows[node] for key in keys[id] if (node := nodes[article, key]) in rows}
        said[id] = who_said(connection, keys[id], meant, corrected.get(uid, {}))
        now = [said[id][0].id if said[id] else None, names_of(said[id])]
        if now != held:
            values.append([id, *now])
    connection.execute(
        """
        update quotations set speaker_id = value ->> 1, said_by = value ->> 2 from json_each(?)
        where quotations.id = value ->> 0
        """,
        [json.dumps(values)],
    )
    describe(connection, "q.id in (select value from json_each(?))", json.dumps(list(said)))
    relinked = _relink(connection, said)
    parts.update(connection, {article_id for id, _, _, _, article_id, *_ in found if id in relinked})


def describe(connection: sqlite3.Connection, which: str, value: object) -> None:
    """Set how the article describes the speakers, for the quotations q that an SQL condition with one value selects."""
    connection.execute(
        f"""
        update quotations as q set said_as = {SAID_AS}
        where {which} and q.status in ('published', 'gone') and q.said_as is not ({SAID_AS})
        """,
        [value],
    )


def described(keys: Iterable[str], descriptions: Mapping[str, str]) -> str | None:
    """The descriptions of speakers in the search index."""
    return " & ".join(descriptions[key] for key in keys if key in descriptions) or None


def _relink(connection: sqlite3.Connection, said: Mapping[int, Sequence[Row]]) -> set[int]:
    """Link quotations to their speakers, if these changed. Returns those whose speakers changed."""
    held: dict[int, list[int]] = {id: [] for id in said}
    for id, speaker in connection.execute(
        """
        select quotation_id, speaker_id from quotation_speakers
        where quotation_id in (select value from json_each(?)) order by quotation_id, position
        """,
        [json.dumps(list(said))],
    ):
        held[id].append(speaker)
    wanted = {id: [row.id for row in rows] for id, rows in said.items()}
    changed = [id for id in said if held[id] != wanted[id]]
    exchanged = [id for id in changed if len(held[id]) == len(wanted[id]) and set(held[id]).isdisjoint(wanted[id])]
    connection.execute(
        """
        update quotation_speakers set speaker_id = value ->> 2 from json_each(?)
        where quotation_id = value ->> 0 and position = value ->> 1
        """,
        [json.dumps([[id, place, speaker] for id in exchanged for place, speaker in enumerate(wanted[id])])],
    )
    other = [id for id in changed if id not in set(exchanged)]
    connection.execute(
        "delete from quotation_speakers where quotation_id in (select value from json_each(?))", [json.dumps(other)]
    )
    write_speakers(connection, [(id, said[id]) for id in other])
    return set(changed)


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
    rows = [(id, row.id, position) for id, said_by in attributed for position, row in enumerate(said_by)]
    insert(connection, "quotation_speakers", ("quotation_id", "speaker_id", "position"), rows)


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
    """Update the role of each of `speakers`, by decision or by articles; delete those without names and quotations."""
    ids = sorted(speakers)
    connection.execute(
        """
        delete from speakers where id in (select value from json_each(?))
            and not exists (select 1 from speaker_names where speaker_id = speakers.id)
            and not exists (select 1 from quotation_speakers where speaker_id = speakers.id)
        """,
        [json.dumps(ids)],
    )
    given: dict[int, list[tuple[str, int, str]]] = {speaker: [] for speaker in ids}
    for speaker, *each in connection.execute(
        """
        select speaker_id, role, article_count, coalesce(last_published, '') from role_uses
        where speaker_id in (select value from json_each(?))
        """,
        [json.dumps(ids)],
    ):
        given[speaker].append((each[0], each[1], each[2]))
    decided = dict(
        connection.execute(
            """
            select speaker_id, value from decisions join speaker_keys using (speaker_key)
            where decisions.kind = 'titled' and undone_at is null
            and speaker_id in (select value from json_each(?)) order by made_at, decisions.id
            """,
            [json.dumps(ids)],
        ).fetchall()
    )
    connection.executemany(
        "update speakers set role = ?1 where id = ?2 and role is not ?1",
        [(decided.get(speaker) or names.usual_role(each), speaker) for speaker, each in given.items()],
    )


def tidy(name: str) -> str:
    """`name` with single spaces."""
    return " ".join(name.split())


def _nodes(connection: sqlite3.Connection, article: str, keys: Iterable[str]) -> dict[str, str]:
    """For each key in an article, the node that decides about it: its mention, if that has a decision of its own.

    Two keys have one mention if an earlier version had a less specific name ("a new poll").
    """
    mentions = {key: names.mention(key, article) for key in keys}
    alone = _alone(connection, mentions.values())
    return {key: mention if mention in alone else key for key, mention in mentions.items()}


def _alone(connection: sqlite3.Connection, mentions: Iterable[str]) -> set[str]:
    """Those of `mentions` with a decision of their own, or joined by an alias."""
    found = connection.execute(
        f"""
        select node.value from json_each(?) node where {_IS_DECIDED.format("node.value")}
        or (instr(node.value, '@') > 0 and exists (select 1 from joins where other_key = node.value))
        """,
        [json.dumps(list(mentions))],
    )
    return {row[0] for row in found}


_IS_DECIDED = """(
    exists (
        select 1 from decisions where speaker_key = {0} and undone_at is null and kind in ('same', 'different')
    ) or exists (
        select 1 from decisions where other_key = {0} and undone_at is null and kind in ('same', 'different')
    )
)"""
# Whether a join j applies: no decision about a mention replaces it.
FOLLOWED = f"(instr(j.other_key, '@') = 0 or not {_IS_DECIDED.format('j.other_key')})"


class _Around(NamedTuple):
    """Some nodes, and all that may have the same speaker.

    Attributes:
        joined: Those that a rule joins in one article only, with the leading node.
        nodes: The others.
        people: `quotes.names.resolver.people` of `nodes`.
    """

    joined: dict[str, str]
    nodes: set[str]
    people: dict[str, tuple[str, ...]]


def _around(connection: sqlite3.Connection, nodes: Iterable[str]) -> _Around:
    nodes = set(nodes)
    joined = _joined_in_one(connection, "other_key", nodes)
    found = connection.execute(
        """
        with recursive around(node) as (
            select value from json_each(?)
            union
            select d.other_key from around join decisions d on d.speaker_key = node
            where d.kind = 'same' and d.undone_at is null
            union
            select d.speaker_key from around join decisions d on d.other_key = node
            where d.kind = 'same' and d.undone_at is null
            union
            select j.other_key from around join joins j on j.speaker_key = node and (instr(j.other_key, '@') > 0) = 0
            union
            select j.speaker_key from around join joins j on j.other_key = node where instr(node, '@') = 0
        )
        select node from around
        """,
        [json.dumps([*(nodes - joined.keys()), *joined.values()])],
    )
    around = {row[0] for row in found}
    which = {"nodes": json.dumps(sorted(around))}
    held = connection.execute(
        """
        select kind, speaker_key, other_key from decisions
        where undone_at is null and kind in ('same', 'different')
        and speaker_key in (select value from json_each(:nodes)) and other_key in (select value from json_each(:nodes))
        order by action_number, id
        """,
        which,
    )
    rules = connection.execute(
        """
        select speaker_key, other_key from joins
        where speaker_key in (select value from json_each(:nodes)) and (instr(other_key, '@') > 0) = 0
        """,
        which,
    )
    return _Around(joined, around, people([Pair(*row) for row in held], [(lead, node) for lead, node in rules]))


def _joined_in_one(connection: sqlite3.Connection, end: str, nodes: Iterable[str]) -> dict[str, str]:
    """The joins in one article with one of `nodes` in the column `end`: the joined node, and the leading one."""
    found = connection.execute(
        f"""
        select other_key, speaker_key from joins j
        where {end} in (select value from json_each(?)) and instr(other_key, '@') > 0 and {FOLLOWED}
        """,
        [json.dumps(list(nodes))],
    )
    return dict(found.fetchall())


class _Formed(NamedTuple):
    """A speaker from `_form`. `moved` are nodes that had another speaker, `speakers` those speakers and `id`."""

    id: int
    renamed: bool
    moved: list[str]
    speakers: set[int]


def _form(connection: sqlite3.Connection, person: Sequence[str]) -> _Formed | None:
    """Make all nodes of `person` one speaker, with the name of the first of them that an article names."""
    known = _known(connection, person)
    missing = [node for node in person if node not in known]
    if missing:
        for node in missing:
            register_named(connection, node)
        known = _known(connection, person)
    lead = next((node for node in person if node in known), None)
    if lead is None:
        return None
    slug, name, kind, _ = known[lead]
    kind = _value(connection, "classified", [lead]) or _value(connection, "classified", person) or kind
    item = _value(connection, "linked", [lead]) or _value(connection, "linked", person)
    called = _value(connection, "named", [lead])
    if not called and not _alone(connection, [lead]):  # it leads only by a rule
        called = _value(connection, "named", person)
    before = connection.execute("select name from speakers where slug = ?", [slug]).fetchone()
    (speaker,) = connection.execute(
        """
        insert into speakers(slug, name, kind, wikidata) values (?, ?, ?, ?) on conflict(slug) do update
        set name = excluded.name, kind = excluded.kind, wikidata = excluded.wikidata returning id
        """,
        [slug, called or name, kind, item],
    ).fetchone()
    moved = {node: held for node, (*_, held) in known.items() if held != speaker}
    _place(connection, [(speaker, node) for node in moved])
    return _Formed(
        speaker,
        before is not None and before[0] != (called or name),
        list(moved),
        {speaker, *(held for held in moved.values() if held is not None)},
    )


def _known(connection: sqlite3.Connection, nodes: Sequence[str]) -> dict[str, tuple[str, str, str, int | None]]:
    """The slug, name, kind and speaker of those of `nodes` with a slug."""
    found = connection.execute(
        """
        select speaker_key, slug, name, kind, speaker_id from speaker_keys
        where speaker_key in (select value from json_each(?))
        """,
        [json.dumps(nodes)],
    )
    return {row[0]: row[1:] for row in found}


def _place(connection: sqlite3.Connection, given: Sequence[tuple[int, str]]) -> set[int]:
    """Set the speakers of nodes, as pairs of speaker id and node. Returns the ids of all speakers that changed."""
    found = connection.execute(
        """
        select k.id, value ->> 0, k.speaker_id from json_each(?) join speaker_keys k on k.speaker_key = value ->> 1
        where k.speaker_id is not value ->> 0
        """,
        [json.dumps(given)],
    ).fetchall()
    connection.execute(
        """
        update speaker_keys set speaker_id = value ->> 1 from json_each(?) where speaker_keys.id = value ->> 0
        """,
        [json.dumps([row[:2] for row in found])],
    )
    return {speaker for _, *speakers in found for speaker in speakers if speaker is not None}


def _move_names(connection: sqlite3.Connection, nodes: Sequence[str]) -> tuple[list[tuple[int, str]], set[int]]:
    """Update the speakers of names in articles, for the names of `nodes`.

    Returns the article and the key of each changed name, and the ids of all speakers before and after.
    """
    mentions = [names.home(node) for node in nodes if names.is_local(node)]
    found = connection.execute(
        """
        with named(id) as (
            select n.id from json_each(:nodes) cross join speaker_keys k on k.speaker_key = value
            cross join speaker_names n on n.speaker_key = k.speaker_key and n.speaker_id < k.speaker_id
            union
            select n.id from json_each(:nodes) cross join speaker_keys k on k.speaker_key = value
            cross join speaker_names n on n.speaker_key = k.speaker_key and n.speaker_id > k.speaker_id
            union
            select n.id from json_each(:mentions) cross join articles a on a.uid = value ->> 1
            cross join speaker_names n on n.article_id = a.id and n.speaker_key = value ->> 0
        )
        select n.id, n.article_id, a.uid, n.speaker_key, n.speaker_id
        from named join speaker_names n using (id) join articles a on a.id = n.article_id
        """,
        {"nodes": json.dumps(nodes), "mentions": json.dumps(mentions)},
    ).fetchall()
    mention = {id: names.mention(key, article) for id, _, article, key, _ in found}
    alone = _alone(connection, mention.values())
    node = {id: mention[id] if mention[id] in alone else key for id, _, _, key, _ in found}
    rows = _rows_of(connection, set(node.values()))
    moved = [(row, rows[node[row[0]]].id) for row in found if node[row[0]] in rows]
    moved = [(row, speaker) for row, speaker in moved if row[4] != speaker]
    connection.execute(
        """
        update speaker_names set speaker_id = value ->> 1 from json_each(?) where speaker_names.id = value ->> 0
        """,
        [json.dumps([[row[0], speaker] for row, speaker in moved])],
    )
    named = sorted({(row[1], row[3]) for row, _ in moved})
    return named, {speaker for row, now in moved for speaker in (row[4], now)}


def _said(
    connection: sqlite3.Connection, named: Sequence[tuple[int, str]], nodes: Sequence[str], speakers: Sequence[int]
) -> set[int]:
    """The row ids of quotations whose speakers may have changed.

    Args:
        connection: The archive.
        named: The changed names, each as an article and a key.
        nodes: Nodes to which people may have attributed quotations.
        speakers: Speakers with a new name.
    """
    found = connection.execute(
        """
        select q.id from json_each(:named) named join quotations q on q.article_id = named.value ->> 0
        where q.named_keys is not null
            and exists (select 1 from json_each(q.named_keys) its where its.value = named.value ->> 1)
        union
        select q.id from json_each(:nodes) node join decisions d on d.speaker_key = node.value
        join quotations q on q.uid = d.quotation_uid
        where d.kind = 'attributed' and d.undone_at is null
        union
        select quotation_id from quotation_speakers where speaker_id in (select value from json_each(:speakers))
        """,
        {"named": json.dumps(named), "nodes": json.dumps(nodes), "speakers": json.dumps(speakers)},
    )
    return {row[0] for row in found}


def register_named(connection: sqlite3.Connection, node: str) -> None:
    """Introduce a node that articles name, but that another node decided about until now."""
    if connection.execute("select 1 from speaker_keys where speaker_key = ?", [node]).fetchone():
        return
    key, article = names.home(node)
    tables = "articles a cross join speaker_names n" if article else "speaker_names n join articles a"
    found = connection.execute(
        f"""
        select n.name, a.uid from {tables} on a.id = n.article_id
        where n.speaker_key in (:key, :node) and {"a.uid = :article" if article else "true"}
        order by a.id, n.id limit 1
        """,
        {"key": key, "node": node, "article": article},
    ).fetchone()
    if found:
        kind: SpeakerKind = key.partition(":")[0]  # type: ignore[assignment]
        register(connection, [Introduced(node, Speaker(found[0], kind), found[1], local=article is not None)])


def _form_alone(connection: sqlite3.Connection, nodes: Iterable[str]) -> None:
    """The speakers of new nodes without decisions."""
    new = [json.dumps(list(nodes))]
    connection.execute(
        """
        insert into speakers(slug, name, kind) select slug, name, kind
        from json_each(?) new cross join speaker_keys on speaker_key = new.value order by new.key
        """,
        new,
    )
    connection.execute(
        """
        update speaker_keys set speaker_id = (select id from speakers where speakers.slug = speaker_keys.slug)
        where speaker_key in (select value from json_each(?))
        """,
        new,
    )


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


def _decided(connection: sqlite3.Connection, nodes: Iterable[str]) -> set[str]:
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


def _value(connection: sqlite3.Connection, kind: str, person: Sequence[str]) -> str | None:
    row = connection.execute(
        """
        select value from decisions where kind = ? and undone_at is null
        and speaker_key in (select value from json_each(?)) order by made_at desc, id desc limit 1
        """,
        [kind, json.dumps(person)],
    ).fetchone()
    return row[0] if row else None
