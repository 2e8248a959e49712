"""What may import what. The rules name packages, so they hold for modules that come and go."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
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
# What a package or module must not import.
_STORAGE = {"sqlite3", "sqlite_utils"}
_INTERFACES = {"datasette", "typer"}
_EXTRACTION = {"spacy", "thinc"}
FOREIGN = {
    "installation.py": _STORAGE | _INTERFACES | _EXTRACTION,
    "limits.py": _STORAGE | _INTERFACES | _EXTRACTION,
    "model.py": _STORAGE | _INTERFACES | _EXTRACTION,
    "text": _STORAGE | _INTERFACES | _EXTRACTION,
    "ids.py": _STORAGE | _INTERFACES | _EXTRACTION,
    "names": _STORAGE | _INTERFACES | _EXTRACTION,
    "readers": _STORAGE | _INTERFACES | _EXTRACTION,
    "http": _STORAGE | _INTERFACES | _EXTRACTION,
    "extraction": _STORAGE | _INTERFACES,
    "store": _INTERFACES | _EXTRACTION,
    "evaluation": _STORAGE | _INTERFACES | _EXTRACTION,
    "checker": _INTERFACES | _EXTRACTION,
    "export.py": _STORAGE | _INTERFACES | _EXTRACTION,
    "ingest": _INTERFACES | _EXTRACTION,
    "batch": _INTERFACES | _EXTRACTION,
    "site": _EXTRACTION | {"typer"},
    "site/pages": _INTERFACES | _EXTRACTION,
    "cli": _EXTRACTION,
}
MODULES = sorted(ROOT.rglob("*.py"))


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules that a file imports, wherever in it; relative imports are not used."""
    return frozenset(_imports(path))


def _imports(path: Path) -> Iterator[str]:
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
    packages = [path.parent.name for path in MODULES if path.stem == "__init__"]
    named = [
        path.stem
        for path in [*MODULES, *ROOT.parent.glob("benchmarks/*.py"), *ROOT.parent.glob("training/*.py")]
        if not path.stem.startswith("__") and path.parent not in (ROOT / "cli", ROOT / "site/pages")
        if path.is_relative_to(ROOT) or path.stem not in packages
    ] + packages
    assert [name for name, number in Counter(named).items() if number > 1] == []


def test_every_package_has_a_level_and_a_row() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    modules = {path.stem for path in ROOT.glob("*.py")} - {"__init__"}
    assert packages | modules == {name for names in LEVELS for name in names}
    assert packages | modules == {place.removesuffix(".py") for place in FOREIGN} - {"site/pages"}
