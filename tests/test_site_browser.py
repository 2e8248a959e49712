"""The site in a real browser: no error, usable by keyboard and screen reader, by day and by night."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from quotes import store
from quotes.ids import article_key
from quotes.model import Article, Kind, Polarity
from quotes.names import keys_of
from quotes.site.text_fragments import link_to_words
from quotes.store import corrections
from quotes.text.paragraphs import paragraphs
from tests.builders import (
    CRANES,
    CRANES_QUOTATIONS,
    HARBOUR,
    HARBOUR_QUOTATIONS,
    OKAFOR,
    fill,
    person,
    plain,
    quotation,
)
from tests.chromium import chromium
from tests.site import id_of, id_of_text
from tests.test_partly_exact import DISGRACE, FOUND, LEDGERS
from tests.test_site_second_hand import TOLD, VAULT

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # the rules in WCAG that look at colours


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With what makes pages long: a reprint, another wording, an article that changed, corrections."""
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    with fill(path) as db:
        known = "We have no money left, and the cranes are not safe"
        for words in (known, known.removesuffix(" not safe")):
            source = f"{len(words)}.txt"
            store.ingest(db, *plain(words, OKAFOR, published="2031-02-05", outlet="Tides Weekly", source=source))
        edited = replace(HARBOUR, text=HARBOUR.text.replace("“painful”", "“very painful”"))
        kept = [quotation(edited, each.text, kind=each.kind, by=each.speakers) for each in HARBOUR_QUOTATIONS[:2]]
        store.ingest(db, edited, kept)
        store.ingest(db, HARBOUR, HARBOUR_QUOTATIONS)
        gone = replace(CRANES, text=CRANES.text.replace("is dead", "is alive"))
        store.ingest(db, gone, CRANES_QUOTATIONS[:-1])
        corrections.attribute(
            db, id_of(path, "It will reopen"), "ines-okafor", who="an editor", note="the note was hers"
        )
        apart = (keys_of(name)[0] for name in ("Ines Okafor", "Ruth Achterberg"))
        corrections.decide_pair(db, "different", *apart, who="an editor")
        corrections.link(db, "ines-okafor", "Q42", who="an editor")
        denied = replace(DISGRACE, polarity=Polarity.DENIED, confidence=0.7)
        store.ingest(db, replace(LEDGERS, published=None), [denied, *FOUND[1:]])
        store.ingest(db, replace(VAULT, published=None), [TOLD])
    return path


@pytest.fixture(scope="module")
def address(database: Path) -> Iterator[str]:
    with serving(database) as found:
        yield found


