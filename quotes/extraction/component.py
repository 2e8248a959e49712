"""Quotations as spaCy components, for those who work with `Doc` objects (docs/spacy.md).

nlp = quotes.load()
doc = nlp(text)
doc._.quotations        # list of quotes.Quotation
doc.spans["quotations"] # the same as spans of tokens, labelled by kind
doc.ents                # names outside quotations; tags and heads also

Attribution reads a text with its quotations folded, a paragraph at a time. spaCy would run the tagger and the others on
the whole Doc as it is, which costs as much again and finds other things. So the pipeline encloses them by two
components: `quotes_folding` hands on an empty Doc, on which they have nothing to do, and `quotations` runs them on the
folded paragraphs, many at a time, and hands on the Doc that was given, annotated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, SpanGroup

from quotes.extraction import analyse, in_order, one_thread
from quotes.extraction.annotation import Annotation, annotate, annotation
from quotes.extraction.parsing import FOLDING, QUOTATIONS, Passage, lacking, load_pipeline, open_pipeline, parts
from quotes.model import Evidence, Quotation, Span

SPANS_KEY = "quotations"
_BATCH = 16
_GIVEN = "quotes_folding"
_KEY = ("._.", "quotations")


class Found(NamedTuple):
    """What was found in the text of a Doc."""

    quotations: list[Quotation]
    annotation: Annotation


@Language.factory(FOLDING)
def make_folding(nlp: Language, name: str) -> Folding:
    """Make the component that comes before those that parse."""
    return Folding(nlp, name)


@Language.factory(
    QUOTATIONS,
    assigns=[
        *("doc._.quotations", "doc.spans", "doc.ents", "doc.sents"),
        *("token.tag", "token.dep", "token.head", "token.is_sent_start", "token.ent_iob", "token.ent_type"),
    ],
    default_config={"pipeline": None},
)
def make_quotations(nlp: Language, name: str, pipeline: str | None) -> Quotations:
    """Make the component that finds quotations.

    pipeline (str | None): name or path of an installed pipeline to parse with where `quotes_folding` is not before
        this component; None for the one that is shipped.
    """
    return Quotations(nlp, name, pipeline)


class Folding:
    """Set the given Doc aside: hand on an empty one that leads to it. `quotations` must come later."""

    def __init__(self, nlp: Language, name: str = FOLDING) -> None:
        self.nlp = nlp
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """An empty Doc in place of `doc`. Raises ValueError where nothing later would undo it."""
        names = self.nlp.pipe_names
        later = names[names.index(self.name) + 1 :] if self.name in names else []
        if QUOTATIONS not in (self.nlp.get_pipe_meta(name).factory for name in later):
            raise ValueError(f"{self.name} needs the component {QUOTATIONS} after it; disable both of them or neither")
        return Doc(doc.vocab, user_data={_GIVEN: doc})


class Quotations(Pipe):
    """Find the quotations of each Doc in its text, and annotate what stands outside them.

    After `quotes_folding`, the components between both parse the text; without it, a pipeline of its own does.
    Annotation that a Doc already has is kept.

    pipeline (str | None): see `make_quotations`.
    """

    def __init__(self, nlp: Language, name: str = QUOTATIONS, pipeline: str | None = None) -> None:
        self.nlp = nlp
        self.name = name
        self.pipeline = pipeline

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations([doc], self.predict([doc]))
        return _given(doc)

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """Annotate each Doc, in order."""
        for batch in spacy.util.minibatch(stream, min(batch_size, _BATCH)):
            try:
                self.set_annotations(batch, self.predict(batch))
            except Exception as error:
                self.get_error_handler()(self.name, self, batch, error)
            else:
                yield from map(_given, batch)

    def predict(self, docs: Iterable[Doc]) -> list[Found]:
        """What is in the text of each Doc. Changes nothing.

        Raises ValueError where a component that attribution needs is missing.
        """
        docs = list(docs)
        if any(_GIVEN in doc.user_data for doc in docs):
            nlp, names = self.nlp, parts(self.nlp)
            if missing := lacking(nlp, names):
                raise ValueError(
                    f"the pipeline lacks {', '.join(missing)} between {FOLDING} and {self.name}; "
                    "enable or add it, or load the pipeline again"
                )
        else:
            nlp, names = load_pipeline(self.pipeline), None
        given = [_given(doc) for doc in docs]
        with one_thread():
            quotations: list[list[Quotation]] = [[] for _ in given]
            passages: list[list[Passage]] = [[] for _ in given]
            for number, said, parsed in analyse([doc.text for doc in given], nlp, names):
                quotations[number] += said
                passages[number] += parsed
        return [
            Found(in_order(said), annotation(doc, parsed))
            for doc, said, parsed in zip(given, quotations, passages, strict=True)
        ]

    def set_annotations(self, docs: Iterable[Doc], found: Iterable[Found]) -> None:
        """Write what `predict` found to the Docs."""
        for doc, (quotations, known) in zip(map(_given, docs), found, strict=True):
            annotate(doc, known)
            _keep(doc, quotations)


def load(pipeline: str | None = None) -> Language:
    """A spaCy pipeline that finds quotations: those components that parse, between `quotes_folding` and `quotations`.

    pipeline: name or path of an installed pipeline that brings the components; None for the one that is shipped.
    Raises ValueError where there is no such pipeline.
    """
    nlp = open_pipeline(pipeline)
    if QUOTATIONS not in nlp.pipe_factories.values():
        nlp.add_pipe(FOLDING, first=True)
        nlp.add_pipe(QUOTATIONS)
    return nlp


def _given(doc: Doc) -> Doc:
    """The Doc that `quotes_folding` was given where it handed on `doc`, else `doc`."""
    given: Doc = doc.user_data.get(_GIVEN, doc)
    return given


def _keep(doc: Doc, quotations: Sequence[Quotation]) -> None:
    """Keep the quotations of a Doc as plain data, and as spans of tokens.

    The key is that of an attribute of a span, the whole Doc: spaCy moves these along where Docs are joined or cut.
    """
    data: dict[Any, Any] = doc.user_data
    for key in _keys(data):
        del data[key]
    data[*_KEY, 0, len(doc.text)] = [each.to_dict() for each in quotations]
    spans = [
        doc.char_span(part.start, part.end, label=quotation.kind, alignment_mode="expand")
        for quotation in quotations
        for part in quotation.spans
    ]
    doc.spans[SPANS_KEY] = SpanGroup(doc, spans=[span for span in spans if span is not None])


def _keys(data: dict[Any, Any]) -> list[tuple[str, str, int, int]]:
    """The keys of quotations among the data of a Doc, in the order in which their texts stand in it."""
    return sorted(key for key in data if isinstance(key, tuple) and key[:2] == _KEY)


def _kept(doc: Doc) -> list[Quotation]:
    """The quotations that are kept in a Doc, offsets into its text."""
    data: dict[Any, Any] = doc.user_data
    found = [_moved(Quotation.from_dict(record), key[2], len(doc.text)) for key in _keys(data) for record in data[key]]
    return [each for each in found if each is not None]


def _moved(quotation: Quotation, offset: int, size: int) -> Quotation | None:
    """Return a quotation with moved offsets, or None if its words are outside a text of `size` characters.

    A mention, cue or other span outside that text is left out.
    """

    def moved(spans: Iterable[Span]) -> tuple[Span, ...]:
        there = (Span(span.start + offset, span.end + offset) for span in spans)
        return tuple(span for span in there if span.start >= 0 and span.end <= size)

    def one(span: Span | None) -> Span | None:
        return next(iter(moved([span])), None) if span is not None else None

    spans = moved(quotation.spans)
    if len(spans) < len(quotation.spans):
        return None
    told = moved(quotation.statement_spans)
    whole = len(told) == len(quotation.statement_spans)
    why = quotation.evidence
    return replace(
        quotation,
        spans=spans,
        cue=one(quotation.cue),
        mention=one(quotation.mention),
        evidence=why and Evidence(why.step, moved(why.chain)),
        statement_spans=told if whole else spans,
        statement=quotation.statement if whole else quotation.text,
        quoting=one(quotation.quoting),
    )


if not Doc.has_extension("quotations"):
    Doc.set_extension("quotations", getter=_kept)
