"""Every message that names an install command names one that works, and an extra that exists."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from quotes import installation
from quotes.readers import FORMATS

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = set(PROJECT["optional-dependencies"])
WRITTEN = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "Makefile", *(ROOT / "docs").rglob("*.md")]
CODE = [*(ROOT / "quotes").rglob("*.py")]


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ({"url": "file:///home/a%20b", "dir_info": {"editable": True}}, ["--editable", "/home/a b[html]"]),
        ({"url": "file:///srv/clone", "dir_info": {}}, ["/srv/clone[html]"]),
        ({"url": "file:///srv/a.whl", "archive_info": {}}, ["newsquotes[html] @ file:///srv/a.whl"]),
        ({}, ["newsquotes[html]"]),
    ],
)
def test_the_command_installs_from_where_quotes_came(
    monkeypatch: pytest.MonkeyPatch, origin: dict[str, Any], words: list[str]
) -> None:
    monkeypatch.setattr(installation, "_origin", lambda: origin)
    command = shlex.split(installation.install_command("html"))
    assert command == [sys.executable, "-m", "pip", "install", *words]


def test_the_distribution_is_the_one_that_is_installed() -> None:
    assert PROJECT["name"] == installation.DISTRIBUTION
    for requirement in (Requirement(each) for group in PROJECT["optional-dependencies"].values() for each in group):
        assert requirement.name != "quotes"
        if requirement.name == installation.DISTRIBUTION:
            assert requirement.extras <= EXTRAS


def test_every_extra_that_the_code_names_exists() -> None:
    named = {each.extra for each in FORMATS if each.extra}
    for path in CODE:
        found = re.findall(r'extra="(\w+)"|(?<!\.)need\("[\w.]+", "(\w+)"', path.read_text(encoding="utf-8"))
        named |= {one or other for one, other in found}
    assert {"batch", "docx", "html", "parquet", "pdf", "ray", "warc"} <= named <= EXTRAS


@pytest.mark.parametrize("path", WRITTEN + CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_installs_the_other_project_of_that_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name, extras in re.findall(rf"(?:([\w-]+)|\.)\[((?:{'|'.join(EXTRAS)})[\w,]*)\]", text):
        assert name in ("", installation.DISTRIBUTION), f"{name}[{extras}]"
        assert set(extras.split(",")) <= EXTRAS
    assert not re.search(r"pip install [^\n]*\bquotes\b(?![-/])", text.replace(installation.DISTRIBUTION, ""))
