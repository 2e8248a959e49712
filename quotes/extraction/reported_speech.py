"""Find reported speech: clauses without quotation marks that a passage attributes to somebody.

If the syntax names the source ("according to X", "…, X said"), the clause has that source. Other candidates are the
clauses that a cue governs in the parse, and runs of tokens that the role network labels as content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotes.extraction.clause_bounds import said_words, through_run, without_connectives
from quotes.extraction.clauses import (
    COMMON_NOUNS,
    DEPENDENT,
    RELATIVE_TAGS,
    SHORTEST,
    SUBJECTS,
    SUBORDINATORS,
    Clause,
    follows_quotation,
    has_finite_verb,
    has_passive_subject,
    has_subject,
    is_finite,
    is_past_taken_for_participle,
)
from quotes.extraction.content_clauses import (
    announced_clauses,
    asked_clauses,
    claimed_clauses,
    governed_clauses,
    told_clauses,
)
from quotes.extraction.cues import SHOWING, SPEECH, TELLING
from quotes.extraction.datelines import end_of_dateline
from quotes.extraction.features import CONTENT, Unit, governing_verb, unit_root
from quotes.extraction.masking import CLAUSE, FRAGMENT
from quotes.extraction.parsing import Passage
from quotes.extraction.sourced_clauses import sourced_clauses
from quotes.extraction.speech_verbs import LIKELY, LONGEST_HEARER, MAKING, NO_CLAUSE, SAYING, announces, reports_study
from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import ASKING, CLAIMS, FINITE, NOT_ANSWERING, QUESTION_WORDS, STOPS, is_form

_LONGEST_GAP = 2
_KNOWN = frozenset(
    "fact reality truth risk danger chance likelihood odds threat sign proof evidence condition aware unaware "
    "conscious mindful".split()
)
"""Words before "that" and what is known or may be, not said."""
_CIRCUMSTANCES = frozenset("after before because since although though unless until once".split())
"""Words that open a clause of when or why something is said."""
_GOING = frozenset(("go",))
_VOICING = frozenset(
    "express voice raise echo repeat issue offer air advance restate publicise publicize publish".split()
)


def reported_units(passage: Passage) -> list[Unit]:
    """What may be reported speech: clauses with a source, clauses that a cue governs, and runs taken for content.

    Clauses come from the parse; runs from the roles alone. None overlaps another.
    """
    doc = passage.doc
    content = doc.roles[:, CONTENT]
    starts = [token.is_sent_start or follows_quotation(doc, token.i) for token in doc]
    runs = list(_runs((content > LIKELY).tolist(), starts))
    governed = [clause._replace(end=through_run(doc, clause.end, runs)) for clause in governed_clauses(doc)]
    by_syntax = [
        *sourced_clauses(doc),
        *claimed_clauses(doc),
        *asked_clauses(doc),
        *announced_clauses(doc),
        *told_clauses(doc),
    ]
    candidates = [*by_syntax, *governed, *(Clause(*span) for span in runs)]
    placeholders = {i for start, end in passage.places.values() for i in range(start, end) if _is_folded(doc[i])}
    begins = end_of_dateline(doc)
    found: list[Unit] = []
    for clause in candidates:
        start, end = said_words(doc, clause._replace(start=max(clause.start, min(begins, clause.end - 1))))
        if clause.source is not None:  # the words before those of somebody else: Y says it is so, but it is not, X says
            end = without_connectives(doc, start, min([end, *(_begin(unit) for unit in found if start < _begin(unit))]))
        spoken = [*range(*(clause.opening or (0, 0))), *range(start, end)]
        words = sum(i not in placeholders and not doc[i].is_punct for i in spoken)
        if words >= SHORTEST and not any(spoken[0] < unit.end and _begin(unit) < end for unit in found):
            found.append(Unit(start, end, words, False, False, source=clause.source, opening=clause.opening))
    return sorted(found, key=lambda unit: unit.start)


def _begin(unit: Unit) -> int:
    return unit.start if unit.opening is None else unit.opening[0]


def is_reported_clause(doc: Doc, unit: Unit, source: int) -> bool:
    """Whether a unit is a clause that a verb of speech announces. source: the head token of what is said to speak."""
    before = doc[max(0, unit.start - 2) : unit.start]
    if before and unit.opening is None and _is_relative(before[-1], doc[unit.start]):
        return False
    if unit.source is not None:
        return is_clause(doc, unit)
    if unit.start <= source < unit.end or not is_clause(doc, unit):
        return False
    if before and before[-1].lower_ in _CIRCUMSTANCES:
        return False
    if before and (before[-1].lower_ in NO_CLAUSE or before[-1].lower_ == "that" and before[0].lower_ in _KNOWN):
        return False
    if _is_question(doc, unit):
        return True
    root = unit_root(doc, unit)
    cue = _teller(doc, unit) or (root.head.head if _is_told(root) else root.head)
    if before and before[-1].lower_ in SAYING:  # whatever the parse: cited the chief as saying [it was so]
        cue = before[-1]
    elif unit.start <= cue.i < unit.end:
        cue = governing_verb(doc[source]) or cue
        if cue.i < unit.start and any(token.text in STOPS for token in doc[cue.i : unit.start]):
            return False
    if _is_idle(cue, doc[source]):
        return False
    if is_form(cue.lower_, ASKING) and not (before and before[-1].lower_ == "that"):
        return False
    return _voices(cue, unit) or announces(cue, doc[source]) and not _is_main_clause_after(cue, unit)


def _is_relative(before: Token, first: Token) -> bool:
    """Whether words are a relative clause: “…,” she says, [which is odd]; told them nothing [they did not know]."""
    if first.lower_ in ("which", "who", "whose"):
        return before.text == ","
    return first.tag_ == "PRP" and before.lower_ in NO_CLAUSE and before.tag_ == "NN"


def _is_idle(verb: Token, source: Token) -> bool:
    """Whether nobody says what a verb of speech governs: it goes without saying, it is hard to say, woke to find."""
    if verb.tag_ == "VBG":
        return is_form(verb.head.lower_, _GOING) and verb.i > 0 and verb.nbor(-1).lower_ == "without"
    if verb.tag_ != "VB" or not any(c.lower_ == "to" for c in verb.lefts):
        return False
    is_it = any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in verb.head.children)
    return is_it or verb.lower_ == "find" and not reports_study(verb, source)


def _voices(verb: Token, unit: Unit) -> bool:
    """Whether a verb voices a claim that a unit is: expressed concern that [it would close], made the case that […]."""
    if unit.start == 0 or verb.doc[unit.start - 1].lower_ != "that":
        return False
    if not is_form(verb.lower_, _VOICING) and verb.lower_ not in MAKING:
        return False
    nouns = (c for c in verb.rights if c.dep_ == "dobj" and c.i < unit.start)
    return any(noun.lower_ == "case" or is_form(noun.lower_, CLAIMS) for noun in nouns)


def _is_main_clause_after(verb: Token, unit: Unit) -> bool:
    """Whether a unit is what the clause of a verb stands before: after the union objected, [the case was moved]."""
    if verb.i + 2 != unit.start or verb.nbor().text != ",":
        return False
    return any(c.dep_ in ("mark", "advmod") and c.lower_ in SUBORDINATORS for c in verb.lefts)


def is_clause(doc: Doc, unit: Unit) -> bool:
    """Whether a unit is a clause: its topmost word has a finite verb and a subject; an infinitive is none.

    After "that", and beside a source that the syntax names, any finite verb will do; after a verb of speech and "that"
    even none, where the parse is wrong.
    """
    if unit.source is not None:
        inside = doc[unit.start : unit.end]
        return has_finite_verb(doc, unit.start, unit.end) or any(map(is_past_taken_for_participle, inside))
    if _is_question(doc, unit) or _completes_claim(doc, unit):
        return has_finite_verb(doc, unit.start, unit.end)
    if _follows_saying(doc, unit) or _teller(doc, unit) is not None:
        return has_finite_verb(doc, unit.start, unit.end)
    root = unit_root(doc, unit)
    if _is_said(root, unit):
        return True
    if root.dep_ in DEPENDENT and not _is_told(root):
        return False
    if is_finite(root) and any(c.dep_ in SUBJECTS and unit.start <= c.i < unit.end for c in root.children):
        return True
    if unit.start > 0 and doc[unit.start - 1].lower_ == "that":
        told = any(t.lower_ in SPEECH for t in doc[max(0, unit.start - LONGEST_HEARER - 1) : unit.start])
        return told or has_finite_verb(doc, unit.start, unit.end)
    first = doc[unit.start]
    begins_with_subject = first.dep_ in SUBJECTS or any(a.dep_ in SUBJECTS for a in first.ancestors if a.i < unit.end)
    return begins_with_subject and any(
        is_finite(token)
        and not any(c.tag_ in RELATIVE_TAGS for c in token.lefts)
        and any(c.dep_ in SUBJECTS and unit.start <= c.i < unit.end for c in token.children)
        for token in doc[unit.start : unit.end]
    )


def _is_question(doc: Doc, unit: Unit) -> bool:
    """Whether a unit is what was asked or was not answered: asked him why he left, would not say if it was true."""
    first = unit.start - (unit.start > 0 and doc[unit.start - 1].lower_ in QUESTION_WORDS)
    if doc[first].lower_ not in QUESTION_WORDS:
        return False
    before = doc[max(doc[first].sent.start, first - LONGEST_HEARER) : first]
    return any(
        token.tag_ not in COMMON_NOUNS
        and (is_form(token.lower_, ASKING | NOT_ANSWERING) or token.lower_ in SPEECH and token.lower_ not in SHOWING)
        for token in before
    )


def _completes_claim(doc: Doc, unit: Unit) -> bool:
    """Whether a unit says what a claim is: rejected the idea that it was false."""
    at = unit.start - 2
    return at >= 0 and doc[at + 1].lower_ == "that" and is_form(doc[at].lower_, CLAIMS)


def _follows_saying(doc: Doc, unit: Unit) -> bool:
    """Whether a unit follows "said": whatever the parse, a clause does, but said [something that was wrong]."""
    if unit.start == 0 or doc[unit.start - 1].lower_ not in SAYING or doc[unit.start].lower_ in NO_CLAUSE:
        return False
    verb = doc[unit.start - 1]
    return verb.tag_ not in FINITE or any(child.dep_ == "nsubj" for child in verb.lefts)


def _teller(doc: Doc, unit: Unit) -> Token | None:
    """The verb before a unit that has its hearer as object: told [visiting officials] they would have to pay."""
    first = doc[unit.start]
    if first.tag_ != "PRP" or first.dep_ not in SUBJECTS or not is_finite(first.head):
        return None
    for token in reversed(doc[max(first.sent.start, unit.start - LONGEST_HEARER - 1) : unit.start]):
        if token.lower_ in TELLING:
            return token if token.i + 1 < unit.start and not has_passive_subject(token) else None
        if token.tag_ in FINITE or token.is_punct:
            return None
    return None


def _is_told(verb: Token) -> bool:
    """Whether a clause that the parse gives to the hearer as a relative clause is what was told: told them it was."""
    hearer = verb.head
    return hearer.head.lower_ in TELLING and not any(c.tag_ in RELATIVE_TAGS and c.dep_ != "mark" for c in verb.lefts)


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
    if is_finite(noun) and has_subject(noun):
        return True
    clause = next((c for c in noun.rights if c.dep_ == "acl" and is_finite(c)), None)
    subject = next((c for c in clause.lefts if c.dep_ in SUBJECTS), None) if clause is not None else None
    return subject is not None and subject.tag_ == "NNP" and subject.left_edge.i == noun.i + 1


def _is_folded(token: Token) -> bool:
    return token.text in (CLAUSE, FRAGMENT)


def _runs(likely: Sequence[bool], sentence_starts: Sequence[bool]) -> Iterator[tuple[int, int]]:
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
