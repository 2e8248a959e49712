"""Words in marks that are no quotation but what something is called: a title, a term, a nickname, a prompt."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.extraction.cues import SPEECH
from quotes.extraction.features import WORKS, Unit, View, sentence_around, unit_root
from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import is_form

_NAMED = frozenset(
    "pact treaty agreement accord deal policy programme program plan strategy initiative doctrine scheme list status "
    "zone category label brand movement party project system rule clause method award prize forum summit".split()
)
_TITLING = frozenset("titled entitled nicknamed nickname dubbed so-called codenamed subtitled christened".split())
_NAMES = frozenset("nickname hashtag acronym moniker".split())
_WORDS = frozenset("term terms word words phrase phrases expression slogan label".split())
_BE = frozenset("is are was were be been being 's ’s".split())
_PERFORMING = frozenset(
    "sang sing sings singing wrote writes directed directs directing sailed sails performed performs performing "
    "recorded records recording appeared appears appearing starred stars played plays watched watching published "
    "publishes".split()
)
_RELEASED = frozenset(
    "filmed released published reissued adapted staged translated broadcast reprinted retitled".split()
)
_CREATIONS = frozenset(
    "novel memoir film movie documentary sitcom drama comedy thriller musical opera biopic blockbuster sequel episode "
    "album record ep song single hit ballad track poem painting game".split()
)
"""Nouns beside which one word with a capital is a title."""

_MAKERS = frozenset(
    "actor actress star co-star alum director filmmaker producer screenwriter creator showrunner host author singer "
    "songwriter rapper hitmaker songstress".split()
)
_KNOWING = frozenset("know knows knew known".split())
_USING = frozenset("use used uses using utter uttered utters uttering".split())
_DOING = frozenset("open build run do install wear sell host stage join".split())
_SAYING = frozenset(("say", "saying"))
_ANYBODY = frozenset(("you", "users", "anybody", "anyone"))
_LONGEST_NAME = 4  # words
_LIKELY_CUE = 0.3
_CAPITALS_OF_HEADING = 0.3  # share of the words after the first, of one that ends in a full stop


def is_named(view: View, unit: Unit) -> bool:
    """Whether a fragment is what something is called: known as a “destabiliser”, a “strategic partnership” pact.

    So are the titles of works, the names of ships and forums, and a sub-heading.
    """
    doc = view.doc
    before = [token for token in doc[max(0, unit.start - 6) : unit.start] if not token.is_quote]
    after = next((token for token in doc[unit.end : unit.end + 2] if not token.is_quote), None)
    if not before:
        is_last = after is not None and after.is_punct and after.i == len(doc) - 1
        return unit.titled and (after is None or is_last and unit.capitals > _CAPITALS_OF_HEADING)
    words = [token.lower_ for token in before]
    following = after.tag_[0] if after is not None else ""
    if unit.words <= _LONGEST_NAME and _is_called(before, after):
        return True
    if unit.titled and _is_title(view, unit, before) or _is_of_creation(doc, unit, before[-1], after):
        return True
    if unit.words <= _LONGEST_NAME and words[-1] in _SAYING and _is_prompt(before[-1]):
        return True
    if _is_listed(view, unit):
        return True
    if unit.utterance:
        return False
    if unit.words == 1 and len(doc[unit.start].text) == 1 or unit.words <= _LONGEST_NAME and _is_done(doc, unit):
        return True
    if words[-1] == "the" and unit.words == 1 and following != "N" and doc[unit.start].text[:1].isupper():
        return True
    return after is not None and after.lower_ in WORKS | _NAMED and doc[unit.end - 1].tag_[0] == "N"


def _is_called(before: Sequence[Token], after: Token | None) -> bool:
    """Whether the words before say what something is called: known as, titled, the word, is called."""
    words = [token.lower_ for token in before]
    if "as" in words[-3:] and _KNOWING.intersection(words) or words[-2:] == ["diagnosed", "with"]:
        return True
    if _is_term(before) or _is_said_by_nobody(before):
        return True
    if _TITLING.intersection(words[-3:]) or words[-1] in _NAMES:
        return True
    if words[-1] in _WORDS:
        return not _is_used(before[-1])
    is_called = words[-1] == "called" and len(words) > 1 and words[-2] in _BE
    return is_called and (after is None or after.lower_ != "by")


def _is_term(before: Sequence[Token]) -> bool:
    """Whether words are what many call something: what locals call a “blue day”."""
    call = next((token for token in reversed(before) if token.lower_ == "call"), None)
    if call is None or call.tag_ not in ("VBP", "VB") or not any(token.lower_ == "what" for token in before):
        return False
    return any(token.tag_ == "NNS" and token.nbor(-1).lower_ == "what" for token in before if token.i > 0)


def _is_said_by_nobody(before: Sequence[Token]) -> bool:
    """Whether words are what nobody said: nobody said “sorry”."""
    verb = before[-1]
    return verb.lower_ in SPEECH and len(before) > 1 and before[-2].lower_ in ("nobody", "no-one", "none")


def _is_listed(view: View, unit: Unit) -> bool:
    """Whether words are one of several that a sentence lists as words: the phrases on the list are “optics” and …"""
    first = sentence_around(view.doc, unit).start
    several = next((t for t in view.doc[first : unit.start] if t.lower_ in _WORDS and t.tag_ == "NNS"), None)
    if several is None or several.dep_ not in ("nsubj", "nsubjpass") or any(c.tag_ == "PRP$" for c in several.lefts):
        return False
    return any(t.lower_ in _BE for t in view.doc[several.i : unit.start])


def _is_done(doc: Doc, unit: Unit) -> bool:
    """Whether words name what somebody makes or does: opened a “warming hall”."""
    root = unit_root(doc, unit)
    return root.dep_ == "dobj" and root.tag_ in ("NN", "NNS") and is_form(root.head.lower_, _DOING)


def _is_prompt(verb: Token) -> bool:
    """Whether words are only what anybody may say to a device or a clerk: unlock it by saying “Open up”."""
    at = verb
    while True:
        subjects = [child for child in at.children if child.dep_ in ("nsubj", "nsubjpass")]
        if subjects:
            return all(child.lower_ in _ANYBODY for child in subjects)
        if at.head.i == at.i:
            return verb.tag_ in ("VB", "VBG")
        at = at.head


def _is_used(word: Token) -> bool:
    """Whether somebody uses a word or a phrase, or says it: then those after it are quoted."""
    verb = word.head
    denied = any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children)
    return word.dep_ not in ("nsubj", "nsubjpass") and not denied and (verb.lower_ in _USING or verb.lower_ in SPEECH)


def _is_of_creation(doc: Doc, unit: Unit, before: Token, after: Token | None) -> bool:
    """Whether words are the title of a work that is named beside them, or of its maker: her film “A”, its “A” star."""
    if not doc[unit.start].text[:1].isupper() or not (unit.titled or unit.words == 1):
        return False
    made = after is not None and after.lower_ in _MAKERS and before.tag_ in ("DT", "PRP$", "POS")
    return made or before.lower_ in _CREATIONS


def _is_title(view: View, unit: Unit, before: Sequence[Token]) -> bool:
    """Whether words with the capitals of a title stand where one does: in “The Long Wait”, the song “Over the Bar”."""
    nearest = before[-1]
    works = WORKS | _CREATIONS
    if nearest.lower_ in works or nearest.text == "," and len(before) > 1 and before[-2].lower_ in works:
        return True
    performed = len(before) > 1 and before[-2].lower_ in _PERFORMING
    if nearest.lower_ == "as" and len(before) > 1 and before[-2].lower_ in _RELEASED:
        return True
    if (
        nearest.lower_ in _PERFORMING
        or nearest.lower_ in ("in", "from")
        and (performed or view.cues[nearest.i] < _LIKELY_CUE)
    ):
        return True
    if nearest.tag_ in ("DT", "POS", "PRP$") and not unit.utterance:
        return True
    if nearest.lower_ in ("and", "or", ","):
        other = next((u for u in reversed(view.units) if u.marked and u.end <= nearest.i), None)
        if other is not None and all(t.is_punct or t.lower_ in ("and", "or") for t in view.doc[other.end : unit.start]):
            return is_named(view, other)
    return False
