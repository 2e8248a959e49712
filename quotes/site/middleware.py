"""What holds for every answer of a site with an archive, Datasette's own pages and errors included."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from datasette import Request
from datasette.utils import await_me_maybe, tilde_decode

from quotes.site import permissions, responses, views
from quotes.site.attached import archive_name, archives
from quotes.site.page_content import forbidden

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Any, Send], Awaitable[None]]

# Datasette's pages about itself, by the word after /-/, of 0.65 and 1.0.
DEBUG = frozenset(
    """
    actions actor allow-debug allowed api check config databases debug messages metadata patterns permissions plugins
    rules settings tasks threads versions
    """.split()
)
_LEFT = re.compile("/-/(?!static)")
_log = logging.getLogger(__name__)


def guarded(app: App, datasette: Any) -> App:
    """`app` with the headers for security on every answer, refusing what would write.

    Debug pages and the pages of what serves searching are closed. Below /-/ other methods are left to Datasette and its
    plugins: people log in and out there. Editors send their decisions to `responses.DECIDE`.
    """

    async def guard(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] == "lifespan" and archive_name(datasette) is not None:  # a server starts
            views.prepare(datasette)
        name = archive_name(datasette) if scope["type"] == "http" else None
        if name is None:
            await app(scope, receive, send)
            return
        started = False

        async def secured(message: MutableMapping[str, Any]) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": responses.secured(list(message.get("headers", [])))}
            await send(message)

        path = path_of(scope, datasette)
        try:
            if not _is_allowed(scope["method"], path):
                await responses.refused().asgi_send(secured)
            elif reason := await _closed(datasette, Request(scope, receive), name, path):
                page = await views.shown(datasette, Request(scope, receive), name, forbidden(reason))
                await page.asgi_send(secured)
            else:
                await app(scope, receive, secured)
        except Exception:
            if started:
                raise
            _log.exception("%s cannot be shown", path)
            await responses.broken().asgi_send(secured)

    return guard


def _is_allowed(method: str, path: str) -> bool:
    if method in (*responses.METHODS, "OPTIONS") or _LEFT.match(path):
        return True
    return method == "POST" and path in responses.FORMS


def path_of(scope: Scope, datasette: Any) -> str:
    """The path as Datasette's router sees it."""
    base_url = datasette.setting("base_url")
    raw = scope.get("raw_path")
    path: str = (raw.decode("latin-1") if raw else scope["path"]).partition("?")[0]
    return f"/{path.removeprefix(base_url)}" if base_url != "/" and path.startswith(base_url) else path


async def _closed(datasette: Any, request: Request, name: str, path: str) -> str | None:
    """Why a page of Datasette is not for whoever asks for it, or None. name: of the archive."""
    if _is_debug(path) and not await _may_debug(datasette, request, name):
        return "This page is for those who run the site."
    return "This table is for searching alone." if _is_pageless(path, archives(datasette)) else None


def _is_debug(path: str) -> bool:
    return path.startswith("/-/") and path.removeprefix("/-/").split("/")[0].split(".")[0] in DEBUG


def _is_pageless(path: str, names: Iterable[str]) -> bool:
    """Whether the page would show what serves searching one of the archives with these names."""
    database, _, rest = path.removeprefix("/").partition("/")
    table = tilde_decode(rest.split("/")[0].split(".")[0]).lower()
    return table in permissions.PAGELESS and tilde_decode(database) in names


async def _may_debug(datasette: Any, request: Any, name: str) -> bool:
    from datasette.plugins import pm  # which itself imports this plugin

    await datasette.invoke_startup()
    actor = request.scope.get("actor")
    for each in pm.hook.actor_from_request(datasette=datasette, request=request):
        found = await await_me_maybe(each)
        if found:
            actor = found
            break
    return await permissions.may_debug(datasette, actor, name)
