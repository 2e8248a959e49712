"""What more workers bring to `quotes ingest`, and how much memory a long run takes.

    python -m benchmarks.ingesting [RUNS]

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
from pathlib import Path
from statistics import median

LONG = 600
SEEDS = Path(__file__).parent.parent / "seeds"
QUOTES = [str(Path(sys.executable).with_name("quotes")), "ingest", "--quiet"]
# Runs the rest of its arguments and prints the peak memory of the largest process among them, in KiB.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def articles(folder: Path, number: int, paragraphs: int) -> None:
    """Writes so many articles of so many paragraphs, each with a line of its own."""
    chance = random.Random(number)
    lines = [line for seed in sorted(SEEDS.glob("*.txt")) for line in seed.read_text().splitlines() if line.strip()]
    for each in range(number):
        text = "\n".join([*chance.sample(lines, paragraphs), f"This was article {each}."])
        (folder / f"{each:06}.txt").write_text(text)


def seconds(folder: Path, db: Path, workers: int) -> float:
    start = time.perf_counter()
    subprocess.run([*QUOTES, str(folder), "--db", str(db), "--workers", str(workers)], check=True)
    return time.perf_counter() - start


def peak(folder: Path, db: Path, workers: int) -> int:
    command = [*QUOTES, str(folder), "--db", str(db), "--workers", str(workers)]
    done = subprocess.run([sys.executable, "-c", MEASURED, *command], check=True, capture_output=True, text=True)
    return int(done.stdout) // 1024


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "long").mkdir()
        articles(folder / "long", LONG, 12)
        ratios = []
        for run in range(runs):
            one, two = (seconds(folder / "long", folder / f"{run}-{workers}.db", workers) for workers in (1, 2))
            ratios.append(one / two)
            print(f"{LONG} articles: {one:.1f} s with one worker, {two:.1f} s with two: {one / two:.2f} times as fast")
        print(f"median {median(ratios):.2f}")
        for number in (1_000, 10_000):
            (folder / str(number)).mkdir()
            articles(folder / str(number), number, 1)
            used = [peak(folder / str(number), folder / f"{number}-{workers}.db", workers) for workers in (1, 2)]
            print(f"{number:,} short articles: peak {used[0]} MiB with one worker, {used[1]} MiB with two")


if __name__ == "__main__":
    main()
