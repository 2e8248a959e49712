"""The status of a quotation: published, gone, retired or withdrawn. Its id stays valid.

published: The current version of its article has the words.
gone: A later version no longer has the words. It stays published, with offsets into the last version with them.
retired: The article has the words, but a later extraction finds no quotation there, or a larger one.
withdrawn: A person withdrew it from publication.

Only `withdrawn_texts` has the words of retired and withdrawn quotations.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from quotes.ids import normalise
from quotes.store.database import file_of, insert
from quotes.store.errors import ArchiveError
from quotes.store.schema import TEXT_COLUMNS

GONE = "a later version of the article no longer has these words"
MOVED = "the words are now part of another quotation of this article"
LOST = "a later extraction no longer finds a quotation in these words"
RETIREMENT = (
    "retired_reason",
    "retired_at",
    "retired_target_id",
)  # the columns for a withdrawn quotation that would otherwise be retired

_IDENTITY = ("uid", "article_id")
_STATUS = ("status", "status_reason", "status_at", "target_id")
SHOWN_COLUMNS = ("speaker_id", "said_by", "said_as", "published")  # columns that only published quotations have
_COLUMNS = (*_IDENTITY, *_STATUS, *TEXT_COLUMNS, *SHOWN_COLUMNS)
_REPLACE = f"on conflict(uid) do update set {', '.join(f'{column} = excluded.{column}' for column in _COLUMNS[1:])}"
_HIDE = f"""
    insert into withdrawn_texts(quotation_id, {", ".join((*TEXT_COLUMNS, *RETIREMENT))})
    values (:id, {", ".join(f":{column}" for column in (*TEXT_COLUMNS, *RETIREMENT))})
    on conflict(quotation_id) do update set
        {", ".join(f"{column} = excluded.{column}" for column in (*TEXT_COLUMNS, *RETIREMENT))}
