"""Decide the polarity of a quotation (asserted, denied, declined, asked, conditional), and who is quoted second-hand.

The predicates between the words and the source decide, from the words outwards: in "declined to say whether …" they
are "say" and "declined". The words themselves are not analysed: "said she had not" is an assertion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Token

from quotes.extraction.cues import SPEECH
from quotes.extraction.features import CUE, Unit, unit_root
from quotes.extraction.mentions import Mention
from quotes.extraction.word_classes import (
    ACCEPTING,
    AFTERWARDS,
    ANNOUNCING,
    ANYBODY,
    ASKING,
    BESIDES,
    BODIES,
    CITING,
    CLAIMS,
    CONDITIONAL,
    DENYING,
    DENYING_A_CLAIM,
    DENYING_WITH,
    DOCUMENTS,
    FALSE,
    FINITE,
    GENDERED,
    HABIT,
    HEARING,
    NAMING,
    NEGATIONS,
    NEVER_NEGATED,
    NO_ANSWERS,
    NOBODY,
    NOT_ANSWERING,
    NOT_YET,
    NOUN_GENDER,
    OFFICES,
    ONLY,
    QUESTION_WORDS,
    QUESTIONS,
    SOURCES,
    SPEAKING,
    TAKING_BACK,
    WANTING,
    forms,
)
from quotes.model import Polarity

_MOST_PREDICATES = 8
_NEAR = 6  # words from a verb to the words that it announces, or from these to a verb that follows
_LIKELY_CUE = 0.3
_FAR = 2  # steps of the parse from words to a verb that denies them
_CLAUSES = ("ccomp", "xcomp", "acl", "advcl")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_AUXILIARIES = ("aux", "auxpass", "cop", "neg")
_BEFORE_PARTICIPLES = frozenset((",", "—", "–", "-", "―", "while", "when", "by", "after", "before", "despite", "in"))
_PREPOSITIONS = frozenset(("on", "of", "about", "at"))
_CONCESSIVE = frozenset(("while", "although", "though", "whereas"))
_IF = frozenset(("if", "unless"))
_PERCEIVING = CITING | frozenset("hear overhear recall remember recollect recount describe film record".split())
_BARE_SPEECH = frozenset("say tell shout scream cry whisper ask boast joke complain mutter yell reply".split())
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_VERBS = frozenset(("VB", "VBD", "VBZ", "VBP", "VBG", "VBN", "MD"))
_NAMES_OF_WORDS = CLAIMS | QUESTIONS
_WHO_SPEAK = SOURCES | BODIES | OFFICES | ANYBODY | DOCUMENTS | NOUN_GENDER.keys()
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


@dataclass(frozen=True, slots=True)
class Statement:
    """What was done with the words of a unit.

    start, end: the tokens of the cue with all that decides, end exclusive; equal where no verb announces the words.
    clause: the tokens of the words with the rest of their clause, end exclusive.
    quoting: who is quoted at second hand, or None.
    """

    polarity: Polarity
    start: int
    end: int
    clause: tuple[int, int]
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

    cue: its tokens, None where there is none. mentions: those of the passage. is_speaker: whether a mention means one
    of the speakers.
    """
    if _owns(doc, unit, source):
        return Statement(Polarity.ASSERTED, unit.start, unit.start, (unit.start, unit.end))
    attribution = _attribution(doc, unit, source, cue[0] if cue is not None else None)
    polarity, decisive = _polarity(doc, unit, source, attribution)
    start, end = _extent(doc, unit, source, attribution, cue, decisive)
    if polarity is Polarity.ASKED and _is_asked_of(attribution, source):
        end = max(unit.end, doc[end - 1].sent.end)  # "Asked whether …, she said no" is understood as a whole
        end -= doc[end - 1].is_punct
    clause = _clause(doc, unit, source, attribution)
    repeats = polarity in (Polarity.ASSERTED, Polarity.ASKED)
    quoting = _quoting(doc, unit, source, attribution, mentions, is_speaker) if repeats else None
    return Statement(polarity, start, end, clause, quoting)


def _is(token: Token, words: Set[str]) -> bool:
    return not forms(token.lower_).isdisjoint(words)


# From the words to their source


