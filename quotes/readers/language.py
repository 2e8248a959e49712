"""Detects the language of a text, with a model that is part of its library (py3langid)."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from typing import Any

from quotes.readers.base import NotForUs

_FEWEST = 100  # characters; less is too little to tell
_READ = 5_000
_SURE = 0.95
_FEWEST_LETTERS = 10  # of another script than ours, which tell as much

_LETTER = re.compile(r"[^\W\d_]")
# Latin, with what English and its neighbours add to it; ligatures, and the wide forms of East Asian typesetting.
_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff\ufb00-\ufb06\uff21-\uff5a]")


def foreign(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None if it is or may be English.

    A text with mostly letters of another script is not English, however short it is.
    """
    sample = " ".join(text[:_READ].split())
    letters = _LETTER.findall(sample)
    others = sum(_LATIN.match(letter) is None for letter in letters)
    other_script = others >= _FEWEST_LETTERS and others * 2 > len(letters)
    if len(sample) < _FEWEST and not other_script:
        return None
    language, confidence = _identifier().classify(sample)
    return str(language) if language != "en" and (other_script or confidence >= _SURE) else None


def require_english(text: str, source: str) -> None:
    """Raises NotForUs if `text` is surely in another language."""
    language = foreign(text)
    if language:
        raise NotForUs(source, f"is not in English ({language})")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:
        # It unpacks its model in the folder for temporary files.
        reason = f"the language model cannot be loaded ({error.strerror}: {tempfile.gettempdir()})"
        raise OSError(error.errno, reason) from error
