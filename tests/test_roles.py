"""The component that tells source, cue and content apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

from quotes.extraction.roles import LABELS, SPANS_KEY, Roles, gold_labels, runs

NAMES = "Adah Birch Cole Dunn Ewart Firth".split()
CUES = "said added warned".split()


def annotated(nlp: Language, words: list[str], roles: list[str] | None) -> Example:
    reference = Doc(nlp.vocab, words=words)
    if roles is not None:
        reference.spans[SPANS_KEY] = [
            Span(reference, i, i + 1, label=role) for i, role in enumerate(roles) if role != "O"
        ]
    return Example(nlp.make_doc(reference.text), reference)


def sentences(nlp: Language) -> list[Example]:
    return [
        annotated(nlp, ["QUOTATION", ",", cue, name, "."], ["CONTENT", "O", "CUE", "SOURCE", "O"])
        for name in NAMES
        for cue in CUES
    ]


def blank() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("tok2vec")
    pipeline.add_pipe("quotes_roles")
    return pipeline


@pytest.fixture
def nlp() -> Language:
    return blank()


@pytest.fixture(scope="module")
def trained() -> Language:
    pipeline = blank()
    examples = sentences(pipeline)
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(20):
        pipeline.update(examples, sgd=optimizer)
    return pipeline


@pytest.mark.slow
def test_learns_who_speaks_and_generalises_to_a_new_name(trained: Language) -> None:
    doc = trained("QUOTATION, added Zuleika.")
    assert [LABELS[i] for i in doc._.roles.argmax(axis=1)] == ["CONTENT", "O", "CUE", "SOURCE", "O"]


@pytest.mark.slow
def test_gives_probabilities_for_every_token(trained: Language) -> None:
    doc = trained("QUOTATION, said Birch, who was not there.")
    assert doc._.roles.shape == (len(doc), len(LABELS))
    np.testing.assert_allclose(doc._.roles.sum(axis=1), 1.0, atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("texts", [[""], ["", "said Birch"], []])
def test_takes_texts_without_words(trained: Language, texts: list[str]) -> None:
    assert [len(doc._.roles) for doc in trained.pipe(texts)] == [len(trained.make_doc(text)) for text in texts]


@pytest.mark.slow
def test_prediction_changes_no_document(trained: Language) -> None:
    component = trained.get_pipe("quotes_roles")
    assert isinstance(component, Roles)
    doc = trained.get_pipe("tok2vec")(trained.make_doc("said Birch"))
    component.predict([doc])
    assert doc._.roles is None


def test_unannotated_paragraphs_teach_nothing(nlp: Language) -> None:
    known, unknown = sentences(nlp)[0], annotated(nlp, ["Birch", "said", "so"], None)
    nlp.initialize(lambda: [known])
    component = nlp.get_pipe("quotes_roles")
    assert isinstance(component, Roles)
    scores = [np.full((len(e.predicted), len(LABELS)), 0.25, dtype="f") for e in (known, unknown)]
    loss, (of_known, of_unknown) = component.get_loss([known, unknown], scores)
    assert loss > 0
    assert np.abs(of_known).sum() > 0
    assert not of_unknown.any()


def test_no_attribution_is_not_the_same_as_no_annotation(nlp: Language) -> None:
    assert gold_labels(annotated(nlp, ["Rain", "fell"], None)) is None
    labels = gold_labels(annotated(nlp, ["Rain", "fell"], ["O", "O"]))
    assert labels is not None
    assert labels.tolist() == [0, 0]


def test_annotation_survives_storage(nlp: Language) -> None:
    examples = [annotated(nlp, ["Birch", "said"], ["SOURCE", "CUE"]), annotated(nlp, ["Rain", "fell"], ["O", "O"])]
    stored = DocBin(docs=[example.reference for example in examples]).to_bytes()
    docs = list(DocBin().from_bytes(stored).get_docs(spacy.blank("en").vocab))
    read = [gold_labels(Example(nlp.make_doc(doc.text), doc)) for doc in docs]
    assert [labels.tolist() for labels in read if labels is not None] == [[1, 2], [0, 0]]


def test_a_token_over_words_of_several_roles_is_left_out(nlp: Language) -> None:
    reference = Doc(nlp.vocab, words=["Birch", "said"], spaces=[False, False])
    reference.spans[SPANS_KEY] = [Span(reference, 0, 1, label="SOURCE"), Span(reference, 1, 2, label="CUE")]
    predicted = Doc(nlp.vocab, words=["Birchsaid"], spaces=[False])
    labels = gold_labels(Example(predicted, reference))
    assert labels is not None
    assert labels.tolist() == [-1]


@pytest.mark.slow
def test_scores_exact_spans_and_tokens_apart(trained: Language) -> None:
    component = trained.get_pipe("quotes_roles")
    assert isinstance(component, Roles)
    example = annotated(trained, ["the", "old", "man", "said"], ["SOURCE", "SOURCE", "SOURCE", "CUE"])
    guess = np.zeros((4, len(LABELS)), dtype="f")
    guess[[0, 1, 2, 3], [0, 1, 1, 2]] = 1.0
    component.set_annotations([example.predicted], [guess])
    scores = component.score([example, annotated(trained, ["Rain"], None)])
    assert scores["roles_source_f"] == 0.0
    assert scores["roles_source_token_f"] == pytest.approx(0.8)
    assert scores["roles_cue_f"] == scores["roles_cue_token_f"] == 1.0
    assert component.score([annotated(trained, ["Rain"], None)]) == {}


@pytest.mark.slow
def test_weights_are_the_same_after_storage(trained: Language, tmp_path: Path) -> None:
    trained.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    text = "QUOTATION, warned Ewart."
    np.testing.assert_array_equal(again(text)._.roles, trained(text)._.roles)


def test_runs_are_found_at_both_edges() -> None:
    assert list(runs(np.array([1, 1, 0, 2, 1]), 1)) == [(0, 2), (4, 5)]