def _attribution(doc: Doc, unit: Unit, source: Mention, cue: int | None) -> Attribution:
    """The predicates between a unit and its source: from the word beside the unit that tells, or by the parse."""
    before, question = _before(doc, unit)
    claim = before if before is not None and before.tag_ in _NOUNS and _is(before, _NAMES_OF_WORDS) else None
    start = before if before is not None and (claim is not None or before.tag_ in _VERBS or _weighs(before)) else None
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
    if cue is not None and not any(_is_predicate(token) and _speaks(token) for token in chain) and _speaks(doc[cue]):
        chain = list(_outwards(unit, doc[cue], source))
    chain = [token for token in chain if token is not claim]
    if question and not any(map(_weighs, chain)):
        before_it = reversed(doc[doc[unit.start].sent.start : unit.start])
        chain[:0] = [token for token in before_it if token.tag_ in _VERBS and _is(token, ASKING)][:1]
    root = unit_root(doc, unit)
    asks = root.lower_ == "know" and _is(root.head, WANTING)
    if not unit.marked and root.tag_ == "VB" and root.i <= unit.start + 1 and (asks or _speaks(root)):
        chain[:0] = [root]  # the words begin with the verb: wants "to ask when …"
    own = max((n for n, token in enumerate(chain) if _speaks(token)), default=0)
    return Attribution(tuple(chain), own, claim)


def _weighs(token: Token) -> bool:
    return _is(token, DENYING) or _is(token, ASKING) or _is(token, NOT_ANSWERING)


def _speaks(token: Token) -> bool:
    return (
        _is(token, SPEAKING)
        or token.lower_ in SPEECH
        or _weighs(token)
        or bool(token.doc._.roles[token.i, CUE] > _LIKELY_CUE)
    )


def _is_predicate(token: Token) -> bool:
    if token.lower_ in _NOT_PREDICATES:
        return False
    return token.tag_ in _VERBS or _weighs(token) or any(child.dep_ in ("cop", "nsubj") for child in token.children)


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
    return (doc[at] if at >= first and (opened or _is(doc[at], DENYING)) else None), question


def _announcing(doc: Doc, unit: Unit) -> Token | None:
    """The verb that announces marked words after a comma or colon: told them: “…”"""
    at = unit.start - 1
    while at >= 0 and doc[at].is_quote:
        at -= 1
    if not unit.marked or at < 0 or doc[at].text not in (":", ","):
        return None
    first = max(doc[at].sent.start, at - _NEAR)
    return next((token for token in reversed(doc[first:at]) if _is(token, SPEAKING) or _is(token, ASKING)), None)


def _asking_after(doc: Doc, unit: Unit) -> Token | None:
    """The verb of a question that follows marked words, with nothing after it: “…?” the judge asked."""
    at = unit.end
    while at < len(doc) and (doc[at].is_punct or doc[at].is_quote):
        at += 1
    if not unit.marked or at == unit.end:
        return None
    for token in doc[at : at + _NEAR]:
        if token.tag_ in FINITE and _is(token, ASKING):
            return token if token.i + 1 == len(doc) or token.nbor().is_punct else None
        if token.is_punct or token.tag_ in _VERBS:
            return None
    return None


def _outwards(unit: Unit, start: Token, source: Mention) -> Iterator[Token]:
    """The predicates from `start` to that of the source."""
    at = start
    for _ in range(_MOST_PREDICATES):
        if not unit.start <= at.i < unit.end and (_is_predicate(at) or _is(at, CLAIMS)):
            yield at
        if _governs(at, source) or at.head.i == at.i or _is_free(at):
            return
        if at.dep_ == "conj" and at.tag_ in FINITE and not _nor(at):
            return
        at = at.head


def _governs(verb: Token, source: Mention) -> bool:
    return any(
        child.dep_ in _SUBJECTS and (source.start <= child.i < source.end or child.i == source.head)
        for child in verb.children
    )


def _makes(claim: Token, source: Mention) -> bool:
    """Whether a claim is the source's own: contradicting [his] claim that …"""
    return any(child.i == source.head for child in claim.lefts)


def _owns(doc: Doc, unit: Unit, source: Mention) -> bool:
    """Whether marked words stand right after their source's name in the genitive: [Byrd's] “wall of fog” forecast."""
    before = next((token for token in reversed(doc[max(0, unit.start - 2) : unit.start]) if not token.is_quote), None)
    return unit.marked and before is not None and before.tag_ == "POS" and before.head.i == source.head


