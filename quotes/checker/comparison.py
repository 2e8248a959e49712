"""Comparing the words of a draft with those of a printing: pure functions.

Words are aligned with RapidFuzz (longest common subsequence). Of the runs of words in common, those count that are
worth the distance between them, so that a stray "the" far away is not taken for a part of the quotation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from quotes.checker import word_forms
from quotes.checker.tokens import Token, Words, joined, words
from quotes.checker.verdicts import Change
from quotes.model import Span

Weight = Callable[[str], float]
Operation = Literal["equal", "delete", "insert", "replace"]

_FARTHEST = 30  # runs that are tried as the one before
_GAP = 0.08  # cost of a word of the printing that is passed over
_GAP_AT_MOST = 2.5
_MARKED_GAP_AT_MOST = 0.6
_KEPT = 0.25  # worth of any word in common, beside its weight
_INSERTED = 0.1  # cost of a word of the draft that the printing lacks, beside its weight
_CLAUSE_MARKS = frozenset(",;:—.?!")
_FEW_OMITTED = 3
_MANY_OMITTED = 3
_SAME_FORM = 0.8  # of the weight of a word that is there in another form
_LIMITED_BEFORE = 8  # words before the quotation that may negate it
_LIMITS_SHOWN = 12
_LONGEST_CONDITION = 16  # words before a main clause
_BRIEF = 4  # words
_NOT = frozenset(("not", "n't"))
_NEIGHBOURS = 2  # words between two changes that may be an exchange
_EXCHANGED = 4  # words
_LONGER_FORM = 3  # words that a form of others has more: "Three hundred" for "300"
_LONGEST_CHANGE = 60  # words in a row; of more, forms and opposites are not looked for


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


@dataclass(frozen=True, slots=True)
class Difference:
    """A change with the words that it is about; either may be empty."""

    change: Change
    draft: str
    printed: str
    marked: bool = False

    @property
    def sentence(self) -> str:
        """The change in words: "the draft drops “not”"."""
        return self.said("the draft")

    def said(self, subject: str) -> str:
        """The change in words, with a name for the text that differs from the printing."""
        return f"{subject} {_SENTENCES[self.change](self)}"


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
            edits.append(_edit((at, run.draft), (place, run.printed)))
        edits.append(Edit("equal", (run.draft, run.draft + run.length), (run.printed, run.printed + run.length)))
        at, place = run.draft + run.length, run.printed + run.length
    if at < length:
        edits.append(_edit((at, length), (place, place)))
    return edits


def _edit(draft: tuple[int, int], printed: tuple[int, int]) -> Edit:
    if draft[0] == draft[1]:
        return Edit("delete", draft, printed)
    return Edit("insert" if printed[0] == printed[1] else "replace", draft, printed)


def _other_forms(draft: Words, printed: Words, edit: Edit) -> list[int]:
    """The numbers of the draft's words that the printing has in another form at the same place."""
    if edit.operation != "replace" or edit.draft[1] - edit.draft[0] > _LONGEST_CHANGE:
        return []
    theirs = list(printed.keys[slice(*edit.printed)][:_LONGEST_CHANGE])
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
        edits[0] = _edit(first.draft, (first.printed[0] - length, first.printed[1]))
    if last is not first and last.operation == "insert":
        after = alignment.printed.keys[last.printed[1] :]
        length = _replaced(mine[slice(*last.draft)], lambda number: after[:number], len(after))
        edits[-1] = _edit(last.draft, (last.printed[0], last.printed[1] + length))
    return replace(alignment, edits=tuple(edits))


def _replaced(mine: Sequence[str], its: Callable[[int], Sequence[str]], most: int) -> int:
    """How many words of the printing a change at the end of a draft stands beside: as many, or a longer form of them.

    its: the words next to those in common, by their number.
    """
    length = min(len(mine), most)
    for number in range(length, min(most, length + _LONGER_FORM) + 1) if len(mine) <= _LONGER_FORM else ():
        if joined(mine) == joined(its(number)) or _are_forms(mine, its(number)):
            return number
    return length


