"""The article in an item of NewsML 1 or NewsML-G2, and the text of an item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from quotes.readers import markup, metadata, news_markup, nitf
from quotes.readers.news_markup import every, line

if TYPE_CHECKING:
    from lxml.etree import _Element

# http://cv.iptc.org/newscodes/pubstatusg2/ of NewsML-G2, http://cv.iptc.org/newscodes/status/ of NewsML 1.
NOT_FOR_USE = {
    "withheld": "is withheld by its publisher",
    "canceled": "was cancelled by its publisher",
    "cancelled": "was cancelled by its publisher",
}

_TAG = re.compile(r"<[A-Za-z][^<>]*>")
# The beginning of a paragraph in hard-wrapped text: an indented line after one that is not.
_INDENTED = re.compile(r"(?<=[^\s>])[ \t]*\n[ \t]{2,}(?=[^\s<])")
_UNINDENTED = re.compile(r"\S[ \t]*\n[^\s<]")


class Story(NamedTuple):
    """The article in an item.

    Attributes:
        published, modified: Dates, the most reliable first.
        status: "usable", "withheld" …
    """

    text: str
    title: str | None
    byline: str | None
    outlet: str | None
    published: list[str | None]
    modified: list[str | None]
    url: str | None
    language: str | None
    status: str


class Content(NamedTuple):
    """The text in an element of an item, with the title and byline above it."""

    text: str
    title: str | None = None
    byline: str | None = None


def content(element: _Element) -> Content:
    """The content of `element`: NITF, XHTML or paragraphs, as elements or as text, or plain text.

    Raises:
        ValueError: NITF that is stored as text is not valid XML.
    """
    if len(element):
        return _of_tree(element)
    text = element.text or ""
    if (root := nitf.embedded(text)) is not None:
        return _of_tree(root)
    if _UNINDENTED.search(text):
        text = _INDENTED.sub("<br><br>" if _TAG.search(text) else "\n\n", text)
    words, _ = markup.words(text.strip())
    return Content("\n".join(each.strip() for each in words.splitlines()).strip())


def _of_tree(element: _Element) -> Content:
    item = next(every(element, "nitf"), None)
    if item is not None:
        return Content("\n\n".join(nitf.paragraphs(item)), nitf.title(item), nitf.byline(item))
    body = next(every(element, "body"), element)
    byline = next((each for each in body.iter() if "byline" in (each.get("class") or "").split()), None)
    return Content(
        "\n\n".join(news_markup.paragraphs(body)),
        metadata.line(line(next(every(body, "h1"), None))),
        metadata.byline(line(byline)),
    )
