"""What words tell of those whom they name: gender, office, body, document.

Lists of our own, for English news; none is complete, and none decides alone.
"""

from __future__ import annotations

import re

from quotes.text import lexicon

GENDERED = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
ROLE_GENDER = {
    "m": "man father son brother husband uncle nephew grandfather boy actor king duke prince lord sir widower "
    "businessman congressman chairman spokesman salesman policeman fireman fisherman sportsman gentleman priest "
    "monk bishop imam waiter groom fiance stepfather grandson".split(),
    "f": "woman mother daughter sister wife aunt niece grandmother girl actress queen duchess princess lady dame "
    "widow businesswoman congresswoman chairwoman spokeswoman saleswoman policewoman ballerina nun waitress bride "
    "heiress stepmother granddaughter heroine midwife hostess".split(),
}
NOUN_GENDER = {word: gender for gender, words in ROLE_GENDER.items() for word in words}
TITLE_NOUNS = {
    "dr": "doctor", "prof": "professor", "sen": "senator", "rep": "representative", "gov": "governor",
    "gen": "general", "col": "colonel", "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "maj": "major",
    "adm": "admiral", "cmdr": "commander", "brig": "brigadier", "rev": "reverend", "justice": "judge",
    "cllr": "councillor",
}  # fmt: skip
KIN = {
    "representative": ("lawmaker", "congressman", "congresswoman", "legislator"),
    "senator": ("lawmaker", "legislator"), "deputy": ("lawmaker",), "mp": ("lawmaker", "legislator"),
    "minister": ("politician",), "spokeswoman": ("spokesperson",), "spokesman": ("spokesperson",),
    "chairwoman": ("chair",), "chairman": ("chair",), "ceo": ("executive",), "judge": ("justice",),
    "physician": ("doctor",), "surgeon": ("doctor",), "attorney": ("lawyer",), "lawyer": ("attorney",),
    "nominee": ("candidate",), "boss": ("chief",), "secretary": ("minister",), "reporter": ("journalist",),
}  # fmt: skip
ANYBODY = frozenset(
    "man woman boy girl person year-old candidate official former suspect defendant victim star veteran actor "
    "actress singer author writer politician player striker witness nominee mogul billionaire businessman leader "
    "champion medallist winner rival native father mother pensioner teenager youngster".split()
)
RELATIVES = frozenset(
    "father mother dad mum mom son daughter brother sister wife husband widow widower uncle aunt nephew niece cousin "
    "grandfather grandmother grandson granddaughter stepfather stepmother fiance fiancee parent".split()
)
"""Words for somebody's relation: "the father" of one person is another."""
BODIES = lexicon.words("body")
NO_GIVEN_NAMES = frozenset(
    "the a an and but or if when while as in on at by for from with of to after before under over like since until "
    "president-elect team anti pro ex said says did does is was has had will would can could should who what why how "
    "democrat republican labour tory mrs mr ms miss his her their its our my your this that these those".split()
)
PARTICLES = lexicon.words("before-name")
PLAIN_TITLES = lexicon.words("no-role")
DOCUMENTS = frozenset(
    "statement report letter indictment complaint lawsuit filing document article editorial survey poll study post "
    "release memo book film ad advertisement ruling law bill resolution petition piece clip video tweet email notice "
    "column story analysis paper verdict opinion order brief motion will diary transcript message text note sign "
    "placard banner headline caption song poem speech manifesto constitution treaty agreement spot".split()
)
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
UNNAMED = frozenset(("a", "an", "one", "some", "several", "many", "few", "two", "three", "four", "another", "no"))
OFFICES = lexicon.words("role")
ABSTRACT = re.compile(r"(?:tion|sion|ment|ness|ity|ism|ship|ure|ance|ence|ing|phone|line|hour|day|year|week|month)$")
AGED = re.compile(r"\b(\d{1,3})[- ]year[- ]old\b")
NOT_A_NAME = re.compile(r"^\W*$|^(?:January|February|March|April|May|June|July|August|September|October|November|"
                         r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")  # fmt: skip
