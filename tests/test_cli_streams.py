"""Standard streams that are closed, full or broken, and files that cannot be written: one line or none, never more."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from quotes import store

pytestmark = pytest.mark.slow

QUOTES = str(Path(sys.executable).with_name("quotes"))
SAID = "“We closed the pier,” said Ada Byrd, the harbour master.\n"
PR_CAPBSET_DROP = 24


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("quay.txt").write_text(SAID * 3)


def shell(line: str, before: Callable[[], object] | None = None) -> tuple[int, str]:
    """The exit status and standard error of a line of bash, in which $QUOTES is the command."""
    done = subprocess.run(
        ["bash", "-c", line],
        env=os.environ | {"QUOTES": QUOTES},
        capture_output=True,
        text=True,
        timeout=600,
        preexec_fn=before,
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done.returncode, done.stderr


def check_archive() -> int:
    with closing(store.open("quotes.db")) as connection:
        assert list(store.verify(connection)) == []
        return store.coverage(connection).articles


def test_closed_output() -> None:
    assert shell("$QUOTES ingest --quiet quay.txt >&-") == (0, "")
    assert check_archive() == 1
    assert shell("$QUOTES search pier >&-") == (0, "")
    assert shell("$QUOTES extract quay.txt --format csv >&-") == (0, "")
    assert shell("$QUOTES --help >&-")[0] == 0
    assert shell("$QUOTES search pier >&- 2>&-") == (0, "")
    assert shell("$QUOTES ingest nowhere.txt 2>&-")[0] == 1
    assert check_archive() == 1


def test_closed_input() -> None:
    assert shell("$QUOTES ingest - <&-") == (1, "Error: standard input: is empty\n")
    assert shell("$QUOTES ingest --quiet quay.txt <&- >&- 2>&-") == (0, "")
    assert check_archive() == 1
    assert shell("$QUOTES review <&-")[0] == 0


def test_a_reader_that_leaves() -> None:
    shell("$QUOTES ingest --quiet quay.txt")
    Path("many.jsonl").write_text("".join(json.dumps({"title": f"{n}", "text": SAID}) + "\n" for n in range(300)))
    assert shell("$QUOTES extract many.jsonl --format jsonl | head -1 >/dev/null")[1] == ""
    assert shell("$QUOTES search pier | head -1 >/dev/null")[1] == ""
    assert shell("$QUOTES ingest --quiet many.jsonl")[0] == 0
    assert shell("$QUOTES export quotations | head -1 >/dev/null")[1] == ""
    shell("$QUOTES ingest nowhere.txt 2>&1 >/dev/null | true")


def test_a_full_disk_behind_the_output() -> None:
    shell("$QUOTES ingest --quiet quay.txt")
    for command in ("search pier", "extract quay.txt --format jsonl", "speakers"):
        assert shell(f"$QUOTES {command} >/dev/full") == (
            1,
            "Error: standard output: no space left on device\n",
        )


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))


def test_files_may_grow_no_more() -> None:
    status, errors = shell("$QUOTES ingest --quiet quay.txt", small_files)
    assert (status, errors.count("\n"), "quotes.db" in errors) == (1, 1, True)
    Path("quotes.db").unlink(missing_ok=True)
    Path("many.jsonl").write_text("".join(json.dumps({"title": f"{n}", "text": SAID}) + "\n" for n in range(300)))
    status, errors = shell("$QUOTES extract many.jsonl --format jsonl >out.jsonl", small_files)
    assert (status, errors.splitlines()[-1]) == (1, "Error: standard output: file too large")
    status, errors = shell("head -c 30000000 /dev/zero | $QUOTES extract -", small_files)
    assert (status, errors) == (1, "Error: standard input: file too large\n")
    shell("$QUOTES ingest --quiet quay.txt")
    status, errors = shell("$QUOTES backup copy.db", small_files)
    assert (status, errors.count("\n"), "copy.db" in errors) == (1, 1, True)
    assert check_archive() == 1


def without_power() -> None:
    """Takes from root the right to read every file (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH), which others have not."""
    if os.geteuid() == 0:
        for capability in (1, 2):
            assert ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0


def test_what_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "in/shut").mkdir(parents=True)
    (tmp_path / "in/shut/a.txt").write_text(SAID)
    (tmp_path / "in/secret.txt").write_text(SAID)
    (tmp_path / "in/open.txt").write_text(SAID)
    (tmp_path / "in/shut").chmod(0)
    (tmp_path / "in/secret.txt").chmod(0)
    try:
        status, errors = shell("$QUOTES extract in", without_power)
    finally:
        (tmp_path / "in/shut").chmod(0o700)
    assert (status, errors.splitlines()) == (
        1,
        ["Error: in/secret.txt: permission denied", "Error: in/shut: permission denied"],
    )
