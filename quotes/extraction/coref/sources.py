"""Who speaks, of those who stand beside no quotation: by the form of the sentence."""

from __future__ import annotations

from dataclasses import replace

from quotes.extraction.coref.antecedents import SUBJECTS
from quotes.extraction.coref.appositions import alike
from quotes.extraction.coref.bodies import main_body
from quotes.extraction.coref.cast import Cast
from quotes.extraction.coref.entities import Entity
from quotes.extraction.cues import SPEECH
from quotes.extraction.job_titles import holds_office, is_somebody
from quotes.extraction.mentions import Mention
from quotes.extraction.syntax import Token, text_of
from quotes.extraction.word_classes import (
    BODIES,
    DOCUMENTS,
    EVERYBODY,
    EVIDENCE,
    FINITE,
    PUBLISHED,
    RELATIVES,
    base_forms,
)

_SOON = 8  # passages from a headline to the one that names whom it means
_SPEAKS = 0.5  # probability of being a source
_GROUPS = frozenset(
    "community crowd family half majority management minority number others people percent public relatives".split()
)


def leading_source(cast: Cast, passage: int, token: int) -> Mention | None:
    """The name that opens the sentence of a token, where its cue found no other subject."""
    for mention in cast.mentions[passage]:
        same = cast.discourse.sentence((passage, mention.head)) == cast.discourse.sentence((passage, token))
        if same and mention.head < token and (passage, mention.head) in cast.discourse.leading:
            return mention
    return None


def can_speak(token: Token) -> bool:
    """Whether words with this head can be a source: somebody, a body, a document, or the subject of a verb of speech.

    "The highlights" and "other changes" are nobody, and so is "Keeps", a verb without its subject.
    """
    word = token.lower_
    if word in EVERYBODY or any(child.lower_ in ("any", "every") for child in token.lefts):
        return False
    singular = {word, *(form for form in base_forms(word) if token.tag_ in ("NNS", "NNPS"))}
    begins = token.left_edge.i
    if begins and token.doc[begins - 1].lower_ == "having":
        return False  # having a candidate say …
    following = token.doc[token.i + 1 : token.i + 2]
    if token.dep_ == "dobj" and text_of(following) == "from":
        return False  # rules that keep lawyers from …
    if is_beside(token):
        return False
    told = BODIES | DOCUMENTS | EVIDENCE | RELATIVES | _GROUPS
    if token.tag_ == "CD" or not singular.isdisjoint(told) or any(map(is_somebody, singular)):
        return True
    if token.is_sent_start and word.endswith("s") and any(each.tag_ == "VBG" for each in following):
        return False  # Keeps saying …
    if token.tag_ in ("NNP", "NNPS"):
        return True
    after = token.doc[token.head.i + 1 : token.head.i + 2]
    inverted = any(each.ent_type_ == "PERSON" for each in after)  # the key, says Byrd, is …
    announced = token.dep_ in SUBJECTS and token.head.lower_ in SPEECH and not inverted
    return announced or any(child.lower_ == "according" for child in token.lefts)


def is_beside(token: Token) -> bool:
    """Whether words with this head only stand beside somebody who speaks.

    For example the filings that they combed through and found …, the board with which he filed it, claiming that …, and
    the leaders of whom it is said at the beginning of a sentence: With the leaders worried, he says …
    """
    preposition = next((child for child in token.lefts if child.dep_ == "case"), None)
    if preposition is None:
        return False
    if preposition.lower_ == "with" and preposition.is_sent_start:
        return True
    if token.dep_ != "nmod":
        return False
    if preposition.lower_ == "through":
        return token.head.tag_ in FINITE
    said = any(each.tag_ == "VBG" and each.lower_ in SPEECH and each.i > token.i for each in token.head.rights)
    return said and preposition.lower_ in ("with", "against") and token.head.tag_[0] == "V"


def is_fragment(cast: Cast, mention: Mention) -> bool:
    """Whether a description is a scrap of a headline, which means somebody whom the text names: Senator from Texas."""
    token = cast.token(mention)
    first = cast.passages[mention.passage].doc[mention.start]
    words = cast.passages[mention.passage].doc[mention.start : mention.end]
    if is_in_headline(cast, mention):
        plural = token.tag_ in ("NNS", "NNPS") or token.lower_ in BODIES and len(words) == 1
        return not plural and first.tag_ not in ("DT", "PRP$", "CD")
    bare = first.is_sent_start and first.tag_ not in ("DT", "PRP$", "CD") and not any(w.tag_ == "POS" for w in words)
    person = token.tag_ == "NN" and is_somebody(token.lower_) or token.tag_ == "NNP" and holds_office(token.lower_)
    return bool(bare and person)


def is_scrap(cast: Cast, mention: Mention) -> bool:
    """Whether words are nobody that were taken for a name or stand in a headline: Parents Rally."""
    word = cast.token(mention).lower_
    cut = mention.form == "name" or is_in_headline(cast, mention) and is_fragment(cast, mention)
    return cut and not is_somebody(word) and word not in BODIES


def is_in_headline(cast: Cast, mention: Mention) -> bool:
    """Whether a mention stands in a line with a capital in each word."""
    return cast.passages[mention.passage].span in cast.headlines


def meant_by_fragment(cast: Cast, mention: Mention) -> Entity | None:
    """The first one named of whom the article says what a scrap of a headline does, where it is named soon.

    Else the body that is named most, or the person who opens the next paragraph, named there for the first time and
    speaking.
    """
    word = cast.token(mention).lower_
    nouns, person = alike(word), is_somebody(word)
    named = [each for each in cast.entities if each.is_person is person and not each.unnamed and each.seen]
    told = [each for each in named if not each.nouns.isdisjoint(nouns)]
    first = min(told, key=lambda each: each.seen[:1], default=None)
    if first is not None and first.seen[0][0] <= mention.passage + _SOON:
        return first
    if not person and (body := main_body(cast, word)) is not None:
        return body
    next_ones = [each for each in named if each.seen[0][0] == mention.passage + 1]
    opens = min(next_ones, key=lambda each: each.seen[0], default=None)
    if opens is None or not person or is_in_headline(cast, replace(mention, passage=mention.passage + 1)):
        return None
    use = cast.discourse.use(opens.seen[0])
    return opens if use.subject and use.source > _SPEAKS else None


def those_told(cast: Cast, mention: Mention) -> str | None:
    """The words for people of whom only one thing is said: those close to him."""
    token = cast.token(mention)
    told = [child for child in token.rights if child.dep_ in ("amod", "nmod", "acl", "acl:relcl")]
    if not told:
        return None
    return cast.passages[mention.passage].original(token.i, told[-1].right_edge.i + 1).of(cast.text)


def speaks(cast: Cast, mention: Mention) -> bool:
    """Whether a mention is the source of speech that is not quoted."""
    token = cast.token(mention)
    word = token.lower_
    told = mention.form == "description" and not (is_somebody(word) or word in BODIES or word in DOCUMENTS)
    place = (mention.passage, mention.head)
    said = place in cast.discourse.leading or token.dep_ in SUBJECTS and cast.cue(mention.passage, token.head.i) > 0.5
    return said and not told and cast.discourse.source(place) > 0.5


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
