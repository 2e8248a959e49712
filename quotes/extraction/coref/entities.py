"""One person, one entity: the names of an article gathered into those who bear them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from quotes.extraction.job_titles import is_somebody
from quotes.extraction.word_classes import BODIES, OFFICES
from quotes.text import lexicon

HONORIFICS = {
    word: gender for gender, name in (("m", "he"), ("f", "she"), ("", "either")) for word in lexicon.words(name)
}
"""Words before a name that are not part of it, and the gender they tell: m, f or unknown."""

RANKS = lexicon.words("rank")
"""Words before a full name that are not part of it, and that no name of a body begins with."""

GIVEN_NAMES = Path(__file__).parent.parent / "given_names.txt"
"""Two lines: a gender and the given names that tell it."""

ORGANISATIONS = Path(__file__).parent.parent / "organisations.txt"
"""The names of well-known organisations, one a line, in lower case."""

_OF_WOMEN_TOO = frozenset("chairman spokesman alderman ombudsman waiter priest".split())
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "qc", "kc", "mp", "md", "phd", "obe", "mbe", "cbe"))
_KEPT = 10_000  # names whose forms are worked out once
_LONGEST_KEPT = 200  # characters of such a name
_HYPHENATION = re.compile(r"(?<=\w)-\s*\n\s*(?=[a-z])")
_DELEGATE = re.compile(r"^Del\. (?=\S+ \S)")
_POST_NOMINALS = re.compile(r"(?<=\w),? (?:[QK]C|M[PD]|MLA|MSP|[MOC]BE|PhD|SAN)$")
_NOTE_MARKS = re.compile(r"(?<=\w)[¹²³⁰⁴-⁹†‡*]+|\s[A-Z]{2,6}\.[A-Z]{1,2}$")  # of footnotes, or of an exchange
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?", re.UNICODE)
_COMPANY_ENDS = frozenset(
    "airways analytics automotive bancorp biosciences brands builders capital coal depot electronics "
    "energy entertainment foods holdings homes hotels industries insurance investments labs lines logistics "
    "media motors networks oil partners petroleum pharma pharmaceuticals resorts resources software "
    "solutions systems technologies telecom therapeutics ventures".split()
)
_LAST_OF_BODIES = frozenset(
    "amendment chronicle circuit convention declaration democrats developments entertainment estates examiner gazette "
    "herald observer pictures productions properties records republicans studios treaty tribune".split()
)
_OF_PLACES = frozenset("new san santa los las saint st port fort mount lake north south east west el the".split())
_COMPANIES = frozenset("giant startup website chain carmaker automaker chipmaker airline lender".split())
_PARTICLES = lexicon.words("name-particle")
_TITLES = lexicon.words("key-title")
_BEFORE_GIVEN_NAMES = lexicon.words("before-given")
TITLES_OF_FULL_NAMES = RANKS | _BEFORE_GIVEN_NAMES
"""Words before a full name that are not part of it, some only before a known given name."""


def key_tokens(name: str) -> tuple[str, ...]:
    """The words of a name to compare: lower case, no accents, no honorifics, suffixes or possessive."""
    return _kept_tokens(name) if len(name) <= _LONGEST_KEPT else _tokens(name)


def _tokens(name: str) -> tuple[str, ...]:
    name = _NOTE_MARKS.sub("", _DELEGATE.sub("", name))
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‘", "'")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = [re.sub(r"'s?$", "", word).rstrip(".") for word in _WORD.findall(plain)]
    words = [word for word in words if word]
    words = words[_honorifics(words) :]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
    return tuple(words)


_kept_tokens = lru_cache(_KEPT)(_tokens)


def _honorifics(words: Sequence[str]) -> int:
    """How many words before the name are title: all up to the last honorific that two words follow, at least one.

    The name of a body has none: Conservative Party, Refugee Processing Center.
    """
    told = any(map(gender_of_given_name, words[:-1]))
    if words and words[-1] in BODIES and words[0] not in _TITLES and not told:
        return 0
    count = 0
    for i, word in enumerate(words[:-1]):
        longer = len(words) - i > 2
        if word in HONORIFICS and (i == count or longer) or longer and _is_title(words, i):
            count = i + 1
    return count


def _is_title(words: Sequence[str], at: int) -> bool:
    """Whether a word of a name is a title before a full name: DCI Ada Byrd, Health Critic Ada Byrd.

    A known given name tells where the name itself begins.
    """
    if words[at] in OFFICES or words[at] in RANKS:
        return True
    told = gender_of_given_name(words[at + 1])
    given = told and not any(map(gender_of_given_name, words[: at + 1]))
    return bool(given) and is_somebody(words[at]) or bool(told) and words[at] in _BEFORE_GIVEN_NAMES


def without_honorifics(name: str) -> str:
    """A name as printed, without the honorifics before it and the possessive after it."""
    name = re.sub(r"['’‘]s$|(?<=s)['’]$", "", " ".join(_NOTE_MARKS.sub("", _HYPHENATION.sub("", name)).split()))
    name = _POST_NOMINALS.sub("", name)
    if name.count("(") != name.count(")"):  # (Frank) Vogel, from the given name on
        name = name.replace("(", "").replace(")", "")
    words = _DELEGATE.sub("", name).split()
    words = words[_honorifics([word.rstrip(".").casefold() for word in words]) :]
    return " ".join(words).strip(" ,;:-–—“”\"'")


@cache
def _given_names() -> dict[str, str]:
    rows = (line.split() for line in GIVEN_NAMES.read_text(encoding="ascii").splitlines())
    return {name: row[0] for row in rows for name in row[1:]}


def gender_of_given_name(name: str) -> str:
    """m or f where a given name (lower case, no accents) tells, else ""."""
    return _given_names().get(name, "")


def is_doubtful(word: str, name: Sequence[str]) -> bool:
    """Whether an office that women hold too stands by the given name of a woman: chairman Ada Byrd."""
    return word in _OF_WOMEN_TOO and len(name) > 1 and gender_of_given_name(name[0]) == "f"


@cache
def _organisations() -> frozenset[tuple[str, ...]]:
    lines = ORGANISATIONS.read_text(encoding="ascii").splitlines()
    return frozenset(_tokens(line) for line in lines if line[0] != "#")


def is_organisation(name: str) -> bool:
    """Whether a name is the one of a well-known organisation."""
    tokens = key_tokens(name)
    return (tokens[1:] if tokens[:1] == ("the",) else tokens) in _organisations()


@dataclass(eq=False)
class Entity:
    """Somebody or something that the article names.

    tokens: of the fullest name. names: every form, as printed. described: words of its titles and appositions; nouns:
    those of them that say what it is; countries: those that say of which. documents: nouns of what it wrote.
    seen: places of its mentions, (passage, token), in order. unnamed: whether the article only describes it.
    generation: jr, sr, ii and so on, where the article tells them apart by it. plural: whether its pronoun is "they".
    article: whether "The" is part of its name: The Hill. collective: whether a plural verb follows it, as with a body.
    """

    tokens: tuple[str, ...]
    names: list[str] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    genders: dict[str, float] = field(default_factory=dict)
    seen: list[tuple[int, int]] = field(default_factory=list)
    unnamed: bool = False
    generation: str = ""
    plural: bool = False
    collective: bool = False
    article: bool = False

    @property
    def name(self) -> str:
        """The fullest form of the name, without honorifics."""
        forms = [without_honorifics(name) for name in dict.fromkeys(self.names)]
        fullest = max(forms, key=lambda form: (len(key_tokens(form)), not form.isupper(), len(form)))
        return f"The {fullest}" if self.article and len(key_tokens(fullest)) == 1 else fullest

    @property
    def label(self) -> str:
        """PERSON, ORG, LOC or MISC, as the most of its mentions have it."""
        if len(self.labels) < 2:
            return next(iter(self.labels), "")
        return max(self.labels, key=lambda label: (self.labels[label], label == "PERSON"))

    @property
    def gender(self) -> str:
        """m, f or "" where nothing or contradictory things are known."""
        m, f = self.genders.get("m", 0.0), self.genders.get("f", 0.0)
        return "m" if m > 2 * f else "f" if f > 2 * m else ""

    def is_first_seen_after(self, passage: int) -> bool:
        """Whether its first mention stands in a later passage; one that is not settled yet has none."""
        return bool(self.seen) and self.seen[0][0] > passage

    def is_known_by_more(self, evidence: float) -> bool:
        """Whether more than so much evidence tells its gender; a given name alone is 1."""
        return abs(self.genders.get("m", 0.0) - self.genders.get("f", 0.0)) > evidence

    @property
    def is_people(self) -> bool:
        """Whether it is the name of a people, a faith or the like: Mexicans."""
        single = self.label == "MISC" and len(self.tokens) == 1 and self.tokens not in _organisations()
        return single and self.tokens[0].endswith(("ans", "ese", "ims", "ews"))

    @property
    def is_person(self) -> bool:
        """Whether it is taken for a person rather than a body or place."""
        if self.unnamed:
            return self.label == "PERSON"
        if self.tokens in _organisations():
            return False
        named = bool(gender_of_given_name(self.tokens[0]))
        # Ada Byrd, the senator, who was also taken for a place; Tom Day, the spokesman
        told = named and len(self.tokens) == 2 and "PERSON" in self.labels and any(map(is_somebody, self.nouns))
        if told:
            return True
        if len(self.tokens) > 1 and not BODIES.isdisjoint(self.tokens[named:]):
            return False
        if len(self.tokens) > 1 and self.tokens[-1] in _LAST_OF_BODIES:
            return False
        if not named and len(self.tokens) > 1 and self.tokens[-1] in _COMPANY_ENDS:
            return False
        if not named and (self.collective or not (self.nouns.isdisjoint(BODIES) and self.nouns.isdisjoint(_COMPANIES))):
            return False
        label = self.label
        if label in ("ORG", "MISC") and 2 <= len(self.tokens) <= 4:
            return named
        initials = len(self.tokens) == 1 and "." in self.tokens[0]  # the S.E.C.
        return label == "PERSON" or not label and self.tokens[0] not in BODIES and not initials


def is_short_for(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name can be a shorter form of another: its words stand in it in order.

    An initial stands for a word only where the family names agree: J. Smith for John Smith, not for Jane S. Doe.
    """
    if not short or len(short) > len(full):
        return False
    initials = len(short) > 1 and _same_word(short[-1], full[-1])
    at = 0
    for word in short:
        while at < len(full) and not (_same_word(word, full[at]) or initials and _initial_of(word, full[at])):
            at += 1
        if at == len(full):
            return False
        at += 1
    return True


