"""The shipped pipeline: small, offline, and good for what extraction asks of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from quotes.extraction.roles import LABELS

MODEL = Path(__file__).parents[1] / "quotes" / "extraction" / "model"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(MODEL)


def words_of(doc: spacy.tokens.Doc, role: str) -> list[str]:
    return [t.text for t, row in zip(doc, doc._.roles, strict=True) if LABELS[row.argmax()] == role]


def test_is_small_and_says_under_which_licence_it_stands() -> None:
    size = sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file())
    assert size < 20_000_000
    assert json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))["license"]
    assert "Licence" in (MODEL / "README.md").read_text(encoding="utf-8")


def test_holds_no_words_of_the_corpora() -> None:
    strings = json.loads((MODEL / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert len(strings) < 2_000


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("QUOTATION, said Ngozi Brandvold, the harbour master.", "Brandvold", "said"),
        ("QUOTATION, Mr Okonjo-Vance told reporters on Tuesday.", "Okonjo-Vance", "told"),
        ("According to the ministry, QUOTATION.", "ministry", "According"),
        ("Marisol Quintana said that the bridge would close in May.", "Quintana", "said"),
    ],
)
def test_finds_source_and_cue(nlp: Language, text: str, source: str, cue: str) -> None:
    doc = nlp(text)
    assert source in words_of(doc, "SOURCE")
    assert cue in words_of(doc, "CUE")


def test_an_addressee_is_no_source(nlp: Language) -> None:
    doc = nlp("QUOTATION, Quintana told Brandvold.")
    assert words_of(doc, "SOURCE") == ["Quintana"]


@pytest.mark.parametrize("name", ["Park Sun-won", "Ngozi Brandvold", "Fawzia al-Tamimi", "John Healey"])
def test_names_people_of_many_countries(nlp: Language, name: str) -> None:
    doc = nlp(f"QUOTATION, said {name}, who leads the inquiry.")
    assert (name, "PERSON") in [(entity.text, entity.label_) for entity in doc.ents]


def test_subject_of_the_cue_can_be_read_from_the_tree(nlp: Language) -> None:
    doc = nlp("QUOTATION, the defence secretary said.")
    said = next(token for token in doc if token.text == "said")
    assert [child.text for child in said.children if child.dep_ == "nsubj"] == ["secretary"]


def test_hyphenated_words_are_one_token(nlp: Language) -> None:
    assert [token.text for token in nlp("Park Sun-won, 54-year-old")] == ["Park", "Sun-won", ",", "54-year-old"]
