"""What negates, doubts or limits the words of an utterance: pure functions. English."""

from __future__ import annotations

from quotes.checker import word_forms
from quotes.checker.tokens import Token, Words, words

NOT = frozenset(("not", "n't"))
FEW_OMITTED = 3  # words
_CLAUSE_MARKS = frozenset(",;:—.?!")
_LIMITED_BEFORE = 8  # words before the quotation that may negate it
_LIMITS_SHOWN = 12
_LONGEST_CONDITION = 16  # words before a main clause


def negations(text: Words, start: int, end: int) -> list[int]:
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


def is_after_not(text: Words, at: int) -> bool:
    """Whether "not" and the word with this number say "not only": it does not negate."""
    return 0 < at < len(text) and text.keys[at] in word_forms.ONLY and text.keys[at - 1] in NOT


def is_repeated(printed: Words, start: int, end: int) -> bool:
    """Whether the words that are left out end as the words before them, after “and” or a comma.

    “They don’t see and don’t hear it” without “see and don’t” still has the negation of both.
    """
    length = 0
    while length < min(start, end - start) and printed.keys[start - 1 - length] == printed.keys[end - 1 - length]:
        length += 1
    first = end - length
    if not length or first == start or any(at < first for at in negations(printed, start, end)):
        return False
    return printed.keys[first - 1] in ("and", "or", "nor") or "," in printed.tokens[first].before


def is_in_scope(printed: Words, start: int, end: int) -> bool:
    """Whether a negation among the words that are left out negates words that are kept."""
    inside = printed.tokens[start:end]
    apart = _is_apart(printed, start) and _is_apart(printed, end)
    if apart:
        return False
    last = max(negations(printed, start, end)) - start
    following = 0
    aside = False
    for token in inside[last + 1 :]:
        aside ^= any(each in _CLAUSE_MARKS for each in token.before)
        following += not aside and token.key not in word_forms.AUXILIARY
    return following <= 1 or len(inside) <= FEW_OMITTED


def _is_apart(printed: Words, at: int) -> bool:
    """Whether a clause ends before the word with this number."""
    return at == 0 or at == len(printed) or _has_clause_mark(printed.tokens[at])


def limits(printed: Words, start: int, end: int) -> str | None:
    """Words next to a quotation, in the same sentence, that limit or negate it, or None.

    Args:
        printed: The whole printed utterance.
        start: Number of the first word that is quoted.
        end: Number of the first word after those.
    """
    after, before = _limits_after(printed, end), limits_before(printed, start)
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


def limits_before(printed: Words, start: int) -> str | None:
    """Words before the word `start`, in the same sentence, that limit or negate what follows, or None."""
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
                return at if printed.keys[at - 1] in NOT else start
    return start


def _has_clause_mark(token: Token) -> bool:
    return any(each in _CLAUSE_MARKS for each in token.before)
