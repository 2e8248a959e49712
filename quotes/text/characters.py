"""Characters that are no part of anybody's words: control characters, what cannot be seen, what turns a line round."""

from __future__ import annotations

import re

# What ends or turns a line (Unicode Standard Annex 9), cannot be printed, or is half of a surrogate pair.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# No database and no XML holds these: control characters but tab and line ends, and halves of surrogate pairs.
UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
SURROGATE = re.compile("[\ud800-\udfff]")  # half of a pair, as broken JSON has it
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")

# Soft hyphens, characters of no width, marks of direction and of annotations, and tags (Unicode, section 23).
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
INVISIBLE = re.compile(f"[{_UNSEEN}]")
# Joiners shape the letters of other scripts, and faces of several signs; beside a Latin letter they do nothing.
_LATIN = "\u0009-\u024f\u200b-\u206f\ufeff"
_JOINER = re.compile(f"(?<=[{_LATIN}])[\u200c\u200d]|[\u200c\u200d](?=[{_LATIN}])")
# At the end of a line a soft hyphen goes with the line end, so that the word is whole.
_UNSEEN_HERE = re.compile(rf"(?<=\w)\u00ad[ \t]*(?:\r\n|[\r\n])[ \t]*(?=\w)|{_JOINER.pattern}|{INVISIBLE.pattern}")
_HYPHENS = str.maketrans("\u2010\u2011", "--")


def visible(text: str) -> str:
    """`text` as a reader sees it: no character that cannot be seen, and of all hyphens the usual one.

    A word that a soft hyphen parts at the end of a line is whole.
    """
    return _UNSEEN_HERE.sub("", text).translate(_HYPHENS)


def places(text: str) -> list[int]:
    """Where in `text` each character of `visible(text)` stands."""
    kept, at = list[int](), 0
    for unseen in _UNSEEN_HERE.finditer(text):
        kept += range(at, unseen.start())
        at = unseen.end()
    return [*kept, *range(at, len(text))]
