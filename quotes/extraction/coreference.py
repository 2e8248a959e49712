"""From "he" and "the minister" to the name: who each mention of an article means.

Mentions are decided in the order of the text, names first. Preferences after Hobbs and after centering (Grosz,
Joshi and Weinstein 1995): the nearest sentence, its subject, the source of its speech, the person most spoken of.
No evidence of gender means that any pronoun may refer.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain, islice, takewhile
from math import inf, log

from spacy.tokens import Token

from quotes.extraction.entities import HONORIFICS, Entity, Named, gather, gender_of_given_name, key_tokens
from quotes.extraction.features import CUE, SOURCE
from quotes.extraction.job_titles import role_of
from quotes.extraction.mentions import Mention
from quotes.extraction.parsing import Passage
from quotes.extraction.word_classes import (
    ABSTRACT,
    AGED,
    ANYBODY,
    BODIES,
    DEFINITE,
    DOCUMENTS,
    GENDERED,
    KIN,
    NO_GIVEN_NAMES,
    NOT_A_NAME,
    NOUN_GENDER,
    OFFICES,
    PARTICLES,
    PLAIN_TITLES,
    TITLE_NOUNS,
    UNNAMED,
)
from quotes.model import Span, Speaker, SpeakerKind

Place = tuple[int, int]
"""A mention's passage and head token."""

