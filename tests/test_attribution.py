"""Who said it, in small invented articles: one behaviour each."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quotes
from quotes import Quotation
from quotes.extraction import features


def said(text: str) -> list[tuple[str, str | None]]:
    """The words and the speaker of each marked quotation."""
    return [(q.text, q.speaker) for q in quotes.extract(text) if q.kind != "paraphrase"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param("“The bridge is safe,” said Maria Okafor.", "Maria Okafor", id="cue, then name"),
        pytest.param("“The bridge is safe,” Maria Okafor told reporters.", "Maria Okafor", id="name, then cue"),
        pytest.param("Maria Okafor told the council: “The bridge is safe.”", "Maria Okafor", id="colon"),
        pytest.param(
            "“The bridge is safe,” said Maria Okafor, the city’s chief engineer, who inspected it on Monday.",
            "Maria Okafor",
            id="apposition and relative clause",
        ),
        pytest.param(
            "“The bridge is safe,” Maria Okafor told Peter Lang, the mayor.",
            "Maria Okafor",
            id="addressee is no speaker",
        ),
        pytest.param("“The bridge is safe,” a senior city official said.", "a senior city official", id="unnamed"),
    ],
)
def test_source_beside_the_words(text: str, speaker: str) -> None:
    assert [who for _, who in said(text)] == [speaker]


def test_pronoun_and_short_name_lead_to_the_fullest_name() -> None:
    text = (
        "Maria Okafor inspected the bridge on Monday.\n\n“It is safe,” she said.\n\n"
        "“We shall look again in spring,” Okafor added."
    )
    assert [who for _, who in said(text)] == ["Maria Okafor", "Maria Okafor"]


def test_evidence_leads_from_the_pronoun_to_the_name() -> None:
    text = "Maria Okafor inspected the bridge on Monday.\n\n“It is safe,” she said."
    (quotation,) = [q for q in quotes.extract(text) if q.kind == "direct"]
    assert quotation.evidence is not None
    assert quotation.evidence.step == "cue"
    assert [span.of(text) for span in quotation.evidence.chain] == ["she", "Maria Okafor"]
    assert quotation.cue is not None
    assert quotation.cue.of(text) == "said"


def test_a_quotation_alone_goes_on_with_the_last_speaker() -> None:
    text = "“The bridge is safe,” said Maria Okafor.\n\n“We shall look again in spring.”\n\nThe council met."
    assert [who for _, who in said(text)] == ["Maria Okafor", "Maria Okafor"]


def test_name_line_after_a_block_quotation() -> None:
    text = (
        "The council has approved the repairs.\n\n“The bridge is safe and it will stay open through the winter.”\n\n"
        "— Maria Okafor\n\nWork begins in spring."
    )
    assert [who for _, who in said(text)] == ["Maria Okafor"]


def test_paragraphs_opened_afresh_are_one_quotation() -> None:
    text = "“The bridge is safe,” said Maria Okafor. “It was built in 1931.\n\n“It will outlast us all.”"
    assert said(text)[-1] == ("It was built in 1931.\n\n“It will outlast us all.", "Maria Okafor")


def test_labels_of_a_transcript_name_the_speakers() -> None:
    text = (
        "The inquiry heard Maria Okafor, the engineer, and Peter Lang, counsel for the city.\n\n"
        "MR. LANG: Was the bridge safe?\nMS. OKAFOR: It was.\nMR. LANG: Did you look?\nMS. OKAFOR: Twice a year.\n"
    )
    assert [who for _, who in said(text)] == ["Peter Lang", "Maria Okafor", "Peter Lang", "Maria Okafor"]


def test_reported_speech_is_a_paraphrase_and_no_quotation() -> None:
    text = "Maria Okafor said that the bridge was safe and would stay open through the winter."
    (found,) = quotes.extract(text)
    assert (found.kind, found.speaker) == ("paraphrase", "Maria Okafor")
    assert found.text == "the bridge was safe and would stay open through the winter"


def test_two_who_speak_together_are_both_speakers() -> None:
    text = "“The bridge is safe,” Maria Okafor and Peter Lang said in a joint statement."
    (found,) = [q for q in quotes.extract(text) if q.kind == "direct"]
    assert [speaker.name for speaker in found.speakers] == ["Maria Okafor", "Peter Lang"]


def test_mr_and_ms_of_one_family_are_two() -> None:
    text = (
        "Maria Okafor and her brother, Peter Okafor, run the yard.\n\n“It was his idea,” Ms Okafor said.\n\n"
        "“It was hers,” Mr Okafor said."
    )
    assert [who for _, who in said(text)] == ["Maria Okafor", "Peter Okafor"]


def test_an_organisation_speaks() -> None:
    text = "The Ministry of Bridges closed the road on Monday.\n\n“It is unsafe,” the ministry said in a statement."
    (found,) = [q for q in quotes.extract(text) if q.kind == "direct"]
    assert found.speakers[0].kind == "organisation"


def check(text: str, found: list[Quotation]) -> None:
    marked = sorted((q.start, q.end) for q in found if q.kind != "paraphrase")
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(marked))
    reported = sorted((q.start, q.end) for q in found if q.kind == "paraphrase")
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(reported))
    for quotation in found:
        assert 0 <= quotation.start < quotation.end <= len(text)
        assert quotation.text == " ".join(span.of(text) for span in quotation.spans)
        assert 0.0 <= quotation.confidence <= 1.0
        assert quotation.kind == "paraphrase" or len(quotation.spans) == 1
        for span in (quotation.mention, quotation.cue, *(quotation.evidence.chain if quotation.evidence else ())):
            assert span is None or 0 <= span.start < span.end <= len(text)


PIECES = st.sampled_from(
    "“ ” ‘ ’ \" ' '' « » „ \n \n\n , . : ; — said told Maria Okafor she he the minister According to that Q: A: "
    "LANG: safe bridge is The 6'3\" 'em 😅 \u00a0 \u200b \u2028 \t ( ) [ ]".split(" ")
)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join)))
def test_any_text_whatsoever_gives_true_offsets(text: str) -> None:
    check(text, quotes.extract(text))


def test_extraction_is_the_same_alone_and_in_a_batch() -> None:
    texts = ["“Yes,” said Maria Okafor.", "", "No quotation here.", "“No,” he said.\n\n“Never.”"] * 6
    assert list(quotes.extract_many(texts)) == [quotes.extract(text) for text in texts]


@pytest.mark.slow
def test_a_paragraph_of_many_speakers_weighs_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed = 0

    def counted(*given: Any) -> list[float]:
        nonlocal weighed
        weighed += 1
        return mention_features(*given)

    mention_features = features.mention_features
    monkeypatch.setattr(features, "mention_features", counted)
    names = [f"{given} {family}" for given in ("Ann", "Tom", "Ruth") for family in ("Marsh", "Okafor", "Brandvold")]
    text = " ".join(f"{names[number % 9]} said “no, not number {number}”." for number in range(200))
    found = quotes.extract(text)
    assert len(found) == 200
    assert sum(each.speaker == names[number % 9] for number, each in enumerate(found)) > 190
    assert weighed <= 200 * 100


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_a_name_may_stand_in_two_lines(end: str) -> None:
    text = (
        "The fire brigade met on Sunday.\n\n“The hose was dry when we came, and no one knew why,” said Dora\nQuill.\n\n"
        "“It had been dry since May,” Walter\nGregg said."
    ).replace("\n", end)
    assert said(text) == [
        ("The hose was dry when we came, and no one knew why,", "Dora Quill"),
        ("It had been dry since May,", "Walter Gregg"),
    ]
    for each in quotes.extract(text):
        assert each.mention is not None
        assert each.mention.of(text).split() == str(each.speaker).split()


def test_half_of_a_surrogate_pair_keeps_its_place() -> None:
    text = "“We \ud83d closed it,” said Ada Byrd\udc00, the mayor."
    (found,) = quotes.extract(text)
    assert (found.text, found.start, found.end) == ("We \ufffd closed it,", 1, 16)
    assert text[found.start : found.end] == "We \ud83d closed it,"


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "“We will not sell the ware\u00adhouse,” said Vera Mont\u00adgomery.",
            "sell the ware\u00adhouse,",
            "Vera Montgomery",
        ),
        ("“\u200bWe sold the van,\u200b” said Vera\u200b Moss.", "We sold the van,", "Vera Moss"),
        ("“We reported the rust,” said Dora\u2011May Pell on Monday.", "We reported the rust,", "Dora-May Pell"),
        ("\ufeff“We painted the rail,” said \u200eOwen\u200f Moss.", "We painted the rail,", "Owen Moss"),
    ],
)
def test_characters_that_nobody_sees_change_no_name_and_no_offset(text: str, words: str, speaker: str) -> None:
    (found,) = [each for each in quotes.extract(text) if each.kind != "paraphrase"]
    assert (found.kind, found.speaker) == ("direct", speaker)
    assert found.text.endswith(words)
    assert found.spans[0].of(text) == found.text
    assert found.mention is not None
    assert found.mention.of(text).strip("\u200b\u200e\u200f")[-4:] == speaker[-4:]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        pytest.param(
            "“I love the sea,” said Ann Hurd, a swimmer.\n\nPeter Lang, a sailor, disagreed.\n\n"
            "“It is rough all year.”",
            ["Ann Hurd", "Peter Lang"],
            id="introduced in the sentence before",
        ),
        pytest.param(
            "“We shall sell in May,” said Ann Hurd.\n\n"
            "The news shocked Peter Lang, who has worked at the mill for years.\n\n"
            "“I have given them my life. Where do I go now?”",
            ["Ann Hurd", "Peter Lang"],
            id="introduced as the object",
        ),
        pytest.param(
            "“It is a danger to us all,” said Ann Hurd.\n\n"
            "But the depot’s manager, Peter Lang, says the tanks are safe.\n\n"
            "“They were never meant to be full. We shift the load before that.”",
            ["Ann Hurd", "Peter Lang"],
            id="goes on from reported speech",
        ),
        pytest.param(
            "“The bells are cracked,” said Ann Hurd. “Listen to them.”\n\nShe says the tower may follow.\n\n"
            "“It leans a little more every year.”",
            ["Ann Hurd"] * 3,
            id="goes on with the same speaker",
        ),
        pytest.param(
            "“It is only a drizzle,” said Ann Hurd. Peter Lang laughed at that. “The cellar is under water.”",
            ["Ann Hurd", "Peter Lang"],
            id="shown with a gesture after somebody else",
        ),
        pytest.param(
            "Ann Hurd said the cellar was dry. Peter Lang disagreed. “The water is up to my knees.”",
            ["Peter Lang"],
            id="disagrees with somebody else",
        ),
        pytest.param(
            "“It is only a drizzle,” said Ann Hurd. Peter Lang laughed. “The cellar is dry,” Hurd went on.",
            ["Ann Hurd"] * 2,
            id="named after the words, after the gesture of somebody else",
        ),
        pytest.param(
            "A statement from Ann Hurd, the agency’s chairwoman:\n\n“Peter brings a wealth of experience to us.”",
            ["Ann Hurd"],
            id="a statement from somebody",
        ),
        pytest.param(
            "The company released a statement from Ann Hurd, its chief executive: “We regret the spill.”",
            ["Ann Hurd"],
            id="who wrote what another publishes",
        ),
    ],
)
def test_nobody_is_named_beside_the_words(text: str, speakers: list[str]) -> None:
    assert [who for _, who in said(text)] == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        pytest.param(
            "“The vault is dry,” Foxton University of the North marine historian Ada Byrd said.",
            ["Ada Byrd"],
            id="employer before the name",
        ),
        pytest.param(
            "Ada Byrd still hears her aunt telling her, “Shut the gate and run.”", ["her aunt"], id="participle"
        ),
        pytest.param(
            "Ada Byrd brushed aside claims that Tom Li had called her “a public menace”.",
            ["Tom Li"],
            id="words of somebody else that are denied",
        ),
        pytest.param("“Finest play of the year!” was the reply of one happy sailor.", ["one happy sailor"], id="reply"),
        pytest.param(
            "“I love the hills,” said Ada Byrd, a walker.\n\n“It is dry in June.”", ["Ada Byrd"] * 2, id="two capitals"
        ),
        pytest.param(
            "Byrd said she thinks all three harbours — town, county and state — should be “pulling one rope” on fees, "
            "despite Premier Tom Li doing away with the cap his rivals brought in.\n\nAda Byrd is a pilot.",
            ["Ada Byrd"],
            id="fragment in reported speech",
        ),
    ],
)
def test_source_by_the_form_of_the_sentence(text: str, speakers: list[str]) -> None:
    assert [who for _, who in said(text)] == speakers
