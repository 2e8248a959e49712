"""The figures: what was found, and whether its source and speaker are right.

A stretch is found where enough of its characters are covered, as the Gender Gap Tracker was evaluated (Asr et al.
2021, with other thresholds), so that a comma more or less is no error.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal, NamedTuple

from quotes.evaluation.rows import AnnotatedArticle, AnnotatedStatement, Annotation, Prediction
from quotes.model import Polarity, Span
from quotes.text import lexicon

_FOUND = 0.8
_HALF = 0.5
_BANDS = tuple(band / 10 for band in range(11))
_TITLES = lexicon.words("scored")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


class Share(NamedTuple):
    """How many of a number are right."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        """0 to 1, or None where there was nothing to count."""
        return self.right / self.total if self.total else None


class Confusion(NamedTuple):
    """How many words of one annotated polarity were found with another, None where they were not found."""

    expected: Polarity
    got: Polarity | None
    number: int


class Band(NamedTuple):
    """The predictions with a confidence from `low` to below `high`; the last band includes 1.

    Attributes:
        mean: The mean of their confidence.
    """

    low: float
    high: float
    share: Share
    mean: float


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of the predictions, and where it is.

    Attributes:
        what: A gold quotation was "missed", or found with a wrong "speaker" or "mention"; a prediction is "no
            quotation"; words were found with a wrong "polarity".
        expected, got: The speakers, or the polarities.
    """

    article: str
    span: Span
    what: Literal["missed", "speaker", "mention", "no quotation", "polarity"]
    expected: str | None
    got: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures, over the gold quotations that have a source (a known speaker or a mention).

    Attributes:
        found: Gold quotations whose characters direct and partial predictions cover by 80%.
        mention: Those found whose prediction's mention overlaps a gold one.
        speaker: Those with a known speaker that were found with this speaker.
        precision: Direct and partial predictions that overlap a gold quotation or optional row.
        scare: Gold "not_quotes" that no direct or partial prediction covers by half.
        paraphrase_precision, paraphrase_recall: Paraphrases covered by half with the right source.
        reliability: Direct and partial predictions that name a speaker, by confidence, the highest band first. Right
            are those with the speaker of the gold quotation that they cover most. One on an optional row, or on a row
            without a known speaker, is in no band.
        polarity: Gold statements that were found (the spans have more in common than not) and whose polarity is right.
        quoting: Those of them whose second-hand source is right: the same words in part, or none on either side.
        confusion: Gold statements by annotated polarity and by predicted polarity, without zeros.
        faults: In the order of the gold file and of the text.
    """

    found: Share
    mention: Share
    speaker: Share
    precision: Share
    scare: Share
    paraphrase_precision: Share
    paraphrase_recall: Share
    reliability: tuple[Band, ...]
    faults: tuple[Fault, ...]
    polarity: Share
    quoting: Share
    confusion: tuple[Confusion, ...]

    @property
    def paraphrase_f1(self) -> float | None:
        """Harmonic mean of precision and recall of paraphrases, None if neither side has any."""
        if not self.paraphrase_precision.total and not self.paraphrase_recall.total:
            return None
        precision, recall = self.paraphrase_precision.value or 0.0, self.paraphrase_recall.value or 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    @property
    def calibration_error(self) -> float | None:
        """The expected calibration error: how far mean confidence and share of right speakers differ in a band.

        The average over the bands, weighted by their predictions (Naeini, Cooper and Hauskrecht 2015); None without
        predictions.
        """
        total = sum(band.share.total for band in self.reliability)
        off = sum(abs(band.mean * band.share.total - band.share.right) for band in self.reliability)
        return off / total if total else None


class _Verdict(NamedTuple):
    row: Annotation
    best: Prediction | None
    mention: bool
    speaker: bool


class _Outcome(NamedTuple):
    """What there is to count in one article; each flag is one thing counted."""

    verdicts: list[_Verdict]
    quotations: list[bool]
    left_alone: list[bool]
    paraphrases_right: list[bool]
    paraphrases_found: list[bool]
    trusted: list[tuple[float, bool]]
    faults: list[Fault]


def evaluate(gold: Mapping[str, AnnotatedArticle], predicted: Mapping[str, Sequence[Prediction]]) -> Evaluation:
    """Compare predictions with gold annotations, article by article.

    Predictions for articles that are not in `gold` are not counted; an article without predictions counts as one
    in which nothing was found. Offsets on both sides are code points, the end exclusive.
    """
    outcomes = [_outcome(name, article, predicted.get(name, ())) for name, article in gold.items() if article.whole]
    judged = {name: _judged(article, predicted.get(name, ())) for name, article in gold.items()}
    pairs = [pair for article in judged.values() for pair in article]
    faults = [fault for outcome in outcomes for fault in outcome.faults]
    faults += [fault for name, article in judged.items() for fault in _wrong_polarities(name, article)]
    order = {name: number for number, name in enumerate(gold)}
    verdicts = [verdict for outcome in outcomes for verdict in outcome.verdicts]
    return Evaluation(
        found=_share(verdict.best is not None for verdict in verdicts),
        mention=_share(verdict.mention for verdict in verdicts),
        speaker=_share(verdict.speaker for verdict in verdicts if verdict.row.speaker),
        precision=_share(flag for outcome in outcomes for flag in outcome.quotations),
        scare=_share(flag for outcome in outcomes for flag in outcome.left_alone),
        paraphrase_precision=_share(flag for outcome in outcomes for flag in outcome.paraphrases_right),
        paraphrase_recall=_share(flag for outcome in outcomes for flag in outcome.paraphrases_found),
        reliability=_bands([pair for outcome in outcomes for pair in outcome.trusted]),
        faults=tuple(sorted(faults, key=lambda fault: (order[fault.article], fault.span))),
        polarity=_share(row.polarity is found.polarity for row, found in pairs if found is not None),
        quoting=_share(_quotes_same(row, found) for row, found in pairs if found is not None and row.quoting_known),
        confusion=_confusion(pairs),
    )


def _judged(
    article: AnnotatedArticle, predictions: Sequence[Prediction]
) -> list[tuple[AnnotatedStatement, Prediction | None]]:
    """Each annotated statement with the prediction that is most alike, None where none has half in common with it."""
    pairs: list[tuple[AnnotatedStatement, Prediction | None]] = []
    for row in article.statements:
        best = max(predictions, key=lambda each: _likeness(row.span, each), default=None)
        known = best is not None and best.polarity is not None and _likeness(row.span, best) >= _HALF
        pairs.append((row, best if known else None))
    return pairs


def _likeness(span: Span, prediction: Prediction) -> float:
    """The share of the characters of both that they have in common (Jaccard)."""
    common = sum(_overlap(span, each) for each in prediction.spans)
    return common / (span.end - span.start + sum(each.end - each.start for each in prediction.spans) - common)


def _quotes_same(row: AnnotatedStatement, prediction: Prediction) -> bool:
    if row.quoting is None or prediction.quoting is None:
        return row.quoting is prediction.quoting
    return _overlap(row.quoting, prediction.quoting) > 0


def _confusion(pairs: Iterable[tuple[AnnotatedStatement, Prediction | None]]) -> tuple[Confusion, ...]:
    counts = Counter((row.polarity, found.polarity if found is not None else None) for row, found in pairs)
    every = [(expected, got) for expected in Polarity for got in (*Polarity, None)]
    return tuple(Confusion(*pair, counts[pair]) for pair in every if counts[pair])


def _wrong_polarities(name: str, pairs: Iterable[tuple[AnnotatedStatement, Prediction | None]]) -> Iterator[Fault]:
    for row, found in pairs:
        if found is not None and row.polarity is not found.polarity:
            yield Fault(name, row.span, "polarity", row.polarity, found.polarity, found.text)


def same_speaker(row: Annotation, predicted: str | None) -> bool:
    """Whether a predicted name is the speaker of a gold row, or one of its joint speakers.

    A person must be named with every word of the gold name, titles, initials and suffixes aside; of anybody else's
    name half the words of the shorter one are enough.
    """
    got = _words(predicted or "")
    for name in (row.speaker or "").split(" & "):
        every = _words(name)
        wanted = {word for word in every if len(word) > 1 and word not in _SUFFIXES} or every
        if not wanted or not got:
            continue
        if row.speaker_kind == "person":
            if wanted <= got:
                return True
        elif len(wanted & got) / min(len(wanted), len(got)) >= _HALF:
            return True
    return False


def _words(name: str) -> set[str]:
    """The words of a name without case, accents, titles or possessive."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return set(re.findall(r"\w+", re.sub(r"'s\b", "", plain))) - _TITLES


