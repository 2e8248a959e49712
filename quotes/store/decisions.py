"""Decisions as data: kept, ended and taken back, and the archive made to follow, in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from quotes.model import Speaker, SpeakerKind
from quotes.names.resolver import components, conflict
from quotes.store import overrides, speaker_resolution, status
from quotes.store.database import file_of, transaction
from quotes.store.errors import explained
from quotes.store.queries import rows

if TYPE_CHECKING:
    from sqlite_utils import Database

ABOUT_QUOTATIONS = ("attributed", "withdrawn")
FIELDS = ("action", "judgement", "left", "right", "who", "at", "note", "undone", "undone_by")

Change = tuple[str, str, str]  # judgement, left, right


class Decision(NamedTuple):
    """One row of the table of judgements. action: what was decided at once has one number.

    left, right: nodes (`quotes.names.resolver`), or a quotation's id and its speaker. undone: when.
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


def decisions(connection: sqlite3.Connection) -> list[Decision]:
    """Every decision there ever was, in the order in which they were made."""
    return [Decision(*row) for row in rows(connection, f"select {', '.join(FIELDS)} from judgements order by id")]


def decide(
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
        before = components(speaker_resolution.pairs(connection))
        ends = [(now, action if changes else None, id) for id in sorted(ended)]
        connection.executemany("update judgements set undone = ?, undone_by = ? where id = ?", ends)
        over = [
            Decision(*connection.execute(f"select {', '.join(FIELDS)} from judgements where id = ?", [id]).fetchone())
            for _, _, id in ends
        ]
        new = [Decision(action, *change, who, now, note, None, None) for change in changes]
        new += [each._replace(who=who, at=now, undone=None, undone_by=None) for each in revived]
        for each in new:
            insert(connection, each)
        apply(connection, [*over, *new], before)


def _moment(connection: sqlite3.Connection) -> str:
    """Now, or just after where a decision is of this very moment, since decisions are told apart by theirs."""
    now = datetime.now(UTC)
    while connection.execute("select 1 from judgements where at = ?", [_written(now)]).fetchone():
        now += timedelta(microseconds=1)
    return _written(now)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def insert(connection: sqlite3.Connection, decision: Decision) -> None:
    connection.execute(f"insert into judgements({', '.join(FIELDS)}) values ({', '.join('?' * len(FIELDS))})", decision)


def apply(connection: sqlite3.Connection, changed: Sequence[Decision], before: dict[str, tuple[str, ...]]) -> None:
    """Makes speakers and quotations what the judgements now say. before: the components that there were."""
    held = speaker_resolution.pairs(connection)
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
            speaker_resolution.introduce(connection, each.left, Speaker(each.right, kind), "", local=False)
        if each.judgement in ABOUT_QUOTATIONS:
            corrected.add(each.left)
            given = speaker_resolution.corrections(connection, [each.left]).get(each.left, {}).get("attributed")
            nodes |= {each.right, given or ""} - {""}
        elif each.judgement == "described":
            described.add(each.left)
        elif each.judgement != "unsure":
            nodes |= {each.left} if each.judgement in ("named", "linked", "added") else {each.left, each.right}
    nodes |= {node for one in list(nodes) for groups in (before, after) for node in groups.get(one, ())}
    said = _said_by(connection, corrected)
    touched = speaker_resolution.settle(connection, nodes)
    for id in sorted(corrected):
        _correct(connection, id)
    for article in sorted(described):
        overrides.describe(connection, article)
        touched |= {
            row[0] for row in connection.execute("select distinct speaker from names where article = ?", [article])
        }
    speaker_resolution.refresh(connection, touched | said | _said_by(connection, corrected))


def _correct(connection: sqlite3.Connection, id: str) -> None:
    """Publishes or withdraws a quotation, and gives it to its speakers, as the judgements say."""
    values = status.values_of(connection, id)
    if values is None:
        return
    published = connection.execute("select 1 from quotations where id = ?", [id]).fetchone()
    lost = connection.execute(
        "select reason, retired, target from retired where id = ? and reason in (?, ?)",
        [id, status.MOVED, status.LOST],
    ).fetchone()
    if "withdrawn" in speaker_resolution.corrections(connection, [id]).get(id, {}):
        status.keep(connection, values | ({status.INSTEAD: lost} if lost else {}))
    elif not published and not lost:
        status.restore(connection, id)
        speaker_resolution.forget_names(connection, values["article"])
    speaker_resolution.assign(connection, values["article"])


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


def active(connection: sqlite3.Connection, judgement: str, left: str) -> set[int]:
    found = connection.execute(
        "select id from judgements where judgement = ? and left = ? and undone is null", [judgement, left]
    )
    return {row[0] for row in found}
