"""WARC (ISO 28500), the archive format of crawlers, with or without gzip: the pages in it."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import IO, Any, cast

from quotes.readers import metadata
from quotes.readers.base import Read, ReadError, Resource
from quotes.readers.compressed import GZIP, Bomb, Budget
from quotes.readers.extras import need
from quotes.text import dates

# Bytes in one page.
LARGEST = 5_000_000
# Bytes in a header line of a record, and the number of such lines.
LONGEST_LINE, MOST_LINES = 1 << 16, 5_000

PAGES = ("text/html", "application/xhtml+xml", "text/plain")

_START = b"WARC/"
_CHUNK_LENGTH = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n")
_CHUNK = 1 << 16
# The beginning of a page that the crawler decompressed. Brotli data has no signature.
_MARKUP = re.compile(rb"[ \t\r\n]*<[!?A-Za-z]")


def recognise(head: bytes, name: str) -> bool:
    """Whether this begins with a WARC record, also with gzip."""
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, len(_START))
        except zlib.error:
            return False
    return head.startswith(_START)


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """A resource for each page, HTML or plain text, that was fetched completely with status 200.

    `url` is the WARC-Target-URI, `fetched_at` the WARC-Date and `content_type` that of the response. Other records are
    skipped: requests, metadata, revisits, pictures, redirects. These are a ReadError: a record that is cut off or
    damaged, after which reading continues with the next one; a page of more than LARGEST bytes; and a file without
    pages.
    """
    none = True
    try:
        loader = need("warcio.recordloader", "warc", resource.source).ArcWarcRecordLoader(verify_http=False)
        for each in _pages(resource, _Input(resource), loader):
            none = False
            yield each
        if none:
            yield ReadError(resource.source, "has no pages")
    except ReadError as error:
        yield error
    except Bomb as error:
        yield ReadError(resource.source, str(error))
    except (EOFError, OSError, zlib.error) as error:
        reason = "it ends too early" if isinstance(error, EOFError) else str(error).lower()
        yield ReadError(resource.source, f"is damaged: {reason}; nothing after it was read")


class _Input:
    """The decompressed bytes of a WARC file, with limits on the length and number of lines."""

    def __init__(self, resource: Resource) -> None:
        stream = resource.stream
        self._budget = getattr(stream, "budget", None) or Budget(stream.seek(0, io.SEEK_END))
        stream.seek(0)
        packed = stream.read(2) == GZIP
        stream.seek(0)
        self._stream = cast(IO[bytes], gzip.GzipFile(fileobj=stream, mode="rb") if packed else stream)
        self.lines = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(min(size, LARGEST))
        self._budget.spend(len(data))
        return data

    def first_line(self) -> bytes:
        """The next line, which may begin a record."""
        self.lines = 0
        return self.readline()

    def readline(self, size: int | None = None) -> bytes:
        self.lines += 1
        if self.lines > MOST_LINES:
            raise ValueError(f"has more than {MOST_LINES:,} header lines")
        line = self._stream.readline(min(size or LONGEST_LINE, LONGEST_LINE))
        self._budget.spend(len(line))
        return line


def _pages(resource: Resource, stream: _Input, loader: Any) -> Iterator[Read]:
    number, lost = 0, False
    line = stream.first_line()
    while line:
        if not line.startswith(_START):
            if line.strip() and not lost:
                yield ReadError(f"{resource.source}, record {number}", "is damaged: no other record follows it")
                lost = True
            line = stream.first_line()
            continue
        number, lost = number + 1, False
        try:
            record = loader.parse_record_stream(stream, statusline=line, known_format="warc")
        except (EOFError, OSError, zlib.error, Bomb):
            raise
        except Exception as error:
            reason = str(error) if isinstance(error, ValueError) else "its headers cannot be read"
            yield ReadError(f"{resource.source}, record {number}", f"is damaged: {' '.join(reason.split())[:200]}")
            lost = True
            line = stream.first_line()
            continue
        page = _page(resource, record, number)
        while record.raw_stream.read(_CHUNK):
            pass
        if record.raw_stream.limit:
            page = ReadError(f"{resource.source}, record {number}", "is cut off: the file ends inside it")
        line = stream.first_line()
        # Two empty lines end a record.
        lost = bool(line.strip())
        if line and not lost:
            line = stream.first_line()
            lost = bool(line.strip()) and not line.startswith(_START)
        if lost and isinstance(page, Resource):
            page = ReadError(page.source, "is damaged: its record does not have the declared length")
        if page is not None:
            yield page


def _page(resource: Resource, record: Any, number: int) -> Read | None:
    if record.rec_type not in ("response", "resource"):
        return None
    about, http = record.rec_headers, record.http_headers
    content_type = http.get_header("Content-Type") if http else record.content_type
    if http and http.get_statuscode() != "200" or (content_type or "").partition(";")[0].strip().lower() not in PAGES:
        return None
    url = metadata.address(about.get_header("WARC-Target-URI"))
    source = f"{resource.source}, {url or f'record {number}'}"
    if cut := about.get_header("WARC-Truncated"):
        return ReadError(source, f"was truncated by the crawler ({metadata.line(cut)})")
    try:
        data = _payload(record, source)
    except ReadError as error:
        return error
    except ValueError as error:
        return ReadError(source, str(error))
    return Resource(
        source=source,
        stream=io.BytesIO(data),
        url=url,
        fetched_at=dates.iso(about.get_header("WARC-Date")),
        content_type=metadata.line(content_type),
        depth=resource.depth + 1,
    )


def _payload(record: Any, source: str) -> bytes:
    """The bytes of the page. Raises ValueError if they are too many, damaged, or in an unknown compression."""
    data = record.raw_stream.read(LARGEST + 1)
    while len(data) <= LARGEST and (more := record.raw_stream.read(LARGEST + 1 - len(data))):
        data += more
    if len(data) > LARGEST:
        raise ValueError(f"is larger than {LARGEST:,} bytes")
    if not record.http_headers:
        return bytes(data)
    # Many crawlers keep these headers but store the page decoded and decompressed.
    if (record.http_headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        data = _joined(data) if _CHUNK_LENGTH.match(data) else data
    encoding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if encoding in ("gzip", "x-gzip") and data.startswith(GZIP):
        return _inflated(data, 31)
    if encoding == "deflate" and not data.lstrip().startswith(b"<"):
        return _inflated(data, 15 if data[:1] == b"\x78" else -15)
    if encoding == "br" and not _MARKUP.match(data):
        return _unbrotlied(data, source)
    if encoding == "zstd" and not data.lstrip().startswith(b"<"):
        raise ValueError(f"is compressed with {encoding}, which is not supported")
    return bytes(data)


def _joined(data: bytes) -> bytes:
    readers = import_module("warcio.bufferedreaders")
    try:
        return bytes(readers.ChunkedDataReader(io.BytesIO(data), raise_exceptions=True).read())
    except readers.ChunkedDataException as error:
        raise ValueError("is damaged: its chunks do not have the declared length") from error


def _unbrotlied(data: bytes, source: str) -> bytes:
    """Decompress a page in Brotli (RFC 7932)."""
    brotli = need("brotli", "warc", source)
    unpacking = brotli.Decompressor()
    try:
        unpacked: bytes = unpacking.process(data, output_buffer_limit=LARGEST + 1)
        while not unpacking.is_finished() and len(unpacked) <= LARGEST:
            more = unpacking.process(b"", output_buffer_limit=LARGEST + 1 - len(unpacked))
            if not more:
                raise ValueError("is damaged: it ends too early")
            unpacked += more
    except brotli.error as error:
        raise ValueError(f"is damaged: {error}") from error
    if len(unpacked) > LARGEST:
        raise ValueError(f"is larger than {LARGEST:,} bytes")
    return unpacked


def _inflated(data: bytes, window: int) -> bytes:
    unpacking = zlib.decompressobj(window)
    try:
        unpacked = unpacking.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise ValueError(f"is damaged: {error}") from error
    if len(unpacked) > LARGEST:
        raise ValueError(f"is larger than {LARGEST:,} bytes")
    if not unpacking.eof:
        raise ValueError("is damaged: it ends too early")
    return unpacked
