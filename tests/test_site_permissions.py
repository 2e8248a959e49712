"""Who may see what: Datasette is asked before every page of ours, whatever it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

import quotes.site
from quotes import store
from quotes.ids import article_key
from quotes.model import Original
from quotes.store import corrections, originals
from tests.builders import CRANES, CRANES_QUOTATIONS, fill
from tests.site import attached, id_of, serve, text_of

ROOT = {"allow": {"id": "root"}}
KEY = article_key(CRANES)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    with fill(path) as db:
        edited = replace(CRANES, text=CRANES.text.replace("is dead", "is alive"))
        store.ingest(db, edited, CRANES_QUOTATIONS[:-1])
        for (id,) in db.execute("select id from versions").fetchall():
            originals.keep(db.conn, id, Original(b"the file", ".html"))
        db.conn.commit()
        corrections.attribute(db, id_of(path, "It will reopen"), "ines-okafor", who="Kim the editor")
        corrections.describe(db, KEY, {"outlet": "The Night Post"}, who="Kim the editor")
    return path


def paths(database: Path) -> Iterator[str]:
    """An address for every route, and every format of it: a new route without one fails here."""
    quotation = id_of(database, "painful")
    values = {
        "id": {"q": [quotation], "quotations": [quotation], "articles": [KEY]},
        "slug": ["ines-okafor"],
        "number": ["1"],
    }
    asked = {"/search": "?q=crews", "/oembed": f"?url=http://localhost/q/{quotation}"}
    for route, _ in quotes.site._ROUTES:
        made = [route.removeprefix("^").removesuffix("$")]
        for name, pattern in re.findall(r"\(\?P<(\w+)>([^)]*)\)", route):
            known: Any = values.get(name) or pattern.split("|")
            if isinstance(known, dict):
                known = next(known[folder] for folder in route.split("/") if folder in known)
            made = [path.replace(f"(?P<{name}>{pattern})", option) for path in made for option in known]
        query = next((each for start, each in asked.items() if route.startswith(f"^{start}")), "")
        yield from (path.replace("\\", "") + query for path in made)


@pytest.mark.slow
def test_every_route_has_an_address_that_answers(database: Path) -> None:
    get = serve(database)
    found = list(paths(database))
    assert len(found) > len(quotes.site._ROUTES)
    for path in found:
        assert get(path).status_code == 200, path
    for route, _ in quotes.site._ROUTES:
        assert any(re.match(route, path.partition("?")[0]) for path in found), route


@pytest.mark.slow
@pytest.mark.parametrize(
    "allow",
    [
        ROOT,
        {"databases": {"quotes": ROOT}},
        *({"databases": {"quotes": {"tables": {table: ROOT}}}} for table in ("articles", "quotations", "speakers")),
    ],
    ids=["instance", "database", "articles", "quotations", "speakers"],
)
def test_what_is_closed_to_some_is_closed_on_every_page(database: Path, allow: dict[str, Any]) -> None:
    get = serve(database, allow=allow, default_cache_ttl=77)
    for path in paths(database):
        for actor in (None, "somebody"):
            refused = get(path, actor=actor)
            assert refused.status_code == 403, path
            assert "Okafor" not in refused.text
            assert "public" not in refused.headers.get("cache-control", ""), path
            assert get(path, actor=actor, method="head").status_code == 403
        shown = get(path, actor="root")
        assert shown.status_code == 200, path
        assert shown.headers["cache-control"] == "private, no-store", path


def test_a_page_that_moved_or_is_missing_says_nothing_to_others(database: Path) -> None:
    get = serve(database, allow=ROOT)
    id = id_of(database, "painful")
    for path, status in [(f"/q/{id.upper()}", 301), ("/q/none", 404), ("/q/none.json", 404), ("/search?q=-x", 400)]:
        assert get(path).status_code == 403
        response = get(path, actor="root")
        assert response.status_code == status
        assert "public" not in response.headers["cache-control"]


@pytest.mark.slow
def test_pages_for_everybody_may_be_kept_by_everybody(database: Path) -> None:
    get = serve(database, default_cache_ttl=77)
    for path in paths(database):
        assert get(path).headers["cache-control"] == "public, max-age=77", path


def test_what_somebody_sees_who_is_logged_in_is_not_kept(database: Path) -> None:
    get = serve(database, default_cache_ttl=77)
    assert "public" not in get("/", actor="somebody").headers["cache-control"]


def test_who_decided_is_left_out_where_decisions_are_closed(database: Path) -> None:
    get = serve(database, allow={"databases": {"quotes": {"tables": {"decisions": ROOT}}}}, default_cache_ttl=77)
    quotation = f"/q/{id_of(database, 'It will reopen')}"
    for path in (quotation, f"{quotation}.json", f"/articles/{KEY}"):
        response = get(path)
        assert response.status_code == 200
        assert "Kim" not in response.text
        assert "Kim the editor" in get(path, actor="root").text
    assert get(f"{quotation}.json").json()["corrections"] == []


def test_older_texts_are_left_out_where_versions_are_closed(database: Path) -> None:
    get = serve(database, allow={"databases": {"quotes": {"tables": {"versions": ROOT}}}})
    for number in (1, 2, 9):
        assert get(f"/articles/{KEY}/versions/{number}").status_code == 403
    assert get(f"/articles/{KEY}/versions/1", actor="root").status_code == 200
    article = get(f"/articles/{KEY}")
    assert article.status_code == 200
    assert "/versions/" not in article.text
    assert "/versions/" in get(f"/articles/{KEY}", actor="root").text


def test_addresses_that_are_not_ours_say_nothing_of_the_archive(database: Path) -> None:
    get = serve(database, allow=ROOT)
    assert "Okafor" not in text_of(get("/nowhere"))


def test_debug_pages_are_for_those_who_may_send_sql(database: Path) -> None:
    closed, open = serve(database, default_allow_sql=False), serve(database, default_allow_sql=True)
    for path in debug_pages(attached(database)):
        assert closed(path).status_code == 403, path
    for path in ("/-/versions", "/-/settings.json", "/-/databases", "/-/plugins", "/-/actor.json"):
        assert open(path).status_code == 200


def test_debug_pages_are_for_those_whom_metadata_allows_sql(database: Path) -> None:
    get = serve(database, allow={"databases": {"quotes": {"allow_sql": {"id": "root"}}}})
    for path in ("/-/versions", "/-/settings.json", "/-/databases.json"):
        assert get(path).status_code == 403
        assert get(path, actor="root").status_code == 200


def test_debug_pages_are_closed_below_a_path_too(database: Path) -> None:
    get = serve(database, default_allow_sql=False, base_url="/archive/")
    assert get("/-/versions.json").status_code == 403
    assert get("/-/settings").status_code == 403


# Datasette's own addresses below /-/ that are not about itself, or ask for permissions of their own.
OPEN = ("", "static", "static-plugins", "auth-token", "logout", "create-token", "jump", "queries", "schema")


def debug_pages(datasette: Datasette) -> list[str]:
    """Each page of Datasette below /-/ but the `OPEN`; a new one of a later version is one of them."""
    patterns = [regex.pattern for regex, _ in datasette._routes()]
    words = [re.match(r"\^?/-/([\w-]*)(/\w+)?", pattern) for pattern in patterns]
    found = [(word[1], word[0].removeprefix("^")) for word in words if word]
    assert {"versions", "settings", "plugins"} <= {word for word, _ in found}
    return [path for word, path in found if word not in (*OPEN, "quotes")]
