"""Citations, feeds and the sitemap have the public URL of the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotes.site.public_url import checked, is_local
from tests.conftest import Run
from tests.site import id_of, serve

HOME = "https://quotes.example.org/archive"
WARNING = "This link works only on this computer"


@pytest.mark.parametrize("setting", [HOME, f"{HOME}/"])
def test_it_is_in_everything_that_is_taken_along(database: Path, setting: str) -> None:
    get = serve(database, allow={"plugins": {"quotes": {"public_url": setting}}})
    path = f"/q/{id_of(database, 'painful')}"
    for ending in ("", ".txt", ".bib", ".ris", ".json", ".csl.json", ".annotation.json", "/embed"):
        shown = get(f"{path}{ending}").text
        assert f"{HOME}{path}" in shown, ending
        assert "http://localhost" not in shown, ending
    assert WARNING not in get(path).text
    for other in ("/search.atom?q=painful", "/search.csv?q=painful", "/speakers/ines-okafor.json"):
        assert f"{HOME}{path}" in get(other).text, other
    assert f"<loc>{HOME}/sitemap-pages-1.xml</loc>" in get("/sitemap.xml").text
    assert f"Sitemap: {HOME}/sitemap.xml" in get("/robots.txt").text
    assert get(f"/oembed?url={HOME}{path}").status_code == 200


def test_a_page_says_that_its_link_works_here_alone(database: Path) -> None:
    get = serve(database)
    path = f"/q/{id_of(database, 'painful')}"
    assert WARNING in get(path).text
    assert WARNING not in get(path, headers={"host": "quotes.example.org"}).text


def test_what_is_local() -> None:
    assert is_local("http://127.0.0.1:8001/q/1")
    assert is_local("http://localhost/")
    assert is_local("http://[::1]:8001/")
    assert not is_local("https://quotes.example.org/q/1")


@pytest.mark.parametrize(
    "url",
    [
        "quotes.example.org",
        "ftp://quotes.example.org",
        "https://",
        "https://a.example/?q=1",
        "https://me:secret@a.example",
    ],
)
def test_what_is_no_public_url(url: str, database: Path, run: Run) -> None:
    with pytest.raises(ValueError, match="is not a public URL; write it like"):
        checked(url)
    result = run("serve", "--db", database, "--public-url", url)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
