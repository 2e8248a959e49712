"""Keys of names: rules on words, without string distance.

String distance cannot decide: "Sun-won" and "Sunwon" (one man) are further apart than "Sun-won" and "Sun-woo" (two
men). The rules make two spellings of one name equal:

- letter case, accents, apostrophes, initials with or without full stops and spaces ("J. D." is "JD");
- titles before the name, offices before it or after a comma;
- hyphenated syllables, joined ("Sun-won" is "Sunwon"), and with an East Asian family name also separate ones
  ("Kim Jong Un" is "Kim Jong-un");
- the order of the words: the family name may come first or last, a title that is part of the name only first;
- the endings -skyy, -skiy, -skyi: one Slavic ending in different transliterations.

They never make equal what may be two people:

- a middle name or initial ("George H. W. Bush" is not "George W. Bush", so "John F. Kelly" need not be
  "John Kelly");
- "Jr.", "Sr.", "II", "III" ("Donald Trump Jr." is not "Donald Trump");
- a given name and its short form, or two transliterations of it ("Mohammed", "Mohamed").

`quotes.names.joins` joins some of these pairs with evidence from articles. A person must decide the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from quotes.names import name_words

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POSSESSIVE = re.compile(r"['’]s?$")
_INSIDE = re.compile(r"[.'’ʼ‘`´\-‐‑]")
_NUMERAL = re.compile(r"(?=..)X{0,3}(?:I[XV]|VI{0,3}|I{1,3})?")
_SLAVIC_ENDING = re.compile(r"(?<=sk)(?:yy|iy|yi)$")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


class PersonName(NamedTuple):
    """The folded parts of a person's name. `suffix` is "jr", "iii" and the like, or ""."""

    given: str
    middles: tuple[str, ...]
    family: str
    suffix: str


@lru_cache(maxsize=65536)
def person_name(name: str) -> PersonName | None:
    """The parts of `name`, given name first, or None if it cannot identify anybody (see `person_key`)."""
    if person_key(name) is None:
        return None
    words = list(_name_words(name))
    suffix = words.pop().removeprefix(".") if _is_namesake(words[-1]) else ""
    particles = (i for i in range(1, len(words) - 1) if len(words[i]) > 1 and words[i] in name_words.PARTICLES)
    start = next(particles, len(words) - 1)
    return PersonName(words[0], tuple(words[1:start]), " ".join(words[start:]), suffix)


def family_name(name: str) -> str | None:
    """The folded family name if `name` is a family name alone, with or without a title ("Mr. Obama"), else None."""
    words = _without_titles(_words(name))
    return words[0] if len(words) == 1 and len(words[0]) > 1 else None


def without_title(name: str) -> str | None:
    """The family name of "Mr. Obama" or "President Obama"; None if `name` has no title, is one, or is a full name."""
    words = name.split()
    titles = [i for i, word in enumerate(words) if _is_title(word)]
    rest = words[titles[-1] + 1 :] if titles else []
    if rest[:1] in (["of"], ["for"]):  # Secretary of State Clinton
        rest = rest[2:]
    family = " ".join(rest)
    return family if any(word[0].isupper() for word in rest) and person_key(family) is None else None


def _is_title(word: str) -> bool:
    folded = fold(word)
    return folded in name_words.TITLES or _is_office(folded)


def is_common(name: str) -> bool:
    """Whether `name` is one word that names nobody: a pronoun, a title, an office, or a word without a capital."""
    words = name.split()
    if len(words) != 1 or (len(name) > 1 and name.replace(".", "").isupper()):  # the US, the WHO
        return False
    return not name[0].isupper() or _is_title(name) or fold(name) in name_words.PRONOUNS | name_words.BODIES


@lru_cache(maxsize=65536)
def person_key(name: str) -> str | None:
    """The common key of a person's names, or None if `name` cannot identify anybody.

    A name needs two words of two letters that are not particles ("de", "al") or "Jr." and the like. So a family name
    alone is not enough, with or without a title or an initial, nor is a description ("the man").
    """
    words = list(_name_words(name))
    if words and words[0] in name_words.ARTICLES and not _begins_name(name):
        return None
    if words and words[0] in name_words.ROYAL:
        words[0] += "."
    return " ".join(sorted(_SLAVIC_ENDING.sub("y", word) for word in words)) if _tells(words) else None


def organisation_key(name: str) -> str | None:
    """The common key of an organisation's names, or None if `name` may be any of several.

    "The Kremlin" is "Kremlin". Names without a capital ("police") and those that every country or town has ("the
    Foreign Ministry") do not identify one.
    """
    raw = _ASIDE.sub(" ", name).replace("&", " and ").replace("-", " ").split()
    while raw and raw[0].casefold() in name_words.ARTICLES:
        del raw[0]
    words = [word for part in raw for word in fold(part).split()]
    if len(words) > 1 and words[-1] in name_words.LEGAL_FORMS:
        del words[-1]
    if not any(part[0].isupper() or part[0].isdigit() for part in raw) or _is_generic(words):
        return None
    return " ".join(name_words.SPELLINGS.get(word, word.replace("isation", "ization")) for word in words) or None


