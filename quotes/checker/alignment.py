"""Aligning the words of a draft with those of a printing: pure functions.

Words are aligned with RapidFuzz (longest common subsequence). Of the runs of words in common, those count that are
worth the distance between them, so that a stray "the" far away is not taken for a part of the quotation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.checker import word_forms
from quotes.checker.tokens import Token, Words, joined
from quotes.model import Span

Weight = Callable[[str], float]
Operation = Literal["equal", "delete", "insert", "replace"]

LONGEST_CHANGE = 60  # words in a row; of more, forms and opposites are not looked for
_FARTHEST = 30  # runs that are tried as the one before
_GAP = 0.08  # cost of a word of the printing that is passed over
_GAP_AT_MOST = 2.5
_MARKED_GAP_AT_MOST = 0.6
_KEPT = 0.25  # worth of any word in common, beside its weight
_INSERTED = 0.1  # cost of a word of the draft that the printing lacks, beside its weight
_SAME_FORM = 0.8  # of the weight of a word that is there in another form
_LONGER_FORM = 3  # words that a form of others has more: "Three hundred" for "300"


class Run(NamedTuple):
    """Words in common: numbers of the first word in the draft and in the printing, and how many there are."""

    draft: int
    printed: int
    length: int


class Edit(NamedTuple):
    """One step of a word-by-word difference, with the numbers of words, the ends exclusive.

    delete: words of the printing that the draft lacks. insert: words of the draft that the printing lacks.
    """

    operation: Operation
    draft: tuple[int, int]
    printed: tuple[int, int]

    @classmethod
    def between(cls, draft: tuple[int, int], printed: tuple[int, int]) -> Edit:
        """The step from words of the printing to words of the draft that differ from them."""
        if draft[0] == draft[1]:
            return cls("delete", draft, printed)
        return cls("insert" if printed[0] == printed[1] else "replace", draft, printed)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a draft beside those of a printing.

    edits: from the first word in common to the last, and the words of the draft around them. score: the share of the
        draft's words that the printing has, weighted by rarity, 0 to 1. shared: the same of their number.
    """

    draft: Words
    printed: Words
    runs: tuple[Run, ...]
    edits: tuple[Edit, ...]
    score: float
    shared: float

    @property
    def draft_spans(self) -> tuple[Span, ...]:
        """Where the words in common stand in the draft's quotation."""
        return tuple(_span(self.draft.tokens, run.draft, run.length) for run in self.runs)

    @property
    def printed_spans(self) -> tuple[Span, ...]:
        """Where the words in common stand in the printing."""
        return tuple(_span(self.printed.tokens, run.printed, run.length) for run in self.runs)


def align(draft: Words, printed: Words, weight: Weight) -> Alignment | None:
    """The best alignment of a draft's words with a printing, or None if they have nothing in common."""
    weights = [0.0 if token.editorial else weight(token.key) for token in draft.tokens]
    gaps = [token.gap for token in draft.tokens]
    runs = _best(_common(draft.keys, printed.keys, 0), weights, gaps)
    if runs:
        # Words at the ends may have been aligned with others, far away, which were then left out.
        before, after = runs[0].draft, len(draft) - runs[-1].draft - runs[-1].length
        if before or after:
            start = max(0, runs[0].printed - 2 * before - 2)
            end = runs[-1].printed + runs[-1].length + 2 * after + 2
            near = _best(_common(draft.keys, printed.keys[start:end], start), weights, gaps)
            runs = max(runs, near, key=lambda each: _worth(each, weights))
    if not runs:
        return None
    runs = _at_marks(_pulled(runs, printed.keys), draft, printed)
    edits = tuple(_edits(runs, len(draft)))
    total = sum(weights) or 1.0
    matched = _worth(runs, weights) + _SAME_FORM * sum(
        weights[at] for edit in edits for at in _other_forms(draft, printed, edit)
    )
    shared = sum(draft.own(run.draft, run.draft + run.length) for run in runs)
    shared += sum(len(_other_forms(draft, printed, edit)) for edit in edits)
    own = draft.own(0, len(draft)) or 1
    return Alignment(draft, printed, runs, edits, min(1.0, matched / total), min(1.0, shared / own))


