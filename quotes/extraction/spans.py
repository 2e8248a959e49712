"""The marked stretches of a passage that somebody may have said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotes.extraction.features import Unit
from quotes.extraction.masking import is_utterance
from quotes.extraction.parsing import Passage


class Wording(NamedTuple):
    """What is known of marked words: length in characters, number of words, and as `Unit` has it."""

    length: int
    words: int
    utterance: bool
    capitals: float


def wording(said: str) -> Wording:
    """What is known of the words of a marked stretch, which may stand in many passages."""
    words = said.split()
    capitals = sum(word[:1].isupper() for word in words[1:]) / max(1, len(words) - 1)
    return Wording(len(said), len(words), is_utterance(said), capitals)


def marked_units(passage: Passage, said: Sequence[Wording]) -> dict[int, Unit]:
    """The unit of each marked stretch of a passage, by the stretch's number; `said` is what all stretches say."""
    found = {}
    for number, (start, end) in passage.places.items():
        its = said[number]
        found[number] = Unit(start, end, its.words, True, its.utterance, its.capitals)
    return found
