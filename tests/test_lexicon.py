"""The lists of titles, offices, bodies and particles are whole, and each word stands once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from quotes.text import lexicon

TEXT = Path(lexicon.__file__).with_name("lexicon.txt").read_text(encoding="utf-8")
SECTIONS = [
    [line.split() for line in part.splitlines() if not line.startswith("#")] for part in TEXT.strip().split("\n\n")
]
EXPLAINED = set(re.findall(r"(?m)^#   ([a-z -]+?)  ", TEXT))


def test_every_list_is_explained_and_has_words() -> None:
    names = {name for explained in EXPLAINED for name in explained.split()}
    assert {name for section in SECTIONS for _, *lists in section for name in lists} == names
    assert all(lexicon.words(name) for name in names)


def test_every_word_stands_once_in_its_section_in_order() -> None:
    for section in SECTIONS:
        words = [word for word, *_ in section]
        assert words == sorted(words)
        assert [word for word, number in Counter(words).items() if number > 1] == []
        for word, *lists in section:
            assert word == word.casefold()
            assert len(lists) == len(set(lists)) > 0, word


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        lexicon.words("colours")
