"""What people decide: who is who, names, roles, single quotations. Every decision is kept, and can be undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from quotes import identity
from quotes.archive import describing, people, retiring
from quotes.archive.files import explained, file_of, transaction
from quotes.archive.reading import StoredSpeaker, retired, rows, speaker, speakers
from quotes.article import Speaker, SpeakerKind
from quotes.identity.judgements import components, conflict, decided
from quotes.identity.suggestions import Known, Suggestion, suggest

if TYPE_CHECKING:
    from sqlite_utils import Database

ABOUT_QUOTATIONS = ("attributed", "withdrawn")
_FIELDS = ("action", "judgement", "left", "right", "who", "at", "note", "undone", "undone_by")

Change = tuple[str, str, str]  # judgement, left, right


class Decision(NamedTuple):
    """One row of the table of judgements. action: what was decided at once has one number.

    left, right: nodes (`quotes.identity.judgements`), or a quotation's id and its speaker. undone: when.
    """

    action: int
    judgement: str
    left: str
    right: str
    who: str
    at: str
    note: str | None
    undone: str | None
    undone_by: int | None


def find(connection: sqlite3.Connection, name: str) -> StoredSpeaker:
    """The one speaker who is called `name`: a slug, present or former, or a name.

    Raises ValueError where there is none, or where several are; the message gives their slugs.
    """
    name = name.strip()
    exact = rows(
        connection,
        """
        select distinct s.slug from keys join speakers s on s.id = speaker
        where keys.slug = :name or (not exists (select 1 from keys where slug = :name) and (
            s.name = :name or key in (select value from json_each(:keys))
        ))
        """,
        {"name": name, "keys": json.dumps(identity.keys_of(name))},
    )
    if len(exact) == 1:
        portrait = speaker(connection, exact[0]["slug"], limit=0)
        assert portrait is not None, "the slug is a speaker's"
        return portrait.speaker
    found = speakers(connection, name, limit=6)
    if name and len(found) == 1:
        return found[0]
    if not found or not name:
        raise ValueError(f"nobody here is called {name!r}; quotes speakers lists everybody")
    listed = ", ".join(each.slug for each in found[:5]) + (" …" if len(found) > 5 else "")
    raise ValueError(f"several speakers are called {name!r}; name one by its id: {listed}")


def merge(db: Database, kept: str, other: str, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Makes two speakers one, who goes by the name and the address of `kept`. Raises ValueError (see `find`)."""
    left, right = (_lead(db.conn, find(db.conn, name)) for name in (kept, other))
    if left == right:
        raise ValueError(f"{kept} and {other} are one speaker already")
    _decide(db, [("same", left, right)], who=who, note=note)
    return _speaker(db.conn, left)


def judge(db: Database, judgement: str, left: str, right: str, *, who: str, note: str | None = None) -> None:
    """Decides on a suggestion: the nodes `left` and `right` are "same", "different", or it is "unsure"."""
    _decide(db, [(judgement, left, right)], who=who, note=note)


def split(
    db: Database, name: str, articles: Sequence[str] = (), *, who: str, note: str | None = None
) -> StoredSpeaker | None:
    """Makes a speaker of their own of whom `articles` (ids) call so, or of the joined name `name`.

    Returns them, or None where nobody is quoted under that name. Raises ValueError where there is nothing to
    take apart.
    """
    taken = _named_in(db.conn, name, articles) if articles else [_joined_name(db.conn, name)]
    changes: list[Change] = []
    ended: set[int] = set()
    for node in taken:
        more, ends = _taken_out(db.conn, node)
        changes += more
        ended |= ends
    changes += [("same", taken[0], node) for node in taken[1:]]
    _decide(db, changes, ended, who=who, note=note)
    return _speaker(db.conn, taken[0]) if people.row_of(db.conn, taken[0]) else None


