"""The site: a Datasette plugin that shows the archive as pages to search, link to and cite.

Datasette loads it through its entry point, under `quotes serve` and plain `datasette quotes.db` alike. It
shows the first attached database that is an archive of ours; where there is none, it leaves Datasette as it is.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import NotFound, hookimpl
from markupsafe import Markup

from quotes.site import pages, serving
from quotes.site.attached import archive_name
from quotes.site.description import metadata

__all__ = ["handle_exception", "menu_links", "metadata", "register_routes", "render_cell"]

_ROUTES: list[tuple[str, serving.Reader]] = [
    (r"^/$", pages.front),
    (r"^/search$", pages.search),
    (r"^/q/(?P<id>[^/]+)$", pages.quotation),
    (r"^/speakers$", pages.speakers),
    (r"^/speakers/(?P<slug>[^/]+)$", pages.speaker),
    (r"^/articles$", pages.articles),
    (r"^/articles/(?P<id>[^/]+)$", pages.article),
]
# Columns that name something with a page of its own: in the raw tables, and (table None) in queries.
_LINKS = {
    ("quotations", "id"): "/q/",
    ("speakers", "slug"): "/speakers/",
    ("articles", "id"): "/articles/",
    (None, "quotation_id"): "/q/",
    (None, "speaker_slug"): "/speakers/",
    (None, "article_id"): "/articles/",
}


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages, if an archive is attached."""
    name = archive_name(datasette)
    if name is None:
        return []
    return [
        (serving.ASSET_ROUTE, serving.asset),
        *((route, serving.view(read, name)) for route, read in _ROUTES),
    ]


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]] | None:
    """A readable page where Datasette knows no such address; data formats keep Datasette's own answer."""
    name = archive_name(datasette)
    if name is None or not isinstance(exception, NotFound) or request.path.endswith((".json", ".csv")):
        return None
    return lambda: serving.not_found(datasette, request, name, "There is nothing at this address.")


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
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """Ids link to our pages."""
    path = _LINKS.get((table, column))
    if path is None or not value or database != archive_name(datasette):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"{path}{value}"), value)
