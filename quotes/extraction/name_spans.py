"""The names of a passage, whole: with the suffix, the nickname and the parts that recognition left out.

The recogniser labels one paragraph at a time. What it found in one of them also names whoever it names in the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from quotes.extraction.coref.entities import HONORIFICS, RANKS, gender_of_given_name, is_organisation, key_tokens
from quotes.extraction.cues import SPEECH
from quotes.extraction.job_titles import holds_office, is_somebody
from quotes.extraction.roles import LABELS
from quotes.extraction.syntax import Doc, Span, Token, text_of
from quotes.extraction.word_classes import (
    ANYBODY,
    BODIES,
    FINITE,
    NO_GIVEN_NAMES,
    NOT_A_NAME,
    OFFICES,
    PARTICLES,
    PEOPLES,
    RELATIVES,
    TITLE_NOUNS,
)
from quotes.names.name_words import CONCERNS, NAMESAKES
from quotes.text.countries import code_of

CUE, SOURCE = LABELS.index("CUE"), LABELS.index("SOURCE")
GENERATIONS = frozenset((*NAMESAKES, "ii", "iii", "iv"))
_LONGEST_KNOWN = 5
_LONGEST_DATELINE = 14  # tokens
_LONGEST_BRACKET = 6  # tokens
_DASHES = ("—", "–", "-", "--", "―")
_UNLIKELY = 0.2
_PLAYERS = frozenset(
    "coach captain skipper manager striker goalkeeper keeper midfielder defender winger forward centre-half full-back "
    "quarterback linebacker goaltender goalie pitcher outfielder bowler batsman fly-half".split()
)
_GERMANIC = frozenset("van von ten ter der den".split())
_SONS = frozenset("bin bint ibn ben ould mint".split())
_SHORT_TITLES = frozenset("MP MLA MEP MSP MPP CP DSP ASP DCP ACP SSP IGP DCI PC".split())
_POST_NOMINALS = frozenset("QC KC SC MP MLA MSP MBE OBE CBE MD PhD Esq SAN".split())
_OPEN = frozenset("(\"“‘'„«")
_CLOSE = frozenset(")\"”’'“»")
_NICKNAMES_BEGIN = ("the", "el", "la")
_NEVER_FIRST = frozenset(("unlike", "despite", "meanwhile"))
_TICKER = re.compile(r"[A-Z]{2,6}\.[A-Z]{1,2}")
_INITIAL = re.compile(r"(?:[A-Z]\.)+")
_DOMAIN = re.compile(r"[A-Za-z][\w-]*\.(?:com|org|net|co|gov|edu|info)")
_ENDS = frozenset(",.;:()—–-")
_HEADS = frozenset(
    "academy agency alliance assembly association board bureau campaign center centre chamber church coalition college "
    "commission committee conference confederation congress council court department federation foundation fund "
    "group institute institution league ministry movement network office organisation organization partnership "
    "programme project school service services society trust union university".split()
)
_CONCERNS = CONCERNS | frozenset(
    "agriculture citizenship commerce consumer customs drug economics exchange fisheries food housing human "
    "immigration industry markets means medicine oversight science securities social technology veterans ways".split()
)
_PURPOSES = frozenset("administration authority enforcement protection regulation research safety".split())
"""Last words of the names of bodies that join what they are concerned with: Customs and Border Protection."""

_OF_TOWNS = frozenset("mayor premier".split())
_PLURALS = frozenset("people women men children workers farmers teachers veterans".split())
_CLOSE_TO = frozenset("partner boyfriend girlfriend friend neighbour neighbor colleague housemate roommate".split())
_GOING_ON = frozenset("for of on to against and".split())


@dataclass
class KnownNames:
    """The names that were recognised somewhere in an article, each a row of words as printed, with its label.

    common: words that the article also has in lower case. people: single words that are mostly recognised as persons.
    teams: single words that are the name of a team: the Harriers, the Foxton striker. places: those that people are in.
    givens: given names of its people.
    """

    labels: dict[tuple[str, ...], str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    givens: frozenset[str] = frozenset()

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The first words of the names."""
        return frozenset(words[0] for words in self.labels)


def name_spans(docs: Sequence[Doc]) -> list[list[Span]]:
    """The names of each passage of an article in order, none overlapping another."""
    recognised = [_recognised(doc) for doc in docs]
    known = _known_names(docs, recognised)
    return [_names(doc, found, known) for doc, found in zip(docs, recognised, strict=True)]


