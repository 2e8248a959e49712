"""A site is asked no faster than it likes, and only for what its robots.txt gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.http import Fetcher, Limits
from quotes.http import robots as robots_txt
from quotes.http.robots import Pace, Robots, seconds_of
from tests.web import STORY, Page, Site, hurried, reason, refused, site


class Clock:
    """Stands for the module `time`: nobody waits, and the waits are kept."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(robots_txt, "time", clock)
    return clock


@pytest.fixture
def web() -> Iterator[Site]:
    with site({"/a": STORY, "/b": STORY, "/private/a": STORY}) as web:
        yield web


def robots(text: str) -> Page:
    return Page(text.encode())


def test_a_host_is_asked_once_a_second_and_others_at_once(clock: Clock) -> None:
    pace = Pace(interval=1.0, patience=60.0)
    for host in ("a.example", "b.example", "a.example"):
        pace.wait(host)
    assert clock.waits == [1.0]
    clock.now += 0.25
    pace.wait("a.example")
    assert clock.waits == [1.0, 0.75]
    clock.now += 5
    pace.wait("a.example")
    assert clock.waits == [1.0, 0.75]


@pytest.mark.parametrize(("delay", "wait"), [(0.2, 1.0), (7.0, 7.0), (86400.0, 60.0)])
def test_a_longer_delay_is_honoured_within_reason(clock: Clock, delay: float, wait: float) -> None:
    pace = Pace(interval=1.0, patience=60.0)
    pace.wait("a.example", delay)
    pace.wait("a.example", delay)
    assert clock.waits == [wait]


def test_robots_txt_and_pages_are_asked_for_a_second_apart(clock: Clock, web: Site) -> None:
    with Fetcher(allow_private=True) as fetcher:
        fetcher.fetch(f"{web.url}/a")
        fetcher.fetch(f"{web.url}/b")
    assert [path for path, _ in web.asked] == ["/robots.txt", "/a", "/b"]
    assert len(clock.waits) == 2
    assert all(0 < wait <= 1 for wait in clock.waits)


def test_crawl_delay(clock: Clock, web: Site) -> None:
    web.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 9\n")
    with Fetcher(allow_private=True) as fetcher:
        fetcher.fetch(f"{web.url}/a")
        fetcher.fetch(f"{web.url}/b")
    assert clock.waits == pytest.approx([1, 9])


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /private/\n",
        "\ufeffUser-agent: quotes\nDisallow: /private\n\nUser-agent: *\nDisallow:\n",
        "User-Agent: QUOTES\r\nUser-agent: another\r\nDisallow: /*/a$\r\n",
        "User-agent: *\nDisallow: /\nAllow: /a\n",
    ],
)
def test_what_robots_txt_forbids_is_not_fetched(web: Site, text: str) -> None:
    web.pages["/robots.txt"] = robots(text)
    with hurried() as fetcher:
        assert fetcher.fetch(f"{web.url}/a")
        said = refused(fetcher, f"{web.url}/private/a")
    assert said == "is not fetched: robots.txt of 127.0.0.1 forbids it"
    assert web.paths == ["/a"]


def test_rules_for_others_are_not_ours(web: Site) -> None:
    web.pages["/robots.txt"] = robots("User-agent: news\nUser-agent: quotes-for-all\nDisallow: /\n")
    with hurried() as fetcher:
        assert fetcher.fetch(f"{web.url}/a")


