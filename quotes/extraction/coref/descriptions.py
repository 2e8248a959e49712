"""Whom a description means: the minister, the ministry, her statement."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from quotes.extraction.coref.antecedents import SUBJECTS, Anaphor
from quotes.extraction.coref.appositions import alike, preposition_of, takes_plural, tells_a_country
from quotes.extraction.coref.bodies import LIKELY_BODY, body_before, body_named, is_of_another_kind
from quotes.extraction.coref.cast import Cast
from quotes.extraction.coref.documents import owner
from quotes.extraction.coref.entities import HONORIFICS, Entity, gender_of_given_name, is_organisation, key_tokens
from quotes.extraction.coref.pronouns import SURE, acting_before, settle_pronoun
from quotes.extraction.coref.sources import can_speak, is_fragment, is_in_headline
from quotes.extraction.job_titles import holds_office, is_somebody
from quotes.extraction.mentions import Mention
from quotes.extraction.syntax import Doc, Token, text_of
from quotes.extraction.word_classes import (
    ANYBODY,
    BODIES,
    DEFINITE,
    DOCUMENTS,
    NOUN_GENDER,
    PEOPLES,
    RELATIVES,
    SMALL,
    SOME,
    TITLE_NOUNS,
    UNNAMED,
    age_in,
    base_forms,
    is_form,
)
from quotes.model import Speaker, SpeakerKind
from quotes.text.countries import code_of

UNNAMED_SHARE = 0.9
"""The probability that a description which can mean nobody else is somebody unnamed."""

_CURRENCIES = frozenset("$€£¥")
_NATIONALITIES = tuple(
    "ian ean chman shman german swede dane pole serb croat spaniard american african mexican moroccan briton scot finn "
    "turk czech slovak slovene greek argentine thai filipino filipina israeli pakistani iraqi saudi kuwaiti "
    "bangladeshi kiwi aussie catalan zealander".split()
)
_NO_NATIONALITIES = frozenset(("guardian", "smithsonian"))
_NAMED_AS_PEOPLES = ("ese", "swiss")  # of one person only behind the verb: said the Portuguese
_PARTIES = {"gop": "republican", "republican": "republican", "democratic": "democrat", "democrat": "democrat"}
_OF_PARTIES = frozenset("republican democrat conservative liberal tory".split())
_NO_COUNTRIES = (
    _OF_PARTIES | _PARTIES.keys() | frozenset("progressive labour labor green nationalist socialist".split())
)
_IDENTIFIED = frozenset("identified known named called goes went referred".split())
_BEFORE_PORTFOLIOS = frozenset("opposition shadow".split())
_POSTS = frozenset(
    "captain pilot driver judge prosecutor coroner referee mayor premier governor bishop sheriff".split()
)
"""Posts that hardly anybody holds who is known by another one."""
_RANKS = frozenset("prime vice deputy assistant shadow".split())
"""Words of an office that make it another: the prime minister is no minister."""
_YOUNG = frozenset("boy girl youngster toddler teenager teen schoolboy schoolgirl".split())
_TRIED = frozenset("victim defendant suspect accused complainant perpetrator gunman shooter attacker killer".split())
_OF_COURT = frozenset(
    "prosecutor lawyer attorney judge magistrate detective officer constable sergeant superintendent inspector coroner "
    "investigator".split()
)
"""Those who speak of somebody in `_TRIED` and are another."""
_OF_TOWNS = frozenset("mayor councillor".split())
_OF_PLACES = _OF_TOWNS | frozenset("premier governor minister".split())
_ACTING = frozenset(("play", "portray"))
_OPENING_PASSAGES = 1
_TIME_OF_DAY = re.compile(r"\s*\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\.?\s*(?:\([A-Z]{2,4}\))?\s*", re.IGNORECASE)
_MOST_LATER = 200  # mentions after a description that are looked at
_EARLIEST = 10  # mentions of somebody that are looked at
_SOON = 8  # passages from a description to the one that names whom it means
_OPENING = DEFINITE | UNNAMED | SOME | {"his", "her", "their", "its"}  # words that begin a description


def may_refer(cast: Cast, mention: Mention) -> bool:
    """Whether a description is worth settling before it is found to be a source: who may be spoken of again."""
    token = cast.token(mention)
    if token.dep_ == "appos" or any(child.dep_ == "cop" for child in token.children):
        return False
    place = (mention.passage, mention.head)
    if token.dep_ == "dobj" and is_form(token.head.lower_, _ACTING):
        return False  # who plays the mother
    if token.lower_ == "head" and mention.end == mention.head + 1 and any(c.tag_ == "PRP$" for c in token.lefts):
        return False  # Byrd shook her head
    if is_somebody(token.lower_):
        return token.tag_ in ("NN", "NNP", "JJ")
    told = token.lower_ in BODIES or token.lower_ in DOCUMENTS
    return cast.discourse.source(place) > (0.2 if told else 0.3)


def described(cast: Cast, mention: Mention) -> tuple[Entity | None, float]:
    """The entity that a description means, None where the article names nobody for it, and how likely."""
    place = (mention.passage, mention.head)
    if place not in cast.settled:
        settle_description(cast, mention, keep=False)
    return cast.settled[place]


def settle_description(cast: Cast, mention: Mention, keep: bool = True) -> None:
    """Settle whom a description means. keep: whether later mentions may mean the same."""
    place = (mention.passage, mention.head)
    if keep and name_in_apposition(cast, mention) is not None:
        return
    all_known = _settle_those_told(cast, mention)
    head = cast.token(mention)
    author = owner(cast, mention) if keep else None
    if author is not None:
        owning = cast.meant.get((author.passage, author.head))
        if owning is not None:
            owning.documents.add(head.lower_)
        return
    anaphor = _description(cast, mention)
    entity, share = None, UNNAMED_SHARE
    if anaphor is not None:
        here = cast.meant.get(place)
        before = cast.passages[mention.passage].doc[mention.start : mention.head]
        named = {t.lower_ for t in before if t.tag_ in ("NNP", "NNPS")}
        # The minister may be anybody near; his wife, or a minister of Norway, only one of whom the word was said.
        free = text_of(before[:1]).lower() in DEFINITE and not any(t.tag_ in ("PRP$", "POS") for t in before)
        free = free and all_known and (head.lower_ not in RELATIVES or bool(anaphor.age) or _is_parent_of_some(head))
        # The Speaker is whoever the article calls so.
        free = free and not (head.tag_ == "NNP" and is_somebody(head.lower_))
        acting = acting_before(cast, place, anaphor.gender) if free else None
        told = anaphor.noun
        whose = {t.lower_ for t in before if _is_whose(t)}
        document = head.lower_ in DOCUMENTS
        theirs = _possessor(cast, mention)

        def may_be(entity: Entity) -> bool:
            person = entity.is_person
            is_so = not told.isdisjoint(entity.nouns) or not person and not told.isdisjoint(entity.tokens)
            if entity is here or not (free or is_so) or not _agrees(head, entity):
                return False
            of_another = entity.unnamed and not (named <= entity.described and (is_so or told & ANYBODY))
            countries, told_country = entity.countries - _NO_COUNTRIES, anaphor.country - _NO_COUNTRIES
            foreign = bool(is_so and told_country and countries) and not told_country & countries
            foreign |= is_so and _is_of_another_party(anaphor.country, entity.countries)
            of_another |= person and not whose <= entity.described  # Byrd's lawyer is not the mayor's
            of_another |= theirs is not None and person and _is_of_another(cast, entity, theirs)
            strange = document and person and told.isdisjoint(entity.documents)
            strange |= not is_so and is_of_another_kind(told, entity)
            strange |= head.lower_ in _POSTS and not is_so and any(map(holds_office, entity.nouns))
            ranks, own = _RANKS & set(anaphor.others), _RANKS & entity.described
            strange |= person and not ranks <= own
            later = entity.is_first_seen_after(mention.passage)
            strange |= is_so and later and (ranks != own or _was_once(cast, mention, entity))
            strange |= head.lower_ in _YOUNG and any(map(_is_grown_up, entity.described))
            strange |= head.lower_ in _TRIED and not entity.nouns.isdisjoint(_OF_COURT)
            strange |= acting is not None and not is_so and entity.is_first_seen_after(mention.passage)
            return not (of_another or foreign or strange)

        entity, share = cast.antecedent(anaphor, may_be, anaphor.noun)
        if (nominee := _nominee(cast, mention)) is not None:
            entity, share = nominee, SURE
        if entity is None and free and holds_office(head.lower_):
            entity = _only_speaker(cast, mention)
        if entity is None and is_somebody(head.lower_) and (free or _is_office_of_a_place(cast, mention)):
            entity = _introduced(cast, mention)
            if entity is not None:
                entity.nouns.update(alike(head.lower_))
        if (entity is None or entity.unnamed) and (body := body_named(cast, mention)) is not None:
            entity, share = body, LIKELY_BODY
        if entity is None and free and head.lower_ in BODIES and head.lower_ not in DOCUMENTS:
            entity = body_before(cast, mention)
    elif head.tag_ in ("NN", "NNP") and is_somebody(head.lower_):
        entity = _introduced(cast, mention)
    cast.settled[place] = entity, share
    if not keep:
        return
    if entity is not None:
        cast.note(entity, place)
    elif (is_somebody(head.lower_) or head.lower_ in BODIES) and can_speak(head) and not is_fragment(cast, mention):
        _add_unnamed(cast, mention, head)


def _was_once(cast: Cast, mention: Mention, entity: Entity) -> bool:
    """Whether somebody held before what a description says that somebody is: a former mayor is not the mayor."""
    before = cast.passages[mention.passage].doc[mention.start : mention.head]
    return "former" in entity.described and all(token.lower_ != "former" for token in before)


def _is_parent_of_some(head: Token) -> bool:
    """Whether a word for a parent says only of how many: the mother of four."""
    after = head.doc[head.i + 1 : head.i + 3]
    return len(after) == 2 and after[0].lower_ == "of" and after[1].tag_ == "CD"


def _is_whose(token: Token) -> bool:
    """Whether a word names a person, by name or by what he is, who has what is described: the senator's lawyer."""
    owned = any(child.tag_ == "POS" for child in token.rights)
    return owned and (token.tag_ == "NNP" or token.tag_ == "NN" and is_somebody(token.lower_))


