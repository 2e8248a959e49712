"""Attribute each quotation of a parsed article to its source, in steps, the most certain ones first.

The ranker chooses among the sources in the same passage. For the other quotations, the source is the name line below,
the sentence that announces them, or the previous speaker (after Muzny et al., "A two-stage sieve approach for quote
attribution", EACL 2017).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from quotes.extraction.confidence import Grounds, confidence
from quotes.extraction.coref.cast import Cast, Choice, Weigh, likely
from quotes.extraction.coref.linking import Resolution, link, resolve
from quotes.extraction.coref.pronouns import group_before, joined_before, joined_name, pair_before
from quotes.extraction.coref.sources import author_of_what_is_published, leading_source
from quotes.extraction.coref.turn_labels import resolve_labels
from quotes.extraction.cues import SPEECH
from quotes.extraction.fallback_sources import (
    announced_before,
    headed_by_names,
    interviewed,
    introduced_before,
    named_above,
    said_below,
    shown_before,
    signed_below,
    subject_before,
)
from quotes.extraction.features import CUE, Unit, View, governing_verb, rows, standing_features, unit_root
from quotes.extraction.job_titles import is_somebody
from quotes.extraction.masking import is_utterance
from quotes.extraction.mentions import Mention, all_mentions
from quotes.extraction.named_words import is_named
from quotes.extraction.parsing import Passage
from quotes.extraction.quotation_marks import Marked
from quotes.extraction.quoted_words import is_called_by_somebody, quoted_features
from quotes.extraction.ranker import likelihood, network, shares
from quotes.extraction.reported_speech import is_reported_clause, reported_units
from quotes.extraction.source_phrases import (
    is_addressed,
    may_speak,
    named_after_label,
    named_after_office,
    named_after_topic,
    named_as_asked,
    named_before_apposition,
    named_source,
    subject_of_sentence,
)
from quotes.extraction.spans import Wording, is_quoted, marked_units, stands_alone
from quotes.extraction.statements import Statement, statement
from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import WHOLE
from quotes.model import Evidence, Kind, Quotation, Span, Speaker, Step

_CLOSING = re.compile(r"[.,;:!?…]{0,3}[”\"]")
# That a mention is the source, where it is likelier that none of the passage is: of an utterance, of a fragment.
_LIKELY_SOURCE = 0.25
_LIKELY_SOURCE_OF_FRAGMENT = 0.1
_LIKELY_REPORTED = 0.5
_SHORTEST_INSIDE = 3  # words of a fragment that is quoted because it stands in reported speech
_NAMED_BY_SYNTAX = 0.9
_LONGEST_CHAIN = 20  # quotations back to the one that names the speaker; its evidence would grow with every paragraph
_NEAR = 40  # quotations
_LONGEST_CONTRACTION = 2  # words
_WORD = re.compile(r"\w+")
_BEFORE_COLON = re.compile(r":\s*[\"“‘'«„]*$")


@dataclass(frozen=True)
class Found:
    """A unit with the source the ranker gave it.

    stretch: number of the marked stretch, None for reported speech.
    mention: None where no mention of the passage is the source.
    share: the ranker's probability of that answer.
    standing: the probability that somebody is quoted here at all.
    second: the ranker's probability of the second answer.
    """

    passage: int
    unit: Unit
    stretch: int | None
    mention: Mention | None
    share: float
    standing: float
    second: float = 0.0
    step: Step = Step.CUE


Given = tuple[Quotation, Grounds | None]
"""A quotation whose confidence is still to be told, and what its speaker was given for."""


class Last(NamedTuple):
    """The last quotation that somebody speaks, with the passage that it ends in."""

    passage: int
    quotation: Quotation
    grounds: Grounds


def attribute(
    text: str,
    marked: Sequence[Marked],
    said: Sequence[Wording],
    labels: Mapping[int, Span],
    passages: Sequence[Passage],
    judge: Callable[[Grounds], float] = confidence,
    weigh: Weigh = likely,
    *,
    genders: Mapping[str, str] | None = None,
) -> list[Quotation]:
    """The quotations of a parsed article, or of a part of one.

    marked: its stretches of speech; labels: for those that are turns of a transcript, by number, their label.
    said: what the stretches say. passages: of the part; the stretches that begin in them are theirs.
    judge: how sure a speaker is who is given for some grounds. weigh: how likely each antecedent is.
    genders: see `quotes.extraction.extract`.
    """
    own = range(
        bisect_left(marked, passages[0].span.start, key=attrgetter("outer_start")),
        bisect_left(marked, passages[-1].span.end, key=attrgetter("outer_start")),
    )
    mentions = all_mentions(passages)
    found: list[Found] = []
    for n, passage in enumerate(passages):
        if len(passage.doc):
            found.extend(_rank(passage, n, mentions[n], said))
    cast = link(text, passages, mentions, weigh, genders=genders)
    return _quotations(text, marked, own, labels, passages, mentions, found, cast, judge)


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
        is_name = unit.marked and is_named(view, unit)
        standing = _standing(view, unit, ranked, is_name)
        if unit.marked and not unit.utterance and unit.words >= _SHORTEST_INSIDE and _is_inside_reported(unit, found):
            standing = max(standing, _LIKELY_REPORTED)
        if unit.marked and is_called_by_somebody(passage.doc, unit):
            standing = max(standing, _LIKELY_REPORTED)
        if is_name:
            standing = 0.0
        sources = (unit.source, named_source(passage.doc, unit), _source_around(unit, numbered))
        source = next((each for each in sources if each is not None), None)
        named = _named(mentions, source) if source is not None else None
        if named is not None:
            ranked[named] = max(ranked[named], _NAMED_BY_SYNTAX)
            standing = standing if unit.marked else max(standing, _NAMED_BY_SYNTAX)
        best = int(np.argmax(ranked)) if named is None else named
        likely = best < len(mentions)
        if not likely and mentions and number is not None:
            second = int(np.argmax(ranked[:-1]))
            enough = _LIKELY_SOURCE if unit.utterance else _LIKELY_SOURCE_OF_FRAGMENT
            best = second if ranked[second] > enough else best
        mention = mentions[best] if best < len(mentions) else None
        chosen = mention.head if mention is not None else chosen
        others = max((share for i, share in enumerate(ranked.tolist()) if i != best), default=0.0)
        share = float(ranked[best])
        if unit.marked and (better := _by_grammar(passage.doc, mentions, unit, mention, likely)) is not mention:
            mention, share = better, share if mention is not None else 1.0 - share
        elif not unit.marked and mention is not None:
            mention = named_after_office(passage.doc, mentions, mention) or mention
        found.append(Found(n, unit, number, mention, share, standing, others))
    return found


def _standing(view: View, unit: Unit, ranked: np.ndarray, is_name: bool) -> float:
    """The probability that somebody says the words of a unit. ranked: the probabilities of its sources."""
    if unit.marked:
        return likelihood(quoted_features(view, unit, ranked, is_name), network("quoted"))
    return likelihood(standing_features(view, unit, ranked), network("reported"))


def _by_grammar(
    doc: Doc, mentions: Sequence[Mention], unit: Unit, mention: Mention | None, likely: bool
) -> Mention | None:
    """The source of marked words where the ranker found none, or took a label or the end of an apposition for it.

    likely: whether the ranker's first choice is a mention. Its second one is not taken where it is nobody.
    """
    if mention is not None:
        better = (
            named_before_apposition(doc, mentions, mention)
            or named_after_label(doc, mentions, unit, mention)
            or named_after_topic(doc, mentions, unit, mention)
            or named_after_office(doc, mentions, mention)
            or named_as_asked(doc, mentions, unit, mention)
        )
        if better is None and is_addressed(doc, unit, mention):
            return None
        if better is not None or likely or may_speak(doc, mention):
            return better or mention
    subject = subject_of_sentence(doc, unit)
    at = _named(mentions, subject) if subject is not None else None
    speaks = at is not None and may_speak(doc, mentions[at]) and not is_addressed(doc, unit, mentions[at])
    return mentions[at] if at is not None and speaks else mention


def _quotations(
    text: str,
    marked: Sequence[Marked],
    own: Sequence[int],
    labels: Mapping[int, Span],
    passages: Sequence[Passage],
    mentions: Sequence[Sequence[Mention]],
    found: Sequence[Found],
    cast: Cast,
    judge: Callable[[Grounds], float],
) -> list[Quotation]:
    labelled = resolve_labels(cast, list(dict.fromkeys(labels[n].of(text) for n in own if n in labels)))
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
    headed = cache(lambda: headed_by_names(passages, mentions, cast))
    name_line = cache(lambda n: None if headed() else signed_below(passages, mentions, n, cast))
    last_subject = cache(lambda n: subject_before(mentions, n, cast))
    last_passages = {number: n for n, passage in enumerate(passages) for number in passage.places}
    made: list[Quotation] = []
    last: Last | None = None
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
        nobody = best.share if best.mention is None else 0.0
        if not is_quoted(text, stretch, best.unit, best.standing, kind, nobody):
            continue
        last_passage = last_passages[number]
        if kind is Kind.DIRECT and _is_interrupted(best, stretch, passages, mentions, cast):
            best = replace(best, mention=None, share=1.0 - best.share)
        if best.mention is not None:
            best = replace(best, mention=author_of_what_is_published(cast, best.mention) or best.mention)
            assert best.mention is not None
            span = Span(stretch.start, stretch.end)
            marks = Span(stretch.outer_start, stretch.outer_end)
            given = _attributed(text, span, marks, kind, best, best.mention, passages, cast)
        else:
            signed = name_line(last_passage)
            if headed():
                signed = named_above(passages, mentions, best.passage, cast)
            given = _unattributed(text, stretch, kind, best, passages, mentions, cast, last, signed, last_subject)
        last_kind = (stretch.outer_start, stretch.outer_end, kind)
        quotation = _judged(given, judge)
        made.append(quotation)
        if quotation.speakers and given[1] is not None:
            last = Last(last_passage, quotation, given[1])
    made = list(_as_printed_elsewhere(made))
    for one in found:
        if one.stretch is None and one.mention is None:
            one = replace(one, mention=leading_source(cast, one.passage, one.unit.start), share=1.0 - one.share)
        if one.stretch is None and one.mention is not None and _is_reported(one, passages[one.passage]):
            span = passages[one.passage].original(one.unit.start, one.unit.end)
            reported = _judged(_attributed(text, span, span, Kind.PARAPHRASE, one, one.mention, passages, cast), judge)
            if one.unit.opening is not None:
                opening = passages[one.passage].original(*one.unit.opening)
                reported = _interrupted(text, reported, opening)
            if reported.speakers:
                made.append(reported)
    return made


def _is_interrupted(
    one: Found, stretch: Marked, passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]], cast: Cast
) -> bool:
    """Whether somebody else makes a gesture between a source and the words: “No,” said Lund. Byrd smiled. “Yes.”"""
    if one.mention is None:
        return False
    shown = shown_before(passages, mentions, one.passage, one.unit.start, stretch, cast)
    if shown is None or shown.passage != one.passage:
        return False
    before = one.mention.head < cast.token(shown).sent.start
    return before and resolve(cast, shown).speaker != resolve(cast, one.mention).speaker


def _interrupted(text: str, reported: Quotation, opening: Span) -> Quotation:
    """Reported speech with the words before the attribution that interrupts it; the statement has all of them."""
    spans = (opening, *reported.spans)
    stated = Span(opening.start, max(reported.end, reported.statement_spans[-1].end))
    return replace(
        reported,
        spans=spans,
        text=" ".join(span.of(text) for span in spans),
        statement_spans=(stated,),
        statement=stated.of(text),
    )


def _as_printed_elsewhere(made: Sequence[Quotation]) -> Iterator[Quotation]:
    """Quotations, where one that names no source has that of the same words elsewhere: a pull quote, a heading.

    So has a fragment that nobody with a name says: Islanders call the delay ‘an utter and lasting disgrace’.
    """
    texts = [_plain(each.text) if each.evidence is not None else "" for each in made]
    for i, each in enumerate(made):
        fragment = each.kind is Kind.PARTIAL and not _is_by_a_person(each)
        words = _plain(each.text) if fragment or not _names_source(each) else ""
        long = words.count(" ") > _SHORTEST_INSIDE + 1
        near = range(max(0, i - _NEAR), min(len(made), i + _NEAR)) if long or words and not each.speakers else ()
        for k in near:
            names = _names_source(made[k]) or fragment and _continues(made[k])
            if not names or k == i or fragment and not _is_by_a_person(made[k]):
                continue
            if _has_words(texts[k], words) if long else texts[k] == words:
                mention, speakers, evidence = made[k].mention, made[k].speakers, made[k].evidence
                sure = made[k].confidence
                each = replace(each, mention=mention, speakers=speakers, evidence=evidence, confidence=sure)
                break
        yield each


def _has_words(text: str, words: str) -> bool:
    """Whether plain words stand in a text; the first ones may differ: I’ve seen, I have seen."""
    rest = words.split(" ", _LONGEST_CONTRACTION + 1)[-1]
    return words in text or rest.count(" ") > _SHORTEST_INSIDE + 1 and f" {rest}" in text


def _is_by_a_person(quotation: Quotation) -> bool:
    return any(speaker.kind == "person" for speaker in quotation.speakers)


def _names_source(quotation: Quotation) -> bool:
    """Whether a quotation has its source beside it."""
    return quotation.evidence is not None and quotation.evidence.step in (Step.CUE, Step.TURN, Step.NAME_LINE)


def _continues(quotation: Quotation) -> bool:
    """Whether a quotation goes on with the one before it."""
    return quotation.evidence is not None and quotation.evidence.step is Step.CONTINUATION


def _plain(words: str) -> str:
    """Words without case and punctuation, each between spaces."""
    return f" {' '.join(_WORD.findall(words.casefold()))} "


def _judged(given: Given, judge: Callable[[Grounds], float]) -> Quotation:
    quotation, grounds = given
    if grounds is None or not quotation.speakers:
        return quotation
    return replace(quotation, confidence=round(judge(grounds), 3))


def _source_around(unit: Unit, numbered: Sequence[tuple[int | None, Unit]]) -> int | None:
    """The source that the syntax names of the clause in which a marked fragment stands."""
    if unit.utterance:
        return None
    return next((u.source for _, u in numbered if not u.marked and u.start <= unit.start and unit.end <= u.end), None)


def _is_inside_reported(unit: Unit, found: Sequence[Found]) -> bool:
    """Whether a unit lies in reported speech that was found before it in its passage."""
    return any(
        one.stretch is None
        and one.standing >= _LIKELY_REPORTED
        and one.unit.start <= unit.start
        and unit.end <= one.unit.end
        for one in found
    )


def _named(mentions: Sequence[Mention], token: int) -> int | None:
    """The number of the mention that a token stands for: its head, or else a word of it."""
    heads = [i for i, mention in enumerate(mentions) if mention.head == token]
    words = [i for i, mention in enumerate(mentions) if mention.start <= token < mention.end]
    return next(iter(heads or words), None)


def _is_reported(one: Found, passage: Passage) -> bool:
    """Whether unmarked words are reported speech: of the form of it, likely enough, and not the writer's own."""
    if one.mention is None or one.standing < _LIKELY_REPORTED or passage.doc[one.mention.head].lower_ == "i":
        return False
    return is_reported_clause(passage.doc, one.unit, one.mention.head)


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
    return Kind.DIRECT if stands_alone(text, stretch) and words[-1:] in ".?!" else Kind.PARTIAL


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
) -> Given:
    """The words of a span given to the mention that was found to be their source. marks: the words with their marks."""
    speakers, resolution = _speakers(mention, cast)
    passage = passages[one.passage]
    cue = _cue(one, passage)
    mentions = cast.mentions[one.passage]
    said = statement(passage.doc, one.unit, mention, cue, mentions, lambda other: _is_one_of(other, speakers, cast))
    told = tuple(_with_closing_mark(text, part) for part in _statement_spans(passage, said, span, marks))
    quotation = replace(
        _bare(text, span, kind),
        cue=said.cue and passage.original(*said.cue),
        mention=resolution.chain[0] if resolution.chain else mention.span,
        speakers=speakers,
        evidence=Evidence(one.step, resolution.chain),
        polarity=said.polarity,
        statement_spans=told,
        statement=" ".join(part.of(text) for part in told),
        quoting=said.quoting.span if said.quoting is not None else None,
    )
    grounds = _grounds(one.step, mention, speakers, resolution, cast, one)
    fragment = one.stretch is not None and not one.unit.utterance
    return quotation, grounds._replace(share=one.share, margin=one.share - one.second, fragment=fragment)


