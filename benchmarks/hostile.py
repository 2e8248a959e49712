"""What texts made to do harm cost: time and memory of one command on one file, from 16 kB to 1 MB.

    python -m benchmarks.hostile [KIND ...]

Texts begin with some English, since one in another language would be skipped. Prints a table and, of all kinds, writes
hostile.md beside this file.
"""

from __future__ import annotations

import io
import json
import platform
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from itertools import count, islice, product
from math import log
from pathlib import Path
from typing import NamedTuple

SIZES = (16_000, 64_000, 256_000, 1_000_000)  # bytes
LIMIT = 400  # MiB
PATIENCE = 300  # seconds of processor
UNLIMITED = ("--time-limit", str(PATIENCE))  # by default it is 60 seconds, which some of them take longer

HERE = Path(__file__).parent
QUOTES = str(Path(sys.executable).with_name("quotes"))
LEAD = (
    "The harbour at Port Ellery will close in March, the port authority said on Tuesday. “We have no money left, and "
    "the cranes are not safe,” harbour master Ines Okafor told reporters. Okafor called the decision “painful”.\n\n"
) * 24

_BEGINNINGS = "Ab Bel Cor Dra Eld Fen Gar Hol Ist Jor Kel Lor Mar Nor Ost Per Quil Ros Sel Tor".split()
_ENDINGS = "ack berg combe dale ens field gate ham ing jord kin ley mont nes ock pool quist row stad ton".split()


def names() -> Iterator[str]:
    """Names of people who do not exist, no word of which comes twice, for the first 400."""
    words = [f"{beginning}{ending}" for beginning in _BEGINNINGS for ending in _ENDINGS]
    for shift in count():
        for first, word in enumerate(words):
            yield f"{word} {words[(first * 7 + shift) % len(words)]}{'son' if shift % 2 else ''}"


