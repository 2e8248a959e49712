"""A family name of two people in one article: decided by what the article tells, else not verified."""

from __future__ import annotations

import pytest

import quotes
from quotes.model import UNVERIFIED

BOTH = "Ann Baines, the mayor of Ellery, opened the mill on Monday. Her brother, Tom Baines, runs it.\n\n"


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("“The mill is old,” Mr. Baines said.", "Tom Baines"),
        ("“The mill is old,” Ms. Baines said.", "Ann Baines"),
        ("“The mill is old,” Mayor Baines said.", "Ann Baines"),
        ("“The mill is old,” Tom Baines said.", "Tom Baines"),
    ],
)
def test_a_title_or_a_given_name_decides(said: str, speaker: str) -> None:
    (found,) = quotes.extract(BOTH + said)
    assert found.speaker == speaker
    assert found.confidence >= UNVERIFIED


@pytest.mark.parametrize(
    "text",
    [
        BOTH + "“The mill is old,” Baines said.\n\nBaines said that it would close.",
        "Ann Baines and Tom Baines run the mill. They bought it in May.\n\n“It is old,” Baines said.",
        "“I said so,” Ann Baines said. “It is old,” Tom Baines said.\n\n“We will go,” Baines said.",
    ],
)
def test_without_a_title_it_is_not_verified(text: str) -> None:
    bare = [each for each in quotes.extract(text) if each.mention and each.mention.of(text) == "Baines"]
    assert bare
    assert all(each.confidence < UNVERIFIED for each in bare)


def test_nor_is_what_goes_on_without_a_source() -> None:
    quoted, after = quotes.extract(BOTH + "“The mill is old,” Baines said.\n\n“We will rebuild it in the spring.”")
    assert quoted.speakers == after.speakers
    assert max(quoted.confidence, after.confidence) < UNVERIFIED


def test_one_who_is_named_in_full_much_more_often_is_likelier() -> None:
    once = "Ann Baines opened the mill. Tom Baines runs it."
    often = "Ann Baines opened the mill. Ann Baines left at noon. Ann Baines came back. Ann Baines slept. " + once
    (low,), (high,) = (quotes.extract(f"{text}\n\n“It is old,” Baines said.") for text in (once, often))
    assert (low.speaker, high.speaker) == ("Ann Baines", "Ann Baines")
    assert low.confidence < high.confidence
