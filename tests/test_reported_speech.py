"""Reported speech is a clause that somebody says; thoughts, plans, noun phrases and objects are none."""

from __future__ import annotations

import pytest

import quotes
from quotes.extraction.cues import SPEECH, THOUGHT


def reported(text: str) -> list[tuple[str, str | None]]:
    """The words of each paraphrase, and who said them."""
    return [
        (q.text, q.speakers[0].name if q.speakers else None) for q in quotes.extract(text) if q.kind == "paraphrase"
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("According to Ada Byrd, the quay will close in June.", "the quay will close in June", "Ada Byrd"),
        ("The quay will close in June, according to Ada Byrd.", "The quay will close in June", "Ada Byrd"),
        ("The quay, according to Ada Byrd, will close in June.", "The quay will close in June", "Ada Byrd"),
        ("The quay, Ada Byrd said, will close in June.", "The quay will close in June", "Ada Byrd"),
        ("The quay, as Ada Byrd explained on Monday, will close.", "The quay will close", "Ada Byrd"),
        ("The way to the quay, says Ada Byrd, is shut.", "The way to the quay is shut", "Ada Byrd"),
        ("Rents rose in May, according to Ada Byrd.", "Rents rose in May", "Ada Byrd"),
        (
            "Ms Ada Byrd cited the bay chief as saying Swedish divers have high opinions of the wall and its stones.",
            "Swedish divers have high opinions of the wall and its stones",
            "Ada Byrd",
        ),
        (
            "Ada Byrd first publicised reports that the wall had sunk by ten feet this month.",
            "the wall had sunk by ten feet this month",
            "Ada Byrd",
        ),
        (
            "As Ada Byrd points out, the quay is older than the town hall.",
            "the quay is older than the town hall",
            "Ada Byrd",
        ),
        (
            "The ferry has sunk and the pier is shut, Ada Byrd said.",
            "The ferry has sunk and the pier is shut",
            "Ada Byrd",
        ),
        ("The ferry is safe, insisted Ada Byrd.", "The ferry is safe", "Ada Byrd"),
        ("Ada Byrd said for years, the quay had been unsafe.", "the quay had been unsafe", "Ada Byrd"),
        ("Ada Byrd admits in this case, there were losses.", "there were losses", "Ada Byrd"),
    ],
)
def test_the_syntax_names_the_source(text: str, words: str, speaker: str) -> None:
    assert reported(text) == [(words, speaker)]


def test_words_around_an_attribution_are_two_spans_and_one_statement() -> None:
    text = "On Monday it rained. The driver, police said, was taken to hospital."

    (found,) = quotes.extract(text)

    assert [span.of(text) for span in found.spans] == ["The driver", "was taken to hospital"]
    assert found.statement == "The driver, police said, was taken to hospital"
    assert found.cue is not None
    assert found.cue.of(text) == "said"


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "Ada Byrd, whose boat was widely seen as lost, said that the quay would close.",
            "the quay would close",
            "Ada Byrd",
        ),
        (
            "The quay was shut, Ada Byrd argued from the floor, and a second skipper, who did not give his name, said "
            "the pier was open.",
            "the pier was open",
            "a second skipper",
        ),
        (
            "The harbour office said about half of the fall in its takings reflected losses from the storm.",
            "about half of the fall in its takings reflected losses from the storm",
            "the harbour office",
        ),
        (
            "Ada Byrd said her work mending the nets was an example.",
            "her work mending the nets was an example",
            "Ada Byrd",
        ),
    ],
)
def test_a_subject_that_the_parse_loses(text: str, words: str, speaker: str) -> None:
    assert (words, speaker) in reported(text)


@pytest.mark.parametrize(
    "text",
    [
        "It goes without saying that raising the rents of the boats is hard.",
        "The skipper Ada Byrd woke on Wednesday to find she had been sold a boat.",
        "They wouldn't tell the office anything it doesn't already know.",
        "Last month, the harbour office warned skippers to mend their nets after gales hit the coast.",
        "“I have never liked the sea,” Ada Byrd says, which is a startling thing to hear from a sailor.",
    ],
)
def test_nobody_says_a_circumstance_or_an_aside_of_the_writer(text: str) -> None:
    assert reported(text) == []


