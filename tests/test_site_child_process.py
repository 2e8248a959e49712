"""Processes of the site: what they answer, and that none is left or waited for when its request is cancelled."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quotes.site import child_process

ECHO = "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.exit(3)"
SLEEP = "import os, pathlib, time; pathlib.Path('started').write_text(str(os.getpid())); time.sleep(600)"

# A program, as a hang would be one of asyncio.run itself.
CANCELLED = """
import asyncio, sys
from quotes.site import child_process

async def main(steps):
    task = asyncio.create_task(child_process.run("slow"))
    for _ in range(steps):
        await asyncio.sleep(0)

for steps in range(12):
    asyncio.run(main(steps))
"""


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "echo.py").write_text(ECHO)
    (tmp_path / "slow.py").write_text(SLEEP)
    monkeypatch.chdir(tmp_path)


def test_it_answers_with_the_status_and_the_output() -> None:
    assert asyncio.run(child_process.run("echo", given=b"who said so?")) == (3, b"WHO SAID SO?")


def test_a_draft_longer_than_a_pipe_holds() -> None:
    assert asyncio.run(child_process.run("echo", given=b"a" * 1_000_000)) == (3, b"A" * 1_000_000)


@pytest.mark.slow
def test_a_loop_that_ends_while_a_process_starts_is_not_held_up(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", CANCELLED], check=True, timeout=60)


def test_a_cancelled_process_is_ended(tmp_path: Path) -> None:
    started = tmp_path / "started"

    async def main() -> None:
        task = asyncio.create_task(child_process.run("slow"))
        while not (started.exists() and started.read_text()):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)
