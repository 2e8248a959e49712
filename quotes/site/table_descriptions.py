"""What Datasette is told about the archive: `metadata.yml`."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from datasette.utils import parse_metadata

_PLACES = (
    Path(__file__).with_name("metadata.yml"),  # in an installed package
    Path(__file__).parents[2] / "metadata.yml",  # in the repository
)


def metadata() -> dict[str, Any]:
    """Titles, facets, queries and the like, for a database that is attached as `quotes`."""
    file = next(place for place in _PLACES if place.exists())
    described: dict[str, Any] = parse_metadata(file.read_text(encoding="utf-8"))
    return described


def described() -> dict[str, Any]:
    """The arguments of Datasette that take `metadata`: from 1.0 on, queries are read from its configuration."""
    from datasette.app import Datasette  # which itself imports this plugin

    known = inspect.signature(Datasette.__init__).parameters
    return {name: metadata() for name in ("metadata", "config") if name in known}
