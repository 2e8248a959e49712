"""XML as it comes: one element after another, without entities, and mended where feeds are known to be at fault."""

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

# Of the encodings that have a name, those an article in English can be in that `decode` does not tell by itself.
DECODED = re.compile(r"iso8859-(?!1$)\d+|cp125[013-8]")

_DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LOOSE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#?\w{1,40};)?", re.DOTALL)


def elements(stream: BinaryIO) -> Iterator[tuple[str, _Element]]:
    """("start", element) and ("end", element) for every element; at its end it is whole.

    No entity is resolved, no DTD and nothing else is fetched. Elements stay in memory until they are cleared.

    Raises ValueError, saying what is wrong, for what declares entities, is nested hundreds deep, has a text of more
    than 10,000,000 bytes, or is not well-formed; what came before that has been given.
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
                    raise ValueError("is refused: its XML declares entities of its own")
            yield event, element
            ended = event == "end" and element is root
    except etree.XMLSyntaxError as error:
        # A prefix that stands for nothing ("media:title") takes nothing from the words.
        if not (ended and getattr(error, "code", None) == etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE):
            reason = " ".join(str(error.msg).split())[:200]
            raise ValueError(f"is not well-formed XML: {reason}") from error


def decoded(data: bytes, content_type: str | None) -> str:
    """The text of XML, without the declaration that names its encoding.

    That is UTF-8, or what a byte order mark, the charset of `content_type` or the declaration says, in this order
    (RFC 7303). Raises ValueError, saying what is wrong, where it is another.
    """
    declared = _ENCODING.match(data)
    said = _CHARSET.search(content_type or "")
    label = said[1] if said else declared[1].decode() if declared else "utf-8"
    try:
        encoding = codecs.lookup(label).name
    except LookupError as error:
        raise ValueError(f"is in an encoding that is not known ({label})") from error
    if DECODED.fullmatch(encoding) and not data.startswith(tuple(BYTE_ORDER_MARKS)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise ValueError(f"is damaged, or not in the encoding that it names ({label})") from error
    else:
        text = decode(data)
    return _DECLARATION.sub("", text.lstrip(), count=1)


def mended(text: str) -> str:
    """XML with characters that it cannot have left out, "&" alone written "&amp;", and the names of HTML ("&rsquo;")
    written as numbers. In CDATA and comments nothing is a reference.
    """
    return _LOOSE.sub(_mend, characters.NOT_XML.sub("", text))


def name(element: _Element, prefixes: dict[str, str]) -> str:
    """The name of an element in small letters, with the prefix that `prefixes` gives its namespace ("dc:creator")."""
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
