"""Which words are forms of one word, negations or numbers. English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from quotes.checker.tokens import CURRENCIES

NEGATIVE = frozenset(
    """
    not n't no never nobody noone none nothing nowhere neither nor without hardly barely scarcely rarely seldom cannot
    nay aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt mustnt shouldnt wasnt werent wont wouldnt
    """.split()
)
FUNCTION = frozenset(
    """
    a an the and or but nor so of to in on at by for from with as into about over after before than then that this these
    those it its it's he him his she her hers they them their we us our you your i me my mine who whom which what when
    where why how there here is are was were be been being am do does did done have has had having will would shall
    should can could may might must if not n't 's 're 've 'll 'm 'd no yes all any some very just also too up out off
    more most such only own same other because while through between both each few because until against during
    """.split()
)
# Before "to" they negate: "refused to sign".
REFUSING = frozenset(
    """
    fail fails failed failing refuse refuses refused refusing decline declines declined declining neglect neglects
    neglected neglecting
    """.split()
)
# What they govern is no statement of the speaker: "I deny that …", "it is a lie that …", "they claim that …".
DOUBTING = REFUSING | frozenset(
    """
    deny denies denied denying doubt doubts doubted doubting dispute disputes disputed disputing reject rejects rejected
    false untrue lie myth hoax rumour rumor rumours rumors pretend pretends pretended pretending wish wishes wished
    claim claims claimed allege alleges alleged allegedly supposedly accuse accuses accused
    """.split()
)
SAYING = frozenset("say says said think thinks thought believe believes believed argue argues argued".split())
OTHERS = frozenset("they people critics opponents some others many everyone everybody someone somebody".split())
ONLY = frozenset("only just merely simply".split())
LIMITING = (
    *(("but",), ("unless",), ("if",), ("except",), ("provided",), ("providing",), ("although",), ("though",)),
    *(("until",), ("only", "if"), ("only", "when"), ("as", "long", "as"), ("so", "long", "as"), ("assuming",)),
    *(("and", "not"), ("whether", "or", "not"), ("on", "condition"), ("on", "the", "condition"), ("even", "though")),
    *(("even", "if"), ("depending", "on"), ("except", "for"), ("other", "than"), ("in", "case"), ("when", "and", "if")),
    *(("never",), ("without",), ("no", "longer"), ("no", "more")),
    *(
        (preposition, negation)
        for preposition in "under by at in on for from of with to about".split()
        for negation in "no nobody none nothing neither".split()
    ),
)
# The auxiliaries that come and go with "not", or with a tense.
AUXILIARY = frozenset(
    "do does did have has had be is are was were am been being will would 'll 'd 're 've 'm 's".split()
)
MODAL = frozenset("can could may might must shall should".split())
# The auxiliaries of another form of the verb that follows.
TENSES = frozenset("had has have 'd 've do does did".split())
CONDITIONAL = frozenset("if unless".split())
CONCESSIVE = frozenset("though although".split())
_FORMS = """
    be am is are was were been being 'm 're | have has had having 've | do does did done doing | will would 'll wo |
    can could ca | may might | shall should sha | go goes went gone going | get gets got gotten | say says said |
    make makes made | know knows knew known | think thinks thought | take takes took taken | see sees saw seen |
    come comes came | give gives gave given | find finds found | tell tells told | become becomes became |
    leave leaves left | feel feels felt | bring brings brought | begin begins began begun | keep keeps kept |
    hold holds held | write writes wrote written | stand stands stood | hear hears heard | mean means meant |
    meet meets met | run runs ran | pay pays paid | sit sits sat | speak speaks spoke spoken | lie lies lay lain |
    lead leads led | grow grows grew grown | lose loses lost | fall falls fell fallen | send sends sent |
    build builds built | understand understands understood | draw draws drew drawn | break breaks broke broken |
    spend spends spent | rise rises rose risen | drive drives drove driven | buy buys bought | wear wears wore worn |
    choose chooses chose chosen | win wins won | teach teaches taught | catch catches caught | fight fights fought |
    sell sells sold | seek seeks sought | throw throws threw thrown | show shows showed shown | eat eats ate eaten |
    deal deals dealt | forget forgets forgot forgotten | steal steals stole stolen | sing sings sang sung |
    sleep sleeps slept | shake shakes shook shaken | hide hides hid hidden | strike strikes struck |
    swear swears swore sworn | tear tears tore torn | wake wakes woke woken | bite bites bit bitten |
    fly flies flew flown | forgive forgives forgave forgiven | freeze freezes froze frozen | ride rides rode ridden |
    ring rings rang rung | shoot shoots shot | sink sinks sank sunk | swim swims swam swum | bind binds bound |
    feed feeds fed | bleed bleeds bled | breed breeds bred | cling clings clung | creep creeps crept | dig digs dug |
    flee flees fled | fling flings flung | grind grinds ground | hang hangs hung | light lights lit |
    man men | woman women | child children | person people | foot feet | tooth teeth | mouse mice | life lives |
    wife wives | half halves | leaf leaves | self selves | good better best | bad worse worst | this these | that
    those | much more most | little less least | far further furthest farther | i me my mine | he him his | she her
    hers | we us our ours | they them their theirs | who whom whose | 's is has | 'd would had | a an | not n't |
    all right alright | ok okay | toward towards | gray grey | program programme | plough plow | whilst while |
    amongst among | judgement judgment | ageing aging | skilful skillful | fulfil fulfill | fulfils fulfills | enrol
    enroll | instalment installment | sceptic skeptic | sceptical skeptical | scepticism skepticism | cosy cozy |
    mould mold | jewellery jewelry | tyre tire | tyres tires | aluminium aluminum | manoeuvre maneuver | pyjamas
    pajamas | cheque check | cheques checks | kerb curb | defence defense | offence offense | licence license |
    pretence pretense | practise practice
