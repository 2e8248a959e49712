"""Words of a draft beside those of a printing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quotes.checker.alignment import Alignment, align, with_ends
from quotes.checker.differences import changes, differences
from quotes.checker.negation import limits
from quotes.checker.tokens import words
from quotes.checker.verdicts import Change
from quotes.checker.word_forms import FUNCTION, are_forms, numbers

WORDS = "we close the harbour before winter because nobody asked crews about money and cranes are old".split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=6, max_size=25)


def weight(key: str) -> float:
    return 0.3 if key in FUNCTION else 1.5


def beside(draft: str, printed: str) -> Alignment:
    alignment = align(words(draft), words(printed), weight)
    assert alignment is not None
    return with_ends(alignment)


def found(draft: str, printed: str) -> list[Change]:
    return list(changes(differences(beside(draft, printed))))


@pytest.mark.parametrize(
    ("draft", "printed"),
    [
        ("We won’t close it — ever", "“We won't close it -- ever!”"),
        ("the harbour is closed,", "The harbour is closed."),
        ("‘The café’ stays open", "The cafe stays open"),
        ("he wrote to the S.E.C", "He wrote to the S.E.C."),
        ("we close … before winter", "We close ... before winter"),
        ("the best decision of all", "He said the best choice was the best decision of all."),
        ("We [the crews] close the harbour", "We close the harbour."),
        ("We don＇t close the harbour", "We don’t close the harbour."),
        ("We can not close the harbour", "We cannot close the harbour."),
        ("It fell 12 per cent in May", "It fell 12% in May."),
        ("It was -5 outside in May", "It was minus 5 outside in May."),
        ("It took 30kg of it in May", "It took 30 kg of it in May."),
        ("[T]hey don’t close the harbour", "But they don’t close the harbour."),
        ("[D]on’t close the harbour", "Please, don’t close the harbour."),
    ],
)
def test_marks_case_and_final_punctuation_make_no_difference(draft: str, printed: str) -> None:
    assert found(draft, printed) == []


@pytest.mark.parametrize(
    ("draft", "printed", "expected"),
    [
        ("We will close it before winter", "We will not close it before winter.", Change.NEGATION),
        ("We can’t close it before winter", "We can close it before winter.", Change.NEGATION),
        ("It is likely that the crews go", "It is unlikely that the crews go", Change.NEGATION),
        ("Everybody asked the crews about it", "Nobody asked the crews about it", Change.NEGATION),
        ("We go home tonight", "We do not, as I said, go home tonight", Change.NEGATION),
        ("It took thirty crews to close it", "It took three hundred crews to close it", Change.NUMBER),
        ("It cost 3 million in all", "It cost 3 billion in all", Change.NUMBER),
        ("It cost £30 in all", "It cost £300 in all", Change.NUMBER),
        ("The crews and cranes closed it", "The 30 crews and cranes closed it", Change.NUMBER),
        ("It took 30 crews to close it", "It took thirty crews to close it", Change.INFLECTION),
        ("We are closing the harbour", "We’re closing the harbour", Change.INFLECTION),
        ("It was the oldest crane here", "It is the oldest crane here", Change.INFLECTION),
        ("The old crane will mend itself", "The new crane will mend itself", Change.WORD),
        ("The crane old will mend itself", "The old crane will mend itself", Change.WORD),
        ("The crane will mend itself", "The crane, they tell us, will mend itself", Change.OMISSION),
        ("We will … go home tonight", "We will, and I am not kidding, go home tonight", Change.OMISSION),
        ("We [will] close it before winter", "We will not close it before winter", Change.NEGATION),
        ("We do close it before winter", "We [don’t] close it before winter", Change.NEGATION),
        ("We [do] close it before winter", "We [don’t] close it before winter", Change.NEGATION),
        ("We [won’t] close it before winter", "We will close it before winter", Change.NEGATION),
        ("We will [not] close it before winter", "We will close it before winter", Change.NEGATION),
        ("Everybody saw how they don’t mend it", "Everybody saw how they don’t see and don’t mend it", Change.OMISSION),
        ("I do not need the cranes", "I do not think we do not need the cranes", Change.NEGATION),
        ("I was aware of the old cranes", "At no time was I aware of the old cranes", Change.NEGATION),
        ("We have seen such old cranes", "Never have we seen such old cranes", Change.NEGATION),
        ("All the crews did not mend it", "Not all the crews did mend it", Change.NEGATION),
        ("We do not and will never close it", "We do not and never will close it", Change.WORD),
        ("We’re gonna mend the old crane", "We’re going to mend the old crane", Change.INFLECTION),
        ("It cost a thousand cranes", "It cost 1,000 cranes", Change.INFLECTION),
        ("[D]o close the old harbour", "Don’t close the old harbour", Change.NEGATION),
        ("It just isn’t as old as the crane", "It is just not as old as the crane", Change.WORD),
        ("The crane was built by the crews", "The crane has been built by the crews", Change.INFLECTION),
        ("If he’d had a crane, he would mend it", "If he had a crane, he would mend it", Change.INFLECTION),
        ("The harbour centre is theirs", "The harbor center is theirs", Change.INFLECTION),
        ("It is our own defence of the cranes", "It is our own defense of the cranes", Change.INFLECTION),
        ("We will […] close it before winter", "We will not close it before winter", Change.NEGATION),
        ("[We do close it before winter", "We do not close it before winter", Change.NEGATION),
        ("It is [un]likely that the crews go", "It is likely that the crews go", Change.NEGATION),
        ("It was a violent crew in winter", "It was a non-violent crew in winter", Change.NEGATION),
        ("He is a notable man of the crew", "He is a not able man of the crew", Change.NEGATION),
        ("It was now here to be seen", "It was nowhere to be seen", Change.NEGATION),
        ("We do close the old harbour", "We dont close the old harbour", Change.NEGATION),
        ("We would’ve closed the old harbour", "We wouldn’t’ve closed the old harbour", Change.NEGATION),
        ("Not we close the old harbour", "We close the old harbour", Change.NEGATION),
        ("We close the old harbour", "We close the old harbour not", Change.NEGATION),
        ("We close the old harbour", "We never did not close the old harbour", Change.NEGATION),
        ("Both crews and cranes closed it", "Neither crews nor cranes closed it", Change.NEGATION),
        ("With cranes we closed the harbour", "Without cranes we closed the harbour", Change.NEGATION),
        ("The crew [of men who were not asked] closed it", "The old crew closed it", Change.OMISSION),
        ("We do not close the old harbour", "We don’t close the old harbour", Change.INFLECTION),
        ("We cannot close the old harbour", "We can’t close the old harbour", Change.INFLECTION),
        ("We dont close the old harbour", "We don’t close the old harbour", Change.PUNCTUATION),
        ("We have [40] boats in the harbour", "We have 30 boats in the harbour", Change.NUMBER),
        ("It was 9/11 in the harbour", "It was 911 in the harbour", Change.NUMBER),
        ("We closed 3-4 of the old cranes", "We closed 3/4 of the old cranes", Change.NUMBER),
        ("We closed 20-30 of the old cranes", "We closed 2030 of the old cranes", Change.NUMBER),
        ("It cost £30m in all that winter", "It cost £30bn in all that winter", Change.NUMBER),
        ("It cost £30 in all that winter", "It cost £30m in all that winter", Change.NUMBER),
        ("It cost 30 in all that winter", "It cost ¥30 in all that winter", Change.NUMBER),
        ("It was 5 degrees in that winter", "It was -5 degrees in that winter", Change.NUMBER),
        ("It fell 5 percent in that winter", "It fell .5 percent in that winter", Change.NUMBER),
        ("It fell 12 in that old winter", "It fell 12 per cent in that old winter", Change.NUMBER),
        ("It cost 25 in that old winter", "It cost 2,5 in that old winter", Change.NUMBER),
        ("It was the 1980s in the harbour", "It was the 1980 in the harbour", Change.NUMBER),
        ("On 3 March we closed the harbour", "On 4 March we closed the harbour", Change.NUMBER),
        ("Call 9007199254740993 about the crane", "Call 9007199254740992 about the crane", Change.NUMBER),
        ("We go home at 5pm in winter", "We go home at 5am in winter", Change.WORD),
        ("It cost £30m in all that winter", "It cost £30 million in all that winter", Change.INFLECTION),
        ("It cost 1,000 in all that winter", "It cost 1000 in all that winter", Change.INFLECTION),
        ("It cost 1 000 in all that winter", "It cost 1,000 in all that winter", Change.INFLECTION),
        ("It cost 1 000 in all that winter", "It cost 1000 in all that winter", Change.PUNCTUATION),
        ("It was the 21st crane in winter", "It was the twenty-first crane in winter", Change.INFLECTION),
        ("I close the old harbour", "I refused to close the old harbour", Change.NEGATION),
        ("I closed the old harbour", "I refused to close the old harbour", Change.NEGATION),
        ("They close the old harbour", "They failed to close the old harbour", Change.NEGATION),
        ("The harbour is safe for the crews", "The harbour is anything but safe for the crews", Change.NEGATION),
        ("We mend the old cranes", "We rarely mend the old cranes", Change.NEGATION),
        ("We mend the old cranes", "We seldom mend the old cranes", Change.NEGATION),
        ("It is not about the crews", "It is not just about the crews", Change.NEGATION),
        ("I am not only one of the crew", "I am not one of the crew", Change.NEGATION),
        ("It is just about the crews", "It is not just about the crews", Change.NEGATION),
        ("Unless asked, the crews will go", "If asked, the crews will go", Change.NEGATION),
        ("The violent crews went home", "The non-violent crews went home", Change.NEGATION),
        ("The crews closed the harbour", "The crews could have closed the harbour", Change.INFLECTION),
        ("The crews mend the old crane", "The crews will mend the old crane", Change.INFLECTION),
        ("As captain I closed the harbour", "As ex-captain I closed the harbour", Change.WORD),
        ("captain of the old harbour", "He is the ex-captain of the old harbour", Change.WORD),
        ("300 crews closed the harbour", "Three hundred crews closed the harbour", Change.INFLECTION),
        ("42 crews closed the harbour", "Forty-two crews closed the harbour", Change.INFLECTION),
        ("3,000 crews closed the harbour", "Three hundred crews closed the harbour", Change.NUMBER),
        ("The crews in it were 42", "The crews in it were forty-two", Change.INFLECTION),
        ("It cost $2 million in all that winter", "It cost two million dollars in all that winter", Change.INFLECTION),
        ("It cost £2m in all that winter", "It cost two million pounds in all that winter", Change.INFLECTION),
        ("It cost $1 billion in all that winter", "It cost a billion dollars in all that winter", Change.INFLECTION),
        ("It cost $2m in all that winter", "It cost two million pounds in all that winter", Change.NUMBER),
        ("It cost two million in all that winter", "It cost two million dollars in all that winter", Change.NUMBER),
        ("We told the crews to close it", "We told the crews on March 3 to close it", Change.OMISSION),
        ("We told the crews to close it", "We told the crews in 2019 to close it", Change.OMISSION),
        ("We told the crews to close it", "We told the crews 12 times to close it", Change.NUMBER),
        ("the well known crane", "the well-known crane", Change.PUNCTUATION),
        ("We close it and nobody asked", "We close it. And nobody asked.", Change.PUNCTUATION),
    ],
)
def test_the_most_consequential_change_comes_first(draft: str, printed: str, expected: Change) -> None:
    assert found(draft, printed)[0] is expected


@given(
    SENTENCES, st.sampled_from([str.upper, str.capitalize, str.title]), st.sampled_from(["", ".", "!", "?", ",", "…"])
)
def test_a_copy_with_other_marks_is_the_same(said: list[str], case: Callable[[str], str], end: str) -> None:
    printed = " ".join(said)
    assert found(f"“{case(printed)}{end}”", printed + ".") == []
    assert found(f" '{printed}' ", f"“{printed}”") == []


NEGATIONS = "not never no none neither nor without nobody nothing nowhere n’t don’t don't can’t cannot didnt".split()
NUMBERS = "two 2 3 thirty 30 30.5 .5 1,000 1000 10,000 3/4 12% -7 £5 £5m 5bn 1980s 21st half hundred million".split()
BRACKETS = st.sampled_from(["{}", "[{}]"])


@given(SENTENCES, st.sampled_from(NEGATIONS), BRACKETS, st.data())
def test_a_negation_more_or_less_is_never_overlooked(
    said: list[str], negation: str, brackets: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(said)))
    negated = " ".join([*said[:at], brackets.format(negation), *said[at:]])
    assert Change.NEGATION in found(negated, " ".join(said))
    outside = at == len(said) and negation not in ("not", "n’t")  # then `limits` shows it
    assert at == 0 or outside or Change.NEGATION in found(" ".join(said), negated)


@given(
    SENTENCES,
    st.sampled_from([("is", "isn’t"), ("will", "won't"), ("can", "cannot"), ("likely", "unlikely")]),
    st.data(),
)
def test_a_contracted_negation_is_never_overlooked(said: list[str], pair: tuple[str, str], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(said) - 1))
    shapes = [data.draw(BRACKETS).format(each) for each in pair]
    one, other = (" ".join([*said[:at], each, *said[at:]]) for each in shapes)
    assert Change.NEGATION in found(one, other)
    assert Change.NEGATION in found(other, one)


@pytest.mark.slow
@given(SENTENCES, st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=2, unique=True), BRACKETS, st.data())
def test_a_changed_number_is_never_overlooked(
    said: list[str], pair: list[str], brackets: str, data: st.DataObject
) -> None:
    assume(numbers(words(pair[0]).keys) != numbers(words(pair[1]).keys))
    at = data.draw(st.integers(1, len(said) - 1))
    one, other = (" ".join([*said[:at], each, *said[at:]]) for each in (brackets.format(pair[0]), pair[1]))
    assert Change.NUMBER in found(one, other)
    assert Change.NUMBER in found(other, one)


@pytest.mark.slow
@given(SENTENCES, st.from_regex(r"[1-9][0-9]{0,3}([.,/ -][0-9]{1,3}){0,2}", fullmatch=True), st.data())
def test_a_changed_digit_is_never_overlooked(said: list[str], number: str, data: st.DataObject) -> None:
    places = [at for at, each in enumerate(number) if each.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([each for each in "123456789" if each != number[place]]))
    changed = number[:place] + digit + number[place + 1 :]
    at = data.draw(st.integers(1, len(said) - 1))
    one, other = (" ".join([*said[:at], each, *said[at:]]) for each in (number, changed))
    assert Change.NUMBER in found(one, other)


@given(SENTENCES, st.data())
def test_words_in_common_are_the_same_in_both(said: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(said) - 4))
    draft, printed = "We say: " + " ".join(said[start:]), "Nobody knew. " + " ".join(said)
    alignment = beside(draft, printed)
    pairs = zip(alignment.draft_spans, alignment.printed_spans, strict=True)
    assert all(words(one.of(draft)).keys == words(other.of(printed)).keys for one, other in pairs)
    covered = sum(edit.draft[1] - edit.draft[0] for edit in alignment.edits)
    assert covered == len(words(draft))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    alignment = align(words(one), words(other), weight) if words(one).tokens else None
    if alignment:
        assert 0 <= alignment.score <= 1
        differences(with_ends(alignment))


@given(st.text(max_size=300))
def test_words_stand_where_they_say(text: str) -> None:
    tokens = words(text).tokens
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@pytest.mark.parametrize(
    ("quoted", "printed", "expected"),
    [
        ("the harbour will reopen", "The harbour will reopen, but not before May. It is old.", "but not before May"),
        ("the harbour will reopen", "The harbour will reopen if parliament agrees.", "if parliament agrees"),
        ("the harbour will reopen", "The harbour will reopen. But I am glad.", None),
        ("the harbour will reopen", "The harbour will reopen and stay open.", None),
        ("the harbour will reopen", "I do not think the harbour will reopen.", "I do not think"),
        ("the harbour will reopen", "I do not know, the harbour will reopen.", None),
        ("close the harbour now", "We will not, as I said, close the harbour now.", "We will not, as I said"),
        ("close the harbour now", "No, as I said, close the harbour now.", None),
        ("the harbour will reopen", "The harbour will reopen under no circumstances.", "under no circumstances"),
        ("the harbour will reopen", "The harbour will reopen never.", "never"),
        ("the harbour will reopen", "The harbour will reopen without the cranes.", "without the cranes"),
        ("close the harbour now", "We cannot close the harbour now.", "We cannot"),
        ("close the harbour now", "We don’t close the harbour now.", "We don’t"),
        ("we will close the harbour", "If nobody pays, we will close the harbour.", "If nobody pays"),
        ("it is tempting to close it", "Though it is tempting to close it, we mend it.", "Though … we mend it"),
        ("we will close the harbour", "It is old, and we will close the harbour.", None),
        ("close the harbour now", "I refused to close the harbour now.", "I refused to"),
        ("the harbour will reopen", "I doubt that the harbour will reopen.", "I doubt that"),
        ("the harbour will reopen", "I deny the harbour will reopen.", "I deny"),
        ("the harbour will reopen", "I have no doubt that the harbour will reopen.", None),
        ("the harbour will reopen", "It is a lie that the harbour will reopen.", "It is a lie that"),
        ("the harbour will reopen", "It is false that the harbour will reopen.", "It is false that"),
        ("the harbour will reopen", "I wish the harbour will reopen.", "I wish"),
        ("the harbour will reopen", "They claim that the harbour will reopen.", "They claim that"),
        ("the harbour will reopen", "Critics say that the harbour will reopen.", "Critics say that"),
        ("the harbour will reopen", "I say that the harbour will reopen.", None),
        ("the harbour will reopen", "I used to think the harbour will reopen.", "I used to think"),
        ("the harbour will reopen", "It is used to ship, the harbour will reopen.", None),
        ("harbour will reopen for crews", "The harbour will reopen for crews of nobody.", "of nobody"),
        ("few crews trust the harbour", "A few crews trust the harbour.", "A"),
    ],
)
def test_words_that_limit_a_quotation(quoted: str, printed: str, expected: str | None) -> None:
    alignment = beside(quoted, printed)
    first, last = alignment.runs[0], alignment.runs[-1]
    shown = limits(alignment.printed, first.printed, last.printed + last.length)
    assert shown == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three hundred and five", (305,)),
        ("2.5 million", (2_500_000,)),
        ("twenty two", (22,)),
        ("3,000 of 12", (3000, 12)),
        ("nineteen ninety", (19, 90)),
    ],
)
def test_numbers_in_words_have_values(text: str, expected: tuple[float, ...]) -> None:
    assert numbers(words(text).keys) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("plan", "plans", True),
        ("'re", "are", True),
        ("organised", "organizing", True),
        ("went", "go", True),
        ("planned", "plan", True),
        ("winter", "winner", False),
        ("plan", "plane", False),
    ],
)
def test_forms_of_one_word(one: str, other: str, expected: bool) -> None:
    assert are_forms(one, other) is expected


@pytest.mark.parametrize(
    ("draft", "printed", "sentence"),
    [
        ("They will go on to mend it", "They’ll go on to mend it", "another form: “They will” for “They’ll”"),
        ("We do not know the old crews", "We don’t know the old crews", "another form: “do not” for “don’t”"),
        ("It was due by 6pm to the crews", "It was due by 6am to the crews", "“6pm” for “6am”"),
        (
            "I think if they get over it, good",
            "I think if [Google] gets over it, good",
            "“they get” for “[Google] gets”",
        ),
        ("Maybe [Putin] is in more trouble", "Maybe he [Vladimir Putin] is in more trouble", "leaves out “he”"),
        ("We have got to mend it, now", "This is who we are. We’ve got to mend it, now", "“We have” for “We’ve”"),
    ],
)
def test_a_change_is_shown_in_whole_words(draft: str, printed: str, sentence: str) -> None:
    said = differences(beside(draft, printed))[0].sentence
    assert said.endswith(sentence)


def test_the_comma_before_the_name_of_the_speaker_is_not_compared() -> None:
    first = "We will be honest with them,"
    draft, printed = "We will be honest with them and we will say so", f"{first} and we will say so"
    alignment = beside(draft, printed)
    assert differences(alignment)
    assert not differences(alignment, len(first))
