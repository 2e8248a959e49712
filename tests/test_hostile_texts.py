"""Texts made to do harm: what they take grows as they do, and memory stays within what is promised.

Time is that of the processor, and only its growth is looked at: with four times the text, linear work takes four times
as long and quadratic work sixteen times.
"""

from __future__ import annotations

import io
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from benchmarks import hostile
from quotes.extraction import extract
from quotes.extraction.furniture import boilerplate, without
from quotes.extraction.masking import fold
from quotes.extraction.quotation_marks import find_marked
from quotes.extraction.transcripts import find_turns
from quotes.readers.base import ReadError, Resource
from quotes.readers.formats import FORMATS, recognise
from quotes.text.paragraphs import each_paragraph

pytestmark = pytest.mark.slow

SIZES = (16_000, 250_000, 1_000_000)
# Of four times the text. Between linear and quadratic, with room for what a busy machine adds.
MOST = 9
# Seconds. What takes less at 1 MB is harmless however it grows, and too short to compare.
HARMLESS = 1.0
# Seconds of processor; what never ends is stopped.
PATIENCE = 60


def parquet(size: int) -> bytes:
    made = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": ["[" * size, *["“a”"] * (size // 10)]}), made)
    return made.getvalue()


MORE: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "front matter, LF": (".txt", lambda size: b"---\n" + b"a: b\n" * (size // 5)),
    "front matter, carriage returns": (".txt", lambda size: b"---\r\n" + b"\r" * size),
    "front matter, TOML": (".md", lambda size: b"+++\na" + b".a" * 9_000 + b"=1\n+++\n" + b"a\r\n" * (size // 3)),
    "front matter, lists": (".md", lambda size: b"---\na: " + b"[" * 19_000 + b"\n---\n" + b"a\n" * (size // 2)),
    "Markdown, tables": (".md", lambda size: b"|a|\n|-|\n" + b"|b|\n" * (size // 4)),
    "Markdown, comments": (".md", lambda size: b"a <!-- b " * (size // 9)),
    "Markdown, character references": (".md", lambda size: b"&amp &" * (size // 6)),
    "HTML, half a comment": (".html", lambda size: b"<html><p>" + b"<!-- a" * (size // 6)),
    "HTML, processing instructions": (".html", lambda size: b"<html><p>" + b"<?xml " * (size // 6)),
    "HTML, classes": (".html", lambda size: b"<html><p class='" + b"ad-Ab " * (size // 6) + b"'>a</p>"),
    "HTML, styles": (".html", lambda size: b"<html><p style='" + b"; " * (size // 2) + b"'>a</p>"),
    "HTML, authors": (".html", lambda size: b"<html><a rel=author>" + b"a.b@" * (size // 4) + b"</a>"),
    "HTML, a title": (".html", lambda size: b"<html><title>" + b"a - " * (size // 4) + b"</title><p>a"),
    "HTML, headings": (".html", lambda size: b"<html>" + b"<h1>a b</h1>" * min(18_000, size // 12)),
    "HTML, lines": (".html", lambda size: b"<html><pre>" + b"a \n " * (size // 4)),
    "HTML, JSON-LD of commas": (
        ".html",
        lambda size: b"<html><script type='application/ld+json'>{" + b", " * (size // 2) + b"</script><p>a",
    ),
    "JSON, half of pairs": (".json", lambda size: b'{"text":"' + b"\\ud83d" * (size // 6) + b'"}'),
    "JSON, backslashes": (".json", lambda size: b'{"text":"' + b"\\\\" * (size // 2) + b'"}'),
    "JSON, names": (".json", lambda size: b"{" + b",".join(b'"a%d":1' % n for n in range(size // 8)) + b"}"),
    "JSON, records": (".json", lambda size: b"[" + b'{"text":"a"},' * (size // 13) + b"{}]"),
    "CSV, marks": (".csv", lambda size: b"title,text\n" + b'"a","b"\n' * (size // 8)),
    "CSV, a mark never closed": (".csv", lambda size: b'title,text\na,"' + b"b\n" * (size // 2)),
    "a feed of ampersands": (".xml", lambda size: b"<rss><channel><item><title>" + b"&a " * (size // 3)),
    "a feed of comments": (".xml", lambda size: b"<rss><channel><item>" + b"<!-- a" * (size // 6)),
    "a feed of mailboxes": (".xml", lambda size: b"<rss><channel><item><author>" + b"a@" * (size // 2) + b"</author>"),
    "WordPress, shortcodes": (
        ".xml",
        lambda size: (
            b'<rss xmlns:wp="http://wordpress.org/export/1.2/" '
            b'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
            b"<item><wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA["
            + b"[caption a " * (size // 22)
            + b"\n \t" * (size // 6)
            + b"]]></content:encoded></item></channel></rss>"
        ),
    ),
    "NITF, paragraphs": (
        ".nitf",
        lambda size: b"<nitf><body><body.content>" + b"<p>a</p>" * (size // 8) + b"</body.content></body></nitf>",
    ),
    "NewsML-G2, paragraphs": (
        ".xml",
        lambda size: (
            b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentSet><inlineXML>'
            b'<html xmlns="http://www.w3.org/1999/xhtml"><body>'
            + b"<p>a</p>" * (size // 8)
            + b"</body></html></inlineXML></contentSet></newsItem>"
        ),
    ),
    "ninjs, a text": (".json", lambda size: b'{"uri":"x","body_text":"' + b"&amp;<b " * (size // 8) + b'"}'),
    "Parquet": (".parquet", parquet),
    "an encoding": (".txt", lambda size: b"\xe9a\x93 " * (size // 4)),
    "broken UTF-8": (".txt", lambda size: b"\xe2\x80\xe2\x80" * (size // 4)),
}
FILES = {**hostile.KINDS, **MORE}
TEXTS = {kind: made for kind, (ending, made) in hostile.KINDS.items() if ending == ".txt"}
MORE_TEXTS = [
    "[(",
    "5'11” ",
    "“A",
    "«a»",
    "'a' ",
    "AP/A..",
    "[photo: ",
    " \n",
    "\r",
    "A: ",
    "A. B. ",
    "Q: “",
    "<a ",
    ",”",
]


@contextmanager
def patience() -> Iterator[None]:
    """Stop what never ends after so much time of the processor."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"took more than {PATIENCE} s of processor")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def check_growth(work: Callable[[int], Callable[[], object]]) -> None:
    """`work` makes something of a size and gives what is to be timed."""
    with patience():
        least, less, more = (work(size) for size in SIZES)
        least()  # what is loaded the first time is loaded
        before, taken = _seconds(less), _seconds(more)
        if taken > max(HARMLESS, MOST * before):
            # Once more, lest something else took the processor's caches.
            before, taken = _seconds(less), min(taken, _seconds(more))
    assert taken <= max(HARMLESS, MOST * before), f"{SIZES[2]} bytes took {taken:.2f} s, a quarter {before:.2f} s"


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def read(data: bytes, name: str) -> list[object]:
    resource = Resource(name, io.BytesIO(data), name)
    form = recognise(resource)
    assert form is not None
    return list(form.reader.read(resource, {}))


def test_every_format_is_tried() -> None:
    tried = set()
    for ending, made in FILES.values():
        form = recognise(Resource("a", io.BytesIO(made(SIZES[0])), f"a{ending}"))
        assert form is not None
        tried.add(form.name)
    assert tried == {form.name for form in FORMATS}


@pytest.mark.parametrize("kind", FILES)
def test_reading_takes_time_as_the_file_grows(kind: str) -> None:
    ending, made = FILES[kind]

    def work(size: int) -> Callable[[], object]:
        data = made(size)
        return lambda: read(data, f"a{ending}")

    check_growth(work)


@pytest.mark.parametrize("kind", [*TEXTS, *MORE_TEXTS])
def test_marks_and_turns_take_time_as_the_text_grows(kind: str) -> None:
    made = TEXTS.get(kind) or hostile.repeated(kind)

    def work(size: int) -> Callable[[], object]:
        text = made(size).decode()

        def found() -> object:
            left_out = boilerplate(text)
            return find_turns(text, without(find_marked(text), left_out))

        return found

    check_growth(work)


@pytest.mark.parametrize("kind", ["marks never closed", "one quotation"])
def test_masking_takes_time_as_the_text_grows(kind: str) -> None:
    """A quotation that runs over every paragraph is looked at in each of them."""

    def work(size: int) -> Callable[[], object]:
        text = TEXTS[kind](size).decode()
        longest = max(find_marked(text), key=lambda each: each.outer_end - each.outer_start)
        return lambda: [fold(text, [longest], paragraph) for paragraph in each_paragraph(text)]

    check_growth(work)


# Those whose tokens are few enough for a test, and which have given time that grew as their square.
@pytest.mark.parametrize(
    "kind", ["names", "he said", "speakers", "family names", "ministers", "a transcript", "one quotation", "credits"]
)
def test_finding_takes_steps_as_the_text_grows(kind: str) -> None:
    """Counted are the calls of Python functions, which are the same on every machine."""
    counts = []
    for size in (10_000, 40_000):
        text = TEXTS[kind](len(hostile.LEAD.encode()) + size).decode()[len(hostile.LEAD) :]
        counts.append(_calls(lambda text=text: extract(text)))  # type: ignore[misc]
    assert counts[1] < 6 * counts[0]


def test_marks_of_one_sentence_take_steps_as_they_grow() -> None:
    """Each is looked at with the words near it, not with the whole sentence."""
    counts = [_calls(lambda text="“a " * marks: extract(text)) for marks in (150, 600)]  # type: ignore[misc]
    assert counts[1] < 6 * counts[0]


def _calls(work: Callable[[], object]) -> int:
    count = 0

    def called(frame: object, event: str, _: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", ["brackets", "one-letter words"])
def test_memory_is_within_what_is_promised(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_bytes(hostile.KINDS[kind][1](100_000))
    assert hostile.cost([hostile.QUOTES, "extract", str(path)]).mib < hostile.LIMIT


def test_front_matter_that_never_ends_is_text() -> None:
    text = "---\r\n" + "title: a\r\n" * 500
    (found,) = read(text.encode(), "a.txt")
    assert not isinstance(found, ReadError)
    assert found.text == text  # type: ignore[attr-defined]


def test_a_benchmark_shows_what_a_text_takes() -> None:
    cost = hostile.cost([sys.executable, "-c", "x = b'x' * 50_000_000"])
    assert cost.seconds is not None
    assert cost.mib > 48
    assert hostile.cost([sys.executable, "-c", "while True: pass"], patience=1).seconds is None
