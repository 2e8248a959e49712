"""English Web Treebank and GUM: CoNLL-U paragraphs, relabelled as Universal Dependencies version 1.

The news in PolNeAR was parsed by Stanford CoreNLP, which writes version 1; to learn from all of them the
treebanks' version 2 is rewritten, structure and labels, as far as labels allow
(https://universaldependencies.org/v2/summary.html lists the changes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.gold import Gold

_RENAMED = {
    "obj": "dobj",
    "obl": "nmod",
    "nsubj:pass": "nsubjpass",
    "csubj:pass": "csubjpass",
    "aux:pass": "auxpass",
    "flat": "compound",
    "fixed": "mwe",
    "goeswith": "compound",
    "root": "ROOT",
    "list": "dep",
    "vocative": "dep",
    "reparandum": "dep",
    "orphan": "dep",
    "dislocated": "dep",
}
_TAGS = {"HYPH": ":", "NFP": ":", "ADD": "NN", "AFX": "JJ", "GW": "", "XX": "FW"}
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no"})
_ENTITY = re.compile(r"\((?P<open>\d+)-(?P<fields>[^()]*)(?P<one>\))?|(?P<close>\d+)\)")
_NAMED = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady president minister prime professor prof king queen prince princess saint st "
    "captain general colonel sergeant senator governor judge justice pope father rev reverend chancellor".split()
)


@dataclass
class _Row:
    form: str
    tag: str
    head: int
    dep: str
    misc: str
    space: bool


def read_treebank(path: Path, named: dict[str, list[str]] | None = None) -> Iterator[Gold]:
    """The paragraphs of a CoNLL-U file.

    named: for each sentence id its entity tags (see `read_entities`). Without it the names are read from
        GUM's `Entity` column where the file has one, and are unknown where it has none, or where the words
        of a sentence are not those that were tagged.
    """
    sentences: list[list[_Row]] = []
    ids: list[str] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if not block.strip():
            continue
        if "# newpar" in block or "# newdoc" in block:
            if sentences:
                yield _paragraph(sentences, ids, named)
            sentences, ids = [], []
        sentences.append(_rows(block))
        found = re.search(r"^# sent_id = (.+)$", block, re.MULTILINE)
        ids.append(found.group(1) if found else "")
    if sentences:
        yield _paragraph(sentences, ids, named)


def read_entities(path: Path) -> dict[str, list[str]]:
    """Universal NER's tags by sentence id (Mayhew et al. 2024), PER written PERSON.

    It marks no nationalities, events or works: a capitalised word outside its names is left unknown.
    """
    tags: dict[str, list[str]] = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        found = re.search(r"^# sent_id = (.+)$", block, re.MULTILINE)
        if found is None:
            continue
        rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
        tags[found.group(1)] = [row[2].replace("PER", "PERSON").replace("OTH", "MISC") for row in rows]
    return tags


def _rows(block: str) -> list[_Row]:
    rows: list[_Row] = []
    glued_until = 0
    glued_space = True
    for line in block.split("\n"):
        columns = line.split("\t")
        if line.startswith("#") or len(columns) < 10 or "." in columns[0]:
            continue
        space = "SpaceAfter=No" not in columns[9]
        if "-" in columns[0]:
            glued_until, glued_space = int(columns[0].split("-")[1]), space
            continue
        number = int(columns[0])
        if number < glued_until:
            space = False
        elif number == glued_until:
            space = glued_space
        rows.append(_Row(columns[1], columns[4], int(columns[6]) - 1, columns[7], columns[9], space))
    return rows


def _paragraph(sentences: list[list[_Row]], ids: list[str], named: dict[str, list[str]] | None) -> Gold:
    gold = Gold([], [], [], [], [], [], [])
    has_entities = any("Entity=" in row.misc for rows in sentences for row in rows)
    for rows, sentence_id in zip(sentences, ids, strict=True):
        base = len(gold.words)
        heads, deps = _to_version_1(rows)
        gold.words += [row.form for row in rows]
        gold.spaces += [row.space for row in rows]
        gold.tags += [_TAGS.get(row.tag, row.tag) for row in rows]
        gold.heads += [base + head for head in heads]
        gold.deps += deps
        gold.starts += [i == 0 for i in range(len(rows))]
        if named is not None:
            entities = named.get(sentence_id, [])
            if len(entities) != len(rows):
                entities = [""] * len(rows)
            gold.entities += [_or_unknown(tag, row) for tag, row in zip(entities, rows, strict=True)]
        elif not has_entities:
            gold.entities += [""] * len(rows)
    if named is None and has_entities:
        gold.entities = _gum_entities([row for rows in sentences for row in rows])
    gold.__post_init__()
    return gold


def _or_unknown(tag: str, row: _Row) -> str:
    return "" if tag == "O" and row.form[:1].isupper() and row.tag in {"NNP", "NNPS", "JJ"} else tag


def _to_version_1(rows: list[_Row]) -> tuple[list[int], list[str]]:
    heads = [row.head if row.head >= 0 else i for i, row in enumerate(rows)]
    deps = [row.dep for row in rows]
    _names_end_in_their_head(heads, deps)
    for i, row in enumerate(rows):
        head = heads[i]
        if deps[i] in {"cc", "punct"} and i < head and deps[head] == "conj":
            heads[i] = heads[head]
        if deps[i] in {"advmod", "det"} and row.form.lower() in _NEGATIONS:
            deps[i] = "neg"
    return heads, [_RENAMED.get(dep, _RENAMED.get(dep.split(":")[0], dep.split(":")[0])) for dep in deps]


def _names_end_in_their_head(heads: list[int], deps: list[str]) -> None:
    """Version 2 hangs the words of a name on the first; CoreNLP hangs them on the last."""
    for first in range(len(heads)):
        flat = [i for i in range(len(heads)) if heads[i] == first and i != first and deps[i] == "flat"]
        if not flat or flat != list(range(first + 1, first + 1 + len(flat))):
            continue
        last = flat[-1]
        for i in range(len(heads)):
            if heads[i] == first and i != first:
                heads[i] = last
        heads[last], deps[last] = (last if heads[first] == first else heads[first]), deps[first]
        heads[first], deps[first] = last, "flat"


def _gum_entities(rows: list[_Row]) -> list[str]:
    """Names out of GUM's entities, which are whole noun phrases: the proper nouns around the head.

    A capitalised proper noun or adjective outside persons, organisations and places may be a nationality, an
    event or a work, which GUM does not tell apart from other things: unknown.
    """
    tags = ["" if r.form[:1].isupper() and r.tag in {"NNP", "NNPS", "JJ"} else "O" for r in rows]
    found: list[tuple[int, int, str, int]] = []
    opened: dict[str, list[tuple[int, str, int]]] = {}
    for i, row in enumerate(rows):
        misc = re.search(r"(?:^|\|)Entity=([^|]*)", row.misc)
        for match in _ENTITY.finditer(misc.group(1) if misc else ""):
            if match["open"]:
                fields = match["fields"].split("-")
                minspan = next((f for f in fields[3:6] if re.fullmatch(r"\d+(,\d+)*", f)), "1")
                head = int(minspan.split(",")[-1]) - 1
                if match["one"]:
                    found.append((i, i + 1, fields[0], i + head))
                else:
                    opened.setdefault(match["open"], []).append((i, fields[0], i + head))
            elif opened.get(match["close"]):
                start, kind, head = opened[match["close"]].pop()
                found.append((start, i + 1, kind, head))
    for start, end, kind, head in sorted(found, key=lambda f: f[0] - f[1]):
        if kind not in _NAMED or head >= end or rows[head].tag not in {"NNP", "NNPS"}:
            continue
        first, last = head, head + 1
        while first > start and rows[first - 1].tag in {"NNP", "NNPS"}:
            first -= 1
        while last < end and rows[last].tag in {"NNP", "NNPS"}:
            last += 1
        if kind == "person":
            while first < last - 1 and rows[first].form.lower().strip(".") in _TITLES:
                first += 1
        if kind == "person" and rows[head].tag == "NNPS":
            continue
        tags[first:last] = [("I-" if i else "B-") + _NAMED[kind] for i in range(last - first)]
    return tags