def _known_names(docs: Sequence[Doc], recognised: Sequence[Sequence[Span]]) -> KnownNames:
    """The full names of an article, and the family names of its people."""
    counted: dict[tuple[str, ...], Counter[str]] = {}
    common: set[str] = set()
    givens: set[str] = set()
    single: dict[str, Counter[str]] = {}
    for doc, found in zip(docs, recognised, strict=True):
        for name in doc.ents:
            if len(name) == 1:
                single.setdefault(name[0].text, Counter())[name.label_] += 1
        common.update(token.text for token in doc if token.is_lower)
        if _is_capitalised(doc):
            continue
        for name in found:
            words = tuple(token.text for token in doc[name.start : name.end] if token.tag_ != "POS")
            if len(words) < 2 or name.label_ == "MISC" or not words[-1][:1].isupper():
                continue
            counted.setdefault(words, Counter())[name.label_] += 1
            person = name.label_ == "PERSON" and bool(gender_of_given_name(words[0].casefold()))
            family = words[:-1] if words[-1].rstrip(".").casefold() in GENERATIONS else words
            if person and len(family) > 1:
                givens.add(words[0])
            if person and len(family) > 1 and len(family[-1]) > 2:
                counted.setdefault(family[-1:], Counter())["PERSON"] += 1
                if len(family) > 2 and family[-2] in PARTICLES:
                    counted.setdefault((family[-2].capitalize(), family[-1]), Counter())["PERSON"] += 1
        for name in _lower_case(doc, set()):
            counted.setdefault((name[-1].text,), Counter())["PERSON"] += 1
    givens = {word for word in givens if (word,) not in counted and set(single.get(word, ())) <= {"PERSON"}}
    counted.update(((word,), Counter(("PERSON",))) for word in givens)
    labels = {words: labels.most_common(1)[0][0] for words, labels in counted.items()}
    people = (word for word, labels in single.items() if labels.most_common(1)[0][0] == "PERSON")
    teams = (name[0].text for doc in docs for name in doc.ents if _is_team(name))
    inside = Counter(name[0].text for doc in docs for name in doc.ents if _is_inside(name))
    return KnownNames(
        {w: label for w, label in labels.items() if len(w) <= _LONGEST_KNOWN},
        frozenset(common),
        frozenset(people),
        frozenset(word for word in teams if (word.removesuffix("s"),) not in labels),  # the Byrds of Ada Byrd
        frozenset(
            word for word, count in inside.items() if count > 1 and single[word]["LOC"] and (word,) not in labels
        ),
        frozenset(givens),
    )


def _names(doc: Doc, recognised: Sequence[Span], known: KnownNames) -> list[Span]:
    """The names of a passage: those recognised there, and others by their form or because the article knows them."""
    found = [each for name in recognised for each in _people_apart(name, known)]
    capitalised = _is_capitalised(doc)
    bodies = [] if capitalised else list(_bodies(doc))
    inside = {i for body in bodies for i in range(body.start, body.end)}
    found = [name for name in found if inside.isdisjoint(range(name.start, name.end))] + bodies
    taken = {i for name in found for i in range(name.start, name.end)}
    unrecognised = (*(() if capitalised else _titled(doc)), *_related(doc), *_by_gesture(doc))
    found += [span for span in unrecognised if taken.isdisjoint(range(span.start, span.end))]
    taken.update(i for name in found for i in range(name.start, name.end))
    found += [name for name in _speaking(doc) if taken.isdisjoint(range(name.start, name.end))]
    taken.update(i for name in found for i in range(name.start, name.end))
    found += _lower_case(doc, taken)
    taken.update(i for name in found for i in range(name.start, name.end))
    found += [
        Span(doc, token.i, token.i + 1, label="ORG")
        for token in doc
        if token.i not in taken and _DOMAIN.fullmatch(token.text)
    ]
    taken.update(i for name in found for i in range(name.start, name.end))
    found += _repeated(doc, known, taken)
    return sorted(_relabelled(found, known), key=lambda span: span.start)


def _relabelled(found: Sequence[Span], known: KnownNames) -> Iterator[Span]:
    """The names, of which those are no person's that tell where one belongs."""
    starts = {name.start for name in found if name.label_ == "PERSON"}
    for name in _without_seats(found):
        single = len(name) == 1 and name.label_ == "PERSON"
        told = single and (_is_before_role(name, starts) or _is_employer(name, found) or name[0].text in known.teams)
        if told:
            yield Span(name.doc, name.start, name.end, label="ORG")
        else:
            place = single and name[0].text in known.places
            yield Span(name.doc, name.start, name.end, label="LOC") if place else name


def _is_before_role(name: Span, starts: Collection[int]) -> bool:
    """Whether a name begins what is said of the person named next: [Oilers] fan Ada Byrd."""
    doc = name.doc
    if name[0].dep_ != "compound" or gender_of_given_name(name[0].lower_):
        return False
    end = next((t.i for t in doc[name.end : name.end + _LONGEST_KNOWN] if not t.is_lower or not t.is_alpha), name.end)
    return end > name.end and end in starts and is_somebody(doc[end - 1].lower_)


def _is_team(name: Span) -> bool:
    """Whether a name has an article and tells of several, or who plays: the [Harriers] won, the [Foxton] striker."""
    doc, word = name.doc, name[0]
    article = name.start > 0 and doc[name.start - 1].lower_ in ("the", "a")
    if len(name) > 1 or not article:
        return False
    if word.dep_ == "compound":
        return any(token.lower_ in _PLAYERS for token in doc[name.end : name.end + 1])
    return word.lower_.endswith("s") and not gender_of_given_name(word.lower_)


def _is_inside(name: Span) -> bool:
    """Whether a name stands where a place does: still live in [Hebden]."""
    doc, at = name.doc, name.start - 1
    inside = len(name) == 1 and at > 0 and doc[at].lower_ in ("in", "into") and not gender_of_given_name(name[0].lower_)
    return inside and text_of(doc[name.end : name.end + 1]) not in ("'s", "’s")


