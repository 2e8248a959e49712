"""Names of people, places and bodies of many countries, drawn with a seed.

People's names and cities come from Faker's locales (MIT); names in other scripts are romanised with anyascii
(ISC). The patterns around them (particles, double surnames, initials, family name first) are this module's.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from anyascii import anyascii
from faker import Faker

_LOCALES = (
    "en_GB en_GB en_GB en_IE en_IN en_IN en_KE en_NG en_PK en_NZ ha_NG ig_NG yo_NG sw zu_ZA tw_GH ga_IE es_ES es_CO "
    "pt_BR fr_FR it_IT de_DE nl_NL sv_SE no_NO da_DK fi_FI pl_PL cs_CZ sk_SK sl_SI hr_HR hu_HU ro_RO tr_TR az_AZ "
    "uz_UZ id_ID lt_LT lv_LV et_EE is_IS en_TH ja_JP zh_CN zh_CN ko_KR ko_KR ko_KR uk_UA ru_RU arabic arabic en_US"
).split()
_FAMILY_FIRST = {"zh_CN": 1.0, "ko_KR": 1.0, "hu_HU": 0.3, "ja_JP": 0.2}
_PARTICLES = {
    "es_ES": ["de", "de la", "del"],
    "es_CO": ["de la", "de los"],
    "pt_BR": ["da", "dos", "de"],
    "fr_FR": ["de", "du", "Le", "La"],
    "it_IT": ["Di", "De", "Della"],
    "de_DE": ["von", "von der", "zu"],
    "nl_NL": ["van", "van der", "de", "van den", "De"],
    "ga_IE": ["Ó", "Ní", "Mac", "Nic"],
    "arabic": ["al-", "Al-", "El-", "bin", "Abu", "Ben", "Ibn"],
    "id_ID": ["bin"],
}
_ARABIC_FAMILY = (
    "Hassan Haddad Khoury Mansour Najjar Saleh Darwish Tamimi Shammari Otaibi Rashid Masri Zahrani Jaziri Belhadi "
    "Bouazizi Benali Amrani Qasim Hamdan Sabbagh Karim Nasser Fares Barghouti Maliki Sudani Obeidi Jubouri Mutairi "
    "Dosari Ghamdi Sharif Aziz Hakim Bashir Sayegh Awad Ziyad Tlass Idrissi Chaouch Meziane Toumi Kabbaj"
).split()
_ARABIC_GIVEN = (
    "Ahmed Mohammed Muhammad Ali Omar Khaled Youssef Ibrahim Mustafa Mahmoud Tariq Karim Samir Walid Bilal Idris "
    "Hamza Nabil Faisal Abdullah Abdelaziz Ziad Rami Fadi Fatima Aisha Leila Layla Nour Huda Rania Amal Samira "
    "Fawzia Zeinab Mariam Yasmin Salma Hanan Dalal Noura Lina Khadija Souad Rim Malika"
).split()
_KOREAN_FAMILY = "Kim Lee Park Choi Jung Jeong Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong Bae"
# Not it_IT: Faker draws its towns from a set, in another order every run.
_CITY_LOCALES = "en_GB en_IE en_IN en_NZ es_ES pt_BR fr_FR de_DE nl_NL pl_PL tr_TR id_ID en_US".split()
_FIELDS = (
    "Health Fisheries Transport Education Environment Justice Energy Forestry Housing Labour Trade Culture Farmers "
    "Teachers Nurses Miners Dockers Railway Water Ferry Harbour Coastal Mountain Wildlife Football Cricket Rugby "
    "Medical Legal Statistics Electoral Aviation Maritime Tax Space Weather Blood Heritage Museum Library"
).split()
_BODIES = (
    "Authority Board Agency Council Association Union Federation Commission Institute Trust Society Office Bureau "
    "Group Alliance Foundation Committee Service Network Inspectorate Tribunal Party Movement Congress Forum"
).split()
_FIRMS = "Group Holdings Energy Foods Airlines Motors Mobility Bank Capital Insurance plc Ltd Partners Mining Records"
_CLUBS = "United Rovers City Athletic Wanderers FC Harriers"


@dataclass(frozen=True)
class Name:
    """A person's name as news writes it: in full, and the short form of the later mentions."""

    full: tuple[str, ...]
    short: tuple[str, ...]
    given: tuple[str, ...]


@cache
def _pool(locale: str) -> tuple[list[str], list[str]]:
    if locale == "arabic":
        return _ARABIC_GIVEN, _ARABIC_FAMILY
    provider = next(p for p in Faker(locale).providers if p.__provider__ == "faker.providers.person")
    romanised = "first_romanized_names" if hasattr(provider, "first_romanized_names") else "first_names"
    given = [anyascii(n) if locale in {"ko_KR", "uk_UA", "ru_RU"} else n for n in getattr(provider, romanised)]
    if locale == "ko_KR":
        return given, _KOREAN_FAMILY.split()
    family = list(getattr(provider, romanised.replace("first", "last")))
    if locale in {"uk_UA", "ru_RU"}:
        family = [anyascii(n) for n in family]
    if len(family) < 5:
        family = [n + "sson" for n in given] if locale == "is_IS" else [f"{n}ski" for n in given]
    return sorted(set(given)), sorted(set(family))


