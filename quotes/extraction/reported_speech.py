"""Find reported speech: clauses without quotation marks that a passage attributes to somebody.

If the syntax names the source ("according to X", "…, X said"), the clause has that source. Other candidates are the
clauses that a cue governs in the parse, and runs of tokens that the role network labels as content.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Token

from quotes.extraction.cues import SHOWING, SPEECH, TELLING, THOUGHT
from quotes.extraction.features import CONTENT, CUE, SOURCE, Unit, governing_verb, unit_root
from quotes.extraction.masking import CLAUSE, FRAGMENT
from quotes.extraction.parsing import Passage
from quotes.extraction.word_classes import (
    ASKING,
    CLAIMS,
    CONCEDING,
    CRITICISING,
    DENYING,
    DENYING_A_CLAIM,
    FINITE,
    NEGATIONS,
    NOT_ANSWERING,
    QUESTION_WORDS,
    QUESTIONS,
    REMARKS,
    WANTING,
    forms,
)

_LIKELY = 0.5
_LIKELY_CUE = 0.3
_CERTAIN_CUE = 0.8
_PERHAPS_CUE = 0.1
_LIKELY_CLAUSE = 0.3
_LIKELY_SOURCE = 0.3
_OPENING_WORDS = 6
_LONGEST_GAP = 2
_SHORTEST = 3
_LONGEST_HEARER = 5  # words
_LONGEST_DATELINE = 8  # words
_LONGEST_ADVERBIAL = 12  # words
_LONGEST_ASIDE = 20  # words
_MOST_VERBS = 3
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))
_AUXILIARIES = frozenset(("aux", "auxpass", "cop"))
_LEADING = frozenset(("that", ",", ":", ";", "—", "–", "-", "―", "and", "but"))
_SUBORDINATORS = frozenset(
    "if when while as although though after before since because until unless once whether where".split()
)
_DEPENDENT = frozenset(("dobj", "nmod", "acl", "acl:relcl", "relcl", "advcl", "amod", "appos", "compound"))
_RELATIVES = frozenset(("WDT", "WP", "WP$", "WRB"))
_EVIDENCE = frozenset(
    "video videos footage image images photo photos photograph photographs picture pictures graphic test tests scan "
    "scans camera cameras sample samples evidence trace traces clip clips screenshot screenshots map maps telescope "
    "telescopes radar satellite satellites sensor sensors".split()
)
_STUDIES = frozenset("study research poll survey analysis report review audit inquiry investigation".split())
_NOUNS = frozenset(("NN", "NNS"))
_OPENING = frozenset(("DT", "PRP", "PRP$", "EX", "NN", "NNS", "NNP", "NNPS", "CD", "JJ"))
_NAMING_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))
_CONJUNCTIONS = frozenset(("and", "but", "or", "nor", "so"))
_MOST_PARTS = 3
_SAYING = frozenset(("say", "says", "said", "saying"))
_NOMINAL = frozenset("NDJ,:")  # first letters of the tags of nouns, what stands with them, and punctuation
_WITH_OBJECTS = frozenset("criticise criticize accuse describe condemn praise denounce attack slam".split())
_FACTS = frozenset("fact reality truth risk danger chance likelihood odds threat sign proof evidence condition".split())
_VOICING = frozenset("express voice raise echo repeat issue offer air advance restate".split())
_ANSWERING = DENYING | NOT_ANSWERING | CONCEDING | DENYING_A_CLAIM
_MAKING = frozenset(("make", "makes", "made", "making"))
_CLEAR = frozenset(("clear", "plain", "known"))
_WITH_CLAUSES = frozenset(
    "say argue insist contend allege report claim conclude predict estimate warn assert reiterate caution stress "
    "maintain testify acknowledge concede".split()
)
_NO_CLAUSE = frozenset("nothing something anything everything what little more things".split())
_DASHES = frozenset(("--", "—", "–", "―", "-"))
_ENDS = frozenset(".?!")
_NO_SOURCES = frozenset("plan plans schedule law rules need size age type taste".split())


class _Clause(NamedTuple):
    """Tokens of a clause, end exclusive, and the token that names its source, where the syntax does."""

    start: int
    end: int
    source: int | None = None


def reported_units(passage: Passage) -> list[Unit]:
    """What may be reported speech: clauses with a source, clauses that a cue governs, and runs taken for content.

    Clauses come from the parse; runs from the roles alone. None overlaps another.
    """
    doc = passage.doc
    content = doc._.roles[:, CONTENT]
    starts = np.array([bool(token.is_sent_start) or _follows_quotation(doc, token.i) for token in doc])
    runs = list(_runs(content > _LIKELY, starts))
    governed = [clause._replace(end=_with_the_rest(doc, clause.end, runs)) for clause in _clauses(doc)]
    by_syntax = [*_sourced(doc), *_claimed(doc), *_asked(doc), *_announced(doc)]
    candidates = [*by_syntax, *governed, *(_Clause(*span) for span in runs)]
    placeholders = {i for start, end in passage.places.values() for i in range(start, end) if _is_folded(doc[i])}
    found: list[Unit] = []
    for clause in candidates:
        start = _after_cue(doc, clause.start, clause.end) if clause.source is None else clause.start
        start = _after_verb(doc, _after_hearer(doc, start, clause.end), clause.end)
        start, end = _trimmed(doc, start, clause.end)
        if start == end:
            continue
        start = _after_that(doc, start)
        end = _before_next(doc, start, _whole(doc, start, end))
        if clause.source is not None:  # the words before those of somebody else: Y says it is so, but it is not, X says
            end = _without_connectives(doc, start, min([end, *(unit.start for unit in found if start < unit.start)]))
        words = sum(i not in placeholders and not doc[i].is_punct for i in range(start, end))
        if words >= _SHORTEST and not any(start < unit.end and unit.start < end for unit in found):
            found.append(Unit(start, end, words, False, False, source=clause.source))
    return sorted(found, key=lambda unit: unit.start)


def is_reported_clause(doc: Doc, unit: Unit, source: int) -> bool:
    """Whether a unit is a clause that a verb of speech announces. source: the head token of what is said to speak."""
    if unit.source is not None:
        return is_clause(doc, unit)
    if unit.start <= source < unit.end or not is_clause(doc, unit):
        return False
    before = doc[max(0, unit.start - 2) : unit.start]
    if before and (before[-1].lower_ in _NO_CLAUSE or before[-1].lower_ == "that" and before[0].lower_ in _FACTS):
        return False
    if _is_question(doc, unit):
        return True
    root = unit_root(doc, unit)
    cue = _teller(doc, unit) or (root.head.head if _is_told(root) else root.head)
    if unit.start <= cue.i < unit.end:
        cue = governing_verb(doc[source]) or cue
    if not forms(cue.lower_).isdisjoint(ASKING) and not (before and before[-1].lower_ == "that"):
        return False
    return _voices(cue, unit) or announces(cue, doc[source]) and not _is_main_clause_after(cue, unit)


def _voices(verb: Token, unit: Unit) -> bool:
    """Whether a verb voices a claim that a unit is: expressed concern that [it would close], made the case that […]."""
    if unit.start == 0 or verb.doc[unit.start - 1].lower_ != "that":
        return False
    if forms(verb.lower_).isdisjoint(_VOICING) and verb.lower_ not in _MAKING:
        return False
    nouns = (c for c in verb.rights if c.dep_ == "dobj" and c.i < unit.start)
    return any(noun.lower_ == "case" or not forms(noun.lower_).isdisjoint(CLAIMS) for noun in nouns)


def _is_main_clause_after(verb: Token, unit: Unit) -> bool:
    """Whether a unit is what the clause of a verb stands before: after the union objected, [the case was moved]."""
    if verb.i + 2 != unit.start or verb.nbor().text != ",":
        return False
    return any(c.dep_ in ("mark", "advmod") and c.lower_ in _SUBORDINATORS for c in verb.lefts)


def is_clause(doc: Doc, unit: Unit) -> bool:
    """Whether a unit is a clause: its topmost word has a finite verb and a subject; an infinitive is none.

    After "that", and beside a source that the syntax names, any finite verb will do; after a verb of speech and "that"
    even none, where the parse is wrong.
    """
    if unit.source is not None:
        return _has_finite_verb(doc, unit.start, unit.end)
    if _is_question(doc, unit) or _completes_claim(doc, unit):
        return _has_finite_verb(doc, unit.start, unit.end)
    if _follows_saying(doc, unit) or _teller(doc, unit) is not None:
        return _has_finite_verb(doc, unit.start, unit.end)
    root = unit_root(doc, unit)
    if _is_said(root, unit):
        return True
    if root.dep_ in _DEPENDENT and not _is_told(root):
        return False
    if _is_finite(root) and any(c.dep_ in _SUBJECTS and unit.start <= c.i < unit.end for c in root.children):
        return True
    if unit.start > 0 and doc[unit.start - 1].lower_ == "that":
        told = any(t.lower_ in SPEECH for t in doc[max(0, unit.start - _LONGEST_HEARER - 1) : unit.start])
        return told or _has_finite_verb(doc, unit.start, unit.end)
    first = doc[unit.start]
    begins_with_subject = first.dep_ in _SUBJECTS or any(a.dep_ in _SUBJECTS for a in first.ancestors if a.i < unit.end)
    return begins_with_subject and any(
        _is_finite(token)
        and not any(c.tag_ in _RELATIVES for c in token.lefts)
        and any(c.dep_ in _SUBJECTS and unit.start <= c.i < unit.end for c in token.children)
        for token in doc[unit.start : unit.end]
    )


def _is_question(doc: Doc, unit: Unit) -> bool:
    """Whether a unit is what was asked or was not answered: asked him why he left, would not say if it was true."""
    first = unit.start - (unit.start > 0 and doc[unit.start - 1].lower_ in QUESTION_WORDS)
    if doc[first].lower_ not in QUESTION_WORDS:
        return False
    before = doc[max(doc[first].sent.start, first - _LONGEST_HEARER) : first]
    return any(
        token.tag_ not in _NOUNS and (forms(token.lower_) & (ASKING | NOT_ANSWERING) or token.lower_ in SPEECH)
        for token in before
    )


def _completes_claim(doc: Doc, unit: Unit) -> bool:
    """Whether a unit says what a claim is: rejected the idea that it was false."""
    at = unit.start - 2
    return at >= 0 and doc[at + 1].lower_ == "that" and not forms(doc[at].lower_).isdisjoint(CLAIMS)


def _follows_saying(doc: Doc, unit: Unit) -> bool:
    """Whether a unit follows "said": whatever the parse, a clause does, but said [something that was wrong]."""
    if unit.start == 0 or doc[unit.start - 1].lower_ not in _SAYING or doc[unit.start].lower_ in _NO_CLAUSE:
        return False
    verb = doc[unit.start - 1]
    return verb.tag_ not in FINITE or any(child.dep_ == "nsubj" for child in verb.lefts)


def _teller(doc: Doc, unit: Unit) -> Token | None:
    """The verb before a unit that has its hearer as object: told [visiting officials] they would have to pay."""
    first = doc[unit.start]
    if first.tag_ != "PRP" or first.dep_ not in _SUBJECTS or not _is_finite(first.head):
        return None
    for token in reversed(doc[max(first.sent.start, unit.start - _LONGEST_HEARER - 1) : unit.start]):
        if token.lower_ in TELLING:
            return token if token.i + 1 < unit.start and not _is_passive(token) else None
        if token.tag_ in FINITE or token.is_punct:
            return None
    return None


def _is_told(verb: Token) -> bool:
    """Whether a clause that the parse gives to the hearer as a relative clause is what was told: told them it was."""
    hearer = verb.head
    return hearer.head.lower_ in TELLING and not any(c.tag_ in _RELATIVES and c.dep_ != "mark" for c in verb.lefts)


def _is_said(noun: Token, unit: Unit) -> bool:
    """Whether what the parse takes for the object of a verb of speech is a clause: confirmed [two of them were Danes].

    So is a noun before the name of its subject: revealed [striker Max Ort will go].
    """
    verb = noun.head
    if (
        noun.dep_ != "dobj"
        or verb.lower_ not in SPEECH
        or verb.i + 1 < unit.start
        or noun.tag_ not in ("NN", "NNS", "NNP")
    ):
        return False
    if _is_finite(noun) and _has_subject(noun):
        return True
    clause = next((c for c in noun.rights if c.dep_ == "acl" and _is_finite(c)), None)
    subject = next((c for c in clause.lefts if c.dep_ in _SUBJECTS), None) if clause is not None else None
    return subject is not None and subject.tag_ == "NNP" and subject.left_edge.i == noun.i + 1


def announces(cue: Token, source: Token) -> bool:
    """Whether a word may announce reported speech: a form of a verb of speech, or a claim.

    source: the head of what is said to speak. What a video or a test shows is no speech.
    """
    if cue.lower_ in THOUGHT and cue.lower_ not in SPEECH and forms(cue.lower_).isdisjoint(DENYING):
        return cue.lower_ in _MAKING and any(c.lower_ in _CLEAR for c in cue.rights)
    if not forms(cue.lower_).isdisjoint(_WITH_OBJECTS):
        return False
    if cue.tag_ in _NOUNS and forms(cue.lower_).isdisjoint(CLAIMS | REMARKS | QUESTIONS):
        return False
    if cue.tag_[0] == "V" and cue.lower_ not in SPEECH and forms(cue.lower_).isdisjoint(_ANSWERING):
        return False
    return not (cue.lower_ in SHOWING and source.lower_ in _EVIDENCE)


def _is_finite(token: Token) -> bool:
    return token.tag_ in FINITE or any(c.dep_ in _AUXILIARIES and c.tag_ in FINITE for c in token.children)


def _has_finite_verb(doc: Doc, start: int, end: int) -> bool:
    return any(token.tag_ in FINITE for token in doc[start:end])


def _is_folded(token: Token) -> bool:
    return token.text in (CLAUSE, FRAGMENT)


def _sentence(doc: Doc, i: int) -> tuple[int, int]:
    """The tokens of a word's sentence, end exclusive; one that the parse broke up without a full stop is whole."""
    start = i
    while start > 0 and not _begins_sentence(doc, start):
        start -= 1
    end = i + 1
    while end < len(doc) and not _begins_sentence(doc, end):
        end += 1
    return start, end


