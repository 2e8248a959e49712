"""Folding puts one word in place of each quotation, and the map between both texts is exact."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.extraction.masking import CLAUSE, FRAGMENT, Folded, fold, is_folded, is_utterance
from quotes.extraction.quotation_marks import Marked, find_marked
from quotes.model import Span


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“It rains,” said Byrd. “It pours.”", "QUOTATION, said Byrd. QUOTATION."),
        ("“It rains all day” said Byrd.", "QUOTATION said Byrd."),
        ("“Why does it rain?” asked Byrd.", "QUOTATION, asked Byrd."),
        ("“Why does it rain?” Byrd asked.", "QUOTATION. Byrd asked."),
        ("Byrd said: “It rains.” She left.", "Byrd said: QUOTATION. She left."),
        ("Byrd said “It rains all day long.” and left.", "Byrd said QUOTATION, and left."),
        ("“It rains all day”, said Byrd.", "QUOTATION, said Byrd."),
        ("Byrd called it “a very, very serious matter” on Monday.", "Byrd called it QUOTE on Monday."),
        ("Byrd called it “very serious”.", "Byrd called it “very serious”."),
        ("Ada “the Widow” Byrd left.", "Ada “the Widow” Byrd left."),
        ("said“It rains, and pours.”and", "said QUOTATION, and"),
        ("“It pours.”She left.", "QUOTATION. She left."),
        ("“One is enough,” “two are many,” she said.", "QUOTATION, QUOTATION, she said."),
        ("Nobody said a word.", "Nobody said a word."),
        ("Byrd\u00a0 said  “It rains.”― Lund", "Byrd\u00a0said QUOTATION ― Lund"),
        ("", ""),
    ],
)
def test_a_quotation_becomes_one_word_of_its_sentence(text: str, folded: str) -> None:
    assert fold(text, find_marked(text)).text == folded


@pytest.mark.parametrize(
    ("words", "utterance", "folded"),
    [
        ("It rains,", True, True),
        ("it rains,", True, True),
        ("It rains.", True, True),
        ("It rains all day", True, True),
        ("27 people were there", True, True),
        ("It rains", False, False),
        ("it rains all day.", False, True),
        ("very, very serious", False, False),
        ("a very, very serious matter", False, True),
        ("No!", True, True),
        ("the Widow", False, False),
        ("She said ‘stay.’", True, True),
        ("", False, False),
    ],
)
def test_an_utterance_is_told_from_a_fragment(words: str, utterance: bool, folded: bool) -> None:
    assert is_utterance(words) == utterance
    assert is_folded(words) == folded


def test_places_are_those_of_the_words_that_stand_for_quotations() -> None:
    text = "“It rains,” said Byrd of the “wet” quay, “a very, very serious matter”."
    result = fold(text, find_marked(text))
    assert result.text == "QUOTATION, said Byrd of the “wet” quay, QUOTE."
    first, short, last = result.places
    assert first is not None
    assert first.of(result.text) == CLAUSE
    assert short is None
    assert last is not None
    assert last.of(result.text) == FRAGMENT


def test_offsets_lead_back_and_forth() -> None:
    text = "“It rains,” said Byrd."
    result = fold(text, find_marked(text))
    byrd = result.text.index("Byrd")
    assert result.to_original(byrd) == text.index("Byrd")
    assert result.to_folded(text.index("Byrd")) == byrd
    assert {result.to_original(i) for i in range(len(CLAUSE) + 1)} == {0}
    assert [result.to_folded(i) for i in range(11)] == [None] * 11
    assert result.to_original(len(result.text)) == len(text)
    assert result.to_folded(len(text)) == len(result.text)
    assert result.to_folded(-1) is None
    assert result.to_folded(len(text) + 1) is None


def test_a_part_of_a_text_is_folded_with_offsets_into_the_whole() -> None:
    text = "Rain.\n“It rains,” said Byrd.\n“It pours,” she said."
    marked = find_marked(text)
    result = fold(text, marked, Span(text.index("“It r"), text.index("\n“It p")))
    assert result.text == "QUOTATION, said Byrd."
    assert result.places == (Span(0, len(CLAUSE)), None)
    assert result.to_original(result.text.index("Byrd")) == text.index("Byrd")
    assert result.to_folded(0) is None
    assert result.to_folded(text.index("she")) is None


def test_a_quotation_over_the_edge_is_folded_as_far_as_the_edge() -> None:
    text = "Byrd said: “It rains.\n\n“It pours.”\n\nShe left."
    marked = find_marked(text)
    assert fold(text, marked, Span(0, text.index("\n"))).text == "Byrd said: QUOTATION."
    assert fold(text, marked, Span(text.index("“It p"), len(text))).text == "QUOTATION.\n\nShe left."


ALPHABET = st.text(st.sampled_from('aA ,.?\n“”"5é\N{GRINNING FACE}') | st.characters(), max_size=80)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Marked], Span]:
    """A text, disjoint stretches anywhere in it, and a part of it."""
    text = draw(ALPHABET)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=16)))
    stretches = []
    for start, end in list(pairwise(cuts))[::2]:
        inside = min(draw(st.integers(0, 2)), (end - start) // 2)
        if start < end:
            stretches.append(Marked(start + inside, end - inside, start, end))
    edges = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    return text, stretches, draw(st.sampled_from([Span(0, len(text)), Span(*edges)]))


def spare_blanks(text: str) -> set[int]:
    """The offsets of the blanks that are left out: of several in a row one is kept, or the line ends before them."""
    runs = re.finditer(r"\s+", text)
    kept = ((run, len(run[0]) - len(run[0].lstrip("\r\n")) or 1) for run in runs)
    return {i for run, first in kept for i in range(run.start() + first, run.end())}


def check_map(text: str, marked: list[Marked], within: Span, result: Folded) -> None:
    assert len(result.places) == len(marked)
    hidden: set[int] = set()
    placed = 0
    for stretch, place in zip(marked, result.places, strict=True):
        if place is not None:
            assert place.start >= placed
            assert place.of(result.text) in (CLAUSE, FRAGMENT)
            placed = place.end
            hidden.update(range(max(stretch.outer_start, within.start), min(stretch.outer_end, within.end)))
    hidden |= spare_blanks(text) & set(range(*within))
    kept = [i for i in range(*within) if i not in hidden]
    # Every character that is not folded away is in the folded text, in order, and the map is exact both ways.
    there = [result.to_folded(i) for i in kept]
    assert None not in there
    assert there == sorted(there, key=lambda i: i or 0)
    for i, j in zip(kept, there, strict=True):
        assert j is not None
        assert result.text[j] == text[i]
        assert result.to_original(j) == i
    # All others lead to where their quotation is, and nothing folded away leads anywhere.
    for j in set(range(len(result.text))) - {j for j in there if j is not None}:
        assert result.to_original(j) in hidden
    for stretch, place in zip(marked, result.places, strict=True):
        if place is not None:
            assert result.end_in_original(place.start) == min(stretch.outer_end, within.end)
    for i, j in zip(kept, there, strict=True):
        assert j is not None
        assert result.end_in_original(j) == i + 1
    assert all(result.to_folded(i) is None for i in hidden)
    assert all(result.to_folded(i) is None for i in (within.start - 1, within.end + 1))
    assert result.to_original(len(result.text)) == within.end
    assert all(a <= b for a, b in pairwise(map(result.to_original, range(len(result.text) + 1))))


@given(marked_texts())
def test_the_map_is_exact_both_ways_whatever_is_marked(case: tuple[str, list[Marked], Span]) -> None:
    text, marked, within = case
    check_map(text, marked, within, fold(text, marked, within))


@given(st.lists(st.sampled_from(["“", "”", '"', "‘", "’", "a", "A", "It rains all day", ", ", ". ", "\n", " "])))
def test_the_map_is_exact_for_the_marks_of_a_text(parts: list[str]) -> None:
    text = "".join(parts)
    marked = find_marked(text)
    check_map(text, marked, Span(0, len(text)), fold(text, marked))


@given(ALPHABET)
def test_a_text_without_quotations_stays_as_it_is_but_for_blanks_in_a_row(text: str) -> None:
    spare = spare_blanks(text)
    assert fold(text, []).text == "".join(c for i, c in enumerate(text) if i not in spare)
