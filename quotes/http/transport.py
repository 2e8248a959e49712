"""Connects only to IP addresses that were checked, until a deadline."""

from __future__ import annotations

import math
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from quotes.http import urls


class Refused(ValueError):
    """A host has an IP address that may not be reached. The message is a reason of one line without a subject."""


class Backend(httpcore.NetworkBackend):
    """Resolves a host once, checks all its IP addresses, and connects to one of these.

    A name that resolves differently a moment later (DNS rebinding) changes nothing. httpcore checks certificates
    against the host name, which it passes to `start_tls`.

    Attributes:
        deadline: When every connection must end, on the monotonic clock.
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
        """A connection to `host`. Raises Refused, OSError if it is unknown, and what httpcore raises."""
        found = self._resolve(host, port)
        if not self._allow_private:
            for address in found:
                if reason := urls.refusal(address):
                    raise Refused(f"resolves to {reason} ({address}); --allow-private allows that")
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
        """The timeout, limited by the deadline. Raises ReadTimeout after the deadline."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline reached")
        least = min(left, math.inf if timeout is None else timeout)
        return None if least == math.inf else least


class _Stream(httpcore.NetworkStream):
    """A connection until the deadline of its backend, so that a slow server cannot keep it open."""

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
