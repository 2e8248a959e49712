"""The text of the XML of news agencies: NITF, and XHTML inside NewsML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 hl2 li dt dd bq blockquote pre hr td th block ol ul dl tr table section article div body "
    "main".split()
)
# Not text of the article: pictures, captions, editors' notes, credits; in XHTML also page headers.
_BESIDE = frozenset(
    "media note fn caption credit datasource copyrite custom-table abstract byline "
    "head header footer aside figure nav script style template".split()
)
_BESIDE_CLASSES = frozenset("byline slugline publicationDate closingline notepad".split())

_ENDED = re.compile(r"[.?!:…][\"”’'»)\]]*$")
_EMPTY_LINE = re.compile(r"\n\s*\n")


def name(element: _Element) -> str:
    """The name of `element` without its namespace; "" if it is not an element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def every(element: _Element, wanted: str) -> Iterator[_Element]:
    """`element` and its descendants with the name `wanted`, in any namespace."""
    return (each for each in element.iter() if name(each) == wanted)


def children(element: _Element, wanted: str) -> list[_Element]:
    """The children of `element` with the name `wanted`."""
    return [each for each in element if name(each) == wanted]


def line(element: _Element | None, without: frozenset[str] = frozenset()) -> str | None:
    """The text of `element` on one line, except in elements with the names `without`; None if there is none."""
    if element is None:
        return None
    parts: list[str] = []
    _inline(element, parts, without)
    return re.sub(r" (?=[,;.])", "", " ".join("".join(parts).split())) or None


def paragraphs(element: _Element) -> list[str]:
    """The paragraphs in `element`, without pictures, captions and notes.

    Two line breaks begin a paragraph. A single one does if it ends a sentence. It is a space in hard-wrapped text: if
    the sentence continues after it, or in a text where most line breaks are of this kind.
    """
    parts: list[str] = []
    _collect(element, parts)
    blocks = [_lines(block) for block in "".join(parts).split("\0")]
    breaks = [pair for block in blocks for run in block for pair in pairwise(run)]
    by_width = _are_by_width(breaks)
    return [words for block in blocks for run in block for words in _joined(run, by_width)]


def _inline(element: _Element, parts: list[str], without: frozenset[str]) -> None:
    # A name or a line break is separate, even if only its tag is between it and the words before.
    edge = " " if name(element) in ("person", "org", "location", "br", "p") else ""
    parts += [edge, _own(element)]
    for child in element:
        if name(child) not in without:
            _inline(child, parts, without)
        parts += [" " if name(child) in without else "", child.tail or ""]
    parts.append(edge)


def _own(element: _Element) -> str:
    # A character reference from an external DTD ("&mdash;") is not resolved; it is an element without a name.
    return (element.text if name(element) else html.unescape(element.text or "")) or ""


def _collect(element: _Element, parts: list[str]) -> None:
    """Append the text of `element` to `parts`, with NUL between blocks and a line feed for each line break."""
    called = name(element)
    edge = "\0" if called in _BLOCKS else ""
    own = _own(element)
    parts += [edge, _EMPTY_LINE.sub("\0", own) if called == "pre" else _spaced(own)]
    for child in element:
        called = name(child)
        if called == "br":
            parts.append("\n")
        elif called not in _BESIDE and _BESIDE_CLASSES.isdisjoint((child.get("class") or "").split()):
            _collect(child, parts)
        if child.get("class") == "dateline" and not (child.tail or "")[:1].isspace():
            parts.append(" ")
        parts.append(_spaced(child.tail or ""))
    parts.append(edge)


def _spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def _lines(block: str) -> list[list[str]]:
    """The lines of a block, in groups that are separated by more than one line break."""
    runs: list[list[str]] = [[]]
    for each in block.split("\n"):
        words = " ".join(each.split())
        if words:
            runs[-1].append(words)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _are_by_width(breaks: list[tuple[str, str]]) -> bool:
    """Whether a text is hard-wrapped: most line breaks are inside sentences, some before a lower-case letter."""
    inside = [following for line, following in breaks if not _ENDED.search(line)]
    return len(inside) * 2 > len(breaks) and sum(each[0].islower() for each in inside) * 4 >= len(inside)


def _joined(run: list[str], by_width: bool) -> list[str]:
    joined = [run[:1]]
    for before, words in pairwise(run):
        if by_width or words[0].islower() and not _ENDED.search(before):
            joined[-1].append(words)
        else:
            joined.append([words])
    return [" ".join(lines) for lines in joined]
