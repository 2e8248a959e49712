"""Authority files: read in each format, and who is meant by a name, an office and a date."""

from __future__ import annotations

import json

import pytest

from quotes.names import authority
from quotes.names.authority import Entry, Office, fits, holder, read

PACKAGED = authority.packaged()


def test_the_gender_of_a_name_is_that_of_all_who_have_it() -> None:
    named = [("person:a", "F"), ("person:b", "M"), ("person:b", "M"), ("person:c", "F"), ("person:c", "M")]
    assert authority.genders(named) == {"person:a": "f", "person:b": "m"}


def meant(family: str, role: str, date: str | None) -> str | None:
    found = holder(PACKAGED, family, [role], date)
    return found and found.name


@pytest.mark.parametrize(
    ("family", "role", "date", "name"),
    [
        ("obama", "President", "2016-10-23", "Barack Obama"),
        ("obama", "the U.S. president", "2016-10-23T08:00:00+00:00", "Barack Obama"),
        ("biden", "Vice President", "2016-10-23", "Joseph Robinette Biden Jr."),
        ("johnson", "President", "1866-03-01", "Andrew Johnson"),
        ("johnson", "President", "1966-03-01", "Lyndon B. Johnson"),
        ("johnson", "Vice President", "1962-03-01", "Lyndon B. Johnson"),
        ("johnson", "Prime Minister", "2020-03-01", "Boris Johnson"),
        ("clinton", "President", "1996-10-01", "Bill Clinton"),
        ("bush", "President", "1990-10-01", "George Bush"),
        ("bush", "President", "2002-10-01", "George W. Bush"),
    ],
)
def test_a_family_name_and_an_office_on_a_date(family: str, role: str, date: str, name: str) -> None:
    found = holder(PACKAGED, family, [role], date)
    assert found is not None
    assert name in found.names


@pytest.mark.parametrize("family", ["clinton", "ryan", "johnson"])
@pytest.mark.parametrize(
    "role",
    [
        *("President", "Vice President", "Secretary", "Senator", "Sen.", "Rep.", "Representative", "House Speaker"),
        *("former President", "Gov.", "a founder", "presidential nominee", "president of the union", "Prime Minister"),
    ],
)
def test_in_2016_nobody_is_meant_by_these_names(family: str, role: str) -> None:
    assert meant(family, role, "2016-10-23") is None


def test_never_a_member_of_congress() -> None:
    for entry in PACKAGED:
        for held in entry.offices:
            if held.role.startswith(("Senator", "Representative")):
                assert held.complete is None
    assert meant("grassley", "Senator", "2020-01-01") is None


@pytest.mark.parametrize("date", [None, "2016", "2016-10"])
def test_without_a_day_nobody_is_meant(date: str | None) -> None:
    assert meant("obama", "President", date) is None


@pytest.mark.parametrize(("date", "found"), [("2016-06-01", False), ("2019-06-01", True), ("2023-06-01", False)])
def test_heads_of_state_only_in_the_years_of_the_file(date: str, found: bool) -> None:
    assert (meant("rama", "Prime Minister", date) is not None) is found


def test_two_who_fit_are_nobody() -> None:
    held = Office("President of Quayland", start="2001", end="2003", complete=("2000-01-01", "2010-01-01"))
    one, other = Entry("1", "Ada Byrd", offices=(held,)), Entry("2", "Ben Byrd", offices=(held._replace(start="2003"),))
    assert holder([one, other], "byrd", ["president"], "2002-05-05") == one
    assert holder([one, other], "byrd", ["president"], "2003-05-05") is None
    assert holder([one, other], "byrd", ["president"], "2004-05-05") is None


def test_a_name_with_another_profession_is_somebody_else() -> None:
    held = Entry("1", "Mike Byrd", offices=(Office("Representative for AL"),))
    assert fits(held, ["Rep."])
    assert fits(held, [])
    assert fits(held, ["R-Ala."])
    assert not fits(held, ["coach"])
    assert fits(held, ["coach", "congressman"])


def test_the_packaged_file() -> None:
    assert len(PACKAGED) == len({each.id for each in PACKAGED}) == 1007
    assert all(each.keys or len(each.name.split()) < 2 or each.families == set() for each in PACKAGED)
    (biden,) = (each for each in PACKAGED if each.wikidata == "Q6279")
    assert (biden.gender, biden.country, biden.party) == ("M", "US", "Democrat")
    assert {"Joe Biden", "Joseph R. Biden Jr."} <= set(biden.names)
    assert "person:biden joe" in biden.keys


