"""The formats that are read, and how to recognise them: by their bytes, then by the file name."""

from __future__ import annotations

from importlib import import_module, util
from typing import Any, NamedTuple

from quotes.readers.base import Resource

_HEAD = 4096


class Format(NamedTuple):
    """A format and the module that reads it, with ``recognise(head, name)`` and ``read`` (`Reader`).

    Attributes:
        gives: The metadata that an article has from it.
        many: Whether it holds several articles, or other files.
        links: Whether it may hold links to articles; the module then has ``links(resource)``.
        extra, library: What must be installed for it, or None.
    """

    name: str
    module: str
    endings: tuple[str, ...]
    gives: str
    many: bool = False
    links: bool = False
    extra: str | None = None
    library: str | None = None

    @property
    def reader(self) -> Any:
        """The module."""
        return import_module(f"quotes.readers.{self.module}")

    @property
    def missing(self) -> bool:
        """Whether its extra is not installed."""
        return self.library is not None and util.find_spec(self.library) is None


_ALL = "title, byline, date, outlet, URL, language"

# In the order in which they are tried: documents that are ZIP files before ZIP, and text last.
FORMATS = (
    Format("DOCX", "docx", (".docx",), "title, byline, date of last change", extra="docx", library="mammoth"),
    Format("WARC", "warc", (".warc",), "as HTML; URL, time of fetching", many=True, extra="warc", library="warcio"),
    Format("ZIP, gzip", "compressed", (".zip", ".gz"), "what the files in it give", many=True),
    Format("PDF", "pdf", (".pdf",), "title, byline, date of last change", extra="pdf", library="pypdf"),
    Format("Parquet", "parquet", (".parquet",), _ALL, many=True, extra="parquet", library="pyarrow"),
    Format("NewsML-G2, NewsML 1", "newsml", (".xml",), _ALL),
    Format("NITF", "nitf", (".nitf", ".xml"), _ALL),
    Format("RSS, Atom, WordPress export", "feeds", (".rss", ".atom", ".xml"), _ALL, many=True, links=True),
    Format("HTML", "html.article_page", (".html", ".htm", ".xhtml"), _ALL, extra="html", library="trafilatura"),
    Format("ninjs", "ninjs", (".json",), _ALL),
    Format("JSON, JSON lines, CSV", "tabular", (".json", ".jsonl", ".ndjson", ".csv", ".tsv"), _ALL, many=True),
    Format("plain text, Markdown", "plain_text", (".txt", ".text", ".md", ".markdown"), "front matter, or a date line"),
)
ENDINGS = tuple(dict.fromkeys(ending for each in FORMATS for ending in each.endings))


def recognise(resource: Resource) -> Format | None:
    """The format of `resource`, or None if it is unknown. The stream is left at its start.

    If the bytes match no format, the file name decides, so that the reader of that format can say what is wrong.
    Raises OSError if the bytes cannot be read.
    """
    head = resource.stream.read(_HEAD)
    resource.stream.seek(0)
    by_bytes = (each for each in FORMATS if each.reader.recognise(head, resource.name))
    by_name = (each for each in FORMATS if resource.name.lower().endswith(each.endings))
    return next(by_bytes, None) or next(by_name, None)
