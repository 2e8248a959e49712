"""The chains of coreference of GUM, as offsets into running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_ENTITY = re.compile(r"\((?P<open>\d+)-[^()]*(?P<one>\))?|(?P<close>\d+)\)")


class Mention(NamedTuple):
    """Where a mention stands in the text, end exclusive, and the number of its chain."""

    start: int
    end: int
    chain: str


class Chained(NamedTuple):
    """A text with the mentions of its chains."""

    name: str
    text: str
    mentions: list[Mention]


@dataclass
class _Text:
    name: str
    words: list[str] = field(default_factory=list)
    length: int = 0
    mentions: list[Mention] = field(default_factory=list)
    opened: dict[str, list[int]] = field(default_factory=dict)

    def add(self, word: str, brackets: str, space: str) -> None:
        start = self.length
        end = start + len(word)
        for match in _ENTITY.finditer(brackets):
            if match["open"] and match["one"]:
                self.mentions.append(Mention(start, end, match["open"]))
            elif match["open"]:
                self.opened.setdefault(match["open"], []).append(start)
            elif self.opened.get(match["close"]):
                self.mentions.append(Mention(self.opened[match["close"]].pop(), end, match["close"]))
        self.words.append(word + space)
        self.length = end + len(space)

    def finish(self) -> Chained:
        return Chained(self.name, "".join(self.words), self.mentions)


def chains_of_gum(path: Path) -> Iterator[Chained]:
    """The documents of a CoNLL-U file of GUM, a line of text for each of its paragraphs."""
    text: _Text | None = None
    new_paragraph = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc id = "):
            if text is not None:
                yield text.finish()
            text = _Text(line.removeprefix("# newdoc id = "))
        elif line.startswith("# newpar"):
            new_paragraph = True
        columns = line.split("\t")
        if text is None or len(columns) != 10 or not columns[0].isdigit():
            continue
        if new_paragraph and text.words:
            text.words[-1] = text.words[-1].rstrip(" ") + "\n\n"
            text.length = sum(map(len, text.words))
        new_paragraph = False
        entities = re.search(r"(?:^|\|)Entity=([^|]*)", columns[9])
        space = "" if "SpaceAfter=No" in columns[9] else " "
        text.add(columns[1], entities.group(1) if entities else "", space)
    if text is not None:
        yield text.finish()
