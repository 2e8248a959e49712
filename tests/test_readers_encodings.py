"""Bytes become the right characters, or are refused with the reason."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.readers.encoding import decode

ARTICLE = (
    "The minister said on Monday: “We can’t go on like this – it’s a café economy,” and left the room.\r\n"
    "Mr Müller’s office in Zürich said he would “never” agree to £3m, or €4m… “À bientôt,” he added.\r\n"
)
# No lone surrogates (not encodable), no NUL (binary), no mark of our own in front.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(
    lambda text: not text.startswith("\ufeff")
)


@given(TEXTS)
def test_utf8_is_read_back_exactly(text: str) -> None:
    assert decode(text.encode("utf-8")) == text
    assert decode(codecs.BOM_UTF8 + text.encode("utf-8")) == text


@given(TEXTS, st.sampled_from(["utf-16", "utf-32"]))
def test_wide_encodings_are_read_back_exactly(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        decode(data).encode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_an_article_with_curly_marks(encoding: str) -> None:
    assert decode(ARTICLE.encode(encoding)) == ARTICLE


@pytest.mark.parametrize(
    "text",
    [
        "“No,” he said. It’s over.",
        "It cost £3m, she said.",
        "She was at the café.",
        "Il est à Paris, dit-il.",
        "„Nein“, sagte Frau Öztürk.",
        "x" * 5000 + " It’s over.",
        "SHOUTED “AT THE CAFÉ”.",
    ],
)
def test_few_special_characters_in_windows_1252(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_latin_1() -> None:
    text = "The café owner, José Núñez, said it was 'over'.\n"
    assert decode(text.encode("latin-1")) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("mac_roman", ARTICLE),
        ("mac_roman", "“No,” he said. It’s over."),
        ("cp850", "The café owner said so."),
        ("cp850", "It cost £3m."),
        ("cp437", "Mr Müller said so."),
        ("cp1251", "Министр сказал: «Мы не можем так дальше», и ушёл."),
        ("shift_jis", "首相は「できない」と述べた。"),
        ("big5", "總理說：「不能」。"),
        ("euc_kr", "총리는 말했다."),
    ],
)
def test_other_encodings_are_refused(encoding: str, text: str) -> None:
    with pytest.raises(ValueError, match="unknown encoding"):
        decode(text.encode(encoding))


def test_damaged_utf8_names_the_line() -> None:
    data = ARTICLE.encode("utf-8").replace("€4m".encode(), b"\x804m")
    with pytest.raises(ValueError, match=r"damaged: line 2 has .* UTF-8"):
        decode(data)


def test_truncated_utf16_names_the_line() -> None:
    with pytest.raises(ValueError, match=r"damaged: line 3 has .* UTF-16-LE"):
        decode(codecs.BOM_UTF16_LE + ARTICLE.encode("utf-16-le") + b"x")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", id="png"),
        pytest.param("words".encode("utf-16-le"), id="utf-16 without its mark"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x01\x02\x93", id="pdf"),
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="binary"):
        decode(data)
