"""Who said it: every quotation of a parsed article given to its source, in order of certainty.

The ranker decides where a source stands beside the words; what is left goes to the name line below, to the sentence
that announces it, or goes on with the last speaker (after Muzny et al., "A two-stage sieve approach for quote
attribution", EACL 2017).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter

import numpy as np
from spacy.tokens import Token

from quotes.extraction.coreference import Cast, Resolution
from quotes.extraction.features import CUE, Unit, View, governing_verb, is_named, rows, standing_features, unit_root
from quotes.extraction.masking import is_utterance
from quotes.extraction.mentions import Mention, find_mentions
from quotes.extraction.parsing import Passage
from quotes.extraction.quotation_marks import Marked
from quotes.extraction.ranker import likelihood, network, shares
from quotes.extraction.spans import Wording, is_finite, marked_units, reported_units
from quotes.extraction.statements import Statement, statement
from quotes.model import Evidence, Kind, Quotation, Span, Speaker, Step

_CLOSING = re.compile(r"[.,;:!?…]{0,3}[”\"]")
_LIKELY_QUOTED = 0.45
_LIKELY_SOURCE = 0.1
_LIKELY_REPORTED = 0.5
_LIKELY_WITHOUT_VERB = 0.8
_LONGEST_CHAIN = 20  # quotations back to the one that names the speaker; its evidence would grow with every paragraph
_NAME_LINE = re.compile(r"^[\s—–―-]*(?:\([^)]*\)\s*)?([^.!?:;\n]{2,80})$")
_BEFORE_COLON = re.compile(r":\s*[\"“‘'«„]*$")


@dataclass(frozen=True)
class Found:
    """A unit with the source the ranker gave it.

    stretch: number of the marked stretch, None for reported speech.
    mention: None where no mention of the passage is the source.
    share: the ranker's probability of that answer.
    standing: the probability that somebody is quoted here at all.
    """

    passage: int
    unit: Unit
    stretch: int | None
    mention: Mention | None
    share: float
    standing: float
    step: Step = Step.CUE


def attribute(
    text: str,
    marked: Sequence[Marked],
    said: Sequence[Wording],
    labels: Mapping[int, Span],
    passages: Sequence[Passage],
) -> list[Quotation]:
    """The quotations of a parsed article, or of a part of one.

    marked: its stretches of speech; labels: for those that are turns of a transcript, by number, their label.
    said: what the stretches say. passages: of the part; the stretches that begin in them are theirs.
    """
    own = range(
        bisect_left(marked, passages[0].span.start, key=attrgetter("outer_start")),
        bisect_left(marked, passages[-1].span.end, key=attrgetter("outer_start")),
    )
    mentions = [find_mentions(passage, n) for n, passage in enumerate(passages)]
    found: list[Found] = []
    for n, passage in enumerate(passages):
        if len(passage.doc):
            found.extend(_rank(passage, n, mentions[n], said))
    cast = Cast(text, passages, mentions)
    return _quotations(text, marked, own, labels, passages, mentions, found, cast)


def _rank(passage: Passage, n: int, mentions: Sequence[Mention], said: Sequence[Wording]) -> list[Found]:
    marked = marked_units(passage, said)
    numbered: list[tuple[int | None, Unit]] = [*marked.items(), *((None, u) for u in reported_units(passage))]
    numbered.sort(key=lambda pair: pair[1].start)
    if not numbered:
        return []
    view = View(passage, mentions, [unit for _, unit in numbered])
    found: list[Found] = []
    chosen: int | None = None
    for number, unit in numbered:
        near = view.near(unit)
        found_near = shares(rows(view, unit, chosen, near), network("source"))
        ranked = np.zeros(len(mentions) + 1, found_near.dtype)
        ranked[[*near, -1]] = found_near
        standing = likelihood(standing_features(view, unit, ranked), network("quoted" if unit.marked else "reported"))
        if unit.marked and is_named(view, unit):
            standing = 0.0
        best = int(np.argmax(ranked))
        if best == len(mentions) > 0 and number is not None and not unit.utterance:
            second = int(np.argmax(ranked[:-1]))
            best = second if ranked[second] > _LIKELY_SOURCE else best
        mention = mentions[best] if best < len(mentions) else None
        found.append(Found(n, unit, number, mention, float(ranked[best]), standing))
        chosen = mention.head if mention is not None else chosen
    return found


def _quotations(
    text: str,
    marked: Sequence[Marked],
    own: Sequence[int],
    labels: Mapping[int, Span],
    passages: Sequence[Passage],
    mentions: Sequence[Sequence[Mention]],
    found: Sequence[Found],
    cast: Cast,
) -> list[Quotation]:
    labelled = cast.resolve_labels(list(dict.fromkeys(labels[n].of(text) for n in own if n in labels)))
    by_stretch: dict[int, Found] = {}
    for one in found:
        if one.stretch is None:
            continue
        known = by_stretch.get(one.stretch)
        if (
            known is None
            or (one.mention is not None) > (known.mention is not None)
            or (known.mention is not None and one.mention is not None and one.share > known.share)
        ):
            by_stretch[one.stretch] = one
    name_line = cache(lambda n: _name_line(passages, mentions, n, cast))
    last_subject = cache(lambda n: _last_subject(mentions, n, cast))
    last_passages = {number: n for n, passage in enumerate(passages) for number in passage.places}
    made: list[Quotation] = []
    last: tuple[int, Quotation] | None = None
    last_kind: tuple[int, int, Kind] | None = None
    for number in own:
        stretch = marked[number]
        if number in labels:
            made.append(_turn(text, stretch, labels[number], labelled[labels[number].of(text)]))
            continue
        best = by_stretch.get(number)
        if best is None:
            continue
        kind = _kind(text, stretch, last_kind)
        if best.standing < _LIKELY_QUOTED and not _stands_alone(text, stretch):
            continue
        last_passage = last_passages[number]
        if best.mention is not None:
            span = Span(stretch.start, stretch.end)
            marks = Span(stretch.outer_start, stretch.outer_end)
            quotation = _attributed(text, span, marks, kind, best, best.mention, passages, cast)
        else:
            signed = name_line(last_passage)
            quotation = _unattributed(text, stretch, kind, best, passages, mentions, cast, last, signed, last_subject)
        last_kind = (stretch.outer_start, stretch.outer_end, kind)
        made.append(quotation)
        if quotation.speakers:
            last = (last_passage, quotation)
    for one in found:
        if one.stretch is None and one.mention is None:
            one = replace(one, mention=cast.leading_source(one.passage, one.unit.start), share=1.0 - one.share)
        if one.stretch is None and one.mention is not None and _is_reported(one, passages[one.passage]):
            span = passages[one.passage].original(one.unit.start, one.unit.end)
            made.append(_attributed(text, span, span, Kind.PARAPHRASE, one, one.mention, passages, cast))
    return made


def _is_reported(one: Found, passage: Passage) -> bool:
    """Whether unmarked words are reported speech; what is no clause must be the likelier."""
    return one.standing >= (_LIKELY_REPORTED if is_finite(passage.doc, one.unit) else _LIKELY_WITHOUT_VERB)


def _bare(text: str, span: Span, kind: Kind) -> Quotation:
    """The words of a span, said by nobody known."""
    return Quotation(kind, (span,), span.of(text))


def _turn(text: str, stretch: Marked, label: Span, speaker: Speaker | None) -> Quotation:
    return replace(
        _bare(text, Span(stretch.start, stretch.end), Kind.DIRECT),
        mention=label,
        speakers=(speaker,) if speaker else (),
        confidence=0.9 if speaker else 0.0,
        evidence=Evidence(Step.TURN, (label,)),
    )


def _kind(text: str, stretch: Marked, before: tuple[int, int, Kind] | None) -> Kind:
    words = text[stretch.start : stretch.end]
    if is_utterance(words) or _BEFORE_COLON.search(text[max(0, stretch.start - 6) : stretch.start]):
        return Kind.DIRECT
    if _continues_sentence(text, stretch, before):
        return Kind.DIRECT
    return Kind.DIRECT if _stands_alone(text, stretch) and words[-1:] in ".?!" else Kind.PARTIAL


def _stands_alone(text: str, stretch: Marked) -> bool:
    """Whether the stretch is a paragraph of its own."""
    before = text[max(0, stretch.outer_start - 200) : stretch.outer_start].rstrip(" \t")[-1:]
    after = text[stretch.outer_end : stretch.outer_end + 200].lstrip(" \t")[:1]
    return before in ("", "\n", "\r") and after in ("", "\n", "\r")


def _continues_sentence(text: str, stretch: Marked, before: tuple[int, int, Kind] | None) -> bool:
    """Whether the words go on with a quotation that its attribution cut in two: “The mistake,” he said, “was …”"""
    if before is None or before[2] is not Kind.DIRECT:
        return False
    between = text[before[1] : stretch.outer_start]
    return len(between) < 300 and "\n" not in between and bool(re.search(r"[,–—―-]\s*$", between))


def _attributed(
    text: str,
    span: Span,
    marks: Span,
    kind: Kind,
    one: Found,
    mention: Mention,
    passages: Sequence[Passage],
    cast: Cast,
) -> Quotation:
    """The words of a span given to the mention that was found to be their source. marks: the words with their marks."""
    speakers, resolution = _speakers(mention, cast)
    passage = passages[one.passage]
    cue = _cue(one, passage)
    mentions = cast.mentions[one.passage]
    said = statement(passage.doc, one.unit, mention, cue, mentions, lambda other: _is_one_of(other, speakers, cast))
    told = tuple(_with_closing_mark(text, part) for part in _statement_spans(passage, said, span, marks))
    return replace(
        _bare(text, span, kind),
        cue=cue and passage.original(*cue),
        mention=resolution.chain[0] if resolution.chain else mention.span,
        speakers=speakers,
        confidence=round(one.share * resolution.certainty, 3) if speakers else 0.0,
        evidence=Evidence(one.step, resolution.chain),
        polarity=said.polarity,
        statement_spans=told,
        statement=" ".join(part.of(text) for part in told),
        quoting=said.quoting.span if said.quoting is not None else None,
    )


def _is_one_of(mention: Mention, speakers: Sequence[Speaker], cast: Cast) -> bool:
    """Whether a mention means one of the speakers, or somebody unknown who may be one."""
    speaker = cast.resolve(mention).speaker
    return speaker is None and mention.form != "description" or speaker in speakers


def _statement_spans(passage: Passage, said: Statement, words: Span, marks: Span) -> tuple[Span, ...]:
    """The cue with the words of a unit and the rest of their clause, in the order in which they are read.

    words: where they stand, marks left out; marks: with their marks.
    """
    if said.start == said.end:
        return (words,)
    cue, clause = passage.original(said.start, said.end), passage.original(*said.clause)
    clause = Span(min(clause.start, marks.start), max(clause.end, marks.end))
    if cue.start >= clause.end:
        return cue, clause
    return (Span(min(cue.start, clause.start), max(cue.end, clause.end)),)


def _with_closing_mark(text: str, part: Span) -> Span:
    """A span whose last mark stays open, up to the mark that closes it: called it “vivid[.”]"""
    words = part.of(text)
    is_open = words.count("“") > words.count("”") or words.count('"') % 2 == 1
    closing = _CLOSING.match(text, part.end) if is_open else None
    return Span(part.start, closing.end()) if closing else part


def _speakers(mention: Mention, cast: Cast) -> tuple[tuple[Speaker, ...], Resolution]:
    resolution = cast.resolve(mention)
    speakers = [resolution.speaker] if resolution.speaker else []
    token = cast.token(mention)
    verb = governing_verb(token)
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i and (verb is None or verb.i > child.i or verb.i < token.i):
            other = next((m for m in cast.mentions[mention.passage] if m.head == child.i), None)
            if other is not None and other.form == "name":
                second = cast.resolve(other).speaker
                if second is not None and second not in speakers:
                    speakers.append(second)
    return tuple(speakers), resolution


def _cue(one: Found, passage: Passage) -> tuple[int, int] | None:
    """The tokens of what announces the speech: the most likely cue beside the source and the words."""
    assert one.mention is not None
    doc = passage.doc
    cue = doc._.roles[:, CUE]
    head = doc[one.mention.head]
    verb = governing_verb(head)
    options: list[Token] = [verb] if verb is not None else []
    low, high = sorted((one.mention.start, unit_root(doc, one.unit).i))
    options += [doc[i] for i in range(max(0, low - 4), min(len(doc), high + 5)) if cue[i] > 0.3]
    options = [t for t in options if not one.unit.start <= t.i < one.unit.end]
    if not options:
        return None
    best = max(options, key=lambda t: float(cue[t.i]) + (0.5 if verb is not None and t.i == verb.i else 0.0))
    if cue[best.i] < 0.05:
        return None
    start, end = best.i, best.i + 1
    if best.lower_ == "according" and end < len(doc) and doc[end].lower_ == "to":
        end += 1
    if best.lower_ == "to" and start and doc[start - 1].lower_ == "according":
        start -= 1
    return start, end


def _unattributed(
    text: str,
    stretch: Marked,
    kind: Kind,
    one: Found,
    passages: Sequence[Passage],
    mentions: Sequence[Sequence[Mention]],
    cast: Cast,
    last: tuple[int, Quotation] | None,
    signed: Mention | None,
    last_subject: Callable[[int], Mention | None],
) -> Quotation:
    """A quotation with no source beside it: name line, announcing sentence, last speaker, or nobody known.

    signed: the name on the line after it. last_subject: who was spoken of last, by the number of a passage.
    """
    bare = _bare(text, Span(stretch.start, stretch.end), kind)
    if signed is not None:
        return _given(bare, signed, cast, Step.NAME_LINE, 0.9)
    announced = _announcing(text, passages, mentions, one.passage, stretch)
    if announced is not None:
        return _given(bare, announced, cast, Step.ANNOUNCED, 0.75)
    if last is not None and one.passage - last[0] <= 3:
        before = last[1]
        chain = before.evidence.chain if before.evidence else ()
        sure = 0.85 if one.passage - last[0] <= 1 else 0.6
        return replace(
            bare,
            mention=before.mention if one.passage - last[0] <= 1 else None,
            speakers=before.speakers,
            confidence=round(before.confidence * sure, 3),
            evidence=Evidence(Step.CONTINUATION, (Span(before.start, before.end), *chain)[:_LONGEST_CHAIN]),
        )
    recent = last_subject(one.passage)
    if recent is not None:
        return _given(bare, recent, cast, Step.LAST_SUBJECT, 0.4)
    return bare


def _given(bare: Quotation, mention: Mention, cast: Cast, step: Step, sure: float) -> Quotation:
    speakers, resolution = _speakers(mention, cast)
    return replace(
        bare,
        mention=mention.span,
        speakers=speakers,
        confidence=round(sure * resolution.certainty, 3) if speakers else 0.0,
        evidence=Evidence(step, resolution.chain),
    )


def _name_line(
    passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], last_passage: int, cast: Cast
) -> Mention | None:
    """The name that stands alone on the line after a block quotation."""
    n = last_passage + 1
    if n >= len(passages):
        return None
    passage = passages[n]
    if passage.places or passages[last_passage].number == passage.number:
        return None
    line = passage.folded.text.strip()
    if not _NAME_LINE.match(line) or len(line.split()) > 12:
        return None
    if any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in passage.doc):
        return None
    first = next((m for m in mentions[n] if m.form == "name" or (m.passage, m.head) in cast.meant), None)
    if first is None or first.label in ("LOC", "MISC"):
        return None
    lead = "".join(t.text for t in passage.doc[: first.start])
    if any(c.islower() for c in lead) and not re.match(r"^[\s—–―-]", line):
        return None
    return first


def _announcing(
    text: str, passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], n: int, stretch: Marked
) -> Mention | None:
    """The subject of a paragraph before that ends in a colon, when the quotation opens its own paragraph."""
    if n == 0 or stretch.outer_start > passages[n].span.start + 1:
        return None
    before = passages[n - 1]
    if not before.folded.text.rstrip().endswith(":"):
        return None
    doc = before.doc
    roles = doc._.roles
    subjects = [m for m in mentions[n - 1] if doc[m.head].dep_ in ("nsubj", "nsubjpass")]
    pool = subjects or list(mentions[n - 1])
    if not pool:
        return None
    last_sentence = max(t.i for t in doc if t.is_sent_start or t.i == 0)
    return max(pool, key=lambda m: (m.head >= last_sentence, float(roles[m.head, 1]), -m.head))


def _last_subject(mentions: Sequence[Sequence[Mention]], n: int, cast: Cast) -> Mention | None:
    for before in range(n, max(-1, n - 3), -1):
        named = [m for m in mentions[before] if (m.passage, m.head) in cast.meant]
        subjects = [m for m in named if cast.token(m).dep_ in ("nsubj", "nsubjpass")]
        if subjects:
            return subjects[-1]
    return None
