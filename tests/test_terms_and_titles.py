"""Words in marks that nobody said: titles, terms, and words of which nobody in their passage is the source."""

from __future__ import annotations

import pytest

import quotes


@pytest.mark.parametrize(
    "text",
    [
        "Byrd's first novel, “Low Tide”, was filmed as “The Long Wait” in 1994.",
        "It was what locals call a “blue day”.",
        "The so-called “experts” were nowhere to be found, and the “free” lunch cost 20 dollars.",
        "Nobody said “sorry”.",
    ],
)
def test_they_are_no_quotations(text: str) -> None:
    assert quotes.extract(text) == []


def test_a_short_sentence_with_a_name_at_its_end_is_no_title() -> None:
    text = "Mayor Lena Ode stood up.\n\n“I have heard enough,” she said.\n\n“We vote on Tuesday.”"
    assert [each.text for each in quotes.extract(text)] == ["I have heard enough,", "We vote on Tuesday."]