def repeated(unit: str) -> Callable[[int], bytes]:
    """A text of one thing again and again."""
    return lambda size: _cut(LEAD + unit * (size // len(unit.encode()) + 1), size)


def told(sentence: str) -> Callable[[int], bytes]:
    """A text of one sentence, each time with another name."""

    def made(size: int) -> bytes:
        each = (sentence.format(name=name, family=name.split()[1]) for name in names())
        return _cut(LEAD + "".join(islice(each, size // len(sentence) + 1)), size)

    return made


def _cut(text: str, size: int) -> bytes:
    return text.encode()[:size].decode("utf-8", "ignore").encode()


def _words(size: int) -> bytes:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return _cut(LEAD + " ".join(islice(("".join(each) for each in product(letters, repeat=4)), size // 5 + 1)), size)


def page(before: str, unit: str, after: str = "") -> Callable[[int], bytes]:
    """A page of HTML with an article and one thing again and again."""
    body = "".join(f"<p>{each}</p>" for each in LEAD.strip().split("\n\n")[:4])

    def made(size: int) -> bytes:
        times = max(1, (size - len(body)) // len(unit.encode()))
        return f"<html><body><h1>Port</h1>{body}{before}{unit * times}{after}</body></html>".encode()

    return made


def _attributes(size: int) -> bytes:
    laden = " ".join(f"a{each}=1" for each in range(size // 9))
    return f"<html><body><p>{LEAD}</p><p {laden}>x</p></body></html>".encode()


def _front_matter(newline: str) -> Callable[[int], bytes]:
    return lambda size: _cut("---" + newline + f"title: a{newline}" * (size // 9 + 1), size)


def _aliases(size: int) -> bytes:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    return _cut(f"---\na0: &a0 [x]\n{levels}title: *a29\n---\n" + LEAD * (size // len(LEAD) + 1), size)


def _laughs(size: int) -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 9}">' for n in range(1, 30))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]><rss><channel><item><description>'
    return f"{head}{'&a29;' * (size // 5)}</description></item></channel></rss>".encode()


def _feed(size: int) -> bytes:
    item = (
        "<item><title>Port</title><description>“We are late,” said Ada Byrd, who runs the ferry.</description></item>"
    )
    items = item * (size // len(item.encode()))
    return f'<rss version="2.0"><channel><title>Courier</title>{items}</channel></rss>'.encode()


def _nested_xml(size: int) -> bytes:
    depth = size // 7
    return f"<rss><channel><item>{'<a>' * depth}{'</a>' * depth}</item></channel></rss>".encode()


def _zip_bomb(size: int) -> bytes:
    """A file of `size` or less that unpacks to a thousand times as much."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.txt", "w", force_zip64=True) as file,
    ):
        for _ in range(size // 1000):
            file.write(b" " * 1_000_000)
    return made.getvalue()


def _docx(size: int) -> bytes:
    namespace = "http://schemas.openxmlformats.org"
    run = "<w:p><w:r><w:t>[</w:t></w:r></w:p>"
    lead = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in LEAD.strip().split("\n\n")[:4])
    body = lead + run * (size // len(run))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{namespace}/package/2006/content-types"><Default Extension="xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            "</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{namespace}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{namespace}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
        )
    return made.getvalue()


def _pdf(size: int) -> bytes:
    """One page that draws a bracket again and again."""
    drawn = "BT /F1 12 Tf 50 700 Td " + "([) Tj 0 -1 Td " * (size // 15) + "(We are late, said Ada Byrd.) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
        "/Contents 5 0 R >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{written}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(data)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data + end.encode()


def _warc(size: int) -> bytes:
    """A record whose headers never end."""
    return b"WARC/1.0\r\nWARC-Type: response\r\n" + b"A: b\r\n" * (size // 6)


def _quotation(size: int) -> bytes:
    return _cut(LEAD + "“" + "and so it went on " * (size // 18 + 1), size)


def _unstopped(size: int) -> bytes:
    return f"<html><body><p>{'and the harbour was shut ' * (size // 25)}</p></body></html>".encode()


# For each kind the ending of its files, and what makes one of about so many bytes.
KINDS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "ordinary news": (".txt", repeated(LEAD)),
    "brackets": (".txt", repeated("[")),
    "straight marks": (".txt", repeated('"')),
    "opening marks": (".txt", repeated("“‘a ")),
    "each word in marks": (".txt", repeated("“a” 'b' ")),
    "short quotations": (".txt", repeated("“No.”\n\n")),
    "marks never closed": (".txt", repeated("“Nobody asked the crews, not once\n")),
    "one quotation": (".txt", _quotation),
    "one word": (".txt", repeated("a")),
    "one sentence": (".txt", repeated("and the harbour was shut ")),
    "one-letter words": (".txt", repeated("a ")),
    "one-letter paragraphs": (".txt", repeated("a\n")),
    "different words": (".txt", _words),
    "blank lines": (".txt", repeated("\n")),
    "digits": (".txt", repeated("0123456789 ")),
    "emoji": (".txt", repeated("👩‍👩‍👧 ")),
    "combining marks": (".txt", repeated("e\u0301\u0302\u0303")),
    "Chinese": (".txt", repeated("港口将于三月关闭")),
    "names": (".txt", told("{name} ")),
    "he said": (".txt", repeated("“We are late,” he said. She said so. ")),
    "speakers": (".txt", told("“We are late,” said {name}.\n")),
    "family names": (".txt", told("“We are late,” said {family}, and {name} left.\n")),
    "ministers": (".txt", told("“We are late,” said the minister, {name}. “No,” the minister said.\n")),
    "a transcript": (".txt", told("{name}: We are late.\n")),
    "credits": (".txt", repeated("Read more: “we are late”\n\nHe said “so”.\n\n")),
    "front matter without an end": (".txt", _front_matter("\r\n")),
    "front matter of aliases": (".md", _aliases),
    "Markdown, quotations": (".md", repeated("> " * 50 + "a\n")),
    "Markdown, brackets": (".md", repeated("[a](")),
    "Markdown, emphasis": (".md", repeated("*a **b _c ")),
    "Markdown, code": (".md", repeated("`a ``b ")),
    "HTML, deep": (".html", page("", "<div>")),
    "HTML, attributes": (".html", _attributes),
    "HTML, links": (".html", page("", "<a href='x'>late</a> ")),
    "HTML, references": (".html", page("<p>", "&amp;&#8220;")),
    "HTML, no full stop": (".html", _unstopped),
    "HTML, paragraphs": (".html", page("", "<p>So it was, “late”, said Ada.</p>")),
    "HTML, spaces": (".html", page("<p>", "<b> </b>")),
    "HTML, JSON-LD": (".html", page('<script type="application/ld+json">', '{"@graph":[', "</script>")),
    "JSON, deep": (".json", lambda size: b'{"text":' + b"[" * size),
    "JSON lines": (".jsonl", lambda size: b'{"text":"We are late."}\n' * (size // 24)),
    "CSV, one cell": (".csv", lambda size: b'title,text\na,"' + repeated('“a” ""b"" ')(size) + b'"\n'),
    "CSV, columns": (".csv", lambda size: b"title,text\n" + b"a," * (size // 2)),
    "NITF, deep": (".nitf", lambda size: b"<nitf><body><body.content>" + b"<p>" * (size // 3)),
    "ninjs, HTML": (".json", lambda size: json.dumps({"uri": "x", "body_html": "<b>a</b>" * (size // 8)}).encode()),
    "XML, entities": (".xml", _laughs),
    "XML, deep": (".xml", _nested_xml),
    "a feed": (".xml", _feed),
    "WARC": (".warc", _warc),
    "ZIP": (".zip", _zip_bomb),
    "DOCX": (".docx", _docx),
    "PDF": (".pdf", _pdf),
}


class Cost(NamedTuple):
    """What a command took: seconds of processor, None where it was stopped, and the most memory that it had."""

    seconds: float | None
    mib: int


# Runs the rest of its arguments and prints what they took, in a process of its own, since a process counts what its
# parent had when it was begun.
_MEASURED = """
import resource, subprocess, sys
limit = int(sys.argv[1])
done = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def cost(command: list[str], patience: int = PATIENCE) -> Cost:
    """What a command takes, stopped after `patience` seconds of processor."""
    measured = [sys.executable, "-c", _MEASURED, str(patience), *command]
    status, seconds, kib = subprocess.run(measured, check=True, capture_output=True, text=True).stdout.split()
    return Cost(None if int(status) < 0 else float(seconds), int(kib) // 1024)


class Growth(NamedTuple):
    """What a kind of text took: of `extract` for each of SIZES, and of `ingest` for the largest."""

    kind: str
    extracted: list[Cost]
    ingested: Cost


def measure(kinds: Iterable[str] = KINDS) -> Iterator[Growth]:
    """What each kind of text takes."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            ending, made = KINDS[kind]
            path, db = Path(folder) / f"hostile{ending}", Path(folder) / "quotes.db"
            extracted = []
            for size in SIZES:
                path.write_bytes(made(size))
                extracted.append(cost([QUOTES, "extract", *UNLIMITED, "--format", "jsonl", str(path)]))
            yield Growth(kind, extracted, cost([QUOTES, "ingest", *UNLIMITED, "--quiet", "--db", str(db), str(path)]))
            db.unlink(missing_ok=True)


HEAD = (
    f"| text | {' | '.join(f'{size // 1000} kB' for size in SIZES)} | growth | memory | `ingest` | memory |\n"
    f"| --- |{' ---: |' * (len(SIZES) + 4)}"
)


def row(growth: Growth) -> str:
    """A row of a Markdown table."""
    cells = [growth.kind, *(_seconds(each) for each in growth.extracted), _exponent(growth.extracted)]
    cells += [f"{max(each.mib for each in growth.extracted)} MiB", _seconds(growth.ingested)]
    return f"| {' | '.join([*cells, f'{growth.ingested.mib} MiB'])} |"


def _seconds(cost: Cost) -> str:
    return f"{cost.seconds:.1f} s" if cost.seconds is not None else f"> {PATIENCE} s"


def _exponent(costs: Sequence[Cost]) -> str:
    """The power of the size with which time grows at the end, without what the first size took; "" where too little."""
    start, *_, less, more = (each.seconds for each in costs)
    if start is None or less is None or more is None or less - start < 0.5 or more <= start:
        return ""
    return f"{log((more - start) / (less - start)) / log((SIZES[-1] - SIZES[0]) / (SIZES[-2] - SIZES[0])):.1f}"


ABOUT = """# Texts made to do harm

By `python -m benchmarks.hostile`, which writes this file: seconds of processor and the most memory of `quotes extract`
on one file, from {least} kB to 1 MB, and of `quotes ingest` on the largest. Each is a process of its own, with what it
takes to start (about two seconds and 215 MiB), and with `--time-limit {patience}`. Growth is the power of the size with
which time grows from {middle} kB to 1 MB: 1 is linear, 2 quadratic; none is given for what takes next to no time.
Promised is less than {limit} MiB. {machine}.

"""


def shown(kinds: Iterable[str] = KINDS) -> list[str]:
    """The rows of the table, printed as they are measured."""
    print(HEAD, flush=True)
    rows = []
    for each in measure(kinds):
        rows.append(row(each))
        print(rows[-1], flush=True)
    return rows


def write(rows: Iterable[str]) -> None:
    """Write hostile.md."""
    machine = f"Python {platform.python_version()}, spaCy {version('spacy')}, {platform.machine()}"
    about = ABOUT.format(
        least=SIZES[0] // 1000, middle=SIZES[-2] // 1000, patience=PATIENCE, limit=LIMIT, machine=machine
    )
    (HERE / "hostile.md").write_text("\n".join([about + HEAD, *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        shown(sys.argv[1:])
    else:
        write(shown())
