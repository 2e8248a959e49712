"""HTML and XML that lie inside other formats."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from quotes.installation import DISTRIBUTION
from quotes.readers.base import ReadError, Resource, all_bytes, sha256
from quotes.readers.extras import extractor

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGEST_FILE = 20_000_000  # bytes; it may hold several articles
_BLOCK = re.compile(
    r"</?(?:p|br|hr|div|h[1-6]|ul|ol|li|dl|pre|blockquote|article|section|main|figure|table|script|style|iframe)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</?(?:span|a|em|strong|b|i|u|img|q|sup|sub)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|hellip|[mn]dash|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")


def text_of(fragment: str) -> str:
    """The words of a fragment of HTML, as `quotes.readers.html.article_page.text_of`; loaded when one is met."""
    from quotes.readers.html import article_page

    return article_page.text_of(fragment)


def words(text: str) -> tuple[str, str | None]:
    """The words of a text that may be HTML, and the extractor that took them out, None where they are the text.

    A text with tags is HTML; one with none but those of emphasis, links and the like, or with character references
    alone ("&quot;"), keeps its lines.
    """
    if _BLOCK.search(text):
        return text_of(text), extractor(DISTRIBUTION)
    if _INLINE.search(text):
        return "\n".join(map(text_of, text.splitlines())), extractor(DISTRIBUTION)
    return (html.unescape(text), extractor(DISTRIBUTION)) if _REFERENCE.search(text) else (text, None)


def document(resource: Resource) -> tuple[_Element, str]:
    """The root of a file of XML, as of `tree`, and the SHA-256 of its bytes.

    Raises:
        ReadError: It is larger than a file of several articles, or no XML that is read.
    """
    data = all_bytes(resource, _LARGEST_FILE)
    try:
        return tree(data), sha256(data)
    except ValueError as error:
        raise ReadError(resource.source, str(error)) from error


def tree(data: bytes) -> _Element:
    """The root of an XML document. No entity is resolved, no DTD and nothing else is fetched.

    Raises ValueError, saying what is wrong, for what is not well-formed, is nested hundreds deep or declares
    entities, which news formats have no use for and attacks have.
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
        raise ValueError("is refused: its XML declares entities of its own")
    return root
