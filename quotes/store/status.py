"""Quotations that are no longer found in their article, or were withdrawn: their ids answer for ever."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from quotes.ids import normalise
from quotes.store.database import file_of
from quotes.store.errors import ArchiveError

COLUMNS = (
    *("id", "article", "version", "gone_since", "kind", "text", "start", "end", "spans", "keys", "speaker", "said_by"),
    *("cue", "cue_start", "cue_end", "mention", "mention_start", "mention_end"),
    *("confidence", "step", "chain", "published"),
)
WRITE_QUOTATION = f"""
    insert into quotations({", ".join(f'"{column}"' for column in COLUMNS)})
    values ({", ".join(f":{column}" for column in COLUMNS)})
    on conflict(id) do update set {", ".join(f'"{column}" = excluded."{column}"' for column in COLUMNS[1:])}
    returning pk
"""
MOVED = "the words now stand in another quotation of this article"
LOST = "a later reading of the article no longer takes these words for a quotation"
DERIVED = {"speaker", "said_by"}
UNKEPT = "{}"  # what a published copy keeps of a retired quotation: nothing
INSTEAD = "instead"  # kept with what is withdrawn: reason, time and target of its retirement if it were not

Values = Mapping[str, Any]


def part(
    connection: sqlite3.Connection, article: str, version: int, text: str, found: Mapping[str, str], when: str
) -> None:
    """Parts with the quotations of `article` that are not among those `found` in its `version` (words by id).

    Words that left `text` are marked as gone since this version. Words that are there still, but in no
    quotation of their own, are retired: their id leads to the quotation they stand in, if they do in one.
    """
    connection.execute(
        """
        delete from retired where id in (select value from json_each(?)) and id in (select id from quotations)
        """,
        [json.dumps(list(found))],
    )
    rows = _rows(connection, article)
    missing = [
        values
        for values in rows
        if values["id"] not in found and values["gone_since"] is None and INSTEAD not in values
    ]
    withdrawn = {values["id"] for values in missing if values.pop("is_retired")}
    words = normalise(text) if missing else ""
    others = {id: normalise(said) for id, said in found.items()} if missing else {}
    for values in missing:
        stands = values["version"] == version or all(_within(each, words) for each in _parts(values))
        if not stands:
            if values["id"] in withdrawn:
                keep(connection, values | {"gone_since": version})
            else:
                connection.execute("update quotations set gone_since = ? where id = ?", [version, values["id"]])
            continue
        target = _successor(normalise(values["text"]), others)
        reason = MOVED if target else LOST
        if values["id"] in withdrawn:
            keep(connection, values | {INSTEAD: [reason, when, target]})
        else:
            retire(connection, values, reason, when, target)


def retire(connection: sqlite3.Connection, values: Values, reason: str, when: str, target: str | None = None) -> None:
    """Takes a quotation out of what is published. target: the id that answers for it, or None for none."""
    connection.execute("delete from quotations where id = ?", [values["id"]])
    connection.execute(
        """
        insert into retired(id, article, target, reason, retired, kept) values (?, ?, ?, ?, ?, ?)
        on conflict(id) do update set target = excluded.target, reason = excluded.reason, retired = excluded.retired
        """,
        [values["id"], values["article"], target, reason, when, _kept(values)],
    )


def successor(connection: sqlite3.Connection, values: Values, when: str) -> tuple[str, str, str | None]:
    """Why a quotation that is not found `when` its article is read is retired, that time, and what answers for it."""
    said = connection.execute(
        "select id, text from quotations where article = ? and gone_since is null", [values["article"]]
    )
    target = _successor(normalise(values["text"]), {id: normalise(text) for id, text in said})
    return MOVED if target else LOST, when, target


def keep(connection: sqlite3.Connection, values: Values) -> None:
    """Brings up to date what is kept of a quotation that is withdrawn, or withdraws it."""
    (reason, when) = connection.execute(
        "select note, at from judgements where judgement = 'withdrawn' and left = ? and undone is null",
        [values["id"]],
    ).fetchone()
    retire(connection, values, reason, when)
    connection.execute("update retired set kept = ? where id = ?", [_kept(values), values["id"]])


def date(connection: sqlite3.Connection, article: str, published: str | None) -> None:
    """Gives the date of an article to its quotations that are in it no more, too."""
    connection.execute("update quotations set published = ? where article = ?", [published, article])
    for (id,) in connection.execute("select id from retired where article = ?", [article]).fetchall():
        values = (values_of(connection, id) or {}) | {"published": published}
        connection.execute("update retired set kept = ? where id = ?", [_kept(values), id])


def values_of(connection: sqlite3.Connection, id: str) -> dict[str, Any] | None:
    """The columns of the quotation with this id, published or retired, or None where there never was one.

    Raises ArchiveError in a published copy, which keeps nothing of a retired one.
    """
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    row = cursor.execute("select * from quotations where id = ?", [id]).fetchone()
    if row:
        return {column: row[column] for column in COLUMNS}
    kept = connection.execute("select kept from retired where id = ?", [id]).fetchone()
    if kept and kept[0] == UNKEPT:
        raise ArchiveError(
            f"{file_of(connection)}: a published copy, which keeps nothing of {id}; decide in your own database"
        )
    return json.loads(kept[0]) if kept else None


def restore(connection: sqlite3.Connection, id: str) -> None:
    """Publishes a quotation that was withdrawn again, its speakers aside; one that is found no more stays retired."""
    values = values_of(connection, id)
    assert values is not None, "what was withdrawn is kept"
    instead = values.pop(INSTEAD, None)
    connection.execute("delete from retired where id = ?", [id])
    if instead:
        retire(connection, values, *instead)
    else:
        connection.execute(WRITE_QUOTATION, dict.fromkeys(DERIVED) | values)


def _rows(connection: sqlite3.Connection, article: str) -> list[dict[str, Any]]:
    """The columns of an article's quotations, of those too that are withdrawn, which `is_retired` tells."""
    published = connection.execute("select id from quotations where article = ?", [article]).fetchall()
    withdrawn = connection.execute(
        """
        select id from retired where article = ? and id in (
            select left from judgements where judgement = 'withdrawn' and undone is null
        )
        """,
        [article],
    ).fetchall()
    return [
        (values_of(connection, id) or {}) | {"is_retired": retired}
        for ids, retired in ((published, False), (withdrawn, True))
        for (id,) in ids
    ]


def _kept(values: Values) -> str:
    kept = {column: values[column] for column in (*COLUMNS, INSTEAD) if column in values and column not in DERIVED}
    return json.dumps(kept, ensure_ascii=False)


def _parts(values: Values) -> list[str]:
    """The words of each span of a quotation, normalised."""
    parts, position = [], 0
    for start, end in json.loads(values["spans"]):
        parts.append(normalise(values["text"][position : position + end - start]))
        position += end - start + 1
    return parts


def _within(words: str, others: str) -> bool:
    return f" {words} " in f" {others} "


def _successor(words: str, others: Mapping[str, str]) -> str | None:
    """Which of the `others` (words by id) stands for `words`: the one that shares most, all of one in the other."""
    shared = {
        id: min(len(words), len(other))
        for id, other in others.items()
        if _within(words, other) or (_within(other, words) and 2 * len(other) >= len(words))
    }
    return max(shared, key=lambda id: (shared[id], id), default=None)
