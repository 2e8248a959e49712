"""The genders of the people in authority files: what is read again if they change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

TEXT = "Kestrin Voss met Tamsel Orrick on Monday.\n\n“The pier will reopen,” she said.\n"


@pytest.mark.slow
def test_other_people_in_authority_files_read_articles_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pier.txt").write_text(TEXT)
    Path("people.csv").write_text("name,gender\nKestrin Voss,M\nTamsel Orrick,F\n")

    def done(*command: str) -> tuple[str, str]:
        """What a command printed, and who is quoted after it."""
        printed = run(*command).stdout
        (found,) = run("search", "reopen", "--format", "jsonl").stdout.splitlines()
        return printed.partition("(")[2].partition(")")[0], str(json.loads(found)["speakers"][0]["name"])

    assert done("ingest", "pier.txt") == ("1 added", "Kestrin Voss")
    assert done("ingest", "pier.txt") == ("1 unchanged", "Kestrin Voss")
    run("authority", "load", "people.csv")
    assert done("ingest", "pier.txt") == ("1 updated", "Tamsel Orrick")
    assert done("ingest", "pier.txt") == ("1 unchanged", "Tamsel Orrick")
    assert done("ingest", "pier.txt", "--no-authority") == ("1 updated", "Kestrin Voss")
    assert done("rebuild")[1] == "Tamsel Orrick"
    assert done("ingest", "pier.txt") == ("1 unchanged", "Tamsel Orrick")
    Path("draft.txt").write_text(TEXT)
    assert "Tamsel Orrick" in run("check", "draft.txt").stdout
    assert json.loads(run("extract", "pier.txt", "--format", "jsonl").stdout)["speakers"][0]["name"] == "Kestrin Voss"
