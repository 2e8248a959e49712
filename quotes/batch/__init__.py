"""Batch runs: many tasks write shards, and an archive is built from the shards.

`run` divides the input files among tasks, which run on this machine, a Slurm cluster or Ray. Each task writes its
articles and their quotations to Parquet. `build` makes an archive from these shards. The shards are kept, so that
archives can be built again.

Needs the extra batch: datatrove, which runs the tasks, and PyArrow.
"""

from __future__ import annotations

from enum import StrEnum
from importlib import util

from quotes.installation import install_command


class Executor(StrEnum):
    """Where the tasks run."""

    local = "local"
    slurm = "slurm"
    ray = "ray"


def need(*modules: str, extra: str, what: str) -> None:
    """Check that libraries are installed.

    Args:
        modules: The names of the modules.
        extra: The extra that installs them.
        what: What needs them, for the error.

    Raises:
        ValueError: One is missing. The message has the command that installs it.
    """
    if any(util.find_spec(each) is None for each in modules):
        raise ValueError(f"{what} needs the extra {extra}; install it with: {install_command(extra)}")