_ROUNDS = 2
_RECENT = 8
# Entities that one mention is weighed for, the nearest: an article of news has a third of it. And how many mentions of
# them are looked at to find these.
_MOST_ENTITIES = 100
_MOST_LOOKED_AT = 1000
_MOST_NAMES = 50  # forms of one name that are told, the fullest first
_GIVEN_NAME_ALONE = 1.0
_WORD = re.compile(r"\w+")
_FOLLOWED = re.compile(r"(?<![\w’'-])[\w’'-]++(?=[ \u00a0](\w++))")
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a mention means. chain: the mentions from it to the name; certainty: 0 to 1; entity: None if unnamed."""

    speaker: Speaker | None
    chain: tuple[Span, ...]
    certainty: float
    entity: Entity | None = None


@dataclass
class Cast:
    """The people and bodies of an article, and whom each mention means."""

    text: str
    passages: Sequence[Passage]
    mentions: Sequence[Sequence[Mention]]
    entities: list[Entity] = field(default_factory=list)
    meant: dict[Place, Entity] = field(default_factory=dict)
    first_named: dict[int, Span] = field(default_factory=dict)
    _sentence: dict[int, list[int]] = field(default_factory=dict)
    _leading: set[Place] = field(default_factory=set)
    _firsts: dict[int, dict[int, int]] = field(default_factory=dict)
    _speakers: dict[int, Speaker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._number_sentences()
        named = [m for ms in self.mentions for m in ms if self._is_name(m)]
        self.entities = gather((self._name_of(m), m.label) for m in named if self._founds_an_entity(m))
        self._part_namesakes(named)
        self._complete()
        forms = {m: key_tokens(self._name_of(m)) for m in named}
        bearing = Named(self.entities)
        known = {tokens: bearing.bearers(tokens) for tokens in set(forms.values())}
        possible = [(m, known[forms[m]]) for m in named]
        for mention, found in possible:
            if len(found) == 1:
                self._settle_name(mention, found[0])
        ambiguous = [(mention, found) for mention, found in possible if len(found) > 1]
        for mention, found in sorted(ambiguous, key=lambda pair: not self._titled_gender(pair[0])):
            found = found[:_MOST_ENTITIES]
            first = min(found, key=lambda e: e.seen[:1] or [(len(self.passages), 0)])
            self._settle_name(mention, max(found, key=partial(self._name_preference, mention, first)))
        for _ in range(_ROUNDS):
            self._settle_pronouns()

    def _number_sentences(self) -> None:
        count = 0
        for n, passage in enumerate(self.passages):
            numbers = []
            for token in passage.doc:
                count += bool(token.is_sent_start)
                numbers.append(count)
            self._sentence[n] = numbers
            count += 1

    def sentence(self, place: Place) -> int:
        return self._sentence[place[0]][place[1]]

    def token(self, mention: Mention) -> Token:
        return self.passages[mention.passage].doc[mention.head]

    # names

    def _is_name(self, mention: Mention) -> bool:
        head = self.token(mention)
        word = head.lower_.rstrip(".")
        if mention.form == "name":
            office = word in HONORIFICS or word in OFFICES or word in NOUN_GENDER
            return not (office and mention.label != "PERSON") and not NOT_A_NAME.match(self._name_of(mention))
        titled = head.i > 0 and head.nbor(-1).lower_.rstrip(".") in HONORIFICS and head.nbor(-1).is_title
        role = word in HONORIFICS or word in NOUN_GENDER or word in ANYBODY
        if role and not titled or NOT_A_NAME.match(head.text):
            return False
        return mention.form == "description" and head.tag_ == "NNP" and head.text[:1].isupper() and len(word) > 1

    def _founds_an_entity(self, mention: Mention) -> bool:
        """Whether a name is worth an entity of its own: recognised as a name, or titled, or with a given name."""
        if mention.form == "name":
            return True
        tokens = key_tokens(self._name_of(mention))
        doc = self.passages[mention.passage].doc
        titled = any(t.lower_.rstrip(".") in HONORIFICS and t.is_title for t in doc[mention.start : mention.head])
        return titled or len(tokens) > 1 and bool(gender_of_given_name(tokens[0]))

    def _name_of(self, mention: Mention) -> str:
        """The words of the name itself, without the title and description before it."""
        doc = self.passages[mention.passage].doc
        head = doc[mention.head]
        start, end = mention.name_start, mention.head + 1
        if mention.form == "name":
            end = mention.end
            while end - start > 1 and doc._.roles[start, CUE] > 0.5:
                start += 1
        elif head.tag_ == "NNP":
            while end < mention.end and doc[end].tag_ in ("NNP", "POS", "HYPH"):
                end += 1
        while start > mention.start and doc[start - 1].tag_ in ("NNP", "NNPS"):
            before = doc[start - 1]
            titled = start > 1 and doc[start - 2].lower_.rstrip(".") in HONORIFICS
            given = end - start == 1 and (titled or gender_of_given_name(before.lower_))
            part = given or before.lower_ in PARTICLES
            if before.ent_type_ or before.lower_.rstrip(".") in HONORIFICS or not part:
                break
            start -= 1
        return self.passages[mention.passage].original(start, end).of(self.text)

    def _part_namesakes(self, named: Sequence[Mention]) -> None:
        """Make a person of a name whose title contradicts the gender of all who bear it: Mr Obama, Michelle Obama."""
        bearing = Named(self.entities)
        for mention in named:
            gender = self._titled_gender(mention)
            if not gender:
                continue
            tokens = key_tokens(self._name_of(mention))
            possible = bearing.bearers(tokens)
            if possible and all(e.gender and e.gender != gender for e in possible):
                self.entities.append(Entity(tokens, labels={"PERSON": 1}, genders={gender: 3.0}))
                bearing.add(self.entities[-1])

    def _titled_gender(self, mention: Mention) -> str:
        doc = self.passages[mention.passage].doc
        before = [t.lower_.rstrip(".") for t in doc[mention.start : mention.head]]
        return next((HONORIFICS[w] for w in before if HONORIFICS.get(w)), "")

    def _complete(self) -> None:
        """Give those named by one word the fuller name that the article has elsewhere, in a quotation or title."""
        bearers = Counter(word for entity in self.entities for word in set(entity.tokens))
        alone = [entity for entity in self.entities if len(entity.tokens) == 1 and entity.label == "PERSON"]
        before = _before(self.text, {_first_word(entity.tokens[0]) for entity in alone})
        for entity in alone:
            (token,) = entity.tokens
            for match in self._fuller(token, before.get(_first_word(token), [])):
                first = key_tokens(match.group(1))
                taken = not first or bearers[first[0]] > (first[0] == token)
                lower = match.group(1).casefold()
                if taken or lower in HONORIFICS or lower in NOUN_GENDER or self._is_common(lower):
                    continue
                entity.tokens = (*first, token)
                entity.names.append(match.group())
                bearers.update({*first} - {token})
                told = gender_of_given_name(first[0])
                if told:
                    entity.genders[told] = entity.genders.get(told, 0) + 1
                break

    def _fuller(self, token: str, before: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """A capitalised word and the name that is `token`, where the first is in one of the words `before` it."""
        pattern = re.compile(rf"([A-Z][\w’'-]+)[ \u00a0](?i:{re.escape(token)})\b")
        end = 0
        for start, stop in before:
            capital = _CAPITALISED.search(self.text, max(start, end), stop)
            if capital and (match := pattern.match(self.text, capital.start())):
                end = match.end()
                yield match

    def _is_common(self, word: str) -> bool:
        """Whether a word also stands in the text in lower case, or is too common to be a given name."""
        if word in NO_GIVEN_NAMES:
            return True
        parts = _WORD.findall(word)
        if not all(part in self._text_words for part in parts):
            return False
        return parts == [word] or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.text) is not None

    @cached_property
    def _text_words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text))

    def _settle_name(self, mention: Mention, entity: Entity) -> None:
        name = self._name_of(mention)
        place = (mention.passage, mention.head)
        self.meant[place] = entity
        entity.names.append(name)
        insort(entity.seen, place)
        first = self.first_named.get(id(entity))
        if first is None or len(key_tokens(name)) > len(key_tokens(first.of(self.text))):
            self.first_named[id(entity)] = mention.span
        if self.token(mention).dep_ in ("nsubj", "nsubjpass"):
            entity.subjects.add(place)
        elif mention.label == "PERSON" and self._leads_a_cue(mention):
            entity.subjects.add(place)
            self._leading.add(place)
        self._describe(entity, mention)

    def _leads_a_cue(self, mention: Mention) -> bool:
        """Whether a name opens a sentence whose cue found no subject, as behind a long apposition."""
        head = self.token(mention)
        sentence = head.sent
        before = self._first_names(mention.passage).get(sentence.start, head.i) < head.i
        root = sentence.root
        has_subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in root.children)
        return not before and head.i < root.i and not has_subject and self._cue(mention.passage, root.i) > 0.5

    def _first_names(self, passage: int) -> dict[int, int]:
        """The head of the first name of each sentence of a passage, by the sentence's first token."""
        if passage not in self._firsts:
            doc = self.passages[passage].doc
            firsts = self._firsts[passage] = {}
            for mention in self.mentions[passage]:
                if mention.form == "name":
                    start = doc[mention.head].sent.start
                    firsts[start] = min(firsts.get(start, mention.head), mention.head)
        return self._firsts[passage]

    def leading_source(self, passage: int, token: int) -> Mention | None:
        """The name that opens the sentence of a token, where its cue found no other subject."""
        for mention in self.mentions[passage]:
            same = self.sentence((passage, mention.head)) == self.sentence((passage, token))
            if same and mention.head < token and (passage, mention.head) in self._leading:
                return mention
        return None

    def _cue(self, passage: int, token: int) -> float:
        return float(self.passages[passage].doc._.roles[token, CUE])

    def _name_preference(self, mention: Mention, first: Entity, entity: Entity) -> float:
        """How likely an ambiguous name means an entity.

        Its title and gender tell, whether the article began with it, how often and how lately it was named.
        """
        doc = self.passages[mention.passage].doc
        before = [t.lower_.rstrip(".") for t in doc[mention.start : mention.head]]
        gender = self._titled_gender(mention)
        titles = sum(word in entity.described or TITLE_NOUNS.get(word, "") in entity.described for word in before)
        conflict = bool(gender and entity.gender and gender != entity.gender)
        place = (mention.passage, mention.head)
        earlier = bisect_left(entity.seen, place)
        recency = 1.5 / (1 + self.sentence(place) - self.sentence(entity.seen[earlier - 1])) if earlier else 0.0
        full = len(entity.names)
        alike = 1.5 * (mention.label == "PERSON" and is_person(entity))
        return alike + (entity is first) + 3.0 * titles - 5.0 * conflict + recency + 0.7 * log(1 + full)

    def _describe(self, entity: Entity, mention: Mention) -> None:
        """Note what the article says of somebody beside the name: title, apposition, copula."""
        passage = self.passages[mention.passage]
        doc = passage.doc
        head = doc[mention.head]
        name_start = mention.name_start
        notes: list[tuple[int, int]] = []
        while name_start < head.i and doc[name_start].lower_.rstrip(".") in HONORIFICS:
            name_start += 1
        if mention.start < name_start:
            begin = mention.start
            if begin > 1 and doc[begin - 1].lower_ == "of":
                begin -= 1
                while begin > 0 and doc[begin - 1].tag_ in ("NN", "NNP", "JJ"):
                    begin -= 1
            notes.append((begin, name_start))
        for child in head.children:
            if child.dep_ == "appos" and child.tag_.startswith("N") and child.ent_type_ != "PERSON":
                notes.append((child.left_edge.i, self._end_of_note(child)))
        if head.dep_ == "appos" and head.head.tag_ in ("NN", "NNS", "NNP") and head.head.ent_type_ != "PERSON":
            notes.append((head.head.left_edge.i, head.head.i + 1))
        if head.dep_ == "nsubj" and head.head.tag_ == "NN" and any(c.dep_ == "cop" for c in head.head.children):
            parts = [c.i for c in head.head.lefts if c.dep_ in ("det", "amod", "compound", "nmod")]
            left = min(parts, default=head.head.i)
            notes.append((left, head.head.i + 1))
        after = doc[mention.end : mention.end + 3]
        if len(after) >= 2 and after[0].text == "," and after[1].text.isdigit():
            entity.described.add(f"{after[1].text}-year-old")
        for start, end in notes:
            words = [doc[i] for i in range(start, end)]
            for word in words:
                lower = word.lower_.rstrip(".")
                if not lower.isalnum() and "-" not in lower:
                    continue
                entity.described.update((lower, TITLE_NOUNS.get(lower, lower), *KIN.get(lower, ())))
                gender = HONORIFICS.get(lower) or (NOUN_GENDER.get(lower, "") if word.tag_ in ("NN", "NNP") else "")
                if gender and word.dep_ not in ("nmod", "nmod:poss"):
                    entity.genders[gender] = entity.genders.get(gender, 0) + 3
            if any(w.tag_.startswith("N") for w in words):
                role = passage.original(start, end).of(self.text).strip(" ,;—–-")
                if role and role.casefold().rstrip(".") not in PLAIN_TITLES and len(role) < 120:
                    entity.roles.append(role)

    @staticmethod
    def _end_of_note(head: Token) -> int:
        end = head.i + 1
        for child in head.rights:
            if child.dep_ == "nmod" and child.i == child.right_edge.i or child.dep_ == "nmod" and child.i - head.i < 8:
                end = max(end, child.i + 1)
            elif child.i >= end:
                break
        return end

    # pronouns

    @cached_property
    def _people(self) -> dict[int, Entity]:
        """Those whom he or she may mean, when all names are settled, by their number."""
        return {number: entity for number, entity in enumerate(self.entities) if may_be_he_or_she(entity)}

    @cached_property
    def _others(self) -> dict[int, Entity]:
        return {number: entity for number, entity in enumerate(self.entities) if not is_person(entity)}

    @cached_property
    def _namings(self) -> list[tuple[Place, int]]:
        """Where each entity is named, by its number, in the order of the text."""
        return sorted((place, number) for number, entity in enumerate(self.entities) for place in entity.seen)

    def _named_near(self, place: Place, wanted: Callable[[int], bool]) -> list[int]:
        """The numbers of the `wanted` entities that are named nearest before a place, or soon after."""
        at = bisect_left(self._namings, (place, 0))
        before = reversed(self._namings[max(0, at - _MOST_LOOKED_AT) : at])
        after = takewhile(lambda naming: naming[0][0] <= place[0] + 1, self._namings[at : at + _MOST_LOOKED_AT])
        named = dict.fromkeys(number for _, number in chain(before, after) if wanted(number))
        return list(islice(named, _MOST_ENTITIES))

    def _candidates(self, place: Place, pool: dict[int, Entity]) -> Iterable[Entity]:
        """Those of a pool whom a mention at a place may mean: all, or the nearest where they are many."""
        if len(pool) <= _MOST_ENTITIES:
            return pool.values()
        return [pool[number] for number in self._named_near(place, pool.__contains__)]

    def _since(self, entity: Entity, place: Place) -> float:
        """How many sentences ago an entity was last mentioned; 0 where it is in the same."""
        here = self.sentence(place)
        at = bisect_left(entity.seen, place)
        if at < len(entity.seen) and self.sentence(entity.seen[at]) == here:
            return 0
        return here - self.sentence(entity.seen[at - 1]) if at else inf

    def _apart(self, entity: Entity, place: Place) -> int:
        """How many sentences the nearest mention of an entity is away."""
        at = bisect_left(entity.seen, place)
        here = self.sentence(place)
        return min(abs(here - self.sentence(each)) for each in entity.seen[max(0, at - 1) : at + 1])

    def _settle_pronouns(self) -> None:
        """Settle he and she in the order of the text; what is learnt of genders serves the next round."""
        for ms in self.mentions:
            for mention in ms:
                if mention.form in ("pronoun", "possessive"):
                    place = (mention.passage, mention.head)
                    known = self.meant.pop(place, None)
                    if known is not None:
                        del known.seen[bisect_left(known.seen, place)]
                        known.subjects.discard(place)
                    self._settle_pronoun(mention)

    def _settle_pronoun(self, mention: Mention) -> None:
        lower = self.token(mention).lower_
        gender = GENDERED.get(lower)
        if gender is None:
            return
        entity, margin = self._antecedent(mention, gender)
        if entity is None:
            return
        place = (mention.passage, mention.head)
        self.meant[place] = entity
        insort(entity.seen, place)
        if self.token(mention).dep_ in ("nsubj", "nsubjpass"):
            entity.subjects.add(place)
        if margin > 0.5 and lower in ("he", "she"):
            entity.genders[gender] = entity.genders.get(gender, 0) + min(margin, 1.0) / 2

    def _antecedent(self, mention: Mention, gender: str = "", persons: bool = True) -> tuple[Entity | None, float]:
        """The entity that a pronoun or bare description most likely means, and by how much it leads."""
        place = (mention.passage, mention.head)
        here = self.sentence(place)
        token = self.token(mention)
        scored: list[tuple[float, int, Entity]] = []
        for entity in self._candidates(place, self._people if persons else self._others):
            if not entity.seen:
                continue
            earlier = bisect_left(entity.seen, place)
            if not earlier:
                next_one = entity.seen[0]
                if next_one[0] <= place[0] + 1:
                    score = -4.0 - 1.0 * (self.sentence(next_one) - here) + 0.5 * (next_one in entity.subjects)
                    score += self._agreement(gender, entity)
                    scored.append((score, -next_one[1], entity))
                continue
            last = entity.seen[earlier - 1]
            sentence = self.sentence(last)
            apart = here - sentence
            recent = entity.seen[max(0, earlier - _RECENT) : earlier]
            in_sentence = [p for p in recent if self.sentence(p) == sentence]
            score = -0.8 * min(apart, 8) + 0.2 * log(earlier) + 0.1 * log(len(entity.seen))
            score += 0.8 * any(p in entity.subjects for p in in_sentence)
            score += 0.8 * (entity.seen[0] in in_sentence)
            score += 1.2 * max(self._speaks(p) for p in in_sentence)
            if apart == 0 and token.dep_ == "nsubj":
                other = self.passages[last[0]].doc[last[1]]
                if other.head.i == token.head.i and other.dep_ in ("dobj", "nmod"):
                    score -= 3.0
            if token.tag_ == "PRP" and token.dep_ == "nsubj" and apart == 0:
                score += 0.2
            score += self._agreement(gender, entity) - 0.5 * (not entity.subjects)
            scored.append((score, last[1], entity))
        if not scored:
            return None, 0.0
        scored.sort(key=lambda row: (-row[0], -row[1]))
        margin = scored[0][0] - scored[1][0] if len(scored) > 1 else 2.0
        if scored[0][0] < -7:
            return None, 0.0
        return scored[0][2], margin

    @staticmethod
    def _agreement(gender: str, entity: Entity) -> float:
        if not gender or not entity.gender:
            return 0.0
        if entity.gender == gender:
            return 0.5
        sure = abs(entity.genders.get("m", 0.0) - entity.genders.get("f", 0.0))
        return -6.0 if sure > _GIVEN_NAME_ALONE else -1.5

    def _speaks(self, place: Place) -> float:
        roles = self.passages[place[0]].doc._.roles
        return 1.0 if place in self._leading else float(roles[place[1], SOURCE])

    # any mention

    def resolve(self, mention: Mention, depth: int = 0) -> Resolution:
        """Who is meant by a mention that was found to be a source."""
        place = (mention.passage, mention.head)
        token = self.token(mention)
        if mention.label == "MISC" and self.passages[mention.passage].doc[mention.start].lower_ == "the":
            described = self._described_entity(mention)
            if described is not None:
                return self._named(described, mention, 0.6)
        if place in self.meant:
            entity = self.meant[place]
            certain = 0.98 if mention.form == "name" else 0.9
            return self._named(entity, mention, certain)
        if mention.form == "relative" and depth < 3:
            antecedent = self._relative_antecedent(mention)
            if antecedent is not None:
                found = self.resolve(antecedent, depth + 1)
                return Resolution(found.speaker, (mention.span, *found.chain), found.certainty, found.entity)
        if mention.form in ("pronoun", "possessive"):
            return self._resolve_group_pronoun(mention, depth)
        in_apposition = self._name_in_apposition(mention)
        if in_apposition is not None:
            return self._named(self.meant[in_apposition.passage, in_apposition.head], in_apposition, 0.95)
        named = self._described_entity(mention)
        if named is not None:
            return self._named(named, mention, 0.8)
        return Resolution(self._unnamed(mention, token), (mention.span,), 0.9)

    def _named(self, entity: Entity, mention: Mention, certainty: float) -> Resolution:
        links = [mention.span]
        first = self.first_named.get(id(entity))
        if first is not None and first != mention.span:
            links.append(first)
        return Resolution(self._speaker(entity), tuple(links), certainty, entity)

    def _speaker(self, entity: Entity) -> Speaker:
        """The speaker that an entity is, once all names are settled."""
        if id(entity) not in self._speakers:
            self._speakers[id(entity)] = speaker_of(entity)
        return self._speakers[id(entity)]

    def _relative_antecedent(self, mention: Mention) -> Mention | None:
        token = self.token(mention)
        for above in token.ancestors:
            if above.dep_.startswith("acl") or above.dep_ == "relcl":
                return self._mention_at(mention.passage, above.head.i)
        return self._mention_before(mention)

    def _mention_at(self, passage: int, head: int) -> Mention | None:
        return next((m for m in self.mentions[passage] if m.head == head), None)

    def _mention_before(self, mention: Mention) -> Mention | None:
        earlier = [m for m in self.mentions[mention.passage] if m.end <= mention.start and m.form != "relative"]
        return earlier[-1] if earlier else None

    def _resolve_group_pronoun(self, mention: Mention, depth: int) -> Resolution:
        """They, it, we, I: the nearest subject before that can speak so."""
        lower = self.token(mention).lower_
        if lower in ("it", "its"):
            entity, _ = self._antecedent(mention, persons=False)
            if entity is not None:
                return self._named(entity, mention, 0.7)
        if lower in ("they", "their", "them") and depth < 3:
            for n in range(mention.passage, max(-1, mention.passage - 3), -1):
                for other in reversed(self.mentions[n]):
                    later = n == mention.passage and other.head >= mention.head
                    if later or other.form in ("pronoun", "possessive", "relative"):
                        continue
                    token = self.token(other)
                    group = (
                        token.tag_ in ("NNS", "NNPS")
                        or other.label in ("ORG", "LOC")
                        or any(child.dep_ == "conj" for child in token.children)
                    )
                    if group and (token.dep_ in ("nsubj", "nsubjpass") or self._speaks((n, other.head)) > 0.5):
                        found = self.resolve(other, depth + 1)
                        return Resolution(found.speaker, (mention.span, *found.chain), 0.6, found.entity)
            entity, _ = self._antecedent(mention)
            if entity is not None:
                return self._named(entity, mention, 0.4)
        return Resolution(None, (mention.span,), 0.3)

    def _name_in_apposition(self, mention: Mention) -> Mention | None:
        token = self.token(mention)
        for other in self.mentions[mention.passage]:
            inside = mention.head < other.head and other.end == mention.end and other.label == "PERSON"
            if inside and (mention.passage, other.head) in self.meant:
                return other
        for child in token.children:
            if child.dep_ == "appos" and (mention.passage, child.i) in self.meant:
                return self._mention_at(mention.passage, child.i)
        if token.dep_ == "appos" and (mention.passage, token.head.i) in self.meant:
            return self._mention_at(mention.passage, token.head.i)
        doc = self.passages[mention.passage].doc
        if mention.end < len(doc) and doc[mention.end].text == ",":
            for other in self.mentions[mention.passage]:
                named = self.meant.get((mention.passage, other.head))
                if mention.end + 1 == other.start and other.form == "name" and named and is_person(named):
                    return other
        return None

    # labels of a transcript

    def resolve_labels(self, labels: Sequence[str]) -> dict[str, Speaker | None]:
        """Who speaks under each label of a transcript: by name, by role, and by who is left.

        In an interview the answers are the person's of whom the article speaks most.
        """
        people = [entity for entity in self.entities if is_person(entity) and entity.seen]
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
            if named:
                given[label] = named[0]
            elif described:
                given[label] = people[min(described)]
        answers = [label for label in labels if label.upper() in ("A", "ANSWER") and label not in given]
        for label in answers:
            free = _without(people, given.values())
            if free:
                given[label] = max(free, key=lambda e: len(e.seen))
        open_labels = [label for label in labels if label not in given]
        free = _without(people, given.values())
        if len(open_labels) == 1 == len(free):
            given[open_labels[0]] = free[0]
        found: dict[str, Speaker | None] = {}
        for label in labels:
            if label in given:
                found[label] = self._speaker(given[label])
            elif len(label) > 1 and label.upper() not in ("QUESTION", "ANSWER"):
                found[label] = Speaker(label.title() if label.isupper() else label, "person", (label,))
            else:
                found[label] = None
        return found

    # descriptions

    def _described_entity(self, mention: Mention) -> Entity | None:
        """The named entity that a definite description ("the minister", "the 27-year-old") means."""
        doc = self.passages[mention.passage].doc
        head = doc[mention.head]
        np = list(doc[mention.start : mention.end])
        first = np[0].lower_
        plural = head.tag_ in ("NNS", "NNPS")
        if plural or first in UNNAMED or np[0].tag_ == "CD" and first not in DEFINITE:
            return None
        words = [t.lower_.rstrip(".") for t in np if t.is_alpha or t.text[:1].isalnum()]
        words = [w for w in words if w not in DEFINITE]
        if not words:
            return None
        place = (mention.passage, mention.head)
        noun = TITLE_NOUNS.get(head.lower_, head.lower_)
        aged = AGED.search(mention.span.of(self.text))
        keys = {noun, head.lower_}
        if aged:
            keys.add(f"{aged.group(1)}-year-old")
        possessed = any(t.tag_ in ("PRP$", "POS") for t in np)
        country = self._country_words(mention)
        best: tuple[float, int] | None = None
        for k in self._described_by(keys, place):
            entity = self.entities[k]
            if not entity.seen or entity is self.meant.get(place):
                continue
            score = 0.0
            if keys & entity.described:
                score += 2.0
            if not is_person(entity) and noun in entity.tokens:
                score += 2.0
            gender = NOUN_GENDER.get(noun)
            if score == 0.0 or gender and entity.gender and entity.gender != gender:
                continue
            others = [w for w in words if w not in keys]
            known = entity.described | set(entity.tokens)
            score += 0.6 * sum(w in known for w in others)
            score -= 0.4 * sum(w not in known for w in others)
            score -= 0.1 * min(self._apart(entity, place), 10)
            if country and not country & entity.described:
                score -= 1.5
            if possessed:
                score -= 1.0 if first in ("his", "her", "their", "its", "my", "our") else 0.3
            if best is None or score > best[0]:
                best = (score, k)
        if best is not None and best[0] > 0.6:
            return self.entities[best[1]]
        if first not in ("the", "this", "that") or possessed:
            return None
        if noun in BODIES:
            if len(words) > 1:
                return None
            body, _ = self._antecedent(mention, persons=False)
            near = body is not None and self._since(body, place) <= 4
            return body if near and body is not None and body.label == "ORG" else None
        if not _may_describe_a_person(head, noun) or self._complement_names(mention):
            return None
        person, _ = self._antecedent(mention, NOUN_GENDER.get(noun, ""))
        return person if person is not None and self._apart(person, place) <= 6 else None

    def _described_by(self, words: Collection[str], place: Place) -> list[int]:
        """The numbers of the entities of which one of these words was said, or that have it in their name."""
        lists = [self._by_word[word] for word in words if word in self._by_word]
        if sum(map(len, lists)) <= _MOST_ENTITIES:
            return sorted(set(chain.from_iterable(lists)))

        def is_so(number: int) -> bool:
            entity = self.entities[number]
            return not (entity.described.isdisjoint(words) and frozenset(entity.tokens).isdisjoint(words))

        return sorted(self._named_near(place, is_so))

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, entity in enumerate(self.entities):
            for word in entity.described.union(entity.tokens):
                found.setdefault(word, []).append(number)
        return found

    def _country_words(self, mention: Mention) -> set[str]:
        """Words of a description that name a country or a nationality: the US, the British."""
        doc = self.passages[mention.passage].doc
        return {
            doc[i].lower_.rstrip(".")
            for i in range(mention.start, mention.head)
            if doc[i].ent_type_ in ("LOC", "MISC") or doc[i].text.isupper() and len(doc[i].text) <= 3
        }

    def _complement_names(self, mention: Mention) -> bool:
        """Whether a description says of whom it is: a lawyer for Mr Calatrava."""
        doc = self.passages[mention.passage].doc
        after = doc[mention.head + 1 : mention.end]
        return any(t.lower_ in ("for", "of") for t in after) and any(t.ent_type_ == "PERSON" for t in after)

    def _unnamed(self, mention: Mention, head: Token) -> Speaker:
        words = " ".join(mention.span.of(self.text).split())
        first, _, rest = words.partition(" ")
        if first.casefold() in DEFINITE | UNNAMED | {"his", "her", "their", "its"} and rest:
            words = f"{first[0].lower()}{first[1:]} {rest}"
        body = head.lower_ in BODIES | DOCUMENTS or mention.label in ("ORG", "LOC")
        kind: SpeakerKind = "organisation" if body else "anonymous"
        return Speaker(words, kind, (words,))


