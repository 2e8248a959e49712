"""What a source did with the words: said them, denied them, would not say them, asked them, and whose words they are.

It is read off the predicates between the source and the words, from the words outwards: in "declined to say whether
…" they are "say" and "declined". The words themselves are never looked at: "said she had not" is an assertion.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from quotes.extraction.features import Unit, unit_root
from quotes.extraction.lexicon import (
    ACCEPTING,
    AFTERWARDS,
    ANNOUNCING,
    ASKING,
    CITING,
    CLAIMS,
    CONDITIONAL,
    DENYING,
    DENYING_A_CLAIM,
    DENYING_WITH,
    FALSE,
    HABIT,
    HEARING,
    IRREGULAR,
    NEGATIONS,
    NEVER_NEGATED,
    NO_ANSWERS,
    NOBODY,
    NOT_ANSWERING,
    NOT_YET,
    ONLY,
    QUESTIONS,
    SPEAKING,
)
from quotes.extraction.mentions import Mention
from quotes.model import Polarity

_MOST_PREDICATES = 8
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_AUXILIARIES = ("aux", "auxpass", "cop", "neg", "cc")
_OPENERS = frozenset("that whether if how why when where who whom what which whose".split())
_QUESTION_WORDS = _OPENERS - {"that"}
_IF = frozenset(("if", "unless"))
_VERBS = frozenset(("VB", "VBD", "VBZ", "VBP", "VBG", "VBN", "MD"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


class Attribution(NamedTuple):
    """How the words of a unit hang on their source.

    predicates: from the words outwards, the last one that of the source.
    claim: the noun that names the words ("the claim that …"), None where there is none.
    """

    predicates: tuple[Token, ...]
    claim: Token | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What was done with the words of a unit.

    start, end: the tokens of the cue with all that decides, end exclusive; equal where no verb announces the words.
    quoting: who is quoted at second hand, or None.
    """

    polarity: Polarity
    start: int
    end: int
    quoting: Mention | None = None


def statement(
    doc: Doc,
    unit: Unit,
    source: Mention,
    cue: tuple[int, int] | None,
    mentions: Sequence[Mention],
    is_speaker: Callable[[Mention], bool],
) -> Statement:
    """What the source did with the words of a unit.

    cue: its tokens, None where there is none. mentions: those of the passage. is_speaker: whether a mention
    means one of the speakers.
    """
    attribution = _attribution(doc, unit, source, cue[0] if cue is not None else None)
    polarity, decisive = _polarity(doc, unit, attribution)
    quoting = _quoting(doc, unit, source, attribution, mentions, is_speaker)
    start, end = _extent(doc, unit, source, attribution, cue, decisive)
    if polarity is Polarity.ASKED and _is_asked_of(attribution, source):
        end = doc[end - 1].sent.end  # "Asked whether …, she said no" is understood as a whole
        end -= doc[end - 1].is_punct
    return Statement(polarity, start, end, quoting)


