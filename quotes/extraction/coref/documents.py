"""Whose words a document is: her statement, a letter from the minister, the lawsuit that a company filed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter

from quotes.extraction.coref.antecedents import SUBJECTS
from quotes.extraction.coref.appositions import preposition_of
from quotes.extraction.coref.cast import Cast
from quotes.extraction.cues import SPEECH
from quotes.extraction.job_titles import is_somebody
from quotes.extraction.mentions import Mention
from quotes.extraction.syntax import Token, text_of
from quotes.extraction.word_classes import (
    BODIES,
    CLAIMS,
    DEFINITE,
    DOCUMENTS,
    NOT_A_NAME,
    OF_BODIES,
    PUBLISHED,
    RELATIVES,
    is_form,
)

_KINDS = tuple(
    frozenset(kind.split())
    for kind in (
        "lawsuit suit complaint filing petition",
        "report study paper survey poll analysis document",
        "letter note missive message email document memo",
        "statement release",
        "ruling opinion decision verdict order judgment judgement",
        "book memoir autobiography",
        "article story piece column editorial essay report",
        "video clip ad advertisement spot commercial film",
        "tweet post message",
    )
)
"""Words for one kind of document."""

_ONE = frozenset(("a", "an", "his", "her", "their", "its"))
_LONGEST_OPENING = 15  # tokens
_SPOKE = 0.5  # probability of being a source
_TIMES = frozenset("today yesterday tonight week month year morning evening night".split())
_OF_MANY = frozenset(("poll", "survey", "study"))
"""Documents in which others speak than those who made them."""


_SENT = frozenset("statement letter note message email tweet post".split())
_READ = frozenset("read seen obtained reviewed viewed heard shared".split())
_MADE_BY = {
    "sued": "lawsuit", "sues": "lawsuit", "suing": "lawsuit", "ruled": "ruling", "rules": "ruling", "tweeted": "tweet",
    "tweets": "tweet",
}  # fmt: skip
"""Verbs whose subject has made a document."""


def owner(cast: Cast, mention: Mention) -> Mention | None:
    """Whose words a thing is that speaks: her statement, the agency's report, a letter from the minister."""
    head = cast.token(mention)
    one = head.lower_.removesuffix("s") if head.tag_ == "NNS" and head.lower_ not in SPEECH else head.lower_
    if is_somebody(one) or {one, head.lower_} & (BODIES | RELATIVES | {"relative", "family"}) or head.tag_ == "NNP":
        return None
    for child in head.children:
        possessor = child.tag_ == "PRP$" or child.dep_ == "nmod" and any(c.tag_ == "POS" for c in child.rights)
        if child.i < head.i and possessor and child.lower_ not in _TIMES and not NOT_A_NAME.match(child.text):
            return cast.mention_at(mention.passage, child.i)
    if head.lower_ not in DOCUMENTS and not is_form(head.lower_, CLAIMS | {"warning"}):
        return None
    if (signatory := _signatory(cast, mention)) is not None:
        return signatory
    for child in head.children:
        prepositions: tuple[str, ...] = ("by", "from")
        if child.lower_ in _READ:
            continue  # a statement read by his lawyer
        if child.i > head.i and child.tag_ in ("VBN", "VBG"):  # a poll conducted by the newspaper
            prepositions = ("to",) if child.lower_ in ("credited", "attributed") else ("by",)
            child = next((c for c in child.rights if preposition_of(c) in prepositions), child)
        if child.i > head.i and preposition_of(child) in prepositions:
            return cast.mention_at(mention.passage, _maker(child).i)
        if child.i < head.i and child.ent_type_ in ("ORG", "PERSON"):
            return cast.mention_at(mention.passage, child.i)
    return None


def _signatory(cast: Cast, mention: Mention) -> Mention | None:
    """The first who signed a document: read the note, signed by [Ada Byrd] and Ivo Lund."""
    doc = cast.passages[mention.passage].doc
    at = mention.end + (text_of(doc[mention.end : mention.end + 1]) == ",")
    if text_of(doc[at : at + 2]) not in ("signed by", "penned by", "written by"):
        return None
    return next((m for m in cast.mentions[mention.passage] if m.start == at + 2), None)


def _maker(noun: Token) -> Token:
    """The last word of a name that the parser took for part of its verb: a video by the [Council] references it."""
    is_verb = noun.tag_ == "NNS" and any(child.dep_ == "dobj" for child in noun.rights)
    name = noun.nbor(-1)
    return name if is_verb and name.ent_type_ in ("ORG", "PERSON") else noun


def issuer(cast: Cast, mention: Mention) -> Mention | None:
    """Who issued the document that bears a name: the Harbour Facts report from the Tide Institute."""
    after = cast.passages[mention.passage].doc[mention.end : mention.end + 2]
    if mention.form != "name" or len(after) < 2 or after[0].lower_ not in DOCUMENTS or after[1].lower_ != "from":
        return None
    named = (m for m in cast.mentions[mention.passage] if m.form == "name" and m.start > after[1].i)
    issued = next(named, None)
    return issued if issued is not None and issued.start <= after[1].i + 2 else None


