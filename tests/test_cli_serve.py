"""`quotes serve` is a real site at the address that it prints."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import httpx
import pytest

from quotes import store
from tests.builders import HARBOUR, HARBOUR_QUOTATIONS
from tests.conftest import Run

QUOTES = [sys.executable, "-c", "from quotes.cli import app; app()"]


@pytest.fixture(autouse=True)
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(store.create("other name.db")) as database:
        store.ingest(database, HARBOUR, HARBOUR_QUOTATIONS)


@contextmanager
def serving(*arguments: str, complaint: str = "") -> Iterator[str]:
    """The address at which `quotes serve ARGUMENTS…` answers. complaint: all that it says on standard error."""
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
    assert re.fullmatch(complaint, errors)
    assert process.returncode == 0


@pytest.mark.slow
def test_pages_are_served_until_ctrl_c() -> None:
    with serving() as address:
        assert "Quotes" in urlopen(address).read().decode()
        assert "painful" in urlopen(f"{address}search?q=painful").read().decode()


@pytest.mark.slow
def test_datasette_knows_the_archive_as_quotes_whatever_its_file_is_called() -> None:
    with serving() as address:
        databases = json.load(urlopen(f"{address}-/databases.json"))
        (database,) = databases["databases"] if isinstance(databases, dict) else databases  # Datasette 1.0 and 0.65
        assert database["name"] == "quotes"
        assert "All quotations by a speaker" in urlopen(f"{address}quotes/by_speaker?name=x").read().decode()


@pytest.mark.slow
def test_ipv6() -> None:
    with serving("--host", "::1") as address:
        assert address.startswith("http://[::1]:")
        assert urlopen(address).status == 200


def status(address: str, **options: Any) -> int:
    return httpx.request(options.pop("method", "GET"), address, **options).status_code


@pytest.mark.slow
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_this_machine_may_send_sql(host: str) -> None:
    with serving("--host", host) as address:
        assert status(f"{address}quotes.json?sql=select+1", follow_redirects=True) == 200
        assert status(f"{address}-/versions") == 200


@pytest.mark.slow
def test_others_may_not() -> None:
    with serving("--host", "0.0.0.0") as address:
        address = address.replace("0.0.0.0", "127.0.0.1")
        assert status(address) == 200
        assert status(f"{address}quotes/quotations") == 200
        for path in ("quotes.json?sql=select+1", "quotes?sql=select+1", "quotes.csv?sql=select+1"):
            assert status(f"{address}{path}", follow_redirects=True) == 403, path
        for path in (
            *("-/versions", "-/databases.json", "-/settings", "quotes.db"),
            *("quotes/withdrawn_texts", "quotes/rejects"),
        ):
            assert status(f"{address}{path}") == 403, path
        assert status(f"{address}quotes/quotations.csv?_stream=1") == 400
        assert status(f"{address}quotes/quotations", method="POST") == 405


@pytest.mark.slow
def test_a_file_that_cannot_be_opened_is_one_line_and_a_page() -> None:
    path = Path("other name.db")
    data = path.read_bytes()
    path.write_bytes(data[:105] + b"\xab" * 3000 + data[3105:])
    complaint = "Error: other name.db: this database is damaged; restore it from a backup\n"
    with serving(complaint=complaint) as address:
        for found in ("", "search?q=crews", "quotes/quotations", "-/versions"):
            page = httpx.get(f"{address}{found}")
            assert page.status_code == 503
            assert "This archive is damaged" in page.text
            assert "default-src 'none'" in page.headers["content-security-policy"]
        for found in ("search.json?q=crews", "quotes/quotations.json", "api/v1/quotations"):
            answer = httpx.get(f"{address}{found}")
            assert (answer.status_code, answer.json()["error"]) == (503, "This archive is damaged")


@pytest.mark.slow
def test_damage_further_inside_is_one_line_and_the_rest_is_served() -> None:
    path = Path("other name.db")
    with closing(sqlite3.connect(path)) as connection:
        ((size,),) = connection.execute("pragma page_size")
        ((root,),) = connection.execute("select rootpage from sqlite_schema where name = 'decisions'")
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = b"\xab" * size
    path.write_bytes(data)
    complaint = r"Error: other name.db: this database is damaged \(.+\); restore it from a backup\n"
    with serving(complaint=complaint) as address:
        assert status(f"{address}speakers") == 200
        time.sleep(1)  # the whole file is looked through beside serving it


def test_another_host_is_suggested_if_the_host_is_wrong(run: Run) -> None:
    result = run("serve", "--db", "other name.db", "--host", "192.0.2.1", "--port", "0")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: cannot listen on 192.0.2.1, port 0: ")
    assert result.stderr.endswith("; try another --host\n")


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


def test_editing_is_for_this_computer_alone(run: Run) -> None:
    result = run("serve", "--db", "other name.db", "--port", "0", "--host", "0.0.0.0", "--editor", "Night desk")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: --editor would let everybody who reaches 0.0.0.0 edit the archive")
    assert run("serve", "--db", "other name.db", "--editor", " ").exit_code == 2
