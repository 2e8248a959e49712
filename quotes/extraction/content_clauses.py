"""Clauses that complete a verb of speech or a claim: “said that …”, “claims that …”, “asked whether …”."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quotes.extraction.clause_bounds import trimmed
from quotes.extraction.clauses import (
    AUXILIARIES,
    COMMON_NOUNS,
    CONJUNCTIONS,
    DASHES,
    RELATIVE_TAGS,
    SUBJECTS,
    SUBORDINATORS,
    Clause,
    has_finite_verb,
    has_passive_subject,
    has_subject,
    is_finite,
    sentence_end,
    sentence_start,
)
from quotes.extraction.cues import SHOWING, SPEECH, TELLING
from quotes.extraction.features import CONTENT, CUE, governing_verb
from quotes.extraction.masking import CLAUSE
from quotes.extraction.speech_verbs import (
    LIKELY,
    LIKELY_CUE,
    LONGEST_HEARER,
    NO_CLAUSE,
    SAYING,
    is_likely_source,
    reports_study,
    says,
    states,
    subject_of,
)
from quotes.extraction.syntax import Doc, Token, text_of
from quotes.extraction.word_classes import (
    ASKING,
    CLAIMS,
    DENYING,
    DENYING_A_CLAIM,
    FINITE,
    NEGATIONS,
    NOT_ANSWERING,
    QUESTION_WORDS,
    WANTING,
    is_form,
)

_LIKELY_CLAUSE = 0.3
_OPENING_WORDS = 6
_LONGEST_ADVERBIAL = 12  # words
_LONGEST_ASIDE = 20  # words
_OPENING = frozenset(("DT", "PRP", "PRP$", "EX", "NN", "NNS", "NNP", "NNPS", "CD", "JJ"))


def announced_clauses(doc: Doc) -> Iterator[Clause]:
    """Clauses after a verb of speech and "that", or an adverbial, whatever the parse: said in May that it was shut."""
    cue = doc.roles[:, CUE]
    for verb in doc:
        if verb.lower_ not in SPEECH or verb.lower_ in SHOWING or cue[verb.i] < LIKELY_CUE:
            continue
        last = sentence_end(doc, verb.i)
        start = _after_adverbial(doc, verb, last)
        if start is None:
            continue
        subject = subject_of(verb)
        if subject is not None and is_likely_source(subject) and has_finite_verb(doc, start, last):
            yield Clause(start, _end_of_said(doc, start, last), subject.i)


def _after_adverbial(doc: Doc, verb: Token, last: int) -> int | None:
    """Where the clause begins that a verb of speech announces: after "that", or before a subject after an adverbial.

    An adverbial has no verb; one that commas enclose may have: warned, as he did last year, that it was late.
    """
    start = verb.i + 1
    if text_of(doc[start : start + 1]) == ",":
        start = next((t.i for t in doc[start + 1 : start + _LONGEST_ASIDE] if t.text == ","), last) + 1
        return start + 1 if start + 1 < last and _is_mark(doc[start]) else None
    if start + 1 < last and _is_mark(doc[start]):
        return start + 1
    if start < last and doc[start].tag_ not in ("IN", "TO"):
        is_said = verb.lower_ in SAYING and verb.tag_ in FINITE
        return start if is_said and _is_broken_clause(doc, start, last) else None
    said_before = any(t.text == CLAUSE for t in doc[sentence_start(doc, verb.i) : verb.i])
    for token in doc[start + 1 : min(last, start + _LONGEST_ADVERBIAL)]:
        if token.lower_ == "that" and token.dep_ == "mark":
            return token.i + 1
        if not said_before and _opens_clause(token, verb):
            return token.i
        if token.tag_[0] in "VMW" or token.is_punct or token.text == CLAUSE:
            return None
    return None


def _is_broken_clause(doc: Doc, start: int, last: int) -> bool:
    """Whether a clause follows "said" whose subject the parse has lost: said [the accused, who is 20, was there]."""
    if start >= last or doc[start].tag_ not in _OPENING or doc[start].lower_ in NO_CLAUSE:
        return False
    if any(
        t.dep_ == "ccomp" and t.head.i == start - 1 and t.left_edge.i == start and has_subject(t)
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
            token.lower_ in SUBORDINATORS | CONJUNCTIONS or token.tag_ in RELATIVE_TAGS or token.is_punct
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
    subject = next((t for t in (token, *token.ancestors) if t.dep_ in SUBJECTS), None)
    if subject is None or subject.left_edge.i != token.i or subject.head.i < token.i or not is_finite(subject.head):
        return False
    return subject.head.head.i <= verb.i or subject.head.dep_ in ("acl", "ccomp", "advcl", "parataxis")


def _end_of_said(doc: Doc, start: int, last: int) -> int:
    """Where a clause ends that begins at a token: before another one in its sentence that somebody else says."""
    cue = doc.roles[:, CUE]
    first = next((t.i for t in doc[start:last] if t.tag_ in FINITE), last)
    last = next((t.i for t in doc[first:last] if t.text == ";"), last)
    for verb in doc[first + 1 : last]:
        if verb.lower_ in SPEECH and verb.tag_ in FINITE and cue[verb.i] > LIKELY:
            breaks = [t.i for t in doc[first + 1 : verb.i] if t.text in (",", ";") or t.text in DASHES]
            return breaks[-1] if breaks else last
    return last


def told_clauses(doc: Doc) -> Iterator[Clause]:
    """Clauses that the parse gives to their hearer as relative clauses: told officers [he had left at noon]."""
    for verb in doc:
        hearer, teller = verb.head, verb.head.head
        if (
            verb.dep_ != "acl"
            or teller.lower_ not in TELLING
            or not teller.i < hearer.i < verb.i
            or not is_finite(verb)
        ):
            continue
        begins = next((c.i for c in verb.lefts if c.dep_ == "nsubj" and c.tag_ == "PRP"), None)
        subject = subject_of(teller)
        if begins == hearer.i + 1 == teller.i + 2 and subject is not None and is_likely_source(subject):
            yield Clause(begins, verb.right_edge.i + 1, subject.i)


def claimed_clauses(doc: Doc) -> Iterator[Clause]:
    """What a claim is, by whoever denies it or makes it: laughed off claims that it was shut, Dorn's claim that …"""
    for noun, that in pairwise(doc):
        if that.text != "that" or noun.tag_ not in COMMON_NOUNS or not is_form(noun.lower_, CLAIMS):
            continue
        root = that.head
        if root.i < noun.i + 2 or not is_finite(root) or not any(c.dep_ in SUBJECTS for c in root.lefts):
            continue
        verb = governing_verb(noun)
        subject = None
        owner = next((c for c in noun.lefts if c.tag_ == "PRP$" or any(d.tag_ == "POS" for d in c.rights)), None)
        if verb is not None and is_form(verb.lower_, DENYING | DENYING_A_CLAIM):
            subject = None if verb.tag_ == "VBG" and owner is not None else subject_of(verb)
        if subject is None:
            subject = owner
        if subject is not None and is_likely_source(subject):
            yield Clause(noun.i + 2, root.right_edge.i + 1, subject.i)


