"""Datasette's own pages in a real browser: the policy that they are sent with lets them work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.builders import fill
from tests.chromium import chromium
from tests.served import serving


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    fill(path).conn.close()
    with serving(path) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Fails where the browser reports an error, such as something that the policy forbids."""
    with browser.new_page() as shown:
        complaints: list[str] = []
        shown.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        yield shown
        assert complaints == []
