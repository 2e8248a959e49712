"""The place, day and agency before the first sentence of a report are no part of what anybody says."""

from __future__ import annotations

import pytest

import quotes
from quotes.extraction.datelines import after_dateline


@pytest.mark.parametrize(
    "dateline",
    [
        "(QNA) -- ",
        "(Harbourline) — ",
        "OSTRELLE — ",
        "OSTRELLE | ",
        "OSTRELLE—",
        "PORT LORNE, Dunmere — ",
        "PORT LORNE, Dun.– ",
        "ST. ADA'S, D.L. - ",
        "PORT LORNE (Jan. 29, 2031) — ",
        "PORT LORNE, Dunmere (QNA) – ",
        "OSTRELLE, Jan. 6 (Harbourline) -- ",
        "Port Lorne (QNA) — ",
        "Port Lorne, April 5 ",
        "Port Lorne, Sep 4 (QNA) ",
    ],
)
def test_a_dateline_ends_before_the_first_sentence(dateline: str) -> None:
    assert after_dateline(f"{dateline}The bridge is shut, police said.") == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        "NORA — the ferry agency — said it would sail.",
        "Ada Byrd (Labour) said it would sail.",
        "The Harbour Board (HB) said it would sail.",
        "Ada Byrd, 43, said it would sail.",
        "HB-10 ferries will sail.",
        "Ada Byrd – The Mayor – said it would sail.",
        "In May 2031 The Lantern reported it.",
        "QUOTATION ― Ada Byrd",
    ],
)
def test_what_only_looks_like_a_dateline(text: str) -> None:
    assert after_dateline(text) == 0


@pytest.mark.parametrize(
    "dateline", ["OSTRELLE, Dunmere — ", "OSTRELLE (Jan. 29, 2031) — ", "Ostrelle, April 5 ", "(QNA) -- "]
)
def test_no_kind_of_dateline_is_printed_with_the_words(dateline: str) -> None:
    found = quotes.extract(f"{dateline}The old bridge over the Lorne has been shut to lorries, the harbour board said.")
    assert [(q.text, q.speakers[0].name) for q in found] == [
        ("The old bridge over the Lorne has been shut to lorries", "the harbour board")
    ]


@pytest.mark.parametrize("credit", ["(AP)", "(Reuters)"])
def test_the_agency_of_a_picture_is_no_part_of_what_is_said(credit: str) -> None:
    caption = f"Harbour Minister Ada Byrd said the ferries appear to have been sent to Ostrelle {credit}\n\n"
    found = quotes.extract(f"{caption}The council met on Monday and talked about the bridge.")
    assert [q.text for q in found] == ["the ferries appear to have been sent to Ostrelle"]


def test_a_bracket_that_explains_stays() -> None:
    found = quotes.extract("Ada Byrd said the ferries had been sold to the Ostrelle Harbour Board (OHB).")
    assert [q.text for q in found] == ["the ferries had been sold to the Ostrelle Harbour Board (OHB)"]
