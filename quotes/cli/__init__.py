"""The command line: parse, call, print.

A command's module is imported when the command runs. Slow imports (spaCy, NumPy, Datasette) are inside functions.
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


# For each command: where it is defined under `quotes.cli`, and its line in `quotes --help`. The line is the first
# paragraph of its docstring.
COMMANDS = {
    "extract": ("extract:extract", "Print the quotations in articles, and who said them. Nothing is stored."),
    "ingest": ("ingest:ingest", "Store articles with their quotations and speakers in the database."),
    "read": (
        "read:read",
        "Print the text and metadata that are read from articles. Nothing is stored.",
    ),
    "watch": (
        "watch:watch",
        "Look for new articles in feeds and folders at regular intervals, and store them.",
    ),
    "search": ("search:search", "Find quotations by their words, speaker and date, the best matches first."),
    "check": (
        "check:check",
        "Check the quotations in a draft: are they what the archive has printed, and of the same speaker?",
    ),
    "alert": ("alert:alert", "Print the quotations that are new in saved searches since the last run, each once."),
    "show": (
        "show:show",
        "Print one quotation: the words, who said them, where they were printed, how the speaker was found.",
    ),
    "export": (
        "export:export",
        "Print everything in the archive, one record each. docs/output.md describes the records.",
    ),
    "rejects": (
        "rejects:rejects",
        "List the articles that could not be read or were skipped, and why.",
    ),
    "formats": (
        "formats:formats",
        "List the input formats, and the metadata that each can have.",
    ),
    "serve": ("serve:serve", "Serve the database as a searchable site, until Ctrl-C."),
    "mcp": (
        "mcp:mcp",
        "Let an assistant search the archive and check drafts, by the Model Context Protocol.",
    ),
    "evaluate": ("evaluate:evaluate", "Score extracted quotations against articles annotated by hand."),
    "review": (
        "review:review",
        "Decide, one question at a time, which speakers are the same.",
    ),
    "attribute": ("attribute:attribute", "Correct the speaker of a quotation."),
    "withdraw": (
        "withdraw:withdraw",
        "Withdraw a quotation from publication. Its URL stays and shows the reason.",
    ),
    "decide": ("decide:decide", "Make many decisions at once, from a table."),
    "undo": ("undo:undo", "Undo a decision. It stays in the history."),
    "judgements": (
        "judgements:judgements",
        "Print all decisions as JSON lines, or load them into a database.",
    ),
    "verify": (
        "verify:verify",
        "Compare every quotation with its article, and check the rest of the database.",
    ),
    "backup": (
        "backup:backup",
        "Make a checked copy of the database, also while another process writes to it.",
    ),
    "publish-copy": (
        "publish_copy:publish_copy",
        "Make a compact, checked, read-only copy of the database for a server.",
    ),
    "rebuild": (
        "rebuild:rebuild",
        "Rebuild the database from its articles and decisions. All quotations are extracted again.",
    ),
    "speakers": ("speakers:app", "List the speakers, or correct who is who."),
    "authority": ("authority:app", "Load lists of people in public office, such as a parliament."),
    "articles": ("articles:app", "List the articles, correct their metadata, or write the file of one."),
    "batch": ("batch:app", "Extract quotations in many tasks, and build a database from the results."),
}
# -word excludes a word. There are no short options.
_SETTINGS: dict[str, dict[str, Any]] = {"search": {"ignore_unknown_options": True}}


class Commands(TyperGroup):
    """Imports a command and runs it. An error that users can fix is one line, with exit status 1."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # This is enough to list the commands.
        self.commands = {name: TyperCommand(name, short_help=summary) for name, (_, summary) in COMMANDS.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] in COMMANDS:
            self.commands[args[0]] = load(args[0])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0].partition("=")[0] == "--db":
            raise typer.BadParameter("it stands after the command, as in: quotes verify --db FILE", param_hint="--db")
        return super().parse_args(ctx, args)

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
    """Replaces closed standard streams with the null device.

    Otherwise the next file to be opened, such as the database, would get the number of a standard stream.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # the lowest free number
            assert opened == number
            setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115


def _flush() -> None:
    """Flushes standard output. At exit, Python would report a closed pipe."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError:
        # Otherwise Python would try to write it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _named(error: Exception) -> Exception:
    """`error`, with the name "standard output" if it has no file name."""
    if isinstance(error, OSError) and error.filename is None and error.errno in _UNWRITABLE:
        return OSError(error.errno, error.strerror, "standard output")
    return error


def load(name: str) -> Any:
    """Import a command or a group of commands.

    Args:
        name: A key of `COMMANDS`.

    Returns:
        The Click command that Typer makes.
    """
    module, attribute = COMMANDS[name][0].split(":")
    defined = getattr(import_module(f"quotes.cli.{module}"), attribute)
    if isinstance(defined, typer.Typer):
        command: Any = get_group(defined)
    else:
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
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
    rich_markup_mode=None,
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
