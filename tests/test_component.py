"""Quotations as spaCy components: the same as `quotes.extract`, and the Doc annotated by the parts that are listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import quotes
from quotes.extraction.component import Quotations
from quotes.text.paragraphs import paragraphs

TEXT = "“The bridge is safe,” said Maria Okafor. She added that it would stay open through the winter."
PARTS = ["tok2vec", "tagger", "parser", "ner", "quotes_roles"]
SEEDS = [path.read_bytes().decode() for path in sorted(Path(__file__).parents[1].glob("seeds/*.txt"))]
HARD = [
    "“One,” “two,” she said.",
    "“The mistake,” Mr Pell said, “was",
    "",
    " \r\n\t",
    "Ada Byrd: Is it shut?",
    "BYRD: It is.\nPELL: Why?\nBYRD: Because.",
    "“It rains. It pours.\n\n“It never stops,” said Ada Byrd.\n\nShe left.",
    "He said“It rains, and pours.”and left😀.",
    "According to the é́ministry,\u00a0«it rains every day here».",
    "Photo: Ada Byrd / Reuters",
    "…", "“”", "'", '"',
]  # fmt: skip


@pytest.fixture(scope="module")
def nlp() -> Language:
    return quotes.load()


@pytest.fixture(scope="module")
def bare() -> Language:
    """A pipeline that brings no part of its own."""
    nlp = spacy.blank("en")
    nlp.add_pipe("quotations")
    return nlp


@pytest.mark.slow
def test_load_gives_a_pipeline_that_sets_quotations_and_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc._.quotations == quotes.extract(TEXT)
    assert {span.label_ for span in doc.spans["quotations"]} == {"direct", "paraphrase"}
    (direct,) = [span for span in doc.spans["quotations"] if span.label_ == "direct"]
    assert direct.text == "The bridge is safe,"


def test_every_trained_part_is_in_the_pipeline(nlp: Language) -> None:
    assert nlp.pipe_names == ["quotes_folding", *PARTS, "quotations"]
    assert "PERSON" in nlp.pipe_labels["ner"]
    analysis = nlp.analyze_pipes()
    assert analysis is not None
    assert not any(analysis["problems"].values())


@pytest.mark.slow
def test_the_parts_that_are_listed_do_the_work() -> None:
    nlp = quotes.load()
    seen: list[str] = []

    @Language.component("test_watcher", assigns=["doc._.seen"])
    def watch(doc: Doc) -> Doc:
        seen.append(doc.text)
        return doc

    nlp.add_pipe("test_watcher", after="ner")
    nlp(TEXT)
    # spaCy's own turn, on nothing, and that of `quotations`.
    assert seen == ["", "QUOTATION, said Maria Okafor. She added that it would stay open through the winter."]


def test_the_doc_is_annotated(nlp: Language) -> None:
    doc = nlp("Up went the quay.\n\n“The bridge is safe,” said Maria Okafor of Oslo.")
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Maria Okafor", "PERSON"), ("Oslo", "LOC")]
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Up went the quay.",
        "“The bridge is safe,” said Maria Okafor of Oslo.",
    ]
    said = next(token for token in doc if token.text == "said")
    assert (said.tag_, said.dep_) == ("VBD", "ROOT")
    assert [child.text for child in said.children if child.dep_ == "nsubj"] == ["Okafor"]
    (quoted,) = [child for child in said.children if child.dep_ == "ccomp"]
    assert doc[quoted.left_edge.i : quoted.right_edge.i + 1].text == "“The bridge is safe,”"
    assert {token.tag_ for token in quoted.subtree} == {""}


@pytest.mark.slow
def test_text_without_marks_is_annotated_as_the_parts_would(nlp: Language) -> None:
    text = "Maria Okafor, who leads the harbour board, left for Oslo on Monday. It was late."
    expected = spacy.load(Path(quotes.__file__).parent / "extraction" / "model")(text)
    doc = nlp(text)
    assert [(t.tag_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_, t.is_sent_start) for t in doc] == [
        (t.tag_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_, t.is_sent_start) for t in expected
    ]


def test_the_doc_that_is_given_is_the_one_that_is_returned(nlp: Language, bare: Language) -> None:
    for each in (nlp, bare):
        doc = Doc(each.vocab, words=TEXT.split(" "), spaces=[True] * TEXT.count(" ") + [False])
        assert doc.text == TEXT
        doc.user_data["mine"] = 1
        assert each(doc) is doc
        assert next(each.pipe([doc])) is doc
        assert doc._.quotations == quotes.extract(TEXT)
        assert doc.user_data["mine"] == 1
        assert [token.text for token in doc if token.ent_type_] == ["Maria", "Okafor."]


def texts() -> Iterator[str]:
    yield from SEEDS
    yield from HARD
    yield "\n\n".join(HARD)


@pytest.mark.slow
def test_rows_are_those_of_extract(nlp: Language, bare: Language) -> None:
    expected = [quotes.extract(text) for text in texts()]
    assert [nlp(text)._.quotations for text in texts()] == expected
    assert [doc._.quotations for doc in nlp.pipe(texts())] == expected
    assert [doc._.quotations for doc in nlp.pipe(texts(), batch_size=2)] == expected
    assert [doc._.quotations for doc in bare.pipe(texts())] == expected


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(st.sampled_from([span.of(text) for text in (*SEEDS, *HARD) for span in paragraphs(text)]), max_size=6))
def test_rows_are_those_of_extract_in_any_article(nlp: Language, parts: list[str]) -> None:
    text = "\n\n".join(parts)
    doc = nlp(text)
    assert doc.text == text
    assert doc._.quotations == quotes.extract(text)
    for quotation in doc._.quotations:
        assert quotation.text == " ".join(span.of(doc.text) for span in quotation.spans)
    for sentence in doc.sents:
        assert sum(token.dep_ == "ROOT" for token in sentence) == 1


def test_the_component_can_be_added_by_name(bare: Language) -> None:
    docs = list(bare.pipe([TEXT, "", TEXT]))
    assert [len(doc._.quotations) for doc in docs] == [2, 0, 2]
    assert [entity.text for entity in docs[0].ents] == ["Maria Okafor"]


def test_annotation_of_other_components_is_kept() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "BRIDGE", "pattern": "bridge"}])  # type: ignore[attr-defined]
    nlp.add_pipe("quotations")
    doc = nlp(TEXT)
    assert doc._.quotations == quotes.extract(TEXT)
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("bridge", "BRIDGE")]
    assert not doc.has_annotation("DEP")
    assert doc.has_annotation("TAG")


@pytest.mark.slow
def test_other_parts_can_be_brought(tmp_path: Path) -> None:
    nlp = spacy.load(Path(quotes.__file__).parent / "extraction" / "model")
    ruler = nlp.add_pipe("attribute_ruler", after="tagger")
    ruler.add([[{"TAG": "VBD"}]], {"POS": "VERB", "MORPH": "Tense=Past", "LEMMA": "say"})  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "ours")
    bare = spacy.blank("en")
    bare.add_pipe("quotations", config={"pipeline": str(tmp_path / "ours")})
    for each in (quotes.load(str(tmp_path / "ours")), bare):
        doc = each(TEXT)
        assert doc._.quotations == quotes.extract(TEXT, pipeline=str(tmp_path / "ours"))
        said = next(token for token in doc if token.text == "said")
        assert (said.pos_, str(said.morph), said.lemma_) == ("VERB", "Tense=Past", "say")
        assert (doc[1].pos_, str(doc[1].morph), doc[1].lemma_) == ("", "", "")


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    for find in (quotes.load, lambda name: quotes.extract(TEXT, pipeline=name)):
        with pytest.raises(ValueError, match="no spaCy pipeline 'nowhere_at_all' is installed"):
            find("nowhere_at_all")


@pytest.mark.slow
def test_a_pipeline_that_lacks_parts_says_which(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "bare")
    with pytest.raises(ValueError, match="lacks a tagger, a parser, an entity recogniser, a quotes_roles component"):
        quotes.extract(TEXT, pipeline=str(tmp_path / "bare"))


@pytest.mark.parametrize(
    ("disabled", "message"),
    [
        (["ner"], "lacks an entity recogniser between quotes_folding and quotations"),
        (["tagger", "parser"], "lacks a tagger, a parser between"),
        (["quotes_roles"], "lacks a quotes_roles component between"),
        (["tok2vec"], "lacks a tok2vec between"),
        (["quotations"], "quotes_folding needs the component quotations after it"),
    ],
)
def test_a_part_that_is_disabled_is_missed(nlp: Language, disabled: list[str], message: str) -> None:
    with nlp.select_pipes(disable=disabled):
        with pytest.raises(ValueError, match=message):
            nlp(TEXT)
        with pytest.raises(ValueError, match=message):
            list(nlp.pipe([TEXT]))
    assert nlp(TEXT)._.quotations


def test_without_both_ends_the_parts_run_as_in_any_pipeline(nlp: Language) -> None:
    with nlp.select_pipes(disable=["quotes_folding", "quotations"]):
        doc = nlp(TEXT)
    assert doc[1].tag_ == "DT"
    assert doc._.quotations == []


@pytest.mark.slow
def test_errors_can_be_handled() -> None:
    nlp = quotes.load()
    failed: list[str] = []
    component = nlp.get_pipe("quotations")
    assert isinstance(component, Quotations)
    handler: Any = lambda name, part, docs, error: failed.append(f"{name}: {error}")  # noqa: E731
    component.set_error_handler(handler)
    nlp.disable_pipe("ner")
    assert list(nlp.pipe([TEXT])) == []
    (error,) = failed
    assert error.startswith("quotations: the pipeline lacks an entity recogniser")
