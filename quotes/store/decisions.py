"""Decisions as data: adding, ending and undoing them, and applying them to the archive, in one transaction.

A newsroom keeps them as lines of JSON (`dump`) and loads them into another database (`load`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, get_args

from quotes.ids import is_id
from quotes.model import Speaker, SpeakerKind
from quotes.names import home, is_local
from quotes.names.resolver import components, conflict, is_item, is_node, words_of
from quotes.store import overrides, parts, status
from quotes.store.database import file_of, transaction
from quotes.store.errors import explained
from quotes.store.identity import aliases, evidence, name_uses, resolution
from quotes.store.queries import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

ABOUT_PAIRS = ("same", "different", "unsure")
ABOUT_NAMES = ("named", "titled", "classified", "linked", "added", "aliased")
ABOUT_QUOTATIONS = ("attributed", "withdrawn")
KINDS = (*ABOUT_PAIRS, *ABOUT_NAMES, *ABOUT_QUOTATIONS, "described")

# The columns that say what a decision is about: those that each kind needs, and those that it may have besides.
_NEEDED = (
    dict.fromkeys(ABOUT_PAIRS, frozenset(("speaker_key", "other_key")))
    | dict.fromkeys(ABOUT_NAMES, frozenset(("speaker_key", "value")))
    | dict.fromkeys(ABOUT_QUOTATIONS, frozenset(("quotation_uid",)))
    | {"described": frozenset(("article_uid", "field"))}
)
_POSSIBLE = {
    "attributed": frozenset(("speaker_key",)),
    "aliased": frozenset(("outlet", "start_date", "end_date")),
    "described": frozenset(("value",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: a row of the table, and a line of the exchange format.

    Attributes:
        action_number: Decisions that were made together share it. 0 until it is stored, as `author` and `made_at` are
            empty until then.
        kind: One of `KINDS`, which says what the next columns mean (docs/database.md).
        speaker_key, other_key: Nodes (`quotes.names.resolver`).
    """

    action_number: int = 0
    kind: str
    quotation_uid: str | None = None
    article_uid: str | None = None
    speaker_key: str | None = None
    other_key: str | None = None
    field: str | None = None
    value: str | None = None
    outlet: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    author: str = ""
    made_at: str = ""
    note: str | None = None
    undone_at: str | None = None
    undone_by_action: int | None = None

    @property
    def keys(self) -> set[str]:
        """The nodes that it is about."""
        return {key for key in (self.speaker_key, self.other_key) if key is not None}

    @property
    def alias(self) -> aliases.Alias:
        """The alias that it gives."""
        return aliases.Alias(self.value or "", self.outlet, self.start_date, self.end_date)


COLUMNS = tuple(each.name for each in fields(Decision))
_NUMBERS = ("action_number", "undone_by_action")
_CHANGING = (*_NUMBERS, "undone_at")  # the others identify a decision in every database
_SUBJECTS = frozenset().union(*_NEEDED.values(), *_POSSIBLE.values())


def decisions(connection: sqlite3.Connection) -> list[Decision]:
    """All decisions ever made, in order."""
    return [_decision(row) for row in rows(connection, "select * from decisions order by id")]


def _decision(row: sqlite3.Row | Mapping[str, Any]) -> Decision:
    return Decision(**{column: row[column] for column in COLUMNS})


