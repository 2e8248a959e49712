"""Other plugins of Datasette add to our pages what they add to Datasette's own, and nothing else runs there."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from datasette import hookimpl
from datasette.plugins import pm
from jinja2 import Environment

from tests.builders import fill
from tests.site import attached, id_of, serve

SCRIPT = "document.title = '“seen” & </b>';"
HASH = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()


class Plugin:
    """Adds something by every hook."""

    __name__ = "test-plugin"

    @hookimpl
    def extra_css_urls(self, template: str) -> list[Any]:
        own = [{"url": "https://fonts.example/face.css", "sri": "sha384-x"}, "/-/static/plain.css"]
        return own if template.startswith("quotes/") else []

    @hookimpl
    def extra_js_urls(self) -> list[Any]:
        return [{"url": "https://stats.example/count.js", "module": True}]

    @hookimpl
    def extra_body_script(self, view_name: str) -> dict[str, Any] | str:
        return {"script": SCRIPT, "module": True} if view_name == "quotes" else "1"

    @hookimpl
    def extra_template_vars(self, request: Any) -> Any:
        async def variables() -> dict[str, str]:
            return {"motto": f"read at {request.path}", "title": "never"}

        return variables


@pytest.fixture
def plugin() -> Iterator[None]:
    registered = Plugin()
    pm.register(registered, name="test-plugin")
    yield
    pm.unregister(registered)


def test_style_sheets_scripts_and_their_policy(database: Path, plugin: None) -> None:
    get = serve(database, base_url="/archive/")
    for path in ("/", "/search?q=crews", f"/q/{id_of(database, 'painful')}", "/q/none"):
        page = get(path)
        sheet = '<link rel="stylesheet" href="https://fonts.example/face.css" integrity="sha384-x" crossorigin'
        assert sheet in page.text
        assert '<link rel="stylesheet" href="/archive/-/static/plain.css">' in page.text
        assert '<script type="module" src="https://stats.example/count.js"></script>' in page.text
        assert f'<script type="module">{SCRIPT}</script>' in page.text
        rules = page.headers["content-security-policy"].split("; ")
        assert "style-src 'self' https://fonts.example" in rules
        assert f"script-src 'self' https://stats.example 'sha256-{HASH}'" in rules
        assert "default-src 'none'" in rules


def test_variables_reach_templates_of_the_newsroom(tmp_path: Path, database: Path, plugin: None) -> None:
    (tmp_path / "quotes").mkdir()
    (tmp_path / "quotes" / "about.html").write_text("{{ motto }} – {{ title }}", encoding="utf-8")
    get = serve(database, template_dir=tmp_path)
    assert get("/about").text == "read at /about – About – Quotes"


def test_configured_style_sheets(database: Path) -> None:
    get = serve(database, allow={"extra_css_urls": ["https://paper.example/house.css"]})
    page = get("/")
    assert page.text.count('<link rel="stylesheet" href="https://paper.example/house.css">') == 1
    assert "style-src 'self' https://paper.example;" in page.headers["content-security-policy"]


def test_without_plugins_nothing_is_added(database: Path) -> None:
    page = serve(database)("/")
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert page.text.count("<script") == 0


@pytest.mark.parametrize("name", ["q", "search", "speakers", "articles", "api"])
def test_a_file_named_like_a_page_is_warned_of(tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture) -> None:
    fill(tmp_path / f"{name}.db").conn.close()
    fill(tmp_path / "archive.db").conn.close()
    asyncio.run(attached(tmp_path / "archive.db").invoke_startup())
    assert caplog.text == ""
    asyncio.run(attached(tmp_path / f"{name}.db").invoke_startup())
    (said,) = caplog.messages
    assert said == (
        f"{name}.db: this name hides the tables of the database behind pages of the site; "
        "rename the file, or use quotes serve"
    )


@pytest.mark.slow
def test_templates_are_compiled_when_a_server_starts(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasette = attached(database)
    environment = getattr(datasette, "get_jinja_environment", lambda: datasette.jinja_env)()
    environment.bytecode_cache = None
    sent: list[MutableMapping[str, Any]] = []

    async def start() -> None:
        events = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, str]:
            return {"type": next(events)}

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        await datasette.app()({"type": "lifespan"}, receive, send)

    asyncio.run(start())
    assert [each["type"] for each in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    compiled: list[str] = []
    compile_template = Environment.compile

    def noted(self: Environment, source: Any, name: str | None = None, *rest: Any, **options: Any) -> Any:
        compiled.append(str(name))
        return compile_template(self, source, name, *rest, **options)

    monkeypatch.setattr(Environment, "compile", noted)
    for path in ["/", "/speakers", f"/q/{id_of(database, 'painful')}", "/search?q=crews", "/q/none"]:
        asyncio.run(datasette.client.get(path))
    assert compiled == []
