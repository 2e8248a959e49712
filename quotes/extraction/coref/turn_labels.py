"""Who speaks under the labels of a transcript."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotes.extraction.coref.cast import Cast
from quotes.extraction.coref.entities import Entity, Named, key_tokens
from quotes.model import Speaker

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
        initialled = [each for each in people if "".join(t[0] for t in each.tokens) == label.casefold()]
        if len(initialled) == 1 and 2 <= len(label) <= 3:
            given[label] = initialled[0]
        elif named:
            given[label] = named[0]
        elif described:
            given[label] = people[min(described)]
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
        elif len(label) > 1 and label.upper() not in ("QUESTION", "ANSWER"):
            found[label] = Speaker(label.title() if label.isupper() else label, "person", (label,))
        else:
            found[label] = None
    return found


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
