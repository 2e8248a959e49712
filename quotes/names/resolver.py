"""Decisions about speakers, modelled on nomenklatura's resolver. What an article says never changes.

A decision about speakers is about two nodes. A node is the key of a name in all articles (`quotes.names.key`), or one
mention of it (`quotes.names.mention`): the name in one article. A speaker is a connected component of "same" decisions.
A mention with a decision of its own no longer follows its name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, get_args

from quotes.model import SpeakerKind


class Pair(NamedTuple):
    """An active decision about two nodes. For "same", the left one gives the speaker name and slug."""

    kind: str
    left: str
    right: str


def components(pairs: Iterable[Pair]) -> dict[str, tuple[str, ...]]:
    """All nodes of its speaker, the leading one first, for each node with a "same" decision.

    Args:
        pairs: Decisions in order. The left node of the last "same" in a component leads; the others are sorted.
    """
    lead: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.kind == "same":
            joined = members.get(pair.left, {pair.left}) | members.get(pair.right, {pair.right})
            for node in joined:
                members[node] = joined
                lead[node] = pair.left
    return {node: (lead[node], *sorted(joined - {lead[node]})) for node, joined in members.items()}


def people(pairs: Collection[Pair], joined: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """All nodes of its speaker, the leading one first, for each node with a "same" decision or a join.

    A join is ignored if two nodes of the joined speakers were decided to be "different". A decision says which node
    leads.

    Args:
        pairs: Active decisions in order.
        joined: The joins of rules (`quotes.names.joins`), each with the leading node first.
    """
    by_hand = components(pairs)
    parted: dict[str, set[str]] = {}
    for pair in pairs:
        if pair.kind == "different":
            parted.setdefault(pair.left, set()).add(pair.right)
            parted.setdefault(pair.right, set()).add(pair.left)
    groups = {nodes[0]: _Group(nodes[0], set(nodes)) for nodes in by_hand.values()}
    group = {node: groups[nodes[0]] for node, nodes in by_hand.items()}
    for left, right in sorted(joined):
        one, other = (group.setdefault(node, _Group(node, {node})) for node in (left, right))
        fewer, more = sorted((one, other), key=lambda each: len(each.nodes))
        if one is other or any(not more.nodes.isdisjoint(parted.get(node, ())) for node in fewer.nodes):
            continue
        more.lead = other.lead if other.lead in by_hand and one.lead not in by_hand else one.lead
        more.nodes |= fewer.nodes
        group |= dict.fromkeys(fewer.nodes, more)
    several = {each.lead: each for each in group.values() if len(each.nodes) > 1}
    found = {lead: (lead, *sorted(each.nodes - {lead})) for lead, each in several.items()}
    return {node: found[each.lead] for node, each in group.items() if each.lead in found}


@dataclass
class _Group:
    """The nodes of one speaker, and the leading one."""

    lead: str
    nodes: set[str]


def conflict(pairs: Iterable[Pair], speakers: Mapping[str, tuple[str, ...]]) -> Pair | None:
    """The first "different" of `pairs` whose nodes are one speaker in `speakers` (`components`), or None."""
    for pair in pairs:
        if pair.kind == "different" and pair.right in speakers.get(pair.left, (pair.left,)):
            return pair
    return None


def decided(pairs: Iterable[Pair], speakers: Mapping[str, tuple[str, ...]]) -> set[frozenset[str]]:
    """The pairs of speakers, each given by its leading node, that somebody decided about."""
    return {
        frozenset(speakers.get(node, (node,))[0] for node in (pair.left, pair.right))
        for pair in pairs
        if pair.kind in ("different", "unsure")
    }


def is_node(node: str) -> bool:
    """Whether `node` has the form of a node: a kind and words."""
    kind, _, words = node.partition(":")
    return kind in get_args(SpeakerKind) and bool(words)


def words_of(node: str) -> str:
    """The words of a node, for people: "ann marsh" of "person:ann marsh@pxdsryh4gkebezf2"."""
    return node.partition(":")[2].partition("@")[0]


def is_item(item: str) -> bool:
    """Whether this is an item of Wikidata, such as Q42."""
    return item[:1] == "Q" and item[1:].isascii() and item[1:].isdigit() and item[1] != "0"
