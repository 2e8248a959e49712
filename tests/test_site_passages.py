"""Cutting an article into marked pieces loses nothing and marks exactly what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.model import Span
from quotes.site.passages import Piece, around, cut, excerpt
from quotes.text.paragraphs import paragraphs

TEXTS = st.text(alphabet="ab .\n“”é😀", max_size=60)


def spans_in(text: str) -> st.SearchStrategy[list[tuple[Span, int]]]:
    offset = st.integers(0, len(text))
    span = st.builds(lambda a, b: Span(min(a, b), max(a, b)), offset, offset)
    return st.lists(span, max_size=6).map(lambda spans: [(each, number) for number, each in enumerate(spans)])


@pytest.mark.slow
@given(st.data(), TEXTS)
def test_pieces_are_the_paragraphs_and_marks_are_where_they_belong(data: st.DataObject, text: str) -> None:
    blocks = paragraphs(text)
    marks = data.draw(spans_in(text))
    pieces = cut(text, blocks, marks)
    assert ["".join(piece.text for piece in row) for row in pieces] == [block.of(text) for block in blocks]
    marked: dict[int, str] = {}
    opened: list[int] = []
    for row in pieces:
        for piece in row:
            assert set(piece.opens) <= set(piece.marks)
            opened += piece.opens
            for number in piece.marks:
                marked[number] = marked.get(number, "") + piece.text
    assert len(opened) == len(set(opened)) == len(marked)
    for span, number in marks:
        inside = (text[max(span.start, block.start) : min(span.end, block.end)] for block in blocks)
        assert marked.get(number, "") == "".join(inside)


@pytest.mark.slow
@given(st.data(), TEXTS)
def test_the_innermost_mark_is_the_shortest(data: st.DataObject, text: str) -> None:
    marks = data.draw(spans_in(text))
    length = {number: span.end - span.start for span, number in marks}
    for row in cut(text, paragraphs(text), marks):
        for piece in row:
            lengths = [length[number] for number in piece.marks]
            assert lengths == sorted(lengths, reverse=True)


def test_a_mark_inside_another() -> None:
    text = "he said it is “so” now"
    marks = [(Span(8, 22), "outer"), (Span(15, 17), "inner")]
    assert cut(text, [Span(0, len(text))], marks) == [
        [
            Piece("he said "),
            Piece("it is “", ("outer",), ("outer",)),
            Piece("so", ("outer", "inner"), ("inner",)),
            Piece("” now", ("outer",)),
        ]
    ]


def test_a_mark_over_two_paragraphs_opens_once() -> None:
    text = "a “b\n\n“c”"
    first, second = cut(text, paragraphs(text), [(Span(3, 8), "q")])
    assert first == [Piece("a “"), Piece("b", ("q",), ("q",))]
    assert second == [Piece("“c", ("q",)), Piece("”")]


def test_around_keeps_only_paragraphs_touched_and_says_where_some_are_left_out() -> None:
    text = "one\n\ntwo\n\nthree\n\nfour\n"
    one, two, three, four = paragraphs(text)
    assert around([one, two, three, four], [two]) == [two]
    assert around([one, two, three, four], [two, three]) == [two, three]
    assert around([one, two, three, four], [four, one]) == [one, None, four]
    assert around([one, two], []) == []


@pytest.mark.slow
@settings(max_examples=400)
@given(st.data(), st.text(alphabet="ab ", max_size=80), st.integers(4, 40))
def test_excerpt_is_whole_words_with_the_first_match(data: st.DataObject, text: str, width: int) -> None:
    starts = [0, *(number + 1 for number, each in enumerate(text) if each == " ")]
    start = data.draw(st.sampled_from([each for each in starts if each < len(text)] or [0]))
    matches = [Span(start, min(start + 2, len(text)))] if text else []
    shown = excerpt(text, matches, width)
    assert 0 <= shown.start <= shown.end <= len(text)
    assert shown.end - shown.start <= width
    assert shown == (0, len(text)) or len(text) > width
    assert shown.start == 0 or text[shown.start - 1] == " "
    assert not text or shown.start <= start < shown.end
    cut_off = shown.end < len(text) and text[shown.end] != " "
    assert not cut_off or " " not in text[shown.start + 1 : shown.end]


def test_long_quotations_are_excerpts_in_lists() -> None:
    text = "one two three four five six"
    assert excerpt(text, [], 13).of(text) == "one two three"
    assert excerpt(text, [Span(19, 23)], 13).of(text) == "four five six"
    assert excerpt(text, [Span(14, 18)], 10).of(text) == "four five"
    assert excerpt("a aaa", [Span(2, 4)], 4).of("a aaa") == "aaa"
    assert excerpt("aa aaa", [Span(3, 5)], 5).of("aa aaa") == "aaa"
    assert excerpt("a bb cccccccc", [Span(5, 7)], 6).of("a bb cccccccc") == "cccccc"
