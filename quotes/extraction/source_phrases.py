"""Phrases that name the source of marked words: "in the words of Ada Byrd", "as Byrd put it", "Byrd's claim that".

They are regular, so that what they name goes before what the ranker chooses.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotes.extraction.coref.appositions import preposition_of
from quotes.extraction.cues import SPEECH, TELLING
from quotes.extraction.features import Unit, governing_verb, sentence_around, unit_root
from quotes.extraction.job_titles import is_somebody
from quotes.extraction.masking import CLAUSE
from quotes.extraction.mentions import Mention
from quotes.extraction.syntax import Doc, Token, text_of
from quotes.extraction.word_classes import ASKING, BODIES, CLAIMS, DOCUMENTS, FINITE, NAMING, REMARKS, VERBS, is_form

_SUBJECTS = ("nsubj", "nsubjpass")
_SPEAKING_PRONOUNS = frozenset("he she they i we who".split())
_ANSWERS = frozenset("answer reply response reaction verdict".split())
_LONGEST_ANSWER = 6  # tokens from the words to the noun
_LONGEST_CLAIM = 12  # tokens from "that" to the words
_CALLING = frozenset("put call describe term dub say write note phrase label".split())
_BRANDING = frozenset("call describe dub term label brand hail praise condemn denounce dismiss".split())
_COMMANDING = frozenset("order instruct urge command".split())
_RECALLING = frozenset(("remember", "recollect"))
_LONGEST_OFFICE = 4  # tokens
_TOPICS = frozenset(("of", "about", "on"))
_DASHES = ("—", "–", "―", "-", "--")


def named_source(doc: Doc, unit: Unit) -> int | None:
    """The token that a phrase beside marked words names as their source, or None."""
    if not unit.marked:
        return _subject_of_speech(doc, unit)
    return next((source for rule in _RULES if (source := rule(doc, unit)) is not None), None)


def _subject_of_speech(doc: Doc, unit: Unit) -> int | None:
    """The subject of a verb of speech with a relative clause between, whose clause this is: the man, who …, said."""
    root = unit_root(doc, unit)
    verb = root.head
    if root.dep_ != "ccomp" or not verb.i < unit.start or verb.lower_ not in SPEECH or verb.tag_ not in FINITE:
        return None
    subject = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    if subject is not None and subject.lower_ == "who" and verb.dep_.startswith("acl"):
        return subject.i  # a student who said it was so
    told = subject is not None and is_somebody(subject.lower_) and subject.tag_ == "NN"
    if subject is None or not told or not any(c.dep_.startswith("acl") for c in subject.rights):
        return None
    return subject.i


def subject_of_sentence(doc: Doc, unit: Unit) -> int | None:
    """The token of the subject of the nearest verb that governs marked words, or None.

    That of a participle or a second verb is the subject of the main verb: after saying it was “vile”, he left.
    """
    if len(doc[unit.start].sent) <= unit.end - unit.start + 1:
        return None
    root = unit_root(doc, unit)
    for verb in (root, *root.ancestors):
        subject = next((c for c in verb.lefts if c.dep_ in _SUBJECTS and c.tag_ != "EX"), None)
        if subject is not None and not unit.start <= subject.i < unit.end and verb.i != root.i:
            return subject.i
    return None


def may_speak(doc: Doc, mention: Mention) -> bool:
    """Whether a subject can be somebody who speaks: somebody named, a person, a body, a document."""
    word = doc[mention.head].lower_
    if mention.form == "description":
        singular = word.removesuffix("s")
        return is_somebody(word) or is_somebody(singular) or word in BODIES or singular in DOCUMENTS
    named = mention.form == "name" and mention.label != "MISC" and doc[mention.start].tag_ != "CD"  # six Orthodox
    return named or word in _SPEAKING_PRONOUNS


def _who_put_it(doc: Doc, unit: Unit) -> int | None:
    """Who is said to have put it so: as Ada Byrd put it in a letter, “a mill”; “a mill,” as Byrd called it."""
    sentence = sentence_around(doc, unit)
    for token in sentence:
        if token.lower_ != "as":
            continue
        verb = next((t for t in doc[token.i + 1 : sentence.end] if t.tag_ in FINITE or t.is_punct), None)
        if verb is None or not is_form(verb.lower_, _CALLING):
            continue
        subject = next((c for c in verb.lefts if c.dep_ in _SUBJECTS and c.i > token.i), None)
        after = text_of(doc[verb.i + 1 : verb.i + 2]).lower()
        put = after in ("it", "them", "him", "her") or verb.i + 1 < len(doc) and doc[verb.i + 1].is_punct
        if subject is None or not put:
            continue
        between = doc[verb.i + 1 : unit.start] if verb.i < unit.start else doc[unit.end : token.i]
        if len(between) < _LONGEST_CLAIM and not any(t.tag_ in FINITE for t in between):
            return int(subject.i)
    return None


def _subject_of_participle(doc: Doc, unit: Unit) -> int | None:
    """Who speaks by a participle: Byrd hears [her mother] telling her, “Come in.”; film of [Li] saying then, “Stop!”"""
    verb = next((t for t in reversed(doc[max(0, unit.start - _LONGEST_CLAIM) : unit.start]) if t.tag_ in VERBS), None)
    if not unit.utterance or verb is None or verb.tag_ != "VBG" or verb.lower_ not in SPEECH or verb.dep_ != "acl":
        return None
    outer = governing_verb(verb.head)
    if outer is not None and (outer.lower_ in SPEECH or is_form(outer.lower_, _RECALLING)):
        return None  # Byrd remembered her mother saying, “Come in.”
    beside = all(t.is_punct or t.tag_ == "PRP" for t in doc[verb.i + 1 : unit.start])
    return verb.head.i if beside or verb.head.ent_type_ == "PERSON" else None


def _subject_with_participle(doc: Doc, unit: Unit) -> int | None:
    """Who speaks beside the main clause: the crew left, with [one hand] claiming that it was “vile”."""
    verb = next((v for v in unit_root(doc, unit).ancestors if v.tag_ in VERBS and v.i < unit.start), None)
    if verb is None or verb.tag_ != "VBG" or verb.lower_ not in SPEECH or verb.dep_ != "acl":
        return None
    return verb.head.i if any(c.lower_ == "with" for c in verb.head.lefts) else None


def _subject_of_claim(doc: Doc, unit: Unit) -> int | None:
    """Who said what somebody else denies: Byrd shrugged off reports that [Li] had called her “a nuisance”."""
    for verb in doc[unit.start].ancestors:
        if verb.dep_ in ("acl", "ccomp") and is_form(verb.head.lower_, CLAIMS):
            subject = next((c for c in verb.lefts if c.dep_ == "nsubj" and c.ent_type_ == "PERSON"), None)
            says = verb.lower_ in SPEECH or is_form(verb.lower_, NAMING)
            outer = governing_verb(verb.head)
            told = outer is None or outer.lower_ in SPEECH
            return subject.i if subject is not None and says and not told else None
    return None


def _author_of_claim(doc: Doc, unit: Unit) -> int | None:
    """Whose claim it is that has the words: doubted [Byrd]’s claim that it was “so”, [her] angry “mill” remark."""
    noun = next((t for t in doc[unit.end : unit.end + 2] if t.tag_ in ("NN", "NNS")), None)
    words = (t for t in reversed(doc[max(0, unit.start - _LONGEST_ANSWER) : unit.start]) if not t.is_quote)
    before = next((t for t in words if t.tag_ != "JJ"), None)
    if (
        noun is not None
        and before is not None
        and before.tag_ in ("POS", "PRP$")
        and is_form(noun.lower_, CLAIMS | REMARKS)
    ):
        return before.i if before.tag_ == "PRP$" else before.head.i
    for that in reversed(doc[max(doc[unit.start].sent.start + 1, unit.start - _LONGEST_CLAIM) : unit.start]):
        claim = that.nbor(-1)
        if that.lower_ == "that" and is_form(claim.lower_, CLAIMS):
            outer = governing_verb(claim)
            told = outer is not None and outer.lower_ in SPEECH and claim.dep_ not in _SUBJECTS
            told |= outer is not None and is_form(outer.lower_, NAMING)  # calling Byrd's claim that it was so “a joke”
            return None if told else _possessor(claim)
    return None


def _possessor(noun: Token) -> int | None:
    owners = (c for c in noun.lefts if c.tag_ == "PRP$" or any(d.tag_ == "POS" for d in c.rights))
    return next((c.i for c in owners), None)


def _author_of_answer(doc: Doc, unit: Unit) -> int | None:
    """Whose answer the words are: “Never!” was the answer of one visitor; Byrd's answer was printed there: “Never!”"""
    if doc[unit.start - 1 : unit.start] and doc[unit.start - 1].text == ":":
        before = doc[doc[unit.start - 1].sent.start : unit.start - 1]
        given = next((t for t in before if t.lower_ in _ANSWERS and t.dep_ in (*_SUBJECTS, "ROOT")), None)
        return _possessor(given) if given is not None else None
    answer = next((t for t in doc[unit.end : unit.end + _LONGEST_ANSWER] if t.lower_ in _ANSWERS), None)
    if answer is None or not any(t.lower_ in ("was", "is", "came") for t in doc[unit.end : answer.i]):
        return None
    return next(
        (c.i for c in answer.rights if c.dep_ == "nmod" and any(d.lower_ in ("of", "from") for d in c.lefts)), None
    )


