"""A page is fetched with what is known of it, or one line says why not."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pytest

from quotes.http import USER_AGENT
from tests.web import STORY, Page, hurried, reason, site


def test_a_page_comes_with_its_address_type_name_and_time() -> None:
    with site({"/news/a%20b.txt?x=1": STORY}) as web, hurried() as fetcher:
        found = fetcher.fetch(f"{web.url}/news/a%20b.txt?x=1#top")
    assert found
    resource = found.resource
    assert resource.stream.read() == STORY.body
    assert resource.stream.seek(0) == 0
    assert resource.url == f"{web.url}/news/a%20b.txt?x=1"
    assert resource.asked == resource.source == f"{web.url}/news/a%20b.txt?x=1#top"
    assert resource.name == "a b.txt"
    assert resource.content_type == "text/plain; charset=utf-8"
    assert resource.fetched_at
    assert resource.fetched_at.endswith("+00:00")
    assert (found.etag, found.last_modified) == (None, None)


def test_the_address_asked_for_is_not_repeated_where_it_is_the_address() -> None:
    with site({"/a": STORY}) as web, hurried() as fetcher:
        found = fetcher.fetch(f"{web.url}/a")
    assert found
    assert found.resource.asked is None


def test_the_request_names_the_project_and_no_secret() -> None:
    cookie = Page(b"x", headers={"Set-Cookie": "id=1; Path=/"})
    with site({"/a": cookie}) as web, hurried() as fetcher:
        fetcher.fetch(f"{web.url}/a")
        fetcher.fetch(f"{web.url}/a")
    _, headers = web.asked[-1]
    assert headers["User-Agent"] == USER_AGENT
    assert USER_AGENT.startswith("quotes/")
    assert headers["Host"] == web.url.removeprefix("http://")
    assert not {"cookie", "authorization", "referer"} & {name.lower() for name in headers}


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with site({"/a": STORY}) as web, hurried() as fetcher:
        assert fetcher.fetch(f"{web.url}/a")


def test_what_has_not_changed_is_not_sent_again() -> None:
    first = Page(b"x", headers={"ETag": '"1"', "Last-Modified": "Wed, 23 Oct 2024 10:00:00 GMT"})
    with site({"/a": [first, Page(status=304)]}) as web, hurried() as fetcher:
        found = fetcher.fetch(f"{web.url}/a")
        assert found
        again = fetcher.fetch(f"{web.url}/a", etag=found.etag, last_modified=found.last_modified)
    assert again is None
    _, headers = web.asked[-1]
    assert headers["If-None-Match"] == '"1"'
    assert headers["If-Modified-Since"] == "Wed, 23 Oct 2024 10:00:00 GMT"


def test_not_modified_without_a_condition_is_an_error() -> None:
    with site({"/a": Page(status=304)}) as web:
        assert "304 Not Modified" in reason(f"{web.url}/a")


def test_a_header_with_a_newline_is_not_sent() -> None:
    with site({"/a": STORY}) as web, hurried() as fetcher:
        assert fetcher.fetch(f"{web.url}/a", etag='"1"\r\nX-Injected: yes')
    _, headers = web.asked[-1]
    assert "If-None-Match" not in headers
    assert "X-Injected" not in headers


@pytest.mark.parametrize("address", ["{}/a\nb", "{}/a\r\nHost: x", "{}/\x00", "{}/\ud800"])
def test_an_address_with_a_control_character_is_not_asked_for(address: str) -> None:
    with site({}) as web:
        assert reason(address.format(web.url)) == "is not a valid URL"
    assert web.asked == []


def test_an_address_with_a_line_separator_is_named_on_one_line() -> None:
    with site({}) as web:
        assert "404" in reason(f"{web.url}/\u2028")
    assert web.paths == ["/%E2%80%A8"]


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (204, "the response is not a page"),
        (401, "it requires a login"),
        (403, "the site does not allow programs"),
        (404, "there is no such page"),
        (410, "the page was removed"),
        (429, "there were too many requests"),
        (451, "it is withheld for legal reasons"),
        (500, "the site has an error"),
        (503, "the site has an error"),
        (599, "the site has an error"),
    ],
)
def test_an_answer_that_is_no_page_says_what_it_means(status: int, meaning: str) -> None:
    with site({"/a": Page(status=status)}) as web:
        said = reason(f"{web.url}/a")
    assert said.startswith(f"answered {status}")
    assert meaning in said


def test_a_host_that_does_not_answer() -> None:
    with site({}) as web:
        gone = web.url
    assert reason(f"{gone}/a").startswith("cannot be reached: 127.0.0.1 refuses the connection")


def test_a_host_that_does_not_exist() -> None:
    assert reason("http://nowhere.invalid/a").startswith("cannot be reached: the host nowhere.invalid is unknown")


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", b"HTTP/1.1 200 OK\r\nA:"],
)
def test_a_connection_that_breaks_off(answer: bytes) -> None:
    with site({"/a": Page(written=lambda handler: handler.wfile.write(answer))}) as web:
        assert reason(f"{web.url}/a").startswith("is incomplete: 127.0.0.1 closed the connection")


def test_compressed_pages_are_read() -> None:
    parts = gzip.compress(b"one ") + gzip.compress(b"two" * 100_000)
    with site({"/a": Page(parts, headers={"Content-Encoding": "gzip"})}) as web, hurried() as fetcher:
        found = fetcher.fetch(f"{web.url}/a")
    assert found
    assert found.resource.stream.read() == b"one " + b"two" * 100_000


@pytest.mark.parametrize(
    ("body", "encoding", "said"),
    [
        (gzip.compress(b"x" * 100)[:-9], "gzip", "is damaged"),
        (b"no gzip", "gzip", "is damaged"),
        (gzip.compress(b"x") + b"garbage", "gzip", "is damaged"),
        (b"x", "br", "has an unsupported compression ('br')"),
        (gzip.compress(gzip.compress(b"x")), "gzip, gzip", "has an unsupported compression"),
    ],
)
def test_compression_that_cannot_be_undone(body: bytes, encoding: str, said: str) -> None:
    with site({"/a": Page(body, headers={"Content-Encoding": encoding})}) as web:
        assert reason(f"{web.url}/a").startswith(said)


def test_reading_does_not_import_the_network() -> None:
    code = "import sys, quotes.readers; print({'httpx', 'httpcore', 'protego', 'lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
