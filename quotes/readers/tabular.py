"""JSON, JSON Lines and CSV (also with semicolons or tabs): one article per record."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import PurePath
from typing import BinaryIO

from quotes.model import Article
from quotes.readers import article_fields, line_stream, markup, metadata
from quotes.readers.base import (
    LARGEST,
    Read,
    ReadError,
    Resource,
    article_or_error,
    build_article,
    os_reason,
    reported_for,
    sha256,
)
from quotes.readers.encoding import decode
from quotes.readers.json_stream import items

# Bytes in one record, with all its fields.
LARGEST_RECORD = 5_000_000

JSON_NAMES = (".json", ".jsonl", ".ndjson")
CSV_NAMES = (".csv", ".tsv", ".tab")
DELIMITERS = ",;\t|"

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[{\]])")
# The line in which spreadsheets name the delimiter.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")


def recognise(head: bytes, name: str) -> bool:
    """Whether this is JSON (an object, or a list of objects) or a table with a column for the text."""
    suffix = PurePath(name).suffix.lower()
    if _JSON.match(head) or suffix in (*JSON_NAMES, *CSV_NAMES):
        return True
    try:
        first = decode(head[: head.find(b"\n") + 1])
    except ValueError:
        return False
    names, _ = _header(first, {})
    return len(names) > 1 and {"text", "title"} <= article_fields.meant(names, {})


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """An article for each record. One record is in memory at a time.

    `fields` maps names to article fields; the other fields are found by their usual names
    (`quotes.readers.article_fields`). HTML becomes text. A record is a ReadError for "file, line N" (in a JSON document
    "file, item N") if it has no text, cannot be read, or is larger than LARGEST_RECORD bytes. Reading continues with
    the next record, but stops at damage in a JSON document, where the next record cannot be found.
    """
    suffix = PurePath(resource.name).suffix.lower()
    try:
        stream = line_stream.utf8(resource.stream)
        first, second = stream.readline(LARGEST_RECORD).strip(), stream.readline(LARGEST_RECORD).strip()
        if suffix in (".jsonl", ".ndjson") or first[:1] == second[:1] == b"{" and first[-1:] == b"}":
            kind = _json_lines
        else:
            kind = _json if suffix == ".json" or _JSON.match(first) else _csv
        resource.stream.seek(0)
        yield from kind(resource, line_stream.utf8(resource.stream), fields)
    except OSError as error:
        yield ReadError(resource.source, os_reason(error))
    except UnicodeDecodeError as error:
        yield ReadError(
            resource.source, f"is damaged: it has bytes that are not valid {error.encoding.upper()}; save it again"
        )


def _json_lines(resource: Resource, stream: BinaryIO, fields: Mapping[str, str]) -> Iterator[Read]:
    only = True
    for number, line in line_stream.numbered(stream, LARGEST_RECORD):
        source = f"{resource.source}, line {number}"
        if line is None:
            yield ReadError(source, f"is longer than {LARGEST_RECORD:,} bytes")
        elif line.strip():
            yield _read(line, source, resource, fields)
            only = False
    if only:
        yield ReadError(resource.source, "has no records")


def _read(line: bytes, source: str, resource: Resource, fields: Mapping[str, str]) -> Read:
    try:
        record = json.loads(decode(line).strip())
    except json.JSONDecodeError as error:
        return ReadError(source, f"is not valid JSON: {error.msg.lower()} (column {error.colno})")
    except RecursionError:
        return ReadError(source, "is not valid JSON: nested too deeply")
    except ValueError as error:
        return ReadError(source, str(error))
    return article(record, source, sha256(line), resource, fields)


def _json(resource: Resource, stream: BinaryIO, fields: Mapping[str, str]) -> Iterator[Read]:
    number = 0
    try:
        for number, record in items(stream, LARGEST_RECORD):
            source = f"{resource.source}, item {number}" if number else resource.source
            data = json.dumps(record, sort_keys=True, default=str).encode()
            yield article(record, source, sha256(data), resource, fields)
    except UnicodeDecodeError:
        raise
    except ValueError as error:
        yield ReadError(f"{resource.source}, item {number + 1}", f"{error}; nothing after it was read")


def _csv(resource: Resource, stream: BinaryIO, fields: Mapping[str, str]) -> Iterator[Read]:
    # The limit of the csv module is global; it is the limit for an article here.
    csv.field_size_limit(LARGEST)
    raw: list[bytes] = []
    faults: list[str] = []
    decoded = _decoded(line_stream.numbered(stream, LARGEST_RECORD), raw, faults)
    first = next(decoded, "")
    names, delimiter = _header(first, fields)
    skipped = 1
    if not names:
        names, _ = _header(next(decoded, ""), fields, delimiter)
        skipped = 2
    if faults or "text" not in article_fields.meant(names, fields):
        yield ReadError(resource.source, faults[0]) if faults else no_text_column(resource.source, names)
        return
    rows = csv.reader(decoded, delimiter=delimiter, strict=True)
    while True:
        raw.clear()
        faults.clear()
        source = f"{resource.source}, line {rows.line_num + skipped + 1}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            if "field limit" in str(error):
                yield ReadError(
                    source, f"has a quoted field of more than {LARGEST:,} characters; nothing after it was read"
                )
                return
            yield ReadError(source, faults[0] if faults else f"is not valid CSV: {error}")
            continue
        while len(row) > len(names) and not row[-1]:
            row.pop()
        if faults:
            yield ReadError(source, faults[0])
        elif row and len(row) != len(names):
            yield ReadError(source, f"has {len(row)} columns where the first line has {len(names)}")
        elif row:
            record = {name: cell for name, cell in zip(names, row, strict=True) if name}
            yield article(record, source, sha256(b"".join(raw)), resource, fields)


def _decoded(numbered: Iterator[tuple[int, bytes | None]], raw: list[bytes], faults: list[str]) -> Iterator[str]:
    """The lines as text. Each is added to `raw`. A line that cannot be used is empty, and `faults` has the reason."""
    size = 0
    for _, line in numbered:
        size = len(line or b"") + (size if raw else 0)
        if line is None or size > LARGEST_RECORD:
            faults.append(f"is longer than {LARGEST_RECORD:,} bytes")
            yield "\n"
            continue
        raw.append(line)
        try:
            yield decode(line)
        except ValueError as error:
            faults.append(str(error))
            yield "\n"


def _header(line: str, fields: Mapping[str, str], delimiter: str | None = None) -> tuple[list[str], str]:
    """The column names and the delimiter: the one that gives most known names, then most names."""
    if match := _SEPARATOR_LINE.fullmatch(line):
        return [], match[1]
    best: tuple[tuple[int, int], list[str], str] = ((-1, 0), [], ",")
    for each in delimiter or DELIMITERS:
        try:
            names = [name.strip() for name in next(csv.reader([line], delimiter=each), [])]
        except csv.Error:
            continue
        best = max(
            best, ((len(article_fields.meant(names, fields)), len(names)), names, each), key=lambda found: found[0]
        )
    return best[1], best[2]


def article(record: object, source: str, digest: str, resource: Resource, fields: Mapping[str, str]) -> Read:
    """The article of one record, or the reason why it has none. digest: the SHA-256 of the record's bytes."""
    return article_or_error(_article, record, source, digest, resource, fields)


def no_text_column(
    source: str, names: Iterable[object], fault: str = "has no column for the text; name it"
) -> ReadError:
    """The error for a table, or a record, without a known name for the text."""
    shown = ", ".join(filter(None, map(metadata.line, islice(names, 20))))
    return ReadError(source, f"{fault} with --map NAME=text (it has: {shown or 'none'})")


def _article(record: object, source: str, digest: str, resource: Resource, fields: Mapping[str, str]) -> Article:
    if not isinstance(record, dict):
        raise ReadError(source, "is not an object with named fields")
    text, known = article_fields.found(record, fields)
    if text is None:
        raise no_text_column(source, record, "has no text; name its field")
    with reported_for(source):
        text, extractor = markup.words(text)
    return build_article(resource, text, raw=digest, extractor=extractor, source=source, **known)
