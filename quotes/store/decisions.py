"""Decisions as data: adding, ending and undoing them, and applying them to the archive, in one transaction.

A newsroom keeps them as lines of JSON (`dump`) and loads them into another database (`load`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from quotes.model import Speaker, SpeakerKind
from quotes.names import home, is_local
from quotes.names.resolver import components, conflict, is_item, is_node, words_of
from quotes.store import aliases, evidence, overrides, parts, speaker_resolution, status
from quotes.store.database import file_of, transaction
from quotes.store.errors import explained
from quotes.store.queries import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

ABOUT_NAMES = ("named", "titled", "classified", "linked", "added", "aliased")
ABOUT_QUOTATIONS = ("attributed", "withdrawn")
KINDS = ("same", "different", "unsure", *ABOUT_NAMES, *ABOUT_QUOTATIONS, "described")

Change = tuple[str, str, str]  # judgement, left, right


class Decision(NamedTuple):
    """One decision, in its form for exchange between databases. Decisions that were made together share an `action`.

    Attributes:
        judgement: One of `KINDS`.
        left, right: Two nodes (`quotes.names.resolver`); a node and a name, role, kind, item of Wikidata or alias
            (`quotes.store.aliases`); the uid of a quotation and its speaker; or the uid of an article and
            "field=value".
        undone: When it was undone. The table has a column for each of these, see `columns_of`.
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


def columns_of(decision: Decision) -> dict[str, Any]:
    """The row of `decision` in the table of decisions."""
    about: dict[str, str | None]
    if decision.judgement in ABOUT_QUOTATIONS:
        about = {"quotation_uid": decision.left, "speaker_key": decision.right or None}
    elif decision.judgement == "described":
        field, _, value = decision.right.partition("=")
        about = {"article_uid": decision.left, "field": field, "value": value or None}
    elif decision.judgement == "aliased":
        alias = aliases.parsed(decision.right)
        if alias is None:
            raise ValueError(f"{decision.right!r} is not an alias")
        about = {"speaker_key": decision.left, "value": alias.name, "outlet": alias.outlet}
        about |= {"start_date": alias.start, "end_date": alias.end}
    elif decision.judgement in ABOUT_NAMES:
        about = {"speaker_key": decision.left, "value": decision.right}
    else:
        about = {"speaker_key": decision.left, "other_key": decision.right}
    return {
        "action_number": decision.action,
        "kind": decision.judgement,
        **dict.fromkeys(_SUBJECTS),
        **about,
        "author": decision.who,
        "made_at": decision.at,
        "note": decision.note,
        "undone_at": decision.undone,
        "undone_by_action": decision.undone_by,
    }


_SUBJECTS = (
    *("quotation_uid", "article_uid", "speaker_key", "other_key", "field", "value"),
    *("outlet", "start_date", "end_date"),
)
COLUMNS = (
    *("action_number", "kind", *_SUBJECTS),
    *("author", "made_at", "note", "undone_at", "undone_by_action"),
)


def decision_of(row: sqlite3.Row | dict[str, Any]) -> Decision:
    """The decision in a row of the table."""
    kind = row["kind"]
    if kind in ABOUT_QUOTATIONS:
        about = row["quotation_uid"], row["speaker_key"] or ""
    elif kind == "described":
        about = row["article_uid"], f"{row['field']}={row['value'] or ''}"
    elif kind == "aliased":
        alias = aliases.Alias(*(row[column] for column in ("value", "outlet", "start_date", "end_date")))
        about = row["speaker_key"], alias.text
    elif kind in ABOUT_NAMES:
        about = row["speaker_key"], row["value"]
    else:
        about = row["speaker_key"], row["other_key"]
    made = (row["author"], row["made_at"], row["note"], row["undone_at"], row["undone_by_action"])
    return Decision(row["action_number"], kind, *about, *made)


def decisions(connection: sqlite3.Connection) -> list[Decision]:
    """All decisions ever made, in order."""
    return [decision_of(row) for row in rows(connection, "select * from decisions order by id")]


def decide(
    db: Database,
    changes: Sequence[Change],
    ended: Iterable[int] = (),
    revived: Sequence[Decision] = (),
    *,
    who: str,
    note: str | None = None,
) -> None:
    """End and add decisions, and apply them to the archive, in one transaction."""
    connection = db.conn
    with explained(file_of(connection)), transaction(db):
        now = _moment(connection)
        (action,) = connection.execute("select coalesce(max(action_number), 0) + 1 from decisions").fetchone()
        before = components(speaker_resolution.pairs(connection))
        over = []
        for id in sorted(ended):
            db.table("decisions").update(id, {"undone_at": now, "undone_by_action": action if changes else None})
            over.append(decision_of(db.table("decisions").get(id)))
        new = [Decision(action, *change, who, now, note, None, None) for change in changes]
        new += [each._replace(who=who, at=now, undone=None, undone_by=None) for each in revived]
        for each in new:
            _insert(db, each)
        apply(connection, [*over, *new], before)