def _begins_sentence(doc: Doc, i: int) -> bool:
    return bool(doc[i].is_sent_start) and _ends_sentence(doc, i - 1) or _follows_quotation(doc, i)


def _follows_quotation(doc: Doc, i: int) -> bool:
    """Whether a sentence begins after words in marks that end one, whatever the parse: … “at once.” Dorn said …"""
    if i < 2 or not doc[i - 1].is_quote or doc[i - 2].text[-1] not in _ENDS:
        return False
    return doc[i].text[0].isupper()


def _ends_sentence(doc: Doc, i: int) -> bool:
    while i > 0 and (doc[i].is_quote or doc[i].text in ")]"):
        i -= 1
    return doc[i].text[-1] in _ENDS or doc[i].text in ":;…"


def _sourced(doc: Doc) -> Iterator[_Clause]:
    """Clauses whose source the syntax names: according to it, as it says, or after the clause as a verb's subject."""
    cue, source = doc._.roles[:, CUE], doc._.roles[:, SOURCE]
    for token in doc:
        if token.lower_ == "according" and token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "to":
            head = token.head if token.head.i > token.i else next((c for c in token.rights if c.dep_ == "nmod"), None)
            if head is None or head.lower_ in _NO_SOURCES:
                continue
            misread = _misread_source(doc, token)
            if misread is not None:
                yield from _beside(doc, token.i, misread.i + 1, misread.i)
                continue
            if source[token.i + 2 : head.i + 1].max() < _LIKELY_SOURCE:
                continue
            yield from _beside(doc, token.i, _end_of_source(doc, head), head.i)
        elif token.lower_ == "as" and token.head.dep_ == "advcl" and token.head.i > token.i:
            verb = token.head
            subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
            if subject is None or verb.lower_ not in SPEECH or not _is_finite(verb):
                continue
            objects = any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in verb.children)
            end = _sentence(doc, verb.i)[1]
            comma = next((i for i in range(verb.i, min(verb.i + 12, end)) if doc[i].text == ","), None)
            if comma is None and end - verb.i <= 2:
                comma = end
            if not objects and comma is not None and cue[verb.i] > 0.05:
                yield from _beside(doc, token.i, comma, subject.i)
        elif token.lower_ in SPEECH and _is_finite(token) and (cue[token.i] > _LIKELY_CUE or _says(token)):
            yield from _before_cue(doc, token)
            yield from _after_adverb(doc, token)
            yield from _around_object(doc, token)


