"""What is known of the form of marked words, and of where they stand in the article."""

from __future__ import annotations

import pytest

from quotes.extraction.marked_form import OF_FORM, forms
from quotes.extraction.quotation_marks import find_marked


def form(text: str, number: int = 0) -> dict[str, float]:
    return dict(zip(OF_FORM, forms(text, find_marked(text))[number], strict=True))


def test_speech_has_persons_and_auxiliaries() -> None:
    said = form("“We can’t close it,” Byrd said.")
    named = form("Byrd wrote “Closing Time” in May.")
    assert said["first_or_second_person"]
    assert said["auxiliary"]
    assert not said["small_letter"]
    assert not named["first_or_second_person"]
    assert not named["auxiliary"]


def test_words_that_stand_elsewhere() -> None:
    text = "Quay is ‘a wreck’, says Byrd\n\n“The quay is a wreck,” Byrd said. The “salty trio” met. A salty trio left."
    assert form(text)["part_of_another"] == 1
    assert form(text)["unmarked_too"] == 0
    assert form(text, 2)["part_of_another"] == 0
    assert form(text, 2)["unmarked_too"] > 0


def test_words_that_are_marked_again() -> None:
    text = "“Dry docks” are full. “Dry docks,” of course, are wet. A “wet dock” is not."
    assert form(text)["marked_again"] > 0
    assert form(text, 2)["marked_again"] == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Quay is ‘a wreck’, says Byrd\n\nByrd left.", 1), ("Byrd called the quay ‘a wreck’.\n\nByrd left.", 0)],
)
def test_a_heading_ends_like_no_sentence(text: str, expected: float) -> None:
    assert form(text)["in_heading"] == form(text)["single_in_heading"] == expected


def test_a_small_letter_that_becomes_longer_shifts_nothing() -> None:
    assert form("İİİ “low tide” and a low tide.")["unmarked_too"] > 0