def _is_free(token: Token) -> bool:
    """Whether a participle begins a clause without a subject: …, saying that …; while admitting that …"""
    if token.tag_ != "VBG" or token.i == 0 or token.lower_ == "writing":  # "put in writing that …" is one verb
        return False
    return token.nbor(-1).lower_ in _BEFORE_PARTICIPLES


def _is_passive(token: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in token.children)


def _is_by(verb: Token, source: Mention) -> bool:
    """Whether the source stands after a passive: the minister was quoted by the paper as saying …"""
    return _is_passive(verb) and any(
        child.i == source.head and any(word.lower_ == "by" for word in child.children) for child in verb.children
    )


def _nor(token: Token) -> bool:
    return any(word.lower_ in ("nor", "neither") for word in token.doc[max(0, token.i - 2) : token.i])


# Polarity


def _polarity(doc: Doc, unit: Unit, source: Mention, attribution: Attribution) -> tuple[Polarity, list[int]]:
    """What was done with the words, and the tokens that say so."""
    if _is_predicative(doc, unit):
        return Polarity.ASSERTED, []
    chain = attribution.predicates
    for n, token in enumerate(chain):
        if _concedes(token):
            continue
        inner = chain[:n]
        found = _lexical(doc, unit, source, token, inner, chain[n + 1 :], attribution.claim)
        if found is None and (n >= attribution.own or _reports(token, unit_root(doc, unit))):
            found = _modal(unit, token, inner)
        if found is None:
            continue
        polarity, decisive = found
        announced = n == 0 and unit.marked and unit.utterance and not _is_clause(doc, unit)
        if polarity is Polarity.ASSERTED or announced and polarity is not Polarity.ASKED and not decisive:
            return Polarity.ASSERTED, []
        return polarity, [token.i, *decisive]
    return Polarity.ASSERTED, []


def _is_clause(doc: Doc, unit: Unit) -> bool:
    """Whether "that" stands before marked words: denied that “…”, but not “…,” he denied."""
    at = unit.start - 1
    while at >= 0 and doc[at].is_quote:
        at -= 1
    return at >= 0 and doc[at].lower_ == "that"


def _is_predicative(doc: Doc, unit: Unit) -> bool:
    """Whether marked words are what something is called: dismissed the report as “nonsense”."""
    if not unit.marked:
        return False
    at = unit.start - 1
    while at > 0 and (doc[at].is_quote or doc[at].tag_ in ("DT", "JJ", "RB", "IN") and doc[at].lower_ != "as"):
        at -= 1
    if at > 0 and doc[at].lower_ in ("being", "having"):
        at -= 1
    return at >= 0 and doc[at].lower_ == "as"


def _concedes(token: Token) -> bool:
    """Whether a verb is of a clause of its own before that of the words: while others dismiss it, the risk is “…”"""
    return any(child.lower_ in _CONCESSIVE and child.dep_ in ("mark", "advmod") for child in token.children) and any(
        child.dep_ in _SUBJECTS for child in token.children
    )


def _reports(token: Token, root: Token) -> bool:
    """Whether a verb of speech governs the clause of the words: … said he did not say that …"""
    return _is(token, SPEAKING) and any(
        child.dep_ == "ccomp" and (child.i == root.i or child.is_ancestor(root)) for child in token.children
    )


def _lexical(
    doc: Doc,
    unit: Unit,
    source: Mention,
    token: Token,
    inner: Sequence[Token],
    outer: Sequence[Token],
    claim: Token | None,
) -> tuple[Polarity, list[int]] | None:
    """What a predicate by its meaning does with the words, and where else it is said; None where it does nothing.

    inner, outer: the predicates within it and around it, from the words outwards.
    """
    negation = _negation(token)
    if claim is not None and not inner and _is(claim, QUESTIONS):
        if _is(token, NOT_ANSWERING) or negation is not None:
            return Polarity.DECLINED, [] if negation is None else [negation]
        return Polarity.ASKED, [claim.i]
    if _is(token, ASKING) and not (claim is not None and _is(token, DENYING_A_CLAIM)):
        return (Polarity.ASKED, []) if negation is None else (Polarity.DECLINED, [negation])
    if token.lower_ == "know" and _is(token.head, WANTING):
        return Polarity.ASKED, [token.head.i]
    if _denies(doc, unit, source, token, inner, claim):
        if negation is not None:
            return (Polarity.ASSERTED if _is(token, TAKING_BACK) else Polarity.DECLINED), [negation]
        refusal = next((each for each in outer if _is(each, NOT_ANSWERING)), None)
        if token.tag_ == "VB" and refusal is not None:
            return Polarity.DECLINED, [refusal.i]
        return Polarity.DENIED, []
    if _is(token, NOT_ANSWERING) and negation is None:
        if inner and _is(inner[-1], ACCEPTING):
            return Polarity.DENIED, []
        if not inner or any(map(_speaks, inner)) or inner[-1].tag_ == "VB" or inner[-1].dep_ == "xcomp":
            return Polarity.DECLINED, []
    return None


