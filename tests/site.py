"""Datasette with our plugin, asked from a test."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from datasette.app import Datasette
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from quotes import store
from quotes.site.table_descriptions import described

Get = Callable[..., httpx.Response]


class _Compiled(BytecodeCache):
    """The templates that were compiled in this process: compiling takes longer than answering."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()
_described = cache(described)


def serve(*databases: Path, **options: Any) -> Get:
    """`get(path, **options)` asks a Datasette; an `actor` may be given with each path. options: of `attached`."""
    datasette = attached(*databases, **options)

    def get(path: str, *, method: str = "get", actor: str | None = None, **options: Any) -> httpx.Response:
        if actor:
            options["cookies"] = {"ds_actor": datasette.sign({"a": {"id": actor}}, "actor")}
        return asyncio.run(getattr(datasette.client, method)(path, **options))  # type: ignore[no-any-return]

    return get


def attached(
    *databases: Path,
    cors: bool = False,
    crossdb: bool = False,
    immutables: Sequence[Path] = (),
    allow: Mapping[str, Any] | None = None,
    template_dir: Path | None = None,
    **settings: Any,
) -> Datasette:
    """A Datasette with `databases`. allow: what metadata.yml has besides. template_dir: the newsroom's
    templates. settings: those of Datasette."""
    datasette = Datasette(
        [str(path) for path in databases],
        immutables=[str(path) for path in immutables],
        settings=settings,
        cors=cors,
        crossdb=crossdb,
        template_dir=template_dir and str(template_dir),
        **{name: _merged(each, allow or {}) for name, each in deepcopy(_described()).items()},
    )
    # Datasette 1.0 has a method for it.
    environment = getattr(datasette, "get_jinja_environment", lambda: datasette.jinja_env)()
    environment.bytecode_cache = _COMPILED
    return datasette


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    both = dict(one)
    for name, value in other.items():
        both[name] = _merged(both.get(name, {}), value) if isinstance(value, Mapping) and name != "allow" else value
    return both


def id_of_text(database: Path, text: str) -> str:
    """The id of the only quotation with exactly this text."""
    with closing(store.open(database)) as connection:
        (row,) = connection.execute("select uid from quotations where text = ?", [text]).fetchall()
    return str(row[0])


def id_of(database: Path, words: str) -> str:
    """The id of the only quotation whose text has `words`."""
    connection = store.open(database)
    try:
        (row,) = connection.execute(
            "select uid from quotations where instr(text, ?) and length(text) < 10 * length(?)", [words, words]
        ).fetchall()
    finally:
        connection.close()
    return str(row[0])


def text_of(page: httpx.Response | str, element: str = "main") -> str:
    """What a reader sees of an element (the first), white space collapsed."""
    markup = page if isinstance(page, str) else page.text
    found = re.search(rf"<{element}\b.*?>(.*)</{element}>", markup, re.DOTALL)
    assert found, f"no <{element}>"
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", found[1])).split())


def linked_data(page: httpx.Response) -> dict[str, Any]:
    """The JSON-LD of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data
