"""Only a whole phrase for somebody is shown as a role."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.extraction.job_titles import role_of


@pytest.mark.parametrize(
    ("noted", "shown"),
    [
        ("the harbour master", "the harbour master"),
        ("harbour master of Port Ellery", "harbour master of Port Ellery"),
        ("Gov.", "Governor"),
        ("former New Jersey Gov.", "former New Jersey Governor"),
        (". Judge", "Judge"),
        ("the Rev.", "the Reverend"),
        ("(D-Mass.)", "Democrat, Massachusetts"),
        ("R-S.C.", "Republican, South Carolina"),
        ("(R-IN)", "Republican, Indiana"),
        ("R-Tex.", "Republican, Texas"),
        ("R-Utah.", "Republican, Utah"),
        ("D-Brooklyn", "Democrat, Brooklyn"),
        ("D-Ohio.", "Democrat, Ohio"),
        ("astronaut", "astronaut"),
        ("former shortstop", "former shortstop"),
        ("panel Chairman Rep.", "panel Chairman"),
        ("Last week Treasury official", "Treasury official"),
        ("now a consultant on ports", "a consultant on ports"),
        ("herself the town’s librarian", "the town’s librarian"),
        ("High Court Justice Ines", "High Court Justice"),
        ("principal Dr.", "principal"),
        ("secretary-general", "secretary-general"),
        ("The mayor", "the mayor"),
        ("a father of three", "a father of three"),
    ],
)
def test_a_role(noted: str, shown: str) -> None:
    assert role_of([noted], "Ines Okafor") == shown


@pytest.mark.parametrize(
    ("noted", "shown"),
    [
        (["Gov.", "of Kansas"], "Governor (Kansas)"),
        (["former Sen.", "of New Mexico"], "former Senator (New Mexico)"),
        (["Sen.", "of Ohio", "D-Ohio"], "Senator (Democrat, Ohio)"),
        (["Mayor", "of Ohio"], "Mayor"),
        (["Gov.", "of Kansas City"], "Governor"),
        (["of Kansas"], None),
    ],
)
def test_a_state_follows_a_title(noted: list[str], shown: str | None) -> None:
    assert role_of(noted, "Ines Okafor") == shown


@pytest.mark.parametrize(
    "noted",
    [
        *("", " ", ".", "’s", "wishes", "everything", "Countered", "cement", "a book", "the court", "the meeting"),
        *("after his deputy", "beside the finance minister", "of the Bank", "According to the mill owner"),
        *("whose president", "chairman of Mrs.", "foreign ministry of the", "the first bus", "four elections"),
        *("its chief executive", "his doctor", "the most anticipated witness"),
        *("Ines", "several hundred guests", "On Tuesday mornings", "a radio interview", "the city government"),
    ],
)
def test_no_role(noted: str) -> None:
    assert role_of([noted], "Ines Okafor") is None


def test_the_fullest_office_is_taken() -> None:
    assert role_of(["mayor", "after the vote", "the mayor of Port Ellery"], "Ann Marsh") == "the mayor of Port Ellery"
    assert role_of(["Senator", "a wealthy father of three daughters"], "Ann Marsh") == "Senator"


def test_a_party_follows_a_bare_title() -> None:
    assert role_of(["Sen.", "D-Wis."], "Ann Marsh") == "Senator (Democrat, Wisconsin)"
    assert role_of(["Sen.", "D-Wis.", "the leader of the Senate"], "Ann Marsh") == "the leader of the Senate"


@given(st.text(), st.text())
def test_a_role_has_a_word_for_somebody(noted: str, name: str) -> None:
    role = role_of([noted], name)
    assert role is None or role == " ".join(role.split()) and any(map(str.isalpha, role))
