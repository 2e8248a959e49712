"""The lines of pages become paragraphs: nothing of the layout is left, and no word is broken or made up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.readers.pdf_layout import Line, Page, typeset

HEIGHT = 842.0


def lines(words: Sequence[str], x: float = 72, top: float = 700, size: float = 10, leading: float = 12) -> list[Line]:
    """Lines below one another; an empty one leaves its room."""
    return [Line(x, top - leading * number, size, each) for number, each in enumerate(words) if each]


def paragraphs(*pages: list[Line]) -> list[str]:
    text = typeset([Page(HEIGHT, page) for page in pages]).text
    assert text == "" or text.endswith("\n")
    return text.rstrip("\n").split("\n\n")


LONG = ["The harbour was closed on Monday,", "and nobody knew for how long that", "would be, said the mayor of Leith."]


def test_lines_are_joined_into_paragraphs() -> None:
    assert paragraphs(lines(LONG)) == [" ".join(LONG)]


def test_a_wider_space_begins_a_paragraph() -> None:
    assert paragraphs(lines([*LONG, "", *LONG])) == [" ".join(LONG)] * 2


def test_an_indented_line_begins_a_paragraph() -> None:
    second = [line._replace(x=84) if number == 3 else line for number, line in enumerate(lines([*LONG, *LONG]))]
    assert paragraphs(second) == [" ".join(LONG)] * 2


def test_an_indented_line_alone_is_a_paragraph() -> None:
    page = [line._replace(x=84) if number == 3 else line for number, line in enumerate(lines([*LONG, "Credit", *LONG]))]
    page[4] = page[4]._replace(x=84)
    assert paragraphs(page) == [" ".join(LONG), "Credit", " ".join(LONG)]


def test_another_size_begins_a_paragraph() -> None:
    page = [*lines(["A headline over", "two lines"], top=760, size=24, leading=28), *lines(LONG)]
    assert paragraphs(page) == ["A headline over two lines", " ".join(LONG)]


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph() -> None:
    assert paragraphs(lines([*LONG, "He left.”", *LONG])) == [" ".join([*LONG, "He left.”"]), " ".join(LONG)]


@pytest.mark.parametrize("elsewhere", ["column", "page"])
def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page(elsewhere: str) -> None:
    one, two = lines(LONG[:2]), lines(LONG[2:], x=320 if elsewhere == "column" else 72)
    assert paragraphs(*([[*one, *two]] if elsewhere == "column" else [one, two])) == [" ".join(LONG)]
    one, two = lines(LONG), lines(["“Never,” she said."], x=320 if elsewhere == "column" else 72)
    assert paragraphs(*([[*one, *two]] if elsewhere == "column" else [one, two])) == [" ".join(LONG), two[0].words]


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        (["an investi-", "gation"], "an investigation"),
        (["an investi\u00ad", "gation"], "an investigation"),
        (["a well-", "known man"], "a well-known man"),
        (["the ex-", "minister"], "the ex-minister"),
        (["in Baden-", "Baden"], "in Baden-Baden"),
        (["from 10-", "20 people"], "from 10- 20 people"),
        (["a rights-", "based rule, rights-based"], "a rights-based rule, rights-based"),
        (["co-", "operation and cooperation"], "cooperation and cooperation"),
        (["he left —", "and came"], "he left — and came"),
        (["he left—", "and came"], "he left—and came"),
        (["soft\u00adly said", "she"], "softly said she"),
    ],
)
def test_words_broken_at_the_end_of_a_line(words: list[str], joined: str) -> None:
    assert paragraphs(lines(words)) == [joined]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            *lines([f"The Post   23 October 2024   {number}"], top=810, size=8),
            *lines(["The same first line on each page,", f"and one that differs, {number}."]),
            *lines([f"Page {number} of 3"], top=30, size=8),
        ]
        for number in (1, 2, 3)
    ]
    assert paragraphs(*pages) == [
        f"The same first line on each page, and one that differs, {number}." for number in (1, 2, 3)
    ]


def test_what_stands_in_the_margin_once_is_kept() -> None:
    page = [*lines(["The only head"], top=810), *lines(LONG)]
    assert paragraphs(page, lines(LONG, top=500))[0] == "The only head"


def test_pages_without_lines() -> None:
    assert typeset([]).text == ""
    assert typeset([Page(HEIGHT, []), Page(HEIGHT, [])]).text == ""


WORDS = st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)
PLACES = st.tuples(st.floats(0, 600), st.floats(110, 730), st.sampled_from([8.0, 10.0, 24.0]))


@pytest.mark.slow
@given(st.lists(st.lists(st.tuples(PLACES, WORDS), max_size=8), max_size=3))
def test_no_word_of_the_body_is_lost_or_changed(pages: list[list[tuple[tuple[float, float, float], str]]]) -> None:
    text = typeset([Page(HEIGHT, [Line(*place, words) for place, words in page]) for page in pages]).text
    assert text.split() == " ".join(words for page in pages for _, words in page).split()


def test_each_page_begins_where_its_first_line_stands() -> None:
    asked, sailed = lines(["“Nobody asked us about the har-"]), lines(["bour,” she said on Monday."])
    broken: list[list[Line]] = [asked, [], sailed, lines(["The end."])]
    text, starts = typeset([Page(HEIGHT, page) for page in broken])
    assert text == "“Nobody asked us about the harbour,” she said on Monday.\n\nThe end.\n"
    assert [text[start:][:4] for start in starts] == ["“Nob", "bour", "bour", "The "]


@given(
    st.lists(
        st.lists(st.sampled_from([*LONG, "It rained.", "Un\u00adseen and bro-", "ken"]), max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_every_page_has_the_words_of_its_lines(pages: list[list[str]]) -> None:
    text, starts = typeset([Page(HEIGHT, lines(page, top=500)) for page in pages])
    assert len(starts) == len(pages)
    for words, start, end in zip(pages, starts, [*starts[1:], len(text)], strict=True):
        assert _letters(text[start:end]) == _letters("".join(words))


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))