"""
_GROUPS: dict[str, set[int]] = {}
for _number, _group in enumerate(_FORMS.split("|")):
    for _form in _group.split():
        _GROUPS.setdefault(_form, set()).add(_number)
_SUFFIXES = ("ies", "ied", "ier", "iest", "ing", "est", "ed", "es", "er", "en", "s", "d", "r", "n", "st")
_ENDINGS = {"ies": "y", "ied": "y", "ier": "y", "iest": "y"}
_SPELLINGS = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("isi", "izi"),
    ("yse", "yze"),
    ("our", "or"),
    ("ogue", "og"),
    ("tre", "ter"),
    ("bre", "ber"),
)
OPPOSING = ("un", "in", "im", "il", "ir", "dis", "non", "anti")

_SPOKEN = {
    "gonna": ("going", "to"), "wanna": ("want", "to"), "gotta": ("got", "to"), "hafta": ("have", "to"),
    "kinda": ("kind", "of"), "sorta": ("sort", "of"), "outta": ("out", "of"), "lotta": ("lot", "of"),
    "gimme": ("give", "me"), "lemme": ("let", "me"), "dunno": ("do", "not", "know"), "cause": ("because",),
    "cos": ("because",), "coz": ("because",), "em": ("them",), "til": ("until",), "till": ("until",),
    "ya": ("you",), "y'all": ("you", "all"), "yeah": ("yes",), "goin": ("going",), "nothin": ("nothing",),
}  # fmt: skip
_UNITS = dict(
    zip(
        """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen
        """.split(),
        range(20),
        strict=True,
    )
)
_ORDINALS = dict(
    zip(
        """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth
        """.split(),
        range(1, 20),
        strict=True,
    )
)
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_ORDINALS |= {word.removesuffix("y") + "ieth": number for word, number in _TENS.items()}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SCALES |= {f"{word}s": number for word, number in _SCALES.items()}
_SUFFIXED = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_OTHERS = {
    "half", "quarter", "quarters", "thirds", "twice", "once", "thrice", "double", "triple", "percent", "minus",
    "doubled", "tripled", "halved", *_SUFFIXED, *CURRENCIES,
}  # fmt: skip
_CURRENCY_WORDS = {
    "dollar": "$", "dollars": "$", "pound": "£", "pounds": "£", "euro": "€", "euros": "€", "cent": "¢", "cents": "¢",
    "yen": "¥", "rupee": "₹", "rupees": "₹", "rouble": "₽", "roubles": "₽", "shekel": "₪", "shekels": "₪",
}  # fmt: skip
_MONTHS = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
    """.split()
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DIGITS = re.compile(r"((?:\d{1,3}(?:,\d{3})+|\d+)?(?:(?<!,)\.\d+)?)(st|nd|rd|th|k|mn?|bn|tn)?")
_THOUSANDS = re.compile(r"(?<![\d.,/])(?<!\d )\d{1,3}(?: \d{3})+(?![\d.,/])")
# Words that are numbers only next to, or instead of, another number.
_WEAK = frozenset("one ones first second once quarter third m k".split())


def written_out(keys: Sequence[str]) -> list[str]:
    """`keys`, with words that are written as they are spoken in full: "gonna" is "going to"."""
    return [word for key in keys for word in _SPOKEN.get(key, (key,))]


def is_negative(key: str) -> bool:
    """Whether a word negates."""
    return key in NEGATIVE or key.endswith("n't")


