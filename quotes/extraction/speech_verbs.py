"""Verbs and nouns that announce reported speech, and who is the source of what they announce."""

from __future__ import annotations

from quotes.extraction.clauses import COMMON_NOUNS, RELATIVE_TAGS, SUBJECTS, sentence_start
from quotes.extraction.cues import SHOWING, SPEECH, THOUGHT
from quotes.extraction.features import SOURCE
from quotes.extraction.syntax import Token, text_of
from quotes.extraction.word_classes import (
    ASKING,
    CLAIMS,
    CONCEDING,
    DENYING,
    DENYING_A_CLAIM,
    FINITE,
    NOT_ANSWERING,
    QUESTIONS,
    REMARKS,
    is_form,
)

LIKELY = 0.5
"""The probability of a role from which it is likely."""

LIKELY_CUE = 0.3
"""The probability from which a word is taken for a cue."""

LIKELY_SOURCE = 0.3
"""The probability from which a subject is taken for a source."""

_CERTAIN_SOURCE = 0.8

LONGEST_HEARER = 5  # words
"""The most words between a verb and what it announces: who was told, or asked."""

_MOST_VERBS = 3
_EVIDENCE = frozenset(
    "video videos footage image images photo photos photograph photographs picture pictures graphic test tests scan "
    "scans camera cameras sample samples evidence trace traces clip clips screenshot screenshots map maps telescope "
    "telescopes radar satellite satellites sensor sensors".split()
)
_STUDIES = frozenset("study research poll survey analysis report review audit inquiry investigation".split())
_NAMING_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))
SAYING = frozenset(("say", "says", "said", "saying"))
"""Forms of "say"."""

_WITH_OBJECTS = frozenset("criticise criticize accuse describe condemn praise denounce attack slam".split())
_ANSWERING = DENYING | NOT_ANSWERING | CONCEDING | DENYING_A_CLAIM
MAKING = frozenset(("make", "makes", "made", "making"))
"""Forms of "make": made it clear that …, made the case that …"""

_CLEAR = frozenset(("clear", "plain", "known"))
_WITH_CLAUSES = frozenset(
    "say argue insist contend allege report claim conclude predict estimate warn assert reiterate caution stress "
    "maintain testify acknowledge concede".split()
)
NO_CLAUSE = frozenset("nothing something anything everything what little more things".split())
"""Words after a verb of speech that are its object: said nothing that …"""


def announces(cue: Token, source: Token) -> bool:
    """Whether a word may announce reported speech: a form of a verb of speech, or a claim.

    source: the head of what is said to speak. What a video or a test shows is no speech.
    """
    if cue.lower_ in THOUGHT and cue.lower_ not in SPEECH and not is_form(cue.lower_, DENYING):
        return cue.lower_ in MAKING and any(c.lower_ in _CLEAR for c in cue.rights)
    if is_form(cue.lower_, _WITH_OBJECTS):
        return False
    if cue.tag_ in COMMON_NOUNS and not is_form(cue.lower_, CLAIMS | REMARKS | QUESTIONS):
        return False
    if cue.tag_[0] == "V" and cue.lower_ not in SPEECH and not is_form(cue.lower_, _ANSWERING):
        return False
    return not (cue.lower_ in SHOWING and source.lower_ in _EVIDENCE)


def says(verb: Token) -> bool:
    """Whether a verb can only announce a clause: allege, but not find."""
    return is_form(verb.lower_, _WITH_CLAUSES) and verb.tag_[0] == "V"


def states(verb: Token) -> bool:
    """Whether a verb can only announce what somebody says, denies or does not concede."""
    if verb.lower_ in SPEECH:
        return verb.lower_ not in SHOWING
    is_negated = any(c.dep_ == "neg" for c in verb.lefts)
    return is_form(verb.lower_, DENYING) or is_negated and is_form(verb.lower_, CONCEDING)


def reports_study(verb: Token, subject: Token | None) -> bool:
    """Whether a verb with this subject says what a study found."""
    return verb.lower_ in SHOWING and subject is not None and is_form(subject.lower_, _STUDIES)


