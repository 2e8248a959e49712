"""Who may see what: Datasette is asked before every page, and what is for the newsroom alone is nobody's to see.

Datasette 1.0 replaced the functions of 0.65; both are asked here.
"""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from datasette import Forbidden
from datasette.utils import await_me_maybe

from quotes import store
from quotes.site import public_url
from quotes.site.attached import archives
from quotes.site.public_url import PLUGIN
from quotes.store.database import is_published
from quotes.store.schema import INDEXED, PRIVATE

Actor = dict[str, Any] | None

SETTING = "check"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH

PAGES = ("articles", "quotations", "speakers")  # every page of ours shows something of these tables
_INDEXES = [f"{table}_fts" for table in INDEXED]
# The full-text indexes, and the views that they are of, have the words of tables that may be closed. They have no
# page and are in no list. In Datasette 1.0 no rule closes them: before it searches a table, it asks whether these may
# be seen.
PAGELESS = frozenset([*_INDEXES, "quotation_words", "article_words", "article_texts"])
_INDEX_PARTS = [f"{index}{part}" for index in _INDEXES for part in ("_data", "_idx", "_docsize", "_config")]
# Tables and views that nobody sees.
_CLOSED = (*PRIVATE, *_INDEX_PARTS, "quotations_fts_words")
# Tables that no statement reads, whoever sends it. An index keeps deleted words until SQLite merges its parts; it reads
# its table without a statement. "sqlite_dbpage" has every page of the file.
_UNREADABLE = frozenset([*PRIVATE, *(f"{index}_data" for index in _INDEXES), "sqlite_dbpage"])


class Access(NamedTuple):
    """private: not everybody may see the page. tables: of those asked for, which may be shown."""

    private: bool
    tables: frozenset[str]


async def access(datasette: Any, actor: Actor, database: str, tables: Iterable[str]) -> Access:
    """What `actor` may see of a page of ours. tables: what it shows besides `PAGES`, but can do without.

    Raises Forbidden where they may not see the page.
    """

    asked = (*PAGES, *tables)
    seen = await _visible(datasette, actor, database, asked)
    if not seen.issuperset(PAGES):
        raise Forbidden("You do not have permission to see this page.")
    return Access(actor is not None and await _visible(datasette, None, database, asked) != seen, seen)


async def may_debug(datasette: Any, actor: Actor, database: str) -> bool:
    """Whether Datasette's pages about itself are for `actor`: who may send SQL, or has Datasette's debug menu."""
    if not hasattr(datasette, "allowed"):
        return bool(
            await datasette.permission_allowed(actor, "execute-sql", resource=database, default=True)
            or await datasette.permission_allowed(actor, "debug-menu")
        )
    from datasette.resources import DatabaseResource

    return bool(
        await datasette.allowed(action="execute-sql", resource=DatabaseResource(database), actor=actor)
        or await datasette.allowed(action="debug-menu", actor=actor)
    )


def may_check(datasette: Any, database: str) -> bool:
    """Whether visitors may have drafts checked with an archive.

    The setting `check` of the plugin decides. Without it, they may unless the archive is a published copy.
    """
    setting = (datasette.plugin_config(PLUGIN) or {}).get(SETTING)
    return is_writable(datasette, database) if setting is None else bool(setting)


def is_writable(datasette: Any, database: str) -> bool:
    """Whether an archive may be changed: it is not served as immutable, its file can be written to, and is no copy."""
    attached = datasette.get_database(database)
    file = Path(attached.path).stat()
    if not (attached.is_mutable and file.st_mode & _WRITABLE):
        return False
    try:
        return not _is_published(attached.path, (file.st_ino, file.st_mtime_ns))
    except store.ArchiveError:  # it is damaged
        return False


@lru_cache
def _is_published(path: str, state: tuple[int, int]) -> bool:
    """Whether the file is a published copy. state: its inode and time, since another file may replace it."""
    with closing(store.open(path)) as connection:
        return is_published(connection)


EDIT = "quotes-edit"
EDITOR = "editor"  # the setting of the plugin with the name of whoever edits at this computer


def local_editor(datasette: Any, host: str) -> Actor:
    """Whom `quotes serve --editor NAME` lets edit.

    Args:
        datasette: The site.
        host: The host that the request names. Only this computer's own is accepted, so that no other site can reach
            this one under a name of its own (DNS rebinding).
    """
    name = (datasette.plugin_config(PLUGIN) or {}).get(EDITOR)
    if not name or not public_url.is_local(f"http://{host}"):
        return None
    return {"id": "quotes-editor", "name": name}


