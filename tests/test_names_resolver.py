"""Which speakers of two articles are one, and what addresses they get."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.model import Speaker, SpeakerKind
from quotes.names import key, keys_of, slug
from tests.builders import anonymous, organisation, person

HERE, THERE = "0123456789abcdef", "fedcba9876543210"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Lloyd Austin", "Austin"), person("US Defence Secretary, Lloyd Austin")),
        (person("Park Sun-won", role="lawmaker"), person("Park Sunwon")),
        (organisation("The Kremlin"), organisation("Kremlin")),
    ],
)
def test_one_speaker_in_two_articles(one: Speaker, other: Speaker) -> None:
    assert key(one, HERE) == key(other, THERE)


@pytest.mark.parametrize(
    "speaker",
    [
        pytest.param(anonymous("a senior US official"), id="unnamed source"),
        pytest.param(anonymous("Lloyd Austin"), id="unnamed, whatever the words"),
        pytest.param(person("Austin", role="US defence secretary"), id="family name and role"),
        pytest.param(person("Mr Austin"), id="title and family name"),
        pytest.param(organisation("police"), id="a body without a name"),
        pytest.param(organisation("the Foreign Ministry"), id="a ministry of no country"),
    ],
)
def test_one_in_its_article_only(speaker: Speaker) -> None:
    assert key(speaker, HERE) == key(speaker, HERE)
    assert key(speaker, HERE) != key(speaker, THERE)


def test_a_person_is_no_organisation() -> None:
    assert key(person("Arthur Andersen"), HERE) != key(organisation("Arthur Andersen"), HERE)


def test_shorter_names_and_roles_join_nobody() -> None:
    son = person("Donald Trump Jr.", "Donald Trump", "Trump", role="businessman")
    assert key(son, HERE) != key(person("Donald Trump", "Trump", role="businessman"), THERE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (anonymous("A senior US official"), anonymous("a senior US official")),
        (person("Mr Austin"), person("Austin")),
        (organisation("The police"), organisation("police")),
    ],
)
def test_one_speaker_in_one_article(one: Speaker, other: Speaker) -> None:
    assert key(one, HERE) == key(other, HERE)


def test_keys_of_a_typed_name() -> None:
    assert key(person("Park Sun-won"), HERE) in keys_of("sunwon park")
    assert key(organisation("The Kremlin"), HERE) in keys_of("Kremlin")
    assert keys_of("austin") == keys_of("a senior official") == []


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        (person("Lloyd Austin"), "lloyd-austin"),
        (person("Park Sun-won"), "park-sun-won"),
        (person("Tomás O’Brien-Łuk"), "tomas-obrien-luk"),
        (organisation("The Kremlin"), "kremlin"),
        (anonymous("A senior US official"), "senior-us-official-01234567"),
        (person("Austin"), "austin-01234567"),
        (person("Зеленський"), "speaker-01234567"),
        (anonymous("—"), "speaker-01234567"),
        (anonymous("official " * 20), "official-official-official-official-official-official-01234567"),
        (anonymous("x" * 100), "x" * 60 + "-01234567"),
    ],
)
def test_slugs(speaker: Speaker, expected: str) -> None:
    assert slug(speaker, HERE) == expected


kinds: st.SearchStrategy[SpeakerKind] = st.sampled_from(["person", "organisation", "anonymous"])


@given(st.builds(Speaker, st.text(), kinds))
def test_every_speaker_has_a_key_and_a_slug(speaker: Speaker) -> None:
    assert key(speaker, HERE).startswith(speaker.kind + ":")
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug(speaker, HERE))
