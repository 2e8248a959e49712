"""Searches near one that finds nothing: other spellings and names, fewer words or fields, and what they find."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from quotes.store.queries import rows, speakers
from quotes.store.search import fulltext
from quotes.store.search.articles import search_articles
from quotes.store.search.fulltext import FIELDS, Near, Part, Query, Term, is_searchable, typed, typed_part
from quotes.store.search.quotations import Results, count, find

_MOST = 8  # words, each of which is left out
# The fields that a search may do without, the least telling first. Dates go together.
_LEAST_TELLING = (
    *(("unverified",), ("polarity",), ("kind",), ("speaker_kind",), ("since", "until"), ("outlet",)),
    *(("office",), ("party",), ("country",), ("role",), ("speaker",)),
)
_TYPED_AS = {"since": "from", "until": "to"}
_NAMES = 3  # of speakers or outlets that are like a given one
_SHORT = 2  # letters of a word that many names begin with
_CLOSE = 0.6  # of the letters of the names of two outlets
_NEAREST = 500  # quotations of which the nearest are chosen


@dataclass(frozen=True, slots=True)
class Nearby:
    """A search with results. `without` and `instead` are the words or fields that were left out or replaced."""

    query: Query
    count: int
    without: str | None = None
    instead: str | None = None


def nearby(
    connection: sqlite3.Connection, query: Query, results: Callable[[sqlite3.Connection, Query], int] = count
) -> list[Nearby]:
    """Searches similar to `query`, which has no results, that have some.

    First those with another spelling or another name, then those without a field, the least telling field first.
    results: the number of results of a search.
    """
    number = partial(results, connection)
    found = [*_other_names(connection, query)]
    respelt = spelt(connection, query)
    for place, term in enumerate(query.wanted):
        if isinstance(term, Term) and not term.about:
            for spelling in _respelt(connection, term.words):
                wanted = (*query.wanted[:place], replace(term, words=spelling), *query.wanted[place + 1 :])
                found.append(Nearby(replace(query, wanted=wanted), 0, without=term.words, instead=spelling))
    both = zip(_typed_parts(query), _typed_parts(respelt), strict=True)
    changed = [(old, new) for old, new in both if old != new]
    if len(changed) > 1:
        without, instead = (" ".join(each) for each in zip(*changed, strict=True))
        found.append(Nearby(respelt, 0, without, instead))
    given = [names for names in _LEAST_TELLING if any(getattr(query, name) for name in names)]
    found += [_without(query, names) for names in given]
    if len(query.wanted) > 1:
        for place, part in enumerate(query.wanted[:_MOST]):
            fewer = (*query.wanted[:place], *query.wanted[place + 1 :])
            found.append(Nearby(replace(query, wanted=fewer), 0, without=typed_part(part).strip('"')))
    loosened = ([_without(query, [*chain(*given[:most])])] for most in range(2, len(given) + 1))
    return next(filter(None, (_with_results(each, number) for each in chain([found], loosened))), [])


def utterances(connection: sqlite3.Connection, query: Query) -> int:
    """The number of utterances that a search finds."""
    return find(connection, query, sort="newest", once=True, limit=0).total


def articles(connection: sqlite3.Connection, query: Query) -> int:
    """The number of articles that a search finds."""
    since, until, outlet = query.since, query.until, query.outlet
    return search_articles(connection, typed(query), since=since, until=until, outlet=outlet, limit=0).total


def _with_results(searches: Iterable[Nearby], number: Callable[[Query], int]) -> list[Nearby]:
    asked = [each for each in searches if _is_enough(each.query)]
    return [near for each in asked if (near := replace(each, count=number(each.query))).count]


def _without(query: Query, names: Sequence[str]) -> Nearby:
    """`query` without the fields `names`."""
    values = {name: value for name in names if (value := getattr(query, name))}
    typed = " ".join(
        value if name in ("speaker", "outlet") else f"{_TYPED_AS.get(name, name)}:{typed_part(Term(value))}"
        for name, value in values.items()
    )
    return Nearby(replace(query, **dict.fromkeys(values)), 0, without=typed)  # type: ignore[arg-type]


def _other_names(connection: sqlite3.Connection, query: Query) -> Iterator[Nearby]:
    """`query` with the names that are nearest to the given speaker and outlet, and with other spellings."""
    if query.speaker:
        given = query.speaker if " " in query.speaker else query.speaker.replace("-", " ")  # the end of a URL
        words = [word for word in given.split() if len(word) > _SHORT]
        # The last word is mostly the family name.
        spelt = [given, *_respelt(connection, given), *reversed(words)]
        named = {each.slug: each for name in spelt for each in speakers(connection, name, limit=_NAMES)}
        for slug, each in [*named.items()][:_NAMES]:
            if slug != query.speaker:
                yield Nearby(replace(query, speaker=slug), 0, query.speaker, each.name)
    if query.outlet:
        for name in _outlets_like(connection, query.outlet):
            yield Nearby(replace(query, outlet=name), 0, query.outlet, name)
    for field in ("role", "party", "office"):
        value = getattr(query, field)
        for spelling in _respelt(connection, value or ""):
            yield Nearby(replace(query, **{field: spelling}), 0, value, spelling)  # type: ignore[arg-type]


def _outlets_like(connection: sqlite3.Connection, name: str) -> list[str]:
    """The names of outlets that have the words of `name`, or that are spelt like it, without `name` itself."""
    known = [row[0] for row in rows(connection, "select distinct outlet from articles where outlet is not null")]
    others = {each.casefold(): each for each in known if each.casefold() != name.casefold()}
    words = set(name.casefold().split())
    holding = [each for each in others if words <= set(each.split())]
    close = difflib.get_close_matches(name.casefold(), others, n=_NAMES, cutoff=_CLOSE)
    return [others[each] for each in dict.fromkeys([*sorted(holding), *close])][:_NAMES]


def nearest(connection: sqlite3.Connection, query: Query, *, limit: int) -> Results | None:
    """The quotations that are nearest to `query`, which has no results; None if no word is in the archive.

    Tried one after another: words of a similar spelling; the words of a phrase near each other; all words in any form;
    the rarest of them; and the same without the fields.
    """
    respelt = spelt(connection, query)
    words = " ".join(term.words for term in fulltext.terms(query.wanted) if not term.about)
    rare = fulltext.by_rarity(connection, words) if words else []
    loosened = [respelt, replace(respelt, wanted=tuple(map(_loose, respelt.wanted)))]
    fewer = [tuple(rare[:number]) for number in range(len(rare), 0, -1)]
    loosened += [replace(query, wanted=wanted) for wanted in fewer]
    loosened += [Query(wanted, query.unwanted) for wanted in fewer]
    for each in dict.fromkeys(loosened):
        if each == query or not _is_enough(each):
            continue
        found = find(connection, each, once=True, limit=limit, reach=_NEAREST)
        if found.total:
            return found
    return None


def spelt(connection: sqlite3.Connection, query: Query) -> Query:
    """`query` with the closest spelling of each word that is not in the archive."""

    def closest(part: Part) -> Part:
        if not isinstance(part, Term) or part.about or part.begins:
            return part
        return replace(part, words=next(iter(_respelt(connection, part.words)), part.words))

    speaker = next(iter(_respelt(connection, query.speaker or "")), query.speaker)
    return replace(query, wanted=tuple(map(closest, query.wanted)), speaker=speaker)


def _typed_parts(query: Query) -> list[str]:
    return [*map(typed_part, query.wanted), query.speaker or ""]


def _respelt(connection: sqlite3.Connection, words: str) -> list[str]:
    """`words` with similar spellings of those that are not in the archive."""
    held = words.split()
    known = [fulltext.spellings(connection, word) or [word] for word in held]
    most = max(map(len, known), default=0)
    found = [" ".join(each[min(number, len(each) - 1)] for each in known) for number in range(most)]
    return [each for each in dict.fromkeys(found) if each != " ".join(held)]


def _loose(part: Part) -> Part:
    """The words of a phrase near each other, in any order."""
    if isinstance(part, Term) and not part.about and len(held := [*filter(is_searchable, part.words.split())]) > 1:
        return Near(tuple(map(Term, held)))
    return part


def _is_enough(query: Query) -> bool:
    return bool(query.wanted or any(getattr(query, name) for name in FIELDS))
