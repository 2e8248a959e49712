"""Checks one draft in a process of its own, with limits: `python -m quotes.checker.draft_process`

The site starts it, so that a hostile draft can neither stop the site nor take its memory. Standard input has a
`Request` as one line of JSON, then the bytes of the draft. Standard output is an `Answer` as JSON. Nothing is written
to a file.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from contextlib import suppress
from typing import TypedDict

from quotes import store
from quotes.checker import rendering
from quotes.checker.drafts import Report, report
from quotes.checker.findings import Checker
from quotes.model import Article
from quotes.readers.base import ReadError, Resource, refusal
from quotes.readers.dispatch import Unit, read_unit
from quotes.readers.formats import recognise
from quotes.store.identity import authority_files
from quotes.store.queries import StoredQuotation

SECONDS = 20  # of a processor, with the start of the process
MEMORY = 2 << 30  # bytes of virtual memory
PASTED = ""


class Request(TypedDict):
    """What is asked.

    Attributes:
        archive: The file.
        name: The name of the uploaded file; `PASTED` for text that was pasted into a form.
        address: Before the path of a page on the site, for links in the HTML.
        site: The same for links in the Markdown.
    """

    archive: str
    name: str
    address: str
    site: str


class Answer(TypedDict, total=False):
    """The report, or only the problem, which is a sentence without a full stop."""

    problem: str
    summary: str
    coverage: str
    html: str
    markdown: str


def answer(request: Request, draft: bytes) -> Answer:
    """The answer to a request."""
    try:
        checked = _report(request, draft)
    except ReadError as error:
        return {"problem": f"This draft {error.reason}"}
    return {
        "summary": rendering.summary(checked.verdicts),
        "coverage": rendering.covered(checked.coverage),
        "html": rendering.fragment(checked, _links(request["address"])) if checked.checked else "",
        "markdown": rendering.markdown(checked, _links(request["site"])),
    }


def _links(before: str) -> rendering.Link:
    def link(quotation: StoredQuotation) -> str:
        return f"{before}/q/{quotation.id}"

    return link


def _report(request: Request, draft: bytes) -> Report:
    from quotes.extraction import extract

    article = _article(request["name"], draft)
    with store.opened(request["archive"]) as connection:
        try:
            found = extract(article.text, genders=authority_files.genders(connection))
        except Exception as error:
            raise refusal(article.source, error, "searched") from error
        written = draft.decode("utf-8", "replace") if request["name"].lower().endswith((".md", ".markdown")) else None
        return report(Checker(connection), article, found, store.coverage(connection), written)


def _article(name: str, draft: bytes) -> Article:
    if name == PASTED:
        what: Article | Resource = Article(draft.decode("utf-8", "replace"), "draft")
    else:
        what = Resource(name, io.BytesIO(draft), name)
        form = recognise(what)
        if form is None or form.many:
            raise ReadError(name, "is not one article as text, Markdown, Word, HTML or PDF")
        if form.missing:
            raise ReadError(name, f"cannot be read, because this site lacks what reads {form.name}; paste the text")
    found = next(read_unit(Unit(name, what), {}), None)
    if isinstance(found, Article):
        return found
    raise found or ReadError(name, "has no article")


def limit() -> None:
    """Limit the processor time and the memory of this process, as far as the system can, and give way to others."""
    for what, soft, hard in (
        (resource.RLIMIT_CPU, SECONDS, SECONDS + 5),  # SIGXCPU, then SIGKILL
        (resource.RLIMIT_AS, MEMORY, MEMORY),
        (resource.RLIMIT_CORE, 0, 0),  # a core file would have the draft in it
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread would reserve memory
    os.nice(10)


def main() -> None:
    """Answer the request on standard input."""
    limit()
    request: Request = json.loads(sys.stdin.buffer.readline())
    try:
        found = answer(request, sys.stdin.buffer.read())
    except MemoryError:
        found = {"problem": "This draft takes too much memory"}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