def _possessor(cast: Cast, mention: Mention) -> Entity | None:
    """Whom "his" or "her" before a description means, as far as it is settled."""
    before = cast.passages[mention.passage].doc[mention.start : mention.head]
    places = ((mention.passage, token.i) for token in before if token.tag_ == "PRP$")
    return next((cast.meant[place] for place in places if place in cast.meant), None)


def _is_of_another(cast: Cast, entity: Entity, owner: Entity) -> bool:
    """Whether the article says whose lawyer somebody is, and it is not the one of `owner`."""
    told = cast.family_names & entity.described - set(entity.tokens)
    return bool(told) and told.isdisjoint(owner.tokens)


def _settle_those_told(cast: Cast, mention: Mention) -> bool:
    """Settle the pronoun that is an object of a description's verb: whom the clerk told is not the clerk.

    Returns whether all of them mean somebody.
    """
    token = cast.token(mention)
    told = [child for child in token.head.children if child.dep_ in ("dobj", "iobj") and child.lower_ in ("him", "her")]
    for child in told if token.dep_ in SUBJECTS else ():
        other = cast.mention_at(mention.passage, child.i)
        if other is not None and (other.passage, other.head) not in cast.meant:
            settle_pronoun(cast, other)
    return token.dep_ not in SUBJECTS or all((mention.passage, child.i) in cast.meant for child in told)