"""

_in_order = itemgetter(*_COLUMNS)
_PUBLISHED = dict.fromkeys(_STATUS) | {"status": "published"}

Values = Mapping[str, Any]


def publish(connection: sqlite3.Connection, quotations: Iterable[Values]) -> list[int]:
    """Write quotations as published, or as gone if they have a `gone_version_id`.

    Args:
        connection: To an archive, inside a transaction.
        quotations: `uid`, `article_id` and the columns of `TEXT_COLUMNS` of each. Columns that only published
            quotations have may be missing.

    Returns:
        Their row ids, in the same order.
    """
    written = [dict.fromkeys(SHOWN_COLUMNS) | dict(values) | _status_of(connection, values) for values in quotations]
    _write(connection, written)
    uids = [values["uid"] for values in written]
    found = connection.execute(
        "select uid, id from quotations where uid in (select value from json_each(?))", [json.dumps(uids)]
    )
    ids = dict(found.fetchall())
    return [ids[uid] for uid in uids]


def _write(connection: sqlite3.Connection, quotations: Iterable[Values]) -> None:
    insert(connection, "quotations", _COLUMNS, map(_in_order, quotations), _REPLACE)


def _status_of(connection: sqlite3.Connection, values: Values) -> dict[str, Any]:
    """The columns of the status of a published quotation, or of one that is gone."""
    gone = values["gone_version_id"]
    if not gone:
        return _PUBLISHED
    (since,) = connection.execute("select added_at from versions where id = ?", [gone]).fetchone()
    return dict(zip(_STATUS, ("gone", GONE, since, None), strict=True))


def mark_missing(
    connection: sqlite3.Connection, article_id: int, version_id: int, text: str, found: Mapping[str, str], when: str
) -> None:
    """Mark the quotations of an article that are not among those `found` in its new version (words by uid).

    If `text` no longer has the words, they are marked as gone since this version. If it has them, but not as a
    quotation of their own, they are retired, and replaced by the quotation that contains them, if there is one.
    """
    connection.execute(
        """
        delete from withdrawn_texts where quotation_id in (
            select q.id from json_each(?) join quotations q on q.uid = value where q.status in ('published', 'gone')
        )
        """,
        [json.dumps(list(found))],
    )
    missing = [
        values
        for values in _candidates(connection, article_id)
        if values["uid"] not in found and values["gone_version_id"] is None and values["retired_at"] is None
    ]
    words = normalise(text) if missing else ""
    others = {uid: normalise(quoted) for uid, quoted in found.items()} if missing else {}
    for values in missing:
        stands = values["version_id"] == version_id or all(_within(each, words) for each in _parts(values))
        if not stands:
            update = values | {"gone_version_id": version_id}
            if values["status"] == "withdrawn":
                store_withdrawn(connection, update)
            else:
                connection.execute(
                    """
                    update quotations set gone_version_id = ?, status = 'gone', status_reason = ?, status_at = ?
                    where id = ?
                    """,
                    [version_id, GONE, when, values["id"]],
                )
            continue
        target = _id_of(connection, _successor(normalise(values["text"]), others))
        retirement = (MOVED if target else LOST, when, target)
        if values["status"] == "withdrawn":
            store_withdrawn(connection, values | dict(zip(RETIREMENT, retirement, strict=True)))
        else:
            retire(connection, values, *retirement)


def retire(
    connection: sqlite3.Connection, values: Values, reason: str, when: str, target_id: int | None = None
) -> None:
    """Retire a quotation. `target_id` is the quotation that replaces it, or None."""
    _hide(connection, dict.fromkeys(RETIREMENT) | _words(values), ("retired", reason, when, target_id))


def store_withdrawn(connection: sqlite3.Connection, values: Values) -> None:
    """Withdraw a quotation, or update the stored words of a withdrawn one."""
    (reason, when) = connection.execute(
        "select note, made_at from decisions where kind = 'withdrawn' and quotation_uid = ? and undone_at is null",
        [values["uid"]],
    ).fetchone()
    kept = dict.fromkeys(RETIREMENT) | _words(values)
    _hide(connection, kept | {column: values.get(column) for column in RETIREMENT}, ("withdrawn", reason, when, None))


def restore(connection: sqlite3.Connection, uid: str) -> None:
    """Publish a withdrawn quotation again, without its speakers. If it is no longer found, it is retired."""
    values = values_of(connection, uid)
    assert values is not None, "what was withdrawn is kept"
    if values["retired_at"]:
        retire(connection, values, *(values[column] for column in RETIREMENT))
        return
    (published,) = connection.execute("select published from articles where id = ?", [values["article_id"]]).fetchone()
    (id,) = publish(connection, [_words(values) | {"published": published}])
    connection.execute("delete from withdrawn_texts where quotation_id = ?", [id])


def redirect(connection: sqlite3.Connection, uid: str, target: str, *, of: str) -> None:
    """Let the quotation `target` replace `uid`, which has this status; it stays so if `uid` is restored."""
    ids = [_id_of(connection, target), _id_of(connection, uid)]
    if of == "withdrawn":
        connection.execute("update withdrawn_texts set retired_target_id = ? where quotation_id = ?", ids)
    else:
        connection.execute("update quotations set target_id = ? where id = ?", ids)


def successor(connection: sqlite3.Connection, values: Values, when: str) -> tuple[str, str, int | None]:
    """Why a quotation that is not found `when` its article is read is retired, that time, and its replacement."""
    others = connection.execute(
        "select uid, text from quotations where article_id = ? and status = 'published'", [values["article_id"]]
    )
    target = _successor(normalise(values["text"]), {uid: normalise(text) for uid, text in others})
    return MOVED if target else LOST, when, _id_of(connection, target)


def date(connection: sqlite3.Connection, article_id: int, published: str | None) -> None:
    """Copy the date of an article to its quotations that are gone."""
    connection.execute(
        """
        update quotations set published = ?1
        where article_id = ?2 and status in ('published', 'gone') and published is not ?1
        """,
        [published, article_id],
    )


def values_of(connection: sqlite3.Connection, uid: str) -> dict[str, Any] | None:
    """The columns of the quotation with this uid and `RETIREMENT`, in any status; None if there is none.

    Raises:
        ArchiveError: The archive is a published copy, which does not have the words of a retired one.
    """
    found = _rows(connection, "q.uid = ?", [uid])
    if found and found[0]["text"] is None:
        raise ArchiveError(
            f"{file_of(connection)}: a published copy does not have the words of {uid}; use your own database"
        )
    return found[0] if found else None


def _rows(connection: sqlite3.Connection, where: str, parameters: list[object]) -> list[dict[str, Any]]:
    words = ", ".join(f"coalesce(q.{column}, w.{column}) as {column}" for column in TEXT_COLUMNS)
    others = ", ".join(f"q.{column}" for column in ("id", *_IDENTITY, *_STATUS))
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    found = cursor.execute(
        f"""
        select {others}, {words}, {", ".join(RETIREMENT)}
        from quotations q left join withdrawn_texts w on w.quotation_id = q.id where {where}
        """,
        parameters,
    )
    return [dict(row) for row in found]


def _candidates(connection: sqlite3.Connection, article_id: int) -> list[dict[str, Any]]:
    """The columns of an article's quotations, including withdrawn ones."""
    return _rows(connection, "q.article_id = ? and q.status <> 'retired'", [article_id])


def _words(values: Values) -> dict[str, Any]:
    return {column: values[column] for column in (*_IDENTITY, *TEXT_COLUMNS)}


def _hide(connection: sqlite3.Connection, kept: Values, status: tuple[str, str, str, int | None]) -> None:
    """Move the words of a quotation to the private table. `kept` has them, and `RETIREMENT`."""
    # First, since the number of a speaker's quotations depends on these rows.
    connection.execute(
        "delete from quotation_speakers where quotation_id = (select id from quotations where uid = ?)", [kept["uid"]]
    )
    nothing = dict.fromkeys(_COLUMNS) | {column: kept[column] for column in _IDENTITY}
    _write(connection, [nothing | dict(zip(_STATUS, status, strict=True))])
    connection.execute(_HIDE, dict(kept) | {"id": _id_of(connection, kept["uid"])})


def _id_of(connection: sqlite3.Connection, uid: str | None) -> int | None:
    row = connection.execute("select id from quotations where uid = ?", [uid]).fetchone()
    return row[0] if row else None


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
    """The uid among `others` (words by uid) that replaces `words`: one contains the other, with most words shared."""
    shared = {
        uid: min(len(words), len(other))
        for uid, other in others.items()
        if _within(words, other) or (_within(other, words) and 2 * len(other) >= len(words))
    }
    return max(shared, key=lambda uid: (shared[uid], uid), default=None)
