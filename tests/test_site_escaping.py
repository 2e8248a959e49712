"""Whatever stands in an article, a name, an address or a query, a page's markup stays ours."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quotes.ids import article_key, quotation_ids
from quotes.model import Article, Evidence, Kind, Quotation, Span, Speaker, Step
from quotes.site import card
from quotes.store import corrections
from tests.builders import fill
from tests.site import Get, linked_data, serve

NASTY = st.lists(
    st.sampled_from(
        [
            "<script>alert(1)</script>", "</script>", "<!--", "-->", "]]>", "<img src=x onerror=alert(1)>", '"', "'",
            "&", "&lt;", "&#x3c;", "<", ">", "`", "{{ 7*7 }}", "{% raw %}", "</title>", "</blockquote>", "<mark>",
            "\x02", "\x03", "\x00", "\u202e", "\u2066", "é", "“", "”", "é", "javascript:alert(1)", "\\", "%22", " ",
        ]
    ),
    max_size=6,
).map("".join)  # fmt: skip


class Structure(HTMLParser):
    """The elements of a page with the names of their attributes, and every address that it links to."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attributes)))
        self.links += [value or "" for name, value in attributes if name in ("href", "src", "action")]

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", ()))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.elements.append(("!", ()))


def an_archive(folder: Path, words: str) -> tuple[Get, list[str], str]:
    """A site whose every field holds `words`, the paths of all its pages, and the id of a quotation."""
    field = f"five words stand before this a{words}z"
    # Long enough to have a copy, whatever the words are.
    text = f"b{field}b said {field} c{field}c {' '.join(f'word{number}' for number in range(60))}"
    inner = Span(1, 1 + len(field))
    cue = Span(text.index(" said ") + 1, text.index(" said ") + 5)
    mention = Span(cue.end + 1, cue.end + 1 + len(field))
    speaker = Speaker(field, "organisation", (field, f"{field} two"), f"role {field}")
    quotations = [
        Quotation(Kind.DIRECT, (inner,), field, cue, mention, (speaker,), 0.9, Evidence(cast(Step, field), (mention,))),
        Quotation(Kind.PARAPHRASE, (Span(0, cue.start),), text[: cue.start], cue, mention, (speaker,), 0.9),
    ]
    linkable = "".join(each for each in words if each.isprintable() and each != " ")
    known: dict[str, Any] = dict.fromkeys(("source", "title", "byline", "outlet", "published"), field)
    article = Article(text=text, url=f"https://a.example/{linkable}", **known)
    linkless = Article(text=f"{text}!", source=field, url=f"javascript:{words}")
    edited = replace(article, text=f"{text} {field}")
    # Too long a text to count as a copy of the other.
    reprint = replace(article, url="https://a.example/reprint", text=f"{text} {' '.join(map(str, range(400)))}")
    nobody = [replace(each, speakers=()) for each in quotations]
    articles = [(article, quotations), (linkless, []), (edited, quotations), (reprint, nobody)]
    db = fill(folder / "quotes.db", articles)
    named = """
        select slug from speakers where id = (
            select speaker_id from speaker_names join articles a on a.id = article_id where a.uid = ?
        )
        """
    (slug,) = db.conn.execute(named, [article_key(article)]).fetchone()
    corrections.attribute(db, quotation_ids(article_key(article), quotations)[0], slug, who=field, note=field)
    db.conn.close()
    ids = quotation_ids(article_key(article), quotations)
    pages = ["/", "/speakers", f"/speakers/{slug}", "/articles", *(f"/q/{id}" for id in ids)]
    pages += [f"/articles/{article_key(each)}" for each in (article, linkless)]
    pages += [f"/articles/{article_key(article)}/versions/{number}" for number in (1, 2)]
    pages += ["/search?kind=direct", "/search?kind=paraphrase&sort=oldest"]
    return serve(folder / "quotes.db"), pages, ids[0]


@pytest.fixture(autouse=True, scope="module")
def pictures() -> Iterator[None]:
    """Every page has the tags of a picture, also where the words cannot be drawn."""
    with patch.object(card, "is_drawable", lambda _: True):
        yield


@cache
def structure_of_plain_pages() -> list[Structure]:
    with tempfile.TemporaryDirectory() as folder:
        get, paths, _ = an_archive(Path(folder), "x")
        return [Structure(get(path).text) for path in paths]


@pytest.mark.slow
@given(NASTY)
@example("<script>alert(1)</script>")
@example('" onmouseover="alert(1)')
@example("</script><script>alert(1)</script>")
@settings(max_examples=20, deadline=None)
def test_markup_in_the_archive_stays_text(words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        get, paths, id = an_archive(Path(folder), words)
        for path, expected in zip(paths, structure_of_plain_pages(), strict=True):
            page = Structure(get(path).text)
            # What a search finds stands in the order of ids.
            order = sorted if path.startswith("/search") else list
            assert order(page.elements) == order(expected.elements), path
            for link in page.links:
                assert link.startswith(("#", "/", "http://localhost/", "https://a.example/")), link
            assert " ".join(f"a{words}z".split()) in " ".join(page.words.split()), path
        assert linked_data(get(f"/q/{id}"))["creator"]["name"].endswith(" ".join(f" a{words}z".split()))


@pytest.mark.slow
@given(NASTY)
@example('"><script>alert(1)</script>')
@settings(max_examples=40, deadline=None)
def test_markup_in_a_query_stays_text(get: Get, words: str) -> None:
    pages = [get("/search", params={name: f"a{words}z"}).text for name in ("q", "speaker", "outlet", "from", "kind")]
    pages += [get(f"/{room}/{quote(f'a{words}z', safe='')}").text for room in ("q", "speakers", "articles", "tables")]
    for page in map(Structure, pages):
        assert not {"script", "img", "!"} & {tag for tag, _ in page.elements}
        assert not [name for _, names in page.elements for name in names if name.startswith("on")]
        assert all(link.startswith(("/", "#main")) for link in page.links)
