"""Marked words are a quotation or not by who says them, by their length and by their place."""

from __future__ import annotations

import pytest

import quotes


def quoted(text: str) -> list[str]:
    """The exact words that are quoted."""
    return [q.text for q in quotes.extract(text) if q.kind != "paraphrase"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The coolest farewell of the day came from the mayor, Ada Byrd: “Noted.”", "Noted."),
        ("Strikers on the quay chanted “What curfew?” and marched on until two.", "What curfew?"),
        (
            "“He shames us. He knows nothing of our lives and speaks of people whom he never met.”― Pia Lund",
            "He shames us. He knows nothing of our lives and speaks of people whom he never met.",
        ),
    ],
)
def test_an_utterance_is_quoted_by_its_place_and_length(text: str, words: str) -> None:
    assert quoted(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Quick access to Mira by saying “Hey Mira”.",
        "You can wake the lamp by saying “Good evening”.",
        "All six came: “Chino” Paredes, “Lata” Ormeno and the Robles brothers.",
    ],
)
def test_what_anybody_may_say_and_nicknames_are_not_quoted(text: str) -> None:
    assert quoted(text) == []


def test_what_somebody_did_say_is_quoted() -> None:
    assert quoted("Ada Byrd ended the meeting by saying “no way”.") == ["no way"]
