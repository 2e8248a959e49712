"""Ids as people paste them: bare, or in the URL of a page or a download of the site."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from quotes.ids import is_id


def quotation_id(given: str) -> str:
    """The id in `given`, as in "x0kcjdsms4y5xmrp" or "https://quotes.example/q/x0kcjdsms4y5xmrp.bib"."""
    return _after("q", given).lower()


def speaker_name(given: str) -> str:
    """The slug in the URL of a speaker's page; anything else is a name or a slug already."""
    return _after("speakers", given)


def article_reference(given: str) -> str:
    """The id in the URL of an article's page; anything else is an id, a file or a URL already.

    Newspapers have URLs with "/articles/" too, so what follows has to be an id.
    """
    identity = _after("articles", given).lower()
    return identity if is_id(identity) else given.strip()


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
