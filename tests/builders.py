"""Invented articles with their quotations marked by hand, for every test that needs a filled archive.

All people, organisations and outlets here are made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from quotes import store
from quotes.model import Article, Evidence, Kind, Polarity, Quotation, Span, Speaker, Step
from quotes.store.queries import Named, Printed, StoredQuotation

if TYPE_CHECKING:
    from sqlite_utils import Database


def person(name: str, *short: str, role: str | None = None) -> Speaker:
    return Speaker(name, "person", (name, *short), role)


def organisation(name: str, *short: str) -> Speaker:
    return Speaker(name, "organisation", (name, *short))


def anonymous(words: str) -> Speaker:
    return Speaker(words, "anonymous", (words,))


def span(text: str, words: str, after: str = "") -> Span:
    """Where `words` stand in `text`; the first time after the first `after`."""
    start = text.index(words, text.index(after) + len(after))
    return Span(start, start + len(words))


def quotation(
    article: Article,
    *words: str,
    kind: Kind = Kind.DIRECT,
    by: Iterable[Speaker] = (),
    cue: str | None = None,
    mention: str | None = None,
    near: str = "",
    confidence: float = 0.9,
    step: Step = Step.CUE,
    chain: tuple[str, ...] = (),
    polarity: Polarity = Polarity.ASSERTED,
    statement: tuple[str, ...] = (),
    quoting: str | None = None,
) -> Quotation:
    """The quotation of `words` in `article`. Cue, mention and chain are looked for after the words `near`.

    statement: its parts, in the order in which they are read; the words alone where none are given.
    """
    spans = tuple(span(article.text, part) for part in words)
    return Quotation(
        kind=kind,
        spans=spans,
        text=" ".join(part.of(article.text) for part in spans),
        cue=span(article.text, cue, near) if cue else None,
        mention=span(article.text, mention, near) if mention else None,
        speakers=tuple(by),
        confidence=confidence,
        evidence=Evidence(step, tuple(span(article.text, part) for part in chain)),
        polarity=polarity,
        statement_spans=tuple(span(article.text, part) for part in statement),
        statement=" ".join(statement),
        quoting=span(article.text, quoting, near) if quoting else None,
    )


def without_paths(dumped: Iterable[str]) -> list[str]:
    """The lines of a dump without the names of files, which published copies do not have."""
    return sorted(re.sub(r'"source": "(?!https?://)[^"]*"', '"source": "a file"', each) for each in dumped)


def stored(text: str, article: Printed, *by: Named, spans: tuple[Span, ...] = ()) -> StoredQuotation:
    """A direct quotation as an archive holds it."""
    return StoredQuotation(
        "q" * 16,
        Kind.DIRECT,
        text,
        spans,
        by,
        cue=None,
        mention=None,
        confidence=0.9,
        step=Step.CUE,
        chain=(),
        article=article,
        polarity=Polarity.ASSERTED,
        statement=text,
        statement_spans=spans,
        quoting=None,
    )


def plain(words: str, by: Speaker | None = None, **known: str | None) -> tuple[Article, list[Quotation]]:
    """The smallest article: “`words`,” said `by`. `known` are fields of Article."""
    name = by.name if by else "someone"
    article = Article(text=f"“{words},” said {name}.", **{"source": f"{words[:20]}.txt", **known})  # type: ignore[arg-type]
    return article, [quotation(article, words, by=[by] if by else [], cue="said", mention=name, near=words)]


HARBOUR = Article(
    text=(
        "The harbour at Port Ellery will close in March, the port authority said on Tuesday.\n"
        "“We have no money left, and the cranes are not safe,” harbour master Ines Okafor told reporters. "
        "Okafor called the decision “painful”.\n"
        "“Nobody asked the crews. Nobody,” said Tomás Brandvold & Ruth Achterberg of the dockers’ union.\n"
        "A senior official at the ministry said there was “no plan B”.\n"
        "“It will reopen,” read a note on the gate.\n"
    ),
    source="harbour.txt",
    title="Port Ellery harbour to close",
    byline="Jo Marsh",
    outlet="The Ellery Courier",
    published="2031-02-04",
    url="https://www.ellery-courier.example/news/harbour?utm_source=feed",
)
OKAFOR = person("Ines Okafor", "Okafor", role="harbour master")
BRANDVOLD = person("Tomás Brandvold")
ACHTERBERG = person("Ruth Achterberg")
OFFICIAL = anonymous("A senior official at the ministry")
AUTHORITY = organisation("Port Ellery Port Authority", "the port authority")
HARBOUR_QUOTATIONS = [
    quotation(
        HARBOUR,
        "The harbour at Port Ellery will close in March",
        kind=Kind.PARAPHRASE,
        by=[AUTHORITY],
        cue="said",
        mention="the port authority",
        confidence=0.8,
    ),
    quotation(
        HARBOUR,
        "We have no money left, and the cranes are not safe,",
        by=[OKAFOR],
        cue="told",
        mention="harbour master Ines Okafor",
    ),
    quotation(
        HARBOUR,
        "painful",
        kind=Kind.PARTIAL,
        by=[OKAFOR],
        cue="called",
        mention="Okafor",
        near="told reporters",
        chain=("Ines Okafor",),
    ),
    quotation(
        HARBOUR,
        "Nobody asked the crews. Nobody,",
        by=[BRANDVOLD, ACHTERBERG],
        cue="said",
        mention="Tomás Brandvold & Ruth Achterberg",
        near="Nobody,",
    ),
    quotation(
        HARBOUR,
        "no plan B",
        kind=Kind.PARTIAL,
        by=[OFFICIAL],
        cue="said",
        mention="A senior official",
        near="union",
    ),
    quotation(HARBOUR, "It will reopen,", confidence=0.2, step=Step.LAST_SUBJECT),
]

CRANES = Article(
    text=(
        "Work on the cranes could start in May, according to Ms Okafor, if, she said, parliament agrees.\n"
        "“The café on the quay stays open,” said Ines Okafor, harbour mistress. "
        "“I won’t close it — ever!”\n"
        "“<b>Cranes & ropes</b> do not mend themselves,” said Thi Việt Lê-Moreau.\n"
        "The Ministry of Tides said the bill “is dead”.\n"
    ),
    source="https://tides.example/cranes",
    title="Cranes <first>, says harbour & union",
    outlet="Tides Weekly",
    published="2031-03-11T08:30:00Z",
    url="https://tides.example/cranes",
)
MISTRESS = person("Ines Okafor", "Ms Okafor", role="harbour mistress")
LE_MOREAU = person("Thi Việt Lê-Moreau")
TIDES = organisation("The Ministry of Tides")
CRANES_QUOTATIONS = [
    quotation(
        CRANES,
        "Work on the cranes could start in May",
        "if",
        "parliament agrees",
        kind=Kind.PARAPHRASE,
        by=[MISTRESS],
        cue="according to",
        mention="Ms Okafor",
        confidence=0.7,
    ),
    quotation(
        CRANES,
        "The café on the quay stays open,",
        by=[MISTRESS],
        cue="said",
        mention="Ines Okafor",
        near="open",
    ),
    quotation(CRANES, "I won’t close it — ever!", by=[MISTRESS], step=Step.CONTINUATION, confidence=0.75),
    quotation(
        CRANES,
        "<b>Cranes & ropes</b> do not mend themselves,",
        by=[LE_MOREAU],
        cue="said",
        mention="Thi Việt Lê-Moreau",
        near="themselves",
    ),
    quotation(
        CRANES,
        "is dead",
        kind=Kind.PARTIAL,
        by=[TIDES],
        cue="said",
        mention="The Ministry of Tides",
        near="ever",
    ),
]

UNDATED = Article(
    text=(
        "“Nobody asked the crews,” a senior official at the ministry said. \N{GRINNING FACE}\n“Quite so,” he added.\n"
    ),
    source="undated.txt",
)
UNDATED_OFFICIAL = anonymous("a senior official at the ministry")
UNDATED_QUOTATIONS = [
    quotation(
        UNDATED,
        "Nobody asked the crews,",
        by=[UNDATED_OFFICIAL],
        cue="said",
        mention="a senior official at the ministry",
    ),
    quotation(
        UNDATED,
        "Quite so,",
        by=[UNDATED_OFFICIAL],
        cue="added",
        mention="he",
        near="Quite so,",
        chain=("a senior official at the ministry",),
        step=Step.CONTINUATION,
    ),
]

SILENT = Article(text="Nothing was said at the harbour today.\n", source="silent.txt", title="Silence")

ALL: list[tuple[Article, list[Quotation]]] = [
    (HARBOUR, HARBOUR_QUOTATIONS),
    (CRANES, CRANES_QUOTATIONS),
    (UNDATED, UNDATED_QUOTATIONS),
    (SILENT, []),
]


def fill(path: Path, articles: Iterable[tuple[Article, list[Quotation]]] = ALL) -> Database:
    """An archive at `path` that holds `articles`, open for writing."""
    db = create(path, filled=articles is ALL)
    for article, quotations in () if articles is ALL else articles:
        store.ingest(db, article, quotations)
    return db


def create(path: Path, *, filled: bool = False) -> Database:
    """A new archive at `path`, with ALL if `filled`. It is a copy of one that is made once in each process."""
    path.write_bytes(_made(filled))
    return store.create(path)


@cache
def _made(filled: bool) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "quotes.db"
        with closing(store.create(path)) as db:
            for article, quotations in ALL if filled else ():
                store.ingest(db, article, quotations)
        return path.read_bytes()