def _denies(doc: Doc, unit: Unit, source: Mention, token: Token, inner: Sequence[Token], claim: Token | None) -> bool:
    if _is_passive(token) and _governs(token, source):
        return False
    if _is(token, TAKING_BACK) and not (claim or inner):
        return False
    if claim is None and not unit.utterance and _is_far(unit_root(doc, unit), token):
        return False
    if _is(token, DENYING):
        # "There is no doubt that", "left little doubt that"
        sure = token.tag_ in _NOUNS and any(child.lower_ in ("no", "little") for child in token.children)
        return not sure and not (token.tag_ in _NOUNS and token.nbor(-1).lower_ in ("no", "little", "without"))
    particle = next((DENYING_WITH[form] for form in forms(token.lower_) if form in DENYING_WITH), None)
    if particle and any(word.lower_ == particle for word in doc[token.i + 1 : token.i + 3]):
        return True
    if claim is None or not _is(claim, CLAIMS):
        return False
    if _is(token, DENYING_A_CLAIM):
        return True
    return any(_is(word, FALSE) for word in token.sent if not unit.start <= word.i < unit.end)


def _is_far(root: Token, verb: Token) -> bool:
    """Whether words are only a part of what a verb governs: deny entry to people from countries with “…”"""
    at, steps = root, 0
    while at.head.i != at.i and at.i != verb.i:
        if at.dep_ in _CLAUSES:
            return False
        at, steps = at.head, steps + 1
    return at.i == verb.i and steps > _FAR


def _modal(unit: Unit, token: Token, inner: Sequence[Token]) -> tuple[Polarity, list[int]] | None:
    """Whether a predicate is negated or depends on something, and where; None where it simply holds."""
    lead = _lead(token)
    if lead is not None:
        return lead
    for child in token.children:
        if _is(child, NO_ANSWERS) and any(word.lower_ == "no" for word in child.children):
            return Polarity.DECLINED, [child.i]
    negation = _negation(token)
    if negation is not None and not _is(token, NEVER_NEGATED) and not _is(token, NOT_ANSWERING):
        return (Polarity.DENIED if _is(token, ACCEPTING) else Polarity.DECLINED), [negation]
    if _is(token, NOT_YET) and inner and inner[-1].i > 0 and inner[-1].nbor(-1).lower_ == "to":
        return Polarity.CONDITIONAL, []
    condition = _condition(unit, token)
    return None if condition is None else (Polarity.CONDITIONAL, [condition])


def _negation(token: Token) -> int | None:
    """Where a predicate is negated: by a word of its own, or by its subject."""
    for child in token.children:
        if child.i > token.i:
            continue
        if child.lower_ in NEGATIONS or child.lower_ == "longer" and child.nbor(-1).lower_ == "no":
            after = child.nbor().lower_
            if after not in ONLY and after not in (",", "for"):
                return child.i
        if child.dep_ in _SUBJECTS:
            first = child.left_edge
            if child.lower_ in NOBODY or first.lower_ in NOBODY or first.lower_ == "no" and first.i < child.i:
                return first.i
    if token.dep_ == "conj" and _nor(token):
        return token.i - 1
    return None


def _lead(token: Token) -> tuple[Polarity, list[int]] | None:
    """What the words before a verb do with it: without saying, has yet to say, aside from saying."""
    doc = token.doc
    at = token.i - 1
    infinitive = at > 0 and doc[at].lower_ == "to"
    at -= infinitive
    if at <= 0:
        return None
    word, before = doc[at].lower_, doc[at - 1].lower_
    if word in BESIDES or before in BESIDES and word in ("from", "for", "than"):
        return Polarity.ASSERTED, []
    if word == "without" or infinitive and word == "yet":
        return Polarity.DECLINED, [at]
    if (before, word) in (("far", "from"), ("short", "of"), ("instead", "of"), ("rather", "than")):
        return Polarity.DECLINED, [at - 1]
    return None


