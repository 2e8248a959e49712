"""More articles than one machine can read: many tasks write shards, and the archive is built from those.

`run` gives each task its share of the input and writes what is found in it to Parquet, on this machine, a Slurm
cluster or Ray; `build` makes an archive of that. The shards are the record: what was read and what was found, from
which archives can be built again.

Needs the extra batch: datatrove, which runs the tasks, and PyArrow.
"""

from __future__ import annotations

from enum import StrEnum
from importlib import util

MISSING = "quotes batch needs the extra batch: pip install 'quotes[batch]'"


class Executor(StrEnum):
    """Who runs the tasks."""

    local = "local"
    slurm = "slurm"
    ray = "ray"


def need(*modules: str, otherwise: str = MISSING) -> None:
    """Raises ValueError, with what is to be done, unless all of `modules` are installed."""
    if any(util.find_spec(each) is None for each in modules):
        raise ValueError(otherwise)
