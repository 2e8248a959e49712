"""Connections that are made only to addresses that were looked at, and only until their time is over."""

from __future__ import annotations

import math
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from quotes.http import urls


class Refused(ValueError):
    """A host has an address that is not to be reached. The message is a reason of one line without a subject."""


class Backend(httpcore.NetworkBackend):
    """Looks a host up once, checks every address it has, and connects to one of those very addresses.

    A name that means something else a moment later (DNS rebinding) changes nothing: nobody asks again. Certificates
    are still checked against the name, which httpcore passes to `start_tls`.

    deadline: when, on the monotonic clock, every connection is to give up, however busy it is.
    """

    def __init__(self, resolve: urls.Resolve, *, allow_private: bool) -> None:
        self.deadline = math.inf
        self._resolve = resolve
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to `host`. Raises Refused, OSError where it is unknown, and what httpcore raises."""
        found = self._resolve(host, port)
        if not self._allow_private:
            for address in found:
                if reason := urls.refusal(address):
                    raise Refused(f"leads to {reason} ({address}), which is fetched only with --allow-private")
        failure: Exception = httpcore.ConnectError("no address")
        for address in found:
            try:
                stream = self._inner.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self)
        raise failure

    def left(self, timeout: float | None) -> float | None:
        """The seconds that may be waited: no more than is left. Raises ReadTimeout at the deadline."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        least = min(left, math.inf if timeout is None else timeout)
        return None if least == math.inf else least


class _Stream(httpcore.NetworkStream):
    """Bytes to and from a host until the deadline of its backend, so that one byte at a time does not last for ever."""

    def __init__(self, stream: httpcore.NetworkStream, backend: Backend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _Stream(stream, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
