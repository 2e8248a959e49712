"""Quotations for programs: JSON, CSV for spreadsheets, and Atom (RFC 4287) for readers of news."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from quotes.site.page_content import SITE, Document, Visit
from quotes.site.result_rows import headline, is_unverified
from quotes.site.text_fragments import web_address
from quotes.store.queries import StoredQuotation

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def record(quotation: StoredQuotation, visit: Visit) -> dict[str, Any]:
    """All that a list needs of a quotation. confidence: from 0 to 1, that the speaker is right."""
    printed = quotation.article
    return {
        "id": quotation.id,
        "address": visit.absolute(f"/q/{quotation.id}"),
        "kind": quotation.kind,
        "text": quotation.text,
        "speaker": quotation.speaker,
        "speakers": [
            {"name": who.name, "kind": who.kind, "address": visit.absolute(f"/speakers/{who.slug}")}
            for who in quotation.speakers
        ],
        "confidence": round(quotation.confidence, 3),
        "unverified": is_unverified(quotation),
        "published": printed.published,
        "outlet": printed.outlet,
        "title": printed.title,
        "byline": printed.byline,
        "url": web_address(printed.url),
        "article": visit.absolute(f"/articles/{printed.id}"),
        "gone_since": quotation.gone_since,
    }


def as_json(found: Iterable[StoredQuotation], visit: Visit, about: Mapping[str, object], name: str) -> Document:
    """The quotations with `about` before them, as one JSON object."""
    data = {**about, "quotations": [record(each, visit) for each in found]}
    return Document(json.dumps(data, ensure_ascii=False), "application/json", f"{name}.json")


def as_csv(found: Iterable[StoredQuotation], visit: Visit, name: str) -> Document:
    """A row for each quotation. An apostrophe stands before what a spreadsheet would run as a formula."""
    rows = [record(each, visit) for each in found]
    columns = [
        *("id", "published", "kind", "speaker", "text", "outlet", "title", "byline", "confidence", "unverified"),
        *("address", "url"),
    ]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return Document(file.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def as_atom(
    found: Sequence[StoredQuotation], visit: Visit, title: str, path: str, page: str, added: Mapping[str, str]
) -> Document:
    """A feed of the quotations. path: of the feed; page: of what it is a feed of. added: by article, when."""
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", visit.absolute(path))
    _add(feed, "title", title)
    _add(feed, "link", rel="self", type="application/atom+xml", href=visit.absolute(path))
    _add(feed, "link", rel="alternate", type="text/html", href=visit.absolute(page))
    times = [added[each.article.id] for each in found if each.article.id in added]
    _add(feed, "updated", max(filter(_TIME.fullmatch, times), default="1970-01-01T00:00:00Z"))
    _add(_add(feed, "author"), "name", SITE)
    for each in found:
        _entry(feed, each, visit, added.get(each.article.id, ""))
    return Document(
        '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode"),
        "application/atom+xml; charset=utf-8",
    )


def _entry(feed: ElementTree.Element, each: StoredQuotation, visit: Visit, added: str) -> None:
    printed = each.article
    permalink = visit.absolute(f"/q/{each.id}")
    entry = _add(feed, "entry")
    _add(entry, "id", permalink)
    _add(entry, "title", headline(each, 100))
    _add(entry, "link", rel="alternate", type="text/html", href=permalink)
    if source := web_address(printed.url):
        _add(entry, "link", rel="via", href=source)
    published = _moment(printed.published)
    _add(entry, "updated", _moment(added) or published or "1970-01-01T00:00:00Z")
    if published:
        _add(entry, "published", published)
    _add(entry, "category", term=each.kind)
    where = ", ".join(filter(None, [printed.title or printed.source, printed.outlet, printed.published]))
    words = f"[paraphrase, not exact words] {each.text}" if each.kind == "paraphrase" else f"“{each.text}”"
    _add(entry, "content", f"{words}\n\n{each.speaker or 'Speaker not identified'}. {where}", type="text")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    cleaned = {key: _NOT_XML.sub("\ufffd", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", cleaned)
    element.text = _NOT_XML.sub("\ufffd", text) if text is not None else None
    return element


def _moment(iso: str | None) -> str | None:
    """A date or time as RFC 3339 has it, or None where it is not whole."""
    if iso and _TIME.fullmatch(iso):
        return iso
    return f"{iso}T00:00:00Z" if iso and _DAY.fullmatch(iso) else None


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
