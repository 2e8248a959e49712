"""The quick encoder against spaCy's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from thinc.api import Model, set_dropout_rate

from quotes.extraction import extract
from quotes.extraction.encoder import quicken
from quotes.extraction.parsing import load_pipeline, open_pipeline

TEXTS = ["Ada Byrd said the river had risen.", "No.", "“It is so,” said Lund, who " + "runs and " * 200 + "swims."]


@pytest.fixture(scope="module")
def quick() -> Language:
    nlp = open_pipeline()
    quicken(nlp)
    return nlp


def encoder(nlp: Language, name: str) -> Model[Any, Any]:
    model = nlp.get_pipe(name).model  # type: ignore[attr-defined]
    found: Model[Any, Any] = next(node for node in model.walk() if node.name.startswith("with_array(residual"))
    return found


def same(some: Any, others: Any) -> bool:
    return all(np.allclose(one, other, atol=1e-4) for one, other in zip(some, others, strict=True))


def rows(*lengths: int) -> list[np.ndarray]:
    numbers = np.random.default_rng(1)
    return [numbers.standard_normal((length, 96)).astype("f") for length in lengths]


def test_a_pipeline_finds_the_same(quick: Language) -> None:
    for ours, theirs in zip(quick.pipe(TEXTS), open_pipeline().pipe(TEXTS), strict=True):
        assert ours.to_json() == theirs.to_json()
        assert same([ours.tensor, ours._.roles], [theirs.tensor, theirs._.roles])


@pytest.mark.parametrize("name", ["tok2vec", "quotes_roles"])
@pytest.mark.parametrize("lengths", [(1,), (2, 1), (30, 4, 500), (13,) * 64])
def test_the_numbers_are_those_of_spacy(quick: Language, name: str, lengths: tuple[int, ...]) -> None:
    docs = rows(*lengths)
    assert encoder(quick, name) is not encoder(open_pipeline(), name)
    assert same(encoder(quick, name).predict(docs), encoder(open_pipeline(), name).predict(docs))


@pytest.mark.parametrize("name", ["tok2vec", "quotes_roles"])
def test_a_doc_has_the_same_numbers_whatever_stands_beside_it(quick: Language, name: str) -> None:
    docs = rows(5, 0, 8, 0)
    predict = encoder(quick, name).predict
    assert same(predict(docs), [predict([doc])[0] for doc in docs])


def test_extraction_is_quick(quick: Language) -> None:
    extract(TEXTS[0])
    assert encoder(load_pipeline(None), "tok2vec")._func is encoder(quick, "tok2vec")._func


def test_what_is_quick_is_saved_and_trained_as_usual(quick: Language) -> None:
    assert open_pipeline().from_bytes(quick.to_bytes())("Ada left.")[0].tag_ == "NNP"
    ours, theirs = encoder(quick, "tok2vec"), encoder(open_pipeline(), "tok2vec")
    for model in (ours, theirs):
        set_dropout_rate(model, 0.0)
    docs = rows(3, 4)
    (found, backpropagate), (wanted, usual) = ours.begin_update(docs), theirs.begin_update(docs)
    assert same(found, wanted)
    assert same(backpropagate(docs), usual(docs))