def _initial_of(a: str, b: str) -> bool:
    return len(a) == 1 and b.startswith(a) or len(b) == 1 and a.startswith(b)


def _same_word(a: str, b: str) -> bool:
    return a.replace("-", "") == b.replace("-", "")


def fits(tokens: Sequence[str], entity: Entity) -> int:
    """How well a short name fits an entity: 3 the family name or more, 2 the given name, 1 a word between, 0 not."""
    full = entity.tokens
    if not is_short_for(tokens, full) or full[-1] == "city" and tuple(tokens) == tuple(full[:-1]):  # Mexico
        return 0
    meaningful = [word for word in tokens if word not in _PARTICLES]
    if len(meaningful) >= 2 or len(full) == len(tokens):
        return 3
    word = (meaningful or list(tokens))[-1]
    if _same_word(word, full[-1]):
        return 3
    if word == full[0]:
        return 2
    return 1


def gather(forms: Iterable[tuple[str, str]]) -> list[Entity]:
    """Entities for the names of an article, each form given with its label; the fullest names found them."""
    counted: dict[tuple[str, ...], dict[str, int]] = {}
    for form, label in forms:
        tokens = key_tokens(form)
        if tokens:
            labels = counted.setdefault(tokens, {})
            labels[label] = labels.get(label, 0) + 1
    for tokens in sorted(counted, key=len, reverse=True):
        core = _core(tokens, counted)
        if core is not None:
            mine = counted.pop(tokens)
            counted[core] = {k: counted[core].get(k, 0) + mine.get(k, 0) for k in {*counted[core], *mine}}
    entities: list[Entity] = []
    named = Named()
    for tokens in sorted(counted, key=lambda t: (-len(t), t)):
        mine = counted[tokens]
        bearers = [entity for entity in named.like(tokens) if fits(tokens, entity) and _agree(tokens, mine, entity)]
        if not bearers:
            told = gender_of_given_name(tokens[0])
            sure = 1.0 if len(tokens) > 1 else 0.7
            entities.append(Entity(tokens, labels=dict(mine), genders={told: sure} if told else {}))
            named.add(entities[-1])
        elif len(bearers) == 1:
            for label, count in mine.items():
                bearers[0].labels[label] = bearers[0].labels.get(label, 0) + count
    return entities


