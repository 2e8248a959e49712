"""Many ask at once: all are answered, in turn; what is slow by itself is ended, what waits is not."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

import quotes.site
from quotes import store
from quotes.site import pool
from quotes.site.page_content import Document
from tests.builders import fill
from tests.site import attached, serve, text_of

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    fill(path).conn.close()
    return path


def routed(monkeypatch: pytest.MonkeyPatch, read: Any) -> str:
    """A path that `read` answers."""
    monkeypatch.setattr(quotes.site, "_ROUTES", [(r"^/tested$", read)])
    return "/tested"


def together(datasette: Any, *paths: str) -> list[httpx.Response]:
    """The answers to all `paths` at once."""

    async def ask() -> list[httpx.Response]:
        return list(await asyncio.gather(*(datasette.client.get(path) for path in paths)))

    return asyncio.run(ask())


@pytest.mark.slow
def test_a_query_without_end_is_ended(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(connection: sqlite3.Connection, visit: object) -> Document:
        connection.execute(ENDLESS)
        raise AssertionError("it ended")

    path = routed(monkeypatch, read)
    get = serve(database, sql_time_limit_ms=100)
    response = get(path)
    assert response.status_code == 503
    assert "That took too long" in text_of(response)
    assert response.headers["cache-control"] == "no-store"


def test_time_that_others_take_does_not_count(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page needs little of the processor and ten times its limit by the clock, within a query too."""

    def read(connection: sqlite3.Connection, visit: object) -> Document:
        connection.create_function("wait", 0, lambda: time.sleep(0.5))
        connection.execute("select wait() from (select 1 union all select 2)").fetchall()
        # So many steps that the limit is looked at.
        sql = "with recursive n(i) as (select 1 union all select i + 1 from n limit 20000) select count(*) from n"
        ((counted,),) = connection.execute(sql).fetchall()
        return Document(str(counted), "text/plain")

    path = routed(monkeypatch, read)
    assert serve(database, sql_time_limit_ms=100)(path).text == "20000"


@pytest.mark.slow
def test_few_are_read_at_once_and_the_others_wait(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, most, lock = 0, 0, threading.Lock()

    def read(connection: sqlite3.Connection, visit: object) -> Document:
        nonlocal reading, most
        with lock:
            reading += 1
            most = max(most, reading)
        time.sleep(0.01)
        with lock:
            reading -= 1
        return Document("read", "text/plain")

    path = routed(monkeypatch, read)
    datasette = attached(database, num_sql_threads=3)
    assert [each.status_code for each in together(datasette, *[path] * 60)] == [200] * 60
    assert most == 2


def test_more_than_the_queue_holds_are_told_so(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def read(connection: sqlite3.Connection, visit: object) -> Document:
        release.wait(30)
        return Document("read", "text/plain")

    path = routed(monkeypatch, read)
    monkeypatch.setattr(pool, "QUEUE", 3)
    datasette = attached(database, num_sql_threads=2)

    async def visits() -> list[httpx.Response]:
        answers = []
        for visit in asyncio.as_completed([datasette.client.get(path) for _ in range(10)]):
            answers.append(await visit)
            if len(answers) == 6:
                release.set()
        return answers

    answers = asyncio.run(visits())
    assert [each.status_code for each in answers] == [503] * 6 + [200] * 4
    busy = answers[0]
    assert "Too many visitors" in text_of(busy)
    assert int(busy.headers["retry-after"]) > 0
    assert busy.headers["cache-control"] == "no-store"


def test_nothing_is_read_for_those_who_are_gone(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_for: list[str] = []
    begun, release = threading.Event(), threading.Event()

    def read(connection: sqlite3.Connection, visit: Any) -> Document:
        read_for.append(visit.asked["who"])
        begun.set()
        release.wait(30)
        return Document("read", "text/plain")

    routed(monkeypatch, read)
    app = attached(database, num_sql_threads=2).app()

    async def ask(who: str, gone: asyncio.Event) -> None:
        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: object) -> None:
            pass

        scope = {
            "type": "http", "method": "GET", "path": "/tested", "raw_path": b"/tested", "scheme": "http",
            "query_string": f"who={who}".encode(), "headers": [(b"host", b"localhost")],
        }  # fmt: skip
        await app(scope, receive, send)

    async def visits() -> None:
        leaves, stays = asyncio.Event(), asyncio.Event()
        first = asyncio.create_task(ask("first", stays))
        while not begun.is_set():
            await asyncio.sleep(0.01)
        second, third = asyncio.create_task(ask("second", leaves)), asyncio.create_task(ask("third", stays))
        await asyncio.sleep(0.2)
        leaves.set()
        await second
        release.set()
        await asyncio.gather(first, third)

    asyncio.run(visits())
    assert read_for == ["first", "third"]


def test_a_real_search_that_is_too_slow_is_ended(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(connection: sqlite3.Connection, *_: object, **__: object) -> None:
        connection.execute(ENDLESS)

    get = serve(database, sql_time_limit_ms=50)
    monkeypatch.setattr(store, "search", endless)
    assert get("/search.json?q=crews").json()["error"] == "That took too long"
    assert get("/").status_code == 200
