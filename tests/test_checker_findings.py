"""What an archive says about a quotation: the verdict, the change and the printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quotes import store
from quotes.checker.candidates import Rarity, _matching, _windows
from quotes.checker.disagreements import disagreements
from quotes.checker.findings import LIKELY_SPEAKER, Checker, Finding
from quotes.checker.questions import question
from quotes.checker.tokens import words
from quotes.checker.verdicts import Change, Relation, Verdict
from quotes.model import UNVERIFIED, Article, Kind, Polarity, Quotation, Span, Speaker
from tests.builders import fill, organisation, person, plain, quotation, span

OKAFOR = person("Ines Okafor", "Okafor")
BRANDVOLD = person("Tomás Brandvold")
ACHTERBERG = person("Ruth Achterberg")
UNION = organisation("Ellery Dockers’ Union")

PIER = Article(
    "“The pier was built for horses, and horses do not complain,” said Ines Okafor.\n"
    "“The north gate will open on Monday morning,” Ms. Okafor said, “but only for the fishing boats of Ellery.”\n"
    "“Nobody counted the broken lamps along the seawall, and nobody paid for them,” said Tomás Brandvold and "
    "Ruth Achterberg.\n"
    "Okafor said that the cranes would be sold to a museum in the capital before autumn.\n"
    "Brandvold said the bank had told him: “Your loan ends when the last ship leaves.”\n"
    "Okafor denied that she had ever signed the contract with the dredging company.\n",
    "pier.txt",
    title="The pier",
    outlet="The Ellery Courier",
    published="2031-02-04",
)
PIER_QUOTATIONS = [
    quotation(PIER, "The pier was built for horses, and horses do not complain,", by=[OKAFOR], cue="said"),
    quotation(PIER, "The north gate will open on Monday morning,", by=[OKAFOR]),
    quotation(PIER, "but only for the fishing boats of Ellery.", by=[OKAFOR]),
    quotation(
        PIER,
        "Nobody counted the broken lamps along the seawall, and nobody paid for them,",
        by=[BRANDVOLD, ACHTERBERG],
    ),
    quotation(
        PIER, "the cranes would be sold to a museum in the capital before autumn", kind=Kind.PARAPHRASE, by=[OKAFOR]
    ),
    replace(
        quotation(PIER, "Your loan ends when the last ship leaves.", by=[BRANDVOLD]),
        quoting=span(PIER.text, "the bank"),
    ),
    replace(
        quotation(
            PIER, "she had ever signed the contract with the dredging company", kind=Kind.PARAPHRASE, by=[OKAFOR]
        ),
        polarity=Polarity.DENIED,
    ),
]
HORSES = "The pier was built for horses, and horses do not complain"


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    path = tmp_path_factory.mktemp("checker") / "quotes.db"
    others = [
        plain("We will repair forty boats before the summer festival begins", BRANDVOLD, published="2031-02-05"),
        plain("We will repair fourteen boats before the summer festival begins", BRANDVOLD, published="2031-02-06"),
        plain("The lighthouse keeper has painted every single door of the village blue", UNION, published="2031-02-05"),
        plain(
            "The lighthouse keeper has painted every single door of the village blue", OKAFOR, published="2031-02-06",
            source="other.txt", title="Doors",
        ),
    ]  # fmt: skip
    fill(path, [(PIER, PIER_QUOTATIONS), *others]).close()
    with closing(store.open(path)) as connection:
        yield Checker(connection)


def draft(text: str, *speakers: Speaker, kind: Kind = Kind.DIRECT, quoting: bool = False) -> Quotation:
    return Quotation(
        kind, (Span(0, len(text)),), text, speakers=speakers, confidence=0.9, quoting=Span(0, 1) if quoting else None
    )


def checked(checker: Checker, text: str, *speakers: Speaker) -> Finding:
    return checker.check(draft(text, *speakers))


def test_the_same_words_are_verbatim_with_their_place(checker: Checker) -> None:
    found = checked(checker, f'"{HORSES.lower()}!"', OKAFOR)
    assert (found.verdict, found.relation, found.changes) == (Verdict.VERBATIM, Relation.SAME, ())
    spans = found.printings[0].spans
    assert " ".join(each.of(PIER.text) for each in spans) == HORSES


def test_a_part_of_a_quotation_is_verbatim(checker: Checker) -> None:
    assert checked(checker, "The pier was built for horses", OKAFOR).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    ("text", "verdict", "change", "sentence"),
    [
        (HORSES.replace("do not ", ""), Verdict.ALTERED, Change.NEGATION, "the draft drops a negation: “do not”"),
        (HORSES.replace("horses,", "donkeys,"), Verdict.ALTERED, Change.WORD, "the draft has “donkeys” for “horses”"),
        (HORSES.replace(" was built", ""), Verdict.SHORTENED, Change.OMISSION, "without a mark"),
        (HORSES.replace("was built", "…"), Verdict.SHORTENED, Change.OMISSION, "leaves out “was built”"),
        (HORSES.replace("was", "is"), Verdict.ALTERED, Change.INFLECTION, "another form: “is” for “was”"),
        (HORSES.replace(",", ""), Verdict.ALTERED, Change.PUNCTUATION, "other punctuation"),
        (
            "The pier was built for horses … along the seawall, and nobody paid for them",
            Verdict.SHORTENED,
            Change.STITCHED,
            "joins two places",
        ),
    ],
)
def test_a_change_is_named(checker: Checker, text: str, verdict: Verdict, change: Change, sentence: str) -> None:
    found = checked(checker, text, OKAFOR)
    assert (found.verdict, found.changes[0]) == (verdict, change)
    assert sentence in found.sentence


def test_a_quotation_that_is_cut_off_before_a_limitation_is_shortened(checker: Checker) -> None:
    found = checked(checker, "The north gate will open on Monday morning.", OKAFOR)
    assert found.verdict is Verdict.SHORTENED
    assert found.sentence.startswith("cut off next to words that limit it: “but only for the fishing boats of Ellery”")


def test_another_sentence_does_not_continue_a_quotation(tmp_path: Path) -> None:
    article = Article(
        "“The quay will stay open for all the crews,” said Ines Okafor. He was “but a clerk” then.", "a.txt"
    )
    its = [
        quotation(article, "The quay will stay open for all the crews,", by=[OKAFOR]),
        quotation(article, "but a clerk", kind=Kind.PARTIAL, by=[OKAFOR]),
    ]
    fill(tmp_path / "quotes.db", [(article, its)]).close()
    with closing(store.open(tmp_path / "quotes.db")) as connection:
        found = checked(Checker(connection), "The quay will stay open for all the crews", OKAFOR)
    assert (found.verdict, found.limits) == (Verdict.VERBATIM, None)


def test_a_sentence_that_the_writer_interrupts_may_be_joined(checker: Checker) -> None:
    text = "The north gate will open on Monday morning, but only for the fishing boats of Ellery."
    found = checked(checker, text, OKAFOR)
    assert (found.verdict, found.changes) == (Verdict.VERBATIM, ())
    assert len(found.printings[0].spans) == 2


@pytest.mark.parametrize(
    ("text", "speaker", "relation", "sentence"),
    [
        (HORSES, BRANDVOLD, Relation.OTHER, "printed as words of Ines Okafor"),
        (
            "The cranes would be sold to a museum in the capital before autumn",
            OKAFOR,
            Relation.PARAPHRASE,
            "printed as reported speech of Ines Okafor, without quotation marks",
        ),
        (
            "Your loan ends when the last ship leaves",
            BRANDVOLD,
            Relation.SECOND_HAND,
            "printed at second hand: Tomás Brandvold quotes the bank",
        ),
    ],
)
def test_words_that_are_not_the_speakers_are_misattributed(
    checker: Checker, text: str, speaker: Speaker, relation: Relation, sentence: str
) -> None:
    found = checked(checker, text, speaker)
    assert (found.verdict, found.relation) == (Verdict.MISATTRIBUTED, relation)
    assert sentence in found.sentence


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("I never signed the contract with the harbour bank", "never signed"),
        ("My brother and I have sold our boats to the bank", "have"),
    ],
)
def test_a_paraphrase_in_the_first_person_is_no_quotation(tmp_path: Path, text: str, change: str) -> None:
    article = Article(
        "Okafor said that she never signed the contract with the harbour bank.\n"
        "Okafor said that her brother and she has sold their boats to the bank.\n",
        "bank.txt",
    )
    reported = [
        quotation(article, each, kind=Kind.PARAPHRASE, by=[OKAFOR])
        for each in (
            "she never signed the contract with the harbour bank",
            "her brother and she has sold their boats to the bank",
        )
    ]
    path = tmp_path / "quotes.db"
    fill(path, [(article, reported)]).close()
    with closing(store.open(path)) as connection:
        found = Checker(connection).check(draft(text, OKAFOR))
    assert (found.verdict, found.relation) == (Verdict.MISATTRIBUTED, Relation.PARAPHRASE)
    assert found.sentence.startswith("printed as reported speech of Ines Okafor, without quotation marks")


@pytest.mark.parametrize(
    ("known", "named", "verdict"),
    [
        ("Olaf Lund", "Olaf Lund Jr.", Verdict.MISATTRIBUTED),
        ("Olaf Lund Jr.", "Olaf Lund", Verdict.VERBATIM),
        ("Olaf Lund Jr.", "Lund", Verdict.VERBATIM),
    ],
)
def test_a_namesake_is_another_speaker(tmp_path: Path, known: str, named: str, verdict: Verdict) -> None:
    path = tmp_path / "quotes.db"
    fill(path, [plain(HORSES, person(known))]).close()
    with closing(store.open(path)) as connection:
        found = Checker(connection).check(draft(HORSES, person(named)))
    assert found.verdict is verdict


def test_a_changed_paraphrase_is_told_to_be_one(checker: Checker) -> None:
    found = checked(checker, "The cranes would be given to a museum in the capital before autumn", OKAFOR)
    assert found.verdict is Verdict.ALTERED
    assert found.sentence.startswith("printed as reported speech of Ines Okafor")


def test_common_words_of_others_are_not_misattributed(checker: Checker) -> None:
    found = checked(checker, "The north gate will open", BRANDVOLD)
    assert found.verdict is Verdict.MISATTRIBUTED
    found = checked(checker, "will open on Monday but", BRANDVOLD)
    assert found.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("confidence", "verdict", "relation"),
    [
        (LIKELY_SPEAKER - 0.01, Verdict.VERBATIM, Relation.UNSURE),
        (LIKELY_SPEAKER, Verdict.MISATTRIBUTED, Relation.OTHER),
        (UNVERIFIED, Verdict.MISATTRIBUTED, Relation.OTHER),
    ],
)
def test_an_unsure_speaker_is_no_other_speaker(
    checker: Checker, confidence: float, verdict: Verdict, relation: Relation
) -> None:
    found = checker.check(replace(draft(HORSES, BRANDVOLD), confidence=confidence))
    assert (found.verdict, found.relation) == (verdict, relation)


def test_second_hand_in_the_draft_too_is_verbatim(checker: Checker) -> None:
    said = draft("Your loan ends when the last ship leaves", BRANDVOLD, quoting=True)
    assert checker.check(said).verdict is Verdict.VERBATIM


@pytest.mark.parametrize("name", ["Okafor", "Ms Okafor", "Ines Okafor", "Okafor, Ines"])
def test_a_speaker_is_recognised_by_forms_of_the_name(checker: Checker, name: str) -> None:
    assert checked(checker, HORSES, Speaker(name, "person", (name,))).relation is Relation.SAME


def test_one_of_two_speakers_is_joint(checker: Checker) -> None:
    text = "Nobody counted the broken lamps along the seawall, and nobody paid for them"
    found = checked(checker, text, ACHTERBERG)
    assert (found.verdict, found.relation) == (Verdict.VERBATIM, Relation.JOINT)
    assert "Tomás Brandvold & Ruth Achterberg" in found.sentence


def test_printings_that_disagree_are_a_variant(checker: Checker) -> None:
    text = "We will repair forty boats before the summer festival begins"
    found = checked(checker, text, BRANDVOLD)
    assert found.verdict is Verdict.VARIANT
    assert "fourteen boats" in found.sentence
    assert len(found.printings) == 2


def test_an_unnamed_speaker_is_unsure(checker: Checker) -> None:
    found = checked(checker, HORSES, Speaker("an official", "anonymous", ("an official",)))
    assert (found.verdict, found.relation) == (Verdict.VERBATIM, Relation.UNSURE)
    assert "the printing names Ines Okafor" in found.sentence


def test_what_is_not_there_is_unknown_with_the_nearest(checker: Checker) -> None:
    found = checked(checker, "The pier was sold to a company that collects horses and lamps", OKAFOR)
    assert found.verdict is Verdict.UNKNOWN
    assert 1 <= len(found.nearest) <= 3


@pytest.mark.parametrize(
    ("text", "speaker", "verdict"),
    [
        ("horses do not complain", OKAFOR, Verdict.VERBATIM),
        ("horses do not complain", BRANDVOLD, Verdict.UNKNOWN),
        ("horses do not smile", OKAFOR, Verdict.UNKNOWN),
        ("…", OKAFOR, Verdict.UNKNOWN),
        ("", OKAFOR, Verdict.UNKNOWN),
    ],
)
def test_of_few_words_only_the_same_of_the_same_speaker_count(
    checker: Checker, text: str, speaker: Speaker, verdict: Verdict
) -> None:
    found = checked(checker, text, speaker)
    assert found.verdict is verdict
    assert verdict is Verdict.VERBATIM or found.reason


@pytest.mark.parametrize(
    "text",
    ["na " * 30_000, '" OR text : * ^ NEAR(' * 50, "\0\ud800 [[[ ]]] …" * 100, "（” ” “" * 1000, "a" * 100_000],
    ids=["repeated", "operators", "controls", "marks", "one word"],
)
def test_hostile_words_do_no_harm(checker: Checker, text: str) -> None:
    assert checked(checker, text, OKAFOR).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("text", "polarity", "asked"),
    [
        ("she had signed the contract with the dredging company", Polarity.ASSERTED, True),
        ("she had not signed the contract with the dredging company", Polarity.ASSERTED, False),
        ("she had signed the contract with the dredging company", Polarity.DENIED, False),
        ("the cranes would not be sold to a museum", Polarity.ASSERTED, True),
        ("the cranes would be sold to a museum", Polarity.ASSERTED, False),
        ("the boats would be painted green in June", Polarity.ASSERTED, False),
    ],
)
def test_a_paraphrase_that_reverses_a_statement_gets_a_question(
    checker: Checker, text: str, polarity: Polarity, asked: bool
) -> None:
    said = replace(draft(text, OKAFOR, kind=Kind.PARAPHRASE), polarity=polarity)
    assert (question(checker.connection, said, checker.rarity) is not None) is asked


def test_an_archive_is_compared_with_itself(checker: Checker) -> None:
    found = disagreements(checker.connection)
    assert [each.changes for each in found] == [(Change.NUMBER,), ()]
    assert "“forty” for “fourteen”" in found[0].sentence
    assert "Ellery Dockers’ Union" in found[1].sentence
    assert "Ines Okafor" in found[1].sentence


def test_words_that_left_the_article_are_a_variant(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    url = "https://courier.example/boats"
    first = plain("Three hundred families live off that boat", OKAFOR, url=url, source="boats.html")
    second = plain("Thirty families live off that boat", OKAFOR, url=url, source="boats.html")
    fill(path, [first, second]).close()
    with closing(store.open(path)) as connection:
        found = checked(Checker(connection), "Three hundred families live off that boat", OKAFOR)
        now = checked(Checker(connection), "Thirty families live off that boat", OKAFOR)
    assert found.verdict is Verdict.VARIANT
    assert "the article was changed and now has “Thirty families live off that boat”" in found.sentence
    assert now.verdict is Verdict.VERBATIM


DENIALS = (
    "We do not know who took the 1,200 lamps, and nobody can’t have seen them",
    "Never has a council paid 30% of £5m for two cranes without a vote",
    "The keeper [doesn’t] know the harbour as the crews of Ellery know it",
    "It was unlikely that the [40] gulls would leave before 3 March 2031",
    "Neither the bank nor the union cannot pay for half of the storm",
)
NEGATIONS = "not never no none neither nor without cannot hardly n’t".split()
POSITIVE = {
    "not": "", "nobody": "everybody", "can’t": "can", "Never": "", "without": "with", "[doesn’t]": "[does]",
    "unlikely": "likely", "Neither": "Both", "nor": "and", "cannot": "can",
}  # fmt: skip
OTHER_NUMBERS = {
    "1,200": ["1200.5", "12,00", "12", "-1,200"], "30%": ["40%", "30", "thirty"], "£5m": ["£5bn", "€5m", "£5", "5m"],
    "two": ["3", "twenty", "2m"], "[40]": ["[41]", "[4/0]", "[four]"], "3": ["3/3", "4", "31"],
    "2031": ["2032", "20-31"], "half": ["a third", "twice"],
}  # fmt: skip


@pytest.fixture(scope="module")
def denied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    path = tmp_path_factory.mktemp("denied") / "quotes.db"
    fill(path, [plain(text, OKAFOR, source=f"{number}.txt") for number, text in enumerate(DENIALS)]).close()
    with closing(store.open(path)) as connection:
        yield Checker(connection)


def test_the_words_that_are_changed_below_are_verbatim(denied: Checker) -> None:
    assert {checked(denied, text, OKAFOR).verdict for text in DENIALS} == {Verdict.VERBATIM}


@given(st.sampled_from(DENIALS), st.sampled_from(NEGATIONS), st.sampled_from(["{}", "[{}]", "{},"]), st.data())
def test_an_added_negation_is_a_change(
    denied: Checker, text: str, negation: str, shape: str, data: st.DataObject
) -> None:
    said = text.split()
    at = data.draw(st.integers(0, len(said)))
    assert_serious(checked(denied, " ".join([*said[:at], shape.format(negation), *said[at:]]), OKAFOR), Change.NEGATION)


def straight(text: str) -> str:
    return text.replace("’", "'")


@given(st.sampled_from(DENIALS), st.sampled_from([str, str.upper, straight]), st.data())
def test_a_negation_that_is_left_out_is_a_change(
    denied: Checker, text: str, case: Callable[[str], str], data: st.DataObject
) -> None:
    said = text.split()
    at = data.draw(st.sampled_from([at for at, word in enumerate(said) if word in POSITIVE]))
    assert_serious(
        checked(denied, case(" ".join([*said[:at], POSITIVE[said[at]], *said[at + 1 :]])), OKAFOR), Change.NEGATION
    )


@given(st.sampled_from(DENIALS), st.data())
def test_a_changed_number_is_a_change(denied: Checker, text: str, data: st.DataObject) -> None:
    said = text.split()
    places = [at for at, word in enumerate(said) if word in OTHER_NUMBERS]
    assume(places)
    at = data.draw(st.sampled_from(places))
    number = data.draw(st.sampled_from(OTHER_NUMBERS[said[at]]))
    assert_serious(checked(denied, " ".join([*said[:at], number, *said[at + 1 :]]), OKAFOR), Change.NUMBER)


def assert_serious(found: Finding, change: Change) -> None:
    """The change is named first, or the draft begins after or ends before a negation."""
    if found.verdict is Verdict.SHORTENED and change is Change.NEGATION:
        assert found.limits
    else:
        assert (found.verdict, found.changes[:1]) == (Verdict.ALTERED, (change,)), found.sentence


LAMPS = "We counted thirty broken lamps along the northern seawall in the week before the storm took the last of them"
CABLE = "The new cable is in a shed behind the chapel where it has been since May"
GULLS = (
    "You ask who should pay for it, and I say that those who sailed past it for forty years without a glance should"
    " pay, and the gulls with them, and then we can talk about the council"
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    """An archive with two articles that have the same three quotations."""
    path = tmp_path_factory.mktemp("copied") / "quotes.db"
    text = f"“{LAMPS},” said Ines Okafor. “{GULLS},” she said. “{CABLE},” said Ms Okafor.\n"
    articles = [Article(text + end, f"{len(end)}.txt", title=end) for end in ("It rained.", "Nobody came to the wall.")]
    found = [
        (article, [quotation(article, f"{words},", by=[OKAFOR]) for words in (LAMPS, GULLS, CABLE)])
        for article in articles
    ]
    fill(path, found).close()
    with closing(store.open(path)) as connection:
        yield Checker(connection)


@pytest.mark.parametrize(
    "text",
    [
        f"{GULLS[: GULLS.rindex(' should')]} is in a shed behind the chapel",
        f"{GULLS} The new cable is in a shed",
        "The new cable is in a shed … in the week before the storm took the last of them",
        "in the week before the storm took … the new cable is in a shed behind the chapel",
        "We counted thirty broken lamps [the red ones that the navy had given to the town] where it has been since May",
    ],
)
def test_words_of_two_places_are_stitched_however_short_one_part_is(copied: Checker, text: str) -> None:
    found = checked(copied, text, OKAFOR)
    assert found.changes[:1] == (Change.STITCHED,), found.sentence
    assert len({each.quotation.article.id for each in found.printings}) == 1, "the two are of one article"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("thirty broken lamps along the northern seawall", "the old crates upon our harbour wall"),
        ("along the northern seawall in the week", "on every other pier of this coast in a month"),
        (" along the northern seawall in the week before", ""),
        ("We counted thirty broken lamps", "They must have seen some forty of the lamps"),
    ],
)
def test_words_of_two_copies_are_not_stitched(copied: Checker, old: str, new: str) -> None:
    found = checked(copied, LAMPS.replace(old, new), OKAFOR)
    assert found.changes, found.sentence
    assert Change.STITCHED not in found.changes, found.sentence


def test_a_long_omission_is_not_stitched_from_copies(copied: Checker) -> None:
    found = checked(copied, f"{GULLS[: GULLS.index(' that those')]} {GULLS[GULLS.index('then we') :]}", OKAFOR)
    assert (found.verdict, found.changes) == (Verdict.SHORTENED, (Change.OMISSION,)), found.sentence


def test_every_run_of_words_that_is_looked_up_finds_its_quotation(tmp_path: Path) -> None:
    said = "I don’t know that they’re here, we won’t ask, and if it isn’t right she hasn’t said what they’ve done"
    fill(tmp_path / "quotes.db", [plain(said, OKAFOR)]).close()
    with closing(store.open(tmp_path / "quotes.db")) as connection:
        probes = [probe for probe, _ in _windows(words(said), Rarity(connection))]
        assert len(probes) > 3
        for probe in probes:
            assert _matching(connection, probe), probe


@pytest.mark.parametrize("negated", ["do not", "don’t"])
def test_a_negation_after_the_last_word_is_not_lost(tmp_path: Path, negated: str) -> None:
    said = "The navy never asked whether we have a lamp on the wall, and we"
    fill(tmp_path / "quotes.db", [plain(f"{said} {negated}.", OKAFOR)]).close()
    with closing(store.open(tmp_path / "quotes.db")) as connection:
        found = checked(Checker(connection), f"{said} do.", OKAFOR)
        assert (found.verdict, found.changes) == (Verdict.ALTERED, (Change.NEGATION,))
        assert found.sentence == f"the draft drops a negation: it has “do” for “{negated}”"
        assert checked(Checker(connection), said, OKAFOR).verdict is Verdict.VERBATIM


def test_words_in_brackets_count_for_the_length(checker: Checker) -> None:
    found = checked(checker, "has painted every [last] door", UNION)
    assert (found.verdict, found.changes) == (Verdict.SHORTENED, (Change.OMISSION,))


def test_the_comma_where_the_writer_interrupts_may_be_left_out(checker: Checker) -> None:
    said = "The north gate will open on Monday morning but only for the fishing boats of Ellery"
    assert checked(checker, said, OKAFOR).verdict is Verdict.VERBATIM


def test_words_instead_of_nobody_are_no_limit(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    fill(path, [plain("Nobody will go to the island without medicine", OKAFOR)]).close()
    with closing(store.open(path)) as connection:
        found = checked(Checker(connection), "No one will go to the island without medicine", OKAFOR)
    assert (found.verdict, found.limits) == (Verdict.ALTERED, None)


def test_a_negation_that_is_left_out_with_other_words_is_named_once(checker: Checker) -> None:
    found = checked(checker, "The pier was built for horses that complain", OKAFOR)
    assert found.sentence.count("do not") <= 1


@pytest.mark.parametrize(
    ("printed", "said", "relation"),
    [
        ("Out of nowhere, he said, ‘If we do nothing, all the boats will sink.’", OKAFOR, Relation.SECOND_HAND),
        ("Then my mother told me: ‘If we do nothing, all the boats will sink.’", OKAFOR, Relation.SECOND_HAND),
        ("Then I said, ‘If we do nothing, all the boats will sink.’", OKAFOR, Relation.SAME),
        ("It feels like, ‘If we do nothing, all the boats will sink.’", OKAFOR, Relation.SAME),
    ],
)
def test_words_in_inner_marks_may_be_of_somebody_else(
    tmp_path: Path, printed: str, said: Speaker, relation: Relation
) -> None:
    path = tmp_path / "quotes.db"
    fill(path, [plain(printed, said)]).close()
    with closing(store.open(path)) as connection:
        checker = Checker(connection)
        assert checked(checker, "If we do nothing, all the boats will sink", said).relation is relation
        assert checked(checker, printed, said).relation is Relation.SAME


def test_a_short_first_name_beside_a_middle_initial_is_no_other_speaker(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    fill(path, [plain(HORSES, person("Benjamin J. Okafor"))]).close()
    with closing(store.open(path)) as connection:
        checker = Checker(connection)
        assert checked(checker, HORSES, person("Ben Okafor")).relation is Relation.UNSURE
        assert checked(checker, HORSES, person("Ruth Okafor")).relation is Relation.OTHER


def test_a_letter_in_brackets_changes_only_the_case(checker: Checker) -> None:
    found = checked(checker, "[t]he pier was built for horses, and horses do not complain", OKAFOR)
    assert found.verdict is Verdict.VERBATIM