@contextmanager
def serving(database: Path, *options: str) -> Iterator[str]:
    """The site as a process of its own."""
    program = [sys.executable, "-c", "from quotes.cli import app; app()"]
    command = [*program, "serve", "--db", str(database), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    found = re.search(r"http://\S+(?=/)", process.stdout.readline())
    try:
        assert found
        yield found[0]
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A tab, 1280 pixels wide, that must end without an error in its console."""
    with tab(browser, address) as opened:
        yield opened


@contextmanager
def tab(browser: Browser, address: str, *, width: int = 1280, night: bool = False) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 900}, color_scheme="dark" if night else "light"
    )
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def every_page(database: Path) -> list[str]:
    kinds: tuple[str, ...] = ("and the cranes are not safe,", "is dead")
    kinds += ("I won’t close it", "painful", "Work on the cranes", "It will reopen", "Quite so,")
    return [
        "/",
        "/search",
        "/search?q=crews",
        "/search?q=crew",
        "/search?q=cranes+zebra+crew",
        "/search?q=zebra",
        "/search?q=crnaes",
        "/search?q=cranes&speaker=ines-okafor&compare=2031",
        "/speakers",
        "/speakers?letter=i&kind=person",
        "/about",
        "/check",
        "/disagreements",
        "/speakers/ines-okafor",
        "/speakers/ines-okafor?kind=exact&date=2031-02&sort=oldest",
        f"/q/{id_of(database, kinds[0])}/printings",
        "/articles",
        f"/articles/{article_key(CRANES)}",
        f"/articles/{article_key(CRANES)}/versions/1",
        f"/articles/{article_key(CRANES)}/versions/2",
        *(f"/q/{id_of(database, words)}" for words in kinds),
        "/search?polarity=denied",
        "/search?q=audit",
        "/speakers/ada-byrd",
        *(f"/q/{id_of(database, words)}" for words in (DISGRACE.text, "I kept copies", TOLD.text)),
        *(f"/q/{id_of(database, words)}/embed" for words in (DISGRACE.text, "is dead")),
    ]


def check_accessibility(page: Page, rules: list[str] = WCAG) -> None:
    """rules: names of rules, or the tags of several."""
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_is_accessible_fits_and_has_no_error(
    browser: Browser, address: str, database: Path, width: int
) -> None:
    with tab(browser, address, width=width) as page:
        for path in every_page(database):
            page.emulate_media(color_scheme="light")
            page.goto(path)
            check_accessibility(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.evaluate("getComputedStyle(document.body).margin") == "0px", "the style sheet was not read"
            page.emulate_media(color_scheme="dark")
            check_accessibility(page, OF_COLOURS)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_word_that_never_ends_does_not_widen_a_phone(browser: Browser, tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    endless = "Donaudampfschifffahrtsgesellschaft" * 5
    said = person(f"Bo {endless}", role=f"head of {endless}")
    article, quotations = plain(f"{endless} is here", said, title=endless, outlet=endless, byline=endless)
    with fill(
        database, [(article, quotations), plain(f"{endless} is here", said, source="reprint.txt", title="Again")]
    ) as db:
        corrections.describe(db, article_key(article), {"outlet": f"The {endless}"}, who=endless, note=endless)
        store.ingest(db, replace(article, text=f"{article.text} {endless}"), quotations)
    paths = ["/", "/search?q=here", f"/search?q={endless}x", "/speakers", "/articles"]
    with serving(database) as address, tab(browser, address, width=390) as page:
        for path in paths[:]:
            page.goto(path)
            links = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
            paths += [link for link in links if re.match("/(q|speakers|articles)/", link)]
        for path in [*dict.fromkeys(paths), f"/articles/{article_key(article)}/versions/2"]:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert len(set(paths)) > 8


@pytest.mark.parametrize("width", [390, 1280])
def test_checking_a_draft(browser: Browser, address: str, width: int) -> None:
    draft = "“The cranes are safe,” said Ines Okafor.\n\n“We have no money left,” said Ruth Achterberg. " + "x" * 200
    with tab(browser, address, width=width) as page:
        page.goto("/check")
        page.get_by_label("The text of the draft").fill(draft)
        page.get_by_role("button", name="Check", exact=True).click()
        expect(page.get_by_role("heading", name="2 quotations")).to_be_visible(timeout=60_000)
        page.get_by_text("The findings as Markdown", exact=True).click()
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.emulate_media(color_scheme="dark")
        check_accessibility(page, OF_COLOURS)
        page.locator("sup a").last.click()
        expect(page).to_have_url(re.compile("/check#finding-2$"))


@pytest.mark.parametrize("width", [390, 1280])
def test_disagreements(browser: Browser, tmp_path: Path, width: int) -> None:
    said = "The council will not close the bridge before the winter, whatever it may cost the town"
    words = [(said, "2031-05-10"), (said.replace(" not", ""), "2031-05-11")]
    articles = [plain(text, OKAFOR, published=day, source=day) for text, day in words]
    fill(tmp_path / "quotes.db", articles).close()
    with serving(tmp_path / "quotes.db") as address, tab(browser, address, width=width) as page:
        page.goto("/about")
        page.get_by_role("link", name="disagree with each other").click()
        expect(page.get_by_role("heading", name="Disagreements")).to_be_visible()
        if page.get_by_text("Load this page again").is_visible():  # on a busy machine
            page.wait_for_timeout(5000)
            page.reload()
        expect(page.get_by_role("heading", name="1 disagreement")).to_be_visible()
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.emulate_media(color_scheme="dark")
        check_accessibility(page, OF_COLOURS)


def test_copying_findings_as_markdown(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/check")
    page.get_by_label("The text of the draft").fill("“We have no money left,” said Ines Okafor.")
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("button", name="Copy as Markdown").click(timeout=60_000)
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("# Check of draft")
    context.close()


@pytest.mark.parametrize("path", ["/nowhere", "/q/none", "/search?q=-x"])
def test_errors_are_accessible_too(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto(path)
    check_accessibility(page)
    context.close()


def test_night_is_dark_and_day_is_light(browser: Browser, address: str) -> None:
    shades = []
    for night in (False, True):
        with tab(browser, address, night=night) as page:
            page.goto("/")
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            shades.append(sum(map(int, re.findall(r"\d+", colour)[:3])) / 3)
    day, night_shade = shades
    assert day > 230
    assert night_shade < 50


def test_from_search_to_citation_by_keyboard_alone(page: Page, database: Path) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "q")
    page.keyboard.type('"no plan"')
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=%22no\+plan%22$"))
    expect(page.locator("mark")).to_have_text("no plan")
    words = page.locator("a.words")
    for _ in range(30):
        page.keyboard.press("Tab")
        if words.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/q/{id_of(database, 'no plan B')}$"))
    expect(page.get_by_text("A senior official at the ministry: [partial quotation] “no plan B.”")).to_be_visible()


def test_focus_is_seen(page: Page) -> None:
    page.goto("/speakers")
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_one_click_selects_the_citation(page: Page, database: Path) -> None:
    page.goto(f"/q/{id_of(database, 'painful')}")
    page.locator(".citation").first.click()
    selected = page.evaluate("getSelection().toString()")
    assert selected.startswith("Ines Okafor, harbour master: [partial quotation] “painful.” In: Jo Marsh")
    assert selected.endswith(page.url)


def test_copying_a_citation(browser: Browser, address: str, database: Path) -> None:
    context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/search?q=painful")
    page.locator("a.words").first.click()
    for name, expected in [("Plain text, AP style", "Ines Okafor, harbour master: ["), ("RIS", "TY  - NEWS\nAU  - ")]:
        if name != "Plain text, AP style":
            page.get_by_text(name, exact=True).click()
        part = page.locator("details", has=page.get_by_text(name, exact=True))
        part.get_by_role("button", name="Copy").click()
        expect(part.get_by_role("status")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.replace("\r\n", "\n").startswith(expected)
    context.close()


def test_without_permission_the_citation_is_selected(page: Page, database: Path) -> None:
    page.add_init_script("delete Clipboard.prototype.writeText")
    page.goto(f"/q/{id_of(database, 'painful')}")
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("status").first).to_have_text(re.compile("^Selected"))
    assert page.evaluate("getSelection().toString()").startswith("Ines Okafor, harbour master")


def test_without_scripts_everything_is_there(browser: Browser, address: str, database: Path) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/q/{id_of(database, 'painful')}")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    page.get_by_text("BibTeX", exact=True).click()
    expect(page.get_by_text("@online{")).to_be_visible()
    context.close()


def test_narrowing_a_search_and_widening_it_again(page: Page) -> None:
    page.goto("/search?q=cranes")
    page.get_by_role("link", name="Paraphrases").click()
    expect(page.get_by_role("heading", name="1 result")).to_be_visible()
    page.get_by_role("link", name="Paraphrases remove").click()
    expect(page.get_by_role("link", name="Paraphrases")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/search\?q=cranes$"))


def test_a_month_of_the_timeline_leads_to_its_quotations(page: Page) -> None:
    page.goto("/speakers/ines-okafor")
    page.get_by_role("link", name="February 2031").click()
    expect(page).to_have_url(re.compile(r"/speakers/ines-okafor\?date=2031-02$"))
    expect(page.get_by_role("heading", name="In their own words 4")).to_be_visible()
    page.get_by_role("link", name="February 2031 remove").click()
    expect(page).to_have_url(re.compile(r"/speakers/ines-okafor$"))


def test_the_timeline_works_by_keyboard_and_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/speakers/ines-okafor")
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.locator(":focus").get_attribute("aria-label") or "")
        if reached[-1].startswith("2031: "):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?date=2031$"))
    expect(page.get_by_role("link", name="2031 remove")).to_be_visible()
    context.close()


def test_a_quotation_is_marked_in_its_article_below_two_lines(browser: Browser, address: str, database: Path) -> None:
    with tab(browser, address, width=390) as page:
        page.goto(f"/articles/{article_key(HARBOUR)}#q-{id_of(database, 'no plan B')}")
        words = page.get_by_role("link", name="no plan B")
        assert words.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
        top, line = words.evaluate("e => [e.getBoundingClientRect().top, parseFloat(getComputedStyle(e).lineHeight)]")
        assert top >= 2 * line


SCATTERED = Article(
    "The cranes, Ines Okafor told Ruth Achterberg, were “quite safe” and paid for. "
    "“They are not,” said Ruth Achterberg.\n\n“They are,” said Ines Okafor. “Prove it,” said Ruth Achterberg.",
    "scattered.txt",
)


def test_all_pieces_of_a_quotation_are_marked_in_its_article(browser: Browser, tmp_path: Path) -> None:
    okafor, achterberg = person("Ines Okafor"), person("Ruth Achterberg")
    pieces = ("The cranes", "were “quite safe” and paid for")
    found = [
        quotation(SCATTERED, *pieces, kind=Kind.PARAPHRASE, by=[okafor]),
        quotation(SCATTERED, "quite safe", kind=Kind.PARTIAL, by=[okafor]),
        quotation(SCATTERED, "They are not,", by=[achterberg]),
        quotation(SCATTERED, "They are,", by=[okafor]),
        quotation(SCATTERED, "Prove it,", by=[achterberg]),
    ]
    fill(tmp_path / "quotes.db", [(SCATTERED, found)]).close()

    def outlined(page: Page) -> list[str]:
        styles = "links => links.filter(e => getComputedStyle(e).outlineStyle == 'solid').map(e => e.textContent)"
        return list(page.locator(".line a").evaluate_all(styles))

    with serving(tmp_path / "quotes.db") as address, tab(browser, address) as page:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"/articles/{article_key(SCATTERED)}#q-{id_of(tmp_path / 'quotes.db', 'The cranes were')}")
            assert outlined(page) == ["The cranes", "were “", "quite safe", "” and paid for"]
            anchors = page.locator(".line span[id]").evaluate_all("anchors => anchors.map(e => e.id)")
            assert len(set(anchors)) == len(anchors) == len(found)
            assert page.locator(".line a:not([tabindex])").count() == len(found)
            check_accessibility(page)
        page.goto(f"/articles/{article_key(SCATTERED)}#q-{id_of_text(tmp_path / 'quotes.db', 'quite safe')}")
        assert outlined(page) == ["quite safe"]


def test_from_a_list_to_the_wordings_of_two_papers(page: Page, database: Path) -> None:
    page.goto("/speakers/ines-okafor")
    page.get_by_role("link", name=re.compile("^Printed in 2 articles, and in 1 other wording")).first.click()
    expect(page.get_by_role("heading", name="All printings")).to_be_visible()
    expect(page.get_by_text("First printed 4 February 2031 by The Ellery Courier")).to_be_visible()
    expect(page.get_by_text("Other wording", exact=True)).to_be_visible()


def test_every_field_of_the_search_works(page: Page) -> None:
    page.goto("/search")
    page.get_by_label("Speaker", exact=True).fill("okafor")
    page.get_by_label("Kind", exact=True).select_option("Paraphrases")
    page.get_by_label("From").fill("2031-03")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="1 result")).to_be_visible()
    expect(page.get_by_label("Kind", exact=True)).to_have_value("paraphrase")


def test_a_paraphrase_is_set_apart(page: Page) -> None:
    page.goto("/speakers/ines-okafor")
    exact = page.locator(".words-exact").first.evaluate("element => getComputedStyle(element).fontFamily")
    reported = page.locator(".words-reported").first.evaluate("element => getComputedStyle(element).fontFamily")
    assert exact.endswith("serif")
    assert not exact.endswith("sans-serif")
    assert reported.endswith("sans-serif")


def test_a_quotation_in_its_article_leads_to_its_page_and_back(page: Page, database: Path) -> None:
    id = id_of(database, "I won’t close it")
    page.goto(f"/articles/{article_key(CRANES)}")
    page.get_by_role("link", name="I won’t close it — ever!").click()
    expect(page).to_have_url(re.compile(f"/q/{id}$"))
    page.get_by_role("link", name="Cranes <first>, says harbour & union").click()
    expect(page).to_have_url(re.compile(f"#q-{id}$"))


SOURCE = "\n".join(
    [
        *(f"Paragraph {number} says nothing of note, and says it was “fine”." for number in range(60)),
        "“We – the well-known co-op, Smith & Sons – will build it,” she said. It was “fine”, too.",
        "“" + "Nobody could have foreseen how long this speech would turn out to be. " * 6,
        "“And it went on in the next paragraph.”",
        *(f"Paragraph {number} says nothing of note, and says it was “fine”." for number in range(60, 120)),
    ]
)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            "We – the well-known co-op, Smith & Sons – will build it,", id="whole, with signs that have a meaning"
        ),
        pytest.param("fine”, too", id="short, and elsewhere too"),
        pytest.param("this speech", id="short"),
        pytest.param(SOURCE[SOURCE.index("Nobody") : SOURCE.index("“And") - 2], id="long"),
        pytest.param(SOURCE[SOURCE.index("Nobody") : SOURCE.index("paragraph.”")], id="over two paragraphs"),
    ],
)
def test_link_to_the_source_scrolls_to_the_words(browser: Browser, tmp_path: Path, words: str) -> None:
    """On a page with one paragraph an element, as newspapers have them."""
    body = "".join(f"<p style='height: 4em'>{line.replace('&', '&amp;')}</p>" for line in SOURCE.splitlines())
    (tmp_path / "news.html").write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{body}", encoding="utf-8")
    article = Article(SOURCE, "news.html")
    (span,) = quotation(article, words).spans
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/news.html"
        link = link_to_words(url, SOURCE, [span], paragraphs(SOURCE))
        assert link
        page = browser.new_page(viewport={"width": 900, "height": 500})
        page.goto(link)
        page.wait_for_function("scrollY > 0", timeout=5000)
        words_at = page.locator("p", has_text=" ".join(words.split()[:2])).last if "fine" in words else None
        target = words_at or page.locator("p", has_text=words.split(".")[0][:40].strip()).first
        expect(target).to_be_in_viewport()
        page.close()
        server.shutdown()


def test_datasette_s_own_pages_work_under_their_policy(page: Page) -> None:
    page.goto("/quotes/quotations?_facet=kind")
    page.locator("th.col-kind .dropdown-menu-icon").click()
    page.get_by_role("link", name="Sort descending").click()
    expect(page).to_have_url(re.compile("_sort_desc=kind"))
    page.locator(".facet-results").get_by_role("link", name="paraphrase").first.click()
    expect(page).to_have_url(re.compile("kind=paraphrase"))
    page.goto("/quotes?sql=select+name+from+speakers")
    expect(page.locator(".CodeMirror-code, .cm-content")).to_contain_text("select name from speakers")
    page.locator("#sql-format").click()
    page.get_by_role("button", name="Run SQL").click()
    expect(page.locator("table.rows-and-columns")).to_contain_text("Ines Okafor")


@pytest.mark.parametrize("width", [390, 1280])
def test_datasette_s_own_pages_are_accessible(browser: Browser, address: str, width: int) -> None:
    paths = ["/quotes", "/quotes?sql=select+name+from+speakers", "/quotes/articles/1", "/quotes/speakers/1"]
    paths += ["/quotes/quotations?_facet=kind&_facet_size=2", "/quotes/quotations?_search=cranes&kind=direct"]
    paths += [f"/quotes/{table}" for table in ("articles", "speakers", "versions")]
    with tab(browser, address, width=width) as page:
        for path in paths:
            page.emulate_media(color_scheme="light")
            page.goto(path)
            # Axe fails on the component in which Datasette 1.0 searches its own pages.
            page.locator("navigation-search").evaluate_all("all => all.forEach((each) => each.remove())")
            check_accessibility(page)
            page.emulate_media(color_scheme="dark")
            check_accessibility(page, OF_COLOURS)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.locator("main, [role=main]").count() == 1
            assert page.get_by_role("heading", level=1).count() == 1


def test_cells_of_a_table_have_the_names_of_their_columns_on_a_phone(page: Page) -> None:
    page.goto("/quotes/quotations")
    columns = page.locator(".rows-and-columns th").evaluate_all("all => all.map(e => e.dataset.column)")
    page.set_viewport_size({"width": 390, "height": 900})
    labels = (
        page.locator(".rows-and-columns tbody tr")
        .first.locator("td")
        .evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content.slice(1, -1))")
    )
    assert len(columns) > 9
    assert labels == columns


@pytest.mark.parametrize("width", [390, 1280])
def test_an_editor_corrects_without_scripts(browser: Browser, tmp_path: Path, width: int) -> None:
    database = tmp_path / "quotes.db"
    unsure = [(article, [replace(found[0], confidence=0.5)]) for article, found in [plain("It is sold", OKAFOR)]]
    with fill(database, [*unsure, plain("It is safe", person("Ben Okonkwo", role="coach"))]):
        pass
    with serving(database, "--editor", "Night desk") as address:
        context = browser.new_context(
            base_url=address, java_script_enabled=False, viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        page.goto("/")
        page.get_by_role("link", name="Desk", exact=True).click()
        page.get_by_role("button", name="Speaker is right").click()
        expect(page.get_by_text("Night desk,")).to_be_visible()
        expect(page.get_by_text("Nothing to review.").first).to_be_visible()
        page.get_by_role("button", name="Undo: decision 1").click()
        page.get_by_role("link", name="Correct quotation 1 in another way").click()
        page.get_by_label("Said by (name or id)").fill("Ben Okonkwo")
        page.get_by_label("Note", exact=True).fill("heard on tape")
        page.get_by_role("button", name="Set the speaker").click()
        expect(page.get_by_text("heard on tape")).to_be_visible()
        page.get_by_label("Role of Ben Okonkwo").fill("mayor")
        page.get_by_role("button", name="Set the role").click()
        expect(page).to_have_url(re.compile("/speakers/ben-okonkwo$"))
        page.go_back()
        page.get_by_role("button", name="Withdraw the quotation").click()
        expect(page.get_by_text("this is not a quotation")).to_be_visible()
        context.close()
        with tab(browser, address, width=width) as opened:
            for path in ("/desk", f"/q/{id_of(database, 'It is safe')}"):
                opened.emulate_media(color_scheme="light")
                opened.goto(path)
                check_accessibility(opened)
                opened.emulate_media(color_scheme="dark")
                check_accessibility(opened, OF_COLOURS)
                assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_only_a_link_to_a_withdrawn_quotation_tells_of_it(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path) as db:
        id = id_of(path, "painful")
        corrections.withdraw(db, id, "misquoted", who="an editor")
    with serving(path) as address, tab(browser, address) as page:
        page.goto(f"/articles/{article_key(HARBOUR)}")
        expect(page.locator(".former")).to_be_hidden()
        page.goto(f"/articles/{article_key(HARBOUR)}#q-{id}")
        expect(page.locator(".former")).to_be_in_viewport()
        expect(page.locator(".former")).to_contain_text("misquoted")
        check_accessibility(page)
