"""The entity that each name in an article means. Names are grouped into people and bodies, namesakes are separate."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from math import log

from rapidfuzz.distance import OSA

from quotes.extraction.coref.antecedents import SUBJECTS, Place
from quotes.extraction.coref.appositions import describe
from quotes.extraction.coref.cast import Cast, Choice
from quotes.extraction.coref.entities import HONORIFICS, Entity, Named, gather, gender_of_given_name, key_tokens
from quotes.extraction.coref.name_forms import NameForms
from quotes.extraction.job_titles import is_somebody
from quotes.extraction.masking import CLAUSE, FRAGMENT
from quotes.extraction.mentions import Mention
from quotes.extraction.name_spans import generation_of, relation_before
from quotes.extraction.word_classes import GENDERED, NO_GIVEN_NAMES, NOUN_GENDER, SMALL, TITLE_NOUNS
from quotes.names.authority import keys_of_name

_MOST_NAMESAKES = 100
_DECISIVE = 3.0  # preference that a title gives
_SURE_OF_NAME = 0.98
_RECENCY = 4.0
_OF_RECORD = 2.0  # more than a given name tells, less than a title
_WORD = re.compile(r"\w+")
_OF_PLACE = re.compile(r" (?:in|at|for) ")
_FOLLOWED = re.compile(r"(?<![\w’'-])[\w’'-]++(?=[ \u00a0](\w++))")
_SHARING = re.compile(r"(?<![\w.] )\b([A-Z][\w’'-]+) and ([A-Z][\w’'-]+ [A-Z][\w’'-]+)\b")
_QUALIFIERS = frozenset("deputy vice former acting interim assistant shadow".split())
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]")


class NameBearers:
    """Finds those who bear the names of an article, and puts them into its cast.

    genders: m or f for the keys of full names.
    """

    def __init__(self, cast: Cast, genders: Mapping[str, str]) -> None:
        self.cast = cast
        self.genders = genders
        self.forms = NameForms(cast.text, cast.passages, cast.mentions)
        cast.headlines = self.forms.headlines
        self._firsts: dict[int, dict[int, int]] = {}

    def settle(self) -> None:
        """Make the entities that are named, and settle whom each name means: those of several bearers last."""
        cast, named = self.cast, self.forms.named
        founding = (m for m in named if self.forms.founds_an_entity(m))
        cast.entities = gather((self.forms.name_of(m), self.forms.label(m)) for m in founding)
        for entity in cast.entities:
            self._look_up_gender(entity)
        also = self._take_acronyms() | self._take_misspelt()
        self._share_family_names()
        self._name_relatives()
        self._part_namesakes()
        self._complete()
        forms = {m: key_tokens(self.forms.name_of(m)) for m in named}
        bearing = Named(cast.entities)
        known = {tokens: bearing.bearers(tokens) for tokens in set(forms.values())} | also
        possible = [(m, known[forms[m]]) for m in named]
        for mention, found in possible:
            if len(found) == 1:
                self._settle_name(mention, found[0])
        ambiguous = [(mention, found) for mention, found in possible if len(found) > 1]
        in_full = {id(entity): list(entity.seen) for entity in cast.entities}
        for mention, found in sorted(ambiguous, key=lambda pair: not self.forms.titled_gender(pair[0])):
            found = found[:_MOST_NAMESAKES]
            first = min(found, key=lambda e: e.seen[:1] or [(len(cast.passages), 0)])
            best = max(found, key=partial(self._name_preference, mention, first))
            place = (mention.passage, mention.head)
            sure = self._certainty(mention, best, [each for each in found if each is not best], in_full)
            cast.certainty[place], cast.choices[place] = sure, Choice(best, sure, 1 - sure)
            self._settle_name(mention, best)
        cast.entities = [entity for entity in cast.entities if entity.names]
        self._join_office_acronyms()

    def _join_office_acronyms(self) -> None:
        """Let initials mean the only person whose office they stand for: the CJI, Chief Justice of India Ada Byrd."""
        people = [entity for entity in self.cast.entities if entity.is_person]
        offices = [
            (entity, set(chain.from_iterable(map(_acronyms, entity.roles)))) for entity in people if entity.roles
        ]
        for mention in (m for ms in self.cast.mentions for m in ms if offices):
            doc, place = self.cast.passages[mention.passage].doc, (mention.passage, mention.head)
            head = doc[mention.head]
            if not (head.is_upper and head.text.isalpha() and 2 <= len(head.text) <= 4) or is_somebody(head.lower_):
                continue
            before = {token.lower_ for token in doc[mention.start : mention.head]}
            places = {t.lower_ for t in doc[mention.start : mention.end] if t.ent_type_ and t.i != mention.head}
            found = [
                entity
                for entity, acronyms in offices
                if any(each.endswith(head.text) for each in acronyms)
                and before & _QUALIFIERS == entity.described & _QUALIFIERS
                and (not places or places & entity.described)
                and ("the" in before or before and before <= entity.described)
            ]
            named = self.cast.meant.get(place)
            known = named is not None and (named.is_person and "PERSON" in named.labels or named in found)
            if len(found) == 1 and not known:
                if named is not None:
                    named.seen.remove(place)
                self.cast.meant[place] = found[0]
                insort(found[0].seen, place)

    def _take_acronyms(self) -> dict[tuple[str, ...], list[Entity]]:
        """Take away the bodies that are named by the initials of another; whom these mean, by the words of the name."""
        bodies = [entity for entity in self.cast.entities if not entity.is_person]
        spelt: dict[str, Entity] = {}
        for entity in bodies:
            for words in (entity.tokens, [token for token in entity.tokens if token not in SMALL]):
                if len(words) > 1:
                    spelt.setdefault("".join(word[0] for word in words), entity)
        capitals = {
            key_tokens(name) for name in map(self.forms.name_of, self.forms.named) if name.rstrip("’'s").isupper()
        }
        found: dict[tuple[str, ...], list[Entity]] = {}
        people = {entity.tokens for entity in self.cast.entities if entity.is_person}
        for tokens in capitals - people:
            initials = "".join(tokens).replace(".", "")
            if len(tokens) == 1 and 2 <= len(initials) <= 6 and initials in spelt:
                found[tokens] = [spelt[initials]]
        self.cast.entities = [entity for entity in self.cast.entities if entity.tokens not in found]
        return found

    def _take_misspelt(self) -> dict[tuple[str, ...], list[Entity]]:
        """Take away those named by the family name of another with one letter wrong; whom these mean, by the name."""
        people = [entity for entity in self.cast.entities if entity.is_person]
        full = [entity for entity in people if len(entity.tokens) > 1]
        found: dict[tuple[str, ...], list[Entity]] = {}
        for tokens in (entity.tokens for entity in people if len(entity.tokens) == 1):
            meant = [entity for entity in full if _is_misspelt(tokens[0], entity.tokens[-1])]
            if len(meant) == 1 and not gender_of_given_name(tokens[0]):
                found[tokens] = meant
        self.cast.entities = [entity for entity in self.cast.entities if entity.tokens not in found]
        return found

    def _share_family_names(self) -> None:
        """Give a given name the family name that it shares with the next: Ida and Olaf Lund."""
        full = {entity.tokens for entity in self.cast.entities if entity.is_person and len(entity.tokens) > 1}
        alone = {e.tokens[0]: e for e in self.cast.entities if e.is_person and len(e.tokens) == 1}
        for match in _SHARING.finditer(self.cast.text) if alone else ():
            first, second = key_tokens(match[1]), key_tokens(match[2])
            entity = alone.pop(first[0], None) if len(first) == 1 and second in full else None
            if entity is not None:
                entity.tokens = (*first, second[-1])
                entity.names.append(f"{match[1]} {match[2].split()[-1]}")

    def _name_relatives(self) -> None:
        """Give somebody's relation the family name that a title tells: Ada Byrd, her husband [Olaf], Mr Byrd."""
        people = [entity for entity in self.cast.entities if entity.is_person]
        alone = {entity.tokens: entity for entity in people if len(entity.tokens) == 1}
        titled: defaultdict[str, set[str]] = defaultdict(set)
        relatives: defaultdict[str, list[tuple[Entity, str]]] = defaultdict(list)
        for mention in self.forms.named if alone else ():
            name = self.forms.name_of(mention)
            tokens = key_tokens(name)
            if len(tokens) != 1:
                continue
            if gender := self.forms.titled_gender(mention):
                titled[gender].add(name.split()[-1])
            at = relation_before(self.cast.passages[mention.passage].doc, mention.name_start)
            if at is not None and tokens in alone:
                relation = NOUN_GENDER.get(self.cast.passages[mention.passage].doc[at].lower_, "")
                relatives[relation].append((alone[tokens], name))
        for gender, found in relatives.items():
            names = {n for n in titled[gender] if self._is_of_others(key_tokens(n)[0], gender, people)}
            if len({id(entity) for entity, _ in found}) == len(names) == 1:
                (entity, given), family = found[0], names.pop()
                entity.tokens = (*entity.tokens, *key_tokens(family))
                entity.names.append(f"{given} {family}")

    @staticmethod
    def _is_of_others(family: str, gender: str, people: Sequence[Entity]) -> bool:
        """Whether those who bear a family name in full are all of another gender."""
        full = [entity for entity in people if len(entity.tokens) > 1 and entity.tokens[-1] == family]
        return bool(full) and bool(gender) and all(entity.gender not in ("", gender) for entity in full)

    def _part_namesakes(self) -> None:
        """Part those who bear one name: by a title of another gender (Mr Obama, Michelle Obama), by Jr. and Sr."""
        bearing = Named(self.cast.entities)
        titled = {(self.forms.titled_gender(m), key_tokens(self.forms.name_of(m))[-1:]) for m in self.forms.named}
        for mention in self.forms.named:
            name = self.forms.name_of(mention)
            gender, generation = self.forms.titled_gender(mention), generation_of(name)
            if not gender and not generation:
                continue
            tokens = key_tokens(name)
            possible = bearing.bearers(tokens)
            genders = {gender: 3.0} if gender else {}
            if generation and possible:
                own = (generation,) if self._is_kin(mention) else ("", generation)
                alike = [e for e in possible if e.generation in own]
                if alike and len(tokens) > 1:
                    alike[0].generation = generation
                elif not alike:
                    new = Entity(tokens, labels={"PERSON": 1}, genders=genders, generation=generation)
                    self.cast.entities.append(new)
                    bearing.add(new)
            elif gender and possible and all(e.gender and e.gender != gender for e in possible):
                other = {"m": "f", "f": "m"}[gender]
                if (other, tokens[-1:]) in titled or any(self._is_told(e, other, mention) for e in possible):
                    self.cast.entities.append(Entity(tokens, labels={"PERSON": 1}, genders=genders))
                    bearing.add(self.cast.entities[-1])
                elif len(possible) == 1:
                    possible[0].genders = genders  # Mr. Graham is Lindsey Graham, whatever the given name tells

    def _is_kin(self, mention: Mention) -> bool:
        """Whether a name stands behind whose relation it is, who may bear the name too: his son(,) Ada Byrd Jr."""
        return relation_before(self.cast.passages[mention.passage].doc, mention.name_start) is not None

    def _is_told(self, entity: Entity, gender: str, mention: Mention) -> bool:
        """Whether somebody has a gender by more than a given name: a pronoun stands in the paragraph of the full name.

        Also where the full name comes after a mention that has a title: the article began with another of that name.
        """
        pronouns = {word for word, told in GENDERED.items() if told == gender}
        full = {m.passage for m in self.forms.named if key_tokens(self.forms.name_of(m)) == entity.tokens}
        later = mention.passage < min(full, default=0)
        return later or any(t.lower_ in pronouns for passage in full for t in self.cast.passages[passage].doc)

    def _complete(self) -> None:
        """Give those named by one word the fuller name that the article has elsewhere, in a quotation or title."""
        bearers = Counter(word for entity in self.cast.entities for word in set(entity.tokens))
        alone = [entity for entity in self.cast.entities if len(entity.tokens) == 1 and entity.label == "PERSON"]
        before = _before(self.cast.text, {_first_word(entity.tokens[0]) for entity in alone})
        for entity in alone:
            (token,) = entity.tokens
            for match in self._fuller(token, before.get(_first_word(token), [])):
                first = key_tokens(match.group(1))
                taken = not first or bearers[first[0]] > (first[0] == token)
                lower = match.group(1).casefold()
                role = lower in NOUN_GENDER or is_somebody(lower) and not gender_of_given_name(lower)
                if taken or role or lower in HONORIFICS or self._is_common(lower):
                    continue
                entity.tokens = (*first, token)
                entity.names.append(match.group())
                bearers.update({*first} - {token})
                told = gender_of_given_name(first[0])
                if told:
                    entity.genders[told] = entity.genders.get(told, 0) + 1
                self._look_up_gender(entity)
                break

    def _look_up_gender(self, entity: Entity) -> None:
        """Give those whose full name is known their gender, whatever the given name tells."""
        key, _ = keys_of_name(" ".join(entity.tokens))
        if gender := self.genders.get(key or ""):
            entity.genders = {gender: _OF_RECORD}

    def _fuller(self, token: str, before: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
        """A capitalised word and the name that is `token`, where the first is in one of the words `before` it."""
        pattern = re.compile(rf"([A-Z][\w’'-]+)[ \u00a0](?i:{re.escape(token)})\b")
        end = 0
        for start, stop in before:
            capital = _CAPITALISED.search(self.cast.text, max(start, end), stop)
            if capital and (match := pattern.match(self.cast.text, capital.start())):
                end = match.end()
                in_headline = any(line.start <= match.start() < line.end for line in self.forms.headlines)
                if not in_headline or any(map(gender_of_given_name, key_tokens(match.group(1)))):
                    yield match

    def _is_common(self, word: str) -> bool:
        """Whether a word also stands in the text in lower case, or is too common to be a given name."""
        if word in NO_GIVEN_NAMES:
            return True
        parts = _WORD.findall(word)
        if not all(part in self._text_words for part in parts):
            return False
        return parts == [word] or re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.cast.text) is not None

    @cached_property
    def _text_words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.cast.text))

    def _settle_name(self, mention: Mention, entity: Entity) -> None:
        name = self.forms.name_of(mention)
        place = (mention.passage, mention.head)
        self.cast.meant[place] = entity
        entity.names.append(name)
        entity.article = entity.article or self._is_after_capital_article(mention)
        insort(entity.seen, place)
        first = self.cast.first_named.get(id(entity))
        if first is None or len(key_tokens(name)) > len(key_tokens(first.of(self.cast.text))):
            self.cast.first_named[id(entity)] = mention.span
        subject = self.cast.token(mention).dep_ in SUBJECTS
        if not subject and mention.label == "PERSON" and self._leads_a_cue(mention):
            self.cast.discourse.leading.add(place)
        describe(entity, mention, self.cast.passages[mention.passage], self.cast.text)

    def _is_after_capital_article(self, mention: Mention) -> bool:
        """Whether the article before the single word of a body's name is part of it: in The Hill."""
        doc = self.cast.passages[mention.passage].doc
        single = mention.label == "ORG" and mention.head == mention.name_start and mention.end == mention.head + 1
        article = doc[mention.head - 1] if single and mention.head else None
        headline = self.cast.passages[mention.passage].span in self.forms.headlines
        if article is None or article.text != "The" or headline:
            return False
        return article.i > 0 and (not article.is_sent_start or doc[article.i - 1].text in (CLAUSE, FRAGMENT, ","))

    def _leads_a_cue(self, mention: Mention) -> bool:
        """Whether a name opens a sentence whose cue found no subject, as behind a long apposition."""
        head = self.cast.token(mention)
        sentence = head.sent
        before = self._first_names(mention.passage).get(sentence.start, head.i) < head.i
        root = sentence.root
        has_subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in root.children)
        return not before and head.i < root.i and not has_subject and self.cast.cue(mention.passage, root.i) > 0.5

    def _first_names(self, passage: int) -> dict[int, int]:
        """The head of the first name of each sentence of a passage, by the sentence's first token."""
        if passage not in self._firsts:
            doc = self.cast.passages[passage].doc
            firsts = self._firsts[passage] = {}
            for mention in self.cast.mentions[passage]:
                start = doc[mention.head].sent.start
                if mention.form == "name" and not (mention.start == start + 1 and doc[start].lower_ == "in"):
                    firsts[start] = min(firsts.get(start, mention.head), mention.head)
        return self._firsts[passage]

    def _name_preference(self, mention: Mention, first: Entity, entity: Entity) -> float:
        """How likely an ambiguous name means an entity.

        Its title and gender tell, whether the article began with it, how often and how lately it was named.
        """
        place = (mention.passage, mention.head)
        earlier = bisect_left(entity.seen, place)
        sentence = self.cast.discourse.sentence
        recency = _RECENCY / (1 + sentence(place) - sentence(entity.seen[earlier - 1])) if earlier else 0.0
        spoke = bool(earlier) and self.cast.discourse.use(entity.seen[earlier - 1]).subject
        recency += bool(earlier) and entity.seen[earlier - 1][0] == mention.passage
        recency += bool(earlier) and earlier == 1 and spoke and mention.passage - entity.seen[0][0] <= 1
        full = len(entity.names)
        alike = 1.5 * (mention.label == "PERSON" and entity.is_person)
        return alike + (entity is first) + spoke + self._told(mention, entity) + recency + 0.7 * log(1 + full)

    def _told(self, mention: Mention, entity: Entity) -> float:
        """How much the title, the gender and the generation of an ambiguous name tell that it means an entity."""
        doc = self.cast.passages[mention.passage].doc
        before = [t.lower_.rstrip(".") for t in doc[mention.start : mention.head]]
        gender = self.forms.titled_gender(mention) or self._gender_after(mention)
        titles = sum(word in entity.described or TITLE_NOUNS.get(word, "") in entity.described for word in before)
        generation = generation_of(self.forms.name_of(mention))
        is_other = generation != entity.generation  # "Byrd" is rather the one who is not "Byrd Jr."
        conflict = bool(gender and entity.gender and gender != entity.gender)
        return 3.0 * titles - 5.0 * conflict - 10.0 * is_other

    def _certainty(
        self, mention: Mention, best: Entity, others: Sequence[Entity], in_full: Mapping[int, Sequence[Place]]
    ) -> float:
        """The probability that an ambiguous name means `best` of those who bear it.

        A title, gender or generation decides. Else it is the share of their full names, of which one in the same
        passage counts twice. in_full: where each entity is named in full.
        """
        if all(self._told(mention, best) - self._told(mention, other) >= _DECISIVE for other in others):
            return _SURE_OF_NAME
        place = (mention.passage, mention.head)

        def named(entity: Entity) -> int:
            seen = in_full.get(id(entity), ())
            return len(seen) + any(at[0] == mention.passage and at < place for at in seen)

        total = named(best) + max(map(named, others))
        return min((named(best) + 0.5) / (total + 1), _SURE_OF_NAME)

    def _gender_after(self, mention: Mention) -> str:
        """The gender that a pronoun tells after the only person of its sentence: Lund spoke of a law that she wrote."""
        head = self.cast.token(mention)
        sentence = head.sent
        others = (m for m in self.forms.named if m.passage == mention.passage and m.label == "PERSON")
        if head.dep_ not in SUBJECTS or any(m != mention and sentence.start <= m.head < sentence.end for m in others):
            return ""
        after = head.doc[mention.end : sentence.end]
        told = {GENDERED[t.lower_] for t in after if t.lower_ in ("he", "she") and t.head.dep_.startswith("acl")}
        return told.pop() if len(told) == 1 else ""


