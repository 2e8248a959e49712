"""What every page of ours is sent with: its policy, its validator, how long it may be kept."""

from __future__ import annotations

import hashlib
from typing import Any

from datasette import Response

# Our pages need no script, no inline style and nothing from elsewhere.
POLICY = "; ".join(
    [
        "default-src 'none'",
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


def asset(request: Any, body: bytes, content_type: str) -> Response:
    """A file whose address changes with its content, so that it may be kept for a year."""
    headers = _HEADERS | {"cache-control": "public, max-age=31536000, immutable", "etag": etag(body)}
    return _unless_held(request, Response(body.decode(), headers=headers, content_type=content_type))


def etag(body: bytes) -> str:
    """A strong validator of `body`, quoted as the header wants it."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _unless_held(request: Any, response: Response) -> Response:
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if "*" in held or response.headers["etag"] in held:
        response.status, response.body = 304, ""
    return response
