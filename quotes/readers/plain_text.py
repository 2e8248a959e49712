"""Plain text and Markdown, with front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePath

from quotes.installation import DISTRIBUTION
from quotes.model import Article
from quotes.readers import article_fields, front_matter, line_numbers, markdown, opening_lines
from quotes.readers.base import LARGEST, Read, Resource, all_bytes, article_or_error, build_article, reported_for
from quotes.readers.encoding import decode
from quotes.readers.extras import extractor
from quotes.text import characters

NAMES = (".txt", ".text", ".md", ".markdown", ".mdown", ".mkd")
MARKDOWN_TYPES = ("text/markdown", "text/x-markdown")

_DATE_LINE = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})\b")


def recognise(head: bytes, name: str) -> bool:
    """Whether this may be text: no control characters, or a byte order mark. Check all other formats first."""
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    return marked or characters.BINARY_BUT_ESCAPE.search(head) is None


def read(resource: Resource, fields: Mapping[str, str]) -> Iterator[Read]:
    """The article in a text.

    Plain text is kept unchanged, with its line ends, except for front matter and the line numbers of a text in which
    every line has one. If front matter has no date, `published` is the date of a leading line such as
    " date 2024-10-23 …", or of a line near the beginning with a date only; the line stays. Markdown, recognised by file
    name or media type, is converted to text. If front matter has no title, it is the first heading of level 1, or a
    short first line.

    Gives a ReadError if the file is larger than LARGEST bytes, has no text, or is not in an encoding that
    `quotes.readers.encoding.decode` accepts.
    """
    yield article_or_error(_article, resource, fields)


def published(text: str) -> str | None:
    """The date of a leading line such as " date 2024-10-23 …", or None."""
    match = _DATE_LINE.match(text)
    if match is None:
        return None
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        return None


def _article(resource: Resource, fields: Mapping[str, str]) -> Article:
    data = all_bytes(resource, LARGEST)
    with reported_for(resource.source):
        text = decode(data)
    about, body = front_matter.split(text)
    if article_fields.meant(list(about), fields) - {"text"}:
        text = body
    else:
        about = {}
    known = article_fields.found(about, fields).known
    text_extractor = None
    if _is_markdown(resource):
        with reported_for(resource.source):
            title, text = markdown.read(text)
        known["title"] = known["title"] or title
        text_extractor = extractor("markdown-it-py")
    elif (unnumbered := line_numbers.without_in_text(text)) != text:
        text, text_extractor = unnumbered, extractor(DISTRIBUTION)
    known["published"] = known["published"] or published(text) or opening_lines.published(text)
    known["title"] = known["title"] or opening_lines.title(text)
    return build_article(resource, text, raw=data, extractor=text_extractor, **known)


def _is_markdown(resource: Resource) -> bool:
    media_type = (resource.content_type or "").partition(";")[0].strip().lower()
    suffix = PurePath(resource.name).suffix.lower()
    return media_type in MARKDOWN_TYPES or suffix in NAMES[2:]
