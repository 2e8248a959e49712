"""Who speaks under the labels of a transcript."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotes.extraction.coref.cast import Cast
from quotes.extraction.coref.entities import Entity, Named, key_tokens
from quotes.model import Speaker

_LONGEST_INITIALS = 4
_VOWELS = frozenset("AEIOUY")
_INTERVIEWING = frozenset("spoke speaks talked talks chatted interview interviewed interviews conversation".split())


def resolve_labels(cast: Cast, labels: Sequence[str]) -> dict[str, Speaker | None]:
    """Who speaks under each label of a transcript: by name, by role, and by who is left.

    In an interview the answers are the person's of whom the article speaks most.
    """
    people = [each for each in cast.entities if each.is_person and each.seen and not each.unnamed]
    bearing = Named(people)
    first_described: dict[str, int] = {}
    for rank, entity in enumerate(people):
        for word in entity.described - {"the"}:
            first_described.setdefault(word, rank)
    given: dict[str, Entity] = {}
    for label in labels:
        named = bearing.bearers(key_tokens(label))
        words = set(label.casefold().split()) | ({"judge"} if "COURT" in label.upper() else set())
        described = [first_described[word] for word in words if word in first_described]
        initialled = [each for each in people if _initials(each.tokens) == label.casefold()]
        if len(initialled) == 1 and 2 <= len(label) <= 3:
            given[label] = initialled[0]
        elif named:
            given[label] = named[0]
        elif described:
            given[label] = people[min(described)]
    full = {label: _fuller(label, labels) for label in labels}
    answers = [label for label in labels if label.upper() in ("A", "ANSWER") and label not in given]
    for label in answers:
        free = _without(people, given.values())
        if free:
            given[label] = max(free, key=lambda e: len(e.seen))
    asking = [label for label in labels if label.upper() in ("Q", "QUESTION") and label not in given]
    interviewer = _interviewer(cast, _without(people, given.values())) if asking else None
    if interviewer is not None:
        given |= dict.fromkeys(asking, interviewer)
    open_labels = [label for label in labels if label not in given]
    free = _without(people, given.values())
    if len(open_labels) == 1 == len(free):
        given[open_labels[0]] = free[0]
    found: dict[str, Speaker | None] = {}
    for label in labels:
        if label in given:
            found[label] = cast.speaker(given[label])
        elif full[label] in found:
            found[label] = found[full[label]]
        elif len(label) > 1 and label.upper() not in ("QUESTION", "ANSWER"):
            found[label] = Speaker(label.title() if _is_in_capitals(label) else label, "person", (label,))
        else:
            found[label] = None
    return found


def _fuller(label: str, labels: Sequence[str]) -> str:
    """The only label before it with the full name that a label shortens: SB and Byrd, for Sean Byrd."""
    tokens = key_tokens(label)
    full = [each for each in labels[: labels.index(label)] if len(key_tokens(each)) > max(1, len(tokens))]
    found = [
        each for each in full if tokens == key_tokens(each)[-1:] or _initials(key_tokens(each)) == label.casefold()
    ]
    return found[0] if len(found) == 1 else ""


def _initials(tokens: Sequence[str]) -> str:
    return "".join(part[0] for token in tokens for part in token.split("-") if part)


def _is_in_capitals(label: str) -> bool:
    """Whether a label is a name in capitals, not initials such as CBC."""
    return label.isupper() and (len(label) > _LONGEST_INITIALS or not _VOWELS.isdisjoint(label))


def _interviewer(cast: Cast, people: Sequence[Entity]) -> Entity | None:
    """Whom the person who answers spoke to: the only one of these people in a sentence that tells of the interview."""
    for number, passage in enumerate(cast.passages):
        for sentence in passage.doc.sents:
            if any(token.lower_ in _INTERVIEWING for token in sentence):
                places = {(number, i) for i in range(sentence.start, sentence.end)}
                found = [entity for entity in people if not places.isdisjoint(entity.seen)]
                if len(found) == 1:
                    return found[0]
    return None


def _without(people: Iterable[Entity], given: Iterable[Entity]) -> list[Entity]:
    taken = set(map(id, given))
    return [entity for entity in people if id(entity) not in taken]
