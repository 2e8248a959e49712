"""Names, teams and titles as reports on sports, the arts and the deaths of people print them; all of it invented."""

from __future__ import annotations

import pytest

import quotes


def speakers(text: str) -> list[str | None]:
    """The speaker of each quotation that stands in marks, in the order of the text."""
    return [each.speaker for each in quotes.extract(text) if each.kind != "paraphrase"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "Goalkeeper Zubiela trains in Ellery.\n\nZubiela was nervous. “I slept badly,” he said.",
            "Zubiela",
            id="without the role that opens the sentence",
        ),
        pytest.param(
            "Ruben ten Cate praised his rowers on Sunday.\n\n“It was a cold morning,” Ten Cate said.",
            "Ruben ten Cate",
            id="with a particle that is a number, too",
        ),
        pytest.param(
            "Captain of the Herons of Kenya Obin Sadera has blamed the referees. He spoke at the airport.\n\n“It was "
            "wrong,” he said.",
            "Obin Sadera",
            id="behind the team of a country",
        ),
        pytest.param(
            "Otto Wren, who played the miller in Low Tide, died on Monday.\nHis daughter Fiona, a former anchor, "
            "confirmed it.\n“He loved it,” his daughter, Fiona, told the paper. “He was a poor pupil,” she added.",
            "Fiona",
            id="a relation that is also a place",
        ),
        pytest.param(
            "Olaf Lund, a former mayor of Ellery, died on Friday.\n\n“He went in peace,” said his son, Olaf Lund Jr. "
            "“We miss him.”\n\nIn 1985, Lund told the paper: “I have had a good run.”",
            "Olaf Lund",
            id="the father of a son with the same name",
        ),
    ],
)
def test_names(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


def test_a_generation_without_a_relation_is_of_one_man() -> None:
    text = "Olaf Lund Jr., the former mayor, was fined. Olaf Lund paid late.\n\n“I forgot,” said Lund."
    assert speakers(text) == ["Olaf Lund Jr."]


def test_a_person_of_the_surname_of_a_team_speaks() -> None:
    text = "The Marlow striker left on Friday. “I will miss it,” said Ada Marlow, who keeps the gate."
    assert speakers(text) == ["Ada Marlow"]


def test_a_pronoun_means_nobody_in_what_is_said() -> None:
    text = (
        "Defender Tom Odell was proud of Rossdale's attitude after a long battle.\n\nThe Wales international suggested "
        "that many sides may have folded when falling behind with a man less.\n\n“We keep at it,” he said."
    )
    assert speakers(text) == ["Tom Odell"]


def test_a_team_of_which_somebody_is_captain_is_a_body() -> None:
    text = "Penfold lost on Sunday. “We were poor,” the Penfold captain said.\n\nPenfold said: “Come back.”"
    assert [each.speakers[0].kind for each in quotes.extract(text)] == ["anonymous", "organisation"]


def test_an_age_means_whoever_is_of_that_age() -> None:
    text = (
        "Peter Odell, 24, was pleased. He had been booked by referee Ivo Lane.\n\n“It was soft,” said the 24-year-old."
    )
    assert speakers(text) == ["Peter Odell"]


def test_who_is_named_after_a_place_speaks_in_the_next_paragraph() -> None:
    text = (
        "Ivo Lane, a valuer, says the market is slow.\n\n“They wait,” he says.\n\nIn Ellery, Greta Vane of the "
        "tenants' union, says that rents go up.\n\n“People pay more for less.”"
    )
    assert speakers(text) == ["Ivo Lane", "Greta Vane"]


def test_a_release_is_not_of_a_person_whom_it_quotes() -> None:
    text = (
        "The rays come “from far beyond the sun,” the release said.\n\nThere are two sources, said Ivo Lane, of the "
        "University of Ellery. “One is far away,” Lane said in the release."
    )
    assert speakers(text) == ["the release", "Ivo Lane"]


def test_a_statement_is_of_whoever_speaks_in_it() -> None:
    text = "“The pier is safe,” Ivo Lane said in a statement. The statement added that “no one was hurt.”"
    assert speakers(text) == ["Ivo Lane", "Ivo Lane"]


@pytest.mark.parametrize(
    "text",
    [
        "Director Ivo Lane has spoken about his latest film ‘Gulls’ at length.",
        "Director Ivo Lane says people should be proud of his ‘Harbour’ actress Ada Byrd.",
        "Ms. Byrd insists the song was written with her hit TV drama “Eleven Gulls Away” in mind.",
        "Ms. Byrd said that her second record, “Harbour Lights,” was a failure beside her hit “Daylight”.",
    ],
)
def test_the_titles_of_works_are_no_quotations(text: str) -> None:
    assert speakers(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Critics called the film “slow” and the song “a gift”.", ["slow", "a gift"]),
        ("Asked about the film, “Never,” Ada Byrd said.", ["Never,"]),
    ],
)
def test_what_is_said_of_works_is_quoted(text: str, words: list[str]) -> None:
    assert [each.text for each in quotes.extract(text) if each.kind != "paraphrase"] == words


