"""What tells marked words that somebody said from a title, a term, a label or a nickname, as numbers."""

from __future__ import annotations

from math import log1p

import numpy as np

from quotes.extraction.cues import SPEECH
from quotes.extraction.features import STANDING_FEATURES, Unit, View, sentence_around, standing_features, unit_root
from quotes.extraction.marked_form import OF_FORM
from quotes.extraction.syntax import Doc
from quotes.extraction.word_classes import is_form

OF_PLACE = (
    "named", "titled", "log_of_words", "after_term", "after_speech", "speech_in_sentence", "described", "so_called",
    "before_by", "after_and", "after_plural", "governed_by_speech",
)  # fmt: skip
QUOTED_FEATURES = (*STANDING_FEATURES, *OF_FORM, *OF_PLACE)
_TERMS = frozenset("term word phrase words slogan label title called dubbed known titled entitled".split())
_DESCRIBING = frozenset(
    "describe call label brand denounce dismiss slam blast condemn criticize criticise refer characterize characterise "
    "hail praise deem regard declare".split()
)
_CALLING = frozenset("call brand label dub denounce deride dismiss".split())
_MOST_WORDS = 60
_FARTHEST = 7  # words before


def quoted_features(view: View, unit: Unit, shares: np.ndarray, is_name: bool) -> np.ndarray:
    """The numbers that `QUOTED_FEATURES` names, of a marked unit; shape (1, features), float32.

    shares: the ranker's probabilities of the unit's sources. is_name: whether the words are certainly one.
    """
    row = np.array([[*unit.form, float(is_name), *_place(view, unit)]], dtype="f")
    return np.concatenate([standing_features(view, unit, shares), row], axis=1)


def is_called_by_somebody(doc: Doc, unit: Unit) -> bool:
    """Whether words are what somebody with a name calls another: Byrd called the clerk a “nuisance”."""
    if unit.titled:
        return False
    before = doc[max(0, unit.start - _FARTHEST) : unit.start]
    verb = next((token for token in reversed(before) if is_form(token.lower_, _CALLING)), None)
    if verb is None or verb.tag_ not in ("VBD", "VBZ") or any(token.is_punct for token in doc[verb.i : unit.start - 1]):
        return False
    subject = next((child for child in verb.lefts if child.dep_ == "nsubj"), None)
    return subject is not None and (subject.tag_ == "NNP" or subject.lower_ in ("he", "she"))


def _place(view: View, unit: Unit) -> list[float]:
    """What is known of the sentence around a unit."""
    doc = view.doc
    sentence = sentence_around(doc, unit)
    before = [token for token in doc[max(sentence.start, unit.start - _FARTHEST) : unit.start] if not token.is_quote]
    after = next((token for token in doc[unit.end : min(sentence.end, unit.end + 2)] if not token.is_quote), None)
    words = [token.lower_ for token in before]
    nearest = words[-1] if words else ""
    others = [*doc[sentence.start : unit.start], *doc[unit.end : sentence.end]]
    root = unit_root(doc, unit)
    described = "as" in words[-2:] and any(is_form(word, _DESCRIBING) for word in words)
    flags = (
        nearest in _TERMS,
        nearest in SPEECH or nearest in (",", ":") and len(words) > 1 and words[-2] in SPEECH,
        any(token.lower_ in SPEECH for token in others),
        described or is_form(nearest, _DESCRIBING),
        "so-called" in words[-3:],
        after is not None and after.lower_ == "by",
        nearest in ("and", "or"),
        bool(before) and before[-1].tag_ in ("NNS", "NNPS"),
        root.head.i != root.i and root.head.lower_ in SPEECH,
    )
    return [float(unit.titled), log1p(min(unit.words, _MOST_WORDS)), *map(float, flags)]
