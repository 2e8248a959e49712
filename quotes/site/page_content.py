"""What a page is made from, and what it may be: HTML, another kind of document, or somewhere else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from quotes.site.formatting import count
from quotes.store.queries import Gone

SITE = "Quotes"
PAGE = 20  # quotations on a page of results
INDEX = 50  # names or titles on a page of a list
EXPORT = 5000  # quotations in a file to download
_MOST_PAGES = 999_999


class BadRequest(ValueError):
    """A parameter of the URL is not valid. The message is one line for people."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request.

    Attributes:
        named: The parts of the path, by name.
        asked: The query string.
        address: Makes the path that a link needs from a path of this site.
        absolute: Makes a URL with scheme and host from a path of this site.
        data: The path of the database in Datasette.
        tables: The tables with restricted access that may be shown.
        editor: The name to store with decisions of this visitor, None if they may not edit.
    """

    named: Mapping[str, str]
    asked: Mapping[str, str]
    address: Callable[[str], str]
    absolute: Callable[[str], str]
    data: str = "/"
    tables: Collection[str] = ("decisions", "versions")
    editor: str | None = None

    @property
    def page(self) -> int:
        """The requested page of a list, from 1. Raises BadRequest if it is not one."""
        return self.number("page", 1, _MOST_PAGES)

    def number(self, name: str, default: int, most: int) -> int:
        """The value of a parameter that is a number from 1 to `most`. Raises BadRequest if it is not one."""
        asked = self.asked.get(name, "").strip() or str(default)
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= most):
            raise BadRequest(f"{name} is a number from 1 to {most}, not {asked!r}")
        return int(asked)

    def choice(self, name: str, values: Iterable[str]) -> str | None:
        """The value of a parameter that has only these, None if it is not given. Raises BadRequest for another one."""
        asked = self.asked.get(name, "").strip()
        if asked and asked not in values:
            raise BadRequest(f"{name} is {listed(values)}, not {asked!r}")
        return asked or None


@dataclass(frozen=True, slots=True)
class Page:
    """A template in ``templates/quotes/``, the title of the tab, and the values for the template.

    Attributes:
        framed: Whether other sites may show it in a frame.
    """

    template: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """A search similar to one that found nothing.

    Attributes:
        without: The word or field that is left out.
        instead: What replaces it, or None.
    """

    without: str | None
    instead: str | None
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that filters a list, or removes a filter.

    Attributes:
        count: How many rows it leaves, None if that is not known.
        active: Whether it removes the filter, which is active.
    """

    name: str
    count: int | None
    path: str
    active: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """An answer that is not a page.

    Attributes:
        type: The media type.
        name: The name of the file to save, or None.
    """

    body: str | bytes
    type: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The page is at this path, for good."""

    path: str


Answer = Page | Document | Moved


def missing(reason: str) -> Page:
    """There is no such page."""
    return Page("missing.html", f"Page not found – {SITE}", {"reason": reason}, status=404)


def past_end(number: int, total: int, size: int, path: str, **asked: str) -> Page:
    """There is no page `number` of the list at `path`, which has `total` entries, `size` on a page."""
    last = max(1, -(-total // size))
    context = {
        "reason": f"There is no page {number}. This list has {count(last, 'page')}.",
        "last": page_path(path, last, **asked),
    }
    return Page("missing.html", f"Page not found – {SITE}", context, status=404)


def gone(what: Gone, path: Callable[[str], str], headline: str) -> Page | Moved:
    """What was at a URL once: moved for good, or gone with the reason."""
    if what.target is not None:
        return Moved(path(what.target))
    return Page("gone.html", f"{headline} – {SITE}", {"headline": headline, "reason": what.reason}, status=410)


def listed(words: Iterable[str]) -> str:
    """ "one, two or three"."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def bad_request(reason: str) -> Page:
    """The URL has a parameter that is not valid."""
    return Page("bad_request.html", f"Bad request – {SITE}", {"reason": reason}, status=400)


def too_slow() -> Page:
    """The query took too long and was stopped."""
    return Page("slow.html", f"That took too long – {SITE}", status=503)


def busy() -> Page:
    """More people ask than can be answered."""
    return Page("busy.html", f"Too many visitors – {SITE}", status=503)


def locked() -> Page:
    """Another program has been writing for too long."""
    return Page("locked.html", f"The archive is busy – {SITE}", status=503)


def impossible(reason: str) -> Page:
    """A decision cannot be made."""
    return Page("impossible.html", f"Nothing was changed – {SITE}", {"reason": reason}, status=400)


def damaged() -> Page:
    """SQLite found the file damaged."""
    return Page("damaged.html", f"This archive is damaged – {SITE}", status=503)


def failed() -> Page:
    """There is a fault in what is stored, or in the program."""
    return Page("failed.html", f"This page cannot be shown – {SITE}", status=500)


def forbidden(reason: str) -> Page:
    """There is a page, but not for everybody."""
    return Page("forbidden.html", f"No permission – {SITE}", {"reason": reason}, status=403)


def pages(path: str, number: int, more: bool, **asked: str) -> dict[str, str]:
    """The pages before and after page `number` of a list at `path`, as far as there are any."""
    around = {"Previous": number - 1} if number > 1 else {}
    around |= {"Next": number + 1} if more else {}
    return {name: page_path(path, at, **asked) for name, at in around.items()}


def page_path(path: str, number: int, **asked: str) -> str:
    """Page `number` of a list at `path`."""
    return f"{path}?{urlencode(asked | {'page': str(number)})}"
