"""Characters that are no part of anybody's words: control characters, what cannot be seen, what turns a line round."""

from __future__ import annotations

import re

# Parts of character classes. White space: tab, line feed, vertical tab, form feed, carriage return.
_CONTROLS = "\x00-\x08\x0e-\x1f"  # of ASCII, but for white space
_DELETE = "\x7f"
_C1 = "\x80-\x9f"
_SURROGATES = "\ud800-\udfff"  # halves of a pair, as broken JSON has them
_SEPARATORS = "\u2028\u2029"
_TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # reorder a line (Unicode Standard Annex 9)
_PRIVATE = "\ue000-\uf8ff"
# Soft hyphens, characters of no width, marks of direction and of annotations, and tags (Unicode, section 23).
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_CONTROLLING = f"\x00-\x1f{_DELETE}{_C1}{_SEPARATORS}"

LINE_ENDS = f"\n\r{_SEPARATORS}"
CONTROL = re.compile(f"[{_CONTROLLING}]")
SURROGATE = re.compile(f"[{_SURROGATES}]")
# No string of SQLite that Python can read back has these.
NOT_TEXT = re.compile(f"[\x00{_SURROGATES}]")
# In one line of a message: what ends or turns it, cannot be printed, or is half of a surrogate pair.
UNPRINTABLE = re.compile(f"[{_CONTROLLING}{_TURNING}{_SURROGATES}]+")
# On a terminal: the same, but for tab and line feed.
UNSAFE = re.compile(f"[{_CONTROLS}\x0b\x0c\r{_DELETE}{_C1}{_SEPARATORS}{_TURNING}{_SURROGATES}]")
# No database and no XML holds these: control characters but white space, and halves of surrogate pairs.
UNSTORABLE = re.compile(f"[{_CONTROLS}{_DELETE}{_SURROGATES}]")
# XML 1.0 has no such character.
NOT_XML = re.compile(f"[{_CONTROLS}\x0b\x0c{_SURROGATES}\ufffe\uffff]")
NOT_XML_BYTES = bytes(each for each in range(32) if each not in b"\t\n\r")
INVISIBLE = re.compile(f"[{_UNSEEN}]")
# Web pages have private characters for icons, and C1 controls by mistake.
NOT_SHOWN = re.compile(f"[{_UNSEEN}{_C1}{_PRIVATE}]")
# What a PDF file has in the place of characters that it does not name.
UNKNOWN = re.compile(f"[\ufffd{_PRIVATE}{_CONTROLS}]")
# Bytes that no text has in an encoding that extends ASCII. ESC begins a colour in what a terminal recorded.
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
BINARY_BUT_ESCAPE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

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
