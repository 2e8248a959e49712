"""Sets of characters: control characters, invisible characters, characters that reorder a line."""

from __future__ import annotations

import re

# Parts of character classes. White space: tab, line feed, vertical tab, form feed, carriage return.
_CONTROLS = "\x00-\x08\x0e-\x1f"  # of ASCII, except white space
_DELETE = "\x7f"
_C1 = "\x80-\x9f"
_SURROGATES = "\ud800-\udfff"  # half a surrogate pair, as in broken JSON
_SEPARATORS = "\u2028\u2029"
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # reorder a line (Unicode Standard Annex 9)
_PRIVATE = "\ue000-\uf8ff"
# Soft hyphens, characters of no width, marks of direction and of annotations, and tags (Unicode, section 23).
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_CONTROLLING = f"\x00-\x1f{_DELETE}{_C1}{_SEPARATORS}"

LINE_ENDS = f"\n\r{_SEPARATORS}"
CONTROL = re.compile(f"[{_CONTROLLING}]")
SURROGATE = re.compile(f"[{_SURROGATES}]")
# Python cannot read strings with these characters from SQLite.
NOT_TEXT = re.compile(f"[\x00{_SURROGATES}]")
# Not in one-line messages: line ends, direction and unprintable characters, half surrogate pairs.
UNPRINTABLE = re.compile(f"[{_CONTROLLING}{_TURNING}{_SURROGATES}]+")
# On a terminal: the same, except tab and line feed.
UNSAFE = re.compile(f"[{_CONTROLS}\x0b\x0c\r{_DELETE}{_C1}{_SEPARATORS}{_TURNING}{_SURROGATES}]")
# Not in databases and XML: control characters except white space, and half surrogate pairs.
UNSTORABLE = re.compile(f"[{_CONTROLS}{_DELETE}{_SURROGATES}]")
# Not allowed in XML 1.0.
NOT_XML = re.compile(f"[{_CONTROLS}\x0b\x0c{_SURROGATES}\ufffe\uffff]")
NOT_XML_BYTES = bytes(each for each in range(32) if each not in b"\t\n\r")
INVISIBLE = re.compile(f"[{_UNSEEN}]")
# Web pages have private characters for icons, and C1 controls by mistake.
NOT_SHOWN = re.compile(f"[{_UNSEEN}{_C1}{_PRIVATE}]")
# Replaces characters that a PDF file does not map.
UNKNOWN = re.compile(f"[\ufffd{_PRIVATE}{_CONTROLS}]")
# Bytes that are not in text of an encoding that extends ASCII. ESC begins a colour in terminal recordings.
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
BINARY_BUT_ESCAPE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

# Joiners shape letters of other scripts and compose emoji; next to a Latin letter they have no effect.
_LATIN = "\u0009-\u024f\u200b-\u206f\ufeff"
_JOINER = re.compile(f"(?<=[{_LATIN}])[\u200c\u200d]|[\u200c\u200d](?=[{_LATIN}])")
# A soft hyphen at the end of a line is removed with the line end, which joins the word.
_UNSEEN_HERE = re.compile(rf"(?<=\w)\u00ad[ \t]*(?:\r\n|[\r\n])[ \t]*(?=\w)|{_JOINER.pattern}|{INVISIBLE.pattern}")
_MAY_BE_UNSEEN = re.compile(f"[{_UNSEEN}\u200c\u200d]")
_HYPHENS = str.maketrans("\u2010\u2011", "--")


def visible(text: str) -> str:
    """`text` as a reader sees it: without invisible characters, and with only one kind of hyphen.

    A word with a soft hyphen at the end of a line is joined.
    """
    seen = _UNSEEN_HERE.sub("", text) if _MAY_BE_UNSEEN.search(text) else text
    return seen.translate(_HYPHENS)


def places(text: str) -> list[int]:
    """The position in `text` of each character of `visible(text)`."""
    kept, at = list[int](), 0
    for unseen in _UNSEEN_HERE.finditer(text):
        kept += range(at, unseen.start())
        at = unseen.end()
    return [*kept, *range(at, len(text))]
