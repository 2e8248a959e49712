"""Characters that nobody wrote are repaired or refused, and never quoted; those that nobody sees go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes import readers
from quotes.model import Article
from quotes.readers import ReadError
from quotes.readers.mojibake import repaired
from quotes.readers.normalization import tidy
from quotes.text.characters import places, visible

MEANT = "“We won’t,” said Zoë Ångström of the café — it’s £3…"


def misread(text: str, encoding: str = "cp1252") -> str:
    """UTF-8 read as an older encoding, as many programs do; what Windows-1252 has no character for is Latin-1's."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else encoding)
        for byte in text.encode()
    )


@pytest.mark.parametrize(
    "damaged",
    [
        misread(MEANT),
        misread(MEANT, "latin-1"),
        misread(misread(MEANT)),
        MEANT.encode().decode("mac-roman"),
        misread(MEANT).replace("\x9d", ""),
        misread(MEANT).replace("\x9d", "?"),
        misread(MEANT).replace("\x9d", "\ufffd"),
        MEANT.encode("cp1252").decode("latin-1"),
    ],
    ids=[
        "once",
        "as Latin-1",
        "twice",
        "as Mac OS Roman",
        "a byte lost",
        "a byte as ?",
        "a byte as U+FFFD",
        "Windows-1252 as Latin-1",
    ],
)
def test_what_was_read_in_the_wrong_encoding_is_what_was_written(damaged: str) -> None:
    assert repaired(f"{damaged}\r\n\r\nPlain words.\n") == f"{MEANT}\r\n\r\nPlain words.\n"


def test_only_the_damaged_lines_change() -> None:
    assert repaired("“Café” — voilà…\nItâ€™s done.") == "“Café” — voilà…\nIt’s done."


@pytest.mark.parametrize(
    ("escaped", "meant"),
    [
        ("&ldquo;No,&rdquo; he said", "“No,” he said"),
        ("&#8220;No,&#8221; he&#x2019;s said", "“No,” he’s said"),
        ("&amp;quot;No,&amp;quot; he said", '"No," he said'),
        ("&amp;amp;#8217;s", "’s"),
        ("Marks &amp; Spencer&nbsp;plc", "Marks & Spencer\xa0plc"),
    ],
)
def test_what_was_escaped_for_html_is_what_was_written(escaped: str, meant: str) -> None:
    assert repaired(escaped) == meant


@pytest.mark.parametrize(
    "text",
    [
        "“Café,” — “Pokémon”™ “à la carte”… café”— naïve",
        "SÃO PAULO, AÇÃO, “É”, «Â», Žižek’s",
        "R&D; AT&T; a &b; c &lt;p&gt; &notaname; &#1;",
        "Straight \"marks\" and 'single' ones, `ticks`",
    ],
)
def test_right_text_stays_as_it_is(text: str) -> None:
    assert repaired(text) == text


@given(st.text(st.sampled_from("abé “”‘’—…\n.,ÃÂâ£")))
def test_repairing_twice_changes_no_more(text: str) -> None:
    try:
        once = repaired(text)
    except ValueError:
        return
    assert repaired(once) == once or "Ã" in text or "Â" in text or "â" in text


def test_what_cannot_be_repaired_is_refused() -> None:
    with pytest.raises(ReadError, match=r"^a\.txt: is damaged: it was decoded with the wrong encoding"):
        tidy(Article("â€œWe shutâ€ã it", "a.txt"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It rains.\n\n?We cannot let them,? said Byrd.", "its quotation marks were replaced"),
        ("It rains.\n\n\ufffdWe cannot let them,\ufffd said Byrd.", "its quotation marks were replaced"),
        ("Byrd said: ?We cannot.?", "its quotation marks were replaced"),
        ("&amp;lt;p&amp;gt;“No,” said Byrd.&amp;lt;/p&amp;gt;", "escaped for HTML more than once"),
        (
            "&amp;amp;lt;p class=&amp;amp;quot;a&amp;amp;quot;&amp;amp;gt;“No,” said Byrd.",
            "escaped for HTML more than once",
        ),
    ],
)
def test_damage_that_hides_what_was_written_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ReadError, match=rf"^a\.txt: is damaged: .*{reason}"):
        tidy(Article(text, "a.txt"))


@pytest.mark.parametrize(
    "text",
    [
        "“Why?” he asked. Who? Me? No, not you. What now?! “Really?,” she said.",
        "He is 1.8\ufffdm tall. The \ufffd sign. caf\ufffd, na\ufffdve",
        "√2 is 1.41, √π and √x are not. ‚Äpfel’",
        "https://a.example/?q=a,b&c=d.? Yes.",
    ],
)
def test_question_marks_and_roots_are_no_damage(text: str) -> None:
    assert repaired(text) == text


def test_a_title_that_cannot_be_repaired_is_none() -> None:
    assert tidy(Article("Words.", "a.txt", title="â€ã it")).title is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", misread(MEANT).encode()),
        ("a.md", f"# {misread(MEANT)}\n\n{misread(MEANT)}".encode()),
        ("a.jsonl", json.dumps({"text": misread(MEANT), "title": misread(MEANT)}).encode()),
        ("a.csv", f'title,text\n"x","{misread(MEANT)}"\n'.encode()),
    ],
)
def test_every_format_is_repaired(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = readers.read(path)
    assert MEANT in found.text
    assert found.title in (None, "x", MEANT)
    assert "quotes" in str(found.extractor), "the text is not what the file holds"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Vera Mont\u00adgomery", "Vera Montgomery"),
        ("the ware\u00ad\r\nhouse", "the warehouse"),
        ("Vera\u200b \u2060Moss\ufeff", "Vera Moss"),
        ("\u200eVera\u200f \u202aMoss\u202c", "Vera Moss"),
        ("Vera\u200c Mo\u200dss", "Vera Moss"),
        ("Dora\u2011May, Jean\u2010Luc", "Dora-May, Jean-Luc"),
        ("\U000e0041Vera", "Vera"),
        (
            "a family \U0001f468\u200d\U0001f469\u200d\U0001f467 here",
            "a family \U0001f468\u200d\U0001f469\u200d\U0001f467 here",
        ),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("5\u00a0pm – “no”", "5\u00a0pm – “no”"),
    ],
)
def test_what_nobody_sees_is_left_out(text: str, seen: str) -> None:
    assert visible(text) == seen
    assert tidy(Article(text, "a.pdf", title=text, extractor="pypdf 7")).text == seen
    assert [text[at] for at in places(text)] == list(seen.replace("a-M", "a\u2011M").replace("n-L", "n\u2010L"))
    exact = tidy(Article(text, "a.txt", title=text))
    assert (exact.text, exact.extractor) == (text, None), "offsets count from the start of the file"
    assert exact.title == " ".join(seen.split())


@given(st.text())
def test_what_is_seen_is_kept_in_order(text: str) -> None:
    kept = visible(text)
    assert visible(kept) == kept
    assert kept == "".join(text[at] for at in places(text)).replace("\u2010", "-").replace("\u2011", "-")
    assert places(text) == sorted(set(places(text)))


def test_a_text_of_nothing_that_is_seen_is_empty() -> None:
    with pytest.raises(ReadError, match="has no text"):
        tidy(Article("\u200b\u00ad \ufeff", "a.txt"))
