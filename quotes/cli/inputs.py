"""The articles that a command is given, with their quotations; one that fails is reported and passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import quotes
from quotes import reading
from quotes.article import Article, Quotation
from quotes.cli.output import complain, note
from quotes.reading import ReadError


def extracted(
    found: Iterable[Path | ReadError], failed: list[str], pipeline: str | None = None
) -> Iterator[tuple[Article, list[Quotation]]]:
    """Each article with its quotations.

    found: what `quotes.reading.find` gives. failed: gets a line for each article that could not be read or
    extracted, after it is printed. pipeline: name of an installed spaCy pipeline to parse with.
    Raises ValueError where that pipeline cannot be used.
    """
    if pipeline is not None:
        quotes.extract("", pipeline=pipeline)
    return _each(found, failed, pipeline)


def _each(
    found: Iterable[Path | ReadError], failed: list[str], pipeline: str | None
) -> Iterator[tuple[Article, list[Quotation]]]:
    for each in found:
        try:
            if isinstance(each, ReadError):
                raise each
            article = reading.read(each)
            quotations = _quotations(article, pipeline)
        except ValueError as error:
            complain(error)
            failed.append(str(error))
        else:
            if not quotations:
                note(f"Note: {article.source}: no quotation found")
            yield article, quotations


def _quotations(article: Article, pipeline: str | None) -> list[Quotation]:
    try:
        return quotes.extract(article, pipeline=pipeline)
    except ValueError as error:
        raise ValueError(f"{article.source}: {error}") from error
