"""Quotations as a spaCy component, for those who work with `Doc` objects.

import quotes

nlp = quotes.load()
doc = nlp(text)
doc._.quotations        # list of quotes.Quotation
doc.spans["quotations"] # the same as spans of tokens, labelled by kind
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from quotes.extraction import extract_many

SPANS_KEY = "quotations"

if not Doc.has_extension("quotations"):
    Doc.set_extension("quotations", default=())


@Language.factory("quotations", assigns=["doc._.quotations", "doc.spans"], default_config={"pipeline": None})
def make_quotations(nlp: Language, name: str, pipeline: str | None) -> Quotations:
    """Make the component.

    pipeline (str | None): name or path of an installed pipeline to parse with; None for the one that is shipped.
    """
    return Quotations(pipeline)


class Quotations:
    """Find the quotations of each Doc in its text; the Doc needs no annotation and gets no other.

    pipeline (str | None): see `make_quotations`.
    """

    def __init__(self, pipeline: str | None = None) -> None:
        self.pipeline = pipeline

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """Set ``doc._.quotations`` and ``doc.spans["quotations"]`` on each Doc, in order."""
        for batch in spacy.util.minibatch(docs, batch_size):
            texts = [doc.text for doc in batch]
            for doc, found in zip(batch, extract_many(texts, pipeline=self.pipeline), strict=True):
                doc._.quotations = found
                spans = [
                    doc.char_span(part.start, part.end, label=quotation.kind, alignment_mode="expand")
                    for quotation in found
                    for part in quotation.spans
                ]
                doc.spans[SPANS_KEY] = SpanGroup(doc, spans=[span for span in spans if span is not None])
                yield doc


def load(pipeline: str | None = None) -> Language:
    """A spaCy pipeline that finds quotations: English tokenizer and the `quotations` component.

    pipeline: see `make_quotations`.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("quotations", config={"pipeline": pipeline})
    return nlp
