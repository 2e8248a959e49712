"""From shards to an archive: every article in the order of its date, stored as `quotes ingest` would have stored it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
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
from quotes.store import decisions, evidence, run_log
from quotes.store.bulk_load import loading
from quotes.store.database import file_of, transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_AT_ONCE = 256  # articles in memory, and in one transaction


def build(
    runs: Sequence[Path], target: Path, judgements: Path | None = None, *, authority: bool = False
) -> Iterator[Event]:
    """Makes an archive at `target` from the shards of `runs` (folders); gives what happened to each article.

    judgements: a file as `quotes.store.decisions.dump` writes it, which holds before the first article comes.
    authority: whether the authority file of the package is loaded. The archive is at `target` when all events are
    taken. What cannot be stored is among its rejects, as is what the runs could not read; the events of the latter have
    no `fault`, as the runs have told it. Raises ArchiveError where it cannot be written or is there already, and
    ValueError where a run is not finished or the judgements cannot be read.
    """
    shards = [shard for run in runs for shard in _finished(run)]
    with loading(target) as db:
        if authority:
            evidence.load_packaged(db)
        if judgements:
            _load(db, judgements)
        for row in _refused(runs, db):
            yield Event(row["origin"], row["source"], _outcome(row["kind"]), reason=row["reason"])
        # In the folder of the draft, where nothing is left behind even by one that was killed.
        with TemporaryDirectory(dir=Path(file_of(db.conn)).parent) as folder:
            for group in _in_order(shards, Path(folder)):
                with transaction(db):
                    events = [_store(db, row) for row in group]
                yield from events
        with transaction(db):
            run_log.clear_read(db)


def total(runs: Iterable[Path]) -> int:
    """How many articles are in the shards of `runs`. Raises ValueError where one is not finished."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(shard).num_rows for run in runs for shard in _finished(run))


def _finished(run: Path) -> list[Path]:
    """The shards of a run. Raises ValueError where some are not there yet."""
    tasks = plan.read(run).tasks
    done = plan.done(run)
    if len(done) < tasks:
        raise ValueError(f"{run}: {len(done)} of {tasks} tasks are done; the same quotes batch run does the rest")
    shards = [run / plan.ARTICLES.format(task) for task in range(tasks)]
    for each in shards:
        if not each.is_file():
            raise ValueError(f"{each}: is missing, though its task was done; delete {run} and run it again")
    return shards


def _in_order(shards: Sequence[Path], folder: Path) -> Iterator[list[shard_rows.Row]]:
    """The rows of `shards` in the order of `rows.ORDER`, some at a time.

    They are laid down in `folder` as they come, and SQLite sorts where they lie, so that memory holds few of them.
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
                # PyArrow keeps what it read of a file until it is asked for another group of rows.
                for batch in chain.from_iterable(
                    file.iter_batches(_AT_ONCE, row_groups=[group]) for group in range(file.num_row_groups)
                ):
                    connection.executemany(f"insert into rows values ({marks})", map(_laid_down, batch.to_pylist()))
        connection.execute("commit")
        order = ", ".join(f"{column} {nulls}" for column, nulls in shard_rows.ORDER.items())
        found = connection.execute(f"select rowid from rows order by {order}")
        while group := found.fetchmany(_AT_ONCE):
            bodies = [connection.execute("select body from rows where rowid = ?", each).fetchone() for each in group]
            yield [json.loads(body) for (body,) in bodies]


def _laid_down(row: shard_rows.Row) -> list[Any]:
    """What a row is sorted by, moments as text, and the row without them."""
    moments = {name: row.pop(name) for name in ("published_at", "modified_at")}
    said = {name: each and each.isoformat(timespec="microseconds") for name, each in moments.items()}
    return [*((row | said)[column] for column in shard_rows.ORDER), json.dumps(row, ensure_ascii=False)]


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
    return Event(row["file"], article.source, outcome, Counter(each.kind for each in found))


def _outcome(kind: RejectKind) -> Literal["failed", "skipped"]:
    return "skipped" if kind == "language" else "failed"


def _refused(runs: Iterable[Path], db: Database) -> Iterator[dict[str, Any]]:
    """Stores what the runs could not read, and gives it."""
    for run in runs:
        for task in range(plan.read(run).tasks):
            with (run / plan.REJECTS.format(task)).open(encoding="utf-8") as lines, transaction(db):
                for line in lines:
                    row = json.loads(line)
                    row.setdefault("kind", "language" if row.get("skipped") else "input")
                    run_log.reject(db, row["source"], row["origin"], row["reason"], row["kind"])
                    yield row
