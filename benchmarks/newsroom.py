"""Made-up articles with people as newsrooms have them: a few famous ones, and very many who are named once.

Who speaks follows Zipf's law, and so do given and family names, roles and outlets. Politicians have offices, some with
party and state; many articles print only their family name with the office. Some names have a middle initial. Some
articles are copies of an agency's story, and some quotations are printed again and again.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import quotes
from quotes.model import Article, Evidence, Kind, Quotation, Span, Speaker, Step

PEOPLE = 200_000
_POLITICIANS = 400  # of the most famous
_FAMILIES = 20_000
_STATES = "Ohio Utah Texas Iowa Maine Nevada Oregon Kansas Georgia Vermont".split()
_OFFICES = "Senator Representative Governor Mayor Secretary President Minister Speaker".split()
_WORK = "spokesman lawyer coach director analyst teacher farmer professor owner manager doctor resident".split()
_PLACES = "bridge harbour council school county hospital union market museum theatre ferry bank clinic club".split()
_WORDS = (
    "nobody asked whether money would come again before winter and they said so while every house along this river"
    " waited for help that never reached us because roads were closed after rain fell all night on fields we own"
).split()
_PHRASES = 30
_SYLLABLES = "bar ton ker mon del ris wal sen gar hol mas fer lin dor bec kel tan vor pel ham".split()


class _Person(NamedTuple):
    given: str
    family: str
    middle: str
    roles: tuple[str, ...]
    is_politician: bool


class _Zipf:
    """Draws numbers under `size`. The chance of each is the inverse of its rank plus `first`."""

    def __init__(self, size: int, first: int = 3) -> None:
        self._sums = list(accumulate(1 / (rank + first) for rank in range(size)))

    def draw(self, chance: random.Random, most: int | None = None) -> int:
        last = self._sums[-1 if most is None else most - 1]
        return bisect(self._sums, chance.random() * last)


def _people(chance: random.Random) -> list[_Person]:
    names = (Path(quotes.__file__).parent / "extraction/given_names.txt").read_text(encoding="utf-8").split()
    given = [name.title() for name in chance.sample(names, 3_000)]
    families = ["".join(chance.choices(_SYLLABLES, k=3)).title() for _ in range(_FAMILIES)]
    of_given, of_family = _Zipf(len(given), 30), _Zipf(_FAMILIES, 30)
    found: list[_Person] = []
    for rank in range(PEOPLE):
        is_politician = rank < _POLITICIANS
        if is_politician:
            office, state = chance.choice(_OFFICES), chance.choice(_STATES)
            roles: tuple[str, ...] = (
                office,
                f"the {office.lower()}",
                f"{state} {office}",
                f"former {office}",
                f"{office} of {state}",
            )
            if office in ("Senator", "Representative"):
                roles += (f"{office} ({chance.choice(('Democrat', 'Republican'))}, {state})",)
        else:
            roles = tuple(f"{chance.choice(_PLACES)} {chance.choice(_WORK)}" for _ in range(2))
        middle = chance.choice("ABCDEFGHJKLMPRSTW") if chance.random() < 0.2 else ""
        # Politicians are mostly of families of their own, or every office would be ambiguous.
        family = families[rank] if is_politician and rank % 4 else families[of_family.draw(chance)]
        found.append(_Person(given[of_given.draw(chance)], family, middle, roles, is_politician))
    return found


def _speaker(chance: random.Random, each: _Person) -> Speaker:
    if chance.random() < 0.03:
        role: str | None = f"{chance.choice(_PLACES)} {chance.choice(_PLACES)} {chance.choice(_WORK)}"
    else:
        role = chance.choice(each.roles) if chance.random() < 0.5 else None
    if chance.random() < (0.25 if each.is_politician else 0.05):
        return Speaker(each.family, "person", (each.family,), role)
    middle = f"{each.middle}. " if each.middle and chance.random() < 0.2 else ""
    name = f"{each.given} {middle}{each.family}"
    return Speaker(name, "person", (name, each.family), role)


def _of_other_kind(chance: random.Random) -> Speaker:
    if chance.random() < 0.5:
        words = f"a {chance.choice(_PLACES)} {chance.choice(_WORK)}"
        return Speaker(words, "anonymous", (words,))
    place = f"{chance.choice(_SYLLABLES)}{chance.choice(_SYLLABLES)}".title()
    name = f"{place} {chance.choice(_PLACES).title()} Trust"
    return Speaker(name, "organisation", (name, f"the {chance.choice(_PLACES)} trust"))


def articles(number: int, *, seed: int = 1, most: int = PEOPLE, quoted: int = 10) -> Iterator[Written]:
    """So many articles with their quotations.

    Args:
        number: The number of articles.
        seed: Other articles by the same people for another number.
        most: Only so many people, the most famous ones, are named.
        quoted: The number of quotations of an article.
    """
    people = _people(random.Random(0))
    chance = random.Random(seed)
    of_people, of_outlets, of_phrases = _Zipf(PEOPLE), _Zipf(300), _Zipf(_PHRASES)
    recent: list[tuple[int, list[tuple[str, Speaker, str]]]] = []
    for each in range(number):
        if recent and chance.random() < 0.1:
            _, parts = chance.choice(recent)
            parts = [*parts, (f"This was {seed} {each}", parts[0][1], "And so it went.")]
        else:
            named = [_speaker(chance, people[of_people.draw(chance, min(most, PEOPLE))]) for _ in range(4)]
            named += [_of_other_kind(chance)]
            parts = []
            for place in range(quoted):
                who = chance.choice(named)
                said = " ".join([f"{seed} {each} {place}", *chance.choices(_WORDS, k=20)])
                if chance.random() < 0.02:
                    said = f"As {who.names[-1]} likes to say {of_phrases.draw(chance)} times, we will not rest"
                parts.append((said, who, " ".join(chance.choices(_WORDS, k=25))))
            recent = [*recent[-50:], (each, parts)]
        yield _written(f"{seed}-{each}", chance, parts, of_outlets.draw(chance))


Written = tuple[Article, list[Quotation]]


def _written(name: str, chance: random.Random, parts: Sequence[tuple[str, Speaker, str]], outlet: int) -> Written:
    pieces: list[str] = []
    found: list[Quotation] = []
    length = 0
    for said, who, rest in parts:
        piece = f"“{said},” said {who.name}. {rest}.\n"
        start = length + 1
        cue = start + len(said) + 3
        found.append(
            Quotation(
                Kind.DIRECT, (Span(start, start + len(said)),), said, Span(cue, cue + 4),
                Span(cue + 5, cue + 5 + len(who.name)), (who,), 0.9, Evidence(Step.CUE),
            )
        )  # fmt: skip
        pieces.append(piece)
        length += len(piece)
    day = f"20{chance.randrange(10, 30)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    article = Article(
        "".join(pieces),
        f"{name}.txt",
        f"Article {name}",
        outlet=f"Outlet {outlet}",
        published=day,
        url=f"https://news.example/{name}",
    )
    return article, found


def two_senators(number: int, *, seed: int = 1) -> Iterator[Written]:
    """Articles by two people of one name in one office in two states, and a third of them without the state."""
    chance = random.Random(seed)
    for each in range(number):
        role = chance.choice(("Senator (Democrat, Ohio)", "Utah Senator", "Senator"))
        who = Speaker("Ann Marsh", "person", ("Ann Marsh", "Marsh"), role)
        said = " ".join([f"{seed} {each}", *chance.choices(_WORDS, k=20)])
        yield _written(f"senators-{seed}-{each}", chance, [(said, who, " ".join(chance.choices(_WORDS, k=25)))], 1)
