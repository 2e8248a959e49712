"""What the values of each column must be for the code that reads them to make sense of them, however damaged a file is.

`verify` looks at every value by these rules first; what it checks beyond them, one value against another, may then
take them for what they should be.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from quotes.ids import is_id
from quotes.model import METADATA
from quotes.names.resolver import is_item, is_node
from quotes.store.decision_files import is_sound
from quotes.store.decisions import FIELDS, Decision
from quotes.store.queries import rows
from quotes.store.status import COLUMNS, DERIVED, INSTEAD, UNKEPT
from quotes.text.characters import SURROGATE

_SHA256 = re.compile("[0-9a-f]{64}")
_YEAR_OR_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_NUMBERS = (*("version", "start", "end", "cue_start", "cue_end", "mention_start", "mention_end"), "gone_since")

Row = Mapping[str, Any]


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Each value that is none its column can have, a line each that says where it stands."""
    for table, where in PLACES.items():
        columns = connection.execute(f"pragma table_info({table})").fetchall()
        # As bytes, since SQLite does not look at what a text is made of.
        selected = [
            f'cast("{name}" as blob) as "{name}"' if type == "TEXT" else f'"{name}"' for _, name, type, *_ in columns
        ]
        for row in rows(connection, f"select {', '.join(selected)} from {table}"):
            values, wrong = _decoded(dict(row))
            wrong += [
                name
                for name, is_right in _CHECKS[table].items()
                if name not in wrong and values[name] is not None and not is_right(values[name])
            ]
            for name in wrong:
                yield f"{where.format(**values)}: its {name} is damaged"
            if table == "judgements" and not wrong and not _is_decision(values):
                yield f"{where.format(**values)}: does not say what a decision of this sort says"


def _decoded(row: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values of a row as text, and the columns where they are none in UTF-8."""
    wrong = []
    for name, value in row.items():
        if isinstance(value, bytes):
            try:
                row[name] = value.decode()
            except UnicodeDecodeError:
                row[name] = value.decode(errors="replace")
                wrong.append(name)
    return row, wrong


def _is_date(value: Any) -> bool:
    """Whether this is a day, with or without a time, or a month or a year, as ISO 8601 writes them."""
    return isinstance(value, str) and (_YEAR_OR_MONTH.fullmatch(value) is not None or _moment(value) is not None)


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and _moment(value) is not None


def _is_moment_of_the_world(value: str) -> bool:
    moment = _moment(value)
    return moment is not None and moment.tzinfo is not None


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _is_sha256(value: str) -> bool:
    return _SHA256.fullmatch(value) is not None


def _is_said(value: str) -> bool:
    return bool(value.strip())


def _parsed(value: str) -> Any:
    """What JSON says; None, which no column has, where it says nothing."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    """Whether this is text that can be written down; JSON may have half a surrogate."""
    return isinstance(value, str) and not SURROGATE.search(value)


def _are_spans(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list) and len(span) == 2 and all(map(_is_number, span)) and 0 <= span[0] < span[1]
        for span in value
    )


def _has_spans(value: str) -> bool:
    spans = _parsed(value)
    return bool(spans) and _are_spans(spans)


def _is_chain(value: str) -> bool:
    return _are_spans(_parsed(value))


def _are_keys(value: str) -> bool:
    keys = _parsed(value)
    return isinstance(keys, list) and all(_is_text(key) and is_node(key) for key in keys)


def _is_metadata(value: str) -> bool:
    read = _parsed(value)
    return (
        isinstance(read, dict)
        and read.keys() <= set(METADATA)
        and all(each is None or _is_text(each) for each in read.values())
        and all(read.get(field) is None or _is_date(read[field]) for field in ("published", "modified"))
    )


def _is_kept(value: str) -> bool:
    """Whether this is the row of a quotation that is published no more, or what a published copy keeps of it."""
    if value == UNKEPT:
        return True
    kept = _parsed(value)
    if not isinstance(kept, dict) or kept.keys() - {INSTEAD} != set(COLUMNS) - DERIVED:
        return False
    texts = ("id", "article", "kind", "text", "spans", "keys", "chain")
    optional = ("cue", "mention", "step", "published")
    return (
        all(_is_text(kept[name]) for name in texts)
        and all(kept[name] is None or _is_text(kept[name]) for name in optional)
        and all(kept[name] is None or _is_number(kept[name]) for name in _NUMBERS)
        and all(_is_number(kept[name]) for name in ("version", "start", "end"))
        and isinstance(kept["confidence"], int | float)
        and 0 <= kept["confidence"] <= 1
        and kept["kind"] in ("direct", "partial", "paraphrase")
        and all(kept[name] is None or is_right(kept[name]) for name, is_right in _QUOTATION.items())
        and (INSTEAD not in kept or _is_reason(kept[INSTEAD]))
    )


def _is_reason(value: Any) -> bool:
    """Whether this is what `retiring` keeps to retire a quotation that is withdrawn."""
    match value:
        case [str(reason), when, None]:
            return bool(reason) and _is_moment(when)
        case [str(reason), when, str(target)]:
            return bool(reason) and _is_moment(when) and is_id(target)
    return False


def _is_decision(values: Row) -> bool:
    decision = Decision(*(values[field] for field in FIELDS))
    about_ids = ("attributed", "withdrawn", "described")
    try:
        return is_sound(decision) and (decision.judgement not in about_ids or is_id(decision.left))
    except ValueError:
        return False


Check = Callable[[Any], bool]
_QUOTATION: dict[str, Check] = {
    "id": is_id,
    "article": is_id,
    "spans": _has_spans,
    "keys": _are_keys,
    "chain": _is_chain,
    "published": _is_date,
}
# Of each table, how its rows are told apart, and what its columns must be where that is more than SQLite checks.
PLACES = {
    "articles": "article {id}",
    "versions": "article {article}, version {number}",
    "quotations": "article {article}, quotation {id}",
    "retired": "article {article}, quotation {id}",
    "quotation_speakers": "quotation in row {quotation}, speaker in row {speaker}",
    "names": "article {article}, name {name}",
    "speakers": "speaker {slug}",
    "keys": "speaker {slug}",
    "judgements": "decision {action}",
    "places": "article {article}, found at {source} too",
    "rejects": "reject {source}",
    "fetches": "fetched {url}",
}
_CHECKS: dict[str, dict[str, Check]] = {
    "articles": {
        "id": is_id,
        "published": _is_date,
        "modified": _is_date,
        "sha256": _is_sha256,
        "added": _is_moment,
        "story": is_id,
    },
    "versions": {
        "article": is_id,
        "sha256": _is_sha256,
        "added": _is_moment,
        "metadata": _is_metadata,
        "fetched": _is_moment,
        "raw_sha256": _is_sha256,
    },
    "quotations": _QUOTATION,
    "retired": {
        "id": is_id,
        "article": is_id,
        "target": is_id,
        "reason": _is_said,
        "retired": _is_moment,
        "kept": _is_kept,
    },
    "quotation_speakers": {"published": _is_date},
    "names": {"article": is_id, "name": _is_said, "published": _is_date, "key": is_node},
    "speakers": {"name": _is_said, "wikidata": is_item},
    "keys": {"key": is_node, "name": _is_said},
    "judgements": {"who": _is_said, "at": _is_moment, "undone": _is_moment},
    "places": {"article": is_id, "published": _is_date},
    "rejects": {"at": _is_moment},
    "fetches": {"at": _is_moment_of_the_world},
}
