"""Writes docs/commands.md from the help of every command: python docs/commands.py"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.main import get_command

from quotes.cli import app

TARGET = Path(__file__).with_name("commands.md")
STATUS = (
    "Data goes to standard output, everything else to standard error. Exit status: 0 when all is done, 1 when"
    " something failed (one line says what), 2 for wrong usage."
)


def page() -> str:
    """The page in Markdown: what `quotes --help` and each `quotes COMMAND --help` say."""
    group: Any = get_command(app)
    parts = ["# Commands", group.help, STATUS, _parameters(group)]
    for name, command in group.commands.items():
        context = command.make_context(name, [], resilient_parsing=True)
        usage = " ".join(["quotes", name, *command.collect_usage_pieces(context)])
        parts += [f"## quotes {name}", f"```\n{usage}\n```", command.help, _parameters(command)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _parameters(command: Any) -> str:
    return "\n".join(_parameter(each) for each in command.params)


def _parameter(each: Any) -> str:
    name = each.opts[0] if each.param_type_name == "option" else each.metavar
    parts = [f"- `{name}`: {each.help}"]
    if each.default not in (None, False):
        parts.append(f"Default: `{each.default}`.")
    if getattr(each, "envvar", None):
        parts.append(f"Environment variable: `{each.envvar}`.")
    return " ".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