def _grounds(
    step: Step, mention: Mention, speakers: Sequence[Speaker], resolution: Resolution, cast: Cast, one: Found
) -> Grounds:
    """What a speaker is given for whom a mention means, with the source certain."""
    kind = speakers[0].kind if speakers else None
    word = cast.token(mention).lower_
    choice = cast.choice(mention)
    if choice is None or choice.entity is not resolution.entity:
        choice = Choice(resolution.entity, resolution.certainty, 0.0)
    return Grounds(
        step,
        1.0,
        1.0,
        choice.share,
        choice.second,
        mention.form,
        one.standing,
        unnamed=kind == "anonymous",
        body=kind == "organisation",
        reported=not one.unit.marked,
        words=one.unit.words,
        person=is_somebody(word) or is_somebody(word.removesuffix("s")),
    )


def _is_one_of(mention: Mention, speakers: Sequence[Speaker], cast: Cast) -> bool:
    """Whether a mention means one of the speakers, or somebody unknown who may be one."""
    speaker = resolve(cast, mention).speaker
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
    resolution = resolve(cast, mention)
    speakers = [resolution.speaker] if resolution.speaker else []
    they = bool(speakers) and cast.token(mention).lower_ in {"they"} | WHOLE
    named = (group_before(cast, mention) if they else None) or pair_before(cast, mention) or mention
    if speakers and (first := joined_before(cast, named)) is not None:
        speakers = [*filter(None, [resolve(cast, first).speaker]), *speakers]
    for other in _joined(cast, named):
        speakers += [each for each in [resolve(cast, other).speaker] if each is not None]
    return tuple(dict.fromkeys(speakers)), resolution