def _name(connection: sqlite3.Connection, node: str) -> str:
    found = connection.execute("select name from speaker_keys where speaker_key = ?", [node]).fetchone()
    return str(found[0]) if found else words_of(node)


def _moment(connection: sqlite3.Connection) -> str:
    """Now, or just after the last decision: decisions are identified by their time."""
    now = datetime.now(UTC)
    while connection.execute("select 1 from decisions where made_at = ?", [_written(now)]).fetchone():
        now += timedelta(microseconds=1)
    return _written(now)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def _insert(db: Database, decision: Decision) -> None:
    db.table("decisions").insert(columns_of(decision))


def apply(connection: sqlite3.Connection, changed: Sequence[Decision], before: dict[str, tuple[str, ...]]) -> None:
    """Apply the decisions to speakers and quotations. `before` has the components until now."""
    held = speaker_resolution.pairs(connection)
    after = components(held)
    if pair := conflict(held, after):
        left, right = (_name(connection, node) for node in (pair.left, pair.right))
        raise ValueError(
            f"{left} and {right} were decided to be different; undo that first (`quotes speakers history`)"
        )
    nodes: set[str] = set()
    corrected: set[str] = set()
    described: set[str] = set()
    aliased: list[aliases.Alias] = []
    for each in changed:
        if each.judgement == "added" and each.undone is None:
            kind: SpeakerKind = each.left.partition(":")[0]  # type: ignore[assignment]
            article = home(each.left)[1] or ""
            speaker_resolution.register(connection, each.left, Speaker(each.right, kind), article, local=False)
        if each.judgement in ABOUT_QUOTATIONS:
            corrected.add(each.left)
            given = speaker_resolution.corrections(connection, [each.left]).get(each.left, {}).get("attributed")
            nodes |= {each.right, given or ""} - {""}
        elif each.judgement == "described":
            described.add(each.left)
        elif each.judgement == "aliased" and (alias := aliases.parsed(each.right)):
            aliased.append(alias)
        elif each.judgement != "unsure":
            nodes |= {each.left} if each.judgement in ABOUT_NAMES else {each.left, each.right}
    nodes |= {node for one in list(nodes) for groups in (before, after) for node in groups.get(one, ())}
    speakers_before = _speakers_of(connection, corrected)
    nodes |= evidence.rejoin(connection, (), aliases.printing(connection, aliased)) if aliased else set()
    touched = speaker_resolution.update(connection, nodes)
    for id in sorted(corrected):
        touched |= _correct(connection, id)
    for article in sorted(described):
        overrides.describe(connection, article)
        named = connection.execute(
            """
            select n.article_id, n.speaker_key from speaker_names n join articles a on a.id = n.article_id
            where a.uid = ?
            """,
            [article],
        ).fetchall()
        local = {key for _, key in named if is_local(key)}  # an authority file gives them by date
        articles = {article_id for article_id, _ in named}
        touched |= speaker_resolution.update(connection, evidence.rejoin(connection, local, articles))
        touched |= {
            row[0]
            for row in connection.execute(
                "select speaker_id from speaker_names where article_id in (select value from json_each(?))",
                [json.dumps(sorted(articles))],
            )
        }
    speaker_resolution.refresh(connection, touched | speakers_before | _speakers_of(connection, corrected))


def _correct(connection: sqlite3.Connection, uid: str) -> set[int]:
    """Publish or withdraw a quotation, and set its speakers, by the decisions about it.

    Returns the ids of speakers whose names changed.
    """
    values = status.values_of(connection, uid)
    if values is None:
        return set()
    touched: set[int] = set()
    if "withdrawn" in speaker_resolution.corrections(connection, [uid]).get(uid, {}):
        if values["status"] == "retired":
            retired = (values["status_reason"], values["status_at"], values["target_id"])
            values |= dict(zip(status.RETIREMENT, retired, strict=True))
        status.store_withdrawn(connection, values)
        touched = speaker_resolution.update(connection, evidence.rejoin(connection, (), [values["article_id"]]))
    elif values["status"] == "withdrawn":
        status.restore(connection, uid)
        news = evidence.sparse_keys(connection, values["article_id"])
        speaker_resolution.forget_names(connection, values["article_id"])
        touched = speaker_resolution.update(connection, evidence.rejoin(connection, news, [values["article_id"]]))
    (id,) = connection.execute("select id from quotations where uid = ?", [uid]).fetchone()
    speaker_resolution.assign(connection, [id])
    parts.update(connection, [values["article_id"]])
    return touched


