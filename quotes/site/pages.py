"""What each page shows: from the archive to the template's words. Nothing here knows Datasette."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from quotes import archive
from quotes.archive import browsing
from quotes.archive.reading import Gone, Role, StoredQuotation
from quotes.article import Span
from quotes.paragraphs import paragraphs
from quotes.site import citations, links
from quotes.site.passages import Piece, around, cut, excerpt
from quotes.site.words import beginning, count, day, days

UNVERIFIED = 0.6  # an attribution less sure than this is called unverified
PAGE = 20
INDEX = 100
SITE = "Quotes"
EXCERPT = 700  # characters of a quotation in a list
_LONG = 220  # characters of a quotation that is set smaller on its own page
_FORM = ("q", "speaker", "from", "to", "kind", "outlet")
# People who read an id out loud, and Crockford's base 32, do not tell these apart.
_MISREAD = str.maketrans("ilo", "110")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. named: the parts of the path by name. asked: the query string.

    address: a path of this site as it is linked to; absolute: the same with scheme and host.
    """

    named: Mapping[str, str]
    asked: Mapping[str, str]
    address: Callable[[str], str]
    absolute: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A template in ``templates/quotes/``, the title of the tab, and what the template needs."""

    template: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """The page is at this path, for good."""

    path: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A quotation in a list. pieces: its text, what a search found marked. roles: by slug, as of that article."""

    quotation: StoredQuotation
    pieces: list[Piece[bool]]
    roles: Mapping[str, str]
    unverified: bool


def front(connection: sqlite3.Connection, visit: Visit) -> Page:
    """What there is, the newest, and who is quoted most."""
    return Page(
        "front.html",
        f"{SITE}: who said what, when, and where it was printed",
        {
            "coverage": archive.coverage(connection),
            "newest": _entries(connection, browsing.newest(connection, limit=8)),
            "speakers": archive.speakers(connection, limit=12),
            "path": "/",
        },
    )


