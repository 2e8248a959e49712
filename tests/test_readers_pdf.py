"""A PDF gives the text of its pages and its properties; what cannot be read, or takes too much, is refused."""

from __future__ import annotations

import io
import tracemalloc
import zlib

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.readers import pdf as reader
from tests.pdfs import assembled, column, pdf
from tests.resources import article, everything, refusal, resource

INFO = {"Title": "The quay", "Author": "Ada Byrd", "CreationDate": "D:20241023140500+01'00'"}
WORDS = ["“No,” said the harbour mas-", "ter on Monday. “We will not open the", "well-known quay again.” It cost £3m."]
TEXT = "“No,” said the harbour master on Monday. “We will not open the well-known quay again.” It cost £3m."
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">The quay, closed</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ada Byrd</rdf:li><rdf:li>Bo Li</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
<prism:publicationName>The Post</prism:publicationName><prism:publicationDate>2024-10-24</prism:publicationDate>
<prism:url>https://post.example/quay</prism:url></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def raw(content: str, resources: str = "", more: list[str] | None = None) -> bytes:
    """A page with this content, written by hand."""
    return assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            f"/Resources << /Font << /F1 4 0 R >> {resources} >> >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            *(more or []),
        ]
    )


def encrypted(data: bytes, password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


LEAF = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 5 5] >>"
ONE = pdf([column(WORDS)], INFO)


def test_a_document_gives_the_article() -> None:
    assert reader.recognise(ONE[:4096], "")
    found = article(reader.read, resource(ONE, "a.pdf"))
    assert found.text == TEXT + "\n"
    assert (found.title, found.byline, found.url, found.language) == ("The quay", "Ada Byrd", None, None)
    # When the file was written is not when the article was published.
    assert (found.published, found.modified) == (None, "2024-10-23T14:05:00+01:00")
    assert found.extractor is not None
    assert found.extractor.startswith("pypdf ")


def test_xmp_says_more_than_the_information_dictionary() -> None:
    found = article(reader.read, resource(pdf([column(WORDS)], INFO, XMP)))
    assert (found.title, found.byline, found.outlet) == ("The quay, closed", "Ada Byrd, Bo Li", "The Post")
    assert (found.published, found.url, found.language) == ("2024-10-24", "https://post.example/quay", "en-GB")


@pytest.mark.parametrize(
    "xmp",
    [
        "<x",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x><title>&a;</title></x>',
        "<a>" * 3000 + "</a>" * 3000,
    ],
)
def test_unsound_xmp_is_passed_over(xmp: str) -> None:
    assert article(reader.read, resource(pdf([column(WORDS)], INFO, xmp))).title == "The quay"


@pytest.mark.parametrize(
    ("info", "title", "byline", "modified"),
    [
        ({"Title": "Microsoft Word - quay.docx", "Author": "Windows User"}, None, None, None),
        ({"Title": "quay_final.indd"}, None, None, None),
        ({"Title": "Two\\nlines", "Author": " "}, "Two lines", None, None),
        ({"ModDate": "D:20241024", "CreationDate": "D:20241023"}, None, None, "2024-10-24"),
        ({"ModDate": "soon", "CreationDate": "D:20241023"}, None, None, "2024-10-23"),
        ({"ModDate": "D:99999999999999"}, None, None, None),
    ],
)
def test_what_programs_write_is_no_title(
    info: dict[str, str], title: str | None, byline: str | None, modified: str | None
) -> None:
    found = article(reader.read, resource(pdf([column(WORDS)]).replace(b"<<  >>", written(info))))
    assert (found.title, found.byline, found.modified) == (title, byline, modified)


def written(info: dict[str, str]) -> bytes:
    return ("<< " + " ".join(f"/{name} ({value})" for name, value in info.items()) + " >>").encode()


def test_pages_columns_heads_and_feet() -> None:
    def page(number: int) -> list[tuple[float, float, float, str]]:
        return [
            (72, 810, 8, "The Post"),
            (400, 810, 8, f"23 October 2024 {number}"),
            *column([f"Page {number} begins a sentence that goes", "on in the second column, where it"], 72),
            *column(["comes to its end."], 320),
            (290, 30, 8, str(number)),
        ]

    found = article(reader.read, resource(pdf([page(1), page(2), page(3)])))
    assert found.text.split("\n\n") == [
        f"Page {number} begins a sentence that goes on in the second column, where it comes to its end."
        + ("\n" if number == 3 else "")
        for number in (1, 2, 3)
    ]


def test_a_leading_date_line_gives_the_date() -> None:
    page = [*column(["date 2024-10-23 The harbour"], top=740, size=9), *column(WORDS)]
    assert article(reader.read, resource(pdf([page]))).published == "2024-10-23"


