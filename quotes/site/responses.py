"""What every page of ours is sent with: its policy, its validator, how long it may be kept."""

from __future__ import annotations

import hashlib
from typing import Any

from datasette import Response

# Our pages need no inline script or style and nothing from elsewhere; the one script of ours copies citations.
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
_HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def page(datasette: Any, request: Any, body: str, status: int = 200) -> Response:
    """`body` as an HTML response, or an empty 304 where the reader has it already (RFC 9110, 13.1.2).

    It may be kept as long as Datasette's `default_cache_ttl` says; an error is not kept.
    """
    if status != 200:
        return Response.html(body, status=status, headers=_HEADERS | {"cache-control": "no-store"})
    headers = _HEADERS | {
        "cache-control": f"public, max-age={datasette.setting('default_cache_ttl')}",
        "etag": etag(body.encode()),
    }
    return _unless_held(request, Response.html(body, headers=headers))


def document(datasette: Any, request: Any, body: str, content_type: str, name: str | None) -> Response:
    """Something else than a page, under the same rules; saved as `name` where it is to be saved."""
    headers = _HEADERS | {
        "cache-control": f"public, max-age={datasette.setting('default_cache_ttl')}",
        "etag": etag(body.encode()),
    }
    if name:
        headers["content-disposition"] = f'attachment; filename="{name}"'
    return _unless_held(request, Response(body, headers=headers, content_type=content_type))


def asset(request: Any, body: bytes, content_type: str, *, stamped: bool) -> Response:
    """A file of ours; where its address is stamped and so changes with its content, it may be kept for a year."""
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
