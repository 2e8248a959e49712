"""Decisions as lines of JSON, so that a newsroom keeps them beside its articles and loads them elsewhere."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotes.names.resolver import components, is_item, is_node
from quotes.store import overrides, speaker_resolution
from quotes.store.database import file_of, transaction
from quotes.store.decisions import Decision, apply, decisions, insert
from quotes.store.errors import explained

if TYPE_CHECKING:
    from sqlite_utils import Database


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
        before = components(speaker_resolution.pairs(db.conn))
        for each in new:
            insert(db.conn, each._replace(action=here(each.action), undone_by=each.undone_by and here(each.undone_by)))
        for each in changed:
            db.conn.execute(
                f"""
                update judgements set undone = ?, undone_by = ?
                where undone is null and {" and ".join(f"{field} is ?" for field in _IDENTITY)}
                """,
                [each.undone, each.undone_by and here(each.undone_by), *_content(each)],
            )
        _end_superseded(db.conn)
        apply(db.conn, [*new, *changed], before)
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
        if not right or not isinstance(decision.action, int) or not is_sound(decision):
            raise ValueError
    except (ValueError, TypeError) as error:
        raise ValueError(f"line {number} is not a judgement as quotes judgements dump writes them") from error
    return decision


def is_sound(decision: Decision) -> bool:
    """Whether a decision says what one of its sort has to say."""
    match decision.judgement:
        case "same" | "different" | "unsure":
            return is_node(decision.left) and is_node(decision.right)
        case "named" | "added":
            return is_node(decision.left) and bool(decision.right.strip())
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
