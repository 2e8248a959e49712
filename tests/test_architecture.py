"""What may import what. The rules name packages, so they hold for modules that come and go."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "quotes"
# Each package may import those in the lines above its own, and those of its own line only if listed in `BESIDE`.
LEVELS = [
    ("installation", "limits", "model"),
    ("text",),
    ("ids", "names"),
    ("readers", "http", "extraction"),
    ("store", "evaluation"),
    ("checker",),
    ("export",),
    ("ingest",),
    ("batch",),
    ("site", "cli"),
]
BESIDE = {("http", "readers"), ("cli", "site"), ("names", "ids")}
FOREIGN = {
    "store": {"spacy", "thinc", "datasette", "typer"},
    "checker": {"spacy", "datasette", "typer"},
    "names": {"spacy", "sqlite3", "sqlite_utils", "datasette", "typer"},
    "extraction": {"sqlite3", "sqlite_utils", "datasette", "typer"},
    "readers": {"spacy", "sqlite3", "sqlite_utils", "datasette", "typer"},
    "site/pages": {"datasette", "spacy", "typer"},
    "export.py": {"spacy", "sqlite3", "datasette", "typer"},
}
MODULES = sorted(ROOT.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it; relative imports are not used."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from names if node.module == "quotes" else [node.module or ""]


def package(module: str) -> str:
    """The part of ours that a module is in; empty for `quotes` itself and what is not ours."""
    first, _, rest = module.partition(".")
    return rest.partition(".")[0] if first == "quotes" else ""


def level(name: str) -> int:
    return next(number for number, names in enumerate(LEVELS) if name in names)


@pytest.mark.slow
@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for module in imports(path):
        other = package(module)
        if other not in ("", "__version__", own):
            assert level(other) < level(own) or (own, other) in BESIDE, module


@pytest.mark.parametrize("place", FOREIGN)
def test_packages_do_not_know_what_is_not_their_business(place: str) -> None:
    found = ROOT / place
    for path in [found] if found.is_file() else found.rglob("*.py"):
        assert FOREIGN[place].isdisjoint(module.partition(".")[0] for module in imports(path)), path


def test_no_two_modules_have_one_name() -> None:
    named = [
        path.stem
        for path in MODULES
        if path.stem != "__init__" and path.relative_to(ROOT).parts[:-1] not in [("cli",), ("site", "pages")]
    ]
    assert [name for name, number in Counter(named).items() if number > 1] == []


def test_every_package_has_a_level() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    modules = {path.stem for path in ROOT.glob("*.py")} - {"__init__"}
    assert packages | modules == {name for names in LEVELS for name in names}
