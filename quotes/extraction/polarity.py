"""Decide the polarity of a quotation: asserted, denied, declined, asked or conditional.

The predicates between the words and the source decide, from the words outwards: in "declined to say whether …" they
are "say" and "declined". The words themselves are not analysed: "said she had not" is an assertion.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.extraction.features import Unit, unit_root
from quotes.extraction.mentions import Mention
from quotes.extraction.predicates import NOUNS, SUBJECTS, Attribution, governs, is_passive, negation_of, speaks
from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import (
    ACCEPTING,
    AFTERWARDS,
    ANNOUNCING,
    ASKING,
    BESIDES,
    CLAIMS,
    CONDITIONAL,
    DENYING,
    DENYING_A_CLAIM,
    DENYING_WITH,
    FALSE,
    HABIT,
    NEGATIONS,
    NEVER_NEGATED,
    NO_ANSWERS,
    NOT_ANSWERING,
    NOT_YET,
    ONLY,
    QUESTIONS,
    SPEAKING,
    STOPS,
    TAKING_BACK,
    WANTING,
    forms,
    is_form,
)
from quotes.model import Polarity

_FAR = 2  # steps of the parse from words to a verb that denies them
_CLAUSES = ("ccomp", "xcomp", "acl", "advcl")
_CONCESSIVE = frozenset(("while", "although", "though", "whereas"))
_MISSING = frozenset(("avoid", "fail", "neglect", "omit", "forget", "resist", "stop", "cease"))
_IF = frozenset(("if", "unless"))
_EVIDENCE = frozenset(("evidence", "proof", "record", "sign", "indication"))
_AUXILIARIES = frozenset("do does did have has had is are was were".split())
_SHOWING = frozenset(("suggest", "show", "prove", "indicate"))


def polarity_of(doc: Doc, unit: Unit, source: Mention, attribution: Attribution) -> tuple[Polarity, list[int]]:
    """What was done with the words, and the tokens that say so."""
    if _is_predicative(doc, unit):
        return Polarity.ASSERTED, []
    chain = attribution.predicates
    doubted = next(filter(None, (_doubted(token, source) for token in chain)), None)
    if doubted is not None:
        return doubted
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
        if polarity is Polarity.ASKED and _goes_on(doc, unit, token):
            return Polarity.ASSERTED, []
        announced = n == 0 and unit.marked and unit.utterance and not _is_clause(doc, unit)
        if polarity is Polarity.ASSERTED or announced and polarity is not Polarity.ASKED and not decisive:
            return Polarity.ASSERTED, []
        return polarity, [token.i, *decisive]
    return Polarity.ASSERTED, []


def _doubted(verb: Token, source: Mention) -> tuple[Polarity, list[int]] | None:
    """What the writer makes of it that the source spoke, and where: Did she say so? There is no record that she did."""
    subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    described = verb.dep_ == "acl" and verb.head.i == source.head  # so the parse has it: is Byrd saying that …?
    if not speaks(verb) or not described and not governs(verb, source):
        return None
    doc, first = verb.doc, verb.sent.start
    at = (source.start if subject is None else subject.left_edge.i) - 1
    if at >= first and doc[at].lower_ in _AUXILIARIES and (verb.sent[-1].text == "?" or doc[at].lower_ == "had"):
        opens = all(each.is_punct or each.is_quote or each.tag_ == "CC" for each in doc[first:at])
        return (Polarity.CONDITIONAL, [at]) if opens and negation_of(verb) is None else None
    if at <= first or doc[at].lower_ != "that":
        return None
    word, lead = doc[at - 1], doc[max(first, at - 3) : at - 1]
    negated = next((each.i for each in lead if each.lower_ in NEGATIONS or each.lower_ == "no"), None)
    if word.lower_ in _EVIDENCE or word.lower_ == "true":
        return None if negated is None else (Polarity.DECLINED, [negated])
    if is_form(word.lower_, _SHOWING):
        nowhere = negation_of(word)
        return None if nowhere is None else (Polarity.DECLINED, [nowhere])
    return (Polarity.DECLINED, [word.i]) if is_form(word.lower_, FALSE) and negated is None else None


def _goes_on(doc: Doc, unit: Unit, verb: Token) -> bool:
    """Whether marked words are a new sentence after that of a question: “Who knows?” she asked. “I do not.”"""
    is_statement = unit.marked and unit.utterance and not unit.asking
    return is_statement and any(each.text in STOPS for each in doc[verb.i : unit.start])


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
        child.dep_ in SUBJECTS for child in token.children
    )


def _reports(token: Token, root: Token) -> bool:
    """Whether a verb of speech governs the clause of the words: … said he did not say that …"""
    return is_form(token.lower_, SPEAKING) and any(
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
    negation = negation_of(token)
    if claim is not None and not inner and is_form(claim.lower_, QUESTIONS):
        if is_form(token.lower_, NOT_ANSWERING) or negation is not None:
            return Polarity.DECLINED, [] if negation is None else [negation]
        return Polarity.ASKED, [claim.i]
    if is_form(token.lower_, ASKING) and not (claim is not None and is_form(token.lower_, DENYING_A_CLAIM)):
        return (Polarity.ASKED, []) if negation is None else (Polarity.DECLINED, [negation])
    if token.lower_ == "know" and is_form(token.head.lower_, WANTING):
        return Polarity.ASKED, [token.head.i]
    if _denies(doc, unit, source, token, inner, claim):
        if negation is not None:
            return (Polarity.ASSERTED if is_form(token.lower_, TAKING_BACK) else Polarity.DECLINED), [negation]
        refusal = next((each for each in outer if is_form(each.lower_, NOT_ANSWERING)), None)
        if token.tag_ == "VB" and refusal is not None:
            return Polarity.DECLINED, [refusal.i]
        return Polarity.DENIED, []
    if is_form(token.lower_, NOT_ANSWERING) and negation is None:
        if not inner and unit.marked and not unit.utterance and _is_done(doc, unit, token, outer):
            return None
        if inner and is_form(inner[-1].lower_, ACCEPTING):
            return Polarity.DENIED, []
        if not inner or any(map(speaks, inner)) or inner[-1].tag_ == "VB" or inner[-1].dep_ == "xcomp":
            return Polarity.DECLINED, []
    return None


def _denies(doc: Doc, unit: Unit, source: Mention, token: Token, inner: Sequence[Token], claim: Token | None) -> bool:
    if is_passive(token) and governs(token, source):
        return False
    if is_form(token.lower_, TAKING_BACK) and not (claim or inner):
        return False
    if claim is None and not unit.utterance and _is_far(unit_root(doc, unit), token):
        return False
    if is_form(token.lower_, DENYING):
        # "There is no doubt that", "left little doubt that"
        sure = token.tag_ in NOUNS and any(child.lower_ in ("no", "little") for child in token.children)
        return not sure and not (token.tag_ in NOUNS and token.nbor(-1).lower_ in ("no", "little", "without"))
    particle = next((DENYING_WITH[form] for form in forms(token.lower_) if form in DENYING_WITH), None)
    if particle and any(word.lower_ == particle for word in doc[token.i + 1 : token.i + 3]):
        return True
    if claim is None or not is_form(claim.lower_, CLAIMS):
        return False
    if is_form(token.lower_, DENYING_A_CLAIM):
        return True
    return any(is_form(word.lower_, FALSE) for word in token.sent if not unit.start <= word.i < unit.end)


def _is_done(doc: Doc, unit: Unit, verb: Token, outer: Sequence[Token]) -> bool:
    """Whether a verb tells of something else than an answer: avoided “a disaster”, said they failed “to stop it”."""
    if any(is_form(each.lower_, SPEAKING) for each in outer):
        return True
    return is_form(verb.lower_, _MISSING) and unit_root(doc, unit).dep_ == "dobj"


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
        if is_form(child.lower_, NO_ANSWERS) and any(word.lower_ == "no" for word in child.children):
            return Polarity.DECLINED, [child.i]
    negation = negation_of(token)
    if negation is not None and not is_form(token.lower_, NEVER_NEGATED) and not is_form(token.lower_, NOT_ANSWERING):
        return (Polarity.DENIED if is_form(token.lower_, ACCEPTING) else Polarity.DECLINED), [negation]
    if is_form(token.lower_, NOT_YET) and inner and inner[-1].i > 0 and inner[-1].nbor(-1).lower_ == "to":
        return Polarity.CONDITIONAL, []
    condition = _condition(unit, token)
    return None if condition is None else (Polarity.CONDITIONAL, [condition])


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
    if (
        modal.lower_ == "can"
        and is_form(token.lower_, ANNOUNCING)
        or modal.lower_ == "would"
        and unit.marked
        and unit.utterance
    ):
        return None
    return modal.i
