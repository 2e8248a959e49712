"""Quotations as a spaCy component."""

from __future__ import annotations

import pytest
import spacy

import quotes

TEXT = "“The bridge is safe,” said Maria Okafor. She added that it would stay open through the winter."


def test_load_gives_a_pipeline_that_sets_quotations_and_spans() -> None:
    doc = quotes.load()(TEXT)
    assert doc._.quotations == quotes.extract(TEXT)
    assert {span.label_ for span in doc.spans["quotations"]} == {"direct", "paraphrase"}
    (direct,) = [span for span in doc.spans["quotations"] if span.label_ == "direct"]
    assert direct.text == "The bridge is safe,"


def test_the_component_can_be_added_by_name() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotations")
    docs = list(nlp.pipe([TEXT, "", TEXT]))
    assert [len(doc._.quotations) for doc in docs] == [2, 0, 2]


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with pytest.raises(ValueError, match="no spaCy pipeline 'nowhere_at_all' is installed"):
        quotes.extract(TEXT, pipeline="nowhere_at_all")


def test_a_pipeline_that_lacks_parts_says_which(tmp_path) -> None:  # type: ignore[no-untyped-def]
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "bare")
    with pytest.raises(ValueError, match="lacks a tagger, a parser, an entity recogniser, a quotes_roles component"):
        quotes.extract(TEXT, pipeline=str(tmp_path / "bare"))
