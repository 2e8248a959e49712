"""The predicates between quoted words and their source: “say” and “declined” in “declined to say whether …”."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quotes.extraction.cues import SPEECH
from quotes.extraction.features import CUE, Unit, unit_root
from quotes.extraction.mentions import Mention
from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import (
    ASKING,
    CLAIMS,
    DENYING,
    FINITE,
    NEGATIONS,
    NOBODY,
    NOT_ANSWERING,
    ONLY,
    QUESTION_WORDS,
    QUESTIONS,
    SPEAKING,
    VERBS,
    WANTING,
    is_form,
)

_MOST_PREDICATES = 8
_NEAR = 6  # words from a verb to the words that it announces, or from these to a verb that follows
_LIKELY_CUE = 0.3
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
"""Relations of subjects."""

_BEFORE_PARTICIPLES = frozenset((",", "—", "–", "-", "―", "while", "when", "by", "after", "before", "despite", "in"))
_PREPOSITIONS = frozenset(("on", "of", "about", "at"))
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
"""Tags of nouns."""

_NAMES_OF_WORDS = CLAIMS | QUESTIONS
_NOT_PREDICATES = frozenset(("according", "including"))


class Attribution(NamedTuple):
    """How the words of a unit hang on their source.

    predicates: from the words outwards, the last one that of the source.
    own: the number of the first of them that the writer says of the source; those before are said by the source.
    claim: the noun that names the words ("the claim that …"), None where there is none.
    """

    predicates: tuple[Token, ...] = ()
    own: int = 0
    claim: Token | None = None


def attribution_between(doc: Doc, unit: Unit, source: Mention, cue: int | None) -> Attribution:
    """The predicates between a unit and its source: from the word beside the unit that tells, or by the parse."""
    before, question = _before(doc, unit)
    claim = before if before is not None and before.tag_ in NOUNS and is_form(before.lower_, _NAMES_OF_WORDS) else None
    start = before if before is not None and (claim is not None or before.tag_ in VERBS or _weighs(before)) else None
    start = start or _announcing(doc, unit) or _asking_after(doc, unit)
    if start is None:
        start = unit_root(doc, unit).head
        if unit.start <= start.i < unit.end:
            start = doc[cue] if cue is not None else None
    if start is None:
        return Attribution()
    if claim is not None and _makes(claim, source):
        return Attribution(claim=claim)
    chain = list(_outwards(unit, start, source))
    if cue is not None and not any(is_predicate(token) and speaks(token) for token in chain) and speaks(doc[cue]):
        chain = list(_outwards(unit, doc[cue], source))
    chain = [token for token in chain if token is not claim]
    if question and not any(map(_weighs, chain)):
        before_it = reversed(doc[doc[unit.start].sent.start : unit.start])
        chain[:0] = [token for token in before_it if token.tag_ in VERBS and is_form(token.lower_, ASKING)][:1]
    root = unit_root(doc, unit)
    asks = root.lower_ == "know" and is_form(root.head.lower_, WANTING)
    if not unit.marked and root.tag_ == "VB" and root.i <= unit.start + 1 and (asks or speaks(root)):
        chain[:0] = [root]  # the words begin with the verb: wants "to ask when …"
    own = max((n for n, token in enumerate(chain) if speaks(token)), default=0)
    return Attribution(tuple(chain), own, claim)


def _weighs(token: Token) -> bool:
    return is_form(token.lower_, DENYING) or is_form(token.lower_, ASKING) or is_form(token.lower_, NOT_ANSWERING)


def speaks(token: Token) -> bool:
    """Whether a word says, denies or asks something, or is likely a cue."""
    return (
        is_form(token.lower_, SPEAKING)
        or token.lower_ in SPEECH
        or _weighs(token)
        or bool(token.doc.roles[token.i, CUE] > _LIKELY_CUE)
    )


def is_predicate(token: Token) -> bool:
    """Whether a word is a verb, or has a subject or a copula."""
    if token.lower_ in _NOT_PREDICATES:
        return False
    return token.tag_ in VERBS or _weighs(token) or any(child.dep_ in ("cop", "nsubj") for child in token.children)


def _before(doc: Doc, unit: Unit) -> tuple[Token | None, bool]:
    """The word that the words of a unit complete, before "that" or "whether"; whether the words are a question."""
    at = unit.start - 1
    first = doc[unit.start].sent.start
    question = doc[unit.start].lower_ in QUESTION_WORDS
    opened = question
    while at >= first and (
        doc[at].lower_ == "that"
        or doc[at].lower_ in QUESTION_WORDS
        or doc[at].is_quote
        or opened
        and doc[at].lower_ in _PREPOSITIONS
    ):
        question = question or doc[at].lower_ in QUESTION_WORDS
        opened = opened or not doc[at].is_quote
        at -= 1
    return (doc[at] if at >= first and (opened or is_form(doc[at].lower_, DENYING)) else None), question


def _announcing(doc: Doc, unit: Unit) -> Token | None:
    """The verb that announces marked words after a comma or colon: told them: “…”"""
    at = unit.start - 1
    while at >= 0 and doc[at].is_quote:
        at -= 1
    if not unit.marked or at < 0 or doc[at].text not in (":", ","):
        return None
    first = max(doc[at].sent.start, at - _NEAR)
    return next(
        (
            token
            for token in reversed(doc[first:at])
            if is_form(token.lower_, SPEAKING) or is_form(token.lower_, ASKING)
        ),
        None,
    )


def _asking_after(doc: Doc, unit: Unit) -> Token | None:
    """The verb of a question that follows marked words, with nothing after it: “…?” the judge asked."""
    at = unit.end
    while at < len(doc) and (doc[at].is_punct or doc[at].is_quote):
        at += 1
    if not unit.marked or at == unit.end:
        return None
    for token in doc[at : at + _NEAR]:
        if token.tag_ in FINITE and is_form(token.lower_, ASKING):
            return token if token.i + 1 == len(doc) or token.nbor().is_punct else None
        if token.is_punct or token.tag_ in VERBS:
            return None
    return None


def _outwards(unit: Unit, start: Token, source: Mention) -> Iterator[Token]:
    """The predicates from `start` to that of the source."""
    at = start
    named = None  # what the words are about, whatever word it is: the bus [stops], which she called “traps”
    for _ in range(_MOST_PREDICATES):
        inside = unit.start <= at.i < unit.end
        if not inside and at is not named and (is_predicate(at) or is_form(at.lower_, CLAIMS)):
            yield at
        if governs(at, source) or at.head.i == at.i or _is_free(at):
            return
        if at.dep_ == "conj" and at.tag_ in FINITE and not follows_nor(at) and not _is_infinitive(at):
            return
        named = at.head if _has_relative_object(at) else None
        at = at.head


def _has_relative_object(verb: Token) -> bool:
    """Whether the object of a verb is a relative pronoun: …, [which] she called “poison”."""
    return any(child.dep_ == "dobj" and child.tag_ in ("WDT", "WP") and child.i < verb.i for child in verb.children)


def governs(verb: Token, source: Mention) -> bool:
    """Whether the source is the subject of a verb."""
    return any(
        child.dep_ in SUBJECTS and (source.start <= child.i < source.end or child.i == source.head)
        for child in verb.children
    )


def _makes(claim: Token, source: Mention) -> bool:
    """Whether a claim is the source's own: contradicting [his] claim that …"""
    return any(child.i == source.head for child in claim.lefts)