def base_forms(word: str) -> Iterator[str]:
    """The forms of a lower-case word that may be its base form, itself first."""
    yield IRREGULAR.get(word, word)
    for ending, others in (
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield from (stem + other for other in others)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@lru_cache(4096)
def _forms(word: str) -> frozenset[str]:
    return frozenset(base_forms(word))


def _is(token: Token, words: Container[str]) -> bool:
    return any(form in words for form in _forms(token.lower_))


def _attribution(doc: Doc, unit: Unit, source: Mention, cue: int | None) -> Attribution:
    """The predicates between a unit and its source, by the parse; by the words just before it, or by the cue."""
    before = _before(doc, unit)
    claim = before if before is not None and _is(before, CLAIMS | QUESTIONS) and before.tag_ not in _FINITE else None
    start = before if before is not None and (claim is not None or before.tag_ in _VERBS or _weighs(before)) else None
    if start is None:
        start = unit_root(doc, unit).head
        if unit.start <= start.i < unit.end:
            start = doc[cue] if cue is not None else None
    if start is None:
        return Attribution((), None)
    chain = tuple(_outwards(doc, unit, start, source))
    if not any(map(_is_predicate, chain)) and cue is not None:
        chain = tuple(_outwards(doc, unit, doc[cue], source))
    return Attribution(tuple(token for token in chain if token is not claim), claim)


def _weighs(token: Token) -> bool:
    return _is(token, DENYING) or _is(token, ASKING) or _is(token, NOT_ANSWERING)


def _is_predicate(token: Token) -> bool:
    return token.tag_ in _VERBS or _weighs(token) or any(child.dep_ in ("cop", "nsubj") for child in token.children)


def _before(doc: Doc, unit: Unit) -> Token | None:
    """The word that the words of a unit complete: the one before "that", "whether" and the like."""
    at = unit.start - 1
    first = doc[unit.start].sent.start
    opened = doc[unit.start].lower_ in _QUESTION_WORDS
    while at >= first and (doc[at].lower_ in _OPENERS or doc[at].is_quote or doc[at].lower_ in ("on", "of", "about", "at")):
        opened = True
        at -= 1
    return doc[at] if at >= first and (opened or _is(doc[at], DENYING)) else None


def _outwards(doc: Doc, unit: Unit, start: Token, source: Mention) -> Iterator[Token]:
    """The predicates from `start` to that of the source."""
    at = start
    for _ in range(_MOST_PREDICATES):
        if not unit.start <= at.i < unit.end and (_is_predicate(at) or _is(at, CLAIMS)):
            yield at
        if _governs(at, source) or at.head.i == at.i:
            return
        if _is_free(at):
            return
        if at.dep_ == "conj" and at.tag_ in _FINITE and at.head.tag_ in _FINITE and not _nor(at):
            return
        at = at.head


def _governs(verb: Token, source: Mention) -> bool:
    return any(
        child.dep_ in _SUBJECTS and (source.start <= child.i < source.end or child.i == source.head)
        for child in verb.children
    )


def _is_free(token: Token) -> bool:
    """Whether a participle stands by itself after a comma: …, saying that …"""
    return token.tag_ == "VBG" and token.i > 0 and token.nbor(-1).text in (",", "—", "–", "-", "―")


def _nor(token: Token) -> bool:
    return any(word.lower_ in ("nor", "neither") for word in token.doc[max(0, token.i - 2) : token.i])


def _polarity(doc: Doc, unit: Unit, attribution: Attribution) -> tuple[Polarity, list[int]]:
    """What was done with the words, and the tokens that say so."""
    if _is_predicative(doc, unit):
        return Polarity.ASSERTED, []
    outwards = attribution.predicates
    inner: Token | None = None
    for n, token in enumerate(outwards):
        found = _by(doc, unit, token, inner, attribution.claim)
        if found is not None:
            polarity, decisive = found
            if polarity is Polarity.ASSERTED:
                return polarity, []
            if n == 0 and unit.marked and unit.utterance and polarity is Polarity.DENIED and not _opened(doc, unit):
                return Polarity.ASSERTED, []
            return polarity, [token.i, *decisive]
        inner = token
    return Polarity.ASSERTED, []


def _opened(doc: Doc, unit: Unit) -> bool:
    at = unit.start - 1
    while at >= 0 and doc[at].is_quote:
        at -= 1
    return at >= 0 and doc[at].lower_ == "that"


def _is_predicative(doc: Doc, unit: Unit) -> bool:
    """Whether marked words are what something is called: dismissed the report as “nonsense”."""
    if not unit.marked:
        return False
    at = unit.start - 1
    while at > 0 and (doc[at].is_quote or doc[at].tag_ in ("DT", "JJ", "RB")):
        at -= 1
    return at >= 0 and doc[at].lower_ == "as"


def _by(
    doc: Doc, unit: Unit, token: Token, inner: Token | None, claim: Token | None
) -> tuple[Polarity, list[int]] | None:
    """What one predicate says of the words, and where; None where it leaves the question to the next one outwards.

    inner: the predicate within it.
    """
    negation = _negation(token)
    if claim is not None and _is(claim, QUESTIONS) and inner is None:
        if _is(token, NOT_ANSWERING) or negation is not None:
            return Polarity.DECLINED, [] if negation is None else [negation]
        return Polarity.ASKED, [claim.i]
    if _is(token, ASKING) and not (claim is not None and _is(token, DENYING_A_CLAIM)):
        return (Polarity.ASKED, []) if negation is None else (Polarity.DECLINED, [negation])
    if _is(token, ("know",)) and token.tag_ == "VB" and _is(token.head, ("want", "demand")):
        return Polarity.ASKED, [token.head.i]
    if _denies(doc, token, claim, unit):
        return (Polarity.DENIED, []) if negation is None else (Polarity.DECLINED, [negation])
    if _is(token, NOT_ANSWERING):
        if negation is not None:
            return None
        accepting = inner is not None and _is(inner, ACCEPTING)
        return (Polarity.DENIED if accepting else Polarity.DECLINED), []
    lead = _lead(token)
    if lead is not None:
        return Polarity.DECLINED, [lead]
    no_answer = next(
        (c for c in token.children if _is(c, NO_ANSWERS) and any(d.lower_ == "no" for d in c.children)), None
    )
    if no_answer is not None:
        return Polarity.DECLINED, [no_answer.i]
    if negation is not None and not _is(token, NEVER_NEGATED):
        return (Polarity.DENIED if _is(token, ACCEPTING) else Polarity.DECLINED), [negation]
    if _is(token, NOT_YET) and inner is not None and inner.tag_ == "VB":
        return Polarity.CONDITIONAL, []
    condition = _condition(token, unit)
    if condition is not None:
        return Polarity.CONDITIONAL, [condition]
    return None


def _denies(doc: Doc, token: Token, claim: Token | None, unit: Unit) -> bool:
    if _is(token, DENYING):
        return True
    particle = next((DENYING_WITH[form] for form in _forms(token.lower_) if form in DENYING_WITH), None)
    if particle and any(word.lower_ == particle for word in doc[token.i + 1 : token.i + 3]):
        return True
    if claim is None or not _is(claim, CLAIMS):
        return False
    if _is(token, DENYING_A_CLAIM):
        return True
    return any(_is(word, FALSE) for word in token.sent if not unit.start <= word.i < unit.end)


def _negation(token: Token) -> int | None:
    """Where a predicate is negated: by a word of its own, or by its subject."""
    for child in token.children:
        if child.i < token.i and (child.lower_ in NEGATIONS or child.lower_ == "longer" and child.nbor(-1).lower_ == "no"):
            if child.i + 1 < len(token.doc) and child.nbor().lower_ in ONLY:
                continue
            return child.i
        if child.dep_ in _SUBJECTS and child.i < token.i:
            first = child.left_edge
            if child.lower_ in NOBODY or first.lower_ in ("no", "neither") and first.i < child.i or first.lower_ in NOBODY:
                return first.i
    if token.dep_ == "conj" and _nor(token):
        return token.i - 1
    return None


def _lead(token: Token) -> int | None:
    """Where words before a verb say that it did not happen: without saying, has yet to say."""
    doc = token.doc
    at = token.i - 1
    if at >= 0 and doc[at].lower_ == "to":
        at -= 1
    if at >= 0 and doc[at].lower_ in ("without", "yet") or at >= 1 and doc[at].lower_ == "from" and doc[at - 1].lower_ == "far":
        return at if doc[at].lower_ != "from" else at - 1
    if at >= 1 and doc[at].lower_ == "of" and doc[at - 1].lower_ in ("short", "instead"):
        return at - 1
    return None


def _condition(token: Token, unit: Unit) -> int | None:
    """Where a predicate is made depend on something: would say, if she says."""
    children = list(token.children)
    mark = next((c for c in children if c.dep_ in ("mark", "advmod") and c.lower_ in _IF and c.i < token.i), None)
    if mark is not None:
        return mark.i
    modal = next((c for c in children if c.dep_ == "aux" and c.lower_ in CONDITIONAL and c.i < token.i), None)
    if modal is None:
        return None
    others = {c.lower_ for c in children if c.i > modal.i}
    after = token.doc[token.i + 1 : token.i + 3]
    if others & (ONLY | HABIT | AFTERWARDS) or any(word.lower_ in ("only", "on") for word in after):
        return None
    if modal.lower_ == "can" and _is(token, ANNOUNCING):
        return None
    if modal.lower_ == "would" and unit.marked and unit.utterance:
        return None
    return modal.i


def _is_asked_of(attribution: Attribution, source: Mention) -> bool:
    """Whether the source is who was asked: Asked whether …, she said no."""
    asked = attribution.predicates[0] if attribution.predicates else None
    return asked is not None and asked.tag_ == "VBN" and source.head > asked.i and not _governs(asked, source)


def _quoting(
    doc: Doc,
    unit: Unit,
    source: Mention,
    attribution: Attribution,
    mentions: Sequence[Mention],
    is_speaker: Callable[[Mention], bool],
) -> Mention | None:
    """Who is quoted by the source: whoever says the words within what the source says."""
    by_head = {mention.head: mention for mention in mentions}
    predicates = list(attribution.predicates)
    root = unit_root(doc, unit)
    if not unit.marked and any(child.dep_ == "ccomp" for child in root.children):
        predicates.insert(0, root)
    for token in predicates:
        if _governs(token, source):
            break
        for head in _others(token):
            mention = by_head.get(head.i)
            if mention is not None and mention != source and not is_speaker(mention):
                return mention
    for token in {word.i: word for p in predicates for word in (p, p.head, *p.children)}.values():
        if _is(token, CITING) and token.tag_ == "VBG":
            for child in token.children:
                mention = by_head.get(child.i)
                if child.dep_ == "dobj" and mention is not None and mention != source and not is_speaker(mention):
                    return mention
    return None


def _others(token: Token) -> Iterator[Token]:
    """Who speaks, by a predicate within what the source says."""
    passive = any(child.dep_ == "auxpass" for child in token.children)
    if _is(token, SPEAKING) and not passive:
        yield from (child for child in token.children if child.dep_ in _SUBJECTS)
    if _is(token, CITING):
        yield from (child for child in token.children if child.dep_ == "dobj")
    if _is(token, HEARING):
        for child in token.children:
            case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
            if child.dep_ == "nmod" and case == ("by" if passive else "from"):
                yield child


def _extent(
    doc: Doc, unit: Unit, source: Mention, attribution: Attribution, cue: tuple[int, int] | None, decisive: Sequence[int]
) -> tuple[int, int]:
    """The tokens of the cue with what decides, without the source where it stands before them."""
    inside = [token for token in attribution.predicates if _is_predicate(token)]
    if cue is not None:
        inside += [token for token in doc[cue[0] : cue[1]] if token.tag_ in _VERBS and token not in inside]
    if not inside:
        return unit.start, unit.start
    places = [token.i for token in inside] + list(decisive)
    for token in inside:
        places += [child.i for child in token.children if child.dep_ in _AUXILIARIES and child.i < token.i]
    start, end = min(places), max(places) + 1
    while start > 0 and doc[start - 1].tag_ in ("MD", "RB") and not source.start <= start - 1 < source.end:
        start -= 1
    if start >= unit.end:
        while end < len(doc) and any(doc[end] in _objects(t) for t in inside):
            end += 1
    return start, end


def _objects(verb: Token) -> frozenset[Token]:
    """The words of the objects of a verb: told *the committee*."""
    return frozenset(
        word for child in verb.rights if child.dep_ in ("dobj", "iobj") for word in child.subtree
    )
