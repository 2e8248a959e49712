"""What an article costs when 1,000 are in the archive, and when 100,000 are.

    python -m benchmarks.growth [MANY]

Both archives hold made-up articles by the same 40,000 people, stored one by one as `quotes ingest` stores them. Then
the same new ones are added to each by turns: some whose quotations are given, for the storing alone, with every
lookup of who is meant and whether the article is there already; and some that are read and searched, too. Those whose
quotations are given are by people whom both archives know, since a new name costs more than a known one.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks.archive import articles as with_quotations
from benchmarks.archive import store
from benchmarks.extraction import stored
from benchmarks.ingest_timing import articles as as_text
from benchmarks.ratios import RUNS, Ratio, quotients, seconds, show
from quotes.model import Article, Quotation
from quotes.store import create, ingest
from quotes.store.database import transaction

FEW, MANY = 1_000, 100_000
STORED, READ = 200, 30  # articles a run
AT_ONCE = 500  # in one transaction

Made = Iterable[tuple[Article, list[Quotation]]]


def filled(path: Path, made: Made) -> None:
    stream = iter(made)
    with closing(create(path)) as db:
        while batch := list(islice(stream, AT_ONCE)):
            with transaction(db):
                for article, found in batch:
                    ingest(db, article, found)


def measure(many: int = MANY) -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stream = with_quotations(many)
        paths = [folder / "few.db", folder / "many.db"]
        filled(paths[0], islice(stream, FEW))
        shutil.copy(paths[0], paths[1])
        filled(paths[1], islice(stream, many - FEW))
        with closing(create(paths[0])) as db:
            people = [row[0] for row in db.execute("select distinct name from speaker_names where name like '% %'")]
        by_known = with_quotations(RUNS * STORED, people)
        known = ((replace(article, source=f"new {article.source}"), found) for article, found in by_known)
        new = [list(islice(known, STORED)) for _ in range(RUNS)]
        storing = [[seconds(lambda: store(path, made)) for path in paths] for made in new]  # noqa: B023
        (folder / "texts").mkdir()
        as_text(folder / "texts", RUNS * READ, 12)
        files = sorted((folder / "texts").iterdir())
        stored(files[:3], folder / "first.db")  # loads the pipeline
        batches = [files[at : at + READ] for at in range(0, len(files), READ)]
        reading = [[seconds(lambda: stored(batch, path)) for path in paths] for batch in batches]  # noqa: B023
    for what, number, rounds in (("storing", STORED, storing), ("reading, finding and storing", READ, reading)):
        few, much = zip(*rounds, strict=True)
        yield Ratio(
            f"{what}, time, {many:,} articles there",
            f"{FEW:,} there",
            quotients(much, few),
            "≤ 1.10",
            f"{median(much) / number * 1000:.2f} ms against {median(few) / number * 1000:.2f} ms an article",
        )


if __name__ == "__main__":
    print(show(measure(*map(int, sys.argv[1:]))))
