"""The site: a Datasette plugin that shows the archive as pages to search, link to and cite.

Datasette loads it through its entry point, under `quotes serve` and plain `datasette quotes.db` alike. It
shows the first attached database that is an archive of ours; where there is none, it leaves Datasette as it is.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from datasette import NotFound, hookimpl
from datasette.utils.asgi import Base400
from markupsafe import Markup

from quotes.site import (
    decision_form,
    disagreement_list,
    draft_check,
    middleware,
    permissions,
    responses,
    table_descriptions,
    views,
)
from quotes.site.attached import archive_name, archives
from quotes.site.damage import is_damage
from quotes.site.download_formats import LIST_EXTENSIONS, QUOTATION_EXTENSIONS
from quotes.site.page_content import bad_request
from quotes.site.pages import api, articles, crawlers, desk, home, quotation, search, speakers, utterance
from quotes.site.table_descriptions import metadata

__all__ = [
    "actor_from_request",
    "asgi_wrapper",
    "extra_css_urls",
    "extra_js_urls",
    "extra_template_vars",
    "get_metadata",
    "handle_exception",
    "menu_links",
    "metadata",
    "permission_allowed",
    "permission_resources_sql",
    "prepare_connection",
    "register_actions",
    "register_routes",
    "render_cell",
    "skip_csrf",
    "startup",
]

_log = logging.getLogger(__name__)
_ROUTES: list[tuple[str, views.Reader]] = [
    (r"^/$", home.front),
    (r"^/about$", home.about),
    (r"^/search$", search.search),
    (r"^/search\.(?P<format>" + LIST_EXTENSIONS + r")$", search.exported),
    (r"^/q/(?P<id>[^/]+?)\.(?P<format>" + QUOTATION_EXTENSIONS + r")$", quotation.exported),
    (r"^/q/(?P<id>[^/]+)/embed$", quotation.embed),
    (r"^/q/(?P<id>[^/]+)/printings$", utterance.printings),
    (r"^/q/(?P<id>[^/]+)/card\.png$", quotation.picture),
    (r"^/q/(?P<id>[^/]+)$", quotation.quotation),
    (r"^/oembed$", quotation.oembed),
    (r"^/speakers$", speakers.speakers),
    (r"^/speakers/(?P<slug>[^/]+?)\.(?P<format>" + LIST_EXTENSIONS + r")$", speakers.exported),
    (r"^/speakers/(?P<slug>[^/]+)$", speakers.speaker),
    (r"^/articles$", articles.articles),
    (r"^/articles/(?P<id>[^/]+)/versions/(?P<number>[0-9]{1,6})$", articles.version),
    (r"^/articles/(?P<id>[^/]+)/versions/(?P<number>[0-9]{1,6})/original$", articles.original),
    (r"^/articles/(?P<id>[^/]+)$", articles.article),
    (r"^/api/v1$", api.index),
    (r"^/api/v1/schema/(?P<name>" + "|".join(api.SCHEMA_NAMES) + r")\.json$", api.schema),
    (r"^/api/v1/quotations$", api.quotations),
    (r"^/api/v1/quotations/(?P<id>[^/]+)$", api.quotation),
    (r"^/api/v1/articles$", api.articles),
    (r"^/api/v1/articles/(?P<id>[^/]+)$", api.article),
    (r"^/api/v1/speakers$", api.speakers),
    (r"^/api/v1/speakers/(?P<slug>[^/]+)$", api.speaker),
    (r"^/robots\.txt$", crawlers.robots),
    (r"^/sitemap\.xml$", crawlers.sitemap),
    (r"^/sitemap-(?P<pages>pages|quotations|speakers|articles)-(?P<number>[0-9]{1,9})\.xml$", crawlers.urls),
    (r"^/opensearch\.xml$", crawlers.opensearch),
]
# The first segments of these paths. Datasette cannot show a database of this name there.
_PATHS = frozenset(found[1] for route, _ in _ROUTES if (found := re.match(r"\^/(\w+)(?:/|\$)", route)))
# What some pages show besides what every page does, unless that table is closed.
_TABLES: dict[views.Reader, tuple[str, ...]] = {
    quotation.quotation: ("decisions", "versions"),
    quotation.exported: ("decisions",),
    api.quotation: ("decisions",),
    api.articles: ("versions",),
    api.article: ("versions",),
    articles.article: ("decisions", "versions"),
    articles.version: ("versions",),
    articles.original: ("versions",),
}
# All that their URLs may have. Other pages take no parameter that changes what they show.
_PARAMETERS: dict[views.Reader, tuple[str, ...]] = {
    search.search: search.PAGE_PARAMETERS,
    search.exported: search.PARAMETERS,
    speakers.speakers: speakers.LIST_PARAMETERS,
    speakers.speaker: speakers.PAGE_PARAMETERS,
    speakers.exported: speakers.NARROWING,
    articles.articles: articles.PARAMETERS,
    api.index: (),
    api.quotations: (*search.PARAMETERS, "page", "after", "size"),
    api.quotation: (),
    api.articles: (*articles.PARAMETERS, "after", "size"),
    api.article: (),
    api.speakers: ("after", "size"),
    api.speaker: (),
}
# Columns that name something with a page of its own, in the raw tables and (table None) in queries: where that
# page is, and the column that says which.
_LINKS = {
    ("quotations", "uid"): ("/q/", "uid"),
    ("speakers", "slug"): ("/speakers/", "slug"),
    ("articles", "uid"): ("/articles/", "uid"),
    ("articles", "title"): ("/articles/", "uid"),
    (None, "quotation_uid"): ("/q/", "quotation_uid"),
    (None, "speaker_slug"): ("/speakers/", "speaker_slug"),
}


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages, if an archive is attached."""
    name = archive_name(datasette)
    if name is None:
        return []
    return [
        (views.ASSET_ROUTE, views.asset),
        (r"^/favicon\.ico$", views.favicon),
        (r"^/check$", draft_check.view(name)),
        (r"^/disagreements$", disagreement_list.view(name)),
        (r"^/desk$", views.view(desk.desk, name, ("decisions",))),
        (decision_form.ROUTE, decision_form.view(name)),
        *((route, views.view(read, name, _TABLES.get(read, ()), _PARAMETERS.get(read))) for route, read in _ROUTES),
    ]


