"""JSON, JSON Lines and CSV give an article a record; one bad record is one line, and the rest is read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tracemalloc
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.model import Article
from quotes.readers import tabular
from quotes.readers.base import ReadError, Resource
from quotes.readers.json_stream import items
from tests.resources import article, everything, resource

RECORD = {
    "headline": "The\nquay",
    "articleBody": "“No,” he said.\n\nHe left.",
    "author": [{"@type": "Person", "name": "Ada Byrd"}, "By Bo Li"],
    "publisher": {"name": "The Post"},
    "datePublished": "2024-10-23T14:05:00Z",
    "dateModified": 1729778700,
    "url": "https://post.example/quay",
    "inLanguage": "en_GB",
    "id": 10**30,
}


def texts(data: bytes | str, name: str = "") -> list[str]:
    """The texts of the articles, and the messages of the errors, in order."""
    found = everything(tabular.read, resource(data, name))
    return [each.text if isinstance(each, Article) else str(each) for each in found]


def check(found: Article) -> None:
    assert (found.title, found.text) == ("The quay", "“No,” he said.\n\nHe left.")
    assert (found.byline, found.outlet, found.language) == ("Ada Byrd, Bo Li", "The Post", "en-GB")
    assert (found.published, found.modified) == ("2024-10-23T14:05:00+00:00", "2024-10-24T14:05:00+00:00")
    assert (found.url, found.extractor) == ("https://post.example/quay", None)


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_is_one_article(indent: int | None) -> None:
    found = article(tabular.read, resource(json.dumps(RECORD, indent=indent), "a.json"))
    check(found)
    assert found.source == "a.json"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("form", ["list", "wrapped", "lines"])
def test_many_objects_are_many_articles(form: str, encoding: str) -> None:
    written = json.dumps(RECORD, ensure_ascii=False)
    data = {
        "list": f"[{written},\n{written}]",
        "wrapped": f'{{"response": {{"total": 2, "results": [{written}, {written}]}}}}',
        "lines": f"{written}\n\n{written}",
    }[form]
    one, two = everything(tabular.read, resource(data.encode(encoding), "a.jsonl" if form == "lines" else "a.json"))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    check(one)
    check(two)
    assert (one.source, two.source) == {"lines": ("a.jsonl, line 1", "a.jsonl, line 3")}.get(
        form, ("a.json, item 1", "a.json, item 2")
    )
    assert one.raw_sha256 is not None


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables(delimiter: str, encoding: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["Title", "Body", "Author", "Date"])
    writer.writerow(["The quay", '“No,” he said; “no, no”.\r\n\r\nHe "left".', "Ada Byrd", "23 October 2024"])
    writer.writerow(["Two", "Words — more", "", "03/04/2024"])
    one, two = everything(tabular.read, resource(out.getvalue().encode(encoding), "a.csv"))
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.text == '“No,” he said; “no, no”.\r\n\r\nHe "left".'
    assert (one.title, one.byline, one.published, one.source) == ("The quay", "Ada Byrd", "2024-10-23", "a.csv, line 2")
    assert (two.byline, two.published, two.source) == (None, None, "a.csv, line 5")


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc"])),
            st.text(st.characters(exclude_categories=["Cs", "Cc"])),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_was_written_as_csv_is_read_again(rows: list[tuple[str, str]]) -> None:
    rows = [(title, "A" + text.replace("<", "").replace("&", "")) for title, text in rows]
    out = io.StringIO()
    csv.writer(out).writerows([("title", "text"), *rows])
    assert texts(out.getvalue(), "a.csv") == [text for _, text in rows]


def test_the_line_that_names_the_separator() -> None:
    assert texts("sep=;\r\ntitle;body\r\nA;“x, y”\r\n", "a.csv") == ["“x, y”"]


def test_their_names_can_be_told() -> None:
    fields = {"meta.lines.0": "title", "copy": "text", "when": "published"}
    given_ = resource(
        '{"meta": {"lines": ["The quay"]}, "copy": "Words.", "when": "2024-10-23", "title": "no"}', "a.json"
    )
    found = article(tabular.read, given_, fields)
    assert (found.title, found.text, found.published) == ("The quay", "Words.", "2024-10-23")
    found = article(tabular.read, resource("copy,when\nWords.,2024-10-23\n", "a.csv"), fields)
    assert (found.text, found.published) == ("Words.", "2024-10-23")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>“One”</p><p>Two &amp; three</p><script>x</script>", "“One”\n\nTwo & three"),
        ("One\n\n<em>Two</em> &amp; three", "One\n\nTwo & three"),
        ("He said &quot;no&quot;.\nTwo", 'He said "no".\nTwo'),
        ("a < b & c > d", "a < b & c > d"),
    ],
)
def test_html_in_the_text_becomes_text(body: str, text: str) -> None:
    found = article(tabular.read, resource(json.dumps({"body": body}), "a.json"))
    assert found.text == text
    assert (found.extractor is None) == (text == body)


def test_a_bad_record_is_one_line_and_the_rest_is_read() -> None:
    lines = ['{"body": "One"}', '{"body": "br', "[1]", '{"a\\nb": 1}', '{"body": ""}', "[" * 100_000, '{"body": "Six"}']
    assert texts("\n".join(lines), "a.jsonl") == [
        "One",
        "a.jsonl, line 2: is not valid JSON: unterminated string starting at (column 10)",
        "a.jsonl, line 3: is not an object with named fields",
        "a.jsonl, line 4: has no text; name its field with --map NAME=text (it has: a b)",
        "a.jsonl, line 5: has no text; name its field with --map NAME=text (it has: body)",
        "a.jsonl, line 6: is not valid JSON: nested too deeply",
        "Six",
    ]


def test_a_bad_row_is_one_line_and_the_rest_is_read() -> None:
    rows = [
        "title,body",
        "A,One",
        'B,"bad" quoting',
        "C",
        "D,Two,three",
        "E,Four,,",
        ",",
        "",
        'F,not "bad"',
        'G,"open',
        "end",
    ]
    assert texts("\n".join(rows), "a.csv") == [
        "One",
        "a.csv, line 3: is not valid CSV: ',' expected after '\"'",
        "a.csv, line 4: has 1 columns where the first line has 2",
        "a.csv, line 5: has 3 columns where the first line has 2",
        "Four",
        "a.csv, line 7: has no text; name its field with --map NAME=text (it has: title, body)",
        'not "bad"',
        "a.csv, line 10: is not valid CSV: unexpected end of data",
    ]


def test_damage_in_a_json_document_ends_it() -> None:
    assert texts('[{"body": "One"}, 5, {"body": "Two"}, {"bo', "a.json") == [
        "One",
        "a.json, item 2: is not an object with named fields",
        "Two",
        "a.json, item 4: is not valid JSON: parse error: premature EOF; nothing after it was read",
    ]


def test_bytes_in_no_encoding_spoil_their_record_alone() -> None:
    lines = [b'{"body": "One"}', b'{"body": "\x81\x8d"}', b'{"body": "caf\xe9 owner"}', b'{"body": "nul \0"}']
    one, two, three, four = texts(b"\n".join(lines), "a.jsonl")
    assert (one, three) == ("One", "café owner")
    assert "line 2: is in an unknown encoding" in two
    assert "line 4: is a binary file" in four
    one, two = texts(b"title,body\nA,\x81\x8d\nB,caf\xe9 owner\n", "a.csv")
    assert "line 2: is in an unknown encoding" in one
    assert two == "café owner"
    (one,) = texts(b'[{"body": "\x81"}]', "a.json")
    assert "invalid bytes in UTF8" in one


def test_what_cannot_be_stored_or_printed_is_made_harmless() -> None:
    record = '{"title": "\\u202eevil\\ud800\\n\\u0000x", "body": "half \\ud83d, nul \\u0000"}'
    found = article(tabular.read, resource(record + "\n", "a.jsonl"))
    assert (found.title, found.text) == ("evil\ufffd x", "half \ufffd, nul \ufffd")
    found = article(tabular.read, resource(f"[{record}]", "a.json"))
    assert (found.title, found.text) == ("evil\ufffd x", "half \ufffd, nul \ufffd")


PIECES = st.sampled_from(
    ["\\ud83d", "\\ude00", "\\ud83d\\ude00", "\\\\", "\\n", '\\"', "\\u00e9", "ud83d", "a", "é", "😀"]
)


@pytest.mark.slow
@settings(max_examples=500)
@given(st.integers(1, 20), st.lists(PIECES, min_size=1, max_size=30))
def test_escapes_are_read_as_the_standard_library_reads_them(size: int, pieces: list[str]) -> None:
    class Slow(io.BytesIO):
        def read(self, wanted: int | None = -1) -> bytes:
            return super().read(size)

    written = '[{"body": "x' + "".join(pieces) + '"}]'
    ((_, record),) = items(Slow(written.encode()), 5_000_000)
    assert record["body"] == re.sub("[\ud800-\udfff]", "\ufffd", json.loads(written)[0]["body"])


def test_numbers_beyond_reason_are_refused_or_harmless() -> None:
    (one,) = texts('[{"body": "x", "id": ' + "9" * 10_000 + "}]", "a.json")
    assert "item 1: " in one
    assert texts('{"body": "x", "date": 1e999999999, "title": 1e400}\n', "a.jsonl") == ["x"]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_json_is_refused(opening: str) -> None:
    (found,) = texts('[{"body": ' + opening * 200_000, "a.json")
    assert "nested deeper than 100 levels" in found


class Endless(io.RawIOBase):
    """A beginning, and then the same bytes without end."""

    def __init__(self, beginning: bytes, forever: bytes, size: int) -> None:
        self._beginning, self._forever, self._size, self._at = beginning, forever, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset if whence == 0 else self._size + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        left = self._beginning[self._at :]
        if not left:
            shift = (self._at - len(self._beginning)) % len(self._forever)
            left = self._forever[shift:] + self._forever * (len(buffer) // len(self._forever))
        size = max(0, min(len(buffer), len(left), self._size - self._at))
        buffer[:size] = left[:size]
        self._at += size
        return size


def endless(beginning: bytes, forever: bytes, size: int) -> Resource:
    return Resource("file", cast(BinaryIO, io.BufferedReader(Endless(beginning, forever, size))), "file")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("beginning", "reason"),
    [
        (b'{"body": "One"}\n{"body": "', "file, line 2: is longer than 5,000,000 bytes"),
        (b'[{"body": "One"}, {"body": "', "file, item 2: is larger than 5,000,000 bytes; nothing after it was read"),
        (b"title,body\nA,One\nB,", "file, line 3: is longer than 5,000,000 bytes"),
        (b'{"response": "', "file, item 1: is larger than 5,000,000 bytes; nothing after it was read"),
    ],
)
def test_a_line_of_a_hundred_megabytes_is_not_held(beginning: bytes, reason: str) -> None:
    tracemalloc.start()
    found = everything(tabular.read, endless(beginning, b"x" * 65_536, 100_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(found[-1]) == reason
    assert peak < 40_000_000


@pytest.mark.slow
def test_a_quotation_mark_that_is_never_closed_ends_the_table() -> None:
    found = everything(tabular.read, endless(b'title,body\nA,One\nB,"', b"two\n", 20_000_000))
    assert [str(each) for each in found[1:]] == [
        "file, line 3: has a quoted field of more than 1,000,000 characters; nothing after it was read"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("beginning", [b'{"body": "One"}\n', b"title,body\n"])
def test_records_are_read_one_at_a_time(beginning: bytes) -> None:
    record = b'{"body": "Words."}\n' if beginning[:1] == b"{" else b"A,Words.\n"
    tracemalloc.start()
    count = 0
    for each in tabular.read(endless(beginning, record * 1000, 10_000 * len(record) + len(beginning)), {}):
        assert isinstance(each, Article)
        count += 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count >= 10_000
    assert peak < 30_000_000


def test_a_text_too_long_for_an_article_is_refused() -> None:
    (found,) = texts(json.dumps({"body": "x" * 1_000_001}), "a.json")
    assert found == "a.json: has a text of more than 1,000,000 characters"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("a,b\n1,2\n", "a.csv: has no column for the text; name it with --map NAME=text (it has: a, b)"),
        ("", "a.csv: has no column for the text; name it with --map NAME=text (it has: none)"),
    ],
)
def test_a_table_without_a_text(data: str, reason: str) -> None:
    assert texts(data, "a.csv") == [reason]


def test_damaged_utf16_is_said() -> None:
    (found,) = everything(tabular.read, resource('title,body\nA,"x"'.encode("utf-16") + b"\0", "a.csv"))
    assert isinstance(found, ReadError)
    assert "is damaged: it has bytes that are not valid UTF-16-LE" in str(found)


def test_the_hash_is_that_of_the_line() -> None:
    line = b'{"body": "One"}\n'
    (found,) = everything(tabular.read, resource(line, "a.jsonl"))
    assert isinstance(found, Article)
    assert found.raw_sha256 == hashlib.sha256(line).hexdigest()


HEADS = [
    ('{"title": "x"}', "", True),
    ('\ufeff[\n  {"title"', "", True),
    ("[]", "", True),
    ("[Photo] The minister", "", False),
    ("{curly} words", "", False),
    ("title,body\nA,B\n", "", True),
    ("Headline;Text;Date\n", "", True),
    ("Body of the text, and more\nwords\n", "", False),
    ("a,b\n1,2\n", "", False),
    ("a,b\n1,2\n", "a.CSV", True),
    ("anything", "a.jsonl", True),
]


@pytest.mark.parametrize(("head", "name", "expected"), HEADS)
def test_recognised_by_content_before_the_name(head: str, name: str, expected: bool) -> None:
    assert tabular.recognise(head.encode(), name) is expected


def test_a_name_that_is_mapped_leaves_files_that_lack_it_alone() -> None:
    found = article(tabular.read, resource('{"text": "Words.", "title": "T"}', "a.jsonl"), {"Inhalt": "text"})
    assert (found.text, found.title) == ("Words.", "T")
    record = '{"Inhalt": "Words.", "text": "Others."}'
    assert article(tabular.read, resource(record, "a.jsonl"), {"Inhalt": "text"}).text == "Words."
