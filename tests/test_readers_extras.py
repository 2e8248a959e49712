"""The libraries of single formats are loaded when one is read, and their absence is one line that says what to do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from quotes.installation import install_command
from quotes.readers import docx, parquet, pdf, warc
from quotes.readers.base import Reader
from tests.resources import refusal, resource

HEAVY = "docx ijson lxml mammoth markdown_it pyarrow pypdf trafilatura warcio".split()


@pytest.mark.parametrize(
    ("read", "module", "extra"),
    [
        (docx.read, "mammoth", "docx"),
        (parquet.read, "pyarrow", "parquet"),
        (pdf.read, "pypdf", "pdf"),
        (warc.read, "warcio.recordloader", "warc"),
    ],
)
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, read: Reader, module: str, extra: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert refusal(read, resource(b"", "a")) == f"a: needs the extra {extra}; install it with: {install_command(extra)}"


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    readers = (
        "docx front_matter markdown markup ninjs nitf parquet pdf plain_text tabular pdf_layout warc compressed".split()
    )
    code = f"import sys, {', '.join(f'quotes.readers.{each}' for each in readers)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(HEAVY) & set(loaded)
