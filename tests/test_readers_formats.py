"""One article in every format, told apart by its bytes, packed and unpacked: the same words, the same quotations."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from quotes import readers
from quotes.model import Article
from quotes.readers import FORMATS, ReadError, base
from tests.conftest import Run
from tests.pdfs import pdf

TITLE = "The quay is closed"
BODY = [
    "“The quay is closed,” said Ada Byrd, the harbour master of Port Ellery, on Tuesday morning.",
    "She told reporters that ships would have to wait outside until the cranes had been made safe again.",
]
URL = "https://courier.example/quay"


def html() -> bytes:
    paragraphs = "".join(f"<p>{each}</p>" for each in BODY)
    head = f"<head><title>{TITLE}</title><link rel='canonical' href='{URL}'><meta charset='utf-8'></head>"
    return f"<!doctype html><html lang='en'>{head}<body><article>{paragraphs}</article></body></html>".encode()


def docx() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.title = TITLE
    for each in BODY:
        document.add_paragraph(each)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def warc() -> bytes:
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=False)
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(URL, "response", payload=io.BytesIO(html()), http_headers=headers))
    return written.getvalue()


def feed() -> bytes:
    content = "".join(f"&lt;p&gt;{each}&lt;/p&gt;" for each in BODY)
    item = f"<item><title>{TITLE}</title><link>{URL}</link><content:encoded>{content}</content:encoded></item>"
    space = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    return f"<rss version='2.0' {space}><channel><title>The Courier</title>{item}</channel></rss>".encode()


def nitf() -> bytes:
    paragraphs = "".join(f"<p>{each}</p>" for each in BODY)
    head = f"<head><title>{TITLE}</title></head>"
    inside = f"<body.head><hedline><hl1>{TITLE}</hl1></hedline></body.head><body.content>{paragraphs}</body.content>"
    return f"<?xml version='1.0'?><nitf>{head}<body>{inside}</body></nitf>".encode()


def newsml_g2() -> bytes:
    meta = f"<itemMeta><link rel='irel:canonical' href='{URL}'/></itemMeta>"
    about = f"<contentMeta><headline>{TITLE}</headline></contentMeta>"
    content = f"<contentSet><inlineXML>{nitf().decode().partition('?>')[2]}</inlineXML></contentSet>"
    item = f"<newsItem>{meta}{about}{content}</newsItem>"
    return f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>{item}</itemSet></newsMessage>".encode()


def newsml_1() -> bytes:
    identified = f"<Identification><NewsIdentifier><PublicIdentifier>{URL}</PublicIdentifier></NewsIdentifier>"
    content = f"<ContentItem><DataContent>{''.join(f'<p>{each}</p>' for each in BODY)}</DataContent></ContentItem>"
    component = f"<NewsComponent><NewsLines><HeadLine>{TITLE}</HeadLine></NewsLines>{content}</NewsComponent>"
    return f"<NewsML><NewsItem>{identified}</Identification>{component}</NewsItem></NewsML>".encode()


def typeset() -> bytes:
    lines, height = [], 780.0
    for each in BODY:
        for words in textwrap.wrap(each, 80):
            lines.append((72.0, height, 11.0, words))
            height -= 14
        height -= 14
    return pdf([lines])


def record() -> dict[str, str]:
    return {"headline": TITLE, "body": "\n".join(BODY), "url": URL}


def parquet() -> bytes:
    import pyarrow
    import pyarrow.parquet

    written = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([record()]), written)
    return written.getvalue()


WRITTEN: dict[str, Callable[[], bytes]] = {
    "plain text": lambda: "\n".join(BODY).encode(),
    "plain text with front matter": lambda: f"---\ntitle: {TITLE}\nurl: {URL}\n---\n{BODY[0]}\n{BODY[1]}\n".encode(),
    "HTML": html,
    "JSON": lambda: json.dumps([record()]).encode(),
    "JSON lines": lambda: (json.dumps(record()) + "\n").encode(),
    "CSV": lambda: f'headline,body,url\r\n{TITLE},"{BODY[0]}\r\n{BODY[1]}",{URL}\r\n'.encode(),
    "ninjs": lambda: json.dumps(
        {"uri": "urn:x:1", "type": "text", "headline": TITLE, "body_text": "\n".join(BODY), "version": "1"}
    ).encode(),
    "ninjs list": lambda: json.dumps(
        {"item": [{"uri": URL, "type": "text", "headline": TITLE, "body_text": "\n".join(BODY)}]}
    ).encode(),
    "NewsML-G2": newsml_g2,
    "NewsML 1": newsml_1,
    "Parquet": parquet,
    "NITF": nitf,
    "feed": feed,
    "WARC": warc,
    "DOCX": docx,
    "PDF": typeset,
}


def packed_zip(data: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("folder/inside", data)
    return written.getvalue()


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "bare": lambda data: data,
    "gzip": gzip.compress,
    "ZIP": packed_zip,
    "gzip in ZIP": lambda data: packed_zip(gzip.compress(data)),
}


def articles(path: Path) -> list[Article | ReadError]:
    return [each for unit in readers.units([path], {}) for each in readers.read_unit(unit, {})]


@pytest.mark.slow
@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("written", WRITTEN)
def test_the_same_article_whatever_it_is_called_and_packed_in(tmp_path: Path, written: str, packed: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(PACKED[packed](WRITTEN[written]()))
    (article,) = articles(path)
    assert isinstance(article, Article), article
    assert " ".join(article.text.split()).endswith(" ".join(BODY))
    if written not in ("plain text", "PDF"):
        assert article.title == TITLE
    if written not in ("plain text", "PDF", "DOCX", "NITF", "ninjs"):
        assert article.url == URL


def test_every_format_of_the_table_has_its_reader_and_is_written_here() -> None:
    for each in FORMATS:
        assert callable(each.reader.read), each.name
        assert each.reader.recognise(b"", "") in (True, False)
    assert sum(name.startswith(("plain", "CSV")) for name in WRITTEN) == 3


@pytest.mark.parametrize("name", [f"a.{each}" for each in "pdf docx zip json csv parquet warc xml html".split()])
def test_a_name_that_promises_too_much_is_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x00\x01\x02 nothing of the kind")
    (error,) = articles(path)
    assert isinstance(error, ReadError)
    assert error.source.startswith(str(path))


def test_bytes_of_no_format(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (error,) = articles(path)
    assert str(error) == f"{path}: is not in a known format; `quotes formats` lists the formats"


def test_what_is_packed_too_deep_is_refused(tmp_path: Path) -> None:
    data = WRITTEN["plain text"]()
    for _ in range(5):
        data = gzip.compress(data)
    (tmp_path / "deep.gz").write_bytes(data)
    (error,) = articles(tmp_path / "deep.gz")
    assert isinstance(error, ReadError)
    assert error.reason == "is refused: it is inside 3 nested containers"


def test_formats_are_listed_with_what_they_need(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = run("formats").stdout.splitlines()
    assert len(listed) == 1 + len(FORMATS)
    assert not any("pip install" in line for line in listed)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert sum("pip install " in line for line in run("formats").stdout.splitlines()) == sum(
        each.extra is not None for each in FORMATS
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ('{"text": "Quiet \\ud800 words are said here.", "title": "One\\nline\\u202e \\u0007"}', None),
        ('{"text": "   "}', "text"),
        ('{"text": "' + "word " * 250_000 + '"}', "larger|longer"),
    ],
)
def test_what_cannot_be_stored_is_made_harmless_or_refused(tmp_path: Path, given: str, reason: str | None) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(given + "\n")
    (read,) = articles(path)
    if reason is None:
        assert isinstance(read, Article)
        assert (read.text, read.title) == ("Quiet \ufffd words are said here.", "One line")
        read.text.encode()
    else:
        assert isinstance(read, ReadError)
        assert "\n" not in str(read)


@pytest.mark.slow
def test_a_name_with_a_newline_is_one_line(tmp_path: Path, run: Run, quay: Path) -> None:
    Path("two\nlines\u202e.txt").touch()
    errors = run("ingest", ".").stderr.splitlines()
    assert errors == ["Error: two lines .txt: is empty"]


@pytest.mark.slow
def test_standard_input_is_read_in_any_format(quay: Path) -> None:
    command = [str(Path(sys.executable).with_name("quotes")), "extract", "-", "--format", "jsonl"]
    done = subprocess.run(command, input=gzip.compress(html()), capture_output=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["article"]["source"] for row in rows} == {"standard input"}
    assert "The quay is closed," in {row["text"] for row in rows}


def test_a_bar_of_progress_never_goes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(record() | {"url": f"{URL}/{number}"}) + "\n" for number in range(200)))
    sizes = [unit.size for unit in readers.units([path], {})]
    assert len(sizes) == 200
    assert min(sizes) >= 0
    assert sum(sizes) <= path.stat().st_size
    assert base.LARGEST == 1_000_000
