"""From "he" and "the minister" to the name: who each mention of an article means.

Names are settled first, then pronouns and descriptions in the order of the text, each weighed by a small network
(`quotes.extraction.antecedents`). Number and gender that are known are no matter of weight: who does not agree is no
candidate. No evidence of gender means that any pronoun may refer.
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
from math import log
from pathlib import Path

import numpy as np
from spacy.tokens import Token

from quotes.extraction.antecedents import FEATURES, OF_MENTION, SUBJECTS, Anaphor, Discourse, Place, is_said, rows
from quotes.extraction.appositions import phrases_beside
from quotes.extraction.entities import HONORIFICS, Entity, Named, gather, gender_of_given_name, key_tokens
from quotes.extraction.features import CUE
from quotes.extraction.job_titles import is_somebody, role_of
from quotes.extraction.mentions import Mention
from quotes.extraction.name_spans import generation_of
from quotes.extraction.parsing import Passage
from quotes.extraction.ranker import named_network, shares
from quotes.extraction.word_classes import (
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
    RELATIVES,
    TITLE_NOUNS,
    UNNAMED,
)
from quotes.model import Span, Speaker, SpeakerKind

WEIGHTS = Path(__file__).parent / "coreference.npz"

Weigh = Callable[[Anaphor, Sequence[Entity], np.ndarray], np.ndarray]
"""From the candidates of a mention and their rows to the probability of each, and of none of them, last."""

# Entities that one mention is weighed for: the nearest before it, and as many others. And how many mentions of them are
# looked at to find these.
_MOST_CANDIDATES = 12
_MOST_LOOKED_AT = 200
_MOST_LATER = 8
_MAIN = 3
_SURE = 0.8
_RECENCY = 4.0
_UNNAMED = 0.9  # that a description which can mean nobody else is somebody unnamed
_SOME = frozenset("one some many others most several both neither another everyone nobody someone anyone".split())
_SMALL = frozenset("a an of for from in at with to and his her their its my our s".split())
_OPENING = DEFINITE | UNNAMED | _SOME | {"his", "her", "their", "its"}  # words that begin a description
_PUBLISHED = frozenset(
    "wrote writes written released releases issued issues published publishes posted posts sent sends filed files "
    "delivered delivers tweeted penned authored signed made makes gave gives".split()
)
_MOST_NAMESAKES = 100
_MOST_NAMES = 50  # forms of one name that are told, the fullest first
_GIVEN_NAME_ALONE = 1.0
_PRONOUNS_ALONE = 0.6
_THEY = re.compile(r"\bthey(?:/| and |, )them\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_FOLLOWED = re.compile(r"(?<![\w’'-])[\w’'-]++(?=[ \u00a0](\w++))")
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]")


def likely(anaphor: Anaphor, candidates: Sequence[Entity], found: np.ndarray) -> np.ndarray:
    """The probability of each candidate, and of none of them, to be meant."""
    return shares(found, named_network(WEIGHTS, "description" if anaphor.noun else "pronoun", FEATURES))


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
    weigh: Weigh = likely
    _trimmed: dict[Mention, str] = field(default_factory=dict)
    _certainty: dict[Place, float] = field(default_factory=dict)
    _second: dict[Place, float] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)
    _timeline: list[tuple[Place, int]] = field(default_factory=list)
    _settled: dict[Place, tuple[Entity | None, float]] = field(default_factory=dict)
    _sources: list[tuple[Place, int]] = field(default_factory=list)
    _firsts: dict[int, dict[int, int]] = field(default_factory=dict)
    _speakers: dict[int, Speaker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.discourse = Discourse(self.passages)
        named = [m for ms in self.mentions for m in ms if self._is_name(m)]
        self._trim_headlines(named)
        self._trim_places(named)
        self.entities = gather((self._name_of(m), self._label(m)) for m in named if self._founds_an_entity(m))
        acronyms = self._take_acronyms(named)
        self._part_namesakes(named)
        self._complete()
        forms = {m: key_tokens(self._name_of(m)) for m in named}
        bearing = Named(self.entities)
        known = {tokens: bearing.bearers(tokens) for tokens in set(forms.values())} | acronyms
        possible = [(m, known[forms[m]]) for m in named]
        for mention, found in possible:
            if len(found) == 1:
                self._settle_name(mention, found[0])
        ambiguous = [(mention, found) for mention, found in possible if len(found) > 1]
        self._second = {(mention.passage, mention.head): 0.5 for mention, _ in ambiguous}
        for mention, found in sorted(ambiguous, key=lambda pair: not self._titled_gender(pair[0])):
            found = found[:_MOST_NAMESAKES]
            first = min(found, key=lambda e: e.seen[:1] or [(len(self.passages), 0)])
            self._settle_name(mention, max(found, key=partial(self._name_preference, mention, first)))
        self._numbers = {id(entity): number for number, entity in enumerate(self.entities)}
        self._timeline = sorted((place, number) for number, each in enumerate(self.entities) for place in each.seen)
        self._note_pronouns()
        self._settle_anaphors()

    def sentence(self, place: Place) -> int:
        return self.discourse.sentence(place)

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

    @cached_property
    def _headlines(self) -> frozenset[Span]:
        return frozenset(passage.span for passage in self.passages if _is_headline(passage.folded.text))

    def _trim_headlines(self, named: Sequence[Mention]) -> None:
        """Cut what was found as a name in a headline down to a name of the text: Lindsey Graham Says.

        Every word of a headline has a capital, so that its names are often found too long.
        """
        headlines = {n for n, passage in enumerate(self.passages) if passage.span in self._headlines}
        if not headlines:
            return
        forms = [key_tokens(self._name_of(m)) for m in named if m.passage not in headlines]
        known = {*forms, *((tokens[-1],) for tokens in forms if tokens)}
        for mention in named:
            words = self._name_of(mention).split() if mention.passage in headlines else []
            if len(words) < 2 or key_tokens(" ".join(words)) in known:
                continue
            parts = [" ".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i, -1)]
            shorter = next((part for part in parts if key_tokens(part) in known), None)
            if shorter is not None:
                self._trimmed[mention] = shorter

    def _trim_places(self, named: Sequence[Mention]) -> None:
        """Cut the place off a name that was found with it, where the article has the full name: Ohio Byrd, Ada Byrd."""
        forms = {m: key_tokens(self._name_of(m)) for m in named}
        places = {tokens for m, tokens in forms.items() if m.label in ("LOC", "ORG") and len(tokens) == 1}
        full = {t[-1] for m, t in forms.items() if m.label == "PERSON" and len(t) > 1 and gender_of_given_name(t[0])}
        for mention, tokens in forms.items():
            found = mention.label == "PERSON" and len(tokens) == 2 and tokens[:1] in places and tokens[1] in full
            if found and not gender_of_given_name(tokens[0]):
                self._trimmed[mention] = self._name_of(mention).split()[-1]

    def _take_acronyms(self, named: Sequence[Mention]) -> dict[tuple[str, ...], list[Entity]]:
        """Take away the bodies that are named by the initials of another; whom these mean, by the words of the name."""
        bodies = [entity for entity in self.entities if not entity.is_person]
        spelt: dict[str, Entity] = {}
        for entity in bodies:
            for words in (entity.tokens, [token for token in entity.tokens if token not in _SMALL]):
                if len(words) > 1:
                    spelt.setdefault("".join(word[0] for word in words), entity)
        capitals = {key_tokens(name) for name in map(self._name_of, named) if name.rstrip("’'s").isupper()}
        found: dict[tuple[str, ...], list[Entity]] = {}
        for tokens in (entity.tokens for entity in bodies if entity.tokens in capitals):
            initials = tokens[0].replace(".", "")
            if len(tokens) == 1 and 2 <= len(initials) <= 6 and initials in spelt:
                found[tokens] = [spelt[initials]]
        self.entities = [entity for entity in self.entities if entity.tokens not in found]
        return found

    def _label(self, mention: Mention) -> str:
        """What kind of name it is; initials alone are a body's, whatever they were taken for."""
        name = self._name_of(mention)
        initials = 3 <= len(name) <= 6 and name.isalpha() and name.isupper() and not gender_of_given_name(name.lower())
        return "ORG" if initials and mention.label == "PERSON" and not self._shouted else mention.label

    @cached_property
    def _shouted(self) -> bool:
        """Whether the article is in capitals throughout."""
        letters = [c for c in self.text[:2000] if c.isalpha()]
        return sum(map(str.isupper, letters)) > 0.7 * len(letters)

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
        if mention in self._trimmed:
            return self._trimmed[mention]
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
        """Part those who bear one name: by a title of another gender (Mr Obama, Michelle Obama), by Jr. and Sr."""
        bearing = Named(self.entities)
        titled = {(self._titled_gender(m), key_tokens(self._name_of(m))[-1:]) for m in named}
        for mention in named:
            name = self._name_of(mention)
            gender, generation = self._titled_gender(mention), generation_of(name)
            if not gender and not generation:
                continue
            tokens = key_tokens(name)
            possible = bearing.bearers(tokens)
            genders = {gender: 3.0} if gender else {}
            if generation and possible:
                alike = [e for e in possible if e.generation in ("", generation)]
                if alike and len(tokens) > 1:
                    alike[0].generation = generation
                elif not alike:
                    new = Entity(tokens, labels={"PERSON": 1}, genders=genders, generation=generation)
                    self.entities.append(new)
                    bearing.add(new)
            elif gender and possible and all(e.gender and e.gender != gender for e in possible):
                other = {"m": "f", "f": "m"}[gender]
                if (other, tokens[-1:]) in titled or any(self._is_told(e, other, mention, named) for e in possible):
                    self.entities.append(Entity(tokens, labels={"PERSON": 1}, genders=genders))
                    bearing.add(self.entities[-1])
                elif len(possible) == 1:
                    possible[0].genders = genders  # Mr. Graham is Lindsey Graham, whatever the given name tells

    def _is_told(self, entity: Entity, gender: str, mention: Mention, named: Sequence[Mention]) -> bool:
        """Whether somebody has a gender by more than a given name: a pronoun stands in the paragraph of the full name.

        Also where the full name comes after a mention that has a title: the article began with another of that name.
        """
        pronouns = {word for word, told in GENDERED.items() if told == gender}
        full = {m.passage for m in named if key_tokens(self._name_of(m)) == entity.tokens}
        later = mention.passage < min(full, default=0)
        return later or any(t.lower_ in pronouns for passage in full for t in self.passages[passage].doc)

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
                in_headline = any(line.start <= match.start() < line.end for line in self._headlines)
                if not in_headline or any(map(gender_of_given_name, key_tokens(match.group(1)))):
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
        subject = self.token(mention).dep_ in SUBJECTS
        if not subject and mention.label == "PERSON" and self._leads_a_cue(mention):
            self.discourse.leading.add(place)
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
            if same and mention.head < token and (passage, mention.head) in self.discourse.leading:
                return mention
        return None

    # who speaks, of those beside no quotation

    def speaks(self, mention: Mention) -> bool:
        """Whether a mention is the source of speech that is not quoted."""
        token = self.token(mention)
        word = token.lower_
        told = mention.form == "description" and not (is_somebody(word) or word in BODIES or word in DOCUMENTS)
        said = token.dep_ in SUBJECTS and self._cue(mention.passage, token.head.i) > 0.5
        return said and not told and self.discourse.source((mention.passage, mention.head)) > 0.5

    def is_introduced(self, mention: Mention) -> bool:
        """Whether a person is named for the first time here, as subject or object."""
        place = (mention.passage, mention.head)
        entity = self.meant.get(place)
        named = mention.form == "name" and entity is not None and entity.is_person and entity.seen[:1] == [place]
        return named and self.token(mention).dep_ in (*SUBJECTS, "dobj")

    def wrote(self, mention: Mention) -> bool:
        """Whether a document that is announced is by somebody: a statement from Ada Byrd, the harbour master:"""
        token = self.token(mention)
        doc = self.passages[mention.passage].doc
        at = next((child.i for child in token.lefts if child.dep_ == "case" and child.lower_ in ("from", "by")), 0)
        return mention.form == "name" and at > 0 and doc[at - 1].lower_ in DOCUMENTS

    def author_of_what_is_published(self, mention: Mention) -> Mention | None:
        """Who wrote what the subject of a verb publishes: the company released a statement from Ada Byrd."""
        token = self.token(mention)
        if token.dep_ not in SUBJECTS or token.head.lower_ not in _PUBLISHED:
            return None
        writers = (m for m in self.mentions[mention.passage] if m.head > token.head.i and self.wrote(m))
        return next((m for m in writers if self.token(m).sent.start == token.sent.start), None)

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
        recency = _RECENCY / (1 + self.sentence(place) - self.sentence(entity.seen[earlier - 1])) if earlier else 0.0
        spoke = bool(earlier) and self.discourse.use(entity.seen[earlier - 1]).subject
        recency += bool(earlier) and entity.seen[earlier - 1][0] == mention.passage
        full = len(entity.names)
        alike = 1.5 * (mention.label == "PERSON" and entity.is_person)
        generation = generation_of(self._name_of(mention))
        other = 5.0 * bool(generation and generation != entity.generation)
        return alike - other + (entity is first) + spoke + 3.0 * titles - 5.0 * conflict + recency + 0.7 * log(1 + full)

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
        if head.dep_ in SUBJECTS:
            entity.documents.update(_written(head.head))
        after = doc[mention.end : mention.end + 3]
        if len(after) >= 2 and after[0].text == "," and after[1].text.isdigit():
            entity.described.add(f"{after[1].text}-year-old")
        for start, end in notes:
            words = [doc[i] for i in range(start, end)]
            entity.nouns.update(_nouns(words))
            for word in words:
                lower = word.lower_.rstrip(".")
                if not lower.isalnum() and "-" not in lower:
                    continue
                entity.described.update(_alike(lower))
                if _tells_a_country(word):
                    entity.countries.add(lower)
                gender = HONORIFICS.get(lower) or (NOUN_GENDER.get(lower, "") if word.tag_ in ("NN", "NNP") else "")
                if gender and word.dep_ not in ("nmod", "nmod:poss"):
                    entity.genders[gender] = entity.genders.get(gender, 0) + 3
        entity.roles += phrases_beside(passage, mention, self.text)

    @staticmethod
    def _end_of_note(head: Token) -> int:
        end = head.i + 1
        for child in head.rights:
            if child.dep_ == "nmod" and child.i == child.right_edge.i or child.dep_ == "nmod" and child.i - head.i < 8:
                end = max(end, child.i + 1)
            elif child.i >= end:
                break
        return end

    # pronouns and descriptions

    def _settle_anaphors(self) -> None:
        """Settle he, she and descriptions in the order of the text; what is learnt of genders serves the later ones."""
        for place, number in self._timeline:
            self._note_source(place, number)
        for ms in self.mentions:
            for mention in ms:
                if mention.form in ("pronoun", "possessive"):
                    self._settle_pronoun(mention)
                elif mention.form == "description" and self._may_refer(mention):
                    self._settle_description(mention)

    def _settle_pronoun(self, mention: Mention) -> None:
        lower = self.token(mention).lower_
        gender = GENDERED.get(lower)
        if gender is None:
            return
        speaking = self._last_source((mention.passage, mention.head))

        def may_be(entity: Entity) -> bool:
            if entity.unnamed:
                return entity.is_person and (entity is speaking or entity.gender == gender)
            return entity.is_person and (bool(entity.label) or len(entity.tokens) > 1)

        entity, share = self._antecedent(self._pronoun(mention, gender), may_be)
        if entity is None:
            return
        place = (mention.passage, mention.head)
        self.meant[place] = entity
        self._certainty[place] = share
        self._note(entity, place)
        if share > _SURE and lower in ("he", "she"):
            entity.genders[gender] = entity.genders.get(gender, 0) + 0.5

    def _pronoun(self, mention: Mention, gender: str = "") -> Anaphor:
        place = (mention.passage, mention.head)
        use = self.discourse.use(place)
        lower = self.token(mention).lower_
        kinds = (bool(gender), lower in ("it", "its"), lower in ("they", "them", "their"), False)
        rest = [0.0] * (len(OF_MENTION) - 7)
        return Anaphor(place, (*kinds, mention.form == "possessive", use.subject, use.source, *rest), gender)

    def _note(self, entity: Entity, place: Place) -> None:
        """Note that an entity is mentioned at a place by other words than its name."""
        insort(entity.seen, place)
        number = self._numbers[id(entity)]
        insort(self._timeline, (place, number))
        self._note_source(place, number)

    def _note_source(self, place: Place, number: int) -> None:
        if self.discourse.source(place) > 0.5:
            insort(self._sources, (place, number))

    def _last_source(self, place: Place) -> Entity | None:
        at = bisect_left(self._sources, (place, 0))
        return self.entities[self._sources[at - 1][1]] if at else None

    def _antecedent(
        self, anaphor: Anaphor, may_be: Callable[[Entity], bool], nouns: Collection[str] = ()
    ) -> tuple[Entity | None, float]:
        """Whom a pronoun or description most likely means, or None, and how likely."""
        candidates = self._candidates(anaphor, may_be, nouns)
        if not candidates:
            return None, 1.0
        found = rows(anaphor, candidates, self.discourse, self._last_source(anaphor.place))
        ranked = self.weigh(anaphor, candidates, found)
        # A pronoun has an antecedent, wherever it is; a description has one where the article says so of somebody.
        told = is_said(found)
        if told.any():
            best = int(np.argmax(np.where(told, ranked[:-1], -1.0)))
        else:
            best = int(np.argmax(ranked if anaphor.noun and not anaphor.age else ranked[:-1]))
        self._second[anaphor.place] = max((float(p) for i, p in enumerate(ranked) if i != best), default=0.0)
        return candidates[best] if best < len(candidates) else None, float(ranked[best])

    def _candidates(self, anaphor: Anaphor, may_be: Callable[[Entity], bool], nouns: Collection[str]) -> list[Entity]:
        """Those mentioned nearest before a place, soon after it and most in the article, and those of such a noun."""
        place = anaphor.place

        def is_one(number: int) -> bool:
            return may_be(self.entities[number])

        at = bisect_left(self._timeline, (place, 0))
        before = (number for _, number in reversed(self._timeline[max(0, at - _MOST_LOOKED_AT) : at]))
        after = takewhile(lambda each: each[0][0] <= place[0] + 1, self._timeline[at : at + _MOST_LATER])
        others = chain(
            (number for _, number in after),
            self._main,
            *(self._by_noun.get(noun, [])[:_MOST_LOOKED_AT] for noun in nouns),
        )
        near = islice((n for n in dict.fromkeys(before) if is_one(n)), _MOST_CANDIDATES)
        rest = islice((n for n in dict.fromkeys(others) if is_one(n)), _MOST_CANDIDATES)
        found = [self.entities[number] for number in dict.fromkeys(chain(near, rest)) if self.entities[number].seen]
        found = [entity for entity in found if not self.discourse.beside(entity, place)]
        agreeing = [
            entity
            for entity in found
            if not anaphor.gender
            or entity.gender in ("", anaphor.gender)
            or not entity.is_known_by_more(_PRONOUNS_ALONE)
        ]
        return agreeing or [entity for entity in found if not entity.is_known_by_more(_GIVEN_NAME_ALONE)]

    @cached_property
    def _main(self) -> list[int]:
        """The numbers of the persons who are named most."""
        people = [n for n, entity in enumerate(self.entities) if entity.is_person]
        return sorted(people, key=lambda n: -len(self.entities[n].seen))[:_MAIN]

    @cached_property
    def _by_noun(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, entity in enumerate(self.entities):
            for word in entity.nouns.union(() if entity.is_person else entity.tokens):
                found.setdefault(word, []).append(number)
        return found

    # any mention

    def resolve(self, mention: Mention, depth: int = 0) -> Resolution:
        """Who is meant by a mention that was found to be a source."""
        place = (mention.passage, mention.head)
        token = self.token(mention)
        if mention.label == "MISC" and self.passages[mention.passage].doc[mention.start].lower_ == "the":
            described, share = self._described(mention)
            if described is not None and not described.unnamed:
                return self._named(described, mention, share)
        person = self._person_run_on(mention)
        if person is not None:
            return self._named(self.meant[person.passage, person.head], person, 0.95)
        if place in self.meant:
            entity = self.meant[place]
            certain = 0.98 if mention.form == "name" else self._certainty.get(place, 0.9)
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
        owner = self._owner(mention) if depth < 3 else None
        if owner is not None:
            found = self.resolve(owner, depth + 1)
            if found.speaker is not None:
                return Resolution(found.speaker, (mention.span, *found.chain), found.certainty, found.entity)
        described, share = self._described(mention)
        if described is not None:
            return self._named(described, mention, share)
        return Resolution(self._unnamed(mention, token), (mention.span,), share)

    def second(self, mention: Mention) -> float:
        """The probability that a mention means the second of those whom it may mean; a name of several may mean any."""
        return self._second.get((mention.passage, mention.head), 0.0)

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

    def _of_pronoun_they(self, mention: Mention) -> Entity | None:
        """Whom the article says to be "they", where nobody else was named since."""
        place = (mention.passage, mention.head)
        at = bisect_left(self._timeline, (place, 0))
        before = (self.entities[number] for _, number in reversed(self._timeline[max(0, at - _MOST_LOOKED_AT) : at]))
        nearest = next((entity for entity in before if entity.is_person and not entity.unnamed), None)
        return nearest if nearest is not None and nearest.plural else None

    def _note_pronouns(self) -> None:
        """Note of whom the article says that their pronouns are they and them."""
        for n, passage in enumerate(self.passages):
            for match in _THEY.finditer(passage.folded.text):
                at = next((t.i for t in passage.doc if t.idx >= match.start()), len(passage.doc))
                named = [p for p in self.meant if p[0] == n and p[1] < at and self.meant[p].is_person]
                if named:
                    self.meant[max(named)].plural = True

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
        token = self.token(mention)
        lower = token.lower_
        if lower in _SOME:
            of = next((child for child in token.rights if _case(child) == "of"), token)
            words = self.passages[mention.passage].original(token.i, of.i + 1).of(self.text)
            return Resolution(self._described_as(words, "anonymous"), (mention.span,), _UNNAMED)
        if lower in ("it", "its"):
            entity, share = self._antecedent(self._pronoun(mention), lambda entity: not entity.is_person)
            if entity is not None:
                return self._named(entity, mention, share)
        if lower in ("they", "their", "them") and (entity := self._of_pronoun_they(mention)) is not None:
            return self._named(entity, mention, _SURE)
        if lower in ("they", "their", "them") and depth < 3:
            for n in range(mention.passage, max(-1, mention.passage - 3), -1):
                for other in reversed(self.mentions[n]):
                    later = n == mention.passage and other.head >= mention.head
                    later = later or self.token(other).lower_ == "pronouns"
                    if later or other.form in ("pronoun", "possessive", "relative"):
                        continue
                    token = self.token(other)
                    group = (
                        token.tag_ in ("NNS", "NNPS")
                        or other.label in ("ORG", "LOC")
                        or any(child.dep_ == "conj" for child in token.children)
                    )
                    if group and (token.dep_ in ("nsubj", "nsubjpass") or self.discourse.source((n, other.head)) > 0.5):
                        found = self.resolve(other, depth + 1)
                        return Resolution(found.speaker, (mention.span, *found.chain), 0.6, found.entity)
            entity, share = self._antecedent(self._pronoun(mention), lambda entity: True)
            if entity is not None:
                return self._named(entity, mention, share)
        return Resolution(None, (mention.span,), 0.3)

    def _person_run_on(self, mention: Mention) -> Mention | None:
        """The person whose title begins with the name of a body: University of the Marches historian Ada Byrd said."""
        if mention.label not in ("ORG", "LOC", "MISC"):
            return None
        doc = self.passages[mention.passage].doc
        for other in self.mentions[mention.passage]:
            if other.label == "PERSON" and mention.head < other.head and (other.passage, other.head) in self.meant:
                between = doc[mention.end : other.name_start]
                plain = all(t.tag_ in ("NN", "NNP", "NNPS", "JJ") for t in between)
                told = any(is_somebody(t.lower_) for t in between)
                said = other.end < len(doc) and self._cue(other.passage, other.end) > 0.5
                return other if plain and told and said and len(between) < 6 else None
        return None

    def _name_in_apposition(self, mention: Mention) -> Mention | None:
        token = self.token(mention)
        doc = self.passages[mention.passage].doc
        for other in self.mentions[mention.passage]:
            inside = mention.head < other.head and other.end == mention.end and other.label == "PERSON"
            governed = is_somebody(token.lower_) and doc[other.start - 1].tag_ in ("IN", "TO")
            if inside and not governed and (mention.passage, other.head) in self.meant:
                return other
        for child in token.children:
            if child.dep_ == "appos" and (mention.passage, child.i) in self.meant:
                return self._mention_at(mention.passage, child.i)
        if token.dep_ == "appos" and (mention.passage, token.head.i) in self.meant:
            return self._mention_at(mention.passage, token.head.i)
        if mention.end < len(doc) and doc[mention.end].text == ",":
            for other in self.mentions[mention.passage]:
                named = self.meant.get((mention.passage, other.head))
                if mention.end + 1 == other.start and other.form == "name" and named and named.is_person:
                    return other
        return None

    # labels of a transcript

    def resolve_labels(self, labels: Sequence[str]) -> dict[str, Speaker | None]:
        """Who speaks under each label of a transcript: by name, by role, and by who is left.

        In an interview the answers are the person's of whom the article speaks most.
        """
        people = [each for each in self.entities if each.is_person and each.seen and not each.unnamed]
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
            initialled = [each for each in people if "".join(t[0] for t in each.tokens) == label.casefold()]
            if len(initialled) == 1 and 2 <= len(label) <= 3:
                given[label] = initialled[0]
            elif named:
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

    def _may_refer(self, mention: Mention) -> bool:
        """Whether a description is worth settling before it is found to be a source: who may be spoken of again."""
        token = self.token(mention)
        if token.dep_ == "appos" or any(child.dep_ == "cop" for child in token.children):
            return False
        place = (mention.passage, mention.head)
        if is_somebody(token.lower_):
            return token.tag_ in ("NN", "NNP", "JJ")
        told = token.lower_ in BODIES or token.lower_ in DOCUMENTS
        return self.discourse.source(place) > (0.2 if told else 0.3)

    def _described(self, mention: Mention) -> tuple[Entity | None, float]:
        """The entity that a description means, None where the article names nobody for it, and how likely."""
        place = (mention.passage, mention.head)
        if place not in self._settled:
            self._settle_description(mention, keep=False)
        return self._settled[place]

    def _settle_description(self, mention: Mention, keep: bool = True) -> None:
        """Settle whom a description means. keep: whether later mentions may mean the same."""
        place = (mention.passage, mention.head)
        if keep and self._name_in_apposition(mention) is not None:
            return
        self._settle_those_told(mention)
        head = self.token(mention)
        owner = self._owner(mention) if keep else None
        if owner is not None:
            owning = self.meant.get((owner.passage, owner.head))
            if owning is not None:
                owning.documents.add(head.lower_)
            return
        anaphor = self._description(mention)
        entity, share = None, _UNNAMED
        if anaphor is not None:
            here = self.meant.get(place)
            before = self.passages[mention.passage].doc[mention.start : mention.head]
            named = {t.lower_ for t in before if t.tag_ in ("NNP", "NNPS")}
            # The minister may be anybody near; his wife, or a minister of Norway, only one of whom the word was said.
            free = before[:1].text.lower() in DEFINITE and not any(t.tag_ in ("PRP$", "POS") for t in before)
            free = free and (head.lower_ not in RELATIVES or bool(anaphor.age))
            told = anaphor.noun
            document = head.lower_ in DOCUMENTS

            def may_be(entity: Entity) -> bool:
                is_so = not told.isdisjoint(entity.nouns) or not entity.is_person and not told.isdisjoint(entity.tokens)
                of_another = entity.unnamed and not (named <= entity.described and (is_so or told & ANYBODY))
                foreign = (
                    bool(is_so and anaphor.country and entity.countries) and not anaphor.country & entity.countries
                )
                strange = document and entity.is_person and told.isdisjoint(entity.documents)
                possible = (free or is_so) and not (of_another or foreign or strange)
                return entity is not here and possible and self._agrees(head, entity)

            entity, share = self._antecedent(anaphor, may_be, anaphor.noun)
            if entity is None and free and is_somebody(head.lower_):
                entity = self._introduced(place)
        self._settled[place] = entity, share
        if not keep:
            return
        if entity is not None:
            self._note(entity, place)
        elif is_somebody(head.lower_) or head.lower_ in BODIES:
            self._add_unnamed(mention, head)

    def _settle_those_told(self, mention: Mention) -> None:
        """Settle the pronoun that is an object of a description's verb: whom the clerk told is not the clerk."""
        token = self.token(mention)
        if token.dep_ not in SUBJECTS:
            return
        for child in token.head.children:
            if child.dep_ in ("dobj", "iobj") and child.lower_ in ("him", "her"):
                other = self._mention_at(mention.passage, child.i)
                if other is not None and (other.passage, other.head) not in self.meant:
                    self._settle_pronoun(other)

    def _introduced(self, place: Place) -> Entity | None:
        """Who is described where an article begins, and named as a subject in the paragraph after."""
        if place[0] > 1:
            return None
        named = [
            entity
            for entity in self.entities
            if entity.is_person and not entity.nouns and entity.seen[:1] and entity.seen[0][0] == place[0] + 1
        ]
        subjects = [entity for entity in named if self.discourse.use(entity.seen[0]).subject]
        return subjects[0] if len(subjects) == 1 else None

    @staticmethod
    def _agrees(head: Token, entity: Entity) -> bool:
        """Whether a noun for a person, or for a body, can stand for an entity."""
        if is_somebody(head.lower_):
            return entity.is_person
        return not entity.is_person if head.lower_ in BODIES else True

    def _description(self, mention: Mention) -> Anaphor | None:
        """What is known of a description that may mean somebody known, or None where it cannot."""
        doc = self.passages[mention.passage].doc
        head = doc[mention.head]
        np = list(doc[mention.start : mention.end])
        first = np[0].lower_
        if head.tag_ in ("NNS", "NNPS") or first in UNNAMED or np[0].tag_ == "CD" and first not in DEFINITE:
            return None
        if head.tag_ == "NNP" and np[0].tag_ not in ("DT", "PRP$"):
            return None  # a name that was not found
        words = [t.lower_.rstrip(".") for t in np if t.is_alpha or t.text[:1].isalnum()]
        noun = TITLE_NOUNS.get(head.lower_, head.lower_)
        aged = AGED.search(mention.span.of(self.text))
        place = (mention.passage, mention.head)
        use = self.discourse.use(place)
        others = tuple(w for w in words if w not in DEFINITE and w not in (noun, head.lower_) and w not in _SMALL)
        of_pronoun = any(t.tag_ == "PRP$" for t in np)
        features = (
            *(False, False, False, True, False),
            use.subject,
            use.source,
            is_somebody(head.lower_),
            noun in BODIES,
            noun in DOCUMENTS,
            noun in ANYBODY,
            noun in NOUN_GENDER,
            first == "the",
            first in DEFINITE and first != "the",
            first not in DEFINITE and not of_pronoun,
            of_pronoun,
            any(t.tag_ == "POS" for t in np),
            mention.end > mention.head + 1,
            min(len(others), 4) / 2,
        )
        return Anaphor(
            place,
            tuple(map(float, features)),
            NOUN_GENDER.get(noun, ""),
            frozenset((noun, head.lower_)),
            others,
            frozenset(self._country_words(mention)),
            f"{aged.group(1)}-year-old" if aged else "",
        )

    def _add_unnamed(self, mention: Mention, head: Token) -> None:
        """Make an entity of somebody whom the article only describes."""
        lower = head.lower_
        doc = self.passages[mention.passage].doc
        words = {t.lower_.rstrip(".") for t in doc[mention.start : mention.end] if t.text[:1].isalnum()}
        gender = NOUN_GENDER.get(lower)
        entity = Entity(
            (lower,),
            [mention.span.of(self.text)],
            {"PERSON" if is_somebody(lower) else "ORG": 1},
            described=words,
            nouns=set(_alike(lower)),
            genders={gender: 3.0} if gender else {},
            unnamed=True,
        )
        self._numbers[id(entity)] = len(self.entities)
        for noun in entity.nouns:
            self._by_noun.setdefault(noun, []).append(len(self.entities))
        self.entities.append(entity)
        self._speakers[id(entity)] = self._unnamed(mention, head)
        self.first_named[id(entity)] = mention.span
        self._note(entity, (mention.passage, mention.head))

    def _owner(self, mention: Mention) -> Mention | None:
        """Whose words a thing is that speaks: her statement, the agency's report, a letter from the minister."""
        head = self.token(mention)
        several = head.tag_ == "NNS" and is_somebody(head.lower_.removesuffix("s"))
        if several or is_somebody(head.lower_) or head.lower_ in BODIES or head.tag_ == "NNP":
            return None
        for child in head.children:
            possessor = child.tag_ == "PRP$" or child.dep_ == "nmod" and any(c.tag_ == "POS" for c in child.rights)
            if child.i < head.i and possessor:
                return self._mention_at(mention.passage, child.i)
        if head.lower_ not in DOCUMENTS:
            return None
        for child in head.children:
            if child.i > head.i and child.tag_ == "VBN":  # a poll conducted by the newspaper
                child = next((c for c in child.rights if _case(c) == "by"), child)
            if child.i > head.i and _case(child) in ("by", "from"):
                return self._mention_at(mention.passage, child.i)
            if child.i < head.i and child.ent_type_ in ("ORG", "PERSON"):
                return self._mention_at(mention.passage, child.i)
        return None

    def _country_words(self, mention: Mention) -> set[str]:
        """Words of a description that name a country or a nationality: the US, the British."""
        doc = self.passages[mention.passage].doc
        return {t.lower_.rstrip(".") for t in doc[mention.start : mention.head] if _tells_a_country(t)}

    def _unnamed(self, mention: Mention, head: Token) -> Speaker:
        """Somebody unnamed; a body that a name tells apart, such as "the Trump campaign", is an organisation."""
        words = mention.span.of(self.text)
        told = head.lower_ in BODIES and any(word[0].isupper() for word in words.split()[1:])
        return self._described_as(words, "organisation" if told or mention.label in ("ORG", "LOC") else "anonymous")

    @staticmethod
    def _described_as(words: str, kind: SpeakerKind) -> Speaker:
        """Somebody unnamed, as the article puts it."""
        words = " ".join(words.split())
        first = words.partition(" ")[0]
        if first.istitle() and first.casefold() in _OPENING:
            words = f"{first[0].lower()}{words[1:]}"
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


def _is_headline(text: str) -> bool:
    """Whether nearly every longer word of a line has a capital."""
    words = [word for word in _WORD.findall(text) if len(word) > 3 and not word.isupper()]
    return len(words) >= 3 and len(text) < 200 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _tells_a_country(token: Token) -> bool:
    return token.ent_type_ in ("LOC", "MISC") or token.text.isupper() and 1 < len(token.text) <= 3


def _alike(word: str) -> tuple[str, ...]:
    """A word in lower case with those that say the same of somebody: the title in full, the other words for kin."""
    return word, TITLE_NOUNS.get(word, word), *KIN.get(word, ())


def _written(verb: Token) -> Iterator[str]:
    """The documents that the subject of a verb wrote: said in a statement, released a report."""
    for child in verb.rights:
        if child.lower_ in DOCUMENTS and (
            child.dep_ == "nmod"
            and _case(child) in ("in", "on", "via", "through")
            or child.dep_ == "dobj"
            and verb.lower_ in _PUBLISHED
        ):
            yield child.lower_


def _case(token: Token) -> str:
    """The preposition of a noun, or ""."""
    return next((child.lower_ for child in token.lefts if child.dep_ == "case"), "")


def _nouns(words: Sequence[Token]) -> set[str]:
    """The nouns of a title or apposition that say what somebody is: its head, and those for persons."""
    end = next((i for i, word in enumerate(words) if i and word.tag_ in ("IN", ",", "WP", "WDT")), len(words))
    found: set[str] = set()
    for i, word in enumerate(words[:end]):
        lower = word.lower_.rstrip(".")
        if word.tag_.startswith("N") and (i == end - 1 or is_somebody(lower)):
            found.update(_alike(lower))
    return found


def speaker_of(entity: Entity) -> Speaker:
    """The speaker that an entity is, under the fullest name that the article gives."""
    names = sorted(dict.fromkeys(" ".join(n.split()) for n in entity.names), key=lambda n: (-len(key_tokens(n)), n))
    kind: SpeakerKind = "person" if entity.is_person else "organisation"
    shown = role_of(entity.roles, entity.name) if kind == "person" else None
    return Speaker(entity.name, kind, tuple(names[:_MOST_NAMES]), shown)
