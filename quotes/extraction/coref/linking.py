"""From "he" and "the minister" to the name: who each mention of an article means.

Names are settled first, then pronouns and descriptions in the order of the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes.extraction.coref.appositions import preposition_of
from quotes.extraction.coref.cast import Cast, Weigh, likely
from quotes.extraction.coref.descriptions import (
    UNNAMED_SHARE,
    bearer_of_titles,
    called_by_country,
    described,
    described_as,
    may_refer,
    name_in_apposition,
    person_run_on,
    settle_description,
    unnamed,
)
from quotes.extraction.coref.documents import author, author_of_it, document_of_it, issuer, note_documents, owner
from quotes.extraction.coref.entities import Entity
from quotes.extraction.coref.name_bearers import NameBearers
from quotes.extraction.coref.pronouns import (
    SURE,
    first_person,
    group_before,
    is_several,
    may_be_it,
    note_pronouns,
    one_called_they,
    pair_before,
    pronoun,
    relative_antecedent,
    settle_pronoun,
    spokesperson_before,
    whole_group,
)
from quotes.extraction.coref.sources import can_speak, is_beside, is_fragment, is_scrap, meant_by_fragment, those_told
from quotes.extraction.job_titles import holds_office, is_somebody
from quotes.extraction.mentions import Mention
from quotes.extraction.parsing import Passage
from quotes.extraction.word_classes import SOME, WHOLE
from quotes.model import Span, Speaker
from quotes.names.authority import packaged_genders


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a mention means. chain: the mentions from it to the name; certainty: 0 to 1; entity: None if unnamed."""

    speaker: Speaker | None
    chain: tuple[Span, ...]
    certainty: float
    entity: Entity | None = None


def link(
    text: str,
    passages: Sequence[Passage],
    mentions: Sequence[Sequence[Mention]],
    weigh: Weigh = likely,
    *,
    genders: Mapping[str, str] | None = None,
) -> Cast:
    """The cast of an article, with its mentions linked: whom names, pronouns and descriptions mean.

    What is learnt of genders serves the later mentions. genders: see `quotes.extraction.extract`.
    """
    cast = Cast(text, passages, mentions, weigh)
    NameBearers(cast, packaged_genders() if genders is None else genders).settle()
    note_pronouns(cast)
    note_documents(cast)
    cast.number_entities()
    for mention in (m for ms in mentions for m in ms):
        if mention.form in ("pronoun", "possessive"):
            settle_pronoun(cast, mention)
        elif mention.form == "description" and may_refer(cast, mention):
            settle_description(cast, mention)
    return cast


def resolve(cast: Cast, mention: Mention, depth: int = 0) -> Resolution:
    """Who is meant by a mention that was found to be a source."""
    place = (mention.passage, mention.head)
    token = cast.token(mention)
    if (compatriot := called_by_country(cast, mention)) is not None:
        return _named(cast, compatriot, mention, 0.8)
    if mention.label == "MISC" and cast.passages[mention.passage].doc[mention.start].lower_ == "the":
        entity, share = described(cast, mention)
        if entity is not None and not entity.unnamed:
            return _named(cast, entity, mention, share)
    if (bearer := bearer_of_titles(cast, mention)) is not None:
        return _named(cast, cast.meant[bearer.passage, bearer.head], bearer, 0.95)
    if _is_office(cast, mention) and (holder := name_in_apposition(cast, mention)) is not None:
        return _named(cast, cast.meant[holder.passage, holder.head], holder, 0.95)
    person = person_run_on(cast, mention)
    if person is not None:
        return _named(cast, cast.meant[person.passage, person.head], person, 0.95)
    issued = issuer(cast, mention)
    if issued is not None and (issued.passage, issued.head) in cast.meant:
        return _named(cast, cast.meant[issued.passage, issued.head], issued, 0.9)
    if place in cast.meant:
        entity = cast.meant[place]
        certain = cast.certainty.get(place, 0.98 if mention.form == "name" else 0.9)
        return _named(cast, entity, mention, certain)
    if mention.form == "relative" and depth < 3:
        antecedent = relative_antecedent(cast, mention)
        if antecedent is None:
            return Resolution(None, (mention.span,), 0.3)
        found = resolve(cast, antecedent, depth + 1)
        return Resolution(found.speaker, (mention.span, *found.chain), found.certainty, found.entity)
    if mention.form in ("pronoun", "possessive"):
        return _resolve_group_pronoun(cast, mention, depth)
    in_apposition = name_in_apposition(cast, mention)
    if in_apposition is not None:
        return _named(cast, cast.meant[in_apposition.passage, in_apposition.head], in_apposition, 0.95)
    whose = (owner(cast, mention) or author(cast, mention)) if depth < 3 else None
    if whose is not None:
        found = resolve(cast, whose, depth + 1)
        if found.speaker is not None:
            return Resolution(found.speaker, (mention.span, *found.chain), found.certainty, found.entity)
    if is_beside(token):
        return Resolution(None, (mention.span,), UNNAMED_SHARE)
    if depth < 3 and (pair := pair_before(cast, mention)) is not None:
        found = resolve(cast, pair, depth + 1)
        return Resolution(found.speaker, (mention.span, *found.chain), SURE, found.entity)
    meant, share = described(cast, mention)
    if meant is not None:
        return _named(cast, meant, mention, share)
    group = group_before(cast, mention) if token.lower_ in WHOLE and depth < 3 else None
    if group is not None and is_several(cast.token(group)):
        found = resolve(cast, group, depth + 1)
        return Resolution(found.speaker, (mention.span, *found.chain), 0.6, found.entity)
    if token.lower_ == "those" and (told := those_told(cast, mention)) is not None:
        return Resolution(described_as(told, "anonymous"), (mention.span,), UNNAMED_SHARE)
    if is_fragment(cast, mention) and (named := meant_by_fragment(cast, mention)) is not None:
        return _named(cast, named, mention, 0.6)
    if not can_speak(token) or is_scrap(cast, mention):
        return Resolution(None, (mention.span,), share)
    return Resolution(unnamed(cast, mention, token), (mention.span,), share)


