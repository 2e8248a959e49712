"""Kinds of occupation in the roles of people, and which of them one person does not have at one time.

Many people have two over the years: a general becomes senator. So each pair of kinds that exclude each other has the
orders in which one person may have them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from quotes.names.keys import fold_each
from quotes.names.name_words import ARTICLES, CONCERNS
from quotes.text import countries, states

GOVERNMENT = "government"
# The noun of a role. Words with several meanings ("forward", "captain", "doctor", "director") are not in the lists, nor
# is what people are beside other work ("writer", "lawyer", "professor", "businessman", "mayor").
_NOUNS = {
    noun: kind
    for kind, nouns in {
        "government": "senator congressman congresswoman premier",
        "judge": "judge magistrate",
        "medicine": """
            surgeon neurosurgeon physician paediatrician pediatrician cardiologist oncologist psychiatrist neurologist
            dermatologist radiologist gynaecologist gynecologist dentist nurse midwife paramedic anaesthetist
            anesthesiologist epidemiologist veterinarian
        """,
        "clergy": "bishop archbishop priest rabbi imam pastor cardinal vicar nun monk abbot friar",
        "uniform": """
            colonel sergeant admiral corporal brigadier lieutenant soldier marine infantryman detective constable
            policeman policewoman
        """,
        "sport": """
            coach goalkeeper goalie midfielder striker defender footballer quarterback linebacker cornerback pitcher
            outfielder shortstop catcher batsman batter bowler cricketer golfer boxer swimmer sprinter jockey
            skier snowboarder gymnast wrestler cyclist winger fullback goaltender hurdler
        """,
        "entertainment": """
            actor actress singer drummer guitarist bassist rapper comedian pianist violinist cellist saxophonist
            musician dancer ballerina magician dj vocalist songwriter
        """,
        "trade": """
            plumber carpenter electrician bricklayer welder mechanic waiter waitress bartender hairdresser butcher
            baker postman fisherman trucker builder
        """,
        "crime": "gunman robber murderer killer burglar inmate kidnapper hijacker",
        "school": """
            pupil schoolboy schoolgirl kindergartner kindergartener toddler preschooler
        """,
    }.items()
    for noun in nouns.split()
}  # fmt: skip
_GENERALS = frozenset("major maj lieutenant lt brigadier brig army us gen air force marine corps".split())
_OF_A_BODY = frozenset("university college".split())
_HEADS = frozenset("president chancellor provost rector dean vicepresident".split())
_CLERICAL = frozenset("church baptist methodist lutheran presbyterian pentecostal".split())
_BANKS = frozenset("bank reserve prison school fed".split())
_JUSTICES = frozenset("chief associate supreme court us".split())

_PORTFOLIOS = CONCERNS - set("press public local and for of the us air coast high city county".split()) | set(
    "prime state treasury exchequer interior commerce industry housing agriculture tourism sports veterans".split()
)

_BEFORE_NOUN = re.compile(r"\s(?:of|for|at|in|with|from|to|on|who|by|under|whose|against)\s")
_BETWEEN = re.compile(r"[,;/]|\s(?:and|&|turned)\s|-turned-")
_FORMER = frozenset("former ex retired late onetime then ousted aspiring sometime longtime".split())
_STILL = "longtime"
_NAMED_STATES = re.compile(r"^(?:the )?(?:united states|us|republic|country|nation|state)$")

# The first may become the second one, ">", the second the first one, "<". Otherwise they are two people at any time.
_EXCLUSIVE = {
    frozenset({one, other}): frozenset(
        ({(one, other)} if ">" in orders else set()) | ({(other, one)} if "<" in orders else set())
    )
    for one, orders, other in (
        line.split()
        for line in """
            judge <> government
            university <> government
            medicine > government
            clergy > government
            uniform > government
            sport > government
            entertainment > government
            trade > government
            crime < government
            medicine - judge
            clergy - judge
            uniform > judge
            sport > judge
            entertainment - judge
            trade > judge
            crime - judge
            sport - university
            entertainment - university
            trade - university
            crime - university
            uniform > university
            clergy - medicine
            sport > medicine
            entertainment - medicine
            trade > medicine
            crime < medicine
            sport > clergy
            entertainment > clergy
            uniform > clergy
            trade > clergy
            crime < clergy
            sport <> uniform
            entertainment < uniform
            crime < uniform
            crime < sport
            crime < entertainment
        """.strip().splitlines()
    )
}  # fmt: skip
# The age at which somebody can have an occupation at the earliest, and leaves school at the latest.
YOUNGEST = {"government": 25, "judge": 28, "university": 28, "medicine": 22, "clergy": 20, "uniform": 18, "trade": 17}
SCHOOL = "school"
SCHOOL_AGES = (3, 18)
_GAP = 12  # months from one occupation to another
_WORDS_OF = {
    "government": "in government",
    "judge": "a judge",
    "university": "at the head of a university",
    "medicine": "in medicine",
    "clergy": "a cleric",
    "uniform": "in the forces or the police",
    "sport": "in sport",
    "entertainment": "in entertainment",
    "trade": "in a trade",
    "crime": "a criminal",
    "school": "at school",
}


class Held(NamedTuple):
    """Kinds of occupation in a role: those that somebody has, and those that they had."""

    now: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def occupations(role: str) -> Held:
    """The kinds of occupation that a role names: "former coach" is one in sport that somebody had."""
    now: set[str] = set()
    before: set[str] = set()
    for phrase in _BETWEEN.split(role.partition(" (")[0]):
        words = [word for each in phrase.replace("-", " ").split() for word in fold_each(each)]
        kind = _kind(" ".join(words))
        if kind:
            former = not _FORMER.isdisjoint(words) and _STILL not in words
            (before if former else now).add(kind)
    return Held(frozenset(now), frozenset(before))


def _kind(phrase: str) -> str | None:
    """The kind of occupation in one folded phrase."""
    head, *rest = _BEFORE_NOUN.split(f" {phrase} ", maxsplit=1)
    words = [word for word in head.split() if word not in ARTICLES | _FORMER]
    behind = rest[0].strip() if rest else ""
    if not words:
        return None
    noun, before = words[-1], words[:-1]
    everything = {*words, *behind.split()}
    if noun in _HEADS and not _OF_A_BODY.isdisjoint(everything):
        return "university"
    if _is_government(noun, before, behind):
        return GOVERNMENT
    if noun == "general":
        return "uniform" if set(before) <= _GENERALS else None
    if noun == "officer":
        return "uniform" if before[-1:] == ["police"] else None
    if noun == "justice":
        return "judge" if set(before) <= _JUSTICES else None
    return found if (found := _NOUNS.get(noun)) != GOVERNMENT else None


def _is_government(noun: str, before: list[str], behind: str) -> bool:
    if noun in ("president", "chancellor"):
        rest = [word for word in before if word not in ("us", "vice", "federal", "elect")]
        where = (" ".join(rest), behind.replace("the exchequer", ""))
        return all(not words or _is_country(words) for words in where)
    if noun in ("minister", "secretary"):
        concern = before[-1] if before else behind.removeprefix("the ").partition(" ")[0]
        return _CLERICAL.isdisjoint({*before, *behind.split()}) and concern in _PORTFOLIOS
    if noun == "governor":
        return _BANKS.isdisjoint({*before, *behind.split()}) and "general" not in before
    if noun == "representative":
        return not behind and all(word == "us" or _is_state(word) for word in before)
    return _NOUNS.get(noun) == GOVERNMENT and "state" not in before


def _is_country(words: str) -> bool:
    return bool(_NAMED_STATES.match(words)) or bool(countries.named_in(words))


def _is_state(word: str) -> bool:
    return bool(states.named_in(word.title()))


def are_exclusive(one: str, other: str) -> bool:
    """Whether somebody does not have these two kinds of occupation at one time."""
    return frozenset({one, other}) in _EXCLUSIVE


def may_follow(one: str, first: str, other: str, last: str) -> bool:
    """Whether somebody may have had one exclusive kind until the month `first`, and the other one from `last`."""
    return (one, other) in _EXCLUSIVE[frozenset({one, other})] and _months(last) - _months(first) >= _GAP


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7] or 1)


def describe(kind: str) -> str:
    """The words for a kind of occupation, behind "one is"."""
    return _WORDS_OF[kind]


# The noun of an occupation as it is printed, with what follows; "title" if that is a name.
NOUN = re.compile(
    rf"(?<!versity )(?<!ollege )\b(?:{'|'.join(sorted({*_NOUNS, 'president', 'minister', 'governor', 'justice'}))})\b"
    r"(?: of [^.,;:”\"\n]{0,60})?(?P<title> (?-i:[A-Z]))?",
    re.IGNORECASE,
)
