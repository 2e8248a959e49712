"""Responses and their headers: content security policy, validators, cache control."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from datasette import Response

# Our pages need no inline script or style and nothing from other sites. Their scripts copy citations and outline
# passages.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
# Datasette's own pages have inline scripts and styles, and scripts that fetch data of this site.
DATASETTE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
METHODS = ("GET", "HEAD")
DECIDE = "/desk/decide"
FORMS = ("/check", DECIDE)  # paths to which a form is sent with POST
_API = re.compile(r"(?:^|/)api/v1(?:/|$)")
_EVERYWHERE = {"referrer-policy": "same-origin", "x-content-type-options": "nosniff"}
_HEADERS = {"content-security-policy": POLICY, **_EVERYWHERE}

Headers = list[tuple[bytes, bytes]]


def secured(headers: Headers) -> Headers:
    """The headers of a response, also of Datasette's own, with the security headers that it lacks."""
    there = {name.lower(): value for name, value in headers}
    is_page = there.get(b"content-type", b"").startswith(b"text/html")
    wanted = {"content-security-policy": DATASETTE_POLICY if is_page else POLICY, **_EVERYWHERE}
    added = [(name.encode(), value.encode()) for name, value in wanted.items() if name.encode() not in there]
    return [*headers, *added]


def kept(response: Response, *, private: bool) -> Response:
    """`response`, which no cache may store if it is private."""
    if private:
        response.headers["cache-control"] = "private, no-store"
    return response


def page(
    datasette: Any, request: Any, body: str, status: int = 200, *, policy: str = POLICY, framed: bool = False
) -> Response:
    """`body` as an HTML response, or an empty 304 if the reader has it already (RFC 9110, 13.1.2).

    It may be cached as long as Datasette's `default_cache_ttl` says. Errors are not cached.

    Args:
        datasette: The Datasette.
        request: The request.
        body: The HTML.
        status: The HTTP status.
        policy: The content security policy.
        framed: Whether other sites may show it in a frame.
    """
    if status != 200:
        later = {"retry-after": "60"} if status == 503 else {}
        headers = {**_EVERYWHERE, "content-security-policy": policy, "cache-control": "no-store", **later}
        return Response.html(body, status=status, headers=headers)
    if framed:
        policy = policy.replace("frame-ancestors 'none'", "frame-ancestors *")
    headers = {
        **_EVERYWHERE,
        "content-security-policy": policy,
        "cache-control": f"public, max-age={datasette.setting('default_cache_ttl')}",
        "etag": etag(body.encode()),
    }
    return _unless_held(request, Response.html(body, headers=headers))


def is_api(path: str) -> bool:
    """Whether all responses at `path` are JSON, errors included."""
    return bool(_API.search(path))


def fault(status: int, reason: str) -> Response:
    """An error for programs, in the form of Datasette's own errors."""
    headers = _HEADERS | {"cache-control": "no-store"}
    return Response.json({"ok": False, "error": reason, "status": status}, status=status, headers=headers)


def moved(datasette: Any, address: str) -> Response:
    """A permanent redirect. It is cached no longer than a page, because a merge can be undone."""
    kept = f"public, max-age={datasette.setting('default_cache_ttl')}"
    return Response.redirect(address, status=301, headers=_HEADERS | {"cache-control": kept})


def seen_at(address: str) -> Response:
    """The answer to a form: the page to show next (RFC 9110, 15.4.4)."""
    return Response.redirect(address, status=303, headers=_HEADERS | {"cache-control": "no-store"})


def refused() -> Response:
    """The answer to a request that is not GET or HEAD."""
    headers = _HEADERS | {"allow": "GET, HEAD", "cache-control": "no-store"}
    return Response.text("This page can only be read.", status=405, headers=headers)


def broken() -> Response:
    """The answer if not even the page of an error can be rendered."""
    return Response.text("This page cannot be shown.", status=500, headers=_HEADERS | {"cache-control": "no-store"})


def unopened(path: str) -> Response:
    """The answer to every request if the file of the archive is too damaged to open."""
    if path.endswith(".json") or is_api(path):
        return fault(503, "This archive is damaged")
    body = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This archive is damaged</title>
<h1>This archive is damaged</h1>
<p>SQLite cannot open the file of the database. For the operator of this site: restore it from a backup.</p>
</html>
"""
    return Response.html(body, status=503, headers=_HEADERS | {"cache-control": "no-store"})


def document(datasette: Any, request: Any, body: str | bytes, content_type: str, name: str | None) -> Response:
    """Something else than a page, under the same rules. With a `name` it is only saved, and never shown."""
    body = body.encode() if isinstance(body, str) else body
    headers = _HEADERS | {
        "cache-control": f"public, max-age={datasette.setting('default_cache_ttl')}",
        "etag": etag(body),
    }
    if name:
        headers |= {
            "content-disposition": f'attachment; filename="{name}"',
            "content-security-policy": f"{POLICY}; sandbox",
        }
    return _unless_held(request, Response(body, headers=headers, content_type=content_type))


def asset(request: Any, body: bytes, content_type: str, *, stamped: bool) -> Response:
    """A file of ours; if its URL has a stamp, which changes with its content, it may be kept for a year."""
    kept = "public, max-age=31536000, immutable" if stamped else "public, max-age=86400"
    headers = _HEADERS | {"cache-control": kept, "etag": etag(body)}
    return _unless_held(request, Response(body, headers=headers, content_type=content_type))


def etag(body: bytes) -> str:
    """A strong validator of `body`, quoted as the header wants it."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _unless_held(request: Any, response: Response) -> Response:
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if "*" in held or response.headers["etag"] in held:
        response.status, response.body = 304, ""
    return response
