"""Whom a pronoun means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from quotes.extraction.coref.antecedents import OF_MENTION, SUBJECTS, Anaphor, Place
from quotes.extraction.coref.appositions import preposition_of, takes_plural
from quotes.extraction.coref.cast import Cast
from quotes.extraction.coref.entities import Entity
from quotes.extraction.coref.sources import can_speak
from quotes.extraction.job_titles import is_somebody
from quotes.extraction.mentions import Mention
from quotes.extraction.syntax import Token, text_of
from quotes.extraction.word_classes import ASKING, GENDERED, base_forms, is_form

SURE = 0.8
"""The probability from which on a pronoun tells the gender of whom it means."""

_LONGEST_LETTER = 12  # paragraphs
_FIRST_LINES = 6
_LAST_LINES = 4
_LONGEST_ASIDE = 12  # tokens between somebody and "who"
_MOST_IN_SENTENCE = 12  # mentions
_INTRODUCED = 0.8
_LOOKED_BACK = 4  # passages
_LONGEST_BRACKET = 8  # tokens
_SPOKE = 0.5
_COLLECTIVES = frozenset(
    "band board club committee company council couple crew family firm group jury panel team".split()
)
_ANSWERING = frozenset("reply answer respond".split())
_PAIRS = frozenset("two couple pair duo".split())
_THEY = re.compile(r"\bthey(?:/| and |, )them\b", re.IGNORECASE)


def settle_pronoun(cast: Cast, mention: Mention) -> None:
    """Settle whom he, she, his or her means."""
    lower = cast.token(mention).lower_
    gender = GENDERED.get(lower)
    if gender is None:
        return
    place = (mention.passage, mention.head)
    speaking = cast.last_source(place)
    acting = acting_before(cast, place, gender)

    def may_be(entity: Entity) -> bool:
        if entity.unnamed:
            return (entity is speaking or entity.gender == gender or entity is acting) and entity.is_person
        if acting is not None and acting.unnamed and entity.is_first_seen_after(mention.passage):
            return False
        told = bool(entity.label) or len(entity.tokens) > 1 or bool(entity.gender)
        return told and entity is not owned and entity.is_person

    asker, owned, telling = _asker(cast, mention), _owned(cast, mention), _telling(cast, mention)
    anaphor = pronoun(cast, mention, gender)
    entity, share = cast.antecedent(
        anaphor, lambda each: each is not asker and telling.isdisjoint(each.nouns) and may_be(each)
    )
    if entity is None and (asker is not None or telling):
        entity, share = cast.antecedent(anaphor, may_be)
    new = _just_introduced(cast, mention, gender) or _subject_before(cast, mention, gender)
    if acting is not None and acting.unnamed and acting.gender == gender and _is_in_sentence(cast, acting, place):
        new = acting  # her boyfriend told the court he was ill
    if new is not None and new is not entity and new is not asker:
        entity, share = new, _INTRODUCED
    if entity is None:
        return
    cast.meant[place] = entity
    cast.certainty[place] = share
    cast.note(entity, place)
    if share > SURE and lower in ("he", "she"):
        entity.genders[gender] = entity.genders.get(gender, 0) + 0.5


def _owned(cast: Cast, mention: Mention) -> Entity | None:
    """Whose name "her" begins, who is another: her daughter Ada."""
    named = (m for m in cast.mentions[mention.passage] if m.start <= mention.head < m.name_start and m.form == "name")
    return next((cast.meant.get((m.passage, m.head)) for m in named), None)


def _telling(cast: Cast, mention: Mention) -> frozenset[str]:
    """What the subject is whose object a pronoun is, which means another: the judge told him."""
    token = cast.token(mention)
    subject = next((c for c in token.head.lefts if c.dep_ == "nsubj"), None) if token.dep_ in ("dobj", "iobj") else None
    told = subject is not None and subject.tag_ == "NN" and is_somebody(subject.lower_)
    return frozenset((subject.lower_,)) if told and subject is not None else frozenset()


def _asker(cast: Cast, mention: Mention) -> Entity | None:
    """Who asked in the sentence before "he replied", and is another one."""
    token, place = cast.token(mention), (mention.passage, mention.head)
    if token.dep_ not in SUBJECTS or not is_form(token.head.lower_, _ANSWERING):
        return None
    at = bisect_left(cast.timeline, (place, 0))
    for each, number in reversed(cast.timeline[max(0, at - _MOST_IN_SENTENCE) : at]):
        apart = cast.sentence(place) - cast.sentence(each)
        if apart > 1 + (each[0] < place[0]):
            return None
        before = cast.discourse.token(each)
        if apart and before.dep_ == "nsubj" and is_form(before.head.lower_, ASKING):
            return cast.entities[number]
    return None


def _is_in_sentence(cast: Cast, entity: Entity, place: Place) -> bool:
    """Whether somebody was mentioned before a place in its sentence."""
    at = bisect_left(entity.seen, place)
    return at > 0 and cast.sentence(entity.seen[at - 1]) == cast.sentence(place)


def acting_before(cast: Cast, place: Place, gender: str) -> Entity | None:
    """The last subject of a main clause before a place, in its sentence or the one before, if a pronoun can mean it."""
    at = bisect_left(cast.timeline, (place, 0))
    for each, number in reversed(cast.timeline[max(0, at - _MOST_IN_SENTENCE) : at]):
        new_passage = each[0] < place[0]  # which counts as a sentence
        if cast.sentence(place) - cast.sentence(each) > 1 + new_passage:
            return None
        entity, use = cast.entities[number], cast.discourse.use(each)
        if use.subject and use.main and entity.gender in ("", gender) and entity.is_person:
            return entity
    return None


def _just_introduced(cast: Cast, mention: Mention, gender: str) -> Entity | None:
    """Who is brought in by the sentence before "he said", if nobody else there can be meant."""
    place = (mention.passage, mention.head)
    if not cast.discourse.use(place).subject or cast.discourse.source(place) < 0.5:
        return None
    at = bisect_left(cast.timeline, (place, 0))
    told = [(each, cast.entities[number]) for each, number in cast.timeline[max(0, at - _MOST_IN_SENTENCE) : at]]
    told = [(each, entity) for each, entity in told if entity.is_person and entity.gender in ("", gender)]
    if not told:
        return None
    nearest, last = told[-1]
    before = cast.sentence(nearest)
    if not 0 < cast.sentence(place) - before <= 1 + (nearest[0] < mention.passage):  # a new passage counts as one
        return None
    first = {id(entity): (each, entity) for each, entity in reversed(told) if cast.sentence(each) == before}
    sure = [pair for pair in first.values() if pair[1].gender == gender]
    pairs = sure if len(first) > 1 or last.unnamed else list(first.values())
    if len(pairs) != 1:
        return None
    ((at_first, entity),) = pairs
    use = cast.discourse.use(at_first)
    spoken_of = entity.unnamed and use.oblique and use.content > 0.5  # said that they won with a man less
    return entity if entity.seen[0] == at_first and not spoken_of else None


def _subject_before(cast: Cast, mention: Mention, gender: str) -> Entity | None:
    """The subject of the sentence before "he said" in its paragraph, if nobody else is spoken of in the paragraph."""
    place = (mention.passage, mention.head)
    if not cast.discourse.use(place).subject or cast.discourse.source(place) < 0.5:
        return None
    at = bisect_left(cast.timeline, (place, 0))
    start = bisect_left(cast.timeline, ((mention.passage, 0), 0))
    told = [(each, cast.entities[number]) for each, number in cast.timeline[max(start, at - _MOST_IN_SENTENCE) : at]]
    people = [(each, entity) for each, entity in told if entity.is_person and entity.gender in ("", gender)]
    people = [pair for pair in people if not _is_in_description(cast, pair[0], people)]  # her mother
    before = [pair for pair in people if cast.sentence(place) - cast.sentence(pair[0]) == 1]
    if not before:
        return _subject_of_paragraph_before(cast, mention, gender)
    first, entity = before[0]
    use = cast.discourse.use(first)
    if not (use.subject and use.main):
        return None
    others = people if cast.discourse.source(first) < _SPOKE else before
    return entity if all(other is entity for _, other in others) else None


def _is_in_description(cast: Cast, place: Place, people: Sequence[tuple[Place, Entity]]) -> bool:
    """Whether a possessive only tells whose mother somebody else is."""
    token = cast.discourse.token(place)
    return token.tag_ == "PRP$" and any(each == (place[0], token.head.i) for each, _ in people)


def _subject_of_paragraph_before(cast: Cast, mention: Mention, gender: str) -> Entity | None:
    """The subject of a paragraph of one sentence before "he said", if nobody else is spoken of in it."""
    place = (mention.passage, mention.head)
    start = bisect_left(cast.timeline, ((mention.passage - 1, 0), 0))
    told = [
        (each, cast.entities[number]) for each, number in cast.timeline[start : bisect_left(cast.timeline, (place, 0))]
    ]
    people = [(each, entity) for each, entity in told if entity.is_person]
    if not people or any(entity is not people[0][1] for _, entity in people):
        return None
    first, entity = people[0]
    use, last = cast.discourse.use(first), cast.last_source(place)
    opens = first[0] == mention.passage - 1 and use.subject and use.main and entity.gender in ("", gender)
    one_sentence = cast.sentence((first[0], len(cast.passages[first[0]].doc) - 1)) == cast.sentence((first[0], 0))
    return entity if opens and one_sentence and use.named and last is not entity else None


def pronoun(cast: Cast, mention: Mention, gender: str = "") -> Anaphor:
    """What is known of a pronoun. gender: that it tells."""
    place = (mention.passage, mention.head)
    use = cast.discourse.use(place)
    lower = cast.token(mention).lower_
    kinds = (bool(gender), lower in ("it", "its"), lower in ("they", "them", "their"), False)
    rest = [0.0] * (len(OF_MENTION) - 7)
    return Anaphor(place, (*kinds, mention.form == "possessive", use.subject, use.source, *rest), gender)


def one_called_they(cast: Cast, mention: Mention) -> Entity | None:
    """Whom the article says to be "they", where nobody else was named since."""
    before = cast.before((mention.passage, mention.head))
    nearest = next((entity for entity in before if entity.is_person and not entity.unnamed), None)
    return nearest if nearest is not None and nearest.plural else None


def note_pronouns(cast: Cast) -> None:
    """Note of whom the article says that their pronouns are they and them."""
    for n, passage in enumerate(cast.passages):
        for match in _THEY.finditer(passage.folded.text):
            at = next((t.i for t in passage.doc if t.idx >= match.start()), len(passage.doc))
            named = [p for p in cast.meant if p[0] == n and p[1] < at and cast.meant[p].is_person]
            if named:
                cast.meant[max(named)].plural = True


def first_person(cast: Cast, mention: Mention) -> Mention | None:
    """Who writes "I" outside of quotations: who signs below, the author of whom the last lines tell, or a byline."""

    def is_new(m: Mention) -> bool:
        entity = cast.meant.get((m.passage, m.head))
        named = m.form == "name" and entity is not None and entity.is_person and len(entity.tokens) > 1
        return named and cast.first_named.get(id(entity)) == m.span

    after = mention.passage + 1
    for m in (m for ms in cast.mentions[after : after + _LONGEST_LETTER] for m in ms):
        if is_new(m) and m.span.of(cast.text) == cast.passages[m.passage].folded.text.strip(" .—–-"):
            return m
    for m in (m for ms in cast.mentions[max(after, len(cast.passages) - _LAST_LINES) :] for m in ms):
        token = cast.token(m)
        told = token.dep_ == "nsubj" and any(t.tag_ == "VBZ" for t in (token.head, *token.head.lefts))
        if told and m.start == 0 and is_new(m):
            return m
    for m in (m for ms in cast.mentions[:_FIRST_LINES] for m in ms):
        before = cast.passages[m.passage].doc[: m.start]
        if m.label == "PERSON" and [t.lower_ for t in before] == ["by"]:
            return m
    return None


def relative_antecedent(cast: Cast, mention: Mention) -> Mention | None:
    """What "who" or "which" stands for."""
    token = cast.token(mention)
    for above in token.ancestors:
        if above.dep_.startswith("acl") or above.dep_ == "relcl":
            last = _mention_before(cast, mention)
            joined = last is not None and last.form == "name" and cast.token(last).dep_ == "conj"
            if joined and last is not None and mention.start - last.end <= 1:
                return last
            found = cast.mention_at(mention.passage, above.head.i)
            if found is None or token.lower_ != "who" or _is_people(cast, found):
                return found
            break
    return _mention_before(cast, mention)


def _mention_before(cast: Cast, mention: Mention) -> Mention | None:
    """The nearest mention before a relative pronoun; before "who" of people: Democrats on Capitol Hill, who."""
    earlier = [m for m in cast.mentions[mention.passage] if m.end <= mention.start and m.form != "relative"]
    if cast.token(mention).lower_ == "who":
        earlier = [m for m in earlier if mention.start - m.end < _LONGEST_ASIDE and _is_people(cast, m)]
    return earlier[-1] if earlier else None


def joined_name(cast: Cast, mention: Mention) -> Mention | None:
    """The name that "and" joins to a name: Ida Lund and [Olaf Byrd]."""
    doc = cast.passages[mention.passage].doc
    if mention.form != "name" or text_of(doc[mention.end : mention.end + 1]) != "and":
        return None
    return next((m for m in cast.mentions[mention.passage] if m.start == mention.end + 1 and m.form == "name"), None)


def joined_before(cast: Cast, mention: Mention) -> Mention | None:
    """The name that "and" joins to the subject after it: [Ida Lund] and Olaf Byrd said."""
    doc = cast.passages[mention.passage].doc
    end = mention.start - 1
    if mention.form != "name" or end < 1 or doc[end].text not in ("and", "&"):
        return None
    if doc[end - 1].text == ")":  # Ida Lund (R-Utah) and Olaf Byrd
        end = next((t.i for t in reversed(doc[max(0, end - _LONGEST_BRACKET) : end]) if t.text == "("), end)
    found = next((m for m in cast.mentions[mention.passage] if m.end == end and m.form == "name"), None)
    if found is None or found.label != mention.label:
        return None
    role = cast.token(found).dep_
    return found if role in SUBJECTS or role in ("compound", "conj", "ccomp") else None


def pair_before(cast: Cast, mention: Mention) -> Mention | None:
    """The second of two people named together whom a description means: the two, the couple, the senators."""
    token = cast.token(mention)
    doc = token.doc
    words = [t.lower_ for t in doc[mention.start : mention.end]]
    two = words[-1] in _PAIRS or "two" in words or words[0] == "both"
    several = token.tag_ in ("NNS", "NNPS") and any(map(is_somebody, base_forms(token.lower_)))
    if words[0] not in ("the", "both", "these") or not (two or several) or mention.end > mention.head + 1:
        return None
    for n in range(mention.passage, max(-1, mention.passage - _LOOKED_BACK), -1):
        for other in reversed(cast.mentions[n]):
            if n == mention.passage and other.head >= mention.head:
                continue
            if other.form == "description" and cast.token(other).lower_ == token.lower_ and not two:
                return None
            first = joined_before(cast, other)
            if first is None or not all(_is_a_person(cast, each) for each in (first, other)):
                continue
            both = [cast.meant[n, each.head] for each in (first, other)]
            told = all(not each.nouns.isdisjoint(base_forms(token.lower_)) for each in both)
            spoke = max(cast.discourse.source((n, each.head)) for each in (first, other)) > _SPOKE
            if spoke or told or two and cast.token(other).dep_ in (*SUBJECTS, "conj"):
                return other
    return None


def _is_a_person(cast: Cast, mention: Mention) -> bool:
    entity = cast.meant.get((mention.passage, mention.head))
    return entity is not None and entity.is_person


def _is_people(cast: Cast, mention: Mention) -> bool:
    """Whether "who" can stand for a mention."""
    token = cast.token(mention)
    if mention.form == "name":
        return mention.label != "LOC" or token.dep_ == "conj" and token.head.ent_type_ == "PERSON"
    somebody = token.lower_ == "others" or any(map(is_somebody, base_forms(token.lower_)))
    return mention.form == "description" and somebody


def may_be_it(cast: Cast, entity: Entity) -> bool:
    """Whether "it" can speak for an entity: a body, or what speaks elsewhere, as a country may."""
    speaks = entity.label == "ORG" or any(cast.discourse.source(place) > 0.5 for place in entity.seen)
    return not entity.is_person and speaks


def whole_group(cast: Cast, mention: Mention) -> Mention:
    """The people that "many of whom" are some of: family members of victims, not the victims."""
    token = cast.token(mention)
    outer = cast.mention_at(mention.passage, token.head.i) if token.dep_ == "nmod" else None
    return outer if outer is not None and is_several(cast.token(outer)) and _is_people(cast, outer) else mention


def is_several(token: Token) -> bool:
    """Whether words with this head name several."""
    return token.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in token.children)


def group_before(cast: Cast, mention: Mention) -> Mention | None:
    """The nearest mention before "they" that can be several, and is a subject or a source."""
    for n in range(mention.passage, max(-1, mention.passage - 3), -1):
        for other in reversed(cast.mentions[n]):
            token = cast.token(other)
            later = n == mention.passage and other.head >= mention.head or token.lower_ == "pronouns"
            if later or other.form in ("pronoun", "possessive", "relative"):
                continue
            group = (
                is_several(token)
                or other.label in ("ORG", "LOC")
                or takes_plural(token)
                or other.form == "description"
                and token.lower_ in _COLLECTIVES
                and token.dep_ in SUBJECTS
                or joined_name(cast, other) is not None
            )
            outer = token.head if token.dep_ == "compound" else token
            group = group and preposition_of(outer) != "to"  # they wrote to the Senate leaders
            if group and can_speak(token) and (token.dep_ in SUBJECTS or cast.discourse.source((n, other.head)) > 0.5):
                return other
    return None
