"""Who is quoted by the source: in “Moss said the bank had told her: …” the bank."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from quotes.extraction.cues import SPEECH
from quotes.extraction.features import Unit, unit_root
from quotes.extraction.mentions import Mention
from quotes.extraction.predicates import SUBJECTS, Attribution, governs, is_by, is_passive, negation_of
from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import (
    ANYBODY,
    BODIES,
    CITING,
    CONDITIONAL,
    DOCUMENTS,
    GENDERED,
    HEARING,
    NAMING,
    NOUN_GENDER,
    OFFICES,
    SOURCES,
    SPEAKING,
    VERBS,
    is_form,
)

_PERCEIVING = CITING | frozenset("hear overhear recall remember recollect recount describe film record".split())
_BARE_SPEECH = frozenset("say tell shout scream cry whisper ask boast joke complain mutter yell reply".split())
_WHO_SPEAK = SOURCES | BODIES | OFFICES | ANYBODY | DOCUMENTS | NOUN_GENDER.keys()


def quoted_source(
    doc: Doc,
    unit: Unit,
    source: Mention,
    attribution: Attribution,
    mentions: Sequence[Mention],
    is_speaker: Callable[[Mention], bool],
) -> Mention | None:
    """Who is quoted by the source: whoever says the words within what the source says."""

    def other(head: Token, named: bool = False) -> Mention | None:
        mention = next((mention for mention in mentions if mention.head == head.i), None)
        if mention is None or mention == source or head.lower_ == doc[source.head].lower_:
            return None
        if mention.form in ("pronoun", "relative", "possessive") and (head.lower_ not in GENDERED or named):
            return None
        # A description in what somebody says is somebody else.
        return None if mention.form != "description" and is_speaker(mention) else mention

    beside = _heard(doc, unit, source, mentions)
    if beside is not None:
        return beside if other(doc[beside.head]) is not None else None
    predicates = list(attribution.predicates)
    root = unit_root(doc, unit)
    if not unit.marked and any(child.dep_ == "ccomp" for child in root.children):
        predicates.insert(0, root)
    reached = next((n for n, token in enumerate(predicates) if governs(token, source)), None)
    quoted = next((token for token in predicates if is_form(token.lower_, CITING) and is_by(token, source)), None)
    for child in quoted.children if quoted is not None else ():
        if child.dep_ == "nsubjpass" and (mention := other(child)) is not None:
            return mention
    accorded = doc[source.start - 2].lower_ == "according" if source.start > 1 else False
    for n, token in enumerate(predicates[: reached + 1] if reached is not None else predicates if accorded else ()):
        for head in _within(token, n == reached):
            if (mention := other(head, is_form(token.lower_, NAMING))) is not None:
                return mention
    if attribution.claim is not None:
        for child in attribution.claim.children:
            mention = other(child, named=True) if any(word.tag_ == "POS" for word in child.children) else None
            if mention is not None:
                return mention
    for token in doc[unit.start].sent:
        if token.tag_ != "VBG" or not is_form(token.lower_, CITING):
            continue
        near = {token.i, token.head.i, *(child.i for child in token.children)}
        if near.isdisjoint((source.head, *(each.i for each in predicates))):
            continue
        for child in token.children:
            mention = other(child, named=True) if child.dep_ == "dobj" else None
            if mention is not None and (mention.label in ("PERSON", "ORG") or is_form(child.lower_, _WHO_SPEAK)):
                return mention
    return None


def _heard(doc: Doc, unit: Unit, source: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """Whom the source heard, recalled or quoted: heard [Byrd] shout, “…”; recalled [Byrd] telling her: “…”

    The verb of speech before the words is no finite one, and its subject stands right before it.
    """
    at = unit.start - 1
    while at > source.end and (doc[at].is_punct or doc[at].is_quote or doc[at].tag_ in ("PRP", "RB", "IN", "TO")):
        at -= 1
    verb = doc[at]
    if (
        at <= source.end
        or not (verb.lower_.endswith("ing") or verb.lower_ in _BARE_SPEECH)
        or verb.lower_ not in SPEECH
    ):
        return None
    end = at - 1 if doc[at - 1].text == "," or verb.tag_ == "VBG" and doc[at - 1].lower_ == "as" else at
    before = [m for m in mentions if m.end == end and m.start > source.end and m.form != "relative"]
    heard = max(before, key=lambda m: m.start, default=None)
    if heard is None or end < at and doc[end].text == "," and doc[heard.start - 1].text != ",":
        return None
    somebody = (
        heard.label in ("PERSON", "ORG") or heard.form == "pronoun" or is_form(doc[heard.head].lower_, _WHO_SPEAK)
    )
    verbs = (token for token in reversed(doc[source.end : heard.start]) if token.tag_ in VERBS or token.tag_ == "IN")
    perceived = next(verbs, None)
    return heard if somebody and perceived is not None and is_form(perceived.lower_, _PERCEIVING) else None


def _within(token: Token, outermost: bool) -> Iterator[Token]:
    """Who speaks within what the source says, by one predicate; outermost: by the source's own."""
    passive = is_passive(token)
    if outermost:
        if is_form(token.lower_, CITING) and any(
            is_form(child.lower_, SPEAKING) and child.tag_ == "VBG" for child in token.children
        ):
            yield from (child for child in token.children if child.dep_ == "dobj")
        return
    depends = any(child.dep_ == "aux" and child.lower_ in CONDITIONAL for child in token.children)
    if is_form(token.lower_, SPEAKING) and not passive and not depends and negation_of(token) is None:
        yield from (child for child in token.children if child.dep_ in SUBJECTS)
    if is_form(token.lower_, HEARING):
        for child in token.children:
            case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
            if child.dep_ == "nmod" and case == ("by" if passive else "from"):
                yield child
