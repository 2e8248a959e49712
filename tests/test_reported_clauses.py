"""Where a reported clause begins and ends if the parse is unsure, and what only looks like one."""

from __future__ import annotations

import pytest

import quotes


def reported(text: str) -> list[tuple[str, str | None]]:
    """The words of each paraphrase, and who said them."""
    return [
        (q.text, q.speakers[0].name if q.speakers else None) for q in quotes.extract(text) if q.kind == "paraphrase"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada Byrd said after the meeting she would sign the bill.", "she would sign the bill"),
        ("Ada Byrd said in an interview on Monday the merger would save millions.", "the merger would save millions"),
        ("Ada Byrd warned, as she did last year, that the fund could run dry.", "the fund could run dry"),
        ("Ada Byrd made clear that she had not changed her mind.", "she had not changed her mind"),
        ("Ada Byrd told El País the fruit fell out of the car.", "the fruit fell out of the car"),
        ("Ada Byrd said Wednesday night the road would be shut.", "the road would be shut"),
        ("Ada Byrd said Monday was too early for a vote.", "Monday was too early for a vote"),
        ("Ada Byrd confirmed two of the dead were Danish nationals.", "two of the dead were Danish nationals"),
        ("Manager Ada Byrd revealed striker Max Ort will miss the derby.", "striker Max Ort will miss the derby"),
        (
            "Ada Byrd explained most residents who answered the survey wanted to keep the old name.",
            "most residents who answered the survey wanted to keep the old name",
        ),
        (
            "Ada Byrd said the accused, identified as Raju Teli, was nabbed from a lodge near the bus stand.",
            "the accused, identified as Raju Teli, was nabbed from a lodge near the bus stand",
        ),
        (
            "Ada Byrd charges that countries that stand to benefit from the deal donated millions to the fund.",
            "countries that stand to benefit from the deal donated millions to the fund",
        ),
    ],
)
def test_a_clause_is_found_whatever_stands_before_it(text: str, words: str) -> None:
    assert reported(text) == [(words, "Ada Byrd")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Judge Ada Byrd ruled that the search was unlawful and threw out the evidence.", "the search was unlawful"),
        ("If the court says the law is void, hundreds of verdicts will fall.", "the law is void"),
    ],
)
def test_what_the_writer_tells_is_no_part_of_it(text: str, expected: str) -> None:
    assert [words for words, _ in reported(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Harbour Union said the verdict undermined the press, while a spokesman, Zaw Min, said it was fair.",
            [("the verdict undermined the press", "Harbour Union"), ("it was fair", "Zaw Min")],
        ),
        (
            "Minister Brigitte Lamothe said the government is studying the idea, but gun owners said it would fail.",
            [("the government is studying the idea", "Brigitte Lamothe"), ("it would fail", "gun owners")],
        ),
        (
            "North Korea has pledged to shut its test site, South Korean President Moon Sung-ho said on Wednesday.",
            [("North Korea has pledged to shut its test site", "Moon Sung-ho")],
        ),
        (
            "Minister Ada Byrd told reporters the attacker, who was on a watch list, had stolen the knife.",
            [("the attacker, who was on a watch list, had stolen the knife", "Ada Byrd")],
        ),
    ],
)
def test_each_clause_has_its_own_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    assert reported(text) == expected


def test_two_speakers_of_one_sentence_have_their_own_clauses() -> None:
    text = (
        "The premier says she won't call an early election, but the budget looks like a campaign document, critics say."
    )
    assert reported(text) == [
        ("she won't call an early election", "the premier"),
        ("the budget looks like a campaign document", "critics"),
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The vote was fair. None of the boxes had been opened, the coast guard said in a statement.", "coast guard"),
        ("Large sections of the city are divided by race and income, other studies have shown.", "studies"),
        ("More than half of care homes have cut staff since April, a report has found.", "report"),
        ("Prosecutors allege Tull moved $2 million through shell companies before he was arrested.", "Prosecutors"),
        ("The central bank kept its key rate unchanged at 4.5%, saying inflation remained too high.", "central bank"),
        (
            "In 2013, research by the Center for Media found PolitiFact consistently rated Democrats higher.",
            "research",
        ),
        (
            "The boy's mother, who CBC is not naming to protect her son's identity, said he came home with rope burns.",
            "boy's mother",
        ),
    ],
)
def test_the_subject_of_a_verb_of_speech_is_a_source_without_a_name(text: str, speaker: str) -> None:
    ((_, found),) = reported(text)
    assert found is not None
    assert speaker.casefold() in found.casefold()