def _introduced(cast: Cast, mention: Mention) -> Entity | None:
    """Who is described where an article begins, and named afterwards.

    Either somebody of whom the same is said there, or the subject of the next paragraph; one who speaks, if the
    description is not definite.
    """
    place = (mention.passage, mention.head)
    opens = mention.passage <= _OPENING_PASSAGES or _begins_entry(cast, mention.passage)
    if not opens and not _is_office_of_a_place(cast, mention):
        return None
    head = cast.token(mention)
    after = {id(each): each for _, each in cast.around(place, 0, _MOST_LATER)}
    gender = NOUN_GENDER.get(head.lower_)
    people = [each for each in after.values() if each.is_person and not each.unnamed and each.seen[0] > place]
    people = [each for each in people if each.gender in ("", gender or each.gender)]
    nouns, countries = alike(head.lower_), _country_words(cast, mention)
    before = cast.passages[mention.passage].doc[mention.start : mention.head]
    ranks = {token.lower_ for token in before} & _RANKS
    told_of = {token.lower_ for token in before if token.tag_ not in ("DT", "POS")} - countries
    told = [
        each
        for each in people
        if each.seen[0][0] <= mention.passage + _SOON
        and not each.nouns.isdisjoint(nouns)
        and not _was_once(cast, mention, each)
        and ranks <= each.described
        and _may_be_of(each, countries, told_of)
    ]
    exactly = [each for each in told if head.lower_ in each.nouns and ranks == _RANKS & each.described]
    if len(exactly) == 1:
        return exactly[0]
    return _subject_after(cast, mention, people) or (told[0] if len(told) == 1 else None)