def _span(tokens: Sequence[Token], start: int, length: int) -> Span:
    return Span(tokens[start].start, tokens[start + length - 1].end)


def _common(draft: Sequence[str], printed: Sequence[str], offset: int) -> list[Run]:
    runs = [
        Run(op.src_start, op.dest_start + offset, op.src_end - op.src_start)
        for op in LCSseq.opcodes(draft, printed)
        if op.tag == "equal"
    ]
    return _absorbed(runs, draft, printed, offset)


def _absorbed(runs: list[Run], draft: Sequence[str], printed: Sequence[str], offset: int) -> list[Run]:
    """`runs`, with each one joined to the next or the one before where its words stand next to that, too."""
    found: list[Run] = []
    for run in runs:
        while found:
            last = found[-1]
            if last.draft + last.length != run.draft or last.printed + last.length == run.printed:
                break
            moved = run.printed - offset - last.length
            onward = last.printed - offset + last.length
            if moved >= 0 and printed[moved : moved + last.length] == draft[last.draft : last.draft + last.length]:
                run = Run(last.draft, run.printed - last.length, last.length + run.length)
                found.pop()
            elif printed[onward : onward + run.length] == draft[run.draft : run.draft + run.length]:
                run = Run(last.draft, last.printed, last.length + run.length)
                found.pop()
            else:
                break
        found.append(run)
    return [
        Run(first.draft, first.printed, sum(each.length for each in group))
        for group in _grouped(found)
        for first in group[:1]
    ]


def _grouped(runs: Iterable[Run]) -> list[list[Run]]:
    groups: list[list[Run]] = []
    for run in runs:
        last = groups[-1][-1] if groups else None
        if last and last.draft + last.length == run.draft and last.printed + last.length == run.printed:
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _best(runs: Sequence[Run], weights: Sequence[float], gaps: Sequence[bool]) -> tuple[Run, ...]:
    """The runs, in order, that are worth most after the cost of the distances between them."""
    worth: list[float] = []
    before: list[int | None] = []
    for number, run in enumerate(runs):
        own = sum(weights[run.draft : run.draft + run.length]) + _KEPT * run.length
        best, link = 0.0, None
        for earlier in range(max(0, number - _FARTHEST), number):
            value = worth[earlier] - _cost(runs[earlier], run, gaps)
            if value > best:
                best, link = value, earlier
        worth.append(own + best)
        before.append(link)
    if not runs:
        return ()
    at: int | None = max(range(len(runs)), key=worth.__getitem__)
    chain: list[Run] = []
    while at is not None:
        chain.append(runs[at])
        at = before[at]
    return tuple(reversed(chain))


def _cost(one: Run, other: Run, gaps: Sequence[bool]) -> float:
    passed = other.printed - one.printed - one.length
    added = other.draft - one.draft - one.length
    marked = any(gaps[one.draft + one.length : other.draft + 1])
    at_most = _MARKED_GAP_AT_MOST if marked else _GAP_AT_MOST
    return min(at_most, _GAP * max(0, passed - added)) + _INSERTED * added


def _pulled(runs: Sequence[Run], printed: Sequence[str]) -> tuple[Run, ...]:
    """`runs`, with the first one where its words stand again, nearer to the second one."""
    if len(runs) < 2:
        return tuple(runs)
    first, second = runs[:2]
    its = printed[first.printed : first.printed + first.length]
    for at in range(second.printed - first.length, first.printed, -1):
        if printed[at : at + first.length] == its:
            return (first._replace(printed=at), *runs[1:])
    return tuple(runs)


