"""Everything that is promised of speed, measured side by side: ``make bench``, which is ``python -m benchmarks``.

Prints one table and writes it to results.md beside this file, with growth.svg: how each page grows with the archive.
Then it measures texts made to do harm, and writes hostile.md. Wants a machine with two free cores and 4 GB on disk for
about half an hour, and another hour and a half for the hostile texts.
"""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import (
    archive,
    batch_timing,
    extraction,
    growth,
    hostile,
    ingest_timing,
    load,
    ratios,
    site_timing,
    startup,
    textacy,
)
from benchmarks.ratios import Ratio

HERE = Path(__file__).parent
SIZES = (10_000, 100_000, 1_000_000)  # quotations
HEAD = """# Measured

By `make bench`, which writes this file. Each row sets two ways of the same work against each other, run by turns in one
go: the median of five ratios, and the least and the greatest. Peaks of memory and accuracy, which hardly vary, are
taken once. For the rows on the bare pipeline, each way runs in processes of its own. {machine}.

"""
PAGES = """
## Pages, from 10,000 to 1,000,000 quotations

`benchmarks.site_timing` makes archives of made-up quotations, ten an article, and asks for forty pages of each kind.
SQL is what SQLite alone takes for the very statements of the page. Both are processor time.

![Each kind of page by the size of the archive](growth.svg)

With 1,000,000 quotations:

"""
LOAD = """
## Under load

`benchmarks.load` asks `quotes serve` for pages of an archive of 100,000 quotations: 50 clients for 45 seconds, each
asking for the next page as soon as it has the last one, on the two cores that the server uses too.

"""


def said(ratios_: Iterable[Ratio]) -> Iterator[Ratio]:
    for each in ratios_:
        print(ratios.row(each), flush=True)
        yield each


def draw(by_size: dict[int, dict[str, site_timing.Times]], target: Path) -> None:
    """A small picture for each kind of page: the median and the 95th percentile over the size of the archive."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "quotes", "svg.fonttype": "none"}
    from matplotlib import pyplot

    kinds = list(by_size[SIZES[-1]])
    figure, axes = pyplot.subplots(-(-len(kinds) // 4), 4, figsize=(12, 14), sharex=True, sharey=True)
    for axis in axes.flat[len(kinds) :]:
        axis.axis("off")
    for axis, kind in zip(axes.flat, kinds, strict=False):
        sizes = [size for size in SIZES if kind in by_size[size]]
        for column, label, style in ((0, "page, median", "-"), (1, "page, 95 of 100", "--"), (2, "SQL, median", ":")):
            values = [by_size[size][kind][column] for size in sizes]
            axis.plot(sizes, values, style, marker="o", markersize=3, label=label)
        axis.set(title=kind, xscale="log", yscale="log")
        axis.title.set_fontsize(9)
        axis.grid(alpha=0.3)
    axes.flat[0].legend(fontsize=7)
    figure.supxlabel("quotations in the archive")
    figure.supylabel("milliseconds")
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None})


def pages() -> tuple[dict[int, dict[str, site_timing.Times]], load.Load]:
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.db"
            site_timing.make(path, size)
            found[size] = site_timing.times(path)
        return found, load.measure(Path(folder) / f"{SIZES[1]}.db")


def main(
    texts: Annotated[Path | None, typer.Option(help="Folder of articles (.txt) in the place of made-up ones.")] = None,
    gold: Annotated[Path | None, typer.Option(help="Their annotations, for quotes evaluate.")] = None,
) -> None:
    """Measure everything."""
    parts: list[Callable[[], Iterator[Ratio]]] = [
        lambda: extraction.measure(texts),
        textacy.measure,
        startup.measure,
        archive.measure,
        batch_timing.measure,
        ingest_timing.measure,
        growth.measure,
    ]
    if texts and gold:
        parts.insert(2, lambda: textacy.measure(gold, texts))
    print(ratios.HEAD, flush=True)
    found = list(said(chain.from_iterable(part() for part in parts)))
    machine = f"Python {platform.python_version()}, spaCy {version('spacy')}, {platform.machine()}, two shared cores"
    by_size, loaded = pages()
    draw(by_size, HERE / "growth.svg")
    tables = f"{PAGES}{site_timing.show(by_size[SIZES[-1]])}\n{LOAD}{load.show(loaded)}\n"
    print(tables)
    (HERE / "results.md").write_text(f"{HEAD.format(machine=machine)}{ratios.show(found)}\n{tables}")
    hostile.write(hostile.shown())


if __name__ == "__main__":
    typer.run(main)
