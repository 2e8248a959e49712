"""`quotes batch …`: extract quotations in many tasks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotes import batch
from quotes.batch import Executor
from quotes.cli.inputs import MapOption, mapped
from quotes.cli.interruption import exit_status, number_of
from quotes.cli.options import TIME_LIMIT, AuthorityOption, TextFormatOption, TimeLimitOption
from quotes.cli.output import TextFormat, counted, line, note, print_result
from quotes.cli.progress import following
from quotes.cli.reports import reporting
from quotes.cli.tally import Tally
from quotes.ingest import REFUSED
from quotes.model import Kind

if TYPE_CHECKING:
    from quotes.batch.executors import State

_EVERY = 10.0  # seconds between two looks at how many tasks are done


app = typer.Typer(rich_markup_mode=None)


@app.callback()
def main() -> None:
    """Extract quotations in many tasks, and build a database from the results.

    `quotes batch run` divides the articles among tasks that write shards. `quotes batch build` makes the database.
    """


@app.command()
def run(
    given: Annotated[
        Path, typer.Argument(metavar="INPUT", help="A folder or file, in any format of `quotes formats`.")
    ],
    output: Annotated[
        Path, typer.Argument(metavar="OUTPUT", help="The folder for the shards: a new one, or that of the same run.")
    ],
    executor: Annotated[
        Executor, typer.Option(help="Where the tasks run: this machine, Slurm, or Ray (at RAY_ADDRESS).")
    ] = Executor.local,
    tasks: Annotated[int, typer.Option(min=1, max=99_999, metavar="N", help="Number of tasks.")] = 1,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Override the outlet of these articles.")] = None,
    fields: MapOption = [],  # noqa: B006
    time_limit: TimeLimitOption = TIME_LIMIT,
    partition: Annotated[str | None, typer.Option(metavar="NAME", help="The partition of the Slurm cluster.")] = None,
    time: Annotated[str, typer.Option(metavar="TIME", help="The time limit of each Slurm task.")] = "24:00:00",
    no_authority: AuthorityOption = False,
    form: TextFormatOption = TextFormat.text,
) -> None:
    """Extract quotations in many tasks, on this machine, Slurm or Ray.

    Each task reads its share of the files and writes a shard: a Parquet file with the articles and their quotations.
    If a run was stopped, the same command runs the missing tasks only. Articles that cannot be read are in OUTPUT under
    rejects, with the reason. The exit status is 1 if a task is not done, or if Quotes itself failed on an article.
    """
    batch.need("datatrove", "pyarrow", extra="batch", what="quotes batch")
    if executor is Executor.ray:
        batch.need("ray", extra="ray", what="--executor ray")
    if executor is Executor.slurm and partition is None:
        raise typer.BadParameter("Slurm needs one", param_hint="--partition")
    from quotes.batch import executors, plan

    its = plan.make(given, output, tasks, mapped(fields), outlet, time_limit, authority=not no_authority)
    its = plan.begin(its, output)
    queue = executors.Queue(partition, time) if partition else None
    try:
        with _watched(output, tasks):
            state = executors.run(its, output, executor, queue)
    except KeyboardInterrupt as error:
        note("Note: stopped before the end; run the same command to continue with the missing tasks")
        raise typer.Exit(exit_status(number_of(error))) from None
    except Exception as error:
        raise ValueError(
            f"{output}: a task failed: {error or type(error).__name__} (log: {output / plan.LOGS})"
        ) from error
    failed = 0
    with reporting(quiet=False) as report:
        for event in executors.internal_errors(output):
            report(event)
            failed += 1
    print_result(form, {"output": str(output), **_record(state)}, f"{line(str(output))}: {_sentence(state)}")
    if state.done < state.tasks and executor is Executor.slurm:
        note("Note: Slurm runs the remaining tasks; run the same command later to see the result")
    elif state.done < state.tasks:
        raise ValueError(f"{output}: {state.tasks - state.done} tasks failed; their logs are in {output / plan.LOGS}")
    if failed:
        raise typer.Exit(1)


@app.command()
def build(
    shards: Annotated[
        list[Path], typer.Argument(metavar="SHARDS", help="Folders that `quotes batch run` wrote.", exists=True)
    ],
    db: Annotated[Path, typer.Argument(metavar="DATABASE", help="The database file to make. It must not exist yet.")],
    judgements: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Apply the decisions in this file, as printed by `quotes judgements`.", exists=True
        ),
    ] = None,
    no_authority: AuthorityOption = False,
    form: TextFormatOption = TextFormat.text,
) -> None:
    """Build a database from shards, as if the articles had been ingested in the order of their dates.

    Articles that the tasks could not read are stored as rejects. So are articles that cannot be stored; they are
    reported, and the exit status is 1.
    """
    batch.need("datatrove", "pyarrow", extra="batch", what="quotes batch")
    from quotes.batch import builder

    tally = Tally()
    failed = False
    with following(tally, builder.total(shards), quiet=False) as step, reporting(quiet=True) as report:
        for event in builder.build(shards, db, judgements, authority=not no_authority):
            tally.count(event)
            step(event.outcome not in REFUSED)
            if event.fault is not None:
                failed = True
                report(event)
    print_result(form, tally.record(db), tally.sentence(db))
    if failed:
        raise typer.Exit(1)


@contextmanager
def _watched(output: Path, tasks: int) -> Iterator[None]:
    """Prints the number of finished tasks at regular intervals."""
    from quotes.batch import plan

    ended = threading.Event()

    def watch() -> None:
        before = len(plan.done(output))
        while not ended.wait(_EVERY):
            if (now := len(plan.done(output))) != before:
                note(f"{now:,} of {counted(tasks, 'task')} done")
                before = now

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        ended.set()
        watching.join()


def _record(state: State) -> dict[str, Any]:
    return {
        "tasks": state.tasks,
        "done": state.done,
        "articles": state.counts.get("articles", 0),
        "quotations": {kind: number for kind in Kind if (number := state.counts.get(kind, 0))},
        "failed": state.counts.get("failed", 0),
        "skipped": state.counts.get("skipped", 0),
        "seconds": round(state.seconds, 3),
        "memory_mib": state.memory,
    }


def _sentence(state: State) -> str:
    """ "3 of 4 tasks; 12 articles; 34 quotations (30 direct, 4 paraphrase); 1 failed, 2 skipped; 5 s, 300 MiB"."""
    tasks = f"{state.done:,} of {counted(state.tasks, 'task')}"
    found = {kind: state.counts.get(kind, 0) for kind in Kind}
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in found.items() if number)
    said = counted(sum(found.values()), "quotation") + (f" ({kinds})" if kinds else "")
    refused = ", ".join(f"{state.counts.get(each, 0):,} {each}" for each in ("failed", "skipped"))
    cost = f"; {state.seconds:,.0f} s of processor time, {state.memory:,} MiB at most" if state.done else ""
    return f"{tasks}; {counted(state.counts.get('articles', 0), 'article')}; {said}; {refused}{cost}"