def _may_be_of(entity: Entity, countries: Collection[str], others: Collection[str]) -> bool:
    """Whether somebody may hold the office of a place: the place is told of them, or no place, but all other words."""
    if not countries or not entity.countries:
        return not countries or entity.described.issuperset(others)
    return not entity.countries.isdisjoint(countries)


def _subject_after(cast: Cast, mention: Mention, people: Sequence[Entity]) -> Entity | None:
    """The one of the people named later who is the subject of the next paragraph, of whom no office is told."""
    place, head = (mention.passage, mention.head), cast.token(mention)
    if _governs_somebody(cast, mention):
        return None
    named = [each for each in people if each.seen[0][0] == mention.passage + 1 and _has_no_office(each)]
    subjects = [each for each in named if cast.discourse.use(each.seen[0]).subject]
    definite = any(child.lower_ in DEFINITE or _is_possessor(child) for child in head.lefts)
    if not definite:
        speaks = cast.discourse.source(place) > 0.5
        subjects = [each for each in subjects if speaks and (cast.discourse.source(each.seen[0]) > 0.5 or _aged(each))]
        # Her spokesman may be a third; a former mayor is not, where nobody else is told to hold an office.
        named = [each for each in named if each in subjects or not holds_office(head.lower_)]
    return subjects[0] if len(subjects) == 1 and (definite or len(named) == 1) else None


def _is_grown_up(word: str) -> bool:
    """Whether a word of what is told of somebody is an age of twenty or more."""
    age = age_in(word)
    return bool(age) and int(age) >= 20


def _aged(entity: Entity) -> bool:
    """Whether the article tells somebody's age next to the name, as where it introduces him."""
    return any(word.endswith("-year-old") for word in entity.described)


def _governs_somebody(cast: Cast, mention: Mention) -> bool:
    """Whether a description tells whose lawyer somebody is, who may be named next: a lawyer for a former man."""
    head = cast.token(mention)
    others = [child for child in head.rights if child.dep_ == "nmod" and preposition_of(child) in ("for", "of", "to")]
    meant = [cast.meant.get((mention.passage, child.i)) for child in others]
    named = any(entity is not None and len(entity.tokens) > 1 for entity in meant)
    return not named and any(child.ent_type_ == "PERSON" or is_somebody(child.lower_) for child in others)


def _is_possessor(token: Token) -> bool:
    return token.tag_ != "PRP$" and any(child.tag_ == "POS" for child in token.rights)


def _is_place_or_body(token: Token) -> bool:
    office = token.head.lower_ in _OF_PLACES and not gender_of_given_name(token.lower_)
    return _is_possessor(token) and token.tag_ in ("NNP", "NNPS") and (office or token.ent_type_ != "PERSON")


def _is_office_of_a_place(cast: Cast, mention: Mention) -> bool:
    """Whether a description is an office and whose: Connecticut's tax commissioner."""
    head = cast.token(mention)
    return holds_office(head.lower_) and any(map(_is_place_or_body, head.lefts))


