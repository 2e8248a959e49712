"""The marked stretches of a passage that somebody may have said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotes.extraction.features import Unit
from quotes.extraction.masking import is_utterance
from quotes.extraction.parsing import Passage

_LONGEST_TITLE = 10  # words
_SMALL = 4  # letters of the longest word that a title may have without a capital


class Wording(NamedTuple):
    """What is known of marked words: length in characters, number of words, and as `Unit` has it."""

    length: int
    words: int
    utterance: bool
    capitals: float
    titled: bool


def wording(said: str) -> Wording:
    """What is known of the words of a marked stretch, which may stand in many passages."""
    words = said.split()
    capitals = sum(word[:1].isupper() for word in words[1:]) / max(1, len(words) - 1)
    return Wording(len(said), len(words), is_utterance(said), capitals, _is_titled(words))


def _is_titled(words: Sequence[str]) -> bool:
    """Whether words have the capitals of a title: the first, the last and all long ones."""
    if not 2 <= len(words) <= _LONGEST_TITLE:
        return False
    ends = (words[0], words[-1])
    return all(word[:1].isupper() or word[:1].isdigit() for word in (*ends, *(w for w in words if len(w) > _SMALL)))


def marked_units(passage: Passage, said: Sequence[Wording]) -> dict[int, Unit]:
    """The unit of each marked stretch of a passage, by the stretch's number; `said` is what all stretches say."""
    found = {}
    for number, (start, end) in passage.places.items():
        its = said[number]
        found[number] = Unit(start, end, its.words, True, its.utterance, its.capitals, its.titled)
    return found
