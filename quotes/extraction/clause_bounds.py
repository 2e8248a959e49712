"""Which words of a clause are said: from after its cue to before the next one."""

from __future__ import annotations

import re

from quotes.extraction.clauses import (
    CONJUNCTIONS,
    DASHES,
    RELATIVE_TAGS,
    SHORTEST,
    SUBJECTS,
    SUBORDINATORS,
    Clause,
    has_finite_verb,
    has_subject,
    is_finite,
    sentence_end,
    sentence_start,
)
from quotes.extraction.cues import SPEECH, TELLING
from quotes.extraction.features import CONTENT, CUE, SOURCE, Unit, unit_root
from quotes.extraction.masking import CLAUSE
from quotes.extraction.speech_verbs import LIKELY, LIKELY_CUE, LIKELY_SOURCE, LONGEST_HEARER, states
from quotes.extraction.syntax import Doc, Token, text_of
from quotes.extraction.word_classes import CLAIMS, CRITICISING, DENYING, FINITE, QUESTION_WORDS, QUESTIONS, is_form

_PERHAPS_CUE = 0.1
_CERTAIN_CUE = 0.8
_LEADING = frozenset(("that", ",", ":", ";", "—", "–", "-", "―", "and", "but"))
_MOST_PARTS = 3
_AGENCIES = frozenset("ap afp reuters epa pa upi dpa".split())
_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tonight")
_CONTRASTING = frozenset("and but while whereas although though".split())
_HOURS = frozenset("morning afternoon evening night".split())
_NOMINAL = frozenset("DT PRP PRP$ EX NN NNS NNP NNPS CD JJ IN".split())


