"""What a source did with the words: the polarity, who is quoted at second hand, and where the statement stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quotes.extraction.features import Unit, unit_root
from quotes.extraction.masking import CLAUSE
from quotes.extraction.mentions import Mention
from quotes.extraction.polarity import polarity_of
from quotes.extraction.predicates import Attribution, attribution_between, governs, is_by, is_predicate, speaks
from quotes.extraction.second_hand import quoted_source
from quotes.extraction.syntax import Doc, Token
from quotes.model import Polarity

_LONGEST_CLAIM = 3  # tokens between a name and the noun
_AUXILIARIES = ("aux", "auxpass", "cop", "neg")
_CONTENT = ("ccomp", "xcomp", "parataxis", "dobj")  # what a verb says or calls


@dataclass(frozen=True, slots=True)
class Statement:
    """What was done with the words of a unit.

    start, end: the tokens of the cue with all that decides, end exclusive; equal where no verb announces the words.
    clause: the tokens of the words with the rest of their clause, end exclusive.
    cue: the tokens of the word that announces these words, end exclusive; None where there is none.
    quoting: who is quoted at second hand, or None.
    """

    polarity: Polarity
    start: int
    end: int
    clause: tuple[int, int]
    cue: tuple[int, int] | None
    quoting: Mention | None = None


def statement(
    doc: Doc,
    unit: Unit,
    source: Mention,
    cue: tuple[int, int] | None,
    mentions: Sequence[Mention],
    is_speaker: Callable[[Mention], bool],
) -> Statement:
    """What the source did with the words of a unit.

    cue: its tokens, None where there is none. mentions: those of the passage. is_speaker: whether a mention means one
    of the speakers.
    """
    if _owns(doc, unit, source):
        return Statement(Polarity.ASSERTED, unit.start, unit.start, (unit.start, unit.end), cue)
    attribution = attribution_between(doc, unit, source, cue[0] if cue is not None else None)
    polarity, decisive = polarity_of(doc, unit, source, attribution)
    told = _predicates(unit, attribution)
    goes_on = _goes_on([*told, *(doc[cue[0] : cue[1]] if cue is not None else ())])
    if cue is not None and cue[1] <= goes_on:
        cue = goes_on, goes_on + 1
    start, end = _extent(doc, unit, source, attribution, told, cue, decisive, goes_on)
    if polarity is Polarity.ASKED and _is_asked_of(attribution, source):
        end = max(unit.end, doc[end - 1].sent.end)  # "Asked whether …, she said no" is understood as a whole
        end -= doc[end - 1].is_punct
    clause = _clause(doc, unit, source, attribution)
    repeats = polarity in (Polarity.ASSERTED, Polarity.ASKED)
    quoting = quoted_source(doc, unit, source, attribution, mentions, is_speaker) if repeats else None
    return Statement(polarity, start, end, clause, cue, quoting)


def _owns(doc: Doc, unit: Unit, source: Mention) -> bool:
    """Whether marked words stand right after their source's name in the genitive: [Byrd's] “wall of fog” forecast."""
    before = next((token for token in reversed(doc[max(0, unit.start - 2) : unit.start]) if not token.is_quote), None)
    return unit.marked and before is not None and before.tag_ == "POS" and before.head.i == source.head


def _is_asked_of(attribution: Attribution, source: Mention) -> bool:
    """Whether the source is who was asked: Asked whether …, she said no."""
    asked = attribution.predicates[0] if attribution.predicates else None
    return asked is not None and asked.tag_ == "VBN" and source.head > asked.i and not governs(asked, source)


def _predicates(unit: Unit, attribution: Attribution) -> list[Token]:
    """What the writer says that the source did, outside the words."""
    outside = (token for token in attribution.predicates[attribution.own :] if not unit.start <= token.i < unit.end)
    return [token for token in outside if is_predicate(token)]


def _extent(
    doc: Doc,
    unit: Unit,
    source: Mention,
    attribution: Attribution,
    told: Sequence[Token],
    cue: tuple[int, int] | None,
    decisive: Sequence[int],
    goes_on: int,
) -> tuple[int, int]:
    """The tokens of the cue with what decides, without the source where it stands before them.

    told: what the writer says that the source did (`_predicates`). goes_on: the verb before which it does something
    else (`_goes_on`).

    "According to" and a colon tell nothing that could be read after the name of the speaker.
    """
    inside = list(told)
    words = list(doc[cue[0] : cue[1]]) if cue is not None else []
    if attribution.claim is not None and not attribution.predicates:
        words = [attribution.claim]
    announcing = [] if any(word.lower_ == "according" or word.is_punct for word in words) else list(words)
    inside += announcing
    if not any(place < goes_on for place in decisive):
        inside = [token for token in inside if token.i >= goes_on]
    if not announcing and not any(map(speaks, inside)):
        return unit.start, unit.start
    places = [token.i for token in inside] + list(decisive)
    for token in inside:
        places += [child.i for child in token.children if child.dep_ in _AUXILIARIES and child.i < token.i]
        if is_by(token, source):
            places += [child.left_edge.i for child in token.children if child.dep_ == "nsubjpass"]
    start, end = min(places), max(places) + 1
    begin = next(
        (t.i for t in inside if t.tag_ == "VBG" and t.i > start and (t.head.i == source.head or _follows_words(t))),
        start,
    )
    start = begin if not decisive else start
    while start > 0 and doc[start - 1].tag_ in ("MD", "RB") and not source.start <= start - 1 < source.end:
        start -= 1
    if attribution.claim is not None and not attribution.predicates:
        start = _begin_of_claim(doc, source, start)
    while end < len(doc) and doc[end].tag_ == "RP" and doc[end].head in inside:
        end += 1
    if start >= unit.end:
        objects = {
            word.i
            for verb in inside
            for child in verb.rights
            if child.dep_ in ("dobj", "iobj") and not source.start <= child.i < source.end
            for word in child.subtree
        }
        while end in objects:
            end += 1
    return start, end


def _begin_of_claim(doc: Doc, source: Mention, claim: int) -> int:
    """Where a claim begins that a name has: Byrd[’s earlier claim] that it was so."""
    owned = source.end < claim <= source.end + _LONGEST_CLAIM and doc[source.end].tag_ == "POS"
    return source.end if owned else claim


def _goes_on(verbs: Sequence[Token]) -> int:
    """The last verb that goes on after the words of another one: She called it “vague” and [warned] that …; or 0."""
    return max(
        (
            verb.i
            for verb in verbs
            if verb.dep_ == "conj"
            and speaks(verb)
            and verb.head in verbs
            and any(child.dep_ in _CONTENT and verb.head.i < child.i < verb.i for child in verb.head.children)
        ),
        default=0,
    )


def _follows_words(verb: Token) -> bool:
    """Whether a participle goes on after other words of the same cue: It was so, she said, [adding] that it was not."""
    cue = verb.head
    return verb.nbor(-1).text == "," and any(
        child.dep_ in ("ccomp", "parataxis") or child.text == CLAUSE for child in cue.lefts
    )


def _clause(doc: Doc, unit: Unit, source: Mention, attribution: Attribution) -> tuple[int, int]:
    """The tokens of a fragment's clause, up to its end; of all other words their own."""
    whole = unit.start, unit.end
    if not unit.marked or unit.utterance or not attribution.predicates:
        return whole
    governor = attribution.predicates[min(attribution.own, len(attribution.predicates) - 1)]
    at = unit_root(doc, unit)
    while at.head.i != at.i and at.head.i != governor.i:
        at = at.head
    if at.head.i != governor.i or at.dep_ not in ("ccomp", "xcomp", "dobj", "advcl", "acl"):
        return whole
    start, end = at.left_edge.i, at.right_edge.i + 1
    if start <= governor.i < end or start < source.end and source.start < end or not start <= unit.start < end:
        return whole
    while end > unit.end and doc[end - 1].is_punct and not doc[end - 1].is_quote:
        end -= 1
    return start, max(end, unit.end)
