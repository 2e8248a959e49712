"""Who could be a source: names, pronouns and descriptions in a parsed passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quotes.extraction.cues import SPEECH
from quotes.extraction.datelines import end_of_dateline
from quotes.extraction.job_titles import is_somebody
from quotes.extraction.masking import CLAUSE
from quotes.extraction.name_spans import head_of, name_spans
from quotes.extraction.parsing import Passage
from quotes.extraction.roles import LABELS
from quotes.extraction.syntax import Doc, Span, Token
from quotes.extraction.word_classes import FINITE, PLAIN_TITLES
from quotes.model import Span as Place

Form = Literal["name", "pronoun", "possessive", "relative", "description"]

_PRONOUNS = frozenset(
    "he she they it we i you him her them us me himself herself themselves itself one some many others most "
    "several both neither another everyone nobody someone anyone".split()
)
_FLAT = frozenset(("compound", "amod", "det", "nummod", "name", "punct"))
_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_HEADLESS = frozenset(("JJ", "JJS", "JJR", "CD", "NNP", "VBN", "VBG", "RB", "DT"))
_LAST_WITH_DATELINE = 1  # passage: a headline may come before
_CUE, _SOURCE = LABELS.index("CUE"), LABELS.index("SOURCE")
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that may name a source.

    passage: number of the passage in the article's list.
    head: token number of its head word in the passage's doc.
    start, end: its tokens, end exclusive.
    span: where it stands in the article.
    form: name, pronoun, possessive pronoun ("came her reply"), relative ("who") or description.
    label: PERSON, ORG, LOC or MISC for names, else "".
    name_start: token where the name itself begins, after title and description; `head` where it is not a name.
    """

    passage: int
    head: int
    start: int
    end: int
    span: Place
    form: Form
    label: str = ""
    name_start: int = -1


def all_mentions(passages: Sequence[Passage]) -> list[list[Mention]]:
    """The mentions of each passage of an article."""
    names = name_spans([passage.doc for passage in passages])
    return [_find_mentions(passage, number, names[number]) for number, passage in enumerate(passages)]


def _find_mentions(passage: Passage, number: int, names: Sequence[Span]) -> list[Mention]:
    """The mentions of a passage in order of their heads, one a head word; `number` is the passage's own."""
    doc = passage.doc
    folded_away = {i for start, end in passage.places.values() for i in range(start, end)}
    if number <= _LAST_WITH_DATELINE:
        folded_away.update(range(end_of_dateline(doc)))
    found: dict[int, Mention] = {}

    def add(head: int, start: int, end: int, form: Form, label: str = "", name_start: int | None = None) -> None:
        while end - 1 > head and (doc[end - 1].is_punct or doc[end - 1].tag_ == "POS"):
            end -= 1
        begins = head if name_start is None else name_start
        found[head] = Mention(number, head, start, end, passage.original(start, end), form, label, begins)

    inside_name: set[int] = set()
    for entity in names:
        if entity.start in folded_away or entity.label_ == "MISC" and head_of(entity).dep_ in ("amod", "compound"):
            continue
        tokens = [token for token in entity if token.is_alpha or token.text[:1].isalnum()]
        if not tokens:
            continue
        inside_name.update(range(entity.start, entity.end))
        head = head_of(entity)
        start = _left_edge(head, entity.start)
        if start == entity.start > 0 and doc[start - 1].lower_.rstrip(".") in PLAIN_TITLES and doc[start - 1].is_title:
            start -= 1  # Mrs Tully, whatever the parse
            inside_name.add(start)
        add(head.i, start, entity.end, "name", entity.label_, entity.start)
    for token in doc:
        passed = token.i in found or token.i in inside_name or token.i in folded_away
        if passed or not any(map(str.isalnum, token.text)):
            continue
        lower = token.lower_
        if token.tag_ in ("PRP",) or lower in _PRONOUNS and token.dep_ in _SUBJECTS:
            add(token.i, token.i, token.i + 1, "pronoun")
        elif token.tag_ == "PRP$" and lower in ("his", "her", "their", "its"):
            add(token.i, token.i, token.i + 1, "possessive")
        elif token.tag_ in ("WP",) and token.dep_ in _SUBJECTS:
            add(token.i, token.i, token.i + 1, "relative")
        elif _is_description(token) and _is_a_verb(token):
            subject = doc[token.i - 1]
            if subject.i not in inside_name:
                add(subject.i, _left_edge(token, subject.i), token.i, "description")
        elif _is_description(token):
            add(token.i, _left_edge(token, token.i), _right_edge(token), "description")
    for name in [m for m in found.values() if m.label == "ORG" and doc[m.head].dep_ in _SUBJECTS]:
        if any(_is_employer(doc, name, m) for m in found.values()):
            del found[name.head]
    for name in [m for m in found.values() if m.label in ("ORG", "LOC")]:
        person = found.get(name.end)
        if person is not None and _runs_on(doc, name, person):
            del found[name.head]
            add(person.head, name.start, person.end, "description")
        elif name.label == "LOC" and (native := _native(doc, name)) is not None:
            for covered in [at for at in found if name.start <= at <= native]:
                del found[covered]
            add(native, name.start, native + 1, "description")
    return [found[head] for head in sorted(found)]


