"""Searching: the page of results, and the same search as a feed, a table and JSON."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from quotes import store
from quotes.model import Kind, Polarity
from quotes.site.download_formats import LIST_FORMATS, check_outlet, list_document
from quotes.site.downloads import Listing
from quotes.site.formatting import beginning, count, day
from quotes.site.page_content import PAGE, SITE, Choice, Document, Near, Page, Visit
from quotes.site.result_rows import Entry, entries, headlines
from quotes.site.timeline import Timeline, timeline
from quotes.store import listings
from quotes.store.queries import present_slug
from quotes.store.search.articles import search_articles
from quotes.store.search.fulltext import (
    AnyOf,
    Part,
    Query,
    Term,
    checked,
    has_words,
    is_searchable,
    parse,
    terms,
    typed,
)
from quotes.store.search.nearest_searches import nearby, nearest, spelt, utterances
from quotes.store.search.notes import Note, notes
from quotes.store.search.quotations import RANKED, Facet, Results, counted, find, stored

_FIELDS = {
    "speaker": "speaker",
    "since": "from",
    "until": "to",
    **{name: name for name in ("kind", "outlet", "polarity", "unverified")},
    **{name: name for name in ("role", "country", "party", "office", "speaker_kind")},
}
_FORM = ("q", *_FIELDS.values())
PARAMETERS = (*_FORM, "sort", "wording")  # of a search
PAGE_PARAMETERS = (*PARAMETERS, "compare", "page")
_SORTS = {"relevance": "Relevance", "newest": "Newest", "oldest": "Oldest"}
_FACETS = {
    "kind": "Kind",
    "polarity": "Polarity",
    "unverified": "Attribution",
    "speaker": "Speaker",
    "role": "Role",
    "country": "Country",
    "party": "Party",
    "office": "Office",
    "speaker_kind": "Kind of speaker",
    "outlet": "Outlet",
    "year": "Year",
}
# Facets that filter by words, so that they find more than the value that was counted: "president of the senate", too.
_BY_WORDS = frozenset(("role", "country", "party", "office"))
_LABELS = {str(kind): f"{kind.label}s" for kind in Kind} | {str(each): each.capitalize() for each in Polarity}
_LABELS |= {"no": "Verified", "yes": "Unverified"}
_LABELS |= {"person": "People", "organisation": "Organisations", "anonymous": "Unnamed sources"}
# Nearly every article has them, so that one of them alone finds nothing.
_FUNCTION_WORDS = frozenset(
    """
    a about after all also am an and any are as at be been but by can could did do does for from had has have he her
    his how i if in into is it its me my no not of on or our she so than that the their them then there they this to
    up was we were what when where which who will with would you your
    """.split()
)
_YEAR = re.compile(r"\d{4}")
_SECOND = 5  # quotations in other words, after those that fit
_SIMILAR = 1000  # that are counted


@dataclass(frozen=True, slots=True)
class Side:
    """One of two searches that are compared. period: makes the path of the search for a month."""

    name: str
    total: int
    more: bool
    entries: list[Entry]
    timeline: Timeline | None
    path: str
    period: Callable[[str], str]


def search(connection: sqlite3.Connection, visit: Visit) -> Page:
    """The search form and, if there is a query, a page of results."""
    asked = _asked(visit)
    context: dict[str, Any] = {"asked": asked, "coverage": store.coverage(connection), "path": "/search"}
    if not any(name in asked for name in (*_FORM, "compare")):
        return Page("search.html", f"Search – {SITE}", context)
    subject = beginning(", ".join(asked[name] for name in _FORM if name in asked), 60)
    try:
        results = _page_of_results(connection, visit, asked)
        beside = _beside(connection, visit, asked)
    except (json.JSONDecodeError, store.ArchiveError):
        raise  # a fault in what is stored, not in what was asked
    except ValueError as error:
        return Page("search.html", f"{subject} – Search – {SITE}", context | {"problem": str(error)}, status=400)
    fields = _with_typed_fields(asked)
    most = max(results.total, beside.total if beside else 0)
    last = -(-most // PAGE)
    similar = asked.get("wording") == "similar"
    context |= {
        "results": results,
        "entries": _entries(connection, results),
        "notes": _all_notes(connection, asked, results, beside),
        "undated_path": _path(_one(fields) if _is_year(fields) else fields, **{"from": None, "to": None}),
        "number": visit.page,
        "last": last,
        "last_path": _path(asked, page=str(last)),
        "similar": similar,
        "exact_path": _path(asked, wording=None),
        "sorts": [
            (name, _path(asked, sort=sort), sort == results.sort)
            for sort, name in _SORTS.items()
            if sort != "relevance" or _can_be_ranked(asked)
        ],
        "pages": {
            name: _path(asked, page=str(target))
            for name, target in [("Previous", visit.page - 1), ("Next", visit.page + 1)]
            if 1 <= target <= last
        },
        "formats": {
            each.label: f"/search.{extension}?{urlencode(_one(asked))}" for extension, each in LIST_FORMATS.items()
        },
    }
    if most:
        facets, months, years = counted(connection, results.columns)
        context |= {
            "facets": _choices(connection, fields, facets),
            "timeline": timeline(months, years),
            "period": _period(fields),
        }
        if beside:
            context["sides"] = _sides(connection, fields, results, beside)
    if not similar and visit.page >= last:
        context |= _second_helping(connection, visit, asked, results)
        if not most:
            context |= _nothing_found(connection, asked)
            listed = {each.quotation.id for each in context["other_entries"]}
            context["nearest"] = [each for each in context["nearest"] if each.quotation.id not in listed]
    found = f"{count(results.total, 'result')}{' or more' if results.more else ''}"
    status = 404 if visit.page > max(1, last) else 200
    return Page("search.html", f"{subject} – {found} – {SITE}", context, status=status)


def _nothing_found(connection: sqlite3.Connection, asked: Mapping[str, str]) -> dict[str, Any]:
    """Searches that find something, the nearest quotations, and articles that hold the words."""
    query = checked(parse(asked.get("q", "")), **_filters(asked))
    near = nearby(connection, query, utterances)
    searches = [Near(each.without, each.instead, each.count, _path(_spoken(each.query))) for each in near]
    found: dict[str, Any] = {"nearby": searches, **_articles(connection, query)}
    if has_words(query.wanted):
        close = nearest(connection, query, limit=_SECOND)
    else:
        close = find(connection, near[0].query, once=True, limit=_SECOND) if near else None
        found["nearest_search"] = searches[0] if searches else None
    return found | {"nearest": _entries(connection, close) if close else []}


def _articles(connection: sqlite3.Connection, query: Query) -> dict[str, Any]:
    """The first articles with the words of `query`, or else spelt otherwise or with some of them, and where all are."""
    words = [*terms(query.wanted)]
    if not words or any(term.about for term in (*words, *terms(query.unwanted))):
        return {}
    where = Query(unwanted=query.unwanted, since=query.since, until=query.until, outlet=query.outlet)
    respelt = spelt(connection, query).wanted
    single, respelt_single = _single(query.wanted), _single(respelt)
    any_of = tuple(dict.fromkeys((*single, *respelt_single)))
    telling = tuple(term for term in any_of if term.words.lower() not in _FUNCTION_WORDS)
    for wanted in (query.wanted, single, respelt, respelt_single, (AnyOf(telling or any_of),)):
        asked = replace(where, wanted=wanted)
        found = search_articles(
            connection, typed(asked), since=query.since, until=query.until, outlet=query.outlet, limit=_SECOND
        )
        if found.total:
            return {
                "articles": found,
                "headlines": headlines(connection, [hit.article for hit in found.hits]),
                "articles_path": f"/articles?{urlencode(_spoken(asked))}",
                "with_some": isinstance(wanted[0], AnyOf) and wanted != query.wanted,
                "respelt": wanted in (respelt, respelt_single),
            }
    return {}


def _single(parts: Iterable[Part]) -> tuple[Term, ...]:
    """Each word of these parts as a search term."""
    return tuple(Term(word) for term in terms(parts) for word in term.words.split() if is_searchable(word))


def _beside(connection: sqlite3.Connection, visit: Visit, asked: Mapping[str, str]) -> Results | None:
    """The page of the same search for another speaker or another year, if `asked` compares it.

    Raises:
        ValueError: There is no such speaker or year.
    """
    other = asked.get("compare")
    if not other:
        return None
    if not (_is_year(asked) or present_slug(connection, other) or store.speakers(connection, other, limit=1)):
        raise ValueError(f"compare is a speaker or a year, and no speaker is named {other!r}")
    return _page_of_results(connection, visit, _other(asked))


def _with_typed_fields(asked: Mapping[str, str]) -> Mapping[str, str]:
    """The search with the fields that stand among its words as fields of their own, so that links can change them."""
    words = parse(asked.get("q", ""))
    if not any(getattr(words, name) for name in _FIELDS):
        return asked
    others = {name: value for name, value in asked.items() if name != "q" and name not in _FIELDS.values()}
    return _spoken(checked(words, **_filters(asked))) | others


def _one(asked: Mapping[str, str]) -> dict[str, str]:
    """The search without what it is compared with."""
    return {name: value for name, value in asked.items() if name != "compare"}


def _other(asked: Mapping[str, str]) -> dict[str, str]:
    """The search that `asked` is compared with."""
    other = asked["compare"]
    return _one(asked) | ({"from": other, "to": other} if _is_year(asked) else {"speaker": other})


def _is_year(asked: Mapping[str, str]) -> bool:
    """Whether `asked` is compared with a year."""
    return bool(_YEAR.fullmatch(asked.get("compare", "")))


def _sides(connection: sqlite3.Connection, asked: Mapping[str, str], results: Results, beside: Results) -> list[Side]:
    """A search and what it is compared with, with one scale for both charts."""
    here, there = _one(asked), _other(asked)
    its, theirs = (counted(connection, each.columns)[1:] for each in (results, beside))
    first = _dates(here) if _is_year(asked) else here.get("speaker")
    same_years = not _is_year(asked)
    pictures = (
        timeline(*its, beside=theirs[0], same_years=same_years),
        timeline(*theirs, beside=its[0], same_years=same_years),
    )
    return [
        _side(connection, first or "All", results, here, pictures[0]),
        _side(connection, asked["compare"], beside, there, pictures[1]),
    ]


def _dates(asked: Mapping[str, str]) -> str:
    """The dates of a search: `2024`, `2024 to 2025`, `from 2024`, `to May 2025`; empty if it has none."""
    first, last = (day(asked.get(name)) for name in ("from", "to"))
    if first and last:
        return " to ".join(dict.fromkeys((first, last)))
    return f"from {first}" if first else f"to {last}" if last else ""


def _side(
    connection: sqlite3.Connection, name: str, results: Results, asked: Mapping[str, str], picture: Timeline | None
) -> Side:
    return Side(
        _name_of(connection, name),
        results.total,
        results.more,
        _entries(connection, results),
        picture,
        _path(asked),
        _period(asked),
    )


def _name_of(connection: sqlite3.Connection, slug: str) -> str:
    """The name of the speaker with this slug, present or former, or what was typed."""
    found = listings.sketch(connection, present_slug(connection, slug) or slug)
    return found.speaker.name if found else slug


def _period(asked: Mapping[str, str]) -> Callable[[str], str]:
    """What makes the path of the search `asked` for a month or a year. A page has so many that they share its parts.

    Dates of the search within the month or the year stay, as what is outside them was not counted.
    """
    parts = {name: urlencode({name: value}) for name, value in {**asked, "from": "", "to": ""}.items()}
    given = {name: asked.get(name, "") for name in ("from", "to")}

    def path(date: str) -> str:
        bounds = {name: f"{name}={own if own.startswith(date) else date}" for name, own in given.items()}
        return f"/search?{'&'.join((parts | bounds).values())}"

    return path


def exported(connection: sqlite3.Connection, visit: Visit) -> Document | Page:
    """The search as a feed of the newest, or as all of it in CSV or JSON."""
    asked = _asked(visit)
    extension = visit.named["format"]
    made = LIST_FORMATS[extension]
    if made.feed:
        asked["sort"] = "newest"
    try:
        results = _results(connection, visit, asked, 0, 0)
    except (json.JSONDecodeError, store.ArchiveError):
        raise  # a fault in what is stored, not in what was asked
    except ValueError as error:
        return Page(
            "search.html",
            f"Search – {SITE}",
            {"asked": asked, "coverage": store.coverage(connection), "path": "/search", "problem": str(error)},
            status=400,
        )
    said = _notes(connection, asked, results)
    check_outlet(extension, said)
    found = stored(connection, results.rows[: made.most])
    subject = ", ".join(asked[name] for name in _FORM if name in asked)
    listing = Listing(
        found,
        roles=listings.roles_then(connection, found),
        added=listings.added(connection, found),
        texts=listings.texts(connection, found) if LIST_FORMATS[extension].context else {},
        visit=visit,
        name="quotations",
        title=f"{SITE}: {subject}",
        feed=f"/search.{extension}?{urlencode(_asked(visit))}",
        page=_path(asked),
        about={
            "search": asked,
            "total": results.total,
            "more": results.more,
            "notes": [each.text for each in said],
        },
    )
    return list_document(extension, listing)


def results_page(connection: sqlite3.Connection, visit: Visit, size: int) -> tuple[Results, list[str]] | None:
    """The results on the requested page of `size` results, and what is to be said of them.

    None if nothing is searched for.

    Raises:
        ValueError: The query is not valid.
    """
    asked = _asked(visit)
    if not any(name in asked for name in _FORM):
        return None
    results = _results(connection, visit, asked, size, (visit.page - 1) * size)
    return results, _notes_for_programs(connection, asked, results)


def _asked(visit: Visit) -> dict[str, str]:
    """The query without empty fields, in the order of the form. Raises BadRequest if one is not valid."""
    visit.choice("sort", _SORTS)
    visit.choice("wording", ("similar",))
    names = (*PARAMETERS, "compare")
    return {name: value for name in names if (value := visit.asked.get(name, "").strip())}


def _notes(connection: sqlite3.Connection, asked: Mapping[str, str], results: Results) -> list[Note]:
    """What is to be said of a search with these results."""
    words = asked.get("q", "")
    return notes(connection, words, checked(parse(words), **_filters(asked)), found=results.total > 0)


def _all_notes(
    connection: sqlite3.Connection, asked: Mapping[str, str], results: Results, beside: Results | None
) -> list[Note]:
    """What is to be said of a search, and of the one that it is compared with."""
    said = _notes(connection, asked, results)
    newest = "newest" in {each.sort for each in (results, beside) if each}
    if newest and "sort" not in asked and _can_be_ranked(asked):
        said.append(Note("order", f"more than {RANKED:,} results are not ranked unless you sort them by relevance"))
    theirs = _notes(connection, _other(asked), beside) if beside else []
    return said + [each._replace(text=f"{asked['compare']}: {each.text}") for each in theirs if each not in said]


def _can_be_ranked(asked: Mapping[str, str]) -> bool:
    """Whether the search has words, by which its results differ in relevance."""
    return has_words(parse(asked.get("q", "")).wanted)


def _notes_for_programs(connection: sqlite3.Connection, asked: Mapping[str, str], results: Results) -> list[str]:
    return [each.text for each in _notes(connection, asked, results)]


def _filters(asked: Mapping[str, str]) -> dict[str, str | None]:
    return {field: asked.get(name) for field, name in _FIELDS.items()}


def _page_of_results(connection: sqlite3.Connection, visit: Visit, asked: Mapping[str, str]) -> Results:
    """Those of a page, which counts facets and does not rank very many results unless it is asked to."""
    offset = (visit.page - 1) * PAGE
    return _results(connection, visit, asked, PAGE, offset, sort=asked.get("sort"), facets=True)


def _results(
    connection: sqlite3.Connection,
    visit: Visit,
    asked: Mapping[str, str],
    limit: int,
    offset: int,
    *,
    sort: str | None = "relevance",
    reach: int | None = None,
    known: Sequence[int] | None = None,
    facets: bool = False,
) -> Results:
    return store.search(
        connection,
        asked.get("q", ""),
        **_filters(asked),
        sort=asked.get("sort", sort),
        similar=asked.get("wording") == "similar",
        once=limit > 0,  # a file has every printing
        limit=limit,
        offset=offset,
        reach=reach,
        known=known,
        facets=facets,
    )


def _entries(connection: sqlite3.Connection, results: Results) -> list[Entry]:
    found = [hit.quotation for hit in results.hits]
    return entries(connection, found, [hit.matches for hit in results.hits], counted=True)


def _second_helping(
    connection: sqlite3.Connection, visit: Visit, asked: dict[str, str], results: Results
) -> dict[str, Any]:
    """The first of what has other forms of the words, the newest first. results: with the words themselves."""
    known = None if results.more else results.rows
    similar = {"sort": "newest", **asked, "wording": "similar"}
    others = _results(connection, visit, similar, _SECOND, 0, reach=_SIMILAR, known=known)
    return {
        "others": others,
        "other_entries": _entries(connection, others),
        "others_path": _path(asked, wording="similar"),
    }


def _choices(
    connection: sqlite3.Connection, asked: Mapping[str, str], counted: Mapping[str, list[Facet]]
) -> dict[str, list[Choice]]:
    """By the name of each facet: what is chosen, or else how the search may be narrowed."""
    choices = {}
    for facet, name in _FACETS.items():
        fields = ("from", "to") if facet == "year" else (facet,)
        chosen = _dates(asked) if facet == "year" else asked.get(facet, "")
        if chosen:
            same = chosen if facet != "speaker" else present_slug(connection, chosen)
            known = next((each.name for each in counted[facet] if each.value == same), chosen)
            without = _path(asked, **dict.fromkeys(fields))
            choices[name] = [Choice(_LABELS.get(known, known), None, without, active=True)]
        elif len(counted[facet]) > 1 or facet == "speaker":
            choices[name] = [
                Choice(
                    _LABELS.get(each.name, each.name),
                    None if facet in _BY_WORDS else each.count,
                    _path(asked, **dict.fromkeys(fields, each.value)),
                )
                for each in counted[facet]
            ]
    return {name: those for name, those in choices.items() if those}


def _path(asked: Mapping[str, str], **changed: str | None) -> str:
    """The URL of the search `asked` with some of it changed, or with None left out; on its first page."""
    now = {name: value for name, value in {**asked, **changed}.items() if value}
    return f"/search?{urlencode(now)}"


def _spoken(query: Query) -> dict[str, str]:
    """What a form asks for that means `query`."""
    fields = {name: getattr(query, field) for field, name in _FIELDS.items()}
    return {name: value for name, value in {"q": typed(query), **fields}.items() if value}
