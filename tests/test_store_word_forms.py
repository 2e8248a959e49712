"""A second helping of a search: the same words in other forms; and searches close to one that found nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes import store
from quotes.store.search import fulltext, quotations
from quotes.store.search.fulltext import Query, checked, parse, typed
from quotes.store.search.nearest_searches import nearby
from quotes.store.search.quotations import counted, find
from tests.builders import fill, organisation, person, plain

ANN, BO, UNION = person("Ann Ferrier"), person("Bo Lindqvist"), organisation("The Ferry Union")
SAID = [
    ("We will escalate it", ANN, "2030-01-03", "Day"),
    ("They escalated it in winter", ANN, "2031-01-03", "Day"),
    ("No escalation of the strike", BO, "2031-05-03", "Night"),
    ("The happiness of winters", UNION, "2031-05-04", "Night"),
    ("A happy winter", UNION, None, None),
    ("Café owners ran and are running", BO, "2032-05-04", "Day"),
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    articles = [plain(words, by, published=day, outlet=outlet) for words, by, day, outlet in SAID]
    fill(path, articles).close()
    with closing(store.open(path)) as opened:
        yield opened


def similar(connection: sqlite3.Connection, words: str) -> set[str]:
    found = store.search(connection, words, similar=True)
    assert found.total == len(found.hits)
    exact = store.search(connection, words)
    assert not {hit.quotation.id for hit in found.hits} & {hit.quotation.id for hit in exact.hits}
    assert store.search(connection, words, similar=True, known=exact.rows) == found
    return {hit.quotation.text for hit in found.hits}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("escalate", {SAID[1][0], SAID[2][0]}, id="other forms, not the word itself"),
        pytest.param("escalating", {SAID[0][0], SAID[1][0], SAID[2][0]}, id="a form that nobody used"),
        pytest.param("winter", {SAID[3][0]}, id="plural"),
        pytest.param("happiness", {SAID[4][0]}, id="y and i"),
        pytest.param("escalate winter", {SAID[1][0]}, id="all of the words"),
        pytest.param('"winter happy"', {SAID[3][0], SAID[4][0]}, id="a phrase in another order"),
        pytest.param("runs", {SAID[5][0]}, id="running"),
        pytest.param("runs are", {SAID[5][0]}, id="a word with a short stem"),
        pytest.param("CAFÉS", {SAID[5][0]}, id="accents"),
        pytest.param("escalate -strike", {SAID[1][0]}, id="still without a word"),
        pytest.param("escal*", set(), id="a beginning has all forms already"),
        pytest.param("zebra", set(), id="nothing like it"),
        pytest.param("it", set(), id="too short for other forms"),
        pytest.param("speaker:ferrier escalation", {SAID[0][0], SAID[1][0]}, id="speaker"),
    ],
)
def test_other_forms(connection: sqlite3.Connection, words: str, expected: set[str]) -> None:
    assert similar(connection, words) == expected


def test_marks_stand_on_the_other_form(connection: sqlite3.Connection) -> None:
    found = store.search(connection, "happiness", similar=True)
    assert [[span.of(hit.quotation.text) for span in hit.matches] for hit in found.hits] == [["happy"]]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("escalade", ["escalate", "escalated"]),
        ("wintre", ["winter", "winters"]),
        ("winter", []),
        ("zzzzzz", []),
        ("it", []),
        ("two words", []),
    ],
)
def test_spellings(connection: sqlite3.Connection, word: str, expected: list[str]) -> None:
    assert fulltext.spellings(connection, word)[: len(expected) or None] == expected


def test_close_searches_all_find_something(connection: sqlite3.Connection) -> None:
    query = checked(parse("escalade winter speaker:ferrier"), since=None)
    found = nearby(connection, query)
    said = {(near.without, near.instead, near.count) for near in found}
    assert ("escalade", "escalated", 1) in said
    assert ("escalade", None, 1) in said
    for near in found:
        again = checked(parse(typed(near.query)), speaker=near.query.speaker)
        assert find(connection, again).total == near.count > 0


def test_several_words_that_are_spelt_wrong_are_put_right_at_once(connection: sqlite3.Connection) -> None:
    found = nearby(connection, checked(parse("happines zebra* wintrs"), since=None))
    assert found == []
    (near,) = nearby(connection, checked(parse("happines wintrs")))
    assert (near.without, near.instead, near.count) == ("happines wintrs", "happiness winters", 1)


def test_facets_count_what_was_found(connection: sqlite3.Connection) -> None:
    found = store.search(connection, since="2030", facets=True)
    known = {
        facet: [(value.name, value.count) for value in values]
        for facet, values in counted(connection, found.columns)[0].items()
    }
    assert known == {
        "kind": [("direct", 5)],
        "polarity": [("asserted", 5)],
        "unverified": [("no", 5)],
        "speaker": [("Ann Ferrier", 2), ("Bo Lindqvist", 2), ("The Ferry Union", 1)],
        "speaker_kind": [("person", 4), ("organisation", 1)],
        "role": [],
        "outlet": [("Day", 3), ("Night", 2)],
        "year": [("2032", 1), ("2031", 3), ("2030", 1)],
        **{"country": [], "party": [], "office": []},
    }
    for facet in ("speaker", "outlet"):
        for value in counted(connection, found.columns)[0][facet]:
            narrowed = store.search(connection, since="2030", **{facet: value.value})  # type: ignore[arg-type]
            assert narrowed.total == value.count


@pytest.mark.parametrize(("sort", "reverse"), [("newest", True), ("oldest", False)])
def test_sorted_by_date_with_the_undated_last(connection: sqlite3.Connection, sort: str, reverse: bool) -> None:
    found = store.search(connection, "escalat* ", sort=sort)
    dates = [hit.quotation.article.published for hit in found.hits]
    assert dates == sorted(filter(None, dates), reverse=reverse)
    found = store.search(connection, "winter*", sort=sort)
    assert found.hits[-1].quotation.article.published is None
    with pytest.raises(ValueError, match="'up' is not a sort order; use relevance, newest or oldest"):
        store.search(connection, "winter", sort="up")


@pytest.mark.parametrize("few", [0, 20_000])
def test_filters_find_the_same_however_many_pass(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(quotations, "_FEW", few)
    for words in ("", "winter*"):
        dated = store.search(connection, words, since="2031", until="2031-05-03").hits
        printed = store.search(connection, words, outlet="NIGHT").hits
        fitting = [each for each in SAID if not words or "winter" in each[0]]
        assert {hit.quotation.text for hit in dated} == {
            text for text, _, day, _ in fitting if day and "2031" < day <= "2031-05-03"
        }
        assert {hit.quotation.text for hit in printed} == {text for text, _, _, outlet in fitting if outlet == "Night"}


def test_only_so_many_are_looked_at(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotations, "REACH", 2)
    newest = store.search(connection, since="2030", sort="newest")
    assert (newest.total, newest.more) == (2, True)
    assert [hit.quotation.text for hit in newest.hits] == [SAID[5][0], SAID[3][0]]
    oldest = store.search(connection, since="2030", sort="oldest")
    assert [hit.quotation.text for hit in oldest.hits] == [SAID[0][0], SAID[1][0]]


terms = st.lists(
    st.sampled_from(["winter", '"a happy"', "-strike", "esc*", '-"no way"', "“curly”", "don't", '"speaker:x"', "a:b"]),
    min_size=1,
)


@given(terms)
def test_a_query_typed_again_is_the_same(said: list[str]) -> None:
    query = parse(" ".join(said))
    assert parse(typed(query)) == Query(query.wanted, query.unwanted)