def _begins_entry(cast: Cast, passage: int) -> bool:
    """Whether a passage begins an entry of a report in several: the one before it is only a time of day."""
    return passage > 0 and _TIME_OF_DAY.fullmatch(cast.passages[passage - 1].span.of(cast.text)) is not None


def _only_speaker(cast: Cast, mention: Mention) -> Entity | None:
    """The only one who spoke before a description where an article begins, of whom no office is told."""
    place = (mention.passage, mention.head)
    if mention.passage > _OPENING_PASSAGES + 1 or not cast.discourse.use(place).subject:
        return None
    people = {id(each): each for each in cast.before(place) if each.is_person and not each.unnamed}
    spoke = [
        each
        for each in people.values()
        if any(at < place and cast.discourse.source(at) > 0.5 for at in each.seen[:_EARLIEST])
    ]
    return spoke[0] if len(spoke) == 1 and _has_no_office(spoke[0]) else None


def _has_no_office(entity: Entity) -> bool:
    """Whether the article gives somebody no office or description next to the name."""
    return entity.nouns <= {*HONORIFICS, *key_tokens(entity.name), entity.name.partition(" ")[0].lower()}


def _nominee(cast: Cast, mention: Mention) -> Entity | None:
    """The one of the people named most whose party the article tells: the Democratic presidential nominee."""
    head = cast.token(mention)
    words = [token.lower_ for token in cast.passages[mention.passage].doc[mention.start : mention.head]]
    if "and" in words and words[0] == "the":  # the former mayor and current Democratic nominee
        words = ["the", *(word for word in words[words.index("and") + 1 :] if word != "current")]
    party = {_PARTIES[word] for word in words if word in _PARTIES}
    if head.lower_ not in ("nominee", "candidate") or words[:1] != ["the"] or len(party) != 1:
        return None
    if not set(words) <= {"the", "presidential", *_PARTIES}:
        return None
    own = [entity for entity in cast.main if not party.isdisjoint(map(_party_of, entity.countries))]
    named = [entity for entity in own if "vice" not in entity.described]
    return named[0] if len(named) == 1 else None


def _party_of(word: str) -> str:
    return _PARTIES.get(word, word)


def _is_of_another_party(ones: Collection[str], others: Collection[str]) -> bool:
    one, other = ({_PARTIES[word] for word in words if word in _PARTIES} for words in (ones, others))
    return bool(one and other) and one.isdisjoint(other)


def _agrees(head: Token, entity: Entity) -> bool:
    """Whether a noun for a person, or for a body, can stand for an entity."""
    if is_somebody(head.lower_):
        return entity.is_person
    if head.lower_ in BODIES and head.lower_ not in entity.documents:  # the post may be a newspaper or what she wrote
        return not entity.is_person
    return True


def _description(cast: Cast, mention: Mention) -> Anaphor | None:
    """What is known of a description that may mean somebody known, or None where it cannot."""
    doc = cast.passages[mention.passage].doc
    head = doc[mention.head]
    np = list(doc[mention.start : mention.end])
    first = np[0].lower_
    if head.tag_ in ("NNS", "NNPS") or first in UNNAMED or np[0].tag_ == "CD" and first not in DEFINITE:
        return None
    if head.tag_ == "NNP" and np[0].tag_ not in ("DT", "PRP$"):
        return None  # a name that was not found
    words = [t.lower_.rstrip(".") for t in np if t.is_alpha or t.text[:1].isalnum()]
    noun = "year-old" if head.lower_.endswith("-year-old") else TITLE_NOUNS.get(head.lower_, head.lower_)
    age = age_in(mention.span.of(cast.text))
    place = (mention.passage, mention.head)
    use = cast.discourse.use(place)
    others = tuple(w for w in words if w not in DEFINITE and w not in (noun, head.lower_) and w not in SMALL)
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
        frozenset(_country_words(cast, mention)),
        f"{age}-year-old" if age else "",
    )


