"""Names that recognition cuts, joins or misses, in invented articles: who is in the cast, and under which name."""

from __future__ import annotations

import pytest

import quotes


def speakers(text: str) -> list[tuple[str | None, str | None]]:
    """The name and kind of the speaker of each marked quotation."""
    found = [each for each in quotes.extract(text) if each.kind != "paraphrase"]
    return [(each.speaker, each.speakers[0].kind if each.speakers else None) for each in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "“The pump is old,” said Anton Weller Jr., the miller.\n\n“It was old in May,” Weller said.",
            ["Anton Weller Jr", "Anton Weller Jr"],
            id="suffix",
        ),
        pytest.param("“It is late,” Ruth Calder III said on Monday.", ["Ruth Calder III"], id="numeral"),
        pytest.param(
            "Peter Lang Sr. dug the well. Peter Lang Jr. filled it.\n\n“I filled it in June,” Peter Lang Jr. said.\n\n"
            "“I dug it by hand,” said Peter Lang Sr.",
            ["Peter Lang Jr", "Peter Lang Sr"],
            id="father and son",
        ),
        pytest.param(
            "Margaret (“Peg”) Lindell said: “The roof is gone.”",
            ["Margaret (“Peg”) Lindell"],
            id="nickname in brackets",
        ),
        pytest.param(
            "“The well is dry,” said Piet ter Horst.\n\nProfessor Lekeru ole Sadera said: “The rains are late.”",
            ["Piet ter Horst", "Lekeru ole Sadera"],
            id="particle",
        ),
        pytest.param("“The roof is gone,” (Frank) Lindell said.", ["Frank Lindell"], id="given name in brackets"),
        pytest.param(
            "“The gulls are back,” said anna moss, a painter.\n\n“They came in March,” moss said.",
            ["anna moss", "anna moss"],
            id="lower case",
        ),
        pytest.param(
            "“The till is empty,” said Deputy Treasurer Karl Bonham.", ["Karl Bonham"], id="office before the name"
        ),
        pytest.param(
            "Paul Early met the press on Friday.\n\nIn places it is slow, but Early still says it is “binary” to him.",
            ["Paul Early"],
            id="surname that is a common word",
        ),
        pytest.param(
            "Secretary General Ban Ki-moon condemned the raid.\n\n“It must not happen again,” he told reporters.",
            ["Ban Ki-moon"],
            id="unknown name after a title",
        ),
        pytest.param(
            "Gallery Okafor opened in May.\n\nAda Okafor hangs the pictures.\n\n“I like a bare wall,” Okafor said.",
            ["Ada Okafor"],
            id="a house named after its owner",
        ),
        pytest.param(
            "Training fills his mornings. Hugo Byrd has run before, and he said he feels “half as old” in spring.",
            ["Hugo Byrd"],
            id="a gerund is nobody",
        ),
    ],
)
def test_the_whole_name(text: str, names: list[str]) -> None:
    found = [name and name.rstrip(".") for name, _ in speakers(text)]
    assert found == names


def test_a_person_named_right_after_a_body() -> None:
    text = (
        "In a meeting with the editorial board of the Washington Post Brockden said that the mill may close. "
        "“We can’t run it,” Brockden said. Harold Brockden owns the mill."
    )
    assert [(each.speaker, each.kind) for each in quotes.extract(text)] == [
        ("Harold Brockden", "paraphrase"),
        ("Harold Brockden", "direct"),
    ]


def test_a_spokeswoman_is_not_whom_she_speaks_for() -> None:
    ((name, kind),) = speakers("“He has nothing to hide,” a spokeswoman for Mr Lang said.")
    assert (name, kind) == ("a spokeswoman for Mr Lang", "anonymous")


def test_a_title_that_begins_with_a_body_is_part_of_the_person() -> None:
    assert speakers("“The reef is white,” Institute of the Seas biologist Ada Byrd said.") == [("Ada Byrd", "person")]


def test_initials_of_a_label_are_the_person_with_these_initials() -> None:
    text = (
        "Ada Byrd spoke to the Courier’s Peter Lang about the drains.\n\nPL: Why did they burst?\n\n"
        "AB: Fat had blocked them.\n\nPL: Who cleans up?\n\nAB: I do, with a spoon."
    )
    assert [name for name, _ in speakers(text)] == ["Peter Lang", "Ada Byrd", "Peter Lang", "Ada Byrd"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In July, former Speaker of the House Peter Lang left.\n\n“The quay is closed,” Lang said."
            "\n\nLang came back.",
            ("Peter Lang", "person"),
        ),
        (
            "The union asked the company.\n\n“The quay is closed,” the company said in reply.",
            ("the company", "anonymous"),
        ),
        ("“The quay is closed,” the Ellery council said.", ("Ellery council", "organisation")),
        ("“The quay is closed,” the report said.", ("the report", "anonymous")),
        ("“The quay is closed,” quaynews.com reported on Monday.", ("quaynews.com", "organisation")),
    ],
)
def test_a_name_is_whole_and_of_the_right_kind(text: str, expected: tuple[str, str]) -> None:
    assert speakers(text) == [expected]