def _runs_on(doc: Doc, name: Mention, person: Mention) -> bool:
    """Whether a name is the beginning of a description: a Superior Court of Ellery judge."""
    head = doc[person.head]
    inside = person.form == "description" and name.start < person.start < name.end
    return inside and head.tag_ == "NN" and head.is_lower and is_somebody(head.lower_)


def _native(doc: Doc, place: Mention) -> int | None:
    """The word for who comes from a place with its province: the Viking, Alta., [native] said; or None."""
    comma = place.end + 2
    if (
        comma + 2 >= len(doc)
        or doc[place.start].lower_ != "the"
        or doc[place.end].text != ","
        or doc[comma].text != ","
    ):
        return None
    noun, verb = doc[comma + 1], doc[comma + 2]
    return noun.i if noun.is_lower and is_somebody(noun.lower_) and verb.tag_ in FINITE else None


def _is_employer(doc: Doc, body: Mention, person: Mention) -> bool:
    """Whether the name of a body is the beginning of a person's description: Foxton University historian Ada Byrd."""
    between = doc[body.end : person.name_start]
    if person.label != "PERSON" or not len(between) or not between[-1].is_lower or not is_somebody(between[-1].lower_):
        return False
    return all(t.tag_[0] in "NJ" or t.lower_ in ("of", "the") for t in between)


def _is_a_verb(token: Token) -> bool:
    """Whether a noun is the verb of speech of the name before it, misread: Hobart states, the two write."""
    if token.i == 0 or not token.is_lower:
        return False
    before = token.nbor(-1)
    if before.head.i != token.i:
        return False
    if _ends_attribution(token):
        return True
    if float(token.doc.roles[token.i, _CUE]) < 0.5:
        return False
    named = before.dep_ == "compound" and before.ent_type_ == "PERSON" and token.tag_ == "NNS"
    told = before.tag_ == "NN" and token.tag_ == "NNS" and is_somebody(before.lower_)
    named |= before.dep_ == "compound" and told  # the founder jokes
    several = before.tag_ in ("NNPS", "NNS", "CD") and before.dep_ in ("compound", "nummod")
    return named or several and token.tag_ == "NN" and token.lower_ in SPEECH


def _ends_attribution(token: Token) -> bool:
    """Whether a word is the verb of what follows quoted words: “It is late,” Hobart protests."""
    doc, at = token.doc, token.i - 1
    if token.tag_ != "NNS" or token.lower_ not in SPEECH or doc[at].dep_ != "compound":
        return False
    if doc[at].tag_ not in ("NNP", "NN") or float(doc.roles[at, _SOURCE]) < 0.5:
        return False
    while at > 0 and doc[at - 1].dep_ in _FLAT and not doc[at - 1].is_punct:
        at -= 1
    closed = token.i + 1 == len(doc) or doc[token.i + 1].is_punct
    return closed and at > 1 and doc[at - 1].text == "," and doc[at - 2].text == CLAUSE


def _is_description(token: Token) -> bool:
    if token.tag_ in _NOUNS:
        return token.dep_ not in ("compound", "amod", "nn", "name", "det")
    return token.dep_ in _SUBJECTS and token.tag_ in _HEADLESS and token.text[:1].isalnum()


def _left_edge(head: Token, start: int) -> int:
    """Where the words that belong to a head begin, to its left: title, article, adjectives, possessor."""
    doc: Doc = head.doc
    while start > 0:
        before = doc[start - 1]
        if before.is_punct and before.text not in ("-", "’", "'", "."):
            break
        if before.text.isdigit() and start > 1 and doc[start - 2].lower_ in ("in", "since"):
            break  # in 1985 Byrd said
        chain = before
        steps = 0
        while chain.i != head.i and chain.head.i != chain.i and steps < 6:
            possessor = chain.dep_ == "nmod" and (chain.tag_ == "PRP$" or any(c.tag_ == "POS" for c in chain.rights))
            if chain.i < head.i and (chain.dep_ in _FLAT or possessor or chain.tag_ == "POS"):
                chain = chain.head
                steps += 1
            else:
                break
        if chain.i != head.i and not start <= chain.i <= head.i:
            break
        if before.is_space:
            break
        start -= 1
    return start


def _right_edge(head: Token) -> int:
    """Where a description ends: after "of", "for", "from" or "in" and the words they govern."""
    doc: Doc = head.doc
    end = head.i + 1
    if end < len(doc) and doc[end].lower_ in ("of", "for", "from", "in", "at", "with", "to"):
        for child in head.rights:
            if child.dep_ == "nmod" and child.left_edge.i == end:
                stop = child.i + 1
                while stop < len(doc) and doc[stop].dep_ in ("compound", "name") and doc[stop].head.i == child.i:
                    stop += 1
                return stop
    return end
