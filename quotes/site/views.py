"""From a request to a response: Datasette is asked who may see the page, and the archive is read in a thread."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any
from weakref import WeakKeyDictionary

from datasette import Forbidden, Response
from datasette.utils import add_cors_headers
from jinja2 import Environment

from quotes.ids import is_tracking
from quotes.model import Kind, Polarity
from quotes.site import card, permissions, pool, public_url, responses, row_markup
from quotes.site.damage import is_damage
from quotes.site.formatting import count, day, days, quantities
from quotes.site.page_content import (
    SITE,
    Answer,
    BadRequest,
    Document,
    Moved,
    Page,
    Visit,
    bad_request,
    busy,
    damaged,
    failed,
    listed,
    missing,
    too_slow,
)
from quotes.site.plugin_extras import extras
from quotes.text.bylines import named

Reader = Callable[[sqlite3.Connection, Visit], Answer]
View = Callable[[Any, Any], Awaitable[Response]]

_log = logging.getLogger(__name__)
_ASSETS = {
    "quotes.css": "text/css; charset=utf-8",
    "datasette.css": "text/css; charset=utf-8",
    "datasette.js": "text/javascript; charset=utf-8",
    "copy.js": "text/javascript; charset=utf-8",
    "target.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "favicon.ico": "image/x-icon",
}


def view(read: Reader, name: str, tables: Iterable[str] = (), parameters: Sequence[str] | None = None) -> View:
    """A Datasette view of the answer that `read` makes from an attached database.

    Args:
        read: Makes the answer.
        name: The name of the database.
        tables: The tables that it shows besides `permissions.PAGES`, if they are accessible.
        parameters: All parameters of its URL; None if others are ignored. A page says which ones are unknown. A
            request for data is refused, because a program would not notice.
    """

    async def show(datasette: Any, request: Any) -> Response:
        if request.method not in responses.METHODS:
            return responses.refused()
        private = True
        try:
            access = await permissions.access(datasette, request.actor, name, tables)
            editor = await permissions.author(datasette, request, name)
            private = access.private or editor is not None
            visit = _visit(datasette, request, name, access.tables, editor)
            unknown = [] if parameters is None else _unknown(request, parameters)
            page = await pool.read(datasette, request, name, lambda connection: read(connection, visit))
            if unknown and isinstance(page, Document):
                page = bad_request(f"there is no parameter {unknown[0]!r}; {_known(parameters or ())}")
            elif unknown and isinstance(page, Page):
                ignored = {"ignored": unknown, "known": _known(parameters or ())}
                page = replace(page, context=page.context | ignored)
        except BadRequest as error:
            page = bad_request(str(error))
        except pool.TooSlow:
            page = too_slow()
        except pool.Busy:
            page = busy()
        except Forbidden:
            raise
        except Exception as error:
            page = failure(error, request.path)
        if isinstance(page, Moved):
            response = responses.moved(datasette, _addresses(datasette)(page.path))
        elif isinstance(page, Document):
            response = responses.document(datasette, request, page.body, page.type, page.name)
        else:
            return responses.kept(await shown(datasette, request, name, page), private=private)
        return responses.kept(_open(datasette, response), private=private)

    return show


def _visit(datasette: Any, request: Any, name: str, tables: frozenset[str], editor: str | None) -> Visit:
    home = public_url.configured(datasette) or datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
    return Visit(
        named=request.url_vars,
        asked={key: request.args.get(key) for key in request.args},
        address=_addresses(datasette),
        absolute=lambda path: home + path,
        data=datasette.urls.database(name),
        tables=tables,
        editor=editor,
    )


def _unknown(request: Any, parameters: Sequence[str]) -> list[str]:
    """The unknown parameters of a request. Raises BadRequest if a known one has several values."""
    for name in parameters:
        if len(set(request.args.getlist(name))) > 1:
            raise BadRequest(f"{name} is given twice; give one value")
    return [each for each in request.args if each not in parameters and not is_tracking(each)]


def _known(parameters: Sequence[str]) -> str:
    return f"use {listed(parameters)}" if parameters else "this URL has none"


def failure(error: Exception, path: str) -> Page:
    """The page that is shown if `error` was raised for `path`. The log has the details."""
    if is_damage(error):
        _log.error("%s cannot be shown: %s; restore the archive from a backup", path, error)
        return damaged()
    _log.error("%s cannot be shown", path, exc_info=error)
    return failed()


async def shown(datasette: Any, request: Any, name: str, page: Page) -> Response:
    """`page` as a response: rendered, or as JSON if it is an error in a request for data."""
    if page.status != 200 and (request.path.endswith(".json") or responses.is_api(request.path)):
        reason = page.context.get("problem") or page.context.get("reason") or page.title.removesuffix(f" – {SITE}")
        return _open(datasette, responses.fault(page.status, reason))
    return await rendered(datasette, request, name, page)


async def rendered(datasette: Any, request: Any, name: str, page: Page) -> Response:
    """`page` as a response. name: of the attached database, which the page links to."""
    template = f"quotes/{page.template}"
    extra = await extras(datasette, request, template)
    context = {**extra.variables, **page.context} | {
        "title": page.title,
        "address": _addresses(datasette),
        "asset": lambda file: datasette.urls.path(asset_path(file)),
        "data": datasette.urls.database(name),
        "may_check": permissions.may_check(datasette, name),
        "editor": await permissions.author(datasette, request, name),
        "csrftoken": request.scope.get("csrftoken"),
    }
    body = _environment(datasette).get_template(template).render(context)
    return responses.page(datasette, request, body, page.status, policy=extra.policy, framed=page.framed)


def _open(datasette: Any, response: Response) -> Response:
    """`response`, also for programs on other sites if Datasette was started with `--cors`."""
    if datasette.cors:
        add_cors_headers(response.headers)
    return response


def _addresses(datasette: Any) -> Callable[[str], str]:
    """Adds the base path of the server to a path of this site, like Datasette's `urls.path`, but faster."""
    base = str(datasette.urls.path("/")).rstrip("/")
    return lambda path: base + path


