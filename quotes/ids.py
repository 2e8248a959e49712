"""Names that last: the key of an article and the id of a quotation.

Both are 80 bits of SHA-256 as 16 characters of Crockford's base 32 in lower case
(https://www.crockford.com/base32.html), so they hold only ``[a-z0-9]``. They follow from content alone: the
same article gives the same ids on every machine, in every order. Neither speaker, kind nor offset is in a
quotation's id, so a correction or an edit elsewhere in the article breaks no link.

These rules are a promise. Changing anything here breaks every permanent link.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from quotes.model import Article, Quotation

LENGTH = 16
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign)|fbclid|gclid|dclid|msclkid|twclid|igshid|mc_[ce]id|cmpid|ito|_ga", re.IGNORECASE
)
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")
_JOINERS = frozenset("'’‘ʼ`´-‐‑")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_tracking(name: str) -> bool:
    """Whether a parameter of a URL with this name only says where a visitor came from."""
    return bool(_TRACKING.fullmatch(name))


def article_key(article: Article) -> str:
    """The key of `article`: 16 characters, from its canonical address if it has one, else from its text."""
    if article.url:
        return _digest("url", canonical_url(article.url))
    return _digest("text", article.text)


def quotation_ids(key: str, quotations: Sequence[Quotation]) -> list[str]:
    """The ids of an article's quotations, in the same order.

    Args:
        key: The article's key.
        quotations: All quotations of the article. If the same words (after `normalise`) occur several times, they are
            counted in the order of the text.
    """
    ids = [""] * len(quotations)
    seen: Counter[str] = Counter()
    for index in sorted(range(len(quotations)), key=lambda i: (quotations[i].start, quotations[i].end)):
        words = normalise(quotations[index].text)
        ids[index] = _digest("quotation", key, words, str(seen[words]))
        seen[words] += 1
    return ids


def is_id(text: str) -> bool:
    """Whether `text` is written as a key or an id is."""
    return len(text) == LENGTH and set(text) <= set(_ALPHABET)


def normalise(text: str) -> str:
    """`text` as ids compare it: NFKC, casefolded, without punctuation or invisible characters, single spaces.

    Apostrophes and hyphens leave no gap ("don't" is "dont", "co-operation" is "cooperation"); other
    punctuation does. Normalising twice changes nothing.
    """
    simple = text
    if not simple.isascii():
        for mark, alike in _TYPOGRAPHIC:
            simple = simple.replace(mark, alike)
    if simple.isascii():  # as most texts; it takes a fraction of the time
        return " ".join(simple.encode().translate(_PLAIN_ASCII, _ASCII_JOINERS).decode().split())
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.translate(_PLAIN).split())


def canonical_url(url: str) -> str:
    """One spelling for the addresses of one page.

    Without scheme, leading "www.", default port, fragment, tracking parameters and closing slash; the host in
    lower case, the other parameters sorted, percent escapes as RFC 3986 (section 6.2.2) prefers them. What is
    not an http(s) address with a host is given back as it is, without surrounding space.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    host = parts.hostname.rstrip(".").removeprefix("www.")
    if port not in (None, _DEFAULT_PORTS[parts.scheme]):
        host += f":{port}"
    path = _ESCAPE.sub(_unescape, quote(parts.path, safe="%/!$&'()*+,;=:@", errors="surrogatepass"))
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]))
    query = urlencode(kept, errors="surrogateescape")
    return host + path.rstrip("/") + (f"?{query}" if query else "")


def _unescape(escape: re.Match[str]) -> str:
    character = chr(int(escape[0][1:], 16))
    return character if _UNRESERVED.match(character) else escape[0].upper()


class _Plain(dict[int, str | None]):
    """A table for `str.translate`, filled as characters occur: None to remove one."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        plain = " " if category[0] in "PZC" else character
        self[code] = None if category == "Cf" or character in _JOINERS else plain
        return self[code]


_PLAIN = _Plain()
_PLAIN_ASCII = bytes(ord((_PLAIN[code] or " ").lower()) if code < 128 else code for code in range(256))
_ASCII_JOINERS = bytes(code for code in range(128) if _PLAIN[code] is None)
# Marks that English texts have, with characters of ASCII that are normalised to the same.
_TYPOGRAPHIC = (
    ("’", "'"),
    ("‘", "'"),
    ("“", " "),
    ("”", " "),
    ("—", " "),
    ("–", " "),
    ("…", " "),
    ("\N{NO-BREAK SPACE}", " "),
)


def _digest(*parts: str) -> str:
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()
    bits = int.from_bytes(digest[: LENGTH * 5 // 8], "big")
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range((LENGTH - 1) * 5, -1, -5))
