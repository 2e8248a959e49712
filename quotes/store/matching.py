"""Finds out whether an article is already in the archive: the same text, a later version, or a copy."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from dataclasses import replace
from typing import Any, NamedTuple

from quotes import ids
from quotes.model import METADATA, Article
from quotes.store import near_duplicates

# The source of an article that has only a number in a file with several.
_NUMBERED = re.compile(r", (?:line|item|entry|record) \d+$")


class Known(NamedTuple):
    """An article that was read, matched with the archive.

    Attributes:
        key: The key of the article.
        stored: Whether it is in the archive.
        article: As read, with metadata that the archive has from earlier readings.
        elsewhere: Whether this is the same text from another source, with other metadata.
    """

    key: str
    stored: bool
    article: Article
    elsewhere: bool = False


def recognise(connection: sqlite3.Connection, article: Article) -> Known:
    """Match `article` with the archive.

    With a URL, it is the article with this URL. Without one, it is the article that has or had this text, or the one
    from the same source that shares half of its shingles. If the source is only a number in a file, title and date must
    be the same too. Otherwise it is new. Metadata from earlier readings is added if this one has none.
    """
    known = _recognised(connection, article)
    return known if known.elsewhere or not known.stored else _complete(connection, known)


def _complete(connection: sqlite3.Connection, known: Known) -> Known:
    (metadata,) = connection.execute(
        """
        select metadata from versions where article_id = (select id from articles where uid = ?) and is_current
        """,
        [known.key],
    ).fetchone()
    before = json.loads(metadata)
    missing: dict[str, Any] = {field: before.get(field) for field in METADATA if getattr(known.article, field) is None}
    return known._replace(article=replace(known.article, **missing))


def _recognised(connection: sqlite3.Connection, article: Article) -> Known:
    key = ids.article_key(article)
    if article.url:
        stored = connection.execute("select 1 from articles where uid = ?", [key]).fetchone()
        return Known(key, stored is not None, article)
    same = connection.execute(
        """
        select a.uid, a.source, v.is_current, latest.metadata from versions v join articles a on a.id = v.article_id
        join versions latest on latest.article_id = a.id and latest.is_current
        where v.sha256 = ? and (a.uid = ? or latest.metadata ->> 'url' is null)
        order by a.uid <> ?, a.source <> ?, a.id limit 1
        """,
        [sha256(article.text), key, key, article.source],
    ).fetchone()
    if same:
        (its_key, source, latest, metadata) = same
        if source == article.source:
            return Known(its_key, True, article)
        elsewhere = not latest or _contradicts(article, json.loads(metadata))
        return Known(its_key, True, article, elsewhere)
    edited = _edited(connection, article)
    return Known(edited or key, edited is not None, article)


def is_current(connection: sqlite3.Connection, known: Known, extraction: str | None) -> bool:
    """Whether text, metadata and the version of the extractor are unchanged.

    Args:
        connection: The archive.
        known: The matched article.
        extraction: The version of the extractor, None to ignore it.
    """
    if not known.stored or known.elsewhere:
        return known.elsewhere
    (sha, stored, metadata) = connection.execute(
        """
        select v.sha256, a.extraction_version, v.metadata from articles a
        join versions v on v.article_id = a.id and v.is_current where a.uid = ?
        """,
        [known.key],
    ).fetchone()
    same = sha == sha256(known.article.text) and json.loads(metadata) == metadata_of(known.article)
    return same and extraction in (None, stored)


def sha256(text: str) -> str:
    """The SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def metadata_of(article: Article) -> dict[str, str | None]:
    """The metadata of `article`, as a version stores it."""
    return {field: getattr(article, field) for field in METADATA}


def _contradicts(article: Article, known: dict[str, str | None]) -> bool:
    """Whether the metadata of `article` contradicts the metadata `known` for the same text."""
    return any(known.get(field) not in (None, read) for field, read in metadata_of(article).items() if read is not None)


def _edited(connection: sqlite3.Connection, article: Article) -> str | None:
    # A number in a file changes when an article is inserted before, which may have a similar text.
    alike = "v.metadata ->> 'title' = :title and v.metadata ->> 'published' = :published"
    found = connection.execute(
        f"""
        select a.uid, v.text from articles a join versions v on v.article_id = a.id and v.is_current
        where a.source = :source and v.metadata ->> 'url' is null
        and {alike if _NUMBERED.search(article.source) else "true"}
        order by a.id desc limit 5
        """,
        {"source": article.source, "title": article.title, "published": article.published},
    )
    runs = None
    for key, text in found:
        runs = runs or near_duplicates.shingles(article.text)
        if near_duplicates.similarity(runs, near_duplicates.shingles(text)) >= near_duplicates.EDITED:
            return str(key)
    return None
