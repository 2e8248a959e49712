"""Corrections on the site: who may make them, what they do, and that nobody else can write anything."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette import hookimpl
from datasette.plugins import pm

from quotes import store
from quotes.site import decision_form, permissions, responses
from quotes.store import corrections
from quotes.store.decisions import Decision, decisions
from quotes.store.publication import publish
from tests.builders import fill, person, plain
from tests.site import Get, attached, id_of, serve, text_of

pytestmark = pytest.mark.slow

EDITOR = {"plugins": {"quotes": {"editor": "Night desk"}}}
Post = Callable[..., httpx.Response]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "quotes.db"
    articles = [
        plain("It is sold", person("Ann Marsh", role="mayor")),
        plain("It is safe", person("Ann B. Marsh", role="coach")),
    ]
    fill(path, articles).conn.close()
    return path


@pytest.fixture
def get(database: Path) -> Get:
    return serve(database, allow=EDITOR)


@pytest.fixture
def post(get: Get) -> Post:
    return lambda **form: sent(get, form)


def sent(get: Get, form: Mapping[str, Any], **options: Any) -> httpx.Response:
    """The answer to a form of the desk, sent with the token and the cookie of the page."""
    page = get("/desk", **options)
    token = re.search(r'name="csrftoken" value="([^"]*)"', page.text)
    cookies = {"ds_csrftoken": page.cookies["ds_csrftoken"]} if "ds_csrftoken" in page.cookies else {}
    data = {"csrftoken": token[1] if token else "", **form}
    headers = {"origin": "http://localhost"}
    return get(responses.DECIDE, method="post", data=data, cookies=cookies, headers=headers, **options)


def made(database: Path) -> list[Decision]:
    with closing(store.open(database)) as connection:
        assert list(store.verify(connection)) == []
        return decisions(connection)


def test_a_decision_has_the_editor_as_author(post: Post, get: Get, database: Path) -> None:
    id = id_of(database, "It is sold")
    answer = post(decision="attribute", of=id, value="Una Newcomb", new="person", note="on tape")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/q/{id}#corrected")
    page = get(f"/q/{id}")
    assert "Said by Una Newcomb Night desk, " in text_of(page)
    assert page.headers["cache-control"] == "private, no-store"
    assert {(each.kind, each.author, each.note) for each in made(database)} == {
        ("added", "Night desk", "on tape"),
        ("attributed", "Night desk", "on tape"),
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ({"decision": "attribute", "value": "unknown"}, "attributed"),
        ({"decision": "attribute", "value": "a clerk", "new": "anonymous"}, "attributed"),
        ({"decision": "withdraw", "note": "this is not a quotation"}, "withdrawn"),
        ({"decision": "role", "of": "ann-marsh", "value": "former mayor"}, "titled"),
        ({"decision": "kind", "of": "ann-marsh", "value": "organisation"}, "classified"),
        ({"decision": "same", "of": "person:ann marsh", "value": "person:ann marsh .b"}, "same"),
        ({"decision": "unsure", "of": "person:ann marsh", "value": "person:ann marsh .b"}, "unsure"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_decision_is_on_the_desk_and_is_undone_there(
    post: Post, get: Get, database: Path, form: dict[str, str], kind: str
) -> None:
    with closing(store.open(database)) as connection:
        before = speakers_of(connection)
    assert post(**{"of": id_of(database, "It is sold"), **form}).status_code == 303
    assert made(database)[-1].kind == kind
    assert "Night desk, " in text_of(get("/desk"))
    assert post(decision="undo", of="1").status_code == 303
    assert all(each.undone_at for each in made(database))
    assert "undone" in text_of(get("/desk"))
    with closing(store.open(database)) as connection:
        assert speakers_of(connection) == before


def test_an_alias_is_on_the_desk_and_is_undone_there(post: Post, get: Get, database: Path) -> None:
    with closing(store.create(database)) as db:
        corrections.add_alias(db, "ann-marsh", "Mrs. Marsh", outlet="The Quay", start="2031", who="Day desk")
    assert "Mrs. Marsh, in The Quay, from 2031 is Ann Marsh" in text_of(get("/desk"))
    assert post(decision="undo", of="1").status_code == 303
    assert all(each.undone_at for each in made(database))


def speakers_of(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute("select name, kind, role, quotation_count from speakers")]


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({}, "this is no decision that the site can make"),
        ({"decision": "attribute", "of": "none", "value": "unknown"}, "no quotation has the id none"),
        ({"decision": "attribute", "value": "unknown", "new": "dog"}, "'dog' is not a kind of speaker"),
        ({"decision": "withdraw"}, "a withdrawal needs a reason"),
        ({"decision": "same", "of": "x", "value": "y"}, "these are not two speakers"),
        ({"decision": "undo", "of": "²"}, "'²' is not the number of a decision"),
        ({"decision": "undo", "of": "7"}, "there is no active decision 7"),
    ],
)
def test_what_cannot_be_done_is_said(post: Post, database: Path, form: dict[str, str], reason: str) -> None:
    answer = post(**{"of": id_of(database, "It is sold"), **form})
    assert answer.status_code == 400
    assert reason in text_of(answer)
    assert made(database) == []


def test_a_form_from_elsewhere_is_refused(get: Get, database: Path) -> None:
    form = {"decision": "withdraw", "of": id_of(database, "It is sold"), "note": "gone"}
    elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    for headers, cookies in ((elsewhere, {}), (elsewhere, {"ds_csrftoken": "x"})):
        answer = get(responses.DECIDE, method="post", data=form, headers=headers, cookies=cookies)
        assert answer.status_code == 403
    assert made(database) == []


def test_another_name_of_this_computer_is_no_editor(get: Get, database: Path) -> None:
    """A page could have its own host name lead here, and then read and send what it likes."""
    for host in ("evil.example", "localhost.evil.example"):
        assert get("/desk", headers={"host": host}).status_code == 404
    assert get("/desk", headers={"host": "127.0.0.1:8001"}).status_code == 200
    assert permissions.local_editor(attached(database, allow=EDITOR), "[::1") is None


def refuse_everything(get: Get, database: Path, **options: Any) -> None:
    id = id_of(database, "It is sold")
    assert get("/desk", **options).status_code == 404
    page = get(f"/q/{id}", **options)
    assert page.status_code == 200
    assert 'method="post"' not in page.text
    assert "/desk" not in page.text
    assert sent(get, {"decision": "withdraw", "of": id, "note": "gone"}, **options).status_code == 404
    assert get(responses.DECIDE, **options).status_code == 404
    assert made(database) == []


def test_without_the_permission_there_is_no_desk(database: Path) -> None:
    refuse_everything(serve(database), database)
    refuse_everything(serve(database), database, actor="somebody")


@pytest.mark.slow
def test_a_published_copy_has_no_desk(database: Path, tmp_path: Path) -> None:
    public = tmp_path / "public.db"
    publish(database, public)
    refuse_everything(serve(immutables=[public], allow=EDITOR), public)
    refuse_everything(serve(public, allow=EDITOR), public)


@pytest.fixture
def granted() -> Iterator[None]:
    """A plugin of the newsroom that lets kim edit."""

    class Plugin:
        __name__ = "granted"

        @hookimpl  # type: ignore[untyped-decorator]
        def permission_allowed(self, actor: permissions.Actor, action: str) -> bool | None:
            return (actor is not None and actor["id"] == "kim") if action == permissions.EDIT else None

    plugin = Plugin()
    pm.register(plugin, "granted")
    yield
    pm.unregister(plugin, "granted")


def test_an_actor_with_the_permission_edits_under_their_own_name(granted: None, database: Path) -> None:
    # Datasette 1.0 grants permissions in its configuration, and does not ask the plugin.
    get = serve(database, allow={"permissions": {permissions.EDIT: {"id": "kim"}}})
    refuse_everything(get, database, actor="lee")
    form = {"decision": "attribute", "of": id_of(database, "It is sold"), "value": "unknown"}
    assert sent(get, form, actor="kim").status_code == 303
    assert [each.author for each in made(database)] == ["kim"]


def test_while_another_program_writes_the_archive_is_busy(
    post: Post, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decision_form, "_WAIT", 0.05)
    form = {"decision": "attribute", "of": id_of(database, "It is sold"), "value": "unknown"}
    with closing(sqlite3.connect(database)) as other:
        other.execute("begin immediate")
        answer = post(**form)
    assert answer.status_code == 503
    assert "The archive is busy" in text_of(answer)
    assert made(database) == []
    assert post(**form).status_code == 303


def test_data_stays_closed_to_writes_for_editors_too(get: Get) -> None:
    for path in ("/desk", "/q/x", "/quotes/quotations", "/quotes/-/create", "/quotes/decisions/-/insert"):
        assert get(path, method="post").status_code == 405


def test_the_desk_of_an_archive_with_names_that_rules_joined(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    joined = ("Ada Byrd", "Ada Q. Byrd", "Ben Okonkwo", "Ben R. Okonkwo")
    cast = {**dict.fromkeys(joined, "mayor"), "Ann Marsh": "mayor", "Ann B. Marsh": "coach"}
    fill(path, [plain(f"{name} will sell it", person(name, role=role)) for name, role in cast.items()]).conn.close()
    page = serve(path, allow=EDITOR)("/desk")
    assert page.status_code == 200
    waiting = text_of(page).partition("Possible duplicates")[2].partition("Latest decisions")[0]
    assert "Ann B. Marsh" in waiting
    assert "Ada Q. Byrd" not in waiting


def test_a_decided_role_is_shown_everywhere(post: Post, get: Get, database: Path) -> None:
    id = id_of(database, "It is sold")
    post(decision="role", of="ann-marsh", value="acting mayor")
    assert "Ann Marsh, acting mayor" in text_of(get(f"/q/{id}"))
    assert "acting mayor" in text_of(get("/speakers/ann-marsh")).partition("In their own words")[0]
    assert get(f"/q/{id}.json").json()["speakers"][0]["role"] == "acting mayor"
    post(decision="undo", of=str(made(database)[-1].action_number))
    assert "Ann Marsh, mayor" in text_of(get(f"/q/{id}"))


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"decision": "attribute", "value": "Nobody Atall"}, "no speaker is named 'Nobody Atall'"),
        ({"decision": "attribute", "of": "0" * 16, "value": "Ann Marsh"}, f"no quotation has the id {'0' * 16}"),
        ({"decision": "role", "of": "Ann Marsh", "value": " "}, "give the role to show"),
        ({"decision": "same", "of": "person:ann marsh", "value": "person:ann b marsh"}, "were decided to be different"),
    ],
)
def test_the_desk_has_no_keys_and_no_commands(
    get: Get, post: Post, database: Path, form: dict[str, str], reason: str
) -> None:
    pair = {"of": "person:ann marsh", "value": "person:ann b marsh"}
    assert post(decision="different", **pair).status_code == 303
    answer = post(**{"of": id_of(database, "It is sold")} | form)
    assert answer.status_code == 400
    for shown in (text_of(answer), text_of(get("/desk"))):
        assert not re.search(r"`|person:|quotes [a-z]+\b", shown)
    assert reason in text_of(answer)
    assert "Ann Marsh and Ann B. Marsh" in text_of(get("/desk"))


def test_what_is_already_so_is_no_error(post: Post, database: Path) -> None:
    id = id_of(database, "It is sold")
    for form in (
        {"decision": "attribute", "of": id, "value": "ann-marsh"},
        {"decision": "role", "of": "ann-marsh", "value": "mayor"},
        {"decision": "kind", "of": "ann-marsh", "value": "organisation"},
        {"decision": "withdraw", "of": id, "note": "misquoted"},
    ):
        first, before = post(**form), made(database)
        again = post(**form)
        assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
        assert made(database) == before


def test_the_least_certain_attribution_is_listed_first(tmp_path: Path) -> None:
    ways = [
        (f"It is {word}", name, sure)
        for word, name, sure in (
            ("sold", "Ann Marsh", 0.7),
            ("safe", "Ivo Lane", 0.1),
            ("shut", "Ada Byrd", 0.4),
            ("sure", "Bo Tan", 0.9),
        )
    ]
    articles = []
    for words, name, sure in ways:
        article, found = plain(words, person(name))
        articles.append((article, [replace(each, confidence=sure) for each in found]))
    path = tmp_path / "quotes.db"
    fill(path, articles).conn.close()
    page = text_of(serve(path, allow=EDITOR)("/desk"))
    assert page.index("It is safe") < page.index("It is shut") < page.index("It is sold")
    assert "It is sure" not in page