def _is_employer(name: Span, found: Sequence[Span]) -> bool:
    """Whether somebody is said to be at what has the name: Ada Byrd at [Cornell]."""
    doc, at = name.doc, name.start - 1
    before = at > 0 and doc[at].lower_ == "at"
    return before and (
        is_somebody(doc[at - 1].lower_) or any(each.end == at and each.label_ == "PERSON" for each in found)
    )


def _without_seats(found: Sequence[Span]) -> Iterator[Span]:
    """The names, of which the seat in the brackets after a person is a place: Senator Ada Byrd (APC, Marlow South)."""
    people = {name.end for name in found if name.label_ == "PERSON"}
    for name in found:
        doc, opening = name.doc, name.start - 1
        while opening > 0 and name.start - opening <= _LONGEST_BRACKET and doc[opening].text not in "()":
            opening -= 1
        inside = name.label_ == "PERSON" and opening in people and doc[opening].text == "("
        seat = inside and doc[name.start - 1].text in (",", "-", "–") and doc[name.end : name.end + 1]
        yield Span(doc, name.start, name.end, label="LOC") if seat and seat[0].text == ")" else name


def head_of(name: Span) -> Token:
    """The token that stands for a name in the sentence."""
    root = name.root
    if root.is_alpha or root.text[:1].isalnum():
        return root
    return next((token for token in reversed(list(name)) if token.text[:1].isalnum()), root)


def _recognised(doc: Doc) -> list[Span]:
    """What was recognised, joined with nicknames and suffixes: Robert C. “Bobby” Scott, Ivo Lane Jr."""
    ranges = {*_nicknamed(doc), *_with_particles(doc)}
    for entity in doc.ents:
        joined = [r for r in ranges if r[0] <= entity.start < r[1] or entity.start <= r[0] < entity.end]
        for start, end in joined:
            ranges.discard((start, end))
            ranges.add((min(start, entity.start), max(end, entity.end)))
    whole = [Span(doc, start, end, label="PERSON") for start, end in sorted(ranges)]
    apart = [e for e in doc.ents if not any(start <= e.start < end for start, end in ranges)]
    found: list[Span] = []
    for name in sorted([*whole, *apart], key=lambda span: span.start):
        before = found[-1] if found else None
        if _is_generation(doc[name.start]) and len(name) == 1 and before is not None and before.end >= name.start:
            continue
        start, end = _with_particle(name), _with_generation(doc, name.end)
        if before is not None and before.end > start:
            start = found.pop().start
        found.append(Span(doc, start, end, label=name.label_) if (start, end) != (name.start, name.end) else name)
    return [_bounded(name) for name in found if not _is_no_name(name)]


def _with_particles(doc: Doc) -> Iterator[tuple[int, int]]:
    """Where a given name, a particle and a family name follow each other, outer words included: Ada van Byrd."""
    for given in doc[:-2]:
        end = given.i + 1
        while end < len(doc) - 1 and doc[end].text in _GERMANIC:
            end += 1
        whole = end > given.i + 1 and given.is_title and _may_be_name(doc[end])
        if whole and gender_of_given_name(given.lower_):
            yield given.i, end + 1


def _with_particle(name: Span) -> int:
    """Where a name begins that was found without the given name before its particle: [Ada ole] Byrd."""
    doc, start = name.doc, name.start
    if name.label_ != "PERSON" or start < 2:
        return start
    if start > 2 and doc[start - 2].lower_ in _SONS and _is_proper(doc[start - 1]):
        return start - 3 if doc[start - 3].is_title else start  # [Ada bint Olaf] al-Byrd
    if doc[start - 1].text not in PARTICLES:
        return start
    given = doc[start - 2]
    is_given = given.is_title and given.is_alpha and not _is_title(given) and given.ent_type_ != "ORG"
    return start - 2 if is_given and (not given.is_sent_start or given.ent_type_) else start


def _bounded(name: Span) -> Span:
    """A name without the word of the sentence before it; "The Hill said" names no person."""
    doc = name.doc
    if len(name) > 1 and name[0].text in ("'s", "’s"):
        return _before_possessive(name)
    if len(name) > 1 and (name.label_ == "PERSON" and _is_told_before(name[0]) or len(name) > 2 and _is_rank(name[0])):
        return Span(doc, name.start + 1, name.end, label="PERSON")
    if _is_after_initial(name):
        return Span(doc, name.start - 1, name.end, label="PERSON")
    if name.label_ == "PERSON" and _is_given_alone(name):
        return Span(doc, name.start + _opens_as_role(name[0]), name.end + 1, label="PERSON")
    whole = name.label_ == "PERSON" and len(name) == 3 and all(map(_may_be_name, name))
    given = len(name) > 1 and gender_of_given_name("".join(key_tokens(name[1].text)))
    if (whole or given) and _opens_as_role(name[0]):
        return Span(doc, name.start + 1, name.end, label="PERSON")
    if name.label_ == "ORG" and (end := _with_head(name)) > name.end:
        return Span(doc, name.start, end, label="ORG")
    if len(name) > 1 and name[0].lower_ in _NEVER_FIRST:
        return Span(doc, name.start + 1, name.end, label=name.label_)
    if name.label_ == "LOC" and len(name) == 2 and gender_of_given_name(name[0].lower_) and _is_joined_to_person(name):
        return Span(doc, name.start, name.end, label="PERSON")
    if name.label_ in ("PERSON", "ORG") and (start := _start_of_national(name)) is not None:
        return Span(doc, start, name.end, label="ORG")
    if name.label_ == "ORG" and len(name) > 3 and (start := _start_after_office(name)) is not None:
        return Span(doc, start, name.end, label="PERSON")
    if name.label_ == "ORG" and (start := _start_after_country(name)) is not None:
        return Span(doc, start, name.end, label="PERSON")
    if name.label_ == "ORG" and len(name) == 3 and _is_office_holder(name):
        return Span(doc, name.start + 1, name.end, label="PERSON")
    if name.label_ in ("ORG", "LOC") and _is_told_as_person(name):
        return Span(doc, name.start, name.end, label="PERSON")
    after = doc[name.end : name.end + 2]
    if name.label_ != "PERSON" and len(name) == 1 and name.start > 1 and _is_relative(name):
        return Span(doc, name.start, name.end, label="PERSON")
    if name.label_ == "ORG" and len(after) > 1 and after[1].text == "/" and after[0].tag_ == "NNP":
        return Span(doc, name.start, name.end + 1, label="ORG")  # the USC Dornsife/Los Angeles Times poll
    if name.label_ == "PERSON" and len(after) > 1 and len(name) == 1 and after[0].tag_ == "POS":
        town = after[1].lower_ in _OF_TOWNS and not gender_of_given_name(name[0].lower_)
        return Span(doc, name.start, name.end, label="LOC") if town else name
    newspaper = name.label_ == "PERSON" and len(name) == 1 and name.start and doc[name.start - 1].text == "The"
    if newspaper and name.end < len(doc) and doc[name.end].tag_ in FINITE:
        return Span(doc, name.start, name.end, label="ORG")
    return name


