"""PDF: the text that its pages draw, with the document's metadata."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from math import hypot
from typing import Any

from quotes.model import Article
from quotes.readers import drop_caps, line_numbers, markup, metadata, opening_lines, pdf_columns
from quotes.readers.base import Read, ReadError, Resource, all_bytes, build_article, read_document
from quotes.readers.extras import extractor, need
from quotes.readers.pdf_layout import Line, Page, typeset
from quotes.readers.plain_text import published
from quotes.text import characters, dates

# Bytes; pages; drawing operations on all pages, which take about a minute.
LARGEST_FILE = 100_000_000
MOST_PAGES = 1_000
MOST_STEPS = 2_000_000
# Limits for one page: decompressed bytes and parsing work.
LIMITS = {
    "maximum_declared_stream_length": 30_000_000,
    "array_based_stream_maximum_output_length": 10_000_000,
    "zlib_maximum_output_length": 10_000_000,
    "lzw_maximum_output_length": 10_000_000,
    "run_length_maximum_output_length": 10_000_000,
    "stream_decoding_work_maximum_length": 50_000_000,
    "stream_parsing_work_maximum_count": 1_000_000,
    "xform_maximum_invocations_per_extraction": 500,
    "page_tree_maximum_entries": 10_000,
}

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HEADER = re.compile(rb"%PDF-\d")


def recognise(head: bytes, name: str) -> bool:
    """Whether a PDF header is in the first 1,024 bytes, where viewers look for it."""
    return _HEADER.search(head[:1024]) is not None


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """The article on all pages of a PDF. `quotes.readers.pdf_layout` makes paragraphs of the lines.

    Lines are in the order in which the pages draw them, mostly column by column; columns that are drawn row by row are
    reordered. Line numbers are removed and drop caps are joined to their words. `title` and `byline` are the document's
    own. `modified` is when the file was last written. `published` is the PRISM date of the XMP, or the date of a
    leading line such as " date 2024-10-23 …", or None.

    Gives a ReadError if the file is encrypted, damaged, over a limit or without text (scanned pages), if its fonts do
    not map to characters, and if the order of its columns is uncertain.
    """
    # The library logs what it repairs.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return read_document(resource, _article)


def _article(resource: Resource) -> Article:
    pypdf = need("pypdf", "pdf", resource.source)
    data = all_bytes(resource, LARGEST_FILE)
    with pypdf.apply_configuration(**LIMITS):
        try:
            document = pypdf.PdfReader(io.BytesIO(data))
            if document.is_encrypted and not document.decrypt(""):
                raise ReadError(resource.source, "is encrypted; save it without a password")
            pages = _pages(document, resource.source)
        except pypdf.errors.DependencyError as error:
            raise ReadError(resource.source, "is encrypted; save it without a password") from error
        except pypdf.errors.LimitReachedError as error:
            raise ReadError(resource.source, f"is refused: {' '.join(str(error).split())[:200]}") from error
        about = {**_information(document), **_xmp(document)}
    text, page_starts = typeset(drop_caps.joined(pages))
    if not text.strip():
        raise ReadError(resource.source, "has no text, only pictures of pages; run text recognition (OCR) on it first")
    if len(characters.UNKNOWN.findall(text)) > 0.02 * len(text):
        raise ReadError(resource.source, "has fonts that do not map to characters; save it as text")
    return build_article(
        resource,
        text,
        raw=data,
        extractor=extractor("pypdf"),
        title=metadata.document_title(about.get("title")),
        byline=metadata.author(about.get("creator")),
        outlet=metadata.outlet(about.get("publicationName")),
        published=dates.iso(about.get("publicationDate") or about.get("coverDate"))
        or published(text)
        or opening_lines.published(text),
        modified=dates.iso(about.get("modified")),
        url=metadata.address(about.get("url")),
        language=metadata.language(about.get("language")),
        page_starts=page_starts,
    )


def _pages(document: Any, source: str) -> list[Page]:
    pages = []
    steps, size = 0, 0.0

    def step(operator: bytes, operands: list[Any], user: list[float], text: list[float]) -> None:
        nonlocal steps, size
        steps += 1
        if operator == b"Tf" and len(operands) > 1 and isinstance(operands[1], int | float):
            size = float(operands[1])
        elif operator in (b"Tj", b"TJ"):
            shown.append(_placed("x" * _length(operands), user, text, size))
        if steps > MOST_STEPS:
            raise ReadError(source, f"is refused: its pages need more than {MOST_STEPS:,} drawing operations")

    def draw(words: str, user: list[float], text: list[float], font: Any, size: float) -> None:
        drawn.append(_placed(words, user, text, size))

    for number, page in enumerate(document.pages, 1):
        if number > MOST_PAGES:
            raise ReadError(source, f"has more than {MOST_PAGES:,} pages; split it into one file an article")
        drawn: list[Line] = []
        shown: list[Line] = []
        page.extract_text(visitor_operand_before=step, visitor_text=draw)
        box = page.mediabox
        lines = _in_order(drawn, shown)
        if lines is None:
            raise ReadError(source, "has columns in an uncertain order; save it as text")
        pages.append(Page(float(box.height), [line._replace(y=line.y - float(box.bottom)) for line in lines]))
    return pages


def _placed(words: str, user: list[float], text: list[float], size: float) -> Line:
    """Words at the position that the two matrices give."""
    x, y = text[4] * user[0] + text[5] * user[2] + user[4], text[4] * user[1] + text[5] * user[3] + user[5]
    return Line(x, y, size * hypot(text[2], text[3]) * hypot(user[2], user[3]), words)


def _length(operands: list[Any]) -> int:
    """The number of characters that an operator shows; its operand is a string or an array."""
    shown = operands[0] if operands else ""
    parts = [part for part in (shown if isinstance(shown, list) else [shown]) if isinstance(part, str | bytes)]
    wide = all(set(part[::2]) <= {0, "\0"} for part in parts)
    return sum(len(part) for part in parts) // (2 if wide else 1)


def _in_order(drawn: list[Line], shown: list[Line]) -> list[Line] | None:
    """The lines of a page in reading order; None if the order is uncertain.

    Args:
        drawn: The pieces that the library found, with line breaks.
        shown: What each operator shows; the library joins pieces next to each other.
    """
    drawn = line_numbers.without(drawn)
    apart = pdf_columns.padded_apart(drawn)
    written = [piece for piece in apart if piece.words.strip()]
    starts = pdf_columns.starts(written)
    if starts:
        drawn = apart
    elif box := pdf_columns.interleaved(written):
        return pdf_columns.by_column(_lines(drawn, box), box)
    lines = _lines(drawn, starts)
    if starts and pdf_columns.are_drawn_by_row(lines, starts):
        return pdf_columns.by_column(lines, starts)
    hidden = pdf_columns.starts(shown)
    if hidden and not starts and pdf_columns.are_drawn_by_row(shown, hidden):
        return None
    return lines


def _lines(drawn: list[Line], starts: Sequence[float]) -> list[Line]:
    """Join pieces into lines. A line has the position of its first piece and the size of its longest one."""
    lines: list[tuple[Line, list[str]]] = []
    longest = 0
    open_line = False
    for piece in drawn:
        for number, words in enumerate(piece.words.translate(_LIGATURES).split("\n")):
            open_line = open_line and number == 0
            if open_line and words.strip():
                open_line = pdf_columns.column(piece, starts) == pdf_columns.column(lines[-1][0], starts)
            if open_line:
                lines[-1][1].append(words)
            elif words.strip():
                lines.append((piece, [words]))
                longest, open_line = 0, True
            if open_line and len(words.strip()) > longest:
                longest = len(words.strip())
                lines[-1] = lines[-1][0]._replace(size=piece.size), lines[-1][1]
    return [line._replace(words=" ".join("".join(words).split())) for line, words in lines]


def _information(document: Any) -> dict[str, object]:
    found = document.metadata or {}
    about = {"title": found.get("/Title"), "creator": found.get("/Author")}
    for moment in ("modification_date", "creation_date"):
        try:
            about["modified"] = getattr(found, moment, None)
        except ValueError:
            continue
        if about["modified"]:
            break
    return {name: value for name, value in about.items() if value}


def _xmp(document: Any) -> dict[str, object]:
    """The properties of an article in the document's XMP (ISO 16684-1); empty if the XMP is not valid."""
    try:
        root = markup.tree(document.root_object["/Metadata"].get_data().strip())
    except Exception:
        return {}
    wanted = ("title", "creator", "language", "publicationDate", "coverDate", "publicationName", "url")
    about: dict[str, object] = {}
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in wanted and name not in about:
            values = [words for each in element.itertext() if (words := str(each).strip())]
            if values:
                about[name] = values if name == "creator" else values[0]
    return about
