"""Articles in, quotations out. Everything that needs spaCy lives on this floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from spacy.language import Language
from threadpoolctl import ThreadpoolController

from quotes.article import Article, Quotation, Span
from quotes.characters import places, visible
from quotes.extraction.attribution import attribute
from quotes.extraction.boilerplate import boilerplate, without, without_footers
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
        # These matrices are so small that threads wait for each other longer than they multiply.
        with _libraries().limit(limits=1, user_api="blas"):
            found = list(_extract([visible(text) for text in texts], nlp))
        yield from map(_in_the_article, found, texts)


def _in_the_article(found: list[Quotation], text: str) -> list[Quotation]:
    """Quotations found in the visible characters of `text`, with the offsets and the words of all its characters."""
    if not found or visible(text) == text:
        return found
    at = places(text)

    def span(seen: Span) -> Span:
        return Span(at[seen.start], at[seen.end - 1] + 1)

    def of(each: Quotation) -> Quotation:
        spans = tuple(map(span, each.spans))
        return replace(
            each,
            spans=spans,
            text=" ".join(where.of(text) for where in spans),
            cue=each.cue and span(each.cue),
            mention=each.mention and span(each.mention),
            evidence=each.evidence and replace(each.evidence, chain=tuple(map(span, each.evidence.chain))),
        )

    return list(map(of, found))


def _extract(texts: Sequence[str], nlp: Language) -> Iterator[list[Quotation]]:
    left_out = [boilerplate(text) for text in texts]
    spoken = [find_turns(text, without(find_marked(text), lines)) for text, lines in zip(texts, left_out, strict=True)]
    stretches = [(text, without_footers(text, marked)) for text, (marked, _) in zip(texts, spoken, strict=True)]
    parsed = parse(stretches, nlp)
    for (text, marked), lines, (_, labels), passages in zip(stretches, left_out, spoken, parsed, strict=True):
        yield without(attribute(text, marked, labels, passages), lines)


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