def _is_told_before(token: Token) -> bool:
    """Whether the first word of a name says what the person is: the rank (DCI Byrd) or the people (Swede Ada Byrd)."""
    return token.lower_ in PEOPLES and not gender_of_given_name(token.lower_) or _is_rank(token)


def _is_rank(token: Token) -> bool:
    return token.is_upper and token.lower_ in RANKS


def _is_after_initial(name: Span) -> bool:
    """Whether a name was found without an initial that has no full stop: counsel [A] Byrd."""
    doc, at = name.doc, name.start - 1
    if at < 0 or len(doc[at].text) != 1 or not doc[at].is_upper or doc[at].text == "I" or name[0].text[:1].islower():
        return False
    before = doc[at - 1] if at else None
    if before is not None and (_is_title(before) or is_somebody(before.lower_)):
        return True
    begins = before is None or before.is_punct or before.lower_ in ("and", "said")
    return name.label_ == "PERSON" and doc[at].text != "A" and begins


def _may_be_name(token: Token) -> bool:
    return token.is_title and token.text.replace("-", "").isalpha()


def _opens_as_role(token: Token) -> bool:
    """Whether a word opens a sentence and says what the person is who is named next: Bandleader Ada Byrd."""
    word = token.lower_
    told = is_somebody(word) and word not in BODIES and word not in HONORIFICS and not gender_of_given_name(word)
    return (bool(token.is_sent_start) or _is_after_dateline(token)) and token.is_title and told


def _is_after_dateline(token: Token) -> bool:
    """Whether a word is the first after the place at the head of a report: OTTAWA — Teacher Ada Byrd said."""
    doc = token.doc
    return (
        0 < token.i < _LONGEST_DATELINE
        and doc[token.i - 1].text in _DASHES
        and doc[0].is_upper
        and len(doc[0].text) > 1
    )


def _is_given_alone(name: Span) -> bool:
    """Whether a given name was found without the family name behind it: Ada [Tully] said."""
    doc = name.doc
    if (
        len(name) - _opens_as_role(name[0]) != 1
        or name.end + 1 >= len(doc)
        or not gender_of_given_name(name[-1].lower_)
    ):
        return False
    family, after = doc[name.end], doc[name.end + 1]
    return family.is_title and _may_be_part(family) and (after.tag_ in FINITE or after.text == ",")


def _with_head(name: Span) -> int:
    """Where the name of a body ends that was found without its head: Communication Workers[' Federation]."""
    doc, end = name.doc, name.end - (name[-1].tag_ == "POS")
    if end + 1 >= len(doc) or doc[end].tag_ != "POS" or not doc[end - 1].lower_.endswith(("s", "men", "people")):
        return name.end
    last = end + 1
    while last < len(doc) and _is_proper(doc[last]) and not doc[last].ent_type_:
        last += 1
    return last if doc[last - 1].lower_ in _HEADS else name.end


def _start_of_national(name: Span) -> int | None:
    """Where the name of a body begins that ends in its country: Harbour Services Canada; None for other names."""
    doc = name.doc
    if len(name) < 2 or code_of(name[-1].text) is None or gender_of_given_name(name[0].lower_):
        return None
    if not all(map(_is_proper, name)) or name[-2].tag_ == "POS" or text_of(doc[name.end : name.end + 1])[:1].isupper():
        return None
    start = name.start
    while start > 0 and _is_part(doc[start - 1]) and not doc[start - 1].ent_type_:
        start -= 1
    return start


def _is_office_holder(name: Span) -> bool:
    """Whether what was taken for a body is an office with a name: Director-General Tedros Haile travelled."""
    after = name.doc[name.end : name.end + 1]
    acts = len(after) > 0 and after[0].tag_ in FINITE
    somebody = holds_office(name[0].lower_) or name[0].lower_ in ANYBODY
    told = acts and somebody and not name[-1].lower_.endswith("s")
    return told and all(map(_may_be_of_person, list(name)[1:]))