def called_by_country(cast: Cast, mention: Mention) -> Entity | None:
    """The person who is called by a nationality or party, who was spoken of right before: said the Portuguese.

    The Ohio Democrat is whoever was spoken of and is not told to be of another party.
    """
    token = cast.token(mention)
    inverted = token.head.i < token.i
    ends = (*_NATIONALITIES, *_NAMED_AS_PEOPLES) if inverted else _NATIONALITIES
    before = token.doc[min(mention.start, token.i - 1) : token.i] if token.i else []
    article = token.is_title and bool(before) and before[0].lower_ == "the"
    party = token.lower_ in _OF_PARTIES
    if (
        not article
        or token.tag_ not in ("NNP", "JJ", "NN")
        or not (party or token.lower_ in PEOPLES or token.lower_.endswith(ends))
    ):
        return None
    if any(word.lower_ == "former" for word in before[1:]):
        return None
    if cast.discourse.source((mention.passage, mention.head)) < 0.5 or token.lower_ in _NO_NATIONALITIES:
        return None
    if takes_plural(token) or token.dep_ not in SUBJECTS:
        return None
    at = bisect_left(cast.timeline, ((mention.passage, mention.head), 0))
    subjects = (cast.entities[n] for place, n in reversed(cast.timeline[:at]) if cast.discourse.use(place).subject)
    own = {token.lower_}
    return next(
        (
            entity
            for entity in subjects
            if entity.is_person and not entity.unnamed and not (party and _is_of_another_party(own, entity.countries))
        ),
        None,
    )


def _add_unnamed(cast: Cast, mention: Mention, head: Token) -> None:
    """Make an entity of somebody whom the article only describes."""
    lower = head.lower_
    doc = cast.passages[mention.passage].doc
    words = {t.lower_.rstrip(".") for t in doc[mention.start : mention.end] if t.text[:1].isalnum()}
    gender = NOUN_GENDER.get(lower)
    entity = Entity(
        (lower,),
        [mention.span.of(cast.text)],
        {"PERSON" if is_somebody(lower) else "ORG": 1},
        described=words,
        nouns=set(alike(lower)),
        genders={gender: 3.0} if gender else {},
        unnamed=True,
    )
    cast.add(entity)
    cast.speakers[id(entity)] = unnamed(cast, mention, head)
    cast.first_named[id(entity)] = mention.span
    cast.note(entity, (mention.passage, mention.head))


def _country_words(cast: Cast, mention: Mention) -> set[str]:
    """Words of a description that name a country or a nationality: the US, the British."""
    doc = cast.passages[mention.passage].doc
    words = doc[mention.start : mention.head]
    return {t.lower_.rstrip(".") for t in words if tells_a_country(t) and not _is_city_of_office(t)}


def _is_city_of_office(place: Token) -> bool:
    """Whether a place is a town whose mayor is spoken of, and that the mayor's name does not tell: Lorne's mayor."""
    return _is_place_or_body(place) and place.head.lower_ in _OF_TOWNS and code_of(place.text) is None


def unnamed(cast: Cast, mention: Mention, head: Token) -> Speaker:
    """An unnamed speaker; a body with a name ("the S.E.C.", "the Trump campaign") is an organisation."""
    doc = cast.passages[mention.passage].doc
    spent = mention.start > 0 and doc[mention.start - 1].text in _CURRENCIES  # it cost $20 million, experts say
    left_out = ("WP", "WDT", "CD") if spent else ("WP", "WDT")
    start = next((i for i in range(mention.start, mention.head) if doc[i].tag_ not in left_out), mention.head)
    words = cast.passages[mention.passage].original(start, mention.end).of(cast.text)
    if _is_proper(cast, mention, head) or is_organisation(words):
        return Speaker(name := _without_article(words), "organisation", (name,))
    first, *rest = words.split()
    told = head.lower_ in BODIES and not is_in_headline(cast, mention)
    told = told and (first.endswith(("’s", "'s")) or any(word[0].isupper() for word in rest))
    return described_as(words, "organisation" if told or mention.label in ("ORG", "LOC") else "anonymous")


