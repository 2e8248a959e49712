"""PDF files for tests: pages of lines at their places, with what is known of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# A line: how far from the left and from the bottom, in points, the size of the type, and the words.
Line = tuple[float, float, float, str]


def pdf(pages: Sequence[Sequence[Line]], info: Mapping[str, str] | None = None, xmp: str | None = None) -> bytes:
    """A PDF 1.4 file of one font, Helvetica in WinAnsiEncoding; a page without lines is blank."""
    return drawn([text_objects(lines) for lines in pages], info, xmp)


def text_objects(lines: Sequence[Line]) -> str:
    """What draws lines, each in a text object of its own."""
    return "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({_escaped(words)}) Tj ET" for x, y, size, words in lines)


def text_object(lines: Sequence[Line]) -> str:
    """What draws lines in one text object, each placed from the one before."""
    parts, at, set_in = ["BT"], (0.0, 0.0), 0.0
    for x, y, size, words in lines:
        parts += [f"/F1 {size} Tf"] if size != set_in else []
        parts.append(f"{x - at[0]} {y - at[1]} Td ({_escaped(words)}) Tj")
        at, set_in = (x, y), size
    return " ".join([*parts, "ET"])


def drawn(pages: Sequence[str], info: Mapping[str, str] | None = None, xmp: str | None = None) -> bytes:
    """A PDF file as `pdf`, of what draws each page."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    about = " ".join(f"/{name} ({_escaped(value)})" for name, value in (info or {}).items())
    xmp_length = len((xmp or "").encode())
    metadata = f"<< /Type /Metadata /Subtype /XML /Length {xmp_length} >>\nstream\n{xmp or ''}\nendstream"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {'/Metadata 4 0 R' if xmp else ''} >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        metadata,
    ]
    for number, content in enumerate(pages):
        resources = "<< /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} "
            f"/Contents {6 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    return assembled([*objects, f"<< {about} >>"], info=len(objects) + 1)


def assembled(objects: Sequence[str], info: int | None = None) -> bytes:
    """The file that holds these objects, numbered from 1; the first is the catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(data))
        body = written.encode("utf-8" if "/Metadata /Subtype" in written else "cp1252")
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R" + (f" /Info {info} 0 R" if info else "")
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return data + f"{table}trailer << {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n".encode()


def column(lines: Sequence[str], x: float = 72, top: float = 700, size: float = 10, leading: float = 14) -> list[Line]:
    """Lines below one another; an empty one leaves its room."""
    return [(x, top - leading * number, size, words) for number, words in enumerate(lines) if words]


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