def _start_after_office(name: Span) -> int | None:
    """Where a person's name begins that was found as one with the office: Delta State Governor [Nyem Wiko]; or None."""
    office = name[-3]
    acts = any(token.tag_ in FINITE for token in name.doc[name.end : name.end + 1])
    sure = office.lower_ in HONORIFICS or acts or bool(gender_of_given_name(name[-2].lower_))
    titled = office.is_title and holds_office(office.lower_) or office.text in _SHORT_TITLES
    told = titled and sure or _is_rank(office)
    goes_on = text_of(name.doc[name.end : name.end + 1])[:1].isupper() or name[-1].lower_.endswith("s")
    return name.end - 2 if told and not goes_on and all(map(_may_be_of_person, list(name)[-2:])) else None


def _start_after_country(name: Span) -> int | None:
    """Where a name begins that was found as one with an office of a country: Chief Justice of India [Ada Byrd].

    Or with the department of a minister: Minister in the Presidency [Ada Byrd].
    """
    doc = name.doc
    if len(name) == 3 and _is_headed(name) and all(map(_may_be_of_person, list(name)[1:])):
        acts = any(token.tag_ in FINITE for token in doc[name.end : name.end + 1])
        if acts or gender_of_given_name(name[1].lower_):
            return name.start + 1
    for of in doc[max(1, name.start - 1) : name.end - 3]:
        rest = doc[of.i + 2 : name.end]
        if of.lower_ != "of" or len(rest) not in (2, 3) or not code_of(doc[of.i + 1].text):
            continue
        before = doc[of.i - 1].lower_
        acts = before not in BODIES | _HEADS and any(token.tag_ in FINITE for token in doc[name.end : name.end + 1])
        told = acts or holds_office(before) or gender_of_given_name(rest[0].lower_)
        if told and all(map(_may_be_of_person, rest)):
            return of.i + 2
    return None


def _is_headed(name: Span) -> bool:
    """Whether somebody in office is said to be at the head of what a name begins with: Minister in the [Presidency]."""
    doc, at = name.doc, name.start - 1
    at -= at > 0 and doc[at].lower_ == "the"
    return at > 0 and doc[at].lower_ in ("in", "of", "for") and holds_office(doc[at - 1].lower_)


def _may_be_of_person(token: Token) -> bool:
    return (
        (_may_be_name(token) or _INITIAL.fullmatch(token.text) is not None)
        and token.tag_ == "NNP"
        and token.lower_ not in BODIES | _HEADS
        and not is_somebody(token.lower_)
    )


def _is_told_as_person(name: Span) -> bool:
    """Whether what was taken for a body or place has a given name, and an age or "who" behind it."""
    doc = name.doc
    if len(name) not in (2, 3) or not gender_of_given_name(name[0].lower_) or name[-1].lower_ in BODIES | _HEADS:
        return False
    after = doc[name.end : name.end + 3]
    if len(after) < 3 or after[0].text != "," or name[-1].text.endswith("s"):
        return False
    return after[1].lower_ == "who" or after[1].text.isdigit() and len(after[1].text) == 2 and after[2].text in ",."


def _is_relative(name: Span) -> bool:
    """Whether a name stands right behind whose relation it is: her brother(,) Ivo."""
    at = relation_before(name.doc, name.start)
    return at is not None and name.doc[at - 1].tag_ in ("PRP$", "POS")


def relation_before(doc: Doc, start: int) -> int | None:
    """The token that says whose relation the name at `start` is, with or without a comma between them."""
    at = start - 1
    at -= at > 0 and doc[at].text == ","
    return at if at > 0 and doc[at].lower_ in RELATIVES else None


def _is_joined_to_person(name: Span) -> bool:
    """Whether a name stands in a list of people: Ada Byrd, Ivo Lane and [Stevie Wick]."""
    return name.root.dep_ == "conj" and name.root.head.ent_type_ == "PERSON"


def _before_possessive(name: Span) -> Span:
    """A name that was found from its possessive on, whole (People's Harbour Party) or without the possessive."""
    doc, start = name.doc, name.start
    while start > 0 and _is_proper(doc[start - 1]) and doc[start - 1].ent_type_ in ("", "MISC"):
        start -= 1
    whole = start < name.start and doc[name.start - 1].lower_ in _PLURALS
    return Span(doc, start if whole else name.start + 1, name.end, label=name.label_)


def _people_apart(name: Span, known: KnownNames) -> list[Span]:
    """The name, or the person in it, or a known body and the person behind it: of the Washington Post Byrd said."""
    body = Span(name.doc, name.start, name.end - 1, label="ORG")
    told = name.label_ in ("ORG", "LOC") and len(name) > 2 and name[-1].text in known.people
    if told and is_organisation(text_of(name.doc[body.start : body.end])):
        return [body, Span(name.doc, body.end, name.end, label="PERSON")]
    if name.label_ == "PERSON" and len(name) == 2 and name[1].text in known.people and _opens_as_role(name[0]):
        return [Span(name.doc, name.start + 1, name.end, label="PERSON")]
    return [_person_within(name, known)]