@hookimpl
def get_metadata(datasette: Any, key: str | None) -> dict[str, Any]:
    """Datasette 0.65: what the tables and columns of an archive are.

    For each table whose permission it checks, Datasette asks for "tables" and merges what all plugins say. Descriptions
    permit and forbid nothing.
    """
    return {} if key == "tables" else table_descriptions.of_databases(datasette, archives(datasette))


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Datasette 1.0: the same. A warning says which tables cannot be seen."""
    if archive_name(datasette) is not None:
        for name in _PATHS & set(datasette.databases):
            _log.warning(
                "%s: this name hides the tables of the database behind pages of the site; rename the file, or use "
                "quotes serve",
                f"{name}.db",
            )
    return lambda: table_descriptions.apply(datasette, archives(datasette))


@hookimpl
def extra_css_urls(template: str, datasette: Any) -> list[str]:
    """Datasette's own pages have the colours and faces of ours."""
    theirs = _is_datasette_s(template, datasette)
    return [views.asset_path(file) for file in ("quotes.css", "datasette.css")] if theirs else []


@hookimpl
def extra_js_urls(template: str, datasette: Any) -> list[dict[str, Any]]:
    """Datasette's own pages can be read with a screen reader."""
    theirs = _is_datasette_s(template, datasette)
    return [{"url": views.asset_path("datasette.js"), "module": True}] if theirs else []


def _is_datasette_s(template: str, datasette: Any) -> bool:
    return archive_name(datasette) is not None and not template.startswith("quotes/")