def _before(text: str, words: Collection[str]) -> dict[str, list[tuple[int, int]]]:
    """Where the words stand that one of `words` follows, by that word."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _FOLLOWED.finditer(text) if words else ():
        word = _first_word(match.group(1))
        if word in words:
            found.setdefault(word, []).append(match.span())
    return found


def _without(people: Iterable[Entity], given: Iterable[Entity]) -> list[Entity]:
    taken = set(map(id, given))
    return [entity for entity in people if id(entity) not in taken]


def _first_word(words: str) -> str:
    """The first word, so that two are equal where a pattern that ignores case matches both."""
    word = _WORD.search(words)
    plain = unicodedata.normalize("NFKD", word.group()).casefold() if word else ""
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ı", "i")


def _may_describe_a_person(head: Token, noun: str) -> bool:
    """Whether a singular noun or adjective can stand for a person: the striker, the Norwegian, the 27-year-old."""
    if noun in DOCUMENTS or noun in BODIES:
        return False
    return noun in OFFICES or not ABSTRACT.search(noun)


def is_person(entity: Entity) -> bool:
    """Whether an entity is taken for a person rather than a body or place."""
    named = bool(gender_of_given_name(entity.tokens[0]))
    if len(entity.tokens) > 1 and any(token in BODIES for token in entity.tokens[named:]):
        return False
    if entity.label in ("ORG", "MISC") and 2 <= len(entity.tokens) <= 4:
        return named
    return entity.label == "PERSON" or not entity.label and entity.tokens[0] not in BODIES


def may_be_he_or_she(entity: Entity) -> bool:
    """Whether a personal pronoun can refer to an entity."""
    return is_person(entity) and (bool(entity.label) or len(entity.tokens) > 1)


def speaker_of(entity: Entity) -> Speaker:
    """The speaker that an entity is, under the fullest name that the article gives."""
    names = sorted(dict.fromkeys(" ".join(n.split()) for n in entity.names), key=lambda n: (-len(key_tokens(n)), n))
    kind: SpeakerKind = "person" if is_person(entity) else "organisation"
    shown = role_of(entity.roles, entity.name) if kind == "person" else None
    return Speaker(entity.name, kind, tuple(names[:_MOST_NAMES]), shown)