def _announced(doc: Doc) -> Iterator[_Clause]:
    """Clauses after a verb of speech and "that", or an adverbial, whatever the parse: said in May that it was shut."""
    cue = doc._.roles[:, CUE]
    for verb in doc:
        if verb.lower_ not in SPEECH or verb.lower_ in SHOWING or cue[verb.i] < _LIKELY_CUE:
            continue
        last = _sentence(doc, verb.i)[1]
        start = _after_adverbial(doc, verb, last)
        if start is None:
            continue
        subject = _subject(verb)
        if subject is not None and _may_speak(subject) and _has_finite_verb(doc, start, last):
            yield _Clause(start, _end_of_said(doc, start, last), subject.i)


def _after_adverbial(doc: Doc, verb: Token, last: int) -> int | None:
    """Where the clause begins that a verb of speech announces: after "that", or before a subject after an adverbial.

    An adverbial has no verb; one that commas enclose may have: warned, as he did last year, that it was late.
    """
    start = verb.i + 1
    if doc[start : start + 1].text == ",":
        start = next((t.i for t in doc[start + 1 : start + _LONGEST_ASIDE] if t.text == ","), last) + 1
        return start + 1 if start + 1 < last and _is_mark(doc[start]) else None
    if start + 1 < last and _is_mark(doc[start]):
        return start + 1
    if start < last and doc[start].tag_ != "IN":
        is_said = verb.lower_ in _SAYING and verb.tag_ in FINITE
        return start if is_said and _is_broken_clause(doc, start, last) else None
    said_before = any(t.text == CLAUSE for t in doc[_sentence(doc, verb.i)[0] : verb.i])
    for token in doc[start + 1 : min(last, start + _LONGEST_ADVERBIAL)]:
        if token.lower_ == "that" and token.dep_ == "mark":
            return token.i + 1
        if not said_before and _opens_clause(token, verb):
            return token.i
        if token.tag_[0] in "VMW" or token.is_punct or token.text in (CLAUSE, FRAGMENT):
            return None
    return None


