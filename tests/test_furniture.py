"""Credits, pointers and footers hold no quotation, and the text they stand in is not touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quotes
from quotes.extraction.furniture import boilerplate

LEFT_OUT = [
    "Read more: ‘We were never asked,’ says harbour master",
    "READ MORE | “Nobody came”: inside the empty port",
    "Also read: Mayor says bridge is “perfectly safe”",
    "Related stories: “No money left”, says council",
    "* Related: Mayor: “I will not go”",
    "Photo: “The End” by Ann Marsh / The Ellery Courier",
    "Photograph by Tomás Brandvold",
    "Image credit: Ellery Port Authority",
    "FILE PHOTO: Ines Okafor says “no” in the council, January 9, 2031. REUTERS/Jo Marsh",
    "Ines Okafor speaks under a banner reading “Stay”. (AP Photo/Jo Marsh)",
    "Cranes at dawn (Photo: Jo Marsh)",
    "Share this article",
    "Share on Facebook",
    "Follow us on Twitter: “the best feed in town”",
    "Sign up to our newsletter, “The Quay”",
    "Click here to read “The Quay”",
    "(Reporting by Jo Marsh; Editing by Ruth Achterberg)",
    "Additional reporting by Jo Marsh in Port Ellery",
    "© 2031 The Ellery Courier. All rights reserved.",
    "Our Standards: The “Courier” Trust Principles.",
    "This story was originally published by The Courier.",
    "Jo Marsh contributed to this report.",
    "Advertisement",
    "The post “No way out,” says Ines Okafor appeared first on The Ellery Courier.",
    "Continue reading “No way out,” says Ines Okafor at The Ellery Courier.",
    "Jo Marsh / The Harbour Press Ines Okafor, left, under a banner reading “Stay”.",
    "Sheds for boats, “the best in town”. (Jo Marsh / City News)",
    "Late again, and no “figures”. Coward. https://chat.example/abc — Jo Marsh (@jomarsh) December 18, 2030",
    "Follow Jo Marsh on Chatter @jomarsh",
]
KEPT = [
    "“Read more books,” Okafor said.",
    "Photographs of the harbour were “faked”, Okafor said.",
    "He asked people to share this story with “everyone”.",
    "Watch the harbour and you will see “nothing at all”, said Okafor.",
    "Reporting by the Courier led to the closure, which Okafor called “overdue”.",
    "Related parties said that the deal was “dead”.",
    "Okafor: Sign up to what? “Nobody asked.”",
    "Follow the money, Okafor said: “It leads here.”",
    "Copyright law is “a mess”, Okafor said.",
    "The post was “too heavy” and first appeared on Monday, Okafor said.",
    "A Quay Street/Harbour Road poll was “nonsense”, Okafor said.",
    "“Late again. Coward.” — Jo Marsh (@jomarsh) December 18, 2030",
    "Follow the money, Okafor wrote @portellery, and “you will see”.",
]


@pytest.mark.parametrize("line", LEFT_OUT)
def test_it_is_left_out(line: str) -> None:
    text = f"“It is closed,” said Ines Okafor.\n{line}\n“It will reopen,” said Okafor."
    assert [span.of(text) for span in boilerplate(text)] == [line]
    assert [each.text for each in quotes.extract(text)] == ["It is closed,", "It will reopen,"]


@pytest.mark.parametrize("line", KEPT)
def test_words_of_the_article_are_not(line: str) -> None:
    assert boilerplate(line) == []


def test_who_stands_in_such_a_line_is_nobody_that_a_pronoun_stands_for() -> None:
    text = "Ines Okafor runs the port.\n\n{}\n\n“It is closed,” she said."
    for line in ("Ann Marsh / The Harbour Press The port at dawn.", "Late. Coward. — Ann Marsh (@ann) May 1, 2031"):
        assert [each.speaker for each in quotes.extract(text.format(line))] == ["Ines Okafor"]


def test_the_last_sentence_of_a_site_is_no_words_of_a_turn() -> None:
    said = ("HOST: Is it closed?", "OKAFOR: It is.", "HOST: For good?", "OKAFOR: No. Follow Jo Lind on Chatter @jo.")
    turns = "\n\n".join(said)
    assert [each.text for each in quotes.extract(turns)][-1] == "No."


@given(st.lists(st.sampled_from(LEFT_OUT + KEPT), max_size=5))
def test_offsets_stay(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    assert [span.of(text) for span in boilerplate(text)] == [line for line in lines if line in LEFT_OUT]


FOOTERS = [
    "Follow Jo Lindau on Chatter @jolindau.",
    "Follow Jo Lindau on Twitter: @jolindau",
    "Follow us on Facebook and Instagram.",
    "Sign up for our newsletter.",
    "Subscribe to the podcast wherever you listen.",
    "Click here to read the whole transcript.",
    "Follow us on X. Sign up for our newsletter.",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_sentence_of_the_site_is_no_part_of_what_a_speaker_says(footer: str) -> None:
    text = f"HOST: Do you regret it?\n\nPORTER: I do.\n\nHOST: And the rest?\n\nPORTER: The rest was fun. {footer}\n"
    assert [each.text for each in quotes.extract(text)][-1] == "The rest was fun."


@pytest.mark.parametrize("words", ["The rest was fun. Follow the money.", "Fun. Follow me on my walk, he told me."])
def test_a_sentence_of_the_speaker_stays(words: str) -> None:
    text = f"HOST: Do you regret it?\n\nPORTER: I do.\n\nHOST: And the rest?\n\nPORTER: {words}\n"
    assert [each.text for each in quotes.extract(text)][-1] == words


def test_what_stands_in_marks_is_said() -> None:
    text = "“It was fun. Follow us on Facebook and Instagram.” said Ines Okafor."
    assert [each.text for each in quotes.extract(text)] == ["It was fun. Follow us on Facebook and Instagram."]