def _environment(datasette: Any) -> Environment:
    """Datasette's templates, so that a newsroom may put its own in place of ours; not async, which halves the time."""
    if datasette not in _environments:
        shared = getattr(datasette, "jinja_env", None) or datasette.get_jinja_environment()
        ours = shared.overlay(enable_async=False)
        kinds, polarities = ({str(each): each for each in every} for every in (Kind, Polarity))
        ours.globals = {**ours.globals, "kinds": kinds, "polarities": polarities}
        ours.globals |= {"day": day, "days": days, "count": count, "quantities": quantities, "byline": named}
        ours.globals |= {
            "printed": row_markup.printed,
            "described": row_markup.described,
            "marked": row_markup.marked,
            "name": row_markup.name,
            "said": row_markup.said,
            "who_said": row_markup.who_said,
            "quoting": row_markup.quoting,
            "sort_of": row_markup.sort_of,
            "kind_of_speaker": row_markup.kind_of_speaker,
            "listed_speaker": row_markup.listed_speaker,
            "linked": row_markup.linked,
            "bars": row_markup.bars,
        }
        _environments[datasette] = ours
    return _environments[datasette]


def prepare(datasette: Any) -> None:
    """Compiles the templates of all pages and loads the font of pictures.

    The first visit of a page would take many times as long as the next.
    """
    card.load()
    environment = _environment(datasette)
    for template in environment.list_templates(filter_func=lambda each: each.startswith("quotes/")):
        environment.get_template(template)


_environments: WeakKeyDictionary[Any, Environment] = WeakKeyDictionary()


async def not_found(datasette: Any, request: Any, name: str, reason: str) -> Response:
    """The page that says that there is none, for URLs that are not ours."""
    answer = shown if responses.is_api(request.path) else rendered
    return await answer(datasette, request, name, missing(reason))


async def asset(datasette: Any, request: Any) -> Response:
    """A style sheet or a picture; its URL has a stamp of its content."""
    if request.method not in responses.METHODS:
        return responses.refused()
    file = request.url_vars["file"]
    return responses.asset(request, _content(file), _ASSETS[file], stamped=True)


async def favicon(request: Any) -> Response:
    """The picture that browsers request at a fixed URL."""
    if request.method not in responses.METHODS:
        return responses.refused()
    return responses.asset(request, _content("favicon.ico"), _ASSETS["favicon.ico"], stamped=False)


def asset_path(file: str) -> str:
    """The path of an asset, with a stamp of its content."""
    return f"/-/quotes/{_stamp(file)}/{file}"


@cache
def _content(file: str) -> bytes:
    return (files("quotes.site") / "assets" / file).read_bytes()


@cache
def _stamp(file: str) -> str:
    return responses.etag(_content(file)).strip('"')[:12]


ASSET_ROUTE = rf"^/-/quotes/[0-9a-f]+/(?P<file>{'|'.join(map(str, _ASSETS))})$"
