"""Which of the words beside a name are a role that can be shown with it: "the harbour master", not "after his deputy".

A role is shown to people, so it has to be a whole phrase whose head is a word for somebody. Titles and parties are
written in full: "Gov." is "Governor", "R-Tex." is "Republican, Texas".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from quotes.extraction.word_classes import (
    ABSTRACT,
    ANYBODY,
    BODIES,
    KIN,
    NOUN_GENDER,
    OFFICES,
    PEOPLES,
    PLAIN_TITLES,
    RELATIVES,
    TITLE_NOUNS,
)
from quotes.text import lexicon, states

_LONGEST = 140
_PARTY = re.compile(r"\(?([DRI])-([A-Z][A-Za-z. ]*)\)?")
_PARTIES = {"D": "Democrat", "R": "Republican", "I": "Independent"}
_OF_STATE = re.compile(r"of (.+)")
_HELD_FOR_STATES = frozenset("governor senator representative congressman congresswoman".split())
_MARKS = re.compile("[\"“”„«»]|''")
_EDGES = " ,;:!?—–-\"“”‘’'()[]"
_BEFORE = frozenset("now currently also herself himself themselves".split())
_OPEN = frozenset(
    "a an the of and or with for at in on to by from as whose who which that his her its their our my".split()
)
# A phrase that begins so has no head of its own that the name could be in apposition with.
_BEGINNINGS = frozenset(
    "about after against along among around as at before behind beside besides between by despite during everything "
    "except for from in inside into like near nothing of off on onto out over part since than through to toward "
    "towards under until unlike upon what when where whether while who whom whose with within without according "
    "countered then no his her its their my your our two three four five six seven eight nine ten".split()
)
_PERIODS = frozenset("week month year spring summer autumn fall winter".split())
# What somebody is most of is an opinion, and passes.
_EXTREMES = frozenset("most best worst biggest greatest".split())
_HEAD_ENDS = re.compile(r"[,;]|\s(?:of|at|for|to|on|in|with|from|by|who|that|behind|under|and)\s", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"(?:er|or|eur|eer|yer|ist|ian|ant|ent|ee|mate|lord|ster|ess|smith|naut|athlete|man|woman|men|women|person|people"
    r"|crat|born)$"
)
_NOBODY = frozenset(
    "number matter order letter water power river winter summer answer center corner chapter quarter dinner offer "
    "server computer murder border error color colour mirror floor door harbor harbour factor sector tractor event "
    "moment percent accident incident list twist talent content extent intent rent tent cent interest test west east "
    "rest best forest cement character cover danger fever gender layer monster october september november december "
    "register shelter shoulder silver theater theatre tower transfer weather wonder motor terror horror humor humour "
    "favor favour labor labour behavior behaviour plant grant restaurant warrant committee fee tree coffee degree knee "
    "process success access progress business address congress press dress stress illness accent anger banner barrier "
    "beer burger butter cancer career charter chess climate cluster component consent container continent copper "
    "corridor counter demeanor demeanour dent descent deterrent diner disorder dissent elevator encounter endeavor "
    "endeavour epicenter estimate fervor fervour filter finger flavor flavour flower freezer guarantee gutter "
    "helicopter hunger ingredient interior ladder laser laughter leather litter manner marker merger mess meter "
    "misdemeanor newsletter ouster patent penchant pepper perimeter platter pointer poster powder precedent prowess "
    "rant refrigerator roster rubber rumor rumour scent semester sensor shower slaughter sticker surrender swagger "
    "takeover temper thriller tier trailer trigger tumor tumour twitter whisper".split()
)
_ALSO = frozenset(
    "academic acrobat admiral ally ambassador architect associate athlete attorney ayatollah barista baron bishop "
    "boss cabbie cadet cardinal chair chef chief cleric colleague colonel commander-in-chief commodore "
    "conservative constable cop cornerback corporal counsel counterpart critic czar deacon dean deputy detective "
    "developer director-general editor-in-chief emir envoy executive fellow figure friend fullback general "
    "governor-general gp granny guru gymnast halfback head hero independent intern jockey king landlady liberal "
    "lifeguard maestro magnate major marine marshal master matron mechanic medic millionaire mp neighbor neighbour "
    "newlywed operator passer-by patron personality physio plaintiff playwright pope prefect prince principal pupil "
    "queen rabbi retailer scholar secretary secretary-general sexton sheriff shortstop sibling socialist soloist "
    "sophomore soprano spy star stepson steward superintendent surrogate tsar tutor umpire vet vicar volunteer "
    "warden whip witness".split()
)
_TITLES = TITLE_NOUNS | {"del": "delegate", "fr": "father", "msgr": "monsignor", "supt": "superintendent"}
del _TITLES["justice"]  # a word, not short for "judge"
_ROLES = OFFICES | lexicon.words("key-office") | frozenset(_TITLES.values()) - {"father"}
_PERSONS = frozenset(_TITLES) | _ROLES | PEOPLES | ANYBODY | _ALSO | frozenset(NOUN_GENDER) | frozenset(KIN)


def role_of(noted: Iterable[str], name: str) -> str | None:
    """The role that the phrases `noted` beside `name` give: the fullest office, else the fullest phrase, or None.

    A party follows a bare title, "Senator (Republican, Texas)", and so does a state: "Governor (Texas)".
    """
    noted = list(noted)
    party = next(filter(None, map(_party, noted)), None)
    state = next(filter(None, map(_state, noted)), None)
    roles = [each for phrase in noted if (each := _role(phrase, name))]
    if not roles:
        return party
    best = max(roles, key=lambda role: (_rank(role), len(role)))
    if party and holds_office(best):
        return f"{best} ({party})"
    title = best.casefold().removeprefix("former ")
    return f"{best} ({state})" if state and title in _HELD_FOR_STATES else best


def _rank(role: str) -> int:
    """2 for an office with its body or place, 1 for a bare one, 0 for another description."""
    return holds_office(_head(role)) + (holds_office(_head(role)) and len(role.split()) > 1)


def _head(phrase: str) -> str:
    """The word that says what somebody is: "master" in "the harbour master of Ellery"; "" if there is none."""
    words = _HEAD_ENDS.split(phrase, maxsplit=1)[0].split()
    return words[-1] if words else ""


def _party(phrase: str) -> str | None:
    """ "Republican, Texas" for "(R-Tex.)"; None for other phrases."""
    match = _PARTY.fullmatch(phrase.strip())
    if match is None:
        return None
    place = match[2].strip()
    return f"{_PARTIES[match[1]]}, {states.in_full(place).rstrip('.')}"


def _state(phrase: str) -> str | None:
    """ "Texas" for "of Texas"; None for other phrases."""
    match = _OF_STATE.fullmatch(phrase)
    return match[1] if match and states.named_in(phrase) == {match[1]} else None


def _role(phrase: str, name: str) -> str | None:
    if _party(phrase):
        return None
    words = phrase.lstrip(_EDGES + ".").rstrip(_EDGES).split()
    while words and words[0].casefold() in _BEFORE:
        del words[0]
    if len(words) > 2 and words[0].casefold() in ("last", "this", "next", "earlier") and words[1] in _PERIODS:
        del words[:2]
    own = {word.casefold() for word in name.split()}
    while words and (words[-1].casefold() in own or words[-1].casefold().rstrip(".") in PLAIN_TITLES):
        del words[-1]
    while len(words) > 1 and words[-1].rstrip(".").casefold() in _TITLES and holds_office(words[-2]):
        del words[-1]
    if not words or words[0].casefold() in _BEGINNINGS or words[-1].casefold() in _OPEN | {"former"}:
        return None
    if len(words) == 1 and words[0].casefold() in RELATIVES:
        return None  # whose?
    if not _EXTREMES.isdisjoint(map(str.casefold, words[:3])):
        return None
    if words[0].casefold() in _OPEN:
        words[0] = words[0].lower()
    if full := _TITLES.get(words[-1].rstrip(".").casefold(), ""):
        words[-1] = full if words[-1].islower() else full.capitalize()
    shown = _MARKS.sub("", " ".join(words).rstrip("."))
    return shown if len(shown) <= _LONGEST and is_somebody(_head(shown)) else None


@lru_cache(10_000)
def holds_office(word: str) -> bool:
    """Whether a word, the head of a noun phrase, is one for an office, a profession or a post."""
    return word.casefold().strip(_EDGES + ".").rpartition("-")[2] in _ROLES


@lru_cache(10_000)
def is_somebody(word: str) -> bool:
    """Whether a word, the head of a noun phrase, is one for a person."""
    head = word.casefold().strip(_EDGES + ".")
    if head.endswith("year-old") or not _PERSONS.isdisjoint((head, head.rpartition("-")[2], head.partition("-")[0])):
        return True
    if head.rpartition("-")[2] in _NOBODY or head in BODIES or ABSTRACT.search(head):
        return False
    return len(head) > 3 and _SOMEBODY.search(head) is not None
