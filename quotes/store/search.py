"""Searches quotations by words, speaker, date, outlet and kind.

Results are counted by kind, speaker, outlet and year (`facets`). If there are none, similar searches are tried.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Literal, get_args

from quotes.model import UNVERIFIED, Polarity, Span
from quotes.names import keys_of
from quotes.store import search_query
from quotes.store.queries import IS_VERIFIED, IS_WHOLE_VERIFIED, StoredQuotation, quotations, rows
from quotes.store.schema import HOLDS_PARTS
from quotes.store.search_query import Query, checked, is_searchable, parse, quoted, words_of

REACH = 5000
Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
_ORDERS: dict[str, str] = {
    "relevance": "score, published desc",
    "newest": "published desc",
    "oldest": "published is null, published",
}
_FEW = 20_000  # the most quotations that are read one by one, not by their words
_MOST = 8
# A paraphrase with exact words in it is a partial quotation.
_KIND = f"case when q.kind = 'paraphrase' and {HOLDS_PARTS} then 'partial' else q.kind end"
_COUNTED = f"""
    with found as materialized (
        select q.id, {_KIND} as kind, q.polarity, case when {IS_VERIFIED} then 'no' else 'yes' end as unverified,
            q.article_id, substr(q.published, 1, 4) as year
        from json_each(:found) row cross join quotations q on q.id = row.value
    ), theirs as (
        select speaker_id, count(*) as number from found cross join quotation_speakers on quotation_id = found.id
        group by speaker_id order by number desc limit :most
    )
    select * from (
        select 'kind', kind, kind as name, count(*) as number from found group by kind order by number desc
    ) union all select * from (
        select 'polarity', polarity, polarity, count(*) as number from found group by polarity order by number desc
    ) union all select * from (
        select 'unverified', unverified, unverified, count(*) from found group by unverified order by unverified
    ) union all select * from (
        select 'speaker', slug, name, number from theirs join speakers on speakers.id = speaker_id
        order by number desc, name
    ) union all select * from (
        select 'outlet', outlet, outlet, count(*) as number
        from (select (select outlet from articles where articles.id = article_id) as outlet from found)
        where outlet is not null group by outlet order by number desc, outlet limit :most
    ) union all select * from (
        select 'year', year, year, count(*) from found where year is not null group by year order by year desc
    )
"""
_FIELDS = ("speaker", "since", "until", "kind", "outlet", "polarity", "unverified")
_NOT_ASSERTED = "q.polarity = :polarity and q.polarity <> 'asserted'"
_OPEN, _CLOSE = "\x02", "\x03"


@dataclass(frozen=True, slots=True)
class Hit:
    """A quotation found. `matches` are the spans of the search words in ``quotation.text``."""

    quotation: StoredQuotation
    matches: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results.

    Attributes:
        total: The number of results, at most `REACH`.
        more: Whether there are more; then only the last `REACH` stored were examined.
        rows: The row ids of all examined results.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    rows: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The full-text query, empty for none, and SQL conditions; the first of them need only the row id."""

    match: str
    numbered: tuple[str, ...]
    others: tuple[str, ...]
    values: dict[str, object]


