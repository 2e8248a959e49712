"""How fast quotations are found, against the bare pipeline on the same texts, and what storing them adds.

    python -m benchmarks.extraction [FOLDER]

FOLDER has text files; without one, articles are made up of the seeds' own sentences. Each way runs in fresh processes
of its own, by turns with the others, and is timed from when its pipeline is loaded and has read a few articles. Times
are of the processor, all threads together: what else runs on the machine hardly changes them.

The bare pipeline is spaCy's own `nlp.pipe` of the components that come with the package, given whole articles, without
what lets Quotes run them in less time (`quotes.extraction.inference`). It is measured with one thread, as Quotes uses
it, and with the threads that the matrix library takes by itself. On two cores these wait for each other more than they
save, and waiting counts as time of the processor.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median

from threadpoolctl import threadpool_limits

from benchmarks.ingest_timing import articles
from benchmarks.ratios import Ratio, apart, in_rounds, quotients, show
from quotes import ingest, store
from quotes.extraction import extract_many
from quotes.extraction.component import load
from quotes.extraction.parsing import load_pipeline
from quotes.ingest import Task
from quotes.readers import find, units
from quotes.text.paragraphs import paragraphs

MOST = 60
WARM = 5  # articles


def paths_in(folder: Path) -> list[Path]:
    """The first articles of a folder."""
    return sorted(folder.glob("*.txt"))[:MOST]


def stored(paths: list[Path], db: Path) -> None:
    """Reads files, finds their quotations and stores them in the archive at `db`, which may be new."""
    with closing(store.create(db)) as database:
        for _ in ingest.ingest(database, units(find(paths), {}), Task({}, known=db, extraction="benchmark")):
            pass


def _texts(paths: list[Path]) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in paths]


def _pieces(paths: list[Path]) -> list[str]:
    return [span.of(text) for text in _texts(paths) for span in paragraphs(text)]


def _pipe(paths: list[Path]) -> Callable[[], object]:
    nlp, texts = load_pipeline(), _texts(paths)
    return lambda: list(nlp.pipe(texts))


def _pipe_by_paragraphs(paths: list[Path]) -> Callable[[], object]:
    nlp, pieces = load_pipeline(), _pieces(paths)
    return lambda: list(nlp.pipe(pieces, batch_size=64))


def _extract(paths: list[Path]) -> Callable[[], object]:
    texts = _texts(paths)
    return lambda: list(extract_many(texts))


def _pipe_of_docs(paths: list[Path]) -> Callable[[], object]:
    nlp, texts = load(), _texts(paths)
    return lambda: list(nlp.pipe(texts))


def _store(paths: list[Path]) -> Callable[[], object]:
    folder = tempfile.TemporaryDirectory()
    return lambda: stored(paths, Path(folder.name) / "new.db")


WAYS: dict[str, Callable[[list[Path]], Callable[[], object]]] = {
    "pipe": _pipe,
    "pipe, threads": _pipe,
    "pipe by paragraphs": _pipe_by_paragraphs,
    "extract": _extract,
    "pipe of Docs": _pipe_of_docs,
    "store": _store,
}


def timed(way: str, folder: Path) -> float:
    """The seconds of the processor that a way takes in this process."""
    paths = paths_in(folder)
    with threadpool_limits(None if way == "pipe, threads" else 1, user_api="blas"):
        WAYS[way](paths[:WARM])()
        work = WAYS[way](paths)
        start = time.process_time()
        work()
        return time.process_time() - start


def measure(folder: Path | None = None) -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        if folder is None:
            folder = Path(name)
            articles(folder, MOST, 12)
        texts = _texts(paths_in(folder))
        works = [partial(apart, "benchmarks.extraction", str(folder), way) for way in WAYS]
        times = dict(zip(WAYS, in_rounds(works), strict=True))
    words = sum(len(text.split()) for text in texts)
    speed = {way: f"{words / median(each):,.0f}" for way, each in times.items()}
    found = times["extract"]
    yield Ratio(
        "finding quotations, words a second",
        "the bare pipeline, one thread as well",
        quotients(times["pipe"], found),
        "≥ 0.85",
        f"{speed['extract']} against {speed['pipe']}; {len(texts)} articles, {words:,} words",
    )
    yield Ratio(
        "finding quotations, words a second",
        "the bare pipeline, threads as it takes them",
        quotients(times["pipe, threads"], found),
        "",
        f"{speed['extract']} against {speed['pipe, threads']}; threads that wait take time of the processor too",
    )
    yield Ratio(
        "finding quotations, words a second",
        "the bare pipeline, one thread, paragraph by paragraph",
        quotients(times["pipe by paragraphs"], found),
        "",
        f"{speed['extract']} against {speed['pipe by paragraphs']}; the layers' matrices then fit into the cache",
    )
    yield Ratio(
        "finding quotations by `nlp.pipe` of `quotes.load()`, words a second",
        "`quotes.extract_many`",
        quotients(found, times["pipe of Docs"]),
        "≥ 0.85",
        f"{speed['pipe of Docs']} against {speed['extract']}; with tags, heads and names on each Doc",
    )
    yield Ratio(
        "reading, finding and storing, time",
        "finding alone",
        quotients(times["store"], found),
        "≤ 1.15",
        f"{median(times['store']) / len(texts) * 1000:.0f} ms against "
        f"{median(found) / len(texts) * 1000:.0f} ms an article",
    )


def main() -> None:
    match sys.argv[1:]:
        case []:
            print(show(measure()))
        case [folder]:
            print(show(measure(Path(folder))))
        case [folder, way] if way in WAYS:
            print(timed(way, Path(folder)))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
