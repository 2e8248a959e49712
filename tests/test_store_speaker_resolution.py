"""One speaker over many articles, whatever the order in which the articles come."""

from __future__ import annotations

import json
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes import store
from quotes.model import Article, Speaker
from tests.builders import anonymous, organisation, person, plain, quotation

numbers = count()


def quoted(db: Database, *speakers: Speaker, published: str | None = None) -> None:
    """Ingests one article in which each of `speakers` says something new."""
    words = [f"This is number {next(numbers)}," for _ in speakers]
    sentences = [f"“{said}” said {who.name}.\n" for said, who in zip(words, speakers, strict=True)]
    article = Article("".join(sentences), "a.txt", published=published)
    store.ingest(db, article, [quotation(article, said, by=[who]) for said, who in zip(words, speakers, strict=True)])


def slugs(db: Database) -> set[str]:
    return {speaker.slug for speaker in store.speakers(db.conn)}


def test_one_lloyd_austin_over_three_articles(db: Database) -> None:
    quoted(db, person("Lloyd Austin"), published="2024-10-23")
    quoted(db, person("Lloyd Austin", "Austin"), published="2024-10-24")
    quoted(db, person("US Defence Secretary, Lloyd Austin", role="US Defence Secretary"), published="2024-10-22")
    (austin,) = store.speakers(db.conn)
    assert (austin.slug, austin.name, austin.quoted) == ("lloyd-austin", "Lloyd Austin", 3)
    assert austin.role == "US Defence Secretary"
    for typed in ("lloyd-austin", "austin", "lloyd aus", "Austin, Lloyd", "LLOYD AUSTIN"):
        assert store.speakers(db.conn, typed) == [austin]
        assert store.search(db.conn, speaker=typed.replace("lloyd aus", "lloyd")).total == 3


def test_park_sun_won_is_one_and_the_lees_are_two(db: Database) -> None:
    quoted(db, person("Park Sun-won"), person("Lee Seong-Hyon", "Lee"))
    quoted(db, person("Park Sunwon"), person("Lee Seong Kweun", "Lee"), person("Park Sun-woo"))
    assert slugs(db) == {"park-sun-won", "park-sun-woo", "lee-seong-hyon", "lee-seong-kweun"}
    assert store.search(db.conn, speaker="Park Sunwon").total == 2
    assert {speaker.name for speaker in store.speakers(db.conn, "lee")} == {"Lee Seong-Hyon", "Lee Seong Kweun"}


def test_two_spellings_of_two_men(db: Database) -> None:
    quoted(db, person("Mohammed bin Saqr al-Sayegh"))
    quoted(db, person("Mohamed al-Saigh"))
    assert slugs(db) == {"mohammed-bin-saqr-al-sayegh", "mohamed-al-saigh"}


def test_a_family_name_alone_joins_nobody(db: Database) -> None:
    quoted(db, person("Lloyd Austin", "Austin"))
    quoted(db, person("Austin"))
    quoted(db, person("Austin"))
    assert len(slugs(db)) == 3


def test_unnamed_sources_are_never_the_same(db: Database) -> None:
    quoted(db, anonymous("a senior US official"))
    quoted(db, anonymous("a senior US official"), anonymous("A senior US official"))
    assert len(slugs(db)) == 2
    assert all(slug.startswith("senior-us-official-") for slug in slugs(db))


def test_the_kremlin_is_kremlin(db: Database) -> None:
    quoted(db, organisation("The Kremlin"))
    quoted(db, organisation("Kremlin"))
    assert slugs(db) == {"kremlin"}


def test_two_speakers_with_one_slug(db: Database) -> None:
    quoted(db, person("Arthur Andersen"))
    quoted(db, organisation("Arthur Andersen"))
    assert slugs(db) == {"arthur-andersen", "arthur-andersen-2"}
    assert store.search(db.conn, speaker="arthur-andersen-2").total == 1
    assert store.search(db.conn, speaker="Arthur Andersen").total == 2


