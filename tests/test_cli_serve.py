"""`quotes serve` is a real site at the address that it prints."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from quotes import archive
from tests.builders import HARBOUR, HARBOUR_QUOTATIONS
from tests.conftest import Run

QUOTES = [sys.executable, "-c", "from quotes.cli import app; app()"]


@pytest.fixture(autouse=True)
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(archive.create("other name.db")) as database:
        archive.ingest(database, HARBOUR, HARBOUR_QUOTATIONS)


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """The address at which `quotes serve ARGUMENTS…` answers."""
    command = [*QUOTES, "serve", "--db", "other name.db", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        said = process.stdout.readline()
        assert said.startswith("other name.db is served at http://"), process.communicate()
        yield said.split()[5]
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert errors == ""
    assert process.returncode == 0


@pytest.mark.slow
def test_pages_are_served_until_ctrl_c() -> None:
    with serving() as address:
        assert "Quotes" in urlopen(address).read().decode()
        assert "painful" in urlopen(f"{address}search?q=painful").read().decode()


@pytest.mark.slow
def test_datasette_knows_the_archive_as_quotes_whatever_its_file_is_called() -> None:
    with serving() as address:
        (database,) = json.load(urlopen(f"{address}-/databases.json"))
        assert database["name"] == "quotes"
        described = json.load(urlopen(f"{address}-/metadata.json"))
        assert "quotes" in described["databases"]


@pytest.mark.slow
def test_ipv6() -> None:
    with serving("--host", "::1") as address:
        assert address.startswith("http://[::1]:")
        assert urlopen(address).status == 200


def test_a_port_in_use_is_one_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--db", "other name.db", "--port", port)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"Error: cannot listen on 127.0.0.1, port {port}: address already in use; try another --port\n"
    )


def test_a_host_that_is_not_here_is_one_line(run: Run) -> None:
    result = run("serve", "--db", "other name.db", "--host", "no such host")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
