"""Searching: the page of results, and the same search as a feed, a table and JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from quotes import store
from quotes.model import Kind, Polarity
from quotes.site.download_formats import LIST_FORMATS, list_document
from quotes.site.downloads import Listing
from quotes.site.formatting import beginning, count
from quotes.site.page_content import PAGE, SITE, Document, Page, Visit
from quotes.site.result_rows import Entry, entries
from quotes.store import listings
from quotes.store.search import Facet, Results, facets, nearby, stored
from quotes.store.search_query import Query, checked, parse, typed

_FORM = ("q", "speaker", "from", "to", "kind", "outlet", "polarity", "unverified")
_FIELDS = {"speaker": "speaker", "since": "from", "until": "to", "kind": "kind", "outlet": "outlet"}
_FIELDS |= {"polarity": "polarity", "unverified": "unverified"}
PARAMETERS = (*_FORM, "sort", "wording")  # of a search
_SORTS = {"relevance": "Relevance", "newest": "Newest", "oldest": "Oldest"}
_FACETS = {
    "kind": "Kind",
    "polarity": "Polarity",
    "unverified": "Attribution",
    "speaker": "Speaker",
    "outlet": "Outlet",
    "year": "Year",
}
_LABELS = {str(kind): f"{kind.label}s" for kind in Kind} | {str(each): each.capitalize() for each in Polarity}
_LABELS |= {"no": "Verified", "yes": "Unverified"}
_SECOND = 5  # quotations in other words, after those that fit


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow a search, or to widen it again. count: what it leaves, None for one that is chosen."""

    name: str
    count: int | None
    path: str


@dataclass(frozen=True, slots=True)
class Near:
    """A search close to one that found nothing. without: left out of it; instead: put in its place, or None."""

    without: str | None
    instead: str | None
    count: int
    path: str


def search(connection: sqlite3.Connection, visit: Visit) -> Page:
    """The search form and, if there is a query, a page of results."""
    asked = _asked(visit)
    context: dict[str, Any] = {"asked": asked, "coverage": store.coverage(connection), "path": "/search"}
    if not any(name in asked for name in _FORM):
        return Page("search.html", f"Search – {SITE}", context)
    subject = beginning(", ".join(asked[name] for name in _FORM if name in asked), 60)
    try:
        results = _results(connection, visit, asked, PAGE, (visit.page - 1) * PAGE)
    except (json.JSONDecodeError, store.ArchiveError):
        raise  # a fault in what is stored, not in what was asked
    except ValueError as error:
        return Page("search.html", f"{subject} – Search – {SITE}", context | {"problem": str(error)}, status=400)
    last = -(-results.total // PAGE)
    similar = asked.get("wording") == "similar"
    context |= {
        "results": results,
        "entries": _entries(connection, results),
        "number": visit.page,
        "last": last,
        "similar": similar,
        "exact_path": _path(asked, wording=None),
        "sorts": [(name, _path(asked, sort=sort), sort == _sort(asked)) for sort, name in _SORTS.items()],
        "facets": _choices(asked, facets(connection, results.rows)) if results.total else {},
        "pages": {
            name: _path(asked, page=str(target))
            for name, target in [("Previous", visit.page - 1), ("Next", visit.page + 1)]
            if 1 <= target <= last
        },
        "formats": {each.label: f"/search.{extension}?{urlencode(asked)}" for extension, each in LIST_FORMATS.items()},
    }
    if not similar and visit.page >= last:
        context |= _second_helping(connection, visit, asked)
        if not results.total:
            query = checked(parse(asked.get("q", "")), **_filters(asked))
            context["nearby"] = [
                Near(near.without, near.instead, near.count, _path(_spoken(near.query)))
                for near in nearby(connection, query)
            ]
    found = f"{count(results.total, 'result')}{' or more' if results.more else ''}"
    return Page("search.html", f"{subject} – {found} – {SITE}", context)


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
        about={"search": asked, "total": results.total, "more": results.more},
    )
    return list_document(extension, listing)


def results_page(connection: sqlite3.Connection, visit: Visit, size: int) -> Results | None:
    """The results on the requested page of `size` results; None if nothing is searched for.

    Raises:
        ValueError: The query is not valid.
    """
    asked = _asked(visit)
    if not any(name in asked for name in _FORM):
        return None
    return _results(connection, visit, asked, size, (visit.page - 1) * size)


def _asked(visit: Visit) -> dict[str, str]:
    """The query without empty fields, in the order of the form."""
    return {name: value for name in PARAMETERS if (value := visit.asked.get(name, "").strip())}


def _filters(asked: Mapping[str, str]) -> dict[str, str | None]:
    return {field: asked.get(name) for field, name in _FIELDS.items()}


def _sort(asked: Mapping[str, str]) -> str:
    return asked.get("sort", "relevance")


def _results(
    connection: sqlite3.Connection, visit: Visit, asked: Mapping[str, str], limit: int, offset: int
) -> Results:
    return store.search(
        connection,
        asked.get("q", ""),
        **_filters(asked),
        sort=_sort(asked),
        similar=asked.get("wording") == "similar",
        limit=limit,
        offset=offset,
    )


def _entries(connection: sqlite3.Connection, results: Results) -> list[Entry]:
    return entries(connection, [hit.quotation for hit in results.hits], [hit.matches for hit in results.hits])


def _second_helping(connection: sqlite3.Connection, visit: Visit, asked: dict[str, str]) -> dict[str, Any]:
    """The first of what has other forms of the words."""
    others = _results(connection, visit, asked | {"wording": "similar"}, _SECOND, 0)
    return {
        "others": others,
        "other_entries": _entries(connection, others),
        "others_path": _path(asked, wording="similar"),
    }


def _choices(asked: Mapping[str, str], counted: Mapping[str, list[Facet]]) -> dict[str, list[Choice]]:
    """By the name of each facet: what is chosen, or else how the search may be narrowed."""
    choices = {}
    for facet, name in _FACETS.items():
        fields = ("from", "to") if facet == "year" else (facet,)
        chosen = " to ".join(dict.fromkeys(asked[field] for field in fields if field in asked))
        if chosen:
            known = next((each.name for each in counted[facet] if each.value == chosen), chosen)
            choices[name] = [Choice(_LABELS.get(known, known), None, _path(asked, **dict.fromkeys(fields)))]
        elif len(counted[facet]) > 1 or facet == "speaker":
            choices[name] = [
                Choice(_LABELS.get(each.name, each.name), each.count, _path(asked, **dict.fromkeys(fields, each.value)))
                for each in counted[facet]
            ]
    return {name: those for name, those in choices.items() if those}


def _path(asked: Mapping[str, str], **changed: str | None) -> str:
    """The address of the search `asked` with some of it changed, or with None left out; on its first page."""
    now = {
        name: value for name, value in {**asked, **changed}.items() if value and (name, value) != ("sort", "relevance")
    }
    return f"/search?{urlencode(now)}"


def _spoken(query: Query) -> dict[str, str]:
    """What a form asks for that means `query`."""
    fields = {name: getattr(query, field) for field, name in _FIELDS.items()}
    return {name: value for name, value in {"q": typed(query), **fields}.items() if value}
