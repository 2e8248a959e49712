"""What stands before a text about it: front matter as site generators write it, YAML between ``---`` or TOML
between ``+++``.
"""

from __future__ import annotations

import re
import tomllib

import yaml

# Characters. Front matter is a few lines; a parser of YAML takes its time.
LONGEST = 20_000

_BLOCK = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<block>(?:[^\n]*\n)*?)(?P=fence)[ \t]*(?:\r?\n|\Z)(?:[ \t]*\r?\n)*"
)


def split(text: str) -> tuple[dict[str, object], str]:
    """The fields of the front matter of `text`, and the text after it and the empty lines that follow.

    A text that does not begin with front matter, or with none that can be read as named fields, is all text.
    """
    match = _BLOCK.match(text, 0, LONGEST)
    if match is None:
        return {}, text
    try:
        # The base loader makes strings, lists and mappings and nothing else: no date, no object, no code.
        block = match["block"]
        fields = yaml.load(block, yaml.BaseLoader) if match["fence"] == "---" else tomllib.loads(block)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}, text
    if not isinstance(fields, dict) or not fields:
        return {}, text
    said = {str(name): None if value in ("", "~", "null") else value for name, value in fields.items()}
    return said, text[match.end() :]