def are_opposite(one: str, other: str) -> bool:
    """Whether one word is the other with a prefix that negates it: "likely" and "unlikely", "with" and "without"."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > 3 and any(longer == prefix + shorter for prefix in OPPOSING) or (one, other) in _PAIRS


_PAIRS = {
    pair
    for one, other in (
        ("always", "never"), ("everybody", "nobody"), ("everyone", "nobody"), ("everything", "nothing"),
        ("with", "without"), ("all", "none"), ("somebody", "nobody"), ("something", "nothing"), ("either", "neither"),
        ("if", "unless"), ("harmless", "harmful"), ("fit", "unfit"), ("careless", "careful"), ("useless", "useful"),
    )
    for pair in ((one, other), (other, one))
}  # fmt: skip


def is_number(key: str) -> bool:
    """Whether a word is a number, or a part of one."""
    return any(map(str.isdigit, key)) or any(key in known for known in (_UNITS, _ORDINALS, _TENS, _SCALES, _OTHERS))


def is_weak_number(key: str) -> bool:
    """Whether a number has other uses: "one", "first"."""
    return key in _WEAK


def is_currency(key: str) -> bool:
    """Whether a word is a currency, as a sign or written out."""
    return key in CURRENCIES or key in _CURRENCY_WORDS


def is_date(keys: Sequence[str]) -> bool:
    """Whether the numbers in these words are of a date: "on July 25", "in 2019"."""
    its = [key for key in keys if is_number(key)]
    if any(key in _MONTHS for key in keys):
        return len(its) <= 2
    return len(keys) > 1 and all(map(_YEAR.fullmatch, its))


def numbers(keys: Sequence[str]) -> tuple[object, ...]:
    """The values of the numbers in words, in order: "three hundred of 12%" gives 300, 12 and "percent"."""
    found: list[object] = []
    total: Decimal | None = None
    small: Decimal | None = None

    def end() -> None:
        nonlocal total, small
        if total is not None or small is not None:
            found.append((total or Decimal(0)) + (small or Decimal(0)))
        total = small = None

    for key in grouped_by_thousands(keys):
        value = _value(key)
        if value is not None and key in _SCALES:
            small = (Decimal(1) if small is None else small) * value
            if value >= 1000:
                total, small = (total or Decimal(0)) + small, None
        elif value is not None and (small is None or _is_unit(key) and value < 10 and small % 10 == 0 and small >= 20):
            small = (small or Decimal(0)) + value
        elif value is not None:
            end()
            small = value
        elif key == "and" and (total is not None or small is not None):
            continue
        else:
            end()
            key = _CURRENCY_WORDS.get(key, key)
            if key in _OTHERS or any(map(str.isdigit, key)):
                found.append(key)
    end()
    return tuple(_currency_last(found))


def _currency_last(found: list[object]) -> list[object]:
    """Numbers with the currency behind each amount: "$5" is "5 dollars"."""
    ordered = list(found)
    for at, (one, other) in enumerate(pairwise(ordered)):
        if isinstance(one, str) and one in CURRENCIES and isinstance(other, Decimal):
            ordered[at : at + 2] = [other, one]
    return ordered


def grouped_by_thousands(keys: Sequence[str]) -> list[str]:
    """`keys`, with digits that are grouped with spaces in one: "1" and "000" are "1000"."""
    return _THOUSANDS.sub(lambda found: found[0].replace(" ", ""), " ".join(keys)).split()


def _is_unit(key: str) -> bool:
    return key in _UNITS or key in _ORDINALS


def _value(key: str) -> Decimal | None:
    if digits := _DIGITS.fullmatch(key):
        try:
            return Decimal(digits[1].replace(",", "")) * _SUFFIXED.get(digits[2], 1)
        except InvalidOperation:
            return None
    for table in (_UNITS, _ORDINALS, _TENS, _SCALES):
        if key in table:
            return Decimal(table[key])
    return None


@lru_cache(maxsize=100_000)
def are_forms(one: str, other: str) -> bool:
    """Whether two words are forms or spellings of one word: "is" and "was", "plan" and "plans", "'re" and "are"."""
    if one == other:
        return True
    if _GROUPS.get(one, set()) & _GROUPS.get(other, set()):
        return True
    return bool(_stems(one) & _stems(other))


@lru_cache(maxsize=100_000)
def _stems(word: str) -> frozenset[str]:
    """What a word may be a regular form of."""
    found = {word}
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= 3:
            found.add(stem + _ENDINGS.get(suffix, ""))
            found.add(stem + "e")
            if len(stem) > 3 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    for british, american in _SPELLINGS:
        found |= {each.replace(british, american) for each in found if british in each}
    return frozenset(found)


def is_numeric(key: str) -> bool:
    """Whether a word may be a part of a written number: "a", "hundred", "and", "five", "dollars"."""
    return is_number(key) or is_currency(key) or key in ("a", "and")


def are_phrase_forms(mine: Sequence[str], its: Sequence[str]) -> bool:
    """Whether two phrases differ only in forms of their words, in how numbers are written, or in auxiliaries."""
    mine, its = map(written_out, (mine, its))
    if len(mine) == len(its) and all(map(are_forms, mine, its)):
        return True
    if numbers(mine) and numbers(mine) == numbers(its):
        rest = [[key for key in keys if not is_numeric(key)] for keys in (mine, its)]
        return rest[0] == rest[1]
    short, long = ([key for key in keys if key not in AUXILIARY] for keys in (mine, its))
    if mine and its and not short and not long:
        return are_forms(mine[-1], its[-1])
    return bool(short) and len(short) == len(long) and all(map(are_forms, short, long))


def is_auxiliary(key: str) -> bool:
    """Whether a word is an auxiliary, modal ones included."""
    return key in AUXILIARY or key in MODAL
