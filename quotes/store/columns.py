"""The valid values of each column, for `verify`.

`verify` checks every value with these rules first. Later checks compare values and can rely on their types.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, get_args

from quotes.ids import is_id
from quotes.model import METADATA, Polarity, RejectKind
from quotes.names.resolver import is_item, is_node
from quotes.store.decisions import COLUMNS, KINDS, Decision, is_sound
from quotes.store.queries import rows
from quotes.text.characters import SURROGATE

_SHA256 = re.compile("[0-9a-f]{64}")
_YEAR_OR_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_SLUG = re.compile("[a-z0-9-]+")
_ENDING = re.compile(r"\.[a-z0-9]{1,10}")

Row = Mapping[str, Any]
Check = Callable[[Any], bool]


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Each invalid value, in one line that names its table, row and column."""
    for table, where in PLACES.items():
        columns = connection.execute(f"pragma table_info({table})").fetchall()
        # As bytes, since SQLite does not check the encoding of text.
        selected = [
            f'cast("{name}" as blob) as "{name}"' if type == "TEXT" else f'"{name}"'
            for _, name, type, *_ in columns
            if type != "BLOB"
        ]
        names = [name for _, name, type, *_ in columns if type != "BLOB"]
        for key in _NAMED.keys() & set(names):
            selected += [f"({sql}) as {name}" for name, sql in _NAMED[key].items()]
        for row in rows(connection, f"select {', '.join(selected)} from {table}"):
            values, undecoded = _decoded(dict(row))
            wrong = [name for name in undecoded if name in names]
            wrong += [
                name
                for name, is_right in _CHECKS[table].items()
                if name not in wrong and values[name] is not None and not is_right(values[name])
            ]
            for name in wrong:
                yield f"{where.format(**values)}: its {name} is damaged"
            if table == "decisions" and not wrong and not _is_decision(values):
                yield f"{where.format(**values)}: does not have the values of this kind of decision"


