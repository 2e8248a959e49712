"""What Datasette is told about the archive: `metadata.yml`, applied to every archive, whatever name it has.

Datasette 0.65 asks a plugin for it. Datasette 1.0 keeps it in an internal database and its configuration, which are
filled when it starts; what its user configured wins.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils import parse_metadata

_PLACES = (
    Path(__file__).with_name("metadata.yml"),  # in an installed package
    Path(__file__).parents[2] / "metadata.yml",  # in the repository
)


_NAME = "quotes"  # of the database, in the file


@cache
def metadata() -> dict[str, Any]:
    """Titles, facets, queries and the like, for a database that is attached as `quotes`."""
    file = next(place for place in _PLACES if place.exists())
    described: dict[str, Any] = parse_metadata(file.read_text(encoding="utf-8"))
    return described


def described() -> dict[str, Any]:
    """The arguments of Datasette that take `metadata`, without the databases.

    The plugin describes them itself. Datasette 0.65 copies all descriptions whenever it checks a permission.
    """
    from datasette.app import Datasette  # which itself imports this plugin

    known = inspect.signature(Datasette.__init__).parameters
    ours = {key: value for key, value in metadata().items() if key != "databases"}
    return {name: deepcopy(ours) for name in ("metadata", "config") if name in known}


# The columns of a table that come first, after the link to the row.
_FIRST = {
    "quotations": ("said_by", "statement", "text", "kind", "polarity", "published"),
    "articles": ("title", "outlet", "published", "byline"),
    "speakers": ("name", "kind", "role", "quotation_count", "paraphrase_count"),
}


def ordered(cells: Iterable[Mapping[str, Any]], table: str | None) -> list[Mapping[str, Any]]:
    """The columns of a table, or the cells of a row, as Datasette's template has them, in the order to be shown."""
    places = {name: place for place, name in enumerate(("Link", *_FIRST.get(table or "", ())))}
    return sorted(cells, key=lambda each: places.get(each.get("column", each.get("name")), len(places)))


class _Uncopied(dict[str, Any]):
    """Descriptions that nothing changes. Datasette 0.65 copies others for each table whose permission it checks."""

    def __deepcopy__(self, _: object) -> _Uncopied:
        return self


_known: WeakKeyDictionary[Any, _Uncopied] = WeakKeyDictionary()


def of_databases(datasette: Any, names: Iterable[str]) -> dict[str, Any]:
    """`metadata` of databases with these names, and of nothing else; Datasette 0.65 asks many times a page."""
    described = _known.setdefault(datasette, _Uncopied(databases={}))
    for name in names:
        if name not in described["databases"]:
            described["databases"][name] = deepcopy(metadata()["databases"][_NAME])
    return described


async def apply(datasette: Any, names: Iterable[str]) -> None:
    """Describes the databases with these names to Datasette 1.0."""
    if not hasattr(datasette, "set_database_metadata"):
        return
    for name, database in of_databases(datasette, names)["databases"].items():
        known = await datasette.get_database_metadata(name)
        for key in ("title", "description"):
            if key not in known:
                await datasette.set_database_metadata(name, key, database[key])
        for table, described in database["tables"].items():
            known = await datasette.get_resource_metadata(name, table)
            for key in ("title", "description", "description_html"):
                if key in described and key not in known:
                    await datasette.set_resource_metadata(name, table, key, described[key])
            for column, description in described.get("columns", {}).items():
                if "description" not in await datasette.get_column_metadata(name, table, column):
                    await datasette.set_column_metadata(name, table, column, "description", description)
        config = datasette.config or {}
        own = config.get("databases", {}).get(name, {})
        for query, described in database["queries"].items():
            if query not in own.get("queries", {}):
                await datasette.add_query(name, query, **described, is_trusted=True)
        databases = {**config.get("databases", {}), name: _merged({"tables": database["tables"]}, own)}
        datasette.config = {**config, "databases": databases}


def _merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Both, and where they differ what the `other` says."""
    nested = {
        key: _merged(one[key], other[key])
        for key in one.keys() & other.keys()
        if isinstance(one[key], Mapping) and isinstance(other[key], Mapping)
    }
    return {**one, **other, **nested}
