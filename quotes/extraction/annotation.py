"""Tags, heads and names of an article's folded passages, carried over to the tokens of its whole text.

The tokens of both differ around a quotation, and wherever another tokenizer made the Doc; they are matched by where
they stand in the text. What is folded away was not parsed. Its words get no tag, and whether they are names stays
open. They hang, as `dep`, on the first of them, which replaces the placeholder in its sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from spacy.tokens import Doc, Span, Token

from quotes.extraction.parsing import Passage
from quotes.text.characters import places as places_in

_ATTRIBUTES: dict[str, Callable[[Token], str]] = {
    "TAG": lambda token: token.tag_,
    "POS": lambda token: token.pos_,
    "MORPH": lambda token: str(token.morph),
    "LEMMA": lambda token: token.lemma_,
}


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is known about the tokens of a Doc; empty where nothing is.

    attributes: for each kind (TAG, POS, …) the value of each token, the empty string where it is not known.
    heads: the number of each token's head, its own for a root. deps: its relation to its head.
    entities: first token, end (exclusive) and label; disjoint and in order.
    folded: the tokens of what was folded away, first and end (exclusive).
    """

    attributes: dict[str, list[str]] = field(default_factory=dict)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    entities: list[tuple[int, int, str]] = field(default_factory=list)
    folded: list[tuple[int, int]] = field(default_factory=list)


class _Word(NamedTuple):
    """A token of a passage.

    start, end: where it stands in the article; of a placeholder, where the quotation stands with its marks.
    head: the number of its head. Words and sentences are numbered through the article.
    """

    token: Token
    start: int
    end: int
    head: int
    sentence: int
    folded: bool


def annotation(doc: Doc, passages: Sequence[Passage]) -> Annotation:
    """What the passages of a Doc's text say about its tokens. Changes nothing."""
    words = list(_words(passages, places_in(doc.text)))
    owners = _owners(doc, words)
    tokens: dict[int, list[int]] = defaultdict(list)
    for i, owner in enumerate(owners):
        if owner is not None:
            tokens[owner].append(i)
    if not tokens:
        return Annotation()
    heads, deps = _tree(words, owners, _places(doc, words, tokens))
    spoken = [None if owner is None or words[owner].folded else words[owner].token for owner in owners]
    known = [name for name in _ATTRIBUTES if any(passage.parsed.has_annotation(name) for passage in passages)]
    return Annotation(
        {name: [_ATTRIBUTES[name](token) if token is not None else "" for token in spoken] for name in known},
        heads,
        deps,
        list(_entities(passages, words, tokens)),
        [(tokens[n][0], tokens[n][-1] + 1) for n, word in enumerate(words) if word.folded and n in tokens],
    )


def annotate(doc: Doc, found: Annotation) -> None:
    """Write `found` to a Doc. What the Doc already has of a kind is kept."""
    if not found.heads:
        return
    columns = {name: _hashes(doc, values) for name, values in found.attributes.items() if not doc.has_annotation(name)}
    has_sentences = len(doc) > 1 and doc.has_annotation("SENT_START")  # of a single token, spaCy always says so
    if not doc.has_annotation("DEP") and not has_sentences:
        heads = np.array(found.heads) - np.arange(len(found.heads))
        columns |= {"HEAD": heads.astype(np.uint64), "DEP": _hashes(doc, found.deps)}
    if columns:
        values: Any = np.stack(list(columns.values()), axis=1)
        doc.from_array(list(columns), values)
    if not doc.has_annotation("ENT_IOB"):
        doc.set_ents(
            [Span(doc, start, end, label) for start, end, label in found.entities],
            missing=[Span(doc, start, end) for start, end in found.folded],
        )


def _hashes(doc: Doc, values: Sequence[str]) -> Any:
    hashes = {value: doc.vocab.strings.add(value) for value in set(values)}
    return np.array([hashes[value] for value in values], np.uint64)


def _words(passages: Sequence[Passage], at: Sequence[int]) -> Iterator[_Word]:
    """The words of passages. at: where each visible character stands in the article."""
    first, sentence = 0, -1
    for passage in passages:
        folded = set[int]()
        for place in passage.folded.places:
            if place is not None and (span := passage.parsed.char_span(*place, alignment_mode="expand")) is not None:
                folded.update(range(span.start, span.end))
        for token in passage.parsed:
            sentence += token.i == 0 or bool(token.is_sent_start)
            start = at[passage.folded.to_original(token.idx)]
            end = at[passage.folded.end_in_original(token.idx + len(token) - 1) - 1] + 1
            yield _Word(token, start, end, first + token.head.i, sentence, token.i in folded)
        first += len(passage.parsed)


def _owners(doc: Doc, words: Sequence[_Word]) -> list[int | None]:
    """For each token of the Doc, the first word that stands where it begins, or else begins in it."""
    owners: list[int | None] = []
    at = 0
    for token in doc:
        while at < len(words) and words[at].end <= token.idx:
            at += 1
        owners.append(at if at < len(words) and words[at].start < token.idx + len(token) else None)
    return owners


def _places(doc: Doc, words: Sequence[_Word], tokens: dict[int, list[int]]) -> dict[int, int]:
    """For each word that matters to the tree, the token that takes its place there.

    It is the first of its tokens that is no punctuation. A word without a token, such as the comma that folding puts
    after a placeholder, matters where others depend on it; it shares the place of the word before.
    """
    places: dict[int, int] = {}
    last = 0
    for number, word in enumerate(words):
        if number in tokens:
            mine = tokens[number]
            last = mine[0] if len(mine) == 1 else next((i for i in mine if not doc[i].is_punct), mine[0])
            places[number] = last
        elif word.token.n_lefts or word.token.n_rights:
            places[number] = last
    return places


def _tree(words: Sequence[_Word], owners: Sequence[int | None], places: dict[int, int]) -> tuple[list[int], list[str]]:
    """The head of each token and its relation to it.

    Where words share a token, the one nearest to the root of the first sentence among theirs speaks for it, and their
    sentences become one. So every head comes before its dependants in the order of sentences and depths: there is no
    circle.
    """
    speakers: dict[int, int] = {}
    joined: dict[int, int] = {}
    for number, place in places.items():
        speaker = speakers.setdefault(place, number)
        if words[speaker].sentence != words[number].sentence:
            joined.setdefault(words[number].sentence, place)
        elif speaker != number and _depth(words[number]) < _depth(words[speaker]):
            speakers[place] = number
    heads: list[int] = []
    deps: list[str] = []
    near = min(places.values())
    for i, owner in enumerate(owners):
        near = near if owner is None else places[owner]
        if near != i:
            head, dep = near, "dep"
        else:
            number = speakers[i]
            word = words[number]
            if word.head != number:
                head, dep = places[word.head], word.token.dep_
            elif word.sentence in joined:
                head, dep = joined[word.sentence], "dep"
            else:
                head, dep = i, "ROOT"
        heads.append(head)
        deps.append(dep)
    return heads, deps


def _depth(word: _Word) -> int:
    return sum(1 for _ in word.token.ancestors)


def _entities(
    passages: Sequence[Passage], words: Sequence[_Word], tokens: dict[int, list[int]]
) -> Iterator[tuple[int, int, str]]:
    first = 0
    for passage in passages:
        for entity in passage.parsed.ents:
            numbers = range(first + entity.start, first + entity.end)
            mine = [i for number in numbers for i in tokens.get(number, ())]
            if mine and not any(words[number].folded for number in numbers):
                yield mine[0], mine[-1] + 1, entity.label_
        first += len(passage.parsed)
