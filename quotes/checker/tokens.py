"""The words of a quotation, as quotations are compared.

Quotation marks, letter case, accents, kinds of apostrophes and dashes, and white space make no difference. A
contraction is two words: "don’t" is "do" and "n’t". So is a number with its unit: "30kg" is "30" and "kg".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

LONGEST = 2000  # words of a quotation that are compared; the rest is left out
_ELLIPSIS = r"(?:[\[(<]\s*)?(?:…|\.\s?\.\s?\.(?:\s?\.)*)(?:\s*[\])>])?"
_APOSTROPHES = "'’‘ʼ`´′‛＇"
CURRENCIES = "$£€¥₹₩₽₺₪¢"
_NUMBER = r"(?:(?<![\w.])\.)?\d+(?:[.,/]\d+)*"
_WORD = "|".join(
    (
        r"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?",  # U.S.
        r"(?i:per\s+cent)\b",
        rf"\[[^\W\d_]\][^\W\d_]+(?:[{_APOSTROPHES}][^\W_]+)*",  # [T]he: an editor changed the letter case
        rf"{_NUMBER}(?i:st|nd|rd|th|s|k|mn?|bn|tn)\b|{_NUMBER}",
        rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*",
        rf"[{CURRENCIES}%]",
        rf"(?<![^\s(“‘\"'])[-−–](?=[{CURRENCIES}]?\.?\d)",  # a minus sign
    )
)
_PIECE = re.compile(rf"(?P<gap>{_ELLIPSIS})|(?P<word>{_WORD})|(?P<open>\[(?=[^\[\]]*\]))|(?P<close>\])|(?P<other>\S)")
_CLITIC = re.compile(r".+?(n't|'re|'ve|'ll|'m|'d|'s)")
_STRAIGHT = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_KEYS = {"%": "percent", "per cent": "percent", "ok": "okay", "-": "minus", "−": "minus", "–": "minus"}
_DASHES = frozenset("-‐‑‒–—―−")
_STOPS = frozenset(".!?")
_KEPT = frozenset(".!?,;:")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    key: what is compared. start, end: code points into the text, the end exclusive. before: the punctuation between
        the word before and this one, without quotation marks and brackets; dashes are "—", a hyphen is "-".
    gap: an ellipsis stands before it. editorial: it stands in square brackets.
    """

    key: str
    start: int
    end: int
    before: str
    gap: bool
    editorial: bool

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence ended before this word."""
        return any(each in _STOPS for each in self.before)


@dataclass(frozen=True)
class Words:
    """A text with its words. after: as `Token.before`, of what follows the last word."""

    text: str
    tokens: tuple[Token, ...]
    after: str

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What is compared of each word."""
        return tuple(token.key for token in self.tokens)

    def slice(self, start: int, end: int) -> str:
        """The words from one number to another (exclusive) as the text has them, on one line."""
        if start >= end:
            return ""
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        if self.tokens[start].editorial and self.text.endswith("[", 0, first):
            first -= 1
        if self.tokens[end - 1].editorial and self.text.startswith("]", last):
            last += 1
        return " ".join(self.text[first:last].split())

    def own(self, start: int, end: int) -> int:
        """How many of the words from one number to another (exclusive) are not an editor's, in square brackets."""
        return sum(not token.editorial for token in self.tokens[start:end])

    def __len__(self) -> int:
        return len(self.tokens)


@lru_cache(maxsize=128)
def words(text: str) -> Words:
    """The words of `text`. The last texts are kept, as the quotations of a draft are compared with the same ones."""
    tokens: list[Token] = []
    before: list[str] = []
    gap = editorial = False
    at = 0
    for piece in _PIECE.finditer(text):
        spaced = piece.start() > at
        at = piece.end()
        if piece["gap"]:
            gap = True
        elif piece["open"]:
            editorial = True
        elif piece["close"]:
            editorial = False
        elif piece["other"]:
            before.append(_mark(piece[0], spaced or at < len(text) and text[at].isspace()))
        else:
            for key, start, end in _parts(piece["word"], piece.start()):
                tokens.append(Token(key, start, end, _joined(before), gap, editorial))
                before, gap = [], False
            if len(tokens) >= LONGEST:
                break
    return Words(text, tuple(tokens), _joined(before))


def _parts(word: str, start: int) -> list[tuple[str, int, int]]:
    """The keys of one written word with their offsets."""
    end = start + len(word)
    if word.isalpha() and word.isascii() and word.lower() != "cannot":
        return [(_key(word), start, end)]
    plain = word.translate(_STRAIGHT)
    clitic = _CLITIC.fullmatch(plain.lower())
    if clitic:
        middle = start + clitic.start(1)
        return [(_key(plain[: clitic.start(1)]), start, middle), (clitic[1], middle, end)]
    if plain.lower() == "cannot":
        return [("can", start, start + 3), ("not", start + 3, end)]
    return [(_key(plain), start, end)]


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    key = "".join(each for each in folded if not unicodedata.combining(each))
    key = key.replace("[", "").replace("]", "")
    key = key if any(map(str.isdigit, key)) else " ".join(key.replace(".", "").split())
    return _KEYS.get(key, key)


def _mark(character: str, spaced: bool) -> str:
    if character in _DASHES:
        return "—" if spaced or character not in "-‐‑" else "-"
    return character if character in _KEPT else ""


def _joined(marks: Sequence[str]) -> str:
    joined = "".join(marks)
    return "—" if joined in ("--", "-—", "—-", "——", ",—") else joined


def joined(keys: Sequence[str]) -> str:
    """Words written together, without apostrophes."""
    return "".join(keys).replace("'", "")