def differences(alignment: Alignment, seam: int | None = None) -> tuple[Difference, ...]:
    """What the draft changed, the most consequential first; empty if the words are the same.

    Args:
        alignment: The words of both.
        seam: Where the writer of the printing interrupts it to name the speaker, in code points. The punctuation there
            is not the speaker's, and is not compared.
    """
    alignment = _with_whole_numbers(_with_neighbours(alignment))
    draft, printed = alignment.draft, alignment.printed
    found = [
        difference
        for edit in alignment.edits
        if edit.operation != "equal"
        for difference in _classified(draft, printed, edit)
    ]
    found = _moved(found)
    found += _negation_cut_off(alignment)
    found += _prefix_cut_off(alignment)
    found += _inversion(alignment)
    found += _punctuation(alignment, seam)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.change.rank))


def _negation_cut_off(alignment: Alignment) -> list[Difference]:
    """The negation of the last word, if the draft ends before it: “we do” for “we do not”."""
    draft, printed, last = alignment.draft, alignment.printed, alignment.edits[-1]
    end = last.printed[1]
    if last.operation != "equal" or end == len(printed) or printed.keys[end] not in _NOT or printed.tokens[end].before:
        return []
    return [Difference(Change.NEGATION, draft.slice(last.draft[1] - 1, last.draft[1]), printed.slice(end - 1, end + 1))]


def _prefix_cut_off(alignment: Alignment) -> list[Difference]:
    """The beginning of the first word, if the draft begins after it: “violent protest” for “non-violent protest”."""
    draft, printed, first = alignment.draft, alignment.printed, alignment.edits[0]
    start = first.printed[0]
    if first.operation != "equal" or not start or printed.tokens[start].before != "-":
        return []
    change = Change.NEGATION if _negations(printed, start - 1, start) else Change.WORD
    return [Difference(change, draft.slice(0, 1), printed.slice(start - 1, start + 1))]


def _inversion(alignment: Alignment) -> list[Difference]:
    """The negation that is left out before a verb: “I have seen it” for “Never have I seen it”."""
    draft, printed = alignment.draft, alignment.printed
    start = alignment.edits[0].printed[0]
    limit = _limits_before(printed, start) if start else None
    if limit is None or not any(map(word_forms.is_negative, words(limit).keys)):
        return []
    verb = printed.keys[start - 1]
    subject, *rest = alignment.edits
    added = [edit for edit in rest[:1] if edit.operation == "insert" and draft.keys[slice(*edit.draft)] == (verb,)]
    if not added or not _is_auxiliary(verb):
        return []
    mine = draft.slice(0, added[0].draft[1])
    return [Difference(Change.NEGATION, mine, f"{limit} {printed.slice(*subject.printed)}")]


def _with_neighbours(alignment: Alignment) -> Alignment:
    """`alignment`, with two changes that only exchange neighbours as one: “will never” for “never will”."""
    draft, printed = alignment.draft, alignment.printed
    edits = list(alignment.edits)
    at = 0
    while at + 2 < len(edits):
        one, between, other = edits[at : at + 3]
        whole = Edit("replace", (one.draft[0], other.draft[1]), (one.printed[0], other.printed[1]))
        if (
            between.operation == "equal"
            and "equal" not in (one.operation, other.operation)
            and between.draft[1] - between.draft[0] <= _NEIGHBOURS
            and _is_exchanged(draft.keys[slice(*whole.draft)], printed.keys[slice(*whole.printed)])
        ):
            edits[at : at + 3] = [whole]
        at += 1
    return replace(alignment, edits=tuple(edits))


