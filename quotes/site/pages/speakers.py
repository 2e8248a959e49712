"""Who is quoted: the index of speakers, and the page of one."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from quotes import store
from quotes.export import stored_speaker
from quotes.names.authority import Office
from quotes.site import page_content, references
from quotes.site.download_formats import LIST_FORMATS, check_outlet, list_document
from quotes.site.downloads import Listing
from quotes.site.formatting import day, days
from quotes.site.page_content import PAGE, SITE, Answer, BadRequest, Choice, Moved, Page, Visit, gone, missing
from quotes.site.result_rows import Entry, entries, headlines
from quotes.site.timeline import timeline
from quotes.store import listings
from quotes.store.listings import Narrowed
from quotes.store.search.notes import outlet_notes
from quotes.store.search.quotations import Month

KINDS = {"person": "People", "organisation": "Organisations", "anonymous": "Unnamed sources"}
# The value of the field "kind", with what the list is called and whether it has exact words.
_LISTS = {"exact": True, "paraphrase": False}
_BESIDE_WORDS = 5  # paraphrases below the exact words, if both are listed
_FIRST_ROLES = 5
_JOINED = 12
_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
NARROWING = ("kind", "date", "outlet")  # the parameters that narrow the words of a speaker
PAGE_PARAMETERS = (*NARROWING, "sort", "page")
LIST_PARAMETERS = ("q", "kind", "letter", "page")


def speakers(connection: sqlite3.Connection, visit: Visit) -> Page:
    """Everybody who is quoted: the most quoted first, by letter, of one kind, or by name."""
    name = visit.asked.get("q", "").strip()
    kind, letter = visit.choice("kind", KINDS), visit.asked.get("letter", "").strip().lower() or None
    if letter and letter not in listings.LETTERS:
        raise BadRequest(f"letter is one from a to z, or 0 for all digits, not {letter!r}")
    if name and (kind or letter):
        raise BadRequest("q finds names of any kind and letter; leave out kind and letter")
    letters, held = listings.letters(connection), listings.kinds(connection)
    number, index = visit.page, page_content.INDEX
    start = (number - 1) * index
    if name:
        found = store.speakers(connection, name, limit=index + 1, offset=start)
    else:
        found = listings.listed(connection, kind=kind, letter=letter, limit=index + 1, offset=start)
    asked = {key: value for key, value in [("q", name), ("kind", kind), ("letter", letter)] if value}
    if not found and number > 1:
        every = (
            store.speakers(connection, name, limit=-1)
            if name
            else listings.listed(connection, kind=kind, letter=letter, limit=-1)
        )
        return page_content.past_end(number, len(every), index, "/speakers", **asked)
    unnamed = listings.article_of(connection, found[:index])
    return Page(
        "speakers.html",
        f"Speakers{f', page {number}' if number > 1 else ''} – {SITE}",
        {
            "speakers": found[:index],
            "articles": unnamed,
            "headlines": headlines(connection, unnamed.values()),
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


@dataclass(frozen=True, slots=True)
class Words:
    """A list of utterances. path: of all of them. pages: before and after this one."""

    entries: list[Entry]
    total: int
    path: str
    pages: Mapping[str, str]


def speaker(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """One speaker: names, roles, their own words, and apart from these their words as reported."""
    slug = visit.named["slug"]
    sketch = listings.sketch(connection, slug)
    if sketch is None:
        return former(connection, slug)
    found = sketch.speaker
    asked = _asked(visit)
    narrowed = Narrowed(date=asked.get("date"), outlet=asked.get("outlet"))
    every = listings.months(connection, slug, narrowed)
    totals = _totals(every, asked.get("date", ""))
    words = {
        name: _words(connection, visit, slug, replace(narrowed, exact=exact), totals[exact])
        for name, exact in _LISTS.items()
    }
    if visit.page > 1 and not (listed := words[asked.get("kind", "exact")]).entries:
        return page_content.past_end(visit.page, listed.total, PAGE, f"/speakers/{slug}", **asked)
    listed_kind = replace(narrowed, exact=_LISTS.get(asked.get("kind", "")))
    months = _of_kind(every, listed_kind.exact)
    dated = [each.month for each in months if each.month]
    permalink = visit.absolute(f"/speakers/{slug}")
    return Page(
        "speaker.html",
        f"{found.name}: quotations – {SITE}",
        {
            "speaker": found,
            "names": [(each.words, days(each.first, each.last)) for each in sketch.names if each.words != found.name],
            "roles": [(each.words, days(each.first, each.last)) for each in sketch.roles],
            "first_roles": _FIRST_ROLES,
            "joined": _joined(sketch.joined),
            "wikidata": sketch.wikidata or (sketch.entry.wikidata if sketch.entry else None),
            "entry": sketch.entry,
            "offices": [(each.role, _term(each)) for each in (sketch.entry.offices if sketch.entry else ())],
            "span": days(min(dated), max(dated)) if dated else "",
            "timeline": timeline(months),
            "period": _period(slug, asked),
            "beside": listings.beside(connection, slug),
            "distinct": listings.distinct(connection, slug),
            "asked": asked,
            "own": words["exact"],
            "reported": words["paraphrase"],
            "sorts": [
                (label, _path(slug, asked, sort=sort), asked.get("sort") == sort)
                for sort, label in ((None, "newest"), ("oldest", "oldest"))
            ],
            "notes": outlet_notes(connection, asked.get("outlet")),
            "all_path": _path(slug, {}),
            "filters": _filters(connection, slug, asked, listed_kind, months, words),
            "linked_data": references.linked_speaker(sketch, permalink),
            "permalink": permalink,
            "formats": {
                each.label: _path(f"{slug}.{extension}", asked, sort=None) for extension, each in LIST_FORMATS.items()
            },
        },
    )


def _asked(visit: Visit) -> dict[str, str]:
    """How the lists are narrowed and sorted. Raises BadRequest if a value is not valid."""
    visit.choice("kind", _LISTS)
    visit.choice("sort", ("newest", "oldest"))
    asked = {name: visit.asked.get(name, "").strip() for name in (*NARROWING, "sort")}
    if asked["date"] and not _PERIOD.fullmatch(asked["date"]):
        raise BadRequest(f"date is a year or a month, such as 2024 or 2024-10, not {asked['date']!r}")
    return {name: value for name, value in asked.items() if value and (name, value) != ("sort", "newest")}


def _totals(months: Sequence[Month], date: str) -> dict[bool, int]:
    """The number of utterances in the year or month `date`, "" for all, in exact words and paraphrased."""
    within = [each for each in months if (each.month or "").startswith(date)]
    return {True: sum(each.quoted for each in within), False: sum(each.paraphrased for each in within)}


def _of_kind(months: Sequence[Month], exact: bool | None) -> list[Month]:
    """The months with exact words, or those with paraphrases, without the other kind; all of them for None."""
    if exact is None:
        return list(months)
    alone = (Month(each.month, each.quoted * exact, each.paraphrased * (not exact)) for each in months)
    return [each for each in alone if each.quoted or each.paraphrased]


def _words(connection: sqlite3.Connection, visit: Visit, slug: str, narrowed: Narrowed, total: int) -> Words:
    """A page of the exact words or of the paraphrases of a speaker; of both lists, if no kind is given."""
    asked = _asked(visit)
    kind = "exact" if narrowed.exact else "paraphrase"
    shown = asked.get("kind", kind) == kind
    limit = 0 if not shown else PAGE if narrowed.exact or "kind" in asked else _BESIDE_WORDS
    number = visit.page if asked.get("kind", "exact") == kind else 1
    found = listings.utterances(
        connection,
        slug,
        narrowed,
        oldest=asked.get("sort") == "oldest",
        limit=limit,
        offset=(number - 1) * PAGE,
    )
    path = _path(slug, asked, kind=kind)
    around = page_content.pages(
        f"/speakers/{slug}", number, limit == PAGE and number * PAGE < total, **asked | {"kind": kind}
    )
    return Words(entries(connection, found, counted=True), total, path, around if shown else {})


def _filters(
    connection: sqlite3.Connection,
    slug: str,
    asked: Mapping[str, str],
    narrowed: Narrowed,
    months: Sequence[Month],
    words: Mapping[str, Words],
) -> dict[str, list[Choice]]:
    """By name, how the lists may be narrowed, or what is chosen."""
    years: Counter[str] = Counter()
    for each in months:
        if each.month:
            years[each.month[:4]] += each.quoted + each.paraphrased
    labels = {"exact": "Their own words", "paraphrase": "Paraphrases"}
    kinds = [(kind, labels[kind], words[kind].total) for kind in _LISTS if words[kind].total]
    by_year = [(year, year, number) for year, number in sorted(years.items(), reverse=True) if number]
    printed = listings.outlets(connection, slug, narrowed)
    by_outlet = [(outlet, outlet, number) for outlet, number in printed]
    filters = {}
    for field, name, choices in (("kind", "Kind", kinds), ("date", "Year", by_year), ("outlet", "Outlet", by_outlet)):
        chosen = asked.get(field)
        if chosen:
            label = labels.get(chosen, day(chosen) if field == "date" else chosen)
            filters[name] = [Choice(label, None, _path(slug, asked, **{field: None}), active=True)]
        elif len(choices) > 1:
            filters[name] = [
                Choice(label, number, _path(slug, asked, **{field: value})) for value, label, number in choices
            ]
    return filters


def _path(name: str, asked: Mapping[str, str], **changed: str | None) -> str:
    """The page of a speaker with some of what is asked changed, or with None left out.

    name: the slug, for a file with its extension.
    """
    given = {name: value for name, value in {**asked, **changed}.items() if value}
    return f"/speakers/{name}" + (f"?{urlencode(given)}" if given else "")


def _period(slug: str, asked: Mapping[str, str]) -> Callable[[str], str]:
    """What makes the path of the page for a month or a year; it has many of them."""
    before, after = _path(slug, asked, date="DATE").split("date=DATE")
    return lambda date: f"{before}date={date}{after}"


def exported(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """All that a speaker said, the newest first: as a feed, a table or JSON."""
    slug, extension = visit.named["slug"], visit.named["format"]
    sketch = listings.sketch(connection, slug)
    if sketch is None:
        answer = former(connection, slug)
        return Moved(f"{answer.path}.{extension}") if isinstance(answer, Moved) else answer
    most = LIST_FORMATS[extension].most
    asked = _asked(visit)
    said = outlet_notes(connection, asked.get("outlet"))
    check_outlet(extension, said)
    narrowed = Narrowed(date=asked.get("date"), outlet=asked.get("outlet"))
    lists = [_LISTS[asked["kind"]]] if "kind" in asked else _LISTS.values()
    found = [
        each
        for exact in lists
        for each in listings.said_by(connection, slug, replace(narrowed, exact=exact), limit=most)
    ]
    found = sorted(found, key=lambda each: each.article.published or "", reverse=True)[:most]
    path = f"/speakers/{slug}"
    listing = Listing(
        found,
        roles=listings.roles_then(connection, found),
        added=listings.added(connection, found),
        texts=listings.texts(connection, found) if LIST_FORMATS[extension].context else {},
        visit=visit,
        name=slug,
        title=f"{SITE}: {sketch.speaker.name}",
        feed=_path(f"{slug}.{extension}", asked),
        page=_path(slug, asked),
        about={
            "speaker": stored_speaker(sketch) | {"permalink": visit.absolute(path)},
            "notes": [each.text for each in said],
        },
    )
    return list_document(extension, listing)


def former(connection: sqlite3.Connection, slug: str) -> Page | Moved:
    """The answer where no speaker has this slug: typed in capitals, now part of another one, or unknown."""
    lower = slug.lower()
    if lower != slug and (listings.sketch(connection, lower) or store.former_speaker(connection, lower)):
        return Moved(f"/speakers/{lower}")
    found = store.former_speaker(connection, slug)
    if found is None:
        return missing("No speaker here has this URL.")
    return gone(found, lambda target: f"/speakers/{target}", "This speaker is no longer here")


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
