"""Articles in, quotations out. Everything that needs spaCy lives on this floor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from spacy.language import Language
from threadpoolctl import ThreadpoolController

from quotes.article import Article, Quotation
from quotes.extraction.attribution import attribute
from quotes.extraction.boilerplate import boilerplate, without
from quotes.extraction.marks import find_marked
from quotes.extraction.parsing import load_pipeline, parse
from quotes.extraction.turns import find_turns

_BATCH = 16
_SURROGATE = re.compile("[\ud800-\udfff]")  # half of a pair, as broken JSON has it

__all__ = ["extract", "extract_many"]


def extract(article: Article | str, *, pipeline: str | None = None) -> list[Quotation]:
    """The quotations of an article, in order of their first words; offsets into its text, code points.

    Credits, pointers to other articles and the like have none (`quotes.extraction.boilerplate`). Half of a surrogate
    pair, which cannot be written in UTF-8, is U+FFFD in what is given, as it is in articles that were read.

    pipeline: name or path of an installed spaCy pipeline to use instead of the one that is shipped; it needs
        what `quotes.extraction.parsing.load_pipeline` says.
    """
    return next(extract_many([article], pipeline=pipeline))


def extract_many(articles: Iterable[Article | str], *, pipeline: str | None = None) -> Iterator[list[Quotation]]:
    """The quotations of each article, in the articles' order; parsed in batches, so a generator may be long."""
    nlp = load_pipeline(pipeline)
    stream = iter(articles)
    while batch := list(islice(stream, _BATCH)):
        given = (article if isinstance(article, str) else article.text for article in batch)
        texts = [_SURROGATE.sub("\ufffd", text) for text in given]
        # These matrices are so small that threads wait for each other longer than they multiply.
        with _libraries().limit(limits=1, user_api="blas"):
            found = list(_extract(texts, nlp))
        yield from found


def _extract(texts: Sequence[str], nlp: Language) -> Iterator[list[Quotation]]:
    left_out = [boilerplate(text) for text in texts]
    spoken = [find_turns(text, without(find_marked(text), lines)) for text, lines in zip(texts, left_out, strict=True)]
    stretches = [(text, marked) for text, (marked, _) in zip(texts, spoken, strict=True)]
    parsed = parse(stretches, nlp)
    for text, lines, (marked, labels), passages in zip(texts, left_out, spoken, parsed, strict=True):
        yield without(attribute(text, marked, labels, passages), lines)


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
