"""`quotes watch` reads what is new, asks politely for the rest, and goes on where it was stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from quotes import ingest, store
from quotes.http import Fetcher, Limits
from quotes.ingest import Task, watcher
from quotes.store import run_log
from tests.conftest import QUAY, Run
from tests.web import Page, Site, site

QUICK = Limits(interval=0.0)
STORY = "“The quay is {},” said Ada Byrd, the harbour master."


def entry(number: int) -> str:
    return f"<item><title>Story {number}</title><link>{{url}}/{number}</link><guid>{number}</guid></item>"


def feed(url: str, *numbers: int, etag: str = '"1"') -> Page:
    items = "".join(entry(number).format(url=url) for number in numbers)
    rss = f"<rss version='2.0'><channel><title>The Quay</title><link>{url}</link>{items}</channel></rss>"
    return Page(rss.encode(), headers={"Content-Type": "application/rss+xml", "ETag": etag})


def page(words: str) -> Page:
    return Page(STORY.format(words).encode(), headers={"Content-Type": "text/plain; charset=utf-8"})


def look(served: Site, path: Path) -> list[tuple[str, str | None]]:
    """One look at the feed; what became of which article."""
    with closing(store.create(path)) as db, Fetcher(allow_private=True, limits=QUICK) as fetcher:
        units = watcher.news(db, f"{served.url}/feed", Task({}), fetcher, {})
        events = list(ingest.ingest(db, units, Task({}, known=path, extraction="test"), together=1))
    return [(event.source.removeprefix(served.url), event.outcome) for event in events if event.outcome]


@pytest.mark.slow
@pytest.mark.usefixtures("quay")
def test_a_feed_is_followed_to_its_articles_and_only_news_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with site({"/1": page("open"), "/2": page("closed"), "/3": page("full")}) as served:
        served.pages["/feed"] = feed(served.url, 1, 2)
        assert look(served, path) == [("/1", "added"), ("/2", "added")]
        served.pages["/feed"] = feed(served.url, 1, 2, 3, etag='"2"')
        assert look(served, path) == [("/3", "added")]
        assert served.paths == ["/feed", "/1", "/2", "/feed", "/3"]
        asked = [headers.get("If-None-Match") for name, headers in served.asked if name == "/feed"]
        assert asked == [None, '"1"']


@pytest.mark.slow
@pytest.mark.usefixtures("quay")
def test_a_feed_that_did_not_change_is_no_news(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with site({"/1": page("open")}) as served:
        served.pages["/feed"] = [feed(served.url, 1), Page(status=304)]
        look(served, path)
        assert look(served, path) == []


@pytest.mark.slow
@pytest.mark.usefixtures("quay")
def test_an_article_is_asked_for_again_after_a_day(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with site({}) as served:
        served.pages |= {"/feed": feed(served.url, 1), "/1": [page("open"), page("closed")]}
        look(served, path)
        with closing(store.create(path)) as db:
            db.execute("update fetches set fetched_at = '2024-01-01T00:00:00+00:00'")
            db.conn.commit()
        assert look(served, path) == [("/1", "updated")]


@pytest.mark.usefixtures("quay")
def test_a_page_that_fails_is_kept_among_the_rejects_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with site({"/2": page("closed")}) as served:
        served.pages["/feed"] = feed(served.url, 1, 2)
        assert look(served, path) == [("/1", "failed"), ("/2", "added")]
        with closing(store.open(path)) as connection:
            assert run_log.fetched(connection, f"{served.url}/1") is None
            (origin,) = connection.execute("select origin from rejects").fetchone()
        assert origin == f"{served.url}/1"


@pytest.mark.slow
@pytest.mark.usefixtures("quay")
def test_a_page_that_failed_is_asked_for_again_though_the_feed_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with site({}) as served:
        served.pages |= {"/1": [Page(status=503), page("open")], "/feed": feed(served.url, 1)}
        assert look(served, path) == [("/1", "failed")]
        assert look(served, path) == [("/1", "added")]
        served.pages["/feed"] = Page(status=304)
        assert look(served, path) == []
        assert [headers.get("If-None-Match") for name, headers in served.asked if name == "/feed"] == [
            None,
            None,
            '"1"',
        ]


@pytest.mark.slow
def test_a_look_that_breaks_off_is_made_good(tmp_path: Path, quay: Path) -> None:
    path = tmp_path / "quotes.db"
    with site({"/1": page("open"), "/2": page("closed")}) as served:
        served.pages["/feed"] = feed(served.url, 1, 2)
        with closing(store.create(path)) as db, Fetcher(allow_private=True, limits=QUICK) as fetcher:
            units = watcher.news(db, f"{served.url}/feed", Task({}), fetcher, {})
            next(ingest.ingest(db, units, Task({}, known=path, extraction="test"), together=1))
        assert look(served, path) == [("/1", "unchanged"), ("/2", "added")]


@pytest.mark.slow
def test_a_folder_is_read_for_what_is_new(quay: Path, run: Run) -> None:
    result = run("watch", ".", "--once")
    assert (result.exit_code, result.stdout.count("1 article (1 added)")) == (0, 1)
    assert run("watch", ".", "--once").stdout == ""
    Path("empty.txt").touch()
    assert run("watch", ".", "--once").exit_code == 1


@pytest.mark.parametrize("every", ["soon", "0s", "1", "-1h", "1.5h"])
def test_a_time_that_is_none(quay: Path, run: Run, every: str) -> None:
    result = run("watch", ".", "--every", every)
    assert (result.exit_code, "is not a time such as" in result.stderr) == (2, True)


def test_an_address_is_not_looked_at_all_the_time(quay: Path, run: Run) -> None:
    assert run("watch", "https://news.example/feed", "--every", "5s").exit_code == 2


@pytest.mark.slow
def test_it_goes_on_until_ctrl_c(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    command = [str(Path(sys.executable).with_name("quotes")), "watch", "in", "--every", "1s"]
    started = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert started.stdout is not None
    for number in range(2):
        time.sleep(0.1)
        (tmp_path / "in" / f"{number}.txt").write_text(QUAY + str(number))
        assert "1 article (1 added)" in started.stdout.readline()
    os.kill(started.pid, signal.SIGINT)
    output, _ = started.communicate(timeout=30)
    assert (started.returncode, output) == (0, "")
