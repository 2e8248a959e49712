"""Columns that a page draws row by row, and their reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean

from quotes.readers.pdf_layout import Line

# The fewest rows of a column.
FEWEST = 3
# The most left edges that may be columns.
MOST = 50
# The least average characters in the cells of a column; tables and list numbers have fewer.
FEWEST_CHARACTERS = 12
# The least distance of two columns, in widths of an M.
NARROWEST = 4
# The average width of a letter as a part of its height; and in narrow type.
_WIDTH, _NARROW = 0.5, 0.4

_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")


def padded_apart(pieces: Sequence[Line]) -> list[Line]:
    """The pieces of a page. A piece that holds a row of columns padded with blanks is split."""
    gaps = Counter(gap.end() for piece in pieces for gap in _GAP.finditer(piece.words))
    padded = {end for end, times in gaps.items() if times >= FEWEST}
    apart: list[Line] = []
    for piece in pieces:
        cuts = [gap.end() for gap in _GAP.finditer(piece.words) if gap.end() in padded]
        for start, end in pairwise([0, *cuts, len(piece.words)]):
            x = piece.x + _WIDTH * piece.size * start
            apart.append(piece._replace(x=x, words=piece.words[start:end].rstrip(" ") if cuts else piece.words))
    return apart


def interleaved(pieces: Sequence[Line]) -> list[float]:
    """Where a box begins whose lines are drawn between the lines of the text next to it; None if there is none."""
    times: Counter[int] = Counter()
    above: dict[int, tuple[int, Line]] = {}
    for at, piece in enumerate(pieces):
        start = round(piece.x)
        before, last = above.get(start, (at, piece))
        between = pieces[before + 1 : at]
        if between and last.y - piece.y <= 2.5 * piece.size and all(_is_left_of(each, last, piece) for each in between):
            times[start] += 1
        above[start] = at, piece
    return [start - 1 for start, number in times.most_common(1) if number >= FEWEST - 1]


def _is_left_of(line: Line, upper: Line, lower: Line) -> bool:
    """Whether a line ends well to the left of two others, and is between their heights."""
    ends = line.x + _NARROW * line.size * len(line.words.rstrip())
    return (
        upper.y > line.y > lower.y
        and not _is_beside(line, upper)
        and not _is_beside(line, lower)
        and ends < lower.x - NARROWEST * line.size
    )


def starts(pieces: Sequence[Line]) -> list[float]:
    """The left edges of all columns but the first. Empty if the page has one column, or a table.

    Half of the rows have a piece of text there, with others left of it, and both are as long as prose.
    """
    rows = _rows(pieces)
    leftmost = [(min(each.x for each in row), row) for row in rows]
    begin = Counter(round(each.x) for left, row in leftmost for each in row if each.x > left + NARROWEST * each.size)
    found: list[float] = []
    for start, times in begin.most_common(MOST):
        if (
            times >= FEWEST
            and all(abs(start - other) > NARROWEST * pieces[0].size for other in found)
            and _is_column(start, rows)
        ):
            found.append(start - 1)
    return sorted(found)


def are_drawn_by_row(lines: Sequence[Line], columns: Sequence[float]) -> bool:
    """Whether a page draws these columns row by row."""
    rows = [row for row in _rows(lines) if len({column(line, columns) for line in row}) > 1]
    beside = sum(
        _is_beside(before, line) and column(before, columns) != column(line, columns)
        for before, line in pairwise(lines)
    )
    return len(rows) >= FEWEST and beside * 2 >= len(rows)


def by_column(lines: Sequence[Line], columns: Sequence[float]) -> list[Line]:
    """The lines of a page that draws its columns row by row, in the order of the columns.

    A line over all columns separates what is above it from what is below.
    """
    ordered: list[Line] = []
    band: list[Line] = []
    alone = {id(row[0]) for row in _rows(lines) if len(row) == 1}
    for line in lines:
        ends = line.x + _WIDTH * line.size * len(line.words)
        if id(line) in alone and line.x < columns[0] < ends - NARROWEST * line.size:
            ordered += _sorted(band, columns)
            ordered.append(line)
            band = []
        else:
            band.append(line)
    return ordered + _sorted(band, columns)


def _sorted(band: list[Line], columns: Sequence[float]) -> list[Line]:
    return sorted(band, key=lambda line: column(line, columns))


def column(line: Line, columns: Sequence[float]) -> int:
    """The number of the column in which a line or a piece begins, from 0."""
    return sum(line.x >= start for start in columns)


def _rows(pieces: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        if rows and _is_beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _is_beside(line: Line, other: Line) -> bool:
    return abs(line.y - other.y) <= 0.4 * min(line.size, other.size)


def _is_column(start: float, rows: Sequence[Sequence[Line]]) -> bool:
    begun = [row for row in rows if any(abs(piece.x - start) <= 1 for piece in row)]
    if len(begun) < FEWEST:
        return False
    top, bottom = max(row[0].y for row in begun), min(row[0].y for row in begun)
    beside = [row for row in rows if bottom <= row[0].y <= top and any(piece.x < start - 1 for piece in row)]
    both = [row for row in beside if any(abs(piece.x - start) <= 1 for piece in row) and _has_gap(row, start)]
    if len(both) < FEWEST or 2 * len(both) < len(beside):
        return False
    left = mean(sum(len(piece.words) for piece in row if piece.x < start - 1) for row in both)
    right = mean(sum(len(piece.words) for piece in row if piece.x >= start - 1) for row in both)
    return min(left, right) >= FEWEST_CHARACTERS


def _has_gap(row: Sequence[Line], start: float) -> bool:
    """Whether there is a gap before `start`, as far as the number of letters allows an estimate."""
    left = [piece for piece in row if piece.x < start - 1]
    return max(piece.x + _NARROW * piece.size * len(piece.words.rstrip()) for piece in left) < start - left[0].size
