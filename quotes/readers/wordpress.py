"""WordPress exports (WXR, "WordPress eXtended RSS"): the published posts and pages of a site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from quotes.model import Article
from quotes.readers import markup, metadata
from quotes.readers.base import Read, ReadError, Resource, article_or_error, build_article, reported_for
from quotes.readers.extras import extractor
from quotes.readers.xml_stream import elements, name
from quotes.text import characters, dates

if TYPE_CHECKING:
    from lxml.etree import _Element

VERSIONS = ("1.0", "1.1", "1.2")
PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    **{f"http://wordpress.org/export/{version}/": "wp:" for version in VERSIONS},
}
KINDS = {"post", "page"}

# The shortcodes of WordPress itself (wp-includes/shortcodes.php and media.php); other brackets belong to the text.
_SHORTCODE = re.compile(r"\[(/?)(audio|caption|embed|gallery|playlist|video|wp_caption)(?:\s[^\[\]]{0,2000})?\]")
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|table|blockquote|figure|pre|hr|section|article|aside|iframe|script|style)\b",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def recognise(head: bytes) -> bool:
    """Whether this RSS is a WordPress export."""
    return b"http://wordpress.org/export/" in head


def read(resource: Resource) -> Iterator[Read]:
    """An article for each published post and page without a password.

    Drafts, revisions, attachments, comments and other types of posts are skipped. The byline is the author's display
    name. Times are in UTC. The export is streamed, so it may have any size.

    Gives a ReadError for a post that cannot be read, for an export without posts, and if the XML declares entities or
    is not well-formed; posts before the fault are read.
    """
    about: dict[str, str] = {}
    authors: dict[str, str] = {}
    found = False
    try:
        for event, element in elements(cast(BinaryIO, _Clean(resource.stream))):
            parent = element.getparent()
            if event == "start" or parent is None or _name(parent) != "channel":
                continue
            kind, texts = _name(element), _texts(element)
            if kind == "wp:author":
                authors[texts.get("wp:author_login", "")] = texts.get("wp:author_display_name", "")
            elif kind != "item":
                about.setdefault(kind, element.text or "")
            elif _is_published(texts):
                found = True
                yield article_or_error(_article, texts, about, authors, resource)
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
    except ValueError as error:
        yield ReadError(resource.source, str(error))
    else:
        if not found:
            yield ReadError(resource.source, "has no published post or page")


def html_of(content: str) -> str:
    """The content of a post as HTML: without shortcodes, with paragraphs for text between empty lines."""
    content = _without_shortcodes(content.replace("\r\n", "\n"))
    if "<!-- wp:" in content:
        return content
    return "\n".join(
        part if _BLOCK.match(part) else f"<p>{part.replace(chr(10), '<br>')}</p>"
        for part in _PARAGRAPHS.split(content.strip())
    )


def _is_published(texts: dict[str, str]) -> bool:
    return (
        texts.get("wp:status") == "publish"
        and texts.get("wp:post_type") in KINDS
        and not texts.get("wp:post_password", "").strip()
    )


def _article(texts: dict[str, str], about: dict[str, str], authors: dict[str, str], resource: Resource) -> Article:
    url = metadata.address(texts.get("link"))
    source = f"{resource.source}, {url or 'post ' + (metadata.line(texts.get('wp:post_id')) or 'without number')}"
    raw = texts.get("content:encoded", "")
    with reported_for(source):
        text = markup.text_of(html_of(raw))
    author = texts.get("dc:creator", "")
    published = _utc(texts.get("wp:post_date_gmt")) or dates.iso(texts.get("wp:post_date"))
    modified = _utc(texts.get("wp:post_modified_gmt"))
    return build_article(
        resource,
        text,
        raw=raw.encode(),
        extractor=extractor("lxml"),
        source=source,
        title=metadata.line(texts.get("title")),
        byline=metadata.byline(authors.get(author) or author),
        outlet=metadata.outlet(about.get("title")),
        published=published,
        modified=modified if modified != published else None,
        url=url,
        language=metadata.language(about.get("language")),
    )


def _utc(time: str | None) -> str | None:
    return dates.iso(f"{time.strip()}+00:00") if time else None


def _without_shortcodes(content: str) -> str:
    """`content` without shortcodes and the text that they enclose, such as the caption of a picture or a URL."""
    codes = list(_SHORTCODE.finditer(content))
    kept, at = [], 0
    for number, code in enumerate(codes):
        if code.start() < at:
            continue
        following = codes[number + 1] if number + 1 < len(codes) else None
        closed = following is not None and not code[1] and following[1] and following[2] == code[2]
        kept.append(content[at : code.start()])
        at = following.end() if following is not None and closed else code.end()
    return "".join([*kept, content[at:]])


def _texts(element: _Element) -> dict[str, str]:
    return {_name(each): "".join(str(part) for part in each.itertext()) for each in element}


def _name(element: _Element) -> str:
    return name(element, PREFIXES)


class _Clean:
    """A stream without leading white space and the control characters that XML does not allow but old posts have."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._started = False

    def read(self, size: int = -1) -> bytes:
        while data := self._stream.read(size):
            cleaned = data.translate(None, characters.NOT_XML_BYTES)
            if not self._started:
                cleaned = cleaned.lstrip()
                self._started = bool(cleaned)
            if cleaned:
                return cleaned
        return b""