def _is_office(cast: Cast, mention: Mention) -> bool:
    """Whether what was found as a name is an office: the Secretary of State, the Emir of Daura, Faruk Bello, said."""
    doc = cast.passages[mention.passage].doc
    words = doc[mention.name_start : mention.end]
    of_place = len(words) > 2 and is_somebody(words[0].lower_) and words[1].lower_ == "of"
    head = doc[mention.head]
    the = doc[mention.start].lower_ == "the" and head.tag_ == "NNP" and is_somebody(head.lower_)
    return mention.form == "name" and of_place or mention.form in ("name", "description") and the


def _resolve_group_pronoun(cast: Cast, mention: Mention, depth: int) -> Resolution:
    """They, it, we, I: the nearest subject before that can speak so."""
    token = cast.token(mention)
    lower = token.lower_
    if lower in SOME and any(child.dep_ == "neg" for child in token.lefts):
        return Resolution(None, (mention.span,), UNNAMED_SHARE)  # not everyone agrees
    apposed = next((child for child in token.rights if child.dep_ == "appos"), None) if lower == "one" else None
    if apposed is not None and (named := cast.meant.get((mention.passage, apposed.i))) is not None and named.is_person:
        return _named(cast, named, mention, 0.95)  # one of the generals, Ivo Lund, said
    if lower in SOME:
        of = next((child for child in token.rights if preposition_of(child) == "of"), token)
        antecedent = relative_antecedent(cast, mention) if of.lower_ == "whom" and depth < 3 else None
        if antecedent is not None:
            found = resolve(cast, whole_group(cast, antecedent), depth + 1)
            return Resolution(found.speaker, (mention.span, *found.chain), found.certainty, found.entity)
        words = cast.passages[mention.passage].original(token.i, of.i + 1).of(cast.text)
        return Resolution(described_as(words, "anonymous"), (mention.span,), UNNAMED_SHARE)
    if lower == "i" and (writer := first_person(cast, mention)) is not None:
        found = resolve(cast, writer, depth + 1)
        return Resolution(found.speaker, (mention.span, *found.chain), SURE, found.entity)
    if lower == "it" and token.head.tag_ == "JJ" and token.dep_ == "nsubj":
        return Resolution(None, (mention.span,), UNNAMED_SHARE)  # it is obvious that
    if lower == "it" and depth < 3 and (whose := author_of_it(cast, mention)) is not None:
        found = resolve(cast, whose, depth + 1)
        return Resolution(found.speaker, (mention.span, *found.chain), 0.6, found.entity)
    if lower == "it" and depth < 3 and (document := document_of_it(cast, mention)) is not None:
        found = resolve(cast, document, depth + 1)
        if len(found.chain) > 1:  # whose it is
            return Resolution(found.speaker, (mention.span, *found.chain), 0.6, found.entity)
    if lower in ("it", "its"):
        entity, share = cast.antecedent(pronoun(cast, mention), lambda entity: may_be_it(cast, entity))
        if entity is not None:
            return _named(cast, entity, mention, share)
        # A company without such a word in its name may have been taken for a person.
        speaking = cast.last_source((mention.passage, mention.head)) if lower == "it" else None
        told = speaking is not None and any(map(holds_office, speaking.nouns))
        if speaking is not None and not (speaking.gender or told) and not (speaking.unnamed and speaking.is_person):
            return _named(cast, speaking, mention, 0.6)
    if lower == "they" and (spokesperson := spokesperson_before(cast, mention)) is not None:
        return _named(cast, spokesperson, mention, SURE)
    if lower in ("they", "their", "them") and (entity := one_called_they(cast, mention)) is not None:
        return _named(cast, entity, mention, SURE)
    if lower in ("they", "their", "them") and depth < 3:
        if (group := group_before(cast, mention)) is not None:
            found = resolve(cast, group, depth + 1)
            return Resolution(found.speaker, (mention.span, *found.chain), 0.6, found.entity)
        entity, share = cast.antecedent(pronoun(cast, mention), lambda entity: True)
        if entity is not None:
            return _named(cast, entity, mention, share)
    return Resolution(None, (mention.span,), 0.3)


def _named(cast: Cast, entity: Entity, mention: Mention, certainty: float) -> Resolution:
    links = [mention.span]
    first = cast.first_named.get(id(entity))
    if first is not None and first != mention.span:
        links.append(first)
    return Resolution(cast.speaker(entity), tuple(links), certainty, entity)
