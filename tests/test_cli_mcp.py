"""`quotes mcp`, asked by the client of the official SDK: over standard input and output, and in this process."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters

from quotes.cli.mcp import server
from quotes.installation import install_command
from tests.builders import fill
from tests.site import id_of

T = TypeVar("T")
PUBLIC = "https://quotes.example.org"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "quotes.db"
    fill(path).close()
    return path


def asked(target: Any, question: Callable[[Client], Awaitable[T]]) -> T:
    async def ask() -> T:
        async with Client(target) as client:
            return await question(client)

    return asyncio.run(ask())


def call(database: Path, tool: str, **arguments: Any) -> dict[str, Any]:
    """The answer of a tool that must not fail."""
    answer = asked(server(database, PUBLIC), lambda client: client.call_tool(tool, arguments))
    assert not answer.is_error, answer
    assert isinstance(answer.structured_content, dict)
    return answer.structured_content


def failure(database: Path, tool: str, **arguments: Any) -> str:
    answer = asked(server(database, PUBLIC), lambda client: client.call_tool(tool, arguments))
    assert answer.is_error
    return str(answer.content[0].text)  # type: ignore[union-attr]


@pytest.mark.slow
def test_over_standard_input_and_output(database: Path) -> None:
    program = "from quotes.cli import app; app()"
    started = StdioServerParameters(command=sys.executable, args=["-c", program, "mcp", "--db", str(database)])
    before = hashlib.sha256(database.read_bytes()).hexdigest()

    async def talk(client: Client) -> tuple[list[Any], Any, Any]:
        tools = (await client.list_tools()).tools
        found = await client.call_tool("search_quotations", {"query": "painful"})
        checked = await client.call_tool("check_draft", {"text": "“We have no money left,” said Ines Okafor."})
        return tools, found, checked

    tools, found, checked = asked(started, talk)
    assert {tool.name for tool in tools} == {"search_quotations", "get_quotation", "check_draft"}
    assert all(tool.annotations and tool.annotations.read_only_hint and tool.description for tool in tools)
    (quotation,) = found.structured_content["quotations"]
    assert quotation["permalink"] == f"http://127.0.0.1:8001/q/{id_of(database, 'painful')}"
    (finding,) = checked.structured_content["findings"]
    assert finding["printings"][0]["permalink"].startswith("http://127.0.0.1:8001/q/")
    assert checked.structured_content["summary"].startswith("1 quotation: 1 ")
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before


def test_searching(database: Path) -> None:
    everything = call(database, "search_quotations", query="", speaker="Ines Okafor", limit=1)
    assert everything["total"] > 1
    assert len(everything["quotations"]) == 1
    assert call(database, "search_quotations", query="zebra") == {"total": 0, "notes": [], "quotations": []}
    (one,) = call(database, "search_quotations", query="painful")["quotations"]
    assert one["speakers"][0]["name"] == "Ines Okafor"
    assert "painful" in one["sentence"]


@pytest.mark.parametrize("form", ["{}", f"{PUBLIC}/q/{{}}", f"{PUBLIC}/q/{{}}.bib"])
def test_one_quotation_with_its_context_and_citation(database: Path, form: str) -> None:
    id = id_of(database, "painful")
    found = call(database, "get_quotation", id=form.format(id))
    assert found["id"] == id
    assert "“painful”" in found["context"]
    assert found["permalink"] == f"{PUBLIC}/q/{id}"
    assert found["citation"].startswith("Ines Okafor, harbour master: [partial quotation] “painful.” In: ")
    assert found["permalink"] in found["citation"]


def test_mistakes_are_explained(database: Path) -> None:
    assert "no quotation has the id x" in failure(database, "get_quotation", id="x")
    assert "2031-99" in failure(database, "search_quotations", query="a", since="2031-99")
    assert "more than" in failure(database, "check_draft", text="a" * 1_000_001)


@pytest.mark.slow
def test_the_extra_is_named_if_it_is_missing(database: Path) -> None:
    program = "import sys; sys.modules['mcp.server'] = None; from quotes.cli import app; app()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "mcp", "--db", str(database)], capture_output=True, text=True, input=""
    )
    assert ended.returncode == 1
    assert ended.stderr == f"Error: quotes mcp: needs the extra mcp; install it with: {install_command('mcp')}\n"
    assert ended.stdout == ""


@pytest.mark.slow
def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("no archive")
    ended = subprocess.run(
        [sys.executable, "-c", "from quotes.cli import app; app()", "mcp", "--db", str(tmp_path / "a.db")],
        capture_output=True, text=True, input="",
    )  # fmt: skip
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1


def test_an_unknown_argument_is_an_error(database: Path) -> None:
    told = failure(database, "search_quotations", query="painful", speakr="Ines Okafor")
    assert "search_quotations has no argument speakr; it has query, speaker" in told
    assert "get_quotation has no argument query" in failure(database, "get_quotation", id="x", query="y")