def _with_whole_numbers(alignment: Alignment) -> Alignment:
    """`alignment`, with the changes of one number as one: “$2 million” for “two million dollars”."""
    draft, printed = alignment.draft.keys, alignment.printed.keys
    edits: list[Edit] = []
    for edit in alignment.edits:
        if edit.operation == "equal":
            edits += [
                Edit("equal", (mine, mine + 1), (its, its + 1))
                for mine, its in zip(range(*edit.draft), range(*edit.printed), strict=True)
            ]
        else:
            edits.append(edit)
    made: list[Edit] = []
    for is_one, group in groupby(edits, key=lambda edit: _is_of_number(draft, printed, edit)):
        parts = list(group)
        if is_one and len(parts) > 1 and any(part.operation != "equal" for part in parts):
            parts = [_edit((parts[0].draft[0], parts[-1].draft[1]), (parts[0].printed[0], parts[-1].printed[1]))]
        for part in parts:
            if made and made[-1].operation == part.operation == "equal":
                part = Edit("equal", (made[-1].draft[0], part.draft[1]), (made.pop().printed[0], part.printed[1]))
            made.append(part)
    return replace(alignment, edits=tuple(made))


def _is_of_number(draft: Sequence[str], printed: Sequence[str], edit: Edit) -> bool:
    """Whether both sides of a step are nothing but the words of a number."""
    keys = [*draft[slice(*edit.draft)], *printed[slice(*edit.printed)]]
    if edit.operation == "equal":
        return word_forms.is_number(keys[0])
    return all(map(_is_numeric, keys))


def _is_numeric(key: str) -> bool:
    """Whether a word may be a part of a written number: "a", "hundred", "and", "five", "dollars"."""
    return word_forms.is_number(key) or word_forms.is_currency(key) or key in ("a", "and")


def _is_exchanged(mine: Sequence[str], its: Sequence[str]) -> bool:
    """Whether these are the same words in another order, and a negation went past auxiliaries at most."""
    ours, theirs = (["not" if key == "n't" else key for key in keys] for keys in (mine, its))
    if len(ours) > _EXCHANGED or ours == theirs or sorted(ours) != sorted(theirs):
        return False
    if not any(map(word_forms.is_negative, ours)):
        return True
    return [key for key in ours if not _is_auxiliary(key)] == [key for key in theirs if not _is_auxiliary(key)]


def _is_auxiliary(key: str) -> bool:
    return key in word_forms.AUXILIARY or key in word_forms.MODAL


def _moved(found: list[Difference]) -> list[Difference]:
    """An omission of the words that are added elsewhere is one change of place."""
    added = {each.draft.casefold() for each in found if each.change is Change.WORD and not each.printed}
    return [
        each
        for each in found
        if not (each.change is Change.OMISSION and each.printed.casefold() in added and not each.marked)
    ]


def _shown(draft: Words, mine: tuple[int, int], printed: Words, its: tuple[int, int]) -> tuple[str, str]:
    """The words of a change as they are written: with the rest of a contraction, and without half a bracket."""
    if any(_is_inside(text, at) for text, (at, end) in ((draft, mine), (printed, its)) if at < end):
        same = mine[0] and its[0] and draft.keys[mine[0] - 1] == printed.keys[its[0] - 1]
        if same:
            mine, its = (mine[0] - 1, mine[1]), (its[0] - 1, its[1])
    if any(_is_inside(text, end) for text, (at, end) in ((draft, mine), (printed, its)) if at < end):
        same = mine[1] < len(draft) and its[1] < len(printed) and draft.keys[mine[1]] == printed.keys[its[1]]
        if same:
            mine, its = (mine[0], mine[1] + 1), (its[0], its[1] + 1)
    return draft.slice(*mine), printed.slice(*its)


def _is_inside(text: Words, at: int) -> bool:
    """Whether the word with this number is written together with the one before: "n’t", "pm" in "6pm"."""
    return 0 < at < len(text) and text.tokens[at - 1].end == text.tokens[at].start


