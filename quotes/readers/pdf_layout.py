"""Rebuilds paragraphs from typeset lines, without running heads and end-of-line hyphens."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple


class Line(NamedTuple):
    """A line: its position in points from the left and the bottom, its size, and its words."""

    x: float
    y: float
    size: float
    words: str


class Typeset(NamedTuple):
    """The text of pages, and the offset at which each page begins in it."""

    text: str
    page_starts: tuple[int, ...]


class Page(NamedTuple):
    """A page: its height in points, and its lines in reading order."""

    height: float
    lines: Sequence[Line]


# The position of running heads and feet: the number of lines, and the part of the page, at the top and the bottom.
OUTERMOST = 3
MARGIN = 0.12
LONGEST_WORD = 60
# Words that keep their hyphen before another: "well-known", "ex-minister".
KEEP = frozenset(
    "all anti co cross ex full half high ill left long low mid multi non off one part post pre pro re right self semi "
    "short so sub then two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty "
    "ninety ultra under vice well".split()
)

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\W*|"
    r"\W*(?:(?:story\s+)?continue[sd]|more)\s+(?:on|from)\s+(?:page\s+)?[a-z]?\d{1,3}\W*",
    re.I,
)
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)([-‐\u00ad])$")
_CLOSE_DASH = re.compile(r"\S[—/]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ENDED = re.compile(r"[.?!:…][\"”’'»)\]]*$")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")


def typeset(pages: Sequence[Page]) -> Typeset:
    """The text of `pages`, with one paragraph per line and an empty line between two.

    Page numbers in the top or bottom margin are removed, and lines that repeat there, except for numbers. A paragraph
    ends at a wider space, at an indented line or one of another size, or if a short line ends a sentence. It continues
    in the next column or page unless a sentence ended there. A word that is broken at the end of a line loses its
    hyphen if the article has the word without it elsewhere. It keeps the hyphen if the article has it so elsewhere, or
    after a word such as "well". Otherwise it loses the hyphen before a lower-case letter.
    """
    running = _running(pages)
    kept = [[line for line in page.lines if _key(line) not in running] for page in pages]
    everything = "\n".join(line.words for page in kept for line in page)
    whole = {word.lower() for word in _WORD.findall(everything)}
    hyphenated = {word.lower() for word in _HYPHENATED.findall(everything)}
    paragraphs: list[list[str]] = []
    first_lines: list[tuple[int, int] | None] = []  # for each page, the paragraph and the piece of it
    last: Line | None = None
    for page in kept:
        first_lines.append(None)
        for number, (line, begins) in enumerate(_begun(page, last)):
            if begins or not paragraphs:
                paragraphs.append([line.words])
            else:
                _join(paragraphs[-1], line.words, whole, hyphenated)
            if number == 0:
                first_lines[-1] = len(paragraphs) - 1, len(paragraphs[-1]) - 1
            last = line
    # The remaining soft hyphens are inside lines, where they are invisible.
    visible = [[piece.replace("\u00ad", "") for piece in paragraph] for paragraph in paragraphs]
    joined = ["".join(paragraph) for paragraph in visible]
    text = "\n\n".join(joined) + "\n" if joined else ""
    paragraph_starts = [*accumulate((len(paragraph) + 2 for paragraph in joined), initial=0)]
    page_starts = [len(text)]
    for line_at in reversed(first_lines):
        if line_at:
            paragraph, piece = line_at
            page_starts.append(paragraph_starts[paragraph] + sum(map(len, visible[paragraph][:piece])))
        else:
            page_starts.append(page_starts[-1])  # an empty page
    return Typeset(text, tuple(page_starts[:0:-1]))


def _running(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """The keys of lines in the margin: those of two or more pages at the same height, and page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    numbers: set[tuple[str, int]] = set()
    for height, lines in pages:
        heights = sorted({line.y for line in lines})
        outermost = {y for y in heights[:OUTERMOST] if y < MARGIN * height}
        outermost |= {y for y in heights[-OUTERMOST:] if y > (1 - MARGIN) * height}
        margin = [line for line in lines if line.y in outermost]
        seen.update({_key(line) for line in margin})
        if len(pages) > 1:
            numbers |= {_key(line) for line in margin if _PAGE_NUMBER.fullmatch(line.words)}
    return {key for key, pages_with_it in seen.items() if pages_with_it > 1} | numbers


def _key(line: Line) -> tuple[str, int]:
    # Facing pages have the same words in another order: "12 | The Courier" and "The Courier | 13".
    return " ".join(sorted(_DIGITS.sub("#", line.words).split())), round(line.y / 4)


def _begun(page: Sequence[Line], last: Line | None) -> Iterator[tuple[Line, bool]]:
    """Each line of a page, and whether it begins a paragraph. `last` is the line before the page."""
    if not page:
        return
    leading = _leadings(page)
    lefts = Counter(round(line.x) for line in page)
    length = median(len(line.words) for line in page)
    before = last
    for line in page:
        if before is None or abs(line.size - before.size) > 0.08 * before.size:
            yield line, True
        elif before is last or line.y > before.y + before.size:
            # Another page, another column.
            yield line, _ENDED.search(before.words) is not None
        else:
            gap = before.y - line.y
            ended = _ENDED.search(before.words) is not None and len(before.words) < 0.75 * length
            yield line, gap > 1.35 * leading[round(line.size)] or ended or _is_indented(line, lefts)
        before = line


def _is_indented(line: Line, lefts: Counter[int]) -> bool:
    """Whether more lines of the page begin a little further left. `lefts` counts the left edges, in whole points."""
    here, size = round(line.x), min(line.size, 72)
    return any(lefts[left] > lefts[here] for left in range(here - int(4 * size), here - int(0.7 * size)))


def _leadings(page: Sequence[Line]) -> defaultdict[int, float]:
    """The usual line spacing for each type size."""
    gaps: defaultdict[int, list[float]] = defaultdict(list)
    for a, b in pairwise(page):
        if round(a.size) == round(b.size) and 0 < a.y - b.y < 4 * max(a.size, 1):
            gaps[round(a.size)].append(a.y - b.y)
    usual = {size: median(sorted(found)[: len(found) // 2 + 1]) for size, found in gaps.items()}
    return defaultdict(lambda: float("inf"), usual)


def _join(pieces: list[str], words: str, whole: set[str], hyphenated: set[str]) -> None:
    """Append a line to the pieces of a paragraph."""
    end = _end(pieces)
    broken, following = _BROKEN.search(end), _FIRST_WORD.match(words)
    if broken is None or following is None:
        pieces += [words] if _CLOSE_DASH.search(end[-2:]) else [" ", words]
        return
    first, second = broken[1].lower(), following[0].lower()
    hyphen = f"{first}-{second}" in hyphenated or first in KEEP or not following[0].islower()
    if broken[2] == "\u00ad" or first + second in whole or not hyphen:
        pieces[-1] = pieces[-1][:-1]
    pieces.append(words)


def _end(pieces: Sequence[str]) -> str:
    """The last characters of a paragraph, as many as the longest word has."""
    end = ""
    for piece in reversed(pieces):
        end = piece[-LONGEST_WORD:] + end
        if len(end) >= LONGEST_WORD:
            break
    return end[-LONGEST_WORD:]
