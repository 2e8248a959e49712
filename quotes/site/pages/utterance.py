"""The page of an utterance: everybody who printed it, when, in which words and under whose name."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.site.formatting import parts_of
from quotes.site.page_content import SITE, Moved, Page, Visit
from quotes.site.pages.quotation import asked_for
from quotes.site.result_rows import Entry, entries, headline
from quotes.site.text_diff import Part, wordings
from quotes.store.queries import StoredQuotation
from quotes.store.utterances import printings as printings_of
from quotes.text import wording


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing as the page shows it.

    Attributes:
        entry: The quotation.
        same: Whether it has the same words as the first printing.
        parts: Its words compared with those of the first printing; empty if they are shown as a statement.
    """

    entry: Entry
    same: bool
    parts: list[Part]


def printings(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """All printings of the utterance of a quotation, in the order of their dates."""
    found = asked_for(connection, visit, "/printings")
    if not isinstance(found, StoredQuotation):
        return found
    known = printings_of(connection, found)
    base = known.same[0]
    same = {each.id for each in known.same}
    shown = [
        Printing(each, each.quotation.id in same, [] if each.reported else wordings(base.text, each.quotation.text))
        for each in entries(connection, sorted((*known.same, *known.others), key=_by_date))
    ]
    permalink = visit.absolute(f"/q/{base.id}/printings")
    return Page(
        "printings.html",
        f"Printings of {headline(base, 60)} – {SITE}",
        {
            "base": next(each.entry for each in shown if each.entry.quotation.id == base.id),
            "printings": shown,
            "articles": len({each.article.id for each in known.same}),
            "left_out": known.total - len(known.same),
            "first": _first(known.same),
            "earlier": [each for each in _first(known.others) if _by_date(each) < _by_date(base)],
            "names": _names(known.same),
            "other_wordings": len({each.utterance for each in known.others}),
            "headline": headline(base, 200),
            "permalink": permalink,
        },
    )


def _by_date(quotation: StoredQuotation) -> tuple[bool, str]:
    published = quotation.article.published
    return published is None, published or ""


def _first(printed: Sequence[StoredQuotation]) -> list[StoredQuotation]:
    """Of printings in order, those of the first day, one of each article; none without a date."""
    day = parts_of(printed[0].article.published) if printed else ()
    first = [each for each in printed if day and parts_of(each.article.published) == day]
    return list({each.article.id: each for each in reversed(first)}.values())[::-1]


def _names(same: Sequence[StoredQuotation]) -> list[tuple[str, int]]:
    """To whom the same words are attributed, with the number of articles, the most frequent first."""
    articles: dict[str, set[str]] = {}
    for each in same:
        articles.setdefault(wording.who(each) or wording.UNIDENTIFIED, set()).add(each.article.id)
    return sorted(((name, len(its)) for name, its in articles.items()), key=lambda each: (-each[1], each[0]))
