"""From a request to a response: the archive is read in a thread, under Datasette's time limit."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files
from typing import Any
from weakref import WeakKeyDictionary

from datasette import Response
from datasette.utils import sqlite_timelimit
from jinja2 import Environment

from quotes.site import responses
from quotes.site.answers import Answer, Document, Moved, Page, Visit, missing, too_slow
from quotes.site.words import count, day, days

Reader = Callable[[sqlite3.Connection, Visit], Answer]
View = Callable[[Any, Any], Awaitable[Response]]

_ASSETS = {
    "quotes.css": "text/css; charset=utf-8",
    "copy.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "favicon.ico": "image/x-icon",
}


def view(read: Reader, name: str) -> View:
    """A Datasette view of the page that `read` makes from the attached database called `name`."""

    async def show(datasette: Any, request: Any) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response.text("This page can only be read.", status=405, headers={"allow": "GET, HEAD"})
        home = datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
        visit = Visit(
            named=request.url_vars,
            asked={key: request.args.get(key) for key in request.args},
            address=_addresses(datasette),
            absolute=lambda path: home + path,
            data=datasette.urls.database(name),
        )
        limit = datasette.setting("sql_time_limit_ms")

        def answer(connection: sqlite3.Connection) -> Answer:
            with sqlite_timelimit(connection, limit):
                return read(connection, visit)

        try:
            page = await datasette.get_database(name).execute_fn(answer)
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            page = too_slow()
        if isinstance(page, Moved):
            return Response.redirect(visit.address(page.path), status=301)
        if isinstance(page, Document):
            return responses.document(datasette, request, page.body, page.type, page.name)
        return await rendered(datasette, request, name, page)

    return show


async def rendered(datasette: Any, request: Any, name: str, page: Page) -> Response:
    """`page` as a response. name: of the attached database, which the page links to."""
    context = page.context | {
        "title": page.title,
        "address": _addresses(datasette),
        "asset": lambda file: datasette.urls.path(f"/-/quotes/{_stamp(file)}/{file}"),
        "data": datasette.urls.database(name),
        "count": count,
        "day": day,
        "days": days,
    }
    body = _environment(datasette).get_template(f"quotes/{page.template}").render(context)
    return responses.page(datasette, request, body, page.status)


def _addresses(datasette: Any) -> Callable[[str], str]:
    """What makes a path of this site one of the server's, as Datasette's `urls.path` does, but many times as fast."""
    base = str(datasette.urls.path("/")).rstrip("/")
    return lambda path: base + path


def _environment(datasette: Any) -> Environment:
    """Datasette's templates, so that a newsroom may put its own in place of ours; not async, which halves the time."""
    if datasette not in _environments:
        shared = getattr(datasette, "jinja_env", None) or datasette.get_jinja_environment()
        _environments[datasette] = shared.overlay(enable_async=False)
    return _environments[datasette]


_environments: WeakKeyDictionary[Any, Environment] = WeakKeyDictionary()


async def not_found(datasette: Any, request: Any, name: str, reason: str) -> Response:
    """The page that says there is none, for addresses that are not ours."""
    return await rendered(datasette, request, name, missing(reason))


async def asset(datasette: Any, request: Any) -> Response:
    """A style sheet or a picture; its address has a stamp of its content in it."""
    file = request.url_vars["file"]
    return responses.asset(request, _content(file), _ASSETS[file], stamped=True)


async def favicon(request: Any) -> Response:
    """The picture that browsers ask for at an address of their own."""
    return responses.asset(request, _content("favicon.ico"), _ASSETS["favicon.ico"], stamped=False)


@cache
def _content(file: str) -> bytes:
    return (files("quotes.site") / "assets" / file).read_bytes()


@cache
def _stamp(file: str) -> str:
    return responses.etag(_content(file)).strip('"')[:12]


ASSET_ROUTE = rf"^/-/quotes/[0-9a-f]+/(?P<file>{'|'.join(map(str, _ASSETS))})$"
