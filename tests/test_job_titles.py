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
        ("Gov.", "Gov."),
        ("former New Jersey Gov.", "former New Jersey Gov."),
        (". Judge", "Judge"),
        ("the Rev.", "the Rev."),
        ("(D-Mass", "D-Mass."),
        ("(R-S.C.", "R-S.C."),
        ("(R-IN)", "R-IN"),
        ("now a consultant on ports", "a consultant on ports"),
        ("herself the town’s librarian", "the town’s librarian"),
        ("High Court Justice Ines", "High Court Justice"),
        ("principal Dr.", "principal"),
        ("secretary-general", "secretary-general"),
        ("its chief executive", "its chief executive"),
        ("The mayor", "the mayor"),
        ("a father of three", "a father of three"),
    ],
)
def test_a_role(noted: str, shown: str) -> None:
    assert role_of([noted], "Ines Okafor") == shown


@pytest.mark.parametrize(
    "noted",
    [
        *("", " ", ".", "’s", "wishes", "everything", "Countered", "cement", "a book", "the court", "the meeting"),
        *("after his deputy", "beside the finance minister", "of the Bank", "According to the mill owner"),
        *("whose president", "chairman of Mrs.", "foreign ministry of the", "the first bus", "four elections"),
        *("Ines", "several hundred guests", "On Tuesday mornings", "a radio interview", "the city government"),
    ],
)
def test_no_role(noted: str) -> None:
    assert role_of([noted], "Ines Okafor") is None


def test_the_fullest_is_taken() -> None:
    assert role_of(["mayor", "after the vote", "the mayor of Port Ellery"], "Ann Marsh") == "the mayor of Port Ellery"


@given(st.text(), st.text())
def test_a_role_is_words_of_what_was_noted(noted: str, name: str) -> None:
    role = role_of([noted], name)
    if role is not None:
        assert role.split()
        assert all(word.rstrip(".").casefold() in noted.casefold() for word in role.split())
