"""Rules that change a quotation as drafts do, for `benchmarks.draft_checks`.

Each kind of change has two groups of rules, OPEN and HELD. The checker was developed with the results of the open
rules. Of the held ones only the totals were looked at, and one negation that had passed as verbatim.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Literal

Rule = Callable[[str, random.Random], str | None]
Kind = Literal["verbatim", "punctuation", "omission", "ellipsis", "word", "negation", "number", "inflection"]

_NEGATIVE = re.compile(r"(?i)\b(?:not|no|never|nobody|none|nothing|nowhere|neither|nor|without|cannot|\w+n['’]t)\b")
_NUMBER = re.compile(
    r"(?i)\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|first|second"
    r"|twice|once|double|percent)\b"
)
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|would|can|could|should|do|does|did|has|have|had|must)\b")
_SYNONYMS = {
    "people": "folks", "think": "believe", "believe": "think", "big": "large", "important": "significant",
    "need": "want", "want": "need", "help": "assist", "country": "nation", "good": "decent", "bad": "poor",
    "great": "excellent", "very": "really", "really": "truly", "always": "often", "many": "several",
    "money": "cash", "work": "labor", "start": "begin", "stop": "end", "children": "kids", "kids": "children",
    "problem": "issue", "issue": "problem", "job": "task", "government": "administration", "show": "reveal",
    "know": "understand", "going": "heading", "every": "each", "because": "since", "about": "around", "just": "only",
    "time": "moment", "world": "globe", "years": "months", "way": "manner", "right": "correct", "new": "novel",
    "today": "now", "get": "obtain", "make": "create", "see": "notice", "say": "claim", "like": "love",
    "president": "leader", "campaign": "race", "women": "ladies", "law": "rule", "man": "guy", "party": "group",
}  # fmt: skip
_NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_SCALES = {"hundred": "thousand", "thousand": "million", "million": "billion", "billion": "million", "dozen": "hundred"}
_FRACTIONS = {"half": "third", "third": "quarter", "quarter": "half", "first": "second", "second": "third"}
_FRACTIONS |= {"twice": "once", "once": "twice", "double": "triple", "hundreds": "dozens", "thousands": "hundreds"}
_TENSES = {
    "is": "was", "was": "is", "are": "were", "were": "are", "has": "had", "have": "had", "do": "did", "does": "did",
    "will": "would", "would": "will", "can": "could", "could": "can", "go": "went", "went": "go", "get": "got",
    "got": "get", "said": "says", "say": "said", "think": "thought", "thought": "think", "know": "knew",
}  # fmt: skip
_LONG = {
    "'re": " are", "’re": " are", "'ve": " have", "’ve": " have", "'ll": " will", "’ll": " will", "'m": " am",
    "’m": " am",
}  # fmt: skip


def _words(text: str) -> list[str]:
    return text.split()


def _plain(words: list[str]) -> bool:
    """Whether nothing in these words would make leaving them out another kind of change."""
    text = " ".join(words)
    return not (_NEGATIVE.search(text) or _NUMBER.search(text) or re.search(r"[….\[\]]", text))


def _bare(word: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]+", word))


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    old = match[0]
    shaped = new.capitalize() if old[:1].isupper() and not old.isupper() else new
    return text[: match.start()] + shaped + text[match.end() :]


def _swap(pairs: dict[str, str]) -> Rule:
    pattern = re.compile(r"(?<![\w'’-])(?:" + "|".join(pairs) + r")(?![\w'’-])", re.IGNORECASE)

    def rule(text: str, chance: random.Random) -> str | None:
        found = list(pattern.finditer(text))
        if not found:
            return None
        match = chance.choice(found)
        return _replaced(text, match, pairs[match[0].lower()])

    return rule


# -- verbatim


def straight_marks(text: str, chance: random.Random) -> str | None:
    text = text.translate(str.maketrans("“”‘’", "\"\"''"))
    text = text.rstrip(" ,.;:!?")
    return text[:1].lower() + text[1:]


def curly_marks(text: str, chance: random.Random) -> str | None:
    text = re.sub(r"(?<=\w)'", "’", text)
    return text[:1].upper() + text[1:].rstrip(" ,.;:!?") + chance.choice([".", ",", "!", ""])


def dashes(text: str, chance: random.Random) -> str | None:
    text = re.sub(r"\s*(?:—|--|–)\s*", chance.choice([" – ", "—", " -- "]), text)
    text = text.replace("…", "...") if "…" in text else text.replace("...", "…")
    return text[:1].swapcase() + text[1:].rstrip(",. ") + chance.choice(["?", " …", ""])


def spaces(text: str, chance: random.Random) -> str | None:
    return f"  {re.sub(' ', chance.choice([chr(160), '  ', chr(10)]), text, count=2)},"


# -- punctuation


def drop_comma(text: str, chance: random.Random) -> str | None:
    found = [each.start() for each in re.finditer(r"(?<=[a-z]),(?= [a-z])", text)]
    at = chance.choice(found) if found else None
    return None if at is None else text[:at] + text[at + 1 :]


def add_comma(text: str, chance: random.Random) -> str | None:
    found = [each.start() for each in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)]
    at = chance.choice(found[1:-1]) if len(found) > 2 else None
    return None if at is None else text[:at] + "," + text[at:]


def other_stop(text: str, chance: random.Random) -> str | None:
    found = [each.start() for each in re.finditer(r"(?<=[a-z]),(?= [a-z])", text)]
    at = chance.choice(found) if found else None
    return None if at is None else text[:at] + chance.choice([";", " —", ":"]) + text[at + 1 :]


def new_sentence(text: str, chance: random.Random) -> str | None:
    found = [each.start() for each in re.finditer(r"(?<=[a-z]),? (?=(?:and|but|so|because|we|it|they) )", text)]
    if not found:
        return None
    at = chance.choice(found)
    rest = text[at:].lstrip(", ")
    return f"{text[:at]}. {rest[:1].upper()}{rest[1:]}"


# -- omission


def _cut(text: str, chance: random.Random, fewest: int, most: int) -> tuple[list[str], list[str]] | None:
    """The words before and after some words in the middle of a text."""
    words = _words(text)
    number = chance.randrange(fewest, most + 1)
    places = [at for at in range(3, len(words) - number - 2) if _plain(words[at : at + number])]
    if not places:
        return None
    at = chance.choice(places)
    return words[:at], words[at + number :]


def drop_words(text: str, chance: random.Random) -> str | None:
    cut = _cut(text, chance, 2, 4)
    return " ".join(cut[0] + cut[1]) if cut else None


def drop_adverb(text: str, chance: random.Random) -> str | None:
    words = _words(text)
    places = [
        at
        for at in range(1, len(words) - 1)
        if re.fullmatch(r"[a-z]+ly|very|really|just|even|also|actually|perhaps|maybe|still|too|certainly", words[at])
    ]
    if not places:
        return None
    at = chance.choice(places)
    return " ".join(words[:at] + words[at + 1 :])


def drop_clause(text: str, chance: random.Random) -> str | None:
    found = [each for each in re.finditer(r", [^,.;:?!—…]{8,60}(?=, )", text) if _plain([each[0]])]
    if not found:
        return None
    clause = chance.choice(found)
    return text[: clause.start()] + text[clause.end() :]


# -- ellipsis


def ellipsis(text: str, chance: random.Random) -> str | None:
    cut = _cut(text, chance, 3, 6)
    return " ".join([*cut[0], "…", *cut[1]]) if cut else None


def other_ellipsis(text: str, chance: random.Random) -> str | None:
    cut = _cut(text, chance, 2, 11)
    if not cut:
        return None
    before = " ".join(cut[0]).rstrip(",;")
    return f"{before}{chance.choice(['...', ' [...]', ' . . .', ' (…)'])} {' '.join(cut[1])}"


# -- word


def other_word(text: str, chance: random.Random) -> str | None:
    words = _words(text)
    places = [at for at in range(1, len(words)) if re.fullmatch(r"[a-z]{5,}", words[at]) and _plain([words[at]])]
    if not places:
        return None
    at = chance.choice(places)
    new = chance.choice(["harbour", "council", "weather", "teacher", "silver", "village", "window", "market"])
    return " ".join([*words[:at], new, *words[at + 1 :]])


def two_words(text: str, chance: random.Random) -> str | None:
    words = _words(text)
    places = [at for at in range(1, len(words) - 1) if _bare(words[at]) and words[at].islower() and _plain([words[at]])]
    if not places:
        return None
    at = chance.choice(places)
    return " ".join([*words[:at], *chance.choice(["sort of", "this whole", "our own"]).split(), *words[at + 1 :]])


def swap_neighbours(text: str, chance: random.Random) -> str | None:
    words = _words(text)
    places = [
        at
        for at in range(1, len(words) - 2)
        if all(_bare(each) and each.islower() and len(each) > 3 and _plain([each]) for each in words[at : at + 2])
        and words[at] != words[at + 1]
    ]
    if not places:
        return None
    at = chance.choice(places)
    return " ".join([*words[:at], words[at + 1], words[at], *words[at + 2 :]])


# -- negation


def add_not(text: str, chance: random.Random) -> str | None:
    found = [
        each for each in _AUXILIARY.finditer(text) if not re.match(r"\s+(?:not|never|no|n['’]t)", text[each.end() :])
    ]
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.end()]} not{text[match.end() :]}"


def drop_not(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\b(?:not|never) ", text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + text[match.end() :]


def drop_contracted(text: str, chance: random.Random) -> str | None:
    stems = "is|are|was|were|do|does|did|has|have|had|would|could|should|ca|wo"
    found = list(re.finditer(rf"(?i)\b({stems})n['’]t\b", text))
    if not found:
        return None
    match = chance.choice(found)
    stem = {"ca": "can", "wo": "will"}.get(match[1].lower(), match[1].lower())
    return _replaced(text, match, stem)


def contracted(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\b(is|are|was|were|does|did|has|could|should|would)\b(?! not)", text))
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.end()]}n’t{text[match.end() :]}"


_OPPOSITES = {
    "never": "always", "always": "never", "nobody": "everybody", "everybody": "nobody", "everyone": "no one",
    "nothing": "everything", "everything": "nothing", "without": "with", "no": "some", "any": "no",
    "likely": "unlikely", "legal": "illegal", "able": "unable", "possible": "impossible", "fair": "unfair",
    "acceptable": "unacceptable", "happy": "unhappy", "responsible": "irresponsible", "honest": "dishonest",
}  # fmt: skip


# -- number


def other_digits(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\d", text))
    if not found:
        return None
    match = chance.choice(found)
    new = chance.choice([each for each in "123456789" if each != match[0]])
    return text[: match.start()] + new + text[match.end() :]


def other_number_word(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"(?i)\b(?:" + "|".join(_NUMBER_WORDS) + r")\b", text))
    if not found:
        return None
    match = chance.choice(found)
    return _replaced(text, match, chance.choice([each for each in _NUMBER_WORDS if each != match[0].lower()]))


def tenfold(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"(?<![\d.,])\d+(?![\d.,]*\d)", text))
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.start()]}{match[0]}0{text[match.end() :]}"


# -- inflection


def plural(text: str, chance: random.Random) -> str | None:
    words = _words(text)
    places = [at for at in range(1, len(words)) if re.fullmatch(r"[a-z]{4,}[b-df-hj-np-rtvwz]", words[at])]
    places = [at for at in places if _plain([words[at]]) and not words[at].endswith(("ly", "ed", "ing"))]
    if not places:
        return None
    at = chance.choice(places)
    return " ".join([*words[:at], f"{words[at]}s", *words[at + 1 :]])


def expanded(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer("|".join(_LONG), text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + _LONG[match[0]] + text[match.end() :]


def shortened_verb(text: str, chance: random.Random) -> str | None:
    pattern = r"(?i)\b(?P<who>we|they|you|i|it|he|she|that) (?P<verb>are|have|will|am|is)\b(?! not)"
    found = [each for each in re.finditer(pattern, text) if re.match(r" [a-z]", text[each.end() :])]
    if not found:
        return None
    match = chance.choice(found)
    short = {"are": "’re", "have": "’ve", "will": "’ll", "am": "’m", "is": "’s"}[match["verb"].lower()]
    return text[: match.start()] + match["who"] + short + text[match.end() :]


def past(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\b[a-z]{3,}(?:[bcdfghklmnprstw]ing)\b", text))
    found = [each for each in found if each[0] not in ("going", "thing", "nothing", "something", "anything", "king")]
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + match[0][:-3] + "ed" + text[match.end() :]


OPEN: dict[Kind, list[Rule]] = {
    "verbatim": [straight_marks, curly_marks],
    "punctuation": [drop_comma, add_comma],
    "omission": [drop_words],
    "ellipsis": [ellipsis],
    "word": [other_word],
    "negation": [add_not, drop_not],
    "number": [other_digits, other_number_word],
    "inflection": [plural, expanded],
}
HELD: dict[Kind, list[Rule]] = {
    "verbatim": [dashes, spaces],
    "punctuation": [other_stop, new_sentence],
    "omission": [drop_adverb, drop_clause],
    "ellipsis": [other_ellipsis],
    "word": [_swap(_SYNONYMS), two_words, swap_neighbours],
    "negation": [drop_contracted, contracted, _swap(_OPPOSITES)],
    "number": [_swap(_SCALES), _swap(_FRACTIONS), tenfold],
    "inflection": [_swap(_TENSES), shortened_verb, past],
}


def stitch(one: str, other: str, *, reverse: bool, mark: bool) -> str | None:
    """The beginning of one quotation with the end of another.

    Args:
        one: A quotation.
        other: Another one.
        reverse: Put the end of the second one first.
        mark: Put an ellipsis between the two.
    """
    first, second = _words(one), _words(other)
    if len(first) < 12 or len(second) < 12:
        return None
    head, tail = first[: len(first) // 2], second[len(second) // 2 :]
    if reverse:
        head, tail = tail, head
    joined = [" ".join(head).rstrip(",.;:?! "), *(["…"] if mark else []), " ".join(tail)]
    return " ".join(joined)
