"""Dates become ISO 8601 where they say one day, and nothing where they could say two."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.text.dates import in_name, iso


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-10-23", "2024-10-23"),
        ("20241023", "2024-10-23"),
        (" 2024-10-23\n", "2024-10-23"),
        ("2024/04/03", "2024-04-03"),
        ("2024-10-23T14:05:00Z", "2024-10-23T14:05:00+00:00"),
        ("2024-10-23T14:05:00.123+0100", "2024-10-23T14:05:00+01:00"),
        ("20241023T140500Z", "2024-10-23T14:05:00+00:00"),
        ("2024-10-23 14:05:00 +01:00", "2024-10-23T14:05:00+01:00"),
        ("2024-10-23 14:05 UTC", "2024-10-23T14:05:00+00:00"),
        ("2024-10-23T14:05", "2024-10-23T14:05:00"),
        ("20241023T000000", "2024-10-23"),
        ("Wed, 23 Oct 2024 14:05:00 GMT", "2024-10-23T14:05:00+00:00"),
        ("Wed, 23 Oct 2024 14:05:00 -0400", "2024-10-23T14:05:00-04:00"),
        ("Wed, 23 Oct 2024 14:05:00 EST", "2024-10-23T14:05:00-05:00"),
        ("Fri Apr 05 14:05:00 +0000 2024", "2024-04-05T14:05:00+00:00"),
        ("October 23, 2024", "2024-10-23"),
        ("23rd of October, 2024", "2024-10-23"),
        ("Sept. 4, 2024", "2024-09-04"),
        ("Oct. 23, 2024 at 2:05 p.m. ET", "2024-10-23T14:05:00"),
        ("Updated 9:14 PM EDT, Wed October 23, 2024", "2024-10-23T21:14:00-04:00"),
        ("Published: 14.05 BST, Wednesday 23rd October 2024", "2024-10-23T14:05:00+01:00"),
        ("14:05, 23 October 2024 UTC+3", "2024-10-23T14:05:00+03:00"),
        ("23/04/2024", "2024-04-23"),
        ("04/23/2024", "2024-04-23"),
        ("03/03/2024", "2024-03-03"),
        ("1729692000", "2024-10-23T14:00:00+00:00"),
        (1729692000, "2024-10-23T14:00:00+00:00"),
        (1729692000123, "2024-10-23T14:00:00+00:00"),
        (Decimal("1729692000.5"), "2024-10-23T14:00:00+00:00"),
        (20241023, "2024-10-23"),
        (date(2024, 10, 23), "2024-10-23"),
        (datetime(2024, 10, 23, 14, 5, tzinfo=UTC), "2024-10-23T14:05:00+00:00"),
    ],
)
def test_what_says_one_day_is_read(value: object, expected: str) -> None:
    assert iso(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "03/04/2024",
        "3.4.2024",
        "10 11 2024",
        "23 Oct 24",
        "April 2024",
        "2024",
        "Oct 23",
        "Wednesday",
        "yesterday",
        "14:05",
        "2024-02-30",
        "2024-13-11",
        "0001-01-01T00:00:00Z",
        "",
        "x" * 100_000,
        "9" * 70,
        "\ud800\0",
        None,
        True,
        42,
        -1,
        float("nan"),
        float("inf"),
        10**400,
        {},
        ["2024-10-23"],
    ],
)
def test_what_says_none_or_two_is_not_guessed(value: object) -> None:
    assert iso(value) is None


@given(st.datetimes(min_value=datetime(1700, 1, 1)), st.integers(-12, 14))
def test_what_was_written_is_read_again(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    written = iso(moment)
    assert written is not None
    assert datetime.fromisoformat(written) == moment
    assert iso(written) == written


@given(st.dates(min_value=date(1700, 1, 1)))
def test_days_in_words(day: date) -> None:
    assert iso(f"{day:%A} {day.day} {day:%B} {day.year}") == day.isoformat()
    assert iso(f"{day:%b} {day.day}, {day.year}") == day.isoformat()


@given(st.text(max_size=60) | st.from_regex(r"[\d/.: TZ+-]{1,30}", fullmatch=True))
def test_no_text_breaks_it(text: str) -> None:
    found = iso(text)
    assert found is None or datetime.fromisoformat(found)


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("courier_2031-02-03_ferry.txt", "%Y-%m-%d", "2031-02-03"),
        ("20310203-ferry.txt", "%Y%m%d", "2031-02-03"),
        ("ferry 3 Feb 2031.docx", "%d %b %Y", "2031-02-03"),
        ("ferry-3-february-2031.docx", "%d-%B-%Y", "2031-02-03"),
        ("ferry.txt", "%Y-%m-%d", None),
        ("2031-02-31.txt", "%Y-%m-%d", None),
        ("12031-02-03.txt", "%Y-%m-%d", None),
    ],
)
def test_a_name_has_the_date_that_its_pattern_says(name: str, pattern: str, expected: str | None) -> None:
    assert in_name(name, pattern) == expected


@pytest.mark.parametrize("pattern", ["", "%Y", "%Y-%m", "%H:%M", "2031-02-03", "%"])
def test_a_pattern_names_a_whole_date(pattern: str) -> None:
    with pytest.raises(ValueError, match="needs a year"):
        in_name("2031-02-03.txt", pattern)
