"""Clauses next to the words that name their source: “according to X, …”, “as X says, …”, “…, X said”."""

from __future__ import annotations

from collections.abc import Iterator

from quotes.extraction.clauses import (
    AUXILIARIES,
    COMMON_NOUNS,
    CONJUNCTIONS,
    DASHES,
    DEPENDENT,
    RELATIVE_TAGS,
    SHORTEST,
    SUBJECTS,
    SUBORDINATORS,
    Clause,
    has_finite_verb,
    has_subject,
    is_finite,
    is_past_taken_for_participle,
    sentence_bounds,
    sentence_end,
)
from quotes.extraction.cues import SPEECH, TELLING
from quotes.extraction.datelines import end_of_dateline
from quotes.extraction.features import CUE, SOURCE, Unit, unit_root
from quotes.extraction.masking import CLAUSE
from quotes.extraction.speech_verbs import (
    LIKELY,
    LIKELY_CUE,
    LIKELY_SOURCE,
    LONGEST_HEARER,
    is_likely_source,
    says,
    subject_of,
)
from quotes.extraction.syntax import Doc, Token, text_of
from quotes.extraction.word_classes import FINITE

_CERTAIN_CUE = 0.8
_POSSIBLE_CUE = 0.05
_LONGEST_ADVERBIAL = 12  # words, with the verb before it
_LONGEST_ATTRIBUTION = 10  # words on one side of its verb
_NOMINAL = frozenset("NDJ,:")  # first letters of the tags of nouns, what stands with them, and punctuation
_NO_SOURCES = frozenset("plan plans schedule law rules need size age type taste".split())


def sourced_clauses(doc: Doc) -> Iterator[Clause]:
    """Clauses whose source the syntax names: according to it, as it says, or after the clause as a verb's subject."""
    cue = doc.roles[:, CUE]
    for token in doc:
        if token.lower_ == "according" and token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "to":
            yield from _beside_according_to(doc, token)
        elif token.lower_ == "as" and (by := _by_whom(doc, token)) is not None:
            comma = next((t.i for t in doc[by.i : by.i + _LONGEST_ADVERBIAL] if t.text == ","), None)
            if comma is not None:
                yield from _beside(doc, token.i, comma, by.i)
        elif token.lower_ == "as" and token.head.dep_ == "advcl" and token.head.i > token.i:
            yield from _beside_as(doc, token)
        elif _has_learned(token) and cue[token.i] > LIKELY_CUE:
            yield from _before_cue(doc, token)
        elif token.lower_ in SPEECH and is_finite(token) and (cue[token.i] > LIKELY_CUE or says(token)):
            yield from _around_attribution(doc, token)
            yield from _before_cue(doc, token)
            yield from _after_adverb(doc, token)
            yield from _around_object(doc, token)


def _has_learned(verb: Token) -> bool:
    """Whether a newspaper reports with a verb what it found out: …, the Echo has learned."""
    return verb.lower_ in ("learned", "learnt") and any(c.dep_ == "aux" and c.tag_ == "VBZ" for c in verb.lefts)


def _beside_according_to(doc: Doc, according: Token) -> Iterator[Clause]:
    """The clause beside "according to" and its source."""
    governor = according.head
    head = governor if governor.i > according.i else next((c for c in according.rights if c.dep_ == "nmod"), None)
    if head is None or head.lower_ in _NO_SOURCES:
        return
    misread = _misread_source(doc, according)
    if misread is not None:
        yield from _beside(doc, according.i, misread.i + 1, misread.i)
    elif doc.roles[according.i + 2 : head.i + 1, SOURCE].max() >= LIKELY_SOURCE:
        yield from _beside(doc, according.i, _end_of_source(doc, according, head), head.i)


def _beside_as(doc: Doc, word: Token) -> Iterator[Clause]:
    """The clause beside "as", a source and its verb of speech without an object: as the minister said on Monday, …"""
    verb = word.head
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if subject is None or verb.lower_ not in SPEECH or not is_finite(verb):
        return
    objects = any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children)
    end = sentence_end(doc, verb.i)
    comma = next((t.i for t in doc[verb.i : min(verb.i + _LONGEST_ADVERBIAL, end)] if t.text == ","), None)
    if comma is None and end - verb.i <= 2:
        comma = end
    if not objects and comma is not None and doc.roles[verb.i, CUE] > _POSSIBLE_CUE:
        yield from _beside(doc, word.i, comma, subject.i)


