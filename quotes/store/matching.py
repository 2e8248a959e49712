"""Whether an article that was read is one that the archive holds: the same, a later version of it, or a copy."""

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

# The source of an article that lay among many in a file, and has nothing of its own there but its place.
_NUMBERED = re.compile(r", (?:line|item|entry|record) \d+$")


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
    read at the same place and shares half of its runs of words; where the place is but a number in a file, it must
    have the same title and date too. Otherwise it is new. What an earlier reading knew of it and this one does not say
    is filled in.
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
    """Whether nothing is new in an article: neither text nor metadata, nor what would find its quotations.

    extraction: None where it does not matter.
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
    """The hash of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def metadata_of(article: Article) -> dict[str, str | None]:
    """What is known of `article` beside its text, as a version keeps it."""
    return {field: getattr(article, field) for field in METADATA}


def _contradicts(article: Article, known: dict[str, str | None]) -> bool:
    """Whether `article` says other things of itself than what is `known` of the same text."""
    return any(known.get(field) not in (None, read) for field, read in metadata_of(article).items() if read is not None)


def _edited(connection: sqlite3.Connection, article: Article) -> str | None:
    # A place that is but a number in a file is taken by what is put in before, which may be made to the same pattern.
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
