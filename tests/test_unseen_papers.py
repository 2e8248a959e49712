"""Kinds of wording that papers of other countries have: names, offices, headings, in invented articles."""

from __future__ import annotations

import pytest

import quotes
from quotes.extraction.datelines import after_dateline
from quotes.extraction.furniture import boilerplate


def speakers(text: str) -> list[str | None]:
    """The speaker of each quotation, in order."""
    return [each.speaker for each in quotes.extract(text)]


def roles(text: str) -> set[str | None]:
    """The roles that are shown with the speakers."""
    return {speaker.role for each in quotes.extract(text) for speaker in each.speakers}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "Appearing for the mill, senior counsel P Hartley said the dam was safe.\n\n“It will hold,” Hartley said.",
            ["P Hartley"] * 2,
            id="initial without a full stop",
        ),
        pytest.param(
            "MP A Rudra told the assembly that the dam was unsafe.\n\n“We have no water,” Rudra said.",
            ["A Rudra"] * 2,
            id="initial that is an article too",
        ),
        pytest.param(
            "DCI Paul Clack, of Orrin Police, appealed for witnesses.\n\nDCI Clack said: “We need your help.”",
            ["Paul Clack"],
            id="rank before the family name",
        ),
        pytest.param(
            "A plumber waited in the van. He grinned. “It works,” he said.",
            ["a plumber"],
            id="a van is nobody",
        ),
        pytest.param("Swede Ivo Marsh said he was ill.", ["Ivo Marsh"], id="people before the name"),
        pytest.param(
            "On Wednesday, Minister in the Presidency Themba Gule said the vetting is unfair.",
            ["Themba Gule"],
            id="minister with the department",
        ),
        pytest.param(
            "Party leader Mary Lou Tarrant And Mayor Ivo Marsh Traded Insults In Orrin Harbour. Photographs: Ada Tolley"
            "\n\n“We will not stop,” Ms Tarrant said.",
            ["Mary Lou Tarrant"],
            id="given names in a line of capitals",
        ),
    ],
)
def test_a_name_is_whole_and_without_what_stands_before_it(text: str, names: list[str]) -> None:
    assert speakers(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Marlow County District Attorney’s Office said he would be charged.", "District Attorney’s Office"),
        ("“It will not happen,” a statement from the Prime Minister’s Office read.", "Prime Minister’s Office"),
        ("The Harbour Safety Agency fined the firm. “We acted early,” the agency said.", "Harbour Safety Agency"),
    ],
)
def test_the_name_of_a_body_is_not_its_last_word(text: str, name: str) -> None:
    (found,) = speakers(text)
    assert str(found).endswith(name)


@pytest.mark.parametrize("people", ["Scot", "Dane", "Briton", "Spaniard"])
def test_one_of_a_people_has_no_name_by_it(people: str) -> None:
    for text in (f"“It was a good round,” said the {people}.", f"The {people} said he was pleased."):
        (found,) = quotes.extract(text)
        assert [(speaker.name, speaker.kind) for speaker in found.speakers] == [(f"the {people}", "anonymous")]


def test_a_builder_is_no_man() -> None:
    text = (
        "Baker Estates’ plan has been disputed since chair Cllr Olly Marsh changed his vote.\n\n"
        "“I did nothing wrong,” he said."
    )
    assert speakers(text) == ["Olly Marsh"]


@pytest.mark.parametrize(
    "office",
    [
        "Deputy General Secretary of the ruling Harbour Party (HP)",
        "Deputy General Secretary of the Harbour Union",
        "Deputy General Secretary",
    ],
)
def test_an_office_is_no_name(office: str) -> None:
    text = f"“The pier is shut”, {office}, Kofi Mensah Tarrant advised.\n\n“Look at it”, the Deputy Secretary added."
    assert speakers(text) == ["Kofi Mensah Tarrant"] * 2


def test_two_offices_of_one_person() -> None:
    text = "According to Orrin researcher and study lead author Dr. James Marsh, bees see in colour."
    assert speakers(text) == ["James Marsh"]


def test_the_subject_after_a_source_is_not_its_role() -> None:
    text = "According to Smith County Sheriff Charlie Hale, a Smith County Deputy was driving home when he hit a bike."
    assert "a Smith County Deputy" not in roles(text)


@pytest.mark.parametrize(
    ("relation", "given", "title"), [("husband", "Mark", "Mr"), ("son", "Peter", "Mr"), ("daughter", "Ida", "Miss")]
)
def test_a_relation_has_the_family_name_that_a_title_tells(relation: str, given: str, title: str) -> None:
    who, own = ("Denise", "her") if title == "Mr" else ("Anton", "his")
    honorific = "Mrs" if title == "Mr" else "Mr"
    text = (
        f"{who} Hale, 75, was treated at the unit. {honorific} Hale lived with {own} {relation} {given}, 41, in Orrin."
        f"\n\n{title} Hale said: “It has torn us apart.”"
    )
    assert speakers(text) == [f"{given} Hale"]


def test_who_speaks_in_a_clause_with_its_own_subject() -> None:
    text = "A group of teachers marched to the quay, with one pupil asserting that “there will be an exodus”."
    assert speakers(text)[-1] == "one pupil"


def test_who_was_asked_answers() -> None:
    text = (
        "Ivo Hale is in our office to talk about his record. The Courier asked him if it was hard to sing the songs. "
        "“Yes, it is personal for me, but that was intended.”"
    )
    assert speakers(text)[-1] == "Ivo Hale"