def _person_within(name: Span, known: KnownNames) -> Span:
    """The person whose name ends one that begins with a body, country or position: Harbour Board Ada Byrd.

    Also the person whose name begins one that goes on with where he belongs: Byrd of Team Harbour.
    """
    people = known.people
    if name.label_ not in ("ORG", "LOC") or len(name) < 3:
        return name
    belongs = name.label_ == "ORG" and name[1].lower_ in ("of", "from")
    if belongs and (name[0].text in people or known.labels.get((name[0].text,)) == "PERSON"):
        return Span(name.doc, name.start, name.start + 1, label="PERSON")
    if name[-1].text not in people:
        return name
    told = gender_of_given_name(name[-2].lower_.partition("-")[0])
    part = name[-3].text.endswith(".") or len(name[-3].text) < 2 or gender_of_given_name(name[-3].lower_)
    return name if not told or part else Span(name.doc, name.end - 2, name.end, label="PERSON")


def _is_office(name: Span) -> bool:
    """Whether what was taken for a body is an office before the name of who holds it: City Clerk and Mayor Ada Byrd."""
    after = name.doc[name.end : name.end + 1]
    before_name = any(token.lower_ == "and" or token.ent_type_ == "PERSON" for token in after)
    return before_name and name[0].lower_ != "the" and holds_office(name[-1].lower_) and name[-1].tag_ in ("NN", "NNP")


def _is_no_name(name: Span) -> bool:
    """Whether a word was taken for a name: for the capital that opens a sentence (Swimming), or as a particle (van)."""
    if name.label_ == "ORG" and len(name) > 1 and _is_office(name):
        return True
    if len(name) == 1 and name[0].lower_ in PEOPLES and _is_one_of_a_people(name):
        return True
    if len(name) > 1 or name.label_ not in ("PERSON", "LOC"):
        return False
    word = name[0]
    if word.text in PARTICLES:
        return True  # waited in the van
    opens = word.is_sent_start or word.i == 0
    if opens and word.text.endswith("s") and word.i + 1 < len(name.doc) and name.doc[word.i + 1].tag_ == "VBG":
        return True  # Keeps saying
    gerund = word.text.endswith("ing") and word.dep_ in ("nsubj", "csubj", "nsubjpass", "ROOT")
    return bool(opens) and gerund and float(name.doc.roles[word.head.i, CUE]) < _UNLIKELY


def _is_one_of_a_people(name: Span) -> bool:
    """Whether a word tells which people somebody is of: the Scot, the 24-year-old Briton, a fellow Dane."""
    doc, at = name.doc, name.start
    while at > 0 and (doc[at - 1].tag_[0] == "J" or doc[at - 1].lower_ in ("fellow", "year")):
        at -= 1
    return at > 0 and doc[at - 1].tag_ in ("DT", "PRP$")


def _is_generation(token: Token) -> bool:
    return token.lower_.rstrip(".") in GENERATIONS and token.text[:1].isupper()


def _with_generation(doc: Doc, end: int) -> int:
    """Where a name ends with the Jr., Sr., III, QC or code of an exchange that may follow it."""
    at = end + 1 if end < len(doc) - 1 and doc[end].text == "," else end
    if at < len(doc) and _is_generation(doc[at]):
        return at + 1
    after = text_of(doc[end : end + 1])
    return end + (doc[end - 1].ent_type_ == "PERSON" and after in _POST_NOMINALS or bool(_TICKER.fullmatch(after)))


def _bodies(doc: Doc) -> Iterator[Span]:
    """The names of bodies that go on after a preposition or "and": Committee for a Responsible Federal Budget.

    Also Securities and Exchange Commission, whose first words are what it is concerned with, and Mayor's Office.
    """
    at = 0
    while at < len(doc):
        token = doc[at]
        if (start := _start_of_office(doc, at)) is not None:
            yield Span(doc, start, at + 1, label="ORG")
            at += 1
            continue
        joined = token.lower_ in _CONCERNS and _is_proper(token) and _concerned(doc, at)
        end = joined or (_after_body(doc, at + 1) if token.lower_ in _HEADS and _is_proper(token) else at + 1)
        if end == at + 1:
            at += 1
            continue
        start = at
        while start > 0 and _is_part(doc[start - 1]):
            start -= 1
        yield Span(doc, start, end, label="ORG")
        at = end


def _start_of_office(doc: Doc, at: int) -> int | None:
    """Where the name of a body begins that is somebody's by office: [Marlow] County District Attorney's Office."""
    if doc[at].text not in ("Office", "Department") or at < 2 or doc[at - 1].tag_ != "POS":
        return None
    start = at - 2
    if not doc[start].is_title or not holds_office(doc[start].lower_):
        return None
    while start > 0 and _is_proper(doc[start - 1]) and doc[start - 1].tag_[0] == "N":
        start -= 1
    return start


def _is_proper(token: Token) -> bool:
    return token.text[:1].isupper() and token.text.replace("-", "").isalpha() and not NOT_A_NAME.match(token.text)


def _is_part(token: Token) -> bool:
    return _is_proper(token) and token.tag_[0] in "NJ" and not _is_title(token) and token.ent_type_ != "PERSON"


