"""A WARC file gives its pages, gzipped or not; a damaged record is one line, and the rest is read."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
import zlib
from collections.abc import Sequence

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from quotes.installation import install_command
from quotes.readers import warc
from quotes.readers.base import Resource
from tests.resources import everything, refusal, resource

HTML = ("Content-Type", "text/html; charset=utf-8")
ONE, TWO, THREE = (f"https://post.example/{number}" for number in (1, 2, 3))

Headers = Sequence[tuple[str, str]]


def written(
    *responses: tuple[str, str, Headers, bytes], packed: bool = False, about: dict[str, str] | None = None
) -> bytes:
    """A WARC file: an information record, and for each response its request, itself and a revisit."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for url, status, headers, body in responses:
        date = {"WARC-Date": "2024-10-23T14:05:00Z", **(about or {})}
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "post.example")], is_http_request=True)
        answered = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=answered, warc_headers_dict=date
            )
        )
        writer.write_record(writer.create_revisit_record(url, "sha1:x", ONE, "2024-10-23T14:05:00Z"))
    return out.getvalue()


def pages(data: bytes) -> list[tuple[str | None, bytes] | str]:
    found = everything(warc.read, resource(data, "a.warc"))
    return [(each.url, each.stream.read()) if isinstance(each, Resource) else str(each) for each in found]


PAGES = written(
    (ONE, "200 OK", [HTML], b"<p>One</p>"),
    ("https://post.example/gone", "404 Not Found", [HTML], b"<p>Gone</p>"),
    ("https://post.example/moved", "301 Moved Permanently", [HTML], b"<p>Moved</p>"),
    ("https://post.example/picture", "200 OK", [("Content-Type", "image/png")], b"\x89PNG"),
    (TWO, "200 OK", [("content-type", "text/plain")], b"Two"),
)


@pytest.mark.parametrize("form", ["plain", "each record gzipped", "all gzipped"])
def test_pages_are_given_and_everything_else_passed_over(form: str) -> None:
    data = PAGES
    if form == "all gzipped":
        data = gzip.compress(data)
    elif form == "each record gzipped":
        data = written(
            (ONE, "200 OK", [HTML], b"<p>One</p>"),
            (TWO, "200 OK", [("content-type", "text/plain")], b"Two"),
            packed=True,
        )
    assert warc.recognise(data[:4096], "")
    one, two = everything(warc.read, resource(data, "a.warc"))
    assert isinstance(one, Resource)
    assert isinstance(two, Resource)
    assert one.stream.read() == b"<p>One</p>"
    assert (one.source, one.url, one.depth) == (f"a.warc, {ONE}", ONE, 1)
    assert (one.fetched_at, one.content_type) == ("2024-10-23T14:05:00+00:00", "text/html; charset=utf-8")
    assert (two.stream.read(), two.content_type) == (b"Two", "text/plain")


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (("Content-Encoding", "gzip"), gzip.compress(b"<p>One</p>")),
        (("Content-Encoding", "gzip"), b"<p>One</p>"),
        (("Content-Encoding", "deflate"), zlib.compress(b"<p>One</p>")),
        (("Content-Encoding", "deflate"), zlib.compress(b"<p>One</p>")[2:-4]),
        (("Content-Encoding", "br"), b"<p>One</p>"),
        (("Content-Encoding", "br"), brotli.compress(b"<p>One</p>")),
        (("Content-Encoding", "BR"), brotli.compress(b"<p>One</p>", mode=brotli.MODE_TEXT, quality=1)),
        (("Transfer-Encoding", "chunked"), b"5\r\n<p>On\r\n5;x=y\r\ne</p>\r\n0\r\n\r\n"),
        (("Transfer-Encoding", "chunked"), b"<p>One</p>"),
    ],
)
def test_pages_are_unpacked_where_they_are_packed(header: tuple[str, str], body: bytes) -> None:
    assert pages(written((ONE, "200 OK", [HTML, header], body))) == [(ONE, b"<p>One</p>")]


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ([("Content-Encoding", "gzip")], gzip.compress(b"<p>One</p>")[:-9], "is damaged: it ends too early"),
        ([("Content-Encoding", "gzip")], gzip.compress(b"x" * 5_000_001), "is larger than 5,000,000 bytes"),
        ([("Content-Encoding", "br")], brotli.compress(b"<p>One</p>" * 99)[:-3], "is damaged: it ends too early"),
        ([("Content-Encoding", "br")], brotli.compress(b"x" * 5_000_001), "is larger than 5,000,000 bytes"),
        ([("Content-Encoding", "br")], b"words that are no Brotli", "is damaged: brotli: decoder failed"),
        ([("Content-Encoding", "br")], b"", "is damaged"),
        ([("Content-Encoding", "zstd")], b"\x28\xb5\x2f\xfd", "is compressed with zstd, which is not supported"),
        ([("Transfer-Encoding", "chunked")], b"5\r\n<p>On\r\nff\r\ne</p>", "is damaged: its chunks"),
        ([], b"x" * 5_000_001, "is larger than 5,000,000 bytes"),
    ],
)
def test_a_page_that_cannot_be_unpacked_is_said_and_the_rest_read(headers: Headers, body: bytes, reason: str) -> None:
    found = pages(written((ONE, "200 OK", [HTML, *headers], body), (TWO, "200 OK", [HTML], b"<p>Two</p>")))
    assert str(found[0]).startswith(f"a.warc, {ONE}: {reason}")
    assert found[1:] == [(TWO, b"<p>Two</p>")]


