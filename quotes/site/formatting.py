"""Small things said in words: dates as a newspaper prints them, numbers, the beginning of a text, an id."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?![\d-])|(?![\d-]))|$)")
# People who read an id out loud, and Crockford's base 32, do not tell these apart.
_MISREAD = str.maketrans("ilo", "110")
_MONTHS = "January February March April May June July August September October November December".split()


@lru_cache(maxsize=4096)  # the rows of a list have few different dates
def day(iso: str | None) -> str:
    """`2024-10-23` (a time may follow) as `23 October 2024`, `2024-10` as `October 2024`.

    What is not an ISO 8601 date comes back as it is; None as the empty string.
    """
    parts = parts_of(iso)
    if not parts:
        return iso or ""
    year, month, number = *parts, *[""] * (3 - len(parts))
    return " ".join(filter(None, [number and str(int(number)), month and _MONTHS[int(month) - 1], year]))


def parts_of(iso: str | None) -> tuple[str, ...]:
    """Year, month and day of an ISO 8601 date, as many as it has; none where it is not a date."""
    found = _DATE.match(iso or "")
    if not found:
        return ()
    year, month, number = found.groups()
    try:
        date(int(year), int(month or 1), int(number or 1))
    except ValueError:
        return ()
    return tuple(filter(None, [year, month, number]))


def days(first: str | None, last: str | None) -> str:
    """From the day `first` to the day `last`; the one day where they are the same or only one is known."""
    return " to ".join(dict.fromkeys(filter(None, [day(first), day(last)])))


def count(number: int, thing: str) -> str:
    """`count(1, "quotation")` is `1 quotation`, `count(2000, "quotation")` is `2,000 quotations`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def quantities(quoted: int, paraphrased: int) -> str:
    """How many quotations and paraphrases there are, of each kind only if there are any: `2 quotations`."""
    shown = [count(quoted, "quotation")] if quoted or not paraphrased else []
    return ", ".join([*shown, count(paraphrased, "paraphrase")] if paraphrased else shown)


def beginning(text: str, width: int) -> str:
    """`text` on one line of at most `width` characters, the last an ellipsis where it was cut, at a word."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: width - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut and line[width - 1] != " " else cut).rstrip(" ,;:–—-") + "…"


def heard(id: str) -> str:
    """An id of a quotation or an article as it is written, however it was read or typed."""
    return id.lower().translate(_MISREAD)
