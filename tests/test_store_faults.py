"""Killed, without room, not allowed to write, in company: nothing is lost, nothing is half there, and it is said."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from quotes import store
from quotes.ids import article_key
from quotes.model import Article, Quotation, Speaker
from tests.builders import fill, person, quotation
from tests.conftest import Run

NAMES = [f"{given} {family}" for given in ("Ann", "Ben", "Cleo") for family in ("Marsh", "Okonkwo", "Brandvold")]


def printed(number: int) -> tuple[Article, list[Quotation]]:
    """Article `number`, long enough to fill some pages, with five quotations by people of other articles too."""
    random = Random(number)
    said = [f"These are words {number} {place}, {'and so on, ' * random.randrange(9)}" for place in range(5)]
    by: list[Speaker] = [person(random.choice(NAMES), role=f"member {number}") for _ in said]
    text = "".join(f"“{words}” said {who.name}.\n" for words, who in zip(said, by, strict=True)) + "Filler. " * 300
    article = Article(text, f"{number}.txt", published="2031-01-01")
    return article, [quotation(article, words, by=[who]) for words, who in zip(said, by, strict=True)]


ARTICLES = [printed(number) for number in range(120)]


def ingest_all(path: Path) -> None:
    with store.create(path) as db:
        for article, found in ARTICLES:
            store.ingest(db, article, found, added="2031-01-01T00:00:00+00:00")


def in_child(action: Callable[[], object]) -> int:
    """The process that does `action`; it exits with 0, or 1 where an ArchiveError was raised, else 2."""
    child = os.fork()
    if child:
        return child
    try:
        action()
        os._exit(0)
    except store.ArchiveError as error:
        os.write(2, str(error).encode())
        os._exit(1)
    except BaseException:
        os._exit(2)


def exit_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def verified(path: Path) -> list[str]:
    """All that the archive says, when everything in it is in order."""
    with closing(store.open(path)) as connection:
        assert list(store.verify(connection)) == []
        return list(store.dump(connection))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    path = tmp_path_factory.mktemp("undisturbed") / "quotes.db"
    ingest_all(path)
    return verified(path)


@pytest.mark.slow
def test_killed_at_twenty_moments(tmp_path: Path, undisturbed: list[str]) -> None:
    random = Random(20)
    path = tmp_path / "quotes.db"
    killed, before = 0, -1
    while killed < 20:
        child = in_child(lambda: ingest_all(path))
        time.sleep(random.uniform(0.001, 0.06))
        os.kill(child, signal.SIGKILL)
        if exit_of(child) == 0:
            path.unlink()
            before = -1
            continue
        killed += 1
        if not path.exists() or not path.stat().st_size:
            continue
        with closing(sqlite3.connect(path)) as connection:
            if not connection.execute("select 1 from sqlite_schema where name = 'versions'").fetchone():
                continue
        verified(path)
        with closing(store.open(path)) as connection:
            stored = {row[0] for row in connection.execute("select id from articles")}
            for article, found in ARTICLES:
                if (key := article_key(article)) in stored:
                    held = store.article(connection, key)
                    assert held is not None
                    assert sorted(each.text for each in held.quotations) == sorted(each.text for each in found)
        assert len(stored) >= before, "what was stored stays"
        before = len(stored)
    ingest_all(path)
    assert verified(path) == undisturbed


def limited(size: int, action: Callable[[], object]) -> None:
    """Does `action` where no file may be larger than `size` bytes, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    action()


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [100, 300, 700])
def test_no_room_on_the_disk(
    tmp_path: Path, undisturbed: list[str], kilobytes: int, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "quotes.db"
    store.create(path).close()
    assert exit_of(in_child(lambda: limited(kilobytes * 1024, lambda: ingest_all(path)))) == 1
    said = capfd.readouterr().err
    assert said.startswith(f"{path}: ")
    assert "full" in said or "no room" in said
    partial = verified(path)
    assert len(partial) < len(undisturbed)
    ingest_all(path)
    assert verified(path) == undisturbed


def test_a_database_that_may_grow_no_more(tmp_path: Path) -> None:
    with fill(tmp_path / "quotes.db") as db:
        before = list(store.dump(db.conn))
        (pages,) = db.execute("pragma page_count").fetchone()
        db.execute(f"pragma max_page_count = {pages + 2}")
        with pytest.raises(store.ArchiveError, match="the disk is full; the last change"):
            store.ingest(db, Article("Filler. " * 9000, "long.txt"), [])
        assert list(store.dump(db.conn)) == before
        db.execute("pragma max_page_count = 1000000")
        assert store.ingest(db, Article("Filler. " * 9000, "long.txt"), []) == "added"
        assert list(store.verify(db.conn)) == []


@pytest.mark.slow
def test_two_processes_ingest_at_once(tmp_path: Path, undisturbed: list[str]) -> None:
    path = tmp_path / "quotes.db"
    children = [in_child(lambda: ingest_all(path)) for _ in range(2)]
    assert [exit_of(child) for child in children] == [0, 0]
    assert verified(path) == undisturbed


@pytest.mark.slow
def test_readers_are_served_and_copies_are_whole_through_a_large_write(tmp_path: Path, undisturbed: list[str]) -> None:
    path = tmp_path / "quotes.db"
    store.create(path).close()
    done = threading.Event()
    child = in_child(lambda: ingest_all(path))
    counts: list[int] = []
    slowest = 0.0

    def read() -> None:
        nonlocal slowest
        with closing(store.open(path)) as connection:
            while not done.is_set():
                start = time.perf_counter()
                counts.append(store.coverage(connection).articles)
                slowest = max(slowest, time.perf_counter() - start)

    reader = threading.Thread(target=read)
    reader.start()
    copies = [tmp_path / f"copy {number}.db" for number in range(3)]
    for copy in copies:
        store.copy(path, copy)
    assert exit_of(child) == 0
    done.set()
    reader.join()
    assert counts == sorted(counts)
    assert slowest < 5
    for copy in copies:
        verified(copy)
    assert verified(path) == undisturbed


@pytest.mark.slow
def test_cut_short_it_is_called_damaged_and_left_alone(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "quotes.db"
    ingest_all(path)
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)
    before = path.read_bytes()
    for command in (["verify"], ["backup", str(tmp_path / "copy.db")], ["ingest", str(tmp_path / "article.txt")]):
        (tmp_path / "article.txt").write_text("Nothing was said.")
        result = run(*command, "--db", path)
        assert result.exit_code == 1
        assert "damaged" in result.output
    assert path.read_bytes() == before
