"""Invented passages of news in ten styles, with who says what: `training/passages/*.txt`.

    python -m training.invented FOLDER

writes their texts into a folder, and their annotations into gold.json there, for `quotes evaluate`.

A file has passages of one style. `=== name` begins a passage, and `#straight` or `#single` after the name says how its
quotation marks are written. `@ Ada Byrd; Eli Moss` lists the full names. `{Byrd}` is a mention that says something,
`{she=Byrd}` one of another form, `{a clerk}` one of somebody unnamed, `{the club=Marl FC/org}` one of a body. What
follows a closing mark says whose words they are:

| sign | the words are said by |
| --- | --- |
| `>` | the next mention |
| `<` | the mention before |
| `^` | the source of the words before |
| `|Ada Byrd|` | somebody whom no mention names |
| `?` | nobody known |
| `~` | nobody: a title, a term, a nickname |
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

FOLDER = Path(__file__).parent / "passages"

_PASSAGE = re.compile(r"^=== (?P<name>\S+)(?P<marks> #straight| #single)?\n@(?P<cast>.*)\n", re.MULTILINE)
_PART = re.compile(
    r"\{(?P<words>[^{}=/]+)(?:=(?P<speaker>[^{}/]+))?(?:/(?P<kind>org))?\}"
    r"|(?P<open>[“‘])|(?P<close>[”’])(?P<sign>[><^?~]|\|[^|]+\|)?"
)
_CLOSING = {"“": "”", "‘": "’"}
_MARKS = {
    " #straight": str.maketrans("“”‘’", "\"\"''"),
    " #single": str.maketrans("“”‘’", "‘’“”"),
}


class Source(NamedTuple):
    """The words that name a source, end exclusive, and who it is. kind: person, org or anon."""

    start: int
    end: int
    speaker: str
    kind: str


class Quoted(NamedTuple):
    """Words between marks, and who says them. source: the mention, if any. said: not for titles and terms."""

    start: int
    end: int
    source: Source | None
    speaker: str | None
    kind: str
    said: bool


class Passage(NamedTuple):
    """A text with what stands between its marks."""

    name: str
    text: str
    quoted: list[Quoted]


def passages(path: Path) -> Iterator[Passage]:
    """The passages of a file.

    Raises ValueError where the words between two marks have no sign.
    """
    whole = path.read_text(encoding="utf-8")
    heads = list(_PASSAGE.finditer(whole))
    ends = [head.start() for head in heads[1:]] + [len(whole)]
    for head, end in zip(heads, ends, strict=True):
        names = [name.strip() for name in head["cast"].split(";")]
        passage = _passage(head["name"], whole[head.end() : end].strip("\n") + "\n", names)
        yield passage._replace(text=passage.text.translate(_MARKS.get(head["marks"], {})))


def _passage(name: str, marked: str, names: Sequence[str]) -> Passage:
    text = ""
    at = 0
    sources: list[Source] = []
    signs: list[tuple[int, int, str, int]] = []
    opened: tuple[str, int] | None = None
    for part in _PART.finditer(marked):
        text += marked[at : part.start()]
        at = part.end()
        if part["words"]:
            start = len(text)
            text += part["words"]
            speaker = _full_name(part["speaker"] or part["words"], names)
            kind = part["kind"] or ("person" if speaker[0].isupper() else "anon")
            sources.append(Source(start, len(text), speaker, kind))
            continue
        text += part["open"] or part["close"]
        if part["open"] and opened is None:
            opened = part["open"], len(text)
        elif part["close"] and opened is not None and part["close"] == _CLOSING[opened[0]]:
            if not part["sign"]:
                raise ValueError(f"{name}: no sign after {text[opened[1] : -1][:60]!r}")
            signs.append((opened[1], len(text) - 1, part["sign"], len(sources)))
            opened = None
        else:
            text += part["sign"] or ""
    return Passage(name, text + marked[at:], list(_quoted(name, signs, sources)))


def _quoted(name: str, signs: Sequence[tuple[int, int, str, int]], sources: Sequence[Source]) -> Iterator[Quoted]:
    last: Quoted | None = None
    for start, end, sign, before in signs:
        if sign in "?~":
            yield Quoted(start, end, None, None, "person", sign == "?")
            continue
        if sign.startswith("|"):
            last = Quoted(start, end, None, sign.strip("|"), "person", True)
        elif sign == "^":
            if last is None:
                raise ValueError(f"{name}: nobody said anything before {start}")
            last = last._replace(start=start, end=end)
        else:
            source = sources[before if sign == ">" else before - 1]
            last = Quoted(start, end, source, source.speaker, source.kind, True)
        yield last


def _full_name(words: str, names: Sequence[str]) -> str:
    """The full name whose last word, or else another one, ends some words; the words if there is none."""
    last = words.split()[-1].strip(".,")
    by_last = [name for name in names if name.split()[-1] == last]
    by_any = [name for name in names if last in name.split()]
    exact = [name for name in names if name in words]
    return next(iter([*exact, *by_last, *by_any]), words)


def annotated(passage: Passage) -> dict[str, list[dict[str, Any]]]:
    """What is said in a passage, as a file of annotations has it (docs/evaluation.md)."""
    found: dict[str, list[dict[str, Any]]] = {"quotes": [], "paraphrases": [], "not_quotes": [], "optional": []}
    for each in passage.quoted:
        row: dict[str, Any] = {"start": each.start, "end": each.end, "text": passage.text[each.start : each.end]}
        if not each.said or each.speaker is None:
            found["optional" if each.said else "not_quotes"].append(row)
        else:
            mentions = [[each.source.start, each.source.end]] if each.source is not None else []
            found["quotes"].append(row | {"mentions": mentions, "speaker": each.speaker, "speaker_kind": each.kind})
    return found


def main(folder: Annotated[Path, typer.Argument(help="Where the texts and gold.json are written.")]) -> None:
    """Write the passages and their annotations."""
    folder.mkdir(parents=True, exist_ok=True)
    gold = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for passage in passages(path):
            name = f"{path.stem}_{passage.name}.txt"
            (folder / name).write_text(passage.text, encoding="utf-8", newline="")
            gold[name] = annotated(passage)
    (folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