def test_what_somebody_is_told_to_do_is_not_his_words() -> None:
    text = (
        "Transport Secretary Mairi Quill has been told to “stop passing the buck” on the ferries.\n\n"
        "“She must stop passing the buck, because the island has lost faith,” said MSP Rhona Tait."
    )
    assert speakers(text) == ["Rhona Tait"] * 2
    assert speakers("Key was told to “go home” by the judge, Ada Marsh.") == ["Ada Marsh"]
    assert speakers("Councillors have been urged to “think again” over the plan.") == [None]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Islanders say boats are in an 'all time critical situation'", "This is an all-time critical situation"),
        ("\"I've never seen such anxiety among the people\"", "I have never seen such anxiety among the people"),
    ],
)  # fmt: skip
def test_a_heading_has_the_speaker_of_its_words(heading: str, words: str) -> None:
    text = f'{heading}\n\nThe committee met on Tuesday.\n\nMary Quill, who runs the forum, said: "{words}."'
    assert {each.speaker for each in quotes.extract(text) if each.kind != "paraphrase"} == {"Mary Quill"}


def test_a_dateline_with_its_country() -> None:
    assert after_dateline("Metro Lorne, Portugal – The bridge is shut.") == len("Metro Lorne, Portugal – ")
    assert after_dateline("Metro Lorne, Harbourside – The bridge is shut.") == 0


def test_restating_is_speech() -> None:
    text = "The head of police, Mohammed Adeyi, has restated that the force will not tolerate any attack."
    assert speakers(text) == ["Mohammed Adeyi"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "The Police Public Relations Officer in Ondaro, SP Chike Balewo, came.\n\n“We have three,” the PPRO said.",
            "Chike Balewo",
            id="office before its place",
        ),
        pytest.param(
            "Harbour Union secretary-general Wycliffe Otuoma left the talks.\n\n“We were patient,” said the SG.",
            "Wycliffe Otuoma",
            id="office with a hyphen",
        ),
        pytest.param(
            "The union wrote to Transport CS Kipkemoi Murkon.\n\n“We will meet on Monday,” the CS said.",
            "Kipkemoi Murkon",
            id="initials before the name",
        ),
    ],
)
def test_the_initials_of_an_office_are_who_holds_it(text: str, name: str) -> None:
    assert speakers(text) == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "Opposition spokesman on education Damion Crooks says teachers should not be blamed.",
            ["Damion Crooks"],
            id="office with its topic",
        ),
        pytest.param(
            "“I’m devastated,” said mum-of-two Kelly Brand, 29, from Orrin. "
            "Kelly, who works at the school, says she got no warning.",
            ["Kelly Brand"] * 2,
            id="given name alone",
        ),
        pytest.param(
            "Brett Tully runs cattle near Orrin.\n\nHis wife Jo agrees.\n\n\"We want to keep going,\" Mrs Tully said.",
            ["Jo Tully"],
            id="family name that looks like an adverb",
        ),
    ],
)  # fmt: skip
def test_the_same_person_by_another_form(text: str, names: list[str]) -> None:
    assert speakers(text) == names


def test_a_spokesman_for_somebody_is_another() -> None:
    assert speakers("A spokesman for Senator Ada Byrd said it was late.") == ["a spokesman for Senator Ada Byrd"]


def test_a_knighthood_is_no_role() -> None:
    assert roles("Lorne Bank chief executive Sir Peter Galt said it would fall.") == {"Lorne Bank chief executive"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ANA LIMA, CHEF", "TOM REED, BAKER"),
        ("Ana Lima\n\nAge 41, chef, Orrin", "Tom Reed\n\nAge 52, baker, Orrin"),
        ("Ana Lima, chef", "Tom Reed, baker"),
    ],
)
def test_names_above_the_words(first: str, second: str) -> None:
    text = f"{first}\n\n“I started at 14. We had no money.”\n\n{second}\n\n“I never wanted to bake, to be honest.”"
    assert [name and name.title() for name in speakers(text)] == ["Ana Lima", "Tom Reed"]


def test_names_below_the_words() -> None:
    text = "“I started at 14. We had no money.”\n\nAna Lima, chef\n\n“I never liked flour.”\n\nTom Reed, baker"
    assert speakers(text) == ["Ana Lima", "Tom Reed"]


@pytest.mark.parametrize("heading", ["Five minutes with Ana Lima", "My working day: Ana Lima, lighthouse keeper"])
def test_who_is_interviewed_by_the_headline(heading: str) -> None:
    assert speakers(f"{heading}\n\n“I get up at four. The light has to be cleaned.”") == ["Ana Lima"]
    assert speakers("What they say of Ana Lima\n\n“She gets up at four. She cleans the light.”") == [None]


@pytest.mark.parametrize("credit", ["Robbie Barlow - AMA/GettyImages", "Robbie Barlow | Reuters", "Rob Bar Low – PA"])
def test_a_credit_is_furniture(credit: str) -> None:
    assert [each.of(credit) for each in boilerplate(credit)] == [credit]


def test_a_person_with_an_office_is_no_body() -> None:
    text = (
        "Union Home Minister Arvind Rao, in a reply to a question in Parliament, said the law would be changed. "
        "Congress MP Nalini Menon termed the reply “an eyewash”. Rao said: “The House will decide.”"
    )
    (found,) = (each for each in quotes.extract(text) if each.text == "an eyewash")
    assert [(speaker.name, speaker.kind) for speaker in found.speakers] == [("Nalini Menon", "person")]


@pytest.mark.parametrize(
    ("said", "name"),
    [("Sol Cady protests", "Sol Cady"), ("Cady protests", "Sol Cady"), ("the older woman recalls", "the older woman")],
)
def test_a_verb_that_looks_like_a_plural(said: str, name: str) -> None:
    text = f"Sol Cady feeds an octopus.\n\n“I’ve never done anything to it,” {said}. It squirts."
    assert speakers(text) == [name]