@cache
def _cities() -> list[str]:
    fakers = [Faker(locale) for locale in _CITY_LOCALES]
    for faker in fakers:
        faker.seed_instance(0)
    return [faker.city() for faker in fakers for _ in range(120)]


@cache
def _countries() -> list[str]:
    faker = Faker("en_US")
    faker.seed_instance(0)
    return sorted({faker.country().split(" (")[0] for _ in range(2000)})


def _blend(rng: random.Random, words: list[str]) -> str:
    """A name nobody bears: the beginning of one and the end of another."""
    head, tail = rng.choice(words), rng.choice(words)
    return head[: max(2, len(head) // 2)] + tail[len(tail) // 2 :].lower()


def person(rng: random.Random) -> Name:
    """A person of some country."""
    locale = rng.choice(_LOCALES)
    givens, families = _pool(locale)
    given, family = rng.choice(givens), rng.choice(families)
    if rng.random() < 0.2:
        given = _blend(rng, givens)
    if rng.random() < 0.3:
        family = _blend(rng, families)
    if locale == "ko_KR":
        first, second = rng.choice(givens), rng.choice(givens)
        parts = [_syllable(first), _syllable(second)]
        given = rng.choice(["-".join([parts[0], parts[1].lower()]), parts[0] + parts[1].lower(), " ".join(parts)])
    if locale == "en_IN" and rng.random() < 0.3:
        given = " ".join(f"{rng.choice('ABCDGHJKMNPRSTV')}." for _ in range(rng.choice([1, 1, 2])))
    elif locale.startswith("en") and rng.random() < 0.12:
        given += f" {rng.choice('ABCDEFGHJKLMNPRSTW')}."
    if locale in _PARTICLES and rng.random() < 0.45:
        particle = rng.choice(_PARTICLES[locale])
        family = particle + family if particle.endswith("-") else f"{particle} {family}"
    elif locale in {"es_ES", "es_CO", "pt_BR"} and rng.random() < 0.5:
        full_family = f"{family} {rng.choice(families)}"
        return Name((*given.split(), *full_family.split()), tuple(family.split()), tuple(given.split()))
    elif rng.random() < 0.08:
        family = f"{family}-{rng.choice(families)}"
    words = (family, given) if rng.random() < _FAMILY_FIRST.get(locale, 0.0) else (given, family)
    return Name(tuple(" ".join(words).split()), tuple(family.split()), tuple(given.split()))


def _syllable(romanised: str) -> str:
    """The first syllable of a Korean given name as anyascii writes it, one capital a syllable."""
    ends = [i for i, c in enumerate(romanised) if c.isupper() and i]
    return romanised[: ends[0]] if ends else romanised


def place(rng: random.Random) -> tuple[str, ...]:
    """A town or a country."""
    return tuple(rng.choice(_cities() if rng.random() < 0.6 else _countries()).split())


def body(rng: random.Random) -> tuple[str, ...]:
    """An organisation: ministry, union, company, university, club, newspaper."""
    where, field = " ".join(place(rng)), rng.choice(_FIELDS)
    family = rng.choice(_pool(rng.choice(_LOCALES))[1])
    patterns = [
        f"Ministry of {field}",
        f"Department for {field}",
        f"{where} {rng.choice(_BODIES)}",
        f"{where} {field} {rng.choice(_BODIES)}",
        f"National {field} {rng.choice(_BODIES)}",
        f"Royal {field} {rng.choice(_BODIES)}",
        f"{family} {rng.choice(_FIRMS.split())}",
        f"{family} & {rng.choice(_pool('en_GB')[1])}",
        f"University of {where}",
        f"{where} University",
        f"{where} {rng.choice(_CLUBS.split())}",
        f"{where} {rng.choice(['Police', 'Council', 'City Council', 'Hospital', 'High Court', 'Assembly', 'Port'])}",
        f"{where} {rng.choice(['Times', 'Herald', 'Observer', 'Gazette', 'Post', 'Radio', 'Tribune'])}",
        f"{rng.choice(['Green', 'Labour', 'Liberal', 'People’s', 'Conservative', 'Centre', 'Unity'])} Party",
    ]
    return tuple(rng.choice(patterns).split())


def acronym(rng: random.Random) -> tuple[str, ...]:
    """Two to five capitals."""
    return ("".join(rng.choice("ABCDEFGHIJKLMNOPRSTUVW") for _ in range(rng.choice([2, 3, 3, 4, 5]))),)
