"""Which body that the article names "the company" or "the union" means, where the article does not say so of one."""

from __future__ import annotations

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
    "organisation outlet publisher retailer startup".split()
)
_STATE_OR_PARTY = frozenset(
    "administration agency army assembly bureau cabinet caucus committee commission commonwealth congress council "
    "court department democrat democrats directorate fbi cia nsa irs gop house kremlin legislature ministry nations "
    "awards cup festival games league olympics prize series "
    "navy office parliament party pentagon police republican republicans senate service state states treasury union "
    "university college school campaign board nato eu un".split()
)
_FAR = 2  # passages from the description, with its own, in which a name is near
_MOST = 0.6  # of all mentions of bodies that can be meant


def body_named(cast: Cast, mention: Mention) -> Entity | None:
    """The only body that a description such as "the company" can mean, or None."""
    doc = cast.passages[mention.passage].doc
    noun = cast.token(mention).lower_
    words = [token.lower_ for token in doc[mention.start : mention.end]]
    modifiers = {*words[1:-1]} - {"news"}
    if words[0] not in DEFINITE or words[-1] != noun or modifiers and noun not in _NAMED_SO:
        return None
    bodies = [
        each
        for each in cast.entities
        if each.label in ("ORG", "PERSON") and not (each.is_person or each.is_people or each.unnamed)
    ]
    if noun in _NAMED_SO:
        bodies = [each for each in bodies if not _NAMED_SO[noun].isdisjoint(each.tokens)]
        if len(bodies) == 1:
            return bodies[0]
    elif noun in _PRIVATE:
        bodies = [each for each in bodies if _STATE_OR_PARTY.isdisjoint(each.tokens)]
    else:
        return None
    place = (mention.passage, mention.head)
    near: list[Entity] = []
    for passage in range(mention.passage, mention.passage - _FAR, -1):
        near = near or [each for each in bodies if any(at[0] == passage and at < place for at in each.seen)]
    if len(near) == 1:
        return near[0]
    before = near or [each for each in bodies if each.seen[:1] < [place]]
    most = max(before, key=lambda each: len(each.seen), default=None)
    mentions = sum(len(each.seen) for each in before)
    return most if most is not None and len(most.seen) > _MOST * mentions else None
