"""Decisions of people about speakers, names, quotations and metadata. All are kept and can be undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast, get_args

from quotes import names
from quotes.model import Speaker, SpeakerKind
from quotes.names.keys import is_common, without_title
from quotes.names.resolver import components, decided, is_item
from quotes.names.suggestions import Known, Suggestion, suggest
from quotes.store import overrides, status
from quotes.store.decisions import Decision, active, decide, decisions
from quotes.store.identity import aliases, resolution
from quotes.store.identity.aliases import Alias
from quotes.store.queries import StoredSpeaker, retired, rows, speaker, speakers

if TYPE_CHECKING:
    from sqlite_utils import Database


class AlreadySo(ValueError):
    """A decision that would change nothing. The message says what is so."""


def find(connection: sqlite3.Connection, name: str) -> StoredSpeaker:
    """The one speaker called `name`: a slug, present or former, or a name.

    Raises:
        ValueError: There is none, or there are several; the message then has their slugs.
    """
    name = name.strip()
    exact = rows(
        connection,
        """
        select distinct s.slug from speaker_keys k join speakers s on s.id = k.speaker_id
        where k.slug = :name or (not exists (select 1 from speaker_keys where slug = :name) and (
            s.name = :name or speaker_key in (select value from json_each(:keys))
        ))
        """,
        {"name": name, "keys": json.dumps(names.keys_of(name))},
    )
    if len(exact) == 1:
        portrait = speaker(connection, exact[0]["slug"], limit=0)
        assert portrait is not None, "the slug is a speaker's"
        return portrait.speaker
    found = speakers(connection, name, limit=6)
    if name and len(found) == 1:
        return found[0]
    if not found or not name:
        raise ValueError(f"no speaker is named {name!r}; `quotes speakers` lists all speakers")
    listed = ", ".join(each.slug for each in found[:5]) + (" …" if len(found) > 5 else "")
    raise ValueError(f"several speakers are named {name!r}; give the id of one: {listed}")


def merge(db: Database, kept: str, other: str, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Merge two speakers. The result has the name and the slug of `kept`.

    Raises:
        AlreadySo: They are one speaker.
        ValueError: See `find`.
    """
    left, right = (_lead(db.conn, find(db.conn, name)) for name in (kept, other))
    if left == right:  # perhaps only by a rule
        left, right = (_named_key(db.conn, name) or left for name in (kept, other))
    if right in components(resolution.pairs(db.conn)).get(left, (left,)):
        raise AlreadySo(f"{kept} and {other} are already one speaker")
    decide(db, [_pair("same", left, right)], who=who, note=note)
    return _speaker(db.conn, left)


def decide_pair(db: Database, kind: str, key: str, other: str, *, who: str, note: str | None = None) -> None:
    """Decide about a suggestion: the nodes `key` and `other` are "same" or "different", or it is "unsure"."""
    decide(db, [_pair(kind, key, other)], who=who, note=note)


def decide_pairs(db: Database, key: str, others: Sequence[tuple[str, str]], *, who: str) -> int:
    """As `decide_pair`, for several suggestions with `key` at once: pairs of a kind of decision and the other node.

    Returns:
        The number for `undo`.
    """
    decide(db, [_pair(kind, key, other) for kind, other in others], who=who)
    return last_action(db.conn)[0]


def split(
    db: Database, name: str, articles: Sequence[str] = (), *, who: str, note: str | None = None
) -> StoredSpeaker | None:
    """Split a speaker: make the mentions in `articles` (ids), or the merged name `name`, a speaker of their own.

    Returns:
        The new speaker, or None if nobody is quoted under that name.

    Raises:
        ValueError: There is nothing to split.
    """
    taken = _named_in(db.conn, name, articles) if articles else [_joined_name(db.conn, name)]
    changes: list[Decision] = []
    ended: set[int] = set()
    for node in taken:
        more, ends = _taken_out(db.conn, node)
        changes += more
        ended |= ends
    changes += [_pair("same", taken[0], node) for node in taken[1:]]
    decide(db, changes, ended, who=who, note=note)
    return _speaker(db.conn, taken[0]) if resolution.row_of(db.conn, taken[0]) else None


