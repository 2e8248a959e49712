"""What changed between two texts of an article: paragraph by paragraph, and word by word in those that changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from quotes.paragraphs import paragraphs

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 2_000_000  # pairs of words; in more than that, whole paragraphs are shown as replaced

Change = Literal["same", "gone", "new"]


class Part(NamedTuple):
    """A stretch of words that both texts have, or that is gone from the old one, or new in the new one."""

    change: Change
    text: str


def changes(old: str, new: str) -> list[list[Part]]:
    """The paragraphs of both texts, each as parts; without those that are gone they are the new text's."""
    before, after = ([span.of(text) for span in paragraphs(text)] for text in (old, new))
    shown: list[list[Part]] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            shown += [[Part("same", each)] for each in after[c:d]]
        else:
            pairs = min(b - a, d - c)
            shown += [_words(*pair) for pair in zip(before[a : a + pairs], after[c : c + pairs], strict=True)]
            shown += [[Part("gone", each)] for each in before[a + pairs : b]]
            shown += [[Part("new", each)] for each in after[c + pairs : d]]
    return shown


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
