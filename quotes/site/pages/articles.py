"""Articles: the list, the page of one with its quotations in place, and its older versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from quotes import store
from quotes.site import page_content, text_fragments
from quotes.site.citations import is_unverified
from quotes.site.formatting import beginning, count, day, heard
from quotes.site.page_content import SITE, Answer, Document, Moved, Near, Page, Visit, forbidden, missing
from quotes.site.passages import Piece, below_headline, cut
from quotes.site.result_rows import also_printed, entries, headlines
from quotes.site.text_diff import changes
from quotes.store import ArchiveError, listings, originals
from quotes.store.corrections import descriptions
from quotes.store.database import file_of
from quotes.store.queries import StoredArticle, StoredQuotation, quotations
from quotes.store.search import nearest_searches
from quotes.store.search.articles import ArticleResults, asked_of_articles, search_articles
from quotes.store.search.fulltext import Query, typed
from quotes.store.search.notes import Note, notes
from quotes.text.paragraphs import paragraphs

_ASKED = ("q", "from", "to", "outlet", "sort")
PARAMETERS = (*_ASKED, "page")
_GONE = "where a.uid = ? and q.status = 'gone' and q.part_of_id is null"


def articles(connection: sqlite3.Connection, visit: Visit) -> Page:
    """Every article, the newest first, or those that a search finds."""
    asked = {name: value for name in _ASKED if (value := visit.asked.get(name, "").strip())}
    context = {"asked": asked, "coverage": store.coverage(connection), "path": "/articles"}
    if asked:
        return _searched(connection, visit, asked, context)
    number, index = visit.page, page_content.INDEX
    found = listings.articles(connection, limit=index + 1, offset=(number - 1) * index)
    if not found and number > 1:
        return page_content.past_end(number, store.coverage(connection).articles, index, "/articles")
    return Page(
        "articles.html",
        f"Articles{f', page {number}' if number > 1 else ''} – {SITE}",
        context
        | {
            "articles": found[:index],
            "headlines": headlines(connection, [each.article for each in found[:index]]),
            "pages": page_content.pages("/articles", number, len(found) > index),
        },
    )


def _searched(connection: sqlite3.Connection, visit: Visit, asked: dict[str, str], context: dict[str, object]) -> Page:
    size = page_content.PAGE
    orders = ("relevance", "newest", "oldest") if "q" in asked else ("newest", "oldest")
    try:
        results, said = found_articles(connection, visit, size)
    except ArchiveError:
        raise  # a fault in what is stored, not in what was asked
    except ValueError as error:
        return Page("articles.html", f"Articles – {SITE}", context | {"problem": str(error)}, status=400)
    more = visit.page * size < results.total
    last = -(-results.total // size)
    context |= {
        "results": results,
        "headlines": headlines(connection, [each.article for each in results.hits]),
        "notes": said,
        "undated_path": f"/articles?{urlencode({name: asked[name] for name in asked if name not in ('from', 'to')})}",
        "number": visit.page,
        "pages": page_content.pages("/articles", visit.page, more, **asked) if results.hits else {},
        "last": last,
        "last_path": page_content.page_path("/articles", last, **asked),
        "quotations_path": f"/search?{urlencode({name: asked[name] for name in asked if name != 'sort'})}",
        "sorts": [
            (name, f"/articles?{urlencode(asked | {'sort': name})}", asked.get("sort", orders[0]) == name)
            for name in orders
        ],
    }
    if not results.total:
        context["nearby"] = [
            Near(each.without, each.instead, each.count, _search_path(each.query))
            for each in nearest_searches.nearby(connection, _query(asked), nearest_searches.articles)
        ]
    subject = beginning(", ".join(value for name, value in asked.items() if name != "sort"), 60)
    found = f"{count(results.total, 'article')}{' or more' if results.more else ''}"
    status = 404 if visit.page > max(1, last) else 200
    return Page("articles.html", f"{subject} – {found} – {SITE}", context, status=status)


def found_articles(connection: sqlite3.Connection, visit: Visit, size: int) -> tuple[ArticleResults, list[Note]]:
    """The requested page of a search for articles, and what is to be said of it.

    Raises:
        ValueError: The query is not valid.
    """
    asked = {name: visit.asked.get(name, "").strip() for name in _ASKED}
    results = search_articles(
        connection,
        asked["q"],
        **_where(asked),
        sort=asked["sort"] or "relevance",
        limit=size,
        offset=(visit.page - 1) * size,
    )
    return results, notes(connection, asked["q"], _query(asked), found=results.total > 0)


def _where(asked: Mapping[str, str]) -> dict[str, str | None]:
    return {"since": asked.get("from"), "until": asked.get("to"), "outlet": asked.get("outlet")}


def _query(asked: Mapping[str, str]) -> Query:
    return asked_of_articles(asked.get("q", ""), **_where(asked))


def _search_path(query: Query) -> str:
    """The URL of the search that means `query`."""
    asked = {"q": typed(query), "from": query.since, "to": query.until, "outlet": query.outlet}
    return f"/articles?{urlencode({name: value for name, value in asked.items() if value})}"


def article(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """An article as it was read, its quotations marked in place."""
    found = _found(connection, visit)
    if not isinstance(found, StoredArticle):
        return found
    title = found.headline
    where = ", ".join(filter(None, [found.outlet, day(found.published)]))
    whole = [each for each in found.quotations if each.part_of is None]
    versions = store.versions(connection, found.id) if found.version > 1 and "versions" in visit.tables else []
    left = quotations(connection, f"{_GONE} order by q.start_char", [found.id])
    return Page(
        "article.html",
        f"{beginning(title, 60)}{f' – {where}' if where else ''} – {SITE}",
        {
            "article": found,
            "name": title,
            "quoted": sum(each.kind != "paraphrase" or bool(each.parts) for each in whole),
            "paraphrased": sum(each.kind == "paraphrase" and not each.parts for each in whole),
            "blocks": _blocks(found.text, found.quotations, found.title),
            "versions": versions,
            "left": entries(connection, left),
            "former": listings.former(connection, found.id),
            "printed_too": also_printed(connection, found.id),
            "corrections": descriptions(connection, found.id) if "decisions" in visit.tables else [],
            "source_link": text_fragments.web_url(found.url),
            "has_original": found.has_original and "versions" in visit.tables,
            "permalink": visit.absolute(f"/articles/{found.id}"),
        },
    )


def version(connection: sqlite3.Connection, visit: Visit) -> Page | Moved:
    """The text that an article had at one time, and what changed in it then."""
    found = _found(connection, visit, f"/versions/{int(visit.named['number'])}")
    if not isinstance(found, StoredArticle):
        return found
    if "versions" not in visit.tables:
        return forbidden("The older versions of articles are not shown to everybody.")
    versions = {each.number: each for each in store.versions(connection, found.id)}
    number = int(visit.named["number"])
    if number not in versions:
        return missing(f"This article has {count(len(versions), 'version')}; there is no number {number}.")
    here, before = versions[number], versions.get(number - 1)
    stood = quotations(
        connection,
        "where a.uid = ? and v.number = ? order by q.start_char, q.end_char",
        [found.id, number],
    )  # fmt: skip
    title = found.headline
    return Page(
        "version.html",
        f"Version {number} of {beginning(title, 60)} – {SITE}",
        {
            "article": found,
            "name": title,
            "here": here,
            "versions": list(versions.values()),
            "changes": changes(before.text, here.text) if before else [],
            "blocks": [] if before else _blocks(here.text, stood, found.title),
            "stood": entries(connection, [each for each in stood if each.part_of is None]),
            "permalink": visit.absolute(f"/articles/{found.id}/versions/{number}"),
        },
    )


def original(connection: sqlite3.Connection, visit: Visit) -> Answer:
    """The file or page that a version of an article was read from."""
    number = int(visit.named["number"])
    found = _found(connection, visit, f"/versions/{number}/original")
    if not isinstance(found, StoredArticle):
        return found
    if "versions" not in visit.tables:
        return forbidden("The files of articles are not shown to everybody.")
    # The connection of the site reads private tables as empty.
    with store.opened(file_of(connection)) as unrestricted:
        kept = originals.original(unrestricted, found.id, number)
    if kept is None:
        return missing("The file of this version is not kept here.")
    return Document(kept.data, "application/octet-stream", f"{found.id}{kept.ending}")


def _found(connection: sqlite3.Connection, visit: Visit, ending: str = "") -> StoredArticle | Page | Moved:
    asked = visit.named["id"]
    id = heard(asked)
    found = store.article(connection, id)
    if found is None:
        return missing(f"No article here has the id {asked}.")
    return found if id == asked else Moved(f"/articles/{id}{ending}")


Block = tuple[list[Piece[StoredQuotation]], list[tuple[StoredQuotation, bool]]]


def _blocks(text: str, found: Sequence[StoredQuotation], title: str | None) -> list[Block]:
    """Each paragraph below the headline in pieces, with whom it begins to quote."""
    marks = [(span, each) for each in found for span in each.spans]
    shown = below_headline(text, paragraphs(text), title, [span for span, _ in marks])
    return [(pieces, _heard(pieces)) for pieces in cut(text, shown, marks)]


def _heard(pieces: list[Piece[StoredQuotation]]) -> list[tuple[StoredQuotation, bool]]:
    """One quotation for each different speaker whose words begin in these pieces, and whether any is unverified."""
    heard: dict[tuple[str | None, str | None], tuple[StoredQuotation, bool]] = {}
    for each in (each for piece in pieces for each in piece.opens):
        who = each.speaker, each.quoting and each.quoting.text
        first, doubtful = heard.get(who, (each, False))
        heard[who] = first, doubtful or is_unverified(each)
    return list(heard.values())
