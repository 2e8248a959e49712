"""The verdicts on a quotation of a draft, and what can differ from the printing."""

from __future__ import annotations

from quotes.model import Explained


class Verdict(Explained):
    """What the archive says about a quotation of a draft; in order of consequence."""

    MISATTRIBUTED = "misattributed", "the words are printed, but not as words of this speaker"
    ALTERED = "altered", "the nearest printing has other words"
    SHORTENED = "shortened", "words are left out, joined from two places, or cut off before words that limit them"
    VARIANT = "variant", "printings of the same utterance disagree with each other"
    UNKNOWN = "unknown", "no printing is near enough"
    VERBATIM = "verbatim", "the same words are printed"


class Change(Explained):
    """How the words of a draft differ from a printing; in order of consequence."""

    NEGATION = "negation", "a negation is lost or gained"
    NUMBER = "number", "a number is changed, lost or gained"
    WORD = "word", "a word is changed or added, or words changed places"
    STITCHED = "stitched", "words of two places are joined"
    OMISSION = "omission", "words are left out"
    INFLECTION = "inflection", "another form of the same word: a tense, a plural, a contraction, a spelling, digits"
    PUNCTUATION = "punctuation", "other punctuation between the words, or words written together or apart"

    @property
    def rank(self) -> int:
        """0 for the most consequential one."""
        return list(Change).index(self)


SERIOUS = frozenset((Change.NEGATION, Change.NUMBER, Change.WORD, Change.INFLECTION))
"""The changes by which two printings of one utterance disagree."""


class Relation(Explained):
    """How the speaker in the draft relates to the speaker of a printing."""

    SAME = "same", "the same speaker"
    JOINT = "joint", "several speakers said it together, and the draft names only some of them, or more"
    UNSURE = (
        "unsure",
        "the draft or the printing does not name the speaker, or not surely, or so that they can be compared",
    )
    OTHER = "other", "another speaker"
    SECOND_HAND = "second hand", "the speaker of the printing repeats the words of somebody else"
    PARAPHRASE = "paraphrase", "the printing reports these words without quotation marks"