def decide(
    db: Database,
    changes: Sequence[Decision],
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
        before = components(resolution.pairs(connection))
        over = []
        for id in sorted(ended):
            db.table("decisions").update(id, {"undone_at": now, "undone_by_action": action if changes else None})
            over.append(_decision(db.table("decisions").get(id)))
        new = [replace(each, action_number=action, author=who, made_at=now, note=note) for each in changes]
        new += [replace(each, author=who, made_at=now, undone_at=None, undone_by_action=None) for each in revived]
        db.table("decisions").insert_all(map(asdict, new))
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


def apply(connection: sqlite3.Connection, changed: Sequence[Decision], before: dict[str, tuple[str, ...]]) -> None:
    """Apply the decisions to speakers and quotations. `before` has the components until now."""
    held = resolution.pairs(connection)
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
        if each.kind == "added" and each.undone_at is None:
            node, name = each.speaker_key or "", each.value or ""
            kind: SpeakerKind = node.partition(":")[0]  # type: ignore[assignment]
            introduced = resolution.Introduced(node, Speaker(name, kind), home(node)[1] or "")
            resolution.register(connection, [introduced])
        if each.quotation_uid:
            corrected.add(each.quotation_uid)
            given = resolution.corrections(connection, [each.quotation_uid]).get(each.quotation_uid, {})
            nodes |= each.keys | ({given["attributed"]} if given.get("attributed") else set())
        elif each.article_uid:
            described.add(each.article_uid)
        elif each.kind == "aliased":
            aliased.append(each.alias)
        elif each.kind != "unsure":
            nodes |= each.keys
    nodes |= {node for one in list(nodes) for groups in (before, after) for node in groups.get(one, ())}
    speakers_before = _speakers_of(connection, corrected)
    nodes |= evidence.rejoin(connection, aliases.printing(connection, aliased)) if aliased else set()
    nodes |= evidence.rejoin_decided(connection, nodes)
    touched = resolution.update(connection, nodes)
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
        touched |= resolution.update(connection, evidence.rejoin(connection, articles, keys=local))
        touched |= {
            row[0]
            for row in connection.execute(
                "select speaker_id from speaker_names where article_id in (select value from json_each(?))",
                [json.dumps(sorted(articles))],
            )
        }
    resolution.refresh(connection, touched | speakers_before | _speakers_of(connection, corrected))


def _correct(connection: sqlite3.Connection, uid: str) -> set[int]:
    """Publish or withdraw a quotation, and set its speakers, by the decisions about it.

    Returns the ids of speakers whose names changed.
    """
    values = status.values_of(connection, uid)
    if values is None:
        return set()
    touched: set[int] = set()
    if "withdrawn" in resolution.corrections(connection, [uid]).get(uid, {}):
        if values["status"] == "retired":
            retired = (values["status_reason"], values["status_at"], values["target_id"])
            values |= dict(zip(status.RETIREMENT, retired, strict=True))
        status.store_withdrawn(connection, values)
        touched = resolution.update(connection, evidence.rejoin(connection, [values["article_id"]]))
    elif values["status"] == "withdrawn":
        status.restore(connection, uid)
        article_id = values["article_id"]
        before = name_uses.names_in(connection, article_id)
        resolution.forget_names(connection, article_id)
        after = name_uses.names_in(connection, article_id)
        joined = evidence.rejoin(connection, [article_id], before=before, after=after)
        touched = resolution.update(connection, joined)
    (id,) = connection.execute("select id from quotations where uid = ?", [uid]).fetchone()
    resolution.assign(connection, [id])
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
        yield json.dumps(asdict(each), ensure_ascii=False)


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
        last = max((each.action_number for each in known.values()), default=0)
        numbers = {each.action_number: known[_content(each)].action_number for each in given if _content(each) in known}
        first = min((each.action_number for each in given if each.action_number not in numbers), default=1)

        def here(action: int) -> int:
            """The number that an action of the file has here."""
            return numbers.get(action, action + (last - first + 1 if known else 0))

        def ended_by(each: Decision) -> int | None:
            return each.undone_by_action and here(each.undone_by_action)

        new = [each for each in given if _content(each) not in known]
        changed = [
            each for each in given if each.undone_at and _content(each) in known and not known[_content(each)].undone_at
        ]
        before = components(resolution.pairs(db.conn))
        db.table("decisions").insert_all(
            asdict(replace(each, action_number=here(each.action_number), undone_by_action=ended_by(each)))
            for each in new
        )
        # The update of sqlite-utils needs the id of a row.
        for each in changed:
            db.conn.execute(
                f"""
                update decisions set undone_at = ?, undone_by_action = ?
                where undone_at is null and {" and ".join(f"{column} is ?" for column, _ in _content(each))}
                """,
                [each.undone_at, ended_by(each), *(value for _, value in _content(each))],
            )
        _end_superseded(db.conn)
        apply(db.conn, [*new, *changed], before)
    return len(new) + len(changed)


def _end_superseded(connection: sqlite3.Connection) -> None:
    """Of several decisions of one kind about one quotation, made in different databases, keep the latest active."""
    latest: dict[tuple[str, str], tuple[str, int]] = {}
    for id, kind, quotation, *made in connection.execute(
        """
        select id, kind, quotation_uid, made_at, action_number from decisions
        where undone_at is null and kind in ('attributed', 'withdrawn') order by made_at desc, id desc
        """
    ).fetchall():
        if (kind, quotation) in latest:
            later = latest[kind, quotation]
            connection.execute("update decisions set undone_at = ?, undone_by_action = ? where id = ?", [*later, id])
        else:
            latest[kind, quotation] = (made[0], made[1])


def _content(decision: Decision) -> tuple[tuple[str, Any], ...]:
    """What identifies a decision in every database: its columns with their values."""
    return tuple((column, value) for column, value in asdict(decision).items() if column not in _CHANGING)


def _parsed(number: int, line: str) -> Decision:
    try:
        record = json.loads(line)
        decision = Decision(**(_former(record) if "judgement" in record else record))
        if not _has_types(decision) or not is_sound(decision):
            raise ValueError
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"line {number} is not a decision in the form that `quotes judgements` prints") from error
    return decision


