"""From bytes to text, by evidence: the right characters or a clear refusal, never a guess.

Libraries that guess an encoding by statistics read "It cost £3m" in CP1252 as Japanese. Articles in English
need less and can be sure of more: a byte order mark, valid UTF-8, or CP1252 whose few special characters
stand where English puts them.
"""

from __future__ import annotations

import codecs
import re

from quotes.text import characters

# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# Latin letters, punctuation and symbols in UTF-8; in CP1252 "Ã©", "â€™", which nobody writes.
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2}")
PUNCTUATION = set("€…‘’“”•–—™\xa0¢£¥§©ª«®°±²³´·º»¼½¾×")
# Before a word and nowhere else; inside one they would be accented letters of an old DOS code page.
OPENING = set("‚„¡¿")


def decode(data: bytes) -> str:
    """The text in `data`, without its byte order mark; line ends stay as they are.

    Read are UTF-8, UTF-16 and UTF-32 with a byte order mark, UTF-8 without one, and Windows-1252 with its
    subset Latin-1 (bytes 0x80-0x9F as the WHATWG Encoding Standard has them).

    Raises ValueError, saying what was found, for binary data, damaged UTF-8 and every other encoding.
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\0" in data:
        raise ValueError("is a binary file, or UTF-16 without a byte order mark; save it as UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if characters.BINARY.search(data):
            raise ValueError("is a binary file; save it as UTF-8 text") from error
        if _mostly_utf8(data):
            raise ValueError(_damage(data, "utf-8", error.start)) from error
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ValueError("is in an unknown encoding; save it as UTF-8") from error
    if not _plausible(text):
        raise ValueError("is in an unknown encoding; save it as UTF-8")
    return text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(_damage(data, encoding, error.start)) from error


def _damage(data: bytes, encoding: str, offset: int) -> str:
    line = data[:offset].decode(encoding).count("\n") + 1
    return f"is damaged: {encoding.upper()} with bytes that are not, first in line {line}; save it again"


def _mostly_utf8(data: bytes) -> bool:
    special = sum(byte >= 0x80 for byte in data)
    valid = sum(len(match[0]) for match in UTF8_SEQUENCE.finditer(data))
    return valid * 2 > special


def _plausible(text: str) -> bool:
    """Whether nine in ten of the characters past ASCII stand where a western European text has them."""
    special = [match.start() for match in re.finditer(r"[^\x00-\x7f]", text)]
    return sum(_in_place(text, at) for at in special) >= 0.9 * len(special)


def _in_place(text: str, at: int) -> bool:
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if character in PUNCTUATION:
        return True
    if character in OPENING:
        return not before.isalnum()
    if not character.isalpha():
        return False
    if character.isupper() and before.islower():
        return False
    if any(letter.isascii() and letter.isalpha() for letter in (before, after)):
        return True
    # "à" and the like, alone.
    return character.islower() and not before.isalnum() and not after.isalnum()
