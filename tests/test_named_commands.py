"""Every command that a page of the site, a message or a docstring names exists, with its options."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from docs import commands
from quotes.cli import app

PACKAGE = Path(__file__).parent.parent / "quotes"
GROUP: Any = get_command(app)
COMMANDS = dict(commands.commands())
# "quotes search shows ids", "quotes judgements --load decisions.jsonl"
NAMED = re.compile(r"(?<![\w./-])quotes ([a-z][a-z -]*)?([^;:.,()`<>\n]*)")
MARKED = re.compile(r"(?:`|<code>)(quotes [^`<]*)(?:`|</code>)")
NOT_THE_PROGRAM = re.compile(r"quotes (?:nobody|this speaker|that were)\b")


def texts(path: Path) -> Iterator[str]:
    """Where commands are named: the strings of a module, and what is marked as code in docstrings and templates."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        yield from MARKED.findall(source)
        return
    nodes = list(ast.walk(ast.parse(source)))
    docstrings = {each.value for each in nodes if isinstance(each, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from MARKED.findall(node.value) if node in docstrings else [node.value]


def wrong(text: str) -> list[str]:
    """The commands named in `text` that do not exist, or lack an option that is named with them."""
    found = []
    for match in NAMED.finditer(NOT_THE_PROGRAM.sub("", text)):
        words = (match[1] or "").split()
        names = [name for name in (" ".join(words[:length]) for length in (1, 2, 3)) if name in COMMANDS]
        listing = [f"{name} list" for name in names if f"{name} list" in COMMANDS]
        known = [GROUP, *(COMMANDS[name] for name in [*names, *listing])]
        options = {option for each in known for parameter in each.params for option in parameter.opts} | {"--help"}
        named = set(re.findall(r"--[a-z-]+", match[0]))
        if (words and not words[0].startswith("-") and not names) or not named <= options:
            found.append(match[0])
    return found


@pytest.mark.slow
def test_commands_exist() -> None:
    paths = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]
    named = {text: path.name for path in paths for text in texts(path) if NAMED.search(text)}
    assert len(named) > 30
    assert {(name, *wrong(text)) for text, name in named.items() if wrong(text)} == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("undo that first (quotes speakers history)", []),
        ("quotes search shows ids", []),
        ("then quotes judgements --load decisions.jsonl", []),
        ("quotes history lists them", ["quotes history lists them"]),
        ("quotes speakers --load x", ["quotes speakers --load x"]),
    ],
)
def test_what_does_not_exist_is_found(text: str, expected: list[str]) -> None:
    assert wrong(text) == expected
