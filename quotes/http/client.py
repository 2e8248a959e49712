"""Fetches one URL at a time.

httpcore sends the requests. The client keeps no cookies, sends no credentials, checks each redirect and ignores proxy
settings: a proxy would resolve host names itself, so the IP addresses could not be checked.
"""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote

import httpcore
import httpx

from quotes import __version__
from quotes.http import failures, urls
from quotes.http.decompression import decoded
from quotes.http.robots import ROBOTS_LARGEST, TOKEN, Pace, Robots, seconds_of
from quotes.http.transport import Backend
from quotes.readers.base import ReadError, Resource

USER_AGENT = f"{TOKEN}/{__version__} (reads news articles to find quotations)"
HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.8",
    "Accept-Language": "en, *;q=0.5",
    "Accept-Encoding": "gzip",
}
REDIRECTS = {301, 302, 303, 307, 308}
# Headers that can be sent back, printed and stored.
PLAIN = re.compile(r"[\x20-\x7e]+")
# A day, as in RFC 9309; a failed request is repeated sooner.
ROBOTS_LAST = 24 * 60 * 60
FAILURES_LAST = 10 * 60


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a fetch.

    Attributes:
        largest: Bytes of a page, decompressed.
        silence: Seconds to wait for a connection, and for the next bytes.
        seconds: Seconds for one request. Resolving the host name is not included.
        redirects: The most redirects.
        interval: Seconds between two requests to a host.
        patience: The longest wait, in seconds, that a site may ask for (Crawl-delay, Retry-After).
    """

    largest: int = 20_000_000
    silence: float = 15.0
    seconds: float = 60.0
    redirects: int = 5
    interval: float = 1.0
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response. `etag` and `last_modified` are for the next `fetch` of the same URL, unchanged."""

    resource: Resource
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class _Answer:
    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes = b""