def test_the_name_in_apposition_to_the_subject_is_the_source() -> None:
    text = "The firm that owns the port, Dock Lund Productions, denies that anything has been sold."
    assert reported(text) == [("anything has been sold", "Dock Lund Productions")]


def test_a_participle_may_belong_to_what_is_said() -> None:
    text = "The harbour office said the ferry hit the quay, killing a sailor."
    assert [words for words, _ in reported(text)] == ["the ferry hit the quay, killing a sailor"]


def test_a_newspaper_reports_what_it_has_learned() -> None:
    assert reported("The quay was to be sold in May, The Post has learned.") == [
        ("The quay was to be sold in May", "The Post")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Byrd, who said she was ill, was not there.",
        "The ferry, which reported a leak, was towed.",
        "The nets, Byrd and Lund, they said, and the boats were lost.",
    ],
)
def test_what_is_enclosed_in_commas_need_not_interrupt_a_clause(text: str) -> None:
    assert all(len(found.spans) == 1 for found in quotes.extract(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada Byrd told the council she had warned the port in May.", "she had warned the port in May"),
        ("Ada Byrd told the council that the gulls were back.", "the gulls were back"),
        ("Ada Byrd told the trade paper The Net that the gulls were back.", "the gulls were back"),
        ("Ada Byrd said the gulls were back and the nets were full.", "the gulls were back and the nets were full"),
        ("Ada Byrd said that the gulls were back.", "the gulls were back"),
    ],
)
def test_the_clause_is_whole_and_nothing_else(text: str, words: str) -> None:
    assert reported(text) == [(words, "Ada Byrd")]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Byrd believes the gulls will leave the bay.",
        "Ada Byrd hoped that the ferry would come.",
        "Ada Byrd knew that the ferry had sunk.",
        "Ada Byrd wants to close the quay.",
        "Ada Byrd plans to close the quay in June.",
        "Ada Byrd accused the port of hiding the rust.",
        "Ada Byrd denied hiding the rust.",
        "Ada Byrd welcomed the new harbour master on Monday.",
        "Ada Byrd declined to name the buyer.",
        "Ada Byrd criticised the port and its rules.",
        "The video shows that the ferry hit the pier.",
        "According to plan, the ferry sailed at noon.",
    ],
)
def test_what_nobody_says_is_no_reported_speech(text: str) -> None:
    assert reported(text) == []


def test_nobody_unknown_is_a_source() -> None:
    assert reported("We said the rust was bad two winters ago.") == []


def test_a_fragment_in_a_clause_has_its_source() -> None:
    text = "Leo Tan walked out.\n\nThe plan would “sink the town”, Ada Byrd said on Monday."
    (partial,) = [q for q in quotes.extract(text) if q.kind == "partial"]
    assert [speaker.name for speaker in partial.speakers] == ["Ada Byrd"]


def test_verbs_are_known_in_all_their_forms() -> None:
    assert {"says", "said", "denies", "denied", "admitting", "arguing", "argued", "vowed", "wrote"} <= SPEECH
    assert {"believes", "hoping", "knew", "planning", "expected"} <= THOUGHT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The roof has not been paid for yet, replied the Harbour Institute in a note on its website.",
            "The roof has not been paid for yet",
        ),
        (
            "The toll is an insult to all who live here, Ada Byrd said on Friday, as she opened the bridge.",
            "The toll is an insult to all who live here",
        ),
    ],
)
def test_an_attribution_after_its_clause_is_found(text: str, words: str) -> None:
    assert [found for found, _ in reported(text)] == [words]


@pytest.mark.parametrize(
    "words",
    [
        "there had been no specific, credible threats against the town",
        "the long hours that come with harbour work sometimes hide the joys that sailors know",
    ],
)
def test_what_follows_said_is_a_clause_even_if_the_parse_is_wrong(words: str) -> None:
    assert reported(f"Ada Byrd also said {words}.") == [(words, "Ada Byrd")]


def test_a_hearer_does_not_hide_the_clause() -> None:
    text = "Ada Byrd told visiting harbour officials they would have to pay before the summer."
    assert reported(text) == [("they would have to pay before the summer", "Ada Byrd")]