def _whose_words(doc: Doc, unit: Unit) -> int | None:
    """In whose words it is: in the words of Ada Byrd, it is “a mill”."""
    for token in sentence_around(doc, unit):
        if token.lower_ == "words" and {"in", "the"} <= {child.lower_ for child in token.lefts}:
            return next((c.i for c in token.rights if c.dep_ == "nmod" and preposition_of(c) == "of"), None)
    return None


def _agent_of_telling(doc: Doc, unit: Unit) -> int | None:
    """Who told somebody: she was told by [the coxswain], Jack Storm, that it was “a mill”."""
    for told in reversed(doc[max(doc[unit.start].sent.start, unit.start - _LONGEST_CLAIM) : unit.start]):
        if told.tag_ in FINITE:
            return None
        if told.lower_ in TELLING and any(child.dep_ == "auxpass" for child in told.lefts):
            before = (c.i for c in told.rights if preposition_of(c) == "by" and c.i < unit.start)
            return next(before, None) or _agent_after(doc, unit)
    return None


def _agent_after(doc: Doc, unit: Unit) -> int | None:
    """The agent right behind a fragment: he was told to “go home” by [the judge]."""
    behind = next((t for t in doc[unit.end : unit.end + 2] if not t.is_quote), None)
    if behind is None or behind.lower_ != "by" or unit.utterance:
        return None
    return behind.head.i if behind.dep_ == "case" and behind.head.i > behind.i else None


