"""Who is quoted: the index of speakers, and the page of one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from urllib.parse import urlencode

from quotes import store
from quotes.export import stored_speaker
from quotes.names.authority import Office
from quotes.site import page_content, references
from quotes.site.download_formats import LIST_FORMATS, list_document
from quotes.site.downloads import Listing
from quotes.site.formatting import day, days
from quotes.site.page_content import SITE, Answer, Moved, Page, Visit, gone, missing
from quotes.site.result_rows import entries
from quotes.site.timeline import timeline
from quotes.store import listings

KINDS = {"person": "People", "organisation": "Organisations", "anonymous": "Unnamed sources"}
_OWN = 40
_REPORTED = 20
_JOINED = 12


def speakers(connection: sqlite3.Connection, visit: Visit) -> Page:
    """Everybody who is quoted: the most quoted first, by letter, of one kind, or by name."""
    name = visit.asked.get("q", "").strip()
    kind = visit.asked.get("kind") if visit.asked.get("kind") in KINDS else None
    letters, held = listings.letters(connection), listings.kinds(connection)
    letter = visit.asked.get("letter") if visit.asked.get("letter") in letters else None
    number, index = visit.page, page_content.INDEX
    start = (number - 1) * index
    if name:
        found = store.speakers(connection, name, limit=index + 1, offset=start)
    else:
        found = listings.listed(connection, kind=kind, letter=letter, limit=index + 1, offset=start)
    if not found and number > 1:
        return missing("The list of speakers has no such page.")
    asked = {key: value for key, value in [("q", name), ("kind", kind), ("letter", letter)] if value}
    return Page(
        "speakers.html",
        f"Speakers{f', page {number}' if number > 1 else ''} – {SITE}",
        {
            "speakers": found[:index],
            "total": sum(held.values()),
            "name": name,
            "kind": kind,
            "letter": letter,
            "letters": [
                ("0–9" if each == "0" else each.upper(), _listed(kind=kind, letter=each), each == letter)
                for each in letters
            ],
            "kinds": [
                (label, held[each], _listed(kind=each, letter=letter), each == kind)
                for each, label in KINDS.items()
                if each in held
            ],
            "all_kinds": _listed(letter=letter),
            "all_letters": _listed(kind=kind),
            "pages": page_content.pages("/speakers", number, len(found) > index, **asked),
            "path": "/speakers",
        },
    )


def speaker(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """One speaker: names, roles, their own words, and apart from these their words as reported."""
    slug = visit.named["slug"]
    sketch = listings.sketch(connection, slug)
    if sketch is None:
        return _former(connection, slug)
    found = sketch.speaker
    months = listings.months(connection, slug)
    own = listings.said_by(connection, slug, exact=True, limit=_OWN)
    reported = listings.said_by(connection, slug, exact=False, limit=_REPORTED)
    dated = [each.month for each in months if each.month]
    permalink = visit.absolute(f"/speakers/{slug}")
    return Page(
        "speaker.html",
        f"{found.name}: quotations – {SITE}",
        {
            "speaker": found,
            "names": [(each.words, days(each.first, each.last)) for each in sketch.names if each.words != found.name],
            "roles": [(each.words, days(each.first, each.last)) for each in sketch.roles],
            "joined": _joined(sketch.joined),
            "wikidata": sketch.wikidata or (sketch.entry.wikidata if sketch.entry else None),
            "entry": sketch.entry,
            "offices": [(each.role, _term(each)) for each in (sketch.entry.offices if sketch.entry else ())],
            "span": days(min(dated), max(dated)) if dated else "",
            "timeline": timeline(months),
            "beside": listings.beside(connection, slug),
            "distinct": listings.distinct(connection, slug),
            "own": entries(connection, own),
            "reported": entries(connection, reported),
            "linked_data": references.linked_speaker(sketch, permalink),
            "permalink": permalink,
            "formats": LIST_FORMATS,
        },
    )


def exported(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """All that a speaker said, the newest first: as a feed, a table or JSON."""
    slug, extension = visit.named["slug"], visit.named["format"]
    sketch = listings.sketch(connection, slug)
    if sketch is None:
        former = _former(connection, slug)
        return Moved(f"{former.path}.{extension}") if isinstance(former, Moved) else former
    most = LIST_FORMATS[extension].most
    both = [listings.said_by(connection, slug, exact=exact, limit=most) for exact in (True, False)]
    found = sorted(both[0] + both[1], key=lambda each: each.article.published or "", reverse=True)[:most]
    path = f"/speakers/{slug}"
    listing = Listing(
        found,
        roles=listings.roles_then(connection, found),
        added=listings.added(connection, found),
        texts=listings.texts(connection, found) if LIST_FORMATS[extension].context else {},
        visit=visit,
        name=slug,
        title=f"{SITE}: {sketch.speaker.name}",
        feed=f"{path}.{extension}",
        page=path,
        about={"speaker": stored_speaker(sketch) | {"permalink": visit.absolute(path)}},
    )
    return list_document(extension, listing)


def _former(connection: sqlite3.Connection, slug: str) -> Page | Moved:
    lower = slug.lower()
    if lower != slug and (listings.sketch(connection, lower) or store.former_speaker(connection, lower)):
        return Moved(f"/speakers/{lower}")
    former = store.former_speaker(connection, slug)
    if former is None:
        return missing("No speaker here has this address.")
    return gone(former, lambda target: f"/speakers/{target}", "This speaker is no longer here")


def _joined(names: Sequence[listings.Joined]) -> list[tuple[str, str, list[str], int]]:
    """Each name that rules joined, with the reason, some slugs of it, and the number of other slugs."""
    slugs: dict[tuple[str, str], list[str]] = {}
    for each in names:
        slugs.setdefault((each.name, each.reason), []).append(each.slug)
    return [(*named, its[:_JOINED], len(its[_JOINED:])) for named, its in list(slugs.items())[:_JOINED]]


def _term(office: Office) -> str:
    if office.start and not office.end:
        return f"from {day(office.start)}"
    return days(office.start, office.end)


def _listed(**asked: str | None) -> str:
    given = {name: value for name, value in asked.items() if value}
    return f"/speakers?{urlencode(given)}" if given else "/speakers"
