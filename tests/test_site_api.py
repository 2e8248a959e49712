"""The JSON API: the records of the archive in pages, each as its schema describes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from quotes import store
from quotes.ids import article_key
from quotes.store import corrections
from tests.builders import CRANES, HARBOUR, HARBOUR_QUOTATIONS, fill
from tests.site import Get, id_of, serve

API = "/api/v1"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    fill(path).conn.close()
    return path


@pytest.fixture(scope="module")
def get(database: Path) -> Get:
    return serve(database)


def pages(get: Get, path: str) -> Iterator[dict[str, Any]]:
    """Each page from `path` on."""
    following: str | None = path
    while following:
        answer = get(following.removeprefix("http://localhost"))
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        page: dict[str, Any] = answer.json()
        yield page
        following = page["next"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["quotations", "articles", "speakers"])
def test_pages_have_everything_once_and_fit_the_schema(get: Get, database: Path, name: str) -> None:
    links = get(API).json()
    schemas = {each: get(url.removeprefix("http://localhost")).json() for each, url in links["schemas"].items()}
    registry = Registry().with_resources(
        (f"{each}.json", Resource.from_contents(schema)) for each, schema in schemas.items()
    )
    validator: Any = Draft202012Validator(schemas["page"], registry=registry)
    record: Any = Draft202012Validator(schemas[name.removesuffix("s")])
    found = []
    for page in pages(get, f"{API}/{name}?size=2"):
        validator.validate(page)
        assert len(page["items"]) <= 2
        found += page["items"]
    assert page["total"] == len(found) == len({each["id"] for each in found})
    with closing(store.open(database)) as connection:
        assert (len(found),) == connection.execute(f"select count(*) from {name}").fetchone()
    assert [each["id"] for each in get(f"{API}/{name}").json()["items"]] == [each["id"] for each in found]
    for each in found:
        record.validate(each)
        assert get(f"{API}/{name}/{each['id']}").json().items() >= each.items()
        assert get(each["permalink"].removeprefix("http://localhost")).status_code == 200


def test_a_search_is_that_of_the_site(get: Get) -> None:
    asked = "q=crane*&sort=oldest"
    site = get(f"/search.json?{asked}").json()
    assert site["total"] > 1
    found = list(pages(get, f"{API}/quotations?{asked}&size=1"))
    assert [item for page in found for item in page["items"]] == site["quotations"]
    assert {(page["total"], page["more"]) for page in found} == {(site["total"], site["more"])}
    assert get(f"{API}/quotations?q=crane*&page=99").status_code == 404


def test_a_quotation_is_that_of_the_site(get: Get, database: Path) -> None:
    id = id_of(database, "painful")
    assert get(f"{API}/quotations/{id}").json() == get(f"/q/{id}.json").json()
    moved = get(f"{API}/quotations/{id.upper()}")
    assert (moved.status_code, moved.headers["location"]) == (301, f"{API}/quotations/{id}")


@pytest.mark.parametrize("path", [f"/articles/{article_key(CRANES)}", "/speakers/ines-okafor"])
def test_ids_in_capitals_lead_to_the_record(get: Get, path: str) -> None:
    name, id = path[1:].split("/")
    moved = get(f"{API}/{name}/{id.upper()}")
    assert (moved.status_code, moved.headers["location"]) == (301, f"{API}{path}")


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/quotations?speker=x", 400, "there is no parameter 'speker'"),
        ("/quotations?size=0", 400, "size is a number from 1 to 100, not '0'"),
        ("/quotations?q=a&page=x", 400, "page is a number from 1 to 999999"),
        ("/quotations?page=2", 400, "page is for searches; follow next"),
        ("/quotations?q=a&after=x", 400, "after is for lists of everything; follow next"),
        ("/articles?speaker=a", 400, "no parameter 'speaker'; use q, from, to, outlet, sort, page, after or size"),
        ("/articles?q=a&after=x", 400, "after is for lists of everything; follow next"),
        ("/articles?page=2", 400, "page is for searches; follow next"),
        ("/articles?q=speaker:a", 400, "speaker: is a field of quotations"),
        ("/articles?sort=oldest", 400, "nothing to search for"),
        ("/speakers/ines-okafor?size=1", 400, "there is no parameter 'size'; this URL has none"),
        ("/speakers?q=a", 400, "there is no parameter 'q'; use after or size"),
        ("/quotations?after=nosuch", 400, "none of the quotations has the id 'nosuch'"),
        ("/quotations?from=yesterday", 400, "'yesterday' is not a date"),
        ("/quotations/nosuch", 404, "No quotation here has the id nosuch."),
        ("/articles/nosuch", 404, "No article here has the id nosuch."),
        ("/speakers/nosuch", 404, "No speaker here has this URL."),
        ("/schema/nosuch.json", 404, "There is no page at this URL."),
        ("/nosuch", 404, "There is no page at this URL."),
        ("/nosuch.json", 404, "There is no page at this URL."),
    ],
)
def test_errors_are_json(get: Get, path: str, status: int, reason: str, capfd: pytest.CaptureFixture[str]) -> None:
    answer = get(f"{API}{path}")
    assert capfd.readouterr().err == ""
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert reason in answer.json()["error"]


def test_other_versions_do_not_exist(get: Get) -> None:
    assert get("/api/v2/quotations").status_code == 404


def test_withdrawn_quotations_and_joined_speakers(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path) as db:
        id = id_of(path, "painful")
        corrections.withdraw(db, id, who="an editor", reason="misquoted")
        corrections.merge(db, "ines-okafor", "ruth-achterberg", who="an editor")
    get = serve(path)
    answer = get(f"{API}/quotations/{id}")
    assert (answer.status_code, answer.json()["error"]) == (410, "misquoted")
    assert id not in {each["id"] for page in pages(get, f"{API}/quotations") for each in page["items"]}
    answers = [get(f"{API}/speakers/{slug}") for slug in ("ines-okafor", "ruth-achterberg")]
    assert sorted(answer.status_code for answer in answers) == [200, 301]
    (moved,) = (answer for answer in answers if answer.status_code == 301)
    assert get(moved.headers["location"]).status_code == 200


def test_a_page_goes_on_after_a_quotation_that_was_withdrawn(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path) as db:
        get = serve(path)
        first, *rest = get(f"{API}/quotations?size=100").json()["items"]
        corrections.withdraw(db, first["id"], who="an editor", reason="misquoted")
        assert get(f"{API}/quotations?after={first['id']}").json()["items"] == rest


def test_urls_that_are_not_safe_to_follow_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path) as db:
        store.ingest(db, replace(HARBOUR, url="javascript:alert(1)", text=f"{HARBOUR.text}\n"), HARBOUR_QUOTATIONS)
    get = serve(path)
    assert "javascript" not in get(f"{API}/quotations").text + get(f"{API}/articles").text


def test_how_an_article_was_read_is_as_private_as_its_versions(database: Path) -> None:
    closed = {"databases": {"quotes": {"tables": {"versions": {"allow": {"id": "editor"}}}}}}
    get = serve(database, allow=closed)
    path = f"{API}/articles/{article_key(HARBOUR)}"
    assert get(path).json()["text"] == HARBOUR.text
    assert get(path).json()["extractor"] is None
    everything = {"databases": {"quotes": {"tables": {"quotations": {"allow": {"id": "editor"}}}}}}
    get = serve(database, allow=everything)
    assert get(f"{API}/quotations").status_code == 403
    assert get(f"{API}/quotations", actor="editor").headers["cache-control"] == "private, no-store"


def test_programs_on_other_sites_may_read_it_if_cors_is_on(database: Path) -> None:
    assert serve(database, cors=True)(f"{API}/quotations").headers["access-control-allow-origin"] == "*"