def _by_whom(doc: Doc, word: Token) -> Token | None:
    """Who reported a clause after "as": As first reported by the Echo, …"""
    after = doc[word.i + 1 : word.i + 4]
    verb = next((t for t in after if t.tag_ == "VBN" and t.lower_ in SPEECH), None)
    if verb is None or not word.is_sent_start or text_of(doc[verb.i + 1 : verb.i + 2]) != "by":
        return None
    return next((c for c in verb.rights if c.dep_ == "nmod" and is_likely_source(c)), None)


def _misread_source(doc: Doc, according: Token) -> Token | None:
    """The noun that ends a source which the parser took for a verb and its object: according to exit polls, …"""
    comma = next((token.i for token in doc[according.i : according.sent.end] if token.text == ","), 0)
    verb = doc[according.i + 2]
    noun = doc[comma - 1]
    return (
        noun if verb.tag_ == "VB" and verb.i < noun.i and noun.head.i == verb.i and noun.tag_ in COMMON_NOUNS else None
    )


def _end_of_source(doc: Doc, according: Token, head: Token) -> int:
    """Where the words that name a source after "according to" end: a relative clause without a comma is theirs."""
    end = head.right_edge.i + 1
    for child in head.rights:
        if child.dep_ in ("conj", "dep", "parataxis") and is_finite(child):
            return child.left_edge.i
    if end < len(doc) and not doc[end].is_punct and according.is_sent_start:
        if comma := next((t.i for t in reversed(doc[head.i : end]) if t.text == ","), 0):
            return comma  # the parse takes the subject of the clause for a part of the source
        if doc[end].tag_ in ("VBN", "VBD", "IN", "WDT"):  # an affidavit unsealed on Monday
            return next((t.i for t in doc[end : end + _LONGEST_ADVERBIAL] if t.text == ","), end)
    return end


def _beside(doc: Doc, start: int, end: int, source: int) -> Iterator[Clause]:
    """The clause, or the longer of two, outside the words from `start` to `end` of a sentence that name its source."""
    first, last = sentence_bounds(doc, start)
    before, after = (first, start), (min(end, last), last)
    if start - first <= 2:
        part = after
    elif last - end <= 2:
        part = before
    else:
        part = max(before, after, key=lambda part: (has_finite_verb(doc, *part), part[1] - part[0]))
    if part is before:
        dashes = [i for i in range(*before) if doc[i].text in DASHES]
        if len(dashes) == 1:
            part = dashes[0] + 1, start
        if _is_below_cue(doc, *part) or _is_unfinished(doc, start):
            return
    if has_finite_verb(doc, *part):
        yield Clause(*part, source, _opening(doc, first, start, part[0]) if part is after else None)


def _is_unfinished(doc: Doc, end: int) -> bool:
    """Whether a clause that ends before a token lacks its verb: those who will now, according to X, have to pay."""
    last = next((t for t in reversed(doc[:end]) if not t.is_punct and t.tag_ != "RB"), None)
    return last is not None and last.tag_ == "MD"


def _around_attribution(doc: Doc, verb: Token) -> Iterator[Clause]:
    """The clause whose subject an attribution with this verb follows: [The driver], police said, [was unhurt]."""
    first, last = sentence_bounds(doc, verb.i)
    comma = next(
        (t.i for t in reversed(doc[max(first, verb.i - _LONGEST_ATTRIBUTION) : verb.i]) if t.text == ","), None
    )
    end = next((t.i for t in doc[verb.i : min(last, verb.i + _LONGEST_ATTRIBUTION)] if t.text == ","), None)
    if comma is None or end is None or doc[comma + 1].tag_ in RELATIVE_TAGS:
        return
    finite = [t for t in doc[comma + 1 : end] if t.tag_ in FINITE]
    if any(t.i != verb.i and t.head.i != verb.i for t in finite):
        return
    opening = _opening(doc, first, comma, end + 1)
    source = _named_beside(doc, verb, comma + 1, end)
    if opening is not None and source is not None:
        yield Clause(end + 1, last, source.i, opening)


