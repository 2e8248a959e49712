"""What the source did with the words: polarity, the statement to show for them, and who is quoted at second hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quotes
from quotes import readers
from quotes.evaluation import Evaluation, Prediction, evaluate, read_gold
from quotes.extraction.word_classes import base_forms
from quotes.model import Polarity, Quotation, Span
from quotes.text.wording import sentence

DATA = Path(__file__).parent / "data"
SEEDS = Path(__file__).parents[1] / "seeds"
PARAGRAPHS = [
    paragraph
    for path in sorted([*(DATA / "statements").glob("*.txt"), *SEEDS.glob("*.txt")])
    for paragraph in path.read_text(encoding="utf-8").split("\n")
    if paragraph
]
NOT_SAID = (Polarity.DENIED, Polarity.DECLINED, Polarity.ASKED)


def found(text: str, words: str) -> Quotation:
    """The quotation of a text whose words begin with some."""
    return next(each for each in quotes.extract(text) if each.text.startswith(words))


@pytest.mark.parametrize(
    ("text", "words", "polarity", "statement"),
    [
        (
            "Rosa Quent denied that she had known about the axles before May.",
            "she had known",
            "denied",
            "denied that she had known about the axles before May",
        ),
        (
            "Ada Byrd declined to discuss the accident or say whether the crane had been checked.",
            "whether the crane",
            "declined",
            "declined to discuss the accident or say whether the crane had been checked",
        ),
        (
            "Police refused to release a name or say whether anyone had been charged.",
            "whether anyone",
            "declined",
            "refused to release a name or say whether anyone had been charged",
        ),
        (
            "Nadia Frome said that she had not signed the lease.",
            "she had not",
            "asserted",
            "said that she had not signed the lease",
        ),
        (
            "The premier scoffed at the idea that a foreign fleet had cut the cable.",
            "a foreign fleet",
            "denied",
            "scoffed at the idea that a foreign fleet had cut the cable",
        ),
        (
            "Councillor Emil Strand refused to say whether he would support the new reservoir.",
            "whether he would support",
            "declined",
            "refused to say whether he would support the new reservoir",
        ),
        (
            "The ministry would neither confirm nor deny that a rescue loan was being discussed.",
            "a rescue loan",
            "declined",
            "would neither confirm nor deny that a rescue loan was being discussed",
        ),
        (
            "The clerk did not say that the files were sealed.",
            "the files",
            "declined",
            "did not say that the files were sealed",
        ),
        (
            "None of the nine witnesses said that the driver was drunk.",
            "the driver",
            "declined",
            "None of the nine witnesses said that the driver was drunk",
        ),
        (
            "The judge asked whether the lease had been signed in March.",
            "the lease",
            "asked",
            "asked whether the lease had been signed in March",
        ),
        (
            "Ida Holm would argue that the voters had been misled by both parties.",
            "the voters",
            "conditional",
            "would argue that the voters had been misled by both parties",
        ),
        (
            "Ida Holm would only say that talks were going on in the capital.",
            "talks were",
            "asserted",
            "would only say that talks were going on in the capital",
        ),
        (
            "Ida Holm did not deny that a strike had been discussed by the union.",
            "a strike",
            "declined",
            "did not deny that a strike had been discussed by the union",
        ),
        (
            "Olive Trask denied the charges, saying she had been in Dunmere all week.",
            "she had been",
            "asserted",
            "denied the charges, saying she had been in Dunmere all week",
        ),
        (
            "“The quay is shut,” said the harbour master, Olive Trask, noting that the storm was not over.",
            "the storm",
            "asserted",
            "noting that the storm was not over",
        ),
        (
            "The quay is shut, Olive Trask said, adding that nobody was hurt.",
            "nobody",
            "asserted",
            "adding that nobody was hurt",
        ),
        ("The quay is shut, Olive Trask pointed out.", "The quay", "asserted", "pointed out The quay is shut"),
        (
            "Olive Trask responded to a question about whether or not she would run for mayor in the spring.",
            "whether",
            "asked",
            "responded to a question about whether or not she would run for mayor in the spring",
        ),
        (
            "Hugo Bell did not mention the mayor, but told reporters that the bridge was safe.",
            "the bridge",
            "asserted",
            "told reporters that the bridge was safe",
        ),
        (
            "The worst of the flood is over and the roads will open, the minister insisted.",
            "The worst",
            "asserted",
            "insisted The worst of the flood is over and the roads will open",
        ),
        (
            "Russia will provide North Korea with money and technology, according to the ministry.",
            "Russia",
            "asserted",
            "Russia will provide North Korea with money and technology",
        ),
        ("“I never touched the books,” Oates denied.", "I never", "asserted", "denied “I never touched the books,”"),
        ("“Will you resign over the loan?” asked Ian Goss.", "Will you", "asked", None),
        ("“Who knows the price of it?” asked Ian Goss. “I do not know it.”", "Who knows", "asked", None),
        ("“Who knows the price of it?” asked Ian Goss. “I do not know it.”", "I do not", "asserted", None),
        ("“Who knows the price of it?” asked Ian Goss. “Who ever knew it?”", "Who ever", "asked", None),
        ("“Who,” Ian Goss asked, “knows the price of it?”", "knows the price", "asked", None),
    ],
)
def test_what_was_done_with_the_words(text: str, words: str, polarity: str, statement: str | None) -> None:
    quotation = found(text, words)
    assert quotation.polarity == polarity
    assert statement is None or quotation.statement == statement


def test_a_denied_fragment_is_denied_and_shown_with_its_clause() -> None:
    quotation = found("Ida Holm denied ever saying that the bridge was “as good as built” in May.", "as good")
    assert (quotation.kind, quotation.polarity) == ("partial", "denied")
    assert quotation.statement == "denied ever saying that the bridge was “as good as built” in May"


@pytest.mark.parametrize(
    "text",
    [
        "The mine avoided “a disaster”, Rosa Quent said.",
        "Rosa Quent said she had avoided “a disaster” by an inch.",
        "Rosa Quent said the police had failed “a disaster” of a test.",
    ],
)
def test_what_is_avoided_or_failed_is_no_refusal_to_say_it(text: str) -> None:
    assert found(text, "a disaster").polarity == "asserted"


def test_a_fragment_that_is_declined_is_declined() -> None:
    assert found("Rosa Quent declined “to comment”.", "to comment").polarity == "declined"


def test_a_passive_is_shown_with_its_subject() -> None:
    quotation = found("Ida Holm was quoted by the Daily Herald as saying that the war was lost.", "the war")
    assert quotation.speaker == "Daily Herald"
    assert quotation.statement == "Ida Holm was quoted by the Daily Herald as saying that the war was lost"


def test_a_name_for_what_is_denied_is_not_denied() -> None:
    quotation = found("Hollis dismissed the report about the loan as “pure invention from start to finish”.", "pure")
    assert quotation.polarity == "asserted"


@pytest.mark.parametrize("close", [".”", "”.", '."', ",” and left"])
def test_the_mark_that_a_statement_opens_is_closed_in_it(close: str) -> None:
    mark = '"' if '"' in close else "“"
    text = f"Ada Byrd, the harbour master, said the quay had been closed because it was {mark}badly cracked{close}"
    (told,) = (each for each in quotes.extract(text) if each.kind == "paraphrase")
    assert told.statement.endswith(close.removesuffix(" and left") if close[0] in ".," else close[0])


@pytest.mark.parametrize(
    ("text", "words", "statement"),
    [
        (
            "Ada Byrd called the plan “a vague promise” and warned that the quay would be closed by spring.",
            "the quay would",
            "warned that the quay would be closed by spring",
        ),
        (
            "Ada Byrd told reporters: “The cranes are safe,” and added that the harbour would open on Monday.",
            "the harbour would",
            "added that the harbour would open on Monday",
        ),
        (
            "Ada Byrd described the vote as a mistake and said the council had been misled about the price.",
            "the council had",
            "said the council had been misled about the price",
        ),
    ],
)
def test_a_statement_begins_with_its_own_verb(text: str, words: str, statement: str) -> None:
    assert found(text, words).statement == statement


@pytest.mark.parametrize(
    "text",
    [
        "Ada Byrd, a professor in Oslo, warned that while others might dismiss this notion as far-fetched, the first "
        "causes of both earlier floods were “similarly underestimated.”",
        "Ada Byrd said that although the council denies it, the quay was “never safe at all”.",
    ],
)
def test_what_others_deny_beside_the_words_is_not_denied(text: str) -> None:
    (fragment,) = (each for each in quotes.extract(text) if each.kind == "partial")
    assert (fragment.speaker, fragment.polarity) == ("Ada Byrd", "asserted")


@pytest.mark.parametrize(
    ("text", "polarity", "statement"),
    [
        ("Did Ida Holm say “I never liked the sea”? No.", "conditional", "Did Ida Holm say “I never liked the sea”"),
        ("Has Ida Holm ever said “I am the law”? Not once.", "conditional", "Has Ida Holm ever said “I am the law”"),
        ("Why did Ida Holm say “I never liked the sea”? She is a baker.", "asserted", None),
        (
            "There is no record that Ida Holm said “I never liked the sea”.",
            "declined",
            "no record that Ida Holm said “I never liked the sea”",
        ),
        ("There is a record that Ida Holm said “I never liked the sea”.", "asserted", None),
        ("It is a myth that Ida Holm told voters “I never liked the sea”.", "declined", None),
        ("It is not true that Ida Holm said “I never liked the sea”.", "declined", None),
        ("It is true that Ida Holm said “I never liked the sea”.", "asserted", None),
        ("Nothing suggests that Ida Holm told voters the sea was hers.", "declined", None),
        ("Did Ida Holm really tell voters that the sea was hers? She did not.", "conditional", None),
        ("Is Ida Holm saying that the sea is hers?", "conditional", "Is Ida Holm saying that the sea is hers"),
        ("Had Ida Holm said that the sea was hers, the town would have paid.", "conditional", None),
    ],
)
def test_what_the_writer_doubts_is_not_asserted(text: str, polarity: str, statement: str | None) -> None:
    quotation = next(iter(quotes.extract(text)))
    assert quotation.polarity == polarity
    assert statement is None or quotation.statement == statement


def test_what_is_said_of_somebody_else_is_no_polarity_of_the_words() -> None:
    quotation = found("Ida Holm said she wanted to talk “directly to the people of the valley”.", "directly")
    assert quotation.polarity == "asserted"


@pytest.mark.parametrize(
    ("text", "words", "quoting"),
    [
        ("Petra Lunn said the bank had told her: “You have until the first of June.”", "You have", "the bank"),
        ("Iwan Tarn quoted the surgeon as saying that the operation had gone well.", "the operation", "the surgeon"),
        ("Bell said, quoting his predecessor, that the bridge was never safe in winter.", "the bridge", "predecessor"),
        ("Ida Holm was quoted by the Daily Herald as saying that the war was lost.", "the war", "Ida Holm"),
        ("Petra Lunn said she had told the bank: “You will have it by the first of June.”", "You will", None),
        ("Petra Lunn said the bank was closing its branch in the town.", "the bank", None),
        ("Oslo’s mayor rejected the operator’s claim that a driver was to blame.", "a driver", None),
    ],
)
def test_who_is_quoted_at_second_hand(text: str, words: str, quoting: str | None) -> None:
    quotation = found(text, words)
    if quoting is None:
        assert quotation.quoting is None
    else:
        assert quotation.quoting is not None
        assert quotation.quoting.of(text).endswith(quoting)


@pytest.mark.parametrize(
    ("word", "base"),
    [("denies", "deny"), ("denied", "deny"), ("refusing", "refuse"), ("rebutted", "rebut"), ("told", "tell")],
)
def test_base_forms(word: str, base: str) -> None:
    assert base in base_forms(word)


def scored(folder: Path) -> Evaluation:
    gold = read_gold((DATA / "statements.json").read_text(encoding="utf-8"), "statements.json")
    names = sorted(path.name for path in folder.glob("*.txt") if path.name in gold)
    quotations = quotes.extract_many(readers.read(folder / name) for name in names)
    predicted = {name: list(map(prediction, each)) for name, each in zip(names, quotations, strict=True)}
    return evaluate({name: gold[name] for name in names}, predicted)


def prediction(each: Quotation) -> Prediction:
    return Prediction(
        each.kind, each.spans, each.mention, each.speaker, each.confidence, each.text, each.polarity, each.quoting
    )


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "found_floor"), [(SEEDS, 0.9), (DATA / "statements", 0.82)])
def test_the_gold_is_scored_as_well_as_it_was(folder: Path, found_floor: float) -> None:
    result = scored(folder)
    rows = sum(each.number for each in result.confusion)
    assert result.polarity.total / rows >= found_floor
    assert result.polarity.right >= 0.97 * result.polarity.total, result.faults
    assert result.quoting.right >= 0.98 * result.quoting.total
    asserted = [each for each in result.confusion if each.expected in NOT_SAID and each.got is Polarity.ASSERTED]
    assert not asserted, result.faults


def test_the_gold_has_rows_of_every_polarity() -> None:
    gold = read_gold((DATA / "statements.json").read_text(encoding="utf-8"), "statements.json")
    rows = [row for article in gold.values() for row in article.statements]
    counts = Counter(row.polarity for row in rows)
    assert len(rows) >= 300
    assert len(counts) == len(Polarity)
    assert min(counts.values()) >= 25
    for path in [*SEEDS.glob("*.txt"), *(DATA / "statements").glob("*.txt")]:
        text = readers.read(path).text
        for row in gold[path.name].statements:
            assert row.span.of(text) == row.span.of(text).strip() != ""
            assert row.quoting is None or row.quoting.of(text).strip()


def covers(spans: Sequence[Span], inner: Span) -> bool:
    return any(span.start <= inner.start and inner.end <= span.end for span in spans)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.sampled_from(["", "\u00ad", "\u200b"]),
)
def test_a_statement_is_what_the_article_says(paragraphs: list[str], line_end: str, invisible: str) -> None:
    text = line_end.join(f"{each[:3]}{invisible}{each[3:]}" for each in paragraphs)
    for each in quotes.extract(text):
        assert each.statement == " ".join(span.of(text) for span in each.statement_spans)
        assert all(0 <= span.start < span.end <= len(text) for span in each.statement_spans)
        assert all(covers(each.statement_spans, span) for span in each.spans)
        alone = each.statement_spans == each.spans
        if each.cue is not None and not alone:
            words = each.cue.of(text).casefold()
            assert covers(each.statement_spans, each.cue) or words.startswith(("according", ":", "—", "–", "-"))
        if alone:
            assert each.cue is None or each.polarity is Polarity.ASSERTED
        if each.quoting is not None:
            assert each.quoting != each.mention
            assert each.quoting.of(text)


def test_a_claim_is_asserted_by_whoever_makes_it() -> None:
    text = "The video shows that the ferry was late, contradicting Ada Byrd’s claim that it left at noon."
    (claim,) = [q for q in quotes.extract(text) if q.kind == "paraphrase"]
    assert (claim.speaker, claim.polarity, claim.statement) == ("Ada Byrd", "asserted", "’s claim that it left at noon")


def test_a_claim_keeps_the_genitive_of_its_owner() -> None:
    text = "Video shows his hands in the air, contradicting Ada Byrd’s earlier claim that he had refused to raise them."
    claim = found(text, "he had refused")
    assert sentence(claim) == "Ada Byrd’s earlier claim that he had refused to raise them"


def test_what_words_are_about_does_not_decide_what_is_done_with_them() -> None:
    text = "Ada Byrd said the bus stops, which she called “death traps,” had to move."
    assert {each.polarity for each in quotes.extract(text)} == {"asserted"}
