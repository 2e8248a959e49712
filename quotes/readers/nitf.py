"""NITF, the News Industry Text Format of the IPTC, versions 2.5 to 3.6, with or without its namespace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quotes.model import Article
from quotes.readers import markup, metadata, news_markup
from quotes.readers.base import Read, Resource, build_article
from quotes.readers.extras import extractor
from quotes.readers.news_markup import every, line
from quotes.text import dates

if TYPE_CHECKING:
    from lxml.etree import _Element

# Job titles and contact details in a byline.
_TITLES = frozenset(("byttl", "virtloc"))
_ROOT = re.compile(rb"<(?:[\w-]+:)?nitf[\s>]")
_EMBEDDED = re.compile(_ROOT.pattern.decode())
_DECLARATION = re.compile(r"^\s*<\?xml[^<>]*\?>")


def recognise(head: bytes, name: str) -> bool:
    """Whether the root element is `nitf`, or an element near the start is."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _ROOT.search(head) is not None


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """An article for each `nitf` element.

    The text has the paragraphs, subheads, lists and tables of `body.content` (`quotes.readers.news_markup`). If there
    is a block of the class "full_text", it is the text, since the other blocks repeat it. `byline` has no job titles.
    `published` is the first of `date.publication`, `date.release`, `date.issue` and the date of the dateline.
    """
    return markup.read_items(resource, lambda root: list(every(root, "nitf")), _article, "has no nitf element")


def _article(item: _Element, source: str, digest: str, resource: Resource) -> Article:
    published = (
        _attribute(item, "pubdata", "date.publication"),
        _attribute(item, "date.release", "norm"),
        _attribute(item, "date.issue", "norm"),
        _attribute(item, "story.date", "norm"),
        _words(item, "story.date"),
    )
    return build_article(
        resource,
        "\n\n".join(paragraphs(item)) + "\n",
        raw=digest,
        extractor=extractor("lxml"),
        source=source,
        title=title(item),
        byline=byline(item),
        outlet=metadata.outlet(
            _attribute(item, "pubdata", "name")
            or _words(item, "distributor")
            or _attribute(item, "doc.copyright", "holder")
        ),
        published=next((date for each in published if (date := dates.iso(each))), None),
        url=metadata.address(_attribute(item, "pubdata", "ex-ref")),
        language=metadata.language(item.get(markup.LANGUAGE) or _attribute(item, "body", markup.LANGUAGE)),
    )


def embedded(text: str) -> _Element | None:
    """The root of NITF that another format stores as text; None if `text` is not NITF.

    Raises:
        ValueError: It is not valid XML.
    """
    return markup.tree(_DECLARATION.sub("", text).encode()) if _EMBEDDED.search(text) else None


def paragraphs(item: _Element) -> list[str]:
    """The paragraphs of an `nitf` element."""
    content = next(every(item, "body.content"), None)
    if content is None:
        return []
    blocks = [each for each in every(content, "block") if each.get("class") == "full_text"] or [content]
    return [words for block in blocks for words in news_markup.paragraphs(block)]


def title(item: _Element) -> str | None:
    """The headline of an `nitf` element."""
    return metadata.line(_words(item, "hl1") or _words(item, "hedline") or _words(item, "title"))


def byline(item: _Element) -> str | None:
    """The authors of an `nitf` element, without job titles."""
    names = (line(each, without=_TITLES) for each in every(item, "byline"))
    return metadata.byline(next(filter(None, names), None))


def _words(item: _Element, wanted: str) -> str | None:
    return line(next(every(item, wanted), None))


def _attribute(item: _Element, wanted: str, attribute: str) -> str | None:
    return next((value for each in every(item, wanted) if (value := each.get(attribute))), None)
