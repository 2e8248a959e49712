"""Processor time until commands are done, against Python with Typer alone.

All commands find their bytecode cached, as they do from the second time on, whatever PYTHONDONTWRITEBYTECODE says here.

python -m benchmarks.startup
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.ingest_timing import SEEDS
from benchmarks.ratios import Ratio, by_turns, quotients, show

QUOTES = str(Path(sys.executable).with_name("quotes"))
RUNS = 20


def measure() -> Iterator[Ratio]:
    environment = os.environ.copy()
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "quotes.db")
        subprocess.run([QUOTES, "ingest", "--quiet", "--db", db, str(SEEDS)], check=True)
        commands = {
            "`import typer` alone": [sys.executable, "-c", "import typer"],
            "`quotes --help`": [QUOTES, "--help"],
            "`quotes search`": [QUOTES, "search", "--db", db, "war"],
        }
        works = [
            partial(subprocess.run, each, check=True, env=environment, stdout=subprocess.DEVNULL)
            for each in commands.values()
        ]
        taken = dict(zip(commands, by_turns(works, _spent, RUNS), strict=True))
    theirs = taken["`import typer` alone"]
    for what in ("`quotes --help`", "`quotes search`"):
        ours = taken[what]
        figures = f"{median(ours) * 1000:.0f} ms against {median(theirs) * 1000:.0f} ms"
        yield Ratio(f"{what}, processor time", "`import typer` alone", quotients(ours, theirs), "at most 2.5", figures)


def _spent() -> float:
    """The processor time of all child processes so far."""
    spent = os.times()
    return spent.children_user + spent.children_system


if __name__ == "__main__":
    print(show(measure()))
