"""Runs the commands of README.md and docs/check.md and writes their output into them: python -m docs.readme

A block marked `console` has commands after "$ ", each followed by what it prints. A block marked `sh` has commands
alone. All commands run in the order of the page, in one folder, and must succeed.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sysconfig
import tempfile
import termios
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = (README, ROOT / "docs/check.md")
COLUMNS = 110
PORT = 8001
TIMEOUT = 300  # seconds, for one command
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "*.db*", "build", "dist")
# Commands that serve until they are stopped.
SERVERS = ("make site", "quotes serve")
# Commands that install packages, or run the tests, of which this is a part.
SKIPPED = re.compile(r"git clone |make (test|check|bench)\b|pipx? install |\S+ -m pip install ")


class Failed(Exception):
    """A command of the page failed."""


class Shell(NamedTuple):
    """Where commands run. Exported variables are kept in `state` from one command to the next."""

    folder: Path
    state: Path
    port: int


def page(text: str) -> str:
    """Run the commands of a page in a copy of the repository.

    Args:
        text: The page, in Markdown.

    Returns:
        The page with what each command printed.

    Raises:
        Failed: A command ended with another exit status than 0.
    """
    with tempfile.TemporaryDirectory(prefix="quotes-readme-") as made:
        shell = Shell(_clone(Path(made)), Path(made) / "state", _free_port())
        shell.state.write_text("", encoding="utf-8")
        return re.sub(r"(?m)^```(console|sh)\n((?:.*\n)*?)```$", lambda block: _run_block(shell, block), text)


def _clone(folder: Path) -> Path:
    """A copy of the repository in which `make` finds the present environment installed."""
    clone = folder / "quotes"
    shutil.copytree(ROOT, clone, ignore=NOT_COPIED)
    (clone / ".venv").mkdir()
    (clone / ".venv/bin").symlink_to(sysconfig.get_path("scripts"))
    for name in ("made", "installed"):
        (clone / ".venv" / name).touch()
    return clone


def _run_block(shell: Shell, block: re.Match[str]) -> str:
    language, body = block.groups()
    shown = []
    for printed, command in _commands(body, prompt="$ " if language == "console" else ""):
        shown.append(printed)
        if not SKIPPED.match(command):
            output = _serve(shell, command) if command.startswith(SERVERS) else _run(shell, command)
            shown += [output] if language == "console" and output else []
    return "\n".join([f"```{language}", *shown, "```"])


def _commands(body: str, prompt: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, as they are printed and as a shell takes them."""
    lines = iter(body.splitlines())
    for line in lines:
        if line.startswith(prompt) and (prompt or line.strip()):
            printed = line
            while printed.endswith("\\"):
                printed += f"\n{next(lines)}"
            yield printed, printed.removeprefix(prompt)
        elif not prompt:
            yield line, ":"


def _run(shell: Shell, command: str) -> str:
    with Terminal(shell, command) as terminal:
        text = terminal.output()
        status = terminal.process.wait(TIMEOUT)
        text += terminal.errors()
    if status:
        raise Failed(f"$ {command}\n{text}(exit status {status})")
    return _tidied(shell, text)


def _serve(shell: Shell, command: str) -> str:
    """Starts a server, asks for its first page, and stops it."""
    given = command if command.startswith("make") else f"{command} --port {shell.port}"
    with Terminal(shell, given) as terminal:
        text = terminal.output(until="Ctrl-C stops it)\n")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{shell.port}/", timeout=60).close()
        except OSError as error:
            raise Failed(f"$ {command}\n{text}{terminal.errors()}({error})") from error
        os.killpg(terminal.process.pid, signal.SIGINT)
        terminal.process.wait(TIMEOUT)
    return _tidied(shell, text)


class Terminal:
    """A command in a shell: standard output goes to a terminal of `COLUMNS` columns, standard error to a file."""

    def __init__(self, shell: Shell, command: str) -> None:
        self.shell, self.command = shell, command

    def __enter__(self) -> Terminal:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
        self.stderr = tempfile.TemporaryFile()
        hidden = {"QUOTES_DB", "QUOTES_WHO", "COLUMNS", "FORCE_COLOR", "MAKEFLAGS", "MAKELEVEL"}
        state = self.shell.state
        script = f". '{state}'\n{self.command}\nset -- $?\nexport -p > '{state}'\nexit $1"
        self.process = subprocess.Popen(
            ["sh", "-c", script],
            cwd=self.shell.folder,
            env={key: value for key, value in os.environ.items() if key not in hidden}
            | {"TERM": "xterm", "PYTHONUTF8": "1", "PORT": str(self.shell.port)},
            stdin=subprocess.DEVNULL,
            stdout=slave,
            stderr=self.stderr,
            start_new_session=True,
        )
        os.close(slave)
        return self

    def output(self, until: str = "") -> str:
        """What is printed on standard output, to the end or to the words `until`."""
        data = b""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end and not (until and until in data.decode(errors="ignore").replace("\r\n", "\n")):
            if select.select([self.master], [], [], 1)[0]:
                try:
                    data += os.read(self.master, 65536)
                except OSError:  # the other end is closed
                    break
        return data.decode().replace("\r\n", "\n")

    def errors(self) -> str:
        """What was printed on standard error."""
        self.stderr.seek(0)
        return self.stderr.read().decode()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.master)
        self.stderr.close()


_PROGRESS = re.compile(r" rejects?, [\d.]+ a (second|minute)(, \d+% of the input)?$")  # only a slow machine prints it


def _tidied(shell: Shell, text: str) -> str:
    plain = re.sub(r"\x1b\[[\d;]*m", "", text).replace(f":{shell.port}/", f":{PORT}/")
    lines = [line.rstrip() for line in plain.splitlines() if not _PROGRESS.search(line)]
    return "\n".join(lines).strip("\n")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


if __name__ == "__main__":
    for target in PAGES:
        target.write_text(page(target.read_text(encoding="utf-8")), encoding="utf-8")
