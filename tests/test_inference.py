"""What makes a pipeline quick against what spaCy does itself."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from quotes.extraction.inference import annotate
from quotes.extraction.parsing import open_pipeline

TEXTS = [
    "Ada Byrd said the river had risen.",
    "",
    "No.",
    "Lund, the mayor of Foxton, who " + "runs and " * 200 + "swims, left on Monday.",
]


def pipeline() -> Language:
    nlp = open_pipeline()
    nlp.add_pipe("sentencizer", first=True)
    nlp.add_pipe("merge_entities", last=True)  # a function, which has no `pipe`
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


def docs(nlp: Language, texts: list[str]) -> list[Doc]:
    return [nlp.make_doc(text) for text in texts]


def test_the_same_is_found(nlp: Language) -> None:
    usual = pipeline()
    wanted = [doc for text in TEXTS for doc in usual.pipe([text])]
    assert [doc.to_json() for doc in annotate(docs(nlp, TEXTS), nlp)] == [doc.to_json() for doc in wanted]


def test_only_the_named_components_run(nlp: Language) -> None:
    (doc,) = annotate(docs(nlp, TEXTS[:1]), nlp, ["tok2vec", "tagger"])
    assert doc.has_annotation("TAG")
    assert not doc.has_annotation("DEP")


def test_no_docs(nlp: Language) -> None:
    assert annotate([], nlp) == []
    assert [len(doc) for doc in annotate(docs(nlp, ["", ""]), nlp)] == [0, 0]
