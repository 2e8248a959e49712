"""Finding quotations by their words, their speaker, their date and where they were printed."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from quotes import identity
from quotes.archive.reading import StoredQuotation, quotations, rows
from quotes.archive.words import Query, checked, is_searchable, parse, quoted
from quotes.article import Span

REACH = 5000
_OPEN, _CLOSE = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Hit:
    """A quotation found. matches: where the words looked for stand in ``quotation.text``."""

    quotation: StoredQuotation
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found.

    total: how many there are in all, at most `REACH`. more: whether there are even more than that, of which
    only the `REACH` last stored were looked at.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool


def search(
    connection: sqlite3.Connection,
    words: str = "",
    *,
    speaker: str | None = None,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
    outlet: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """The quotations that fit, the most fitting first; with no words to fit, the newest first.

    words: as `quotes.archive.words.parse` reads them; they may stand in the quotation or in its speaker's
    name. speaker: a slug, a name in any form known, or words of it. since, until: a year, month or day,
    inclusive; what has no date is then left out. kind: direct, partial or paraphrase. outlet: its name, in
    any letter case. These win over the same said in `words`.

    Raises ValueError with a line for people where there is nothing to search for, or a date or kind is none.
    """
    given = {"speaker": speaker, "since": since, "until": until, "kind": kind, "outlet": outlet}
    query = checked(parse(words), **given)
    match, conditions, values = _plan(connection, query)
    source = "quotations q"
    if match:
        source = "quotations_fts f cross join quotations q on q.pk = f.rowid"
        conditions.insert(0, "f.quotations_fts match :match")
    chosen = f"from {source} where {' and '.join(conditions)}"
    values |= {"match": match, "reach": REACH, "limit": limit, "offset": offset}
    ((count,),) = rows(connection, f"select count(*) from (select 1 {chosen} limit :reach + 1)", values)
    score = "bm25(quotations_fts)" if query.wanted else "0"
    page = rows(
        connection,
        f"""
        with found as materialized (
            select q.pk, q.published, q.article, q.start, {score} as score {chosen}
            order by q.pk desc limit :reach
        )
        select pk from found order by score, published desc, article, start limit :limit offset :offset
        """,
        values,
    )
    return Results(_hits(connection, [row["pk"] for row in page], match), min(count, REACH), count > REACH)


def _plan(connection: sqlite3.Connection, query: Query) -> tuple[str, list[str], dict[str, object]]:
    """The full-text query, empty for none, and the conditions besides it with their values."""
    terms = list(query.wanted)
    conditions: list[str] = []
    values: dict[str, object] = {}
    if query.speaker:
        slug = rows(connection, "select id, name from speakers where slug = ?", [query.speaker])
        if slug:
            conditions.append("q.pk in (select quotation from quotation_speakers where speaker = :speaker)")
            values["speaker"] = slug[0]["id"]
        names = [row["name"] for row in slug] or [query.speaker, *_known_as(connection, query.speaker)]
        alternatives = [words for name in names if (words := _all_of(name))]
        if alternatives:
            terms.append(f"said_by : ({' OR '.join(alternatives)})")
        elif not slug:
            raise ValueError(f"{query.speaker!r} is not a name to search for")
    match = " AND ".join(terms)
    unwanted = " OR ".join(query.unwanted)
    if match and unwanted:
        match = f"({match}) NOT ({unwanted})"
    elif unwanted:
        conditions.append("q.pk not in (select rowid from quotations_fts where quotations_fts match :unwanted)")
        values["unwanted"] = unwanted
    for field, condition in (
        ("since", "q.published >= :since"),
        ("until", "q.published < :until || '~'"),
        ("kind", "q.kind = :kind"),
        ("outlet", "q.article in (select id from articles where outlet = :outlet collate nocase)"),
    ):
        if value := getattr(query, field):
            conditions.append(condition)
            values[field] = value
    return match, conditions, values


def _known_as(connection: sqlite3.Connection, name: str) -> list[str]:
    """The names under which the archive holds those whom articles call by the full name `name`."""
    found = rows(
        connection,
        """
        select distinct speakers.name from keys join speakers on speakers.id = speaker
        where key in (select value from json_each(?))
        """,
        [json.dumps(identity.keys_of(name))],
    )
    return [row["name"] for row in found]


def _all_of(name: str) -> str:
    words = " AND ".join(map(quoted, filter(is_searchable, name.split())))
    return f"({words})" if words else ""


def _hits(connection: sqlite3.Connection, pks: list[int], match: str) -> tuple[Hit, ...]:
    """The quotations with these row ids, in this order, with what `match` finds in them."""
    page = json.dumps(pks)
    marked: dict[int, str] = {}
    if match:
        marked = {
            row["rowid"]: row["marked"]
            for row in rows(
                connection,
                """
                select rowid, highlight(quotations_fts, 0, ?, ?) as marked from quotations_fts
                where quotations_fts match ? and rowid in (select value from json_each(?))
                """,
                [_OPEN, _CLOSE, match, page],
            )
        }
    found = quotations(connection, "join json_each(?) page on page.value = q.pk order by page.key", [page])
    return tuple(Hit(stored, _matches(marked.get(pk, ""))) for pk, stored in zip(pks, found, strict=True))


def _matches(marked: str) -> tuple[Span, ...]:
    """The spans that `marked` sets between the two control characters, counted without them."""
    spans: list[Span] = []
    position = start = 0
    for character in marked:
        if character == _OPEN:
            start = position
        elif character == _CLOSE:
            spans.append(Span(start, position))
        else:
            position += 1
    return tuple(spans)