def author(cast: Cast, mention: Mention) -> Mention | None:
    """Who made the document that a mention means: the last of such a kind that the article says is somebody's."""
    head = cast.token(mention)
    if head.lower_ not in DOCUMENTS or not any(child.lower_ in DEFINITE for child in head.lefts):
        return None
    before = cast.documents[: bisect_left(cast.documents, (mention.passage, head.i), key=itemgetter(0, 1))]
    same = [who for *_, noun, who in before if noun == head.lower_]
    like = [who for *_, noun, who in before if any({noun, head.lower_} <= kind for kind in _KINDS)]
    return next(reversed(same or like), None)


def author_of_it(cast: Cast, mention: Mention) -> Mention | None:
    """Who made the document that "it" means: one that was published right before, nothing else since having acted."""
    place = (mention.passage, mention.head)
    at = bisect_left(cast.documents, place, key=itemgetter(0, 1))
    passage, token, _, who = cast.documents[at - 1] if at else (-1, 0, "", None)
    if who is None or passage < mention.passage - 1:
        return None
    since = (p for p in cast.meant if (passage, token) < p < place and not cast.meant[p].is_person)
    return None if any(cast.discourse.use(p).subject for p in since) else who


def document_of_it(cast: Cast, mention: Mention) -> Mention | None:
    """The document that "it" means, which spoke right before, if nobody else has spoken since."""
    place = (mention.passage, mention.head)
    before = (
        each
        for passage in range(mention.passage, max(-1, mention.passage - 2), -1)
        for each in reversed(cast.mentions[passage])
        if (each.passage, each.head) < place and cast.discourse.source((each.passage, each.head)) > _SPOKE
    )
    last = next(before, None)
    told = last is not None and last.form == "description" and cast.token(last).lower_ in DOCUMENTS
    return last if told and cast.discourse.use(place).subject else None


def note_documents(cast: Cast) -> None:
    """Note the documents that the article says are somebody's."""
    cast.documents = sorted(_made(cast), key=itemgetter(0, 1))


def _made(cast: Cast) -> Iterator[tuple[int, int, str, Mention]]:
    for passage, mentions in enumerate(cast.mentions):
        for mention in mentions:
            token = cast.token(mention)
            if mention.form == "description" and token.lower_ in DOCUMENTS:
                whose = owner(cast, mention) or _publisher(cast, mention)
                if whose is not None:
                    yield passage, token.i, token.lower_, whose
                elif (writer := _writer(cast, mention)) is not None:
                    yield passage, token.i, token.lower_, writer
            if token.lower_ == "it" and token.head.lower_ in ("came", "comes") and token.dep_ == "nsubj":
                senders = (child.i for child in token.head.rights if preposition_of(child) == "from")
                if (sender := cast.mention_at(passage, next(senders, -1))) is not None:
                    yield passage, token.i, "", sender
            if token.dep_ in SUBJECTS and (noun := _MADE_BY.get(token.head.lower_)) and token.dep_ == "nsubj":
                yield passage, token.head.i, noun, mention


def _writer(cast: Cast, mention: Mention) -> Mention | None:
    """Who writes in a document that opens the sentence: in a letter posted on Monday, [Byrd] wrote that it was shut."""
    doc = cast.passages[mention.passage].doc
    start = mention.start - 1
    if start < 0 or not doc[start].is_sent_start or doc[start].lower_ != "in" or doc[mention.start].lower_ not in _ONE:
        return None
    if cast.token(mention).lower_ in _OF_MANY:
        return None
    comma = next((t.i for t in doc[mention.end : mention.end + _LONGEST_OPENING] if t.text == ","), None)
    after = [m for m in cast.mentions[mention.passage] if m.start - 1 == comma]
    subject = after[-1] if after else None  # not the body before its spokesman
    if subject is None or subject.form == "description":
        return None
    if subject.label == "PERSON" and cast.discourse.source((subject.passage, subject.head)) > _SPOKE:
        return subject
    if cast.token(subject).dep_ != "nsubj":
        return None
    verb = cast.token(subject).head
    return subject if verb.i > subject.head and cast.cue(mention.passage, verb.i) > _SPOKE else None


def _publisher(cast: Cast, mention: Mention) -> Mention | None:
    """The subject of the verb whose object a document is: the company sent [a letter], said in [a statement]."""
    token = cast.token(mention)
    verb = token.head
    if token.dep_ == "nmod" and verb.dep_ == "dobj":
        verb = verb.head  # announced the split in [a statement]
    put_out = verb.lower_ in ("put", "puts") and any(child.lower_ == "out" for child in verb.rights)
    published = token.dep_ == "dobj" and (put_out or verb.lower_ in PUBLISHED)
    within = token.dep_ == "nmod" and preposition_of(token) == "in" and token.lower_ not in _OF_MANY
    one_sent = token.lower_ in _SENT and any(child.lower_ in _ONE for child in token.lefts)
    said = within and (one_sent or cast.cue(mention.passage, verb.i) > 0.5)
    subject = next((child for child in verb.lefts if child.dep_ == "nsubj"), None)
    if said and subject is not None and token.lower_ in OF_BODIES and subject.ent_type_ == "PERSON":
        return None
    return cast.mention_at(mention.passage, subject.i) if subject is not None and (published or said) else None
