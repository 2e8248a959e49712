"""Line numbers in the margins of transcripts, bills and manuscripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotes.readers.pdf_layout import Line

# The least number of line numbers in sequence: for every line, and for every fifth line.
FEWEST = {1: 5, 5: 3}
# Numbers on a page; more are a table.
MOST = 1_000

_NUMBER = re.compile(r"\s*(\d{1,4})(?:[ \t]+|(?=\n|$))")

_BEFORE_LINE = re.compile(r"[ \t]*(\d{1,6})(?:[ \t]{1,2}|(?=[\r\n]|$))")


def without(pieces: Sequence[Line]) -> list[Line]:
    """The text pieces of a page, without the numbers at their beginning that count the lines."""
    numbered = [(piece, at, match) for at, piece in enumerate(pieces) if (match := _NUMBER.match(piece.words))]
    if len(numbered) > MOST:
        return list(pieces)
    numbered.sort(key=lambda each: -each[0].y)
    counting: dict[int, int] = {}
    for step, fewest in FEWEST.items():
        for run in _runs([each for each in numbered if int(each[2][1]) % step == 0], step):
            if len(run) >= fewest or (len(run) > 1 and step > 1 and _is_in_margin(run, pieces)):
                counting |= {at: match.end() for _, at, match in run}
    return [piece._replace(words=piece.words[counting.get(at, 0) :]) for at, piece in enumerate(pieces)]


def without_in_text(text: str) -> str:
    """`text` without the numbers at the beginning of its lines, if they count every line."""
    lines = text.rstrip().splitlines(keepends=True)
    found = [_BEFORE_LINE.match(line) for line in lines]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < max(len(lines), FEWEST[1]) or numbers != [*range(numbers[0], numbers[0] + len(lines))]:
        return text
    return "".join(line[match.end() :] for line, match in zip(lines, found, strict=True) if match)


def _is_in_margin(run: Sequence[_Numbered], pieces: Sequence[Line]) -> bool:
    """Whether the numbers are left of all words on the page."""
    own = {at for _, at, _ in run}
    others = [piece.x for at, piece in enumerate(pieces) if at not in own and piece.words.strip()]
    return bool(others) and all(
        not piece.words[match.end() :].strip() and piece.x + piece.size < min(others) for piece, _, match in run
    )


_Numbered = tuple[Line, int, re.Match[str]]


def _runs(numbered: Sequence[_Numbered], step: int) -> list[list[_Numbered]]:
    """Sequences of numbers, each `step` larger than the one above it."""
    runs: list[list[_Numbered]] = []
    for each in numbered:
        piece, _, match = each
        for run in runs:
            above, _, before = run[-1]
            if int(match[1]) - int(before[1]) == step and abs(piece.x - above.x) <= 2 * piece.size:
                run.append(each)
                break
        else:
            runs.append([each])
    return runs
