"""Normalises metadata: names on one line, valid URLs, valid language tags.

All functions accept values of any type, as files and records hold them, and return None if a value is not valid.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from quotes.readers.base import without_password
from quotes.text import bylines, characters

# Characters. A longer title or byline is something else in the wrong field.
LONGEST = 1000
LONGEST_ADDRESS = 4000
NOBODY = {"admin", "administrator", "author", "microsoft office user", "python-docx", "unknown", "user", "windows user"}

# Titles that programs set by default: a file name, a path, a layout, a number.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:office )?word|microsoft powerpoint|powerpoint|word|print) - |file:|[a-z]:[\\/]|[\\/]|\S*[\\/]\S*$"
    r"|(?:untitled|unbenannt|sans titre|document|layout|slide|dokument|book|page|doc|scan(?:ned document)?|image|title"
    r"|powerpoint presentation|word document|no title|none|null|default|template)[\s_-]*\d*$"
    r"|.*\.(?:docx?|docm|dotx?|odt|pages|pdf|indd?|qx[dp]|rtf|te?xt|html?|wpd|wps|pptx?|xlsx?|exe|tmp|eps)$"
    r"|\S+\.[a-z]{2,4}$|\S*\w_\w\S*$|[\W\d_]+$",
    re.I,
)
_BREAK = re.compile(r"</?(?:br|p|div|h[1-6]|li)(?:\s[^<>]*)?/?>", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
# BCP 47 (RFC 5646), as far as news uses it: language, script, region, variant.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z\d]{5,8})*")
# The member with the value, if the value is an object: schema.org, WordPress, JSON-LD, XML made JSON.
_MEMBERS = ("name", "rendered", "value", "@value", "#text", "text", "html", "plain")


def text(value: object) -> str | None:
    """`value` as text that can be stored: no NUL and no half of a surrogate pair (each becomes U+FFFD)."""
    value = _member(value)
    return characters.NOT_TEXT.sub("\ufffd", value) if isinstance(value, str) and value.strip() else None


def line(value: object) -> str | None:
    """`value` on one line, trimmed, without markup, control characters and characters that reorder or hide text."""
    value = _member(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        value = str(value)
    if not isinstance(value, str) or len(value) > 4 * LONGEST:
        return None
    words = html.unescape(_TAG.sub("", _BREAK.sub(" ", value)))
    words = characters.NOT_TEXT.sub("\ufffd", characters.INVISIBLE.sub("", characters.CONTROL.sub(" ", words)))
    words = " ".join(words.split())
    return words if 0 < len(words) <= LONGEST else None


def byline(value: object) -> str | None:
    """The authors: one name or several, each a string or an object with a name; without a leading "By"."""
    if isinstance(value, list | tuple):
        names = [name for each in value[:50] if not isinstance(each, list) and (name := byline(each))]
        return line(", ".join(dict.fromkeys(names)))
    words = line(value)
    return bylines.without_by(words) if words else words


def document_title(value: object) -> str | None:
    """The title in the properties of a document, unless it is a file name or a default of a program."""
    words = line(value)
    return None if words is None or _NO_TITLE.match(words) else words


def author(value: object) -> str | None:
    """The author in the properties of a document, as `byline`, unless it is a default of a program."""
    names = byline(value)
    return None if names is None or names.lower() in NOBODY else names


def outlet(value: object) -> str | None:
    """The name of the publisher; not a URL."""
    words = line(value[0] if isinstance(value, list) and value else value)
    return None if words is None or "://" in words else words


def address(value: object) -> str | None:
    """`value` if it is an absolute http or https URL, without user name and password."""
    value = value.get("@id") or value.get("href") or value.get("url") if isinstance(value, Mapping) else value
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS:
        return None
    value = without_password(value.strip())
    unseen = (characters.CONTROL, characters.INVISIBLE, characters.NOT_TEXT)
    if " " in value or any(each.search(value) for each in unseen):
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def language(value: object) -> str | None:
    """`value` if it is a language tag: "en_GB" becomes "en-GB", "English" None."""
    words = line(value[0] if isinstance(value, list) and value else value)
    tag = (words or "").replace("_", "-").partition(".")[0]
    return tag if _LANGUAGE.fullmatch(tag) else None


def _member(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return next((value[each] for each in _MEMBERS if isinstance(value.get(each), str)), None)