def _condition(unit: Unit, token: Token) -> int | None:
    """Where a predicate is made depend on something: would say, if she says."""
    children = [child for child in token.children if child.i < token.i]
    mark = next((child for child in children if child.dep_ in ("mark", "advmod") and child.lower_ in _IF), None)
    if mark is not None and mark.nbor().lower_ not in ("anything", "not", "so", "ever"):
        return mark.i
    modal = next((child for child in children if child.dep_ == "aux" and child.lower_ in CONDITIONAL), None)
    if modal is None:
        return None
    others = {child.lower_ for child in token.children if child.i > modal.i}
    after = token.doc[token.i + 1 : token.i + 3]
    if others & (ONLY | HABIT | AFTERWARDS) or any(word.lower_ in ("only", "on") for word in after):
        return None
    if modal.lower_ == "can" and _is(token, ANNOUNCING) or modal.lower_ == "would" and unit.marked and unit.utterance:
        return None
    return modal.i


def _is_asked_of(attribution: Attribution, source: Mention) -> bool:
    """Whether the source is who was asked: Asked whether …, she said no."""
    asked = attribution.predicates[0] if attribution.predicates else None
    return asked is not None and asked.tag_ == "VBN" and source.head > asked.i and not _governs(asked, source)


# Second hand


def _quoting(
    doc: Doc,
    unit: Unit,
    source: Mention,
    attribution: Attribution,
    mentions: Sequence[Mention],
    is_speaker: Callable[[Mention], bool],
) -> Mention | None:
    """Who is quoted by the source: whoever says the words within what the source says."""

    def other(head: Token, named: bool = False) -> Mention | None:
        mention = next((mention for mention in mentions if mention.head == head.i), None)
        if mention is None or mention == source or head.lower_ == doc[source.head].lower_:
            return None
        if mention.form in ("pronoun", "relative", "possessive") and (head.lower_ not in GENDERED or named):
            return None
        # A description in what somebody says is somebody else.
        return None if mention.form != "description" and is_speaker(mention) else mention

    beside = _heard(doc, unit, source, mentions)
    if beside is not None:
        return beside if other(doc[beside.head]) is not None else None
    predicates = list(attribution.predicates)
    root = unit_root(doc, unit)
    if not unit.marked and any(child.dep_ == "ccomp" for child in root.children):
        predicates.insert(0, root)
    reached = next((n for n, token in enumerate(predicates) if _governs(token, source)), None)
    quoted = next((token for token in predicates if _is(token, CITING) and _is_by(token, source)), None)
    for child in quoted.children if quoted is not None else ():
        if child.dep_ == "nsubjpass" and (mention := other(child)) is not None:
            return mention
    accorded = doc[source.start - 2].lower_ == "according" if source.start > 1 else False
    for n, token in enumerate(predicates[: reached + 1] if reached is not None else predicates if accorded else ()):
        for head in _within(token, n == reached):
            if (mention := other(head, _is(token, NAMING))) is not None:
                return mention
    if attribution.claim is not None:
        for child in attribution.claim.children:
            mention = other(child, named=True) if any(word.tag_ == "POS" for word in child.children) else None
            if mention is not None:
                return mention
    for token in doc[unit.start].sent:
        if token.tag_ != "VBG" or not _is(token, CITING):
            continue
        near = {token.i, token.head.i, *(child.i for child in token.children)}
        if near.isdisjoint((source.head, *(each.i for each in predicates))):
            continue
        for child in token.children:
            mention = other(child, named=True) if child.dep_ == "dobj" else None
            if mention is not None and (mention.label in ("PERSON", "ORG") or _is(child, _WHO_SPEAK)):
                return mention
    return None


