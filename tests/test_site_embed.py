"""A quotation can be shown on other sites: the page for frames, oEmbed, and the HTML to copy."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest

from quotes import store
from tests.builders import OKAFOR, fill, plain, quotation
from tests.site import Get, id_of, id_of_text, serve, text_of


@pytest.fixture
def path(database: Path) -> str:
    return f"/q/{id_of(database, 'painful')}"


def test_only_the_page_for_frames_may_be_framed(get: Get, path: str) -> None:
    response = get(f"{path}/embed")
    assert response.status_code == 200
    assert response.text.startswith("<!DOCTYPE html>")
    assert "frame-ancestors *" in response.headers["content-security-policy"]
    assert "script" not in response.text
    for other in (path, "/", f"{path}.json", "/search?q=painful", f"/oembed?url={path}", "/q/none/embed"):
        assert "frame-ancestors 'none'" in get(other).headers["content-security-policy"], other


def test_the_page_for_frames_says_who_and_where(get: Get, path: str, database: Path) -> None:
    shown = get(f"{path}/embed").text
    assert "Partial quotation" in shown
    assert "“painful”" in shown
    assert "Ines Okafor" in shown
    assert "The Ellery Courier" in shown
    assert f'href="http://localhost{path}" target="_blank"' in shown
    paraphrase = get(f"/q/{id_of(database, 'Work on the cranes')}/embed").text
    assert "not exact words" in paraphrase
    assert "unverified" in paraphrase
    assert "<blockquote" not in paraphrase


def test_misread_and_unknown_ids(get: Get, path: str) -> None:
    moved = get(f"{path.replace('/q/', '').upper().join(['/q/', '/embed'])}")
    assert (moved.status_code, moved.headers["location"]) == (301, f"{path}/embed")
    assert get(f"/q/{'0' * 16}/embed").status_code == 404


def test_oembed(get: Get, path: str) -> None:
    (found,) = re.findall(r'type="application/json\+oembed" href="([^"]+)"', get(path).text)
    response = get(html.unescape(found).removeprefix("http://localhost"))
    assert response.headers["content-type"] == "application/json", "as oEmbed 1.0 has it (2.3.4.1)"
    data = response.json()
    assert (data["version"], data["type"], data["title"]) == ("1.0", "rich", "Ines Okafor: “painful”")
    assert f'src="http://localhost{path}/embed"' in data["html"]
    assert data["html"].replace(f'"{data["width"]}"', '"100%"') in html.unescape(get(path).text)
    small = get(f"/oembed?url={quote('http://localhost' + path)}&maxwidth=320&maxheight=90000").json()
    assert (small["width"], small["height"]) == (320, data["height"])
    assert 'width="320"' in small["html"]


def test_oembed_follows_a_quotation_that_was_replaced(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    article, (whole,) = plain("We have no money left", OKAFOR)
    with fill(path, [(article, [quotation(article, "no money left", by=[OKAFOR])])]) as db:
        former = id_of_text(path, "no money left")
        store.ingest(db, article, [whole])
    get, now = serve(path), id_of_text(path, "We have no money left")
    assert get(f"/q/{former}", follow_redirects=False).headers["location"] == f"/q/{now}"
    data = get(f"/oembed?url=http://localhost/q/{former}").json()
    assert data["title"] == "Ines Okafor: “We have no money left”"
    assert f'src="http://localhost/q/{now}/embed"' in data["html"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("", 404),
        ("?url=http://localhost/q/none", 404),
        ("?url=https://elsewhere.example/q/1", 404),
        ("?url=http://localhost/q/none&format=xml", 501),
    ],
)
def test_oembed_of_nothing(get: Get, asked: str, status: int) -> None:
    assert get(f"/oembed{asked}").status_code == status


def test_reference_managers_find_the_article(get: Get, path: str) -> None:
    (title,) = re.findall(r'<span class="Z3988" title="([^"]+)"></span>', get(path).text)
    fields = parse_qs(html.unescape(title))
    assert fields["ctx_ver"] == ["Z39.88-2004"]
    assert fields["rft.atitle"] == ["Port Ellery harbour to close"]
    assert fields["rft.jtitle"] == ["The Ellery Courier"]
    assert fields["rft.date"] == ["2031-02-04"]
    assert fields["rft.au"] == ["Jo Marsh"]
    assert "painful" in fields["rft.description"][0]


def test_another_format_of_oembed_is_not_called_a_missing_page(get: Get) -> None:
    response = get("/oembed?url=http://localhost/q/none&format=xml")
    assert response.status_code == 501
    assert "Page not found" not in response.text
    assert text_of(response).startswith("Not implemented Only format=json is offered. Search")