def _is_broken_clause(doc: Doc, start: int, last: int) -> bool:
    """Whether a clause follows "said" whose subject the parse has lost: said [the accused, who is 20, was there]."""
    if start >= last or doc[start].tag_ not in _OPENING or doc[start].lower_ in _NO_CLAUSE:
        return False
    if any(
        t.dep_ == "ccomp" and t.head.i == start - 1 and t.left_edge.i == start and _has_subject(t)
        for t in doc[start:last]
    ):
        return False
    enclosed = False
    for token in doc[start : min(last, start + _LONGEST_ADVERBIAL)]:
        if token.lower_ == "that" and token.dep_ == "mark":
            return False
        if token.text == ",":
            enclosed = not enclosed
        elif not enclosed and (
            token.lower_ in _SUBORDINATORS | _CONJUNCTIONS or token.tag_ in _RELATIVES or token.is_punct
        ):
            return False
        elif not enclosed and token.tag_ in FINITE:
            return token.i > start
    return False


def _is_mark(token: Token) -> bool:
    """Whether "that" announces a clause, and does not belong to its subject: said [that] men were lost."""
    if token.lower_ != "that":
        return False
    return token.dep_ == "mark" or token.nbor().tag_ in ("DT", "PRP", "PRP$", "NNS", "NNP", "NNPS", "EX", "CD")


def _opens_clause(token: Token, verb: Token) -> bool:
    """Whether the subject of a clause begins with a token after an adverbial."""
    if token.tag_ not in ("DT", "PRP", "PRP$", "EX", "NNS", "NNP") or token.nbor(-1).tag_[:2] not in ("NN", "CD"):
        return False
    subject = next((t for t in (token, *token.ancestors) if t.dep_ in _SUBJECTS), None)
    if subject is None or subject.left_edge.i != token.i or subject.head.i < token.i or not _is_finite(subject.head):
        return False
    return subject.head.head.i <= verb.i or subject.head.dep_ in ("acl", "ccomp", "advcl", "parataxis")


def _end_of_said(doc: Doc, start: int, last: int) -> int:
    """Where a clause ends that begins at a token: before another one in its sentence that somebody else says."""
    cue = doc._.roles[:, CUE]
    first = next((t.i for t in doc[start:last] if t.tag_ in FINITE), last)
    last = next((t.i for t in doc[first:last] if t.text == ";"), last)
    for verb in doc[first + 1 : last]:
        if verb.lower_ in SPEECH and verb.tag_ in FINITE and cue[verb.i] > _LIKELY:
            breaks = [t.i for t in doc[first + 1 : verb.i] if t.text in (",", ";") or t.text in _DASHES]
            return breaks[-1] if breaks else last
    return last


def _misread_source(doc: Doc, according: Token) -> Token | None:
    """The noun that ends a source which the parser took for a verb and its object: according to exit polls, …"""
    comma = next((token.i for token in doc[according.i : according.sent.end] if token.text == ","), 0)
    verb = doc[according.i + 2]
    noun = doc[comma - 1]
    return noun if verb.tag_ == "VB" and verb.i < noun.i and noun.head.i == verb.i and noun.tag_ in _NOUNS else None


def _claimed(doc: Doc) -> Iterator[_Clause]:
    """What a claim is, by whoever denies it or makes it: laughed off claims that it was shut, Dorn's claim that …"""
    for noun in doc:
        is_claim = noun.tag_ in _NOUNS and not forms(noun.lower_).isdisjoint(CLAIMS)
        if not is_claim or doc[noun.i + 1 : noun.i + 2].text != "that":
            continue
        root = doc[noun.i + 1].head
        if root.i < noun.i + 2 or not _is_finite(root) or not any(c.dep_ in _SUBJECTS for c in root.lefts):
            continue
        verb = governing_verb(noun)
        subject = None
        owner = next((c for c in noun.lefts if c.tag_ == "PRP$" or any(d.tag_ == "POS" for d in c.rights)), None)
        if verb is not None and not forms(verb.lower_).isdisjoint(DENYING | DENYING_A_CLAIM):
            subject = None if verb.tag_ == "VBG" and owner is not None else _subject(verb)
        if subject is None:
            subject = owner
        if subject is not None and _may_speak(subject):
            yield _Clause(noun.i + 2, root.right_edge.i + 1, subject.i)


def _asked(doc: Doc) -> Iterator[_Clause]:
    """What somebody asks, is asked or does not say: was asked if he would go, could not say when he had last been."""
    for word in doc:
        if word.lower_ not in QUESTION_WORDS or word.i + 2 >= len(doc):
            continue
        first = max(word.sent.start, word.i - _LONGEST_HEARER)
        end = _end_of_clause(doc, word.i)
        verb = next((t for t in reversed(doc[first : word.i]) if _asks(t)), None)
        if verb is not None and any(t.is_punct or t.tag_ in FINITE for t in doc[verb.i + 1 : word.i]):
            verb = None
        subject = _subject(verb) if verb is not None else _answerer(doc, word.i, end)
        if subject is not None and _may_speak(subject) and _has_finite_verb(doc, word.i, end):
            is_mark = word.lower_ in ("whether", "if") and (verb is None or verb.lower_ in TELLING)
            yield _Clause(word.i + is_mark, end, subject.i)


def _answerer(doc: Doc, start: int, end: int) -> Token | None:
    """Who answers a question at the beginning of a sentence: Asked by the judge whether it was so, Dorn said no."""
    first = doc[_sentence(doc, start)[0]]
    if first.tag_ != "VBN" or forms(first.lower_).isdisjoint(ASKING) or start - first.i > 2 * _LONGEST_HEARER:
        return None
    between = doc[first.i : start]
    if doc[end : end + 1].text != "," or any(t.tag_ in FINITE or t.lower_ in QUESTION_WORDS for t in between):
        return None
    return next((t for t in doc[end : _sentence(doc, start)[1]] if t.dep_ == "nsubj"), None)


