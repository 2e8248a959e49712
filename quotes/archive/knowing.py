"""Whether an article that was read is one that the archive holds: the same, a later version of it, or a copy."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import replace
from typing import Any, NamedTuple

from quotes import ids
from quotes.archive import copies
from quotes.article import METADATA, Article


class Known(NamedTuple):
    """What the archive knows of an article that was read.

    key: of the article that it is. stored: whether that is there. article: as read, with what the archive knows from
    elsewhere filled in. elsewhere: whether this is the same text at another place, which says other things of it.
    """

    key: str
    stored: bool
    article: Article
    elsewhere: bool = False


def recognise(connection: sqlite3.Connection, article: Article) -> Known:
    """Which article of the archive `article` is.

    With an address, the one of that address. Without, the one that has or had this very text, or the one that was
    read at the same place and shares half of its runs of words. Otherwise it is new.
    """
    key = ids.article_key(article)
    if article.url:
        stored = connection.execute("select 1 from articles where id = ?", [key]).fetchone()
        return Known(key, stored is not None, article)
    same = connection.execute(
        """
        select a.id, a.source, v.number = a.version, latest.metadata from versions v join articles a on a.id = v.article
        join versions latest on latest.article = a.id and latest.number = a.version
        where v.sha256 = ? and (a.id = ? or latest.metadata ->> 'url' is null)
        order by a.id <> ?, a.source <> ?, a.number limit 1
        """,
        [sha256(article.text), key, key, article.source],
    ).fetchone()
    if same:
        (its_key, source, latest, metadata) = same
        if source == article.source:
            return Known(its_key, True, article)
        filled = _filled(article, json.loads(metadata)) if latest else None
        return Known(its_key, True, filled or article, elsewhere=filled is None)
    edited = _edited(connection, article)
    return Known(edited or key, edited is not None, article)


def is_current(connection: sqlite3.Connection, known: Known, extraction: str | None) -> bool:
    """Whether nothing is new in an article: neither text nor metadata, nor what would find its quotations.

    extraction: None where it does not matter.
    """
    if not known.stored or known.elsewhere:
        return known.elsewhere
    (sha, stored, metadata) = connection.execute(
        """
        select a.sha256, a.extraction, v.metadata from articles a
        join versions v on v.article = a.id and v.number = a.version where a.id = ?
        """,
        [known.key],
    ).fetchone()
    same = sha == sha256(known.article.text) and json.loads(metadata) == metadata_of(known.article)
    return same and extraction in (None, stored)


def sha256(text: str) -> str:
    """The hash of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def metadata_of(article: Article) -> dict[str, str | None]:
    """What is known of `article` beside its text, as a version keeps it."""
    return {field: getattr(article, field) for field in METADATA}


def _filled(article: Article, known: dict[str, str | None]) -> Article | None:
    """`article` with what is `known` of the same text, or None where the two contradict each other."""
    if any(known.get(field) not in (None, read) for field, read in metadata_of(article).items() if read is not None):
        return None
    missing: dict[str, Any] = {field: value for field, value in known.items() if getattr(article, field) is None}
    return replace(article, **missing)


def _edited(connection: sqlite3.Connection, article: Article) -> str | None:
    runs = None
    for key, text in connection.execute(
        "select id, text from articles where source = ? and url is null order by number desc limit 5", [article.source]
    ):
        runs = runs or copies.shingles(article.text)
        if copies.similarity(runs, copies.shingles(text)) >= copies.EDITED:
            return str(key)
    return None
