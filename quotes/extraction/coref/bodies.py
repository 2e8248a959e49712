"""Which body that the article names a description such as "the company" or "the charity" means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

from quotes.extraction.coref.cast import Cast
from quotes.extraction.coref.entities import Entity
from quotes.extraction.job_titles import is_somebody
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
    "university college school campaign board nato eu un awards cup festival games league olympics prize series "
    "workers teamsters steelworkers federation brotherhood".split()
)
"""Words in the names of what is no company: of the state, of parties, of events."""

_KINDS = tuple(
    frozenset(kind.split())
    for kind in (
        "ministry department government administration",
        "police constabulary force sheriff",
        "company firm bank lender retailer chain supermarket airline carmaker automaker developer brewery manufacturer "
        "plc inc ltd corp",
        "union federation",
        "charity foundation",
        "party",
        "university college school",
        "court tribunal",
        "newspaper magazine broadcaster",
        "hospital clinic",
    )
)
"""Words for one kind of body."""

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


def body_before(cast: Cast, mention: Mention) -> Entity | None:
    """The body that is the subject of the sentence before "the charity said", if it is the only one there."""
    place = (mention.passage, mention.head)
    if cast.discourse.source(place) < 0.5 or mention.end > mention.head + 1:
        return None
    at = bisect_left(cast.timeline, (place, 0))
    start = bisect_left(cast.timeline, ((mention.passage, 0), 0))
    bodies = [(each, cast.entities[number]) for each, number in cast.timeline[start:at]]
    bodies = [(each, entity) for each, entity in bodies if _may_be_a_body(entity)]
    if not bodies or any(entity is not bodies[-1][1] for _, entity in bodies):
        return None
    last, entity = bodies[-1]
    near = cast.sentence(place) - cast.sentence(last) == 1 and cast.discourse.use(last).subject
    return entity if near and not is_of_another_kind({cast.token(mention).lower_}, entity) else None


def _may_be_a_body(entity: Entity) -> bool:
    """Whether nothing tells that what was found as a name is a person or a place."""
    if entity.is_person or entity.label == "PERSON":
        return not entity.gender and not any(map(is_somebody, entity.nouns)) and not entity.unnamed
    return entity.label == "ORG"


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


def is_of_another_kind(nouns: Collection[str], entity: Entity) -> bool:
    """Whether a body is known to be of another kind than a noun says: the charity is no ministry."""
    kinds = {kind for kind, words in enumerate(_KINDS) if not words.isdisjoint(nouns)}
    if not kinds:
        return False
    own = entity.nouns.union(() if entity.is_person else entity.tokens)
    known = {kind for kind, words in enumerate(_KINDS) if not words.isdisjoint(own)}
    return bool(known) and kinds.isdisjoint(known)
