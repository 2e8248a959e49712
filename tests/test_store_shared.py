"""Several programs at one archive: nothing but SQLite opens its files, so that everybody's locks hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from quotes import store
from quotes.store.database import is_part_of
from tests import shards
from tests.builders import ALL
from tests.conftest import QUAY, Run

pytestmark = pytest.mark.slow

QUOTES = [sys.executable, "-c", "from quotes.cli import app; app()"]
# What every Python of a run does first, its workers included: it writes down which files are opened, by what command.
HOOK = """
import os, sys
log = os.open(os.environ["OPENED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
opening = ("open", "sqlite3.connect", "shutil.copyfile", "os.truncate")
def hook(event, arguments):
    if event in opening and isinstance(arguments[0], (str, bytes, os.PathLike)):
        line = "\\t".join([os.environ.get("COMMAND", ""), event, os.path.realpath(os.fspath(arguments[0]))])
        os.write(log, line.encode("utf-8", "replace") + b"\\n")
sys.addaudithook(hook)
"""
COMMANDS = {
    "ingest": ["ingest", "one"],
    "ingest again": ["ingest", "one", "two"],
    "ingest everything": ["ingest", "one", "quotes.db", "quotes.db-wal"],
    "ingest in processes": ["ingest", "two", "three", "--workers", "2"],
    "ingest --dry-run": ["ingest", "four", "--dry-run"],
    "watch": ["watch", "four", "quotes.db", "--once"],
    "search": ["search", "quay"],
    "rename": ["speakers", "rename", "Ada Byrd", "Ada B. Byrd", "--who", "An Editor"],
    "judgements": ["judgements", "--load", "decisions.jsonl"],
    "verify": ["verify"],
    "backup": ["backup", "copy.db"],
    "publish-copy": ["publish-copy", "public.db"],
    "rebuild": ["rebuild"],
    "batch build": ["batch", "build", "shards", "built.db"],
    "serve": ["serve", "--port", "0"],
}
# All in one process, which takes a moment to find its first quotation.
RUN_ALL = """
import builtins, http.client, json, os, re, signal, sys, threading
from quotes.cli import app

printing = print

def visit(*words, **named):
    printing(*words, **named)
    if found := re.search(r"served at http://127.0.0.1:(\\d+)/", " ".join(map(str, words))):
        threading.Thread(target=request, args=[int(found[1])]).start()

def request(port):
    for path in ("/", "/search?q=quay", "/quotes/quotations", "/-/databases.json"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path)
        assert connection.getresponse().status == 200, path
    os.kill(os.getpid(), signal.SIGINT)

builtins.print = visit
for command, arguments in json.loads(sys.argv[1]).items():
    os.environ["COMMAND"] = command
    status = app(arguments, standalone_mode=False) or 0
    assert status == ("quotes.db" in arguments), command  # which is no article
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, Path]]]:
    """How each command opened which files."""
    folder = tmp_path_factory.mktemp("traced")
    hooks = tmp_path_factory.mktemp("hooks")
    (hooks / "sitecustomize.py").write_text(HOOK)
    for number, name in enumerate(("one", "two", "three", "four")):
        (folder / name).mkdir()
        (folder / name / "quay.txt").write_text(f"{QUAY}\n\nIt was day {number}.\n")
    (folder / "decisions.jsonl").write_text("")
    shards.record(folder / "shards", ALL, 2)
    environment = os.environ | {"PYTHONPATH": str(hooks), "OPENED": str(hooks / "log")}
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL, json.dumps(COMMANDS)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = defaultdict(list)
    for line in (hooks / "log").read_text().splitlines():
        command, event, path = line.split("\t")
        if Path(path).is_relative_to(folder):
            found[command].append((event, Path(path).relative_to(folder)))
    return found


def is_of_a_database(path: Path) -> bool:
    return re.search(r"\.db(\.part)?(-wal|-shm|-journal)?$", path.name) is not None


