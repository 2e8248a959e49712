"""The command line: parse, call, print.

What is slow to import (spaCy, NumPy, Datasette) is imported by the command that needs it, when it runs.
"""

from __future__ import annotations

import io
import sqlite3
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import quotes
from quotes.cli import articles, batch, people
from quotes.cli.corrections import attribute, judgements, review, withdraw
from quotes.cli.evaluate import evaluate
from quotes.cli.extract import extract
from quotes.cli.ingest import ingest
from quotes.cli.output import complain
from quotes.cli.publish import publish_copy
from quotes.cli.read import read
from quotes.cli.search import search
from quotes.cli.serve import serve
from quotes.cli.show import show
from quotes.cli.upkeep import backup, rebuild, verify
from quotes.cli.watch import watch

__all__ = ["app"]


class Commands(TyperGroup):
    """Runs a command; an error that people can mend is one line and exit status 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                # Here a closed pipe is still handled quietly; at exit it would be reported.
                sys.stdout.flush()
        except BrokenPipeError:
            raise
        except (ValueError, OSError, sqlite3.Error) as error:
            complain(error)
            raise typer.Exit(1) from error


def _version(wanted: bool) -> None:
    if wanted:
        print(f"quotes {quotes.__version__}")
        raise typer.Exit


app = typer.Typer(
    name="quotes",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Find every quotation in news articles, work out who is speaking, and publish a searchable site."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")


app.command()(extract)
app.command()(read)
app.command()(ingest)
app.command()(watch)
# -word leaves a word out; there are no short options that it could be.
app.command(context_settings={"ignore_unknown_options": True})(search)
app.command()(show)
app.add_typer(people.app, name="speakers")
app.add_typer(articles.app, name="articles")
app.command()(articles.rejects)
app.command()(articles.formats)
app.add_typer(batch.app, name="batch")
app.command()(serve)
app.command()(evaluate)
app.command()(review)
app.command()(attribute)
app.command()(withdraw)
app.command()(judgements)
app.command()(verify)
app.command()(backup)
app.command()(publish_copy)
app.command()(rebuild)