def _named_beside(doc: Doc, verb: Token, start: int, end: int) -> Token | None:
    """Who speaks in an attribution from `start` to `end`: before its verb, or right after it."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.i >= start), None)
    if subject is not None:
        return subject if is_likely_source(subject, verb) else None
    after = doc[verb.i + 1 : end]
    if not after or not all(t.tag_[0] in _NOMINAL for t in after) or doc.roles[verb.i, CUE] < _CERTAIN_CUE:
        return None
    return after[-1] if verb.i == start or doc[start].lower_ == "as" else None


def _opening(doc: Doc, first: int, comma: int, start: int) -> tuple[int, int] | None:
    """The tokens from `first` to `comma` where they are the subject of the finite verb that begins at `start`."""
    first = max(first, end_of_dateline(doc))
    first += comma > first and doc[first].lower_ in CONJUNCTIONS
    comma -= comma > first and doc[comma - 1].text == ","
    start = next((t.i for t in doc[start : start + 3] if t.tag_ != "RB" and not t.is_punct), start)
    if (
        comma <= first
        or start >= len(doc)
        or doc[start].tag_ not in FINITE
        or any(t.is_quote for t in doc[first:comma])
    ):
        return None
    root = doc[start].head if doc[start].dep_ in AUXILIARIES else doc[start]
    if any(c.dep_ in SUBJECTS and first <= c.i < comma for c in root.children):
        return first, comma
    is_phrase = doc[first].tag_[0] in _NOMINAL and not has_finite_verb(doc, first, comma)
    return (first, comma) if is_phrase and not any(t.text == CLAUSE for t in doc[first:comma]) else None


def _is_below_cue(doc: Doc, start: int, end: int) -> bool:
    """Whether somebody else says the clause first: Y said that [the plan had failed], according to X."""
    cue = doc.roles[:, CUE]
    return any(
        token.dep_ == "ccomp" and start <= token.head.i < token.left_edge.i and cue[token.head.i] > LIKELY
        for token in doc[start:end]
    )


def _before_cue(doc: Doc, verb: Token) -> Iterator[Clause]:
    """The clause that a verb of speech with its subject follows after a comma: The worst is over, the minister said."""
    subjects = [c for c in verb.lefts if c.dep_ == "nsubj" and c.i > verb.sent.start]
    first = min([verb.i, *(c.left_edge.i for c in subjects[-1:])])
    start, end = sentence_bounds(doc, verb.i)
    comma = first - 1
    start = _after_other_speech(doc, max(start, end_of_dateline(doc)), comma)
    if comma - start < SHORTEST or doc[comma].text != ",":
        return
    interrupts = bool(subjects) and text_of(doc[verb.i + 1 : verb.i + 2]) == ","
    if not interrupts and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        return
    roles = doc.roles
    insists = text_of(doc[verb.i + 1 : verb.i + 2]) == "on" and text_of(doc[verb.i + 2 : verb.i + 3]).endswith("ing")
    has_object = insists or verb.lower_ not in TELLING and any(c.dep_ == "dobj" for c in verb.rights)
    if subjects and (subjects[-1].tag_ in RELATIVE_TAGS or has_object):
        return
    if not subjects:
        subjects = [c for c in verb.rights if c.dep_ in ("nsubj", "dobj") and c.left_edge.i == verb.i + 1]
        if not subjects:
            return
    is_certain = roles[verb.i, CUE] > _CERTAIN_CUE and subjects[0].i > verb.i
    if not is_certain and not is_likely_source(subjects[-1], verb) or not interrupts and not _is_end(doc, verb, end):
        return
    root = unit_root(doc, Unit(start, comma, 0, False, False))
    if any(c.lower_ in SUBORDINATORS and c.i < root.i for c in root.children):
        return
    if any(t.text == CLAUSE for t in doc[start:comma]):
        return
    parsed = any(c.dep_ in ("ccomp", "nsubj") and start <= c.i < comma for c in verb.lefts)
    is_parsed = parsed and has_finite_verb(doc, start, comma)
    if is_parsed or any(_is_main_clause(verb, start, comma) for verb in doc[start:comma]):
        yield Clause(start, comma, subjects[-1].i)


def _after_other_speech(doc: Doc, start: int, comma: int) -> int:
    """Where words begin after what somebody else says: Y says it is so, but [it is not], X says."""
    cue = doc.roles[:, CUE]
    said = (t for t in reversed(doc[start:comma]) if t.lower_ in SPEECH and t.tag_ in FINITE and cue[t.i] > LIKELY)
    other = next((verb for verb in said if has_subject(verb)), None)
    for joint in doc[other.i + SHORTEST : comma - SHORTEST] if other is not None else ():
        if joint.lower_ in CONJUNCTIONS and doc[joint.i - 1].text == ",":
            begins = (t for t in doc[joint.i + 1 : comma] if t.dep_ in SUBJECTS and t.left_edge.i == joint.i + 1)
            if any(is_finite(subject.head) for subject in begins):
                return joint.i + 1
    return start


def _is_main_clause(verb: Token, start: int, end: int) -> bool:
    """Whether a finite verb has its subject in the tokens from `start` to `end` and depends on no other verb there."""
    is_verb = is_finite(verb) or is_past_taken_for_participle(verb)
    if not is_verb or not any(c.dep_ in SUBJECTS and start <= c.i < end for c in verb.children):
        return False
    return not (verb.dep_ in DEPENDENT and start <= verb.head.i < end) and not any(
        c.dep_ == "mark" or c.tag_ in RELATIVE_TAGS for c in verb.lefts
    )


def _is_end(doc: Doc, verb: Token, end: int) -> bool:
    """Whether no other clause follows an attribution in its sentence, except one that says when or why it was said."""
    when = next((c for c in verb.rights if c.dep_ == "advcl" and c.left_edge.lower_ in SUBORDINATORS), None)
    if when is not None:
        end = min(end, when.left_edge.i)
    return not any(
        t.tag_ in FINITE and not any(c.tag_ in RELATIVE_TAGS for c in t.lefts) for t in doc[verb.i + 1 : end]
    )


def _after_adverb(doc: Doc, verb: Token) -> Iterator[Clause]:
    """The clause after a verb of speech and an adverb that the parse takes for its own: Dorn said for years, it was."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if subject is not None and doc.roles[subject.i, SOURCE] >= LIKELY:
        yield from _beside_adverb(doc, verb, subject)
    comma = verb.right_edge.i + 1
    if subject is None or verb.dep_ != "ccomp" or verb.head.i < comma or doc[comma].text != ",":
        return
    if any(c.dep_ in ("ccomp", "dobj") for c in verb.children) or doc.roles[subject.i, SOURCE] < LIKELY:
        return
    if verb.head.lower_ in SPEECH:
        return  # Dorn pledged to go, Lund said on Monday
    if verb.left_edge.i == verb.sent.start and any(c.dep_ in SUBJECTS and c.i > comma for c in verb.head.children):
        yield Clause(comma + 1, sentence_end(doc, verb.i), subject.i)


