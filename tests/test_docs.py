"""The documentation is complete, current and leads nowhere that does not exist."""

from __future__ import annotations

import re
import shlex
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from typer.main import get_command

from docs import commands, dependencies, schemas
from quotes import cli
from quotes.export import SCHEMAS
from quotes.installation import DISTRIBUTION

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
GROUP: Any = get_command(cli.app)
COMMANDS = dict(commands.commands())


def test_the_page_of_commands_is_current() -> None:
    assert commands.TARGET.read_text(encoding="utf-8") == commands.page(), "run: python -m docs.commands"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    for parameter in command.params:
        assert parameter.help, f"quotes {name}: {parameter.name}"


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"quotes {name}" in PAGES[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_that_exist(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_use_commands_and_options_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("\\\n", "")
    for example in re.findall(r"^(?:\$ )?(quotes .*)$", text, re.MULTILINE):
        _, *words = shlex.split(example.replace("[OPTIONS]", ""), comments=True)
        names = [" ".join(words[:length]) for length in (1, 2, 3)]
        known = [GROUP, *(COMMANDS[name] for name in names if name in COMMANDS)]
        assert words[0][0] == "-" or len(known) > 1, example
        known += [COMMANDS[f"{words[0]} list"]] if words[0] in ("speakers", "articles") else []
        options = {"--help"} | {option for each in known for param in each.params for option in param.opts}
        assert {word for word in words if word.startswith("--")} <= options, example


def test_the_schemas_are_current() -> None:
    for path, text in schemas.files().items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m docs.schemas"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_of_a_record_is_explained(name: str) -> None:
    text = (ROOT / "docs/output.md").read_text(encoding="utf-8")
    for field in SCHEMAS[name]["properties"]:
        assert f"`{field}`" in text, field


def test_every_dependency_has_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    names = {Requirement(each).name for each in chain(project["dependencies"], *extras.values())} - {DISTRIBUTION}
    assert names <= dependencies.REASONS.keys()
    assert set(extras) == {*dependencies.EXTRAS, "docx", "html", "pdf", "warc"}
    text = dependencies.TARGET.read_text(encoding="utf-8").lower()
    assert [name for name in names if f"\n| {name} | ".lower() not in text] == []


def test_the_placeholder_of_an_id_is_id() -> None:
    """A key is the normalised name of a speaker."""
    for page in PAGES:
        assert not re.search(r"\bKEY\b", page.read_text(encoding="utf-8")), page
