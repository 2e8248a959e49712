"""An archive made again from what it holds: the same articles and judgements in, the same ids and people out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes import limits
from quotes.model import METADATA, PROVENANCE, Article, Evidence, Quotation, Span, Speaker
from quotes.names import key as speaker_key
from quotes.store import decision_files, rejects, speaker_resolution, status
from quotes.store.database import copy, create, open, transaction, unused
from quotes.store.drafts import draft
from quotes.store.errors import ArchiveError, explained
from quotes.store.integrity import verify
from quotes.store.queries import rows
from quotes.store.write import ingest

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.readers import ReadError
    from quotes.readers.base import Stage

Extract = Callable[[Article], Sequence[Quotation]]
Report = Callable[["ReadError"], None]


def rebuild(
    connection: sqlite3.Connection,
    target: Path,
    extract: Extract,
    *,
    extraction: str | None = None,
    report: Report | None = None,
) -> None:
    """Makes a new archive at `target` from every version of every article in `connection`, in the order they came.

    extract: finds the quotations again. extraction: what that is. Judgements are carried over, and so is every
    address: an id that `extract` no longer gives is retired, a slug stays with its name. With `report`, an article
    for which `extract` fails, or whose new quotations cannot be stored, keeps those that it has; why is among the
    rejects, and `report` is told. Raises ArchiveError where `target` cannot be written, and without `report` what
    `extract` raises.
    """
    from quotes.readers import refusal

    refused: list[ReadError] = []
    db = create(target)
    try:
        with explained(target):
            _carry_addresses(connection, db)
            decision_files.load(db, decision_files.dump(connection))
            versions = connection.cursor()
            versions.row_factory = sqlite3.Row
            for row in versions.execute(
                f"""
                select v.article, v.number, v.added, v.metadata, a.extraction, coalesce(v.text, a.text) as text,
                    {", ".join(f"v.{field}" for field in PROVENANCE)}
                from versions v join articles a on a.id = v.article order by v.id
                """,
            ):
                read = {field: row[field] for field in PROVENANCE}
                article = Article(row["text"], **read, **json.loads(row["metadata"]))
                known = {"added": row["added"], "key": row["article"]}
                stage: Stage = "searched"
                try:
                    found = extract(article)
                    stage = "stored"
                    ingest(db, article, found, extraction=extraction, **known)
                except ArchiveError:
                    raise
                except (Exception, limits.TimeLimitReached) as error:
                    if report is None:
                        raise
                    refused.append(refusal(article.source, error, stage))
                    report(refused[-1])
                    held = _held(connection, row["article"], row["number"])
                    _keep(db, article, held, extraction=row["extraction"], **known)
            with transaction(db):
                _carry_as_they_are(connection, db)
                for each in refused:
                    rejects.reject(db, each.source, each.source, each.reason, each.kind)
                _carry_retired(connection, db)
                speaker_resolution.refresh(db.conn, speaker_resolution.settle(db.conn, _attributed(db.conn)))
    finally:
        db.close()


def rebuild_in_place(
    path: Path, extract: Extract, *, extraction: str | None = None, report: Report | None = None
) -> Path:
    """Puts a rebuilt archive (see `rebuild`) in the place of the one at `path`. Returns where the old one is kept.

    Others read on meanwhile, also those who have it open, and cannot write. Where anything fails, the archive is as
    it was. Raises ArchiveError where it cannot be read or written, or what was made again is not in order.
    """
    open(path).close()
    old = unused(path.with_name(f"{path.name}.old"))
    with draft(path) as new, closing(create(path).conn) as connection, explained(path):
        connection.execute("begin immediate")
        rebuild(connection, new, extract, extraction=extraction, report=report)
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
        select {", ".join(f'q."{column}"' for column in status.COLUMNS if column != "speaker")}, (
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


def _keep(db: Database, article: Article, held: Sequence[Quotation], **known: Any) -> None:
    """Stores what was stored before. Raises ArchiveError where that cannot be done: nothing may be lost."""
    from quotes.readers import refusal

    try:
        ingest(db, article, held, **known)
    except ArchiveError:
        raise
    except Exception as error:
        raise ArchiveError(f"{refusal(article.source, error, 'stored')}; the database is left as it was") from error


def _held(connection: sqlite3.Connection, article: str, version: int) -> list[Quotation]:
    """The quotations that `connection` holds with offsets into this version, those that are withdrawn too."""
    held = [dict(row) for row in rows(connection, "select * from quotations where article = ?", [article])]
    withdrawn = rows(
        connection,
        """
        select kept from retired where article = ? and id in (
            select left from judgements where judgement = 'withdrawn' and undone is null
        )
        """,
        [article],
    )
    held += [values for row in withdrawn if status.INSTEAD not in (values := json.loads(row["kept"]))]
    speakers = _speakers(connection, article)
    found = [
        Quotation(
            values["kind"],
            _spans(values["spans"]),
            values["text"],
            cue=_span(values["cue_start"], values["cue_end"]),
            mention=_span(values["mention_start"], values["mention_end"]),
            speakers=tuple(who for key in json.loads(values["keys"]) for who in speakers.get(key, ())),
            confidence=values["confidence"],
            evidence=Evidence(values["step"], _spans(values["chain"])) if values["step"] is not None else None,
        )
        for values in held
        if values["version"] == version
    ]
    return sorted(found, key=lambda each: each.spans)


def _speakers(connection: sqlite3.Connection, article: str) -> dict[str, list[Speaker]]:
    """Those whom an article names, by their keys: the one whose name the key follows from, and others with a role."""
    named: dict[str, list[sqlite3.Row]] = {}
    for row in rows(connection, "select key, name, role from names where article = ? order by id", [article]):
        named.setdefault(row["key"], []).append(row)
    speakers = {}
    for key, names in named.items():
        kind: Any = key.partition(":")[0]
        known = [row for row in names if speaker_key(Speaker(row["name"], kind), article) == key] or names
        first = next((row for row in known if row["role"]), known[0])
        others = tuple(row["name"] for row in names if not row["role"] and row is not first)
        also = [Speaker(row["name"], kind, (), row["role"]) for row in names if row["role"] and row is not first]
        speakers[key] = [Speaker(first["name"], kind, others, first["role"]), *also]
    return speakers


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(*each) for each in json.loads(stored))


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
        if status.values_of(db.conn, id) is None:
            values = status.values_of(connection, id)
            assert values is not None, "an id in use has its row"
            row = connection.execute("select reason, retired, target from retired where id = ?", [id]).fetchone()
            status.retire(db.conn, values, *(row or status.successor(db.conn, values, _added(connection, values))))


def _added(connection: sqlite3.Connection, values: dict[str, Any]) -> str:
    (added,) = connection.execute("select max(added) from versions where article = ?", [values["article"]]).fetchone()
    return str(added)


def _attributed(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "select \"right\" from judgements where judgement = 'attributed' and undone is null and \"right\" <> ''"
    )
    return [row[0] for row in found]
