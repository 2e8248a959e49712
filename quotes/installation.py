"""How this package was installed, and the command that adds one of its extras."""

from __future__ import annotations

import json
import shlex
import sys
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any
from urllib.parse import unquote, urlsplit

DISTRIBUTION = "newsquotes"  # on the package index, where "quotes" is another project


def install_command(extra: str) -> str:
    """The command that installs an extra where Quotes is installed now.

    From a clone of the repository, it names the clone, so that it works without a package index.

    Args:
        extra: The name of the extra, as in pyproject.toml ("html").

    Returns:
        A command for a shell.
    """
    return f"{shlex.quote(sys.executable)} -m pip install {_requirement(_origin(), extra)}"


def _requirement(origin: dict[str, Any], extra: str) -> str:
    """What pip is to install. origin: as PEP 610 says, empty for a package from an index."""
    url = str(origin.get("url", ""))
    if "dir_info" in origin:
        editable = "--editable " if origin["dir_info"].get("editable") else ""
        folder = unquote(urlsplit(url).path)
        return f"{editable}{shlex.quote(f'{folder}[{extra}]')}"
    return shlex.quote(f"{DISTRIBUTION}[{extra}]" + (f" @ {url}" if url else ""))


def _origin() -> dict[str, Any]:
    try:
        text = distribution(DISTRIBUTION).read_text("direct_url.json")
    except PackageNotFoundError:
        return {}
    return dict(json.loads(text)) if text else {}
