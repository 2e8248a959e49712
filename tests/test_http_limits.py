"""Size, time and redirects end where the limits say, whatever the server does."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from quotes.http import client, decompression
from tests.web import STORY, Page, Site, hurried, reason, site


def endless(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        handler.wfile.write(b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n")


def dripping(web: Site, start: bytes, drop: bytes) -> Page:
    """A page of which one drop comes at a time, for ever."""

    def write(handler: Any) -> None:
        handler.wfile.write(start)
        while not web.closing.wait(0.02):
            handler.wfile.write(drop)

    return Page(written=write)


@pytest.fixture
def web() -> Iterator[Site]:
    with site({}) as web:
        yield web


@pytest.mark.parametrize(("length", "fits"), [(1000, True), (1001, False)])
def test_a_page_may_be_as_large_as_the_limit(web: Site, length: int, fits: bool) -> None:
    web.pages["/a"] = Page(b"x" * length)
    if fits:
        with hurried(largest=1000) as reader:
            found = reader.fetch(f"{web.url}/a")
        assert found
        assert len(found.resource.stream.read()) == length
    else:
        assert reason(f"{web.url}/a", limits={"largest": 1000}) == "is larger than 1,000 bytes"


def test_a_body_without_end(web: Site) -> None:
    web.pages["/a"] = Page(written=endless)
    assert reason(f"{web.url}/a", limits={"largest": 1_000_000}) == "is larger than 1,000,000 bytes"


@pytest.mark.slow
def test_a_gzip_bomb_is_not_unpacked(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[int] = []

    def counted(*arguments: Any) -> Iterator[bytes]:
        for part in decompression.decoded(*arguments):
            unpacked.append(len(part))
            yield part

    monkeypatch.setattr(client, "decoded", counted)
    bomb = gzip.compress(b"\0" * 100_000_000)
    assert len(bomb) < 100_000
    web.pages["/a"] = Page(bomb, headers={"Content-Encoding": "gzip"})
    assert reason(f"{web.url}/a", limits={"largest": 200_000}) == "is larger than 200,000 bytes"
    assert sum(unpacked) < 300_000


def test_gzip_that_never_unpacks_to_anything(web: Site) -> None:
    web.pages["/a"] = Page(gzip.compress(b"") * 10_000, headers={"Content-Encoding": "gzip"})
    assert reason(f"{web.url}/a", limits={"largest": 100_000}) == "is larger than 100,000 bytes"


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
def test_a_server_that_falls_silent(web: Site, start: bytes) -> None:
    def write(handler: Any) -> None:
        handler.wfile.write(start)
        web.closing.wait(10)

    web.pages["/a"] = Page(written=write)
    assert reason(f"{web.url}/a", limits={"silence": 0.2}).startswith("took too long (0.2 seconds of silence")


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    ],
)
def test_a_server_that_sends_a_little_at_a_time(web: Site, start: bytes, drop: bytes) -> None:
    web.pages["/a"] = dripping(web, start, drop)
    assert "0.5 in all" in reason(f"{web.url}/a", limits={"seconds": 0.5})


def test_headers_without_end(web: Site) -> None:
    def write(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")

    web.pages["/a"] = Page(written=write)
    assert reason(f"{web.url}/a").startswith("is incomplete")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_the_last_address_kept(web: Site, status: int) -> None:
    web.pages |= {"/a": Page(status=status, headers={"Location": "b/c?d#e"}), "/b/c?d": STORY}
    with hurried() as reader:
        found = reader.fetch(f"{web.url}/a")
    assert found
    assert found.resource.url == f"{web.url}/b/c?d"
    assert found.resource.asked == f"{web.url}/a"


def test_five_redirects_are_followed_and_no_more(web: Site) -> None:
    web.pages |= {f"/{n}": Page(status=302, headers={"Location": f"/{n + 1}"}) for n in range(7)}
    web.pages["/7"] = STORY
    with hurried() as reader:
        assert reader.fetch(f"{web.url}/2")
    assert reason(f"{web.url}/1") == "redirects more than 5 times"


def test_a_loop_of_redirects_ends(web: Site) -> None:
    web.pages["/a"] = Page(status=302, headers={"Location": "/a"})
    assert reason(f"{web.url}/a") == "redirects more than 5 times"
    assert web.paths == ["/a"] * 6


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (b"/caf\xe9", "/caf%E9"),
        ("/café".encode(), "/caf%C3%A9"),
        (b"/a b", "/a%20b"),
        (b"/\xff\xfe%20", "/%FF%FE%20"),
    ],
)
def test_a_redirect_in_bytes_that_are_no_text(web: Site, location: bytes, path: str) -> None:
    answer = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    web.pages |= {"/a": Page(written=lambda handler: handler.wfile.write(answer)), path: STORY}
    with hurried() as reader:
        found = reader.fetch(f"{web.url}/a")
    assert found
    assert found.resource.url == web.url + path


@pytest.mark.parametrize(
    ("location", "said"),
    [
        (None, "answered 302, a redirect without a target"),
        ("file:///etc/passwd", "redirects to file:///etc/passwd, which is not an http or https URL"),
        ("http://u:p@127.0.0.1/", "redirects to http://127.0.0.1/, which has a user name or password in it"),
        ("http://127.0.0.1:22/", "which has the port 22"),
        ("http://[::1/", "which is not a valid URL"),
    ],
)
def test_a_redirect_that_is_not_followed(web: Site, location: str | None, said: str) -> None:
    web.pages["/a"] = Page(status=302, headers={"Location": location} if location else {})
    assert said in reason(f"{web.url}/a")
    assert web.paths == ["/a"]
