"""An id is understood however it is pasted."""

from __future__ import annotations

import pytest

from quotes.cli.identifiers import article_reference, quotation_id, speaker_name

ID = "x0kcjdsms4y5xmrp"


@pytest.mark.parametrize(
    "given",
    [
        ID,
        f"  {ID.upper()}\n",
        f"/q/{ID}",
        f"http://127.0.0.1:8001/q/{ID}",
        f"https://quotes.example/archive/q/{ID}.csl.json",
        f"https://quotes.example/q/q/q/{ID}?lang=en#text",
    ],
)
def test_the_id_of_a_quotation(given: str) -> None:
    assert quotation_id(given) == ID


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Ines Okafor", "Ines Okafor"),
        ("ines-okafor", "ines-okafor"),
        ("A/B speakers", "A/B speakers"),
        ("https://quotes.example/speakers/ines-okafor", "ines-okafor"),
        ("http://127.0.0.1:8001/speakers/ines-okafor.atom?kind=direct", "ines-okafor"),
    ],
)
def test_the_name_of_a_speaker(given: str, expected: str) -> None:
    assert speaker_name(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (ID, ID),
        (f"http://127.0.0.1:8001/articles/{ID}", ID),
        (f"http://127.0.0.1:8001/articles/{ID}/versions/2", ID),
        ("https://courier.example/news/articles/c1234567", "https://courier.example/news/articles/c1234567"),
        ("news/cranes.txt", "news/cranes.txt"),
        ("/news/cranes.txt", "/news/cranes.txt"),
    ],
)
def test_what_an_article_is_called_by(given: str, expected: str) -> None:
    assert article_reference(given) == expected
