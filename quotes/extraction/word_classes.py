"""What words tell of those whom they name: gender, office, body, document.

Lists of our own, for English news; none is complete, and none decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from quotes.text import lexicon

GENDERED = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
ROLE_GENDER = {
    "m": "man father son brother husband uncle nephew grandfather boy king duke prince lord sir widower "
    "businessman congressman chairman spokesman salesman policeman fireman fisherman sportsman gentleman priest "
    "monk bishop imam waiter groom fiance stepfather grandson boyfriend dad grandpa".split(),
    "f": "woman mother daughter sister wife aunt niece grandmother girl actress queen duchess princess lady dame "
    "widow businesswoman congresswoman chairwoman spokeswoman saleswoman policewoman ballerina nun waitress bride "
    "heiress stepmother granddaughter heroine midwife hostess girlfriend mom mum grandma matriarch".split(),
}
NOUN_GENDER = {word: gender for gender, words in ROLE_GENDER.items() for word in words}
TITLE_NOUNS = {
    "dr": "doctor", "prof": "professor", "sen": "senator", "rep": "representative", "gov": "governor",
    "gen": "general", "col": "colonel", "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "maj": "major",
    "adm": "admiral", "cmdr": "commander", "brig": "brigadier", "rev": "reverend", "justice": "judge",
    "cllr": "councillor", "coun": "councillor", "ald": "alderman", "amb": "ambassador", "lieut": "lieutenant",
}  # fmt: skip
KIN = {
    "representative": ("lawmaker", "congressman", "congresswoman", "legislator"),
    "senator": ("lawmaker", "legislator"), "deputy": ("lawmaker",), "mp": ("lawmaker", "legislator"),
    "minister": ("politician",), "spokeswoman": ("spokesperson",), "spokesman": ("spokesperson",),
    "chairwoman": ("chair",), "chairman": ("chair",), "ceo": ("executive",), "judge": ("justice",),
    "physician": ("doctor",), "surgeon": ("doctor",), "attorney": ("lawyer", "counsel"),
    "lawyer": ("attorney", "counsel"), "counsel": ("lawyer", "attorney"),
    "advocate": ("lawyer", "counsel"), "barrister": ("lawyer", "counsel"), "solicitor": ("lawyer",),
    "nominee": ("candidate",), "boss": ("chief",), "secretary": ("minister",), "reporter": ("journalist",),
}  # fmt: skip
ANYBODY = frozenset(
    "man woman boy girl person year-old candidate official former suspect defendant victim star veteran actor "
    "actress singer author writer politician player striker witness nominee mogul billionaire businessman leader "
    "champion medallist winner rival native father mother pensioner teenager youngster accused complainant goalie "
    "quarterback rookie paramedic favourite favorite legend icon ace fan teen hero heroine survivor".split()
)
RELATIVES = frozenset(
    "father mother dad mum mom son daughter brother sister wife husband widow widower uncle aunt nephew niece cousin "
    "grandfather grandmother grandson granddaughter stepfather stepmother fiance fiancee parent boyfriend girlfriend "
    "grandpa grandma".split()
)
"""Words for somebody's relation: "the father" of one person is another."""
BODIES = lexicon.words("body")
NO_GIVEN_NAMES = frozenset(
    "the a an and but or if when while as in on at by for from with of to after before under over like since until "
    "president-elect team anti pro ex said says did does is was has had will would can could should who what why how "
    "democrat republican labour tory mrs mr ms miss his her their its our my your this that these those".split()
)
PARTICLES = lexicon.words("before-name")
PEOPLES = lexicon.words("people")
"""Words for one of a people that are no adjectives: Scot, Dane."""
PLAIN_TITLES = lexicon.words("no-role")
VERBS = frozenset(("VB", "VBD", "VBZ", "VBP", "VBG", "VBN", "MD"))
"""Tags of verbs."""
STOPS = frozenset(".!?")
"""Marks that end a sentence."""
DOCUMENTS = frozenset(
    "statement report letter indictment complaint lawsuit filing document article editorial survey poll study post "
    "release memo book film ad advertisement ruling law bill resolution petition piece clip video tweet email notice "
    "column story analysis paper verdict opinion order brief motion will diary transcript message text note sign "
    "placard banner headline caption song poem speech manifesto constitution treaty agreement spot suit "
    "circular affidavit communique bulletin dossier newsletter leaflet directive advisory "
    "memoir autobiography missive commercial essay judgment judgement decision".split()
)
OF_BODIES = frozenset(("release",))
"""Documents in which a body quotes people."""