def _is_proper(cast: Cast, mention: Mention, head: Token) -> bool:
    """Whether a description is the name of a body that was not recognised: the S.E.C., Twitter."""
    if head.lower_ in BODIES and is_in_headline(cast, mention) and not head.is_upper:
        return False  # Popular Website Shows …
    doc = cast.passages[mention.passage].doc
    words = [t for t in doc[mention.start : mention.end] if t.tag_ not in ("DT", "POS")]
    names = all(t.tag_ in ("NNP", "NNPS") and any(map(str.isupper, t.text)) for t in words)
    opens = bool(doc[mention.start].is_sent_start) and len(words) == 1 and head.text[1:].islower()
    if head.is_upper and len(words) == 1 and len(head.text) > 2:
        return True
    told = holds_office(head.lower_) or head.lower_ in PEOPLES
    return names and head.tag_ == "NNP" and not told and not opens


def _without_article(words: str) -> str:
    first, _, rest = " ".join(words.split()).partition(" ")
    return rest if rest and first.casefold() == "the" else f"{first} {rest}".strip()


def described_as(words: str, kind: SpeakerKind) -> Speaker:
    """Somebody unnamed, as the article puts it."""
    words = " ".join(words.split())
    first = words.partition(" ")[0]
    if first.istitle() and first.casefold() in _OPENING:
        words = f"{first[0].lower()}{words[1:]}"
    return Speaker(words, kind, (words,))


def person_run_on(cast: Cast, mention: Mention) -> Mention | None:
    """The person whose title begins with the name of a body: University of the Marches historian Ada Byrd said.

    The initials of the body may follow it in brackets.
    """
    doc = cast.passages[mention.passage].doc
    proper = (
        mention.form == "description" and doc[mention.head].tag_ == "NNP" and not is_somebody(doc[mention.head].lower_)
    )
    start = _after_initials(doc, mention.end)
    if start == mention.end and not proper and mention.label not in ("ORG", "LOC", "MISC"):
        return None
    for other in cast.mentions[mention.passage]:
        if other.label == "PERSON" and mention.head < other.head and (other.passage, other.head) in cast.meant:
            between = doc[start : other.name_start]
            plain = all(t.tag_ in ("NN", "NNP", "NNPS", "JJ") for t in between)
            told = any(is_somebody(t.lower_) for t in between)
            said = other.end < len(doc) and cast.cue(other.passage, other.end) > 0.5
            return other if plain and told and said and len(between) < 6 else None
    return None


def _after_initials(doc: Doc, at: int) -> int:
    """The token after initials in brackets: the Harbour Union (HU) leader."""
    words = doc[at : at + 3]
    return at + 3 if len(words) == 3 and (words[0].text, words[2].text) == ("(", ")") and words[1].is_upper else at


def name_in_apposition(cast: Cast, mention: Mention) -> Mention | None:
    """The name that stands beside a description: the harbour master, Ada Byrd."""
    token = cast.token(mention)
    doc = cast.passages[mention.passage].doc
    for other in cast.mentions[mention.passage]:
        topic = other.start == mention.end + 1 < other.name_start and doc[mention.end].lower_ == "on"
        ends = other.end == mention.end or topic
        if not (mention.head < other.head and ends and other.label == "PERSON"):
            continue
        # Secretary of State Ada Byrd is one person; a spokeswoman for Arizona Senator Ada Byrd is another.
        titled = other.start < other.name_start and _is_of_department(token, doc[other.start - 1 : other.name_start])
        person = any(map(is_somebody, base_forms(token.lower_)))
        governed = person and doc[other.start - 1].tag_ in ("IN", "TO") and not titled
        if not governed and (mention.passage, other.head) in cast.meant:
            return other
    for child in token.children:
        if child.dep_ == "appos" and (mention.passage, child.i) in cast.meant:
            return cast.mention_at(mention.passage, child.i)
    if token.dep_ == "appos" and (mention.passage, token.head.i) in cast.meant:
        return cast.mention_at(mention.passage, token.head.i)
    of_one = token.tag_ != "NNS" and token.lower_ not in DOCUMENTS
    end = _after_initials(doc, mention.end)
    if of_one and end < len(doc) and doc[end].text == ",":
        for other in cast.mentions[mention.passage]:
            named = cast.meant.get((mention.passage, other.head))
            if end + 1 == other.start and other.form == "name" and named and named.is_person:
                return other
    return _name_before_verb(cast, mention) or _name_given(cast, mention)


