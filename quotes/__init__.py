"""Find quotations in news articles and work out who is speaking.

    import quotes

    for quotation in quotes.extract(text):
        print(quotation.speaker, quotation.kind, quotation.text)

spaCy, NumPy and other large libraries are imported when they are first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.model import Article, Evidence, Quotation, Span, Speaker

if TYPE_CHECKING:
    from quotes.checker.drafts import check
    from quotes.extraction import extract, extract_many
    from quotes.extraction.component import load

    __version__: str

__all__ = ["Article", "Evidence", "Quotation", "Span", "Speaker", "check", "extract", "extract_many", "load"]


def __getattr__(name: str) -> Any:
    if name in ("extract", "extract_many"):
        import quotes.extraction

        return getattr(quotes.extraction, name)
    if name == "check":
        from quotes.checker.drafts import check

        return check
    if name == "__version__":
        from importlib.metadata import version

        from quotes.installation import DISTRIBUTION

        return version(DISTRIBUTION)
    if name == "load":
        from quotes.extraction.component import load

        return load
    raise AttributeError(f"module 'quotes' has no attribute {name!r}")