async def author(datasette: Any, request: Any, database: str) -> str | None:
    """The name to store with decisions of whoever sent `request`, or None if they may not edit the archive.

    Nobody may edit a published copy.
    """
    actor = request.actor
    if actor is None or not is_writable(datasette, database):
        return None
    if not hasattr(datasette, "allowed"):
        allowed = await datasette.permission_allowed(actor, EDIT, resource=database, default=False)
    else:
        from datasette.resources import DatabaseResource

        allowed = await datasette.allowed(action=EDIT, resource=DatabaseResource(database), actor=actor)
    return str(actor.get("name") or actor["id"]) if allowed else None


def is_local_editor(datasette: Any, actor: Actor) -> bool:
    """Whether `actor` is the one of `local_editor`."""
    return actor is not None and actor == local_editor(datasette, "localhost")


def editor_sql(datasette: Any, actor: Actor) -> tuple[str, dict[str, str]] | None:
    """Datasette 1.0: as `closed_sql`, what lets the local editor edit."""
    if not is_local_editor(datasette, actor):
        return None
    sql = "select value as parent, null as child, 1 as allow, 'edits here' as reason from json_each(:quotes_edited)"
    return sql, {"quotes_edited": json.dumps(archives(datasette))}


def is_closed(datasette: Any, action: str, resource: Any) -> bool:
    """Whether something of an archive is nobody's to see: a table, or the whole file (Datasette 0.65)."""
    if action == "view-table":
        database, table = resource
        return database in archives(datasette) and table.lower() in PAGELESS.union(_CLOSED)
    return action == "view-database-download" and resource in archives(datasette)


def closed_sql(datasette: Any, action: str) -> tuple[str, dict[str, str]] | None:
    """The same for Datasette 1.0: SQL of rules (parent, child, allow, reason), and its parameters."""
    tables = {"view-table": _CLOSED, "view-database-download": (None,)}.get(action)
    if tables is None:
        return None
    closed = [(name, table) for name in archives(datasette) for table in tables]
    sql = """
        select value ->> 0 as parent, value ->> 1 as child, 0 as allow, 'for the newsroom alone' as reason
        from json_each(:quotes_closed)
    """
    return sql, {"quotes_closed": json.dumps(closed)}


def authorize(action: int, table: str | None, column: str | None, *_: str | None) -> int:
    """SQLite's authorizer for an archive: what is for the newsroom alone reads as NULL, as if it were left out."""
    private = action == sqlite3.SQLITE_READ and table in _UNREADABLE
    return sqlite3.SQLITE_IGNORE if private else sqlite3.SQLITE_OK


async def _visible(datasette: Any, actor: Actor, database: str, tables: Iterable[str]) -> frozenset[str]:
    """Those of `tables` that `actor` may see."""
    if not hasattr(datasette, "allowed"):
        return await _visible_by_hooks(datasette, actor, database, tables)
    from datasette.resources import DatabaseResource, TableResource

    for action, resource in (("view-instance", None), ("view-database", DatabaseResource(database))):
        if not await datasette.allowed(action=action, resource=resource, actor=actor):
            return frozenset()
    seen = [
        table
        for table in tables
        if await datasette.allowed(action="view-table", resource=TableResource(database, table), actor=actor)
    ]
    return frozenset(seen)


async def _visible_by_hooks(datasette: Any, actor: Actor, database: str, tables: Iterable[str]) -> frozenset[str]:
    """The same for Datasette 0.65, as its `ensure_permissions` decides.

    That one reads the spelling of each table from the database, in a thread. This takes longer than most pages of ours,
    and the names here have the right spelling.
    """
    from datasette.plugins import pm  # which itself imports this plugin

    async def decided(action: str, resource: Any = None) -> bool | None:
        found = pm.hook.permission_allowed(datasette=datasette, actor=actor, action=action, resource=resource)
        checks = [check for each in found if (check := await await_me_maybe(each)) is not None]
        return bool(checks[-1]) if checks else None

    of_table = {table: await decided("view-table", (database, table)) for table in tables}
    above: bool | None = True
    if None in of_table.values():
        above = await decided("view-database", database)
        above = await decided("view-instance") if above is None else above
    return frozenset(table for table, seen in of_table.items() if (above is not False if seen is None else seen))
