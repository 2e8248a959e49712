"""The save hook and the CI job of docs/check.md do what the page says, run as they are printed."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/check.md").read_text(encoding="utf-8")
RIGHT = "“Three hundred families live off that boat,” said Odalys Fenwright.\n"
WRONG = "“Thirteen hundred families live off that boat,” said Odalys Fenwright.\n"
NEW = "“The lamps of the northern seawall were never counted,” said Odalys Fenwright.\n"

pytestmark = pytest.mark.slow


def block(language: str, words: str) -> str:
    """The block of the page in this language that has these words."""
    (found,) = (each for each in re.findall(rf"(?ms)^```{language}\n(.*?)^```", PAGE) if words in each)
    return str(found)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Where `quotes` is a command, and the archive has the whole example folder."""
    archive = tmp_path_factory.mktemp("archive") / "quotes.db"
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "QUOTES_DB": str(archive)}
    done = subprocess.run(["quotes", "ingest", "docs/example"], cwd=ROOT, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    return environment


def test_the_example_folder_does_not_have_the_draft(environment: Mapping[str, str]) -> None:
    command = ["quotes", "check", "docs/desk/draft.md", "--fail-on", "altered"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 3
    assert "2 misattributed, 2 altered" in done.stderr


@pytest.fixture
def before_publication(
    environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], None]:
    """The hook of the page."""
    for name in ("PATH", "QUOTES_DB"):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(block("python", "before_publication"), names)
    hook: Callable[[str], None] = names["before_publication"]
    return hook


def test_the_hook_refuses_what_the_archive_contradicts(before_publication: Callable[[str], None]) -> None:
    before_publication(f"<article><p>{RIGHT}</p><p>{NEW}</p></article>")
    with pytest.raises(ValueError, match=r"(?s)Check these quotations.*“Thirteen hundred” for “Three hundred”"):
        before_publication(f"<article><p>{WRONG}</p><p>{NEW}</p></article>")


def test_the_hook_says_when_it_could_not_check(
    before_publication: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTES_DB", "nowhere.db")
    with pytest.raises(RuntimeError, match=r"nowhere\.db"):
        before_publication(f"<p>{RIGHT}</p>")


@pytest.mark.parametrize(("draft", "status"), [(RIGHT, 0), (NEW, 0), (WRONG, 3)])
def test_the_job_checks_a_folder_of_markdown(
    environment: Mapping[str, str], tmp_path: Path, draft: str, status: int
) -> None:
    job = yaml.safe_load(block("yaml", "jobs:"))["jobs"]["quotations"]
    assert set(job["env"]) == {"QUOTES_DB"}
    (tmp_path / "drafts/news").mkdir(parents=True)
    (tmp_path / "drafts/first.md").write_text(f"---\ntitle: Boats\n---\n\n# Boats\n\n{RIGHT}")
    (tmp_path / "drafts/news/second.md").write_text(f"# More boats\n\nRain fell.\n\n{draft}")
    summary = tmp_path / "summary.md"
    for step in job["steps"]:
        if "run" in step:
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=tmp_path,
                env={**environment, "GITHUB_STEP_SUMMARY": str(summary)},
                capture_output=True,
                text=True,
            )
            assert done.returncode == status, done.stderr
    text = summary.read_text()
    assert "# Check of drafts/first.md" in text
    assert "# Check of drafts/news/second.md" in text
    assert ("**altered**, line 5" in text) == (status == 3)