def test_a_redirect_into_what_is_forbidden_is_not_followed(web: Site) -> None:
    web.pages["/robots.txt"] = robots("User-agent: *\nDisallow: /private/\n")
    web.pages["/a"] = Page(status=302, headers={"Location": "/private/a"})
    assert "forbids it" in reason(f"{web.url}/a")
    assert web.paths == ["/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_robots_txt_all_is_allowed(web: Site, status: int) -> None:
    web.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /\n", status=status)
    with hurried() as fetcher:
        assert fetcher.fetch(f"{web.url}/a")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_with_a_robots_txt_that_cannot_be_read_nothing_is(web: Site, status: int) -> None:
    web.pages["/robots.txt"] = Page(status=status)
    with hurried() as fetcher:
        said = refused(fetcher, f"{web.url}/a")
        assert said.startswith(f"is not fetched: robots.txt of 127.0.0.1 answered {status}")
        assert refused(fetcher, f"{web.url}/b") == said
    assert [path for path, _ in web.asked] == ["/robots.txt"]


def test_redirects_of_robots_txt_are_followed(web: Site) -> None:
    web.pages["/robots.txt"] = Page(status=301, headers={"Location": "/rules"})
    web.pages["/rules"] = robots("User-agent: *\nDisallow: /a\n")
    assert "forbids it" in reason(f"{web.url}/a")


def test_robots_txt_is_asked_for_once_a_day(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from quotes.http import client as module

    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    with hurried(seconds=1e9) as fetcher:
        for _ in range(3):
            fetcher.fetch(f"{web.url}/a")
        assert [path for path, _ in web.asked].count("/robots.txt") == 1
        clock.now += 24 * 60 * 60 + 1
        fetcher.fetch(f"{web.url}/a")
        assert [path for path, _ in web.asked].count("/robots.txt") == 2


def test_only_the_start_of_a_huge_robots_txt_is_read(web: Site) -> None:
    rules = "User-agent: *\nDisallow: /private/\n"
    web.pages["/robots.txt"] = robots(rules + "# filler\n" * 60_000 + "Disallow: /a\n")
    with hurried() as fetcher:
        assert fetcher.fetch(f"{web.url}/a")
        assert "forbids it" in refused(fetcher, f"{web.url}/private/a")


@pytest.mark.slow
def test_a_robots_txt_with_thousands_of_agents_and_rules_is_read() -> None:
    agents = "".join(f"User-agent: a{n}\n" for n in range(10_000))
    rules = Robots((agents + "User-agent: *\n" + "Disallow: /x\n" * 15_000).encode())
    assert rules.allow("http://paper.example/a")
    assert not rules.allow("http://paper.example/x")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"<html>Not found</html>", b"Disallow: /\n", b"\x00" * 1000])
def test_a_robots_txt_that_is_none_forbids_nothing(data: bytes) -> None:
    rules = Robots(data)
    assert rules.allow("http://paper.example/a")
    assert rules.delay == 0


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_is_honoured_and_the_page_asked_for_again(clock: Clock, web: Site, status: int) -> None:
    web.pages["/a"] = [Page(status=status, headers={"Retry-After": "30"}), STORY]
    with hurried() as fetcher:
        assert fetcher.fetch(f"{web.url}/a")
    assert clock.waits == pytest.approx([30])


def test_a_page_is_asked_for_again_only_once(clock: Clock, web: Site) -> None:
    web.pages["/a"] = Page(status=429, headers={"Retry-After": "1"})
    assert reason(f"{web.url}/a") == "answered 429 Too Many Requests: there were too many requests; try again later"
    assert web.paths == ["/a", "/a"]


def test_a_long_wait_is_honoured_by_leaving_the_host_alone(clock: Clock, web: Site) -> None:
    web.pages["/a"] = Page(status=429, headers={"Retry-After": "3600"})
    with hurried() as fetcher:
        said = refused(fetcher, f"{web.url}/a")
        assert said.startswith("may not be fetched before ")
        assert refused(fetcher, f"{web.url}/b").startswith("may not be fetched before ")
        assert clock.waits == []
        clock.now += 3601
        assert fetcher.fetch(f"{web.url}/b")
    assert web.paths == ["/a", "/b"]


def test_without_a_time_to_wait_the_page_is_not_asked_for_again(web: Site) -> None:
    web.pages["/a"] = [Page(status=503), STORY]
    assert "503" in reason(f"{web.url}/a")


def test_retry_after_is_seconds_or_a_date() -> None:
    assert seconds_of("120") == 120
    later = seconds_of(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert later == pytest.approx(3600, abs=60)
    assert seconds_of("Wed, 23 Oct 2024 10:00:00 GMT") == 0
    assert [seconds_of(text) for text in ("", "soon", "-5", "1.5", "9" * 400)] == [None] * 5


@given(st.text())
def test_whatever_retry_after_says_is_a_time_or_nothing(text: str) -> None:
    seconds = seconds_of(text)
    assert seconds is None or seconds >= 0


def test_limits_are_what_the_documentation_says() -> None:
    assert Limits() == Limits(largest=20_000_000, silence=15.0, seconds=60.0, redirects=5, interval=1.0, patience=60.0)