def test_ligatures_are_letters() -> None:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [1 /fi /fl] >> >>"
    data = raw("BT /F2 10 Tf 72 700 Td (\\001ve o\\002 ce) Tj ET", "/Font << /F2 6 0 R >>", [font])
    data = data.replace(b"/Font << /F1 4 0 R >> /Font", b"/Font")
    assert article(reader.read, resource(data)).text == "five ofl ce\n"


def test_an_empty_password_is_none() -> None:
    assert article(reader.read, resource(encrypted(ONE, ""))).text == TEXT + "\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encrypted(ONE, "secret"), "is encrypted; save it without a password"),
        (pdf([[], []]), "has no text, only pictures of pages; run text recognition (OCR) on it first"),
        (ONE[:-300], "is damaged"),
        (ONE[:400], "is damaged"),
        (b"%PDF-1.7\n", "is damaged"),
        (b"%PDF-1.4\n" + b"1 0 obj\n" * 50_000, "is damaged"),
        (raw("BT /F1 10 Tf 72 700 Td (" + "a" * 1_000_001 + ") Tj ET"), "more than 1,000,000 characters"),
        (pdf([[]] * 1001), "has more than 1,000 pages"),
        (assembled(["<< /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [2 0 R] >>"]), "is damaged"),
        (assembled(["<< /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids " + "[" * 5000 + "]" * 5000 + " >>"]), "is "),
        (
            assembled(
                ["<< /Pages 2 0 R >>", "<< /Type /Pages /Count 20000 /Kids [" + "3 0 R " * 20_000 + "] >>", LEAF]
            ),
            "is ",
        ),
    ],
)
def test_what_cannot_be_read_is_one_line(data: bytes, reason: str) -> None:
    assert reason in refusal(reader.read, resource(data, "a.pdf"))


def test_a_page_with_too_much_in_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reader.LIMITS, "stream_parsing_work_maximum_count", 1000)
    assert "is refused" in refusal(reader.read, resource(raw("BT /F1 10 Tf 72 700 Td " + "(a) Tj " * 2000 + "ET")))


def test_steps_are_counted_over_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_STEPS", 300)
    assert "more than 300 drawing operations" in refusal(reader.read, resource(pdf([column(WORDS * 10)] * 4)))


@pytest.mark.slow
def test_a_bomb_is_refused_before_it_is_unfolded() -> None:
    packed = zlib.compress(zlib.compress(b"0 0 m " * 20_000_000, 9), 9)
    stream = f"<< /Filter [/FlateDecode /FlateDecode] /Length {len(packed)} >>\nstream\n".encode()
    data = raw("@").replace(b"<< /Length 1 >>\nstream\n@", stream + packed)
    tracemalloc.start()
    assert "is refused" in refusal(reader.read, resource(data))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


@pytest.mark.slow
def test_forms_that_draw_one_another_end() -> None:
    forms = []
    for number in range(6, 16):
        drawn = f"/X{number + 1} Do " * 10 if number < 15 else "BT /F1 10 Tf 72 700 Td (a) Tj ET"
        below = f"/XObject << /X{number + 1} {number + 1} 0 R >>" if number < 15 else ""
        forms.append(
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 4 0 R >> {below} >> "
            f"/Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
        )
    assert len(everything(reader.read, resource(raw("/X6 Do", "/XObject << /X6 6 0 R >>", forms)))) == 1


def test_fonts_without_characters_are_said() -> None:
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 7 0 R /DescendantFonts [] >>"
    table = "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <E000> endbfrange"
    data = raw(
        "BT /F2 10 Tf 72 700 Td <00010002000300040005> Tj ET",
        "/Font << /F2 6 0 R >>",
        [font, f"<< /Length {len(table)} >>\nstream\n{table}\nendstream"],
    ).replace(b"/Font << /F1 4 0 R >> /Font", b"/Font")
    assert "fonts that do not map to characters" in refusal(reader.read, resource(data))


@given(st.integers(0, len(ONE)), st.binary(min_size=1, max_size=20))
def test_damage_anywhere_is_read_over_or_said(at: int, other: bytes) -> None:
    assert len(everything(reader.read, resource(ONE[:at] + other + ONE[at + len(other) :]))) == 1


@pytest.mark.parametrize(
    ("head", "expected"), [(b"\xef\xbb\xbf%PDF-1.4", True), (b"Words on %PDF", False), (b"", False)]
)
def test_recognised_by_content(head: bytes, expected: bool) -> None:
    assert reader.recognise(head, "a.pdf") is expected
