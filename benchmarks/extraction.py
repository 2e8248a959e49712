"""How fast quotations are found, against the bare pipeline on the same texts, and what storing them adds.

    python -m benchmarks.extraction [FOLDER]

FOLDER has text files; without one, articles are made up of the seeds' own sentences. Times are of the processor, each
pair is measured in turn, and the ratios are medians of five.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from threadpoolctl import threadpool_limits

from benchmarks.ingesting import articles
from quotes import archive, ingestion
from quotes.extraction import extract_many
from quotes.extraction.parsing import load_pipeline
from quotes.ingestion import Task
from quotes.reading import find, units

RUNS = 5
MOST = 60


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def stored(paths: list[Path], db: Path) -> None:
    with archive.create(db) as database:
        for _ in ingestion.ingest(database, units(find(paths), {}), Task({}, known=db, extraction="benchmark")):
            pass


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name)
        if len(sys.argv) < 2:
            articles(folder, MOST, 12)
        paths = sorted(folder.glob("*.txt"))[:MOST]
        texts = [path.read_text(encoding="utf-8") for path in paths]
        words = sum(len(text.split()) for text in texts)
        nlp = load_pipeline()
        list(extract_many(texts[:3]))
        piped, extracted, ingested = [], [], []
        for run in range(RUNS):
            with threadpool_limits(1, user_api="blas"):
                piped.append(seconds(lambda: list(nlp.pipe(texts))))
            extracted.append(seconds(lambda: list(extract_many(texts))))
            ingested.append(seconds(lambda: stored(paths, Path(name) / f"{run}.db")))  # noqa: B023
        print(f"{len(texts)} articles, {words:,} words")
        print(f"bare pipeline: {words / median(piped):,.0f} words a second")
        faster = median(one / other for one, other in zip(piped, extracted, strict=True))
        print(f"quotations found: {words / median(extracted):,.0f} words a second, {faster:.2f} of the bare pipeline")
        longer = median(one / other for one, other in zip(ingested, extracted, strict=True))
        print(f"read, found and stored: {longer:.2f} times as long as found")


if __name__ == "__main__":
    main()
