"""The paragraphs of an HTML tree, each with its element."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotes.text import characters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

_SPACE = re.compile(r"\s+")

# The end of a sentence or of a heading; the beginning of an item of a list.
_ENDED = re.compile(r"[.?!:…][\"”’'»)\]]*$")
_ITEM = re.compile(r"[\W\d_]")


class Block(NamedTuple):
    """A paragraph, and the nearest block element around it."""

    text: str
    element: HtmlElement


def blocks(root: HtmlElement) -> list[Block]:
    """The paragraphs as a browser shows them, without empty ones.

    White space, also no-break spaces, becomes one space. Two line breaks (<br>) begin a paragraph; one inside a
    sentence is a space. Invisible characters are removed. A term (<dt>) with a colon at its end is on one line with its
    description, as in a transcript.
    """
    from lxml.etree import iterwalk

    found: list[Block] = []
    pieces: list[str] = []
    around = [root]

    def end() -> None:
        lines = (line.strip(" ") for line in "".join(pieces).split("\n"))
        for paragraph in re.split(r"\n{2,}", "\n".join(lines)):
            if words := re.sub(" {2,}", " ", paragraph).strip():
                found.append(Block(words if around[-1].tag == "pre" else _unwrapped(words), around[-1]))
        pieces.clear()

    for event, element in iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        block = element.tag in BLOCKS
        if block:
            end()
        if event == "start":
            if block and element is not root:
                around.append(element)
            if element.tag == "br":
                pieces.append("\n")
            pieces.append(_plain(element.text, element.tag == "pre"))
        else:
            if block and element is not root:
                around.pop()
            if element is not root:
                pieces.append(_plain(element.tail, around[-1].tag == "pre"))
    end()
    return _terms_joined(found)


def _unwrapped(paragraph: str) -> str:
    """`paragraph` without line breaks inside sentences."""
    lines = paragraph.split("\n")
    if len(lines) == 1:
        return paragraph
    inside = [_goes_on(line, following) for line, following in pairwise(lines)]
    by_hand = any(inside)
    pieces, is_open = [lines[0]], _is_open(lines[0], False)
    for at, (before, line) in enumerate(pairwise(lines)):
        unended = not _ENDED.search(before[-20:])
        wrapped = inside[at] or (unended and (is_open or (by_hand and not _ITEM.match(line))))
        pieces += [" " if wrapped else "\n", line]
        is_open = _is_open(line, is_open)
    return "".join(pieces)


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence surely continues after a line break: in lower case, or after a comma."""
    return not _ENDED.search(line[-20:]) and (following[:1].islower() or line.endswith((",", ";")))


def _is_open(line: str, was: bool) -> bool:
    """Whether a quotation is open at the end of a line, by the last curly mark or the number of straight ones."""
    last = max(line.rfind("“"), line.rfind("”"))
    return line[last] == "“" if last >= 0 else was ^ (line.count('"') % 2 == 1)


def words(text: str) -> str:
    """`text` as lower-case letters and digits only, for comparison."""
    return re.sub(r"[\W_]+", "", text).lower()


def _plain(text: str | None, lines: bool) -> str:
    if not text:
        return ""
    text = characters.NOT_SHOWN.sub("", text)
    return "\n".join(_SPACE.sub(" ", line) for line in text.split("\n")) if lines else _SPACE.sub(" ", text)


def _terms_joined(found: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in found:
        if joined and joined[-1].element.tag == "dt" and joined[-1].text.endswith(":") and _described(block):
            block = block._replace(text=f"{joined.pop().text} {block.text}")
        joined.append(block)
    return joined


def _described(block: Block) -> bool:
    return block.element.tag == "dd" or any(True for _ in block.element.iterancestors("dd"))
