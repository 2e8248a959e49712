"""Whom a pronoun or a description means, and what is no candidate for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import quotes
from quotes.extraction.coref.antecedents import FEATURES, OF_CANDIDATE, OF_MENTION, Anaphor, Discourse, rows
from quotes.extraction.coref.cast import WEIGHTS
from quotes.extraction.ranker import named_network


def speakers(text: str) -> list[str | None]:
    return [each.speaker for each in quotes.extract(text) if each.kind != "paraphrase"]


def test_the_one_spoken_to_is_not_the_speaker() -> None:
    text = (
        "Ada Byrd met Ines Okafor at the harbour on Monday.\n\n“The quay is closed,” she told Okafor.\n\n"
        "“It will open again in the spring,” she told Okafor."
    )
    assert speakers(text) == ["Ada Byrd", "Ada Byrd"]


def test_a_title_and_a_pronoun_that_disagree_are_of_two_people() -> None:
    text = "Mr. Peter Lang met Ms. Ada Byrd on Monday.\n\n“The quay is closed,” she said.\n\n“It is not,” he said."
    assert speakers(text) == ["Ada Byrd", "Peter Lang"]


MET = "{} met {} on Monday.\n\n“The pier will reopen,” {} said."


@pytest.mark.parametrize(("pronoun", "speaker"), [("she", "Kestrin Voss"), ("he", "Tamsel Orrick")])
def test_a_known_gender_tells_whom_a_pronoun_means(pronoun: str, speaker: str) -> None:
    text = MET.format("Kestrin Voss", "Tamsel Orrick", pronoun)
    known = {"person:kestrin voss": "f", "person:orrick tamsel": "m"}
    (found,) = quotes.extract(text, genders=known)
    assert found.speaker == speaker
    other = {"f": "m", "m": "f"}
    (found,) = quotes.extract(text, genders={name: other[gender] for name, gender in known.items()})
    assert found.speaker != speaker


def test_the_packaged_authority_file_knows_more_than_the_given_name() -> None:
    text = MET.format("Lindsey Graham", "Bertil Ostrander", "he")
    assert speakers(text) == ["Lindsey Graham"]
    assert [each.speaker for each in quotes.extract(text, genders={})] == ["Bertil Ostrander"]


def test_a_title_knows_more_than_the_packaged_authority_file() -> None:
    text = MET.format("Ms. Lindsey Graham", "Mr. Bertil Ostrander", "she")
    assert speakers(text) == ["Lindsey Graham"]


def test_an_office_belongs_to_whom_the_article_says_it() -> None:
    text = (
        "Ada Byrd, the harbour master, met the councillor Peter Lang on Monday.\n\n"
        "Lang arrived late.\n\n“The quay is closed,” the harbour master said."
    )
    assert speakers(text) == ["Ada Byrd"]


def test_a_description_at_the_beginning_is_whoever_is_named_next() -> None:
    text = (
        "The harbour master called the storm a “very, very serious” danger to the town on Monday.\n\n"
        "Ada Byrd told reporters: “There is a hole in the quay.”\n"
    )
    assert speakers(text) == ["Ada Byrd", "Ada Byrd"]


def test_a_document_speaks_for_its_owner() -> None:
    text = "Ada Byrd resigned on Monday.\n\n“I leave without regret,” her statement said."
    assert speakers(text) == ["Ada Byrd"]


def test_initials_stand_for_the_body_spelt_out() -> None:
    text = (
        "The Northern Harbour Authority closed the quay on Monday.\n\n"
        "“There is a hole in it,” the NHA said in a statement."
    )
    assert speakers(text) == ["Northern Harbour Authority"]


def test_a_name_in_a_headline_is_cut_to_the_name_of_the_text() -> None:
    text = (
        "Lindsey Okafor Says Harbour Will Close\n\nLindsey Okafor met the fishermen on Monday.\n\n"
        "“The quay is closed,” Okafor said."
    )
    assert speakers(text) == ["Lindsey Okafor"]


def test_some_of_them_are_somebody_unnamed() -> None:
    (found,) = quotes.extract("The fishermen met on Monday. “The quay is closed,” some of the fishermen said.")
    assert found.speaker == "some of the fishermen"
    assert [each.kind for each in found.speakers] == ["anonymous"]


def test_rows_have_a_number_for_each_named_feature() -> None:
    anaphor = Anaphor((0, 0), (1.0,) * len(OF_MENTION))
    (none,) = rows(anaphor, [], Discourse([]), None)
    assert len(none) == len(FEATURES) == len(set(FEATURES))
    assert none[: len(OF_MENTION)].tolist() == [1.0] * len(OF_MENTION)
    assert none[FEATURES.index("none")] == 1.0
    assert FEATURES[-len(OF_CANDIDATE) :] == OF_CANDIDATE


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "coreference.npz"
    with np.load(WEIGHTS) as stored:
        np.savez(other, **{**stored, "features": np.array(FEATURES[::-1])})
    with pytest.raises(ValueError, match=r"coreference\.npz was trained on other features"):
        named_network(other, "pronoun", FEATURES)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "Gary Lang, the candidate, was in town on Sunday.\n\nThe wires were cut, said Councillor Jarek Lang. "
            "“We have the tape,” Lang said.\n\nGary Lang said he would wait.",
            ["Jarek Lang"],
            id="the namesake named last",
        ),
        pytest.param(
            "Lee Okafor, a judge, spoke on Monday.\n\n“The law is plain,” Ms. Okafor said.",
            ["Lee Okafor"],
            id="a title against a given name",
        ),
        pytest.param(
            "Robin Byrd, who uses they/them pronouns, runs the kennel. “We took in nine dogs,” they said.",
            ["Robin Byrd"],
            id="they of one person",
        ),
        pytest.param(
            "Bishop Peter Lang lost his mother in May. She had written to him each week. “Eat your greens,” she wrote.",
            ["his mother"],
            id="an unnamed woman",
        ),
        pytest.param(
            "“It is an art,” said Peter Lang. Okafor, he said, “never forgets a face.”\n\nHugo Okafor leads the club.",
            ["Peter Lang", "Peter Lang"],
            id="not the subject of the words",
        ),
        pytest.param(
            "“We are late,” said Ines Okafor.\n\nPeter Lang came later. “The quay will sink,” Okafar said.",
            ["Ines Okafor", "Ines Okafor"],
            id="a family name with a wrong letter",
        ),
        pytest.param(
            "It all hung on harbour master Hank Lorimer‘s old boat.\n\n“It leaks,” Lorimer said on Tuesday.",
            ["Hank Lorimer"],
            id="a possessive with the wrong mark",
        ),
        pytest.param(
            "Ms Byrd said that the hall was full. The porter had told him that the doors were “shut for good.”",
            ["the porter"],
            id="a stranger who told somebody unknown",
        ),
        pytest.param(
            "A harbour pilot says the quay is “far too short” for the new ferry.\n\n"
            "Peter Lang said nobody had ever listened to him.",
            ["Peter Lang"],
            id="described first and named next",
        ),
        pytest.param(
            "In the words of Ada Byrd, the mill is “a museum of debt”.",
            ["Ada Byrd"],
            id="in the words of",
        ),
        pytest.param(
            "Ada Byrd, an engineer at Tarn, wrote in a blog post that the flood of mail had one origin.\n\n"
            "“Two of the servers were old friends of ours,” the post read.",
            ["Ada Byrd"],
            id="the post that somebody wrote",
        ),
    ],
)
def test_who_is_meant(text: str, names: list[str]) -> None:
    assert speakers(text) == names


def test_a_member_of_parliament_is_named_without_the_title() -> None:
    text = "“The quay is closed,” said Liberal MP Enzo Falco."
    assert speakers(text) == ["Enzo Falco"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "In May, a group of deckhands sent a letter to the board urging it to think again.\n\nThe board met on "
            "Monday.\n\n“The boats are old,” the letter reads.",
            "a group of deckhands",
            id="the letter that a group sent",
        ),
        pytest.param(
            "A video by the Harbour Guild shows four captains.\n\nThe town is quiet.\n\nThe clip says Byrd “has a "
            "passion for the wrong boats.”",
            "Harbour Guild",
            id="another word for the document",
        ),
        pytest.param(
            "The appeals court ruled on Monday that the quay must open.\n\nThe mayor was not there.\n\n“A town cannot "
            "close its own quay without notice,” said the ruling.",
            "the appeals court",
            id="the ruling of a court that ruled",
        ),
        pytest.param(
            "They criticised Scott Brown’s company and its boats.\n\nBig Ferry have twice denied doing anything wrong."
            "\n\n“At no point did we close the pier,” they said in a statement.",
            "Big Ferry",
            id="a name with a plural verb",
        ),
        pytest.param(
            "Big Ferry have denied it. Now they have put out another statement to the town.\n\n“We have agreed to open "
            "the pier on Monday,” it says.",
            "Big Ferry",
            id="it is the statement",
        ),
        pytest.param(
            "The mayor put the letter down. It came from his predecessor, Clara Lund, and it went on: “I shall "
            "be voting "
            "for your opponent, and I shall be saying so.”",
            "Clara Lund",
            id="who it came from",
        ),
        pytest.param(
            "The day was for singers like Ada Byrd, Peter Lang, Ines Okafor and Torben Lund, who joked of the hall, “I "
            "have not seen it yet, but I will.”",
            "Torben Lund",
            id="the last of several",
        ),
    ],
)
def test_a_document_or_body_speaks_for_whoever_made_it(text: str, name: str) -> None:
    assert speakers(text) == [name]


def test_two_who_are_joined_are_they() -> None:
    text = "Ida Lund and Olaf Byrd sued the town on Monday.\n\n“We were never told,” they said in a statement."
    (found,) = [each for each in quotes.extract(text) if each.kind != "paraphrase"]
    assert {each.name for each in found.speakers} == {"Ida Lund", "Olaf Byrd"}


def test_two_given_names_share_a_family_name() -> None:
    text = (
        "The parents, Peter and Jane Lund, met the mayor on Monday.\n\n“The quay is closed,” Mr. Lund said.\n\n"
        "“It is not,” Ms. Lund said."
    )
    assert speakers(text) == ["Peter Lund", "Jane Lund"]


OPINION = (
    "I grew up beside the harbour.\n\n“The sea takes what it wants,” my father often said.\n\nI laughed and said, “It "
    "will not have me.”\n\nMy parents, James and Olive Lund, sold the boat in May.\n\nThe harbour is quiet now.\n\n"
    "Clara Lund is a playwright at Foxton College and the author of two books."
)


def test_a_writer_and_her_father_have_their_names() -> None:
    assert speakers(OPINION) == ["James Lund", "Clara Lund"]


def test_who_signs_a_letter_is_its_i() -> None:
    text = (
        "The ferry was late again. "
        "I stood on the quay and said, “They are never sorry.”\n\nIda Lund.\n\nFoxton.\n\nThe boats are old."
    )
    assert speakers(text) == ["Ida Lund"]


def test_what_the_writer_says_is_no_reported_speech() -> None:
    text = "I said that the quay was closed.\n\nClara Lund is a playwright at Foxton College."
    assert not quotes.extract(text)


def test_q_is_whoever_the_interview_was_with() -> None:
    text = (
        "Zora Lund runs the only bookshop in the port. She spoke to Peter Finch of the Harbour Review.\n\n"
        "Q: Who buys a book at night?\n\nA: Sailors and judges.\n\nQ: And what does the judge read?\n\nA: Crime."
    )
    assert speakers(text) == ["Peter Finch", "Zora Lund", "Peter Finch", "Zora Lund"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "Peter Lang left the club in May.\n\nThe coach who never picked him, Torben Lund, is 80 and remembers it "
            "differently. “Who?” he asked.",
            "Torben Lund",
            id="he",
        ),
        pytest.param(
            "Pilar Byrd rang her own mother, in the village.\n\nHer daughter, Ida, who is 14, has a name of her "
            "own for "
            "the illness. “It is mine,” she said.",
            "Ida",
            id="she",
        ),
    ],
)
def test_a_name_beside_the_subject_is_the_subject(text: str, name: str) -> None:
    assert speakers(text) == [name]