def _is_free(token: Token) -> bool:
    """Whether a participle begins a clause without a subject: …, saying that …; while admitting that …"""
    if token.tag_ != "VBG" or token.i == 0 or token.lower_ == "writing":  # "put in writing that …" is one verb
        return False
    return token.nbor(-1).lower_ in _BEFORE_PARTICIPLES


def _is_infinitive(verb: Token) -> bool:
    """Whether a verb after "or" shares the "to" of another one: declined to comment or [say] whether …"""
    first = verb.head
    return first.tag_ == "VB" and any(word.lower_ == "or" for word in first.children if first.i < word.i < verb.i)


def is_passive(token: Token) -> bool:
    """Whether a verb has the auxiliary of a passive."""
    return any(child.dep_ == "auxpass" for child in token.children)


def is_by(verb: Token, source: Mention) -> bool:
    """Whether the source stands after a passive: the minister was quoted by the paper as saying …"""
    return is_passive(verb) and any(
        child.i == source.head and any(word.lower_ == "by" for word in child.children) for child in verb.children
    )


def follows_nor(token: Token) -> bool:
    """Whether "nor" or "neither" stands right before a word, or one word earlier."""
    return any(word.lower_ in ("nor", "neither") for word in token.doc[max(0, token.i - 2) : token.i])


def negation_of(token: Token) -> int | None:
    """Where a predicate is negated: by a word of its own, or by its subject."""
    for child in token.children:
        if child.i > token.i:
            continue
        if child.lower_ in NEGATIONS or child.lower_ == "longer" and child.nbor(-1).lower_ == "no":
            after = child.nbor().lower_
            if after not in ONLY and after not in (",", "for"):
                return child.i
        if child.dep_ in SUBJECTS:
            first = child.left_edge
            if child.lower_ in NOBODY or first.lower_ in NOBODY or first.lower_ == "no" and first.i < child.i:
                return first.i
    if token.dep_ == "conj" and follows_nor(token):
        return token.i - 1
    return None
