"""The clauses of a parsed sentence: where they begin and end, their finite verbs and their subjects."""

from __future__ import annotations

from typing import NamedTuple

from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import FINITE, STOPS

SHORTEST = 3
"""The fewest words of a clause that is reported."""

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))
"""Relations of subjects."""

AUXILIARIES = frozenset(("aux", "auxpass", "cop"))
"""Relations of the words that make a predicate finite."""

SUBORDINATORS = frozenset(
    "if when while as although though after before since because until unless once whether where".split()
)
"""Words that open a subordinate clause."""

DEPENDENT = frozenset(("dobj", "nmod", "acl", "acl:relcl", "relcl", "advcl", "amod", "appos", "compound"))
"""Relations of words whose clause is part of another one."""

RELATIVE_TAGS = frozenset(("WDT", "WP", "WP$", "WRB"))
"""Tags of relative and question words."""

COMMON_NOUNS = frozenset(("NN", "NNS"))
"""Tags of nouns that are not names."""

CONJUNCTIONS = frozenset(("and", "but", "or", "nor", "so"))
"""Words that join clauses."""

DASHES = frozenset(("--", "—", "–", "―", "-"))
"""Dashes, and hyphens used as such."""


class Clause(NamedTuple):
    """Tokens of a clause, end exclusive, and the token that names its source, where the syntax does.

    opening: the tokens before an attribution that interrupts the clause: [The driver], police said, was unhurt.
    """

    start: int
    end: int
    source: int | None = None
    opening: tuple[int, int] | None = None


def sentence_bounds(doc: Doc, i: int) -> tuple[int, int]:
    """The tokens of a word's sentence, end exclusive; one that the parse broke up without a full stop is whole."""
    return sentence_start(doc, i), sentence_end(doc, i)


def sentence_start(doc: Doc, i: int) -> int:
    """Where the `sentence_bounds` of a word begin."""
    while i > 0 and not _begins_sentence(doc, i):
        i -= 1
    return i


def sentence_end(doc: Doc, i: int) -> int:
    """Where the `sentence_bounds` of a word end."""
    end = i + 1
    while end < len(doc) and not _begins_sentence(doc, end):
        end += 1
    return end


def _begins_sentence(doc: Doc, i: int) -> bool:
    if doc[i].is_sent_start and _ends_sentence(doc, i - 1):
        return True
    return doc[i - 1].is_quote and follows_quotation(doc, i)


def follows_quotation(doc: Doc, i: int) -> bool:
    """Whether a sentence begins after words in marks that end one, whatever the parse: … “at once.” Dorn said …"""
    if i < 2 or not doc[i - 1].is_quote or doc[i - 2].text[-1] not in STOPS:
        return False
    return doc[i].text[0].isupper()


def _ends_sentence(doc: Doc, i: int) -> bool:
    while i > 0 and (doc[i].is_quote or doc[i].text in ")]"):
        i -= 1
    return doc[i].text[-1] in STOPS or doc[i].text in ":;…"


def is_finite(token: Token) -> bool:
    """Whether a predicate is finite, or its auxiliary."""
    return (
        token.tag_ in FINITE
        or _is_verb_taken_for_noun(token)
        or any(c.dep_ in AUXILIARIES and c.tag_ in FINITE for c in token.children)
    )


def has_finite_verb(doc: Doc, start: int, end: int) -> bool:
    """Whether a finite verb is among the tokens from `start` to `end`."""
    return any(token.tag_ in FINITE or _is_verb_taken_for_noun(token) for token in doc[start:end])


def _is_verb_taken_for_noun(token: Token) -> bool:
    """Whether a word has a subject and an object, but the tag of a noun: said the fog [obscures] the lights."""
    return token.tag_ == "NNS" and {"nsubj", "dobj"} <= {child.dep_ for child in token.children}


def is_past_taken_for_participle(token: Token) -> bool:
    """Whether a participle has a subject and no auxiliary: the quake [struck] at noon, police said."""
    return token.tag_ == "VBN" and has_subject(token) and not any(c.dep_ in AUXILIARIES for c in token.children)


def has_subject(verb: Token) -> bool:
    """Whether a verb has a subject of its own that is no clause."""
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def has_passive_subject(verb: Token) -> bool:
    """Whether the subject of a verb is who was told."""
    return any(child.dep_ == "nsubjpass" for child in verb.children)
