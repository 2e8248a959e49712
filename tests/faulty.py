"""`quotes` where reading, searching or storing an article does what its text asks for ("FAULT search KeyError").

A program of its own: the processes that a run starts load it too, and so have the faults in them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

import quotes.extraction
from quotes.readers import plain_text, tabular
from quotes.readers.base import Read, Resource
from quotes.store import write

ERRORS = ("KeyError", "RecursionError", "MemoryError", "UnicodeError", "IntegrityError", "TypeError")


def _recurse() -> None:
    _recurse()


def _violate() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table t(a not null)")
        connection.execute("insert into t values (null)")


def _swallow() -> None:
    while True:
        try:
            while True:
                pass
        except Exception:
            continue


FAULTS: Mapping[str, Callable[[], object]] = {
    "KeyError": lambda: dict[str, str]()["organisation:new poll"],
    "RecursionError": _recurse,
    "MemoryError": lambda: bytearray(1 << 62),
    "UnicodeError": lambda: "\ud83d".encode(),
    "IntegrityError": _violate,
    "TypeError": lambda: len(1),  # type: ignore[arg-type]
    "loop": _swallow,
    "expression": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
    "call": lambda: sum(range(200_000_000)),  # some seconds in which no Python code runs
    "endless": lambda: sum(repeat(0)),
}
_FAULT = re.compile(r"FAULT (\w+) (\w+)")


def fail(stage: str, text: str) -> None:
    """Does what `text` asks for at this stage."""
    for at, fault in _FAULT.findall(text):
        if at == stage:
            FAULTS[fault]()


_read, _record, _extract, _write_names = plain_text.read, tabular.article, quotes.extraction.analyse, write._write_names


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    fail("read", resource.stream.read().decode(errors="replace"))
    resource.stream.seek(0)
    yield from _read(resource, fields)


def record(values: object, *rest: Any) -> Read:
    fail("record", str(values))
    return _record(values, *rest)


def extract(texts: Sequence[str], *rest: Any, **options: Any) -> Iterator[Any]:
    for text in texts:
        fail("search", text)
    return _extract(texts, *rest, **options)


def write_names(connection: sqlite3.Connection, article_id: int, article: Any, *rest: Any, **known: Any) -> None:
    _write_names(connection, article_id, article, *rest, **known)
    fail("store", article.text)  # when all is written


if __name__ in ("__main__", "__mp_main__"):  # the program, and the processes that it starts
    vars(plain_text)["read"] = read
    vars(tabular)["article"] = record
    vars(quotes.extraction)["analyse"] = extract
    vars(write)["_write_names"] = write_names

if __name__ == "__main__":
    from quotes.cli import app

    app()
