"""How fast quotations are found, against the bare pipeline on the same texts, and what storing them adds.

    python -m benchmarks.extraction [FOLDER]

FOLDER has text files; without one, articles are made up of the seeds' own sentences. Times are of one processor.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.ingest_timing import articles
from benchmarks.ratios import Ratio, by_turns, quotients, show
from quotes import ingest, store
from quotes.extraction import extract_many
from quotes.extraction.component import load
from quotes.extraction.parsing import load_pipeline
from quotes.ingest import Task
from quotes.readers import find, units
from quotes.text.paragraphs import paragraphs

MOST = 60


def texts_in(folder: Path | None, scratch: Path) -> list[Path]:
    """Articles of some 700 words: the first ones in a folder, or some that are made up in `scratch`."""
    if folder is None:
        folder = scratch / "articles"
        folder.mkdir()
        articles(folder, MOST, 12)
    return sorted(folder.glob("*.txt"))[:MOST]


def stored(paths: list[Path], db: Path) -> None:
    """Reads files, finds their quotations and stores them in the archive at `db`, which may be new."""
    with closing(store.create(db)) as database:
        for _ in ingest.ingest(database, units(find(paths), {}), Task({}, known=db, extraction="benchmark")):
            pass


def measure(folder: Path | None = None) -> Iterator[Ratio]:
    nlp = load_pipeline()
    for_docs = load()
    with tempfile.TemporaryDirectory() as name:
        paths = texts_in(folder, Path(name))
        texts = [path.read_text(encoding="utf-8") for path in paths]
        words = sum(len(text.split()) for text in texts)
        pieces = [span.of(text) for text in texts for span in paragraphs(text)]
        fresh = (Path(name) / f"{number}.db" for number in count())
        piped, in_pieces, found, in_docs, kept = by_turns(
            [
                lambda: list(nlp.pipe(texts)),
                lambda: list(nlp.pipe(pieces, batch_size=64)),
                lambda: list(extract_many(texts)),
                lambda: list(for_docs.pipe(texts)),
                lambda: stored(paths, next(fresh)),
            ]
        )
    speed = {id(each): f"{words / median(each):,.0f}" for each in (piped, in_pieces, found, in_docs)}
    yield Ratio(
        "finding quotations, words a second",
        "the bare pipeline",
        quotients(piped, found),
        "≥ 0.85",
        f"{speed[id(found)]} against {speed[id(piped)]}; {len(texts)} articles, {words:,} words",
    )
    yield Ratio(
        "finding quotations, words a second",
        "the bare pipeline, paragraph by paragraph",
        quotients(in_pieces, found),
        "",
        f"{speed[id(found)]} against {speed[id(in_pieces)]}; the layers' matrices then fit into the cache",
    )
    yield Ratio(
        "finding quotations by `nlp.pipe` of `quotes.load()`, words a second",
        "`quotes.extract_many`",
        quotients(found, in_docs),
        "≥ 0.85",
        f"{speed[id(in_docs)]} against {speed[id(found)]}; with tags, heads and names on each Doc",
    )
    yield Ratio(
        "reading, finding and storing, time",
        "finding alone",
        quotients(kept, found),
        "≤ 1.15",
        f"{median(kept) / len(texts) * 1000:.0f} ms against {median(found) / len(texts) * 1000:.0f} ms an article",
    )


if __name__ == "__main__":
    print(show(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
