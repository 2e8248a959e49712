"""A web site on this machine, and look-ups of hosts that lead to it, for tests that fetch."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from quotes.http import Fetcher, Limits
from quotes.readers.base import ReadError


@dataclass(frozen=True)
class Page:
    """What a path answers; `written` is called instead to write the whole answer."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    written: Callable[[Any], None] | None = None


STORY = Page("“The quay is closed,” said Ada Byrd.".encode(), headers={"Content-Type": "text/plain; charset=utf-8"})


@dataclass
class Site:
    """pages: by path; several are given one after another, the last for ever. asked: paths and headers, in order."""

    url: str
    port: int
    pages: dict[str, Page | list[Page]]
    asked: list[tuple[str, Message]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def site(pages: Mapping[str, Page | list[Page]], context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serves `pages` until left. There is no robots.txt unless it is among them. context: for https."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.asked.append((self.path, self.headers))
            page = served.pages.get(self.path, Page(status=404))
            if isinstance(page, list):
                page = page.pop(0) if len(page) > 1 else page[0]
            if page.written:
                self.close_connection = True
                page.written(self)
                return
            self.send_response_only(page.status)
            for name, value in {"Content-Length": str(len(page.body)), **page.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # The reader left; that is what many tests are about.
                self.close_connection = True

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        port = server.server_address[1]
        served = Site(f"http{'s' if context else ''}://127.0.0.1:{port}", port, dict(pages))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            served.closing.set()
            server.shutdown()
            thread.join()


def hurried(**limits: Any) -> Fetcher:
    """A fetcher for `site`: it reaches this machine and does not wait between requests."""
    return Fetcher(allow_private=True, limits=Limits(**{"interval": 0.0, "silence": 5.0, **limits}))


def reason(url: str, *, limits: dict[str, Any] | None = None, **options: Any) -> str:
    """Why `url` of a `site` cannot be fetched. limits: of the fetcher; options: of `fetch`."""
    with hurried(**(limits or {})) as fetcher:
        return refused(fetcher, url, **options)


def refused(fetcher: Fetcher, url: str, **options: Any) -> str:
    """Why `fetcher` does not fetch `url`."""
    with pytest.raises(ReadError) as error:
        fetcher.fetch(url, **options)
    assert len(str(error.value).splitlines()) == 1
    return error.value.reason
