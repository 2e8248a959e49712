"""What changed between two texts of an article: paragraph by paragraph, and word by word in those that changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from quotes.ids import normalise
from quotes.text.paragraphs import paragraphs

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_WORD = re.compile(r"\w+(?:['’]\w+)*\W*|\W+")
_MOST = 2_000_000  # pairs of words or of paragraphs; in more than that, whole ones are shown as replaced

Change = Literal["same", "gone", "new", "cut"]


class Part(NamedTuple):
    """A stretch of words that both texts have, or that is gone from the old one, or new in the new one.

    What a quotation leaves out at the beginning or the end is "cut".
    """

    change: Change
    text: str


def changes(old: str, new: str) -> list[list[Part]]:
    """The paragraphs of both texts, each as parts; without those that are gone they are the new text's."""
    before, after = ([span.of(text) for span in paragraphs(text)] for text in (old, new))
    shown: list[list[Part]] = []
    for what, a, b, c, d in _opcodes(before, after):
        if what == "equal":
            shown += [[Part("same", each)] for each in after[c:d]]
        else:
            pairs = min(b - a, d - c)
            shown += [_words(*pair) for pair in zip(before[a : a + pairs], after[c : c + pairs], strict=True)]
            shown += [[Part("gone", each)] for each in before[a + pairs : b]]
            shown += [[Part("new", each)] for each in after[c + pairs : d]]
    return shown


def wordings(one: str, other: str) -> list[Part]:
    """A quotation, word by word, against another wording of it. Punctuation and letter case make no difference."""
    before, after = _WORD.findall(one), _WORD.findall(other)
    parts: list[Part] = []
    matcher = SequenceMatcher(None, [*map(normalise, before)], [*map(normalise, after)], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        is_end = 0 in (a, len(before) - b) and c == d
        if what == "equal":
            parts.append(Part("same", _joined(after[c:d])))
        else:
            parts += [Part("cut" if is_end else "gone", _joined(before[a:b]))] if b > a else []
            parts += [Part("new", _joined(after[c:d]))] if d > c else []
    return parts


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """As `SequenceMatcher.get_opcodes`; of very many paragraphs, only the first and last ones are compared."""
    if len(before) * len(after) <= _MOST:
        return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    shorter = min(len(before), len(after))
    first = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - first
    last = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    b, d = len(before) - last, len(after) - last
    return [
        ("equal", 0, first, 0, first),
        ("replace", first, b, first, d),
        ("equal", b, len(before), d, len(after)),
    ]


def _words(old: str, new: str) -> list[Part]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > _MOST:
        return [Part("gone", old), Part("new", new)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:
        return [Part("gone", old), Part("new", new)]
    parts: list[Part] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            parts.append(Part("same", _joined(after[c:d])))
        else:
            parts += [Part("gone", _joined(before[a:b]))] if b > a else []
            parts += [Part("new", _joined(after[c:d]))] if d > c else []
    return parts


def _joined(tokens: Sequence[str]) -> str:
    return "".join(tokens)
