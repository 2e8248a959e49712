"""What two ways of the same work cost, measured by turns, and how that is shown."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from statistics import median
from typing import NamedTuple

from threadpoolctl import threadpool_limits

RUNS = 5


class Ratio(NamedTuple):
    """How often what was measured goes into what it is held against, of each run.

    what, against: the two. runs: five of them, or one of what does not vary. wanted: what the ratio should be.
    note: figures behind it.
    """

    what: str
    against: str
    runs: list[float]
    wanted: str
    note: str


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """What a piece of work takes on one core."""
    with threadpool_limits(1, user_api="blas"):
        start = clock()
        work()
        return clock() - start


def by_turns(
    works: Iterable[Callable[[], object]], clock: Callable[[], float] = time.process_time, runs: int = RUNS
) -> list[list[float]]:
    """The seconds of each piece of work, run by run; whatever slows the machine for a while slows them all."""
    works = list(works)
    for work in works:
        work()  # what is loaded the first time is loaded
    return in_rounds([partial(seconds, work, clock) for work in works], runs)


def in_rounds(timed: Iterable[Callable[[], float]], runs: int = RUNS) -> list[list[float]]:
    """What each of these gives, called by turns, run by run."""
    timed = list(timed)
    rounds = [[each() for each in timed] for _ in range(runs)]
    return [list(each) for each in zip(*rounds, strict=True)]


def apart(module: str, *arguments: str) -> float:
    """The number that a module prints, run as a program in a process of its own."""
    command = [sys.executable, "-m", module, *arguments]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def quotients(one: Iterable[float], other: Iterable[float]) -> list[float]:
    return [a / b for a, b in zip(one, other, strict=True)]


# Runs the rest of its arguments and prints the most memory that one of the processes had, in KiB. A process of its own,
# since a process counts what its parent had when it was begun.
_MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak(command: list[str]) -> tuple[int, str]:
    """The most memory that a command needs, in MiB (of its largest process), and what it prints."""
    done = subprocess.run([sys.executable, "-c", _MEASURED, *command], check=True, capture_output=True, text=True)
    *printed, kib = done.stdout.splitlines()
    return int(kib) // 1024, "\n".join(printed)


HEAD = "| measured | against | median | range | wanted | |\n| --- | --- | ---: | ---: | ---: | --- |"


def row(ratio: Ratio) -> str:
    """A row of a Markdown table."""
    spread = f"{min(ratio.runs):.2f}–{max(ratio.runs):.2f}" if len(ratio.runs) > 1 else ""
    cells = (ratio.what, ratio.against, f"{median(ratio.runs):.2f}", spread, ratio.wanted, ratio.note)
    return f"| {' | '.join(cells)} |"


def show(ratios: Iterable[Ratio]) -> str:
    """A Markdown table, one row a ratio."""
    return "\n".join([HEAD, *map(row, ratios)])
