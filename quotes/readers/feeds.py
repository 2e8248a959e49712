"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 (RFC 4287), and WordPress exports, which are RSS too."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from quotes.model import Article
from quotes.readers import markup, metadata, wordpress
from quotes.readers.base import Read, ReadError, Resource, all_bytes, build_article, reported_for
from quotes.readers.extras import extractor
from quotes.readers.html import boilerplate
from quotes.readers.xml_stream import decoded, elements, mended, name
from quotes.text import dates

if TYPE_CHECKING:
    from lxml.etree import _Element

# Bytes of a feed. A WordPress export is streamed and may have any size.
LARGEST_FEED = 20_000_000

ROOTS = {"rss", "rdf", "feed"}
# The prefixes of element names in this module; those of RSS and Atom have none.
PREFIXES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}
PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "created", "dcterms:created")
MODIFIED = ("updated", "modified", "dcterms:modified")
# An author in RSS: "ada@paper.example (Ada Byrd)", or "Ada Byrd <ada@paper.example>".
_MAILBOX = re.compile(r"\S{1,250}@\S{1,250}(?:\s+\(([^()]*)\))?|([^<>@]*)<[^<>]*>")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")

# The child elements, by name.
Children = Mapping[str, list["_Element"]]


class Link(NamedTuple):
    """A feed entry without its full text."""

    url: str
    title: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class _Feed:
    """A parsed feed.

    Attributes:
        about: The child elements of the feed itself.
        entries: The entries.
        atom: Whether the metadata of the feed holds for its entries.
        fault: Why the rest was not read, or None.
    """

    about: Children
    entries: list[_Element]
    atom: bool
    fault: str | None


def recognise(head: bytes, name: str) -> bool:
    """Whether the root element is that of a feed."""
    head = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    while head.startswith((b"<?", b"<!")):
        end = b"?>" if head.startswith(b"<?") else b"-->" if head.startswith(b"<!--") else b">"
        head = head.partition(end)[2].lstrip(b" \t\r\n]>")
    root = _ROOT.match(head)
    return root is not None and root[1].decode("ascii", "replace").lower() in ROOTS


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """An article for each entry with its full text: `content:encoded` in RSS, `content` in Atom, and the description of
    an RSS item without a link, which is complete (RSS 2.0). For the other entries see `links`.

    The outlet is the feed that an entry names as its source, or this one. `raw_sha256` is the hash of the entry's
    content. Gives a ReadError for an entry that cannot be read. Also for a file that is not a feed, is larger than
    LARGEST_FEED bytes, declares entities or is not well-formed; entries before the fault are read.

    `quotes.readers.wordpress` reads WordPress exports.
    """
    if wordpress.recognise(_head(resource)):
        yield from wordpress.read(resource)
        return
    try:
        feed = _feed(resource)
    except ReadError as error:
        yield error
        return
    for number, entry in enumerate(feed.entries, 1):
        try:
            article = _article(entry, number, feed, resource)
        except ReadError as error:
            yield error
        else:
            if article:
                yield article
    if feed.fault:
        yield ReadError(resource.source, feed.fault)


def links(resource: Resource) -> list[Link]:
    """The entries of a feed without their full text, each URL once. A WordPress export has none.

    Raises:
        ReadError: The file is not a feed.
    """
    if wordpress.recognise(_head(resource)):
        return []
    found: dict[str, Link] = {}
    for entry in _feed(resource).entries:
        children = _children(entry)
        url = _address(children, resource)
        if url and _content(children, url) is None:
            found.setdefault(url, Link(url, metadata.line(_first(children, "title")), _date(children, PUBLISHED)))
    return list(found.values())


def _head(resource: Resource) -> bytes:
    resource.stream.seek(0)
    head = resource.stream.read(4096)
    resource.stream.seek(0)
    return head


def _feed(resource: Resource) -> _Feed:
    """Raises ReadError if the file is not a feed."""
    data = all_bytes(resource, LARGEST_FEED)
    with reported_for(resource.source):
        text = mended(decoded(data, resource.content_type))
    root, entries, fault = None, [], None
    try:
        for event, element in elements(io.BytesIO(text.encode())):
            if root is None:
                root = element
                if _name(root) not in ROOTS:
                    raise ReadError(resource.source, f"is not a feed: its root element is {_name(root)[:40]!a}")
            if event == "end" and _name(element) in ("item", "entry"):
                parent = element.getparent()
                if parent is not None and _name(parent) in ROOTS | {"channel"}:
                    entries.append(element)
    except ReadError:
        raise
    except ValueError as error:
        if not entries:
            raise ReadError(resource.source, str(error)) from error
        fault = f"{error}; only the {len(entries)} entries before that were read"
    if root is None:
        raise ReadError(resource.source, "is empty")
    atom = _name(root) == "feed"
    channel = root if atom else next((each for each in root if _name(each) == "channel"), root)
    return _Feed(_children(channel), entries, atom, fault)