def _asks(verb: Token) -> bool:
    """Whether a verb asks, or tells that something is not said."""
    if not forms(verb.lower_).isdisjoint(ASKING):
        return verb.tag_[0] == "V"
    before = verb.doc[max(verb.sent.start, verb.i - _LONGEST_HEARER) : verb.i]
    if verb.lower_ == "know":
        return any(not forms(t.lower_).isdisjoint(WANTING) for t in before)
    return verb.lower_ in SPEECH and any(
        t.lower_ in NEGATIONS or not forms(t.lower_).isdisjoint(NOT_ANSWERING) for t in before
    )


def _end_of_clause(doc: Doc, start: int) -> int:
    """Where the clause ends that begins at a token: with the words that depend on its first finite verb."""
    verb = next((t for t in doc[start : start + 2 * _LONGEST_HEARER] if t.tag_ in FINITE or t.is_punct), None)
    if verb is None or verb.is_punct:
        return start
    root = verb.head if verb.dep_ in _AUXILIARIES else verb
    return max(verb.i + 1, min(root.right_edge.i + 1, _sentence(doc, start)[1]))


def _end_of_source(doc: Doc, head: Token) -> int:
    """Where the words that name a source after "according to" end: a relative clause without a comma is theirs."""
    end = head.right_edge.i + 1
    for child in head.rights:
        if child.dep_ in ("conj", "dep", "parataxis") and _is_finite(child):
            return child.left_edge.i
    return end


def _beside(doc: Doc, start: int, end: int, source: int) -> Iterator[_Clause]:
    """The longer part of a sentence outside the words from `start` to `end` that name its source."""
    first, last = _sentence(doc, start)
    before, after = (first, start), (min(end, last), last)
    if start - first <= 2:
        part = after
    elif last - end <= 2:
        part = before
    else:
        part = max(before, after, key=lambda part: part[1] - part[0])
    if part is before:
        dashes = [i for i in range(*before) if doc[i].text in _DASHES]
        if len(dashes) == 1:
            part = dashes[0] + 1, start
        if _is_below_cue(doc, *part):
            return
    if _has_finite_verb(doc, *part):
        yield _Clause(*part, source)


def _is_below_cue(doc: Doc, start: int, end: int) -> bool:
    """Whether somebody else says the clause first: Y said that [the plan had failed], according to X."""
    cue = doc._.roles[:, CUE]
    return any(
        token.dep_ == "ccomp" and start <= token.head.i < token.left_edge.i and cue[token.head.i] > _LIKELY
        for token in doc[start:end]
    )


def _before_cue(doc: Doc, verb: Token) -> Iterator[_Clause]:
    """The clause that a verb of speech with its subject follows after a comma: The worst is over, the minister said."""
    subjects = [c for c in verb.lefts if c.dep_ == "nsubj" and c.i > verb.sent.start]
    first = min([verb.i, *(c.left_edge.i for c in subjects[-1:])])
    start, end = _sentence(doc, verb.i)
    comma = first - 1
    start = _after_other_speech(doc, _after_dateline(doc, start), comma)
    if comma - start < _SHORTEST or doc[comma].text != ",":
        return
    interrupts = bool(subjects) and doc[verb.i + 1 : verb.i + 2].text == ","
    if not interrupts and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        return
    roles = doc._.roles
    insists = doc[verb.i + 1 : verb.i + 2].text == "on" and doc[verb.i + 2 : verb.i + 3].text.endswith("ing")
    has_object = insists or verb.lower_ not in TELLING and any(c.dep_ == "dobj" for c in verb.rights)
    if subjects and (subjects[-1].tag_ in _RELATIVES or has_object):
        return
    if not subjects:
        subjects = [c for c in verb.rights if c.dep_ in ("nsubj", "dobj") and c.left_edge.i == verb.i + 1]
        if not subjects:
            return
    is_certain = roles[verb.i, CUE] > _CERTAIN_CUE and subjects[0].i > verb.i
    if not is_certain and not _may_speak(subjects[-1], verb) or not interrupts and not _is_end(doc, verb, end):
        return
    root = unit_root(doc, Unit(start, comma, 0, False, False))
    if any(c.lower_ in _SUBORDINATORS and c.i < root.i for c in root.children):
        return
    if any(t.text == CLAUSE for t in doc[start:comma]):
        return
    if any(_is_main_clause(verb, start, comma) for verb in doc[start:comma]):
        yield _Clause(start, comma, subjects[-1].i)


def _after_other_speech(doc: Doc, start: int, comma: int) -> int:
    """Where words begin after what somebody else says: Y says it is so, but [it is not], X says."""
    cue = doc._.roles[:, CUE]
    said = (t for t in reversed(doc[start:comma]) if t.lower_ in SPEECH and t.tag_ in FINITE and cue[t.i] > _LIKELY)
    other = next((verb for verb in said if _has_subject(verb)), None)
    for joint in doc[other.i + _SHORTEST : comma - _SHORTEST] if other is not None else ():
        if joint.lower_ in _CONJUNCTIONS and doc[joint.i - 1].text == ",":
            begins = (t for t in doc[joint.i + 1 : comma] if t.dep_ in _SUBJECTS and t.left_edge.i == joint.i + 1)
            if any(_is_finite(subject.head) for subject in begins):
                return joint.i + 1
    return start


def _is_main_clause(verb: Token, start: int, end: int) -> bool:
    """Whether a finite verb has its subject in the tokens from `start` to `end` and depends on no other verb there."""
    if not _is_finite(verb) or not any(c.dep_ in _SUBJECTS and start <= c.i < end for c in verb.children):
        return False
    return not (verb.dep_ in _DEPENDENT and start <= verb.head.i < end) and not any(
        c.dep_ == "mark" or c.tag_ in _RELATIVES for c in verb.lefts
    )


def _after_dateline(doc: Doc, start: int) -> int:
    """Where a sentence begins after the place and agency before a dash: LORNE CITY (AP) — The bridge is shut."""
    dash = next((t.i for t in doc[start : start + _LONGEST_DATELINE] if t.text in _DASHES), None)
    if dash is None or not doc[start].text.isupper() or not doc[dash - 1].text.isupper() and doc[dash - 1].text != ")":
        return start
    return dash + 1