def rename(db: Database, name: str, new: str, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Shows a speaker under the name `new`; the address stays. Raises ValueError for an empty name."""
    if not people.tidy(new):
        raise ValueError("a speaker needs a name")
    return _about(db, "named", name, people.tidy(new), who=who, note=note)


def link(db: Database, name: str, item: str, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Says which item of Wikidata ("Q42") a speaker is. Raises ValueError where `item` is none."""
    if not _is_item(item):
        raise ValueError(f"{item!r} is no item of Wikidata; it is a Q and a number, as in Q42")
    return _about(db, "linked", name, item, who=who, note=note)


def add_alias(db: Database, name: str, alias: str, *, who: str, note: str | None = None) -> StoredSpeaker:
    """Makes `alias` another full name of a speaker, in the articles to come too.

    Raises ValueError where the alias is too little to know anybody by, or somebody else's name already.
    """
    known = find(db.conn, name)
    key = next((key for key in identity.keys_of(alias) if key.startswith(f"{known.kind}:")), None)
    if key is None:
        raise ValueError(f"{alias!r} is too little to know anybody by in other articles; merge single speakers instead")
    lead = _lead(db.conn, known)
    if key in _person(db.conn, lead):
        raise ValueError(f"{known.name} is known as {alias!r} already")
    if other := people.row_of(db.conn, key):
        raise ValueError(f"{alias!r} is a speaker here, {other.name}; quotes speakers merge makes them one")
    _decide(db, [("added", key, people.tidy(alias)), ("same", lead, key)], who=who, note=note)
    return _speaker(db.conn, lead)


def attribute(
    db: Database, id: str, name: str, *, kind: SpeakerKind | None = None, who: str, note: str | None = None
) -> StoredSpeaker | None:
    """Says who said a quotation: a speaker, "unknown" for nobody known, or with `kind` somebody new of that name.

    Raises ValueError where no such quotation is published, there is no such speaker, or `name` is not a full one
    of somebody new.
    """
    values = _published(db.conn, id)
    changes: list[Change] = []
    node = ""
    if kind is not None:
        key = next((key for key in identity.keys_of(name) if key.startswith(f"{kind}:")), None)
        if key is None:
            raise ValueError(f"{name!r} is too little to know anybody by; give a full name")
        changes, node = [("added", key, people.tidy(name))], key
    elif name.strip().casefold() != "unknown":
        node = _lead(db.conn, find(db.conn, name))
    ended = _active(db.conn, "attributed", values["id"])
    _decide(db, [*changes, ("attributed", values["id"], node)], ended, who=who, note=note)
    return _speaker(db.conn, node) if node else None


def withdraw(db: Database, id: str, reason: str, *, who: str) -> None:
    """Takes a quotation out of what is published; its address gives the reason. Raises ValueError without one."""
    if not reason.strip():
        raise ValueError("say why it is withdrawn; its page will give the reason")
    values = _published(db.conn, id)
    _decide(db, [("withdrawn", values["id"], "")], who=who, note=reason.strip())


def describe(db: Database, article: str, fields: Mapping[str, str], *, who: str, note: str | None = None) -> None:
    """Says what an article's title, date and so on are, whatever was read; an empty value says that it has none.

    fields: by the names of `quotes.article.METADATA`. Raises ValueError where there is no such article or field, or a
    value is none that the field can have.
    """
    article = article.strip().lower()
    if not rows(db.conn, "select 1 from articles where id = ?", [article]):
        raise ValueError(f"no article has the id {article}; quotes articles gives ids")
    settings = [f"{field}={describing.checked(field, value)}" for field, value in fields.items()]
    held = db.conn.execute(
        "select id, right from judgements where judgement = 'described' and left = ? and undone is null", [article]
    ).fetchall()
    ended = {id for id, right in held if right.partition("=")[0] in fields}
    _decide(db, [("described", article, setting) for setting in settings], ended, who=who, note=note)


def undo(db: Database, action: int | None = None, *, who: str) -> list[Decision]:
    """Takes back a decision, the last one unless its number is given; what it had ended holds again.

    Returns what no longer holds. Raises ValueError where there is nothing to take back, or where a later decision
    has taken the place of a part of this one.
    """
    everything = decisions(db.conn)
    holding = {each.action for each in everything if each.undone is None}
    number = max(holding, default=None) if action is None else action
    if number is None or number not in holding:
        raise ValueError("there is no decision to undo" if action is None else f"no decision {action} holds")
    taken = [each for each in everything if each.action == number and each.undone is None]
    if later := {each.undone_by for each in everything if each.action == number and each.undone_by in holding}:
        raise ValueError(f"decision {max(filter(None, later))} took the place of this one; undo that first")
    ended = {
        row[0] for row in db.conn.execute("select id from judgements where action = ? and undone is null", [number])
    }
    revived = [each for each in everything if each.undone_by == number]
    _decide(db, [], ended, revived, who=who)
    return taken


def decisions(connection: sqlite3.Connection) -> list[Decision]:
    """Every decision there ever was, in the order in which they were made."""
    return [Decision(*row) for row in rows(connection, f"select {', '.join(_FIELDS)} from judgements order by id")]


def history(connection: sqlite3.Connection, name: str) -> list[Decision]:
    """Every decision about a speaker, or about what they said, undone ones too. Raises ValueError (see `find`)."""
    nodes = set(_person(connection, _lead(connection, find(connection, name))))
    grown = True
    everything = decisions(connection)
    while grown:
        more = {
            node
            for each in everything
            if each.judgement in ("same", "different") and nodes & {each.left, each.right}
            for node in (each.left, each.right)
            if each.judgement == "same"
        }
        grown = not more <= nodes
        nodes |= more
    return [each for each in everything if nodes & {each.left, each.right}]


def suggestions(connection: sqlite3.Connection) -> list[Suggestion]:
    """Speakers who may be one and on whom nobody decided, those that touch most quotations first."""
    roles: dict[int, list[str]] = {}
    for row in rows(connection, "select distinct speaker, role from names where role is not null order by role"):
        roles.setdefault(row["speaker"], []).append(row["role"])
    known = [
        Known(row["key"], row["name"], row["kind"], tuple(roles.get(row["id"], ())), row["quotations"])
        for row in rows(
            connection,
            """
            select s.id, k.key, s.name, s.kind, count(qs.quotation) as quotations
            from speakers s join keys k on k.slug = s.slug left join quotation_speakers qs on qs.speaker = s.id
            group by s.id
            """,
        )
    ]
    held = people.pairs(connection)
    return suggest(known, decided(held, components(held)))


def slugs(connection: sqlite3.Connection) -> dict[str, str]:
    """The slug of every node that has one."""
    return {row["key"]: row["slug"] for row in rows(connection, "select key, slug from keys")}


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """Every decision as a line of JSON, in order, for `load`."""
    for each in decisions(connection):
        yield json.dumps(each._asdict(), ensure_ascii=False)


def load(db: Database, lines: Iterable[str]) -> int:
    """Adds decisions that `dump` wrote and that are not here yet. Returns how many were new or newly undone.

    Nothing is changed where it raises ValueError: a line is no decision, or they contradict each other.
    """
    given = [_parsed(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    with explained(file_of(db.conn)), transaction(db):
        known = {_content(each): each for each in decisions(db.conn)}
        last = max((each.action for each in known.values()), default=0)
        numbers = {each.action: known[_content(each)].action for each in given if _content(each) in known}
        first = min((each.action for each in given if each.action not in numbers), default=1)

        def here(action: int) -> int:
            """The number that an action of the file has here."""
            return numbers.get(action, action + (last - first + 1 if known else 0))

        new = [each for each in given if _content(each) not in known]
        changed = [
            each for each in given if each.undone and _content(each) in known and not known[_content(each)].undone
        ]
        before = components(people.pairs(db.conn))
        for each in new:
            _insert(db.conn, each._replace(action=here(each.action), undone_by=each.undone_by and here(each.undone_by)))
        for each in changed:
            db.conn.execute(
                f"""
                update judgements set undone = ?, undone_by = ?
                where undone is null and {" and ".join(f"{field} is ?" for field in _IDENTITY)}
                """,
                [each.undone, each.undone_by and here(each.undone_by), *_content(each)],
            )
        _end_superseded(db.conn)
        _apply(db.conn, [*new, *changed], before)
    return len(new) + len(changed)


def _end_superseded(connection: sqlite3.Connection) -> None:
    """Of several decisions of one sort on one quotation, made in different databases, the latest holds."""
    latest: dict[tuple[str, str], tuple[str, int]] = {}
    for id, judgement, quotation, *made in connection.execute(
        """
        select id, judgement, left, at, action from judgements
        where undone is null and judgement in ('attributed', 'withdrawn') order by at desc, id desc
        """
    ).fetchall():
        if (judgement, quotation) in latest:
            later = latest[judgement, quotation]
            connection.execute("update judgements set undone = ?, undone_by = ? where id = ?", [*later, id])
        else:
            latest[judgement, quotation] = (made[0], made[1])


_IDENTITY = ("judgement", "left", "right", "who", "at", "note")


def _content(decision: Decision) -> tuple[object, ...]:
    return tuple(getattr(decision, field) for field in _IDENTITY)


def _parsed(number: int, line: str) -> Decision:
    try:
        decision = Decision(**json.loads(line))
        right = all(isinstance(getattr(decision, field), str) for field in ("judgement", "left", "right", "who", "at"))
        if not right or not isinstance(decision.action, int) or not _is_sound(decision):
            raise ValueError
    except (ValueError, TypeError) as error:
        raise ValueError(f"line {number} is not a judgement as quotes judgements dump writes them") from error
    return decision


def _is_sound(decision: Decision) -> bool:
    """Whether a decision says what one of its sort has to say."""
    match decision.judgement:
        case "same" | "different" | "unsure":
            return _is_node(decision.left) and _is_node(decision.right)
        case "named" | "added":
            return _is_node(decision.left) and bool(decision.right.strip())
        case "linked":
            return _is_node(decision.left) and _is_item(decision.right)
        case "attributed":
            return not decision.right or _is_node(decision.right)
        case "withdrawn":
            return bool(decision.note)
        case "described":
            field, _, value = decision.right.partition("=")
            return describing.checked(field, value) == value
    return False


def _is_node(node: str) -> bool:
    kind, _, words = node.partition(":")
    return kind in get_args(SpeakerKind) and bool(words)


def _is_item(item: str) -> bool:
    """Whether this is an item of Wikidata, as Q42."""
    return item[:1] == "Q" and item[1:].isascii() and item[1:].isdigit() and item[1] != "0"


def _decide(
    db: Database,
    changes: Sequence[Change],
    ended: Iterable[int] = (),
    revived: Sequence[Decision] = (),
    *,
    who: str,
    note: str | None = None,
) -> None:
    """Ends and adds judgements, and makes the archive follow, in one transaction."""
    connection = db.conn
    with explained(file_of(connection)), transaction(db):
        now = _moment(connection)
        (action,) = connection.execute("select coalesce(max(action), 0) + 1 from judgements").fetchone()
        before = components(people.pairs(connection))
        ends = [(now, action if changes else None, id) for id in sorted(ended)]
        connection.executemany("update judgements set undone = ?, undone_by = ? where id = ?", ends)
        over = [
            Decision(*connection.execute(f"select {', '.join(_FIELDS)} from judgements where id = ?", [id]).fetchone())
            for _, _, id in ends
        ]
        new = [Decision(action, *change, who, now, note, None, None) for change in changes]
        new += [each._replace(who=who, at=now, undone=None, undone_by=None) for each in revived]
        for each in new:
            _insert(connection, each)
        _apply(connection, [*over, *new], before)


def _moment(connection: sqlite3.Connection) -> str:
    """Now, or just after where a decision is of this very moment, since decisions are told apart by theirs."""
    now = datetime.now(UTC)
    while connection.execute("select 1 from judgements where at = ?", [_written(now)]).fetchone():
        now += timedelta(microseconds=1)
    return _written(now)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def _insert(connection: sqlite3.Connection, decision: Decision) -> None:
    connection.execute(
        f"insert into judgements({', '.join(_FIELDS)}) values ({', '.join('?' * len(_FIELDS))})", decision
    )


def _apply(connection: sqlite3.Connection, changed: Sequence[Decision], before: dict[str, tuple[str, ...]]) -> None:
    """Makes speakers and quotations what the judgements now say. before: the components that there were."""
    held = people.pairs(connection)
    after = components(held)
    if pair := conflict(held, after):
        raise ValueError(
            f"{pair.left} and {pair.right} were judged to be different; undo that first (quotes speakers history)"
        )
    nodes: set[str] = set()
    corrected: set[str] = set()
    described: set[str] = set()
    for each in changed:
        if each.judgement == "added" and each.undone is None:
            kind: SpeakerKind = each.left.partition(":")[0]  # type: ignore[assignment]
            people.introduce(connection, each.left, Speaker(each.right, kind), "", local=False)
        if each.judgement in ABOUT_QUOTATIONS:
            corrected.add(each.left)
            given = people.corrections(connection, [each.left]).get(each.left, {}).get("attributed")
            nodes |= {each.right, given or ""} - {""}
        elif each.judgement == "described":
            described.add(each.left)
        elif each.judgement != "unsure":
            nodes |= {each.left} if each.judgement in ("named", "linked", "added") else {each.left, each.right}
    nodes |= {node for one in list(nodes) for groups in (before, after) for node in groups.get(one, ())}
    said = _said_by(connection, corrected)
    touched = people.settle(connection, nodes)
    for id in sorted(corrected):
        _correct(connection, id)
    for article in sorted(described):
        describing.describe(connection, article)
        touched |= {
            row[0] for row in connection.execute("select distinct speaker from names where article = ?", [article])
        }
    people.refresh(connection, touched | said | _said_by(connection, corrected))


def _correct(connection: sqlite3.Connection, id: str) -> None:
    """Publishes or withdraws a quotation, and gives it to its speakers, as the judgements say."""
    values = retiring.values_of(connection, id)
    if values is None:
        return
    published = connection.execute("select 1 from quotations where id = ?", [id]).fetchone()
    lost = connection.execute(
        "select reason, retired, target from retired where id = ? and reason in (?, ?)",
        [id, retiring.MOVED, retiring.LOST],
    ).fetchone()
    if "withdrawn" in people.corrections(connection, [id]).get(id, {}):
        retiring.keep(connection, values | ({retiring.INSTEAD: lost} if lost else {}))
    elif not published and not lost:
        retiring.restore(connection, id)
        people.forget_names(connection, values["article"])
    people.assign(connection, values["article"])


def _said_by(connection: sqlite3.Connection, quotations: Iterable[str]) -> set[int]:
    """Who said these quotations; of those that are not published, all whom their articles name."""
    found = connection.execute(
        """
        select speaker from quotation_speakers where quotation in (
            select pk from quotations where id in (select value from json_each(?1))
        ) union select speaker from names where article in (
            select article from retired where id in (select value from json_each(?1))
        )
        """,
        [json.dumps(sorted(quotations))],
    )
    return {row[0] for row in found}


def _about(db: Database, judgement: str, name: str, value: str, *, who: str, note: str | None) -> StoredSpeaker:
    node = _lead(db.conn, find(db.conn, name))
    ended = {id for each in _person(db.conn, node) for id in _active(db.conn, judgement, each)}
    _decide(db, [(judgement, node, value)], ended, who=who, note=note)
    return _speaker(db.conn, node)


def _active(connection: sqlite3.Connection, judgement: str, left: str) -> set[int]:
    found = connection.execute(
        "select id from judgements where judgement = ? and left = ? and undone is null", [judgement, left]
    )
    return {row[0] for row in found}


def _published(connection: sqlite3.Connection, id: str) -> dict[str, Any]:
    """The columns of the quotation with this id. Raises ValueError where none is published."""
    id = id.strip().lower()
    values = retiring.values_of(connection, id)
    if values is None:
        raise ValueError(f"no quotation has the id {id}; quotes search gives ids")
    if _active(connection, "withdrawn", id):
        raise ValueError(f"{id} is withdrawn already; quotes speakers undo takes that back")
    if gone := retired(connection, id):
        raise ValueError(f"{id} is no longer published: {gone.reason}" + (f", {gone.target}" if gone.target else ""))
    return values


def _lead(connection: sqlite3.Connection, speaker: StoredSpeaker) -> str:
    (node,) = connection.execute("select key from keys where slug = ?", [speaker.slug]).fetchone()
    return str(node)


def _person(connection: sqlite3.Connection, node: str) -> tuple[str, ...]:
    return components(people.pairs(connection)).get(node, (node,))


def _speaker(connection: sqlite3.Connection, node: str) -> StoredSpeaker:
    (slug,) = connection.execute(
        "select s.slug from keys join speakers s on s.id = speaker where key = ?", [node]
    ).fetchone()
    return find(connection, slug)


def _named_in(connection: sqlite3.Connection, name: str, articles: Sequence[str]) -> list[str]:
    """The mentions of a speaker in these articles. Raises ValueError where one has none."""
    named = find(connection, name)
    taken = []
    for article in articles:
        found = connection.execute(
            "select distinct key from names where article = ? and speaker = (select id from speakers where slug = ?)",
            [article.strip().lower(), named.slug],
        ).fetchall()
        if not found:
            raise ValueError(f"the article {article} does not quote {named.name}")
        taken += [identity.mention(row[0], article.strip().lower()) for row in found]
    others = connection.execute(
        """
        select count(distinct article) from names
        where speaker = (select id from speakers where slug = ?) and article not in (select value from json_each(?))
        """,
        [named.slug, json.dumps([article.strip().lower() for article in articles])],
    ).fetchone()
    if not others[0]:
        raise ValueError(f"these are all the articles that quote {named.name}; there is nobody to split from")
    return taken


def _joined_name(connection: sqlite3.Connection, name: str) -> str:
    """The key that `name`, or the slug `name`, has in a speaker who has several. Raises ValueError otherwise."""
    together = components(people.pairs(connection))
    slug = connection.execute("select key from keys where slug = ?", [name.strip()]).fetchone()
    for key in [*(slug or ()), *identity.keys_of(name)]:
        if key in together:
            return str(key)
    raise ValueError(
        f"nothing was joined to {find(connection, name).name}; say with --article where somebody else is meant"
    )


def _taken_out(connection: sqlite3.Connection, node: str) -> tuple[list[Change], set[int]]:
    """What takes `node` out of its speaker and leaves the others together: new judgements, and those that end."""
    held = people.pairs(connection)
    person = components(held).get(node)
    if person is None:
        return [("different", identity.home(node)[0], node)], set()
    ended = {
        row[0]
        for row in connection.execute(
            "select id from judgements where judgement = 'same' and undone is null and ? in (left, right)", [node]
        )
    }
    rest = [pair for pair in held if node not in (pair.left, pair.right)]
    apart = components(rest)
    judged = dict.fromkeys(each for pair in held for each in (pair.left, pair.right))
    others = [other for other in judged if other in person and other != node]
    fragments = list(dict.fromkeys(apart.get(other, (other,)) for other in others))
    lead = fragments[0][0]
    return [*(("same", lead, each[0]) for each in fragments[1:]), ("different", lead, node)], ended
