"""Makes a copy of an archive for publication."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from quotes.store import redaction
from quotes.store.database import PUBLISHED_ID, check_free, draft, open
from quotes.store.errors import ArchiveError, explained
from quotes.store.integrity import verify
from quotes.store.schema import ORIGINALS, PRIVATE, merge_indexes

_READ_ONLY = 0o444


def publish(path: str | Path, target: str | Path, *, keep_originals: bool = False) -> None:
    """Write a copy for publication of the archive at `path` to `target`, as it is at one moment.

    It leaves out what is for the newsroom only: the words of quotations that are no longer published, rejects, paths of
    files, and tables that only ingesting needs. The words of withdrawn quotations are redacted in texts and titles
    (`quotes.store.redaction`). Originals are left out unless `keep_originals`.

    The copy has no free pages, merged full-text indexes, statistics for SQLite and no write-ahead log, so it can be
    opened as immutable. Its header says that it is a copy, so no command changes it. It is verified before and after
    that, made read-only, and then replaces an older copy. Programs that have the older one open can still read it.

    Raises:
        ArchiveError: The archive cannot be read, `verify` finds a problem, or `target` cannot be written.
    """
    from sqlite_utils import Database

    path, target = Path(path), Path(target)
    open(path).close()
    if target.exists() and target.samefile(path):
        raise ArchiveError(f"{target}: this is the database itself; name another file for the copy")
    with draft(target) as part:
        check_free(target, replace=True)
        # Not `open`: its connections cannot write to any file.
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with explained(target, path), closing(sqlite3.connect(uri, uri=True)) as source:
            source.execute("vacuum into ?", [str(part)])
        _check(part, path, target)
        with explained(target), closing(sqlite3.connect(part, isolation_level=None)) as copy:
            db = Database(copy)
            redaction.redact(db)
            if not keep_originals:
                copy.execute("update versions set original_id = null")
            for table in PRIVATE:
                if table != ORIGINALS or not keep_originals:
                    db.table(table).delete_where()
            for table in ("articles", "versions", "article_sources"):
                copy.execute(
                    f"""
                    update {table} set source = 'file ' || id
                    where source not like 'http://%' and source not like 'https://%'
                    """
                )
            merge_indexes(db)
            copy.execute(f"pragma application_id = {PUBLISHED_ID}")
            db.analyze()
            db.vacuum()
            db.disable_wal()
        _check(part, path, target)
        part.chmod(_READ_ONLY)
        try:
            part.replace(target)
        except OSError as error:
            raise ArchiveError(f"{target}: cannot be written ({error.strerror})") from error


def _check(part: Path, path: Path, target: Path) -> None:
    with closing(open(part)) as made, explained(target, path):
        problem = next(verify(made), None)
    if problem:
        raise ArchiveError(f"{target}: not written: {path} has a problem: {problem}")
