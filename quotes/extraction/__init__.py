"""Articles in, quotations out. Everything that needs spaCy lives on this floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from quotes.article import Article, Quotation
from quotes.extraction.attribution import attribute
from quotes.extraction.marks import find_marked
from quotes.extraction.parsing import parse, shipped_pipeline
from quotes.extraction.turns import find_turns

_BATCH = 16

__all__ = ["extract", "extract_many"]


def extract(article: Article | str) -> list[Quotation]:
    """The quotations of an article, in order of their first words; offsets into its text, code points."""
    return next(extract_many([article]))


def extract_many(articles: Iterable[Article | str]) -> Iterator[list[Quotation]]:
    """The quotations of each article, in the articles' order; parsed in batches, so a generator may be long."""
    stream = iter(articles)
    while batch := list(islice(stream, _BATCH)):
        texts = [article if isinstance(article, str) else article.text for article in batch]
        spoken = [find_turns(text, find_marked(text)) for text in texts]
        stretches = [(text, marked) for text, (marked, _) in zip(texts, spoken, strict=True)]
        for text, (marked, labels), passages in zip(texts, spoken, parse(stretches, shipped_pipeline()), strict=True):
            yield attribute(text, marked, labels, passages)