def test_roles_are_dated(db: Database) -> None:
    quoted(db, person("Ann Marsh", role="mayor"), published="2020-01-01")
    quoted(db, person("Ann Marsh", role="minister"), published="2024-01-01")
    quoted(db, person("Ann Marsh", role="candidate"), published="2019-01-01")
    quoted(db, person("Ann Marsh"), published="2025-01-01")
    portrait = store.speaker(db.conn, "ann-marsh")
    assert portrait is not None
    assert portrait.speaker.role == "minister"
    assert [(role.role, role.published) for role in portrait.roles] == [
        ("minister", "2024-01-01"),
        ("mayor", "2020-01-01"),
        ("candidate", "2019-01-01"),
    ]


def test_one_who_speaks_twice_in_a_joint_quotation_is_named_once(db: Database) -> None:
    article, _ = plain("We agree,")
    both = [person("Park Sun-won"), person("Sunwon Park")]
    store.ingest(db, article, [quotation(article, "We agree,", by=both)])
    (hit,) = store.search(db.conn, "agree").hits
    assert hit.quotation.speaker == "Park Sun-won"


NAMES = [
    *(person(name) for name in ("Lloyd Austin", "Austin, Lloyd", "Lloyd J. Austin", "Austin", "Mr Austin")),
    *(person(name) for name in ("Park Sun-won", "Sunwon Park", "Park Sun Won", "Park Sun-woo", "Park")),
    person("Lloyd J. Austin", "Lloyd Austin", "Austin"),
    organisation("The Kremlin"),
    organisation("Kremlin"),
    organisation("police"),
    anonymous("an official"),
]
articles = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), min_size=2, max_size=6)


@pytest.mark.slow
@settings(max_examples=25)
@given(articles, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nobody(cast: list[list[Speaker]], random: Random) -> None:
    printed = []
    for number, speakers in enumerate(cast):
        text = "".join(f"“Words {number} {i},” said {who.name}.\n" for i, who in enumerate(speakers))
        article = Article(text, f"{number}.txt")
        said = [quotation(article, f"Words {number} {i},", by=[who]) for i, who in enumerate(speakers)]
        printed.append((article, said))
    shuffled = printed.copy()
    random.shuffle(shuffled)
    partitions = []
    for order in (printed, shuffled):
        with store.create(":memory:") as db:
            for article, said in order:
                store.ingest(db, article, said)
            rows = db.query(
                "select speaker_id as speaker, json_group_array(text) as said from quotations group by speaker_id"
            )
            partitions.append({frozenset(json.loads(row["said"])) for row in rows})
    assert partitions[0] == partitions[1]


@pytest.mark.parametrize("first", [0, 1])
def test_one_wording_in_an_article_is_one_speaker(db: Database, first: int) -> None:
    poll, known = organisation("a new poll"), organisation("New Poll")
    article = Article("“Marsh trails,” said a new poll. “Ryle leads,” said New Poll.", "poll.txt")
    said = [
        quotation(article, "Marsh trails,", by=[poll], cue="said"),
        quotation(article, "Ryle leads,", by=[known], cue="said"),
    ]
    store.ingest(db, article, said if first == 0 else said[::-1])
    (speaker,) = store.speakers(db.conn)
    assert (speaker.name, speaker.slug, speaker.quoted) == ("New Poll", "new-poll", 2)
    store.ingest(db, *plain("Okonkwo gains", organisation("New Poll")))
    assert [each.quoted for each in store.speakers(db.conn)] == [3]
    assert list(store.verify(db.conn)) == []


def test_an_earlier_version_that_told_less_keeps_its_speaker(db: Database) -> None:
    url = "https://news.example/poll"
    store.ingest(db, *plain("Marsh trails", organisation("a new poll"), url=url))
    store.ingest(db, *plain("Ryle leads", organisation("New Poll"), url=url))
    (article,) = db.conn.execute("select uid from articles").fetchone()
    assert {(each.slug, each.quoted) for each in store.speakers(db.conn)} == {
        ("new-poll", 1),
        (f"new-poll-{article[:8]}", 1),
    }
    assert list(store.verify(db.conn)) == []