def asked_clauses(doc: Doc) -> Iterator[Clause]:
    """What somebody asks, is asked or does not say: was asked if he would go, could not say when he had last been."""
    for word in doc:
        if word.lower_ not in QUESTION_WORDS or word.i + 2 >= len(doc):
            continue
        first = max(word.sent.start, word.i - LONGEST_HEARER)
        end = _end_of_clause(doc, word.i)
        verb = next((t for t in reversed(doc[first : word.i]) if _asks(t)), None)
        if verb is not None and any(t.is_punct or t.tag_ in FINITE for t in doc[verb.i + 1 : word.i]):
            verb = None
        subject = subject_of(verb) if verb is not None else _answerer(doc, word.i, end)
        if subject is not None and is_likely_source(subject) and has_finite_verb(doc, word.i, end):
            is_mark = word.lower_ in ("whether", "if") and (verb is None or verb.lower_ in TELLING)
            yield Clause(word.i + is_mark, end, subject.i)


def _answerer(doc: Doc, start: int, end: int) -> Token | None:
    """Who answers a question at the beginning of a sentence: Asked by the judge whether it was so, Dorn said no."""
    first = doc[sentence_start(doc, start)]
    if first.tag_ != "VBN" or not is_form(first.lower_, ASKING) or start - first.i > 2 * LONGEST_HEARER:
        return None
    between = doc[first.i : start]
    if text_of(doc[end : end + 1]) != "," or any(t.tag_ in FINITE or t.lower_ in QUESTION_WORDS for t in between):
        return None
    return next((t for t in doc[end : sentence_end(doc, start)] if t.dep_ == "nsubj"), None)


def _asks(verb: Token) -> bool:
    """Whether a verb asks, or tells that something is not said."""
    if is_form(verb.lower_, ASKING):
        return verb.tag_[0] == "V"
    before = verb.doc[max(verb.sent.start, verb.i - LONGEST_HEARER) : verb.i]
    if verb.lower_ == "know":
        return any(is_form(t.lower_, WANTING) for t in before)
    return verb.lower_ in SPEECH and any(t.lower_ in NEGATIONS or is_form(t.lower_, NOT_ANSWERING) for t in before)


def _end_of_clause(doc: Doc, start: int) -> int:
    """Where the clause ends that begins at a token: with the words that depend on its first finite verb."""
    verb = next((t for t in doc[start : start + 2 * LONGEST_HEARER] if t.tag_ in FINITE or t.is_punct), None)
    if verb is None or verb.is_punct:
        return start
    root = verb.head if verb.dep_ in AUXILIARIES else verb
    return max(verb.i + 1, min(root.right_edge.i + 1, sentence_end(doc, start)))