def _before(text: str, words: Collection[str]) -> dict[str, list[tuple[int, int]]]:
    """Where the words stand that one of `words` follows, by that word."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _FOLLOWED.finditer(text) if words else ():
        word = _first_word(match.group(1))
        if word in words:
            found.setdefault(word, []).append(match.span())
    return found


def _first_word(words: str) -> str:
    """The first word, so that two are equal where a pattern that ignores case matches both."""
    word = _WORD.search(words)
    if word and words.isascii():
        return word.group().lower()
    plain = unicodedata.normalize("NFKD", word.group()).casefold() if word else ""
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ı", "i")


def _acronyms(role: str) -> Iterator[str]:
    """The initials of an office, of what stands before its place too, and those that it ends in: PPRO, Labour MSP."""
    for words in (role, _OF_PLACE.split(role, maxsplit=1)[0]):
        yield "".join(word[0].upper() for word in _WORD.findall(words) if word.casefold() not in SMALL)
    last = role.split()[-1]
    if last.isupper() and last.isalpha():
        yield last


def _is_misspelt(word: str, name: str) -> bool:
    """Whether a word is a name in which a letter is wrong, missing or doubled: Wines for Wimes."""
    return word[0] == name[0] and min(len(word), len(name)) >= 5 and OSA.distance(word, name, score_cutoff=1) == 1