def wording(name: str) -> str:
    """The words of a name or description within one article: folded, without titles and leading article."""
    words = fold_each(name)
    while len(words) > 1 and words[0] in name_words.ARTICLES | name_words.TITLES:
        del words[0]
    return " ".join(words)


def fold_each(name: str) -> list[str]:
    """The words of `name`, each folded."""
    return [word for part in name.split() for word in fold(part).split()]


def initials(words: Iterable[str]) -> str:
    """The first letters of folded words, without small ones such as "of"."""
    return "".join(word[0] for word in words if word not in name_words.SMALL)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` in lower case, without accents, possessive, apostrophes, full stops and hyphens.

    Other punctuation becomes a space, so the result may have several words or none.
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    folded = unicodedata.normalize("NFKC", _POSSESSIVE.sub("", word)).casefold().translate(_LETTERS)
    letters = (
        character
        for character in unicodedata.normalize("NFKD", folded)
        if not unicodedata.combining(character) and not _INSIDE.match(character)
    )
    return " ".join("".join(each if each.isalnum() else " " for each in letters).split())


def _words(name: str) -> list[str]:
    """The folded words of a person's name in order, without offices after a comma.

    "Jr.", "III" and the like come last, with a leading full stop.
    """
    parts = [words for part in _ASIDE.sub(" ", name).split(",") if (words := _folded(part.split()))]
    first, *rest = [words for words in parts if not _is_apposition(words)] or parts[:1] or [[]]
    words = [word for part in (*rest, first) for word in part]
    return sorted(words, key=_is_namesake)


@lru_cache(maxsize=1024)
def _name_words(name: str) -> tuple[str, ...]:
    """The words that identify a person: without titles, and joined."""
    return tuple(_joined(_without_titles(_words(name))))


def _folded(raw: list[str]) -> list[str]:
    words: list[str] = []
    in_initials = False
    for position, part in enumerate(raw):
        if position == len(raw) - 1 and _NUMERAL.fullmatch(part):
            words.append("." + part.lower())
            continue
        for word in fold(part).split():
            if in_initials and len(word) == 1:
                words[-1] += word
            else:
                words.append(word)
                in_initials = len(word) == 1
    if words and words[-1] in name_words.NAMESAKES:
        words[-1] = "." + name_words.NAMESAKES[words[-1]]
    return words


def _without_titles(words: list[str]) -> list[str]:
    """`words` without titles; offices and royal titles are removed only if a name of two words is left."""
    if len(words) > 1 and words[0] in name_words.ARTICLES and words[1] in name_words.TITLES:
        words = words[1:]
    while len(words) > 1 and words[0] in name_words.TITLES:
        words = words[1:]
    titled = [i for i, word in enumerate(words) if word in name_words.ROYAL or _is_office(word)]
    rest = words[titled[-1] + 1 :] if titled else words
    if rest[:1] in (["of"], ["for"]):
        rest = rest[2:]
    return rest if _tells(rest) else words


def _joined(words: list[str]) -> list[str]:
    """Join words that are often written together: "al" and its word, two syllables of a given name."""
    joined: list[str] = []
    for word in words:
        if len(joined) > 1 and joined[-1] in ("al", "el"):
            joined[-1] += word
        else:
            joined.append(word)
    if len(joined) == 3:
        first, second, third = joined
        if first in name_words.EAST_ASIAN:
            return [first, second + third]
        if third in name_words.EAST_ASIAN:
            return [first + second, third]
    return joined


def _tells(words: list[str]) -> bool:
    return sum(len(each) > 1 and not _is_namesake(each) and each not in name_words.PARTICLES for each in words) > 1


def _is_namesake(word: str) -> bool:
    return word.startswith(".")


def _is_apposition(words: list[str]) -> bool:
    return words[0] in name_words.ARTICLES or any(map(_is_office, words))


def _begins_name(name: str) -> bool:
    """Whether "A." or "An" in `name` is an initial or a name, not an article."""
    first, *rest = name.split()
    return first in ("A.", "An") and all(word[0].isupper() for word in rest)


def _is_office(word: str) -> bool:
    return word in name_words.OFFICES or word.endswith(name_words.OFFICE_ENDINGS)


def _is_generic(words: list[str]) -> bool:
    concerns = name_words.BODIES | name_words.CONCERNS
    return (
        " ".join(words) not in name_words.ONE_BODY
        and any(word in name_words.BODIES for word in words)
        and all(word in concerns for word in words)
    )
