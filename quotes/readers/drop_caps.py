"""Drop caps: a first letter that is as high as several lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from quotes.readers.pdf_layout import Line, Page

# A drop cap is at least so many times larger than the lines next to it.
_LARGER = 1.6
# Single letters on a page; more are a diagram.
_MOST = 50

_INITIAL = re.compile(r"[\"“‘'«(]*([^\W\d_]{1,2})")
_WORD = re.compile(r"[^\W\d_]+")
# What follows an "A" that is a word: a word that does not begin with a vowel, which takes "An".
_AFTER_A = re.compile(
    r"(?!(?:bout|bove|cross|gain|head|live|lone|long|merican|mid|mong|part|side|way)(?:s|st|)\b)"
    r"(?:[bcdfghjklmnprstvwyz]|[bcdfgkpst][lr]|ch|dw|gh|gn|kn|ph|qu|s[ckmnptw]|sch|sh|shr|spl|spr|squ|str|th|thr|tw|wh|wr)"
    r"[aeiouy]"
)
_AFTER_I = re.compile(
    r"(?:am|ask|began|believe|came|did|do|first|found|go|got|grew|had|have|hear|hope|just|knew|know|left|like|live|"
    r"lost|love|made|met|never|once|read|remember|said|sat|saw|say|spent|still|think|thought|took|used|want|was|"
    r"went|will|woke|would|write|wrote)(?:e?d)?\b"
)


def joined(pages: Sequence[Page]) -> list[Page]:
    """The pages with each drop cap joined to the first line next to it."""
    words = Counter(word.lower() for page in pages for line in page.lines for word in _WORD.findall(line.words))
    return [page._replace(lines=_joined(page.lines, words)) for page in pages]


def _joined(lines: Sequence[Line], words: Counter[str]) -> list[Line]:
    kept = list(lines)
    for initial in [line for line in lines if _INITIAL.fullmatch(line.words)][:_MOST]:
        letters = _INITIAL.fullmatch(initial.words)
        beside = [at for at, line in enumerate(kept) if _is_beside(line, initial)] if letters else []
        if letters is None or not beside:
            continue
        first = max(beside, key=lambda at: kept[at].y)
        gap = " " if _is_word(letters[1], kept[first].words, words) else ""
        kept[first] = kept[first]._replace(words=f"{initial.words}{gap}{kept[first].words}")
        for at in beside:
            # These lines are not indented.
            kept[at] = kept[at]._replace(x=initial.x)
        kept = [line for line in kept if line is not initial]
    return kept


def _is_beside(line: Line, initial: Line) -> bool:
    """Whether a line begins to the right of a drop cap, within its height."""
    above = line.y - initial.y
    return (
        line.size * _LARGER <= initial.size
        and -0.3 * line.size <= above <= initial.size
        and 0 < line.x - initial.x <= 3 * initial.size
    )


def _is_word(letters: str, following: str, words: Counter[str]) -> bool:
    """Whether a drop cap is a word, not the first letter of the following one.

    Args:
        letters: The drop cap.
        following: The words after it.
        words: How often each word occurs in the text.
    """
    rest = _WORD.match(following)
    if letters not in ("A", "I") or rest is None or words[f"{letters}{rest[0]}".lower()]:
        return False
    return words[rest[0].lower()] > 1 or (_AFTER_A if letters == "A" else _AFTER_I).match(rest[0]) is not None
