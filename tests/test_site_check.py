"""/check: a draft is checked in a process of its own, with limits, and forgotten."""

from __future__ import annotations

import io
import json
import logging
import signal
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest

from quotes import store
from quotes.site import draft_check, public_url
from quotes.store.publication import publish
from tests.builders import fill
from tests.site import Get, id_of, serve, text_of

SAID = "“We have no money left,” said Ines Okafor, the harbour master. It was a long day in the town."
ON = {"plugins": {public_url.PLUGIN: {"check": True}}}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    fill(path).close()
    return path


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests may keep all processors busy, and the process gives way to them."""
    monkeypatch.setattr(draft_check, "SECONDS", 300)


@pytest.fixture(scope="module")
def get(database: Path) -> Get:
    return serve(database)


def sent(get: Get, text: str = "", file: tuple[str, bytes] | None = None, **options: Any) -> httpx.Response:
    """The answer to the form. It is sent as browsers do, with an empty file where none is chosen."""
    return get("/check", method="post", data={"text": text}, files={"file": file or ("", b"")}, **options)


def problem(page: httpx.Response) -> str:
    return text_of(page.text.partition('role="alert"')[2].join(["<main>", "</main>"])).partition(".")[0]


def test_the_form(get: Get) -> None:
    page = get("/check")
    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    assert 'href="/check" aria-current="page"' in page.text
    assert "set-cookie" not in page.headers


@pytest.mark.slow
def test_a_pasted_draft(get: Get, database: Path) -> None:
    page = sent(get, SAID)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    with closing(store.open(database)) as connection:
        (printed,) = connection.execute("select text from quotations where text like '%no money left%'").fetchone()
    id = id_of(database, printed)
    assert f'<a href="/q/{id}">' in page.text
    assert '<a id="quotation-1" href="#finding-1">1</a>' in page.text
    assert 'id="finding-1"' in page.text
    shown = text_of(page)
    assert "1 quotation: 1 " in shown
    assert f"http://localhost/q/{id}" in text_of(page, "pre")


def in_word() -> bytes:
    document, saved = docx.Document(), io.BytesIO()
    document.add_paragraph(SAID)
    document.save(saved)
    return saved.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("draft.docx", in_word()),
        ("draft.html", f"<html><body><article><h1>Money</h1><p>{SAID}</p></article></body></html>".encode()),
        ("draft.md", f"# Money\n\n{SAID}\n".encode()),
    ],
)
def test_an_uploaded_draft(get: Get, name: str, content: bytes) -> None:
    page = sent(get, "  ", (name, content))
    assert page.status_code == 200, problem(page)
    assert "We have no money left" in text_of(page)
    assert "Only the file" not in text_of(page)


@pytest.mark.slow
def test_a_file_is_checked_in_place_of_a_text_and_that_is_said(get: Get) -> None:
    page = sent(get, "A pasted <draft>.", ("draft.md", SAID.encode()))
    assert page.status_code == 200, problem(page)
    assert "Only the file draft.md was checked. The pasted text is still below" in text_of(page)
    assert "A pasted &lt;draft&gt;.</textarea>" in page.text


def test_a_text_beside_a_file_that_cannot_be_checked_is_kept(get: Get) -> None:
    page = sent(get, "A pasted draft.", ("draft.xyz", b"\x00\xff" * 50))
    assert page.status_code == 400
    assert "A pasted draft.</textarea>" in page.text


@pytest.mark.slow
def test_markup_in_a_draft_is_text(get: Get) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = sent(get, f"“We {attack} have no money left at all,” said Ines {attack} Okafor.\n\n{attack} {SAID}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def bomb() -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:document xmlns:w='x'>" + b"a" * 100_000_000)
    return saved.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bomb.docx", bomb(), "expands to more than"),
        ("deep.html", b"<html><body>" + b"<div>" * 100_000, "nested more than"),
        ("many.zip", b"PK\x03\x04" + bytes(100), "not one article"),
        ("noise.pdf", bytes(range(256)) * 20, "This draft "),
    ],
)
def test_hostile_files_are_refused(get: Get, name: str, content: bytes, reason: str) -> None:
    page = sent(get, file=(name, content))
    assert page.status_code == 400
    assert reason in problem(page)


def test_a_refused_text_can_be_sent_again(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_check, "_running", draft_check.AT_ONCE)
    page = sent(get, "a < b")
    assert page.status_code == 503
    assert page.headers["retry-after"] == "60"
    assert problem(page).endswith("being checked at the moment")
    assert text_of(page, "textarea") == "a < b"


@pytest.mark.parametrize(
    ("options", "status", "reason"),
    [
        ({"files": {"text": (None, b" ")}}, 400, "There is no draft"),
        ({"files": {"text": (None, b"a" * (draft_check.LARGEST + 1))}}, 413, "larger than 1 MB"),
        ({"files": {"file": ("a.txt", b"a" * (2 * draft_check.LARGEST))}}, 413, "larger than 1 MB"),
        ({"data": {"text": SAID}}, 415, "could not be read"),
        ({"content": b"--x", "headers": {"content-type": "multipart/form-data; boundary=y"}}, 400, "could not be read"),
    ],
)
def test_what_is_no_draft(get: Get, options: dict[str, Any], status: int, reason: str) -> None:
    page = get("/check", method="post", **options)
    assert page.status_code == status
    assert reason in page.text


@pytest.mark.slow
def test_a_draft_that_takes_too_long(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_check, "SECONDS", 0.01)
    page = sent(get, SAID)
    assert page.status_code == 503
    assert "takes too long" in problem(page)
    assert draft_check._running == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "status"),
    [("while True: pass", -signal.SIGXCPU), ("bytearray(2 << 30)", 1)],
    ids=["processor", "memory"],
)
def test_the_process_has_limits(work: str, status: int) -> None:
    program = f"from quotes.checker import draft_process as it; it.SECONDS = 1; it.MEMORY = 2 << 30; it.limit(); {work}"
    lines = program.replace("; while", "\nwhile")
    ended = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True)
    assert ended.returncode == status, ended.stderr
    assert status < 0 or "MemoryError" in ended.stderr


@pytest.mark.slow
def test_too_little_memory_is_said(database: Path) -> None:
    program = "from quotes.checker import draft_process as it; it.answer = lambda *_: bytearray(4 << 30); it.main()"
    asked = {"archive": str(database), "name": "", "address": "", "site": ""}
    ended = subprocess.run(
        [sys.executable, "-c", program], input=f"{json.dumps(asked)}\n{SAID}", capture_output=True, text=True
    )
    assert json.loads(ended.stdout) == {"problem": "This draft takes too much memory"}


@pytest.mark.slow
def test_the_site_itself_loads_no_language_model(database: Path) -> None:
    program = """
