"""Converts dates to ISO 8601. Ambiguous dates are not converted."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import cache

LONGEST = 80
# There were no newspapers before; some systems write the year 1 for unknown dates.
EARLIEST = 1600
# RFC 5322, section 4.3, and European time zones that are unambiguous in English; hours from UTC. A name
# that is ambiguous ("IST"), or changes with the season ("ET"), has no offset.
ZONES = {"UT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
ZONES |= {"BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}

_LABEL = re.compile(
    r"^(?:(?:first|last|originally)\s+)?(?:published|posted|updated|modified|date)\b(?:\s+on)?\s*:?\s*", re.I
)
_YEAR_FIRST = re.compile(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=\D|$)")
_ISO_ZONE = re.compile(r"(?<=\d)\s*(?:UTC|GMT|Z)$|(?<=\d)\s+(?=[+-]\d{2}:?\d{2}$)")
_HALF_DAY = re.compile(r"(?<=[\d\s])([ap])\.?\s?m\b\.?", re.I)
_DOTTED_TIME = re.compile(r"\b(\d{1,2})\.(\d{2})(?=\s?(?:[ap]m|GMT|BST)\b)", re.I)
# "Tue Feb 04 2031 15:21:41 GMT+0000 (Coordinated Universal Time)" is what JavaScript writes (ECMA-262, Date.toString).
_ZONE_NAME = re.compile(r"(?<=\d)\s*\([A-Za-z][^()]*\)$")
_WEEKDAY = re.compile(r"\b(tue|wed|thu)(?:s|rs?|nes)\b\.?", re.I)
_FROM_UTC = re.compile(r"\b(?:UTC|GMT)\s?(?=[+-]\d)")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_YEAR = re.compile(r"\d{4}")
# The codes of `datetime.strptime` that dates in names are made of.
_CODES = {"Y": r"\d{4}", "y": r"\d{2}", "m": r"\d{1,2}", "d": r"\d{1,2}", "b": "[A-Za-z]{3}", "B": "[A-Za-z]{3,9}"}


def iso(value: object) -> str | None:
    """`value` as an ISO 8601 date, or date and time to the second, with its offset from UTC if it has one.

    Accepted are dates and datetimes; ISO 8601 in the extended and the basic form; RFC 5322; the style of newspapers
    ("October 23, 2024 2:05 p.m. EDT", "Published: 14.05 BST, Wednesday 23rd October 2024"); the style of JavaScript;
    and seconds or milliseconds since 1970, as a number or ten or thirteen digits. Midnight without an offset is a date.

    None for anything else, for a date without year, month or day, for years before 1600, and for numbers whose order is
    ambiguous ("03/04/2024").
    """
    if isinstance(value, datetime):
        return _written(value)
    if isinstance(value, date):
        return value.isoformat() if value.year >= EARLIEST else None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = str(int(value)) if -1 < value < 10**15 else ""
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    text = _ZONE_NAME.sub("", _LABEL.sub("", " ".join(value.split())))
    if _EPOCH.fullmatch(text):
        return _written(datetime.fromtimestamp(int(text[:10]), UTC))
    return _standard(text) or _spelled(text)


def in_name(name: str, pattern: str) -> str | None:
    """The date that is part of a name, as ISO 8601, or None.

    Args:
        name: Such as "courier-2031-02-03-ferry.txt".
        pattern: How the name has it, in the codes of `datetime.strptime`: "%Y-%m-%d".

    Raises:
        ValueError: The pattern does not have a year, a month and a day, or has another code.
    """
    match = _name_pattern(pattern).search(name)
    if match is None:
        return None
    try:
        return _written(datetime.strptime(match[0], pattern))
    except ValueError:
        return None


@cache
def _name_pattern(pattern: str) -> re.Pattern[str]:
    codes = set(re.findall("%(.)", pattern))
    if not codes <= _CODES.keys() or not (codes & {"Y", "y"} and codes & {"m", "b", "B"} and "d" in codes):
        raise ValueError(f"{pattern!r} needs a year (%Y), a month (%m, %b or %B) and a day (%d), as in %Y-%m-%d")
    parts = re.split("%(.)", pattern)
    found = "".join(_CODES[part] if number % 2 else re.escape(part) for number, part in enumerate(parts))
    return re.compile(rf"(?<!\d){found}(?!\d)", re.IGNORECASE)


def _standard(text: str) -> str | None:
    text = _YEAR_FIRST.sub(lambda match: f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}", text)
    text = _ISO_ZONE.sub(lambda match: "+00:00" if match[0].strip() else "", text)
    try:
        return _written(datetime.fromisoformat(text))
    except ValueError:
        return None


def _spelled(text: str) -> str | None:
    """A date in words. Missing parts are filled in twice, differently, and must not affect the result."""
    if not _YEAR.search(text):
        return None
    text = _FROM_UTC.sub(" ", _DOTTED_TIME.sub(r"\1:\2", _HALF_DAY.sub(r"\1m", text)))
    text = _WEEKDAY.sub(r"\1", text)
    readings = {
        _parsed(text, default, day_first, year_first)
        for default in (datetime(2001, 1, 1, 0), datetime(2002, 2, 2, 1))
        for day_first in (False, True)
        for year_first in (False, True)
    }
    days = {reading and reading.date() for reading in readings}
    found = readings.pop()
    if found is None or len(days) > 1:
        return None
    return _written(found) if not readings else iso(found.date())


def _parsed(text: str, default: datetime, day_first: bool, year_first: bool) -> datetime | None:
    from dateutil import parser

    try:
        return parser.parse(text, default=default, tzinfos=_zone, dayfirst=day_first, yearfirst=year_first)
    except (ValueError, OverflowError, TypeError, ArithmeticError, AttributeError):
        return None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None and abs(offset) < 86_400:
        return timezone(timedelta(seconds=offset))
    hours = ZONES.get(name or "")
    return None if hours is None else timezone(timedelta(hours=hours))


def _written(moment: datetime) -> str | None:
    if moment.year < EARLIEST:
        return None
    if moment.tzinfo is None and (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")
