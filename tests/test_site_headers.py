"""What pages are sent with: a strict policy, a validator, a time to be kept; and under a time limit."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from quotes import store
from quotes.site import middleware
from tests.builders import fill, plain
from tests.site import Get, attached, id_of, serve, text_of


@pytest.fixture(scope="module")
def get(database: Path) -> Get:
    return serve(database, default_cache_ttl=77)


@pytest.fixture(scope="module")
def paths(database: Path) -> list[str]:
    permalink = f"/q/{id_of(database, 'painful')}"
    return ["/", "/search?q=crews", "/speakers", "/speakers/ines-okafor", "/articles", permalink]


def test_policy_allows_nothing_but_our_own_style(get: Get, paths: list[str]) -> None:
    for path in [*paths, "/q/none", "/search?q=-x"]:
        response = get(path)
        policy = dict(part.split(" ", 1) for part in response.headers["content-security-policy"].split("; "))
        assert policy == {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "same-origin"
        inline = r"<style|\sstyle=|\son\w+=|<script(?! type=\"application/ld\+json\"| src=\"/-/quotes/)"
        assert not re.search(inline, response.text), path


@pytest.mark.slow
def test_a_page_that_the_reader_has_is_not_sent_again(get: Get, paths: list[str]) -> None:
    for path in paths:
        first = get(path)
        assert first.headers["cache-control"] == "public, max-age=77"
        tag = first.headers["etag"]
        for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = get(path, headers={"if-none-match": held})
            assert (again.status_code, again.text, again.headers["etag"]) == (304, "", tag)
        assert get(path, headers={"if-none-match": '"other"'}).text == first.text


def test_validator_changes_with_the_page(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    db = fill(path, [plain("One is here")])
    get = serve(path)
    before = get("/").headers["etag"]
    fill(path, [plain("Two are here")]).conn.close()
    db.conn.close()
    after = get("/", headers={"if-none-match": before})
    assert after.status_code == 200
    assert "Two are here" in after.text


def test_errors_are_not_kept(get: Get) -> None:
    for path in ("/q/none", "/nowhere", "/search?q=-x"):
        assert get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/q/none.json", 404, "No quotation here has the id none."),
        ("/q/none.csl.json", 404, "No quotation here has the id none."),
        ("/speakers/none.json", 404, "No speaker here has this URL."),
        ("/search.json?q=from:x", 400, "'x' is not a date; write it like 2024-10-23, 2024-10 or 2024"),
    ],
)
def test_programs_get_a_reason_that_they_can_read(get: Get, path: str, status: int, reason: str) -> None:
    response = get(path)
    assert (response.status_code, response.json()["error"]) == (status, reason)
    assert response.headers["cache-control"] == "no-store"


def test_style_and_icon_are_kept_for_long_under_an_address_of_their_content(get: Get) -> None:
    page = get("/").text
    for found in re.findall(r'href="(/-/quotes/[^"]+)"', page):
        response = get(found)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert get(found, headers={"if-none-match": response.headers["etag"]}).status_code == 304
    assert len(re.findall(r"/-/quotes/[0-9a-f]{12}/", page)) == 2
    assert get("/-/quotes/0/other.css").status_code == 404


def test_pages_can_only_be_read(get: Get) -> None:
    assert get("/search", method="head").status_code == 200
    style = re.findall(r'href="(/-/quotes/[^"]+)"', get("/").text)[0]
    for path in ("/search", "/q/none", style, "/favicon.ico"):
        for method in ("options", "post", "delete"):
            response = get(path, method=method)
            assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD"), path
            assert "default-src 'none'" in response.headers["content-security-policy"]


def test_where_a_page_moved_is_kept_no_longer_than_a_page(database: Path) -> None:
    get = serve(database, default_cache_ttl=77)
    moved = get(f"/q/{id_of(database, 'painful').upper()}")
    assert moved.status_code == 301
    assert moved.headers["cache-control"] == "public, max-age=77"


@pytest.mark.parametrize("open", [True, False])
def test_programs_on_other_sites_may_read_what_is_for_programs(database: Path, open: bool) -> None:
    get = serve(database, cors=open)
    permalink = f"/q/{id_of(database, 'painful')}"
    for path in (f"{permalink}.json", f"{permalink}.bib", "/search.json?q=crews", "/speakers/ines-okafor.atom"):
        response = get(path)
        assert response.status_code == 200
        assert (response.headers.get("access-control-allow-origin") == "*") == open
    assert "access-control-allow-origin" not in get(permalink).headers


def test_a_search_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(connection: object, *_: object, **__: object) -> None:
        connection.execute(  # type: ignore[attr-defined]
            "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
        )

    path = tmp_path / "quotes.db"
    fill(path).conn.close()
    get = serve(path, sql_time_limit_ms=50)
    monkeypatch.setattr(store, "search", endless)
    response = get("/search?q=crews")
    assert response.status_code == 503
    assert "That took too long" in text_of(response)
    assert get("/").status_code == 200


# Datasette's own pages, data, files and errors.
DATASETTE = (
    "/quotes",
    "/quotes/quotations",
    "/quotes/quotations.json",
    "/quotes/quotations.csv",
    "/quotes/quotations/1",
    "/quotes/by_speaker?name=Okafor",
    "/quotes/no_such_table",
    "/quotes/no_such_table.json",
    "/quotes/quotations?_sort=none",
    "/quotes/retired",
    "/nobody",
    "/-/versions",
    "/-/versions.json",
    "/-/static/app.css",
    "/-/static/none.css",
    "/-/nowhere",
    "/favicon.ico",
    "/quotes/",
)


@pytest.mark.slow
@pytest.mark.parametrize("path", DATASETTE)
def test_datasette_s_own_answers_have_the_headers_too(get: Get, path: str) -> None:
    for method in ("get", "head", "options", "post"):
        response = get(path, method=method)
        headers = response.headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] in ("same-origin", "no-referrer")
        (policy,) = headers.get_list("content-security-policy")
        directives = dict(part.split(" ", 1) for part in policy.split("; "))
        assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
        assert "http" not in policy
        assert "'unsafe-eval'" not in policy
        if not headers.get("content-type", "").startswith("text/html"):
            assert "unsafe-inline" not in policy


def test_an_error_that_datasette_does_not_catch_has_the_headers_too(database: Path) -> None:
    async def fails(scope: object, receive: object, send: object) -> None:
        raise RuntimeError("nobody catches this")

    datasette = attached(database)
    app = middleware.guarded(fails, datasette)

    async def get() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            return await client.get("http://localhost/quotes")

    response = asyncio.run(get())
    assert (response.status_code, response.text) == (500, "This page cannot be shown.")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_but_reading_is_answered(get: Get, paths: list[str], method: str) -> None:
    below = ("/quotes/quotations/-/insert", "/quotes/-/create", "/-/quotes/0/quotes.css")
    closed = [path for path in DATASETTE if not path.startswith("/-/") or "static" in path]
    for path in (*closed, *paths, *below):
        response = get(path, method=method)
        assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD"), path
    assert get("/-/versions", method=method).status_code == 405


def test_logging_out_is_left_to_datasette(get: Get) -> None:
    response = get("/-/logout", method="post", actor="somebody", headers={"origin": "http://localhost"})
    assert response.status_code != 405
