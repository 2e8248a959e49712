"""What a search found, by kind, speaker, outlet and year; and what it would find if less were asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from quotes.store import word_forms
from quotes.store.full_text_search import count
from quotes.store.queries import rows
from quotes.store.search_query import Query, quoted, words_of

_MOST = 8
_COUNTED = """
    with found as materialized (
        select pk, kind, article, substr(published, 1, 4) as year
        from json_each(:found) cross join quotations on pk = value
    ), theirs as (
        select speaker, count(*) as number from found cross join quotation_speakers on quotation = pk
        group by speaker order by number desc limit :most
    )
    select * from (
        select 'kind', kind, kind as name, count(*) as number from found group by kind order by number desc
    ) union all select * from (
        select 'speaker', slug, name, number from theirs join speakers on id = speaker order by number desc, name
    ) union all select * from (
        select 'outlet', outlet, outlet, count(*) as number
        from (select (select outlet from articles where id = article) as outlet from found)
        where outlet is not null group by outlet order by number desc, outlet limit :most
    ) union all select * from (
        select 'year', year, year, count(*) from found where year is not null group by year order by year desc
    )
"""
_FIELDS = ("speaker", "since", "until", "kind", "outlet")


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that some of the quotations found have. value: as a search asks for it. name: as people read it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Nearby:
    """A search that finds something. without, instead: which words or field were left out, or put for others."""

    query: Query
    count: int
    without: str | None = None
    instead: str | None = None


def facets(connection: sqlite3.Connection, found: Sequence[int]) -> dict[str, list[Facet]]:
    """By "kind", "speaker", "outlet" and "year": the values of the quotations with these row numbers, most first.

    At most eight of each; years are all there, the latest first. Speakers are counted under their slugs.
    """
    counted: dict[str, list[Facet]] = {"kind": [], "speaker": [], "outlet": [], "year": []}
    for facet, *values in rows(connection, _COUNTED, {"found": json.dumps(found), "most": _MOST}):
        counted[facet].append(Facet(*values))
    return counted


def nearby(connection: sqlite3.Connection, query: Query) -> list[Nearby]:
    """Searches close to `query`, which found nothing, that do find something."""
    found: list[Nearby] = []
    respelt: dict[int, str] = {}
    for place, term in enumerate(query.wanted):
        word = words_of(term)
        for spelling in word_forms.spellings(connection, word):
            terms = (*query.wanted[:place], quoted(spelling), *query.wanted[place + 1 :])
            found.append(Nearby(replace(query, wanted=terms), 0, without=word, instead=spelling))
            respelt.setdefault(place, spelling)
    if len(respelt) > 1:
        terms = tuple(quoted(respelt[place]) if place in respelt else term for place, term in enumerate(query.wanted))
        without = " ".join(words_of(query.wanted[place]) for place in respelt)
        found.append(Nearby(replace(query, wanted=terms), 0, without=without, instead=" ".join(respelt.values())))
    for field in fields(query):
        if field.name in _FIELDS and getattr(query, field.name):
            found.append(Nearby(replace(query, **{field.name: None}), 0, without=getattr(query, field.name)))  # type: ignore[arg-type]
    if len(query.wanted) > 1:
        for place, term in enumerate(query.wanted[:_MOST]):
            fewer = (*query.wanted[:place], *query.wanted[place + 1 :])
            found.append(Nearby(replace(query, wanted=fewer), 0, without=words_of(term)))
    asked = [each for each in found if _is_enough(each.query)]
    return [near for each in asked if (near := replace(each, count=count(connection, each.query))).count]


def _is_enough(query: Query) -> bool:
    return bool(query.wanted or any(getattr(query, field) for field in _FIELDS))
