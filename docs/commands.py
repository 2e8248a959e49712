"""Writes docs/commands.md from the help of every command: python -m docs.commands"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from quotes.cli import COMMANDS, app, load

TARGET = Path(__file__).with_name("commands.md")
STATUS = (
    "Data goes to standard output, everything else to standard error. Exit status: 0 when all is done, 1 when"
    " something failed (one line says what), 2 for wrong usage. It is 3 if `quotes check` gives a verdict of"
    " `--fail-on`."
)


def page() -> str:
    """The page in Markdown: what `quotes --help` and each `quotes COMMAND --help` say."""
    group: Any = get_command(app)
    parts = ["# Commands", group.help, STATUS, _parameters(group)]
    for name, command in commands():
        parts += [
            f"## quotes {name}",
            f"```\n{_usage(name, command)}\n```",
            command.help,
            _parameters(command),
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by its full name ("speakers merge"), groups before what is in them."""
    for name in COMMANDS:
        yield from _with_members(name, load(name))


def _with_members(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for each, member in getattr(command, "commands", {}).items():
        yield from _with_members(f"{name} {each}", member)


def _usage(name: str, command: Any) -> str:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    shown = (f"{each.metavar}..." if each.nargs == -1 else each.metavar for each in arguments)
    needed = (each if one.required else f"[{each}]" for each, one in zip(shown, arguments, strict=True))
    return " ".join(["quotes", name, *needed, "[OPTIONS]"])


def _parameters(command: Any) -> str:
    return "\n".join(_parameter(each) for each in command.params)


def _parameter(each: Any) -> str:
    name = each.opts[0] if each.param_type_name == "option" else each.metavar
    parts = [f"- `{name}`: {each.help}"]
    if each.default:
        parts.append(f"Default: `{each.default}`.")
    if getattr(each, "envvar", None):
        parts.append(f"Environment variable: `{each.envvar}`.")
    return " ".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
