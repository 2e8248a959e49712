"""Who is a speaker at all, in invented articles: bodies under their whole names, and nobody for things and scraps."""

from __future__ import annotations

import pytest

import quotes


def sources(text: str) -> list[tuple[str, str]]:
    """The name and kind of each source, once, in the order of the text."""
    return list(dict.fromkeys((who.name, who.kind) for each in quotes.extract(text) for who in each.speakers))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "The Committee for a Responsible Harbour Budget reported that the plan would cost a million.",
            "Committee for a Responsible Harbour Budget",
            id="after for",
        ),
        pytest.param(
            "The nonpartisan Commission on Harbour Safety says there was a problem with the microphone.",
            "Commission on Harbour Safety",
            id="after on",
        ),
        pytest.param(
            "The federal Securities and Exchange Commission said the sellers had lied.",
            "Securities and Exchange Commission",
            id="what it is concerned with",
        ),
        pytest.param(
            "The Conservative Party said it was sorry about the account.", "Conservative Party", id="a title within"
        ),
        pytest.param("Home Depot said it would open a shop in the harbour.", "Home Depot", id="a firm like a person"),
        pytest.param(
            "Nobody came. Pence was on every screen in the town, Twitter announced on Monday.",
            "Twitter",
            id="not recognised",
        ),
        pytest.param(
            "Nobody knew it. “The ferry is sold,” The Hill reported on Monday.", "The Hill", id="with its article"
        ),
    ],
)
def test_a_body_has_its_whole_name(text: str, name: str) -> None:
    assert (name, "organisation") in sources(text)


def test_a_firm_is_named_by_its_first_word() -> None:
    text = "The mine belongs to Brackwater Energy.\n\nIn a statement, Brackwater said: “The mine is safe.”"
    assert sources(text) == [("Brackwater Energy", "organisation")]


def test_two_bodies_stay_two() -> None:
    text = "The Harbour Council and the Ferry Board said the pier was safe."
    assert all("and" not in name for name, _ in sources(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Keeps saying he is the best and that he will win.", id="a verb without its subject"),
        pytest.param("Here are some of the highlights: “My fears have come true.”", id="a thing"),
    ],
)
def test_what_cannot_speak_is_no_speaker(text: str) -> None:
    assert sources(text) == []


def test_who_is_kept_from_something_says_nothing() -> None:
    text = "The rules keep lawyers from arguing cases if they “took part personally in the matter.”"
    assert "lawyers" not in dict(sources(text))


def test_who_stands_for_people_not_for_a_place() -> None:
    text = "The change may please nervous mayors in Ellery, who have argued that it helps the harbour."
    assert [kind for _, kind in sources(text)] == ["anonymous"]


def test_those_are_shown_with_what_is_said_of_them() -> None:
    assert ("those close to him", "anonymous") in sources("Those close to him say that the pier will be closed.")


def test_each_of_two_speaks() -> None:
    text = "Ada Byrd and Ivo Lane met on Monday, each saying the other was wrong about the pier."
    assert {name for name, _ in sources(text)} == {"Ada Byrd", "Ivo Lane"}


def test_a_headline_means_whom_the_text_names() -> None:
    text = "Senator from Ellery says he cannot allow it.\n\nSen. Ada Byrd, a senator from Ellery, is against it."
    assert sources(text) == [("Ada Byrd", "person")]


def test_a_mark_of_a_tag_is_no_part_of_a_name() -> None:
    text = 'Bernie Lindell spoke.\n\nIt is mostly true.">Lindell said that the pier was closed.'
    assert ("Bernie Lindell", "person") in sources(text)


def test_a_title_of_a_secretary_of_state_is_no_other_person() -> None:
    text = "Secretary of State John F. Lindell said the country would work with others."
    assert sources(text) == [("John F. Lindell", "person")]


def test_a_heading_is_nobody() -> None:
    text = (
        "Little Relief for Ferries: The harbour is a place the council was made to keep, and relief is rare.\n\n"
        "Veto Power Impedes Harbour Efforts: Ending “the scourge of silt” is one of the goals.\n\n"
        "He said he backed the idea of a longer pier."
    )
    assert not {"Little Relief", "Veto Power Impedes Harbour Efforts"} & {name for name, _ in sources(text)}


