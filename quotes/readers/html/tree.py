"""Decodes and parses an HTML page, with limits on size and depth."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from quotes.readers.encoding import BYTE_ORDER_MARKS, decode
from quotes.text import characters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Elements. The page of a newspaper has a few thousand.
MOST = 20_000

_CHARSET = re.compile(
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)|^<\?xml[^>]{0,200}encoding=["']([\w.:-]+)""", re.I
)
# The parser compares each attribute of a tag with all others.
_LADEN = re.compile(r"""<[a-zA-Z][^\s>/]*+(?:[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+){1000}""")
_CONTROL_BYTES = characters.NOT_XML_BYTES.replace(b"\f", b"") + b"\x7f"
_WIDE = {
    "utf-16-le": re.compile(rb"(?:[ \t\r\n]\0)*<\0"),
    "utf-16-be": re.compile(rb"(?:\0[ \t\r\n])*\0<"),
}
# Characters that XML, and so libxml2, does not allow, and DEL.
_NO_CHARACTER = re.compile(f"{characters.NOT_XML.pattern}|\x7f")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,8}))(?:;|(?![0-9a-f]))", re.I)
# Labels for Windows-1252 in the WHATWG Encoding Standard that Python maps to other encodings.
_LATIN = {"iso8859-1", "ascii"}


def decoded(data: bytes, content_type: str | None) -> tuple[str, bool]:
    """The text of a page, and whether some of its bytes were not valid (U+FFFD in the text).

    A byte order mark decides. Else it is UTF-8 if the bytes are valid UTF-8, since declarations are often wrong. Else
    it is the encoding that `content_type` or the page declares, with Latin-1 read as Windows-1252 (WHATWG Encoding
    Standard). Else `quotes.readers.encoding.decode` decides.
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _with(data[len(mark) :], encoding)
    declared = _declared(data, content_type)
    if (wide := _wide(data)) is not None:
        return _with(data, wide)
    data = data.translate(None, _CONTROL_BYTES)
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    if declared not in (None, "utf-8", "utf-16", "utf-32"):
        return _with(data, "cp1252" if declared in _LATIN else declared)
    try:
        return decode(data), False
    except ValueError:
        return _with(data, "utf-8")


def tree(text: str) -> HtmlElement:
    """The tree of a page or a fragment, without comments and characters that XML does not allow.

    Raises:
        ValueError: The page has no elements, more than MOST of them, 1,000 attributes in one tag, or elements nested
            more than 256 levels deep, where the parser stops. The message says which.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if _LADEN.search(text):
        raise ValueError("is refused: one of its tags has 1,000 attributes")
    # In HTML a form feed is white space.
    text = _NO_CHARACTER.sub("", _REFERENCE.sub(_referred, text.replace("\f", " ")))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root = document_fromstring(text.encode(), parser=parser)
    except etree.ParserError as error:
        raise ValueError("is empty") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ValueError("is refused: its elements are nested more than 256 deep")
    if sum(1 for _ in root.iter()) > MOST:
        raise ValueError(f"is refused: it has more than {MOST:,} elements")
    return root


def _declared(data: bytes, content_type: str | None) -> str | None:
    label = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.I)
    found = _CHARSET.search(data[:4096])
    name = label[1] if label else (found[1] or found[2]).decode("ascii") if found else None
    try:
        return codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None


def _referred(match: re.Match[str]) -> str:
    """A numeric reference, with C1 controls as in the HTML Standard; empty if it is not a character."""
    code = int(match[1], 16) if match[1] else int(match[2])
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", "ignore")
    return "" if code > 0x10FFFF or _NO_CHARACTER.match(chr(code)) else match[0]


def _wide(data: bytes) -> str | None:
    """The encoding of UTF-16 without a byte order mark: every other byte up to the first tag is zero."""
    return next((encoding for encoding, tag in _WIDE.items() if tag.match(data)), None)


def _with(data: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), True