def _is_of_person(token: Token) -> bool:
    """Whether a token is of a name that was recognised as a person's, and not for its capitals: Harbour Safety."""
    if token.ent_type_ != "PERSON":
        return False
    doc, first, last = token.doc, token.i, token.i
    while first > 0 and doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    return first == last or bool(gender_of_given_name(doc[first].lower_))


def _after_body(doc: Doc, end: int) -> int:
    """Where the name of a body ends whose head noun ends at `end`."""
    first = end
    while end < len(doc) - 1:
        word = doc[end].lower_
        if word not in _GOING_ON or word == "and" and end == first:
            break
        at = end + 1
        while at < len(doc) - 1 and doc[at].lower_ in ("a", "the", "our"):
            at += 1
        if not _is_proper(doc[at]) or _is_of_person(doc[at]) or word == "to" and doc[at].tag_ != "VB":
            break
        while at < len(doc) and (_is_proper(doc[at]) or doc[at].lower_ == "our") and not _is_of_person(doc[at]):
            at += 1
        if word == "and" and doc[at - 1].lower_ in _HEADS - {"services"}:
            break  # another body
        end = at
    return end


def _concerned(doc: Doc, at: int) -> int:
    """Where a name ends that begins with what a body is concerned with: Securities and Exchange Commission; else 0."""
    if at + 3 >= len(doc) or doc[at + 1].lower_ != "and":
        return 0
    end = at + 2
    while end < len(doc) and _is_proper(doc[end]) and doc[end].ent_type_ != "PERSON":
        end += 1
    return end if end > at + 3 and doc[end - 1].lower_ in _HEADS | _PURPOSES else 0


def _nicknamed(doc: Doc) -> Iterator[tuple[int, int]]:
    """Where a given name, a nickname in marks or brackets and a family name follow each other, outer words included.

    Also a given name that an editor added in brackets: (Frank) Vogel.
    """
    for token in doc[:-2]:
        if token.text not in _OPEN:
            continue
        first = token.i
        while first < len(doc) - 1 and doc[first].text in _OPEN:
            first += 1
        last = next((i for i in range(first, min(first + 4, len(doc) - 1)) if doc[i].text in _CLOSE), None)
        if last is None or last == first or not _are_nicknames(doc[first:last]):
            continue
        close = last
        while close < len(doc) - 1 and doc[close].text in _CLOSE:
            close += 1
        after = doc[close]
        family = after.text[:1].isupper() and after.text.replace("-", "").isalpha() and len(after.text) > 1
        if not family or after.is_upper or after.lower_ in HONORIFICS:
            continue
        before = doc[token.i - 1] if token.i else None
        if before is not None and before.text[:1].isupper() and before.tag_ == "NNP":
            start = token.i - 1
            while start > 0 and doc[start - 1].tag_ == "NNP" and doc[start].text.endswith("."):
                start -= 1
            yield start, close + 1
        elif token.text == "(" and last == first + 1 and gender_of_given_name(doc[first].lower_):
            yield first, close + 1


def _are_nicknames(words: Sequence[Token]) -> bool:
    return len(words) < 4 and all(t.is_title or t.is_punct or t.lower_ in _NICKNAMES_BEGIN for t in words)


def _titled(doc: Doc) -> Iterator[Span]:
    """Capitalised words after a title, a name that was not recognised: Secretary General Ban Ki-moon said."""
    at = 0
    while at < len(doc) - 2:
        if not (doc[at].is_title or doc[at].text in _SHORT_TITLES):
            at += 1
            continue
        # Paramedic Ada Byrd opens the sentence
        opens = doc[at].is_sent_start and bool(gender_of_given_name(doc[at + 1].lower_))
        if not (_is_title(doc[at]) or opens and not gender_of_given_name(doc[at].lower_)):
            at += 1
            continue
        start = at + 1
        while start < len(doc) and _is_title(doc[start]):
            start += 1
        end = start
        while end < len(doc) and end - start < 4 and _may_be_part(doc[end]):
            end += 1
        follows = end == len(doc) or doc[end].text in _ENDS or doc[end].tag_ in FINITE
        if end - start in (2, 3) and follows and not doc[at].ent_type_:
            yield Span(doc, start, end, label="PERSON")
        at = max(end, at + 1)


def _related(doc: Doc) -> Iterator[Span]:
    """A single name after a word for a relation, that was not recognised: her brother(,) Ivo(,) said."""
    for token in doc[1:]:
        if token.tag_ != "NNP":
            continue
        before = doc[token.i - 1]
        if token.i > 1 and before.text == "," and text_of(doc[token.i + 1 : token.i + 2]) == ",":
            before = doc[token.i - 2]
        follows = token.i + 1 == len(doc) or doc[token.i + 1].text in _ENDS or doc[token.i + 1].tag_ in FINITE
        given = before.lower_ in RELATIVES or before.lower_ in _CLOSE_TO and bool(gender_of_given_name(token.lower_))
        if given and before.is_lower and follows and _may_be_part(token):
            yield Span(doc, token.i, token.i + 1, label="PERSON")


def _speaking(doc: Doc) -> Iterator[Span]:
    """A given and a family name before a verb of speech, that were not recognised: fan Ada Byrd said."""
    for given in doc[:-2]:
        family, verb = doc[given.i + 1], doc[given.i + 2]
        told = given.is_title and given.tag_ == "NNP" and bool(gender_of_given_name(given.lower_))
        alone = given.i == 0 or not doc[given.i - 1].text[:1].isupper()
        said = verb.tag_ in FINITE and float(doc.roles[verb.i, CUE]) > 0.5
        if told and alone and said and family.is_title and _may_be_part(given) and _may_be_part(family):
            yield Span(doc, given.i, family.i + 1, label="PERSON")


