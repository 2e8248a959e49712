"""One speaker, as far as a page of theirs shows: roles, months, company; added up by SQLite, not by us."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quotes.store.queries import StoredSpeaker, rows

_NAMES = 12
_ROLES = 20
_COMPANY = 500  # articles that are looked through for others


class Held(NamedTuple):
    """A name or a role, and from when to when dated articles gave it; None where none that gave it has a date."""

    words: str
    first: str | None
    last: str | None


class Month(NamedTuple):
    """How often a speaker was quoted (exact words) and paraphrased in a month. month: YYYY-MM, None for undated."""

    month: str | None
    quoted: int
    paraphrased: int


class Beside(NamedTuple):
    """Another speaker. articles: how many quote both."""

    slug: str
    name: str
    articles: int


class Distinct(NamedTuple):
    """A speaker who was judged to be somebody else, however like the name."""

    slug: str
    name: str
    role: str | None


@dataclass(frozen=True, slots=True)
class Sketch:
    """names: forms of the name, the most used first. roles: the latest first. wikidata: an item given by hand."""

    speaker: StoredSpeaker
    names: tuple[Held, ...]
    roles: tuple[Held, ...]
    wikidata: str | None


def sketch(connection: sqlite3.Connection, slug: str) -> Sketch | None:
    """The speaker with this slug, or None."""
    found = rows(
        connection,
        "select id, wikidata, slug, name, kind, role, quoted, paraphrased from speakers where slug = ?",
        [slug],
    )
    if not found:
        return None
    id, wikidata, *known = found[0]
    names = rows(
        connection,
        """
        select name, min(published), max(published) from names where speaker = ?
        group by name order by count(*) desc, length(name) desc, name limit ?
        """,
        [id, _NAMES],
    )
    roles = rows(
        connection,
        """
        select role, min(published), max(published) from names where speaker = ? and role is not null
        group by role order by max(published) desc, min(published) desc, role limit ?
        """,
        [id, _ROLES],
    )
    return Sketch(
        StoredSpeaker(*known), tuple(Held(*row) for row in names), tuple(Held(*row) for row in roles), wikidata
    )


def months(connection: sqlite3.Connection, slug: str) -> list[Month]:
    """Each month in which the speaker with this slug is in print, in order; what is undated first."""
    return [
        Month(*row)
        for row in rows(
            connection,
            """
            select substr(published, 1, 7) as month, count(*) filter (where exact), count(*) filter (where not exact)
            from quotation_speakers where speaker = (select id from speakers where slug = ?)
            group by month order by month
            """,
            [slug],
        )
    ]


def beside(connection: sqlite3.Connection, slug: str, *, limit: int = 12) -> list[Beside]:
    """Who else is quoted in the newest articles that quote the speaker with this slug, most often first."""
    return [
        Beside(*row)
        for row in rows(
            connection,
            """
            with theirs as materialized (
                select distinct article from names where speaker = (select id from speakers where slug = :slug)
                order by published desc limit :company
            ), others as (
                select names.speaker, count(distinct article) as articles from theirs cross join names using (article)
                where names.speaker <> (select id from speakers where slug = :slug)
                group by names.speaker order by articles desc, names.speaker limit :limit
            )
            select slug, name, articles from others join speakers on speakers.id = others.speaker
            order by articles desc, name
            """,
            {"slug": slug, "company": _COMPANY, "limit": limit},
        )
    ]


def distinct(connection: sqlite3.Connection, slug: str) -> list[Distinct]:
    """Speakers of whom somebody decided that they are not the speaker with this slug."""
    return [
        Distinct(*row)
        for row in rows(
            connection,
            """
            with theirs as (
                select key from keys where speaker = (select id from speakers where slug = :slug)
            ), others as (
                select right as node from judgements
                where judgement = 'different' and undone is null and left in theirs
                union select left from judgements
                where judgement = 'different' and undone is null and right in theirs
            )
            select distinct speakers.slug, speakers.name, speakers.role from others
            join keys on keys.key = node join speakers on speakers.id = keys.speaker
            where speakers.slug <> :slug order by speakers.name
            """,
            {"slug": slug},
        )
    ]


def listed(
    connection: sqlite3.Connection,
    *,
    kind: str | None = None,
    letter: str | None = None,
    limit: int,
    offset: int = 0,
) -> list[StoredSpeaker]:
    """Speakers of one kind or all, the most quoted first.

    letter: only those whose address begins with it, in the order of the alphabet; "0" for all digits.
    """
    conditions, order = ["true"], "quoted + paraphrased desc, name, slug"
    if kind:
        conditions.append("kind = :kind")
    if letter:
        conditions.append("slug >= :first and slug < :last")
        order = "slug"
    first, last = ("0", ":") if letter == "0" else (letter, chr(ord(letter) + 1)) if letter else (None, None)
    return [
        StoredSpeaker(*row)
        for row in rows(
            connection,
            f"""
            select slug, name, kind, role, quoted, paraphrased from speakers where {" and ".join(conditions)}
            order by {order} limit :limit offset :offset
            """,
            {"kind": kind, "first": first, "last": last, "limit": limit, "offset": offset},
        )
    ]


def letters(connection: sqlite3.Connection) -> Sequence[str]:
    """The letters with which addresses of speakers begin, "0" for any digit, in order."""
    return [letter for letter in "0abcdefghijklmnopqrstuvwxyz" if listed(connection, letter=letter, limit=1)]


def kinds(connection: sqlite3.Connection) -> dict[str, int]:
    """How many speakers there are of each kind."""
    return {row["kind"]: row[1] for row in rows(connection, "select kind, count(*) from speakers group by kind")}