def _classified(draft: Words, printed: Words, edit: Edit) -> list[Difference]:
    theirs = list(printed.tokens[slice(*edit.printed)])
    ours = list(draft.tokens[slice(*edit.draft)])
    words, old = _shown(draft, edit.draft, printed, edit.printed)
    marked = any(token.gap for token in draft.tokens[edit.draft[0] : edit.draft[1] + 1])
    # Words in brackets are an editor's. They are compared only with others in brackets, but a negation always.
    if not all(any(token.editorial for token in tokens) for tokens in (ours, theirs)):
        if any(token.editorial for token in (*ours, *theirs)) and (serious := _bracketed(draft, printed, edit)):
            return serious
        ours, theirs = ([token for token in tokens if not token.editorial] for tokens in (ours, theirs))
    marked |= any(token.editorial for token in draft.tokens[max(0, edit.draft[0] - 1) : edit.draft[1] + 1])
    mine, its = [token.key for token in ours], [token.key for token in theirs]
    if not ours and not theirs:
        return []
    negates = _negates(draft, printed, edit)
    if not negates and joined(mine) == joined(its) and _digits(mine) == _digits(its):
        return [Difference(Change.PUNCTUATION, words, old)]
    if not ours:
        if len(theirs) < edit.printed[1] - edit.printed[0]:
            own = [at for at in range(*edit.printed) if not printed.tokens[at].editorial]
            old = printed.slice(own[0], own[-1] + 1)
        return _omitted(draft, printed, edit, old, marked)
    found = []
    if negates:
        found.append(Difference(Change.NEGATION, words, old))
    if _counts(mine, its):
        found.append(Difference(Change.NUMBER, words, old))
    if not found and theirs and _are_forms(mine, its) and not _is_exchanged(mine, its):
        found.append(Difference(Change.INFLECTION, words, old))
    if not found and (rest := _left_over(mine, its)):
        found += [
            Difference(Change.INFLECTION, words, old),
            Difference(Change.OMISSION, "", " ".join(rest), marked),
        ]
    if not found and not theirs and len(mine) == 1 and mine[0] in word_forms.TENSES and edit.draft[1] < len(draft):
        after = (edit.draft[0], edit.draft[1] + 1), (edit.printed[0], edit.printed[1] + 1)
        found.append(Difference(Change.INFLECTION, *_shown(draft, after[0], printed, after[1])))
    if not found:
        found.append(Difference(Change.WORD, words, old))
    if len(its) - len(mine) >= _MANY_OMITTED:
        found.append(Difference(Change.OMISSION, "", old, marked))
    return found


def _digits(keys: Sequence[str]) -> list[str]:
    """The digits of each number: those of "9 11" and of "911" differ, those of "1 000" and of "1000" do not."""
    return re.findall(r"\d+", " ".join(word_forms.grouped_by_thousands(keys)))


def _bracketed(draft: Words, printed: Words, edit: Edit) -> list[Difference]:
    """The negation or the number that differs if the words in brackets are read, too."""
    found = []
    mine, its = draft.slice(*edit.draft), printed.slice(*edit.printed)
    ours, theirs = draft.keys[slice(*edit.draft)], printed.keys[slice(*edit.printed)]
    # An editor's explanation may negate words of its own: "[who was not named]".
    others = [key for key in (*ours, *theirs) if not word_forms.is_negative(key) and key not in word_forms.AUXILIARY]
    if len(others) <= (_FEW_OMITTED if edit.operation == "replace" else 1) and _negates(draft, printed, edit):
        found.append(Difference(Change.NEGATION, mine, its))
    if word_forms.numbers(ours) and word_forms.numbers(theirs) and _counts(ours, theirs):
        found.append(Difference(Change.NUMBER, mine, its))
    return found


def _omitted(draft: Words, printed: Words, edit: Edit, old: str, marked: bool) -> list[Difference]:
    start, end = edit.printed
    keys = printed.keys[start:end]
    after = (edit.draft[0], edit.draft[0] + 1), (start, end + 1)
    if end < len(printed) and printed.tokens[end].before == "-" and not marked and not _negations(printed, start, end):
        return [Difference(Change.WORD, *_shown(draft, after[0], printed, after[1]))]
    if not marked and all(key in word_forms.AUXILIARY | word_forms.MODAL for key in keys) and _is_modal(keys):
        return [Difference(Change.INFLECTION, *_shown(draft, after[0], printed, after[1]))]
    if _is_after_not(printed, start):
        mine = edit.draft[0] - 1, edit.draft[0]
        return [Difference(Change.NEGATION, *_shown(draft, mine, printed, (start - 1, end)))]
    found = []
    if _negations(printed, start, end) and not _is_repeated(printed, start, end) and _is_in_scope(printed, start, end):
        found.append(Difference(Change.NEGATION, "", old, marked))
    strong = [key for key in keys if word_forms.is_number(key) and not word_forms.is_weak_number(key)]
    if strong and len(keys) <= _FEW_OMITTED and not marked and not word_forms.is_date(keys):
        found.append(Difference(Change.NUMBER, "", old, marked))
    beside = [key for key in keys if not word_forms.is_negative(key) and key not in word_forms.AUXILIARY]
    if not found or found[0].change is Change.NEGATION and beside:
        found.append(Difference(Change.OMISSION, "", old, marked))
    return found


