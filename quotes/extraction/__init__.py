"""Find the quotations of articles. Only this package imports spaCy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache

from spacy.language import Language
from threadpoolctl import ThreadpoolController

from quotes.extraction.announced_blocks import with_blocks
from quotes.extraction.attribution import attribute
from quotes.extraction.furniture import boilerplate, within, without, without_footers
from quotes.extraction.parsing import Passage, load_pipeline, parse
from quotes.extraction.quotation_marks import find_marked
from quotes.extraction.spans import wordings
from quotes.extraction.transcripts import find_turns
from quotes.model import Article, Quotation, Span
from quotes.text.characters import SURROGATE, places, visible

_BATCH = 16
_BATCH_CHARACTERS = 200_000
# A pipeline keeps every word that it has met; one with more, 300 bytes each, is loaded afresh.
_MOST_STRINGS = 100_000

__all__ = ["extract", "extract_many"]


def extract(
    article: Article | str, *, pipeline: str | None = None, genders: Mapping[str, str] | None = None
) -> list[Quotation]:
    """The quotations of an article, in order of their first words; offsets into its text, code points.

    Credits, pointers to other articles and the like have none (`quotes.extraction.furniture`). Half of a surrogate
    pair, which cannot be written in UTF-8, is U+FFFD in what is given, as it is in articles that were read.

    pipeline: name or path of an installed spaCy pipeline to use instead of the one that is shipped; it needs
        what `quotes.extraction.parsing.load_pipeline` says.
    genders: m or f for the keys of full names (`quotes.names.authority.genders`), for pronouns; None for the people
        of the packaged authority file.
    """
    return next(extract_many([article], pipeline=pipeline, genders=genders))


def extract_many(
    articles: Iterable[Article | str], *, pipeline: str | None = None, genders: Mapping[str, str] | None = None
) -> Iterator[list[Quotation]]:
    """The quotations of each article, in the articles' order; parsed in batches, so a generator may be long."""
    given = (article if isinstance(article, str) else article.text for article in articles)
    for texts in _batches(SURROGATE.sub("\ufffd", text) for text in given):
        nlp = load_pipeline(pipeline)
        with one_thread():
            found: list[list[Quotation]] = [[] for _ in texts]
            for number, quotations, passages in analyse(texts, nlp, genders=genders):
                found[number] += quotations
                del passages  # before the next ones are parsed
        if len(nlp.vocab.strings) > _MOST_STRINGS:
            load_pipeline.cache_clear()
        yield from map(in_order, found)


def _in_the_article(found: list[Quotation], seen: str, text: str) -> list[Quotation]:
    """Quotations found in `seen`, what is visible of `text`, with the offsets and the words of all its characters."""
    if seen == text:
        return found
    at = places(text)

    def span(found: Span) -> Span:
        return Span(at[found.start], at[found.end - 1] + 1)

    def of(each: Quotation) -> Quotation:
        spans, told = tuple(map(span, each.spans)), tuple(map(span, each.statement_spans))
        return replace(
            each,
            spans=spans,
            text=" ".join(where.of(text) for where in spans),
            cue=each.cue and span(each.cue),
            mention=each.mention and span(each.mention),
            evidence=each.evidence and replace(each.evidence, chain=tuple(map(span, each.evidence.chain))),
            statement_spans=told,
            statement=" ".join(where.of(text) for where in told),
            quoting=each.quoting and span(each.quoting),
        )

    return list(map(of, found))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == _BATCH or sum(map(len, batch)) > _BATCH_CHARACTERS:
            yield batch
            batch = []
    if batch:
        yield batch


def analyse(
    texts: Sequence[str],
    nlp: Language,
    names: Sequence[str] | None = None,
    *,
    genders: Mapping[str, str] | None = None,
) -> Iterator[tuple[int, list[Quotation], list[Passage]]]:
    """The number of each text with its quotations and the parsed passages that they were found in; parsed together.

    A very long text comes in parts, one after another, and one without passages does not come. Passages are of the
    visible characters of their text (`quotes.text.characters.visible`).

    names: the components of `nlp` that parse; None for all that are active.
    genders: see `extract`.
    """
    seen = [visible(text) for text in texts]
    left_out = [boilerplate(text) for text in seen]
    found = [with_blocks(text, find_marked(text)) for text in seen]
    spoken = [
        find_turns(text, without(marked, lines)) for text, marked, lines in zip(seen, found, left_out, strict=True)
    ]
    stretches = [(text, without_footers(text, marked)) for text, (marked, _) in zip(seen, spoken, strict=True)]
    said = [wordings(text, marked) for text, marked in stretches]
    for n, passages in parse(stretches, nlp, names):
        (_, marked), (_, labels) = stretches[n], spoken[n]
        # Who took a picture, or posted what is shown beside the text, is nobody that "he" stands for.
        is_left_out = within(left_out[n])
        told = [each for each in passages if each.places or not is_left_out(each.span.start)]
        quotations = attribute(seen[n], marked, said[n], labels, told, genders=genders) if told else []
        yield n, _in_the_article(without(quotations, left_out[n]), seen[n], texts[n]), passages
        del passages, told  # before the next ones are parsed


def in_order(quotations: Iterable[Quotation]) -> list[Quotation]:
    """By the first words, the longer one first."""
    return sorted(quotations, key=lambda q: (q.start, -q.end))


def one_thread() -> AbstractContextManager[None]:
    """Keep the layers to one thread: their matrices are so small that threads would wait for each other longer than
    they multiply."""
    limit: AbstractContextManager[None] = _libraries().limit(limits=1, user_api="blas")
    return limit


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
