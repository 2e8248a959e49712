"""What Datasette is told about the archive: `metadata.yml`."""

from __future__ import annotations

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