def _agent_of_naming(doc: Doc, unit: Unit) -> int | None:
    """Who called somebody so: he was described by [Byrd] as “a mill”, he was branded “a mill” by [Byrd]."""
    for verb in reversed(doc[max(doc[unit.start].sent.start, unit.start - _LONGEST_CLAIM) : unit.start]):
        if verb.tag_ in FINITE and verb.dep_ != "auxpass":
            return None
        if is_form(verb.lower_, _BRANDING) and any(child.dep_ == "auxpass" for child in verb.lefts):
            return next(
                (c.i for c in verb.rights if preposition_of(c) == "by" and not unit.start <= c.i < unit.end), None
            )
    return None


def _according_to(doc: Doc, unit: Unit) -> int | None:
    """Who tells of what somebody said: According to [the indictment], Byrd told him, “Come in.”"""
    first = doc[unit.start].sent.start
    if [t.lower_ for t in doc[first : first + 2]] != ["according", "to"]:
        return None
    head = next((t for t in doc[first + 2 : unit.start] if preposition_of(t) in ("according", "to")), None)
    return head.i if head is not None else None


def _subject_after_participle(doc: Doc, unit: Unit) -> int | None:
    """Who speaks in a participle before the main clause: after saying it was “vile”, [she] left."""
    sentence = sentence_around(doc, unit)
    verb = next((t for t in doc[sentence.start : unit.start] if t.tag_ in VERBS), None)
    if verb is None or verb.tag_ != "VBG" or verb.lower_ not in SPEECH or verb.i - sentence.start > 1:
        return None
    commas = (t.i for t in doc[unit.end : sentence.end] if t.text == ",")
    main = next(commas, None)
    return next((t.i for t in doc[main : sentence.end] if t.dep_ in _SUBJECTS), None) if main is not None else None


def _signatory(doc: Doc, unit: Unit) -> int | None:
    """Whose name ends the line, behind a dash: “It was a mill.” — Ada Byrd."""
    dash = next((t for t in doc[unit.end : unit.end + 3] if not t.is_quote and t.text not in ".,"), None)
    if dash is None or dash.text not in _DASHES or dash.i + 1 == len(doc) or doc[dash.i + 1].ent_type_ != "PERSON":
        return None
    end = next((t.i for t in doc[dash.i + 1 :] if t.ent_type_ != "PERSON"), len(doc))
    ends = end == len(doc) or doc[end].text == CLAUSE or doc[end].is_punct and end + 1 == len(doc)
    return dash.i + 1 if ends else None


_RULES = (
    _signatory,
    _who_put_it,
    _subject_of_participle,
    _subject_with_participle,
    _according_to,
    _agent_of_telling,
    _agent_of_naming,
    _subject_of_claim,
    _author_of_claim,
    _author_of_answer,
    _whose_words,
    _subject_after_participle,
)


