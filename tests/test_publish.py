"""The container of docs/publish.md, without the container: its command serves the copy, and closes what it says."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from datasette.utils import temporary_docker_directory

from quotes.store.publication import publish
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


@pytest.mark.slow
def test_pages_and_tables_are_served_and_may_be_kept(site: tuple[httpx.Client, Path]) -> None:
    client, database = site
    page = client.get(f"/q/{id_of(database, 'painful')}")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "public, max-age=3600"
    assert client.get("/search?q=painful").status_code == 200
    assert client.get("/quotes/quotations").status_code == 200
    assert client.get("/quotes/by_speaker?name=Okafor").status_code == 200


@pytest.mark.slow
def test_nobody_sends_sql_or_takes_the_file(site: tuple[httpx.Client, Path]) -> None:
    client, _ = site
    assert client.get("/quotes.json?sql=select+text+from+withdrawn_texts").status_code == 403
    assert client.get("/quotes.db").status_code == 403
    assert client.get("/quotes/withdrawn_texts").status_code == 403
    assert client.get("/quotes/withdrawn_texts.json").status_code == 403
    assert client.get("/quotes/quotations.csv?_stream=1").status_code == 400
    for path in ("/search", "/quotes", "/quotes/quotations", "/quotes/by_speaker"):
        assert client.post(path).status_code == 405


@pytest.mark.slow
def test_debug_pages_are_closed_and_every_answer_is_secured(site: tuple[httpx.Client, Path]) -> None:
    client, _ = site
    debug = "versions settings plugins databases metadata threads actor permissions allow-debug messages patterns"
    for page in debug.split():
        for path in (f"/-/{page}", f"/-/{page}.json"):
            assert client.get(path).status_code == 403, path
    for path in ("/", "/quotes", "/quotes/quotations.json", "/quotes/none", "/-/versions", "/-/static/app.css"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.slow
def test_datasette_publish_packs_what_it_starts_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worked example, up to where it would call Google."""
    (example,) = re.findall(r"(?m)^datasette publish cloudrun ((?:.*\\\n)*.*)$", GUIDE)
    words = shlex.split(example.replace("\\\n", ""))
    file, given = words[0], dict(zip(words[1::2], words[2::2], strict=True))
    (tmp_path / "public").mkdir()
    (tmp_path / "wheels").mkdir()
    (tmp_path / given["--install"]).touch()
    fill(tmp_path / "own.db").conn.close()
    publish(tmp_path / "own.db", tmp_path / file)
    monkeypatch.chdir(tmp_path)
    mount, folder = given["--static"].split(":")
    metadata = io.StringIO((ROOT / given["-m"]).read_text(encoding="utf-8"))
    with temporary_docker_directory(
        [file], "datasette", metadata, given["--extra-options"], None, None, None,
        [(mount, folder)], [given["--install"]], False, None, "secret",
    ):  # fmt: skip
        made = Path("Dockerfile").read_text(encoding="utf-8")
        assert Path(given["--install"]).exists()
        assert f"pip install -U datasette {given['--install']}" in made
        assert "-i quotes.db" in made
        (container,) = re.findall(r'(?s)CMD \[.*?"--cors", \\\n(.*?)\]', GUIDE)
        assert re.findall(r"--setting (\S+) (\S+)", made) == re.findall(r'"--setting", "(\w+)", "(\w+)"', container)