EVIDENCE = frozenset(
    "account data email evidence figure file filing log poll polling record research review rule script "
    "source statistic subtitle tape testimony transcript website".split()
)
"""Words for what is cited as a source and is no document of its own."""
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
UNNAMED = frozenset(("a", "an", "one", "some", "several", "many", "few", "two", "three", "four", "another", "no"))
OFFICES = lexicon.words("role")
ABSTRACT = re.compile(r"(?:tion|sion|ment|ness|ity|ism|ship|ure|ance|ence|ing|phone|line|hour|day|year|week|month)$")
_AGED = re.compile(r"\b(\d{1,3}|[a-z]{3,9})[- ]year[- ]old\b", re.IGNORECASE)
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)
NOT_A_NAME = re.compile(r"^\W*$|^(?:January|February|March|July|September|October|November|"
                         r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b|"
                         r"^(?:April|May|June|August)\b(?! [A-Z][a-z])")  # fmt: skip

# What a source does with words: base forms of verbs (and of some adjectives) that announce or precede them.
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
"""The tags of finite verbs."""

ASKING = frozenset("ask wonder ponder inquire enquire query quiz interrogate question".split())
DENYING = frozenset(
    "deny dispute reject dismiss refute rebut rebuff contradict repudiate disavow disown scoff pooh-pooh mock "
    "ridicule deride scorn jeer sneer rubbish contest disbelieve doubt disagree discount debunk quash gainsay bristle "
    "balk baulk retract recant withdraw apologise apologize dispel allay downplay sceptical skeptical doubtful".split()
)
TAKING_BACK = frozenset("retract recant withdraw apologise apologize".split())
DENYING_A_CLAIM = frozenset(
    "slam blast lambast lambaste condemn attack criticise criticize challenge question counter denounce decry hit push "
    "laugh brush shrug wave play shoot knock bat swat take pour cast poke talk bite strike fire clap resist calm "
    "ease scotch squash quell dampen trash bury".split()
)
"""They deny only what a noun of `CLAIMS` names: hit back at claims that …, but hit back that …"""
CRITICISING = frozenset("slam criticise criticize laugh".split())
DENYING_WITH = {"rule": "out", "brush": "aside", "wave": "away", "shrug": "off", "laugh": "off", "play": "down"}
"""Verbs that deny with their particle."""
CLAIMS = frozenset(
    "claim report rumour rumor allegation accusation suggestion idea notion assertion argument charge complaint "
    "contention insinuation implication speculation fear concern worry criticism statement story theory view "
    "proposition premise possibility account finding perception belief myth narrative talk figure hint whisper "
    "conclusion opinion thought thesis testimony".split()
)
REMARKS = frozenset(
    "remark comment forecast warning promise vow pledge boast joke quip slur insult jibe reply apology description "
    "comparison tweet speech interview line quote".split()
)
FALSE = frozenset(
    "false untrue nonsense lie lies wrong baseless unfounded groundless fabricated rubbish invention absurd ridiculous "
    "ludicrous myth hoax fake fiction preposterous malicious".split()
)
QUESTIONS = frozenset(("question", "query"))
NOT_ANSWERING = frozenset(
    "refuse decline fail omit neglect forget avoid refrain resist reluctant unable unwilling loath hesitate dodge duck "
    "sidestep evade deflect ignore silent mum coy tight-lipped noncommittal non-committal evasive stop cease "
    "withhold".split()
)
NO_ANSWERS = frozenset("comment indication answer details detail word hint reply response mention sign clue".split())
ACCEPTING = frozenset(
    "accept believe think agree admit concede acknowledge recognise recognize buy persuade convince concur "
    "swallow".split()
)
CONCEDING = frozenset("accept agree admit concede acknowledge recognise recognize concur".split())
"""Those of `ACCEPTING` that are said aloud."""
NEVER_NEGATED = frozenset("tire hesitate stop cease shy flinch fail forget omit neglect mince help".split())
"""Verbs that say the more strongly what they are not: he never tires of saying …"""
NOT_YET = frozenset("expect likely due set poise plan hope intend want expected ready prepare threaten mean".split())
QUESTION_WORDS = frozenset("whether if how why when where who whom what which whose".split())
WANTING = frozenset(("want", "demand"))
"""Verbs that ask with "to know"."""
NEGATIONS = frozenset(("not", "n't", "n’t", "never", "neither", "nor"))
NOBODY = frozenset(("nobody", "none", "neither", "no-one", "nothing"))
ONLY = frozenset(("only", "merely", "just", "simply"))
CONDITIONAL = frozenset(("would", "could", "might", "may", "should", "can", "must", "ought"))
HABIT = frozenset("always often sometimes usually regularly frequently repeatedly famously invariably".split())
AFTERWARDS = frozenset("later eventually subsequently soon ultimately then".split())
ANNOUNCING = frozenset("reveal confirm disclose report announce".split())
SPEAKING = frozenset(
    "say tell ask add announce answer argue assert claim complain concede confess confirm contend declare deny explain "
    "inform insist maintain mention note observe promise recall remark reply report respond reveal shout state "
    "swear testify warn whisper write admit assure advise call dub describe".split()
)
HEARING = frozenset("hear learn tell inform assure warn advise".split())
CITING = frozenset("quote cite paraphrase echo repeat".split())
NAMING = frozenset("call dub describe".split())
SOURCES = frozenset(
    "source official expert analyst insider witness researcher scientist friend relative predecessor successor "
    "colleague teacher lawyer".split()
)
BESIDES = frozenset(("besides", "beyond", "except", "aside", "apart", "other"))
IRREGULAR = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "heard": "hear", "learnt": "learn",
    "thought": "think", "bought": "buy", "took": "take", "taken": "take", "withdrew": "withdraw",
    "withdrawn": "withdraw", "withheld": "withhold", "struck": "strike", "shook": "shake", "forgot": "forget",
    "forgotten": "forget", "swore": "swear", "sworn": "swear", "shot": "shoot", "bit": "bite", "knew": "know",
    "known": "know", "meant": "mean",
}  # fmt: skip


