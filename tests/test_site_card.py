"""The picture of a quotation: what is on it, and a page without it where it cannot be drawn."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from quotes.model import Kind, Polarity, Span
from quotes.site import card
from quotes.store import corrections
from quotes.store.queries import Named, Part, Printed
from tests.builders import fill, person, plain, stored
from tests.site import Get, id_of, serve, text_of

ARTICLE = Printed("a" * 16, "Harbour to close", "Jo Marsh", "The Courier", "2031-02-04", None, "h.txt")
OKAFOR = Named("ines-okafor", "Inès Okafør-Łukasz", "person", None)
DONE = stored("We are done,", ARTICLE, OKAFOR)


def picture(content: bytes) -> Image.Image:
    opened = Image.open(io.BytesIO(content))
    assert (opened.format, opened.size) == ("PNG", (1200, 630))
    return opened.convert("RGB")


def edge(drawn: Image.Image) -> tuple[int, int, int, int]:
    """The box of everything on the picture that is not paper, below the line at the top."""
    paper = Image.new("RGB", drawn.size, "#fbfaf7")
    box = ImageChops.difference(drawn, paper).crop((0, 20, 1200, 630)).getbbox()
    assert box is not None
    return box


def test_a_page_names_its_picture(get: Get, database: Path) -> None:
    id = id_of(database, "painful")
    page = get(f"/q/{id}").text
    assert f'<meta property="og:image" content="http://localhost/q/{id}/card.png">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    answer = get(f"/q/{id}/card.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    picture(answer.content)
    again = get(f"/q/{id}/card.png", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    moved = get(f"/q/{id.upper()}/card.png")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/q/{id}/card.png")
    assert get("/q/none/card.png").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("words", ["Go", "We are done. " * 12, "We are done. " * 400, "W" * 900, "Hm\n\nno"])
def test_words_of_any_length_stay_on_the_paper(words: str) -> None:
    long = Named("x", "Okafor " * 40, "person", None)
    article = replace(ARTICLE, outlet="The Very Long Courier " * 20)
    left, top, right, bottom = edge(picture(card.png(stored(words, article, long))))
    assert left >= 70
    assert right <= 1130
    assert bottom <= 600
    assert top >= 20


def test_what_is_said_of_each_kind() -> None:
    label, said, below, where = card.lines(DONE)
    assert (label, said, below) == ("", "“We are done,”", "Inès Okafør-Łukasz")
    assert where == "The Courier, 4 February 2031"
    assert card.lines(replace(DONE, kind=Kind.PARTIAL))[0] == "Partial quotation"
    reported = replace(DONE, kind=Kind.PARAPHRASE, text="they were done", statement="denied that they were done")
    denied = replace(reported, polarity=Polarity.DENIED, confidence=0.5)
    label, said, below, _ = card.lines(denied)
    assert label == "Paraphrase, not exact words · Denied"
    assert said == "Inès Okafør-Łukasz [unverified] denied that they were done"
    assert below == "Harbour to close"
    partly = replace(reported, parts=(Part("b" * 16, Span(0, 4)),))
    assert card.lines(partly)[0] == "Only the words in quotation marks are exact"
    assert card.lines(stored("She said “Go”.", ARTICLE, OKAFOR))[1] == "“She said ‘Go’.”"


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("Zażółć gęślą jaźń – Ærø, Şırnak", True),
        ("Привет, Ωμέγα", True),
        ("שלום", False),
        ("你好", False),
        ("مرحبا", False),
    ],
)
def test_only_what_the_font_has_is_drawn(tmp_path: Path, words: str, drawn: bool) -> None:
    path = tmp_path / "quotes.db"
    fill(path, [plain(words, person("Bo Stokes"))]).conn.close()
    get = serve(path)
    id = id_of(path, words)
    assert ("og:image" in get(f"/q/{id}").text) == drawn
    answer = get(f"/q/{id}/card.png")
    assert answer.status_code == (200 if drawn else 404)
    assert drawn or "characters that the font of the pictures lacks" in text_of(answer)


def test_withdrawn_quotations_have_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    with fill(path) as db:
        id = id_of(path, "painful")
        corrections.withdraw(db, id, "misquoted", who="an editor")
    assert serve(path)(f"/q/{id}/card.png").status_code == 410


@pytest.mark.slow
def test_without_pillow_the_page_has_no_picture_and_the_url_says_why(database: Path) -> None:
    id = id_of(database, "painful")
    program = f"""
import sys
sys.modules["PIL"] = None
from pathlib import Path
from tests.site import serve, text_of
get = serve(Path({str(database)!r}))
page = get("/q/{id}")
assert page.status_code == 200 and "og:image" not in page.text
answer = get("/q/{id}/card.png")
print(answer.status_code, text_of(answer))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert re.match(r"501 .*Pictures need the extra card\. Install it with: .*pip install .*\[card\]", ran.stdout)
