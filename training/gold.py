"""One paragraph with its gold annotation, whatever corpus it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Gold:
    """A paragraph as words with parallel annotation, every list as long as `words`.

    spaces: whether white space follows the word; the text is words and spaces, nothing else.
    tags: Penn Treebank tags, "" where unknown.
    heads: index of the governor, a root's own index, None where unknown.
    deps: Universal Dependencies version 1 labels as Stanford CoreNLP writes them, "ROOT" for roots.
    entities: "B-LABEL", "I-LABEL", "O", "" where unknown; labels PERSON, ORG, LOC, MISC.
    starts: whether the word begins a sentence.
    roles: "SOURCE", "CUE", "CONTENT" or "O"; None where the paragraph has no such annotation.
    """

    words: list[str]
    spaces: list[bool]
    tags: list[str]
    heads: list[int | None]
    deps: list[str]
    entities: list[str]
    starts: list[bool]
    roles: list[str] | None = None
    offsets: list[int] = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.offsets, pieces, at = [], [], 0
        for word, space in zip(self.words, self.spaces, strict=True):
            self.offsets.append(at)
            piece = word + " " * space
            pieces.append(piece)
            at += len(piece)
        self.text = "".join(pieces)

    def entity_spans(self) -> list[tuple[int, int, str]]:
        """The entities as (first word, word after the last, label)."""
        spans: list[tuple[int, int, str]] = []
        for i, tag in enumerate(self.entities):
            if tag.startswith("B-"):
                spans.append((i, i + 1, tag[2:]))
            elif tag.startswith("I-") and spans and spans[-1][1] == i:
                spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
        return spans
