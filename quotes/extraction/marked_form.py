"""The form of marked words, which tells speech from names and terms in any sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from quotes.extraction.quotation_marks import Marked

OF_FORM = (
    "small_letter", "first_or_second_person", "third_person", "auxiliary", "function_words", "intensifier", "digit",
    "hyphen", "part_of_another", "marked_again", "unmarked_too", "in_heading", "single_in_heading",
    "single_among_double",
)  # fmt: skip
_WORD = re.compile(r"[\w'’]+")
_PERSONS = frozenset(
    "i me my mine we us our ours you your yours myself i'm i've i'd i'll we're we've we'll you're you've you'll "
    "let's".split()
)
_OTHERS = frozenset("he she they it him her them his hers their theirs its he's she's they're it's".split())
_AUXILIARIES = frozenset(
    "is are was were am be been will would can could should shall may might must has have had do does did it's that's "
    "there's i'm we're you're they're he's she's going want".split()
)
_FUNCTION_WORDS = frozenset(
    "the a an of to in on at by for from with as is are was were be been it this that these those and or but not no if "
    "so than then there here what who how when where which all some any more most very just only too".split()
)
_INTENSIFIERS = frozenset("very so too really absolutely totally completely utterly deeply just not never no".split())
_LOOKED_AT = 400  # characters of long words
_LONGEST = 80  # characters of words that are looked for elsewhere in the article
_MOST_KINDS = 50  # different words that are looked for
_MOST_TIMES = 3
_LONGEST_HEADING = 16  # words
_LINE = 200  # characters on each side
_SENTENCE_ENDS = frozenset('.?!:”"…')


def forms(text: str, marked: Sequence[Marked]) -> list[tuple[float, ...]]:
    """The features of each marked stretch of a text that `OF_FORM` names.

    Time is linear in the length of the text: only so many different words are looked for in it.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    starts = [stretch.start for stretch in marked]
    doubles = sum(text[stretch.outer_start] not in "'‘’" for stretch in marked)
    mostly_double = 2 * doubles >= len(marked)
    times: dict[str, tuple[int, int, int]] = {}
    found = []
    for stretch in marked:
        words = lower[stretch.start : stretch.end].strip(" .,;:!?…")
        if words not in times and 0 < len(words) <= _LONGEST and len(times) < _MOST_KINDS:
            times[words] = _times(lower, words, marked, starts)
        inside, alone, plain = times.get(words, (0, 1, 0))
        heading = _is_in_heading(text, stretch)
        single = text[stretch.outer_start] in "'‘’"
        found.append((
            *_form(text[stretch.start : min(stretch.end, stretch.start + _LOOKED_AT)]),
            float(inside > 0),
            min(alone - 1, _MOST_TIMES) / _MOST_TIMES,
            min(plain, _MOST_TIMES) / _MOST_TIMES,
            float(heading),
            float(heading and single),
            float(single and mostly_double),
        ))  # fmt: skip
    return found


def _form(said: str) -> Iterator[float]:
    """What is known of words alone."""
    words = _WORD.findall(said.lower().replace("’", "'"))
    different = frozenset(words)
    yield float(said[:1].islower())
    yield float(not different.isdisjoint(_PERSONS))
    yield float(not different.isdisjoint(_OTHERS))
    yield float(not different.isdisjoint(_AUXILIARIES) or any(word.endswith("n't") for word in different))
    yield sum(word in _FUNCTION_WORDS for word in words) / max(1, len(words))
    yield float(not different.isdisjoint(_INTENSIFIERS))
    yield float(any(character.isdigit() for character in said))
    yield float("-" in said)


def _times(lower: str, words: str, marked: Sequence[Marked], starts: Sequence[int]) -> tuple[int, int, int]:
    """How often words stand in a text as a part of a marked stretch, as a whole one, and outside of all."""
    inside = alone = plain = 0
    at = lower.find(words)
    while at >= 0:
        end = at + len(words)
        if not lower[at - 1 : at].isalnum() and not lower[end : end + 1].isalnum():
            number = bisect_right(starts, at) - 1
            stretch = marked[number] if number >= 0 and marked[number].end >= end else None
            if stretch is None:
                plain += 1
            elif lower[stretch.start : stretch.end].strip(" .,;:!?…") == words:
                alone += 1
            else:
                inside += 1
        at = lower.find(words, end)
    return inside, max(alone, 1), plain


def _is_in_heading(text: str, stretch: Marked) -> bool:
    """Whether words are a part of a short line that ends like no sentence."""
    start = text.rfind("\n", max(0, stretch.outer_start - _LINE), stretch.outer_start) + 1
    end = text.find("\n", stretch.outer_end, stretch.outer_end + _LINE)
    if start == 0 and stretch.outer_start > _LINE or end < 0 and len(text) > stretch.outer_end + _LINE:
        return False
    line = text[start : end if end >= 0 else len(text)].strip()
    whole = stretch.outer_end - stretch.outer_start >= len(line) - 1
    return not whole and line[-1:] not in _SENTENCE_ENDS and len(line.split()) <= _LONGEST_HEADING
