"""What goes wrong between here and a web server, in one line without a subject."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import httpcore

MEANINGS = {
    401: "it wants a login",
    402: "it wants to be paid for",
    403: "it is not given to programs like this one",
    404: "there is no such page",
    410: "the page was taken away",
    429: "it was asked too often; try again later",
    451: "it is withheld for legal reasons",
}


def meaning(status: int) -> str:
    """What an answer other than 200 says ("answered 404 Not Found: there is no such page")."""
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    default = "the site has a fault; try again later" if status >= 500 else "there is nothing to read"
    return f"answered {phrase}: {MEANINGS.get(status, default)}"


@contextmanager
def reasons(host: str, silence: float, seconds: float) -> Iterator[None]:
    """Turns what fails on a connection to `host` into a ValueError with the reason.

    silence, seconds: the limits that a time-out names.
    """
    try:
        yield
    except httpcore.ConnectTimeout as error:
        raise ValueError(f"is not answered by {host} within {silence:g} seconds; try again later") from error
    except httpcore.TimeoutException as error:
        limits = f"{silence:g} seconds of silence, {seconds:g} in all"
        raise ValueError(f"took too long ({limits}); try again later") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise ValueError(_fault(host, error)) from error
    except zlib.error as error:
        raise ValueError("came damaged: its gzip data is wrong or incomplete; try again later") from error


def _fault(host: str, error: BaseException) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has a certificate that is not trusted ({cause.verify_message.lower()})"
        if isinstance(cause, ssl.SSLError):
            return f"offers no secure connection that works ({(cause.reason or 'TLS').lower().replace('_', ' ')})"
    if isinstance(error, httpcore.ConnectError):
        return f"could not be reached: {host} refuses the connection, or there is no way to it"
    if isinstance(error, OSError):
        return f"could not be reached: there is no host {host}, or no way to look it up"
    return f"came incomplete: {host} broke the connection off, or does not speak HTTP; try again later"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
