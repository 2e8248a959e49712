"""Pairs of names from many cultures: joined by themselves, suggested to a person, or left alone.

The names are invented, or so common that they are nobody's. "join" is only what is one name written in two ways;
everything that needs to be known rather than read is for a person to say.
"""

from __future__ import annotations

from collections import Counter

import pytest

from quotes import names
from quotes.model import Speaker, SpeakerKind
from quotes.names.suggestions import Known, suggest

HERE, THERE = "0" * 16, "1" * 16
PERSON: SpeakerKind = "person"
BODY: SpeakerKind = "organisation"
SOMEBODY: SpeakerKind = "anonymous"

PAIRS: list[tuple[str, SpeakerKind, str, SpeakerKind, str]] = [
    # One name, two ways of writing it.
    ("Han Min-jae", PERSON, "Han Minjae", PERSON, "join"),
    ("Han Min-jae", PERSON, "Min-jae Han", PERSON, "join"),
    ("Han Min Jae", PERSON, "Han Min-jae", PERSON, "join"),
    ("Chen Wei-ling", PERSON, "Chen Weiling", PERSON, "join"),
    ("Nguyễn Thị Hồng", PERSON, "Nguyen Thi Hong", PERSON, "join"),
    ("José Núñez", PERSON, "Jose Nunez", PERSON, "join"),
    ("Zoë Brönte", PERSON, "Zoe Bronte", PERSON, "join"),
    ("Łukasz Żuraw", PERSON, "Lukasz Zuraw", PERSON, "join"),
    ("Søren Ødegård", PERSON, "Soren Odegard", PERSON, "join"),
    ("Petro Hrushevskyy", PERSON, "Petro Hrushevskiy", PERSON, "join"),
    ("Siobhán O’Dea", PERSON, "Siobhan O'Dea", PERSON, "join"),
    ("Marsh, Ann", PERSON, "Ann Marsh", PERSON, "join"),
    ("Dr. Ann Marsh", PERSON, "Ann Marsh", PERSON, "join"),
    ("Senator Ann Marsh", PERSON, "Ann Marsh", PERSON, "join"),
    ("Prime Minister Amara Diallo", PERSON, "Amara Diallo", PERSON, "join"),
    ("Amara Diallo, the foreign minister", PERSON, "Amara Diallo", PERSON, "join"),
    ("J. D. Marsh Cole", PERSON, "JD Marsh Cole", PERSON, "join"),
    ("ANN MARSH", PERSON, "Ann Marsh", PERSON, "join"),
    ("Ann Marsh’s", PERSON, "Ann Marsh", PERSON, "join"),
    ("Faisal al-Harith", PERSON, "Faisal Al Harith", PERSON, "join"),
    ("Tanaka Harumi", PERSON, "Harumi Tanaka", PERSON, "join"),
    ("Szabó Ilona", PERSON, "Ilona Szabo", PERSON, "join"),
    ("R. K. Iyer Nair", PERSON, "RK Iyer Nair", PERSON, "join"),
    ("Guðrún Þórsdóttir", PERSON, "Gudrun Thorsdottir", PERSON, "join"),
    ("The Tide Institute", BODY, "Tide Institute", BODY, "join"),
    ("Tidal Defence Union", BODY, "Tidal Defense Union", BODY, "join"),
    ("Ellery Shipping Ltd", BODY, "Ellery Shipping", BODY, "join"),
    ("Tide & Harbour Union", BODY, "Tide and Harbour Union", BODY, "join"),
    # Perhaps one, which a person has to know.
    ("Ann Marsh", PERSON, "Ann B. Marsh", PERSON, "suggest"),
    ("Ann Marsh", PERSON, "Ann Beatrice Marsh", PERSON, "suggest"),
    ("Mohammed Saleh", PERSON, "Mohamed Saleh", PERSON, "suggest"),
    ("Yusuf Demirel", PERSON, "Yousuf Demirel", PERSON, "suggest"),
    ("Sergei Volkonov", PERSON, "Sergey Volkonov", PERSON, "suggest"),
    ("Oleksandr Bondar", PERSON, "Aleksandr Bondar", PERSON, "suggest"),
    ("Catherine Dube", PERSON, "Katherine Dube", PERSON, "suggest"),
    ("María García López", PERSON, "María García", PERSON, "suggest"),
    ("Faisal bin Omar al-Harith", PERSON, "Faisal al-Harith", PERSON, "suggest"),
    ("Ann Marsh", PERSON, "Marsh", PERSON, "suggest"),
    ("Ann Marsh", PERSON, "Ms Marsh", PERSON, "suggest"),
    ("Han Min-jae", PERSON, "Han", PERSON, "suggest"),
    ("Amara Diallo", PERSON, "Diallo", PERSON, "suggest"),
    ("Nguyễn Thị Hồng", PERSON, "Hong", PERSON, "suggest"),
    ("Jan van der Zee", PERSON, "Van der Zee", PERSON, "suggest"),
    ("Ann Marsh", PERSON, "the mayor of Ellery", SOMEBODY, "suggest"),
    ("World Tide Union", BODY, "WTU", BODY, "suggest"),
    ("Ellery Shipping", BODY, "Ellery", BODY, "suggest"),
    ("Jean-Luc Perrin", PERSON, "Jean Luc Perrin", PERSON, "suggest"),
    ("Ana Ruiz-Vega", PERSON, "Ana Ruiz Vega", PERSON, "suggest"),
    ("Ana Ruiz-Vega", PERSON, "Ana Vega", PERSON, "suggest"),
    ("Ann Jackson Lee", PERSON, "Jackson Lee", PERSON, "suggest"),
    ("Bob Marsh", PERSON, "Robert Marsh", PERSON, "suggest"),
    ("Liz Okonkwo", PERSON, "Elizabeth Okonkwo", PERSON, "suggest"),
    ("Ana María Ruiz", PERSON, "Ana M. Ruiz", PERSON, "suggest"),
    ("Ben Okonkwo", PERSON, "B. Okonkwo", PERSON, "suggest"),
    ("Daw Thida Aung", PERSON, "Thida Aung", PERSON, "suggest"),
    ("Tadesse Haile Worku", PERSON, "Tadesse Haile", PERSON, "suggest"),
    ("King Charles", PERSON, "Charles King", PERSON, "suggest"),
    # Two people, or nothing that says otherwise.
    ("Park Sun-won", PERSON, "Park Sun-woo", PERSON, "suggest"),
    ("Han Min-jae", PERSON, "Han Seo-yeon", PERSON, "apart"),
    ("Ann Marsh", PERSON, "Ben Marsh", PERSON, "apart"),
    ("Ann Marsh", PERSON, "Ann Okonkwo", PERSON, "apart"),
    ("Ben Marsh", PERSON, "Ben Marsh Jr.", PERSON, "apart"),
    ("Ben Marsh Sr.", PERSON, "Ben Marsh Jr.", PERSON, "apart"),
    ("Ben Marsh II", PERSON, "Ben Marsh III", PERSON, "apart"),
    ("Marsh", PERSON, "Marsh", PERSON, "apart"),
    ("Ben Okonkwo", PERSON, "K. Okonkwo", PERSON, "apart"),
    ("Ann Marsh", PERSON, "Marsh Marsh", PERSON, "apart"),
    ("Ben H. Marsh", PERSON, "Ben W. Marsh", PERSON, "apart"),
    ("Mr Han", PERSON, "Han", PERSON, "apart"),
    ("Ann Marsh", PERSON, "Ann Marsh", BODY, "apart"),
    ("Ann Marsh", PERSON, "a senior official", SOMEBODY, "apart"),
    ("a senior official", SOMEBODY, "a senior official", SOMEBODY, "apart"),
    ("a police spokesman", SOMEBODY, "police", BODY, "apart"),
    ("the Foreign Ministry", BODY, "the Foreign Ministry", BODY, "apart"),
    ("police", BODY, "the police", BODY, "apart"),
    ("Bank of Ellery", BODY, "Bank of Tides", BODY, "apart"),
    ("Amara Diallo", PERSON, "Aminata Diallo", PERSON, "apart"),
    ("José Núñez", PERSON, "José Ibáñez", PERSON, "apart"),
]


def decision(one: Speaker, other: Speaker) -> str:
    keys = names.key(one, HERE), names.key(other, THERE)
    if keys[0] == keys[1]:
        return "join"
    known = [
        Known(key, who.name, who.kind, (who.role,) if who.role else (), 1)
        for key, who in zip(keys, (one, other), strict=True)
    ]
    assert suggest(known, ()) == suggest(known[::-1], ())
    return "suggest" if suggest(known, ()) else "apart"


@pytest.mark.parametrize(("one", "kind", "other", "other_kind", "expected"), PAIRS)
def test_a_pair(one: str, kind: SpeakerKind, other: str, other_kind: SpeakerKind, expected: str) -> None:
    role = "mayor of Ellery" if one == "Ann Marsh" else None
    assert decision(Speaker(one, kind, role=role), Speaker(other, other_kind)) == expected


def test_there_are_sixty_and_more_of_every_sort() -> None:
    assert len(set(PAIRS)) == len(PAIRS) >= 60
    assert min(Counter(expected for *_, expected in PAIRS).values()) >= 15
