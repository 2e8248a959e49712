"""Block quotations without marks: the paragraph after one that announces it."""

from __future__ import annotations

import pytest

import quotes
from quotes.model import Quotation

WORDS = "The pump has failed twice this year. I have asked for a new one three times."


def found(text: str) -> list[Quotation]:
    return [each for each in quotes.extract(text) if each.kind != "paraphrase"]


@pytest.mark.parametrize(
    "announcement",
    [
        "In a letter to the board, Ada Byrd wrote:",
        "Senator Ada Byrd tweeted:",
        "Ada Byrd said in a statement on Friday:",
        "Ada Byrd replied as follows:",
    ],
)
def test_the_paragraph_after_an_announcement_is_quoted(announcement: str) -> None:
    (quotation,) = found(f"{announcement}\n\n{WORDS}\n\nThe board has not replied.")
    assert quotation.text == WORDS
    assert [speaker.name for speaker in quotation.speakers] == ["Ada Byrd"]


@pytest.mark.parametrize(
    ("announcement", "following"),
    [
        ("Ada Byrd said the winners were:", "Tom Okafor and Lena Ode from the harbour school."),
        ("Ada Byrd wrote:", "- the pump must be replaced before the winter"),
        ("Ada Byrd wrote:", "Low Tide"),
        ("Ada Byrd wrote.", WORDS),
        ("The plan has three parts:", "The pump is replaced before the winter of next year."),
    ],
)
def test_lists_titles_and_other_paragraphs_are_not(announcement: str, following: str) -> None:
    assert found(f"{announcement}\n\n{following}\n\nThe board has not replied.") == []


def test_marked_words_after_an_announcement_stay_as_they_are() -> None:
    (quotation,) = found(f"Ada Byrd wrote:\n\n“{WORDS}”\n\nThe board has not replied.")
    assert quotation.text == WORDS
