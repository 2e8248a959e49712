"""The figures of an evaluation, against some worked out by hand, and what must hold of any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.evaluation import (
    AnnotatedArticle,
    AnnotatedStatement,
    Annotation,
    Band,
    Confusion,
    Evaluation,
    Prediction,
    Share,
    evaluate,
    same_speaker,
)
from quotes.model import Kind, Polarity, Span, SpeakerKind

SHARES = ("found", "mention", "speaker", "precision", "scare", "paraphrase_precision", "paraphrase_recall")


def row(
    start: int, end: int, speaker: str | None = None, *mentions: tuple[int, int], kind: SpeakerKind = "person"
) -> Annotation:
    return Annotation(Span(start, end), tuple(Span(*mention) for mention in mentions), speaker, kind)


def prediction(
    start: int,
    end: int,
    speaker: str | None = None,
    mention: tuple[int, int] | None = None,
    kind: Kind = Kind.DIRECT,
    confidence: float | None = None,
) -> Prediction:
    return Prediction(kind, (Span(start, end),), mention and Span(*mention), speaker, confidence)


def score(article: AnnotatedArticle, *predictions: Prediction) -> Evaluation:
    return evaluate({"a.txt": article}, {"a.txt": predictions})


GOLD = AnnotatedArticle(
    quotes=(
        row(0, 100, "Ada Byrd", (110, 118)),
        row(200, 300, "Ines Okafor", (310, 312), (180, 190)),
        row(400, 500, None, (510, 520)),
        row(600, 700),
        row(710, 720, "Ada Byrd"),
    ),
    paraphrases=(
        row(800, 900, "Ada Byrd", (790, 795)),
        row(1000, 1100, "Ministry of Tides", (990, 995), kind="organisation"),
        row(1110, 1120, "Ines Okafor", (1105, 1108)),
    ),
    not_quotes=(row(1200, 1210), row(1300, 1310), row(1320, 1330)),
    optional=(row(1400, 1500, "Ada Byrd", (1390, 1395)),),
)
FOUND = (
    prediction(0, 100, "Byrd", (111, 112), confidence=0.95),  # half a name: mention right, speaker wrong
    prediction(195, 285, "Ms. Ines Okafor", (310, 312), kind=Kind.PARTIAL, confidence=0.9),  # 85%: all right
    prediction(400, 479, "Ada Byrd", (510, 520), confidence=0.85),  # 79%: not found, but a quotation
    prediction(600, 700, "Ada Byrd", confidence=0.8),  # nobody's: a quotation
    prediction(710, 720, "Ada Byrd", confidence=0.31),  # no gold mention: the speaker decides
    prediction(1200, 1205, confidence=0.9),  # half a term, and no quotation
    prediction(1300, 1304, "Ada Byrd", confidence=1),  # less than half a term; no quotation either
    prediction(1400, 1410, "Ada Byrd", confidence=0.7),  # optional: a quotation
    prediction(800, 850, "Somebody Else", (794, 799), kind=Kind.PARAPHRASE),  # half, right mention: right
    prediction(1000, 1100, "the tides ministry", (5, 9), kind=Kind.PARAPHRASE),  # right speaker: right
    prediction(1110, 1120, "Ines Okafor", kind=Kind.PARAPHRASE),  # no mention: wrong
    prediction(1600, 1700, "Ada Byrd", (790, 795), kind=Kind.PARAPHRASE),  # nothing is there: wrong
    prediction(1450, 1500, "Ada Byrd", (1390, 1395), kind=Kind.PARAPHRASE),  # optional: not counted
    prediction(600, 610, "Ada Byrd", (790, 795), kind=Kind.PARAPHRASE),  # on a quotation: not counted
)


def test_figures_worked_out_by_hand() -> None:
    result = score(GOLD, *FOUND)
    # Four rows have a source; that at 600 has none. The row at 400 is covered by 79%.
    assert result.found == Share(3, 4)
    assert result.mention == Share(3, 4)
    # The speaker of the row at 400 is not known.
    assert result.speaker == Share(2, 3)
    assert result.precision == Share(6, 8)
    assert result.scare == Share(2, 3)
    assert result.paraphrase_precision == Share(2, 4)
    assert result.paraphrase_recall == Share(2, 3)
    assert result.paraphrase_f1 == pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3))


def test_reliability_worked_out_by_hand() -> None:
    # Not judged: 0.85 and 0.8 on rows without a known speaker, 0.7 on an optional row, 0.9 without a speaker.
    result = score(GOLD, *FOUND)
    assert result.reliability == (
        Band(0.9, 1.0, Share(1, 3), (0.95 + 0.9 + 1) / 3),
        Band(0.3, 0.4, Share(1, 1), 0.31),
    )
    # Three predictions are 0.95 in all and one is right; the fourth is right at 0.31.
    assert result.calibration_error == pytest.approx(((0.95 + 0.9 + 1 - 1) + (1 - 0.31)) / 4)


def test_faults_say_what_is_wrong_in_the_order_of_the_text() -> None:
    wrong_mention = replace(FOUND[1], mention=Span(1, 2))
    faults = score(GOLD, FOUND[0], wrong_mention, *FOUND[2:]).faults
    assert [(each.span.start, each.what, each.expected, each.got) for each in faults] == [
        (0, "speaker", "Ada Byrd", "Byrd"),
        (200, "mention", "Ines Okafor", "Ms. Ines Okafor"),
        (400, "missed", None, None),
        (1200, "no quotation", None, None),
        (1300, "no quotation", None, "Ada Byrd"),
    ]


@pytest.mark.parametrize(("end", "found"), [(80, 1), (79, 0)])
def test_a_quotation_is_found_when_four_fifths_are_covered(end: int, found: int) -> None:
    assert score(AnnotatedArticle((row(0, 100, "Ada Byrd"),)), prediction(0, end)).found == Share(found, 1)


def test_polarity_and_second_hand_worked_out_by_hand() -> None:
    statements = (
        AnnotatedStatement(Span(0, 100), Polarity.DENIED),
        AnnotatedStatement(Span(200, 300), Polarity.ASSERTED, Span(180, 190)),
        AnnotatedStatement(Span(400, 500), Polarity.ASKED, quoting_known=False),
        AnnotatedStatement(Span(600, 700), Polarity.DECLINED),
    )
    found = (
        replace(prediction(0, 190), polarity=Polarity.ASSERTED),  # 100 of 190 in common, but another one is more alike
        replace(prediction(0, 90), polarity=Polarity.DENIED),
        replace(prediction(200, 300), polarity=Polarity.ASSERTED, quoting=Span(170, 181)),
        replace(prediction(400, 500), polarity=Polarity.ASSERTED, quoting=Span(390, 395)),
        replace(prediction(600, 640), polarity=Polarity.ASSERTED),  # 40 of 100 in common: not found
        prediction(600, 700),  # of no known polarity
    )
    result = score(AnnotatedArticle(statements=statements, whole=False), *found)
    assert (result.polarity, result.quoting) == (Share(2, 3), Share(2, 2))
    assert result.confusion == (
        Confusion(Polarity.ASSERTED, Polarity.ASSERTED, 1),
        Confusion(Polarity.DENIED, Polarity.DENIED, 1),
        Confusion(Polarity.DECLINED, None, 1),
        Confusion(Polarity.ASKED, Polarity.ASSERTED, 1),
    )
    assert [(each.what, each.expected, each.got) for each in result.faults] == [("polarity", "asked", "asserted")]
    assert result.precision == Share(0, 0)


def test_two_predictions_can_cover_a_quotation_together_and_the_longer_is_judged() -> None:
    gold = AnnotatedArticle((row(0, 100, "Ada Byrd", (110, 118)),))
    result = score(gold, prediction(0, 40, "Ines Okafor", (1, 2)), prediction(40, 90, "Ada Byrd", (110, 118)))
    assert (result.found, result.mention, result.speaker) == (Share(1, 1), Share(1, 1), Share(1, 1))


def test_an_interrupted_paraphrase_is_covered_by_all_its_spans() -> None:
    gold = AnnotatedArticle(paraphrases=(row(0, 100, "Ada Byrd", (40, 48)),))
    interrupted = Prediction(Kind.PARAPHRASE, (Span(0, 30), Span(60, 100)), Span(40, 48))
    assert score(gold, interrupted).paraphrase_f1 == 1.0
    assert score(gold, replace(interrupted, spans=(Span(0, 30),))).paraphrase_f1 == 0.0


def test_a_paraphrase_found_as_a_quotation_is_found_but_is_no_true_quotation() -> None:
    gold = AnnotatedArticle(paraphrases=(row(0, 100, "Ada Byrd", (110, 118)),))
    result = score(gold, prediction(0, 100, "Ada Byrd", (110, 118), kind=Kind.PARTIAL))
    assert result.paraphrase_recall == Share(1, 1)
    assert result.paraphrase_precision == Share(0, 0)
    assert result.precision == Share(0, 1)


def test_an_article_without_predictions_counts_and_one_without_annotations_does_not() -> None:
    gold = {"a.txt": AnnotatedArticle((row(0, 9, "Ada Byrd"),)), "b.txt": AnnotatedArticle((row(0, 9, "Ada Byrd"),))}
    result = evaluate(gold, {"b.txt": [prediction(0, 9, "Ada Byrd")], "c.txt": [prediction(0, 9, "Ada Byrd")]})
    assert (result.found, result.precision) == (Share(1, 2), Share(1, 1))


def test_what_there_is_nothing_of_has_no_value() -> None:
    result = score(AnnotatedArticle())
    assert [getattr(result, name).value for name in SHARES] == [None] * len(SHARES)
    assert (result.paraphrase_f1, result.calibration_error, result.reliability, result.faults) == (None, None, (), ())


def test_finding_paraphrases_where_there_are_none_is_no_success() -> None:
    assert score(AnnotatedArticle(), prediction(0, 9, "Ada Byrd", kind=Kind.PARAPHRASE)).paraphrase_f1 == 0.0
    assert score(AnnotatedArticle(paraphrases=(row(0, 9, "Ada Byrd"),))).paraphrase_f1 == 0.0


@pytest.mark.parametrize(
    ("confidence", "low", "high"),
    [(0.0, 0.0, 0.1), (0.1, 0.1, 0.2), (0.3, 0.3, 0.4), (0.7, 0.7, 0.8), (0.899, 0.8, 0.9), (0.9, 0.9, 1), (1, 0.9, 1)],
)
def test_a_band_begins_with_its_lower_edge_and_the_last_holds_one(confidence: float, low: float, high: float) -> None:
    gold = AnnotatedArticle((row(0, 9, "Ada Byrd"),))
    result = score(gold, prediction(0, 9, "Ada Byrd", confidence=confidence))
    assert result.reliability == (Band(low, high, Share(1, 1), confidence),)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Ada Byrd", "Ada Byrd"),
        ("Ada Byrd", "BYRD, Ada"),
        ("Ada Byrd", "Professor Dame Ada King Byrd"),
        ("Dr Ada Byrd", "Ada Byrd"),
        ("Ada K. Byrd Jr", "Ada Byrd"),
        ("Tomás Brandvold", "Tomas Brandvold’s"),
        ("Ada Byrd & Ines Okafor", "Ines Okafor"),
        ("Ada Byrd & Ines Okafor", "Ada Byrd & Ines Okafor"),
        ("J.", "J"),
    ],
)
def test_the_same_person(gold: str, predicted: str) -> None:
    assert same_speaker(row(0, 1, gold), predicted)


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Ada Byrd", "Byrd"),
        ("Ada Byrd", "Ines Okafor"),
        ("Ada Byrd", "Byrdsong, Ada"),
        ("Ada Byrd", ""),
        ("Ada Byrd", None),
        (None, "Ada Byrd"),
        ("the President", "the President"),
    ],
)
def test_not_the_same_person(gold: str | None, predicted: str | None) -> None:
    assert not same_speaker(row(0, 1, gold), predicted)


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("Ministry of Tides", "the ministry", True),
        ("the ministry", "Ministry of Tides", True),
        ("a senior official at the ministry", "a ministry official", True),
        ("Ministry of Tides", "the harbour union", False),
        ("Ministry of Tides", "the", False),
    ],
)
@pytest.mark.parametrize("kind", ["organisation", "anonymous"])
def test_half_the_words_name_what_is_no_person(gold: str, predicted: str, same: bool, kind: SpeakerKind) -> None:
    assert same_speaker(row(0, 1, gold, kind=kind), predicted) == same


NAMES = st.sampled_from(["Ada Byrd", "Ines Okafor", "Tomás Brandvold & Ruth Achterberg"])


@st.composite
def annotated(draw: st.DrawFn) -> AnnotatedArticle:
    """An article whose rows do not touch; whatever is said has a speaker, and a paraphrase has a mention."""
    offsets = sorted(draw(st.sets(st.integers(0, 5000), max_size=40)))
    rows: dict[str, list[Annotation]] = {"quotes": [], "paraphrases": [], "not_quotes": [], "optional": []}
    for start, end in list(pairwise(offsets))[::2]:
        kind = draw(st.sampled_from(list(rows)))
        mentions = () if kind == "quotes" and draw(st.booleans()) else ((start, start + 1),)
        rows[kind].append(row(start, end, draw(NAMES), *mentions))
    quotes, paraphrases, not_quotes, optional = map(tuple, rows.values())
    return AnnotatedArticle(quotes, paraphrases, not_quotes, optional)


def as_predictions(article: AnnotatedArticle) -> list[Prediction]:
    marked: Sequence[Kind] = (Kind.DIRECT, Kind.PARTIAL)
    found = [(marked[i % 2], each) for i, each in enumerate(article.quotes)]
    found += [(Kind.PARAPHRASE, each) for each in article.paraphrases]
    return [
        Prediction(kind, (each.span,), each.mentions[0] if each.mentions else None, each.speaker, 1.0)
        for kind, each in found
    ]


PREDICTIONS = st.lists(
    st.builds(
        prediction,
        start := st.integers(0, 5000),
        st.integers(5001, 6000),
        st.none() | NAMES,
        st.none() | st.tuples(start, st.integers(5001, 6000)),
        st.sampled_from(["direct", "partial", "paraphrase"]),
        st.none() | st.floats(0, 1),
    ),
    max_size=12,
)


@given(annotated())
def test_gold_scores_one_against_itself(article: AnnotatedArticle) -> None:
    result = score(article, *as_predictions(article))
    assert {getattr(result, name).value for name in SHARES} <= {1.0, None}
    assert result.paraphrase_f1 in (1.0, None)
    assert {band.share.value for band in result.reliability} <= {1.0}
    assert result.faults == ()
    assert result.found.total == len(article.quotes)


@pytest.mark.slow
@given(annotated(), PREDICTIONS)
def test_no_figure_leaves_its_bounds(article: AnnotatedArticle, predictions: list[Prediction]) -> None:
    result = score(article, *predictions)
    for share in (*(getattr(result, name) for name in SHARES), *(band.share for band in result.reliability)):
        assert 0 <= share.right <= share.total
    assert result.mention.right <= result.found.right
    assert result.speaker.right <= result.found.right
    assert result.paraphrase_f1 is None or 0 <= result.paraphrase_f1 <= 1


@pytest.mark.slow
@given(annotated(), PREDICTIONS, PREDICTIONS)
def test_finding_more_never_loses_what_was_found(
    article: AnnotatedArticle, some: list[Prediction], more: list[Prediction]
) -> None:
    less, all_of_it = score(article, *some), score(article, *some, *more)
    assert all_of_it.found.right >= less.found.right
    assert all_of_it.paraphrase_recall.right >= less.paraphrase_recall.right
    assert all_of_it.scare.right <= less.scare.right


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from("abcd"), st.tuples(annotated(), PREDICTIONS), min_size=1))
def test_articles_are_counted_one_by_one_and_added_up(
    articles: dict[str, tuple[AnnotatedArticle, list[Prediction]]],
) -> None:
    together = evaluate(
        {name: gold for name, (gold, _) in articles.items()}, {name: found for name, (_, found) in articles.items()}
    )
    apart = [score(gold, *found) for gold, found in articles.values()]
    for name in SHARES:
        shares = [getattr(each, name) for each in apart]
        assert getattr(together, name) == (sum(s.right for s in shares), sum(s.total for s in shares))
    assert len(together.faults) == sum(len(each.faults) for each in apart)
