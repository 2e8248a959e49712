"""A copy to publish: compact, checked, and not meant to be written to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from quotes.store.database import open
from quotes.store.drafts import check_free, draft
from quotes.store.errors import ArchiveError, explained
from quotes.store.integrity import INDEXED, verify
from quotes.store.status import UNKEPT

_READ_ONLY = 0o444
# Tables that serve the newsroom alone.
PRIVATE = ("rejects", "fetches", "bands")


def publish(path: str | Path, target: str | Path) -> None:
    """Writes a copy of the archive at `path` to `target`, as it is at one moment, others writing to it or not.

    What is for the newsroom alone is left out: the words of quotations that are published no more, what could not
    be read, and what serves ingesting. The copy has no free pages, its full-text indexes are merged, SQLite knows its
    statistics, and it has no write-ahead log, so that it may be opened as immutable. It is checked (`verify`) before
    and after that, made read-only and only then put in the place of what was at `target`; whoever reads that goes
    on reading the old one.

    Raises ArchiveError where the archive cannot be read, has something wrong, or `target` cannot be written.
    """
    path, target = Path(path), Path(target)
    open(path).close()
    if target.exists() and target.samefile(path):
        raise ArchiveError(f"{target}: this is the database itself; name another file for the copy")
    with draft(target) as part:
        check_free(target, replace=True)
        # Not `open`, whose connections may not even write another file.
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with explained(target, path), closing(sqlite3.connect(uri, uri=True)) as source:
            source.execute("vacuum into ?", [str(part)])
        _check(part, path, target)
        with explained(target), closing(sqlite3.connect(part, isolation_level=None)) as copy:
            copy.execute("update retired set kept = ?", [UNKEPT])
            for table in PRIVATE:
                copy.execute(f"delete from {table}")
            for table in INDEXED:
                copy.execute(f"insert into {table}_fts({table}_fts) values ('optimize')")
            copy.execute("analyze")
            copy.execute("vacuum")
            copy.execute("pragma journal_mode = delete")
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
        raise ArchiveError(f"{target}: not written, since {path} has something wrong: {problem}")
