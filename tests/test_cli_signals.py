"""SIGTERM and SIGHUP end a run as Ctrl-C does, with its summary, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from quotes import store
from quotes.batch import plan

pytestmark = pytest.mark.slow

QUOTES = str(Path(sys.executable).with_name("quotes"))


@pytest.fixture(autouse=True)
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder "in" with articles that take a while."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(200):
        said = f"“We closed pier {number},” said Ada Byrd, the harbour master.\n"
        (tmp_path / f"in/{number:03}.txt").write_text(said * 20)


def begin(*arguments: str) -> subprocess.Popen[str]:
    """Starts a command, as a terminal does it even where these tests run under nohup."""
    return subprocess.Popen(
        [QUOTES, *arguments],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )


def when(ready: Callable[[], bool], run: subprocess.Popen[str], send: Callable[[], None]) -> tuple[str, str]:
    """What `run` prints, to which `send` sends a signal when it is `ready`."""
    until = time.monotonic() + 600
    while not ready():
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < until, "it is never ready"
        time.sleep(0.02)
    send()
    printed = run.communicate(timeout=600)  # Whoever is left holds the pipes open.
    while left := alive(run.pid):
        assert time.monotonic() < until, left
        time.sleep(0.1)
    return printed


def alive(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    listed = subprocess.run(["ps", "-axo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if line.split()[0] == str(group) and line.split()[1][0] != "Z"]


def stored() -> int:
    try:
        with closing(store.open("quotes.db")) as connection:
            return store.coverage(connection).articles
    except store.ArchiveError:
        return 0


def check_archive() -> None:
    with closing(store.open("quotes.db")) as connection:
        assert list(store.verify(connection)) == []


@pytest.mark.parametrize(
    ("number", "workers", "everybody"),
    [
        pytest.param(signal.SIGTERM, "1", False, id="terminated"),
        pytest.param(signal.SIGTERM, "2", False, id="terminated, with workers"),
        pytest.param(signal.SIGTERM, "2", True, id="terminated, workers too"),
        pytest.param(signal.SIGHUP, "2", True, id="hung up"),
    ],
)
def test_of_ingest(number: signal.Signals, workers: str, everybody: bool) -> None:
    run = begin("ingest", "in", "--workers", workers)
    send = (lambda: os.killpg(run.pid, number)) if everybody else (lambda: run.send_signal(number))
    output, errors = when(lambda: stored() > 1, run, send)
    assert run.returncode == 128 + number, errors
    assert 1 < stored() < 200
    assert output.startswith(f"quotes.db: {stored()} articles ({stored()} added); ")
    assert errors.splitlines()[-1] == "Note: stopped before the end; run the same command to continue"
    assert "Traceback" not in errors
    check_archive()


def test_of_watch() -> None:
    run = begin("watch", "in", "--every", "1h")
    output, errors = when(lambda: stored() > 1, run, lambda: run.send_signal(signal.SIGHUP))
    assert run.returncode == 0
    assert f"{stored()} articles ({stored()} added)" in output
    assert "Traceback" not in errors
    check_archive()


def test_of_batch_run() -> None:
    run = begin("batch", "run", "in", "out", "--tasks", "8")
    _, errors = when(lambda: len(plan.done(Path("out"))) > 0, run, lambda: run.send_signal(signal.SIGTERM))
    assert run.returncode == 143
    assert errors.splitlines()[-1] == (
        "Note: stopped before the end; run the same command to continue with the missing tasks"
    )
    assert "Traceback" not in errors


def test_a_rebuild_that_is_ended_leaves_everything_as_it_was() -> None:
    for each in list(Path("in").iterdir())[30:]:
        each.unlink()
    subprocess.run([QUOTES, "ingest", "in"], check=True, capture_output=True)
    run = begin("rebuild")
    _, errors = when(lambda: Path(".quotes.db.part/quotes.db").exists(), run, lambda: run.send_signal(signal.SIGTERM))
    assert (run.returncode, errors) == (143, "Note: stopped before the end\n")
    assert sorted(each.name for each in Path().iterdir()) == ["in", "quotes.db"]
    check_archive()


def test_a_hangup_that_is_ignored_stays_so() -> None:
    run = subprocess.Popen(
        ["nohup", QUOTES, "ingest", *map(str, sorted(Path("in").iterdir())[:12])],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    output, _ = when(lambda: stored() > 0, run, lambda: os.killpg(run.pid, signal.SIGHUP))
    assert (run.returncode, output.startswith("quotes.db: 12 articles (12 added)")) == (0, True)