def test_a_year_is_no_part_of_who_speaks() -> None:
    text = "Norm Lane ran the mill for forty years.\n\nIn 1985 Lane told the paper: “I have had a good run.”"
    (found,) = quotes.extract(text)
    assert found.mention is not None
    assert found.mention.of(text) == "Lane"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("“We are grateful,” said novelist and playwright Ada Byrd.", ["Ada Byrd"]),
        ("“We are grateful,” said the author and broadcaster Ada Byrd.", ["Ada Byrd"]),
        ("“We are grateful,” said Foxton City Clerk and former City Manager Olaf Lund.", ["Olaf Lund"]),
        ("“We are grateful,” Mayor Olaf Lund and Senator Ada Byrd said.", ["Olaf Lund", "Ada Byrd"]),
    ],
)
def test_two_offices_before_a_name_are_of_one_person(said: str, names: list[str]) -> None:
    (found,) = quotes.extract(said)
    assert [each.name for each in found.speakers] == names


def test_a_former_mayor_who_is_named_later_is_not_the_mayor() -> None:
    text = (
        "Ada Byrd opened the bridge.\n\n“It is safe,” the mayor said.\n\nFormer mayor Olaf Lund was at the gate. “I "
        "paid for it,” he said."
    )
    assert speakers(text) == ["Ada Byrd", "Olaf Lund"]


def test_a_list_of_places_is_no_transcript() -> None:
    text = (
        "New laws take effect on Monday.\n\nOregon: Family leave has been extended to two weeks.\n\nDelaware: Fins "
        "are no longer sold.\n\nOregon: Staff need tell nobody their passwords.\n\nColorado: Hemp becomes legal."
    )
    assert quotes.extract(text) == []


def test_capitals_that_open_a_post_are_no_label() -> None:
    text = "Ada Byrd wrote about it. “BREAKING: A good source knows that the mill is shut,” Byrd captioned the post."
    assert speakers(text) == ["Ada Byrd"]


def test_a_town_that_people_live_in_is_nobody() -> None:
    text = (
        "Ivo Lane walked into Hebden on Monday. His parents still live in Hebden.\n\n“We are no numbers,” says a "
        "doctor from Hebden, whose name is withheld. “There is a tragedy in each of us,” he says."
    )
    assert "Hebden" not in speakers(text)


def test_a_line_with_a_dash_tells_who_said_the_paragraph_before() -> None:
    text = (
        "Who said what on Monday:\n\n“I hope that it rains again.”\n\n— Denmark's Ada Byrd, who reached the last eight "
        "in two sets, on the forecast.\n\n“I was late. I forgot my shoes.”\n\n— Olaf Lund after his win over Ivo Lane."
    )
    assert speakers(text) == ["Ada Byrd", "Olaf Lund"]


def test_a_dash_before_a_sentence_about_others_tells_no_source() -> None:
    text = "“It is late,” Ada Byrd said. “We close.”\n\n— Ivo Lane won the second prize."
    assert speakers(text) == ["Ada Byrd", "Ada Byrd"]
