"""An id is understood however it is pasted."""

from __future__ import annotations

import pytest

from quotes.cli.identifiers import article_id, quotation_id, speaker_name
from quotes.ids import article_key
from quotes.model import Article

ID = "x0kcjdsms4y5xmrp"
PUBLISHED = "https://www.courier.example/news/articles/c1234567?utm_source=feed"


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
        (PUBLISHED, article_key(Article("The quay is closed.", "a.html", url=PUBLISHED))),
        ("news/cranes.txt", "news/cranes.txt"),
    ],
)
def test_the_id_of_an_article(given: str, expected: str) -> None:
    assert article_id(given) == expected
