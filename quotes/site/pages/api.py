"""The JSON API, version 1: the records that the commands print, one by one or in pages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from quotes import store
from quotes.export import SCHEMAS, Record, stored_article, stored_speaker
from quotes.model import PROVENANCE
from quotes.site import downloads
from quotes.site.formatting import heard
from quotes.site.page_content import (
    SITE,
    Answer,
    BadRequest,
    Document,
    Moved,
    Page,
    Visit,
    bad_request,
    missing,
    past_end,
)
from quotes.site.pages import articles as article_pages
from quotes.site.pages import quotation as quotation_page
from quotes.site.pages import speakers as speaker_pages
from quotes.site.pages.search import results_page
from quotes.site.text_fragments import web_url
from quotes.store import listings, queries, streams
from quotes.store.queries import StoredArticle, Version

PATH = "/api/v1"
_SIZE = 50  # records on a page, unless the request says how many
_MOST = 100
_JSON = "application/json"
SCHEMA_NAMES = ("quotation", "article", "speaker", "page")


def index(connection: sqlite3.Connection, visit: Visit) -> Document:
    """What there is."""
    lists = {name: visit.absolute(f"{PATH}/{name}") for name in ("quotations", "articles", "speakers")}
    schemas = {name: visit.absolute(f"{PATH}/schema/{name}.json") for name in SCHEMA_NAMES}
    return _document({"name": SITE, "version": 1, **lists, "schemas": schemas})


def schema(connection: sqlite3.Connection, visit: Visit) -> Document:
    """The JSON Schema of a record or of a page."""
    return _document(SCHEMAS[visit.named["name"]])


def quotations(connection: sqlite3.Connection, visit: Visit) -> Document | Page:
    """A page of all quotations, or of those that a search finds."""

    def read(size: int, after: str | None) -> Document | Page:
        searched = results_page(connection, visit, size)
        _check_place(visit, searched=searched is not None)
        if searched is None:
            found = streams.quotations(connection, after, batch=size + 1)
            every = (downloads.record(each, roles, visit) for each, roles in found)
            return _listed(visit, "quotations", every, streams.total(connection, "quotations"), size)
        results, notes = searched
        if visit.page > 1 and not results.hits:
            return past_end(visit.page, results.total, size, f"{PATH}/quotations")
        hits = [hit.quotation for hit in results.hits]
        roles = listings.roles_then(connection, hits)
        further = {**visit.asked, "page": str(visit.page + 1)} if visit.page * size < results.total else None
        records = [downloads.record(each, roles, visit) for each in hits]
        return _page(visit, "quotations", records, results.total, further, more=results.more, notes=notes)

    return _checked(visit, read)


def articles(connection: sqlite3.Connection, visit: Visit) -> Document | Page:
    """A page of all articles, or of those that a search finds."""

    def read(size: int, after: str | None) -> Document | Page:
        searched = any(visit.asked.get(name, "").strip() for name in article_pages.PARAMETERS if name != "page")
        _check_place(visit, searched=searched)
        if not searched:
            found = streams.articles(connection, after, batch=size + 1)
            records = (_article(*each, visit) for each in found)
            return _listed(visit, "articles", records, streams.total(connection, "articles"), size)
        results, notes = article_pages.found_articles(connection, visit, size)
        if visit.page > 1 and not results.hits:
            return past_end(visit.page, results.total, size, f"{PATH}/articles")
        further = {**visit.asked, "page": str(visit.page + 1)} if visit.page * size < results.total else None
        items = [each for hit in results.hits if (each := _stored(connection, hit.article.id, visit))]
        said = [each.text for each in notes]
        return _page(visit, "articles", items, results.total, further, more=results.more, notes=said)

    return _checked(visit, read)


def speakers(connection: sqlite3.Connection, visit: Visit) -> Document | Page:
    """A page of all speakers."""

    def read(size: int, after: str | None) -> Document:
        found = streams.speakers(connection, after, batch=size + 1)
        records = (_speaker(each, visit) for each in found)
        return _listed(visit, "speakers", records, streams.total(connection, "speakers"), size)

    return _checked(visit, read)


def quotation(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """One quotation, as at /q/ID.json."""
    answer = quotation_page.exported(connection, replace(visit, named={**visit.named, "format": "json"}))
    if isinstance(answer, Moved):
        return Moved(f"{PATH}/quotations/{answer.path.removeprefix('/q/').removesuffix('.json')}")
    return answer


def article(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """One article."""
    asked = visit.named["id"]
    id = heard(asked)
    found = _stored(connection, id, visit)
    if found is None:
        return missing(f"No article here has the id {asked}.")
    return _document(found) if id == asked else Moved(f"{PATH}/articles/{id}")


def speaker(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """One speaker."""
    slug = visit.named["slug"]
    sketch = listings.sketch(connection, slug)
    if sketch is not None:
        return _document(_speaker(sketch, visit))
    answer = speaker_pages.former(connection, slug)
    return Moved(f"{PATH}{answer.path}") if isinstance(answer, Moved) else answer


def _stored(connection: sqlite3.Connection, id: str, visit: Visit) -> Record | None:
    """The record of the article with this id, or None."""
    found = store.article(connection, id)
    if found is None:
        return None
    version = queries.version(connection, found.id, found.version)
    assert version is not None
    return _article(found, version, visit)


def _article(found: StoredArticle, version: Version, visit: Visit) -> Record:
    data = stored_article(found, version) | {"permalink": visit.absolute(f"/articles/{found.id}")}
    if "versions" not in visit.tables:
        data |= dict.fromkeys(PROVENANCE[1:])
    return data | {name: web_url(data[name]) for name in ("url", "fetched_url")}


def _speaker(sketch: listings.Sketch, visit: Visit) -> Record:
    return stored_speaker(sketch) | {"permalink": visit.absolute(f"/speakers/{sketch.speaker.slug}")}


def _check_place(visit: Visit, *, searched: bool) -> None:
    """Raises BadRequest where the place in a list is given as in another sort of list."""
    wrong = "after" if searched else "page"
    if wrong in visit.asked:
        raise BadRequest(f"{wrong} is for {'lists of everything' if searched else 'searches'}; follow next")


def _checked(visit: Visit, read: Callable[[int, str | None], Document | Page]) -> Document | Page:
    """What `read` makes, given the size of a page and the id before it; or what is wrong with the request."""
    try:
        return read(visit.number("size", _SIZE, _MOST), visit.asked.get("after"))
    except (json.JSONDecodeError, store.ArchiveError):
        raise  # a fault in what is stored, not in what was asked
    except ValueError as error:
        return bad_request(str(error))


def _listed(visit: Visit, name: str, records: Iterator[Record], total: int, size: int) -> Document:
    """A page of `size` records of the list `name`; `records` go on after it."""
    found = list(islice(records, size + 1))
    further = {**visit.asked, "after": found[size - 1]["id"]} if len(found) > size else None
    return _page(visit, name, found[:size], total, further)


def _page(
    visit: Visit,
    name: str,
    records: Sequence[Record],
    total: int,
    further: Mapping[str, str] | None,
    *,
    more: bool = False,
    notes: Sequence[str] = (),
) -> Document:
    """A page of the list `name`. further: the parameters of the next page, or None."""
    following = visit.absolute(f"{PATH}/{name}?{urlencode(further)}") if further else None
    return _document({"items": records, "total": total, "more": more, "notes": [*notes], "next": following})


def _document(data: Any) -> Document:
    return Document(json.dumps(data, ensure_ascii=False), _JSON)
