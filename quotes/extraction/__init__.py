"""Articles in, quotations out. Everything that needs spaCy lives on this floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from spacy.language import Language
from threadpoolctl import ThreadpoolController

from quotes.article import Article, Quotation
from quotes.extraction.attribution import attribute
from quotes.extraction.boilerplate import boilerplate, without
from quotes.extraction.marks import find_marked
from quotes.extraction.parsing import load_pipeline, parse
from quotes.extraction.turns import find_turns
from quotes.extraction.units import wording

_BATCH = 16
_BATCH_CHARACTERS = 200_000
# A pipeline keeps every word that it has met; one with more, 300 bytes each, is loaded afresh.
_MOST_STRINGS = 100_000

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
    for texts in _batches(article if isinstance(article, str) else article.text for article in articles):
        # These matrices are so small that threads wait for each other longer than they multiply.
        with _libraries().limit(limits=1, user_api="blas"):
            nlp = load_pipeline(pipeline)
            found = _extract(texts, nlp)
            if len(nlp.vocab.strings) > _MOST_STRINGS:
                load_pipeline.cache_clear()
        yield from found


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == _BATCH or sum(map(len, batch)) > _BATCH_CHARACTERS:
            yield batch
            batch = []
    if batch:
        yield batch


def _extract(texts: Sequence[str], nlp: Language) -> list[list[Quotation]]:
    left_out = [boilerplate(text) for text in texts]
    spoken = [find_turns(text, without(find_marked(text), lines)) for text, lines in zip(texts, left_out, strict=True)]
    stretches = [(text, marked) for text, (marked, _) in zip(texts, spoken, strict=True)]
    said = [[wording(text[m.start : m.end]) for m in marked] for text, marked in stretches]
    found: list[list[Quotation]] = [[] for _ in texts]
    for n, passages in parse(stretches, nlp):
        marked, labels = spoken[n]
        found[n] += without(attribute(texts[n], marked, said[n], labels, passages), left_out[n])
        del passages  # before the next ones are parsed
    return [sorted(quotations, key=lambda q: (q.start, -q.end)) for quotations in found]


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
