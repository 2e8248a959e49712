"""The command line starts quickly and stops quietly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from quotes import store
from quotes.cli import COMMANDS, load
from tests.builders import HARBOUR, HARBOUR_QUOTATIONS
from tests.conftest import Run

# Runs a command as the `quotes` script does, then prints the modules that it has imported.
IMPORTED = """
import json, sys
from quotes.cli import app
try:
    app(sys.argv[1:])
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "quotes.db"
    with closing(store.create(path)) as opened:
        store.ingest(opened, HARBOUR, HARBOUR_QUOTATIONS)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["extract", "--help"],
        ["search", "crews"],
        ["search", "crews", "--format", "jsonl"],
        ["show", "{id}"],
        ["speakers"],
        ["speakers", "Okafor"],
        ["batch", "run", "--help"],
    ],
    ids=" ".join,
)
def test_nothing_slow_is_imported(database: Path, arguments: Sequence[str]) -> None:
    with closing(store.open(database)) as connection:
        identity = store.search(connection, "crews").hits[0].quotation.id
    filled = [argument.format(id=identity) for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *filled],
        env=os.environ | {"QUOTES_DB": str(database)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout
    imported = json.loads(done.stderr.splitlines()[-1])
    assert "quotes.cli" in imported
    assert not {"spacy", "numpy", "datasette", "sqlite_utils", "pydantic", "datatrove", "pyarrow"} & set(imported)


@pytest.mark.slow
def test_the_help_imports_no_command(database: Path) -> None:
    """It would be the slower, the more commands there are."""
    done = subprocess.run([sys.executable, "-c", IMPORTED, "--help"], capture_output=True, text=True, check=True)
    imported = set(json.loads(done.stderr.splitlines()[-1]))
    ours = {each for each in imported if each.startswith("quotes.")}
    assert ours == {"quotes.model", "quotes.cli", "quotes.cli.interruption"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_says_of_a_command_what_the_command_says_itself(name: str) -> None:
    _, summary = COMMANDS[name]
    command = load(name)
    assert command.name == name
    assert " ".join(command.help.split("\n\n")[0].split()) == summary


@pytest.mark.slow
def test_a_closed_pipe_is_quiet(database: Path) -> None:
    command = [sys.executable, "-c", IMPORTED.split("try:", maxsplit=1)[0] + "app(sys.argv[1:])", "speakers"]
    read, write = os.pipe()
    os.close(read)
    environment = os.environ | {"QUOTES_DB": str(database)}
    done = subprocess.run(command, env=environment, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.stderr == ""
    assert done.returncode == 1


def test_version(run: Run) -> None:
    import quotes

    assert run("--version").stdout == f"quotes {quotes.__version__}\n"


def test_no_command_shows_the_help(run: Run) -> None:
    assert "ingest" in run().output


def test_a_mistyped_command_is_wrong_usage(run: Run) -> None:
    result = run("serch")
    assert result.exit_code == 2
    assert "search" in result.stderr


@pytest.mark.parametrize("arguments", [["--db", "x.db", "search", "a"], ["--db=x.db", "verify"]])
def test_the_database_is_named_after_the_command(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "it stands after the command, as in: quotes verify --db FILE" in result.stderr
