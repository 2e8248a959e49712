"""Word documents: Office Open XML (ECMA-376, `.docx`)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any

from quotes.model import Article
from quotes.readers import hidden_text, markup, metadata, opening_lines
from quotes.readers.base import Read, ReadError, Resource, all_bytes, build_article, read_document, reported_for
from quotes.readers.compressed import ZIP
from quotes.readers.extras import extractor, need
from quotes.readers.plain_text import published
from quotes.text import dates

if TYPE_CHECKING:
    from lxml.etree import _Element

# Bytes of the file with its pictures, and of its decompressed XML.
LARGEST_FILE = 100_000_000
LARGEST_XML = 10_000_000
# Elements of that XML; the library needs half a minute for them.
MOST_ELEMENTS = 300_000

NAMES = (".docx", ".docm", ".doc")
# Compound File Binary: the format of Word until 2003, and of documents with a password.
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

STYLES = "p[style-name='Title'] => h1.title:fresh"

_CORE = "docProps/core.xml"
_NOTE_MARK = re.compile(
    r'<sup><a href="#(?:foot|end)note-\d+"[^<>]*>\[\d+\]</a></sup>|<a href="#(?:foot|end)note-ref-\d+">↑</a>'
)
_TITLE = re.compile(r'<h1 class="title">(.*?)</h1>', re.S)
# The first entry of an Office document is one of these.
_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/")
_FIRST_HEADING = re.compile(r"\s*<h1>(.*?)</h1>", re.S)


def recognise(head: bytes, name: str) -> bool:
    """Whether this is a Word document, also an old or encrypted one, which `read` refuses."""
    named = PurePath(name).suffix.lower() in NAMES
    if head.startswith(ZIP):
        return named or (_first_entry(head).startswith(_PARTS) and b"word/" in head)
    return head.startswith(OLD) and named


def _first_entry(head: bytes) -> bytes:
    """The name in the first local header of a ZIP (APPNOTE.TXT, section 4.3.7), which may be a false one."""
    return head[30 : 30 + int.from_bytes(head[26:28], "little")]


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """The article in a Word document: its paragraphs with all changes accepted, then its notes, without note marks,
    hidden text and comments.

    `title` is the paragraph in the style Title, else the title property unless it is a file name, else a first
    paragraph in the style Heading 1. `byline` is the creator property. `modified` is when the document was last saved.
    `published` is the date of a leading line such as " date 2024-10-23 …", or None; the creation date does not say when
    it was published.
    """
    return read_document(resource, _article)


def _article(resource: Resource) -> Article:
    mammoth = need("mammoth", "docx", resource.source)
    data = all_bytes(resource, LARGEST_FILE)
    if data.startswith(OLD):
        raise ReadError(resource.source, "has a password or is an old .doc file; save it as .docx without a password")
    resource.stream.seek(0)
    parts = _parts(resource)
    shown: IO[bytes] = _packed(parts) if hidden_text.remove(parts) else resource.stream
    shown.seek(0)
    result = mammoth.convert_to_html(shown, style_map=STYLES, include_embedded_style_map=False, convert_image=_nothing)
    fragment = _NOTE_MARK.sub("", result.value)
    with reported_for(resource.source):
        text = markup.text_of(fragment)
    known = {str(each.tag).rpartition("}")[2]: each.text for each in parts.get(_CORE, ()) if each.text}
    title, heading = (
        found and metadata.line(found[1]) for found in (_TITLE.search(fragment), _FIRST_HEADING.match(fragment))
    )
    return build_article(
        resource,
        text,
        raw=data,
        extractor=extractor("mammoth"),
        title=title or metadata.document_title(known.get("title")) or heading,
        byline=metadata.author(known.get("creator")),
        published=published(text) or opening_lines.published(text),
        modified=dates.iso(known.get("modified")),
        language=metadata.language(known.get("language")),
    )


def _parts(resource: Resource) -> dict[str, _Element]:
    """The XML parts of the document by name, after checks for harmful XML."""
    found: dict[str, _Element] = {}
    left, elements = LARGEST_XML, MOST_ELEMENTS
    with zipfile.ZipFile(resource.stream) as archive:
        parts = [each for each in archive.filelist if each.filename.lower().endswith((".xml", ".rels"))]
        if not any(each.filename.startswith("word/") for each in parts):
            raise ReadError(resource.source, "is not a Word document")
        for part in parts:
            left -= part.file_size
            if left < 0:
                raise ReadError(resource.source, f"is refused: it expands to more than {LARGEST_XML:,} bytes")
            if part.flag_bits & 0x1:
                raise ReadError(resource.source, "has a password; save it without one")
            with reported_for(resource.source):
                root = markup.tree(archive.read(part))
            elements -= sum(1 for _ in root.iter())
            if elements < 0:
                raise ReadError(resource.source, f"is refused: it has more than {MOST_ELEMENTS:,} elements")
            found[part.filename] = root
    return found


def _packed(parts: Mapping[str, _Element]) -> IO[bytes]:
    """A document of these parts, without pictures."""
    from lxml import etree

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, root in parts.items():
            archive.writestr(part, etree.tostring(root, encoding="utf-8", xml_declaration=True))
    return packed


def _nothing(image: Any) -> list[Any]:
    return []
