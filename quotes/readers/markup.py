"""HTML and XML inside other formats."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from quotes.installation import DISTRIBUTION
from quotes.model import Article
from quotes.readers.base import Read, ReadError, Resource, all_bytes, article_or_error, reported_for, sha256
from quotes.readers.extras import extractor

if TYPE_CHECKING:
    from lxml.etree import _Element

# The attribute for the language of an XML element.
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

Item = TypeVar("Item")

_LARGEST_FILE = 20_000_000  # bytes; it may hold several articles
_BLOCK = re.compile(
    r"</?(?:p|br|hr|div|h[1-6]|ul|ol|li|dl|pre|blockquote|article|section|main|figure|table|script|style|iframe)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</?(?:span|a|em|strong|b|i|u|img|q|sup|sub)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|hellip|[mn]dash|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")


def text_of(fragment: str) -> str:
    """The text of an HTML fragment (`quotes.readers.html.article_page.text_of`, imported when needed)."""
    from quotes.readers.html import article_page

    return article_page.text_of(fragment)


def words(text: str) -> tuple[str, str | None]:
    """The text of a value that may be HTML, and the extractor, None if the value is plain text.

    A value with block elements is HTML. With only inline elements or character references ("&quot;") it keeps its
    lines.
    """
    if _BLOCK.search(text):
        return text_of(text), extractor(DISTRIBUTION)
    if _INLINE.search(text):
        return "\n".join(map(text_of, text.splitlines())), extractor(DISTRIBUTION)
    return (html.unescape(text), extractor(DISTRIBUTION)) if _REFERENCE.search(text) else (text, None)


def read_items(
    resource: Resource,
    find: Callable[[_Element], list[Item]],
    article: Callable[[Item, str, str, Resource], Article],
    missing: str,
) -> Iterator[Read]:
    """Read the articles in an XML file that may hold several.

    Args:
        resource: The file.
        find: Finds the items below the root.
        article: Makes an article of an item, its source, the SHA-256 of the file and the file.
        missing: The reason of the ReadError if there are no items.
    """
    try:
        data = all_bytes(resource, _LARGEST_FILE)
        with reported_for(resource.source):
            root = tree(data)
    except ReadError as error:
        yield error
        return
    items, digest = find(root), sha256(data)
    for number, item in enumerate(items, 1):
        source = resource.source if len(items) == 1 else f"{resource.source}, item {number}"
        yield article_or_error(article, item, source, digest, resource)
    if not items:
        yield ReadError(resource.source, missing)


def tree(data: bytes) -> _Element:
    """The root of an XML document. Entities are not resolved and nothing is fetched.

    Raises:
        ValueError: The document is not well-formed, is nested hundreds of levels deep, or declares entities, which no
            news format needs and attacks use. The message says which.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(str(error.msg).split())[:200]
        raise ValueError(f"is not well-formed XML: {reason}") from error
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise ValueError("is refused: its XML declares entities")
    return root
