"""Repairs text that another program decoded with the wrong encoding, or escaped for HTML twice.

Only certain cases are repaired. Quotation marks keep their form.
"""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint

# UTF-8 read as Windows-1252 or Latin-1: "â€œ", "Ã©", "Â£", "ðŸ", and what is left of a byte order mark.
_READ_WRONGLY = re.compile(
    "â€|Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\x80-\xbf]|ðŸ|ï»¿|[\x80-\x9f]"
    # Read as Mac OS Roman: "‚Äú", "√©".
    "|‚Ä[îìòôúùû¶¢]|√[^\\W\\d_A-Za-zπΩ]|√[©®™´∂≠∏±†°¢£§•¶ß]"
)
# A closing quotation mark without its last byte, 9D, which is undefined in Windows-1252.
_CLOSING = re.compile("â€[\ufffd?]?(?![\u0080-\uffff])")
_LEFT = re.compile("â€|Ã[¢ƒ‚]|ï»¿|‚Ä[îìòôúùû¶¢]")
# Words between two replacements of lost quotation marks.
_LOST = re.compile(r"(?<![^\s(\[])([?\ufffd])[^\W\d](?:(?!\1)[^\n])*[,.!]\1(?![^\s)\]—–-])")
# Markup that was escaped at least twice.
_ESCAPED_MARKUP = re.compile(r"&(?:amp;)+lt;/?[a-z][^\n<>]{0,300}?&(?:amp;)+gt;", re.I)
# Not "&lt;": the result could look like markup.
_NAMES = "|".join((*(name for name in name2codepoint if name not in ("lt", "gt")), "apos"))
_REFERENCE = re.compile(rf"&(?:amp;){{0,5}}(?:{_NAMES}|#\d{{2,6}}|#[xX][0-9A-Fa-f]{{2,5}});")
_MARKUP = frozenset("<>")


def repaired(text: str) -> str:
    """`text` with the original characters.

    Raises:
        ValueError: Some characters are damaged and cannot be repaired.
    """
    if _READ_WRONGLY.search(text):
        text = "".join(_line(line) if _READ_WRONGLY.search(line) else line for line in text.splitlines(keepends=True))
    if lost := _LOST.search(text):
        raise ValueError(f"is damaged: its quotation marks were replaced by {lost[1]}; save it again as UTF-8")
    if _ESCAPED_MARKUP.search(text):
        raise ValueError("is damaged: its markup was escaped for HTML more than once (&amp;lt;); save it again")
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _line(line: str) -> str:
    import ftfy

    meant = ftfy.fix_encoding(_CLOSING.sub("â€\x9d", line))
    left = _LEFT.search(meant)
    if left or meant.count("\ufffd") > line.count("\ufffd"):
        shown = left[0] if left else "\ufffd"
        raise ValueError(f"is damaged: it was decoded with the wrong encoding ({shown}); save it again as UTF-8")
    return meant


def _character(reference: re.Match[str]) -> str:
    meant = reference[0]
    while _REFERENCE.fullmatch(meant):
        meant = html.unescape(meant)
    return reference[0] if _MARKUP.intersection(meant) else meant