def search(
    connection: sqlite3.Connection,
    words: str = "",
    *,
    speaker: str | None = None,
    since: str | None = None,
    until: str | None = None,
    kind: str | None = None,
    outlet: str | None = None,
    polarity: str | None = None,
    unverified: str | None = None,
    sort: str = "relevance",
    similar: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """The quotations that match, by relevance; without search words, the newest first.

    Args:
        connection: The archive.
        words: A query for `quotes.store.search_query.parse`. Words may be in the quotation or in the speaker's name.
        speaker: A slug, a name in any known form, or words of it.
        since: A year, month or day, inclusive. Undated quotations are then left out.
        until: The same.
        kind: direct, partial or paraphrase.
        polarity: A `quotes.model.Polarity`.
        unverified: "no" for attributions that are sure, "yes" for the others (`quotes.model.UNVERIFIED`).
        outlet: Its name, in any letter case.
        sort: One of `SORTS`.
        similar: Search other forms of the words, or the words of a phrase in another order, without exact matches.
        limit: The most results.
        offset: How many to skip.

    The arguments override the same fields in `words`.

    Raises:
        ValueError: There is nothing to search for, or a date or kind is not valid. The message is one line for people.
    """
    given = {"speaker": speaker, "since": since, "until": until, "kind": kind, "outlet": outlet}
    given |= {"polarity": polarity, "unverified": unverified}
    query: Query | None = checked(parse(words), **given)
    if sort not in SORTS:
        raise ValueError(f"{sort!r} is not a sort order; use {', '.join(SORTS[:-1])} or {SORTS[-1]}")
    if similar:
        query = search_query.similar(connection, query) if query else None
    if query is None:
        return Results((), 0, False, ())
    return find(connection, query, sort=sort, limit=limit, offset=offset)


def find(
    connection: sqlite3.Connection, query: Query, *, sort: str = "relevance", limit: int = 20, offset: int = 0
) -> Results:
    """`search` for a parsed query."""
    plan = _plan(connection, query)
    score = "bm25(quotations_fts)" if query.wanted else "0"
    columns = f"q.id, q.published, q.article_id, q.start_char, {score} as score"
    chosen = _chosen(plan, columns, oldest=sort == "oldest")
    values = plan.values | {"limit": REACH + 1}
    found = rows(
        connection,
        f"with found as materialized ({chosen}) select id from found order by {_ORDERS[sort]}, article_id, start_char",
        values,
    )
    ids = [row[0] for row in found]
    more = len(ids) > REACH
    if more:
        ids.remove(max(ids) if sort == "oldest" else min(ids))
    return Results(_hits(connection, ids[offset : offset + limit], plan.match), len(ids), more, tuple(ids))


def count(connection: sqlite3.Connection, query: Query) -> int:
    """The number of matching quotations, at most `REACH`."""
    plan = _plan(connection, query)
    chosen = _chosen(plan, "1")
    ((number,),) = rows(connection, f"select count(*) from ({chosen})", plan.values | {"limit": REACH})
    return int(number)


def every(connection: sqlite3.Connection, query: Query) -> list[str]:
    """The ids of all quotations that match, in the order of storing."""
    plan = _plan(connection, query)
    found = rows(connection, _chosen(plan, "q.uid", oldest=True), plan.values | {"limit": -1})
    return [row[0] for row in found]


def stored(connection: sqlite3.Connection, ids: Sequence[int]) -> list[StoredQuotation]:
    """The quotations with these row ids, in this order."""
    return quotations(connection, "join json_each(?) page on page.value = q.id order by page.key", [json.dumps(ids)])


def _chosen(plan: _Plan, columns: str, *, oldest: bool = False) -> str:
    """A statement for the last stored matches, or with `oldest` the first; its value `limit` is their number."""
    number, source = "q.id", "quotations q"
    # Retired and withdrawn ones have no words, so full-text indexes do not have them.
    conditions = [*plan.numbered, *plan.others]
    conditions += ["q.status in ('published', 'gone')"] if not plan.match else []
    if plan.match:
        number, source = "f.rowid", "quotations_fts f cross join quotations q on q.id = f.rowid"
        conditions.insert(0, "f.quotations_fts match :match")
    where = " and ".join(conditions).replace("{number}", number)
    order = "asc" if oldest else "desc"
    return f"select {columns} from {source} where {where} order by {number} {order} limit :limit"


def _plan(connection: sqlite3.Connection, query: Query) -> _Plan:
    terms = list(query.wanted)
    numbered: list[str] = []
    others: list[str] = []
    values: dict[str, object] = {}
    if query.speaker:
        slug = rows(connection, "select id, name from speakers where slug = ?", [query.speaker])
        if slug:
            numbered.append("{number} in (select quotation_id from quotation_speakers where speaker_id = :speaker)")
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
        numbered.append("{number} not in (select rowid from quotations_fts where quotations_fts match :unwanted)")
        values["unwanted"] = unwanted
    if query.outlet:
        values["outlet"] = query.outlet
        printed = "q.article_id in (select id from articles where outlet = :outlet collate nocase)"
        theirs = f"select q.id from quotations q where {printed}"
        if _is_few(connection, theirs, values):
            numbered.append(f"{{number}} in ({theirs})")
        else:
            others.append(f"+{printed}")
    if query.since or query.until:
        values |= {"since": query.since or "", "until": f"{query.until or ''}~"}
        dated = "+q.published >= :since and +q.published < :until"
        then = f"from quotations q where {dated.replace('+', '')}"
        if _is_few(connection, f"select id {then}", values):
            numbered.append(f"{{number}} in (select id {then})")
        else:
            # Dates and row ids mostly have the same order.
            ((first, last),) = rows(connection, f"select min(id), max(id) {then}", values)
            numbered.append("{number} between :first and :last")
            others.append(dated)
            values |= {"first": first, "last": last}
    if query.kind:
        others.append(f"{_KIND} = :kind")
        values["kind"] = query.kind
    if query.polarity:
        # The second condition is that of the index, which has only the few that are not asserted.
        others.append(_NOT_ASSERTED if query.polarity != Polarity.ASSERTED else "+q.polarity = :polarity")
        values["polarity"] = query.polarity
    if query.unverified:
        others.append(IS_VERIFIED if query.unverified == "no" else f"not {IS_VERIFIED}")
        values["sure"] = UNVERIFIED
    others.append(IS_WHOLE_VERIFIED if query.unverified == "no" else "q.part_of_id is null")
    # A plus sign prevents SQLite from querying the full-text index for each row id.
    asked = tuple(each.replace("{number} in", "+{number} in") if match else each for each in numbered)
    return _Plan(match, asked, tuple(others), values | {"match": match})


def _is_few(connection: sqlite3.Connection, selected: str, values: dict[str, object]) -> bool:
    ((number,),) = rows(connection, f"select count(*) from ({selected} limit :few + 1)", values | {"few": _FEW})
    return bool(number <= _FEW)


def _known_as(connection: sqlite3.Connection, name: str) -> list[str]:
    """The names in the archive of the speakers whom articles call by the full name `name`."""
    found = rows(
        connection,
        """
        select distinct s.name from speaker_keys k join speakers s on s.id = k.speaker_id
        where speaker_key in (select value from json_each(?))
        """,
        [json.dumps(keys_of(name))],
    )
    return [row["name"] for row in found]


def _all_of(name: str) -> str:
    words = " AND ".join(map(quoted, filter(is_searchable, name.split())))
    return f"({words})" if words else ""


def _hits(connection: sqlite3.Connection, ids: list[int], match: str) -> tuple[Hit, ...]:
    """The quotations with these row ids, in this order, with the matches of `match` in them."""
    page = json.dumps(ids)
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
    found = stored(connection, ids)
    return tuple(Hit(each, _matches(marked.get(pk, ""))) for pk, each in zip(ids, found, strict=True))


def _matches(marked: str) -> tuple[Span, ...]:
    """The spans between the two control characters in `marked`, counted without them."""
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


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that some results have. `value` is for a search, `name` for people."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Nearby:
    """A search with results. `without` and `instead` are the words or fields that were left out or replaced."""

    query: Query
    count: int
    without: str | None = None
    instead: str | None = None


def facets(connection: sqlite3.Connection, found: Sequence[int]) -> dict[str, list[Facet]]:
    """The most frequent values of each facet in the quotations with these row ids.

    At most eight of each, but all years, the latest first. Speakers are counted by slug.
    """
    counted: dict[str, list[Facet]] = {
        name: [] for name in ("kind", "polarity", "unverified", "speaker", "outlet", "year")
    }
    for facet, *values in rows(connection, _COUNTED, {"found": json.dumps(found), "most": _MOST, "sure": UNVERIFIED}):
        counted[facet].append(Facet(*values))
    return counted


def nearby(connection: sqlite3.Connection, query: Query) -> list[Nearby]:
    """Searches similar to `query`, which has no results, that have some."""
    found: list[Nearby] = []
    respelt: dict[int, str] = {}
    for place, term in enumerate(query.wanted):
        word = words_of(term)
        for spelling in search_query.spellings(connection, word):
            terms = (*query.wanted[:place], quoted(spelling), *query.wanted[place + 1 :])
            found.append(Nearby(replace(query, wanted=terms), 0, without=word, instead=spelling))
            respelt.setdefault(place, spelling)
    if len(respelt) > 1:
        terms = tuple(quoted(respelt[place]) if place in respelt else term for place, term in enumerate(query.wanted))
        without = " ".join(words_of(query.wanted[place]) for place in respelt)
        found.append(Nearby(replace(query, wanted=terms), 0, without=without, instead=" ".join(respelt.values())))
    for each in fields(query):
        if each.name in _FIELDS and (value := getattr(query, each.name)):
            without = f"unverified:{value}" if each.name == "unverified" else value
            found.append(Nearby(replace(query, **{each.name: None}), 0, without=without))  # type: ignore[arg-type]
    if len(query.wanted) > 1:
        for place, term in enumerate(query.wanted[:_MOST]):
            fewer = (*query.wanted[:place], *query.wanted[place + 1 :])
            found.append(Nearby(replace(query, wanted=fewer), 0, without=words_of(term)))
    asked = [each for each in found if _is_enough(each.query)]
    return [near for each in asked if (near := replace(each, count=count(connection, each.query))).count]


def _is_enough(query: Query) -> bool:
    return bool(query.wanted or any(getattr(query, field) for field in _FIELDS))
