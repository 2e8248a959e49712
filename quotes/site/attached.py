"""Which of the databases that Datasette serves is the archive."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from quotes import archive

_known: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def archive_name(datasette: Any) -> str | None:
    """The name of the first attached database that is an archive of ours, whatever it is called, or None."""
    if datasette not in _known:
        for name, database in datasette.databases.items():
            if database.path is not None and _is_archive(database.path):
                _known[datasette] = name
                break
    return _known.get(datasette)


def _is_archive(path: str) -> bool:
    try:
        archive.open(path).close()
    except archive.ArchiveError:
        return False
    return True