import sys
from pathlib import Path
from tests.site import serve
page = serve(Path(sys.argv[1]))("/check", method="post", files={"text": (None, sys.argv[2])})
assert "finding-1" in page.text, page.text
print(*{name.partition(".")[0] for name in sys.modules} & {"spacy", "thinc", "rapidfuzz", "lxml", "mammoth"})
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, str(database), SAID], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == ""


@pytest.mark.slow
def test_nothing_is_stored_or_logged(
    get: Get, database: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    before = {path.name: path.read_bytes() for path in database.parent.iterdir() if not path.name.endswith("-shm")}
    secret = "zanzibarquux"
    assert sent(get, f"{SAID} {secret}").status_code == 200
    after = {path.name: path.read_bytes() for path in database.parent.iterdir() if not path.name.endswith("-shm")}
    assert after.items() <= before.items()  # SQLite may remove an empty log
    assert secret not in caplog.text
    assert secret not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "https://behind-a-proxy.example"}, 400),
        ({"origin": "http://localhost"}, 400),
        ({"cookie": "ds_actor=x"}, 400),
    ],
)
def test_forms_of_other_sites_are_refused(get: Get, headers: dict[str, str], status: int) -> None:
    """400 is the answer to an empty form; no token is needed, with cookies neither."""
    assert sent(get, headers=headers).status_code == status


@pytest.mark.parametrize("path", ["/", "/search", "/check/", "/checks", "/quotes/quotations"])
def test_no_other_page_takes_a_form(get: Get, path: str) -> None:
    assert get(path, method="post", data={"text": SAID}).status_code in (404, 405)


def test_a_site_that_is_closed_checks_nothing(database: Path) -> None:
    closed = serve(database, allow={"allow": {"id": "desk"}})
    assert sent(closed, SAID).status_code == 403


@pytest.fixture
def published(database: Path) -> Path:
    path = database.with_name("public.db")
    if not path.exists():
        publish(database, path)
    return path


@pytest.mark.parametrize("immutable", [True, False])
def test_a_published_copy_checks_nothing_unless_a_setting_says_so(published: Path, immutable: bool) -> None:
    databases: dict[str, Any] = {"immutables": [published]} if immutable else {}
    files = [] if immutable else [published]
    off = serve(*files, **databases)
    assert off("/check").status_code == 403
    assert sent(off, SAID).status_code == 403
    assert 'href="/check"' not in off("/").text
    on = serve(*files, **databases, allow=ON)
    assert on("/check").status_code == 200
    assert 'href="/check"' in on("/").text


def test_a_setting_turns_it_off(database: Path) -> None:
    setting = {"plugins": {public_url.PLUGIN: {"check": False}}}
    off = serve(database, allow=setting)
    assert off("/check").status_code == 403
