"""Descriptions of people and bodies that an article names are those people and bodies, in invented articles."""

from __future__ import annotations

import pytest

import quotes


def speakers(text: str) -> list[str | None]:
    """The speaker of each quotation, in the order of the text."""
    return [each.speaker for each in quotes.extract(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Calls for a new pier.\n\nA former harbour commissioner says the board should close the pier at once.\n\n"
            "“Now is the time to act,” said Olaf Wren, who ran the port under Ada Byrd.",
            "Olaf Wren",
            id="a former office, named in the next paragraph",
        ),
        pytest.param(
            "The Latest on the storm:\n\n2:45 p.m.\n\nDenmark’s ferry commissioner says an inquiry shows no one from "
            "the port office released the forms to the press.\n\nOlaf Wren says he told staff on Monday to check "
            "whether anyone had opened the safe.\n\n___\n\n1:20 p.m.\n\nAda Byrd is on her way to Ellery.",
            "Olaf Wren",
            id="whose office, in an entry of a report in several",
        ),
        pytest.param(
            "Lawmaker urges action on piers;\n\nMember of House panel says Ellery has to keep gulls out of the port\n\n"
            "Rep. Olaf Wren, the top man on the committee, called on Mayor Ada Byrd to act against gulls, meddling he "
            "said was bad. “It is late,” Wren said.",
            "Olaf Wren",
            id="in a line below the headline",
        ),
        pytest.param(
            "Ada Byrd Speaks Directly To Crews After Storm.\n\nAda Byrd spoke out Tuesday about the death of Ivo Marsh "
            "in Ellery, arguing that the storms should be “recognised.”\n\nOn Tuesday’s show, the former secretary of "
            "state and current Democratic presidential nominee said she wanted to speak “directly to the "
            "crews” and let "
            "them know.\n\n“How often do we have to see this?” Byrd said.",
            "Ada Byrd",
            id="the only one who spoke before",
        ),
        pytest.param(
            "Massachusetts Sen. Ada Byrd questioned the bank. Sens. Ivo Marsh (R-Iowa) was silent. After he admitted "
            "under Byrd’s grilling that he had not been held to account, she was angry. The Democratic senator also "
            "said that nobody had been held to account.",
            "Ada Byrd",
            id="a senator of a party",
        ),
    ],
)
def test_somebody_named(text: str, speaker: str) -> None:
    found = speakers(text)
    assert speaker in found
    assert not any(name and name[:1].islower() for name in found)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Ada Byrd questioned Wells Fargo boss Ivo Marsh on Tuesday. Marsh said nothing about the bank’s "
            "drive to sell "
            "accounts. Wells Fargo has paid a fine.\n\nSome clerks made accounts up.\n\nThe bank said that it "
            "had fired "
            "thousands of clerks from 2011 to 2016.",
            "Wells Fargo",
            id="the bank",
        ),
        pytest.param(
            "(CNN Business)Markets were quiet on Tuesday.\n\nThe main markets were mixed after CNBC reported that the "
            "mood in Ellery was bad. The news organization, citing a source, reported that Mayor Ada Byrd’s mood was "
            "dampening the port’s hopes.",
            "CNBC",
            id="the news organization",
        ),
        pytest.param(
            "Popular Website Shows Bias When It Comes To ‘Fact-Checking’ Mayors.\n\nData are important. "
            "PolitiFact rated "
            "52 claims of mayors as false. PolitiFact is owned by a newspaper, and PolitiFact has not "
            "changed. Zero Hedge "
            "disagreed. “It is late,” PolitiFact said.",
            "PolitiFact",
            id="of a headline",
        ),
    ],
)
def test_a_body_named(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_a_company_among_several_stays_unnamed() -> None:
    text = "Lindell Energy and Marrow Foods met on Monday. The company said that it would close a mill."
    assert speakers(text)[-1] not in ("Lindell Energy", "Marrow Foods")


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        pytest.param("According to exit polls, Ada Byrd had a lead of ten points.", "Ada Byrd", id="after a source"),
        pytest.param(
            "Olaf Wren was shot in May. Wren’s relatives watched the film, and said they had “more questions than "
            "answers.”",
            "Olaf Wren",
            id="whose relatives",
        ),
        pytest.param(
            "Olaf Wren was shot in May. Wren’s family called the film “a stain on the town.”",
            "Olaf Wren",
            id="whose family",
        ),
        pytest.param(
            "Mr. Ban has promoted equality. He has backed rights. And in recent months, he said he backed the "
            "idea of a "
            "woman’s succeeding him.\n\nThat looks unlikely.\n\nStevie Marsh and Ada Byrd contributed reporting.",
            "Ada Byrd",
            id="in a credit",
        ),
        pytest.param(
            "A letter to Mayor Byrd’s lawyer, Ada Wren, came on Monday.\n\nOn Thursday, the board held Ivo Marsh in "
            "contempt for refusing to show up. His lawyer said he would not answer questions.",
            "Ada Wren",
            id="the lawyer of another",
        ),
        pytest.param(
            "The Republican National Committee is filing a complaint Monday with Washington D.C.’s attorney oversight "
            "board, claiming that Ellery aide Ada Wren had a conflict of interest in her legal role during the probe."
            "\n\nThe complaint to the D.C. Court of Appeals’ Board on Professional Responsibility says Wren was late.",
            "Board on Professional Responsibility",
            id="with whom a complaint is filed",
        ),
        pytest.param(
            "The authors of the report, which include the U.S. PIRG Education Fund and Citizens for Tax "
            "Justice, combed "
            "through the filings of the Fortune 500 for 2015 and found an astonishing 73 percent “maintained "
            "subsidiaries in offshore tax havens.”",
            "the filings of the Fortune 500",
            id="what is combed through",
        ),
    ],
)
def test_nobody_who_did_not_speak(text: str, nobody: str) -> None:
    assert nobody not in speakers(text)


def test_it_is_a_report_that_spoke_before() -> None:
    text = (
        "The Tide Institute published a report about Lindell Energy on Monday. Lindell Energy owns three mills, the "
        "report says.\n\nIt also points out that the penalties are so light."
    )
    assert speakers(text)[-1] == "Tide Institute"
