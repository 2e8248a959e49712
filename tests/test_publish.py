"""The container of docs/publish.md, without the container: its command serves the copy, and closes what it says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from quotes.archive.publishing import publish
from tests.builders import fill
from tests.site import id_of

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/publish.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Path]]:
    folder = tmp_path_factory.mktemp("srv")
    fill(folder / "own.db").conn.close()
    publish(folder / "own.db", folder / "quotes.db")
    shutil.copy(ROOT / "metadata.yml", folder)
    (inspect,) = re.findall(r"(?m)^RUN (datasette inspect .*)$", GUIDE)
    datasette = [sys.executable, "-m", "datasette"]
    subprocess.run([*datasette, *inspect.split()[1:]], cwd=folder, check=True, capture_output=True)
    (command,) = re.findall(r"(?m)^CMD (\[.*(?:\\\n.*)*\])$", GUIDE)
    words = json.loads(command.replace("\\\n", ""))
    words[words.index("--host") + 1] = "127.0.0.1"
    words[words.index("--port") + 1] = str(free_port())
    client = httpx.Client(base_url=f"http://127.0.0.1:{words[words.index('--port') + 1]}")
    process = subprocess.Popen([*datasette, *words[1:]], cwd=folder, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(200):
            try:
                client.get("/robots.txt")
                break
            except httpx.TransportError:
                assert process.poll() is None, process.communicate()
                time.sleep(0.1)
        yield client, folder / "quotes.db"
    finally:
        client.close()
        process.terminate()
        process.communicate(timeout=10)


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_pages_and_tables_are_served_and_may_be_kept(site: tuple[httpx.Client, Path]) -> None:
    client, database = site
    page = client.get(f"/q/{id_of(database, 'painful')}")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "public, max-age=3600"
    assert client.get("/search?q=painful").status_code == 200
    assert client.get("/quotes/quotations").status_code == 200
    assert client.get("/quotes/by_speaker?name=Okafor").status_code == 200


def test_nobody_sends_sql_or_takes_the_file(site: tuple[httpx.Client, Path]) -> None:
    client, _ = site
    assert client.get("/quotes.json?sql=select+kept+from+retired").status_code == 403
    assert client.get("/quotes.db").status_code == 403
    assert client.get("/quotes/retired").status_code == 403
    assert client.get("/quotes/retired.json").status_code == 403
    assert client.post("/search").status_code == 405
