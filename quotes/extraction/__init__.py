"""Articles in, quotations out. Everything that needs spaCy lives on this floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from quotes.article import Article, Quotation
from quotes.extraction.attribution import attribute
from quotes.extraction.boilerplate import boilerplate, without
from quotes.extraction.marks import find_marked
from quotes.extraction.parsing import load_pipeline, parse
from quotes.extraction.turns import find_turns

_BATCH = 16

__all__ = ["extract", "extract_many"]


def extract(article: Article | str, *, pipeline: str | None = None) -> list[Quotation]:
    """The quotations of an article, in order of their first words; offsets into its text, code points.

    Credits, pointers to other articles and the like have none (`quotes.extraction.boilerplate`).

    pipeline: name or path of an installed spaCy pipeline to use instead of the one that is shipped; it needs
        what `quotes.extraction.parsing.load_pipeline` says.
    """
    return next(extract_many([article], pipeline=pipeline))


def extract_many(articles: Iterable[Article | str], *, pipeline: str | None = None) -> Iterator[list[Quotation]]:
    """The quotations of each article, in the articles' order; parsed in batches, so a generator may be long."""
    nlp = load_pipeline(pipeline)
    stream = iter(articles)
    while batch := list(islice(stream, _BATCH)):
        texts = [article if isinstance(article, str) else article.text for article in batch]
        spoken = [find_turns(text, without(find_marked(text), boilerplate(text))) for text in texts]
        stretches = [(text, marked) for text, (marked, _) in zip(texts, spoken, strict=True)]
        for text, (marked, labels), passages in zip(texts, spoken, parse(stretches, nlp), strict=True):
            yield without(attribute(text, marked, labels, passages), boilerplate(text))
