"""Write the list of given names and the gender they tell: `python -m training.given_names`.

From Faker's person providers (MIT licence, https://faker.readthedocs.io), all locales in Latin letters, and from the
United States census of 1990 (public domain, in the package `names`), which counts as six locales. A name given to
both is left out unless three times as many locales give it to one. So are names that are commoner as other words. Some
are our own.
"""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections import defaultdict
from pathlib import Path

import names
from faker.providers import person

from quotes.extraction.coref.entities import GIVEN_NAMES

WORDS = frozenset("admiral aide captain colonel council general governor imam media north press us west".split())
"""Names that are oftener the first word of a body, a title or a place."""

OURS = {
    "m": (
        "aamir abhisit airlangga akhilesh akio aled alisdair aminul amjad anatoly andriy anies anil annamalai antonis "
        "anutin aquilino asaduddin ashish azhar azmin babatunde bartosz bayu bhupendra bilawal bongani bulent "
        "chaminda chandrababu chetan chidi dafydd daisuke dapo darragh devendra devlet dhananjaya dharmendra dimitris "
        "dimuth dinesh dmitry dmytro dougie emyr farooq femi fionn fumio ganesh ganjar gbenga gennady geraint gethin "
        "ghulam giorgos habibul haruki hishammuddin huw iarla ichiro iestyn ieuan irfan ishaq jairam jamshed javed "
        "jayaram jaylen jitendra jomo junichiro kailash kapil katsuya ketan kgosi khairy kipchoge kostas kunle kusal "
        "kyriakos kyrylo lasith lebogang luhut lungelo luthando lwazi mahathir mahela mahesh mahmudullah mallikarjun "
        "manish mansur masayoshi mashrafe mehidy mehmood mominul mondli mpho mthunzi muhammadu muhyiddin mukesh "
        "mukhtar mushfiqur mustafizur mykola mzukisi mzwandile naoto narendra naresh naveed nikos nirmal nitish "
        "oleksandr oleksii ollie olly olusegun oyvind panagiotis parvez pathum pawan pervez prawit prayut proinsias "
        "radoslaw raghuram rajendra rajnish rakesh ramesh rangana revanth rizal robbie rotimi ruairidh ruaridh sajjad "
        "sanath sarfraz satish satoshi satyendra sauli segun selahattin serhiy shahbaz shakib shaukat shinji shinzo "
        "shoaib siddaramaiah sipho sitaram sizwe somchai srettha struan sunil surendra suresh susilo takeshi tamim "
        "tarun taskin tebogo tejashwi tetsuya thabang thabo thaksin themba thulani towhid tshepo udhayanidhi umaru "
        "upendra upul vadym varun vijay vijender vimal virendra vitaliy volodymyr vusi vyacheslav waqar wasim xolani "
        "yakubu yevgeny yogendra yoshihide yukio yuriy zulfiqar zweli zwelinzima"
    ),
    "f": (
        "abimbola amaka angharad atishi benazir bukola bushra carys chioma deepika efua eilidh eleri ffion folake "
        "funke geeta golriz halyna hekia hina kateryna kavita khaleda kirsteen kriti lerato lindiwe lowri mahira "
        "mairi mamata mayawati meena metiria morag naledi nanaia nataliya neeta nerys nirmala nkechi nokuthula nomsa "
        "nosipho nusrat oksana orla paetongtarn palesa priyanka refilwe rehana rekha rohini rubina sanae sanam "
        "sangeeta savita seiko shireen shirin shobha shruti smriti sudarat sudha sunita supriya sushma svitlana swati "
        "tansu tariana taslima tetiana thandi thembi thuli vasundhara veena yemisi yingluck zanele"
    ),
}
"""Names of our own, of countries that those lists leave out. They tell their gender whatever the lists say."""


def plain(name: str) -> str:
    """A name in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def census(path: str) -> dict[str, float]:
    """Given names and the share of people who bear them, from a file of the census."""
    rows = (line.split() for line in Path(path).read_text(encoding="ascii").splitlines())
    return {row[0].casefold(): float(row[1]) for row in rows}


def main() -> None:
    """Count the locales that give each name to each gender and write those that tell."""
    locales: dict[str, dict[str, set[str]]] = {"m": defaultdict(set), "f": defaultdict(set)}
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for gender, attribute in (("m", "first_names_male"), ("f", "first_names_female")):
            for name in getattr(provider, attribute, None) or ():
                if plain(name).isascii() and plain(name).isalpha() and len(name) > 1:
                    locales[gender][plain(name)].add(module.name)
    counted = {gender: census(names.FILES[f"first:{kind}"]) for gender, kind in (("m", "male"), ("f", "female"))}
    for gender, other in (("m", "f"), ("f", "m")):
        for name, share in counted[gender].items():
            if share > 3 * counted[other].get(name, 0.0):
                locales[gender][name] |= {f"census {i}" for i in range(6)}
    lines = []
    for gender, other in (("m", "f"), ("f", "m")):
        told = {n for n, where in locales[gender].items() if len(where) >= 3 * len(locales[other].get(n, ()))}
        mine = (told - WORDS - set(OURS[other].split())).union(OURS[gender].split())
        lines.append(" ".join([gender, *sorted(mine)]))
    GIVEN_NAMES.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
