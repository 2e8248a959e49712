"""A Word document gives its paragraphs and properties; what is packed to do harm is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx as writer
import pytest
from docx.document import Document

from quotes.reading import docx
from tests.resources import article, refusal, resource

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def document(*paragraphs: tuple[str, str]) -> Document:
    """Paragraphs, each a style and its words."""
    made = writer.Document()
    for style, words in paragraphs:
        made.add_paragraph(words, style)
    return made


def with_part(data: bytes, name: str, part: str | bytes) -> bytes:
    """The document with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.filelist:
            new.writestr(each.filename, part if each.filename == name else old.read(each))
    return out.getvalue()


def body(words: str) -> bytes:
    """A document whose body is this WordprocessingML."""
    return with_part(PLAIN, "word/document.xml", f"<w:document {W}><w:body>{words}</w:body></w:document>")


PLAIN = saved(document(("Normal", "“No,” he said.")))


def test_a_document_gives_the_article() -> None:
    made = document(("Title", "The quay\nclosed"), ("Heading 1", "Later"), ("Normal", "“No,” he said & left."))
    paragraph = made.add_paragraph("It was ")
    paragraph.add_run("never").bold = True
    paragraph.add_run(" over.")
    made.add_paragraph("One", "List Bullet")
    made.add_table(1, 2).rows[0].cells[0].text = "In a table"
    properties = made.core_properties
    properties.title, properties.author, properties.language = "Template", "Ada Byrd", "en-GB"
    properties.created, properties.modified = datetime(2019, 1, 1), datetime(2024, 10, 23, 14, 5)
    data = saved(made)
    assert docx.recognise(data[:4096], "")
    found = article(docx.read, resource(data, "a.docx"))
    assert found.text.split("\n\n") == [
        "The quay closed",
        "Later",
        "“No,” he said & left.",
        "It was never over.",
        "One",
        "In a table",
    ]
    assert (found.title, found.byline, found.language) == ("The quay closed", "Ada Byrd", "en-GB")
    assert (found.published, found.modified) == (None, "2024-10-23T14:05:00+00:00")
    assert found.extractor is not None
    assert found.extractor.startswith("mammoth ")


def test_the_title_is_the_paragraph_then_the_property_then_a_first_heading() -> None:
    heading = [("Heading 1", "Heading"), ("Normal", "Words.")]
    for paragraphs, property_, title in [
        ([("Title", "Printed"), *heading], "Property", "Printed"),
        (heading, "Property", "Property"),
        (heading, "", "Heading"),
        (heading[::-1], "", None),
    ]:
        made = document(*paragraphs)
        made.core_properties.title = property_
        assert article(docx.read, resource(saved(made))).title == title


@pytest.mark.parametrize("author", ["python-docx", "Windows User", ""])
def test_a_program_is_no_author(author: str) -> None:
    made = document(("Normal", "Words."))
    made.core_properties.author = author
    assert article(docx.read, resource(saved(made))).byline is None


def test_a_leading_date_line_gives_the_date() -> None:
    data = saved(document(("Normal", "date 2024-10-23 The harbour"), ("Normal", "Words.")))
    assert article(docx.read, resource(data)).published == "2024-10-23"


def test_insertions_are_accepted_and_deletions_left_out() -> None:
    words = "<w:ins><w:r><w:t>kept</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    assert article(docx.read, resource(body(f"<w:p>{words}</w:p>"))).text == "kept"


def test_marks_of_notes_lie_in_no_quotation() -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    run = '<w:r><w:t>“No</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>, never.”</w:t></w:r>'
    out = io.BytesIO(body(f"<w:p>{run}</w:p>"))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("word/footnotes.xml", notes)
    assert article(docx.read, resource(out.getvalue())).text == "“No, never.”\n\nA note."


def test_pictures_are_not_read(tmp_path: Path) -> None:
    picture = tmp_path / "a.bmp"
    picture.write_bytes(
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0" + b"\0" * 20
    )
    made = document(("Normal", "Words."))
    made.add_picture(str(picture))
    assert article(docx.read, resource(saved(made))).text == "Words."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (PLAIN[:-60], "is damaged"),
        (PLAIN[:2000], "is damaged"),
        (docx.OLD + b"\0" * 600, "has a password or is of before 2007; save it as .docx without one"),
        (saved(document(("Normal", " "))), "has no text"),
        (with_part(PLAIN, "word/document.xml", "<x/>"), "is damaged"),
        (with_part(PLAIN, "word/document.xml", "<x"), "is not well-formed XML"),
        (with_part(PLAIN, "word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "declares entities"),
        (
            with_part(PLAIN, "word/styles.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
            "declares entities",
        ),
        (with_part(PLAIN, "word/document.xml", b" " * 30_000_000), "unfolds to more than 10,000,000 bytes"),
        (with_part(PLAIN, "word/document.xml", "<a>" * 5000 + "</a>" * 5000), "is not well-formed XML"),
        (body("<w:p/>" * 300_001), "more than 300,000 elements"),
        (body("<w:p><w:r><w:t>" + "x" * 1_000_001 + "</w:t></w:r></w:p>"), "more than 1,000,000 characters"),
    ],
)
def test_what_cannot_be_read_is_one_line(data: bytes, reason: str) -> None:
    assert reason in refusal(docx.read, resource(data, "a.docx"))


@pytest.mark.parametrize("depth", [20, 40, 120])
def test_nesting_is_read_or_refused(depth: int) -> None:
    words = "<w:sdt><w:sdtContent>" * depth + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * depth
    found = list(docx.read(resource(body(words)), {}))
    assert len(found) == 1
    assert depth > 40 or getattr(found[0], "text", None) == "x"


def test_an_encrypted_part_is_said() -> None:
    data = bytearray(PLAIN)
    at = 0
    while (at := data.find(b"PK\x01\x02", at + 1)) > 0:
        data[at + 8] |= 1
    assert "has a password" in refusal(docx.read, resource(bytes(data)))


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (PLAIN[:4096], "a.zip", True),
        (b"PK\x03\x04", "a.docx", True),
        (b"PK\x03\x04", "a.zip", False),
        (docx.OLD, "a.doc", True),
        (docx.OLD, "a.xls", False),
        (b"Words", "a.docx", False),
    ],
)
def test_recognised_by_content_before_the_name(head: bytes, name: str, expected: bool) -> None:
    assert docx.recognise(head, name) is expected
