"""The two steps of a task for datatrove: extract quotations from a share of the input, and write them to a shard.

Quotes' own readers read the articles. Those of datatrove have no bylines, dates or checks for damage. The result is
what `quotes ingest` would store.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from quotes import ids, ingest, readers
from quotes.batch import plan, shard_rows
from quotes.batch.plan import Plan
from quotes.model import Article, Quotation
from quotes.readers import ReadError, Unit, refusal
from quotes.text.containment import kinds

_ROWS, _CHARACTERS = 1000, 10_000_000  # per row group

Place = tuple[str, int]  # a file, and the number of a unit in it
Documents = Iterator[Document]


class Quotations(PipelineStep):
    """Yields a document for each article of the task's share, with the columns of its row (`quotes.batch.shard_rows`).

    Errors go to a file of rejects, and the task continues. The pipeline is loaded once in each process, when its first
    task starts.

    Args:
        output: The folder of the run.
        folder: The working directory in which the run was started, for relative paths.
    """

    name = "quotations"
    type = "quotes"

    def __init__(self, output: Path, folder: Path) -> None:
        super().__init__()
        self.output = output
        self.folder = folder

    def run(self, data: Documents | None = None, rank: int = 0, world_size: int = 1) -> Documents:
        yield from data or ()
        os.chdir(self.folder)
        its = plan.read(self.output)
        if its.extraction != ingest.extraction(genders=its.genders):
            raise ValueError(f"{self.output}: was started with another version of Quotes")
        used = time.process_time()
        places: deque[Place] = deque()
        task = ingest.Task(its.fields, its.outlet, time_limit=its.time_limit, genders=its.genders)
        found = ingest.extracted(_units(its, rank, places), task)
        with whole(self.output / plan.REJECTS.format(rank), "w") as rejects:
            while True:
                with self.track_time("unit"):
                    done = next(found, None)
                if done is None:
                    break
                file, unit = places.popleft()
                for entry, each in enumerate(done.read):
                    read = each if isinstance(each, ReadError) else self._document(its, *each, file, unit, entry)
                    if isinstance(read, Document):
                        yield read
                    else:
                        self._reject(rejects, read, done.origin)
        self.stat_update("memory", value=_peak(), unit="task")
        self.stat_update("seconds", value=round(time.process_time() - used, 3), unit="task")

    def _document(
        self, its: Plan, article: Article, quotations: list[Quotation] | None, file: str, unit: int, entry: int
    ) -> Document | ReadError:
        known: dict[str, str | int] = {
            "added": its.begun,
            "extraction": its.extraction,
            "file": file,
            "unit": unit,
            "entry": entry,
        }
        try:
            row = shard_rows.row(article, quotations or [], **known)
        except Exception as error:
            return refusal(article.source, error, "stored")
        self.stat_update("articles")
        for kind, number in kinds(quotations or []).items():
            self.stat_update(kind, value=number)
        return Document(text=row.pop("text"), id=ids.article_key(article), metadata=row)

    def _reject(self, rejects: IO[str], error: ReadError, origin: str) -> None:
        self.stat_update("skipped" if error.kind == "language" else "failed")
        record = {"source": error.source, "origin": origin, "reason": error.reason, "kind": error.kind}
        rejects.write(json.dumps(record, ensure_ascii=False) + "\n")


class Shards(PipelineStep):
    """Writes the rows of a task to its shard, a Parquet file that is complete or does not exist.

    datatrove's own writer writes to the final path. Two processes with the same task would damage the file, and a task
    that was killed here may still run elsewhere.
    """

    name = "shards"
    type = "quotes"

    def __init__(self, output: Path) -> None:
        super().__init__()
        self.output = output

    def run(self, data: Documents | None = None, rank: int = 0, world_size: int = 1) -> Documents:
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = shard_rows.schema()
        with (
            whole(self.output / plan.ARTICLES.format(rank), "wb") as file,
            pq.ParquetWriter(file, schema, compression="zstd") as writer,
        ):
            for group in _groups(data or ()):
                with self.track_time("group"):
                    writer.write_batch(pa.RecordBatch.from_pylist(group, schema=schema))
                self.stat_update("rows", value=len(group), unit="group")
        yield from ()


@contextmanager
def whole(path: Path, mode: str) -> Iterator[IO[Any]]:
    """A file to write. It is moved to `path` when the block ends, even if others write there too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in path.parent.glob(f".{path.name}.*.part"):
        leftover.unlink(missing_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with part.open(mode, encoding=None if "b" in mode else "utf-8") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _units(its: Plan, task: int, places: deque[Place]) -> Iterator[Unit]:
    """The units that a task reads. Their positions are added to `places`."""
    if task == 0:
        for number, refused in enumerate(its.refused):
            places.append((refused[0], number))
            yield Unit(refused[0], ReadError(*refused))
    for part in plan.share([path for path, _ in its.files], task, its.tasks):
        for number, unit in enumerate(readers.units([Path(part.path)], its.fields, time_limit=its.time_limit)):
            if number % part.of == part.number:
                places.append((unit.origin, number))
                yield unit


def _groups(documents: Iterable[Document]) -> Iterator[list[shard_rows.Row]]:
    group: list[shard_rows.Row] = []
    size = 0
    for each in documents:
        group.append(each.metadata | {"text": each.text})
        size += len(each.text)
        if len(group) == _ROWS or size > _CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _peak() -> int:
    """The most memory that this process used, in MiB. The system counts in KiB, on macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
