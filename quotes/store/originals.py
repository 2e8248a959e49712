"""The files and pages that articles were read from, compressed with zlib (RFC 1950)."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator

from quotes.model import Original
from quotes.store.database import file_of
from quotes.store.errors import DAMAGED, ArchiveError


def version_without(connection: sqlite3.Connection, article: str) -> int | None:
    """The row id of the current version of the article with this key, if its original is not kept; else None."""
    row = connection.execute(
        """
        select v.id from versions v join articles a on a.id = v.article_id
        where a.uid = ? and v.is_current and v.original_id is null
        """,
        [article],
    ).fetchone()
    return row and int(row[0])


def keep(connection: sqlite3.Connection, version_id: int, original: Original) -> None:
    """Store the original of a version, unless it has one. A file with several articles is stored once."""
    (held,) = connection.execute("select original_id from versions where id = ?", [version_id]).fetchone()
    if held is not None:
        return
    sha256 = hashlib.sha256(original.data).hexdigest()
    connection.execute(
        "insert or ignore into originals(sha256, ending, byte_size, data) values (?, ?, ?, ?)",
        [sha256, original.ending, len(original.data), zlib.compress(original.data)],
    )
    connection.execute(
        "update versions set original_id = (select id from originals where sha256 = ?) where id = ?",
        [sha256, version_id],
    )


def original(connection: sqlite3.Connection, article: str, number: int) -> Original | None:
    """The original of a version of the article with this key; None if it is not kept.

    Raises:
        ArchiveError: Its bytes are damaged.
    """
    row = connection.execute(
        """
        select o.data, o.ending, o.byte_size, o.sha256 from originals o join versions v on v.original_id = o.id
        join articles a on a.id = v.article_id where a.uid = ? and v.number = ?
        """,
        [article, number],
    ).fetchone()
    if row is None:
        return None
    packed, ending, size, sha256 = row
    data = _unpacked(packed, size, sha256)
    if data is None:
        raise ArchiveError(f"{file_of(connection)}: {DAMAGED}; `quotes verify` shows where")
    return Original(data, ending)


def damaged(connection: sqlite3.Connection) -> Iterator[str]:
    """The SHA-256 of each original whose bytes do not match it."""
    for packed, size, sha256 in connection.execute("select data, byte_size, sha256 from originals order by id"):
        if _unpacked(packed, size, sha256) is None:
            yield sha256


def copy(connection: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy all originals to an archive that has the same versions."""
    columns = "sha256, ending, byte_size, data"
    target.executemany(
        f"insert into originals({columns}) values (?, ?, ?, ?)",
        connection.execute(f"select {columns} from originals order by id"),
    )
    target.executemany(
        """
        update versions set original_id = (select id from originals where sha256 = ?)
        where number = ? and article_id = (select id from articles where uid = ?)
        """,
        connection.execute(
            """
            select o.sha256, v.number, a.uid from originals o join versions v on v.original_id = o.id
            join articles a on a.id = v.article_id
            """
        ),
    )


def _unpacked(packed: bytes, size: int, sha256: str) -> bytes | None:
    """The bytes of an original; None if they are not those with this size and hash."""
    try:
        data = zlib.decompressobj().decompress(packed, size + 1)
    except zlib.error:
        return None
    return data if len(data) == size and hashlib.sha256(data).hexdigest() == sha256 else None
