"""Runs the tasks of a plan that are not done: on this machine, on a Slurm cluster, or on Ray."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from datatrove.executor.base import PipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.utils.logging import logger
from datatrove.utils.stats import MetricStats, MetricStatsDict, PipelineStats

from quotes.batch import Executor, plan
from quotes.batch.plan import Plan
from quotes.batch.steps import Quotations, Shards, whole
from quotes.ingest import Event

_STATISTICS, _TOTAL = "stats/{:05}.json", "stats.json"  # of a task, and of all tasks; both in the folder of logs
_LOG = "logs/task_{:05}.log"  # of a task, in the folder of logs; all three are where datatrove expects them


class Queue(NamedTuple):
    """What to request from a Slurm cluster: the partition, and the time limit of each task (D-HH:MM:SS)."""

    partition: str
    time: str


class State(NamedTuple):
    """The progress of a run.

    Attributes:
        done: The number of tasks that are done.
        counts: The number of articles, quotations and so on.
        seconds: The processor time.
        memory: That of the largest process, in MiB.
    """

    done: int
    tasks: int
    counts: dict[str, int]
    seconds: float
    memory: int


def run(its: Plan, output: Path, executor: Executor, queue: Queue | None = None) -> State:
    """Run the tasks that are not done.

    With Slurm they are only submitted. Raises what a task on this machine raises. Errors of tasks elsewhere are in the
    logs in `output`, and the task is then not done.

    Returns:
        The progress of the run.
    """
    folder = Path.cwd()
    if executor is Executor.local:
        _run_here(its, output, folder)
    else:
        with _quiet():
            _executor(executor, _steps(output, folder), its.tasks, output, queue).run()
    return state(its, output)


def state(its: Plan, output: Path) -> State:
    """The progress of the run in `output`. Merges the statistics of its tasks in logs/stats.json."""
    done = plan.done(output)
    each = [_read(output / plan.LOGS / _STATISTICS.format(task)) for task in sorted(done)]
    total = sum((PipelineStats.from_json(statistics) for statistics in each), start=PipelineStats())
    if each:
        with (output / plan.LOGS / _TOTAL).open("w", encoding="utf-8") as file:
            total.save_to_disk(file)
    # The statistics of a single task do not have the form of merged ones.
    counts = MetricStatsDict() + total.stats[0].stats if total.stats else {}
    seconds, memory = (counts.pop(name, MetricStats()) for name in ("seconds", "memory"))
    found = {name: int(each.total) for name, each in counts.items()}
    return State(len(done), its.tasks, found, seconds.total, int(memory.max) if memory.n else 0)


def internal_errors(output: Path) -> Iterator[Event]:
    """The articles for which Quotes itself failed, in tasks that are done."""
    for task in sorted(plan.done(output)):
        with (output / plan.REJECTS.format(task)).open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row.get("kind") == "internal":
                    yield Event(row["origin"], row["source"], "failed", reason=row["reason"], fault=row["kind"])


def run_task(output: Path, folder: Path, tasks: int, task: int) -> None:
    """Run a task in this process unless it is done. Log messages go to the log of the task.

    datatrove's own executor for one machine prints its log, and removes all handlers of the process for that.

    Args:
        output: The folder of the run.
        folder: The working directory in which the run was started.
        tasks: The number of tasks.
        task: The number of this one, from 0.
    """
    if task in plan.done(output):
        return
    with _logged(output / plan.LOGS / _LOG.format(task)) as log:
        try:
            steps, documents = _steps(output, folder), None
            for step in steps:
                documents = step(documents, task, tasks)
            deque(documents or (), maxlen=0)
        except Exception:
            log.exception("The task failed")
            raise
    with whole(output / plan.LOGS / _STATISTICS.format(task), "w") as file:
        PipelineStats(steps).save_to_disk(file)
    plan.finish(output, task)


def _run_here(its: Plan, output: Path, folder: Path) -> None:
    """Run the tasks that are not done on this machine, in as many processes as it has processors."""
    left = sorted(set(range(its.tasks)) - plan.done(output))
    run_one = partial(run_task, output.resolve(), folder, its.tasks)
    workers = min(len(left), _processors())
    if workers <= 1:
        deque(map(run_one, left), maxlen=0)
        return
    # Its workers end with their parent; those of concurrent.futures would not.
    with multiprocessing.get_context("forkserver").Pool(workers, _begin_worker) as pool:
        deque(pool.imap_unordered(run_one, left), maxlen=0)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence datatrove's log messages in this process; the tasks run in others."""
    logger.disable("datatrove")
    try:
        yield
    finally:
        logger.enable("datatrove")


def _begin_worker() -> None:
    """Leave Ctrl-C to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _logged(path: Path) -> Iterator[logging.Logger]:
    """The root logger. Messages in the block are also written to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, "w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield root
    finally:
        root.removeHandler(handler)
        handler.close()


def _steps(output: Path, folder: Path) -> list[PipelineStep]:
    return [Quotations(output.resolve(), folder), Shards(output.resolve())]


def _executor(
    executor: Executor, steps: list[PipelineStep], tasks: int, output: Path, queue: Queue | None
) -> PipelineExecutor:
    common: dict[str, Any] = {"pipeline": steps, "tasks": tasks, "logging_dir": str(output.resolve() / plan.LOGS)}
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

    # RAY_ADDRESS has the address of a cluster; without it, this machine is the cluster.
    ray.init(log_to_driver=False, logging_level=logging.ERROR, ignore_reinit_error=True)
    return RayPipelineExecutor(**common)


def _processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