def _article(entry: _Element, number: int, feed: _Feed, resource: Resource) -> Article | None:
    """The article of an entry, or None if the entry is only a link. Raises ReadError."""
    children = _children(entry)
    url = _address(children, resource)
    source = f"{resource.source}, {url or metadata.line(_first(children, 'guid', 'id')) or f'entry {number}'}"
    content = _content(children, url)
    if content is None:
        if url:
            return None
        raise ReadError(source, "has neither text nor a link")
    raw, plain = content
    with reported_for(source):
        text = boilerplate.without_footer(raw if plain else markup.words(raw)[0])
    origin = _children(children["source"][0]) if "source" in children else {}
    return build_article(
        resource,
        text,
        raw=raw.encode(),
        extractor=extractor("lxml"),
        source=source,
        title=metadata.line(_first(children, "title")),
        byline=_byline(children) or (_byline(origin) or _byline(feed.about) if feed.atom else None),
        outlet=metadata.outlet(_first(origin, "title") or _first(children, "source") or _first(feed.about, "title")),
        published=_date(children, PUBLISHED),
        modified=_date(children, MODIFIED),
        url=url,
        language=_language(entry, children, feed),
    )


def _content(children: Children, url: str | None) -> tuple[str, bool] | None:
    """The full text of an entry, and whether it is plain text rather than HTML."""
    for element in children.get("content:encoded", []):
        if (text := _text(element)).strip():
            return text, False
    for element in children.get("content", []):
        kind = element.get("type", "text").lower()
        if element.get("src") or element.get("mode") == "base64":
            continue
        if kind == "xhtml" or element.get("mode", "escaped") == "xml" and len(element):
            text = _inner(element)
        elif kind in ("text", "html") or kind.startswith("text/"):
            text = _text(element)
        else:
            continue
        if text.strip():
            return text, kind in ("text", "text/plain")
    description = _first(children, "description") if url is None else None
    return (description, False) if description else None


def _inner(element: _Element) -> str:
    """The content of an element, as HTML."""
    from lxml import etree

    for each in element.iter():
        each.tag = str(each.tag).rpartition("}")[2]
    etree.cleanup_namespaces(element)
    return str(etree.tostring(element, method="html", encoding="unicode", with_tail=False))


def _address(children: Children, resource: Resource) -> str | None:
    """The URL of an entry's article: its link, or a guid of RSS that is a URL."""
    for element in [*children.get("feedburner:origlink", []), *children.get("link", [])]:
        link = (element.get("href") or _text(element)).strip()
        if link and element.get("rel", "alternate") == "alternate":
            try:
                link = urljoin(urljoin(resource.url or "", element.base or ""), link)
            except ValueError:
                continue
            if address := metadata.address(link):
                return address
    guids = (_text(each) for each in children.get("guid", []) if each.get("isPermaLink", "true") != "false")
    return next((address for guid in guids if (address := metadata.address(guid))), None)


def _byline(children: Children) -> str | None:
    names: list[str | None] = [_text(element) for element in children.get("dc:creator", [])]
    for element in [] if names else children.get("author", []):
        author = _first(_children(element), "name") or (None if len(element) else _text(element))
        mailbox = _MAILBOX.fullmatch(author.strip()) if author and "@" in author else None
        names.append((mailbox[1] or mailbox[2]) if mailbox else author)
    return metadata.byline(names)


def _date(children: Children, names: tuple[str, ...]) -> str | None:
    # Hundreds of thousands of invalid dates would take half a minute.
    found = (dates.iso(_text(element)) for each in names for element in children.get(each, [])[:10])
    return next((date for date in found if date), None)


def _language(entry: _Element, children: Children, feed: _Feed) -> str | None:
    content = next(iter(children.get("content:encoded", []) + children.get("content", [])), entry)
    marked = next((lang for each in (content, *content.iterancestors()) if (lang := each.get(markup.LANGUAGE))), None)
    return metadata.language(_first(children, "dc:language") or marked or _first(feed.about, "language", "dc:language"))


def _children(element: _Element) -> Children:
    found = defaultdict(list)
    for each in element:
        found[_name(each)].append(each)
    return dict(found)


def _first(children: Children, *names: str) -> str | None:
    """The first text under one of `names`."""
    texts = (_text(element) for each in names for element in children.get(each, []))
    return next((text for text in texts if text.strip()), None)


def _text(element: _Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _name(element: _Element) -> str:
    return name(element, PREFIXES)
