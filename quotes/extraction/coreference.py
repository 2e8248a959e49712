"""From "he" and "the minister" to the name: who each mention of an article means.

Mentions are decided in the order of the text, names first. Preferences after Hobbs and after centering (Grosz,
Joshi and Weinstein 1995): the nearest sentence, its subject, the source of its speech, the person most spoken of.
No evidence of gender means that any pronoun may refer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

from spacy.tokens import Token

from quotes.article import Span, Speaker, SpeakerKind
from quotes.extraction.features import CUE, SOURCE, governing_verb
from quotes.extraction.mentions import Mention
from quotes.extraction.naming import HONORIFICS, Entity, bearers, fits, gather, key_tokens
from quotes.extraction.parsing import Passage

Place = tuple[int, int]
"""A mention's passage and head token."""

_GENDERED = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_ROLE_GENDER = {
    "m": "man father son brother husband uncle nephew grandfather boy actor king duke prince lord sir widower "
    "businessman congressman chairman spokesman salesman policeman fireman fisherman sportsman gentleman priest "
    "monk bishop imam waiter groom fiance stepfather grandson".split(),
    "f": "woman mother daughter sister wife aunt niece grandmother girl actress queen duchess princess lady dame "
    "widow businesswoman congresswoman chairwoman spokeswoman saleswoman policewoman ballerina nun waitress bride "
    "heiress stepmother granddaughter heroine midwife hostess".split(),
}
_NOUN_GENDER = {word: gender for gender, words in _ROLE_GENDER.items() for word in words}
_TITLE_NOUNS = {
    "dr": "doctor", "prof": "professor", "sen": "senator", "rep": "representative", "gov": "governor",
    "gen": "general", "col": "colonel", "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "maj": "major",
    "adm": "admiral", "cmdr": "commander", "brig": "brigadier", "rev": "reverend", "justice": "judge",
    "cllr": "councillor",
}  # fmt: skip
_KIN = {
    "representative": ("lawmaker", "congressman", "congresswoman", "legislator"),
    "senator": ("lawmaker", "legislator"), "deputy": ("lawmaker",), "mp": ("lawmaker", "legislator"),
    "minister": ("politician",), "spokeswoman": ("spokesperson",), "spokesman": ("spokesperson",),
    "chairwoman": ("chair",), "chairman": ("chair",), "ceo": ("executive",), "judge": ("justice",),
    "physician": ("doctor",), "surgeon": ("doctor",), "attorney": ("lawyer",), "lawyer": ("attorney",),
    "nominee": ("candidate",), "boss": ("chief",), "secretary": ("minister",), "reporter": ("journalist",),
}  # fmt: skip
_ANYBODY = frozenset(
    "man woman boy girl person year-old candidate official former suspect defendant victim star veteran actor "
    "actress singer author writer politician player striker witness nominee mogul billionaire businessman leader "
    "champion medallist winner rival native father mother pensioner teenager youngster".split()
)
_BODIES = frozenset(
    "company firm group agency ministry department organisation organization party government council committee "
    "court police force newspaper paper magazine network broadcaster bank union association club team university "
    "hospital board commission campaign administration office bureau institute foundation charity embassy kremlin "
    "parliament congress senate house cabinet regulator watchdog army navy military statement report letter "
    "indictment complaint lawsuit filing document article editorial survey poll study website site post release "
    "authority authorities service school college trust body panel jury airline developer operator retailer "
    "outlet memo book film ad advertisement ruling law bill resolution petition press media republic state city "
    "chamber federation league society operators news times agency centre center coalition".split()
)
_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_UNNAMED = frozenset(("a", "an", "one", "some", "several", "many", "few", "two", "three", "four", "another", "no"))
_AGED = re.compile(r"\b(\d{1,3})[- ]year[- ]old\b")
_NOT_A_NAME = re.compile(r"^\W*$|^(?:January|February|March|April|May|June|July|August|September|October|November|"
                         r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")  # fmt: skip


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

    def __post_init__(self) -> None:
        self._number_sentences()
        self.entities = gather(
            (self._name_of(m), m.label) for ms in self.mentions for m in ms if self._is_name(m)
        )
        pronouns: list[Mention] = []
        for ms in self.mentions:
            for mention in ms:
                if self._is_name(mention):
                    self._settle_name(mention)
        for ms in self.mentions:
            for mention in ms:
                if mention.form in ("pronoun", "possessive"):
                    self._settle_pronoun(mention)
                    pronouns.append(mention)

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
        if mention.form == "name":
            return not _NOT_A_NAME.match(self._name_of(mention))
        head = self.token(mention)
        return mention.form == "description" and head.tag_ == "NNP" and head.text[:1].isupper() and (
            not _NOT_A_NAME.match(head.text)
        ) and len(head.text) > 1

    def _name_of(self, mention: Mention) -> str:
        """The words of the name itself, without the title and description before it."""
        doc = self.passages[mention.passage].doc
        head = doc[mention.head]
        start, end = mention.head, mention.head + 1
        entity = next((e for e in doc.ents if e.start <= mention.head < e.end), None)
        if entity is not None:
            start, end = entity.start, entity.end
        while start > mention.start and doc[start - 1].tag_ in ("NNP", "NNPS") and (
            entity is None or doc[start - 1].lower_.rstrip(".") in ("al", "el", "de", "van", "von", "da", "st")
        ):
            start -= 1
        if entity is None and head.tag_ == "NNP":
            while end < mention.end and doc[end].tag_ in ("NNP", "POS", "HYPH"):
                end += 1
        return self.passages[mention.passage].original(start, end).of(self.text)

    def _settle_name(self, mention: Mention) -> None:
        name = self._name_of(mention)
        tokens = key_tokens(name)
        possible = bearers(tokens, self.entities)
        if not possible:
            return
        doc = self.passages[mention.passage].doc
        before = [t.lower_.rstrip(".") for t in doc[mention.start : mention.head]]
        gender = next((HONORIFICS[w] for w in before if HONORIFICS.get(w)), "")
        entity = possible[0]
        if len(possible) > 1:
            place = (mention.passage, mention.head)
            entity = max(possible, key=lambda e: self._name_preference(e, before, gender, place))
        place = (mention.passage, mention.head)
        self.meant[place] = entity
        entity.names.append(name)
        entity.seen.append(place)
        self.first_named.setdefault(id(entity), mention.span)
        if key_tokens(name) == entity.tokens and mention.span.start < self.first_named[id(entity)].start:
            self.first_named[id(entity)] = mention.span
        if self.token(mention).dep_ in ("nsubj", "nsubjpass"):
            entity.subjects.add(place)
        self._describe(entity, mention)

    def _name_preference(self, entity: Entity, before: list[str], gender: str, place: Place) -> float:
        titles = sum(word in entity.described or _TITLE_NOUNS.get(word, "") in entity.described for word in before)
        conflict = bool(gender and entity.gender and gender != entity.gender)
        seen = [self.sentence(p) for p in entity.seen]
        recency = 1.0 / (1 + self.sentence(place) - seen[-1]) if seen else 0.0
        return 2.0 * titles - 5.0 * conflict + recency + 0.5 * log(1 + len(seen))

    def _describe(self, entity: Entity, mention: Mention) -> None:
        """Note what the article says of somebody beside the name: title, apposition, copula."""
        passage = self.passages[mention.passage]
        doc = passage.doc
        head = doc[mention.head]
        name_start = next((e.start for e in doc.ents if e.start <= head.i < e.end), head.i)
        notes: list[tuple[int, int]] = []
        if mention.start < name_start:
            notes.append((mention.start, name_start))
        for child in head.children:
            if child.dep_ == "appos" and child.tag_.startswith("N"):
                notes.append((child.left_edge.i, self._end_of_note(child)))
        if head.dep_ == "appos" and head.head.tag_ in ("NN", "NNS", "NNP"):
            notes.append((head.head.left_edge.i, head.head.i + 1))
        if head.dep_ == "nsubj" and head.head.tag_ == "NN" and any(c.dep_ == "cop" for c in head.head.children):
            left = min((c.i for c in head.head.lefts if c.dep_ in ("det", "amod", "compound", "nmod")), default=head.head.i)
            notes.append((left, head.head.i + 1))
        after = doc[mention.end : mention.end + 3]
        if len(after) >= 2 and after[0].text == "," and after[1].text.isdigit():
            entity.described.add(f"{after[1].text}-year-old")
        for start, end in notes:
            words = [doc[i] for i in range(start, end)]
            for word in words:
                lower = word.lower_.rstrip(".")
                entity.described.update((lower, _TITLE_NOUNS.get(lower, lower), *_KIN.get(lower, ())))
                gender = HONORIFICS.get(lower) or (_NOUN_GENDER.get(lower, "") if word.tag_ in ("NN", "NNP") else "")
                if gender and word.dep_ not in ("nmod", "nmod:poss"):
                    entity.genders[gender] = entity.genders.get(gender, 0) + 3
            if any(w.tag_.startswith("N") for w in words):
                role = passage.original(start, end).of(self.text).strip(" ,;—–-")
                if role and role.casefold().rstrip(".") not in ("mr", "mrs", "ms", "miss", "dr") and len(role) < 120:
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

    def _settle_pronoun(self, mention: Mention) -> None:
        lower = self.token(mention).lower_
        gender = _GENDERED.get(lower)
        if gender is None:
            return
        entity, margin = self._antecedent(mention, gender)
        if entity is None:
            return
        place = (mention.passage, mention.head)
        self.meant[place] = entity
        entity.seen.append(place)
        entity.seen.sort()
        if self.token(mention).dep_ in ("nsubj", "nsubjpass"):
            entity.subjects.add(place)
        if margin > 0.5:
            entity.genders[gender] = entity.genders.get(gender, 0) + min(margin, 2.0)

    def _antecedent(self, mention: Mention, gender: str = "", persons: bool = True) -> tuple[Entity | None, float]:
        """The entity that a pronoun or bare description most likely means, and by how much it leads."""
        place = (mention.passage, mention.head)
        here = self.sentence(place)
        token = self.token(mention)
        scored: list[tuple[float, int, Entity]] = []
        for k, entity in enumerate(self.entities):
            if not entity.seen or persons != is_person(entity):
                continue
            earlier = [p for p in entity.seen if p < place]
            if not earlier:
                later = [p for p in entity.seen if p[0] <= place[0] + 1]
                if later:
                    scored.append((-4.0 - 0.5 * (self.sentence(later[0]) - here), k, entity))
                continue
            last = max(earlier)
            apart = here - self.sentence(last)
            sentence = self.sentence(last)
            in_sentence = [p for p in earlier if self.sentence(p) == sentence]
            score = -0.8 * min(apart, 8) + 0.35 * log(len(earlier))
            score += 0.8 * any(p in entity.subjects for p in in_sentence)
            score += 0.7 * max(self._speaks(p) for p in in_sentence)
            if apart == 0 and token.dep_ == "nsubj":
                other = self.passages[last[0]].doc[last[1]]
                if other.head.i == token.head.i and other.dep_ in ("dobj", "nmod"):
                    score -= 3.0
            if token.tag_ == "PRP" and token.dep_ == "nsubj" and apart == 0:
                score += 0.2
            if gender and entity.gender:
                score += 0.8 if entity.gender == gender else -6.0
            scored.append((score, k, entity))
        if not scored:
            return None, 0.0
        scored.sort(key=lambda row: (-row[0], row[1]))
        margin = scored[0][0] - scored[1][0] if len(scored) > 1 else 2.0
        if scored[0][0] < -7:
            return None, 0.0
        return scored[0][2], margin

    def _speaks(self, place: Place) -> float:
        roles = self.passages[place[0]].doc._.roles
        return float(roles[place[1], SOURCE])

    # any mention

    def resolve(self, mention: Mention, depth: int = 0) -> Resolution:
        """Who is meant by a mention that was found to be a source."""
        place = (mention.passage, mention.head)
        token = self.token(mention)
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
        chain = [mention.span]
        first = self.first_named.get(id(entity))
        if first is not None and first != mention.span:
            chain.append(first)
        return Resolution(speaker_of(entity), tuple(chain), certainty, entity)

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
                    if n == mention.passage and other.head >= mention.head or other.form in ("pronoun", "possessive", "relative"):
                        continue
                    token = self.token(other)
                    group = token.tag_ in ("NNS", "NNPS") or other.label in ("ORG", "LOC") or any(
                        child.dep_ == "conj" for child in token.children
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
        for child in token.children:
            if child.dep_ == "appos" and (mention.passage, child.i) in self.meant:
                return self._mention_at(mention.passage, child.i)
        if token.dep_ == "appos" and (mention.passage, token.head.i) in self.meant:
            return self._mention_at(mention.passage, token.head.i)
        return None

    # labels of a transcript

    def resolve_labels(self, labels: Sequence[str]) -> dict[str, Speaker | None]:
        """Who speaks under each label of a transcript: by name, by role, and by who is left.

        In an interview the answers are the person's of whom the article speaks most.
        """
        people = [entity for entity in self.entities if is_person(entity) and entity.seen]
        given: dict[str, Entity] = {}
        for label in labels:
            tokens = key_tokens(label)
            named = bearers(tokens, people)
            words = set(label.casefold().split()) | ({"judge"} if "COURT" in label.upper() else set())
            described = [e for e in people if words & e.described - {"the"}]
            if named:
                given[label] = named[0]
            elif described:
                given[label] = described[0]
        answers = [label for label in labels if label.upper() in ("A", "ANSWER") and label not in given]
        for label in answers:
            free = [e for e in people if e not in given.values()]
            if free:
                given[label] = max(free, key=lambda e: (len(e.seen), -self.entities.index(e)))
        open_labels = [label for label in labels if label not in given]
        free = [e for e in people if e not in given.values()]
        if len(open_labels) == 1 == len(free):
            given[open_labels[0]] = free[0]
        found: dict[str, Speaker | None] = {}
        for label in labels:
            if label in given:
                found[label] = speaker_of(given[label])
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
        np = [t for t in doc[mention.start : mention.end]]
        first = np[0].lower_
        plural = head.tag_ in ("NNS", "NNPS")
        if plural or first in _UNNAMED or np[0].tag_ == "CD" and first not in _DEFINITE:
            return None
        words = [t.lower_.rstrip(".") for t in np if t.is_alpha or t.text[:1].isalnum()]
        words = [w for w in words if w not in _DEFINITE]
        if not words:
            return None
        place = (mention.passage, mention.head)
        here = self.sentence(place)
        noun = _TITLE_NOUNS.get(head.lower_, head.lower_)
        aged = _AGED.search(mention.span.of(self.text))
        keys = {noun, head.lower_}
        if aged:
            keys.add(f"{aged.group(1)}-year-old")
        possessed = any(t.tag_ in ("PRP$", "POS") for t in np)
        best: tuple[float, int] | None = None
        for k, entity in enumerate(self.entities):
            score = 0.0
            if keys & entity.described:
                score += 2.0
            if not is_person(entity) and noun in entity.tokens:
                score += 2.0
            if score == 0.0:
                continue
            others = [w for w in words if w not in keys]
            score += 0.6 * sum(w in entity.described or w in entity.tokens for w in others)
            score -= 0.4 * sum(w not in entity.described and w not in entity.tokens for w in others)
            gender = _NOUN_GENDER.get(noun)
            if gender and entity.gender and entity.gender != gender:
                continue
            distances = [abs(here - self.sentence(p)) for p in entity.seen]
            score -= 0.1 * min(min(distances, default=10), 10)
            if possessed and first not in _DEFINITE:
                score -= 1.0
            if best is None or score > best[0]:
                best = (score, k)
        if best is not None and best[0] > 0.6:
            return self.entities[best[1]]
        if first not in ("the", "this", "that") or possessed:
            return None
        complement = mention.end > mention.head + 1
        if (noun in _ANYBODY or aged or head.tag_.startswith("J")) and not complement:
            entity, _ = self._antecedent(mention, _NOUN_GENDER.get(noun, ""))
            return entity
        if noun in _BODIES and len(words) == 1:
            entity, _ = self._antecedent(mention, persons=False)
            if entity is not None and entity.label == "ORG" and here - self.sentence(max(entity.seen)) <= 4:
                return entity
        return None

    def _unnamed(self, mention: Mention, head: Token) -> Speaker:
        words = " ".join(mention.span.of(self.text).split())
        first, _, rest = words.partition(" ")
        if first.casefold() in _DEFINITE | _UNNAMED | {"his", "her", "their", "its"} and rest:
            words = f"{first[0].lower()}{first[1:]} {rest}"
        kind: SpeakerKind = "organisation" if head.lower_ in _BODIES or mention.label in ("ORG", "LOC") else "anonymous"
        return Speaker(words, kind, (words,))


def is_person(entity: Entity) -> bool:
    """Whether an entity is taken for a person rather than a body or place."""
    if entity.label:
        return entity.label == "PERSON"
    return not any(token in _BODIES for token in entity.tokens)


def speaker_of(entity: Entity) -> Speaker:
    """The speaker that an entity is, under the fullest name that the article gives."""
    names = sorted(dict.fromkeys(" ".join(n.split()) for n in entity.names), key=lambda n: (-len(key_tokens(n)), n))
    kind: SpeakerKind = "person" if is_person(entity) else "organisation"
    role = max(entity.roles, key=len) if entity.roles else None
    return Speaker(entity.name, kind, tuple(names), role)


__all__ = ["CUE", "Cast", "Resolution", "fits", "governing_verb", "is_person", "speaker_of"]
