"""Twelve tasks of a journalist in a real browser, each from the front page in at most three steps.

A step is a field that is filled in, or a link, button or summary that is activated. Each task is done with the pointer
on a phone, and with the keyboard alone on a desktop. With QUOTES_PICTURES=FOLDER, the last page of each is saved there.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from quotes import store
from quotes.model import Article, Kind, Polarity
from tests.builders import ALL, OKAFOR, fill, person, plain, quotation
from tests.chromium import chromium
from tests.test_site_browser import OF_COLOURS, check_accessibility, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST = 3  # steps
TABS = 200  # until something has the focus
KNOWN = "We have no money left, and the cranes are not safe"
DENIAL = Article("Ines Okafor denied that the cranes were sold.", "sale.txt", "A sale?", published="2031-04-02")
DENIED = quotation(
    DENIAL,
    "the cranes were sold",
    kind=Kind.PARAPHRASE,
    by=[OKAFOR],
    cue="denied",
    polarity=Polarity.DENIED,
    statement=("denied that the cranes were sold",),
)
MINISTER = person("Olga Sorokina", "Sorokina", role="Russian foreign minister")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a reprint, another wording, a denial, and officials of a country in two months."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    tides = {"outlet": "Tides Weekly", "published": "2031-02-05"}
    with fill(path, ALL) as db:
        store.ingest(db, *plain(KNOWN, OKAFOR, **tides, source="a.txt", title="No money for the harbour"))
        near = KNOWN.replace("not safe", "no longer safe")
        store.ingest(db, *plain(near, OKAFOR, published="2031-02-06", outlet="The Quay", title="Harbour in need"))
        for month, words in (("09", "The sanctions hurt nobody"), ("10", "The sanctions are a mistake of the West")):
            store.ingest(db, *plain(words, MINISTER, published=f"2030-{month}-12", title=f"Sanctions in month {month}"))
        store.ingest(db, DENIAL, [DENIED])
    with serving(path) as found:
        yield found


@dataclass
class Journalist:
    """Somebody at the front page. keyboard: whether they have no pointer. steps: how many they took."""

    page: Page
    keyboard: bool
    steps: int = 0

    def opens(self, target: Locator) -> None:
        """Activate a link, a button or a summary."""
        self.steps += 1
        if self.keyboard:
            self._reach(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def types(self, words: str) -> None:
        """Fill in the search field of the page."""
        self.steps += 1
        field = self.page.get_by_role("searchbox")
        if self.keyboard:
            self._reach(field)
            self.page.keyboard.type(words)
        else:
            field.fill(words)

    def searches(self, words: str) -> None:
        """Fill in the search field of the page, and send it."""
        self.types(words)
        self.opens(self.page.get_by_role("button", name="Search", exact=True))
        self.page.wait_for_url(re.compile(r"/search\?"))

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=name).first

    def words(self, words: str) -> Locator:
        """The link of a quotation in a list."""
        return self.page.locator("a.words", has_text=words).first

    def _reach(self, target: Locator) -> None:
        for _ in range(TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {target}")


def what_somebody_said_about_something(who: Journalist) -> None:
    who.searches("speaker:okafor cranes")
    expect(who.page.get_by_role("heading", name="4 results")).to_be_visible()
    for name in who.page.locator("ol.quotations .name").all_inner_texts():
        assert name == "Ines Okafor"
    expect(who.page.locator("mark").first).to_have_text("cranes")


def who_said_a_phrase_that_is_half_remembered(who: Journalist) -> None:
    who.searches('"no money and the crains are unsafe"')
    expect(who.page.get_by_role("heading", name="Nothing found")).to_be_visible()
    expect(who.page.get_by_role("heading", name="Nearest quotations")).to_be_visible()
    who.opens(who.words("We have no money left"))
    expect(who.page.locator(".attribution")).to_contain_text("Ines Okafor, harbour master")


def everything_of_somebody_as_a_spreadsheet(who: Journalist) -> None:
    who.opens(who.link("Ines Okafor"))
    with who.page.expect_download() as download:
        who.opens(who.link("CSV"))
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf"), "Excel reads it as UTF-8"
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert {"2031-02-04", "2031-02-05", "2031-03-11", "2031-04-02"} <= {row["article_published"][:10] for row in rows}
    assert all(row["sentence"] and row["permalink"] for row in rows)


def a_citation_in_three_styles(who: Journalist) -> None:
    """Each of the styles takes two or three steps: the quotation, the style, Copy."""
    who.opens(who.words("The café on the quay stays open"))
    before, most = who.steps, 0
    for style, beginning in (
        ("Plain text, AP style", "Ines Okafor, harbour mistress: “The café on the quay stays open.”"),
        ("Chicago", "“Cranes <first>, Says Harbour"),
        ("Markdown", "> “The café on the quay stays open,”"),
    ):
        who.steps = before
        part = who.page.locator("details", has=who.page.get_by_text(style, exact=True))
        if part.get_attribute("open") is None:
            who.opens(part.locator("summary"))
        who.opens(part.get_by_role("button", name="Copy"))
        expect(part.get_by_role("status")).to_have_text("Copied")
        copied = who.page.evaluate("navigator.clipboard.readText()")
        assert beginning.lower() in copied.lower(), copied
        most = max(most, who.steps)
    who.steps = most


def whether_it_is_verbatim(who: Journalist) -> None:
    who.searches("cranes speaker:okafor")
    listed = who.page.locator("ol.quotations > li")
    for words, label in (
        ("We have no money left", None),
        ("Work on the cranes could start", "Paraphrase: reported speech, not exact words"),
        ("denied that the cranes were sold", "Denied: the speaker denied, disputed or rejected it"),
    ):
        labels = listed.filter(has_text=words).first.locator(".label")
        if label is None:
            expect(labels).to_have_count(0)
        else:
            expect(labels.first).to_contain_text(label)


def who_else_printed_it(who: Journalist) -> None:
    who.searches('"no money left"')
    who.opens(who.link(re.compile("^Printed in 2 articles")))
    expect(who.page.get_by_role("heading", name="All printings")).to_be_visible()
    expect(who.page.get_by_text("First printed 4 February 2031 by The Ellery Courier")).to_be_visible()
    expect(who.page.get_by_role("main").get_by_text("Tides Weekly").first).to_be_visible()


def its_context_and_source(who: Journalist) -> None:
    who.searches("painful")
    who.opens(who.link("Port Ellery harbour to close"))
    words = who.page.get_by_role("link", name="painful")
    expect(words).to_be_in_viewport()
    assert words.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    expect(who.page.get_by_text("Nobody asked the crews")).to_be_visible()
    source = who.link(re.compile("original|source", re.IGNORECASE)).get_attribute("href")
    assert (source or "").startswith("https://www.ellery-courier.example/news/harbour")


def a_subscription(who: Journalist) -> None:
    who.searches("cranes")
    feed = who.link("Feed")
    url = who.page.evaluate("element => element.href", feed.element_handle())
    assert who.page.locator('link[rel="alternate"][type="application/atom+xml"]').get_attribute("href") in url
    answer = who.page.request.get(url)
    who.steps += 1  # a browser has no page for a feed: the link is copied into a reader
    found = ElementTree.fromstring(answer.body())
    assert len(found.findall("{http://www.w3.org/2005/Atom}entry")) >= 3


def an_embedded_quotation(who: Journalist) -> None:
    who.opens(who.words("The café on the quay"))
    part = who.page.locator("details", has=who.page.get_by_text("Embed", exact=True))
    who.opens(part.locator("summary"))
    who.opens(part.get_by_role("button", name="Copy"))
    expect(part.get_by_role("status")).to_have_text("Copied")
    embedded = who.page.evaluate("navigator.clipboard.readText()")
    with elsewhere(f"<!DOCTYPE html><title>A blog</title><h1>A blog</h1>{embedded}") as url:
        blog = who.page.context.new_page()
        blog.goto(url)
        expect(blog.frame_locator("iframe").get_by_text("The café on the quay stays open")).to_be_visible()
        blog.close()


def officials_of_a_country_on_a_topic_in_a_month(who: Journalist) -> None:
    who.searches("country:russia sanctions from:2030-10 to:2030-10")
    expect(who.page.get_by_role("heading", name="1 result")).to_be_visible()
    expect(who.words("The sanctions are a mistake of the West")).to_be_visible()
    expect(who.page.get_by_text("2 articles without a date are left out.")).to_be_visible()


def somebody_over_time(who: Journalist) -> None:
    who.opens(who.link("Ines Okafor"))
    who.opens(who.link(re.compile("^March 2031: ")))
    expect(who.page).to_have_url(re.compile(r"\?date=2031-03$"))
    expect(who.words("The café on the quay stays open")).to_be_visible()
    expect(who.words(KNOWN)).to_have_count(0)


def two_wordings_of_one_statement(who: Journalist) -> None:
    who.searches('"no money left"')
    who.opens(who.link(re.compile("and in 1 other wording")))
    expect(who.page.get_by_text("Other wording", exact=True)).to_be_visible()
    expect(who.page.locator("ol ins")).to_have_text(["no longer "])
    expect(who.page.locator("ol del")).to_have_text(["not "])


TASKS: list[Callable[[Journalist], None]] = [
    what_somebody_said_about_something,
    who_said_a_phrase_that_is_half_remembered,
    everything_of_somebody_as_a_spreadsheet,
    a_citation_in_three_styles,
    whether_it_is_verbatim,
    who_else_printed_it,
    its_context_and_source,
    a_subscription,
    an_embedded_quotation,
    officials_of_a_country_on_a_topic_in_a_month,
    somebody_over_time,
    two_wordings_of_one_statement,
]


@contextmanager
def elsewhere(page: str) -> Iterator[str]:
    """Another site, with one page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("task", [pytest.param(task, id=task.__name__) for task in TASKS])
def test_a_task_takes_at_most_three_steps(
    browser: Browser, address: str, task: Callable[[Journalist], None], width: int, record_property: Callable[..., None]
) -> None:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/")
    who = Journalist(page, keyboard=width == 1280)
    task(who)
    record_property("steps", who.steps)
    assert 0 < who.steps <= MOST
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        check_accessibility(page) if scheme == "light" else check_accessibility(page, OF_COLOURS)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if folder := os.environ.get("QUOTES_PICTURES"):
            name = f"{TASKS.index(task) + 1:02}-{task.__name__}-{width}-{scheme}-{who.steps}-steps.png"
            page.screenshot(path=Path(folder) / name, full_page=width == 1280)
    context.close()
    assert said == []
