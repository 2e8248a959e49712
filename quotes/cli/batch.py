"""`quotes batch …`: more articles than one machine can read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quotes import batch
from quotes.batch import Executor
from quotes.cli.inputs import MapOption, mapped
from quotes.cli.interruption import exit_status, number_of
from quotes.cli.options import TIME_LIMIT, TimeLimitOption
from quotes.cli.output import counted, line, note
from quotes.cli.progress import following
from quotes.cli.reports import reporting
from quotes.cli.tally import Tally
from quotes.ingest import REFUSED

if TYPE_CHECKING:
    from quotes.batch.executors import State

_EVERY = 10.0  # seconds between two looks at how many tasks are done


app = typer.Typer(rich_markup_mode="markdown")


@app.callback()
def main() -> None:
    """Read more articles than one machine can, and make a database of them.

    `quotes batch run` divides them among tasks that write shards; `quotes batch build` makes the database.
    """


@app.command()
def run(
    given: Annotated[
        Path, typer.Argument(metavar="INPUT", help="A folder or file, in any format of `quotes formats`.")
    ],
    output: Annotated[Path, typer.Argument(metavar="OUTPUT", help="The folder for the shards, new or of this run.")],
    executor: Annotated[
        Executor, typer.Option(help="Where: on this machine, a Slurm cluster, or Ray (RAY_ADDRESS says which).")
    ] = Executor.local,
    tasks: Annotated[int, typer.Option(min=1, max=99_999, metavar="N", help="In how many parts.")] = 1,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who published these articles, whatever they say.")
    ] = None,
    fields: MapOption = [],  # noqa: B006
    time_limit: TimeLimitOption = TIME_LIMIT,
    partition: Annotated[str | None, typer.Option(metavar="NAME", help="Of the Slurm cluster.")] = None,
    time: Annotated[str, typer.Option(metavar="TIME", help="That Slurm gives each task.")] = "24:00:00",
) -> None:
    """Find the quotations in very many articles, in tasks that run wherever there are machines.

    Each task reads its share of the files and writes a shard, Parquet with the articles and their quotations. The same
    command does what is not done yet, and nothing twice, however it ended before. What cannot be read is in OUTPUT,
    under rejects, with the reason; the exit status is 1 only where a task is not done, or Quotes itself failed on an
    article.
    """
    batch.need("datatrove", "pyarrow", extra="batch", what="quotes batch")
    if executor is Executor.ray:
        batch.need("ray", extra="ray", what="--executor ray")
    if executor is Executor.slurm and partition is None:
        raise typer.BadParameter("Slurm needs one", param_hint="--partition")
    from quotes.batch import executors, plan

    its = plan.settle(plan.make(given, output, tasks, mapped(fields), outlet, time_limit), output)
    queue = executors.Queue(partition, time) if partition else None
    try:
        with _watched(output, tasks):
            state = executors.run(its, output, executor, queue)
    except KeyboardInterrupt as error:
        note("Note: stopped before the end; the same command goes on with the tasks that are not done")
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
    print(f"{line(str(output))}: {_sentence(state)}")
    if state.done < state.tasks and executor is Executor.slurm:
        note("Note: the rest is with Slurm; when it has ended, the same command says what came of it")
    elif state.done < state.tasks:
        raise ValueError(f"{output}: {state.tasks - state.done} tasks failed; their logs are in {output / plan.LOGS}")
    if failed:
        raise typer.Exit(1)


@app.command()
def build(
    shards: Annotated[
        list[Path], typer.Argument(metavar="SHARDS", help="Folders that `quotes batch run` filled.", exists=True)
    ],
    db: Annotated[Path, typer.Argument(metavar="DATABASE", help="The database file to make; there must be none yet.")],
    judgements: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Decisions, as `quotes judgements` prints them, to hold from the start.", exists=True
        ),
    ] = None,
) -> None:
    """Make a database of shards: the articles in the order of their dates, as if each had been ingested then.

    What the tasks could not read is among the rejects. One that cannot be stored is too, and is reported, the rest is
    done, and the exit status is 1.
    """
    batch.need("datatrove", "pyarrow", extra="batch", what="quotes batch")
    from quotes.batch import builder

    tally = Tally()
    failed = False
    with following(tally, builder.total(shards), quiet=False) as step, reporting(quiet=True) as report:
        for event in builder.build(shards, db, judgements):
            tally.count(event)
            step(event.outcome not in REFUSED)
            if event.fault is not None:
                failed = True
                report(event)
    print(tally.sentence(db))
    if failed:
        raise typer.Exit(1)


@contextmanager
def _watched(output: Path, tasks: int) -> Iterator[None]:
    """Says now and then how many tasks are done."""
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


def _sentence(state: State) -> str:
    """ "3 of 4 tasks; 12 articles; 34 quotations (30 direct, 4 paraphrase); 1 failed, 2 skipped; 5 s, 300 MiB"."""
    tasks = f"{state.done:,} of {counted(state.tasks, 'task')}"
    found = {kind: state.counts.get(kind, 0) for kind in ("direct", "partial", "paraphrase")}
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in found.items() if number)
    said = counted(sum(found.values()), "quotation") + (f" ({kinds})" if kinds else "")
    refused = ", ".join(f"{state.counts.get(each, 0):,} {each}" for each in ("failed", "skipped"))
    cost = f"; {state.seconds:,.0f} s of processor, {state.memory:,} MiB at most" if state.done else ""
    return f"{tasks}; {counted(state.counts.get('articles', 0), 'article')}; {said}; {refused}{cost}"