@pytest.mark.parametrize(
    "text",
    [
        # A fact is nobody's claim.
        "Ada Byrd took pride in her work, despite the fact that she was given a boost by her father.",
        # The object of a verb that has no clause.
        "They criticised Scooter Lund's company and the effect big businesses can have when they buy up smaller ones.",
        "Sondland asked President Oleg Zorin for the inquiry at the same time as aid for the ally was being stalled.",
        # What came after somebody spoke.
        "After the miners' union objected, the case was moved to St. Louis.",
        # No verb of speech.
        "For those with incomes of more than $5 million, Ada Byrd would impose a 4 percent surcharge on the tax.",
        "Ada Byrd immersed herself in the books, which left little doubt that the planet was warming.",
        "“Players are emotional,” said Kris Knobel, well aware that coaches are always shown on television.",
        # No instrument speaks.
        "The telescope shows that the planet has an atmosphere.",
        # Nobody asks.
        "Ada Byrd's decision not to come clean raises questions about what she might be concealing.",
    ],
)
def test_only_a_verb_of_speech_or_a_claim_announces_it(text: str) -> None:
    assert reported(text) == []


def test_a_claim_that_somebody_voices_is_reported() -> None:
    ((words, speaker),) = reported("Republicans have expressed concern that changing the policy could lead to fraud.")
    assert words == "changing the policy could lead to fraud"
    assert speaker == "Republicans"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The board, whose ferries sail to the islands, said fares for the summer ending in August should fall.",
            ("fares for the summer ending in August should fall", "the board"),
        ),
        (
            "Police say after a fire, the tenant was found hiding inside the shed.",
            ("the tenant was found hiding inside the shed", "Police"),
        ),
        ("The tenant told officers he left the house at noon.", ("he left the house at noon", "the tenant")),
        (
            "The storm was over, Ada Byrd said, with the Harbour Board adding that it was too deep to move the quay.",
            ("it was too deep to move the quay", "Harbour Board"),
        ),
        (
            "The law is void, Ada Byrd said, adding the mill breaks the rules of the harbour.",
            ("the mill breaks the rules of the harbour", "Ada Byrd"),
        ),
    ],
)
def test_a_source_away_from_its_clause_is_found(text: str, expected: tuple[str, str]) -> None:
    assert expected in reported(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "According to the harbour report, the flight instructor and the student had gone to a shed on the quay.",
            "the flight instructor and the student had gone to a shed on the quay",
        ),
        (
            "Twenty bodies were recovered, according to Lund, citing reports from the civil defence office.",
            "Twenty bodies were recovered",
        ),
        (
            "According to an affidavit unsealed Monday, officers confirmed the sale after Max Ort denied it.",
            "officers confirmed the sale after Max Ort denied it",
        ),
    ],
)
def test_a_clause_beside_its_source_is_whole(text: str, words: str) -> None:
    assert [found for found, _ in reported(text)] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Lawyers said the town has issued 72 fines over the last ten years, several of which are unpaid.",
            "the town has issued 72 fines over the last ten years, several of which are unpaid",
        ),
        (
            "Witnesses said the crew was there within minutes, but the flames were so hot they could not go in.",
            "the crew was there within minutes, but the flames were so hot they could not go in",
        ),
        (
            "According to Ada Byrd, the board will not sell the ferry (which it bought in 2019 from Max Ort).",
            "the board will not sell the ferry (which it bought in 2019 from Max Ort)",
        ),
        (
            "The minister emphasized that the safety of the crews must remain the first aim, calling on both sides to "
            "end the strike.",
            "the safety of the crews must remain the first aim",
        ),
        (
            "Ada Byrd was asked if she could comment on the meetings, responding, “No.”",
            "she could comment on the meetings",
        ),
    ],
)
def test_a_clause_ends_with_what_belongs_to_it(text: str, words: str) -> None:
    assert words in [found for found, _ in reported(text)]


@pytest.mark.parametrize(
    "text",
    [
        "People on the quay found what they believed to be oil.",
        "The sale is a blow for the crews who will now, according to Ada Byrd, have to look for work.",
    ],
)
def test_an_unfinished_or_unsaid_clause_is_not_shown(text: str) -> None:
    assert reported(text) == []
