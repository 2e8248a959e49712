"""Tables that commands take with --from: CSV with a header, or JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from quotes.readers.encoding import decode

Cells = dict[str, str]


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        place: The file and the line, for messages.
        read: The cells that are not empty, by the name of the column in lower case; or why there are none.
    """

    place: str
    read: Cells | str

    @property
    def cells(self) -> Cells:
        """The cells. Raises ValueError if the line could not be read."""
        if isinstance(self.read, str):
            raise ValueError(self.read)
        return self.read


def read(path: Path) -> list[Row]:
    """The rows of a table. A line of JSON that cannot be read is a row without cells.

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
    return [Row(f"{path}, line {number}", row) for number, row in rows]


def _csv(text: str) -> Sequence[tuple[int, Cells | str]]:
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    return [(rows.line_num, _row(each)) for each in rows]


def _json_lines(text: str) -> Sequence[tuple[int, Cells | str]]:
    found: list[tuple[int, Cells | str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            found.append((number, f"is not valid JSON: {error.msg.lower()}"))
        else:
            is_object = isinstance(record, dict)
            found.append((number, _row(record) if is_object else "is not an object with named fields"))
    return found


def _row(record: dict[object, object]) -> Cells:
    """The cells that are not empty, by the name of the column."""
    cells = {str(name).strip().lower(): value for name, value in record.items() if name is not None}
    return {name: str(value).strip() for name, value in cells.items() if value is not None and str(value).strip()}