def said_words(doc: Doc, clause: Clause) -> tuple[int, int]:
    """The tokens of a clause that its source says, end exclusive; none of the cue, the hearer or another source."""
    start = _after_cue(doc, clause.start, clause.end) if clause.source is None else clause.start
    start = _after_verb(doc, _after_hearer(doc, start, clause.end), clause.end)
    start = _after_day(doc, start, clause.end)
    start, end = trimmed(doc, start, clause.end)
    if start == end:
        return start, end
    start = _with_adverb(doc, start)
    return start, _before_next(doc, start, _whole(doc, start, end))


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Tokens without the punctuation around them, what leads up to them, and a mark of which the other is missing."""
    while start < end and (_is_leading(doc[start]) or doc[start].is_punct and not doc[start].is_quote):
        start += 1
    while end > start and doc[end - 1].is_punct and not doc[end - 1].is_quote and not _closes(doc, start, end - 1):
        end -= 1
    end = _before_credit(doc, start, end)
    inside = doc[start:end]
    if sum(token.is_quote for token in inside) % 2:
        if inside[0].is_quote:
            start += 1
        elif inside[-1].is_quote:
            end -= 1
    return start, end


def _before_credit(doc: Doc, start: int, end: int) -> int:
    """Where words end before the agency that took a picture: were sent to the front [(AP)]."""
    last = end - 1 - (end > start and doc[end - 1].text == ")")
    credited = last - 1 > start and doc[last - 1].text == "(" and doc[last].lower_ in _AGENCIES
    return last - 1 if credited else end


def _closes(doc: Doc, start: int, i: int) -> bool:
    """Whether a token closes a bracket that opens after the token at `start`."""
    return doc[i].text == ")" and any(token.text == "(" for token in doc[start + 1 : i])


def _is_leading(token: Token) -> bool:
    """Whether a token stands before the words that are said, unlike "that" in: said [that] was so."""
    if token.lower_ == "about" and token.i > 0:  # a question [about] whether it was so
        return is_form(token.nbor(-1).lower_, QUESTIONS)
    if token.lower_ != "that" or token.dep_ not in ("det", *SUBJECTS):
        return token.lower_ in _LEADING
    return not (token.is_sent_start or token.nbor(-1).lower_ in SPEECH)


def _after_cue(doc: Doc, start: int, end: int) -> int:
    """Where words begin after the cue that was taken for a part of them: [a clerk of the port denied that] it was."""
    for token in doc[start : end - SHORTEST]:
        if token.lower_ == "that" and token.dep_ == "mark":
            before = doc[max(start, token.i - LONGEST_HEARER) : token.i]
            verb = next((t for t in reversed(before) if t.tag_ in FINITE), None)
            is_cue = verb is not None and states(verb) and doc.roles[verb.i, CUE] > LIKELY
            return token.i + 1 if is_cue else start
    return start


def _after_hearer(doc: Doc, start: int, end: int) -> int:
    """Where the words begin that were told, after whom they were told to: told [the committee] he had tried."""
    window = doc[max(0, start - LONGEST_HEARER) : start]
    told = next((t.i for t in reversed(window) if t.lower_ in TELLING), None)
    if told is None or doc[start].dep_ in SUBJECTS or doc[start].lower_ in QUESTION_WORDS:
        return start
    if any(t.tag_ in FINITE or t.text == "," for t in doc[told + 1 : start]):
        return start
    named = next((t.i for t in doc[start:end] if t.tag_ != "NNP"), end)
    if told == start - 1 and start < named < end and doc[named].tag_ in ("DT", "PRP"):
        return named  # told Radio Lorne the mill was shut
    for token in doc[start : min(end, start + 2 * LONGEST_HEARER)]:
        if token.lower_ == "that" and (token.tag_ == "IN" or token.dep_ == "mark"):
            return token.i + 1
        if token.dep_ in SUBJECTS and is_finite(token.head) and token.tag_ not in RELATIVE_TAGS:
            return max(start, int(token.left_edge.i))
        if token.tag_ in FINITE:
            break
    return start


def _after_verb(doc: Doc, start: int, end: int) -> int:
    """Where the clause begins that an infinitive or a noun announces: refused [to say] who it was."""
    for token in doc[start : min(end, start + LONGEST_HEARER)]:
        if token.tag_ in FINITE:
            return start
        if token.i > start and (token.lower_ in QUESTION_WORDS or token.lower_ == "that"):
            before = doc[start : token.i]
            asked = token.lower_ in QUESTION_WORDS
            announced = any(
                t.tag_ == "VB" and (asked or t.lower_ in SPEECH) or is_form(t.lower_, CLAIMS | QUESTIONS)
                for t in before
            )
            return token.i if announced and has_finite_verb(doc, token.i, end) else start
        if token.tag_ == "VB" and token.lower_ in SPEECH and token.i <= start + 1:
            inner = next((c for c in token.rights if c.dep_ == "ccomp" and is_finite(c)), None)
            if inner is not None and inner.left_edge.i == token.i + 1:
                return token.i + 1
    return start


def _after_day(doc: Doc, start: int, end: int) -> int:
    """Where the clause begins after the day on which it was said: said [Monday night] the mill was shut."""
    if text_of(doc[start - 1 : start]).lower() not in SPEECH:
        return start
    at = start
    while at < end and (_DAY.fullmatch(doc[at].lower_) or at > start and doc[at].lower_ in _HOURS):
        at += 1
    return at if start < at < end and doc[at].tag_ in _NOMINAL else start


def _with_adverb(doc: Doc, start: int) -> int:
    """Where a clause begins, with the adverb that opens it: told him that [only] Lund was at home."""
    adverb = start - 1
    opens = adverb > 0 and doc[adverb].tag_ == "RB" and doc[adverb - 1].lower_ == "that"
    return adverb if opens and doc[adverb - 1].dep_ == "mark" else start


def _whole(doc: Doc, start: int, end: int) -> int:
    """Where the words from `start` to `end` end when nothing that belongs to them is cut off.

    A phrase is taken up to the next punctuation mark or conjunction. A second predicate without a subject ("…, but
    would grow later"), a second clause that is likely said too, and what follows a dash or colon belong to the words.
    Another cue does not.
    """
    last = sentence_end(doc, end - 1) if end > start else end
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


def _next_part(doc: Doc, end: int, last: int) -> int:
    """Where the part of a sentence ends that begins at `end` and may belong to the words before it."""
    token = doc[end]
    if not token.is_punct and not _joins(token):
        return next((t.i for t in doc[end:last] if t.is_punct or _joins(t)), last)
    if token.text in DASHES or token.text == ":":
        return last if sum(t.text in DASHES for t in doc[end:last]) <= (token.text in DASHES) else end
    if token.text != "," or end + 3 >= last:
        return end
    if doc[end + 2].lower_ == "of" and doc[end + 3].lower_ in ("which", "whom", "them"):
        return last  # issued 72 warrants, several of which are old
    if doc[end + 1].lower_ not in CONJUNCTIONS:
        return end
    is_said = doc[end + 2].tag_ == "MD" or doc.roles[end:last, CONTENT].mean() > LIKELY
    return last if is_said else end


def _joins(token: Token) -> bool:
    """Whether a word joins clauses, unlike the adverb in: were [so] hot that nobody went in."""
    return token.lower_ in CONJUNCTIONS and not (
        token.lower_ == "so" and token.dep_ == "advmod" and token.head.i > token.i
    )


def _goes_on(doc: Doc, start: int, end: int) -> bool:
    """Whether a part of a sentence has neither a cue nor an utterance."""
    part = doc[start:end]
    if any(token.text == CLAUSE for token in part):
        return False
    return bool(doc.roles[start:end, CUE].max() < LIKELY_CUE)


def _before_next(doc: Doc, start: int, end: int) -> int:
    """Where words end before what their source does next, or another source: …, saying he was, …, as she told them."""
    root = unit_root(doc, Unit(start, end, 0, False, False))
    others = [token for token in root.head.ancestors if start <= token.i < end] if root.head.i < start else []
    if (
        others
        and root.dep_ not in ("appos", "conj")
        and not (_is_taken_for_noun(root.head) or root.head.lower_ == "that")
        and (root.dep_ != "dobj" or any(c.dep_ in SUBJECTS and c.i >= start for t in others for c in t.lefts))
    ):
        end = max(start + 1, min(end, root.right_edge.i + 1))
    end = _before_main_clause(doc, root.head, start, end)
    end = _before_narrated(doc, root, start, end)
    for token in doc[start + SHORTEST : end]:
        if _does_next(doc, token, root) or _names_source(doc, token):
            end = token.i
            break
        if (others_begin := _begin_of_others(doc, token, start)) is not None:
            end = min(end, others_begin)
            break
    return without_connectives(doc, start, end)


def _before_narrated(doc: Doc, root: Token, start: int, end: int) -> int:
    """Where words end before what their source did, as the writer tells: ruled that it was so and threw it out."""
    cue = root.head
    if root.dep_ != "ccomp" or cue.i >= start or cue.tag_ not in FINITE:
        return end
    for verb in cue.rights:
        if start < verb.i < end and verb.dep_ == "conj" and verb.tag_ == cue.tag_ and not has_subject(verb):
            joint = next((c for c in cue.rights if c.dep_ == "cc" and root.i < c.i < verb.i), None)
            return joint.i if joint is not None else end
    return end


def _is_taken_for_noun(verb: Token) -> bool:
    """Whether the parse takes a verb of speech for a subject: Dorn charges that the men who came were lost."""
    return verb.dep_ in SUBJECTS and verb.tag_ in FINITE and verb.lower_ in SPEECH


def _before_main_clause(doc: Doc, verb: Token, start: int, end: int) -> int:
    """Where words end that are said in a clause before the main one: if the court says [it is void], it will fall."""
    mark = next((c for c in verb.lefts if c.dep_ in ("mark", "advmod") and c.lower_ in SUBORDINATORS), None)
    if verb.i >= start or mark is None or mark.i - sentence_start(doc, verb.i) > 1:
        return end
    for comma in doc[start + SHORTEST - 1 : end]:
        if comma.text == "," and any(
            t.dep_ in SUBJECTS and t.left_edge.i == comma.i + 1 for t in doc[comma.i + 1 : end]
        ):
            return comma.i
    return end


def _names_source(doc: Doc, token: Token) -> bool:
    """Whether a source is named from a token on, after a comma: …, according to Dorn, …, as Dorn had warned."""
    if doc[token.i - 1].text != ",":
        return False
    if token.lower_ == "as":
        return token.head.i > token.i and token.head.lower_ in SPEECH and has_subject(token.head)
    return token.lower_ == "according" and text_of(doc[token.i + 1 : token.i + 2]) == "to"


def _does_next(doc: Doc, verb: Token, root: Token) -> bool:
    """Whether a verb of speech without a subject is what the source of a clause with this root does next."""
    cue = doc.roles[verb.i, CUE]
    if verb.tag_ == "VBG" and verb.lower_ in SPEECH and doc[verb.i - 1].text == ",":
        return bool(cue > (_PERHAPS_CUE if verb.head.i == root.head.i else LIKELY_CUE))
    if verb.tag_ == "VBG" and cue > LIKELY and verb.head.i in (root.i, root.head.i) and doc[verb.i - 1].text == ",":
        return True
    if cue < LIKELY_CUE or not _may_announce(verb):
        return False
    if verb.dep_ != "conj" or verb.head.i not in (root.i, root.head.i) or verb.tag_ not in FINITE:
        return False
    return not any(c.dep_ in SUBJECTS for c in verb.lefts)


def _begin_of_others(doc: Doc, verb: Token, start: int) -> int | None:
    """Where a clause begins in which somebody else speaks: said it was so, [while Dorn said it was not]; or None."""
    likely = LIKELY if verb.lower_ in SPEECH else _CERTAIN_CUE
    if verb.tag_ not in FINITE or doc.roles[verb.i, CUE] < likely:
        return None
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if (
        subject is None
        or verb.dep_ not in ("advcl", "conj", "parataxis")
        or doc.roles[subject.i, SOURCE] < LIKELY_SOURCE
    ):
        return None
    joint = subject.left_edge.i - 1
    joined = joint - 1 > start + SHORTEST and doc[joint].lower_ in _CONTRASTING and doc[joint - 1].text in (",", ";")
    return joint - 1 if joined else None


def _may_announce(verb: Token) -> bool:
    return verb.lower_ in SPEECH or is_form(verb.lower_, DENYING | CRITICISING)


def without_connectives(doc: Doc, start: int, end: int) -> int:
    """Where words end without the conjunctions, articles and punctuation that their end leaves behind."""
    while end > start + 1 and not _closes(doc, start, end - 1) and _is_left_over(doc[end - 1]):
        end -= 1
    return end


def _is_left_over(token: Token) -> bool:
    if token.tag_ == "VBG" and token.lower_ in SPEECH and token.nbor(-1).text == ",":
        return True  # whether it was so, [responding], “No.”
    return token.lower_ in CONJUNCTIONS or token.is_punct and not token.is_quote or token.lower_ in ("a", "an", "the")


def through_run(doc: Doc, end: int, runs: list[tuple[int, int]]) -> int:
    """Where a clause ends whose last words run on into others that are said too: a second one after "and"."""
    for first, last in runs:
        if first <= end <= last or first - end in (0, 1) and doc[end].lower_ in _LEADING:
            return max(end, last)
    return end
