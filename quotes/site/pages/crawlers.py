"""What machines ask a site for: what to crawl, all URLs, and how to search from a browser."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple
from xml.sax.saxutils import escape

from quotes.site.page_content import SITE, Document, Page, Visit, missing
from quotes.store.queries import rows

_URLS = 5000  # in one file; the protocol allows ten times as many (https://www.sitemaps.org/protocol.html)
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


class _List(NamedTuple):
    """A kind of page. table, id: where its URLs come from; each file has a stretch of row numbers.

    where: which rows have a page.
    """

    table: str
    id: str
    path: str
    where: str = "true"


_LISTS = {
    "quotations": _List("quotations", "uid", "/q/", "status in ('published', 'gone')"),
    "speakers": _List("speakers", "slug", "/speakers/"),
    "articles": _List("articles", "uid", "/articles/"),
}


def robots(connection: sqlite3.Connection, visit: Visit) -> Document:
    """Pages may be crawled; searches and the raw tables, of which there is no end, need not be."""
    closed = [visit.address(path) for path in ("/search", "/api/", "/-/")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*closed, f"{visit.data}/"))]
    return Document("\n".join([*lines, f"Sitemap: {visit.absolute('/sitemap.xml')}", ""]), "text/plain; charset=utf-8")


def sitemap(connection: sqlite3.Connection, visit: Visit) -> Document:
    """The index of the sitemaps."""
    files = ["/sitemap-pages-1.xml"]
    for name, pages in _LISTS.items():
        ((last,),) = rows(connection, f"select max(id) from {pages.table}")
        files += [f"/sitemap-{name}-{number}.xml" for number in range(1, -(-(last or 0) // _URLS) + 1)]
    listed = "".join(f"<sitemap><loc>{escape(visit.absolute(file))}</loc></sitemap>\n" for file in files)
    return Document(f'{_XML}<sitemapindex xmlns="{_SITEMAP}">\n{listed}</sitemapindex>\n', "application/xml")


def urls(connection: sqlite3.Connection, visit: Visit) -> Document | Page:
    """One sitemap."""
    name, number = visit.named["pages"], int(visit.named["number"])
    if name == "pages":
        paths: Iterable[str] = ("/", "/about", "/speakers", "/articles")
    else:
        pages = _LISTS[name]
        found = rows(
            connection,
            f"select {pages.id} from {pages.table} where id > ? and id <= ? and {pages.where} order by id",
            [(number - 1) * _URLS, number * _URLS],
        )
        paths = [f"{pages.path}{row[0]}" for row in found]
    if not paths or (name == "pages" and number > 1):
        return missing("There is no such sitemap.")
    start = escape(visit.absolute("/")).rstrip("/")
    listed = f"</loc></url>\n<url><loc>{start}".join(paths)
    body = f'{_XML}<urlset xmlns="{_SITEMAP}">\n<url><loc>{start}{listed}</loc></url>\n</urlset>\n'
    return Document(body, "application/xml")


def opensearch(connection: sqlite3.Connection, visit: Visit) -> Document:
    """How a browser searches here (OpenSearch 1.1)."""
    base = escape(visit.absolute("/search"))
    return Document(
        f"""{_XML}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{SITE}</ShortName>
<Description>Who said what, when, and where it was printed</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image width="32" height="32" type="image/x-icon">{escape(visit.absolute("/favicon.ico"))}</Image>
<Url type="text/html" method="get" template="{base}?q={{searchTerms}}&amp;page={{startPage?}}"/>
<Url type="application/atom+xml" method="get" template="{base}.atom?q={{searchTerms}}"/>
<Url type="application/opensearchdescription+xml" rel="self" template="{escape(visit.absolute("/opensearch.xml"))}"/>
</OpenSearchDescription>
""",
        "application/opensearchdescription+xml",
    )
