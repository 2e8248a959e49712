"""What every article has to be before it leaves this floor, whoever wrote the file it came from."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from quotes.article import METADATA, Article
from quotes.reading.resource import LARGEST, ReadError, printable, without_password

# Control characters but tab and line ends, and halves of surrogate pairs, which no text can be stored with.
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST = 500  # characters of a title or a name; more is a page that was built wrongly
_ADDRESS = re.compile(r"https?://[^\s\"<>\\^`{|}]+", re.IGNORECASE)


def tidy(article: Article) -> Article:
    """`article` with nothing in it that cannot be stored or shown on one line.

    In its text each such character becomes U+FFFD, so that every offset stays; what is known of it becomes one
    line without control or direction characters, and an address that is not http or https is dropped, as are the user
    name and password in one. Raises ReadError where there is no text, or more than a book.
    """
    if not article.text.strip():
        raise ReadError(article.source, "is empty")
    if len(article.text) > LARGEST:
        raise ReadError(article.source, f"is longer than {LARGEST:,} characters; split it into one file an article")
    known: dict[str, Any] = {field: _line(getattr(article, field)) for field in METADATA}
    for field in ("url", "fetched_url"):
        known[field] = _address(getattr(article, field))
    return replace(
        article,
        text=_UNSTORABLE.sub("\ufffd", article.text),
        source=printable(article.source),
        **known,
    )


def _line(value: str | None) -> str | None:
    return (" ".join(printable(value).split())[:_LONGEST].strip() or None) if value else None


def _address(value: str | None) -> str | None:
    url = without_password((value or "").strip())
    if not _ADDRESS.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.hostname else None