def _at_marks(runs: Sequence[Run], draft: Words, printed: Words) -> tuple[Run, ...]:
    """`runs`, with words that are left out put where the draft has an ellipsis, if the words around them allow it."""
    found = [runs[0]]
    for run in runs[1:]:
        last = found[-1]
        if last.draft + last.length == run.draft and not draft.tokens[run.draft].gap:
            back = 1
            while back < last.length and draft.keys[run.draft - back] == printed.keys[run.printed - back]:
                if draft.tokens[run.draft - back].gap:
                    found[-1] = last._replace(length=last.length - back)
                    run = Run(run.draft - back, run.printed - back, run.length + back)
                    break
                back += 1
            on = 1
            after = last.printed + last.length - 1
            while on < run.length and draft.keys[run.draft + on - 1] == printed.keys[after + on]:
                if draft.tokens[run.draft + on].gap:
                    found[-1] = last._replace(length=last.length + on)
                    run = Run(run.draft + on, run.printed + on, run.length - on)
                    break
                on += 1
        found.append(run)
    return tuple(found)


def _worth(runs: Sequence[Run], weights: Sequence[float]) -> float:
    return sum(sum(weights[run.draft : run.draft + run.length]) for run in runs)


def _edits(runs: Sequence[Run], length: int) -> list[Edit]:
    edits: list[Edit] = []
    at, place = 0, runs[0].printed
    for run in runs:
        if (at, place) != (run.draft, run.printed):
            edits.append(Edit.between((at, run.draft), (place, run.printed)))
        edits.append(Edit("equal", (run.draft, run.draft + run.length), (run.printed, run.printed + run.length)))
        at, place = run.draft + run.length, run.printed + run.length
    if at < length:
        edits.append(Edit.between((at, length), (place, place)))
    return edits


def _other_forms(draft: Words, printed: Words, edit: Edit) -> list[int]:
    """The numbers of the draft's words that the printing has in another form at the same place."""
    if edit.operation != "replace" or edit.draft[1] - edit.draft[0] > LONGEST_CHANGE:
        return []
    theirs = list(printed.keys[slice(*edit.printed)][:LONGEST_CHANGE])
    found = []
    for at in range(*edit.draft):
        form = next((each for each in theirs if word_forms.are_forms(draft.keys[at], each)), None)
        if form is not None:
            theirs.remove(form)
            found.append(at)
    return found


def with_ends(alignment: Alignment) -> Alignment:
    """`alignment`, with words of the draft before and after it put beside as many words of the printing.

    A word that was changed at the start or the end of a quotation stands beside the word that it replaces.
    """
    edits = list(alignment.edits)
    first, last = edits[0], edits[-1]
    mine = alignment.draft.keys
    if first.operation == "insert" and first.printed[0] == first.printed[1]:
        before = alignment.printed.keys[: first.printed[0]]
        length = _replaced(mine[slice(*first.draft)], lambda number: before[len(before) - number :], len(before))
        edits[0] = Edit.between(first.draft, (first.printed[0] - length, first.printed[1]))
    if last is not first and last.operation == "insert":
        after = alignment.printed.keys[last.printed[1] :]
        length = _replaced(mine[slice(*last.draft)], lambda number: after[:number], len(after))
        edits[-1] = Edit.between(last.draft, (last.printed[0], last.printed[1] + length))
    return replace(alignment, edits=tuple(edits))


def _replaced(mine: Sequence[str], its: Callable[[int], Sequence[str]], most: int) -> int:
    """How many words of the printing a change at the end of a draft stands beside: as many, or a longer form of them.

    its: the words next to those in common, by their number.
    """
    length = min(len(mine), most)
    for number in range(length, min(most, length + _LONGER_FORM) + 1) if len(mine) <= _LONGER_FORM else ():
        if joined(mine) == joined(its(number)) or word_forms.are_phrase_forms(mine, its(number)):
            return number
    return length
