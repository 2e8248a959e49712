"""Tables that commands take with --table: CSV with a header, or JSON lines."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from quotes.readers.encoding import decode

Row = tuple[str, dict[str, str]]


def read(path: Path) -> list[Row]:
    """The rows of a table, each with its place in the file for messages. Names of columns are in lower case.

    Raises:
        ValueError: The file is neither CSV with a header nor JSON lines.
    """
    try:
        text = decode(path.read_bytes())
        rows = _json_lines(text) if text.lstrip().startswith("{") else _csv(text)
    except (ValueError, csv.Error) as error:
        raise ValueError(f"{path}: {error}") from error
    if not rows:
        raise ValueError(f"{path}: has no rows")
    return [(f"{path}, line {number}", row) for number, row in rows]


def _csv(text: str) -> list[tuple[int, dict[str, str]]]:
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    return [(rows.line_num, _row(each)) for each in rows]


def _json_lines(text: str) -> list[tuple[int, dict[str, str]]]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} is not valid JSON: {error.msg.lower()}") from error
        if not isinstance(record, dict):
            raise ValueError(f"line {number} is not an object with named fields")
        found.append((number, _row(record)))
    return found


def _row(record: dict[object, object]) -> dict[str, str]:
    """The cells that are not empty, by the name of the column."""
    cells = {str(name).strip().lower(): value for name, value in record.items() if name is not None}
    return {name: str(value).strip() for name, value in cells.items() if value is not None and str(value).strip()}