def _is_of_department(office: Token, words: Sequence[Token]) -> bool:
    """Whether what stands between an office and a name is the department: Minister [in the Presidency] Ada Byrd.

    A spokesman on education Ada Byrd is one person, but a spokesman for Senator Ada Byrd is another.
    """
    before, department = words[0].lower_, words[1:]
    if office.tag_ == "NNP" and holds_office(office.lower_) and before == "of":
        return True
    plain = all(t.tag_ in ("NN", "NNS", "JJ", "CC") for t in department) and department[-1].is_lower
    alike = plain if office.is_lower else office.tag_ == "NNP" or plain
    another = is_somebody(department[-1].lower_) or department[-1].lower_.rstrip(".") in HONORIFICS
    return alike and holds_office(office.lower_) and before in ("in", "for", "on") and not another


def bearer_of_titles(cast: Cast, mention: Mention) -> Mention | None:
    """The one person who has a second title too, where the first was taken for a name: Owner and chef [Ada Byrd] said.

    The "and" may join what one title is about: Opposition Rural and Remote Health Critic [Ada Byrd].
    """
    doc = cast.passages[mention.passage].doc
    if mention.form != "name" or text_of(doc[mention.end : mention.end + 1]) != "and":
        return None
    title, first = doc[mention.end - 1], doc[mention.start]
    portfolio = doc[mention.start].lower_ in _BEFORE_PORTFOLIOS
    if not (is_somebody(title.lower_) or portfolio) or title.tag_ not in ("NN", "NNP"):
        return None
    if first.tag_ in ("DT", "PRP$", "CD") or _is_possessor(first) or not portfolio and _is_family_name(cast, mention):
        return None
    for other in cast.mentions[mention.passage]:
        second = doc[mention.end + 1 : other.head]
        bearer = cast.meant.get((other.passage, other.head))
        if bearer is None or not bearer.is_person or not len(second):
            continue
        plain = all(token.tag_ in ("NN", "NNP", "JJ", "HYPH", "VBN", "VBG") for token in second)
        told = any(is_somebody(token.lower_) and not gender_of_given_name(token.lower_) for token in second)
        return other if plain and told else None
    return None


def _is_family_name(cast: Cast, mention: Mention) -> bool:
    """Whether what looks like a title ends a name, or is used as one elsewhere: Tom Baker, Baker."""
    entity = cast.meant.get((mention.passage, mention.head))
    if entity is None:
        return False
    return len(entity.seen) > 1 or len(entity.tokens) > 1 and cast.token(mention).lower_ == entity.tokens[-1]


def _name_given(cast: Cast, mention: Mention) -> Mention | None:
    """The name by which somebody wants to be known: the woman, who asked to be identified only as Maya."""
    token = cast.token(mention)
    clause = next((child for child in token.rights if child.dep_.startswith("acl")), None)
    if clause is None or not is_somebody(token.lower_):
        return None
    for word in clause.subtree:
        if word.ent_type_ == "PERSON" and word.head.lower_ in _IDENTIFIED and preposition_of(word) in ("as", "by"):
            return cast.mention_at(mention.passage, word.i)
    return None


def _name_before_verb(cast: Cast, mention: Mention) -> Mention | None:
    """The name between the clause of a description and its verb: The group that owns the songs, Big Lantern, says."""
    token = cast.token(mention)
    doc, verb = token.doc, token.head.i
    clause = any(child.dep_ in ("acl", "acl:relcl") for child in token.rights)
    if not clause or token.dep_ not in SUBJECTS or verb < 2 or doc[verb - 1].text != ",":
        return None
    for other in cast.mentions[mention.passage]:
        if other.form == "name" and other.end == verb - 1 and doc[other.start - 1].text == ",":
            named = cast.meant.get((other.passage, other.head))
            return other if named is not None and _agrees(token, named) else None
    return None
