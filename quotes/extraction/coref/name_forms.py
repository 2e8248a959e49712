"""The names of an article as printed: which mentions are names, and what of their words the name itself is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from quotes.extraction.coref.antecedents import Place
from quotes.extraction.coref.entities import (
    HONORIFICS,
    TITLES_OF_FULL_NAMES,
    gender_of_given_name,
    is_doubtful,
    key_tokens,
)
from quotes.extraction.features import CUE
from quotes.extraction.job_titles import holds_office, is_somebody
from quotes.extraction.mentions import Mention
from quotes.extraction.parsing import Passage
from quotes.extraction.syntax import Doc, Token
from quotes.extraction.word_classes import (
    ANYBODY,
    BODIES,
    FINITE,
    NOT_A_NAME,
    NOUN_GENDER,
    OFFICES,
    PARTICLES,
    PEOPLES,
    PLAIN_TITLES,
    UNNAMED,
)
from quotes.model import Span

_WORD = re.compile(r"\w+")
_SAID = re.compile(r"\b(?:said|says|told|tells|added|wrote|writes)\b")
_NEXT_SENTENCE = re.compile(r"[a-zà-ÿ]{3}\. [A-Z]")
_LONGEST_HEADING = 12  # tokens


class NameForms:
    """The mentions of an article that are names (`named`), and the form of each."""

    def __init__(self, text: str, passages: Sequence[Passage], mentions: Sequence[Sequence[Mention]]) -> None:
        self.text = text
        self.passages = passages
        self._names: dict[Place, str] = {}
        self.named = [m for ms in mentions for m in ms if self._is_name(m)]
        self._trim_run_on()
        self._trim_headlines()
        self._trim_places()

    def _is_name(self, mention: Mention) -> bool:
        head = self.passages[mention.passage].doc[mention.head]
        word = head.lower_.rstrip(".")
        if self._is_office_of_next(mention):
            return False
        if mention.form == "name":
            office = word in HONORIFICS or word in OFFICES or word in NOUN_GENDER
            unnamed = head.i > 0 and head.nbor(-1).lower_ in UNNAMED and is_somebody(word)  # Another Spokesperson
            named = not unnamed and not NOT_A_NAME.match(self.name_of(mention)) and not self._is_in_words(mention)
            return named and not (office and mention.label != "PERSON")
        before = head.nbor(-1).lower_.rstrip(".") if head.i > 0 and head.nbor(-1).is_title else ""
        # Ms Secretary, but not the Deputy Secretary
        titled = before in HONORIFICS and (before in PLAIN_TITLES or not holds_office(word))
        role = word in HONORIFICS or word in NOUN_GENDER or word in ANYBODY
        if role and not titled or word in PEOPLES or NOT_A_NAME.match(head.text):
            return False
        return mention.form == "description" and head.tag_ == "NNP" and head.text[:1].isupper() and len(word) > 1

    def _is_office_of_next(self, mention: Mention) -> bool:
        """Whether a mention is an office with an article, whose holder is named behind it: The Lord Mayor, Ada Byrd."""
        doc = self.passages[mention.passage].doc
        after = doc[mention.end : mention.end + 2]
        named = len(after) == 2 and after[0].text == "," and after[1].ent_type_ == "PERSON"
        return named and doc[mention.start].lower_ == "the" and holds_office(doc[mention.head].lower_)

    def _is_in_words(self, mention: Mention) -> bool:
        """Whether words of a headline were taken for a name that the text has in lower case: New Poll."""
        words = [word.casefold() for word in self.name_of(mention).split()]
        plain = [word in self._in_lower_case for word in words if len(word) > 3]
        if mention.label == "PERSON":
            doc, start = self.passages[mention.passage].doc, mention.name_start
            counted = start > 0 and doc[start - 1].tag_ == "CD" and doc[start - 1].is_alpha  # one Greek Orthodox
            common = len(words) > 1 and len(plain) > 1 and all(plain)
            return (common or counted) and not any(map(gender_of_given_name, words))
        if self.passages[mention.passage].span not in self.headlines:
            return len(words) > 4 and sum(plain) > len(words) / 2 and BODIES.isdisjoint(words)
        return len(words) > 1 and any(plain)

    @cached_property
    def _in_lower_case(self) -> frozenset[str]:
        return frozenset(token.text for passage in self.passages for token in passage.doc if token.is_lower)

    @cached_property
    def headlines(self) -> frozenset[Span]:
        """The lines in which nearly every longer word has a capital."""
        return frozenset(passage.span for passage in self.passages if _is_headline(passage.folded.text))

    def _trim_run_on(self) -> None:
        """Cut a name down to its last one where a caption runs into the text: Ada ByrdMayor Ada Byrd."""
        for mention in self.named:
            words = self.name_of(mention).split()
            if len(words) > 3 and words[0] in words[2:]:
                again = len(words) - 1 - words[::-1].index(words[0])
                self._names[mention.passage, mention.head] = " ".join(words[again:])

    def _trim_headlines(self) -> None:
        """Cut what was found as a name in a headline down to a name of the text: Lindsey Graham Says.

        Every word of a headline has a capital, so that its names are often found too long.
        """
        headlines = {n for n, passage in enumerate(self.passages) if passage.span in self.headlines}
        if not headlines:
            return
        forms = [key_tokens(self.name_of(m)) for m in self.named if m.passage not in headlines]
        known = {*forms, *((tokens[-1],) for tokens in forms if tokens)}
        for mention in self.named:
            words = self.name_of(mention).split() if mention.passage in headlines else []
            if len(words) < 2 or key_tokens(" ".join(words)) in known:
                continue
            parts = [" ".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i, -1)]
            shorter = next((part for part in parts if key_tokens(part) in known), None)
            if shorter is not None:
                self._names[mention.passage, mention.head] = _with_given_names(shorter, words)

    def _trim_places(self) -> None:
        """Cut the place off a name that was found with it, where the article has the full name: Ohio Byrd, Ada Byrd."""
        forms = {m: key_tokens(self.name_of(m)) for m in self.named}
        places = {tokens for m, tokens in forms.items() if m.label in ("LOC", "ORG") and len(tokens) == 1}
        full = {t[-1] for m, t in forms.items() if m.label == "PERSON" and len(t) > 1 and gender_of_given_name(t[0])}
        for mention, tokens in forms.items():
            found = mention.label == "PERSON" and len(tokens) == 2 and tokens[:1] in places and tokens[1] in full
            if found and not gender_of_given_name(tokens[0]):
                self._names[mention.passage, mention.head] = self.name_of(mention).split()[-1]

    def label(self, mention: Mention) -> str:
        """The kind of the name. Initials alone are the name of a body, with any label; after a rank stands a person."""
        name = self.name_of(mention)
        words = [word.rstrip(".").casefold() for word in name.split()]
        if (
            mention.label in ("ORG", "MISC")
            and 2 <= len(key_tokens(name)) < len(words)
            and not TITLES_OF_FULL_NAMES.isdisjoint(words)
        ):
            return "PERSON"
        initials = 3 <= len(name) <= 6 and name.isalpha() and name.isupper() and not gender_of_given_name(name.lower())
        return "ORG" if initials and mention.label == "PERSON" and not self._shouted else mention.label

    @cached_property
    def _shouted(self) -> bool:
        """Whether the article is in capitals throughout."""
        letters = [c for c in self.text[:2000] if c.isalpha()]
        return sum(map(str.isupper, letters)) > 0.7 * len(letters)

    def founds_an_entity(self, mention: Mention) -> bool:
        """Whether a name is worth an entity of its own: recognised as a name, or titled, or with a given name."""
        tokens = key_tokens(self.name_of(mention))
        doc = self.passages[mention.passage].doc
        if mention.form == "name":
            person = gender_of_given_name(tokens[0]) and self._in_lower_case.isdisjoint(tokens) if tokens else False
            return bool(person) or mention.head >= _end_of_heading(doc)
        titled = any(t.lower_.rstrip(".") in HONORIFICS and t.is_title for t in doc[mention.start : mention.head])
        return titled or len(tokens) > 1 and bool(gender_of_given_name(tokens[0]))

    def name_of(self, mention: Mention) -> str:
        """The words of the name itself, without the title and description before it."""
        place = (mention.passage, mention.head)
        if place not in self._names:
            self._names[place] = self._printed(mention)
        return self._names[place]

    def _printed(self, mention: Mention) -> str:
        doc = self.passages[mention.passage].doc
        head = doc[mention.head]
        start, end = mention.name_start, mention.head + 1
        if mention.form == "name":
            end = mention.end
            while end - start > 1 and doc.roles[start, CUE] > 0.5:
                start += 1
        elif head.tag_ == "NNP":
            while head.lower_ in BODIES and start > mention.start and _goes_before(doc[start - 1]):
                start -= 1
            while end < mention.end and doc[end].tag_ in ("NNP", "POS", "HYPH"):
                end += 1
        while start > mention.start and doc[start - 1].tag_ in ("NNP", "NNPS"):
            before = doc[start - 1]
            titled = start > 1 and doc[start - 2].lower_.rstrip(".") in HONORIFICS
            begins = not gender_of_given_name(doc[start].lower_) and gender_of_given_name(before.lower_)
            given = begins or end - start == 1 and titled
            part = given or before.lower_ in PARTICLES
            if before.ent_type_ or before.lower_.rstrip(".") in HONORIFICS or not part:
                break
            start -= 1
        return self.passages[mention.passage].original(start, end).of(self.text)

    def titled_gender(self, mention: Mention) -> str:
        """The gender that a title before a name tells: m, f or ""."""
        doc = self.passages[mention.passage].doc
        before = [t.lower_.rstrip(".") for t in doc[mention.start : mention.head]]
        name = key_tokens(self.name_of(mention))
        return next((HONORIFICS[w] for w in before if HONORIFICS.get(w) and not is_doubtful(w, name)), "")


def _with_given_names(name: str, words: Sequence[str]) -> str:
    """A family name with the given names right before it among some words."""
    if " " in name:
        return name
    at = words.index(name)
    start = at
    while start > 0 and gender_of_given_name("".join(key_tokens(words[start - 1]))):
        start -= 1
    return " ".join(words[start : at + 1])


def _goes_before(token: Token) -> bool:
    """Whether a word may be of the name of a body whose last word follows: [Harbour] [Safety] Agency."""
    return token.text[:1].isupper() and token.tag_ in ("NNP", "NNPS", "POS") and not token.ent_type_


def _end_of_heading(doc: Doc) -> int:
    """Where the heading ends that a paragraph opens with, 0 if there is none: Little Relief for Refugees: The crisis …

    A heading has a verb, a preposition or five words; a label of who speaks has a given name, or says what they are.
    """
    colon = next((token.i for token in doc[:_LONGEST_HEADING] if token.text == ":"), 0)
    words = doc[:colon]
    if colon < 3 or colon + 1 >= len(doc) or not doc[colon + 1].is_title:
        return 0
    plain = all(word.is_alpha and (word.is_title or len(word.text) < 4) for word in words)
    told = any(is_somebody(word.lower_) or holds_office(word.lower_) for word in words)
    joined = colon > 4 or any(word.tag_ in (*FINITE, "VBN", "IN", "TO") for word in words)
    return colon if plain and joined and not told else 0


def _is_headline(text: str) -> bool:
    """Whether nearly every longer word of a line has a capital, verbs of speech too."""
    if _SAID.search(text):
        return False
    if _NEXT_SENTENCE.search(text):
        return False
    words = [word for word in _WORD.findall(text) if len(word) > 3 and not word.isupper()]
    return len(words) >= 3 and len(text) < 200 and sum(word[0].isupper() for word in words) > 0.8 * len(words)