def _outcome(name: str, article: AnnotatedArticle, predictions: Sequence[Prediction]) -> _Outcome:
    marked = [each for each in predictions if each.kind != "paraphrase"]
    reported = [each for each in predictions if each.kind == "paraphrase"]
    verdicts = [_verdict(row, marked) for row in article.quotes if row.speaker or row.mentions]
    known = article.quotes + article.optional
    quotations = [_touches_any(each, known) for each in marked]
    covered = [any(_cover(row, each) >= _HALF for each in marked) for row in article.not_quotes]
    return _Outcome(
        verdicts=verdicts,
        quotations=quotations,
        left_alone=[not each for each in covered],
        paraphrases_right=[
            right
            for each in reported
            if (right := any(_agrees(row, each) for row in article.paraphrases)) or not _touches_any(each, known)
        ],
        paraphrases_found=[any(_agrees(row, each) for each in predictions) for row in article.paraphrases],
        trusted=_trusted(article, marked),
        faults=_faults(name, verdicts, [each for each, right in zip(marked, quotations, strict=True) if not right]),
    )


def _verdict(row: Annotation, marked: Sequence[Prediction]) -> _Verdict:
    covers = [_cover(row, each) for each in marked]
    if sum(covers) < _FOUND:
        return _Verdict(row, None, False, False)
    best = marked[covers.index(max(covers))]
    speaker = same_speaker(row, best.speaker)
    return _Verdict(row, best, _names_source(row, best) if row.mentions else speaker, speaker)


