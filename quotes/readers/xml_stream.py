"""Streams the elements of an XML document without resolving entities, and repairs common faults of feeds."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from typing import TYPE_CHECKING, Any, BinaryIO

from quotes.readers.encoding import BYTE_ORDER_MARKS, decode
from quotes.text import characters

if TYPE_CHECKING:
    from lxml.etree import _Element

PREDEFINED = {"amp", "lt", "gt", "quot", "apos"}

# Declared encodings of English articles that `decode` cannot recognise from the bytes.
DECODED = re.compile(r"iso8859-(?!1$)\d+|cp125[013-8]")

_DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LOOSE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#?\w{1,40};)?", re.DOTALL)


def elements(stream: BinaryIO) -> Iterator[tuple[str, _Element]]:
    """("start", element) and ("end", element) for every element; at its end it is complete.

    Entities are not resolved and nothing is fetched. Elements stay in memory until they are cleared.

    Raises:
        ValueError: The document declares entities, is nested hundreds of levels deep, has a text of more than
            10,000,000 bytes, or is not well-formed. The message says which. Elements before the fault were returned.
    """
    from lxml import etree

    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root, ended = None, False
    try:
        for event, element in events:
            if root is None:
                root = element
                declared: Any = root.getroottree().docinfo.internalDTD
                if declared is not None and next(declared.iterentities(), None) is not None:
                    raise ValueError("is refused: its XML declares entities")
            yield event, element
            ended = event == "end" and element is root
    except etree.XMLSyntaxError as error:
        # An undeclared prefix ("media:title") does not affect the text.
        if not (ended and getattr(error, "code", None) == etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE):
            reason = " ".join(str(error.msg).split())[:200]
            raise ValueError(f"is not well-formed XML: {reason}") from error


def decoded(data: bytes, content_type: str | None) -> str:
    """The text of XML, without the declaration that names its encoding.

    The encoding is that of a byte order mark, the charset of `content_type` or the declaration, in this order (RFC
    7303), or UTF-8.

    Raises:
        ValueError: The bytes are in another encoding.
    """
    declared = _ENCODING.match(data)
    charset = _CHARSET.search(content_type or "")
    label = charset[1] if charset else declared[1].decode() if declared else "utf-8"
    try:
        encoding = codecs.lookup(label).name
    except LookupError as error:
        raise ValueError(f"is in an unknown encoding ({label})") from error
    if DECODED.fullmatch(encoding) and not data.startswith(tuple(BYTE_ORDER_MARKS)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise ValueError(f"is damaged, or not in the encoding that it declares ({label})") from error
    else:
        text = decode(data)
    return _DECLARATION.sub("", text.lstrip(), count=1)


def mended(text: str) -> str:
    """Repair XML: remove invalid characters, escape single "&", and replace HTML entities ("&rsquo;") by numeric ones.
    CDATA and comments are not changed.
    """
    return _LOOSE.sub(_mend, characters.NOT_XML.sub("", text))


def name(element: _Element, prefixes: dict[str, str]) -> str:
    """The lower-case name of an element, with the prefix that `prefixes` has for its namespace ("dc:creator")."""
    namespace, brace, local = str(element.tag).rpartition("}")
    prefix = prefixes.get(namespace[1:], "?:") if brace else ""
    return prefix + local.lower()


def _mend(match: re.Match[str]) -> str:
    found = match[0]
    reference = found[1:-1]
    if found[0] == "<" or reference in PREDEFINED:
        return found
    if reference.startswith("#"):
        return found if _is_character(reference[1:]) else "\N{REPLACEMENT CHARACTER}"
    if characters := html5.get(found[1:]) if reference else None:
        return "".join(f"&#{ord(each)};" for each in characters)
    return f"&amp;{found[1:]}"


def _is_character(number: str) -> bool:
    try:
        code = int(number[1:], 16) if number[:1] in ("x", "X") else int(number)
        character = chr(code)
    except (ValueError, OverflowError):
        return False
    return number[:1] != "X" and not characters.NOT_XML.match(character)