def _beside_adverb(doc: Doc, verb: Token, subject: Token) -> Iterator[Clause]:
    """The clause that the parse sets beside a verb of speech and its adverb: Dorn admits in this case, it was."""
    said = next((c for c in verb.rights if c.dep_ == "parataxis"), None)
    if said is None or any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in verb.children):
        return
    comma = said.left_edge.i
    comma -= doc[comma].text != ","
    adverb = any(c.dep_ in ("nmod", "advmod") and c.right_edge.i == comma - 1 for c in verb.rights)
    if adverb and doc[comma].text == "," and any(c.dep_ in SUBJECTS and c.i > comma for c in said.lefts):
        yield Clause(comma + 1, sentence_end(doc, verb.i), subject.i)


def _around_object(doc: Doc, verb: Token) -> Iterator[Clause]:
    """The clause whose subject the parse takes for the object of a verb of speech: said the men who came, were lost."""
    subject = subject_of(verb)
    noun = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    hearer = next((c for c in verb.rights if c.dep_ == "iobj"), None) if verb.lower_ in TELLING else None
    begins = hearer.right_edge.i if hearer is not None else verb.i
    if not (says(verb) or hearer is not None) or noun is None or noun.left_edge.i != begins + 1:
        return
    after = noun.right_edge.i + 1
    end = sentence_end(doc, verb.i)
    if after < end and doc[after].is_punct:  # an apposition, or the end of an insertion
        after = next((t.i for t in doc[after : after + LONGEST_HEARER + 2] if t.tag_[0] not in _NOMINAL), end)
    if subject is not None and is_likely_source(subject) and after < end and doc[after].tag_ in FINITE:
        yield Clause(begins + 1, end, subject.i)