def _heard(doc: Doc, unit: Unit, source: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """Whom the source heard, recalled or quoted: heard [Byrd] shout, “…”; recalled [Byrd] telling her: “…”

    The verb of speech before the words is no finite one, and its subject stands right before it.
    """
    at = unit.start - 1
    while at > source.end and (doc[at].is_punct or doc[at].is_quote or doc[at].tag_ in ("PRP", "RB", "IN", "TO")):
        at -= 1
    verb = doc[at]
    if (
        at <= source.end
        or not (verb.lower_.endswith("ing") or verb.lower_ in _BARE_SPEECH)
        or verb.lower_ not in SPEECH
    ):
        return None
    end = at - 1 if doc[at - 1].text == "," or verb.tag_ == "VBG" and doc[at - 1].lower_ == "as" else at
    before = [m for m in mentions if m.end == end and m.start > source.end and m.form != "relative"]
    heard = max(before, key=lambda m: m.start, default=None)
    if heard is None or end < at and doc[end].text == "," and doc[heard.start - 1].text != ",":
        return None
    somebody = heard.label in ("PERSON", "ORG") or heard.form == "pronoun" or _is(doc[heard.head], _WHO_SPEAK)
    verbs = (token for token in reversed(doc[source.end : heard.start]) if token.tag_ in _VERBS or token.tag_ == "IN")
    perceived = next(verbs, None)
    return heard if somebody and perceived is not None and _is(perceived, _PERCEIVING) else None


def _within(token: Token, outermost: bool) -> Iterator[Token]:
    """Who speaks within what the source says, by one predicate; outermost: by the source's own."""
    passive = _is_passive(token)
    if outermost:
        if _is(token, CITING) and any(_is(child, SPEAKING) and child.tag_ == "VBG" for child in token.children):
            yield from (child for child in token.children if child.dep_ == "dobj")
        return
    depends = any(child.dep_ == "aux" and child.lower_ in CONDITIONAL for child in token.children)
    if _is(token, SPEAKING) and not passive and not depends and _negation(token) is None:
        yield from (child for child in token.children if child.dep_ in _SUBJECTS)
    if _is(token, HEARING):
        for child in token.children:
            case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
            if child.dep_ == "nmod" and case == ("by" if passive else "from"):
                yield child


# Where the statement stands


def _extent(
    doc: Doc,
    unit: Unit,
    source: Mention,
    attribution: Attribution,
    cue: tuple[int, int] | None,
    decisive: Sequence[int],
) -> tuple[int, int]:
    """The tokens of the cue with what decides, without the source where it stands before them.

    "According to" and a colon tell nothing that could be read after the name of the speaker.
    """
    outside = (token for token in attribution.predicates[attribution.own :] if not unit.start <= token.i < unit.end)
    inside = [token for token in outside if _is_predicate(token)]
    words = list(doc[cue[0] : cue[1]]) if cue is not None else []
    if attribution.claim is not None and not attribution.predicates:
        words = [attribution.claim]
    announcing = [] if any(word.lower_ == "according" or word.is_punct for word in words) else list(words)
    inside += announcing
    if not announcing and not any(map(_speaks, inside)):
        return unit.start, unit.start
    places = [token.i for token in inside] + list(decisive)
    for token in inside:
        places += [child.i for child in token.children if child.dep_ in _AUXILIARIES and child.i < token.i]
        if _is_by(token, source):
            places += [child.left_edge.i for child in token.children if child.dep_ == "nsubjpass"]
    start, end = min(places), max(places) + 1
    while start > 0 and doc[start - 1].tag_ in ("MD", "RB") and not source.start <= start - 1 < source.end:
        start -= 1
    if start >= unit.end:
        objects = {
            word.i
            for verb in inside
            for child in verb.rights
            if child.dep_ in ("dobj", "iobj") and not source.start <= child.i < source.end
            for word in child.subtree
        }
        while end in objects:
            end += 1
    return start, end


def _clause(doc: Doc, unit: Unit, source: Mention, attribution: Attribution) -> tuple[int, int]:
    """The tokens of a fragment's clause, up to its end; of all other words their own."""
    whole = unit.start, unit.end
    if not unit.marked or unit.utterance or not attribution.predicates:
        return whole
    governor = attribution.predicates[min(attribution.own, len(attribution.predicates) - 1)]
    at = unit_root(doc, unit)
    while at.head.i != at.i and at.head.i != governor.i:
        at = at.head
    if at.head.i != governor.i or at.dep_ not in ("ccomp", "xcomp", "dobj", "advcl", "acl"):
        return whole
    start, end = at.left_edge.i, at.right_edge.i + 1
    if start <= governor.i < end or start < source.end and source.start < end or not start <= unit.start < end:
        return whole
    while end > unit.end and doc[end - 1].is_punct and not doc[end - 1].is_quote:
        end -= 1
    return start, max(end, unit.end)
