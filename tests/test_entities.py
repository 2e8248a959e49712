"""The names of an article are compared word by word and gathered into those who bear them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.extraction.coref.entities import (
    Entity,
    Named,
    fits,
    gather,
    gender_of_given_name,
    is_short_for,
    key_tokens,
    without_honorifics,
)


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("Ada Byrd", "ada byrd"),
        ("ADA  BYRD", "ada byrd"),
        ("Dr. Ada Byrd", "ada byrd"),
        ("Vice President Ada Byrd", "ada byrd"),
        ("Ada Byrd Jr.", "ada byrd"),
        ("Ada Byrd, MP", "ada byrd"),
        ("Byrd’s", "byrd"),
        ("Byrd's", "byrd"),
        ("Tomás Brändvold", "tomas brandvold"),
        ("Mr O’Dowd-Byrd", "o'dowd-byrd"),
        ("Park Sun-won", "park sun-won"),
        ("J. K. Marsh", "j k marsh"),
        ("J.K. Marsh", "j.k marsh"),
        ("Ludwig van der Meer", "ludwig van der meer"),
        ("Ministry of Tides", "ministry of tides"),
        ("the President", "president"),
        ("김 민준", "김 민준"),
        ("…", ""),
        ("", ""),
    ],
)
def test_names_are_compared_without_titles_accents_and_case(name: str, tokens: str) -> None:
    assert key_tokens(name) == tuple(unicodedata.normalize("NFKD", tokens).split())


@pytest.mark.slow
@given(st.text())
def test_of_any_name_the_words_are_plain(name: str) -> None:
    for word in key_tokens(name):
        assert word == word.strip().casefold()
        assert any(c.isalnum() for c in word)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Ada Byrd", "Ada Byrd"),
        ("Ms. Ada  Byrd", "Ada Byrd"),
        ("Professor Dame Ada Byrd’s", "Ada Byrd"),
        ("Prime Minister Tomás Brandvold", "Tomás Brandvold"),
        ("James'", "James"),
        ("“Ada Byrd,”", "Ada Byrd"),
        ("the Speaker", "Speaker"),
        ("Mayor", "Mayor"),
    ],
)
def test_a_name_as_printed_loses_its_titles(name: str, bare: str) -> None:
    assert without_honorifics(name) == bare


def test_given_names_tell_a_gender_where_they_can() -> None:
    assert gender_of_given_name("mary") == "f"
    assert gender_of_given_name("john") == "m"
    assert gender_of_given_name("xqzt") == ""


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("byrd", "ada byrd"),
        ("ada", "ada byrd"),
        ("ada byrd", "ada lovelace byrd"),
        ("a byrd", "ada byrd"),
        ("ada l byrd", "ada lovelace byrd"),
        ("ada byrd", "a byrd"),
        ("park sunwon", "park sun-won"),
        ("van der meer", "ludwig van der meer"),
        ("ada byrd", "ada byrd"),
    ],
)
def test_a_short_name_fits_a_longer_one(short: str, full: str) -> None:
    assert is_short_for(short.split(), full.split())
    assert fits(short.split(), Entity(tuple(full.split()))) > 0


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("okafor", "ada byrd"),
        ("byrd ada", "ada byrd"),
        ("ada okafor", "ada byrd"),
        ("ada lovelace byrd", "ada byrd"),
        ("a okafor", "ada byrd"),
        ("b", "ada byrd"),
        ("byr", "ada byrd"),
        ("", "ada byrd"),
    ],
)
def test_another_name_does_not(short: str, full: str) -> None:
    assert not is_short_for(short.split(), full.split())
    assert fits(short.split(), Entity(tuple(full.split()))) == 0


TOKENS = st.lists(st.sampled_from(["ada", "a", "byrd", "sun-won", "sunwon", "de", "okafor"]), max_size=4)


@given(TOKENS, TOKENS)
def test_a_name_fits_itself_and_none_that_is_shorter(short: list[str], full: list[str]) -> None:
    assert is_short_for(full, full) == bool(full)
    if len(short) > len(full):
        assert not is_short_for(short, full)


def test_a_family_name_fits_better_than_a_given_name_and_that_better_than_one_between() -> None:
    entity = Entity(("ada", "lovelace", "byrd"))
    ranked = [fits([word], entity) for word in ("byrd", "ada", "lovelace", "okafor")]
    assert ranked == sorted(set(ranked), reverse=True)
    assert fits(["ada", "byrd"], entity) == fits(["byrd"], entity)


PERSON, ORG, LOC = "PERSON", "ORG", "LOC"


def gathered(*forms: tuple[str, str]) -> dict[str, dict[str, int]]:
    return {" ".join(entity.tokens): entity.labels for entity in gather(forms)}


def test_every_form_of_a_name_is_one_person() -> None:
    assert gathered(("Byrd", PERSON), ("Ms Byrd", PERSON), ("Ada Byrd", PERSON), ("Ada", PERSON)) == {
        "ada byrd": {PERSON: 4}
    }


def test_namesakes_stay_two_and_their_family_name_is_nobodys_alone() -> None:
    entities = gather([("Ada Byrd", PERSON), ("Tom Byrd", PERSON), ("Byrd", PERSON)])
    assert sorted(entity.tokens for entity in entities) == [("ada", "byrd"), ("tom", "byrd")]
    assert [entity.labels for entity in entities] == [{PERSON: 1}, {PERSON: 1}]
    assert len(Named(entities).bearers(["byrd"])) == 2
    assert [entity.tokens for entity in Named(entities).bearers(["tom"])] == [("tom", "byrd")]


def test_a_family_name_goes_before_the_same_given_name() -> None:
    entities = gather([("Ada Byrd", PERSON), ("Byrd Okafor", PERSON)])
    assert [entity.tokens for entity in Named(entities).bearers(["byrd"])] == [("ada", "byrd")]


def test_a_family_name_that_was_taken_for_a_place_is_the_persons() -> None:
    assert gathered(("Ada Lincoln", PERSON), ("Lincoln", LOC)) == {"ada lincoln": {PERSON: 1, LOC: 1}}


def test_a_person_is_no_part_of_an_organisation_that_bears_the_name() -> None:
    assert gathered(("Ada Byrd Foundation", ORG), ("Ada Byrd", PERSON)) == {
        "ada byrd foundation": {ORG: 1},
        "ada byrd": {PERSON: 1},
    }


def test_nobody_bears_a_name_that_is_not_there() -> None:
    assert Named(gather([("Ada Byrd", PERSON)])).bearers(["okafor"]) == []
    assert gather([("…", PERSON), ("", PERSON)]) == []


NAMES = st.lists(
    st.tuples(
        st.sampled_from(
            ["Ada Byrd", "Byrd", "Ms Byrd", "Ada", "Tom Byrd", "A. Byrd", "Byrd Foundation", "Okafor", "…"]
        ),
        st.sampled_from([PERSON, ORG, LOC]),
    ),
    max_size=8,
)


@given(NAMES.flatmap(lambda forms: st.tuples(st.just(forms), st.permutations(forms))))
def test_the_order_of_mention_decides_nothing(orders: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
    forms, shuffled = orders
    assert gathered(*forms) == gathered(*shuffled)


@given(NAMES)
def test_every_name_has_a_bearer(forms: list[tuple[str, str]]) -> None:
    entities = gather(forms)
    assert len({entity.tokens for entity in entities}) == len(entities)
    for form, _ in forms:
        tokens = key_tokens(form)
        assert not tokens or Named(entities).bearers(tokens)


class TestEntity:
    def test_one_that_is_not_settled_yet_is_not_seen_later(self) -> None:
        entity = Entity(("byrd",))
        assert not entity.is_first_seen_after(0)
        entity.seen = [(2, 5), (4, 0)]
        assert [entity.is_first_seen_after(passage) for passage in (1, 2, 3)] == [True, False, False]

    def test_its_name_is_the_fullest_form_without_titles(self) -> None:
        entity = Entity(("ada", "byrd"), names=["Byrd", "ADA BYRD", "Dr Ada Byrd", "Ms Byrd’s"])
        assert entity.name == "Ada Byrd"

    @pytest.mark.parametrize(
        ("labels", "label"),
        [({PERSON: 2, ORG: 1}, PERSON), ({PERSON: 1, ORG: 3}, ORG), ({ORG: 1, PERSON: 1}, PERSON), ({}, "")],
    )
    def test_its_label_is_the_commonest_a_person_if_in_doubt(self, labels: dict[str, int], label: str) -> None:
        assert Entity(("byrd",), labels=labels).label == label

    @pytest.mark.parametrize(
        ("genders", "gender"),
        [({"f": 1.0}, "f"), ({"m": 3.0, "f": 1.0}, "m"), ({"m": 1.0, "f": 1.0}, ""), ({"": 5.0}, ""), ({}, "")],
    )
    def test_its_gender_is_unknown_where_the_evidence_is_mixed(self, genders: dict[str, float], gender: str) -> None:
        assert Entity(("byrd",), genders=genders).gender == gender