def _trusted(article: AnnotatedArticle, marked: Sequence[Prediction]) -> list[tuple[float, bool]]:
    """Confidence, and whether the speaker is right, of each prediction that can be judged."""
    pairs = []
    for each in marked:
        if each.confidence is None or not each.speaker:
            continue
        row = max(article.quotes, key=lambda row: _common(row, each), default=None)
        if row is not None and _common(row, each):
            if row.speaker:
                pairs.append((each.confidence, same_speaker(row, each.speaker)))
        elif not _touches_any(each, article.optional):
            pairs.append((each.confidence, False))
    return pairs


def _faults(name: str, verdicts: Sequence[_Verdict], wrong: Sequence[Prediction]) -> list[Fault]:
    faults = []
    for row, best, mention, speaker in verdicts:
        got = best.speaker if best else None
        if best is None:
            faults.append(Fault(name, row.span, "missed", row.speaker, got, row.text))
        elif row.speaker and not speaker:
            faults.append(Fault(name, row.span, "speaker", row.speaker, got, row.text))
        elif not mention:
            faults.append(Fault(name, row.span, "mention", row.speaker, got, row.text))
    faults += [
        Fault(name, Span(each.spans[0].start, each.spans[-1].end), "no quotation", None, each.speaker, each.text)
        for each in wrong
    ]
    return sorted(faults, key=lambda fault: fault.span)


def _agrees(row: Annotation, prediction: Prediction) -> bool:
    """Whether a prediction is a gold paraphrase: half of it, and the same source."""
    if prediction.mention is None or _cover(row, prediction) < _HALF:
        return False
    return _names_source(row, prediction) or same_speaker(row, prediction.speaker)


def _names_source(row: Annotation, prediction: Prediction) -> bool:
    mention = prediction.mention
    return mention is not None and any(_overlap(mention, gold) for gold in row.mentions)


def _touches_any(prediction: Prediction, rows: Iterable[Annotation]) -> bool:
    return any(_common(row, prediction) for row in rows)


def _cover(row: Annotation, prediction: Prediction) -> float:
    """The share of a row's characters that a prediction covers."""
    return _common(row, prediction) / (row.span.end - row.span.start)


def _common(row: Annotation, prediction: Prediction) -> int:
    return sum(_overlap(row.span, span) for span in prediction.spans)


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _share(flags: Iterable[bool]) -> Share:
    counted = list(flags)
    return Share(sum(counted), len(counted))


def _bands(trusted: Sequence[tuple[float, bool]]) -> tuple[Band, ...]:
    """A reliability table (DeGroot and Fienberg 1983): ten bands of equal width, those that are not empty."""
    within: dict[int, list[tuple[float, bool]]] = {}
    for pair in trusted:
        within.setdefault(min(bisect_right(_BANDS, pair[0]), 10), []).append(pair)
    return tuple(
        Band(_BANDS[i - 1], _BANDS[i], _share(right for _, right in pairs), fmean(sure for sure, _ in pairs))
        for i, pairs in sorted(within.items(), reverse=True)
    )
