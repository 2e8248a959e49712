"""Reads files of any size line by line, with a limit on the length of a line in memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from quotes.readers.encoding import BYTE_ORDER_MARKS

_CHUNK = 1 << 16


def utf8(stream: BinaryIO) -> BinaryIO:
    """`stream` after its byte order mark. UTF-16 and UTF-32 are converted to UTF-8 while reading.

    Reading raises UnicodeDecodeError if the encoding is damaged.
    """
    head = stream.read(4)
    mark = next((mark for mark in BYTE_ORDER_MARKS if head.startswith(mark)), b"")
    stream.seek(len(mark))
    if mark in (b"", codecs.BOM_UTF8):
        return stream
    return io.BufferedReader(_Recoded(stream, BYTE_ORDER_MARKS[mark]), _CHUNK)


def numbered(stream: BinaryIO, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its line end, and its number from 1; None for a line of more than `longest` bytes."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) <= longest or line.endswith(b"\n"):
            yield number, line
            continue
        while (line := stream.readline(_CHUNK)) and not line.endswith(b"\n"):
            pass
        yield number, None


class _Recoded(io.RawIOBase):
    """A stream in another encoding, read as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            data = self._stream.read(_CHUNK)
            self._ready = self._decoder.decode(data, final=not data).encode()
            if not data:
                break
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size