def _speakers_of(connection: sqlite3.Connection, quotations: Iterable[str]) -> set[int]:
    """Who said these quotations; of those that are not published, all whom their articles name."""
    found = connection.execute(
        """
        with corrected as (
            select q.id, q.article_id, q.status from json_each(?) join quotations q on q.uid = value
        )
        select speaker_id from quotation_speakers where quotation_id in (select id from corrected)
        union select speaker_id from speaker_names where article_id in (
            select article_id from corrected where status in ('retired', 'withdrawn')
        )
        """,
        [json.dumps(sorted(quotations))],
    )
    return {row[0] for row in found}


def active(connection: sqlite3.Connection, kind: str, subject: str) -> set[int]:
    """The ids of the active decisions of this kind about a quotation (its uid) or a node."""
    column = "quotation_uid" if kind in ABOUT_QUOTATIONS else "speaker_key"
    found = connection.execute(
        f"select id from decisions where kind = ? and {column} = ? and undone_at is null", [kind, subject]
    )
    return {row[0] for row in found}


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """All decisions as lines of JSON, in order, for `load`."""
    for each in decisions(connection):
        yield json.dumps(each._asdict(), ensure_ascii=False)


def load(db: Database, lines: Iterable[str]) -> int:
    """Add decisions from `dump` that are not in this database.

    Returns:
        How many were new or newly undone.

    Raises:
        ValueError: A line is not a decision, or decisions contradict each other. Nothing is changed then.
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
        before = components(speaker_resolution.pairs(db.conn))
        for each in new:
            _insert(db, each._replace(action=here(each.action), undone_by=each.undone_by and here(each.undone_by)))
        for each in changed:
            same = {column: value for column, value in columns_of(each).items() if column not in _CHANGING}
            db.conn.execute(
                f"""
                update decisions set undone_at = ?, undone_by_action = ?
                where undone_at is null and {" and ".join(f"{column} is ?" for column in same)}
                """,
                [each.undone, each.undone_by and here(each.undone_by), *same.values()],
            )
        _end_superseded(db.conn)
        apply(db.conn, [*new, *changed], before)
    return len(new) + len(changed)


def _end_superseded(connection: sqlite3.Connection) -> None:
    """Of several decisions of one kind about one quotation, made in different databases, keep the latest active."""
    latest: dict[tuple[str, str], tuple[str, int]] = {}
    for id, judgement, quotation, *made in connection.execute(
        """
        select id, kind, quotation_uid, made_at, action_number from decisions
        where undone_at is null and kind in ('attributed', 'withdrawn') order by made_at desc, id desc
        """
    ).fetchall():
        if (judgement, quotation) in latest:
            later = latest[judgement, quotation]
            connection.execute("update decisions set undone_at = ?, undone_by_action = ? where id = ?", [*later, id])
        else:
            latest[judgement, quotation] = (made[0], made[1])


_IDENTITY = ("judgement", "left", "right", "who", "at", "note")  # identifies a decision in every database
_CHANGING = ("action_number", "undone_at", "undone_by_action")  # the other columns


def _content(decision: Decision) -> tuple[object, ...]:
    return tuple(getattr(decision, field) for field in _IDENTITY)


def _parsed(number: int, line: str) -> Decision:
    try:
        decision = Decision(**json.loads(line))
        right = all(isinstance(getattr(decision, field), str) for field in ("judgement", "left", "right", "who", "at"))
        if not right or not isinstance(decision.action, int) or not is_sound(decision):
            raise ValueError
    except (ValueError, TypeError) as error:
        raise ValueError(f"line {number} is not a decision in the form that `quotes judgements` prints") from error
    return decision


def is_sound(decision: Decision) -> bool:
    """Whether a decision has what its kind needs."""
    match decision.judgement:
        case "same" | "different" | "unsure":
            return is_node(decision.left) and is_node(decision.right)
        case "named" | "titled" | "added":
            return is_node(decision.left) and bool(decision.right.strip())
        case "classified":
            return is_node(decision.left) and decision.right in get_args(SpeakerKind)
        case "aliased":
            is_shared = is_node(decision.left) and not is_local(decision.left)
            return is_shared and aliases.parsed(decision.right) is not None
        case "linked":
            return is_node(decision.left) and is_item(decision.right)
        case "attributed":
            return not decision.right or is_node(decision.right)
        case "withdrawn":
            return bool(decision.note)
        case "described":
            field, _, value = decision.right.partition("=")
            return overrides.checked(field, value) == value
    return False
