"""NITF, the News Industry Text Format of the IPTC, versions 2.5 to 3.6, with or without its namespace."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quotes.article import Article
from quotes.reading import dates, markup, metadata
from quotes.reading.libraries import extractor
from quotes.reading.plain import LARGEST
from quotes.reading.resource import Read, ReadError, Resource, all_bytes, sha256

if TYPE_CHECKING:
    from lxml.etree import _Element

# Bytes: a file may hold several articles.
LARGEST_FILE = 20_000_000

BLOCKS = {"p", "hl2", "li", "dt", "dd", "bq", "pre", "hr", "td", "th", "block", "ol", "ul", "dl", "tr", "table", "br"}
# What stands beside the words: pictures with their captions, notes of editors, credits.
BESIDE = {"media", "note", "fn", "caption", "credit", "datasource", "copyrite", "custom-table", "abstract", "byline"}

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOT = re.compile(rb"<(?:[\w-]+:)?nitf[\s>]")


def recognise(head: bytes, name: str) -> bool:
    """Whether the root of this XML is `nitf`, or holds one near its start."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _ROOT.search(head) is not None


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """An article for each `nitf` element.

    The text is the paragraphs, subheads, lists and tables of `body.content`, a line each, with empty lines between,
    without pictures, captions and notes; where a block is of the class "full_text", that block alone, for the others
    repeat it. `published` is `date.publication`, `date.release`, `date.issue` or the date of the dateline, the first
    there is.
    """
    try:
        data = all_bytes(resource, LARGEST_FILE)
        root = markup.tree(data)
    except ReadError as error:
        yield error
        return
    except ValueError as error:
        yield ReadError(resource.source, str(error))
        return
    found = [each for each in root.iter() if _name(each) == "nitf"]
    for number, item in enumerate(found, 1):
        source = resource.source if len(found) == 1 else f"{resource.source}, item {number}"
        yield _article(item, source, sha256(data), resource)
    if not found:
        yield ReadError(resource.source, "has no nitf element")


def _article(item: _Element, source: str, digest: str, resource: Resource) -> Read:
    text = "\n\n".join(_paragraphs(item))
    if not text:
        return ReadError(source, "is an NITF item without a text")
    if len(text) > LARGEST:
        return ReadError(source, f"has a text of more than {LARGEST:,} characters")
    published = (
        _attribute(item, "pubdata", "date.publication"),
        _attribute(item, "date.release", "norm"),
        _attribute(item, "date.issue", "norm"),
        _attribute(item, "story.date", "norm"),
        _words(item, "story.date"),
    )
    url = metadata.address(_attribute(item, "pubdata", "ex-ref")) or resource.url
    return Article(
        text=text + "\n",
        source=source,
        title=metadata.line(_words(item, "hl1") or _words(item, "hedline") or _words(item, "title")),
        byline=metadata.byline(_words(item, "byline")),
        outlet=metadata.outlet(_attribute(item, "pubdata", "name") or _words(item, "distributor")),
        published=next((date for each in published if (date := dates.iso(each))), None),
        url=url,
        language=metadata.language(item.get(_LANGUAGE) or _attribute(item, "body", _LANGUAGE)),
        fetched_url=metadata.fetched_url(resource, url),
        fetched=resource.fetched,
        raw_sha256=digest,
        extractor=extractor("lxml"),
    )


def _paragraphs(item: _Element) -> list[str]:
    content = next(_all(item, "body.content"), None)
    if content is None:
        return []
    blocks = [each for each in _all(content, "block") if each.get("class") == "full_text"] or [content]
    parts: list[str] = []
    for block in blocks:
        _collect(block, parts)
    return [words for words in (" ".join(line.split()) for line in "".join(parts).split("\0")) if words]


def _collect(element: _Element, parts: list[str]) -> None:
    """Adds the words of `element` to `parts`, with NUL, which no XML holds, between blocks."""
    name = _name(element)
    edge = "\0" if name in BLOCKS else ""
    # A reference to a character that a DTD elsewhere names ("&mdash;") stands unresolved, as an element without a name.
    parts += [edge, (element.text if name else html.unescape(element.text or "")) or ""]
    for child in element:
        if _name(child) not in BESIDE:
            _collect(child, parts)
        parts.append(child.tail or "")
    parts.append(edge)


def _all(element: _Element, name: str) -> Iterator[_Element]:
    return (each for each in element.iter() if _name(each) == name)


def _words(item: _Element, name: str) -> str | None:
    found = next(_all(item, name), None)
    return None if found is None else " ".join("".join(str(each) for each in found.itertext()).split()) or None


def _attribute(item: _Element, name: str, attribute: str) -> str | None:
    return next((value for each in _all(item, name) if (value := each.get(attribute))), None)


def _name(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
