"""Articles part the people of one name, and leave one person whole, in whatever order they come."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quotes
from quotes import store
from quotes.model import Article
from quotes.names.namesakes import namesakes
from quotes.names.occupations import occupations
from quotes.names.offices import Seat
from quotes.names.traits import NONE, Traits, dumped, loaded, read
from tests.people_of_one_name import CASES, Case


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_people_of_one_name(case: Case) -> None:
    articles = [Article(text, f"{number}.txt", published=date) for number, (date, text) in enumerate(case.articles)]
    found = [quotes.extract(article) for article in articles]
    partitions = set()
    for order in permutations(range(len(articles))):
        with store.create(":memory:") as db:
            for number in order:
                store.ingest(db, articles[number], found[number])
            said: dict[int, set[str]] = {}
            for speaker, source in db.execute(
                """
                select n.speaker_id, a.source from speaker_names n join articles a on a.id = n.article_id
                where n.name like ?
                """,
                [f"%{case.name}%"],
            ):
                said.setdefault(speaker, set()).add(source)
            partitions.add(frozenset(frozenset(each) for each in said.values()))
            assert list(store.verify(db.conn)) == []
    (partition,) = partitions
    assert len(partition) == case.people


@pytest.mark.parametrize(
    ("role", "now", "before"),
    [
        ("Senator (Democrat, Ohio)", {"government"}, set()),
        ("state Senator", set(), set()),
        ("high school football coach", {"sport"}, set()),
        ("President", {"government"}, set()),
        ("president of the union", set(), set()),
        ("vice president of marketing", set(), set()),
        ("president of Lowmouth University", {"university"}, set()),
        ("University Chancellor", {"university"}, set()),
        ("Prime Minister", {"government"}, set()),
        ("Baptist minister", set(), set()),
        ("Secretary of State", {"government"}, set()),
        ("press secretary", set(), set()),
        ("Attorney General", set(), set()),
        ("Lt. General", {"uniform"}, set()),
        ("former general", set(), {"uniform"}),
        ("retired neurosurgeon", set(), {"medicine"}),
        ("surgeon general", set(), set()),
        ("Bank of England Governor", set(), set()),
        ("Justice Minister", {"government"}, set()),
        ("Supreme Court Justice", {"judge"}, set()),
        ("spokesman for the governor", set(), set()),
        ("a representative of the union", set(), set()),
        ("actor-turned-senator", {"entertainment", "government"}, set()),
    ],
)
def test_kinds_of_occupation(role: str, now: set[str], before: set[str]) -> None:
    assert tuple(map(set, occupations(role))) == (now, before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No,” said Ada Byrd, 62.", (1968, 1969)),
        ("Ada Byrd (62) left.", (1968, 1969)),
        ("The 62-year-old plumber Ada Byrd left.", (1968, 1969)),
        ("Ada Byrd, 62.5 points ahead, left.", None),
        ("Ada Byrd, 12 others and a dog left.", None),
        ("Ada Byrd, 16, left. Ada Byrd, 62, stayed.", None),
    ],
)
def test_ages(text: str, expected: tuple[int, int] | None) -> None:
    assert read(["Ada Byrd"], [], [], text, "2031-02-01").born == expected
    assert read(["Ada Byrd"], [], [], text, None).born is None


def test_years_of_death() -> None:
    assert read(["Ada Byrd"], [], [], "Ada Byrd (1901–1994) sang.", "2031").died == 1994
    assert read(["Ada Byrd"], [], [], "Ada Byrd, who died in May 1994, sang.", None).died == 1994
    assert read(["Ada Byrd"], [], [], "He met the late singer Ada Byrd.", "2031-02").died == 2031


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        (["he"], ""),
        (["he", "He"], ""),
        (["he", "He", "him"], "m"),
        (["he", "he", "he", "she"], ""),
        (["he", "he", "he", "Ada Byrd", "Byrd", "Byrd"], ""),
        (["Mr. Byrd", "Ada Byrd", "Byrd", "Byrd"], "m"),
        (["Mr. Byrd"], "m"),
        (["Ms. Byrd", "she"], "f"),
        (["Mr. Byrd", "Mrs. Byrd"], ""),
        (["her lawyer", "his lawyer"], ""),
    ],
)
def test_gender_is_told_clearly_or_not_at_all(mentions: list[str], expected: str) -> None:
    assert read(["Ada Byrd"], [], mentions, "", None).gender == expected


kinds = st.lists(
    st.sampled_from(["government", "judge", "sport", "medicine", "entertainment"]), max_size=2, unique=True
)
described = st.builds(
    Traits,
    gender=st.sampled_from(["", "m", "f"]),
    now=kinds.map(sorted).map(tuple),
    before=kinds.map(sorted).map(tuple),
    seats=st.sampled_from([(), (Seat("senator", "Ohio"),), (Seat("senator", "Utah"),)]),
    month=st.sampled_from(["", "2011-02", "2031-01", "2031-02"]),
    born=st.sampled_from([None, (1960, 1961), (1990, 1991)]),
    died=st.sampled_from([None, 1994, 2031]),
    alive=st.sampled_from([None, 2031]),
)


@given(st.dictionaries(described, st.integers(1, 3), max_size=8), st.randoms())
def test_the_order_of_articles_parts_nobody_else(counts: dict[Traits, int], random: object) -> None:
    people = namesakes(counts)
    items = list(counts.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert namesakes(dict(items)) == people
    members = [traits for person in people for traits in person.traits]
    assert sorted(map(repr, members)) == sorted(map(repr, counts))
    assert all(bool(person.reason) == bool(number) for number, person in enumerate(people))
    many = sum(counts.values()) >= 10  # one description against so many is taken for an error
    for person in people[1 if many else 0 :]:
        assert len({each.gender for each in person.traits} - {""}) < 2
        assert len({each.seats for each in person.traits} - {()}) < 2


@given(described)
def test_traits_are_stored_as_they_are(traits: Traits) -> None:
    assert loaded(dumped(traits)) == traits
    assert loaded(dumped(NONE)) == NONE
