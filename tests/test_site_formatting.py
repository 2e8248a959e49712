"""Dates, numbers and shortened texts as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.site.formatting import beginning, count, day, days


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2024-10-23", "23 October 2024"),
        ("2024-01-01T08:30:00Z", "1 January 2024"),
        ("2024-10-23 09:15", "23 October 2024"),
        ("2024-10", "October 2024"),
        ("2024", "2024"),
        (None, ""),
        ("", ""),
        ("2024-13-01", "2024-13-01"),
        ("2023-02-29", "2023-02-29"),
        ("2024-10-233", "2024-10-233"),
        ("last week", "last week"),
        ("20241023", "20241023"),
    ],
)
def test_day(iso: str | None, words: str) -> None:
    assert day(iso) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-10-23", "2024-11-01", "23 October 2024 to 1 November 2024"),
        ("2024-10-23", "2024-10-23T10:00", "23 October 2024"),
        (None, None, ""),
        (None, "2024", "2024"),
    ],
)
def test_days(first: str | None, last: str | None, words: str) -> None:
    assert days(first, last) == words


def test_count() -> None:
    assert [count(n, "result") for n in (0, 1, 1234)] == ["0 results", "1 result", "1,234 results"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("short", "short"),
        ("exactly ten", "exactly ten"),
        ("two\n words", "two words"),
        ("one two three four", "one two…"),
        ("one two th ree", "one two th…"),
        ("one, two, three", "one, two…"),
        ("incomprehensibilities", "incomprehe…"),
    ],
)
def test_beginning(text: str, words: str) -> None:
    assert beginning(text, 11) == words


@given(st.text(), st.integers(2, 40))
def test_beginning_is_never_longer_and_adds_nothing_but_the_ellipsis(text: str, width: int) -> None:
    shown = beginning(text, width)
    line = " ".join(text.split())
    assert len(shown) <= width
    assert line.startswith(shown.removesuffix("…")) or shown == line
    assert (shown == line) == (len(line) <= width) or shown.endswith("…")
