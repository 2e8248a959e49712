"""`/disagreements`: utterances that the archive has with different words, or under different names.

A process of its own compares the quotations. The list is kept in memory and made again when the archive has changed;
until the new one is ready, the old one is shown.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from datasette import Response
from markupsafe import Markup

from quotes.site import child_process, page_content, permissions, responses, views
from quotes.site.page_content import SITE, Page, Visit
from quotes.site.result_rows import entries
from quotes.store.queries import quotations

if TYPE_CHECKING:
    from quotes.checker.disagreement_process import Listed

WAIT = 3.0  # seconds that a visitor waits for the list
_REST = 20  # times as long as it took, until the list is made again
_TITLE = f"Disagreements – {SITE}"
_log = logging.getLogger(__name__)

Version = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _State:
    """What is known of an archive.

    Attributes:
        version: Of the file, when `found` was made.
        found: The disagreements; None before the first list is ready.
        failed: Whether the last attempt failed.
        again: The time, as `time.monotonic` gives it, before which the list is not made again.
        running: The task that makes a list.
    """

    version: Version = ()
    found: list[Listed] | None = None
    failed: bool = False
    again: float = 0.0
    running: asyncio.Task[None] | None = field(default=None, repr=False)


_states: WeakKeyDictionary[Any, dict[str, _State]] = WeakKeyDictionary()


def view(name: str) -> views.View:
    """The Datasette view of the page about the attached database called `name`."""

    async def show(datasette: Any, request: Any) -> Response:
        await permissions.access(datasette, request.actor, name, ())
        # The first who reads an archive makes its write-ahead log, which must be there before the file is looked at.
        await datasette.get_database(name).execute("select 1 from articles limit 1")
        state = await _current(datasette, name)

        def page(connection: sqlite3.Connection, visit: Visit) -> Page:
            return _page(connection, visit, state)

        response = await views.view(page, name, parameters=("page",))(datasette, request)
        is_old = state.found is None or state.running is not None
        return responses.kept(response, private=is_old)

    return show


async def _current(datasette: Any, name: str) -> _State:
    """The list of an archive as far as it is ready, after a short wait if it is being made."""
    state = _states.setdefault(datasette, {}).setdefault(name, _State())
    path = Path(datasette.get_database(name).path)
    if state.running is not None and state.running.done():
        state.running = None
    version = _version(path)
    if state.running is None and version != state.version and time.monotonic() >= state.again:
        state.running = asyncio.create_task(_make(state, path, version))
    if state.running is not None and state.found is None:
        await asyncio.wait({state.running}, timeout=WAIT)
    if state.running is not None and state.running.done():
        state.running = None
    return state


def _version(path: Path) -> Version:
    """What changes with every change of the archive: time and size of its file and of the write-ahead log."""
    found = []
    for each in (path, path.with_name(f"{path.name}-wal")):
        with suppress(FileNotFoundError):
            status = each.stat()
            found.append((status.st_mtime_ns, status.st_size))
    return tuple(found)


async def _make(state: _State, path: Path, version: Version) -> None:
    start = time.monotonic()
    status, output = await child_process.run("quotes.checker.disagreement_process", str(path))
    now = time.monotonic()
    state.version, state.failed, state.again = version, bool(status), now + _REST * (now - start)
    if state.failed:
        _log.error("disagreements cannot be listed: the process ended with status %s", status)
    else:
        state.found = json.loads(output)


def _page(connection: sqlite3.Connection, visit: Visit, state: _State) -> Page:
    context: dict[str, Any] = {"path": "/disagreements", "failed": state.failed, "total": None}
    if state.found is None:
        return Page("disagreements.html", _TITLE, context, status=500 if state.failed else 503)
    number, size = visit.page, page_content.PAGE
    listed = state.found[(number - 1) * size : number * size]
    if not listed and number > 1:
        return page_content.past_end(number, len(state.found), size, "/disagreements")
    ids = [id for each in listed for id in (each["first"], each["second"])]
    printed = quotations(connection, "where q.uid in (select value from json_each(?))", [json.dumps(ids)])
    shown = {each.quotation.id: each for each in entries(connection, printed)}
    context |= {
        "total": len(state.found),
        "old": state.running is not None,
        "disagreements": [
            {**each, "html": Markup(each["html"]), "printings": [shown[each["first"]], shown[each["second"]]]}
            for each in listed
            if each["first"] in shown and each["second"] in shown
        ],
        "pages": page_content.pages("/disagreements", number, len(state.found) > number * size),
    }
    return Page("disagreements.html", _TITLE, context)