def search(connection: sqlite3.Connection, visit: Visit) -> Page:
    """The search form and, where something was asked for, a page of what was found."""
    asked = {name: visit.asked[name].strip() for name in _FORM if visit.asked.get(name, "").strip()}
    number = _page_number(visit)
    context: dict[str, Any] = {
        "asked": asked,
        "coverage": archive.coverage(connection),
        "path": "/search",
    }
    if not asked:
        return Page("search.html", f"Search – {SITE}", context)
    subject = beginning(", ".join(asked.values()), 60)
    try:
        results = archive.search(
            connection,
            asked.get("q", ""),
            speaker=asked.get("speaker"),
            since=asked.get("from"),
            until=asked.get("to"),
            kind=asked.get("kind"),
            outlet=asked.get("outlet"),
            limit=PAGE,
            offset=(number - 1) * PAGE,
        )
    except ValueError as error:
        return Page("search.html", f"{subject} – Search – {SITE}", context | {"problem": str(error)}, status=400)
    matches = [hit.matches for hit in results.hits]
    last = -(-results.total // PAGE)
    return Page(
        "search.html",
        f"{subject} – {count(results.total, 'result')}{' or more' if results.more else ''} – {SITE}",
        context
        | {
            "results": results,
            "entries": _entries(connection, [hit.quotation for hit in results.hits], matches),
            "number": number,
            "pages": {
                name: f"/search?{urlencode(asked | {'page': str(target)})}"
                for name, target in [("Previous", number - 1), ("Next", number + 1)]
                if 1 <= target <= last
            },
            "last": last,
        },
    )


def quotation(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """The permanent address of a quotation."""
    asked = visit.named["id"]
    id = asked.lower().translate(_MISREAD)
    found = archive.quotation(connection, id)
    if found is None:
        gone = archive.retired(connection, id)
        if gone is None:
            return missing(f"No quotation here has the id {asked}.")
        return _gone(gone, "/q/", "This quotation is no longer published")
    if id != asked:
        return Moved(f"/q/{id}")
    article = archive.version(connection, found.article.id, found.version)
    assert article is not None, "a quotation has the version of its article that it stands in"
    blocks = paragraphs(article.text)
    spans = [
        *((span, "words") for span in found.spans),
        *((Span(mark.start, mark.end), name) for name in ("cue", "mention") if (mark := getattr(found, name))),
    ]
    shown = around(blocks, [span for span, _ in spans])
    passage = iter(cut(article.text, filter(None, shown), spans))
    roles = _roles(connection, [found]).get(found.article.id, {})
    permalink = visit.absolute(f"/q/{id}")
    return Page(
        "quotation.html",
        f"{_headline(found, 60)} – {SITE}",
        {
            "quotation": found,
            "roles": roles,
            "long": len(found.text) > _LONG,
            "passage": [None if block is None else next(passage) for block in shown],
            "trail": _trail(found, article.text),
            "unverified": is_unverified(found),
            "source_link": _source_link(found, article.text, blocks),
            "citation": citations.plain(found, roles, article.added, permalink),
            "linked_data": citations.linked_data(found, visit.absolute),
            "permalink": permalink,
            "headline": _headline(found, 200),
        },
    )


def speakers(connection: sqlite3.Connection, visit: Visit) -> Page:
    """Everybody who is quoted, most quoted first."""
    number = _page_number(visit)
    found = archive.speakers(connection, limit=INDEX + 1, offset=(number - 1) * INDEX)
    if not found and number > 1:
        return missing("The list of speakers has no such page.")
    return Page(
        "speakers.html",
        f"Speakers{f', page {number}' if number > 1 else ''} – {SITE}",
        {
            "speakers": found[:INDEX],
            "total": archive.coverage(connection).speakers,
            "pages": _pages("/speakers", number, len(found) > INDEX),
            "path": "/speakers",
        },
    )


def speaker(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """One speaker: names, roles, their own words, and apart from these their words as reported."""
    slug = visit.named["slug"]
    portrait = archive.speaker(connection, slug, limit=0)
    if portrait is None:
        former = archive.former_speaker(connection, slug)
        if former is None:
            return missing("No speaker here has this address.")
        return _gone(former, "/speakers/", "This speaker is no longer here")
    found = portrait.speaker
    own, reported = (browsing.said_by(connection, slug, exact=exact, limit=INDEX) for exact in (True, False))
    return Page(
        "speaker.html",
        f"{found.name}: quotations – {SITE}",
        {
            "speaker": found,
            "names": [name for name in portrait.names if name != found.name],
            "roles": _dated_roles(portrait.roles),
            "own": _entries(connection, own),
            "reported": _entries(connection, reported),
            "permalink": visit.absolute(f"/speakers/{slug}"),
        },
    )


def articles(connection: sqlite3.Connection, visit: Visit) -> Page:
    """Every article, the newest first."""
    number = _page_number(visit)
    found = browsing.articles(connection, limit=INDEX + 1, offset=(number - 1) * INDEX)
    if not found and number > 1:
        return missing("The list of articles has no such page.")
    return Page(
        "articles.html",
        f"Articles{f', page {number}' if number > 1 else ''} – {SITE}",
        {
            "articles": found[:INDEX],
            "coverage": archive.coverage(connection),
            "pages": _pages("/articles", number, len(found) > INDEX),
            "path": "/articles",
        },
    )


def article(connection: sqlite3.Connection, visit: Visit) -> Page:
    """An article as it was read, its quotations marked in place."""
    found = archive.article(connection, visit.named["id"])
    if found is None:
        return missing("No article here has this address.")
    marks = [(span, each) for each in found.quotations for span in each.spans]
    blocks = cut(found.text, paragraphs(found.text), marks)
    name = found.title or found.source
    where = ", ".join(filter(None, [found.outlet, day(found.published)]))
    return Page(
        "article.html",
        f"{beginning(name, 60)}{f' – {where}' if where else ''} – {SITE}",
        {
            "article": found,
            "name": name,
            "quoted": sum(each.kind != "paraphrase" for each in found.quotations),
            "paraphrased": sum(each.kind == "paraphrase" for each in found.quotations),
            "blocks": [(pieces, _heard(pieces)) for pieces in blocks],
            "source_link": links.web_address(found.url),
            "permalink": visit.absolute(f"/articles/{found.id}"),
        },
    )


def is_unverified(found: StoredQuotation) -> bool:
    """Whether the attribution is too unsure to be shown without saying so."""
    return bool(found.speakers) and found.confidence < UNVERIFIED


def missing(reason: str) -> Page:
    """There is no such page."""
    return Page("missing.html", f"Page not found – {SITE}", {"reason": reason}, status=404)


def _gone(gone: Gone, path: str, headline: str) -> Page | Moved:
    """What was at an address once: moved for good, or gone with the reason."""
    if gone.target is not None:
        return Moved(path + gone.target)
    return Page("gone.html", f"{headline} – {SITE}", {"headline": headline, "reason": gone.reason}, status=410)


def _source_link(found: StoredQuotation, text: str, blocks: list[Span]) -> str | None:
    """The words in the original article; only the article, where they are no longer in it."""
    if found.gone_since is not None:
        return links.web_address(found.article.url)
    return links.link_to_words(found.article.url, text, found.spans, blocks)


def too_slow() -> Page:
    """The database was given up on before it answered."""
    return Page("slow.html", f"That took too long – {SITE}", status=503)


def _entries(
    connection: sqlite3.Connection,
    found: list[StoredQuotation],
    matches: list[tuple[Span, ...]] | None = None,
) -> list[Entry]:
    roles = _roles(connection, found)
    entries = []
    for number, each in enumerate(found):
        found_here = matches[number] if matches else ()
        shown = excerpt(each.text, found_here, EXCERPT)
        (pieces,) = cut(each.text, [shown], [(span, True) for span in found_here])
        if shown.start > 0:
            pieces.insert(0, Piece("[…] "))
        if shown.end < len(each.text):
            pieces.append(Piece(" […]"))
        entries.append(Entry(each, pieces, roles.get(each.article.id, {}), is_unverified(each)))
    return entries


def _roles(connection: sqlite3.Connection, found: list[StoredQuotation]) -> dict[str, dict[str, str]]:
    roles: dict[str, dict[str, str]] = {}
    for (article_id, slug), role in browsing.roles_then(connection, found).items():
        roles.setdefault(article_id, {})[slug] = role
    return roles


def _trail(found: StoredQuotation, text: str) -> list[str]:
    """The mentions from the one beside the quotation to the name, each once."""
    mentions = [found.mention.text] if found.mention else []
    return list(dict.fromkeys(mentions + [span.of(text) for span in found.chain]))


def _headline(found: StoredQuotation, width: int) -> str:
    """Who, and the first words; a paraphrase says so and has no quotation marks."""
    who = " and ".join(speaker.name for speaker in found.speakers) or citations.UNIDENTIFIED
    words = beginning(found.text, width)
    return f"{who}, paraphrased: {words}" if found.kind == "paraphrase" else f"{who}: “{words}”"


def _dated_roles(roles: Sequence[Role]) -> list[tuple[str, str]]:
    """Each role once, with the days on which it was given."""
    dates: dict[str, list[str]] = {}
    for role in roles:
        dates.setdefault(role.role, []).extend([role.published] if role.published else [])
    return [(role, days(min(given), max(given)) if given else "") for role, given in dates.items()]


def _heard(pieces: list[Piece[StoredQuotation]]) -> list[StoredQuotation]:
    """One quotation for each different speaker whose words begin in these pieces."""
    heard = {each.speaker: each for piece in reversed(pieces) for each in reversed(piece.opens)}
    return list(reversed(heard.values()))


def _page_number(visit: Visit) -> int:
    asked = visit.asked.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _pages(path: str, number: int, more: bool) -> dict[str, str]:
    pages = {"Previous": f"{path}?page={number - 1}"} if number > 1 else {}
    return pages | ({"Next": f"{path}?page={number + 1}"} if more else {})
