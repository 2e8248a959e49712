"""Error messages for failed requests: one line without a subject."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import httpcore

MEANINGS = {
    401: "it requires a login",
    402: "it requires payment",
    403: "the site does not allow programs like this one",
    404: "there is no such page",
    410: "the page was removed",
    429: "there were too many requests; try again later",
    451: "it is withheld for legal reasons",
}


def meaning(status: int) -> str:
    """What a status other than 200 means ("answered 404 Not Found: there is no such page")."""
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    default = "the site has an error; try again later" if status >= 500 else "the response is not a page"
    return f"answered {phrase}: {MEANINGS.get(status, default)}"


@contextmanager
def reasons(host: str, silence: float, seconds: float) -> Iterator[None]:
    """Turn errors of a connection to `host` into a ValueError with the reason.

    Args:
        host: The host.
        silence: The limit for silence, in seconds.
        seconds: The limit for the request, in seconds.
    """
    try:
        yield
    except httpcore.ConnectTimeout as error:
        raise ValueError(f"got no answer from {host} within {silence:g} seconds; try again later") from error
    except httpcore.TimeoutException as error:
        limits = f"{silence:g} seconds of silence, {seconds:g} in all"
        raise ValueError(f"took too long ({limits}); try again later") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise ValueError(_fault(host, error)) from error
    except zlib.error as error:
        raise ValueError("is damaged: its gzip data is invalid or incomplete; try again later") from error


def _fault(host: str, error: BaseException) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has a certificate that is not trusted ({cause.verify_message.lower()})"
        if isinstance(cause, ssl.SSLError):
            return f"has no working secure connection ({(cause.reason or 'TLS').lower().replace('_', ' ')})"
    if isinstance(error, httpcore.ConnectError):
        return f"cannot be reached: {host} refuses the connection, or there is no route to it"
    if isinstance(error, OSError):
        return f"cannot be reached: the host {host} is unknown, or its name cannot be resolved"
    return f"is incomplete: {host} closed the connection, or does not use HTTP; try again later"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
