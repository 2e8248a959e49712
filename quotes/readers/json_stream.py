"""Reads the records of a JSON document of any size, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

# Members that hold the records if the document is an object around them, as in responses of APIs.
AROUND = frozenset(
    "_items articles data docs documents entries hits item items news posts records response results rows stories "
    "value".split()
)
# Nested objects and lists. No record of an article needs as many.
DEEPEST = 100

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_HIGH = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")
# A pair, half of one, or any other escape (RFC 8259, section 7).
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
_LONGEST_ESCAPE = len(r"\ud83d\ude00") - 1


def items(stream: BinaryIO, largest: int) -> Iterator[tuple[int, Any]]:
    """The records in a JSON document in UTF-8, with their numbers from 1.

    Records are the elements of a list, or of the list in a member named in AROUND, which may be nested
    ({"response": {"results": [...]}}). Any other object is one record with the number 0. Numbers with a decimal point
    are Decimal.

    Raises:
        ValueError: The document is not JSON, is nested deeper than DEEPEST, or holds a record of more than about
            `largest` bytes. Records before that were returned.
    """
    import ijson

    limited = _Limited(stream, largest)
    path: list[str] = []
    whole, record = ijson.ObjectBuilder(), None
    number = depth = 0
    try:
        for event, value in ijson.basic_parse(limited):
            if event in ("end_map", "end_array"):
                path.pop()
            if record is None and event == "start_map" and path and path[-1] == "" and AROUND.issuperset(path[:-1]):
                record, depth = ijson.ObjectBuilder(), len(path)
            (record or whole).event(event, value)
            if event in ("start_map", "start_array"):
                path.append("")
                if len(path) > DEEPEST:
                    raise ValueError(f"is nested deeper than {DEEPEST} levels")
            elif event == "map_key":
                path[-1] = value
            elif record is not None and event == "end_map" and len(path) == depth:
                number += 1
                limited.left = largest
                yield number, record.value
                record = None
            elif record is None and path == [""] and event not in ("end_map", "end_array"):
                number += 1
                yield number, value
    except ijson.JSONError as error:
        raise ValueError(f"is not valid JSON: {_reason(error)}") from error
    if number == 0:
        yield 0, whole.value


def _reason(error: Exception) -> str:
    message = error.args[0] if error.args else ""
    lines = (message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)).splitlines()
    return lines[0] if lines else "unknown error"


class _Limited:
    """A stream of at most `left` bytes in which half a surrogate pair ("\\ud83d") is U+FFFD, not a question mark as the
    library would make it.
    """

    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream = stream
        self._largest = self.left = left
        self._held = b""

    def read(self, size: int) -> bytes:
        if size == 0:
            return b""
        ready = b""
        while not ready:
            data = self._stream.read(size)
            self.left -= len(data)
            if self.left < 0:
                raise ValueError(f"is larger than {self._largest:,} bytes")
            ready, self._held = _split(self._held + data) if data else (self._held, b"")
            if not data:
                break
        return _ESCAPE.sub(_whole, ready) if _SURROGATE.search(ready) else ready


def _split(data: bytes) -> tuple[bytes, bytes]:
    """`data` up to an escape that may continue after its end, and the rest."""
    cut = data.find(b"\\", max(0, len(data) - _LONGEST_ESCAPE))
    if cut < 0:
        return data, b""
    # This may be the second half of a pair, or one of several backslashes.
    if _HIGH.fullmatch(data, max(0, cut - 6), cut):
        cut -= 6
    backslashes = cut - len(data[:cut].rstrip(b"\\"))
    cut -= backslashes % 2
    return data[:cut], data[cut:]


def _whole(escape: re.Match[bytes]) -> bytes:
    return b"\\ufffd" if escape[1] else escape[0]