def _by_gesture(doc: Doc) -> Iterator[Span]:
    """A single name that was not recognised, the subject of what a person does: Byrd shook her head."""
    for token in doc[:-2]:
        if not token.is_sent_start or token.dep_ != "nsubj" or token.tag_ not in ("NNP", "NNPS", "NNS"):
            continue
        verb = token.head
        if verb.i != token.i + 1:
            continue
        own = (t for t in verb.rights if t.dep_ == "dobj" and any(c.lower_ in ("his", "her") for c in t.lefts))
        if verb.tag_ in FINITE and next(own, None) is not None and _may_be_part(token):
            yield Span(doc, token.i, token.i + 1, label="PERSON")


def _is_title(token: Token) -> bool:
    word = token.lower_.rstrip(".")
    told = word in HONORIFICS or word in OFFICES or word in TITLE_NOUNS
    return token.is_title and told or token.text in _SHORT_TITLES


def _may_be_part(token: Token) -> bool:
    lower = token.lower_
    plain = token.text[:1].isupper() and token.text.replace("-", "").replace("’", "").replace("'", "").isalpha()
    capitals = token.is_upper and len(token.text) > 2
    return plain and not capitals and not token.ent_type_ and lower not in BODIES and lower not in NO_GIVEN_NAMES


def _lower_case(doc: Doc, taken: set[int]) -> Iterator[Span]:
    """A name that its bearer writes in lower case, beside the verb of speech: said ivo hartley, the poet."""
    for comma in doc[3:]:
        if comma.text != ",":
            continue
        given, family = doc[comma.i - 2], doc[comma.i - 1]
        if not (given.is_lower and family.is_lower and family.is_alpha and given.is_alpha):
            continue
        if taken.intersection((given.i, family.i)) or given.lower_ in NO_GIVEN_NAMES:
            continue
        said = doc[given.i - 1].tag_ in ("VBD", "VBZ") and float(doc.roles[given.i - 1, CUE]) > 0.5
        apposed = any(child.dep_ == "appos" for child in family.rights)
        no_word = given.tag_ not in ("DT", "PRP$", "JJ", "IN", "CD", "NNS", "RB", "PDT", "TO")
        if said and apposed and (gender_of_given_name(given.text) or no_word and given.tag_ != "NN"):
            yield Span(doc, given.i, family.i + 1, label="PERSON")


def _repeated(doc: Doc, known: KnownNames, taken: set[int]) -> Iterator[Span]:
    """Names that were recognised elsewhere in the article and not here."""
    at = 0
    while at < len(doc):
        token = doc[at]
        if token.text not in known.firsts or at in taken:
            at += 1
            continue
        for length in range(min(_LONGEST_KNOWN, len(doc) - at), 0, -1):
            words = tuple(t.text for t in doc[at : at + length])
            free = words in known.labels and taken.isdisjoint(range(at, at + length))
            if free and _stands_alone(doc, at, length, known):
                end = at + length
                yield Span(doc, at, _with_generation(doc, end), label=known.labels[words])
                at += length - 1
                break
        at += 1


def _stands_alone(doc: Doc, start: int, length: int, known: KnownNames) -> bool:
    """Whether words that are a name elsewhere are one here: no part of a longer name, nor a word with a capital."""
    end = start + length
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    if before is not None and before.text in ("-", "’", "'", "/"):
        return False
    goes_on = after is not None and after.text[:1].isupper() and after.tag_ in ("NNP", "NNPS")
    if after is not None and (after.text in ("-", "/") or goes_on and not _is_generation(after)):
        return False
    if length > 1:
        return True
    if before is not None and before.text[:1].isupper() and not _is_title(before) and not before.is_sent_start:
        return False
    if doc[start].text in known.givens and doc[start].dep_ not in ("nsubj", "nsubjpass"):
        return False
    if doc[start].is_lower:
        return float(doc.roles[start, SOURCE]) > 0.5
    opens = before is None or bool(doc[start].is_sent_start) or before.is_quote or before.text in (":", "•")
    if opens and doc[start].lower_ in known.common:
        return float(doc.roles[start, SOURCE]) > 0.5
    head = doc[start].head
    compound = doc[start].dep_ in ("compound", "amod") and float(doc.roles[head.i, CUE]) < 0.5
    compound = compound and not _is_generation(head)
    return not compound and not NOT_A_NAME.match(doc[start].text)


def _is_capitalised(doc: Doc) -> bool:
    """Whether nearly every longer word has a capital, as in a headline, where verbs of speech have one too."""
    if any(token.is_lower and token.lower_ in SPEECH and token.tag_ in FINITE for token in doc):
        return False
    words = [token.text for token in doc if token.is_alpha and len(token.text) > 3 and not token.is_upper]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def generation_of(name: str) -> str:
    """The Jr., Sr. or III at the end of a name, in one spelling, or ""."""
    last = name.split()[-1].strip(" ,.’'").casefold() if name.split() else ""
    told = NAMESAKES.get(last, last)
    return told if told in GENERATIONS and len(key_tokens(name)) > 0 else ""
