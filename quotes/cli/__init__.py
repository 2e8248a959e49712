"""The command line: parse, call, print.

What is slow to import (spaCy, NumPy, Datasette) is imported by the command that needs it, when it runs.
"""

from __future__ import annotations

import errno
import io
import os
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
from quotes.cli.interruption import exit_status, number_of, raising
from quotes.cli.output import complain, note
from quotes.cli.publish import publish_copy
from quotes.cli.read import read
from quotes.cli.search import search
from quotes.cli.serve import serve
from quotes.cli.show import show
from quotes.cli.upkeep import backup, rebuild, verify
from quotes.cli.watch import watch

__all__ = ["app"]

_UNWRITABLE = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EBADF}


class Commands(TyperGroup):
    """Runs a command; an error that people can mend is one line and exit status 1."""

    def main(self, *args: Any, **extra: Any) -> Any:
        _open_closed()
        return super().main(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                with raising():
                    return super().invoke(ctx)
            finally:
                _flush()
        except BrokenPipeError:
            raise
        except (ValueError, OSError, sqlite3.Error) as error:
            complain(_named(error))
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            note("Note: stopped before the end")
            raise typer.Exit(exit_status(number_of(error))) from error


def _open_closed() -> None:
    """Puts the null device in the place of standard streams that are closed.

    Else the next file that is opened, as the database, would have the number of one, and get what is printed.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            assert opened == number
            setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115


def _flush() -> None:
    """Writes out what was printed; here a closed pipe is still handled quietly, while at exit it would be reported."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:
        # What cannot be written would be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _named(error: Exception) -> Exception:
    """`error` with the name of standard output, the one file that is written to without its name in errors."""
    if isinstance(error, OSError) and error.filename is None and error.errno in _UNWRITABLE:
        return OSError(error.errno, error.strerror, "standard output")
    return error


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
