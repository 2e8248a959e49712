"""Who speaks, of those who stand beside no quotation: by the form of the sentence."""

from __future__ import annotations

from quotes.extraction.coref.antecedents import SUBJECTS
from quotes.extraction.coref.cast import Cast
from quotes.extraction.job_titles import is_somebody
from quotes.extraction.mentions import Mention
from quotes.extraction.word_classes import BODIES, DOCUMENTS, PUBLISHED


def leading_source(cast: Cast, passage: int, token: int) -> Mention | None:
    """The name that opens the sentence of a token, where its cue found no other subject."""
    for mention in cast.mentions[passage]:
        same = cast.discourse.sentence((passage, mention.head)) == cast.discourse.sentence((passage, token))
        if same and mention.head < token and (passage, mention.head) in cast.discourse.leading:
            return mention
    return None


def speaks(cast: Cast, mention: Mention) -> bool:
    """Whether a mention is the source of speech that is not quoted."""
    token = cast.token(mention)
    word = token.lower_
    told = mention.form == "description" and not (is_somebody(word) or word in BODIES or word in DOCUMENTS)
    said = token.dep_ in SUBJECTS and cast.cue(mention.passage, token.head.i) > 0.5
    return said and not told and cast.discourse.source((mention.passage, mention.head)) > 0.5


def is_introduced(cast: Cast, mention: Mention) -> bool:
    """Whether a person is named for the first time here, as subject or object."""
    place = (mention.passage, mention.head)
    entity = cast.meant.get(place)
    named = mention.form == "name" and entity is not None and entity.is_person and entity.seen[:1] == [place]
    return named and cast.token(mention).dep_ in (*SUBJECTS, "dobj")


def wrote(cast: Cast, mention: Mention) -> bool:
    """Whether a document that is announced is by somebody: a statement from Ada Byrd, the harbour master:"""
    token = cast.token(mention)
    doc = cast.passages[mention.passage].doc
    at = next((child.i for child in token.lefts if child.dep_ == "case" and child.lower_ in ("from", "by")), 0)
    return mention.form == "name" and at > 0 and doc[at - 1].lower_ in DOCUMENTS


def author_of_what_is_published(cast: Cast, mention: Mention) -> Mention | None:
    """Who wrote what the subject of a verb publishes: the company released a statement from Ada Byrd."""
    token = cast.token(mention)
    if token.dep_ not in SUBJECTS or token.head.lower_ not in PUBLISHED:
        return None
    writers = (m for m in cast.mentions[mention.passage] if m.head > token.head.i and wrote(cast, m))
    return next((m for m in writers if cast.token(m).sent.start == token.sent.start), None)
