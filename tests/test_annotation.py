"""What was found in folded passages is carried over to the Doc of the whole text, whatever its tokens are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from quotes.extraction import syntax
from quotes.extraction.annotation import annotate, annotation
from quotes.extraction.masking import fold
from quotes.extraction.parsing import Passage
from quotes.extraction.quotation_marks import find_marked
from quotes.model import Span
from quotes.text.paragraphs import paragraphs

NLP = spacy.blank("en")
TEXT = "“It rains,” said Ada Byrd. She left.\n\n“Why?”\n"


def passage(number: int, text: str, span: Span, parse: Sequence[tuple[int, str]] | None = None) -> Passage:
    """A paragraph of a text, folded. parse: head and relation of each word; None for no parse."""
    folded = fold(text, find_marked(text), span)
    doc = NLP.make_doc(folded.text)
    if parse is not None:
        heads, deps = zip(*parse, strict=True)
        doc = Doc(
            NLP.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            heads=list(heads),
            deps=list(deps),
            tags=["T"] * len(doc),
        )
    return Passage(number, span, folded, doc, {}, syntax.read(doc, syntax.Met({}, {})))


def rows(doc: Doc) -> list[tuple[str, str, str, str]]:
    return [(token.text, token.tag_, token.dep_, token.head.text) for token in doc]


def parsed() -> list[Passage]:
    """The passages of TEXT: QUOTATION, said Ada Byrd. She left. / QUOTATION."""
    first, second = paragraphs(TEXT)
    one = passage(
        0,
        TEXT,
        first,
        [
            *((2, "ccomp"), (2, "punct"), (2, "ROOT"), (4, "compound"), (2, "nsubj"), (2, "punct")),
            *((7, "nsubj"), (7, "ROOT"), (7, "punct")),
        ],
    )
    one.parsed.set_ents([Tokens(one.parsed, 0, 1, "ORG"), Tokens(one.parsed, 3, 5, "PERSON")])
    return [one, passage(1, TEXT, second, [(0, "ROOT"), (0, "punct")])]


def test_the_first_quoted_word_takes_the_place_of_the_quotation() -> None:
    doc = NLP.make_doc(TEXT)
    annotate(doc, annotation(doc, parsed()))
    assert rows(doc) == [
        ("“", "", "dep", "It"),
        ("It", "", "ccomp", "said"),
        ("rains", "", "dep", "It"),
        (",", "", "dep", "It"),
        ("”", "", "dep", "It"),
        ("said", "T", "ROOT", "said"),
        ("Ada", "T", "compound", "Byrd"),
        ("Byrd", "T", "nsubj", "said"),
        (".", "T", "punct", "said"),
        ("She", "T", "nsubj", "left"),
        ("left", "T", "ROOT", "left"),
        (".", "T", "punct", "left"),
        ("\n\n", "", "dep", "."),
        ("“", "", "dep", "Why"),
        ("Why", "", "ROOT", "Why"),
        ("?", "", "dep", "Why"),
        ("”", "", "dep", "Why"),
        ("\n", "", "dep", "Why"),
    ]
    assert [sentence.text for sentence in doc.sents] == ["“It rains,” said Ada Byrd.", "She left.\n\n", "“Why?”\n"]


def test_a_placeholder_is_no_name_and_whether_there_are_names_in_it_stays_open() -> None:
    doc = NLP.make_doc(TEXT)
    annotate(doc, annotation(doc, parsed()))
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Ada Byrd", "PERSON")]
    assert [token.text for token in doc if token.ent_iob_ == ""] == "“ It rains , ” “ Why ? ”".split()


def test_tokens_that_take_in_more_than_one_word_join_sentences() -> None:
    doc = Doc(
        NLP.vocab,
        ["“It rains,”", "said Ada", "Byrd. She left", ".", "\n\n", "“Why?”", "\n"],
        spaces=[True] * 2 + [False] * 5,
    )
    assert doc.text == TEXT
    annotate(doc, annotation(doc, parsed()))
    assert rows(doc) == [
        ("“It rains,”", "", "ccomp", "said Ada"),
        ("said Ada", "T", "ROOT", "said Ada"),
        ("Byrd. She left", "T", "nsubj", "said Ada"),
        (".", "T", "punct", "Byrd. She left"),
        ("\n\n", "", "dep", "."),
        ("“Why?”", "", "ROOT", "“Why?”"),
        ("\n", "", "dep", "“Why?”"),
    ]
    assert len(list(doc.sents)) == 2


def test_sentences_become_one_where_a_token_in_both_has_dependants_in_both() -> None:
    text = "Ada left. So she sang it."
    (span,) = paragraphs(text)
    relations = [
        (1, "nsubj"),
        (1, "ROOT"),
        (1, "punct"),
        (5, "advmod"),
        (5, "nsubj"),
        (5, "ROOT"),
        (3, "x"),
        (5, "punct"),
    ]
    doc = Doc(NLP.vocab, ["Ada", "left. So", "she", "sang", "it", "."], spaces=[True] * 4 + [False] * 2)
    annotate(doc, annotation(doc, [passage(0, text, span, relations)]))
    assert rows(doc) == [
        ("Ada", "T", "nsubj", "left. So"),
        ("left. So", "T", "ROOT", "left. So"),
        ("she", "T", "nsubj", "sang"),
        ("sang", "T", "dep", "left. So"),
        ("it", "T", "x", "left. So"),
        (".", "T", "punct", "sang"),
    ]
    assert len(list(doc.sents)) == 1


def test_what_a_doc_has_is_kept() -> None:
    doc = NLP.make_doc(TEXT)
    doc[5].tag_ = "MINE"
    doc.set_ents([Tokens(doc, 5, 6, "MINE")])
    for token in doc:
        token.is_sent_start = token.i == 0
    annotate(doc, annotation(doc, parsed()))
    assert [token.tag_ for token in doc if token.tag_] == ["MINE"]
    assert [entity.label_ for entity in doc.ents] == ["MINE"]
    assert len(list(doc.sents)) == 1
    assert not doc.has_annotation("DEP")


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_a_text_without_words_has_no_annotation(text: str) -> None:
    doc = NLP.make_doc(text)
    assert annotation(doc, []) == annotation(NLP.make_doc(""), [])
    annotate(doc, annotation(doc, []))
    assert [token.dep_ for token in doc] == [""] * len(doc)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Doc, list[Passage]]:
    """A text in any tokens, and its passages with any trees, each word of a sentence hanging on any other."""
    pieces = [
        "“It rains,”",
        "“",
        "”",
        '"',
        " she said",
        "U.S.",
        ".",
        ", ",
        " ",
        "  ",
        "\n",
        "\n\n",
        "“a very long way”",
        "é😀",
        "x",
    ]
    text = draw(st.lists(st.sampled_from(pieces), max_size=14).map("".join))
    passages = []
    for number, span in enumerate(paragraphs(text)):
        size = len(passage(number, text, span).doc)
        parse = []
        start = 0
        while start < size:
            end = draw(st.integers(start + 1, size))
            order = draw(st.permutations(range(start, end)))
            parse += [(order[0], "ROOT")] * (end - start)
            for k, word in enumerate(order[1:], 1):
                parse[word] = (order[draw(st.integers(0, k - 1))], "x")
            start = end
        passages.append(passage(number, text, span, parse))
        names = draw(st.lists(st.integers(0, size), max_size=4).map(sorted))
        spans = [(a, b) for a, b in zip(names[::2], names[1::2], strict=False) if a < b]
        passages[-1].parsed.set_ents([Tokens(passages[-1].parsed, a, b, "PERSON") for a, b in spans])
    if draw(st.booleans()):
        return NLP.make_doc(text), passages
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=10))})
    words = [text[a:b] for a, b in pairwise(cuts)]
    return Doc(NLP.vocab, words, spaces=[False] * len(words)), passages


@pytest.mark.slow
@given(cases())
def test_it_is_valid_whatever_the_tokens_and_trees(case: tuple[Doc, list[Passage]]) -> None:
    doc, passages = case
    annotate(doc, annotation(doc, passages))
    if not passages:
        return
    # A tree to a sentence: exactly one root, and all heads lead to it.
    for sentence in doc.sents:
        assert sum(token.head.i == token.i for token in sentence) == 1
        assert all(token.head in sentence for token in sentence)
        for token in sentence:
            assert len(list(token.ancestors)) <= len(sentence)
            assert (token.dep_ == "ROOT") == (token.head.i == token.i)
    assert [token.i for sentence in doc.sents for token in sentence] == list(range(len(doc)))
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert rows(again) == rows(doc)
    assert [(e.start, e.end) for e in again.ents] == [(e.start, e.end) for e in doc.ents]


@given(cases())
def test_where_nothing_is_folded_and_tokens_agree_all_is_as_it_was_found(case: tuple[Doc, list[Passage]]) -> None:
    doc, passages = case
    if len(passages) != 1 or passages[0].folded.text != doc.text:
        return
    (found,) = passages
    doc = Doc(doc.vocab, [t.text for t in found.parsed], spaces=[bool(t.whitespace_) for t in found.parsed])
    annotate(doc, annotation(doc, passages))
    assert rows(doc) == rows(found.parsed)
    assert [(e.start, e.end, e.label_) for e in doc.ents] == [(e.start, e.end, e.label_) for e in found.parsed.ents]
