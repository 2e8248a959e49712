"""What the commands print: data on standard output, everything else on standard error."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Any

from quotes.model import UNVERIFIED, Polarity, Quotation
from quotes.store import StoredQuotation
from quotes.text import characters
from quotes.text.wording import Worded, second_hand


class Format(StrEnum):
    """How a list is printed: for people, one JSON object a line, or comma-separated with a header."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


class TextFormat(StrEnum):
    """How everything else is printed: for people, or one JSON object a line."""

    text = "text"
    jsonl = "jsonl"


def safe(text: str) -> str:
    """`text` with nothing in it that could steer a terminal; line ends become line feeds."""
    return characters.UNSAFE.sub("\ufffd", re.sub("\r\n?", "\n", text))


def line(text: str) -> str:
    """`text` on one line, safe for a terminal."""
    return " ".join(safe(text).split())


def speaker_of(quotation: Quotation | StoredQuotation, quoting: str | None) -> str:
    """The names of the speakers, if they are unverified, whom they quote: "Ada Byrd (unverified), quoting Bo"."""
    doubt = " (unverified)" if quotation.speakers and quotation.confidence < UNVERIFIED else ""
    return f"{quotation.speaker or 'unknown'}{doubt}{second_hand(quoting) if quotation.speakers else ''}"


def sort_of(quotation: Worded, partly_exact: bool = False) -> str:
    """The kind of a quotation, and its polarity unless it is asserted: "paraphrase, denied"."""
    kind = "partly exact" if partly_exact else str(quotation.kind)
    return kind if quotation.polarity == Polarity.ASSERTED else f"{kind}, {quotation.polarity}"


def day(moment: str | None) -> str:
    """The day of an ISO 8601 date or time, or as much of it as is known: "2031-02-03", "2031"."""
    return moment[:10] if moment else "undated"


def counted(number: int, noun: str) -> str:
    """ "1 article", "2 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def note(message: str) -> None:
    """Say something that is not data, in one line on standard error."""
    print(line(message), file=sys.stderr)


def complain(error: Exception | str) -> None:
    """Report an error in one line on standard error."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        error = f"{error.filename}: {error.strerror.lower()}"
    note(f"Error: {error}")


def print_jsonl(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line, as they come."""
    for row in rows:
        print(json_line(row))


def json_line(row: Mapping[str, Any]) -> str:
    """A JSON object on one line. JSON has an escape for every unsafe character, so nothing is lost."""
    return characters.UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(row, ensure_ascii=False))


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print `columns` of rows under a header, as they come (RFC 4180); exactly into a pipe, safely on a terminal."""
    shown = safe if sys.stdout.isatty() else str
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    for row in rows:
        writer.writerow("" if row[column] is None else shown(str(row[column])) for column in columns)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows for people: a table on a terminal, lines of tab-separated fields into a pipe."""
    if not sys.stdout.isatty():
        for row in chain([[column.lower() for column in columns]], rows):
            print("\t".join(line(field) for field in row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        grid.add_row(*(Text(line(field)) for field in row))
    Console().print(grid)


def print_result(form: TextFormat, record: Mapping[str, Any], sentence: str) -> None:
    """Print the result of a command: a sentence for people, or a JSON object."""
    if form is TextFormat.jsonl:
        print_jsonl([record])
    else:
        print(sentence)


def print_fields(fields: Mapping[str, str | None]) -> None:
    """Print a label and a value a line, leaving out what is None."""
    for label, value in fields.items():
        if value is not None:
            print(f"{label:<12} {line(value)}")