def test_a_label_of_who_speaks_is_no_heading() -> None:
    text = "Secretary of State Nguru Fa: The pier is safe, and it will stay.\n\n“We will see,” Fa said."
    assert sources(text) == [("Nguru Fa", "person")]


def test_a_name_is_not_cut_at_its_possessive() -> None:
    text = (
        "He spoke of the country's official name, the Democratic People's Republic of Korea.\n\n"
        "South Korea accused its neighbour of “fanatic recklessness.”"
    )
    assert sources(text) == [("South Korea", "organisation")]


def test_not_everyone_is_nobody() -> None:
    assert sources("There is no plan, and not everyone agrees that the pier is unsafe.") == []


def test_a_plural_verb_tells_a_body() -> None:
    text = "“It is safe,” Iron Lantern told the harbour news.\n\nIron Lantern have twice denied doing anything wrong."
    assert sources(text)[0] == ("Iron Lantern", "organisation")


def test_a_document_with_a_name_is_of_who_issued_it() -> None:
    text = "Dealers sold 30,154 new boats last month, according to the TexBoat Facts report from Corwood Analytics."
    assert sources(text) == [("Corwood Analytics", "organisation")]


def test_an_office_of_a_state_is_of_a_member_of_a_party() -> None:
    text = (
        "Donald Lane spoke on Monday.\n\nIt was late.\n\nThe town slept.\n\n"
        "The New York state attorney general says that the Lane Foundation is not registered in New York.\n\n"
        "But Attorney General Eric Corwood isn’t saying if Lane violated any law.\n\n"
        "“We are looking into it,” said Corwood, a Democrat."
    )
    assert {name for name, _ in sources(text)} == {"Eric Corwood"}


def test_the_nominee_of_a_party_is_the_one_the_article_is_about() -> None:
    text = (
        "Republican Ivo Lane and Democrat Ada Byrd met on Monday.\n\nLane spoke first, then Byrd.\n\n"
        "The GOP nominee said that the pier was unsafe.\n\nThe Democratic presidential nominee said it was not."
    )
    assert [name for name, _ in sources(text)] == ["Ivo Lane", "Ada Byrd"]


def test_a_doctor_of_a_headline_is_who_was_one() -> None:
    text = (
        "Lane Hid Past Health Problems From Public, Former White House Doctor Says.\n\n"
        "Secrecy is not a stranger to Ivo Lane, the town says.\n\n"
        "Dr. Ada Byrd, who as a captain was the White House physician for years, said that Lane had been ill."
    )
    assert sources(text)[0] == ("Ada Byrd", "person")


def test_the_name_before_the_verb_is_of_the_description_with_a_clause() -> None:
    text = (
        "The dispute with her former record label looks like it is over.\n\n"
        "The group that owns most of her music, Big Lantern, says she will be allowed to play her old songs."
    )
    assert sources(text) == [("Big Lantern", "organisation")]


def test_it_is_obvious_is_nobody() -> None:
    text = (
        "The Harbour Trust said they were late.\n\nAt this juncture, it's obvious that they are wasting their breath."
    )
    assert [each.text for each in quotes.extract(text) if each.speakers] == ["they were late"]


def test_who_after_a_list_of_people_is_the_last() -> None:
    text = "The guests were Ada Byrd, Will Lane, Ivo Tan and Stevie Corwood, who said that the pier was new."
    assert sources(text) == [("Stevie Corwood", "person")]


def test_the_lawyer_of_one_is_not_the_lawyer_of_another() -> None:
    text = (
        "Ivo Lane, the mayor's lawyer, was not in town.\n\nAda Byrd came with a lawyer, and the panel asked her.\n\n"
        "She said nothing, but Byrd's lawyer said the question was outside the scope of the inquiry."
    )
    assert "Ivo Lane" not in dict(sources(text))


def test_who_was_written_to_did_not_write() -> None:
    text = (
        "Critics of the programme, like Senators Ada Byrd and Ivo Lane, say there are concerns.\n\n"
        "They sent a letter on Thursday to Senate leaders opposing its renewal without an overhaul. "
        "“The programme is plagued by fraud and should expire,” they wrote."
    )
    assert not {"Senate", "Senate leaders"} & {name for name, _ in sources(text)}
