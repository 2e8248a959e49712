"""Running the tasks of a plan: on this machine, on a Slurm cluster, on Ray. Each of them again only if not done."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any, NamedTuple

from datatrove.executor.base import PipelineExecutor
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.utils.logging import logger
from datatrove.utils.stats import MetricStats, MetricStatsDict, PipelineStats

from quotes.batch import Executor, plan
from quotes.batch.plan import Plan
from quotes.batch.steps import Quotations, Shards
from quotes.ingestion import Event

_STATISTICS = "stats.json"


class Queue(NamedTuple):
    """What a Slurm cluster is asked for: the partition, and the time that each task may take (D-HH:MM:SS)."""

    partition: str
    time: str


class State(NamedTuple):
    """How far a run is.

    done: of how many tasks. counts: of what was found in them. seconds: of a processor that they used. memory: of the
    largest process, in MiB.
    """

    done: int
    tasks: int
    counts: dict[str, int]
    seconds: float
    memory: int


def run(its: Plan, output: Path, executor: Executor, queue: Queue | None = None) -> State:
    """Runs the tasks that are not done, and says how far the run is then.

    With Slurm they are only sent off. Raises what a task on this machine raises; of what fails elsewhere, the logs in
    `output` tell, and the task is not done.
    """
    steps = [Quotations(output.resolve(), Path.cwd()), Shards(output.resolve())]
    common = {"pipeline": steps, "tasks": its.tasks, "logging_dir": str(output.resolve() / plan.LOGS)}
    # Its log is in the folder; what people need to know, the command says.
    logger.remove()
    _executor(executor, common, its.tasks - len(plan.done(output)), queue).run()
    return state(its, output)


def state(its: Plan, output: Path) -> State:
    """How far the run in `output` is; the statistics of its tasks are put together there, in logs/stats.json."""
    done = plan.done(output)
    each = [_read(output / plan.LOGS / "stats" / f"{task:05}.json") for task in sorted(done)]
    total = sum((PipelineStats.from_json(statistics) for statistics in each), start=PipelineStats())
    if each:
        with (output / plan.LOGS / _STATISTICS).open("w", encoding="utf-8") as file:
            total.save_to_disk(file)
    # Of a single task they are not yet what they are once added up.
    counts = MetricStatsDict() + total.stats[0].stats if total.stats else {}
    seconds, memory = (counts.pop(name, MetricStats()) for name in ("seconds", "memory"))
    found = {name: int(each.total) for name, each in counts.items()}
    return State(len(done), its.tasks, found, seconds.total, int(memory.max) if memory.n else 0)


def internal_errors(output: Path) -> Iterator[Event]:
    """The articles on which Quotes itself failed in the tasks that are done."""
    for task in sorted(plan.done(output)):
        with (output / plan.REJECTS.format(task)).open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row.get("kind") == "internal":
                    yield Event(row["origin"], row["source"], "failed", reason=row["reason"], fault=row["kind"])


class _OnThisMachine(LocalPipelineExecutor):
    """datatrove prints what it logs; here it stays in the log of the task."""

    def _run_for_rank(self, *arguments: Any, **named: Any) -> PipelineStats:
        logger.remove()  # in a process of its own
        with Path(os.devnull).open("w") as nothing, redirect_stderr(nothing):
            try:
                return super()._run_for_rank(*arguments, **named)
            finally:
                logger.remove()


def _executor(executor: Executor, common: dict[str, Any], left: int, queue: Queue | None) -> PipelineExecutor:
    if executor is Executor.local:
        return _OnThisMachine(**common, workers=max(1, min(left, _processors())))
    if executor is Executor.slurm:
        from datatrove.executor.slurm import SlurmPipelineExecutor

        assert queue is not None, "Slurm needs a partition and a time"
        activate = Path(sys.prefix) / "bin" / "activate"
        return SlurmPipelineExecutor(
            **common,
            **queue._asdict(),
            job_name="quotes",
            venv_path=str(activate) if activate.exists() else None,
        )
    import ray
    from datatrove.executor.ray import RayPipelineExecutor

    # An address in RAY_ADDRESS is that of a cluster; without one, this machine is one.
    ray.init(log_to_driver=False, logging_level=logging.ERROR, ignore_reinit_error=True)
    return RayPipelineExecutor(**common)


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
