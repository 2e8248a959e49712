"""Quotations in a list: what is shown of the words, and who said them as what."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes import store
from quotes.model import Span
from quotes.site import citations
from quotes.site.formatting import beginning
from quotes.site.passages import Piece, cut, excerpt
from quotes.site.text_fragments import web_address
from quotes.store import listings
from quotes.store.queries import UNVERIFIED, Printed, StoredQuotation

EXCERPT = 700  # characters of a quotation in a list


@dataclass(frozen=True, slots=True)
class Entry:
    """A quotation in a list. pieces: its text, what a search found marked. roles: by slug, as of that article."""

    quotation: StoredQuotation
    pieces: list[Piece[bool]]
    roles: Mapping[str, str]
    unverified: bool


def entries(
    connection: sqlite3.Connection,
    found: Sequence[StoredQuotation],
    matches: Sequence[tuple[Span, ...]] = (),
) -> list[Entry]:
    """The quotations `found` as a list shows them. matches: for each, what to mark in its text; or none."""
    roles = roles_then(connection, found)
    shown = []
    for number, each in enumerate(found):
        found_here = matches[number] if matches else ()
        stretch = excerpt(each.text, found_here, EXCERPT)
        (pieces,) = cut(each.text, [stretch], [(span, True) for span in found_here])
        if stretch.start > 0:
            pieces.insert(0, Piece("[…] "))
        if stretch.end < len(each.text):
            pieces.append(Piece(" […]"))
        shown.append(Entry(each, pieces, roles.get(each.article.id, {}), is_unverified(each)))
    return shown


def roles_then(connection: sqlite3.Connection, found: Sequence[StoredQuotation]) -> dict[str, dict[str, str]]:
    """By article and slug, the role that each article gives to those whom it quotes."""
    roles: dict[str, dict[str, str]] = {}
    for (article, slug), role in listings.roles_then(connection, found).items():
        roles.setdefault(article, {})[slug] = role
    return roles


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story was printed too. path: of its page here, or None; address: on the web, or None."""

    article: Printed
    path: str | None
    address: str | None


def also_printed(connection: sqlite3.Connection, article: str) -> list[Place]:
    """Where else the story of the article with this key was printed: articles here, and places of its very text."""
    return [
        Place(each, None, web_address(each.source)) if each.id == article else Place(each, f"/articles/{each.id}", None)
        for each in store.printings(connection, article)
    ]


def is_unverified(found: StoredQuotation) -> bool:
    """Whether the attribution is too unsure to be shown without saying so."""
    return bool(found.speakers) and found.confidence < UNVERIFIED


def headline(found: StoredQuotation, width: int) -> str:
    """Who, and the first words; a paraphrase says so and has no quotation marks."""
    who = citations.who(found) or citations.UNIDENTIFIED
    words = beginning(found.text, width)
    return f"{who}, paraphrased: {words}" if found.kind == "paraphrase" else f"{who}: “{words}”"