def _former(record: Mapping[str, Any]) -> dict[str, Any]:
    """A line that the command `judgements` of version 0.1.0 printed, in the present form."""
    kind, left, right = record["judgement"], record["left"], record["right"]
    about = {"speaker_key": left, "other_key" if kind in ABOUT_PAIRS else "value": right}
    if kind in ABOUT_QUOTATIONS:
        about = {"quotation_uid": left, "speaker_key": right or None}
    elif kind == "described":
        field, _, value = right.partition("=")
        about = {"article_uid": left, "field": field, "value": value or None}
    made = {"action_number": record["action"], "author": record["who"], "made_at": record["at"], "note": record["note"]}
    return {"kind": kind, **about, **made, "undone_at": record["undone"], "undone_by_action": record["undone_by"]}


def _has_types(decision: Decision) -> bool:
    values = asdict(decision)
    return (
        isinstance(decision.action_number, int)
        and isinstance(decision.undone_by_action, int | None)
        and all(isinstance(values[column], str) for column in ("kind", "author", "made_at"))
        and all(isinstance(values[column], str | None) for column in COLUMNS if column not in _NUMBERS)
    )


def is_sound(decision: Decision) -> bool:
    """Whether a decision has what its kind needs, and nothing else."""
    kind, value = decision.kind, decision.value or ""
    given = {column for column in _SUBJECTS if getattr(decision, column) is not None}
    needed = _NEEDED.get(kind)
    if needed is None or not needed <= given <= needed | _POSSIBLE.get(kind, frozenset()):
        return False
    if not all(map(is_node, decision.keys)) or not all(
        map(is_id, filter(None, (decision.quotation_uid, decision.article_uid)))
    ):
        return False
    match kind:
        case "named" | "titled" | "added":
            return bool(value.strip())
        case "classified":
            return value in get_args(SpeakerKind)
        case "aliased":
            return not any(map(is_local, decision.keys)) and aliases.is_valid(decision.alias)
        case "linked":
            return is_item(value)
        case "withdrawn":
            return bool(decision.note)
        case "described":
            return decision.value != "" and overrides.checked(decision.field or "", value) == value
    return True
