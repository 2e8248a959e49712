"""The marked stretches of a passage that somebody may have said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quotes.extraction.cues import SPEECH
from quotes.extraction.features import Unit
from quotes.extraction.marked_form import forms
from quotes.extraction.masking import is_utterance
from quotes.extraction.parsing import Passage
from quotes.extraction.quotation_marks import Marked
from quotes.model import Kind

_LIKELY = 0.25
_LIKELY_LONG = 0.12
_CERTAIN = 0.55
_LIKELY_NOBODY = 0.9
_LONG_FRAGMENT = 4  # words
_LONG_UTTERANCE = 12  # words
_ASIDE_AFTER = re.compile(r"\s?[—–-]{1,2}\s?[^\"“”\n.!?]{3,150}[\s\w][—–-]{1,2}\s?[\"“]")
_ASIDE_BEFORE = re.compile(r"[\"”]\s?[—–-]{1,2}\s?[^\"“”\n.!?]{3,150}[\s\w][—–-]{1,2}\s?$")
_LONGEST_ASIDE = 160  # characters
_WORD_BEFORE = re.compile(r"(\w+),?\s$")
_AFTER_COLON = re.compile(r":\s?$")
_LONGEST_TITLE = 10  # words
_PRONOUNS = frozenset("he she it they we i you".split())  # a word that is spoken of, without a comma after it
# Words that a title may have without a capital.
_SMALL = frozenset(
    "a an the and or but nor so yet as at by for from in into of off on onto out over per than to up via with de la le "
    "el du des und der die vs".split()
)


class Wording(NamedTuple):
    """What is known of marked words: length in characters, number of words, and as `Unit` has it."""

    length: int
    words: int
    utterance: bool
    capitals: float
    titled: bool
    asking: bool
    form: tuple[float, ...]


def wordings(text: str, marked: Sequence[Marked]) -> list[Wording]:
    """What is known of the words of each marked stretch of a text; one may stand in many passages."""
    return [
        _wording(text[stretch.start : stretch.end], form)
        for stretch, form in zip(marked, forms(text, marked), strict=True)
    ]


def _wording(said: str, form: tuple[float, ...]) -> Wording:
    words = said.split()
    capitals = sum(word[:1].isupper() for word in words[1:]) / max(1, len(words) - 1)
    return Wording(len(said), len(words), is_utterance(said), capitals, _is_titled(words), said.endswith("?"), form)


def _is_titled(words: Sequence[str]) -> bool:
    """Whether words have the capitals of a title: the first, the last and all others but small ones."""
    if not 2 <= len(words) <= _LONGEST_TITLE:
        return False
    inside = (word for word in words[1:-1] if word.lower().strip(",:;") not in _SMALL)
    return all(word[:1].isupper() or not word[:1].isalpha() for word in (words[0], *inside, words[-1]))


def marked_units(passage: Passage, said: Sequence[Wording]) -> dict[int, Unit]:
    """The unit of each marked stretch of a passage, by the stretch's number; `said` is what all stretches say."""
    found = {}
    for number, (start, end) in passage.places.items():
        its = said[number]
        form = (its.utterance, its.capitals, its.titled, its.asking, its.form)
        found[number] = Unit(start, end, its.words, True, *form)
    return found


def is_quoted(text: str, stretch: Marked, unit: Unit, standing: float, kind: Kind, nobody: float = 0.0) -> bool:
    """Whether a marked stretch is a quotation, not a title, a term or a nickname.

    A stretch is quoted by its place if it is a paragraph, a half of a quotation that an attribution or an aside
    interrupts, a sentence after a colon or a verb of speech, or a long utterance.

    Args:
        text: The text of the article.
        stretch: The marked stretch.
        unit: Its unit in a passage.
        standing: The probability that somebody is quoted there; 0 if the words are certainly a name.
        kind: What the quotation would be.
        nobody: The probability that nobody in the passage is its source.
    """
    if standing == 0.0 or text[stretch.start : stretch.end].strip(" .").casefold() in _PRONOUNS:
        return False
    long_fragment = not unit.utterance and unit.words >= _LONG_FRAGMENT
    enough = _LIKELY_LONG if long_fragment else _LIKELY
    if nobody > _LIKELY_NOBODY and not unit.utterance and not long_fragment:
        enough = _CERTAIN
    if standing >= enough:
        return True
    verb = _WORD_BEFORE.search(text[max(0, stretch.outer_start - 30) : stretch.outer_start])
    after_colon = bool(_AFTER_COLON.search(text[max(0, stretch.outer_start - 2) : stretch.outer_start]))
    if unit.utterance:
        announced = after_colon or unit.words > 1 and verb is not None and verb[1].lower() in SPEECH
        if unit.words >= _LONG_UTTERANCE or announced and text[stretch.end - 1] in ".?!":
            return True
    elif kind is Kind.DIRECT and not after_colon:
        return True
    return _is_interrupted(text, stretch) or stands_alone(text, stretch)


def _is_interrupted(text: str, stretch: Marked) -> bool:
    """Whether a stretch is half of a quotation that an aside between dashes interrupts."""
    before = text[max(0, stretch.outer_start - _LONGEST_ASIDE) : stretch.outer_start]
    return bool(_ASIDE_AFTER.match(text, stretch.outer_end) or _ASIDE_BEFORE.search(before))


def stands_alone(text: str, stretch: Marked) -> bool:
    """Whether a stretch is a whole paragraph."""
    before = text[max(0, stretch.outer_start - 200) : stretch.outer_start].rstrip(" \t")[-1:]
    after = text[stretch.outer_end : stretch.outer_end + 200].lstrip(" \t")[:1]
    return before in ("", "\n", "\r") and after in ("", "\n", "\r")
