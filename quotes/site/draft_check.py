"""`/check`: a draft that a visitor pastes or uploads is checked in a process of its own, and forgotten.

The draft is in memory only: in the request, in that process, and in the page that answers. It is neither stored nor
logged.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from datasette import Response
from markupsafe import Markup

from quotes.site import child_process, permissions, pool, public_url, responses, views
from quotes.site.page_content import SITE, Page, Visit, forbidden

LARGEST = 1_000_000  # bytes of a draft
AT_ONCE = 2  # drafts
SECONDS = 60  # by the clock; the process has a shorter limit of processor time
_FORM = 10_000  # bytes of the request beside the draft
_DISCARDED = 20 * LARGEST  # bytes of a larger request that are read, so that the browser shows the answer
_TITLE = f"Check a draft – {SITE}"
_OFF = "This site does not check drafts."
_ELSEWHERE = "This form was sent from another site."
_UNREADABLE = "This form could not be read"
_TOO_SLOW = "This draft takes too long. Check a part of it"
_BROKEN = "This draft could not be checked. It may take too much memory, or Quotes is not installed completely"
_log = logging.getLogger(__name__)
_running = 0


class _Draft(NamedTuple):
    """name: of the file, empty if the text was pasted. beside: the text that was pasted besides a file."""

    name: str
    content: bytes
    beside: str = ""


class _Refused(Exception):
    """A draft is not checked. The message is a sentence without a full stop."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason)
        self.status = status


def view(name: str) -> views.View:
    """The Datasette view of the page that checks drafts with the attached database called `name`."""

    def form(connection: Any, visit: Visit) -> Page:
        return _page()

    shown = views.view(form, name)

    async def show(datasette: Any, request: Any) -> Response:
        if not permissions.may_check(datasette, name):
            return await views.shown(datasette, request, name, forbidden(_OFF))
        if request.method != "POST":
            return await shown(datasette, request)
        await permissions.access(datasette, request.actor, name, ())
        if is_cross_site(request):
            return await views.shown(datasette, request, name, forbidden(_ELSEWHERE))
        draft = _Draft("", b"")
        try:
            draft = await _received(request)
            page = _page(checked=await _checked(datasette, request, name, draft), file=draft.name, text=draft.beside)
        except _Refused as error:
            text = draft.beside if draft.name else draft.content.decode("utf-8", "replace")
            page = _page(error.status, problem=str(error), text=text)
        return responses.kept(await views.shown(datasette, request, name, page), private=True)

    return show


def is_cross_site(request: Any) -> bool:
    """Whether the form of another site sent a request, by the headers that browsers send; as Datasette 1.0 tells.

    Programs that are no browsers send neither, and have no cookies of a visitor.
    """
    site = request.headers.get("sec-fetch-site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def _page(status: int = 200, **context: Any) -> Page:
    return Page("check.html", _TITLE, {"path": "/check", "largest": LARGEST, **context}, status=status)


async def _received(request: Any) -> _Draft:
    """The draft in a request: an uploaded file, or else a text. Raises _Refused."""
    from python_multipart import FormParser
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import parse_options_header

    body = await _body(request)
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data":
        raise _Refused(_UNREADABLE, 415)
    fields: dict[bytes | None, bytes] = {}
    files: list[_Draft] = []

    def keep(file: Any) -> None:
        file.file_object.seek(0)
        files.append(_Draft((file.file_name or b"").decode("utf-8", "replace"), file.file_object.read()))

    try:
        parser = FormParser(
            kind.decode("latin-1"),
            lambda field: fields.update({field.field_name: field.value or b""}),
            keep,
            boundary=options.get(b"boundary"),
            config={"MAX_MEMORY_FILE_SIZE": 2 * LARGEST},  # a larger file would be written to the disk
        )
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise _Refused(_UNREADABLE, 400) from error
    file = next((each for each in files if each.name and each.content), None)
    text = fields.get(b"text", b"")
    beside = text.decode("utf-8", "replace") if text.strip() else ""
    draft = file._replace(beside=beside) if file else _Draft("", text)
    if not draft.content.strip():
        raise _Refused("There is no draft. Paste a text, or choose a file that is not empty", 400)
    if len(draft.content) > LARGEST:
        raise _Refused(_too_large(), 413)
    return draft


def _too_large() -> str:
    return f"This draft is larger than {LARGEST / 1e6:g} MB. Check a part of it"


async def _body(request: Any) -> bytes:
    parts, size = [], 0
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise _Refused("This draft did not arrive completely", 400)
        size += len(message.get("body", b""))
        if size <= LARGEST + _FORM:
            parts.append(message.get("body", b""))
        if not message.get("more_body") or size > _DISCARDED:
            break
    if size > LARGEST + _FORM:
        raise _Refused(_too_large(), 413)
    return b"".join(parts)


async def _checked(datasette: Any, request: Any, name: str, draft: _Draft) -> dict[str, Any]:
    """The report on a draft, for the template. Raises _Refused."""
    global _running
    if _running >= AT_ONCE:
        raise _Refused("Other drafts are being checked at the moment. Send it again in a minute", 503)
    address = str(datasette.urls.path("/")).rstrip("/")
    site = public_url.configured(datasette) or datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
    asked = {
        "archive": str(datasette.get_database(name).path), "name": draft.name, "address": address, "site": site
    }  # fmt: skip
    _running += 1
    try:
        output = await _output(request, json.dumps(asked).encode() + b"\n" + draft.content)
    finally:
        _running -= 1
    answer = json.loads(output)
    if "problem" in answer:
        raise _Refused(answer["problem"], 400)
    return {**answer, "html": Markup(answer["html"])}


async def _output(request: Any, given: bytes) -> bytes:
    """What the process prints. It is ended after `SECONDS`, or if the visitor leaves. Raises _Refused."""
    answered = asyncio.ensure_future(child_process.run("quotes.checker.draft_process", given=given))
    gone = asyncio.ensure_future(pool.disconnected(request))
    try:
        await asyncio.wait({answered, gone}, timeout=SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if not answered.done():
            raise _Refused(_TOO_SLOW, 503)
        status, output = answered.result()
    finally:
        for task in (answered, gone):
            task.cancel()
        await asyncio.gather(answered, gone, return_exceptions=True)
    if status == -signal.SIGXCPU:
        raise _Refused(_TOO_SLOW, 503)
    if status:
        _log.error("a draft could not be checked: the process ended with status %s", status)
        raise _Refused(_BROKEN, 500)
    return output