def _after_adverb(doc: Doc, verb: Token) -> Iterator[_Clause]:
    """The clause after a verb of speech and an adverb that the parse takes for its own: Dorn said for years, it was."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if subject is not None and doc._.roles[subject.i, SOURCE] >= _LIKELY:
        yield from _beside_adverb(doc, verb, subject)
    comma = verb.right_edge.i + 1
    if subject is None or verb.dep_ != "ccomp" or verb.head.i < comma or doc[comma].text != ",":
        return
    if any(c.dep_ in ("ccomp", "dobj") for c in verb.children) or doc._.roles[subject.i, SOURCE] < _LIKELY:
        return
    if verb.left_edge.i == verb.sent.start and any(c.dep_ in _SUBJECTS and c.i > comma for c in verb.head.children):
        yield _Clause(comma + 1, _sentence(doc, verb.i)[1], subject.i)


def _beside_adverb(doc: Doc, verb: Token, subject: Token) -> Iterator[_Clause]:
    """The clause that the parse sets beside a verb of speech and its adverb: Dorn admits in this case, it was."""
    said = next((c for c in verb.rights if c.dep_ == "parataxis"), None)
    if said is None or any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in verb.children):
        return
    comma = said.left_edge.i
    comma -= doc[comma].text != ","
    adverb = any(c.dep_ in ("nmod", "advmod") and c.right_edge.i == comma - 1 for c in verb.rights)
    if adverb and doc[comma].text == "," and any(c.dep_ in _SUBJECTS and c.i > comma for c in said.lefts):
        yield _Clause(comma + 1, _sentence(doc, verb.i)[1], subject.i)


def _around_object(doc: Doc, verb: Token) -> Iterator[_Clause]:
    """The clause whose subject the parse takes for the object of a verb of speech: said the men who came, were lost."""
    subject = _subject(verb)
    noun = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    if forms(verb.lower_).isdisjoint(_WITH_CLAUSES) or noun is None or noun.left_edge.i != verb.i + 1:
        return
    after = noun.right_edge.i + 1
    end = _sentence(doc, verb.i)[1]
    if after < end and doc[after].is_punct:  # an apposition, or the end of an insertion
        after = next((t.i for t in doc[after : after + _LONGEST_HEARER + 2] if t.tag_[0] not in _NOMINAL), end)
    if subject is not None and _may_speak(subject) and after < end and doc[after].tag_ in FINITE:
        yield _Clause(verb.i + 1, end, subject.i)


def _is_end(doc: Doc, verb: Token, end: int) -> bool:
    """Whether no other clause follows an attribution in its sentence, except one that says when or why it was said."""
    when = next((c for c in verb.rights if c.dep_ == "advcl" and c.left_edge.lower_ in _SUBORDINATORS), None)
    if when is not None:
        end = min(end, when.left_edge.i)
    return not any(t.tag_ in FINITE and not any(c.tag_ in _RELATIVES for c in t.lefts) for t in doc[verb.i + 1 : end])


def _clauses(doc: Doc) -> Iterator[_Clause]:
    """Clauses that a cue governs, the outermost first, and sentences that a cue interrupts or follows."""
    content, cue = doc._.roles[:, CONTENT], doc._.roles[:, CUE]
    found: list[_Clause] = []
    for token in doc:
        governor = token.head
        if token.dep_ == "ccomp" and (cue[governor.i] > _LIKELY_CUE or _says(governor)) and governor.i != token.i:
            start, end = token.left_edge.i, token.right_edge.i + 1
            if start <= governor.i < end or governor.lower_ in TELLING and _is_passive(governor):
                continue
            if token.tag_ == "VBG" and token.lower_ in SPEECH:  # …, adding that it was
                continue
            source = _announcer(doc, governor, token)
            found.append(_Clause(_with_lost_subject(governor, start) if source is not None else start, end, source))
        elif token.dep_ == "parataxis" and cue[token.i] > _LIKELY_CUE and _has_subject(token):
            found.extend(_Clause(*part) for part in _around(doc, token.left_edge.i, token.right_edge.i + 1))
    for clause in sorted(found, key=lambda each: (each.source is None, each.start - each.end, each.start)):
        start, end = _trimmed(doc, clause.start, clause.end)
        likely = end > start and content[start : min(end, start + _OPENING_WORDS)].mean() > _LIKELY_CLAUSE
        if likely or clause.source is not None:
            yield clause._replace(start=start, end=end)


def _with_lost_subject(verb: Token, start: int) -> int:
    """Where a clause begins whose subject the parse takes for the object of its verb: explained [most who] wept."""
    if verb.lower_ in TELLING or verb.lower_ in SHOWING:
        return start
    noun = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    is_next_to_both = noun is not None and noun.left_edge.i == verb.i + 1 and noun.right_edge.i + 1 == start
    return verb.i + 1 if is_next_to_both and verb.doc[start].lower_ != "that" else start


def _announcer(doc: Doc, verb: Token, root: Token) -> int | None:
    """The subject of a verb of speech right before a whole clause with this root, where it is likely to be a source."""
    subject = _subject(verb)
    if not _states(verb) and not _is_study(verb, subject) or not verb.i < root.left_edge.i or not _is_finite(root):
        return None
    first = root.left_edge
    if not forms(verb.lower_).isdisjoint(ASKING) and not {first.lower_, first.nbor(-1).lower_} & (
        QUESTION_WORDS | {"that"}
    ):
        return None
    if first.lower_ in _SUBORDINATORS or any(t.is_punct or t.lower_ in _CONJUNCTIONS for t in doc[verb.i : first.i]):
        return None
    subjects = [c for c in root.lefts if c.dep_ in _SUBJECTS]
    if not subjects or any(c.tag_ == "POS" for c in subjects[-1].children):
        return None
    return subject.i if subject is not None and _may_speak(subject, verb) else None


def _is_study(verb: Token, subject: Token | None) -> bool:
    """Whether a verb with this subject says what a study found."""
    return verb.lower_ in SHOWING and subject is not None and not forms(subject.lower_).isdisjoint(_STUDIES)


def _says(verb: Token) -> bool:
    """Whether a verb can only announce a clause: allege, but not find."""
    return not forms(verb.lower_).isdisjoint(_WITH_CLAUSES) and verb.tag_[0] == "V"


def _states(verb: Token) -> bool:
    """Whether a verb can only announce what somebody says, denies or does not concede."""
    base = forms(verb.lower_)
    if verb.lower_ in SPEECH:
        return verb.lower_ not in SHOWING
    return not base.isdisjoint(DENYING) or not base.isdisjoint(CONCEDING) and any(c.dep_ == "neg" for c in verb.lefts)


def _may_speak(subject: Token, verb: Token | None = None) -> bool:
    """Whether a subject is likely to be a source; of a verb that can only announce, also where nothing else is."""
    source = subject.doc._.roles[:, SOURCE]
    if source[subject.i] > (_LIKELY if subject.lower_ == "it" else _LIKELY_SOURCE):
        return True
    if verb is not None and _is_study(verb, subject):
        return True
    if verb is None or not _says(verb) or subject.i > verb.i or subject.tag_ not in _NAMING_TAGS:
        return False
    start = _sentence(subject.doc, verb.i)[0]
    comma = next((t.i for t in reversed(subject.doc[start : subject.i]) if t.text in (",", ";")), start)
    return bool(source[comma : verb.i + 1].max() < _LIKELY_SOURCE)


def _subject(verb: Token) -> Token | None:
    """Who does what a verb says, its own subject or that of the verb it is joined to or completes; or who was asked."""
    is_asked = not forms(verb.lower_).isdisjoint(ASKING)
    for _ in range(_MOST_VERBS):
        subject = next((c for c in verb.lefts if c.dep_ in _SUBJECTS), None)
        if subject is not None and (subject.dep_ == "nsubj" or is_asked and subject.dep_ == "nsubjpass"):
            if subject.lower_ == "neither" and subject.i > 0 and subject.nbor(-1).tag_ in _NAMING_TAGS:
                return subject.nbor(-1)  # Dorn neither confirmed nor denied that it was so
            return subject
        if subject is not None:
            return None
        participle = verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i > 0 and verb.nbor(-1).text == ","
        joined = verb.dep_ in ("conj", "xcomp") or participle
        if not joined or verb.head.i == verb.i or verb.head.lower_ == "let":
            return None
        verb = verb.head
    return None


def _with_the_rest(doc: Doc, end: int, runs: list[tuple[int, int]]) -> int:
    """Where a clause ends whose last words run on into others that are said too: a second one after "and"."""
    for first, last in runs:
        if first <= end <= last or first - end in (0, 1) and doc[end].lower_ in _LEADING:
            return max(end, last)
    return end


def _whole(doc: Doc, start: int, end: int) -> int:
    """Where the words from `start` to `end` end when nothing that belongs to them is cut off.

    A phrase is taken up to the next punctuation mark or conjunction. A second predicate without a subject ("…, but
    would grow later"), a second clause that is likely said too, and what follows a dash or colon belong to the words.
    Another cue does not.
    """
    last = _sentence(doc, end - 1)[1] if end > start else end
    while last > end and doc[last - 1].is_punct and not doc[last - 1].is_quote:
        last -= 1
    for _ in range(_MOST_PARTS):
        if end >= last:
            return end
        following = _next_part(doc, end, last)
        if following == end or not _goes_on(doc, end, following):
            return end
        end = following
    return end


def _before_next(doc: Doc, start: int, end: int) -> int:
    """Where words end before what their source does next, or another source: …, saying he was, …, as she told them."""
    root = unit_root(doc, Unit(start, end, 0, False, False))
    others = [token for token in root.head.ancestors if start <= token.i < end] if root.head.i < start else []
    if (
        others
        and not (_is_taken_for_noun(root.head) or root.head.lower_ == "that")
        and (root.dep_ != "dobj" or any(c.dep_ in _SUBJECTS and c.i >= start for t in others for c in t.lefts))
    ):
        end = max(start + 1, min(end, root.right_edge.i + 1))
    end = _before_main_clause(doc, root.head, start, end)
    end = _before_narrated(doc, root, start, end)
    for token in doc[start + _SHORTEST : end]:
        if _does_next(doc, token, root) or _names_source(doc, token):
            end = token.i
            break
    return _without_connectives(doc, start, end)


def _without_connectives(doc: Doc, start: int, end: int) -> int:
    while end > start + 1 and _is_connective(doc[end - 1]):
        end -= 1
    return end


def _before_narrated(doc: Doc, root: Token, start: int, end: int) -> int:
    """Where words end before what their source did, as the writer tells: ruled that it was so and threw it out."""
    cue = root.head
    if root.dep_ != "ccomp" or cue.i >= start or cue.tag_ not in FINITE:
        return end
    for verb in cue.rights:
        if start < verb.i < end and verb.dep_ == "conj" and verb.tag_ == cue.tag_ and not _has_subject(verb):
            joint = next((c for c in cue.rights if c.dep_ == "cc" and root.i < c.i < verb.i), None)
            return joint.i if joint is not None else end
    return end


def _is_taken_for_noun(verb: Token) -> bool:
    """Whether the parse takes a verb of speech for a subject: Dorn charges that the men who came were lost."""
    return verb.dep_ in _SUBJECTS and verb.tag_ in FINITE and verb.lower_ in SPEECH


def _before_main_clause(doc: Doc, verb: Token, start: int, end: int) -> int:
    """Where words end that are said in a clause before the main one: if the court says [it is void], it will fall."""
    mark = next((c for c in verb.lefts if c.dep_ in ("mark", "advmod") and c.lower_ in _SUBORDINATORS), None)
    if verb.i >= start or mark is None or mark.i - _sentence(doc, verb.i)[0] > 1:
        return end
    for comma in doc[start + _SHORTEST - 1 : end]:
        if comma.text == "," and any(
            t.dep_ in _SUBJECTS and t.left_edge.i == comma.i + 1 for t in doc[comma.i + 1 : end]
        ):
            return comma.i
    return end


def _names_source(doc: Doc, token: Token) -> bool:
    """Whether a source is named from a token on, after a comma: …, according to Dorn, …, as Dorn had warned."""
    if doc[token.i - 1].text != ",":
        return False
    if token.lower_ == "as":
        return token.head.i > token.i and token.head.lower_ in SPEECH and _has_subject(token.head)
    return token.lower_ == "according" and doc[token.i + 1 : token.i + 2].text == "to"


def _is_connective(token: Token) -> bool:
    return token.lower_ in _CONJUNCTIONS or token.is_punct and not token.is_quote or token.lower_ in ("a", "an", "the")


def _does_next(doc: Doc, verb: Token, root: Token) -> bool:
    """Whether a verb of speech without a subject is what the source of a clause with this root does next."""
    cue = doc._.roles[verb.i, CUE]
    if verb.tag_ == "VBG" and verb.lower_ in SPEECH and doc[verb.i - 1].text == ",":
        return bool(cue > (_PERHAPS_CUE if verb.head.i == root.head.i else _LIKELY_CUE))
    if cue < _LIKELY_CUE or not _may_announce(verb):
        return False
    if verb.dep_ != "conj" or verb.head.i not in (root.i, root.head.i) or verb.tag_ not in FINITE:
        return False
    return not any(c.dep_ in _SUBJECTS for c in verb.lefts)


def _may_announce(verb: Token) -> bool:
    return verb.lower_ in SPEECH or not forms(verb.lower_).isdisjoint(DENYING | CRITICISING)


def _next_part(doc: Doc, end: int, last: int) -> int:
    """Where the part of a sentence ends that begins at `end` and may belong to the words before it."""
    token = doc[end]
    if not token.is_punct and token.lower_ not in _CONJUNCTIONS:
        return next((t.i for t in doc[end:last] if t.is_punct or t.lower_ in _CONJUNCTIONS), last)
    if token.text in _DASHES or token.text == ":":
        return last if sum(t.text in _DASHES for t in doc[end:last]) <= (token.text in _DASHES) else end
    if token.text != "," or end + 3 >= last or doc[end + 1].lower_ not in _CONJUNCTIONS:
        return end
    is_said = doc[end + 2].tag_ == "MD" or doc._.roles[end:last, CONTENT].mean() > _LIKELY
    return last if is_said else end


def _goes_on(doc: Doc, start: int, end: int) -> bool:
    """Whether a part of a sentence has neither a cue nor an utterance."""
    part = doc[start:end]
    if any(token.text == CLAUSE for token in part):
        return False
    return bool(doc._.roles[start:end, CUE].max() < _LIKELY_CUE)


def _after_hearer(doc: Doc, start: int, end: int) -> int:
    """Where the words begin that were told, after whom they were told to: told [the committee] he had tried."""
    window = doc[max(0, start - _LONGEST_HEARER) : start]
    told = next((t.i for t in reversed(window) if t.lower_ in TELLING), None)
    if told is None or doc[start].dep_ in _SUBJECTS or doc[start].lower_ in QUESTION_WORDS:
        return start
    if any(t.tag_ in FINITE or t.text == "," for t in doc[told + 1 : start]):
        return start
    for token in doc[start : min(end, start + 2 * _LONGEST_HEARER)]:
        if token.lower_ == "that" and (token.tag_ == "IN" or token.dep_ == "mark"):
            return token.i + 1
        if token.dep_ in _SUBJECTS and _is_finite(token.head) and token.tag_ not in _RELATIVES:
            return max(start, int(token.left_edge.i))
        if token.tag_ in FINITE:
            break
    return start


def _after_cue(doc: Doc, start: int, end: int) -> int:
    """Where words begin after the cue that was taken for a part of them: [a clerk of the port denied that] it was."""
    for token in doc[start : end - _SHORTEST]:
        if token.lower_ == "that" and token.dep_ == "mark":
            before = doc[max(start, token.i - _LONGEST_HEARER) : token.i]
            verb = next((t for t in reversed(before) if t.tag_ in FINITE), None)
            is_cue = verb is not None and _states(verb) and doc._.roles[verb.i, CUE] > _LIKELY
            return token.i + 1 if is_cue else start
    return start


def _after_that(doc: Doc, start: int) -> int:
    """Where a clause begins, with the adverb that opens it: told him that [only] Lund was at home."""
    adverb = start - 1
    opens = adverb > 0 and doc[adverb].tag_ == "RB" and doc[adverb - 1].lower_ == "that"
    return adverb if opens and doc[adverb - 1].dep_ == "mark" else start


def _after_verb(doc: Doc, start: int, end: int) -> int:
    """Where the clause begins that an infinitive or a noun announces: refused [to say] who it was."""
    for token in doc[start : min(end, start + _LONGEST_HEARER)]:
        if token.tag_ in FINITE:
            return start
        if token.i > start and (token.lower_ in QUESTION_WORDS or token.lower_ == "that"):
            before = doc[start : token.i]
            asked = token.lower_ in QUESTION_WORDS
            announced = any(
                t.tag_ == "VB" and (asked or t.lower_ in SPEECH) or not forms(t.lower_).isdisjoint(CLAIMS | QUESTIONS)
                for t in before
            )
            return token.i if announced and _has_finite_verb(doc, token.i, end) else start
        if token.tag_ == "VB" and token.lower_ in SPEECH and token.i <= start + 1:
            inner = next((c for c in token.rights if c.dep_ == "ccomp" and _is_finite(c)), None)
            if inner is not None and inner.left_edge.i == token.i + 1:
                return token.i + 1
    return start


def _is_passive(verb: Token) -> bool:
    """Whether the subject of a verb is who was told."""
    return any(child.dep_ == "nsubjpass" for child in verb.children)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _around(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The longer part of a sentence outside an attribution in it."""
    sentence = doc[start].sent
    parts = [(sentence.start, start), (end, sentence.end)]
    yield max(parts, key=lambda part: part[1] - part[0])


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (_is_leading(doc[start]) or doc[start].is_punct and not doc[start].is_quote):
        start += 1
    while end > start and doc[end - 1].is_punct and not doc[end - 1].is_quote:
        end -= 1
    inside = doc[start:end]
    if sum(token.is_quote for token in inside) % 2:
        if inside[0].is_quote:
            start += 1
        elif inside[-1].is_quote:
            end -= 1
    return start, end


def _is_leading(token: Token) -> bool:
    """Whether a token stands before the words that are said, unlike "that" in: said [that] was so."""
    if token.lower_ != "that" or token.dep_ not in ("det", *_SUBJECTS):
        return token.lower_ in _LEADING
    return not (token.is_sent_start or token.nbor(-1).lower_ in SPEECH)


def _runs(likely: np.ndarray, sentence_starts: np.ndarray) -> Iterator[tuple[int, int]]:
    start = None
    last = -1
    for i in range(len(likely)):
        if start is not None and (sentence_starts[i] or i - last > _LONGEST_GAP):
            yield start, last + 1
            start = None
        if likely[i]:
            start = i if start is None else start
            last = i
    if start is not None:
        yield start, last + 1