def governed_clauses(doc: Doc) -> Iterator[Clause]:
    """Clauses that a cue governs, the outermost first, and sentences that a cue interrupts or follows."""
    content, cue = doc.roles[:, CONTENT], doc.roles[:, CUE]
    found: list[Clause] = []
    for token in doc:
        if token.dep_ == "ccomp":
            governor = token.head
            if governor.i == token.i or not (cue[governor.i] > LIKELY_CUE or says(governor) or _adds(governor)):
                continue
            start, end = token.left_edge.i, token.right_edge.i + 1
            if start <= governor.i < end or governor.lower_ in TELLING and has_passive_subject(governor):
                continue
            if token.tag_ == "VBG" and token.lower_ in SPEECH:  # …, adding that it was
                continue
            opens = _begin_of_whole(doc, governor, start)
            source = _announcer(doc, governor, token, opens)
            start = opens if opens < start else _with_lost_subject(governor, start) if source is not None else start
            found.append(Clause(start, end, source))
        elif token.dep_ == "parataxis" and cue[token.i] > LIKELY_CUE and has_subject(token):
            found.extend(Clause(*part) for part in _around(doc, token.left_edge.i, token.right_edge.i + 1))
    for clause in sorted(found, key=lambda each: (each.source is None, each.start - each.end, each.start)):
        start, end = trimmed(doc, clause.start, clause.end)
        likely = end > start and content[start : min(end, start + _OPENING_WORDS)].mean() > _LIKELY_CLAUSE
        if likely or clause.source is not None:
            yield clause._replace(start=start, end=end)


def _adds(verb: Token) -> bool:
    """Whether a participle goes on with what is said before it: …, he said, [adding] it was so."""
    if verb.tag_ != "VBG" or verb.lower_ not in SPEECH or verb.i == 0 or verb.nbor(-1).text != ",":
        return False
    return verb.head.i < verb.i and verb.head.lower_ in SPEECH and verb.doc.roles[verb.head.i, CUE] > LIKELY


def _begin_of_whole(doc: Doc, verb: Token, start: int) -> int:
    """Where what was said begins right after its verb, where the parse gives the first words to the verb.

    They are the subject of the clause from `start` on, or a part of it: said [about half of it] was lost.
    """
    first = verb.i + 1
    if verb.lower_ not in SAYING or not first < start or any(t.is_punct or t.text == CLAUSE for t in doc[first:start]):
        return start
    if doc[first].lower_ in NO_CLAUSE or doc[start].lower_ in QUESTION_WORDS | {"that"}:
        return start
    return first if doc.roles[first:start, CONTENT].min() > LIKELY else start


def _with_lost_subject(verb: Token, start: int) -> int:
    """Where a clause begins whose subject the parse takes for the object of its verb: explained [most who] wept."""
    if verb.lower_ in TELLING or verb.lower_ in SHOWING:
        return start
    noun = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    is_next_to_both = noun is not None and noun.left_edge.i == verb.i + 1 and noun.right_edge.i + 1 == start
    return verb.i + 1 if is_next_to_both and verb.doc[start].lower_ != "that" else start


def _announcer(doc: Doc, verb: Token, root: Token, start: int) -> int | None:
    """The subject of a verb of speech right before a whole clause with this root, where it is likely to be a source.

    start: where the clause begins, before its root's own words where the parse gives its subject to the verb.
    """
    subject = subject_of(verb)
    if not states(verb) and not reports_study(verb, subject) or not verb.i < root.left_edge.i or not is_finite(root):
        return None
    first = min(root.left_edge, doc[start], key=lambda token: token.i)
    if is_form(verb.lower_, ASKING) and not {first.lower_, first.nbor(-1).lower_} & (QUESTION_WORDS | {"that"}):
        return None
    opens = first.lower_ in SUBORDINATORS and (first.dep_ != "case" or first.lower_ == "as")  # said [after a fight, …]
    comma = first.dep_ == "case" and first.i == verb.i + 2 and first.nbor(-1).text == ","
    if opens or not comma and any(t.is_punct or t.lower_ in CONJUNCTIONS for t in doc[verb.i : first.i]):
        return None
    subjects = [c for c in root.lefts if c.dep_ in SUBJECTS]
    if first.i == root.left_edge.i and (not subjects or any(c.tag_ == "POS" for c in subjects[-1].children)):
        return None
    if subject is None or not (is_likely_source(subject, verb) or subject.i == verb.head.i):
        return None
    return subject.i


def _around(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The longer part of a sentence outside an attribution in it."""
    sentence = doc[start].sent
    parts = [(sentence.start, start), (end, sentence.end)]
    yield max(parts, key=lambda part: part[1] - part[0])
