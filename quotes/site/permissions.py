"""Who may see what: Datasette is asked before every page, and what is for the newsroom alone is nobody's to see.

Datasette 1.0 replaced the functions of 0.65; both are asked here.
"""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from datasette import Forbidden

from quotes.site.attached import archives
from quotes.site.public_url import PLUGIN
from quotes.store.schema import INDEXED, PRIVATE

Actor = dict[str, Any] | None

SETTING = "check"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH

PAGES = ("articles", "quotations", "speakers")  # every page of ours shows something of these tables
_INDEXES = [f"{table}_fts" for table in INDEXED]
# The full-text indexes, and the view that one of them is of, have the words of tables that may be closed. They have no
# page, but no rule closes them: before Datasette 1.0 searches a table, it asks whether these may be seen.
PAGELESS = frozenset([*_INDEXES, "article_texts"])
_INDEX_PARTS = [f"{index}{part}" for index in _INDEXES for part in ("_data", "_idx", "_docsize", "_config")]
# Tables and views that nobody sees.
_CLOSED = (*PRIVATE, *_INDEX_PARTS, "quotations_fts_words", "quotation_words", "article_words")
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

    async def visible(who: Actor) -> frozenset[str]:
        asked = (*PAGES, *tables)
        return frozenset([table for table in asked if await _may_view(datasette, who, database, table)])

    seen = await visible(actor)
    if not seen.issuperset(PAGES):
        raise Forbidden("You do not have permission to see this page.")
    return Access(actor is not None and await visible(None) != seen, seen)


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

    The setting `check` of the plugin decides. Without it, they may unless the archive is a published copy: one that is
    served as immutable, or a file that nobody may write to.
    """
    setting = (datasette.plugin_config(PLUGIN) or {}).get(SETTING)
    if setting is not None:
        return bool(setting)
    attached = datasette.get_database(database)
    return bool(attached.is_mutable and Path(attached.path).stat().st_mode & _WRITABLE)


def is_closed(datasette: Any, action: str, resource: Any) -> bool:
    """Whether something of an archive is nobody's to see: a private table, or the whole file (Datasette 0.65)."""
    if action == "view-table":
        database, table = resource
        return database in archives(datasette) and table.lower() in _CLOSED
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


async def _may_view(datasette: Any, actor: Actor, database: str, table: str) -> bool:
    if not hasattr(datasette, "allowed"):
        levels = [("view-table", (database, table)), ("view-database", database), "view-instance"]
        try:
            await datasette.ensure_permissions(actor, levels)
        except Forbidden:
            return False
        return True
    from datasette.resources import DatabaseResource, TableResource

    for action, resource in (
        ("view-instance", None),
        ("view-database", DatabaseResource(database)),
        ("view-table", TableResource(database, table)),
    ):
        if not await datasette.allowed(action=action, resource=resource, actor=actor):
            return False
    return True
