"""PolNeAR: paragraphs with the attributions annotated by hand and CoreNLP's silver trees and names.

Newell, Margolin and Ruths, "An Attribution Relations Corpus for Political News", LREC 2018.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

from training.gold import Gold

_ROLES = {"content": "CONTENT", "source": "SOURCE", "cue": "CUE"}


def held_out(name: str) -> bool:
    """Whether an article's roles are kept from training, so that a ranker can learn from unspoilt ones.

    name: the article's file name. One article in five, by SHA-1 of the name.
    """
    return _number(name) % 5 == 0


def reserved(name: str) -> bool:
    """Whether nobody learns from an article, or reads it: it shows what to expect of texts never seen.

    name: the article's file name. One article in ten, by SHA-1 of the name, half of those that are `held_out`.
    """
    return _number(name) % 10 == 5


def fold_of(name: str, folds: int) -> int:
    """The fold of an article that is held out, for cross-fitting."""
    return _number(name) // 10 % folds


def _number(name: str) -> int:
    return int(hashlib.sha1(name.encode()).hexdigest(), 16)


def read_polnear(folder: Path, part: str, keep_back: bool = True) -> Iterator[tuple[str, list[Gold]]]:
    """The articles of a part ("train" or "dev"): file name and paragraphs.

    keep_back: leave the roles of held out articles unknown.
    The silver leaves out some paragraphs (rules, tweets in mark-up) and normalises white space.
    Raises ValueError where a silver paragraph is in no article.
    """
    attributions = json.loads((folder / f"{part}.attributions.json").read_text(encoding="utf-8"))
    silver = DocBin().from_disk(folder / f"{part}.silver.spacy").get_docs(spacy.blank("en").vocab)
    paragraph = next(silver, None)
    for path in sorted((folder / part).glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        roles = None if keep_back and held_out(path.name) else _roles(text, attributions.get(path.name, []))
        visible = [i for i, character in enumerate(text) if not character.isspace()]
        dense = "".join(text[i] for i in visible)
        found: list[Gold] = []
        at = 0
        while paragraph is not None:
            words = ["".join(token.text.split()) for token in paragraph]
            start = dense.find("".join(words), at)
            if start < 0:
                break
            offsets = list(accumulate((len(word) for word in words), initial=start))
            found.append(_gold(paragraph, None if roles is None else [roles[visible[i]] for i in offsets[:-1]]))
            at = offsets[-1]
            paragraph = next(silver, None)
        yield path.name, found
    if paragraph is not None:
        raise ValueError(f"{folder}: no article of {part} has the silver paragraph {paragraph.text[:60]!r}")


def _roles(text: str, attributions: list[dict[str, list[list[int]]]]) -> list[str]:
    roles = ["O"] * len(text)
    for attribution in attributions:
        for key, role in _ROLES.items():
            for start, end in attribution.get(key, []):
                roles[start:end] = [role] * (end - start)
    return roles


def _gold(doc: Doc, roles: list[str] | None) -> Gold:
    return Gold(
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        heads=[token.head.i if token.has_head() else None for token in doc],
        deps=[token.dep_ for token in doc],
        entities=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc],
        starts=[token.i == 0 or bool(token.is_sent_start) for token in doc],
        roles=roles,
    )
