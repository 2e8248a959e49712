"""Names are joined where the articles give the evidence, and left apart where they could be two people."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Speaker
from quotes.names import is_local, key
from quotes.names.joins import Bearer, Use, bearer, blocks, joins, related
from quotes.names.keys import PersonName, family_name, person_name


def person(name: str, *roles: str, articles: int = 1, forms: tuple[str, ...] = ()) -> Bearer:
    return Bearer(key(Speaker(name, "person"), "quay"), name, (name, *forms), roles, articles)


def body(name: str, *forms: str) -> Bearer:
    return Bearer(key(Speaker(name, "organisation"), "quay"), name, (name, *forms))


def joined(*bearers: Bearer) -> list[tuple[str, str]]:
    names = {bearer.node: bearer.name for bearer in bearers}
    return [(names[each.lead], names[each.node]) for each in joins(bearers)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada M. Byrd", PersonName("ada", ("m",), "byrd", "")),
        ("Ada H. W. Byrd", PersonName("ada", ("hw",), "byrd", "")),
        ("Byrd, Ada", PersonName("ada", (), "byrd", "")),
        ("Dr. Ada Byrd Jr.", PersonName("ada", (), "byrd", "jr")),
        ("Ursula van der Quay", PersonName("ursula", (), "van der quay", "")),
        ("Ada E. Byrd", PersonName("ada", ("e",), "byrd", "")),
        ("Byrd", None),
        ("an official", None),
    ],
)
def test_the_parts_of_a_name(name: str, expected: PersonName | None) -> None:
    assert person_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("Byrd", "byrd"), ("Mr. Byrd", "byrd"), ("Ada Byrd", None), ("B.", None)]
)
def test_a_family_name_alone(name: str, expected: str | None) -> None:
    assert family_name(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Byrd", "Ada M. Byrd"),
        ("Ada M. Byrd", "Ada Marie Byrd"),
        ("Ada M. Byrd", "Ada M. K. Byrd"),
    ],
)
def test_a_middle_name_more_is_the_same_person(one: str, other: str) -> None:
    assert joined(person(one, articles=9), person(other)) == [(one, other)]


def test_two_middle_names_are_two_people_and_nobody_knows_who_the_third_is() -> None:
    assert joined(person("George Byrd"), person("George H. W. Byrd"), person("George W. Byrd")) == []


def test_the_middle_names_of_one_person_are_joined_beside_a_namesake() -> None:
    bearers = [person("Ada Marie Byrd"), person("Ada M. Byrd", articles=3), person("Ada K. Byrd")]
    assert joined(*bearers) == [("Ada M. Byrd", "Ada Marie Byrd")]


def test_father_and_son_stay_two() -> None:
    assert joined(person("Robert Byrd"), person("Robert Byrd Jr."), person("Robert F. Byrd Jr.")) == [
        ("Robert Byrd Jr.", "Robert F. Byrd Jr.")
    ]


def test_a_short_given_name_needs_the_same_role() -> None:
    long = person("Leonard E. Byrd", "director of the Quayside Tax Institute")
    assert joined(long, person("Len Byrd", "head of the Quayside Tax Institute")) != []
    assert joined(long, person("Len Byrd", "director of a bank")) == []
    assert joined(long, person("Len Byrd")) == []


@pytest.mark.parametrize(("one", "other"), [("Marian", "Marion"), ("Andrea", "Andrew"), ("Louis", "Louise")])
def test_two_names_of_the_table_of_nicknames_are_two_people(one: str, other: str) -> None:
    role = "head of the Quayside Tax Institute"
    assert joined(person(f"{one} Byrd", role), person(f"{other} Byrd", role)) == []


def test_a_short_given_name_of_two_joins_neither() -> None:
    role = "director of the Quayside Tax Institute"
    assert joined(person("Leonard E. Byrd", role), person("Leonard K. Byrd", role), person("Len Byrd", role)) == []


def test_a_family_name_and_an_office_are_the_one_who_has_both() -> None:
    assert joined(person("Ada Byrd", "President"), person("Byrd", "the president")) == [("Ada Byrd", "Byrd")]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ([person("Ada Byrd", "President")], person("Byrd")),
        ([person("Ada Byrd", "President")], person("Byrd", "former president")),
        ([person("Ada Byrd", "President")], person("Byrd", "a plumber")),
        ([person("Ada Byrd", "a plumber")], person("Byrd", "a plumber")),
        ([person("Ada Byrd", "Governor"), person("Ben Byrd")], person("Byrd", "Governor")),
        ([person("Ada Byrd", "President"), person("Ben Byrd", "President")], person("Byrd", "President")),
        ([person("Ada Byrd", "president of the union")], person("Byrd", "President")),
        ([person("Ada Byrd", "President")], person("Byrd", "Vice President")),
        ([person("Ada Moor", "President")], person("Byrd", "President")),
    ],
)
def test_a_family_name_alone_is_nobody_else(full: list[Bearer], short: Bearer) -> None:
    assert joined(*full, short) == []


def test_a_namesake_without_the_office_of_one_holder_does_not_count() -> None:
    namesake = person("Ben Byrd", "a plumber")
    assert joined(person("Ada Byrd", "U.S. President"), namesake, person("Byrd", "President")) == [("Ada Byrd", "Byrd")]


def test_roles_that_nothing_connects_part_a_name_with_a_middle_initial() -> None:
    assert joined(person("Ada Byrd", "coach"), person("Ada M. Byrd", "general")) == []
    rovers = person("Ada Byrd", "coach of the Quay Rovers"), person("Ada M. Byrd", "head of the Quay Rovers")
    assert joined(*rovers) == [("Ada Byrd", "Ada M. Byrd")]


def test_junior_is_left_out_of_a_name_where_the_office_has_one_holder() -> None:
    short, long = person("Len Byrd", "Vice President"), person("Leonard R. Byrd Jr.", "Vice President")
    assert joined(short, long) == [("Len Byrd", "Leonard R. Byrd Jr.")]
    assert joined(short._replace(roles=("Senator",)), long._replace(roles=("Senator",))) == []


def test_a_misprint_is_the_one_who_holds_the_same_office() -> None:
    known = person("Bernard Byrd", "Senator", articles=5)
    assert joined(known, person("Bernrad Byrd", "Sen.")) == [("Bernard Byrd", "Bernrad Byrd")]
    assert joined(known, person("Bernardo Byrd", "Sen.")) != []
    assert joined(known, person("Bernrad Byrd", "Sen.", articles=2)) == []
    assert joined(known, person("Bernrad Byrd", "Mayor")) == []
    assert joined(known, person("Burnrad Byrd", "Senator")) == []


def test_the_form_in_more_articles_is_not_the_misprint() -> None:
    known = person("Margret Byrd", "Mayor", articles=2)
    assert joined(known, person("Margreet Byrd", "Mayor")) == [("Margret Byrd", "Margreet Byrd")]


@pytest.mark.parametrize(("one", "other"), [("Martin", "Marvin"), ("Daniel", "Daniela"), ("Mario", "Maria")])
def test_two_given_names_are_no_misprint(one: str, other: str) -> None:
    assert joined(person(f"{one} Byrd", "Mayor", articles=5), person(f"{other} Byrd", "Mayor")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Bernard Byrd", "Senator (Democrat, Ohio)"), person("Bernrad Byrd", "Senator (Republican, Utah)")),
        (person("Leonard Byrd", "Senator (Democrat, Ohio)"), person("Len Byrd", "Senator (Democrat, Utah)")),
        (person("Ada Byrd", "Senator (Democrat, Ohio)"), person("Ada M. Byrd", "Republican, Utah")),
        (person("Ada Byrd", "Ohio Governor"), person("Ada M. Byrd", "Governor of Utah")),
        (person("Ada Byrd", "Governor (Democrat, Ohio)"), person("Byrd", "Governor (Republican, Utah)")),
    ],
)
def test_one_office_in_two_states_has_two_holders(one: Bearer, other: Bearer) -> None:
    assert joined(one, other) == []


def test_one_office_in_one_state_is_no_conflict() -> None:
    role = "Senator (Democrat, Ohio)"
    assert joined(person("Leonard Byrd", role), person("Len Byrd", role)) == [("Leonard Byrd", "Len Byrd")]
    assert joined(person("Ada Byrd", "Ohio Senator"), person("Ada M. Byrd", role)) == [("Ada Byrd", "Ada M. Byrd")]


def test_another_office_in_another_state_is_no_conflict() -> None:
    assert joined(person("Ada Byrd", "Ohio Governor"), person("Ada M. Byrd", "Governor", "Utah Senator")) != []


def test_a_whole_name_more_may_be_a_part_of_the_family_name() -> None:
    long = person("Ana Ruiz Byrd", "the harbour pilot")
    assert joined(long, person("Ana Byrd", "a florist")) == []
    assert joined(long, person("Ana Byrd", "a harbour pilot")) != []
    assert joined(long, person("Ana Byrd")) != []


def test_a_son_with_the_office_of_his_father_stays_himself() -> None:
    assert joined(person("Ada Byrd", "President"), person("Ada Byrd Jr.", "President")) == []


def test_the_name_of_a_bearer_does_not_depend_on_the_order_of_its_uses() -> None:
    uses = [Use("Byrd, Ada", "mayor"), Use("Ada Byrd", None, 3), Use("Byrd", None, 4)]
    assert bearer("person:ada byrd", uses) == bearer("person:ada byrd", uses[::-1])
    assert bearer("person:ada byrd", uses).articles == 4


def test_an_acronym_is_the_body_that_an_article_gives_it_to() -> None:
    fund = body("International Quay Fund", "IQF")
    assert joined(fund, body("IQF")) == [("International Quay Fund", "IQF")]
    assert joined(body("International Quay Fund"), body("IQF")) == []
    assert joined(fund, body("Irish Quay Federation", "IQF"), body("IQF")) == []


NAMES = ["Ada Byrd", "Ada M. Byrd", "Ada Marie Byrd", "Ada K. Byrd", "Len Byrd", "Leonard Byrd", "Byrd", "Ada Moor"]
FULL = [
    *("Ada Byrd", "Ada M. Byrd", "Ada Marie Byrd", "Ada K. Byrd", "Len Byrd", "Leonard Byrd", "Leonard K. Byrd"),
    *("Leo Byrd", "Leonard Byrd Jr.", "Bernard Byrd", "Bernrad Byrd", "Bernie Byrd", "Bernardo Byrd"),
]
ROLES = ["President", "director of the Quayside Tax Institute", "a plumber"]


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ROLES)), unique_by=lambda each: each[0]), st.randoms()
)
def test_the_order_of_articles_changes_nothing(people: list[tuple[str, str]], chance: random.Random) -> None:
    bearers = [person(*each) for each in people]
    shuffled = bearers.copy()
    chance.shuffle(shuffled)
    found = joins(bearers)
    assert joins(shuffled) == found
    for join in found:
        lead, other = (next(each for each in bearers if each.node == node) for node in (join.lead, join.node))
        assert blocks(lead) & blocks(other)
        assert not is_local(join.lead)


@given(
    st.lists(st.tuples(st.sampled_from(FULL), st.sampled_from(ROLES)), min_size=1, unique_by=lambda each: each[0]),
    st.randoms(),
)
def test_those_who_are_related_are_joined_as_among_all(people: list[tuple[str, str]], chance: random.Random) -> None:
    bearers = [person(*each) for each in people]
    start = chance.choice(bearers).node
    few = related("person byrd", [each.node for each in bearers], [start])
    assert start in few
    assert joins(each for each in bearers if each.node in few) == [each for each in joins(bearers) if each.node in few]


def test_an_acronym_of_two_bodies_is_neither() -> None:
    fund, forum = body("International Quay Fund", "IQF"), body("International Quarry Forum")
    assert joined(fund, forum, body("IQF")) == []
