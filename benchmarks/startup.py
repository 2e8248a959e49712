"""How long commands take to begin, against Python with Typer alone.

python -m benchmarks.startup
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.ingest import SEEDS
from benchmarks.ratios import Ratio, by_turns, quotients, show

QUOTES = str(Path(sys.executable).with_name("quotes"))


def measure() -> Iterator[Ratio]:
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "quotes.db")
        subprocess.run([QUOTES, "ingest", "--quiet", "--db", db, str(SEEDS)], check=True)
        commands = {
            "typer": [sys.executable, "-c", "import typer"],
            "spaCy": [sys.executable, "-c", "import spacy"],
            "`quotes --help`": [QUOTES, "--help"],
            "`quotes search`": [QUOTES, "search", "--db", db, "war"],
        }
        taken = by_turns(
            [lambda command=command: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # type: ignore[misc]
             for command in commands.values()],
            time.perf_counter,
        )  # fmt: skip
    bare, heavy, *ours = taken
    for what, its in zip(list(commands)[2:], ours, strict=True):
        for theirs, against in ((bare, "`import typer` alone"), (heavy, "`import spacy` alone")):
            yield Ratio(
                f"{what}, time",
                against,
                quotients(its, theirs),
                "",
                f"{median(its) * 1000:.0f} ms against {median(theirs) * 1000:.0f} ms",
            )


if __name__ == "__main__":
    print(show(measure()))
