"""What more workers bring to `quotes ingest`, and how much memory a long run takes.

    python -m benchmarks.ingest_timing

Articles are made up of the seeds' own sentences, so that the pipeline has real work. Compared are whole runs of the
command, `--workers 1` and `--workers 2` in turn; then its peak memory (of the largest process) on 1,000 and on 10,000
short articles.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.ratios import Ratio, by_turns, peak, quotients, show

LONG = 600
FEW, MANY = 1_000, 10_000
SEEDS = Path(__file__).parent.parent / "seeds"
QUOTES = [str(Path(sys.executable).with_name("quotes")), "ingest", "--quiet"]


def articles(folder: Path, number: int, paragraphs: int) -> None:
    """Writes so many articles of so many paragraphs, each with a line of its own."""
    chance = random.Random(number)
    lines = [line for seed in sorted(SEEDS.glob("*.txt")) for line in seed.read_text().splitlines() if line.strip()]
    for each in range(number):
        text = "\n".join([*chance.sample(lines, paragraphs), f"This was article {each}."])
        (folder / f"{each:06}.txt").write_text(text)


def _command(folder: Path, db: Path, workers: int) -> list[str]:
    return [*QUOTES, str(folder), "--db", str(db), "--workers", str(workers)]


def measure() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, paragraphs in ((LONG, 12), (FEW, 1), (MANY, 1)):
            (folder / str(number)).mkdir()
            articles(folder / str(number), number, paragraphs)
        fresh = (folder / f"{number}.db" for number in count())
        one, two = by_turns(
            [
                lambda: subprocess.run(_command(folder / str(LONG), next(fresh), 1), check=True),
                lambda: subprocess.run(_command(folder / str(LONG), next(fresh), 2), check=True),
            ],
            time.perf_counter,
        )
        yield Ratio(
            "`--workers 1`, time",
            "`--workers 2`",
            quotients(one, two),
            "near 2",
            f"{median(one):.1f} s against {median(two):.1f} s for {LONG} articles, starting included",
        )
        for workers in (1, 2):
            few, many = (peak(_command(folder / str(number), next(fresh), workers))[0] for number in (FEW, MANY))
            yield Ratio(
                f"peak memory, {MANY:,} articles",
                f"{FEW:,} articles",
                [many / few],
                "flat",
                f"{many} MiB against {few} MiB, `--workers {workers}`, the largest process",
            )


if __name__ == "__main__":
    print(show(measure()))