def _is_modal(keys: Sequence[str]) -> bool:
    """Whether auxiliaries make a possibility, or the future, of a fact: "could have", "will"."""
    return any(key in word_forms.MODAL or key in ("would", "will", "'ll", "'d") for key in keys)


def _is_after_not(text: Words, at: int) -> bool:
    """Whether "not" and the word with this number say "not only": it does not negate."""
    return 0 < at < len(text) and text.keys[at] in word_forms.ONLY and text.keys[at - 1] in _NOT


def _is_repeated(printed: Words, start: int, end: int) -> bool:
    """Whether the words that are left out end as the words before them, after “and” or a comma.

    “They don’t see and don’t hear it” without “see and don’t” still has the negation of both.
    """
    length = 0
    while length < min(start, end - start) and printed.keys[start - 1 - length] == printed.keys[end - 1 - length]:
        length += 1
    first = end - length
    if not length or first == start or any(at < first for at in _negations(printed, start, end)):
        return False
    return printed.keys[first - 1] in ("and", "or", "nor") or "," in printed.tokens[first].before


def _is_in_scope(printed: Words, start: int, end: int) -> bool:
    """Whether a negation among the words that are left out negates words that are kept."""
    inside = printed.tokens[start:end]
    apart = _is_apart(printed, start) and _is_apart(printed, end)
    if apart:
        return False
    last = max(_negations(printed, start, end)) - start
    following = 0
    aside = False
    for token in inside[last + 1 :]:
        aside ^= any(each in _CLAUSE_MARKS for each in token.before)
        following += not aside and token.key not in word_forms.AUXILIARY
    return following <= 1 or len(inside) <= _FEW_OMITTED


def _is_apart(printed: Words, at: int) -> bool:
    """Whether a clause ends before the word with this number."""
    return at == 0 or at == len(printed) or _has_clause_mark(printed.tokens[at])


def _negates(draft: Words, printed: Words, edit: Edit) -> bool:
    """Whether one side of a change negates and the other does not."""
    if _is_after_not(draft, edit.draft[0]) != _is_after_not(printed, edit.printed[0]):
        return True
    ours, theirs = len(_negations(draft, *edit.draft)), len(_negations(printed, *edit.printed))
    if ours % 2 != theirs % 2 or bool(ours) != bool(theirs):
        return True
    mine, its = (text.keys[slice(*at)][:_LONGEST_CHANGE] for text, at in ((draft, edit.draft), (printed, edit.printed)))
    return any(word_forms.are_opposite(one, other) for one in mine for other in its)


def _negations(text: Words, start: int, end: int) -> list[int]:
    """The numbers of the words that negate, with prefixes that are written apart: "non-violent", "[un]likely"."""
    return [at for at in range(start, end) if _is_negation(text, at)]


def _is_negation(text: Words, at: int) -> bool:
    key, following = text.keys[at], text.keys[at + 1 : at + 2]
    if key in word_forms.OPPOSING:
        return _is_prefix(text, at)
    if key in word_forms.REFUSING:
        return following == ("to",)
    if key == "anything":
        return following == ("but",)
    return word_forms.is_negative(key)


def _is_prefix(text: Words, at: int) -> bool:
    if at + 1 == len(text) or text.text[text.tokens[at].start : text.tokens[at].end].isupper():
        return False
    between = text.text[text.tokens[at].end : text.tokens[at + 1].start]
    return between == "]" or between == text.tokens[at + 1].before == "-" and text.keys[at] != "in"


