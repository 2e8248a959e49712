"""Runs of `quotes batch run` as they lie on the disk, with quotations made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
from datatrove.data import Document

from quotes.batch import plan, shard_rows
from quotes.batch.plan import Plan
from quotes.batch.steps import Shards
from quotes.model import Article, Quotation

BEGUN = "2031-12-31T12:00:00+00:00"
EXTRACTION = "0.1.0 by hand"


def record(run: Path, pairs: Sequence[tuple[Article, list[Quotation]]], tasks: int = 1, rejects: str = "") -> Path:
    """A finished run in which article number N was the Nth in the file "given", each task having every so manieth."""
    plan.begin(Plan([("given", 0)], [], tasks, {}, None, EXTRACTION, BEGUN), run)
    (run / "rejects").mkdir()
    (run / "logs/completions").mkdir(parents=True)
    for task in range(tasks):
        documents = [
            document(*pairs[number], file="given", unit=number, entry=0) for number in range(task, len(pairs), tasks)
        ]
        assert list(Shards(run).run(iter(documents), rank=task, world_size=tasks)) == []
        (run / plan.REJECTS.format(task)).write_text("" if task else rejects)
        (run / f"logs/completions/{task:05}").touch()
    return run


def document(article: Article, found: list[Quotation], **known: str | int) -> Document:
    """What the step that finds quotations gives of an article."""
    row = shard_rows.row(article, found, added=BEGUN, extraction=EXTRACTION, **known)
    return Document(text=row.pop("text"), id="", metadata=row)


def read(run: Path) -> list[shard_rows.Row]:
    """All rows of a run, shard after shard."""
    return [row for shard in sorted(run.glob("articles/*.parquet")) for row in pq.read_table(shard).to_pylist()]
