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

from benchmarks.ingest import SEEDS
from benchmarks.ratios import Ratio, by_turns, quotients, show

QUOTES = str(Path(sys.executable).with_name("quotes"))
RUNS = 20
# Typer imports Pydantic to read the arguments of a command: no command with arguments is done sooner than this one.
ONE_ARGUMENT = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def command(words: str): pass
app(["words"])
"""
# The parameters of `quotes search`, without their help. Typer makes a validator for each.
SAME_OPTIONS = """
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
import typer
app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
Kind = StrEnum("Kind", "direct partial paraphrase")
Polarity = StrEnum("Polarity", "asserted denied declined asked conditional")
Format = StrEnum("Format", "table jsonl csv")
Text = Annotated[str | None, typer.Option()]
@app.command()
def command(
    words: Annotated[list[str], typer.Argument()] = [],
    speaker: Text = None,
    since: Text = None,
    until: Text = None,
    outlet: Text = None,
    kind: Annotated[Kind | None, typer.Option()] = None,
    polarity: Annotated[Polarity | None, typer.Option()] = None,
    sort: Annotated[Literal["relevance", "newest", "oldest"], typer.Option()] = "relevance",
    limit: Annotated[int, typer.Option(min=1)] = 20,
    form: Annotated[Format, typer.Option("--format")] = Format.table,
    db: Annotated[Path, typer.Option()] = Path("quotes.db"),
): pass
app(["--db", "quotes.db", "words"])
"""


def measure() -> Iterator[Ratio]:
    environment = os.environ.copy()
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "quotes.db")
        subprocess.run([QUOTES, "ingest", "--quiet", "--db", db, str(SEEDS)], check=True)
        commands = {
            "`import typer` alone": [sys.executable, "-c", "import typer"],
            "a Typer command that does nothing": [sys.executable, "-c", ONE_ARGUMENT],
            "one with the same options": [sys.executable, "-c", SAME_OPTIONS],
            "`quotes --help`": [QUOTES, "--help"],
            "`quotes search`": [QUOTES, "search", "--db", db, "war"],
        }
        works = [
            partial(subprocess.run, each, check=True, env=environment, stdout=subprocess.DEVNULL)
            for each in commands.values()
        ]
        taken = dict(zip(commands, by_turns(works, _spent, RUNS), strict=True))
    for what, against, wanted in (
        ("`quotes --help`", "`import typer` alone", "at most 2.5"),
        ("a Typer command that does nothing", "`import typer` alone", ""),
        ("one with the same options", "`import typer` alone", ""),
        ("`quotes search`", "`import typer` alone", "at most 2.5; Typer itself takes more"),
        ("`quotes search`", "one with the same options", "at most 1.25"),
    ):
        ours, theirs = taken[what], taken[against]
        figures = f"{median(ours) * 1000:.0f} ms against {median(theirs) * 1000:.0f} ms"
        yield Ratio(f"{what}, processor time", against, quotients(ours, theirs), wanted, figures)


def _spent() -> float:
    """The processor time of all child processes so far."""
    spent = os.times()
    return spent.children_user + spent.children_system


if __name__ == "__main__":
    print(show(measure()))