def _core(tokens: tuple[str, ...], counted: Mapping[tuple[str, ...], object]) -> tuple[str, ...] | None:
    """The name inside a longer one that begins with other words: Fire Marshal Curtis Bell, where Curtis Bell is named.

    Given names tell where a name begins.
    """
    for start in range(1, len(tokens) - 1):
        core = tokens[start:]
        if (
            core in counted
            and core[0] not in _PARTICLES
            and gender_of_given_name(core[0])
            and not gender_of_given_name(tokens[0])
        ):
            return core
    return None


def _agree(tokens: Sequence[str], labels: dict[str, int], entity: Entity) -> bool:
    """Whether a shorter name may be an entity's although its label differs: Clinton (a place) and Hillary Clinton."""
    if "PERSON" in entity.labels:
        return "PERSON" in labels or fits(tokens, entity) == 3
    if "PERSON" in labels and len(tokens) > 1:
        return False
    if set(labels) == {"PERSON"} and set(entity.labels) == {"LOC"} and tokens == entity.tokens[1:]:
        return entity.tokens[0] not in _OF_PLACES  # Byrd, and Ada Byrd, who was taken for a place
    if tokens == entity.tokens[:1] and entity.tokens[-1] in _COMPANY_ENDS and not gender_of_given_name(tokens[0]):
        return True  # Lindell, short for Lindell Energy
    return bool(set(labels) & set(entity.labels)) or len(tokens) > 1


