"""The words of the XML that news agencies write articles in: NITF, and XHTML as NewsML carries it."""

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
# What stands beside the words: pictures with their captions, notes of editors, credits; in XHTML also what is above.
_BESIDE = frozenset(
    "media note fn caption credit datasource copyrite custom-table abstract byline "
    "head header footer aside figure nav script style template".split()
)
_BESIDE_CLASSES = frozenset("byline slugline publicationDate closingline notepad".split())

_ENDED = re.compile(r"[.?!:…][\"”’'»)\]]*$")
_EMPTY_LINE = re.compile(r"\n\s*\n")


def name(element: _Element) -> str:
    """The name of `element` without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def every(element: _Element, wanted: str) -> Iterator[_Element]:
    """`element` and those inside it that are called `wanted`, in any namespace."""
    return (each for each in element.iter() if name(each) == wanted)


def children(element: _Element, wanted: str) -> list[_Element]:
    """The children of `element` that are called `wanted`."""
    return [each for each in element if name(each) == wanted]


def line(element: _Element | None, without: frozenset[str] = frozenset()) -> str | None:
    """The words inside `element` on one line, without those of elements called `without`; None where there are none."""
    if element is None:
        return None
    parts: list[str] = []
    _inline(element, parts, without)
    return re.sub(r" (?=[,;.])", "", " ".join("".join(parts).split())) or None


def paragraphs(element: _Element) -> list[str]:
    """The paragraphs in `element`, without pictures, captions and notes.

    Two line breaks begin a new one. A single one does where it ends a sentence, and is a space where it was set by
    width: where the sentence goes on after it, and after every one of a text in which most are like that.
    """
    parts: list[str] = []
    _collect(element, parts)
    blocks = [_lines(block) for block in "".join(parts).split("\0")]
    breaks = [pair for block in blocks for run in block for pair in pairwise(run)]
    by_width = _are_by_width(breaks)
    return [words for block in blocks for run in block for words in _joined(run, by_width)]


def _inline(element: _Element, parts: list[str], without: frozenset[str]) -> None:
    # A name or a break stands apart, though nothing but its tag may be between it and the words before.
    edge = " " if name(element) in ("person", "org", "location", "br", "p") else ""
    parts += [edge, _own(element)]
    for child in element:
        if name(child) not in without:
            _inline(child, parts, without)
        parts += [" " if name(child) in without else "", child.tail or ""]
    parts.append(edge)


def _own(element: _Element) -> str:
    # A reference to a character that a DTD elsewhere names ("&mdash;") stands unresolved, as an element without a name.
    return (element.text if name(element) else html.unescape(element.text or "")) or ""


def _collect(element: _Element, parts: list[str]) -> None:
    """Adds the words of `element` to `parts`, with NUL, which no XML holds, between blocks, and line feeds for breaks
    alone.
    """
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
    """The runs of lines of a block, parted where more than one break stands."""
    runs: list[list[str]] = [[]]
    for each in block.split("\n"):
        words = " ".join(each.split())
        if words:
            runs[-1].append(words)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _are_by_width(breaks: list[tuple[str, str]]) -> bool:
    """Whether the breaks of a text were set by width: most inside sentences, some of these before a small letter."""
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