def _joined(cast: Cast, mention: Mention) -> Iterator[Mention]:
    """The names that are joined to a mention, on the same side of its verb."""
    token = cast.token(mention)
    verb = governing_verb(token)
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i and (verb is None or verb.i > child.i or verb.i < token.i):
            other = cast.mention_at(mention.passage, child.i)
            if other is not None and other.form == "name":
                yield other
    if (beside := joined_name(cast, mention)) is not None:
        yield beside


def _cue(one: Found, passage: Passage) -> tuple[int, int] | None:
    """The tokens of what announces the speech: the most likely cue beside the source and the words."""
    assert one.mention is not None
    doc = passage.doc
    cue = doc.roles[:, CUE]
    head = doc[one.mention.head]
    verb = governing_verb(head)
    options: list[Token] = [verb] if verb is not None else []
    low, high = sorted((one.mention.start, unit_root(doc, one.unit).i))
    options += [doc[i] for i in range(max(0, low - 4), min(len(doc), high + 5)) if cue[i] > 0.3]
    options = [t for t in options if not one.unit.start <= t.i < one.unit.end]
    if not options:
        return None
    own = verb if verb is not None and not _is_of_insertion(verb, one.mention, one.unit, options) else None
    best = max(options, key=lambda t: float(cue[t.i]) + (0.5 if own is not None and t.i == own.i else 0.0))
    if cue[best.i] < 0.05:
        return None
    start, end = best.i, best.i + 1
    if best.lower_ == "according" and end < len(doc) and doc[end].lower_ == "to":
        end += 1
    if best.lower_ == "to" and start and doc[start - 1].lower_ == "according":
        start -= 1
    return start, end


