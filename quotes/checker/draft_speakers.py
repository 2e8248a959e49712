"""Whether the speaker that a draft names is the speaker of a printing.

The archive decides: two names are one speaker if their keys belong to one speaker there. A family name alone, as drafts
use it, is compared with the names of the printing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotes.checker.verdicts import Relation
from quotes.model import Speaker, SpeakerKind
from quotes.names import keys_of
from quotes.names.keys import wording
from quotes.names.suggestions import Known, compare
from quotes.store.queries import Named, rows

_SMALL = frozenset("of the and for in a an to at on".split())


@dataclass(frozen=True, slots=True)
class DraftSpeaker:
    """A speaker as a draft names them. slugs: of the speakers of the archive who have such a name."""

    name: str
    kind: SpeakerKind
    names: tuple[str, ...]
    slugs: frozenset[str]


def resolved(connection: sqlite3.Connection, speakers: Iterable[Speaker]) -> tuple[DraftSpeaker, ...]:
    """The speakers of a draft, with those of the archive who have their names."""
    return tuple(
        DraftSpeaker(each.name, each.kind, tuple(dict.fromkeys((each.name, *each.names))), _slugs(connection, each))
        for each in speakers
    )


def _slugs(connection: sqlite3.Connection, speaker: Speaker) -> frozenset[str]:
    found = rows(
        connection,
        """
        select s.slug from speaker_keys k join speakers s on s.id = k.speaker_id
        where k.speaker_key in (select value from json_each(?))
        """,
        [json.dumps([key for name in (speaker.name, *speaker.names) for key in keys_of(name)])],
    )
    return frozenset(row[0] for row in found)


def relation(draft: Sequence[DraftSpeaker], printed: Sequence[Named]) -> Relation:
    """How the speakers of a draft relate to those of a printing: same, joint, unsure or other."""
    if not draft or not printed:
        return Relation.UNSURE
    found = [[_compared(one, other) for other in printed] for one in draft]
    same = sum(Relation.SAME in row for row in found)
    if same:
        return Relation.SAME if same == len(draft) == len(printed) else Relation.JOINT
    return Relation.UNSURE if any(Relation.UNSURE in row for row in found) else Relation.OTHER


def _compared(one: DraftSpeaker, other: Named) -> Relation:
    if other.slug in one.slugs:
        return Relation.SAME
    if "anonymous" in (one.kind, other.kind):
        shared = any(_telling(name) & _telling(other.name) for name in one.names)
        return Relation.SAME if shared and one.kind == other.kind else Relation.UNSURE
    if one.kind == other.kind == "person":
        return max((_people(name, other.name) for name in one.names), key=_ORDER.index)
    shared = any(_telling(name) & _telling(f"{other.name} {other.role or ''}") for name in one.names)
    return (Relation.SAME if one.kind == other.kind else Relation.UNSURE) if shared else Relation.OTHER


def _people(one: str, other: str) -> Relation:
    """Whether two names of people are of one person, where the archive does not say so."""
    ours, theirs = wording(one).split(), wording(other).split()
    if not ours or not theirs:
        return Relation.OTHER
    if ours[-1] == theirs[-1] and 1 in (len(ours), len(theirs)):
        return Relation.SAME
    # The archive keeps such names apart until somebody decides: "Bob" and "Robert", "John F." and "John".
    pairs = [(ours, theirs)]
    if 2 in (len(ours), len(theirs)):  # "Ben Rhodes" and "Benjamin J. Rhodes"
        pairs.append(([ours[0], ours[-1]], [theirs[0], theirs[-1]]))
    known = [[Known(f"person:{' '.join(each)}", "", "person", (), 0) for each in pair] for pair in pairs]
    return Relation.UNSURE if any(compare(*pair) for pair in known) else Relation.OTHER


def are_compatible(one: Sequence[Named], other: Sequence[Named]) -> bool:
    """Whether two printings of the archive may name the same speakers."""
    known = [DraftSpeaker(each.name, each.kind, (each.name,), frozenset({each.slug})) for each in one]
    return relation(known, other) is not Relation.OTHER


_ORDER = [Relation.OTHER, Relation.UNSURE, Relation.SAME]


def _telling(name: str) -> set[str]:
    return set(wording(name).split()) - _SMALL
