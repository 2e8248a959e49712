"""Front matter, as site generators write it: YAML between ``---`` or TOML between ``+++``."""

from __future__ import annotations

import re
import tomllib

import yaml

# Characters. Front matter is a few lines, and parsing YAML is slow.
LONGEST = 20_000

_BLOCK = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<block>(?:[^\n]*\n)*?)(?P=fence)[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)*"
)


def split(text: str) -> tuple[dict[str, object], str]:
    """Split a text into the fields of its front matter and the rest.

    A text without front matter that can be read as named fields is returned whole, with no fields.
    """
    match = _BLOCK.match(text, 0, LONGEST)
    if match is None:
        return {}, text
    try:
        # The base loader makes strings, lists and mappings and nothing else: no dates, objects or code.
        block = match["block"]
        fields = yaml.load(block, yaml.BaseLoader) if match["fence"] == "---" else tomllib.loads(block)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}, text
    if not isinstance(fields, dict) or not fields:
        return {}, text
    cleaned = {str(name): None if value in ("", "~", "null") else value for name, value in fields.items()}
    return cleaned, text[match.end() :]
