"""Gold annotation carried on the folded text, which is what the pipeline reads at run time."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from quotes.extraction.masking import Folded, fold
from quotes.extraction.quotation_marks import Marked, find_marked
from quotes.extraction.roles import SPANS_KEY
from training.gold import Gold

_GLUE = frozenset({":", "``", "''"})


def folded_doc(gold: Gold, nlp: Language) -> Doc:
    """A paragraph folded, tokenised as `nlp` does, with what is known of its annotation.

    A token that swallows several gold words (a placeholder among them) takes their governor outside, and
    words governed from inside hang on the token. A tag is kept where all its words agree. Roles go into
    ``doc.spans["roles"]``, one span a run of equal labels; without the key they are unknown.
    """
    marked = find_marked(gold.text)
    folded = fold(gold.text, marked)
    doc = nlp.make_doc(folded.text)
    reach, placeholders = _reach(folded, marked, doc)
    owner = _owners(gold, reach, [token.is_space for token in doc])
    members: list[list[int]] = [[] for _ in doc]
    for word, token in enumerate(owner):
        if token is not None:
            members[token].append(word)
    heads, deps = _tree(gold, owner, members, placeholders)
    parsed = any(head is not None for head in heads)
    made = Doc(
        nlp.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[_shared_tag(gold, words) for words in members],
        heads=heads if parsed else None,  # type: ignore[arg-type]  # None is allowed for an unknown head
        deps=deps if parsed else None,
        sent_starts=None
        if parsed
        else [i == 0 or any(gold.starts[word] for word in words) for i, words in enumerate(members)],
    )
    if made.text != folded.text:
        raise ValueError(f"the tokenizer changed the text: {folded.text[:60]!r}")
    _set_entities(made, gold, members, placeholders)
    if gold.roles is not None:
        made.spans[SPANS_KEY] = _role_spans(made, gold.roles, members)
    return made


def _reach(folded: Folded, marked: Sequence[Marked], doc: Doc) -> tuple[list[tuple[int, int]], set[int]]:
    """What each token of the folded text stands for in the unfolded, and which tokens are placeholders.

    The full stop that folding sets after a placeholder stands for the end of what is folded.
    """
    stretches = {
        place.start: stretch for place, stretch in zip(folded.places, marked, strict=True) if place is not None
    }
    reach: list[tuple[int, int]] = []
    placeholders = set()
    for token in doc:
        start, end = folded.to_original(token.idx), folded.to_original(token.idx + len(token) - 1) + 1
        if token.idx in stretches:
            stretch = stretches[token.idx]
            placeholders.add(token.i)
            start, end = stretch.outer_start, stretch.outer_end
        elif token.i - 1 in placeholders and start == stretch.outer_start:
            start, end = stretch.end - 1, stretch.outer_end
            reach[-1] = (reach[-1][0], start)
        reach.append((start, end))
    return reach, placeholders


def _owners(gold: Gold, reach: list[tuple[int, int]], is_space: list[bool]) -> list[int | None]:
    """For each gold word the token that stands for it, the last where the tokenizer split the word."""
    owner: list[int | None] = [None] * len(gold.words)
    first = 0
    for word, (offset, form) in enumerate(zip(gold.offsets, gold.words, strict=True)):
        while first < len(reach) and reach[first][1] <= offset:
            first += 1
        i = first
        while i < len(reach) and reach[i][0] < offset + len(form):
            if not is_space[i]:
                owner[word] = i
            i += 1
    return owner


def _tree(
    gold: Gold, owner: list[int | None], members: list[list[int]], placeholders: set[int]
) -> tuple[list[int | None], list[str]]:
    governors = [None if head is None else owner[head] for head in gold.heads]
    heads: list[int | None] = []
    deps: list[str] = []
    for token, words in enumerate(members):
        head: int | None = None
        dep = ""
        if words and all(gold.heads[word] is not None for word in words):
            outside = [word for word in words if governors[word] not in (None, token)]
            chosen = next((word for word in outside if gold.deps[word] != "punct"), outside[0] if outside else None)
            if chosen is None:
                head, dep = token, "ROOT"
            else:
                head, dep = governors[chosen], gold.deps[chosen]
                if dep == "punct" and token in placeholders:
                    dep = "ccomp"
        heads.append(head)
        deps.append(dep)
    _break_cycles(heads, deps)
    return heads, deps


def _break_cycles(heads: list[int | None], deps: list[str]) -> None:
    """Make a root of the first token of every cycle that folding left."""
    state = [0] * len(heads)
    for begin in range(len(heads)):
        path = []
        at: int | None = begin
        while at is not None and state[at] == 0:
            state[at] = 1
            path.append(at)
            if heads[at] == at:
                break
            at = heads[at]
        if at is not None and state[at] == 1 and at in path and heads[at] != at:
            heads[at], deps[at] = at, "ROOT"
        for token in path:
            state[token] = 2


def _shared_tag(gold: Gold, words: list[int]) -> str:
    if len(words) == 1:
        return gold.tags[words[0]]
    tags = {gold.tags[word] for word in words if gold.tags[word] not in _GLUE}
    return tags.pop() if len(tags) == 1 else ""


def _set_entities(doc: Doc, gold: Gold, members: list[list[int]], places: set[int]) -> None:
    kinds = ["O" if i in places else _entity_of(gold, words) for i, words in enumerate(members)]
    entities: list[Span] = []
    missing: list[Span] = []
    i = 0
    while i < len(doc):
        kind, j = kinds[i], i + 1
        if kind is None:
            missing.append(doc[i:j])
        elif kind != "O":
            while j < len(doc) and kinds[j] == "I-" + kind[2:]:
                j += 1
            entities.append(Span(doc, i, j, label=kind[2:]))
        i = j
    doc.set_ents(entities, missing=missing, default="outside")


def _entity_of(gold: Gold, words: list[int]) -> str | None:
    """The entity tag that the words of one token share; None where it is unknown or they disagree."""
    kinds = [gold.entities[word] for word in words]
    if not kinds or "" in kinds or len({kind[2:] for kind in kinds}) > 1:
        return None
    return kinds[0]


def _role_spans(doc: Doc, roles: list[str], members: list[list[int]]) -> list[Span]:
    labels = []
    for words in members:
        found = [roles[word] for word in words]
        labels.append(max(set(found), key=lambda role: (found.count(role), role)) if found else "O")
    spans = []
    i = 0
    while i < len(doc):
        j = i + 1
        if labels[i] != "O":
            while j < len(doc) and labels[j] == labels[i]:
                j += 1
            spans.append(Span(doc, i, j, label=labels[i]))
        i = j
    return spans
