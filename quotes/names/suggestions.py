"""Suggests pairs of speakers that may be one, with a score, for a person to decide.

The score is only for sorting; nothing is merged automatically.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations, permutations
from typing import NamedTuple

from nicknames import NickNamer

from quotes.model import SpeakerKind
from quotes.names import home, is_local
from quotes.names.keys import initials, wording

MOST = 300  # the most speakers with a common word
_SIMILAR = 0.75
_PART = 4  # the fewest letters of a name inside a longer one


class Known(NamedTuple):
    """A speaker.

    Attributes:
        node: The leading key.
        roles: All roles.
        quotations: The number of quotations.
    """

    node: str
    name: str
    kind: SpeakerKind
    roles: tuple[str, ...]
    quotations: int


class Suggestion(NamedTuple):
    """Two speakers that may be one, the better known one left.

    Attributes:
        touches: The number of quotations that would get another speaker.
    """

    left: Known
    right: Known
    score: float
    reason: str

    @property
    def touches(self) -> int:
        return self.right.quotations


def suggest(speakers: Iterable[Known], decided: Collection[frozenset[str]]) -> list[Suggestion]:
    """Pairs that may be one speaker and are not in `decided` (by nodes), those with most quotations first."""
    blocks: defaultdict[str, list[Known]] = defaultdict(list)
    for speaker in speakers:
        for word in _blocks(speaker):
            blocks[word].append(speaker)
    pairs = {pair for block in blocks.values() if len(block) <= MOST for pair in combinations(sorted(block), 2)}
    found = []
    for one, other in pairs:
        compared = compare(one, other)
        if compared and frozenset({one.node, other.node}) not in decided:
            left, right = sorted((one, other), key=lambda who: (is_local(who.node), -who.quotations, who.node))
            found.append(Suggestion(left, right, *compared))
    return sorted(found, key=lambda each: (-each.touches, -each.score, each.left.node, each.right.node))


def compare(one: Known, other: Known) -> tuple[float, str] | None:
    """The probability that two speakers are one (0 to 1) and the reason, or None if there is none."""
    if is_local(one.node) and not is_local(other.node):
        one, other = other, one
    if is_local(one.node):
        return None
    same_role = bool(one.roles and other.roles and set(map(wording, one.roles)) & set(map(wording, other.roles)))
    if one.kind == "person" and other.kind == "anonymous":
        described = wording(other.name)
        return (0.3, "known by a role alone") if described in map(wording, one.roles) else None
    if one.kind != other.kind or one.kind == "anonymous":
        return None
    ones, others = _words(one), _words(other)
    if is_local(other.node):
        if one.kind == "person" and others and all(_has(ones, word) for word in others):
            return (0.7, "part of the name, and the role") if same_role else (0.4, "part of the name alone")
        return None
    compared = _people(ones, others) if one.kind == "person" else _organisations(ones, others)
    if compared is None:
        return None
    score, reason = compared
    return (min(1.0, score + 0.15), f"{reason}; the same role") if same_role else (score, reason)


def _has(words: list[str], word: str) -> bool:
    """Whether a name has this word, or its initial."""
    return word in words or (len(word) == 1 and any(each.startswith(word) for each in words))


def _people(ones: list[str], others: list[str]) -> tuple[float, str] | None:
    shorter, longer = sorted((ones, others), key=len)
    more = [word for word in longer if word not in shorter]
    left = [word for word in shorter if word not in longer]
    if any(word.startswith(".") for word in more + left):
        return None
    if not left:
        return (0.8, "a middle initial more") if all(len(word) < 3 for word in more) else (0.6, "a name more")
    if len(left) > 1 or not more:
        return None
    if len(more) in (2, 3) and any("".join(words) == left[0] for words in permutations(more)):
        return 0.9, "a name written as one word or as several"
    if len(more) > 1:
        return None
    part, whole = sorted((left[0], more[0]), key=len)
    if len(part) == 1 and whole.startswith(part):
        return 0.6, "an initial of the name"
    if part in _short_forms(whole):
        return 0.6, "a short form of the name"
    if _similar(part, whole):
        return 0.5, "one name is spelled differently"
    if len(part) >= _PART and (whole.startswith(part) or whole.endswith(part)):
        return 0.4, "one name is part of the other"
    return None


def _similar(part: str, whole: str) -> bool:
    in_common = len(part) - len(
        set(part).difference(whole)
    )  # the largest difference in letters; a quick test for most pairs
    if 2 * in_common < _SIMILAR * (len(part) + len(whole)):
        return False
    return SequenceMatcher(None, part, whole).ratio() >= _SIMILAR


@cache
def _short_forms(name: str) -> set[str]:
    return _nicknames().nicknames_of(name)


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


def _organisations(ones: list[str], others: list[str]) -> tuple[float, str] | None:
    shorter, longer = sorted((ones, others), key=len)
    if len(shorter) == 1 and shorter[0] == initials(longer):
        return 0.7, "the initials of the other"
    return (0.4, "part of the name") if set(shorter) < set(longer) else None


def _blocks(speaker: Known) -> set[str]:
    words = _words(speaker)
    blocks = {word for word in words if len(word) > 1}
    if speaker.kind == "organisation":
        blocks.add(initials(words))
    roles = [speaker.name] if speaker.kind == "anonymous" else speaker.roles if speaker.kind == "person" else ()
    return blocks | {f"role {wording(role)}" for role in roles}


def _words(speaker: Known) -> list[str]:
    return _words_of(speaker.node)


@cache
def _words_of(node: str) -> list[str]:
    return home(node)[0].partition(":")[2].split()
