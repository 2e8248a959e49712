"""Decodes text without guessing: the right characters or a clear error.

Libraries that detect an encoding by statistics read "It cost £3m" in CP1252 as Japanese. English articles need only a
byte order mark, valid UTF-8, or CP1252 with its few special characters in plausible positions.
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
# Latin letters, punctuation and symbols in UTF-8; in CP1252 they are "Ã©", "â€™".
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2[\x80-\xbf]{2}")
PUNCTUATION = set("€…‘’“”•–—™\xa0¢£¥§©ª«®°±²³´·º»¼½¾×")
# Valid only before a word; inside one they are accented letters of an old DOS code page.
OPENING = set("‚„¡¿")


def decode(data: bytes) -> str:
    """Decode `data`, without its byte order mark. Line ends stay.

    Accepted are UTF-8, UTF-16 and UTF-32 with a byte order mark, UTF-8 without one, and Windows-1252 with its subset
    Latin-1 (bytes 0x80-0x9F as in the WHATWG Encoding Standard).

    Raises:
        ValueError: The data is binary, damaged UTF-8 or in another encoding. The message says which.
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
    return f"is damaged: line {line} has bytes that are not valid {encoding.upper()}; save it again"


def _mostly_utf8(data: bytes) -> bool:
    special = sum(byte >= 0x80 for byte in data)
    valid = sum(len(match[0]) for match in UTF8_SEQUENCE.finditer(data))
    return valid * 2 > special


def _plausible(text: str) -> bool:
    """Whether nine of ten non-ASCII characters are in positions that a western European text has them in."""
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
    # "à" and similar letters as a word.
    return character.islower() and not before.isalnum() and not after.isalnum()
