"""Builds an archive from shards: every article in the order of its date, as `quotes ingest` would store it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from quotes import store
from quotes.batch import plan, shard_rows
from quotes.ingest import Event
from quotes.model import RejectKind
from quotes.readers import refusal
from quotes.store import decisions, run_log
from quotes.store.bulk_load import loading
from quotes.store.database import file_of, transaction
from quotes.store.identity import evidence
from quotes.text.containment import kinds

if TYPE_CHECKING:
    from sqlite_utils import Database

_AT_ONCE = 256  # articles in memory, and in one transaction


def build(
    runs: Sequence[Path], target: Path, decided: Path | None = None, *, authority: bool = False
) -> Iterator[Event]:
    """Build an archive at `target` from the shards of `runs` (folders).

    The archive is at `target` when all events are taken. Articles that cannot be stored, and rejects of the runs,
    become rejects of the archive; the latter have events without `fault`, since the runs have reported it.

    Args:
        runs: The folders of the runs.
        target: The path of the archive.
        decided: A file from `quotes.store.decisions.dump`, which applies from the first article.
        authority: Whether to load the authority file of the package.

    Yields:
        What happened to each article.

    Raises:
        ArchiveError: The archive cannot be written, or already exists.
        ValueError: A run is not finished, or the decisions cannot be read.
    """
    shards = [shard for run in runs for shard in _finished(run)]
    with loading(target) as db:
        if authority:
            evidence.load_packaged(db)
        if decided:
            _load(db, decided)
        for row in _refused(runs, db):
            yield Event(row["origin"], row["source"], _outcome(row["kind"]), reason=row["reason"])
        # In the folder of the draft, which is cleaned even after a kill.
        with TemporaryDirectory(dir=Path(file_of(db.conn)).parent) as folder:
            for group in _in_order(shards, Path(folder)):
                with transaction(db):
                    events = [_store(db, row) for row in group]
                yield from events
        with transaction(db):
            run_log.clear_read(db)


def total(runs: Iterable[Path]) -> int:
    """The number of articles in the shards of `runs`. Raises ValueError if a run is not finished."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(shard).num_rows for run in runs for shard in _finished(run))


def _finished(run: Path) -> list[Path]:
    """The shards of a run. Raises ValueError if some are missing."""
    tasks = plan.read(run).tasks
    done = plan.done(run)
    if len(done) < tasks:
        raise ValueError(
            f"{run}: {len(done)} of {tasks} tasks are done; run the same `quotes batch run` again for the rest"
        )
    shards = [run / plan.ARTICLES.format(task) for task in range(tasks)]
    for each in shards:
        if not each.is_file():
            raise ValueError(f"{each}: is missing, although its task is done; delete {run} and run it again")
    return shards


def _in_order(shards: Sequence[Path], folder: Path) -> Iterator[list[shard_rows.Row]]:
    """The rows of `shards` in the order of `rows.ORDER`, in batches.

    They are written to a database in `folder`, which SQLite sorts, so that few are in memory.
    """
    import pyarrow.parquet as pq

    with closing(sqlite3.connect(folder / "rows", isolation_level=None)) as connection:
        connection.executescript(
            f"""
            pragma journal_mode = off;
            pragma synchronous = off;
            create table rows({", ".join(shard_rows.ORDER)}, body);
            begin;
            """
        )
        marks = ", ".join("?" * (len(shard_rows.ORDER) + 1))
        for shard in shards:
            with pq.ParquetFile(shard) as file:
                # PyArrow keeps what it read until the next row group is requested.
                for batch in chain.from_iterable(
                    file.iter_batches(_AT_ONCE, row_groups=[group]) for group in range(file.num_row_groups)
                ):
                    connection.executemany(f"insert into rows values ({marks})", map(_sort_key, batch.to_pylist()))
        connection.execute("commit")
        order = ", ".join(f"{column} {nulls}" for column, nulls in shard_rows.ORDER.items())
        found = connection.execute(f"select rowid from rows order by {order}")
        while group := found.fetchmany(_AT_ONCE):
            bodies = [connection.execute("select body from rows where rowid = ?", each).fetchone() for each in group]
            yield [json.loads(body) for (body,) in bodies]


def _sort_key(row: shard_rows.Row) -> list[Any]:
    """The sort key of a row, with times as text, and the row without it."""
    moments = {name: row.pop(name) for name in ("published_at", "modified_at")}
    times = {name: each and each.isoformat(timespec="microseconds") for name, each in moments.items()}
    return [*((row | times)[column] for column in shard_rows.ORDER), json.dumps(row, ensure_ascii=False)]


def _load(db: Database, file: Path) -> None:
    try:
        with file.open(encoding="utf-8") as lines:
            decisions.load(db, lines)
    except store.ArchiveError:
        raise
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error


def _store(db: Database, row: shard_rows.Row) -> Event:
    try:
        article, found = shard_rows.article(row), shard_rows.quotations(row)
        outcome = store.ingest(db, article, found, extraction=row["extraction"], added=row["added"])
    except store.ArchiveError:
        raise
    except Exception as error:
        refused = refusal(row["source"], error, "stored")
        run_log.reject(db, refused.source, row["file"], refused.reason, refused.kind)
        return Event(row["file"], refused.source, "failed", reason=refused.reason, fault=refused.kind)
    return Event(row["file"], article.source, outcome, kinds(found))


def _outcome(kind: RejectKind) -> Literal["failed", "skipped"]:
    return "skipped" if kind == "language" else "failed"


def _refused(runs: Iterable[Path], db: Database) -> Iterator[dict[str, Any]]:
    """Store what the runs could not read, and return it."""
    for run in runs:
        for task in range(plan.read(run).tasks):
            with (run / plan.REJECTS.format(task)).open(encoding="utf-8") as lines, transaction(db):
                for line in lines:
                    row = json.loads(line)
                    row.setdefault("kind", "language" if row.get("skipped") else "input")
                    run_log.reject(db, row["source"], row["origin"], row["reason"], row["kind"])
                    yield row
