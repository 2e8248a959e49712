"""How sure a speaker is: a probability that falls with every doubt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import quotes
from quotes.extraction import ranker
from quotes.extraction.confidence import FEATURES, Grounds, confidence
from quotes.extraction.features import SOURCE_FEATURES
from quotes.model import UNVERIFIED, Step

SURE = Grounds(Step.CUE, 0.99, 0.98, 0.98, 0.0, "name", standing=0.999, words=15)


def test_a_row_has_a_number_for_each_feature() -> None:
    assert len(SURE.row()) == len(FEATURES)


def test_a_name_beside_the_words_is_sure() -> None:
    assert confidence(SURE) > 0.9


@pytest.mark.parametrize(
    "doubtful",
    [
        pytest.param(SURE._replace(share=0.5, margin=0.05), id="a second source"),
        pytest.param(SURE._replace(certainty=0.5, second=0.45, form="pronoun"), id="a second antecedent"),
        pytest.param(SURE._replace(step=Step.LAST_SUBJECT), id="nobody beside the words"),
        pytest.param(SURE._replace(standing=0.6, words=2, fragment=True), id="perhaps no quotation"),
        pytest.param(SURE._replace(step=Step.CONTINUATION, far=True), id="the last speaker, far away"),
    ],
)
def test_doubt_lowers_it(doubtful: Grounds) -> None:
    assert confidence(doubtful) < confidence(SURE)


def test_an_unnamed_person_is_surer_than_a_thing() -> None:
    unnamed = SURE._replace(form="description", unnamed=True)
    assert confidence(unnamed) < confidence(unnamed._replace(person=True))
    spokeswoman, website = (
        quotes.extract(f"The quay in Ellery was shut on Monday.\n\n“The quay is closed for a week,” {source} said.")
        for source in ("a spokeswoman", "a website")
    )
    assert website[0].confidence < spokeswoman[0].confidence


@pytest.mark.parametrize("step", [Step.CUE, Step.CONTINUATION])
def test_a_name_that_may_be_anybodys_is_never_verified(step: Step) -> None:
    certain = {"W0": np.zeros((1, len(FEATURES))), "b0": np.array([9.0]), "mean": np.zeros(1), "scale": np.ones(1)}
    undecided = SURE._replace(step=step, certainty=0.6, second=0.4)
    less = undecided._replace(certainty=0.5, second=0.5)
    assert confidence(SURE, certain) > confidence(undecided, certain) > confidence(less, certain)
    assert confidence(undecided, certain) < UNVERIFIED
    assert confidence(undecided._replace(certainty=0.98, second=0.02), certain) > UNVERIFIED


def test_a_pronoun_that_may_be_two_is_less_sure_than_the_name() -> None:
    text = (
        "Peter Lang met Hugo Byrd on Monday. Byrd was late.\n\n“The quay is closed,” said Peter Lang.\n\n"
        "Lang and Byrd went home.\n\n“It is a pity,” he said."
    )
    first, second = (each for each in quotes.extract(text) if each.kind != "paraphrase")
    assert second.confidence < first.confidence


def test_what_a_rule_excludes_does_not_lower_it() -> None:
    text = (
        "A court in Vellmark heard the case of the bank on Monday. Judge Bram Hooglander presided.\n\n"
        "The defendant, Karel Wit, denied it. His lawyer, Anna Wit, called a witness.\n\n"
        "“The photograph in front of me shows him steering one,” the judge said."
    )
    (quotation,) = quotes.extract(text)
    assert quotation.speakers[0].name == "Bram Hooglander"
    assert quotation.confidence > 0.9


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "ranker.npz"
    with np.load(ranker.WEIGHTS) as stored:
        arrays = dict(stored)
    arrays["features.source"] = arrays["features.source"][::-1]
    np.savez(other, **arrays)
    with pytest.raises(ValueError, match=r"ranker\.npz was trained on other features"):
        ranker.named_network(other, "source", SOURCE_FEATURES)
