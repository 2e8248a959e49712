"""Which language a text is in, by a model that comes with its library (py3langid); nothing is downloaded."""

from __future__ import annotations

from functools import cache
from typing import Any

_FEWEST = 100  # characters; less is too little to tell
_READ = 5_000
_SURE = 0.95


def foreign(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text` where that surely is not English, else None."""
    sample = " ".join(text[:_READ].split())
    if len(sample) < _FEWEST:
        return None
    language, confidence = _identifier().classify(sample)
    return str(language) if language != "en" and confidence >= _SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
