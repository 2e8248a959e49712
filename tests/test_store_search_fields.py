"""Searching by what is known of a speaker: role, country, party, office and kind; and without regard to marks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from quotes import store
from quotes.names.authority import Entry, Office
from quotes.store import corrections
from quotes.store.identity import evidence
from quotes.store.search.fulltext import checked, parse, typed
from quotes.store.search.nearest_searches import nearest
from quotes.store.search.quotations import counted
from quotes.text import countries
from quotes.text.folding import folded, places
from tests.builders import anonymous, fill, organisation, person, plain
from tests.site import id_of

pytestmark = pytest.mark.slow

SAID = [
    plain("One sanction", person("Olga Sorokina", role="a spokeswoman for the Russian foreign ministry"),
          published="2031-10-05"),
    plain("Two sanctions", organisation("Russian Foreign Ministry"), published="2031-10-06"),
    plain("Three sanctions", person("Anna Petrenko"), published="2031-11-05"),
    plain("Four sanctions", person("Tom Hale", role="Republican senator"), published="2032-01-01"),
    plain("Five sanctions", anonymous("an official in Moscow"), published="2032-01-02"),
    plain("Six sanctions", person("Luc Obiang", role="president of Equatorial Guinea"), published="2032-01-03"),
    plain("Seven sanctions", person("Mary Cole"), published="2032-01-04"),
    plain("Eight tariffs", person("Al Roe", role="former ambassador to Russia"), published="2032-01-05"),
    plain("Nine tariffs", person("Bo Li", role="Russia expert"), published="2032-01-06"),
    plain("Ten tariffs", person("Cy Wu", role="adviser to Moldova’s president"), published="2032-01-07"),
]  # fmt: skip
PEOPLE = [
    Entry("Q1", "Anna Petrenko", country="ru", offices=(Office("Minister of Trade", start="2030"),)),
    Entry(
        "Q2", "Mary Cole", country="US", offices=(Office("Senator for Ohio", "Republican", start="2020", end="2031"),)
    ),
]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with fill(tmp_path / "quotes.db", SAID) as opened:
        evidence.load(opened, PEOPLE, "people.json")
        yield opened


def first_words(db: Database, words: str, **fields: str) -> list[str]:
    found = store.search(db.conn, words, sort="oldest", **fields)  # type: ignore[arg-type]
    return [hit.quotation.text.split()[0] for hit in found.hits]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('role:"foreign ministry"', ["One", "Two"]),
        ("role:senator", ["Four"]),
        ("role:russian -role:spokeswoman", ["Two"]),
        ("country:russia", ["One", "Two", "Three"]),
        ("country:RU", ["One", "Two", "Three"]),
        ("country:moldova", ["Ten"]),
        ("country:russian sanctions from:2031-10 to:2031-10", ["Two"]),
        ('country:"Equatorial Guinea"', ["Six"]),
        ("country:guinea", []),
        ("country:us", ["Seven"]),
        ("party:republican", ["Four", "Seven"]),
        ("party:republicans", ["Four", "Seven"]),
        ("office:senator", ["Four", "Seven"]),
        ("office:senator from:2032", ["Four"]),
        ("office:trade", ["Three"]),
        ("speaker_kind:anonymous", ["Five"]),
        ("speaker_kind:organisation sanctions", ["Two"]),
        ("country:us OR speaker:sorokina", ["One", "Seven"]),
        ("sanctions -country:russia from:2032-01-03", ["Six", "Seven"]),
        ("(country:russia OR party:republican) -role:ministry", ["Three", "Four", "Seven"]),
    ],
)
def test_found(db: Database, words: str, found: list[str]) -> None:
    assert first_words(db, words) == found


def test_fields_of_the_form_do_the_same(db: Database) -> None:
    assert first_words(db, "", country="Russia", role="foreign ministry") == ["One", "Two"]
    assert first_words(db, "sanctions", party="republican", office="senator", speaker_kind="person") == [
        "Four",
        "Seven",
    ]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("country:atlantis", "'atlantis' is not a country; write it like russia, russian or ru"),
        ("speaker_kind:ghost", "'ghost' is not a kind of speaker; use person, organisation or anonymous"),
        ("(from:2031 OR ice)", "from: applies to the whole search"),
        ("-kind:direct ice", "kind: applies to the whole search"),
        ("role:", "there is no value after 'role:'"),
        ("ice OR -snow", "OR cannot stand next to a word that is excluded"),
        ("NEAR(role:mayor ice)", "NEAR stands between words or phrases"),
    ],
)
def test_refused_in_one_line(db: Database, words: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        store.search(db.conn, words)


def test_facets_count_what_is_known_of_the_speakers(db: Database) -> None:
    facets, *_ = counted(db.conn, store.search(db.conn, "sanctions OR sanction", facets=True).columns)
    said = {
        name: [(each.value, each.name, each.count) for each in facets[name]] for name in ("country", "party", "office")
    }
    assert said["country"] == [("ru", "Russia", 3), ("gq", "Equatorial Guinea", 1), ("us", "United States", 1)]
    assert said["party"] == [("Republican", "Republican", 1)]
    assert [each[0] for each in said["office"]] == ["Minister of Trade", "Senator for Ohio"]
    assert [(each.value, each.count) for each in facets["speaker_kind"]] == [
        ("person", 5), ("anonymous", 1), ("organisation", 1),
    ]  # fmt: skip
    assert {each.value for each in facets["role"]} == {
        "a spokeswoman for the Russian foreign ministry", "Republican senator", "president of Equatorial Guinea",
    }  # fmt: skip


def test_a_corrected_speaker_loses_the_role_of_the_other(db: Database, tmp_path: Path) -> None:
    corrections.attribute(db, id_of(tmp_path / "quotes.db", "Four sanctions"), "Mary Cole", who="an editor")
    assert first_words(db, "role:senator") == []
    assert list(store.verify(db.conn)) == []
    corrections.undo(db, who="an editor")
    assert first_words(db, "role:senator") == ["Four"]
    assert list(store.verify(db.conn)) == []


def test_months_of_a_search(db: Database) -> None:
    _, found, _ = counted(db.conn, store.search(db.conn, "sanctions", facets=True).columns)
    assert [tuple(each) for each in found] == [("2031-10", 1, 0), ("2031-11", 1, 0), ("2032-01", 4, 0)]


MARKED = [
    "The NYPD came", "The N.Y.P.D. went", "It isn’t so", "Mr. O’Connor and others", "Mr. OConnor alone",
    "The o\ufb03ce is open", "A co\u00adoperative bank", "A co-operative shop",
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("NYPD", {0, 1}),
        ("nypd", {0, 1}),
        ("N.Y.P.D.", {0, 1}),
        ('"the NYPD"', {0, 1}),
        ("NEAR(the NYPD, 2)", {0, 1}),
        ("isn't", {2}),
        ("isn’t", {2}),
        ("isnt", {2}),
        ("O'Connor", {3, 4}),
        ("o’connor", {3, 4}),
        ("oconnor", {3, 4}),
        ("office", {5}),
        ("o\ufb03ce", {5}),
        ("cooperative", {6}),
        ("co\u00adoperative", {6}),
        ("co-operative", {6, 7}),
    ],
)
def test_stops_and_marks_make_no_difference(tmp_path: Path, words: str, found: set[int]) -> None:
    with fill(tmp_path / "quotes.db", [plain(each, person("Ann Marsh")) for each in MARKED]) as db:
        assert {hit.quotation.text for hit in store.search(db.conn, words).hits} == {MARKED[each] for each in found}
        assert list(store.verify(db.conn)) == []


def test_matches_stand_where_the_words_stand_in_a_folded_text(tmp_path: Path) -> None:
    with fill(tmp_path / "quotes.db", [plain("The o\ufb03ce of a co\u00adoperative bank", person("Ann Marsh"))]) as db:
        (hit,) = store.search(db.conn, "office bank").hits
        assert [span.of(hit.quotation.text) for span in hit.matches] == ["o\ufb03ce", "bank"]


def test_places_lead_back_to_the_text() -> None:
    text = "a\u00ado\ufb03ce\u200b."
    assert folded(text) == "aoffice."
    assert [text[place] for place in places(text)[:-1]] == list("ao\ufb03\ufb03\ufb03ce.")


def test_the_nearest_quotations_are_utterances(tmp_path: Path) -> None:
    said = "We will keep the sanctions for now"
    with fill(tmp_path / "twice.db", [plain(said, person("Olga Sorokina"), source=each) for each in "ab"]) as twice:
        found = nearest(twice.conn, checked(parse("sanctoins")), limit=9)
        assert found
        assert (len(found.hits), found.total) == (1, 1)


def test_an_utterance_has_one_kind_of_speaker_whatever_articles_call_them(tmp_path: Path) -> None:
    said = "We will keep the sanctions for now"
    roles = ("foreign minister", "minister")
    articles = [plain(said, person("Olga Sorokina", role=each), source=each) for each in roles]
    with fill(tmp_path / "twice.db", articles) as twice:
        results = store.search(twice.conn, "sanctions", once=True, facets=True)
        facets, *_ = counted(twice.conn, results.columns)
        assert [(each.value, each.count) for each in facets["speaker_kind"]] == [("person", results.total)]


@pytest.mark.parametrize(
    ("words", "nearest_words"),
    [
        ("sanctoins", "One"),
        ("sanctions zebra", "Two"),
        ('"sanctions seven"', "Seven"),
        ("seven speaker:sorokina", "Seven"),
        ("zzzz", None),
    ],
)
def test_the_nearest_quotations(db: Database, words: str, nearest_words: str | None) -> None:
    found = nearest(db.conn, checked(parse(words)), limit=9)
    said = {hit.quotation.text.split()[0] for hit in found.hits} if found else {None}
    assert nearest_words in said or (nearest_words == "One" and "Two" in said)


@pytest.mark.parametrize(
    "words",
    ['a OR b c', 'NEAR(crews "no body", 5)', '(a OR "b c") -d', "country:ru OR country:by sanctions", '-(a b) c',
     '"OR" x', 'role:"a b" OR c*', '"-x" y', "a NEAR/3 b"],
)  # fmt: skip
def test_what_is_typed_again_means_the_same(words: str) -> None:
    query = parse(words)
    again = parse(typed(query))
    assert (again.wanted, again.unwanted) == (query.wanted, query.unwanted)


def test_every_country_is_found_by_its_names() -> None:
    assert countries.code_of("U.S.") == "us"
    assert countries.code_of("the moon") is None
    assert countries.named_in("the U.S. and Russians") == {"us", "ru"}
    assert countries.named_in("adviser to Russia’s president") == {"ru"}
    assert countries.named_in("a UK correspondent") == {"gb"}
    for role in ("special envoy to Ukraine", "ambassador to the Netherlands", "an expert on Burma", "a Korea scholar"):
        assert countries.named_in(role) == set()
    assert countries.named_in("an African American poet in Papua New Guinea") == {"pg"}
    for code in ("cn", "fr", "gn", "gb"):
        assert countries.code_of(countries.name_of(code)) == code


# The members of the United Nations with a name or nationality that means something else too, or that is a longer one.
@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("ge", "Georgia, Republic of Georgia, Georgian, GE"),
        ("gw", "Guinea-Bissau, Bissau-Guinean"),
        ("pg", "Papua New Guinea, Papua New Guinean"),
        ("gb", "Northern Ireland, Northern Irish, Briton, the United Kingdom"),
        ("ie", "Ireland, Republic of Ireland, Irish"),
        ("cd", "Congo, the Democratic Republic of the Congo, DRC"),
        ("cg", "Republic of the Congo, Republic of Congo"),
        ("kp", "North Korea, DPRK"),
        ("kr", "South Korea, Republic of Korea, ROK"),
        ("bs", "the Bahamas, Bahamian"),
        ("gm", "The Gambia"),
        ("nl", "the Netherlands, Dutchman"),
        ("pl", "Pole, Polish"),
        ("tr", "Turk, Türkiye"),
        ("lu", "Luxembourg, Luxembourgish"),
        ("ws", "Samoa, Samoan"),
        ("va", "Vatican City"),
        ("dm", "Dominica"),
        ("td", "Chad"),
        ("jo", "Jordan"),
        ("la", "Lao"),
    ],
)
def test_a_country_is_found_by_names_that_mean_something_else_too(code: str, names: str) -> None:
    for name in names.split(", "):
        assert countries.code_of(name) == code, name


def test_in_a_role_such_a_name_means_no_country() -> None:
    assert countries.named_in("a Georgia senator") == set()
    assert countries.named_in("the Georgian president") == {"ge"}
    assert countries.named_in("a Pole vault coach") == set()
    assert countries.named_in("the governor of American Samoa") == set()
    assert countries.named_in("the Northern Ireland secretary") == {"gb"}