def _is_of_insertion(verb: Token, mention: Mention, unit: Unit, cues: Sequence[Token]) -> bool:
    """Whether the verb that governs a source stands before another one that announces the words.

    The parse gives the subject of "said" to the first verb: Lund, whose firm was sold, said it was so.
    """
    said = [t for t in cues if mention.end <= t.i < unit.start and t.lower_ in SPEECH]
    return bool(said) and all(t.i != verb.i and not verb.is_ancestor(t) for t in said)


def _unattributed(
    text: str,
    stretch: Marked,
    kind: Kind,
    one: Found,
    passages: Sequence[Passage],
    mentions: Sequence[Sequence[Mention]],
    cast: Cast,
    last: Last | None,
    signed: Mention | None,
    last_subject: Callable[[int], Mention | None],
) -> Given:
    """A quotation with no source beside it: name line, announcing sentence, last speaker, or nobody known.

    signed: the name on the line after it. last_subject: who was spoken of last, by the number of a passage.
    """
    bare = _bare(text, Span(stretch.start, stretch.end), kind)
    if signed is not None:
        return _given(bare, signed, cast, Step.NAME_LINE, one)
    announced = announced_before(text, passages, mentions, one.passage, stretch, cast)
    announced = announced or said_below(passages, mentions, one.passage, stretch)
    if announced is not None:
        return _given(bare, announced, cast, Step.ANNOUNCED, one)
    recent = None
    far = last is not None and one.passage - last.passage > 1
    if kind is Kind.DIRECT:
        recent = shown_before(passages, mentions, one.passage, one.unit.start, stretch, cast)
        recent = recent or introduced_before(
            passages, mentions, one.passage, stretch, last and last.quotation, far, cast
        )
    if recent is not None:
        return _given(bare, recent, cast, Step.LAST_SUBJECT, one)
    if last is not None and one.passage - last.passage <= 3:
        before = last.quotation
        chain = before.evidence.chain if before.evidence else ()
        quotation = replace(
            bare,
            mention=None if far else before.mention,
            speakers=before.speakers,
            evidence=Evidence(Step.CONTINUATION, (Span(before.start, before.end), *chain)[:_LONGEST_CHAIN]),
        )
        grounds = last.grounds._replace(
            step=Step.CONTINUATION, far=far, fragment=kind is Kind.PARTIAL, standing=one.standing, words=one.unit.words
        )
        return quotation, grounds
    recent = last_subject(one.passage)
    if recent is None and kind is Kind.DIRECT and stands_alone(text, stretch):
        recent = interviewed(mentions, cast)
    if recent is not None:
        return _given(bare, recent, cast, Step.LAST_SUBJECT, one)
    return bare, None


def _given(bare: Quotation, mention: Mention, cast: Cast, step: Step, one: Found) -> Given:
    speakers, resolution = _speakers(mention, cast)
    quotation = replace(bare, mention=mention.span, speakers=speakers, evidence=Evidence(step, resolution.chain))
    grounds = _grounds(step, mention, speakers, resolution, cast, one)
    return quotation, grounds._replace(fragment=bare.kind is Kind.PARTIAL)