def rename(db: Database, name: str, new: str, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Show a speaker under the name `new`; the slug stays. Raises ValueError for an empty name."""
    if not resolution.tidy(new):
        raise ValueError("a speaker needs a name")
    return _about(db, "named", name, resolution.tidy(new), who=who, note=note)


def entitle(db: Database, name: str, role: str, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Show a speaker with the role `role`, whatever articles say. Raises ValueError for an empty role."""
    if not resolution.tidy(role):
        raise ValueError("give the role to show; `quotes undo` shows the one in the articles again")
    return _about(db, "titled", name, resolution.tidy(role), who=who, note=note)


def speaker_kind(value: str) -> SpeakerKind:
    """`value` as a kind of speaker. Raises ValueError if it is none."""
    if value not in get_args(SpeakerKind):
        raise ValueError(f"{value!r} is not a kind of speaker; these are {', '.join(get_args(SpeakerKind))}")
    return cast(SpeakerKind, value)


def classify(db: Database, name: str, kind: SpeakerKind, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Say that a speaker is a person, an organisation, or anonymous. Their slug and names stay."""
    return _about(db, "classified", name, kind, who=who, note=note)


def link(db: Database, name: str, item: str, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Link a speaker to an item of Wikidata ("Q42"). Raises ValueError if `item` is not one."""
    if not is_item(item):
        raise ValueError(f"{item!r} is not an item of Wikidata, such as Q42")
    return _about(db, "linked", name, item, who=who, note=note)


def add_alias(
    db: Database,
    name: str,
    alias: str,
    *,
    outlet: str | None = None,
    start: str | None = None,
    end: str | None = None,
    who: str,
    note: str | None = None,
) -> StoredSpeaker:
    """Make `alias` another name of a speaker, also in later articles.

    A full name without conditions is a name of the speaker like the others. Everything else means the speaker in the
    articles that print it (`quotes.store.identity.aliases`).

    Args:
        db: The archive.
        name: The speaker (see `find`).
        alias: The name, as articles print it.
        outlet: Only in articles of this outlet.
        start: Only in articles of this date or later, ISO 8601 or the beginning of one.
        end: Only in articles of this date or earlier.
        who: Who decides.
        note: Why, or None.

    Raises:
        AlreadySo: The speaker has this alias.
        ValueError: It is the name of somebody else, or an argument is not valid.
    """
    known = find(db.conn, name)
    lead = _lead(db.conn, known)
    key = next((key for key in names.keys_of(alias) if key.startswith(f"{known.kind}:")), None)
    if key is None or outlet or start or end or without_title(alias):
        printed, where = resolution.tidy(alias), resolution.tidy(outlet or "")
        given = Alias(printed, where or None, start or None, end or None)
        return _alias(db, known, lead, given, who=who, note=note)
    if key in resolution.person(db.conn, lead):
        raise AlreadySo(f"{known.name} already has the name {alias!r}")
    if other := resolution.row_of(db.conn, key):
        raise ValueError(
            f"{alias!r} is the name of another speaker, {other.name}; `quotes speakers merge` makes them one"
        )
    added = Decision(kind="added", speaker_key=key, value=resolution.tidy(alias))
    decide(db, [added, _pair("same", lead, key)], who=who, note=note)
    return _speaker(db.conn, lead)


def _alias(
    db: Database, speaker: StoredSpeaker, lead: str, given: Alias, *, who: str, note: str | None
) -> StoredSpeaker:
    if not aliases.is_valid(given):
        raise ValueError(f"{given.name!r} is not an alias; give a name, and dates such as 2024-10 or 2024-10-23")
    if is_common(given.name):
        raise ValueError(f"{given.name!r} cannot be an alias: a pronoun, a title or a common noun is nobody's name")
    if aliases.is_reversed(given):
        raise ValueError(f"the last date, {given.end}, is before the first, {given.start}")
    if names.is_local(lead):
        raise ValueError(f"{speaker.name} is known in one article only; an alias needs a speaker with a full name")
    replaced = {id: node for id, node, alias in aliases.active(db.conn) if alias == given}
    if lead in replaced.values():
        raise AlreadySo(f"{speaker.name} already has this alias")
    # So that it means them in a database that loads the decision before an article names them.
    (first,) = db.conn.execute("select name from speaker_keys where speaker_key = ?", [lead]).fetchone()
    changes = [
        Decision(kind="added", speaker_key=lead, value=first),
        Decision(
            kind="aliased",
            speaker_key=lead,
            value=given.name,
            outlet=given.outlet,
            start_date=given.start,
            end_date=given.end,
        ),
    ]
    decide(db, changes, replaced, who=who, note=note)
    return _speaker(db.conn, lead)


def attribute(
    db: Database, id: str, name: str, *, kind: SpeakerKind | None = None, who: str, note: str | None = None
) -> StoredSpeaker | None:
    """Set who said a quotation: a speaker, "unknown", or with `kind` a new speaker called `name`.

    A new anonymous speaker ("a resident") is a speaker in this article only.

    Raises:
        ValueError: There is no such published quotation or no such speaker, or `name` is not the full name of a new
            one.
    """
    values = _published(db.conn, id)
    changes: list[Decision] = []
    node = ""
    if kind is not None:
        (article,) = db.conn.execute("select uid from articles where id = ?", [values["article_id"]]).fetchone()
        key = names.key(Speaker(name, kind), article)
        if kind != "anonymous" and names.is_local(key):
            raise ValueError(f"{name!r} does not identify a {kind}; give a full name")
        changes, node = [Decision(kind="added", speaker_key=key, value=resolution.tidy(name))], key
    elif name.strip().casefold() != "unknown":
        node = _lead(db.conn, find(db.conn, name))
        if names.home(node)[1] is None:
            # If a decision is loaded before an article names them, it still identifies them.
            (first,) = db.conn.execute("select name from speaker_keys where speaker_key = ?", [node]).fetchone()
            changes = [Decision(kind="added", speaker_key=node, value=first)]
    ended = active(db.conn, "attributed", values["uid"])
    if _stands(db.conn, ended, "speaker_key", node or None):
        raise AlreadySo(f"{values['uid']} already has this speaker, by a decision")
    changes.append(Decision(kind="attributed", quotation_uid=values["uid"], speaker_key=node or None))
    decide(db, changes, ended, who=who, note=note)
    return _speaker(db.conn, node) if node else None


def withdraw(db: Database, id: str, reason: str, *, who: str) -> None:
    """Withdraw a quotation from publication; its page shows the reason.

    Raises:
        AlreadySo: It is withdrawn with this reason.
        ValueError: There is no reason, it is withdrawn with another one, or there is no such quotation.
    """
    if not reason.strip():
        raise ValueError("a withdrawal needs a reason, which the page of the quotation shows")
    held = db.execute(
        "select note from decisions where kind = 'withdrawn' and undone_at is null and quotation_uid = ?",
        [id.strip().lower()],
    ).fetchone()
    if held:
        so = f"{id} is already withdrawn; `quotes undo` restores it"
        raise AlreadySo(so) if held[0] == reason.strip() else ValueError(f"{so}. The reason is “{held[0]}”")
    values = _published(db.conn, id)
    decide(db, [Decision(kind="withdrawn", quotation_uid=values["uid"])], who=who, note=reason.strip())


def describe(db: Database, article: str, fields: Mapping[str, str], *, who: str, note: str | None = None) -> None:
    """Override the metadata of an article (its id), as in `describe_all`."""
    describe_all(db, {article.strip().lower(): fields}, who=who, note=note)


def describe_all(db: Database, settings: Mapping[str, Mapping[str, str]], *, who: str, note: str | None = None) -> None:
    """Override the metadata of articles, as one decision; an empty value means that an article has none.

    Args:
        db: The archive.
        settings: By the id of an article, values by the names of `quotes.model.METADATA`.
        who: Who decides.
        note: Why, or None.

    Raises:
        ValueError: There is no such article or field, or a value is not valid.
    """
    changes: list[Decision] = []
    ended: set[int] = set()
    for article, fields in settings.items():
        if not rows(db.conn, "select 1 from articles where uid = ?", [article]):
            raise ValueError(f"no article has the id {article}; `quotes articles` lists the ids")
        changes += [
            Decision(kind="described", article_uid=article, field=field, value=overrides.checked(field, value) or None)
            for field, value in fields.items()
        ]
        held = db.conn.execute(
            "select id, field from decisions where kind = 'described' and article_uid = ? and undone_at is null",
            [article],
        ).fetchall()
        ended |= {id for id, field in held if field in fields}
    decide(db, changes, ended, who=who, note=note)


def undo(db: Database, action: int | None = None, *, who: str) -> list[Decision]:
    """Undo a decision, by default the last one. Decisions that it replaced are active again.

    Returns:
        The decisions that are no longer active.

    Raises:
        ValueError: There is nothing to undo, or a later decision replaced a part of this one.
    """
    everything = decisions(db.conn)
    holding = {each.action_number for each in everything if each.undone_at is None}
    number = max(holding, default=None) if action is None else action
    if number is None or number not in holding:
        raise ValueError("there is no decision to undo" if action is None else f"there is no active decision {action}")
    taken = [each for each in everything if each.action_number == number and each.undone_at is None]
    if later := holding & {each.undone_by_action for each in everything if each.action_number == number}:
        raise ValueError(f"decision {max(later)} replaced this one; undo that first")
    ended = {
        row[0]
        for row in db.conn.execute("select id from decisions where action_number = ? and undone_at is null", [number])
    }
    revived = [each for each in everything if each.undone_by_action == number]
    decide(db, [], ended, revived, who=who)
    return taken


def last_action(connection: sqlite3.Connection) -> tuple[int, set[int]]:
    """The number of the last action, and the numbers of those whose decisions it replaced."""
    (number,) = connection.execute("select max(action_number) from decisions").fetchone()
    replaced = connection.execute("select action_number from decisions where undone_by_action = ?", [number])
    return number, {row[0] for row in replaced}


def history(connection: sqlite3.Connection, name: str) -> list[Decision]:
    """All decisions about a speaker, or about their quotations, also undone ones. Raises ValueError (see `find`)."""
    nodes = set(resolution.person(connection, _lead(connection, find(connection, name))))
    grown = True
    everything = decisions(connection)
    while grown:
        more = {node for each in everything if each.kind == "same" and nodes & each.keys for node in each.keys}
        grown = not more <= nodes
        nodes |= more
    return [each for each in everything if nodes & each.keys]


def suggestions(connection: sqlite3.Connection) -> list[Suggestion]:
    """Pairs of speakers that may be one and without a decision, those with most quotations first."""
    roles: dict[int, list[str]] = {}
    named = "select speaker_id, role from role_uses order by role"
    for row in rows(connection, named):
        roles.setdefault(row["speaker_id"], []).append(row["role"])
    known = [
        Known(row["speaker_key"], row["name"], row["kind"], tuple(roles.get(row["id"], ())), row["quotations"])
        for row in rows(
            connection,
            """
            select s.id, k.speaker_key, s.name, s.kind, count(qs.quotation_id) as quotations
            from speakers s join speaker_keys k on k.slug = s.slug
            left join quotation_speakers qs on qs.speaker_id = s.id
            group by s.id
            """,
        )
    ]
    held = resolution.pairs(connection)
    return suggest(known, decided(held, resolution.everybody(connection)))


def slugs(connection: sqlite3.Connection) -> dict[str, str]:
    """The slug of every node that has one."""
    return {row["speaker_key"]: row["slug"] for row in rows(connection, "select speaker_key, slug from speaker_keys")}


def _pair(kind: str, key: str, other: str) -> Decision:
    return Decision(kind=kind, speaker_key=key, other_key=other)


def _about(db: Database, kind: str, name: str, value: str, *, who: str, note: str | None) -> StoredSpeaker:
    node = _lead(db.conn, find(db.conn, name))
    ended = {id for each in resolution.person(db.conn, node) for id in active(db.conn, kind, each)}
    if _stands(db.conn, ended, "value", value):
        raise AlreadySo(f"{name} already has {value!r}, by a decision")
    decide(db, [Decision(kind=kind, speaker_key=node, value=value)], ended, who=who, note=note)
    return _speaker(db.conn, node)


def _stands(connection: sqlite3.Connection, decisions: Collection[int], column: str, value: str | None) -> bool:
    """Whether these decisions, all of one kind, only say that `column` is `value`."""
    held = rows(
        connection,
        f"select {column} from decisions where id in (select value from json_each(?))",
        [json.dumps(sorted(decisions))],
    )
    return {row[0] for row in held} == {value}


def _published(connection: sqlite3.Connection, id: str) -> dict[str, Any]:
    """The columns of a published quotation. Raises ValueError if there is none with this id."""
    id = id.strip().lower()
    values = status.values_of(connection, id)
    if values is None:
        raise ValueError(f"no quotation has the id {id}; `quotes search` shows the ids")
    if active(connection, "withdrawn", id):
        raise ValueError(f"{id} is already withdrawn; `quotes undo` restores it")
    if gone := retired(connection, id):
        raise ValueError(f"{id} is no longer published: {gone.reason}" + (f", {gone.target}" if gone.target else ""))
    return values


def _lead(connection: sqlite3.Connection, speaker: StoredSpeaker) -> str:
    (node,) = connection.execute("select speaker_key from speaker_keys where slug = ?", [speaker.slug]).fetchone()
    return str(node)


def _speaker(connection: sqlite3.Connection, node: str) -> StoredSpeaker:
    (slug,) = connection.execute(
        "select s.slug from speaker_keys k join speakers s on s.id = k.speaker_id where speaker_key = ?", [node]
    ).fetchone()
    return find(connection, slug)


def _named_in(connection: sqlite3.Connection, name: str, articles: Sequence[str]) -> list[str]:
    """The mentions of a speaker in these articles. Raises ValueError if an article has none."""
    named = find(connection, name)
    taken = []
    for article in articles:
        found = connection.execute(
            """
            select distinct speaker_key from speaker_names
            where article_id = (select id from articles where uid = ?)
            and speaker_id = (select id from speakers where slug = ?)
            """,
            [article.strip().lower(), named.slug],
        ).fetchall()
        if not found:
            raise ValueError(f"the article {article} does not quote {named.name}")
        taken += [names.mention(row[0], article.strip().lower()) for row in found]
    others = connection.execute(
        """
        select count(distinct article_id) from speaker_names
        where speaker_id = (select id from speakers where slug = ?)
        and article_id not in (select a.id from json_each(?) join articles a on a.uid = value)
        """,
        [named.slug, json.dumps([article.strip().lower() for article in articles])],
    ).fetchone()
    if not others[0]:
        raise ValueError(f"these are all the articles that quote {named.name}, so there is nothing to split")
    return taken


def _joined_name(connection: sqlite3.Connection, name: str) -> str:
    """The key of `name`, a name or a slug, in a speaker with several keys. Raises ValueError if there is none."""
    key = _named_key(connection, name)
    if key and (len(resolution.person(connection, key)) > 1 or resolution.joined_to(connection, key)):
        return key
    raise ValueError(
        f"{find(connection, name).name} has no merged names; give the articles about another person with --article"
    )


def _named_key(connection: sqlite3.Connection, name: str) -> str | None:
    """The key with the slug `name`, or the one that follows from `name`, if there is one."""
    found = connection.execute(
        """
        select speaker_key from speaker_keys where slug = ?1 or speaker_key in (select value from json_each(?2))
        order by slug <> ?1, speaker_id is null, id limit 1
        """,
        [name.strip(), json.dumps(names.keys_of(name))],
    ).fetchone()
    return str(found[0]) if found else None


def _taken_out(connection: sqlite3.Connection, node: str) -> tuple[list[Decision], set[int]]:
    """The decisions that remove `node` from its speaker and keep the others together: new ones, and those that end."""
    if lead := resolution.joined_to(connection, node):
        return [_pair("different", lead, node)], set()
    held = resolution.pairs(connection)
    together = components(held)
    by_hand = together.get(node, (node,))
    by_rule = [other for other in resolution.person(connection, node) if other not in by_hand]
    # Each of them, so that no later join of rules leads back.
    parted: list[Decision] = [_pair("different", each, node) for each in by_rule]
    if node not in together:
        return parted or [_pair("different", names.home(node)[0], node)], set()
    ended = {
        row[0]
        for row in connection.execute(
            """
            select id from decisions where kind = 'same' and undone_at is null and ? in (speaker_key, other_key)
            """,
            [node],
        )
    }
    rest = [pair for pair in held if node not in (pair.left, pair.right)]
    apart = components(rest)
    decided_about = dict.fromkeys(each for pair in held for each in (pair.left, pair.right))
    others = [other for other in decided_about if other in by_hand and other != node]
    fragments = list(dict.fromkeys(apart.get(other, (other,)) for other in others))
    lead = fragments[0][0]
    return [*(_pair("same", lead, each[0]) for each in fragments[1:]), _pair("different", lead, node), *parted], ended


class Correction(NamedTuple):
    """A decision about a quotation.

    Attributes:
        kind: "attributed" or "withdrawn".
        name, slug: The speaker, None for an unknown one.
        author: Who decided.
        made_at: When, ISO 8601, UTC.
        note: Why, or None.
        undone_at: When it was undone, ISO 8601, UTC; None while it is active.
    """

    kind: str
    name: str | None
    slug: str | None
    author: str
    made_at: str
    note: str | None
    undone_at: str | None


def corrections(connection: sqlite3.Connection, id: str) -> list[Correction]:
    """All decisions about the quotation with this uid, the first one first."""
    return [
        Correction(*row)
        for row in rows(
            connection,
            """
            select d.kind, coalesce(s.name, k.name), s.slug, d.author, d.made_at, d.note, d.undone_at
            from decisions d left join speaker_keys k using (speaker_key) left join speakers s on s.id = k.speaker_id
            where d.quotation_uid = ? and d.kind in ('attributed', 'withdrawn') order by d.id
            """,
            [id],
        )
    ]


class Entry(NamedTuple):
    """A decision in the list of the latest ones.

    Attributes:
        action_number: The number for `undo`.
        kind: One of `quotes.store.decisions.KINDS`.
        quotation, article: The uid of what it is about, or None.
        name, slug: The speaker it is about, or that it gives to a quotation; None if there is none.
        other, other_slug: The second speaker of a pair.
        field, value: What it sets; the value of an alias has its conditions.
        author, made_at, note, undone_at: As in `Correction`.
    """

    action_number: int
    kind: str
    quotation: str | None
    article: str | None
    name: str | None
    slug: str | None
    other: str | None
    other_slug: str | None
    field: str | None
    value: str | None
    author: str
    made_at: str
    note: str | None
    undone_at: str | None


def latest(connection: sqlite3.Connection, *, limit: int) -> list[Entry]:
    """The last decisions, also undone ones, the last one first."""
    return [
        Entry(*row)
        for row in rows(
            connection,
            """
            select d.action_number, d.kind, d.quotation_uid, d.article_uid,
                coalesce(k.name, d.speaker_key), s.slug, coalesce(o.name, d.other_key), t.slug,
                d.field, d.value || coalesce(', in ' || d.outlet, '') || coalesce(', from ' || d.start_date, '')
                    || coalesce(', to ' || d.end_date, ''),
                d.author, d.made_at, d.note, d.undone_at
            from decisions d
            left join speaker_keys k on k.speaker_key = d.speaker_key left join speakers s on s.id = k.speaker_id
            left join speaker_keys o on o.speaker_key = d.other_key left join speakers t on t.id = o.speaker_id
            order by d.id desc limit ?
            """,
            [limit],
        )
    ]


class Description(NamedTuple):
    """A decision about the metadata of an article.

    Attributes:
        field: One of `quotes.model.METADATA`.
        value: The value that somebody set, None for none.
        read: The value in the article when it was last read, or None.
        author, made_at, note, undone_at: As in `Correction`.
    """

    field: str
    value: str | None
    read: str | None
    author: str
    made_at: str
    note: str | None
    undone_at: str | None


def descriptions(connection: sqlite3.Connection, article: str) -> list[Description]:
    """All decisions about the article with this key, the first one first."""
    found = rows(
        connection,
        """
        select d.field, d.value, v.metadata, d.author, d.made_at, d.note, d.undone_at from decisions d
        join articles a on a.uid = d.article_uid join versions v on v.article_id = a.id and v.is_current
        where d.article_uid = ? and d.kind = 'described' order by d.id
        """,
        [article],
    )
    return [
        Description(field, value, json.loads(metadata).get(field), *decided)
        for field, value, metadata, *decided in found
    ]