def age_of(word: str) -> str:
    """An age in figures, from a word or figures, or "": nine, 41."""
    lower = word.lower()
    return str(_NUMBERS.index(lower) + 1) if lower in _NUMBERS else word if word.isdigit() else ""


def age_in(words: str) -> str:
    """The age that a description tells, in figures, or "": the nine-year-old."""
    aged = _AGED.search(words)
    return age_of(aged[1]) if aged else ""


def base_forms(word: str) -> Iterator[str]:
    """The forms of a lower-case word that may be its base form, itself first."""
    yield IRREGULAR.get(word, word)
    for ending, others in (
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield from (stem + other for other in others)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@lru_cache(4096)
def forms(word: str) -> frozenset[str]:
    """The `base_forms` of a word."""
    return frozenset(base_forms(word))


def is_form(word: str, bases: Set[str]) -> bool:
    """Whether a lower-case word is a form of one of some base forms."""
    return not forms(word).isdisjoint(bases)


SOME = frozenset("one some many others most several both neither another everyone nobody someone anyone".split())
"""Words that stand for some of those spoken of."""

EVERYBODY = frozenset("each nobody those whom".split())
"""Words that name no source where nothing is said of whom they mean."""

GESTURES = frozenset(
    "shake nod shrug laugh smile sigh pause grin frown wince chuckle blush hesitate grimace smirk giggle gesture "
    "scowl snort scoff disagree".split()
)
"""Verbs that show somebody who is about to speak."""

WHOLE = frozenset(("both", "each"))
"""Words that stand for all of those spoken of."""

SMALL = frozenset("a an of for from in at with to and his her their its my our s".split())
"""Words of a name or description that say nothing of whom it means."""

PUBLISHED = frozenset(
    "wrote writes written released releases issued issues published publishes posted posts sent sends filed files "
    "delivered delivers tweeted penned authored signed made makes gave gives".split()
)
"""Verbs whose object is a document of their subject."""