@pytest.mark.parametrize("command", COMMANDS)
def test_only_sqlite_opens_the_files_of_an_archive(opened: dict[str, list[tuple[str, Path]]], command: str) -> None:
    others = [path for event, path in opened[command] if event != "sqlite3.connect"]
    assert len(others) < len(opened[command]), "SQLite opens some"
    assert not [path for path in others if is_of_a_database(path)]
    if command.startswith(("ingest", "watch")):
        assert any(path.name == "quay.txt" for path in others), "what is opened is seen"


def test_every_name_of_a_file_of_the_archive_is_known(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    with store.create(database) as db:
        db.execute("begin immediate")
        (tmp_path / "link.txt").symlink_to(database)
        (tmp_path / "hard.txt").hardlink_to(database)
        for name in ("quotes.db", "quotes.db-wal", "quotes.db-shm", "link.txt", "hard.txt"):
            assert is_part_of(tmp_path / name, database), name
            assert is_part_of(Path(os.path.relpath(tmp_path / name)), database), name
    (tmp_path / "other.txt").write_text("")
    for name in ("other.txt", "quotes.db-wal", "nowhere.txt"):
        assert not is_part_of(tmp_path / name, database), name


@contextmanager
def ingesting(folder: Path, database: Path) -> Iterator[subprocess.Popen[str]]:
    """A `quotes ingest` of `folder` that has stored some articles, and waits at the pipe in it for the last one."""
    arguments = ["ingest", str(folder), str(folder / "pipe"), "--db", str(database), "--quiet"]
    with subprocess.Popen([*QUOTES, *arguments], text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def quotes(*arguments: object) -> None:
    done = subprocess.run([*QUOTES, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def said(database: Path) -> list[str]:
    """All that an archive says but for when it was told."""
    with closing(store.open(database)) as connection:
        assert list(store.verify(connection)) == []
        return [re.sub(r"\d{4}-\d\d-\d\dT[0-9:.+]+", "TIME", line) for line in store.dump(connection)]


def test_readers_and_another_writer_beside_an_ingest(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(20):  # more than are searched at once, so that some are stored before the pipe is read
        (folder / f"{number:02}.txt").write_text(f"{QUAY}\nIt was day {number}.\n")
    (tmp_path / "first.txt").write_text(f"{QUAY}\nIt was the first day.\n")
    last = f"{QUAY}\nIt was the last day.\n"
    (tmp_path / "last.txt").write_text(last)
    rename = ("speakers", "rename", "ada-byrd", "Ada B. Byrd", "--who", "An Editor")

    undisturbed = tmp_path / "undisturbed.db"
    os.mkfifo(tmp_path / "articles" / "pipe")
    writing = threading.Thread(target=(folder / "pipe").write_text, args=[last])
    writing.start()
    assert run("ingest", tmp_path / "first.txt", "--db", undisturbed).exit_code == 0
    assert run("ingest", folder, folder / "pipe", "--db", undisturbed).exit_code == 0
    assert run(*rename, "--db", undisturbed).exit_code == 0
    writing.join()

    database = tmp_path / "quotes.db"
    log = tmp_path / "quotes.db-wal"
    assert run("ingest", tmp_path / "first.txt", "--db", database).exit_code == 0
    with ingesting(folder, database) as process:
        deadline = time.monotonic() + 60
        while not (log.exists() and log.stat().st_size):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        written = log.stat()
        for _ in range(2):
            quotes("search", "quay", "--db", database)
        assert os.path.samestat(log.stat(), written), "the log that the ingest writes to is still there"
        quotes(*rename, "--db", database)
        quotes("search", "quay", "--db", database)
        assert os.path.samestat(log.stat(), written)
        (folder / "pipe").write_text(last)
        assert process.wait() == 0
    assert said(database) == said(undisturbed)


def test_kills_with_readers_and_another_writer_beside() -> None:
    """A few rounds of what `python -m benchmarks.kills` does 300 times."""
    command = [sys.executable, "-m", "benchmarks.kills", "--kills", "4", "--seed", "4"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "nothing wrong\n"), done.stderr
