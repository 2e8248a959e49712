"""The words beside a name that say what its bearer is: title, apposition, party, predicate.

A phrase counts only next to the name, whole, and said by the article of one person: not denied, asked, compared or
reported, and not about several people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.extraction.coref.entities import HONORIFICS
from quotes.extraction.job_titles import holds_office, is_somebody
from quotes.extraction.mentions import Mention
from quotes.extraction.parsing import Passage
from quotes.extraction.roles import LABELS
from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import FINITE, NEGATIONS
from quotes.text import states

_CUE = LABELS.index("CUE")
_SAID = 0.5
_PARTY = re.compile(r",?\s*\(?([DRI]-[A-Z][A-Za-z.]*(?:\s(?:Va|Dakota|Hampshire)\b\.?)?)\)?(?=\W|$)")
_PLACE = re.compile(r" (of ([A-Z][a-z]+(?: [A-Z][a-z]+)*))")
_AGE = re.compile(r"\d{1,3}|\d{1,3}-year-old")
_MODIFIERS = frozenset("DT PDT JJ JJR JJS NN NNP NNS NNPS CD VBN VBG RB POS HYPH PRP$ AFX FW".split())
_OBJECTS = _MODIFIERS - {"RB"}
_NOUNS = frozenset(("NN", "NNP"))
_ALL_NOUNS = _NOUNS | {"NNS", "NNPS"}
_PREPOSITIONS = frozenset("of at for in with from to on under behind within".split())
_JOINING = frozenset(("-", "–", "&", "/", "’s", "'s", "’", "'"))
_GOES_ON = _PREPOSITIONS | {"and", "or", "who", "whom", "whose", "that", "which"}
_ENDS = frozenset(",.;:()[]—–-“”\"'’‘?!…")
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday tonight week month year years decade morning afternoon "
    "evening night weekend interview statement email e-mail tweet letter speech phone conference testimony hearing "
    "post message release call memo time moment".split()
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NO_ONE = frozenset("no any every each either neither some".split())
_PAST = frozenset(("former", "retired", "ex-"))


def phrases_beside(passage: Passage, mention: Mention, text: str) -> list[str]:
    """The phrases beside a name, as the article prints them.

    Args:
        passage: The passage of the mention.
        mention: A name.
        text: The text of the article.
    """
    doc = passage.doc
    spans = [*_before(doc, mention), *_after(doc, mention), *_introduced(doc, mention), *_predicate(doc, mention)]
    found = [passage.original(start, end).of(text) for start, end in spans if start < end]
    party = _PARTY.match(text, mention.span.end)
    place = _PLACE.match(text, mention.span.end)
    if place and place[2] in states.named_in(place[2]):
        found.append(place[1])
    return [*found, party[1]] if party else found


def _before(doc: Doc, mention: Mention) -> Iterator[tuple[int, int]]:
    """The title: the harbour master Ada Byrd, director of the mint Ada Byrd."""
    end = mention.name_start
    while end < mention.head and doc[end].lower_.rstrip(".") in HONORIFICS:
        end += 1
    start = mention.start
    if start >= end:
        return
    if start > 0 and doc[start - 1].lower_ in _PAST:
        start -= 1
    titled = is_somebody(doc[end - 1].text.rstrip("."))
    if start > 1 and doc[start - 1].lower_ == "of" and not titled:
        start -= 1
        while start > 0 and doc[start - 1].tag_ in ("NN", "NNP", "JJ", "DT"):
            start -= 1
    if not (start > 0 and doc[start - 1].lower_ in _NO_ONE):
        yield start, end


def _after(doc: Doc, mention: Mention) -> Iterator[tuple[int, int]]:
    """The appositions after a comma or dash: Ada Byrd, 41, a lawyer, the mayor of Ellery."""
    if doc[mention.head].sent[-1].text == "?":
        return
    at = mention.end
    for _ in range(4):
        at = _after_brackets(doc, at)
        if at >= len(doc) - 1 or doc[at].text not in (",", "—", "–", "("):
            return
        start = at + 1
        if [token.lower_ for token in doc[start : start + 2]] == ["who", "is"]:
            start += 2
        end = _noun_phrase(doc, start)
        if end is None:
            if not (_AGE.fullmatch(doc[start].text) or _PARTY.match(doc[start].text)):
                return
            end = start + 1
        elif is_subject_after_source(doc, doc[mention.head], end):
            return
        else:
            yield start, end
            if any(token.lower_ in _PREPOSITIONS for token in doc[start:end]):
                return  # what follows may be said of the body or the place
        at = end


def is_subject_after_source(doc: Doc, name: Token, end: int) -> bool:
    """Whether a phrase after a name begins the clause, and ends at `end`: according to Ada Byrd, a deputy fell."""
    first = name.sent[0].lower_
    return first == "according" and end < len(doc) and doc[end].tag_ in FINITE


def _after_brackets(doc: Doc, at: int) -> int:
    """The token after words in brackets, such as a party."""
    if at < len(doc) and doc[at].text == "(":
        close = next((i for i in range(at, min(at + 9, len(doc))) if doc[i].text == ")"), None)
        return at if close is None else close + 1
    return at


def _introduced(doc: Doc, mention: Mention) -> Iterator[tuple[int, int]]:
    """The description that the name follows: the director of the mint, Ada Byrd, said."""
    head = doc[mention.head]
    noun = head.head
    if noun.ent_type_ == "PERSON" and noun.dep_ == "nmod" and is_somebody(noun.head.text):
        noun = noun.head  # an attorney for Li, Ada Byrd
    elif noun.dep_ == "nmod" and noun.ent_type_ == "LOC" and is_somebody(noun.head.text):
        noun = noun.head  # the harbour master in Orrin, Ada Byrd
    if head.dep_ != "appos" or noun.i >= mention.start or noun.tag_ not in _NOUNS or noun.ent_type_ == "PERSON":
        return
    comma = mention.start - 1
    start = noun.left_edge.i
    if doc[comma].text == "," and not any(child.dep_ == "conj" for child in noun.children):
        end = _noun_phrase(doc, start)
        if end == comma:
            yield start, end


def _predicate(doc: Doc, mention: Mention) -> Iterator[tuple[int, int]]:
    """The office in a plain statement of the article: Ada Byrd is the mayor of Ellery."""
    head = doc[mention.head]
    noun = head.head
    if head.dep_ != "nsubj" or noun.tag_ not in _NOUNS or noun.dep_ != "ROOT" or not holds_office(noun.lower_):
        return
    verbs = [child for child in noun.lefts if child.dep_ in ("cop", "aux", "neg", "mark", "advmod")]
    if [verb.lower_ for verb in verbs if verb.lower_ not in ("now", "also", "currently")] not in (
        ["is"],
        ["'s"],
        ["’s"],
    ):
        return
    sentence = noun.sent
    roles = doc.roles
    if sentence[-1].text == "?" or any(roles[token.i, _CUE] > _SAID or token.lower_ in NEGATIONS for token in sentence):
        return
    start = max(verb.i for verb in verbs) + 1
    end = _noun_phrase(doc, start)
    if end is not None and start <= noun.i < end:
        yield start, end


def _noun_phrase(doc: Doc, start: int) -> int | None:
    """Where the phrase for one person that begins at a token ends (exclusive), or None if there is none."""
    end = _run(doc, start, _MODIFIERS)
    head = _head(doc, start, end)
    if head is None or doc[start].lower_ in _NO_ONE:
        return None
    while end < len(doc):
        further = _coordinated(doc, end) or _prepositional(doc, end)
        if further is None:
            break
        end = further
    if _is_past(doc, end) or end < len(doc) and doc[end].text == "?":
        return None
    return end


def _run(doc: Doc, start: int, tags: frozenset[str]) -> int:
    """Where a run of words with such tags ends. A comma inside a name does not end it."""
    end = start
    while end < len(doc):
        token = doc[end]
        within = token.text == "," and end > start and end + 1 < len(doc) and doc[end + 1].ent_iob_ == "I"
        if not (token.tag_ in tags or token.text in _JOINING or within) or end > start and token.lower_ == "now":
            break
        end += 1
    while end > start and (doc[end - 1].text in _ENDS or doc[end - 1].tag_ in ("DT", "RB") or doc[end - 1].text == "&"):
        end -= 1
    return end


def _head(doc: Doc, start: int, end: int) -> Token | None:
    """The noun at the end of a phrase, if it is one for somebody and the phrase is no other name."""
    if end <= start:
        return None
    head = doc[end - 1]
    if head.tag_ not in _NOUNS or head.ent_type_ == "PERSON" or not is_somebody(head.text):
        return None
    for i in range(start, end):
        name_ends = doc[i].ent_type_ == "PERSON" and doc[i + 1].ent_type_ != "PERSON"
        if name_ends and doc[i + 1].tag_ != "POS" and doc[i + 1].dep_ != "compound":
            return None
    return head


def _coordinated(doc: Doc, at: int) -> int | None:
    """The end of "and a deputy chairman" at a token, or None."""
    if doc[at].lower_ not in ("and", "or") or at + 1 == len(doc):
        return None
    end = _run(doc, at + 1, _MODIFIERS)
    return end if _head(doc, at + 1, end) is not None else None


def _prepositional(doc: Doc, at: int) -> int | None:
    """The end of "of the mint and the treasury" at a token, or None. Times and occasions are none."""
    if doc[at].lower_ not in _PREPOSITIONS:
        return None
    end = _run(doc, at + 1, _OBJECTS)
    while end < len(doc) - 1 and (doc[end].lower_ == "and" or doc[end].text == "&"):
        further = _run(doc, end + 1, _OBJECTS)
        closed = further == len(doc) or doc[further].text in _ENDS or doc[further].lower_ in _GOES_ON
        new = any(doc[i].ent_type_ == "PERSON" for i in range(end + 1, further))
        if further == end + 1 or not closed or new:
            break
        end = further
    words = doc[at + 1 : end]
    timed = any(word.lower_ in _TIMES for word in words) or bool(words) and _YEAR.fullmatch(words[-1].text)
    return end if any(word.tag_ in _ALL_NOUNS for word in words) and not timed else None


def _is_past(doc: Doc, at: int) -> bool:
    """Whether the words after a phrase put it into the past: at the time, until May, in 1998, from 2009 to 2013."""
    words = [token.lower_ for token in doc[at : at + 4]]
    if words[:1] in (["until"], ["during"], ["when"]) or words[:3] == ["at", "the", "time"]:
        return True
    return words[:1] in (["in"], ["from"]) and any(map(_YEAR.fullmatch, words))
