"""How sure a speaker is, as the share of such speakers that are right.

A logistic regression, fitted to articles whose speakers are known (`training.confidence_weights`).
"""

from __future__ import annotations

from functools import cache
from math import log, log1p
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from quotes.extraction.mentions import Form
from quotes.extraction.ranker import Network, likelihood, named_network
from quotes.model import UNVERIFIED, Step

WEIGHTS = Path(__file__).parent / "confidence.npz"

_STEPS = (Step.NAME_LINE, Step.ANNOUNCED, Step.CONTINUATION, Step.LAST_SUBJECT)
# About how often each step is right. Most are too rare in the articles that the regression is fitted to.
_RIGHT = {
    Step.CUE: 1.0, Step.NAME_LINE: 0.9, Step.ANNOUNCED: 0.75, Step.CONTINUATION: 0.7, Step.LAST_SUBJECT: 0.5
}  # fmt: skip
_FORMS = get_args(Form)
FEATURES = (
    "log_odds_of_source", "margin_of_source", "log_odds_of_antecedent", "margin_of_antecedent",
    "log_odds_of_quotation", "log_of_words",
    *(f"step_{step}" for step in _STEPS), *(f"form_{form}" for form in _FORMS),
    "far", "unnamed", "body", "fragment", "reported", "unnamed_person",
)  # fmt: skip
_LEAST = 0.002
_UNDECIDED = 0.05  # how far below a verified one the confidence of a name stays that may be anybody's


class Grounds(NamedTuple):
    """What a speaker is given for.

    share, margin: the probability of the source among the mentions of the passage, and by how much it exceeds that of
        the second. certainty, second: the probability of whom the source means, and of the second candidate, among
        those that the rules leave.
    form: of the mention. standing: the probability that somebody is quoted at all. words: how many are quoted.
    far: whether the mention stands more than a paragraph away. unnamed, body: what kind of speaker it is.
    fragment: whether the words are no utterance. reported: whether they are reported speech, without marks.
    person: whether the mention is a word for people: "the spokeswoman", not "the website".
    """

    step: Step
    share: float
    margin: float
    certainty: float
    second: float
    form: str
    standing: float = 1.0
    words: int = 1
    far: bool = False
    unnamed: bool = False
    body: bool = False
    fragment: bool = False
    reported: bool = False
    person: bool = False

    @property
    def most(self) -> float:
        """The highest confidence: below a verified one where several bear the name, and the article does not decide."""
        undecided = self.form == "name" and self.second > 0 and self.certainty < UNVERIFIED
        return UNVERIFIED - _UNDECIDED * (1 - self.certainty) if undecided else 1.0

    def row(self) -> list[float]:
        """The numbers that `FEATURES` names."""
        share, margin = self.share * _RIGHT[self.step], self.margin * _RIGHT[self.step]
        numbers = [_log_odds(share), margin, _log_odds(self.certainty), self.certainty - self.second]
        numbers += [_log_odds(self.standing), log1p(self.words)]
        steps = [float(self.step == step) for step in _STEPS]
        forms = [float(self.form == form) for form in _FORMS]
        flags = (self.far, self.unnamed, self.body, self.fragment, self.reported, self.unnamed and self.person)
        return [*numbers, *steps, *forms, *map(float, flags)]


def confidence(grounds: Grounds, weights: Network | None = None) -> float:
    """The probability that a speaker given for such grounds is right. weights: None for those of the package."""
    return min(likelihood(np.array([grounds.row()], dtype="f"), weights or _weights()), grounds.most)


@cache
def _weights() -> dict[str, np.ndarray]:
    return named_network(WEIGHTS, "confidence", FEATURES)


def _log_odds(share: float) -> float:
    share = min(max(share, _LEAST), 1 - _LEAST)
    return log(share / (1 - share))
