"""Descriptions of an entity in an article: in a title, in an apposition, after "is"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from quotes.extraction.coref.antecedents import SUBJECTS
from quotes.extraction.coref.entities import HONORIFICS, Entity, gender_of_given_name, is_doubtful
from quotes.extraction.coref.role_phrases import is_subject_after_source, phrases_beside
from quotes.extraction.job_titles import holds_office, is_somebody
from quotes.extraction.masking import CLAUSE
from quotes.extraction.mentions import Mention
from quotes.extraction.parsing import Passage
from quotes.extraction.syntax import Doc, Token, text_of
from quotes.extraction.word_classes import (
    DOCUMENTS,
    FINITE,
    KIN,
    NOUN_GENDER,
    OF_BODIES,
    PUBLISHED,
    RELATIVES,
    TITLE_NOUNS,
    age_of,
)

_LONGEST_OFFICE = 14  # tokens
_SHORT = {("chief", "executive"): "ceo", ("prime", "minister"): "pm", ("managing", "director"): "md"}
_COUPLES = {
    "parents": {"m": "father", "f": "mother"},
    "grandparents": {"m": "grandfather", "f": "grandmother"},
    "children": {"m": "son", "f": "daughter"},
}

_NO_MINISTRIES = frozenset(
    "union federation association party branch club society company press general private parish court assistant "
    "honorary membership parliamentary".split()
)


def describe(entity: Entity, mention: Mention, passage: Passage, text: str) -> None:
    """Add the descriptions next to a mention to its entity: title, apposition, copula."""
    doc = passage.doc
    head = doc[mention.head]
    name_start = mention.name_start
    notes: list[tuple[int, int]] = []
    while name_start < head.i and doc[name_start].lower_.rstrip(".") in HONORIFICS:
        name_start += 1
    if mention.start < name_start:
        begin = mention.start
        if begin > 1 and doc[begin - 1].lower_ == "of" and not holds_office(doc[name_start - 1].lower_):
            begin -= 1
            while begin > 0 and doc[begin - 1].tag_ in ("NN", "NNP", "JJ"):
                begin -= 1
        notes.append((begin, name_start))
    for child in head.children:
        if child.dep_ == "appos" and child.tag_.startswith("N") and child.ent_type_ != "PERSON":
            end = _end_of_note(child)
            notes += [] if is_subject_after_source(doc, head, end) else [(child.left_edge.i, end)]
    told = _described_before(head, mention.start) or _office_before(doc, mention)
    if told is not None and told.tag_ in ("NN", "NNS", "NNP") and told.ent_type_ != "PERSON":
        notes.append((told.left_edge.i, told.i + 1))
    if head.dep_ == "nsubj" and head.head.tag_ == "NN" and any(c.dep_ == "cop" for c in head.head.children):
        parts = [c.i for c in head.head.lefts if c.dep_ in ("det", "amod", "compound", "nmod")]
        left = min(parts, default=head.head.i)
        notes.append((left, head.head.i + 1))
    for clause in head.children:  # Ada Byrd, who was the town's physician
        if clause.tag_ == "NN" and any(c.dep_ == "nsubj" and c.lower_ == "who" for c in clause.lefts):
            copula = next((c.i for c in clause.lefts if c.dep_ == "cop"), None)
            denied = any(c.dep_ == "neg" for c in clause.children)
            notes += [(copula + 1, clause.i + 1)] if copula is not None and not denied else []
    title = doc[name_start - 1] if name_start > mention.start else None
    if mention.label == "ORG" and mention.end - name_start > 1 and title is not None and _is_title(title):
        entity.labels["PERSON"] = entity.labels.get("PERSON", 0) + 1  # MP Ada Byrd was taken for a body
        entity.nouns.add(title.lower_)
    auxiliary = text_of(doc[mention.end : mention.end + 1]) in ("have", "are")
    joined = any(child.dep_ == "conj" for child in head.children)
    entity.collective = entity.collective or auxiliary and not joined and takes_plural(head)
    entity.nouns.update(_of_a_couple(doc, name_start))
    beside = doc[name_start - 1] if name_start and mention.label == "PERSON" else None
    if beside is not None and beside.tag_ == "NN" and is_somebody(beside.lower_):
        words = doc[mention.start : name_start]
        entity.nouns.update(_alike_among(words, beside.lower_))
    if head.dep_ in SUBJECTS:
        quoted = OF_BODIES if mention.label == "PERSON" else frozenset()
        entity.documents.update(set(_written(head.head)) - quoted)
    after = doc[mention.end : mention.end + 3]
    if len(after) >= 2 and after[0].text == "," and (age := age_of(after[1].text)):
        entity.described.add(f"{age}-year-old")
    for start, end in notes:
        words = [doc[i] for i in range(start, end)]
        entity.nouns.update(_nouns(words))
        entity.nouns.update(_in_short([word.lower_ for word in words]))
        for word in words:
            lower = word.lower_.rstrip(".")
            if not lower.isalnum() and "-" not in lower:
                continue
            entity.described.update(_alike_among(words, lower))
            if tells_a_country(word):
                entity.countries.add(lower)
            gender = HONORIFICS.get(lower) or (NOUN_GENDER.get(lower, "") if word.tag_ in ("NN", "NNP") else "")
            doubtful = word.dep_ in ("nmod", "nmod:poss") or is_doubtful(lower, entity.tokens)
            if gender and not doubtful:
                entity.genders[gender] = entity.genders.get(gender, 0) + 3
    entity.roles += phrases_beside(passage, mention, text)


def _is_title(token: Token) -> bool:
    word = token.lower_.rstrip(".")
    return token.tag_ != "DT" and token.text[0].isupper() and (word in HONORIFICS or holds_office(word))


def _described_before(name: Token, start: int) -> Token | None:
    """The noun of the description that a name follows, whole: the former mayor of Ellery, [Ada Byrd].

    start: of the name.
    """
    noun = name.head
    comma = start > 0 and name.doc[start - 1].text == ","
    if name.dep_ == "nmod" and comma and noun.i < start and is_somebody(noun.lower_):
        return noun
    if name.dep_ != "appos":
        return None
    relative = name.doc[start - 2] if comma and start > 2 else None
    if relative is not None and relative.lower_ in RELATIVES and relative.nbor(-1).tag_ in ("PRP$", "POS"):
        return relative  # Ida Byrd and her husband, Olaf
    if not comma or noun.dep_ != "nmod" or noun.ent_type_ == "PERSON":
        return noun
    outer = noun.head
    governed = preposition_of(noun) in ("of", "for", "at", "in") and outer.i < noun.i and outer.tag_ in ("NN", "NNP")
    return outer if governed and is_somebody(outer.lower_) and not is_somebody(noun.lower_) else noun


def _office_before(doc: Doc, name: Mention) -> Token | None:
    """The office that opens a clause whose subject holds it: “…,” chairman of the board (HB), [Ada Byrd] said.

    The parse may set it apart.
    """
    last = name.start - 1
    if last < 1 or doc[last].text != "," or name.label != "PERSON" or doc[name.head].dep_ not in SUBJECTS:
        return None
    start = last
    while start > 0 and last - start < _LONGEST_OFFICE and doc[start - 1].text not in (",", ".", ":", ";", CLAUSE):
        start -= 1
    words = doc[start:last]
    opens = start == 0 or bool(doc[start].is_sent_start) or doc[start - 1].text == "," and doc[start - 2].text == CLAUSE
    if not (opens and words) or any(word.tag_ in FINITE for word in words):
        return None
    end = next((i for i, word in enumerate(words) if word.tag_ in ("IN", "-LRB-")), len(words))
    office = words[end - 1] if end else None
    return office if office is not None and holds_office(office.lower_) and office.tag_ in ("NN", "NNP") else None


def takes_plural(subject: Token) -> bool:
    """Whether the verb of a singular subject is plural, as of a body: Big Ferry have denied it."""
    verb = subject.head
    finite = next((t for t in (verb, *verb.lefts) if t.tag_ in FINITE), None)
    return subject.dep_ in SUBJECTS and finite is not None and (finite.tag_ == "VBP" or finite.lower_ == "were")


def _of_a_couple(doc: Doc, start: int) -> Iterator[str]:
    """What one of two is who are named together: her parents, [Ida] and [Olaf Lund]. start: of the name."""
    at = start - 2 if start > 2 and doc[start - 1].lower_ == "and" else start
    if at > 1 and doc[at - 1].text == "," and doc[at - 2].lower_ in _COUPLES:
        gender = gender_of_given_name(doc[start].lower_)
        yield from (_COUPLES[doc[at - 2].lower_][gender],) if gender else ()


def _end_of_note(head: Token) -> int:
    end = head.i + 1
    for child in head.rights:
        if child.dep_ == "nmod" and child.i == child.right_edge.i or child.dep_ == "nmod" and child.i - head.i < 8:
            end = max(end, child.i + 1)
        elif child.i >= end:
            break
    return end


def _nouns(words: Sequence[Token]) -> set[str]:
    """The nouns of a title or apposition that say what somebody is: its head, and those for persons."""
    end = next((i for i, word in enumerate(words) if i and word.tag_ in ("IN", ",", "WP", "WDT")), len(words))
    found: set[str] = set()
    for i, word in enumerate(words[:end]):
        lower = word.lower_.rstrip(".")
        if word.tag_.startswith("N") and (i == end - 1 or is_somebody(lower)):
            found.update(_alike_among(words, lower))
    return found


def _alike_among(words: Sequence[Token], noun: str) -> Collection[str]:
    """The words that mean the same as one of a title; the secretary of a union or the like is no minister."""
    no_minister = noun == "secretary" and any(word.lower_ in _NO_MINISTRIES for word in words)
    return (noun,) if no_minister else alike(noun)


def _in_short(words: Sequence[str]) -> Iterator[str]:
    """The initials by which an office is called: chief executive, CEO; chief financial officer, CFO."""
    for first, second, *third in zip(words, words[1:], [*words[2:], ""], strict=False):
        if (first, second) in _SHORT:
            yield _SHORT[first, second]
        elif first == "chief" and third == ["officer"]:
            yield f"c{second[0]}o"


def _written(verb: Token) -> Iterator[str]:
    """The documents that the subject of a verb wrote: said in a statement, released a report."""
    for child in verb.rights:
        if child.lower_ in DOCUMENTS and (
            child.dep_ == "nmod"
            and preposition_of(child) in ("in", "on", "via", "through")
            or child.dep_ == "dobj"
            and verb.lower_ in PUBLISHED
        ):
            yield child.lower_


def alike(word: str) -> tuple[str, ...]:
    """A word in lower case with those that say the same of somebody: the title in full, the other words for kin."""
    return word, TITLE_NOUNS.get(word, word), *KIN.get(word, ())


def tells_a_country(token: Token) -> bool:
    """Whether a word names a country or a nationality: the US, the British."""
    return token.ent_type_ in ("LOC", "MISC") or token.text.isupper() and 1 < len(token.text) <= 3


def preposition_of(token: Token) -> str:
    """The preposition of a noun, or ""."""
    return next((child.lower_ for child in token.lefts if child.dep_ == "case"), "")
