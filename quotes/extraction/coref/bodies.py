"""Which body that the article names "the company" or "the union" means, where the article does not say so of one."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.extraction.coref.cast import Cast
from quotes.extraction.coref.entities import Entity
from quotes.extraction.mentions import Mention
from quotes.extraction.word_classes import DEFINITE

LIKELY_BODY = 0.6
"""The probability that the only body that can be meant is."""

_NAMED_SO = {
    "union": frozenset(
        "association attendants brotherhood federation guild machinists nurses steelworkers teachers teamsters union "
        "unions workers".split()
    ),
    "newspaper": frozenset(
        "bulletin chronicle courier dispatch examiner gazette globe guardian herald independent inquirer journal "
        "ledger mail mirror news observer post register sentinel star sun telegraph times tribune".split()
    ),
}
"""Words of which the name of such a body has one."""

_PRIVATE = frozenset(
    "airline automaker bank broadcaster carmaker chain company firm label lender network newspaper organization "
    "organisation outlet publisher retailer site startup website".split()
)
_OTHERS = frozenset(
    "administration agency army assembly bureau cabinet caucus committee commission commonwealth congress council "
    "court department democrat democrats directorate fbi cia nsa irs gop house kremlin legislature ministry nations "
    "navy office parliament party pentagon police republican republicans senate service state states treasury union "
    "university college school campaign board nato eu un awards cup festival games league olympics prize series".split()
)
"""Words in the names of what is no company: of the state, of parties, of events."""

_MOST_BEFORE = 50  # mentions before a description that are looked at
_FAR = 2  # passages from the description, with its own, in which a name is near
_MOST = 2  # times as many mentions as the body that is named second


def body_named(cast: Cast, mention: Mention) -> Entity | None:
    """The only body that a description such as "the company" can mean, or None."""
    doc = cast.passages[mention.passage].doc
    noun = cast.token(mention).lower_
    words = [token.lower_ for token in doc[mention.start : mention.end]]
    modifiers = {*words[1:-1]} - {"news"}
    if words[0] not in DEFINITE or words[-1] != noun or modifiers and noun not in _NAMED_SO:
        return None
    bodies = _bodies(cast, noun)
    if noun in _NAMED_SO and len(bodies) == 1:
        return bodies[0]
    place = (mention.passage, mention.head)
    before = [(at[0], each) for at, each in cast.around(place, _MOST_BEFORE, 0) if each in bodies]
    near: list[Entity] = []
    for passage in range(mention.passage, mention.passage - _FAR, -1):
        near = near or list({id(each): each for at, each in before if at == passage}.values())
    if len(near) == 1:
        return near[0]
    return _most_named(near or [each for each in bodies if each.seen[:1] < [place]])


def main_body(cast: Cast, noun: str) -> Entity | None:
    """The body that such a noun in a headline means: the one that the article names most by far."""
    return _most_named(_bodies(cast, noun))


def _bodies(cast: Cast, noun: str) -> list[Entity]:
    """The named bodies that may be such a one."""
    if noun not in _PRIVATE | _NAMED_SO.keys():
        return []
    if noun in _NAMED_SO:
        return [each for each in cast.bodies if not _NAMED_SO[noun].isdisjoint(each.tokens)]
    return [each for each in cast.bodies if _OTHERS.isdisjoint(each.tokens)]


def _most_named(bodies: Sequence[Entity]) -> Entity | None:
    """The body that is named at least twice as often as each of the others."""
    ranked = sorted(bodies, key=lambda each: -len(each.seen))
    counts = [*(len(each.seen) for each in ranked), 0, 0]
    return ranked[0] if ranked and counts[0] >= _MOST * max(counts[1], 1) else None
