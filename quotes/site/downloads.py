"""Quotations for programs: JSON, CSV for spreadsheets, and Atom (RFC 4287) for readers of news."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from quotes.export import SCHEMAS, Record, columns, flat, stored_quotation
from quotes.site.citations import is_unverified, named, said
from quotes.site.formatting import day
from quotes.site.page_content import SITE, Visit
from quotes.site.passages import around
from quotes.site.result_rows import headline
from quotes.site.text_fragments import link_to_words, web_url
from quotes.store.queries import StoredQuotation
from quotes.text import characters
from quotes.text.paragraphs import paragraphs
from quotes.text.wording import UNIDENTIFIED, sentence

_ATOM = "http://www.w3.org/2005/Atom"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MONTH = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?"
    r"|dec(ember)?)\.?"
)
# What a spreadsheet shows as something else: a day, a time, a number without its zeros. A whole ISO date is meant.
_CONVERTED = re.compile(
    rf"""\d{{1,2}}\s?[-/]\s?\d{{1,4}}([-/]\d{{1,4}})? | (\d{{1,2}}[ -])?{_MONTH}[ -]\d{{1,4}}(,\ ?\d{{4}})?
    | \d{{1,2}}[ -]{_MONTH} | \d{{1,2}}:\d\d(:\d\d)?(\ ?[ap]m)? | 0\d+ | \d{{16,}} | \d+(\.\d+)?e[+-]?\d+""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Listing:
    """Quotations to download, and what the files say of them.

    Attributes:
        found: The quotations, in order.
        roles: By article id and slug, the role that an article gives.
        added: By article id, when the article came into the archive.
        visit: The request.
        name: Of the file that a browser saves, without extension.
        title: Of the feed.
        feed: The path of the feed.
        page: The path of the page with the same quotations.
        about: What JSON says before the quotations.
        texts: By article id and number, the versions of the texts, for formats that show the context.
    """

    found: Sequence[StoredQuotation]
    roles: Mapping[tuple[str, str], str]
    added: Mapping[str, str]
    visit: Visit
    name: str
    title: str
    feed: str
    page: str
    about: Mapping[str, object]
    texts: Mapping[tuple[str, int], str] = field(default_factory=dict)


def record(quotation: StoredQuotation, roles: Mapping[tuple[str, str], str], visit: Visit) -> Record:
    """The record of a quotation with its permanent link; URLs that are not safe to follow are left out."""
    data = stored_quotation(quotation, roles)
    data["article"]["url"] = web_url(quotation.article.url)
    return data | {"permalink": visit.absolute(f"/q/{quotation.id}")}


def as_json(listing: Listing) -> str:
    """The quotations with what is said about them, as one JSON object."""
    return json.dumps({**listing.about, "quotations": _records(listing)}, ensure_ascii=False)


def as_csv(listing: Listing) -> str:
    """A row for each quotation, as spreadsheets read it.

    It begins with a byte order mark, by which Excel knows UTF-8. A cell is one line. An apostrophe stands before what a
    spreadsheet would run as a formula, or show as something else.
    """
    schema = SCHEMAS["quotation"]
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    names = columns(schema)
    writer.writerow([*names, "sentence", "context", "passage", "permalink"])
    for quotation, each in zip(listing.found, _records(listing), strict=True):
        row = flat(each, schema)
        cells = [*(row[name] for name in names), sentence(quotation, named(quotation))]
        writer.writerow(map(_cell, [*cells, *_passage(quotation, listing), each["permalink"]]))
    return file.getvalue()


def _passage(quotation: StoredQuotation, listing: Listing) -> tuple[str, str]:
    """The paragraphs that the words stand in, and a link to them: in the original article, or else on this site."""
    printed = quotation.article
    here = listing.visit.absolute(f"/articles/{printed.id}#q-{quotation.id}")
    text = listing.texts.get((printed.id, quotation.version))
    if text is None:
        return "", here
    blocks = paragraphs(text)
    context = " ".join(block.of(text) for block in around(blocks, quotation.spans) if block is not None)
    if quotation.gone_since is not None:
        return context, web_url(printed.url) or here
    return context, link_to_words(printed.url, text, quotation.spans, blocks) or here


def as_atom(listing: Listing) -> str:
    """A feed of the quotations."""
    visit, added = listing.visit, listing.added
    ElementTree.register_namespace("", _ATOM)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", visit.absolute(listing.feed))
    _add(feed, "title", listing.title)
    _add(feed, "link", rel="self", type="application/atom+xml", href=visit.absolute(listing.feed))
    _add(feed, "link", rel="alternate", type="text/html", href=visit.absolute(listing.page))
    times = [added[each.article.id] for each in listing.found if each.article.id in added]
    _add(feed, "updated", max(filter(_TIME.fullmatch, times), default="1970-01-01T00:00:00Z"))
    _add(_add(feed, "author"), "name", SITE)
    for each in listing.found:
        _entry(feed, each, visit, added.get(each.article.id, ""))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode")


def _records(listing: Listing) -> list[Record]:
    return [record(each, listing.roles, listing.visit) for each in listing.found]


def _entry(feed: ElementTree.Element, each: StoredQuotation, visit: Visit, added: str) -> None:
    printed = each.article
    permalink = visit.absolute(f"/q/{each.id}")
    entry = _add(feed, "entry")
    _add(entry, "id", permalink)
    _add(entry, "title", headline(each, 100))
    _add(entry, "link", rel="alternate", type="text/html", href=permalink)
    if source := web_url(printed.url):
        _add(entry, "link", rel="via", href=source)
    published = _moment(printed.published)
    _add(entry, "updated", _moment(added) or published or "1970-01-01T00:00:00Z")
    if published:
        _add(entry, "published", published)
    marks = {"unverified": is_unverified(each), "gone": each.gone_since is not None}
    for category in (each.kind, each.polarity, *(name for name, holds in marks.items() if holds)):
        _add(entry, "category", term=category)
    where = ", ".join(filter(None, [printed.headline, printed.outlet, day(printed.published)]))
    _add(entry, "content", f"{said(each)}\n\n{named(each) or UNIDENTIFIED}. {where}", type="text")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    cleaned = {key: characters.NOT_XML.sub("\ufffd", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", cleaned)
    element.text = characters.NOT_XML.sub("\ufffd", text) if text is not None else None
    return element


def _moment(iso: str | None) -> str | None:
    """A date or time as RFC 3339 has it, or None where it is not whole."""
    if iso and _TIME.fullmatch(iso):
        return iso
    return f"{iso}T00:00:00Z" if iso and _DAY.fullmatch(iso) else None


def _cell(value: object) -> object:
    """A value on one line that no spreadsheet runs as a formula or changes."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return f"'{line}" if line.startswith(_FORMULA) or _CONVERTED.fullmatch(line) else line