def test_a_page_cut_off_by_the_crawler_is_refused() -> None:
    data = written((ONE, "200 OK", [HTML], b"<p>On"), about={"WARC-Truncated": "length"})
    assert pages(data) == [f"a.warc, {ONE}: was truncated by the crawler (length)"]


THREE_PAGES = written(*((url, "200 OK", [HTML], f"<p>{url}</p>".encode()) for url in (ONE, TWO, THREE)))


@pytest.mark.parametrize("damage", ["shorter", "a line longer", "other bytes between"])
def test_a_damaged_record_is_never_read_as_a_page_and_the_next_is(damage: str) -> None:
    at = THREE_PAGES.index(f"<p>{TWO}".encode())
    between = THREE_PAGES.index(b"WARC/", at)
    data = {
        "shorter": THREE_PAGES[:at] + THREE_PAGES[at + 4 :],
        "a line longer": THREE_PAGES[:at] + b"one more line\r\n" * 1000 + THREE_PAGES[at:],
        "other bytes between": THREE_PAGES[: between - 4] + b"\0\xff" * 50_000 + b"\r\n" + THREE_PAGES[between:],
    }[damage]
    assert pages(data) == [
        (ONE, f"<p>{ONE}</p>".encode()),
        f"a.warc, {TWO}: is damaged: its record does not have the declared length",
        (THREE, f"<p>{THREE}</p>".encode()),
    ]


@pytest.mark.parametrize("end", [3, 40, 200])
def test_a_file_that_ends_in_a_record(end: int) -> None:
    at = THREE_PAGES.index(f"<p>{THREE}".encode())
    found = pages(THREE_PAGES[: at + end] if end == 3 else THREE_PAGES[: at - end])
    assert [each[0] for each in found[:2]] == [ONE, TWO]
    assert all(isinstance(each, str) and each.startswith("a.warc, ") for each in found[2:])
    assert len(found) == 3


def test_a_gzipped_file_that_ends_too_early() -> None:
    data = written((ONE, "200 OK", [HTML], b"<p>One</p>"), packed=True)
    assert pages(data[:-20]) == [
        (ONE, b"<p>One</p>"),
        "a.warc: is damaged: it ends too early; nothing after it was read",
    ]


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        (b"x: y\r\n" * 10_000, "has more than 5,000 header lines"),
        (b"WARC-Type: response\r\nContent-Length: 5000\r\n", "its headers cannot be read"),
        (b"WARC-Type: response\r\nWARC-Target-URI: https://post.example/\r\n", "its headers cannot be read"),
    ],
)
def test_headers_that_make_no_sense(headers: bytes, reason: str) -> None:
    found = pages(b"WARC/1.0\r\n" + headers + b"\r\nHTTP/1.1 200 OK\r\n\r\n" + PAGES)
    assert found[0] == f"a.warc, record 1: is damaged: {reason}"


def test_a_line_without_end_is_not_held() -> None:
    data = b"WARC/1.0\r\nWARC-Type: " + b"x" * 10_000_000 + b"\r\nContent-Length: 0\r\n\r\n\r\n\r\n" + PAGES
    assert [each[0] for each in pages(data) if isinstance(each, tuple)] == [ONE, TWO]


@pytest.mark.slow
def test_a_bomb_is_refused() -> None:
    record = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 150000000\r\n\r\n" + b"\0" * 150_000_000
    assert refusal(warc.read, resource(gzip.compress(record), "a.warc.gz")) == (
        "a.warc.gz: is refused: it expands to more than 100 times its size"
    )


def test_addresses_are_cleaned_or_left_out() -> None:
    data = PAGES.replace(ONE.encode(), b"javascript:x,y,z/12345")
    assert pages(data) == [(TWO, b"Two")]
    found = pages(written(("https://post.example/a\u202eb", "200 OK", [HTML], b"x")))
    assert found == [(None, b"x")]


def test_a_file_without_pages() -> None:
    assert refusal(warc.read, resource(written(), "a.warc")) == "a.warc: has no pages"


@given(st.binary(max_size=300))
def test_any_bytes_after_a_beginning(tail: bytes) -> None:
    assert pages(b"WARC/1.0\r\n" + tail)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"WARC/1.1\r\n", True),
        (gzip.compress(b"WARC/1.0\r\n")[:20], True),
        (gzip.compress(b"Words"), False),
        (b"\x1f\x8b", False),
    ],
)
def test_recognised_by_content(head: bytes, expected: bool) -> None:
    assert warc.recognise(head, "a.gz") is expected


def test_without_the_library_a_page_in_brotli_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = [HTML, ("Content-Encoding", "br")]
    packed, unpacked = brotli.compress(b"<p>One</p>"), b"<p>Two</p>"
    data = written((ONE, "200 OK", headers, packed), (TWO, "200 OK", headers, unpacked))
    monkeypatch.setitem(sys.modules, "brotli", None)
    command = install_command("warc")
    assert pages(data) == [f"a.warc, {ONE}: needs the extra warc; install it with: {command}", (TWO, unpacked)]


@pytest.mark.slow
def test_a_bomb_in_brotli_is_refused_before_it_unfolds() -> None:
    data = written((ONE, "200 OK", [HTML, ("Content-Encoding", "br")], brotli.compress(bytes(10**8))))
    tracemalloc.start()
    (found,) = pages(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == f"a.warc, {ONE}: is larger than 5,000,000 bytes"
    assert peak < 40_000_000
