"""What a name says about who it is: pure rules on words, no distance between strings.

Distance cannot decide: "Sun-won" and "Sunwon" (one man) are further apart than "Sun-won" and "Sun-woo" (two). These
rules only ever make equal what is one name written in two ways:

- letter case, accents, apostrophes, initials with or without stops and spaces ("J. D." is "JD");
- titles before the name and offices set off by a comma;
- hyphenated syllables, joined ("Sun-won" is "Sunwon"), and after or before an East Asian family name also those
  written apart ("Kim Jong Un" is "Kim Jong-un");
- the order of the words: the family name may come first or last;
- the endings -skyy, -skiy, -skyi, which are one Ukrainian or Russian ending put into Latin letters four ways.

What they never make equal, because it tells people apart as often as not:

- a middle name or initial ("George H. W. Bush" is not "George W. Bush", nor need "John F. Kelly" be "John Kelly");
- "Jr.", "Sr.", "II", "III" ("Donald Trump Jr." is not "Donald Trump");
- a given name and its short form, or two transliterations of it ("Mohammed", "Mohamed").

Such pairs are for a person to judge.
"""

from __future__ import annotations

import re
import unicodedata

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POSSESSIVE = re.compile(r"['’]s?$")
_INSIDE = re.compile(r"[.'’ʼ‘`´\-‐‑]")
_NUMERAL = re.compile(r"[IVX]{2,}")
_ROMANISED = re.compile(r"(?<=sk)(?:yy|iy|yi)$")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})