def _counts(mine: Sequence[str], its: Sequence[str]) -> bool:
    sides = [[key for key in keys if word_forms.is_number(key)] for keys in (mine, its)]
    strong = [any(not word_forms.is_weak_number(key) for key in side) for side in sides]
    if not any(strong) and not all(sides):
        return False
    return word_forms.numbers(mine) != word_forms.numbers(its)


def _are_forms(mine: Sequence[str], its: Sequence[str]) -> bool:
    mine, its = map(word_forms.written_out, (mine, its))
    if len(mine) == len(its) and all(map(word_forms.are_forms, mine, its)):
        return True
    if word_forms.numbers(mine) and word_forms.numbers(mine) == word_forms.numbers(its):
        rest = [[key for key in keys if not _is_numeric(key)] for keys in (mine, its)]
        return rest[0] == rest[1]
    short, long = ([key for key in keys if key not in word_forms.AUXILIARY] for keys in (mine, its))
    if mine and its and not short and not long:
        return word_forms.are_forms(mine[-1], its[-1])
    return bool(short) and len(short) == len(long) and all(map(word_forms.are_forms, short, long))


def _left_over(mine: Sequence[str], its: Sequence[str]) -> list[str]:
    """The printed words beside those of which the draft has forms, in the same order; none if it has others."""
    rest: list[str] = []
    waiting = list(mine)
    for key in its:
        if waiting and word_forms.are_forms(waiting[0], key):
            del waiting[0]
        else:
            rest.append(key)
    return [] if waiting else rest


def _punctuation(alignment: Alignment, seam: int | None) -> list[Difference]:
    draft, printed = alignment.draft, alignment.printed
    found = []
    for run in alignment.runs:
        for at in range(1, run.length):
            mine, its = draft.tokens[run.draft + at], printed.tokens[run.printed + at]
            if seam is not None and printed.tokens[run.printed + at - 1].end <= seam <= its.start:
                continue
            if (mine.before, mine.gap) != (its.before, its.gap):
                found.append(
                    Difference(
                        Change.PUNCTUATION,
                        draft.slice(run.draft + at - 1, run.draft + at + 1),
                        printed.slice(run.printed + at - 1, run.printed + at + 1),
                    )
                )
    return found


def limits(printed: Words, start: int, end: int) -> str | None:
    """Words next to a quotation, in the same sentence, that limit or negate it, or None.

    Args:
        printed: The whole printed utterance.
        start: Number of the first word that is quoted.
        end: Number of the first word after those.
    """
    after, before = _limits_after(printed, end), _limits_before(printed, start)
    if after or before is None or words(before).keys[-1] not in word_forms.CONCESSIVE:
        return after or before
    main = printed.slice(end, _sentence_end(printed, end))
    return f"{before} … {main}" if main else before


def _limits_after(printed: Words, end: int) -> str | None:
    keys = printed.keys
    if end >= len(printed) or printed.tokens[end].ends_sentence:
        return None
    if not any(keys[end : end + len(each)] == each for each in word_forms.LIMITING):
        return None
    return printed.slice(end, _sentence_end(printed, end + 1))


def _sentence_end(printed: Words, start: int) -> int:
    """The number of the word after the sentence to which the word `start` belongs, or after as many as are shown."""
    end = start
    while end < min(len(printed), start + _LIMITS_SHOWN - 1) and not printed.tokens[end].ends_sentence:
        end += 1
    return end


def _limits_before(printed: Words, start: int) -> str | None:
    if start and printed.keys[start - 1 : start + 1] in (("a", "few"), ("a", "little")):
        return printed.slice(start - 1, start)
    at = _before_aside(printed, start)
    while at > 0 and start - at < _LIMITED_BEFORE:
        if at == start and _has_clause_mark(printed.tokens[at]):
            return _condition(printed, start)
        at -= 1
        key = printed.keys[at]
        if key in word_forms.DOUBTING and _is_denied(printed, at):
            return None
        if (
            word_forms.is_negative(key)
            or key == "whether"
            or key in word_forms.CONDITIONAL | word_forms.CONCESSIVE
            or _is_doubt(printed, at, start)
        ):
            first = at
            while first > 0 and at - first < 3 and not printed.tokens[first].before:
                first -= 1
            return printed.slice(first, start)
        if _has_clause_mark(printed.tokens[at]):
            return None
    return None


