"""Quotations in a list: what is shown of the words, and who said them as what."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from quotes import store
from quotes.model import Span
from quotes.site.citations import is_unverified, named, quoted
from quotes.site.formatting import beginning
from quotes.site.passages import Piece, cut, excerpt
from quotes.site.text_fragments import web_url
from quotes.store import listings
from quotes.store.queries import Printed, StoredQuotation
from quotes.store.utterances import Summary, summaries
from quotes.text import wording

_FIRST_WORDS = 60  # characters of the text of an article without a title
EXCERPT = 700  # characters of a quotation in a list
_LEAD = 200  # characters of a statement that are shown before an excerpt from further on, so that its cue is there


@dataclass(frozen=True, slots=True)
class Entry:
    """A quotation as it is shown.

    Attributes:
        quotation: What was said.
        pieces: The exact words, without quotation marks, or the statement. What a search found is marked "found", and
            exact words in a statement "exact".
        joint: What stands between the names of the speakers and a statement.
        roles: By slug, as of that article.
        unverified: Whether to say that the attribution is unsure.
        reported: Whether `pieces` are a statement, to be read after the names of the speakers.
        headline: What its article is known by.
        printings: The other printings of the utterance, if they were counted and there are any.
    """

    quotation: StoredQuotation
    pieces: list[Piece[str]]
    joint: str
    roles: Mapping[str, str]
    unverified: bool
    reported: bool
    headline: str
    printings: Summary | None = None


def entries(
    connection: sqlite3.Connection,
    found: Sequence[StoredQuotation],
    matches: Sequence[tuple[Span, ...]] = (),
    *,
    counted: bool = False,
) -> list[Entry]:
    """The quotations `found` as a list shows them.

    Args:
        connection: To the archive.
        found: The quotations.
        matches: For each, what to mark in its text; or none.
        counted: Whether to count the other printings of each.
    """
    if not found:
        return []
    roles = roles_then(connection, found)
    shown = [
        entry(each, roles.get(each.article.id, {}), matches[number] if matches else (), width=EXCERPT)
        for number, each in enumerate(found)
    ]
    counts = summaries(connection, found) if counted else {}
    known = headlines(connection, [each.article for each in found])
    return [
        replace(each, printings=counts.get(each.quotation.id), headline=known[each.quotation.article.id])
        for each in shown
    ]


def headlines(connection: sqlite3.Connection, articles: Collection[Printed]) -> dict[str, str]:
    """By article, its title; that it has none and its first words, to tell it from others in a list."""
    known = {each.id: each.headline for each in articles}
    untitled = [each.id for each in articles if not each.title]
    for article, begins in (listings.first_words(connection, untitled) if untitled else {}).items():
        known[article] = f"Untitled: {quoted(beginning(begins, _FIRST_WORDS))}"
    return known


def entry(
    found: StoredQuotation, roles: Mapping[str, str], matches: tuple[Span, ...] = (), *, width: int | None = None
) -> Entry:
    """A quotation as it is shown.

    Args:
        found: The quotation.
        roles: By slug, as of its article.
        matches: What to mark in its text.
        width: The most characters; None for all.
    """
    reported = wording.is_reported(found)
    text = wording.words(found) if reported else found.text
    if reported and text == found.statement:
        matches = wording.located(matches, found.spans, found.statement_spans)
    elif text != found.text:
        matches = tuple(Span(start + 1, end + 1) for start, end in matches)
    exact = wording.placed([part.span for part in found.parts], found.statement_spans)
    marks = [*((span, "found") for span in matches), *((span, "exact") for span in exact)]
    pieces = _excerpt(text, matches, marks, width or len(text), lead=_LEAD if reported else 0)
    name = found.article.headline
    return Entry(found, pieces, wording.joint(found), roles, is_unverified(found), reported, name)


def _excerpt(
    text: str, matches: tuple[Span, ...], marks: list[tuple[Span, str]], width: int, lead: int
) -> list[Piece[str]]:
    """At most `width` characters of `text` with its marks, the first of `matches` among them.

    lead: how many of the first characters are always there.
    """
    stretch = excerpt(text, matches, width)
    stretches = [stretch]
    if lead and stretch.start > 0:
        first = excerpt(text, (), lead)
        stretches = [first, Span(max(first.end, stretch.start), stretch.end)]
    pieces = [] if stretches[0].start == 0 else [Piece[str]("[…] ")]
    for number, part in enumerate(cut(text, stretches, marks)):
        pieces += [Piece(" […] "), *part] if number else part
    return pieces if stretch.end == len(text) else [*pieces, Piece(" […]")]


def roles_then(connection: sqlite3.Connection, found: Sequence[StoredQuotation]) -> dict[str, dict[str, str]]:
    """By article and slug, the role that each article gives to those whom it quotes."""
    roles: dict[str, dict[str, str]] = {}
    for (article, slug), role in listings.roles_then(connection, found).items():
        roles.setdefault(article, {})[slug] = role
    return roles


@dataclass(frozen=True, slots=True)
class Place:
    """Another place where a story was printed.

    Attributes:
        path: The path of its page here, or None.
        address: Its URL on the web, or None.
    """

    article: Printed
    headline: str
    path: str | None
    address: str | None


def also_printed(connection: sqlite3.Connection, article: str) -> list[Place]:
    """Where else the story of the article with this key was printed: articles here, and places of its very text."""
    found = store.printings(connection, article)
    known = headlines(connection, found)
    return [
        Place(each, known[each.id], None, web_url(each.source))
        if each.id == article
        else Place(each, known[each.id], f"/articles/{each.id}", None)
        for each in found
    ]


def headline(found: StoredQuotation, width: int) -> str:
    """Who, and the first words: exact ones in marks, or a statement, which begins with its cue."""
    names = named(found) or wording.UNIDENTIFIED
    if wording.is_reported(found):
        return f"{names}{wording.joint(found)}{beginning(wording.words(found), width)}"
    return f"{names}: “{beginning(found.text, width)}”"
