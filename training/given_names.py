"""Write the list of given names and the gender they tell: `python -m training.given_names`.

From Faker's person providers (MIT licence, https://faker.readthedocs.io), all locales in Latin letters. A name
given to both is left out unless three times as many locales give it to one.
"""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections import defaultdict

from faker.providers import person

from quotes.extraction.naming import GIVEN_NAMES


def plain(name: str) -> str:
    """A name in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def main() -> None:
    """Count the locales that give each name to each gender and write those that tell."""
    locales: dict[str, dict[str, set[str]]] = {"m": defaultdict(set), "f": defaultdict(set)}
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for gender, attribute in (("m", "first_names_male"), ("f", "first_names_female")):
            for name in getattr(provider, attribute, None) or ():
                if plain(name).isascii() and plain(name).isalpha() and len(name) > 1:
                    locales[gender][plain(name)].add(module.name)
    lines = []
    for gender, other in (("m", "f"), ("f", "m")):
        mine = sorted(n for n, where in locales[gender].items() if len(where) >= 3 * len(locales[other].get(n, ())))
        lines.append(" ".join([gender, *mine]))
    GIVEN_NAMES.write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
