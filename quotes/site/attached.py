"""Which of the databases that Datasette serves are archives."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from quotes import store
from quotes.site.damage import is_damage

_known: WeakKeyDictionary[Any, tuple[tuple[str, ...], tuple[str, ...]]] = WeakKeyDictionary()


def archive_name(datasette: Any) -> str | None:
    """The name of the first attached database that is an archive of ours, whatever it is called, or None."""
    return next(iter(archives(datasette)), None)


def archives(datasette: Any) -> tuple[str, ...]:
    """The names of all attached databases that are archives of ours."""
    attached = tuple(datasette.databases)
    if _known.get(datasette, ((), ()))[0] != attached:
        ours = (name for name, each in datasette.databases.items() if each.path is not None and _is_archive(each.path))
        _known[datasette] = attached, tuple(ours)
    return _known[datasette][1]


def _is_archive(path: str) -> bool:
    try:
        store.open(path).close()
    except store.ArchiveError as error:
        return is_damage(error)
    return True
