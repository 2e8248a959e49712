"""The site: a Datasette plugin that shows the archive as pages to search, link to and cite.

Datasette loads it through its entry point, under `quotes serve` and plain `datasette quotes.db` alike. It
shows the first attached database that is an archive of ours; where there is none, it leaves Datasette as it is.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from datasette import NotFound, hookimpl
from markupsafe import Markup

from quotes.site import serving
from quotes.site.attached import archive_name
from quotes.site.description import metadata
from quotes.site.pages import articles, front, machines, quotation, searching, speakers

__all__ = ["handle_exception", "menu_links", "metadata", "register_routes", "render_cell"]

_ROUTES: list[tuple[str, serving.Reader]] = [
    (r"^/$", front.front),
    (r"^/about$", front.about),
    (r"^/search$", searching.search),
    (r"^/search\.(?P<format>atom|csv|json)$", searching.exported),
    (r"^/q/(?P<id>[^/]+?)\.(?P<format>bib|ris|txt|csl\.json|annotation\.json|json)$", quotation.exported),
    (r"^/q/(?P<id>[^/]+)$", quotation.quotation),
    (r"^/speakers$", speakers.speakers),
    (r"^/speakers/(?P<slug>[a-z0-9-]+)\.(?P<format>atom|csv|json)$", speakers.exported),
    (r"^/speakers/(?P<slug>[^/]+)$", speakers.speaker),
    (r"^/articles$", articles.articles),
    (r"^/articles/(?P<id>[^/]+)/versions/(?P<number>[0-9]{1,6})$", articles.version),
    (r"^/articles/(?P<id>[^/]+)$", articles.article),
    (r"^/robots\.txt$", machines.robots),
    (r"^/sitemap\.xml$", machines.sitemap),
    (r"^/sitemap-(?P<room>pages|quotations|speakers|articles)-(?P<number>[0-9]{1,9})\.xml$", machines.addresses),
    (r"^/opensearch\.xml$", machines.opensearch),
]
# Columns that name something with a page of its own, in the raw tables and (table None) in queries: where that
# page is, and the column that says which. A table's own text key is never shown as a cell.
_LINKS = {
    ("quotations", "id"): ("/q/", "id"),
    ("speakers", "slug"): ("/speakers/", "slug"),
    ("articles", "title"): ("/articles/", "id"),
    (None, "quotation_id"): ("/q/", "quotation_id"),
    (None, "speaker_slug"): ("/speakers/", "speaker_slug"),
}


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages, if an archive is attached."""
    name = archive_name(datasette)
    if name is None:
        return []
    return [
        (serving.ASSET_ROUTE, serving.asset),
        (r"^/favicon\.ico$", serving.favicon),
        *((route, serving.view(read, name)) for route, read in _ROUTES),
    ]


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """A readable page where there is none; missing data keep Datasette's own answer in their format.

    It takes the place of Datasette's handler, which prints a traceback for every mistyped address, and fails
    at one that no route fits when rich is installed.
    """
    handlers = yield
    name = archive_name(datasette)
    data = request.path.endswith((".json", ".csv")) and exception.__traceback__ is not None
    if name is not None and isinstance(exception, NotFound) and not data:
        handlers.force_result([serving.not_found(datasette, request, name, "There is nothing at this address.")])


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """The way back from Datasette's own pages."""
    if archive_name(datasette) is None:
        return []
    return [
        {"href": datasette.urls.path(path), "label": label}
        for path, label in [
            ("/", "Quotes"),
            ("/search", "Search"),
            ("/speakers", "Speakers"),
            ("/articles", "Articles"),
        ]
    ]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """Cells that name something with a page of ours link to it."""
    if (table, column) not in _LINKS or database != archive_name(datasette):
        return None
    path, key = _LINKS[table, column]
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"{path}{row[key]}"), value or "untitled")