def subject_of(verb: Token) -> Token | None:
    """Who does what a verb says, its own subject or that of the verb it is joined to or completes; or who was asked."""
    is_asked = is_form(verb.lower_, ASKING)
    for _ in range(_MOST_VERBS):
        subject = next((c for c in verb.lefts if c.dep_ in SUBJECTS), None)
        if subject is not None and (subject.dep_ == "nsubj" or is_asked and subject.dep_ == "nsubjpass"):
            if (named := _name_before(verb, subject)) is not None:
                return named
            if subject.lower_ == "neither" and subject.i > 0 and subject.nbor(-1).tag_ in _NAMING_TAGS:
                return subject.nbor(-1)  # Dorn neither confirmed nor denied that it was so
            return subject
        if subject is not None:
            return None
        if (lost := _lost_subject(verb)) is not None:
            return lost
        if verb.tag_ == "VBG" and verb.dep_ == "acl" and any(c.lower_ == "with" for c in verb.head.lefts):
            return verb.head  # with the ministry adding that it was so
        participle = verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i > 0 and verb.nbor(-1).text == ","
        joined = verb.dep_ in ("conj", "xcomp") or participle
        if not joined or verb.head.i == verb.i or verb.head.lower_ == "let":
            return None
        verb = verb.head
    return None


def _name_before(verb: Token, subject: Token) -> Token | None:
    """The name in apposition right before a verb, where it and not the subject is taken for a source."""
    if verb.i - 2 <= subject.i or verb.nbor(-1).text != ",":
        return None
    name, source = verb.nbor(-2), verb.doc.roles[:, SOURCE]
    is_likelier = source[name.i] > LIKELY > LIKELY_SOURCE > source[subject.i]
    return name if name.dep_ == "appos" and name.tag_ in ("NNP", "NNPS") and is_likelier else None


def _lost_subject(verb: Token) -> Token | None:
    """The subject of a verb of speech that the parse gives to another verb: Lund, whose firm was sold, said it was so.

    Commas enclose what stands between them: a relative clause or an apposition.
    """
    doc = verb.doc
    if verb.tag_ not in FINITE or verb.lower_ not in SPEECH or verb.i < 2 or doc[verb.i - 1].text != ",":
        return None
    start = sentence_start(doc, verb.i)
    comma = next((t.i for t in reversed(doc[start : verb.i - 1]) if t.text == ","), start)
    noun, first, last = doc[comma - 1], doc[comma + 1], doc[verb.i - 2]
    if comma == start or noun.tag_ not in _NAMING_TAGS:
        return None
    if first.tag_ in RELATIVE_TAGS:
        misread = noun.dep_ in SUBJECTS and comma < noun.head.i < verb.i
        return noun if misread or noun.dep_ == "conj" and noun.head.tag_[0] == "V" else None
    return last if last.dep_ == "appos" and last.head.i == noun.i and noun.dep_ == "conj" else None


def is_likely_source(subject: Token, verb: Token | None = None) -> bool:
    """Whether a subject is likely to be a source; of a verb that can only announce, also where nothing else is."""
    source = subject.doc.roles[:, SOURCE]
    if source[subject.i] > (LIKELY if subject.lower_ == "it" else LIKELY_SOURCE):
        return True
    pronoun = (
        subject.doc[subject.i + 2 : subject.i + 3] if text_of(subject.doc[subject.i + 1 : subject.i + 2]) == "," else ()
    )
    if any(word.tag_ in RELATIVE_TAGS and source[word.i] > LIKELY for word in pronoun):
        return True  # a second delegate, who …, said
    if verb is not None and reports_study(verb, subject):
        return True
    if verb is None or not says(verb) or subject.i > verb.i or subject.tag_ not in _NAMING_TAGS:
        return False
    start = sentence_start(subject.doc, verb.i)
    comma = next((t.i for t in reversed(subject.doc[start : subject.i]) if t.text in (",", ";")), start)
    end = verb.i + 1
    if verb.nbor(-1).text == ",":  # what commas enclose after the subject names no other source
        end = next((t.i for t in subject.doc[subject.i : verb.i - 1] if t.text == ","), end)
        if any(source[t.i] > _CERTAIN_SOURCE and not t.is_punct for t in subject.doc[end : verb.i]):
            return False
    return bool(source[comma:end].max() < LIKELY_SOURCE)