@hookimpl
def extra_template_vars(template: str, database: str | None, table: str | None, datasette: Any) -> dict[str, Any]:
    """The templates around Datasette's own know whether there is an archive, and how its tables are shown."""
    known = table if database in archives(datasette) else None
    return {
        "quotes_site": archive_name(datasette) is not None,
        "quotes_pageless": permissions.PAGELESS,
        "quotes_ordered": lambda cells: table_descriptions.ordered(cells, known),
    }


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """A readable page where there is none, or the archive is damaged; missing data keep Datasette's own answer.

    It replaces Datasette's handler, which prints a traceback for every mistyped URL, and fails
    at one that no route fits when rich is installed.
    """
    handlers = yield
    name = archive_name(datasette)
    if name is None:
        return
    data = request.path.endswith((".json", ".csv")) and not responses.is_api(request.path)
    data = data and exception.__traceback__ is not None
    if isinstance(exception, NotFound) and not data:
        handlers.force_result([views.not_found(datasette, request, name, "There is no page at this URL.")])
    elif is_damage(exception):
        page = views.failure(exception, request.path)
        handlers.force_result([views.shown(datasette, request, name, page)])
    elif reason := _bad_request(exception):
        handlers.force_result([views.shown(datasette, request, name, bad_request(reason))])


def _bad_request(exception: Exception) -> str | None:
    """What is wrong with the parameters of a table, or None. Datasette calls an unknown column error 500."""
    from datasette.views.base import DatasetteError

    if isinstance(exception, DatasetteError):
        return None if exception.message_is_html or exception.status not in (400, 500) else str(exception.message)
    if isinstance(exception, sqlite3.OperationalError) and str(exception).startswith("no such column"):
        return str(exception)
    return str(exception) if isinstance(exception, Base400) and exception.status == 400 else None


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[middleware.App], middleware.App]:
    """What holds for every answer, Datasette's own too."""
    return lambda app: middleware.guarded(app, datasette)


@hookimpl
def actor_from_request(datasette: Any, request: Any) -> permissions.Actor:
    """The editor at this computer, under `quotes serve --editor`."""
    return permissions.local_editor(datasette, request.headers.get("host", ""))


@hookimpl
def register_actions() -> list[Any]:
    """Datasette 1.0: the permission to make decisions. In 0.65, permissions need no registration."""
    from datasette.permissions import Action
    from datasette.resources import DatabaseResource

    return [Action(name=permissions.EDIT, description="Correct an archive", resource_class=DatabaseResource)]


@hookimpl
def skip_csrf(datasette: Any, scope: middleware.Scope) -> bool:
    """Datasette 0.65: `/check` has no token, which would need a cookie; `/desk/decide` compares its token itself."""
    return archive_name(datasette) is not None and middleware.path_of(scope, datasette) in responses.FORMS


@hookimpl
def permission_allowed(datasette: Any, actor: permissions.Actor, action: str, resource: Any) -> bool | None:
    """Datasette 0.65: what is nobody's to see, and who may edit."""
    if action == permissions.EDIT:
        return permissions.is_local_editor(datasette, actor) or None
    return False if permissions.is_closed(datasette, action, resource) else None


@hookimpl
def permission_resources_sql(datasette: Any, actor: permissions.Actor, action: str) -> Any:
    """Datasette 1.0: the same."""
    if action == permissions.EDIT:
        rules = permissions.editor_sql(datasette, actor)
    else:
        rules = permissions.closed_sql(datasette, action)
    if rules is None:
        return None
    from datasette.permissions import PermissionSQL

    sql, parameters = rules
    return PermissionSQL(sql=sql, params=parameters)


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """No statement that Datasette runs reads what is for the newsroom alone, not by way of `--crossdb` either."""
    if database in (*archives(datasette), "_memory"):
        conn.set_authorizer(permissions.authorize)


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
