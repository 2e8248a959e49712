"""What a draft changed of the words that were printed: pure functions on an alignment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from quotes.checker import word_forms
from quotes.checker.alignment import LONGEST_CHANGE, Alignment, Edit
from quotes.checker.negation import (
    FEW_OMITTED,
    NOT,
    is_after_not,
    is_in_scope,
    is_repeated,
    limits_before,
    negations,
)
from quotes.checker.tokens import Words, joined, words
from quotes.checker.verdicts import Change

_MANY_OMITTED = 3
_BRIEF = 4  # words
_NEIGHBOURS = 2  # words between two changes that may be an exchange
_EXCHANGED = 4  # words


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
    if last.operation != "equal" or end == len(printed) or printed.keys[end] not in NOT or printed.tokens[end].before:
        return []
    return [Difference(Change.NEGATION, draft.slice(last.draft[1] - 1, last.draft[1]), printed.slice(end - 1, end + 1))]


def _prefix_cut_off(alignment: Alignment) -> list[Difference]:
    """The beginning of the first word, if the draft begins after it: “violent protest” for “non-violent protest”."""
    draft, printed, first = alignment.draft, alignment.printed, alignment.edits[0]
    start = first.printed[0]
    if first.operation != "equal" or not start or printed.tokens[start].before != "-":
        return []
    change = Change.NEGATION if negations(printed, start - 1, start) else Change.WORD
    return [Difference(change, draft.slice(0, 1), printed.slice(start - 1, start + 1))]


def _inversion(alignment: Alignment) -> list[Difference]:
    """The negation that is left out before a verb: “I have seen it” for “Never have I seen it”."""
    draft, printed = alignment.draft, alignment.printed
    start = alignment.edits[0].printed[0]
    limit = limits_before(printed, start) if start else None
    if limit is None or not any(map(word_forms.is_negative, words(limit).keys)):
        return []
    verb = printed.keys[start - 1]
    subject, *rest = alignment.edits
    added = [edit for edit in rest[:1] if edit.operation == "insert" and draft.keys[slice(*edit.draft)] == (verb,)]
    if not added or not word_forms.is_auxiliary(verb):
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
            parts = [Edit.between((parts[0].draft[0], parts[-1].draft[1]), (parts[0].printed[0], parts[-1].printed[1]))]
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
    return all(map(word_forms.is_numeric, keys))


def _is_exchanged(mine: Sequence[str], its: Sequence[str]) -> bool:
    """Whether these are the same words in another order, and a negation went past auxiliaries at most."""
    ours, theirs = (["not" if key == "n't" else key for key in keys] for keys in (mine, its))
    if len(ours) > _EXCHANGED or ours == theirs or sorted(ours) != sorted(theirs):
        return False
    if not any(map(word_forms.is_negative, ours)):
        return True
    return [key for key in ours if not word_forms.is_auxiliary(key)] == [
        key for key in theirs if not word_forms.is_auxiliary(key)
    ]


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
    if not found and theirs and word_forms.are_phrase_forms(mine, its) and not _is_exchanged(mine, its):
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
    if len(others) <= (FEW_OMITTED if edit.operation == "replace" else 1) and _negates(draft, printed, edit):
        found.append(Difference(Change.NEGATION, mine, its))
    if word_forms.numbers(ours) and word_forms.numbers(theirs) and _counts(ours, theirs):
        found.append(Difference(Change.NUMBER, mine, its))
    return found


def _omitted(draft: Words, printed: Words, edit: Edit, old: str, marked: bool) -> list[Difference]:
    start, end = edit.printed
    keys = printed.keys[start:end]
    after = (edit.draft[0], edit.draft[0] + 1), (start, end + 1)
    if end < len(printed) and printed.tokens[end].before == "-" and not marked and not negations(printed, start, end):
        return [Difference(Change.WORD, *_shown(draft, after[0], printed, after[1]))]
    if not marked and all(key in word_forms.AUXILIARY | word_forms.MODAL for key in keys) and _is_modal(keys):
        return [Difference(Change.INFLECTION, *_shown(draft, after[0], printed, after[1]))]
    if is_after_not(printed, start):
        mine = edit.draft[0] - 1, edit.draft[0]
        return [Difference(Change.NEGATION, *_shown(draft, mine, printed, (start - 1, end)))]
    found = []
    if negations(printed, start, end) and not is_repeated(printed, start, end) and is_in_scope(printed, start, end):
        found.append(Difference(Change.NEGATION, "", old, marked))
    strong = [key for key in keys if word_forms.is_number(key) and not word_forms.is_weak_number(key)]
    if strong and len(keys) <= FEW_OMITTED and not marked and not word_forms.is_date(keys):
        found.append(Difference(Change.NUMBER, "", old, marked))
    beside = [key for key in keys if not word_forms.is_negative(key) and key not in word_forms.AUXILIARY]
    if not found or found[0].change is Change.NEGATION and beside:
        found.append(Difference(Change.OMISSION, "", old, marked))
    return found


def _is_modal(keys: Sequence[str]) -> bool:
    """Whether auxiliaries make a possibility, or the future, of a fact: "could have", "will"."""
    return any(key in word_forms.MODAL or key in ("would", "will", "'ll", "'d") for key in keys)


def _negates(draft: Words, printed: Words, edit: Edit) -> bool:
    """Whether one side of a change negates and the other does not."""
    if is_after_not(draft, edit.draft[0]) != is_after_not(printed, edit.printed[0]):
        return True
    ours, theirs = len(negations(draft, *edit.draft)), len(negations(printed, *edit.printed))
    if ours % 2 != theirs % 2 or bool(ours) != bool(theirs):
        return True
    mine, its = (text.keys[slice(*at)][:LONGEST_CHANGE] for text, at in ((draft, edit.draft), (printed, edit.printed)))
    return any(word_forms.are_opposite(one, other) for one in mine for other in its)


def _counts(mine: Sequence[str], its: Sequence[str]) -> bool:
    sides = [[key for key in keys if word_forms.is_number(key)] for keys in (mine, its)]
    strong = [any(not word_forms.is_weak_number(key) for key in side) for side in sides]
    if not any(strong) and not all(sides):
        return False
    return word_forms.numbers(mine) != word_forms.numbers(its)


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
