"""What a search found, by kind, speaker, outlet and year; and what it would find if less were asked."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from quotes.archive import forms
from quotes.archive.finding import count
from quotes.archive.reading import rows
from quotes.archive.words import Query, quoted, words_of

_MOST = 8
_FIELDS = ("speaker", "since", "until", "kind", "outlet")


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that some of the quotations found have. value: as a search asks for it. name: as people read it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Nearby:
    """A search that finds something. without, instead: which word or field was left out, or put for another."""

    query: Query
    count: int
    without: str | None = None
    instead: str | None = None


def facets(connection: sqlite3.Connection, found: Sequence[int]) -> dict[str, list[Facet]]:
    """By "kind", "speaker", "outlet" and "year": the values of the quotations with these row numbers, most first.

    At most eight of each; years are all there, the latest first. Speakers are counted under their slugs.
    """
    page = json.dumps(found)
    kinds: Counter[str] = Counter()
    years: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for kind, published, article in _plain(
        connection,
        "select kind, published, article from json_each(?) cross join quotations on pk = value",
        page,
    ):
        kinds[kind] += 1
        articles[article] += 1
        if published:
            years[published[:4]] += 1
    outlets: Counter[str] = Counter()
    for article, outlet in _plain(
        connection,
        "select a.id, a.outlet from json_each(?) cross join articles a on a.id = value where a.outlet is not null",
        json.dumps(list(articles)),
    ):
        outlets[outlet] += articles[article]
    speakers = Counter(
        row[0]
        for row in _plain(
            connection, "select speaker from json_each(?) cross join quotation_speakers on quotation = value", page
        )
    )
    most = dict(speakers.most_common(_MOST))
    named = _plain(
        connection, "select id, slug, name from speakers where id in (select value from json_each(?))",
        json.dumps(list(most)),
    )  # fmt: skip
    return {
        "kind": [Facet(kind, kind, number) for kind, number in kinds.most_common()],
        "speaker": sorted(
            (Facet(slug, name, most[id]) for id, slug, name in named), key=lambda facet: (-facet.count, facet.name)
        ),
        "outlet": [Facet(outlet, outlet, number) for outlet, number in outlets.most_common(_MOST)],
        "year": [Facet(year, year, years[year]) for year in sorted(years, reverse=True)],
    }


def nearby(connection: sqlite3.Connection, query: Query) -> list[Nearby]:
    """Searches close to `query`, which found nothing, that do find something."""
    found: list[Nearby] = []
    for place, term in enumerate(query.wanted):
        word = words_of(term)
        for spelling in forms.spellings(connection, word):
            terms = (*query.wanted[:place], quoted(spelling), *query.wanted[place + 1 :])
            found.append(Nearby(replace(query, wanted=terms), 0, without=word, instead=spelling))
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


def _plain(connection: sqlite3.Connection, sql: str, parameter: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in rows(connection, sql, [parameter])]
