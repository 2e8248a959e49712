"""The command line: parse, call, print.

The module of a command is imported when the command is run. What is slow to import (spaCy, NumPy, Datasette) the
command imports itself, where it needs it.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

import quotes
from quotes.cli.interruption import exit_status, number_of, raising

__all__ = ["app"]

_UNWRITABLE = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EBADF}


# Of each command: where it is defined under `quotes.cli`, and its line in `quotes --help`, which is the first paragraph
# of its docstring.
COMMANDS = {
    "extract": ("extract:extract", "Print the quotations in articles, and who said them. Nothing is stored."),
    "ingest": ("ingest:ingest", "Store articles with their quotations and speakers in the database."),
    "read": (
        "read:read",
        "Print what is read of articles: their text, and what is known of them. Nothing is stored.",
    ),
    "watch": (
        "watch:watch",
        "Store what is new in feeds and folders, again and again, until Ctrl-C, SIGTERM or SIGHUP.",
    ),
    "search": ("search:search", "Find quotations by their words, speaker and date, the most fitting first."),
    "show": (
        "show:show",
        "Print one quotation: the words, who said them, where they were printed, how the speaker was found.",
    ),
    "export": (
        "export:export",
        "Print everything in the archive, one record each. docs/output.md describes the records.",
    ),
    "rejects": (
        "articles:rejects",
        "List what could not be read, or was skipped, and why; `quotes ingest --rejected` tries it again.",
    ),
    "formats": (
        "articles:formats",
        "List the formats that are read, and what each says of an article beside its text.",
    ),
    "serve": ("serve:serve", "Serve the database as a site to search, until Ctrl-C."),
    "evaluate": ("evaluate:evaluate", "Score extracted quotations against articles annotated by hand."),
    "review": (
        "corrections:review",
        "Go through the speakers who may be one: the same, different, or unsure? One question after another.",
    ),
    "attribute": ("corrections:attribute", "Put right who said a quotation."),
    "withdraw": (
        "corrections:withdraw",
        "Take a quotation out of what is published. Its address stays, and gives the reason.",
    ),
    "judgements": (
        "corrections:judgements",
        "Print every decision as JSON lines, to keep beside the articles; or load them into a database.",
    ),
    "verify": (
        "maintenance:verify",
        "Check every quotation against the text it was printed in, and everything else that the database promises.",
    ),
    "backup": (
        "maintenance:backup",
        "Copy the database as it is at this moment, while others may be writing to it, and check the copy.",
    ),
    "publish-copy": (
        "publish:publish_copy",
        "Make a compact, checked, read-only copy of the database, for Datasette on a server.",
    ),
    "rebuild": (
        "maintenance:rebuild",
        "Make the database again from its articles and judgements, finding the quotations anew.",
    ),
    "speakers": ("people:app", "List the speakers, or put right who is who."),
    "articles": ("articles:app", "List the articles, or say what is known of them better than what was read."),
    "batch": ("batch:app", "Read more articles than one machine can, and make a database of them."),
}
# -word leaves a word out; there are no short options that it could be.
_SETTINGS: dict[str, dict[str, Any]] = {"search": {"ignore_unknown_options": True}}


class Commands(TyperGroup):
    """Imports a command and runs it; an error that people can mend is one line and exit status 1."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # Enough for the list of commands.
        self.commands = {name: TyperCommand(name, help=summary) for name, (_, summary) in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] in COMMANDS:
            self.commands[args[0]] = load(args[0])
        return super().resolve_command(ctx, args)

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
        except Exception as error:
            import sqlite3

            from quotes.cli.output import complain

            if not isinstance(error, (ValueError, OSError, sqlite3.Error)):
                raise
            complain(_named(error))
            raise typer.Exit(1) from error
        except KeyboardInterrupt as error:
            from quotes.cli.output import note

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


def load(name: str) -> Any:
    """Imports the command, or the group of commands, with this name.

    Returns:
        A command of Click, as Typer makes it.
    """
    module, attribute = COMMANDS[name][0].split(":")
    defined = getattr(import_module(f"quotes.cli.{module}"), attribute)
    if isinstance(defined, typer.Typer):
        command: Any = get_group(defined)
    else:
        app = typer.Typer(add_completion=False, rich_markup_mode="markdown")
        app.command(context_settings=_SETTINGS.get(name))(defined)
        command = get_command(app)
    command.name = name
    return command


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
