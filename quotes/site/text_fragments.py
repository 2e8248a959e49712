"""Links that scroll to the words: text fragments (WICG, https://wicg.github.io/scroll-to-text-fragment/)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, takewhile
from urllib.parse import quote, urlsplit

from quotes.model import Span
from quotes.store.redaction import MASK

LONG = 300  # characters; a longer part is given by its first and last words
SHORT = 25  # characters; a shorter part is given with the words around it
_ENDS = 6  # words at each end of a long part
_CONTEXT = 4  # words on each side of one that is short or occurs twice


@lru_cache(maxsize=4096)  # many quotations in a list are of one article
def web_url(url: str | None) -> str | None:
    """`url` if it is safe to link to (http or https, with a host), else None."""
    if not url or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and host else None


def link_to_words(url: str | None, text: str, spans: Iterable[Span], paragraphs: Iterable[Span]) -> str | None:
    """The URL of the page `url`, scrolled to the words at `spans` of the article `text`.

    None when `url` is not an HTTP URL. The words are the article's own, never normalised except white
    space; no directive part runs over the end of a paragraph, since browsers match each part within one.
    """
    address = web_url(url)
    if address is None:
        return None
    blocks = list(paragraphs)
    directives = [_directive(text, span, blocks) for span in spans]
    page, _, anchor = address.partition("#")
    anchor = anchor.partition(":~:")[0]
    directives = [f"text={directive}" for directive in directives if directive]
    if not directives:
        return address
    return f"{page}#{anchor}:~:{'&'.join(directives)}"


def _directive(text: str, span: Span, blocks: list[Span]) -> str:
    touched = [block for block in blocks if span.start < block.end and block.start < span.end]
    if not touched:
        return ""
    first, last = touched[0], touched[-1]
    words = text[max(span.start, first.start) : min(span.end, first.end)].split()
    end = []
    if len(touched) > 1 or len(" ".join(words)) > LONG:
        end = text[last.start if len(touched) > 1 else span.start : min(span.end, last.end)].split()[-_ENDS:]
        words = words[:_ENDS]
    before: list[str] = []
    after: list[str] = []
    sought = " ".join(words)
    if len(sought) < SHORT or " ".join(text.split()).count(sought) > 1:
        before = _beside(reversed(text[first.start : span.start].split()))[::-1]
        after = _beside(text[span.end : last.end].split())
    parts = [
        f"{_encode(before)}-" if before else "",
        _encode(words),
        _encode(end),
        f"-{_encode(after)}" if after else "",
    ]
    return ",".join(filter(None, parts))


def _beside(words: Iterable[str]) -> list[str]:
    """The words beside a part, the nearest first. The page of the article has others where ours are redacted."""
    return list(islice(takewhile(lambda word: MASK not in word, words), _CONTEXT))


def _encode(words: list[str]) -> str:
    """Words for a directive: `-`, `,` and `&` have a meaning there, and quote() leaves `-` alone."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