@pytest.mark.parametrize(
    "words",
    [
        "it is a rare summer in which two things happen at once: rents are low and the bay is clean",
        "the toll would bring in little as drivers stayed away, but would later pay for the whole bridge",
    ],
)
def test_a_clause_goes_on_after_a_colon_and_with_a_second_predicate(words: str) -> None:
    assert reported(f"Ada Byrd notes that {words}.") == [(words, "Ada Byrd")]


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("the council was ready to meet behind closed doors", "but would not explain why"),
        ("the ferry had sunk", "but Leo Tan shook his head"),
    ],
)
def test_a_clause_ends_before_what_was_done_next(words: str, rest: str) -> None:
    assert reported(f"Ada Byrd said {words}, {rest}.") == [(words, "Ada Byrd")]


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("the ferry had sunk", ", according to the port"),
        ("the ferry had sunk", ", as the port had warned"),
        ("the ferry was safe", ", adding that nobody had been hurt"),
    ],
)
def test_a_clause_ends_before_what_its_source_or_another_says_next(words: str, rest: str) -> None:
    assert reported(f"Ada Byrd said {words}{rest}.")[0] == (words, "Ada Byrd")


def test_what_is_said_next_is_a_clause_of_its_own() -> None:
    text = "Ada Byrd said she had no intention of walking away and told supporters the club was bigger than one result."
    assert reported(text) == [
        ("she had no intention of walking away", "Ada Byrd"),
        ("the club was bigger than one result", "Ada Byrd"),
    ]


def test_a_condition_does_not_reach_into_what_follows_from_it() -> None:
    assert reported("If the auditors say the books are wrong, Ada Byrd will call a vote.") == [
        ("the books are wrong", "the auditors")
    ]


def test_a_clause_ends_with_the_quotation_that_ends_its_sentence() -> None:
    text = "Ada Byrd said the port should act “at once.” Leo Tan will sail on Monday, according to the ferry office."
    assert [words for words, _ in reported(text)] == ["the port should act “at once.”", "Leo Tan will sail on Monday"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada Byrd rejected the claim that the ferry was unsafe.", "the ferry was unsafe"),
        ("Ada Byrd played down fears that the ferry would sink.", "the ferry would sink"),
        ("Ada Byrd doubted that the ferry was safe.", "the ferry was safe"),
        ("Nobody believed Ada Byrd’s claim that the ferry was unsafe.", "the ferry was unsafe"),
        ("Ada Byrd was asked whether the ferry was safe.", "the ferry was safe"),
        ("Ada Byrd would not say when the ferry would sail.", "when the ferry would sail"),
        (
            "Asked by the prosecutor, Dilip Rane, whether she had a second key to the office, Ada Byrd said no.",
            "she had a second key to the office",
        ),
        ("Ada Byrd said that had not been decided.", "that had not been decided"),
    ],
)
def test_claims_and_questions_are_clauses(text: str, words: str) -> None:
    assert reported(text)[0] == (words, "Ada Byrd")


@pytest.mark.parametrize(
    "words",
    [
        "the captain who sailed the ferry, Leo Tan, was sent to prison",
        "small ports that are always trying new ferries — above all those in the north — are likely to lose",
    ],
)
def test_a_long_subject_does_not_hide_its_clause(words: str) -> None:
    assert reported(f"Ada Byrd said {words}.") == [(words, "Ada Byrd")]


def test_a_dateline_is_no_part_of_a_clause() -> None:
    text = "OSTRELLE ― The toll on the bridge is an insult to everybody here, the harbour unions said on Friday."
    assert [words for words, _ in reported(text)] == ["The toll on the bridge is an insult to everybody here"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Crops are withering in the Marshall Islands, Ada Byrd noted. Kiribati is buying property in another "
            "country for the day that its own land vanishes beneath the waves.",
            "Crops are withering in the Marshall Islands",
        ),
        (
            "The harbour is silting up, Ada Byrd said. The council wants to dredge it so that ferries can land.",
            "The harbour is silting up",
        ),
    ],
)
def test_the_sentence_after_an_attribution_is_the_writers_own(text: str, words: str) -> None:
    assert reported(text) == [(words, "Ada Byrd")]
