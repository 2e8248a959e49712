"""A secure connection is made to the name in the address, though the machine behind it was chosen before."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest
import trustme

from quotes.http import Fetcher, Limits
from tests.web import STORY, reason, refused, site


def here(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def served_as(name: str, authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def trusting(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetcher:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return Fetcher(allow_private=True, limits=Limits(interval=0.0, silence=5.0), resolve=here)


def test_a_certificate_of_nobody_we_trust_is_refused() -> None:
    with site({"/a": STORY}, served_as("127.0.0.1", trustme.CA())) as web:
        assert reason(f"{web.url}/a").startswith("has a certificate that is not trusted (")
    assert web.asked == []


def test_the_name_is_checked_and_not_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    with (
        site({"/a": STORY}, served_as("paper.example", authority)) as web,
        trusting(authority, tmp_path, monkeypatch) as fetcher,
    ):
        assert fetcher.fetch(f"https://paper.example:{web.port}/a")
        said = refused(fetcher, f"https://another.example:{web.port}/a")
    assert said.startswith("has a certificate that is not trusted (hostname mismatch")
    assert {headers["Host"] for _, headers in web.asked} == {f"paper.example:{web.port}"}


def test_a_server_that_speaks_no_tls() -> None:
    with site({"/a": STORY}) as web:
        address = web.url.replace("http:", "https:")
        assert reason(f"{address}/a").startswith("has no working secure connection (")
