"""A quotation as a picture for posts and messages that link to it (PNG, 1200×630). Pillow draws it, from an extra."""

from __future__ import annotations

import io
import string
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from quotes.model import Kind, Polarity
from quotes.site.citations import GONE, named, quoted
from quotes.site.formatting import beginning, day
from quotes.site.page_content import SITE
from quotes.store.queries import StoredQuotation
from quotes.text.wording import UNIDENTIFIED, is_reported, joint, words

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

EXTRA = "card"
WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_MOST = 420  # characters of a quotation
_SIZES = (64, 56, 48, 42, 36, 32)  # of the words, the largest that fits
_SPACE = 330  # pixels for the words, from the top to the bottom line
_LEADING = 1.35
_PAPER, _INK, _SOFT, _ACCENT = "#fbfaf7", "#1d1b18", "#5e5850", "#8c1d2f"
_FONT = "DejaVuSerif.ttf"  # Latin, Greek and Cyrillic
_RIGHT_TO_LEFT = ("R", "AL", "AN")


@cache
def is_installed() -> bool:
    """Whether Pillow is there."""
    try:
        import PIL  # noqa: F401
    except ImportError:
        return False
    return True


def load() -> None:
    """Load what drawing needs, and look for the usual characters in the font."""
    if is_installed():
        for character in string.printable.strip():
            _is_drawable(character)


def is_drawable(quotation: StoredQuotation) -> bool:
    """Whether the font has every character of the picture. It is wrong without some of them."""
    return all(map(_is_drawable, set("".join(lines(quotation)))))


def png(quotation: StoredQuotation) -> bytes:
    """The picture."""
    from PIL import Image, ImageDraw

    label, said, below, where = lines(quotation)
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 12), fill=_ACCENT)
    if label:
        draw.text((_MARGIN, 52), label, font=_font(26), fill=_ACCENT)
    size, rows = _fitted(said)
    for number, row in enumerate(rows):
        draw.text((_MARGIN, 104 + number * size * _LEADING), row, font=_font(size), fill=_INK)
    draw.text((_MARGIN, HEIGHT - 156), _cut(below, 34), font=_font(34), fill=_INK)
    draw.text((_MARGIN, HEIGHT - 104), _cut(where, 26, WIDTH - 3 * _MARGIN - 120), font=_font(26), fill=_SOFT)
    _wordmark(draw)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def lines(quotation: StoredQuotation) -> tuple[str, str, str, str]:
    """What sort of quotation it is, what was said, who said it (of a sentence: in which article), and where printed."""
    names = named(quotation) or UNIDENTIFIED
    label = " · ".join(_labels(quotation))
    printed = quotation.article
    where = ", ".join(filter(None, [printed.outlet, day(printed.published)]))
    if is_reported(quotation):
        said, below = beginning(f"{names}{joint(quotation)}{words(quotation)}", _MOST), printed.headline
    else:
        said, below = quoted(beginning(quotation.text, _MOST)), names
    return label, said, " ".join(below.split()), " ".join(where.split())


def _labels(quotation: StoredQuotation) -> Iterator[str]:
    if quotation.parts:
        yield "Only the words in quotation marks are exact"
    elif quotation.kind == Kind.PARAPHRASE:
        yield "Paraphrase, not exact words"
    elif quotation.kind == Kind.PARTIAL:
        yield quotation.kind.label
    if quotation.polarity != Polarity.ASSERTED:
        yield quotation.polarity.capitalize()
    if quotation.gone_since is not None:
        yield GONE[0].upper() + GONE[1:]


def _fitted(text: str) -> tuple[int, list[str]]:
    """The size of the font, and the lines; the last size also where it is too large."""
    for size in _SIZES:
        rows = list(_wrapped(text, _font(size), WIDTH - 2 * _MARGIN))
        if len(rows) * size * _LEADING <= _SPACE:
            return size, rows
    most = int(_SPACE / (size * _LEADING))
    return size, [*rows[: most - 1], f"{rows[most - 1][:-1].rstrip()}…"]


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        while font.getlength(word) > width:
            fitting = next(end for end in range(len(word), 0, -1) if end == 1 or font.getlength(word[:end]) <= width)
            yield word[:fitting]
            word = word[fitting:]
        line = word
    if line:
        yield line


def _cut(text: str, size: int, width: float = WIDTH - 2 * _MARGIN) -> str:
    first, *more = [*_wrapped(text, _font(size), width - size), ""]
    return f"{first}…" if any(more) else first


def _wordmark(draw: ImageDraw.ImageDraw) -> None:
    font = _font(30)
    start = WIDTH - _MARGIN - font.getlength(f"“{SITE}")
    draw.text((start, HEIGHT - 108), "“", font=font, fill=_ACCENT)
    draw.text((start + font.getlength("“"), HEIGHT - 108), SITE, font=font, fill=_INK)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO((files("quotes.site") / "assets" / _FONT).read_bytes()), size)


@cache
def _is_drawable(character: str) -> bool:
    if character == " ":
        return True
    if unicodedata.bidirectional(character) in _RIGHT_TO_LEFT:
        return False
    return bytes(_font(32).getmask(character)) != bytes(_font(32).getmask("\uffff"))
