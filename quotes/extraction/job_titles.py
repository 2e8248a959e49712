"""Which of the words beside a name are a role that can be shown with it: "the harbour master", not "after his deputy".

What stands beside a name in apposition, before it or after "was" is noted for coreference, right or wrong. A role is
shown to people, so it has to be a whole phrase whose head is a word for somebody.
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
    PLAIN_TITLES,
    TITLE_NOUNS,
)

_LONGEST = 100
_PARTY = re.compile(r"\(?([DRI]-[A-Z][A-Za-z.]*)\)?\.?")
_EDGES = " ,;:!?—–-\"“”‘’'()[]"
_BEFORE = frozenset("now then currently also herself himself themselves".split())
_OPEN = frozenset(
    "a an the of and or with for at in on to by from as whose who which that his her its their our my".split()
)
# A phrase that begins so has no head of its own that the name could be in apposition with.
_BEGINNINGS = frozenset(
    "about after against along among around as at before behind beside besides between by despite during everything "
    "except for from in inside into like near nothing of off on onto out over part since than through to toward "
    "towards under until unlike upon what when where whether while who whom whose with within without according "
    "countered two three four five six seven eight nine ten".split()
)
_HEAD_ENDS = re.compile(r"[,;]|\s(?:of|at|for|to|on|in|with|from|by|who|that|behind|under|and)\s", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"(?:er|or|eur|eer|yer|ist|ian|ant|ent|ee|mate|lord|ster|ess|smith|man|woman|men|women|person|people|crat|born)$"
)
_NOBODY = frozenset(
    "number matter order letter water power river winter summer answer center corner chapter quarter dinner offer "
    "server computer murder border error color colour mirror floor door harbor harbour factor sector tractor event "
    "moment percent accident incident list twist talent content extent intent rent tent cent interest test west east "
    "rest best forest cement character cover danger fever gender layer monster october september november december "
    "register shelter shoulder silver theater theatre tower transfer weather wonder motor terror horror humor humour "
    "favor favour labor labour behavior behaviour plant grant restaurant warrant committee fee tree coffee degree knee "
    "process success access progress business address congress press dress stress illness".split()
)
_ALSO = frozenset(
    "academic admiral ally ambassador architect associate athlete attorney baron bishop boss cardinal chair chef chief "
    "cleric colleague colonel commander-in-chief conservative constable counsel counterpart critic czar dean deacon "
    "deputy detective developer director-general editor-in-chief emir envoy executive fellow figure friend general "
    "governor-general guru head hero independent king liberal major marine marshal master mechanic mp neighbor "
    "neighbour operator patron personality pope prefect prince principal queen rabbi retailer scholar secretary "
    "secretary-general sexton sheriff socialist soloist sophomore spy star steward superintendent surrogate tsar tutor "
    "vet vicar volunteer warden whip witness".split()
)
_ABBREVIATIONS = frozenset((*TITLE_NOUNS, "del", "fr", "msgr", "supt"))
_PERSONS = _ABBREVIATIONS | OFFICES | ANYBODY | _ALSO | frozenset(NOUN_GENDER) | frozenset(KIN)


def role_of(noted: Iterable[str], name: str) -> str | None:
    """The fullest of the phrases `noted` beside `name` that is a role, or None."""
    roles = [each for each in (_role(phrase, name) for phrase in noted) if each]
    return max(roles, key=len) if roles else None


def _role(phrase: str, name: str) -> str | None:
    if party := _PARTY.fullmatch(phrase.strip()):
        code = party[1].rstrip(".")
        return code if code.isupper() and "." not in code else f"{code}."
    words = phrase.lstrip(_EDGES + ".").rstrip(_EDGES).split()
    while words and words[0].casefold() in _BEFORE:
        del words[0]
    own = {word.casefold() for word in name.split()}
    while words and (words[-1].casefold() in own or words[-1].casefold().rstrip(".") in PLAIN_TITLES):
        del words[-1]
    if not words or words[0].casefold() in _BEGINNINGS or words[-1].casefold() in _OPEN:
        return None
    if words[0].casefold() in _OPEN:
        words[0] = words[0].lower()
    shown = " ".join(words)
    if words[-1].rstrip(".").casefold() not in _ABBREVIATIONS:
        shown = shown.rstrip(".")
    head = _HEAD_ENDS.split(shown, maxsplit=1)[0].split()
    return shown if len(shown) <= _LONGEST and head and is_somebody(head[-1]) else None


@lru_cache(10_000)
def is_somebody(word: str) -> bool:
    """Whether a word, the head of a noun phrase, is one for a person."""
    head = word.casefold().strip(_EDGES + ".")
    if not _PERSONS.isdisjoint((head, head.rpartition("-")[2], head.partition("-")[0])):
        return True
    if head in _NOBODY or head in BODIES or ABSTRACT.search(head):
        return False
    return len(head) > 3 and _SOMEBODY.search(head) is not None