class Fetcher:
    """Fetches URLs one after another, for one run. Not thread-safe.

    Connections, the robots.txt of each site and the time of the last request to each host are kept until it is closed.

    Args:
        allow_private: Whether this machine and private networks may be fetched from.
        limits: The limits.
        resolve: Resolves host names.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        limits: Limits | None = None,
        resolve: urls.Resolve = urls.resolve,
    ) -> None:
        self._limits = limits or Limits()
        self._pace = Pace(self._limits.interval, self._limits.patience)
        self._backend = Backend(resolve, allow_private=allow_private)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=self._backend, keepalive_expiry=30
        )
        # By origin: when they expire, and the rules or the reason why there are none.
        self._robots: dict[str, tuple[float, Robots | str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched | None:
        """Fetch `url`.

        Args:
            url: The URL.
            etag: As the last response for this URL gave it.
            last_modified: As the last response for this URL gave it.

        Returns:
            The response, or None if it has not changed since the last one.

        Raises:
            ReadError: The URL is not http or https, or not public; the host is unknown or does not answer; its
                certificate is not trusted; the status is not 200 (after one retry if the server asks for a short wait);
                there are too many redirects; a limit is reached; or robots.txt forbids it.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value and PLAIN.fullmatch(value)}
        try:
            answer = self._follow(urls.parse(url), headers)
            if answer.status == 304 and headers:
                return None
            if answer.status != 200:
                raise ValueError(failures.meaning(answer.status))
        except ValueError as error:
            raise ReadError(_shown(url), str(error)) from error
        return Fetched(_resource(url, answer), _header(answer, "etag"), _header(answer, "last-modified"))

    def _follow(self, url: httpx.URL, headers: dict[str, str]) -> _Answer:
        """The response after all redirects. Each of them is checked like the first URL."""
        for _ in range(self._limits.redirects + 1):
            robots = self._rules(url)
            if not robots.allow(str(url)):
                raise ValueError(f"is not fetched: robots.txt of {url.host} forbids it")
            answer = self._ask(url, headers, delay=robots.delay)
            if answer.status not in REDIRECTS:
                return answer
            url = _next(answer)
        raise ValueError(f"redirects more than {self._limits.redirects} times")

    def _rules(self, url: httpx.URL) -> Robots:
        """The robots.txt rules for `url`. Raises ValueError if they cannot be fetched."""
        origin = str(url.copy_with(raw_path=b"/robots.txt"))
        until, rules = self._robots.get(origin, (0.0, Robots()))
        if time.monotonic() >= until:
            try:
                rules, last = self._ask_for_rules(httpx.URL(origin)), ROBOTS_LAST
            except ValueError as error:
                rules, last = str(error), FAILURES_LAST
            self._robots[origin] = time.monotonic() + last, rules
        if isinstance(rules, str):
            raise ValueError(rules)
        return rules

    def _ask_for_rules(self, url: httpx.URL) -> Robots:
        for _ in range(self._limits.redirects + 1):
            answer = self._ask(url, {}, cut=ROBOTS_LARGEST)
            if answer.status in REDIRECTS:
                url = _next(answer)
            elif answer.status >= 500 or answer.status == 429:
                raise ValueError(f"is not fetched: robots.txt of {url.host} {failures.meaning(answer.status)}")
            else:
                return Robots(answer.body)
        return Robots()

    def _ask(self, url: httpx.URL, headers: dict[str, str], *, delay: float = 0.0, cut: int | None = None) -> _Answer:
        """Send a request, and again if the server asks for a short wait.

        Args:
            url: The URL.
            headers: Additional headers.
            delay: Seconds that the site asks for between requests.
            cut: Read only so many bytes, instead of refusing a larger response.
        """
        for _ in range(2):
            self._pace.wait(url.host, delay)
            answer = self._send(url, headers, cut)
            wait = seconds_of(answer.headers.get("retry-after", "")) if answer.status in (429, 503) else None
            if wait is None:
                break
            self._pace.hold(url.host, wait)
        return answer

    def _send(self, url: httpx.URL, headers: dict[str, str], cut: int | None) -> _Answer:
        silence, seconds = self._limits.silence, self._limits.seconds
        self._backend.deadline = time.monotonic() + seconds
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=urls.port(url), target=url.raw_path)
        sent = {"Host": url.netloc.decode("ascii"), **HEADERS, **headers}
        extensions = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), silence)}
        with (
            failures.reasons(url.host, silence, seconds),
            self._pool.stream("GET", target, headers=list(sent.items()), extensions=extensions) as response,
        ):
            answer = _Answer(url, response.status, httpx.Headers(response.headers))
            if answer.status != 200:
                return answer
            largest = self._limits.largest if cut is None else cut
            if cut is None and int(answer.headers.get("content-length", 0)) > largest:
                raise ValueError(_too_large(largest))
            body = bytearray()
            for chunk in decoded(response.iter_stream(), answer.headers.get("content-encoding", ""), largest):
                body += chunk
                if len(body) > largest:
                    if cut is None:
                        raise ValueError(_too_large(largest))
                    break
            return _Answer(url, answer.status, answer.headers, bytes(body[:largest]))


def _next(answer: _Answer) -> httpx.URL:
    """The target of a redirect. Its bytes are UTF-8, or are percent-encoded as they are."""
    location = next((value for name, value in answer.headers.raw if name.lower() == b"location"), b"")
    if not location:
        raise ValueError(f"answered {answer.status}, a redirect without a target")
    try:
        target = location.decode("utf-8")
    except UnicodeDecodeError:
        target = quote(location, safe="".join(map(chr, range(0x21, 0x7F))))
    try:
        return urls.parse(target, answer.url)
    except ValueError as error:
        raise ValueError(f"redirects to {_shown(target[:200])}, which {error}") from error


def _resource(asked: str, answer: _Answer) -> Resource:
    url = str(answer.url)
    return Resource(
        source=_shown(asked),
        stream=io.BytesIO(answer.body),
        name=_shown(PurePosixPath(unquote(answer.url.path)).name),
        url=url,
        asked=_shown(asked) if asked != url else None,
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        content_type=_header(answer, "content-type"),
    )


def _too_large(largest: int) -> str:
    return f"is larger than {largest:,} bytes"


def _header(answer: _Answer, name: str) -> str | None:
    value = answer.headers.get(name)
    return value if value and PLAIN.fullmatch(value) else None


def _shown(address: str) -> str:
    """`address` on one line that can be printed and stored, without a password."""
    printable = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in address)
    return re.sub(r"//[^/?#]*@", "//", printable, count=1)
