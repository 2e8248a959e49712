"""A Word document gives its paragraphs and properties; what is packed to do harm is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx as writer
import pytest
from docx.document import Document

from quotes.readers import docx
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


@pytest.mark.slow
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


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


STYLES = f"""<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Usual"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Note"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Shown"><w:basedOn w:val="Note"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Deep"><w:basedOn w:val="Deeper"/></w:style>
<w:style w:type="paragraph" w:styleId="Deeper"><w:basedOn w:val="Note"/></w:style>
<w:style w:type="paragraph" w:styleId="Round"><w:basedOn w:val="Round"/></w:style>
<w:style w:type="character" w:styleId="Hidden"><w:name w:val="Hidden"/><w:rPr><w:vanish w:val="true"/></w:rPr></w:style>
</w:styles>"""
PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (run("We ") + run("never ", "<w:vanish/>") + run("did"), "We did"),
        (run("We ") + run("never ", '<w:vanish w:val="1"/>') + run("did"), "We did"),
        (run("We ") + run("never ", '<w:vanish w:val="false"/>') + run("did"), "We never did"),
        (run("We ") + run("never ", '<w:rStyle w:val="Hidden"/>') + run("did"), "We did"),
        (run("We ") + run("never ", '<w:rStyle w:val="Hidden"/><w:vanish w:val="0"/>') + run("did"), "We never did"),
        (run("We ") + f'<w:ins w:id="1" w:author="x">{run("never ", "<w:vanish/>")}</w:ins>' + run("did"), "We did"),
        (run("We ") + f"<w:hyperlink>{run('never ', '<w:vanish/>')}</w:hyperlink>" + run("did"), "We did"),
        (run("We ") + run("never ", "<w:webHidden/>") + run("did"), "We never did"),
        (run("We ") + run("never ", "<w:specVanish/>") + run("did"), "We never did"),
    ],
)
def test_hidden_words_are_not_read(words: str, shown: str) -> None:
    data = with_part(body(f"<w:p>{words}</w:p>"), "word/styles.xml", STYLES)
    assert article(docx.read, resource(data)).text == shown


@pytest.mark.parametrize(
    ("style", "is_shown"),
    [("Usual", True), ("Note", False), ("Shown", True), ("Deep", False), ("Round", True), ("Missing", True)],
)
def test_paragraphs_of_a_hidden_style_are_not_read(style: str, is_shown: bool) -> None:
    paragraphs = PARAGRAPH.format(style=style, runs=run("Buy our paint.")) + f"<w:p>{run('It rains.')}</w:p>"
    found = article(docx.read, resource(with_part(body(paragraphs), "word/styles.xml", STYLES))).text
    assert found.split("\n\n") == (["Buy our paint.", "It rains."] if is_shown else ["It rains."])


def test_a_style_that_hides_shows_what_a_hidden_paragraph_hides() -> None:
    runs = run("Hidden. ") + run("Shown.", '<w:rStyle w:val="Hidden"/>')
    data = with_part(body(PARAGRAPH.format(style="Note", runs=runs)), "word/styles.xml", STYLES)
    assert article(docx.read, resource(data)).text == "Shown."


@pytest.mark.slow
def test_hidden_rows_are_not_read() -> None:
    rows = [
        f"<w:tr><w:trPr>{hidden}</w:trPr><w:tc><w:p>{run(words)}</w:p></w:tc></w:tr>"
        for hidden, words in (("<w:hidden/>", "Gone."), ("", "Kept."))
    ]
    assert article(docx.read, resource(body(f"<w:tbl>{''.join(rows)}</w:tbl>"))).text == "Kept."


@pytest.mark.slow
def test_a_document_of_hidden_words_has_no_text() -> None:
    assert "has no text" in refusal(docx.read, resource(body(f"<w:p>{run('No.', '<w:vanish/>')}</w:p>")))


@pytest.mark.slow
def test_what_was_changed_reads_as_if_accepted_and_comments_are_left() -> None:
    changes = (
        run("We ")
        + '<w:del w:id="1" w:author="x"><w:r><w:delText>never </w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="x">{run("always ")}</w:ins>'
        + f'<w:moveFrom w:id="3" w:author="x">{run("elsewhere ")}</w:moveFrom>'
        + f'<w:moveTo w:id="4" w:author="x">{run("here ")}</w:moveTo>'
        + '<w:commentRangeStart w:id="0"/>'
        + run("did.")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    )
    made = document(("Normal", "x"))
    made.add_comment(made.paragraphs[0].runs, text="A comment")
    data = with_part(
        saved(made), "word/document.xml", f"<w:document {W}><w:body><w:p>{changes}</w:p></w:body></w:document>"
    )
    assert article(docx.read, resource(data)).text == "We always here did."


@pytest.mark.slow
def test_a_text_box_is_read_once() -> None:
    inside = f"<w:txbxContent><w:p>{run('“Pulled out.”')}</w:p></w:txbxContent>"
    spaces = (
        f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    part = f"<w:document {spaces}><w:body><w:p>{run('It rains.')}{box}</w:p></w:body></w:document>"
    assert (
        article(docx.read, resource(with_part(PLAIN, "word/document.xml", part))).text == "It rains.\n\n“Pulled out.”"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - draft.doc",
        "10811.exe",
        r"C:\Users\jo\Desk\quay final",
        "/home/jo/quay",
        "Document1",
        "quay_final_v3",
    ],
)
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    made = document(("Normal", "Words."))
    made.core_properties.title = title
    assert article(docx.read, resource(saved(made))).title is None


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("author", ["python-docx", "Windows User", ""])
def test_a_program_is_no_author(author: str) -> None:
    made = document(("Normal", "Words."))
    made.core_properties.author = author
    assert article(docx.read, resource(saved(made))).byline is None


@pytest.mark.slow
@pytest.mark.parametrize("line", ["date 2024-10-23 The harbour", "Wednesday, October 23, 2024"])
def test_a_leading_date_line_gives_the_date(line: str) -> None:
    data = saved(document(("Normal", line), ("Normal", "Words.")))
    assert article(docx.read, resource(data)).published == "2024-10-23"


@pytest.mark.slow
def test_insertions_are_accepted_and_deletions_left_out() -> None:
    words = "<w:ins><w:r><w:t>kept</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    assert article(docx.read, resource(body(f"<w:p>{words}</w:p>"))).text == "kept"


@pytest.mark.slow
def test_marks_of_notes_lie_in_no_quotation() -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    run = '<w:r><w:t>“No</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>, never.”</w:t></w:r>'
    out = io.BytesIO(body(f"<w:p>{run}</w:p>"))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("word/footnotes.xml", notes)
    assert article(docx.read, resource(out.getvalue())).text == "“No, never.”\n\nA note."


@pytest.mark.slow
def test_pictures_are_not_read(tmp_path: Path) -> None:
    picture = tmp_path / "a.bmp"
    picture.write_bytes(
        b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0" + b"\0" * 20
    )
    made = document(("Normal", "Words."))
    made.add_picture(str(picture))
    assert article(docx.read, resource(saved(made))).text == "Words."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (PLAIN[:-60], "is damaged"),
        (PLAIN[:2000], "is damaged"),
        (docx.OLD + b"\0" * 600, "has a password or is an old .doc file; save it as .docx without a password"),
        (saved(document(("Normal", " "))), "has no text"),
        (with_part(PLAIN, "word/document.xml", "<x/>"), "is damaged"),
        (with_part(PLAIN, "word/document.xml", "<x"), "is not well-formed XML"),
        (with_part(PLAIN, "word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "declares entities"),
        (
            with_part(PLAIN, "word/styles.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
            "declares entities",
        ),
        (with_part(PLAIN, "word/document.xml", b" " * 30_000_000), "expands to more than 10,000,000 bytes"),
        (with_part(PLAIN, "word/document.xml", "<a>" * 5000 + "</a>" * 5000), "is not well-formed XML"),
        (body("<w:p/>" * 300_001), "more than 300,000 elements"),
        (body("<w:p><w:r><w:t>" + "x" * 1_000_001 + "</w:t></w:r></w:p>"), "more than 1,000,000 characters"),
    ],
)
def test_what_cannot_be_read_is_one_line(data: bytes, reason: str) -> None:
    assert reason in refusal(docx.read, resource(data, "a.docx"))


@pytest.mark.slow
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