def named_after_topic(doc: Doc, mentions: Sequence[Mention], unit: Unit, chosen: Mention) -> Mention | None:
    """Who speaks of a topic that was taken for the source: Of Byrd, [Lund], who knew her, said: “A mill.”"""
    opens = chosen.start > 0 and doc[chosen.start - 1].is_sent_start and doc[chosen.start - 1].lower_ in _TOPICS
    if not opens or chosen.end >= unit.start or doc[chosen.end].text != ",":
        return None
    return next((m for m in mentions if m.start == chosen.end + 1 and may_speak(doc, m)), None)


def named_after_label(doc: Doc, mentions: Sequence[Mention], unit: Unit, chosen: Mention) -> Mention | None:
    """Who is said to speak behind the words, where a label was taken for the source: RATES: “Up,” Byrd said."""
    if text_of(doc[chosen.end : chosen.end + 1]) != ":" or chosen.start > 0 or chosen.label == "PERSON":
        return None
    beside = (m for m in mentions if m.label == "PERSON" and unit.end <= m.start <= unit.end + 1)
    says = any(t.lower_ in SPEECH and t.tag_ in FINITE for t in doc[unit.end : sentence_around(doc, unit).end])
    return next(beside, None) if says else None


def named_after_office(doc: Doc, mentions: Sequence[Mention], chosen: Mention) -> Mention | None:
    """Whose two offices stand before the name, where the first was taken for another: novelist and poet [Ada Byrd]."""
    first, after = doc[chosen.head], chosen.end + 1
    if chosen.form != "description" or first.tag_ == "NNS" or text_of(doc[chosen.end : after]) != "and":
        return None
    named = (m for m in mentions if m.form == "name" and m.label == "PERSON" and m.name_start > after)
    person = next(named, None)
    second = doc[after : person.name_start] if person is not None else ()
    if not 0 < len(second) <= _LONGEST_OFFICE or any(t.is_punct or t.tag_ in ("DT", "PRP$", *FINITE) for t in second):
        return None
    told = is_somebody(first.lower_) and (second[-1].tag_[0] in "NJ" or is_somebody(second[-1].lower_))
    return person if told and (doc[chosen.start].tag_ not in ("DT", "PRP$") or second[0].is_lower) else None


def named_as_asked(doc: Doc, mentions: Sequence[Mention], unit: Unit, chosen: Mention) -> Mention | None:
    """Who was asked in a sentence before an answer, where who asks was taken for its source: Byrd asked [Li]. “Yes.”"""
    verb = doc[chosen.head].head
    asks = doc[chosen.head].dep_ == "nsubj" and is_form(verb.lower_, ASKING) and verb.i < unit.start
    if not (unit.utterance and asks and any(t.text == "." for t in doc[verb.i : unit.start])):
        return None
    asked = next((c.i for c in verb.rights if c.dep_ in ("dobj", "iobj")), None)
    return next((m for m in mentions if m.head == asked and m.form in ("name", "pronoun")), None)


def is_addressed(doc: Doc, unit: Unit, chosen: Mention) -> bool:
    """Whether a fragment is what a subject was told to do by others: [Byrd] was told to “stop passing the buck”."""
    after = doc[doc[chosen.head].head.i + 1 : unit.start]
    plain = bool(after) and after[0].lower_ == "to" and all(t.is_quote or t.tag_ in ("TO", "VB") for t in after)
    return is_told(doc[chosen.head]) and not unit.utterance and plain


def is_told(subject: Token) -> bool:
    """Whether a subject is told or ordered something."""
    verb = subject.head
    return subject.dep_ == "nsubjpass" and (verb.lower_ in TELLING or is_form(verb.lower_, _COMMANDING))


def named_before_apposition(doc: Doc, mentions: Sequence[Mention], chosen: Mention) -> Mention | None:
    """The name that opens a sentence, where the end of its apposition was taken for the subject.

    For example [Ada Byrd], a dean of arts at the college, sees it as “a mill”: the college sees nothing.
    """
    verb = next((t for t in doc[chosen.end + 1 : chosen.end + 3] if t.tag_ not in ("RB",)), None)
    if verb is None or doc[chosen.end].text != "," or verb.tag_ not in FINITE:
        return None
    start = doc[chosen.head].sent.start
    for name in mentions:
        opens = name.form == "name" and start <= name.start <= start + 1 and name.end < chosen.start
        if opens and doc[name.end].text == "," and doc[start].tag_ not in ("IN", "TO"):
            apposition = doc[name.end : chosen.end]
            return None if any(t.tag_ in FINITE for t in apposition) else name
    return None
