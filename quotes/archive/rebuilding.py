"""An archive made again from what it holds: the same articles and judgements in, the same ids and people out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.archive import exchanging, people, retiring
from quotes.archive.drafts import draft
from quotes.archive.errors import ArchiveError, explained
from quotes.archive.files import copy, create, open, transaction, unused
from quotes.archive.reading import rows
from quotes.archive.verifying import verify
from quotes.archive.writing import ingest
from quotes.article import METADATA, PROVENANCE, Article, Quotation

if TYPE_CHECKING:
    from sqlite_utils import Database

Extract = Callable[[Article], Sequence[Quotation]]


def rebuild(connection: sqlite3.Connection, target: Path, extract: Extract, *, extraction: str | None = None) -> None:
    """Makes a new archive at `target` from every version of every article in `connection`, in the order they came.

    extract: finds the quotations again. extraction: what that is. Judgements are carried over, and so is every
    address: an id that `extract` no longer gives is retired, a slug stays with its name. Raises ArchiveError where
    `target` cannot be written, and what `extract` raises.
    """
    db = create(target)
    try:
        with explained(target):
            _carry_addresses(connection, db)
            exchanging.load(db, exchanging.dump(connection))
            versions = connection.cursor()
            versions.row_factory = sqlite3.Row
            for row in versions.execute(
                f"""
                select v.article, v.added, v.metadata, coalesce(v.text, a.text) as text,
                    {", ".join(f"v.{field}" for field in PROVENANCE)}
                from versions v join articles a on a.id = v.article order by v.id
                """,
            ):
                read = {field: row[field] for field in PROVENANCE}
                article = Article(row["text"], **read, **json.loads(row["metadata"]))
                found = extract(article)
                ingest(db, article, found, extraction=extraction, added=row["added"], key=row["article"])
            with transaction(db):
                _carry_as_they_are(connection, db)
                _carry_retired(connection, db)
                people.refresh(db.conn, people.settle(db.conn, _attributed(db.conn)))
    finally:
        db.close()


def rebuild_in_place(path: Path, extract: Extract, *, extraction: str | None = None) -> Path:
    """Puts a rebuilt archive in the place of the one at `path`. Returns where the old one is kept.

    Others read on meanwhile, also those who have it open, and cannot write. Where anything fails, the archive is as
    it was. Raises ArchiveError where it cannot be read or written, or what was made again is not in order.
    """
    open(path).close()
    old = unused(path.with_name(f"{path.name}.old"))
    with draft(path) as new, closing(create(path).conn) as connection, explained(path):
        connection.execute("begin immediate")
        rebuild(connection, new, extract, extraction=extraction)
        with closing(open(new)) as made:
            problem = next(verify(made), None)
            if problem:
                raise ArchiveError(f"{path}: made again it would not be in order ({problem}); it is left as it was")
            copy(path, old)
            try:
                _put_in_place(made, connection, path)
            except BaseException:
                old.unlink()
                raise
    return old


def _put_in_place(made: sqlite3.Connection, locking: sqlite3.Connection, path: Path) -> None:
    """Writes the archive `made` over the one at `path`, in one transaction, so that others may have it open.

    locking: a connection to `path` that has the write lock, and gives it up here. SQLite begins a backup only where
    nobody has it, so another writer may come between; then ArchiveError is raised, and nothing is changed.
    """
    seen = "pragma data_version"
    before = locking.execute(seen).fetchone()
    locking.rollback()

    def check(_: int, remaining: int, __: int) -> None:
        if remaining and locking.execute(seen).fetchone() != before:
            raise ArchiveError(f"{path}: somebody wrote to it meanwhile, and it is left as it was; rebuild it again")

    with closing(sqlite3.connect(path)) as written:
        # The lock is taken with the first page; were that the last one too, it would be too late to look.
        made.backup(written, pages=1, progress=check)


def dump(connection: sqlite3.Connection) -> Iterator[str]:
    """All that the archive says, as sorted lines of JSON, without the numbers that SQLite gives to rows."""
    lines = []
    for table, sql in _DUMPED.items():
        lines += [json.dumps([table, dict(row)], ensure_ascii=False) for row in rows(connection, sql)]
    yield from sorted(lines)


_DUMPED = {
    "articles": f"select id, {', '.join(METADATA)}, source, text, sha256, added, version, story from articles",
    "versions": f"select article, number, text, sha256, added, metadata, {', '.join(PROVENANCE)} from versions",
    "places": "select article, source, outlet, published from places",
    "quotations": f"""
        select {", ".join(f'q."{column}"' for column in retiring.COLUMNS if column != "speaker")}, (
            select json_group_array(slug) from (
                select slug from quotation_speakers join speakers on id = speaker where quotation = pk order by position
            )
        ) as speakers from quotations q
    """,
    "retired": "select id, article, target, reason, retired, kept from retired",
    "speakers": "select slug, name, kind, role, wikidata from speakers",
    "names": """
        select slug, article, names.name, names.role, published, key
        from names join speakers on speakers.id = names.speaker
    """,
    "keys": """
        select key, keys.slug, keys.name, speakers.slug as speaker from keys join speakers on speakers.id = speaker
    """,
    "judgements": 'select action, judgement, "left", "right", who, at, note, undone, undone_by from judgements',
}


def _carry_addresses(connection: sqlite3.Connection, db: Database) -> None:
    with transaction(db):
        db.conn.executemany(
            "insert into keys(key, slug, name, kind) values (?, ?, ?, ?)",
            connection.execute("select key, slug, name, kind from keys order by rowid"),
        )


def _carry_as_they_are(connection: sqlite3.Connection, db: Database) -> None:
    for table in ("places", "rejects", "fetches"):
        found = connection.execute(f"select * from {table}")
        marks = ", ".join("?" * len(found.description))
        db.conn.executemany(f"insert into {table} values ({marks})", found)


def _carry_retired(connection: sqlite3.Connection, db: Database) -> None:
    """Retires every id that was in use and is not any more, with the reason that it had."""
    for (id,) in connection.execute("select id from quotations union select id from retired order by id").fetchall():
        if retiring.values_of(db.conn, id) is None:
            values = retiring.values_of(connection, id)
            assert values is not None, "an id in use has its row"
            row = connection.execute("select reason, retired, target from retired where id = ?", [id]).fetchone()
            retiring.retire(db.conn, values, *(row or retiring.successor(db.conn, values, _added(connection, values))))


def _added(connection: sqlite3.Connection, values: dict[str, Any]) -> str:
    (added,) = connection.execute("select max(added) from versions where article = ?", [values["article"]]).fetchone()
    return str(added)


def _attributed(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "select \"right\" from judgements where judgement = 'attributed' and undone is null and \"right\" <> ''"
    )
    return [row[0] for row in found]