def _is_doubt(printed: Words, at: int, start: int) -> bool:
    """Whether the words from `start` are no statement of the speaker after the word with the number `at`."""
    key, following = printed.keys[at], printed.keys[at + 1 : start]
    if key in word_forms.DOUBTING:
        return len(following) < 2 or "that" in following or "to" in following
    if key == "used":
        return following[:1] == ("to",) and following[-1] in word_forms.SAYING | {"that"}
    said = key in word_forms.SAYING and following in ((), ("that",))
    return said and at > 0 and printed.keys[at - 1] in word_forms.OTHERS


def _is_denied(printed: Words, at: int) -> bool:
    """Whether a doubt is negated in the same clause: “I have no doubt that …”, “we never failed to …”."""
    while at > 0 and not _has_clause_mark(printed.tokens[at]):
        at -= 1
        if word_forms.is_negative(printed.keys[at]) or printed.keys[at] in ("little", "beyond"):
            return True
    return False


def _condition(printed: Words, start: int) -> str | None:
    """The condition before a main clause: “If we win, …”."""
    for at in range(start - 1, max(-1, start - _LONGEST_CONDITION), -1):
        if printed.keys[at] in word_forms.CONDITIONAL:
            return printed.slice(at, start)
        if _has_clause_mark(printed.tokens[at]):
            return None
    return None


def _before_aside(printed: Words, start: int) -> int:
    """`start`, or the number of the word after "not" if only an aside between commas stands before `start`."""
    if start < len(printed) and "," in printed.tokens[start].before:
        for at in range(start - 1, max(0, start - _LIMITED_BEFORE), -1):
            if _has_clause_mark(printed.tokens[at]):
                return at if printed.keys[at - 1] in _NOT else start
    return start


def _has_clause_mark(token: Token) -> bool:
    return any(each in _CLAUSE_MARKS for each in token.before)


def changes(found: Iterable[Difference]) -> tuple[Change, ...]:
    """The kinds of change, the most consequential first."""
    return tuple(sorted({each.change for each in found}, key=lambda change: change.rank))


def _dropped_or_added(what: str) -> Callable[[Difference], str]:
    def sentence(difference: Difference) -> str:
        if not difference.draft:
            return f"drops {what}“{difference.printed}”"
        if not difference.printed:
            return f"adds {what}“{difference.draft}”"
        return f"has {what}“{difference.draft}” for “{difference.printed}”"

    return sentence


def _negation(difference: Difference) -> str:
    keys = words(difference.draft).keys
    if keys and not any(map(word_forms.is_negative, keys)):
        return f"drops a negation: it has “{difference.draft}” for “{difference.printed}”"
    return _dropped_or_added("a negation: ")(difference)


def _brief(text: str) -> str:
    """The first and last words of a text, on one line."""
    its = text.split()
    return " ".join(its if len(its) <= 2 * _BRIEF else [*its[:_BRIEF], "…", *its[-_BRIEF:]])


_SENTENCES: dict[Change, Callable[[Difference], str]] = {
    Change.NEGATION: _negation,
    Change.NUMBER: _dropped_or_added("a number: "),
    Change.WORD: _dropped_or_added(""),
    Change.STITCHED: lambda each: f"joins two places: “{_brief(each.printed)}” and “{_brief(each.draft)}”",
    Change.OMISSION: lambda each: f"leaves out “{each.printed}”{'' if each.marked else ' without a mark'}",
    Change.INFLECTION: _dropped_or_added("another form: "),
    Change.PUNCTUATION: lambda each: f"has other punctuation: “{each.draft}” for “{each.printed}”",
}
