"""When quotations were in print, as a picture: a row for each year, a column for each month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes.site.formatting import day, quantities
from quotes.store.search.quotations import Month

LEFT = 42  # where the months begin
CELL = 28
HEIGHT = 52
TOP = 20  # for the names of the months
_BAR = 34  # of the month with most
_LEAST = 2  # of a month with very little
_YEARS = 40  # the latest; more are not shown
_MONTH = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class Bar:
    """A month with something in it. x, y: its cell. quoted, paraphrased: heights; the others are numbers.

    said: The month and its numbers in words.
    """

    month: str
    x: int
    y: int
    quoted: float
    paraphrased: float
    quotations: int
    paraphrases: int
    said: str


@dataclass(frozen=True, slots=True)
class Year:
    """A row. y: its top. quotations, paraphrases: their numbers."""

    year: str
    y: int
    quotations: int
    paraphrases: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """scale: numbers with their height. undated, earlier: quotations without a month, and of years too far back."""

    years: tuple[Year, ...]
    bars: tuple[Bar, ...]
    scale: tuple[tuple[int, float], ...]
    height: int
    undated: int
    earlier: int
    width: int = LEFT + 12 * CELL


def timeline(
    months: Sequence[Month], years: Sequence[Month] = (), *, beside: Sequence[Month] = (), same_years: bool = False
) -> Timeline | None:
    """The picture of `months`; None where not one has a date.

    Args:
        months: What it shows.
        years: The numbers of its years; the sums of the months where none are given.
        beside: The months of a picture with the same scale.
        same_years: Whether both have the same rows.
    """
    every, theirs = _dated(months), _dated(beside)
    if not every:
        return None
    rows_for = [int(month[:4]) for month in (*every, *(theirs if same_years else ()))]
    newest = max(rows_for)
    oldest = max(min(rows_for), newest - _YEARS + 1)
    dated = [each for month, each in every.items() if int(month[:4]) >= oldest]
    most = max(each.quoted + each.paraphrased for each in (*dated, *theirs.values()))
    rows = {year: TOP + (newest - year) * HEIGHT for year in range(newest, oldest - 1, -1)}
    bars = []
    for each in dated:
        assert each.month is not None, "only dated months are left"
        height = max(_LEAST, _BAR * (each.quoted + each.paraphrased) / most)
        quoted = height * each.quoted / (each.quoted + each.paraphrased)
        bars.append(
            Bar(
                each.month,
                LEFT + (int(each.month[5:]) - 1) * CELL,
                rows[int(each.month[:4])],
                round(quoted, 1),
                round(height - quoted, 1),
                each.quoted,
                each.paraphrased,
                f"{day(each.month)}: {quantities(each.quoted, each.paraphrased)}",
            )
        )
    counted = {each.month: each for each in years}
    shown, with_month = (sum(each.quoted + each.paraphrased for each in those) for those in (dated, every.values()))
    return Timeline(
        tuple(_year(str(year), y, bars, counted) for year, y in rows.items()),
        tuple(sorted(bars, key=lambda bar: bar.month, reverse=True)),
        tuple((number, round(_BAR * number / most, 1)) for number in dict.fromkeys((most, most // 2)) if number),
        TOP + len(rows) * HEIGHT,
        sum(each.quoted + each.paraphrased for each in months) - with_month,
        with_month - shown,
    )


def _dated(months: Sequence[Month]) -> dict[str, Month]:
    return {
        each.month: each
        for each in months
        if each.month and _MONTH.fullmatch(each.month) and "01" <= each.month[5:] <= "12"
    }


def _year(year: str, y: int, bars: Sequence[Bar], counted: Mapping[str | None, Month]) -> Year:
    if year in counted:
        return Year(year, y, counted[year].quoted, counted[year].paraphrased)
    its = [bar for bar in bars if bar.y == y]
    return Year(year, y, sum(bar.quotations for bar in its), sum(bar.paraphrases for bar in its))