_ARTICLES = frozenset("a an the".split())
_TITLES = frozenset(
    """mr mrs ms miss mx messrs dr sir dame lord lady baroness prof professor rev reverend fr hon sen senator rep gov
    gen col lt cpt capt captain sgt maj adm cmdr president chancellor secretary premier congressman congresswoman
    sheikh ayatollah imam rabbi cardinal archbishop monsignor archduke""".split()
)
_ROYAL = frozenset("king queen prince princess pope emperor crown".split())
_OFFICES = tuple(
    """minister president secretary chancellor premier spokesman spokeswoman spokesperson senator representative
    lawmaker legislator governor mayor ambassador envoy commissioner director chair chairman chairwoman chairperson
    chief leader deputy head general admiral colonel captain lieutenant sergeant commander professor analyst fellow
    member officer official executive editor founder manager coach judge justice bishop attorney prosecutor
    researcher economist adviser advisor""".split()
)
_SUFFIXES = {"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "senior": "sr"}
_PARTICLES = frozenset(
    """al el de da do dos das di del della der den van von zu la le les du bin ibn bint abu st ter ten af av mac mc
    of y e""".split()
)
_EAST_ASIAN = frozenset(
    """ahn an bae baek bai ban bang byun cai cao cha chae chan chang chen cheng cheong cheung chiang cho choe choi chow
    chu chun chung dang deng ding do dong du fan fang feng gao go goh gong gu guo ha ham han he heo ho hong hsieh hsu hu
    huang hur hwang im jang jeon jeong ji jiang jin jo joo ju jung kang ki kim ko koh kong koo kwak kwok kwon lai lam
    lau lee lei leung li liang lim lin liu lu luo ma maeng meng min mo moon myung na nam noh oh ong paik pak pan park
    peng pyo rhee roh ryu seo seok shen shi shim shin sim so song su suh sun sung tae tan tang thae tian tsai uhm um
    wang wei wi won wong woo wu xi xiao xie xu yan yang ye yeo yi yim yoo yoon yu yuan yuk yun zeng zhang zhao zheng
    zhou zhu""".split()
)

_LEGAL_FORMS = frozenset("inc ltd llc plc corp gmbh".split())
_SPELLINGS = {"defence": "defense", "centre": "center", "labour": "labor"}
_GENERIC = frozenset(
    """agency air army assembly association authority bank board bureau cabinet central centre chamber city club
    commission committee company congress corporation council court defence department directorate district economy
    education embassy energy environment executive family federal federation finance fire force foreign foundation
    government group health high home house institute intelligence interior justice labour local law legislature
    military ministry national navy office opposition parliament party police presidency press prison prosecutor
    prosecutors public regional school security senate service spokesman staff state supreme team trade transport
    treasury tribunal union university us and for of the""".split()
)
_OF_ONE_COUNTRY = frozenset({"state department", "white house", "home office", "foreign office"})


def person_key(name: str) -> str | None:
    """What two names of one person share, or None where `name` is too little to tell a person by.

    Too little is less than two words of two letters that are neither particles ("de", "al") nor "Jr." and the like:
    a family name alone, with or without a title or an initial.
    """
    words = _joined(_without_titles(_words_of_name(name)))
    return " ".join(sorted(_ROMANISED.sub("y", word) for word in words)) if _tells(words) else None


def organisation_key(name: str) -> str | None:
    """What two names of one organisation share, or None where `name` may be said of many.

    "The Kremlin" is "Kremlin"; names without a capital ("police") and those of which every country or town has one
    ("the Foreign Ministry") are not told apart by their words.
    """
    name = _ASIDE.sub(" ", name)
    raw = name.replace("&", " and ").replace("-", " ").split()
    while raw and raw[0].casefold() in _ARTICLES:
        del raw[0]
    words = [word for part in raw for word in fold(part).split()]
    if len(words) > 1 and words[-1] in _LEGAL_FORMS:
        del words[-1]
    generic = all(word in _GENERIC for word in words) and " ".join(words) not in _OF_ONE_COUNTRY
    if generic or not any(part[0].isupper() or part[0].isdigit() for part in raw):
        return None
    return " ".join(_SPELLINGS.get(word, word.replace("isation", "ization")) for word in words)


def wording(name: str) -> str:
    """The words of a name or description within one article: folded, without titles and leading article."""
    words = [word for raw in name.split() for word in fold(raw).split()]
    while len(words) > 1 and words[0] in _ARTICLES | _TITLES:
        del words[0]
    return " ".join(words)


def fold(text: str) -> str:
    """`text` without case, accents, possessive, apostrophes, stops and hyphens; other punctuation is a space."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(_LETTERS)
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = _INSIDE.sub("", _POSSESSIVE.sub("", text))
    return " ".join("".join(character if character.isalnum() else " " for character in text).split())


def _words_of_name(name: str) -> list[str]:
    """The folded words of a person's name in running order, offices set off by a comma left out.

    What counts namesakes ("Jr.", "III") comes last, marked with a leading stop.
    """
    parts = [words for part in _ASIDE.sub(" ", name).split(",") if (words := _folded(part.split()))]
    if not parts:
        return []
    namesakes = [words for words in parts[1:] if words[0].startswith(".")]
    others = [words for words in parts if words not in namesakes]
    first, *rest = [words for words in others if not _is_office(words)] or others[:1]
    words = [word for part in (*rest, first, *namesakes) for word in part]
    return [word for word in words if word[0] != "."] + [word for word in words if word[0] == "."]


def _folded(raw: list[str]) -> list[str]:
    words: list[str] = []
    initials = False
    for position, part in enumerate(raw):
        if position == len(raw) - 1 and _NUMERAL.fullmatch(part):
            words.append("." + part.lower())
            continue
        for word in fold(part).split():
            if initials and len(word) == 1:
                words[-1] += word
            else:
                words.append(word)
                initials = len(word) == 1
    if words and words[-1] in _SUFFIXES:
        words[-1] = "." + _SUFFIXES[words[-1]]
    return words


def _is_office(words: list[str]) -> bool:
    return words[0] in _ARTICLES or any(word.endswith(_OFFICES) for word in words)


def _without_titles(words: list[str]) -> list[str]:
    """Drops titles; an office or a royal title only where a name of two words is left ("Pope Francis" stays)."""
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    last = max((i for i, word in enumerate(words) if word in _ROYAL or word.endswith(_OFFICES)), default=-1)
    rest = words[last + 1 :]
    if rest[:1] in (["of"], ["for"]):
        rest = rest[2:]
    return rest if _tells(rest) else words


def _tells(words: list[str]) -> bool:
    return sum(len(word) > 1 and word[0] != "." and word not in _PARTICLES for word in words) > 1


def _joined(words: list[str]) -> list[str]:
    """Joins what is written together as often as apart: "al" and its word, two syllables of a given name."""
    joined: list[str] = []
    for word in words:
        if len(joined) > 1 and joined[-1] in ("al", "el"):
            joined[-1] += word
        else:
            joined.append(word)
    if len(joined) == 3:
        if joined[0] in _EAST_ASIAN:
            return [joined[0], joined[1] + joined[2]]
        if joined[2] in _EAST_ASIAN:
            return [joined[0] + joined[1], joined[2]]
    return joined
