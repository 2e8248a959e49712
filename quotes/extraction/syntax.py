"""The parse of a passage as plain values: what the rules ask of each token again and again, read from spaCy once.

The names are spaCy's, so that a rule reads as one on a spaCy Doc does. A slice of a Doc is a list of tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from spacy.lexeme import Lexeme as SpacyLexeme
from spacy.tokens import Doc as SpacyDoc


class Lexeme(NamedTuple):
    """What is known of a word wherever it stands."""

    text: str
    lower: str
    is_alpha: bool
    is_lower: bool
    is_upper: bool
    is_title: bool
    is_punct: bool
    is_quote: bool
    is_space: bool


class Met(NamedTuple):
    """The lexemes that were met, and the names of tags, relations and labels, by their numbers in the vocabulary."""

    lexemes: dict[int, Lexeme]
    names: dict[int, str]


_Parsed = tuple[int, str, str, str, str, bool]
_READ: list[int | str] = ["ORTH", "IDX", "TAG", "DEP", "ENT_TYPE", "ENT_IOB", "SENT_START", "HEAD"]
_IOB = ("", "I", "O", "B")


class Token:
    """A word or mark of a passage; what it has of spaCy's attributes means the same.

    sent: its sentence. children: those to the left, then those to the right.
    """

    __slots__ = (
        "children", "dep_", "doc", "ent_iob_", "ent_type_", "head", "i", "idx", "is_alpha", "is_lower", "is_punct",
        "is_quote", "is_sent_start", "is_space", "is_title", "is_upper", "lefts", "lower_", "rights", "sent", "tag_",
        "text",
    )  # fmt: skip

    doc: Doc
    head: Token
    sent: Span

    def __init__(self, doc: Doc, i: int, lexeme: Lexeme, parsed: _Parsed) -> None:
        self.doc = doc
        self.i = i
        self.idx, self.tag_, self.dep_, self.ent_type_, self.ent_iob_, self.is_sent_start = parsed
        (
            self.text, self.lower_, self.is_alpha, self.is_lower, self.is_upper, self.is_title, self.is_punct,
            self.is_quote, self.is_space,
        ) = lexeme  # fmt: skip
        self.lefts: Sequence[Token] = ()
        self.rights: Sequence[Token] = ()
        self.children: Sequence[Token] = ()

    def __repr__(self) -> str:
        return self.text

    @property
    def left_edge(self) -> Token:
        """The first token of its subtree."""
        first = self
        below = [*self.children]
        while below:
            token = below.pop()
            if token.i < first.i:
                first = token
            below += token.children
        return first

    @property
    def right_edge(self) -> Token:
        """The last token of its subtree."""
        last = self
        below = [*self.children]
        while below:
            token = below.pop()
            if token.i > last.i:
                last = token
            below += token.children
        return last

    @property
    def ancestors(self) -> Iterator[Token]:
        """The tokens that it depends on, from its head up."""
        at = self
        while at.head is not at:
            at = at.head
            yield at

    @property
    def subtree(self) -> Iterator[Token]:
        """The token and all that depend on it, in order."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    def is_ancestor(self, other: Token) -> bool:
        """Whether another token depends on it."""
        return any(above is self for above in other.ancestors)

    def nbor(self, distance: int = 1) -> Token:
        """The token so many tokens after it. Raises IndexError where there is none."""
        at = self.i + distance
        if at < 0:
            raise IndexError(at)
        return self.doc[at]


class Span:
    """A row of tokens: a sentence, or a name with its label."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    def __getitem__(self, number: int) -> Token:
        return self.doc[self.start + number if number >= 0 else self.end + number]

    @property
    def root(self) -> Token:
        """The token nearest to the root of its sentence, the first of several."""
        tops = [token for token in self if token.head is token or not self.start <= token.head.i < self.end]
        return min(tops, key=lambda token: sum(1 for _ in token.ancestors)) if tops else self[0]


class Doc(list[Token]):
    """The tokens of a passage.

    roles: the probabilities of `quotes.extraction.roles.LABELS` for each. ents: the names that were recognised.
    """

    __slots__ = ("ents", "roles")

    ents: Sequence[Span]
    roles: np.ndarray

    @property
    def sents(self) -> list[Span]:
        """Its sentences, in order."""
        return list(dict.fromkeys(token.sent for token in self))


def read(parsed: SpacyDoc, met: Met) -> Doc:
    """A parsed Doc as plain values. met: what was met before; gains what the Doc has."""
    doc = Doc()
    table: np.ndarray = parsed.to_array(_READ)
    lexemes, names = met
    for number in set(table[:, 2:5].ravel().tolist()) - names.keys():
        names[number] = parsed.vocab.strings[number]
    distances: list[int] = table[:, 7].astype("int64").tolist()
    for i, (orth, idx, tag, dep, kind, iob, starts, _) in enumerate(table.tolist()):
        lexeme = lexemes.get(orth)
        if lexeme is None:
            lexeme = lexemes[orth] = _lexeme(parsed.vocab[orth])
        doc.append(Token(doc, i, lexeme, (idx, names[tag], names[dep], names[kind], _IOB[iob], starts == 1)))
    _link(doc, distances)
    _part_sentences(doc)
    doc.ents = [Span(doc, name.start, name.end, name.label_) for name in parsed.ents]
    doc.roles = parsed._.roles
    return doc


def text_of(tokens: Sequence[Token]) -> str:
    """The text of consecutive tokens."""
    if not tokens:
        return ""
    gaps = (after.idx - before.idx - len(before.text) for before, after in pairwise(tokens))
    return "".join(token.text + " " * gap for token, gap in zip(tokens, (*gaps, 0), strict=True))


def _lexeme(word: SpacyLexeme) -> Lexeme:
    return Lexeme(
        word.text,
        word.lower_,
        word.is_alpha,
        word.is_lower,
        word.is_upper,
        word.is_title,
        word.is_punct,
        word.is_quote,
        word.is_space,
    )


def _link(doc: Doc, distances: Sequence[int]) -> None:
    """Give each token its head, so many tokens away, and its children."""
    lefts: dict[int, list[Token]] = {}
    rights: dict[int, list[Token]] = {}
    for token, distance in zip(doc, distances, strict=True):
        token.head = doc[token.i + distance]
        if distance > 0:
            lefts.setdefault(token.head.i, []).append(token)
        elif distance < 0:
            rights.setdefault(token.head.i, []).append(token)
    for i, children in lefts.items():
        doc[i].lefts = doc[i].children = children
    for i, children in rights.items():
        doc[i].rights = children
        doc[i].children = [*doc[i].lefts, *children]


def _part_sentences(doc: Doc) -> None:
    starts = [token.i for token in doc if token.i == 0 or token.is_sent_start]
    for start, end in zip(starts, [*starts[1:], len(doc)], strict=True):
        sentence = Span(doc, start, end)
        for token in doc[start:end]:
            token.sent = sentence