def _decoded(row: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values of a row as text, and the columns that are not valid UTF-8."""
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
    """Whether this is an ISO 8601 date, with or without a time, or a month or a year."""
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
    """A parsed JSON value; None, which no column has, if it is not valid."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    """Whether this is valid text; JSON may have half a surrogate pair."""
    return isinstance(value, str) and not SURROGATE.search(value)


def _are_spans(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, list) and len(span) == 2 and all(map(_is_number, span)) and 0 <= span[0] < span[1]
        for span in value
    )


def _has_spans(value: str) -> bool:
    spans = _parsed(value)
    return bool(spans) and _are_spans(spans)


def _are_page_starts(value: str) -> bool:
    starts = _parsed(value)
    return isinstance(starts, list) and all(map(_is_number, starts)) and starts[:1] == [0] and starts == sorted(starts)


def _is_page(value: Any) -> bool:
    return isinstance(value, int) and value > 0


def _is_ending(value: str) -> bool:
    return _ENDING.fullmatch(value) is not None


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


def _is_confidence(value: Any) -> bool:
    return 0 <= float(value) <= 1


def _is_position(value: Any) -> bool:
    return isinstance(value, int) and value >= 0


def _is_slug(value: str) -> bool:
    return _SLUG.fullmatch(value) is not None


def _one_of(*values: object) -> Check:
    return lambda value: value in values


def _is_decision(values: Row) -> bool:
    try:
        return is_sound(Decision(**{column: values[column] for column in COLUMNS}))
    except (AttributeError, TypeError, ValueError):
        return False


_is_kind = _one_of("direct", "partial", "paraphrase")
_is_speaker_kind = _one_of("person", "organisation", "anonymous")
_is_truth = _one_of(0, 1)
_WORDS: dict[str, Check] = {
    "kind": _is_kind,
    "spans": _has_spans,
    "page": _is_page,
    "named_keys": _are_keys,
    "attribution_chain": _is_chain,
    "polarity": _one_of(*Polarity),
    "statement_spans": _has_spans,
    "confidence": _is_confidence,
}
# For each table, the column that identifies a row, and rules for columns beyond those that SQLite checks.
PLACES = {
    "articles": "article {uid}",
    "versions": "article {article}, version {number}",
    "originals": "original {sha256}",
    "quotations": "article {article}, quotation {uid}",
    "withdrawn_texts": "article {article}, quotation {quotation}",
    "quotation_speakers": "article {article}, quotation {quotation}, speaker in row {speaker_id}",
    "speaker_names": "article {article}, name {name}",
    "speakers": "speaker {slug}",
    "speaker_keys": "speaker {slug}",
    "name_uses": "name {name} of {speaker_key}",
    "role_uses": "role {role} of speaker in row {speaker_id}",
    "namesakes": "namesakes of {speaker_key}",
    "joins": "join of {speaker_key} and {other_key}",
    "authority_people": "authority file, {uid}",
    "authority_names": "authority file, name {name}",
    "authority_offices": "authority file, office {role}",
    "decisions": "decision {action_number}",
    "article_sources": "article {article}, other source {source}",
    "rejects": "reject {source}",
    "fetches": "fetched {url}",
}
# Foreign keys that also identify a row: the permanent ids of its article and quotation.
_NAMED = {
    "article_id": {"article": "select cast(uid as blob) from articles where articles.id = article_id"},
    "quotation_id": {
        "article": """
            select cast(a.uid as blob) from quotations q join articles a on a.id = q.article_id
            where q.id = quotation_id
        """,
        "quotation": "select cast(uid as blob) from quotations where quotations.id = quotation_id",
    },
}
_CHECKS: dict[str, dict[str, Check]] = {
    "articles": {
        "uid": is_id,
        "published": _is_date,
        "modified": _is_date,
        "added_at": _is_moment,
    },
    "versions": {
        "number": _is_position,
        "is_current": _is_truth,
        "sha256": _is_sha256,
        "added_at": _is_moment,
        "metadata": _is_metadata,
        "fetched_at": _is_moment,
        "raw_sha256": _is_sha256,
        "page_starts": _are_page_starts,
        "redacted_spans": _has_spans,
    },
    "originals": {"sha256": _is_sha256, "ending": _is_ending, "byte_size": _is_position},
    "quotations": {
        "uid": is_id,
        "status": _one_of("published", "gone", "retired", "withdrawn"),
        "status_reason": _is_said,
        "status_at": _is_moment,
        "published": _is_date,
        **_WORDS,
    },
    "withdrawn_texts": {"retired_reason": _is_said, "retired_at": _is_moment, **_WORDS},
    "quotation_speakers": {
        "position": _is_position,
        "is_exact": _is_truth,
        "published": _is_date,
        "is_first": _is_truth,
    },
    "speaker_names": {"name": _is_said, "published": _is_date, "speaker_key": is_node},
    "speakers": {"slug": _is_slug, "name": _is_said, "kind": _is_speaker_kind, "wikidata": is_item},
    "speaker_keys": {"speaker_key": is_node, "slug": _is_slug, "name": _is_said, "kind": _is_speaker_kind},
    "name_uses": {"name": _is_said, "speaker_key": is_node},
    "role_uses": {"role": _is_said, "first_published": _is_date, "last_published": _is_date},
    "namesakes": {"speaker_key": is_node, "first_article": is_id},
    "joins": {"speaker_key": is_node, "other_key": is_node, "reason": _is_said},
    "authority_people": {"uid": _is_said, "name": _is_said, "gender": _one_of("M", "F"), "wikidata": is_item},
    "authority_names": {"name": _is_said, "speaker_key": is_node},
    "authority_offices": dict.fromkeys(("start_date", "end_date", "complete_from", "complete_to"), _is_date),
    "decisions": {"kind": _one_of(*KINDS), "author": _is_said, "made_at": _is_moment, "undone_at": _is_moment}
    | dict.fromkeys(("start_date", "end_date"), _is_date),
    "article_sources": {"published": _is_date},
    "rejects": {"kind": _one_of(*get_args(RejectKind)), "rejected_at": _is_moment},
    "fetches": {"fetched_at": _is_moment_of_the_world},
}
