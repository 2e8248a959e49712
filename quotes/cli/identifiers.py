"""Ids as people paste them: bare, or in the URL of a page or a download of the site."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote, urlsplit

import typer

from quotes.ids import article_key, is_id
from quotes.model import Article


def quotation_id(given: str) -> str:
    """The id in `given`, as in "x0kcjdsms4y5xmrp" or "https://quotes.example/q/x0kcjdsms4y5xmrp.bib"."""
    return _after("q", given).lower()


def speaker_name(given: str) -> str:
    """The slug in the URL of a speaker's page; anything else is a name or a slug already."""
    return _after("speakers", given)


def article_id(given: str) -> str:
    """The id in `given`: an id, the URL of the article's page on the site, or the URL that it was published at.

    Newspapers have URLs with "/articles/" too, so what follows has to be an id. Anything else is returned as it is.
    """
    identity = _after("articles", given).lower()
    if is_id(identity):
        return identity
    return article_key(Article("", "", url=given)) if given.strip().startswith(("http://", "https://")) else given


def _after(folder: str, given: str) -> str:
    """The path segment after `folder`, without what follows a full stop; `given` where it is no path of that kind."""
    given = given.strip()
    if not given.startswith(("http://", "https://", "/")):
        return given
    segments = urlsplit(given).path.split("/")
    if folder not in segments[:-1]:
        return given
    last = len(segments) - 2 - segments[:-1][::-1].index(folder)
    return unquote(segments[last + 1]).partition(".")[0]


QuotationArgument = Annotated[
    str, typer.Argument(parser=quotation_id, metavar="ID", help="A quotation's id, or the URL of its page.")
]
SpeakerArgument = Annotated[
    str, typer.Argument(parser=speaker_name, metavar="NAME", help="A speaker's name or id, or the URL of the page.")
]
