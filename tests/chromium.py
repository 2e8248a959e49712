"""A real browser, for the tests that need one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

# Only what is needed: no sandbox (CI runs as root), and no service of the browser's own.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, from the system or as Playwright installed it. CI must have one."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        except BrowserError as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no browser: install Chromium ({error.message.splitlines()[0]})")
        yield started
        started.close()
