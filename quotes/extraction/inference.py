"""Run a spaCy pipeline in less time than `nlp.pipe` does. What it finds is the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc

from quotes.extraction.encoder import quicken


def annotate(docs: Sequence[Doc], nlp: Language, names: Sequence[str] | None = None) -> list[Doc]:
    """The Docs with what components of a pipeline make of them, all Docs at once.

    names: of the components; None for all that are active.
    """
    quicken(nlp)
    annotated = list(docs)
    for name in nlp.pipe_names if names is None else names:
        component: Any = nlp.get_pipe(name)
        if isinstance(component, DependencyParser | EntityRecognizer) and component.cfg["beam_width"] == 1:
            component.set_annotations(annotated, _states(component, annotated))
        elif hasattr(component, "pipe"):
            annotated = list(component.pipe(annotated, batch_size=len(annotated)))
        else:
            annotated = [component(doc) for doc in annotated]
    return annotated


def _states(parser: Any, docs: Sequence[Doc]) -> list[Any]:
    """Where a parser or entity recogniser comes to with the likeliest step each time.

    spaCy's own loop releases Python's lock and, as compiled for Python 3.11, takes it again dozens of times a step.
    """
    states: list[Any] = parser.moves.init_batch(docs)
    unfinished = [state for state in states if not state.is_final()]
    model: Any = parser.model.predict(docs) if unfinished else None
    while unfinished:
        unfinished = parser.transition_states(unfinished, model.predict(unfinished))
    return states