class Named:
    """Entities by the words of their names, so that those whom a name can mean are found among few."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        self._entities: list[Entity] = []
        self._words: defaultdict[str, list[int]] = defaultdict(list)
        self._letters: defaultdict[str, list[int]] = defaultdict(list)
        for entity in entities:
            self.add(entity)

    def add(self, entity: Entity) -> None:
        """Add an entity; its tokens must not change afterwards."""
        number = len(self._entities)
        self._entities.append(entity)
        for word in {word.replace("-", "") for word in entity.tokens}:
            self._words[word].append(number)
        for letter in {word[0] for word in entity.tokens}:
            self._letters[letter].append(number)

    def like(self, tokens: Sequence[str]) -> list[Entity]:
        """The entities that a name may fit, in the order added: those who have its rarest word, or an initial of it."""
        few = min((self._with(word) for word in tokens), key=lambda found: sum(map(len, found)), default=())
        return [self._entities[number] for number in sorted(set(chain.from_iterable(few)))]

    def bearers(self, tokens: Sequence[str]) -> list[Entity]:
        """The entities that a name can mean, the best fitting only."""
        fitting = [(fits(tokens, entity), entity) for entity in self.like(tokens)]
        best = max((fit for fit, _ in fitting), default=0)
        return [entity for fit, entity in fitting if fit == best and fit > 0]

    def _with(self, word: str) -> tuple[Sequence[int], Sequence[int]]:
        initials = self._letters.get(word, ()) if len(word) == 1 else self._words.get(word[0], ())
        return self._words.get(word.replace("-", ""), ()), initials