POPOLO = {
    "persons": [
        {
            "id": "p1",
            "name": "Ada Byrd",
            "other_names": [{"name": "Ada Marie Byrd"}],
            "gender": "female",
            "identifiers": [{"scheme": "wikidata", "identifier": "Q42"}],
        },
        {"id": "p2", "name": "Ben Okonkwo"},
    ],
    "organizations": [{"id": "house", "name": "House of Quays"}, {"id": "tide", "name": "Tide Party"}],
    "areas": [{"id": "a1", "name": "Port Ellery"}],
    "events": [{"id": "t1", "start_date": "2030-01-01", "end_date": "2034-01-01"}],
    "memberships": [
        {
            **{"person_id": "p1", "organization_id": "house", "on_behalf_of_id": "tide", "area_id": "a1"},
            **{"role": "member", "legislative_period_id": "t1"},
        }
    ],
}
FOLLOW_THE_MONEY = [
    {
        "id": "Q42",
        "schema": "Person",
        "properties": {
            **{"name": ["Ada Byrd"], "alias": ["Ada Marie Byrd"], "gender": ["female"], "wikidataId": ["Q42"]},
            **{"country": ["qy"], "political": ["Tide Party"]},
        },
    },
    {"id": "post", "schema": "Position", "properties": {"name": ["member of House of Quays"], "country": ["qy"]}},
    {
        "id": "o1",
        "schema": "Occupancy",
        "properties": {"holder": ["Q42"], "post": ["post"], "startDate": ["2030-01-01"], "endDate": ["2034-01-01"]},
    },
]
LINES = [
    {
        **{"name": "Ada Byrd", "aliases": ["Ada Marie Byrd"], "gender": "F", "wikidata": "Q42"},
        "offices": [
            {"role": "member of House of Quays", "party": "Tide Party", "start": "2030-01-01", "end": "2034-01-01"}
        ],
    }
]
CSV = """name,aliases,gender,wikidata,role,party,start,end
Ada Byrd,Ada Marie Byrd; ,F,Q42,member of House of Quays,Tide Party,2030-01-01,2034-01-01
Ada Byrd,,,Q42,mayor,Tide Party,2035,
"""


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(POPOLO),
        "\n".join(map(json.dumps, FOLLOW_THE_MONEY)),
        json.dumps(FOLLOW_THE_MONEY),
        "\n".join(map(json.dumps, LINES)),
        json.dumps(LINES),
        "\ufeff" + CSV,
    ],
    ids=["popolo", "FollowTheMoney lines", "FollowTheMoney list", "lines", "list", "csv"],
)
def test_each_format_is_read(text: str) -> None:
    ada = read(text)[0]
    assert (ada.id, ada.name, ada.aliases, ada.gender, ada.wikidata) == (
        "Q42",
        "Ada Byrd",
        ("Ada Marie Byrd",),
        "F",
        "Q42",
    )
    held = ada.offices[0]
    assert (held.role, held.party) == ("member of House of Quays", "Tide Party")
    assert (held.start, held.end, held.complete) == ("2030-01-01", "2034-01-01", None)


def test_a_row_of_csv_is_an_office() -> None:
    (ada,) = read(CSV)
    assert [each.role for each in ada.offices] == ["member of House of Quays", "mayor"]
    assert read("name\nAda Byrd\n") == [Entry("ada byrd", "Ada Byrd")]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "[1, 2]", '{"a": 1}', "surname,office\nByrd,mayor\n", '{"persons": [{}]}']
)
def test_what_is_no_authority_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"persons": [{"id": "p", "name": "Ada Byrd", "other_names": "B", "identifiers": 7}], "memberships": {"a": 1}}',
        '{"persons": [{"id": 7, "name": " Ada Byrd ", "other_names": [{}]}], "memberships": [3], "areas": 1}',
        '{"id": "a", "schema": "Person", "properties": {"name": ["Ada Byrd"], "alias": "Bo"}}\n'
        '{"schema": "Occupancy", "properties": null}\n{"schema": "Person", "properties": {"name": "Bo"}}',
        '{"name": "Ada Byrd", "aliases": [null, {}], "gender": 1, "offices": "mayor"}',
        '{"name": "Ada Byrd", "aliases": null, "offices": [null, 3]}',
        "Name;Gender\nAda Byrd;x\n",
        "name\tgender\nAda Byrd\t\n",
    ],
)
def test_what_is_odd_is_left_out(text: str) -> None:
    (entry,) = read(text)
    assert entry[1:] == Entry("", "Ada Byrd")[1:]


@pytest.mark.parametrize(
    "text", ['{"name": " "}', '{"persons": [{"id": "p", "name": ""}]}', '{"persons": ["Ada Byrd"]}', '[{"name": null}]']
)
def test_a_person_without_a_name_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"no name|name each"):
        read(text)


@pytest.mark.parametrize("date", ["yesterday", "2014-13", "2014-12-40", "20140101", 20140101])
def test_an_office_with_a_date_that_cannot_be_read_is_left_out(date: object) -> None:
    offices = [{"role": "Mayor", "start": "2014", "end": date}, {"role": "Mayor", "start": "2020-01-01", "end": ""}]
    (entry,) = read(json.dumps({"name": "Ada Byrd", "offices": offices}))

    assert [(each.start, each.end) for each in entry.offices] == [("2020-01-01", None)]
    assert entry.is_recent
