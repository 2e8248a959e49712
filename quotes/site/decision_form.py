"""Decisions of editors, sent by the forms of the desk and of quotations. Nothing else on the site writes."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from datasette import Response

from quotes import store
from quotes.names.resolver import is_node
from quotes.site import permissions, responses, views
from quotes.site.page_content import forbidden, impossible, locked
from quotes.store import corrections
from quotes.store.errors import is_busy

if TYPE_CHECKING:
    from sqlite_utils import Database

ROUTE = rf"^{responses.DECIDE}$"
# How an error says which command helps. Editors on the site have none.
_COMMAND = re.compile(r"; (?:[^;`]* )?`[^`]*`[^;]*$| \(`[^`]*`\)")
_WAIT = 5.0  # seconds for another program that is writing

Form = Mapping[str, str]


def view(name: str) -> Callable[[Any, Any], Awaitable[Response]]:
    """The Datasette view that makes the decision in a form. name: of the attached archive."""

    async def decide(datasette: Any, request: Any) -> Response:
        author = await permissions.author(datasette, request, name)
        if author is None:
            return await views.not_found(datasette, request, name, "There is no page at this URL.")
        if request.method != "POST":
            return responses.refused()
        form = await request.post_vars()
        if not _is_from_here(datasette, request, form):
            page = forbidden("This form was not sent from a page of this site. Load the page again and retry.")
            return await views.shown(datasette, request, name, page)
        try:
            path = await asyncio.to_thread(_make, datasette.get_database(name).path, form, author)
        except store.ArchiveError as error:
            page = locked() if is_busy(error) else views.failure(error, request.path)
            return await views.shown(datasette, request, name, page)
        except ValueError as error:
            return await views.shown(datasette, request, name, impossible(_COMMAND.sub("", str(error))))
        return responses.seen_at(datasette.urls.path(path))

    return decide


def _is_from_here(datasette: Any, request: Any, form: Form) -> bool:
    """Whether a page of this site sent the form.

    Datasette 1.0 has compared the origin already. Datasette 0.65 would compare its token only if there are cookies,
    which an editor at this computer does not need.
    """
    if hasattr(datasette, "allowed"):
        return True
    return secrets.compare_digest(form.get("csrftoken", "").encode(), request.scope["csrftoken"]().encode())


def _make(database: str, form: Form, who: str) -> str:
    """Make the decision in `form`. Returns the path of the page that shows it."""
    with store.changing(database, wait=_WAIT) as db:
        return _decide(db, form, who)


def _decide(db: Database, form: Form, who: str) -> str:
    of, value, note = (form.get(field, "").strip() for field in ("of", "value", "note"))
    match form.get("decision"):
        case "attribute":
            kind = corrections.speaker_kind(new) if (new := form.get("new")) else None
            with suppress(corrections.AlreadySo):
                corrections.attribute(db, of, value, kind=kind, who=who, note=note or None)
            return "/desk" if form.get("from") == "/desk" else f"/q/{of.lower()}#corrected"
        case "withdraw":
            with suppress(corrections.AlreadySo):
                corrections.withdraw(db, of, note, who=who)
        case "role":
            with suppress(corrections.AlreadySo):
                corrections.entitle(db, of, value, who=who, note=note or None)
            return f"/speakers/{corrections.find(db.conn, of).slug}"
        case "kind":
            with suppress(corrections.AlreadySo):
                corrections.classify(db, of, corrections.speaker_kind(value), who=who, note=note or None)
            return f"/speakers/{corrections.find(db.conn, of).slug}"
        case "same" | "different" | "unsure" as kind:
            if not (is_node(of) and is_node(value)):
                raise ValueError("these are not two speakers")
            corrections.decide_pair(db, kind, of, value, who=who, note=note or None)
        case "undo":
            if not (of.isascii() and of.isdigit()):
                raise ValueError(f"{of!r} is not the number of a decision")
            corrections.undo(db, int(of), who=who)
        case _:
            raise ValueError("this is no decision that the site can make")
    return "/desk"
