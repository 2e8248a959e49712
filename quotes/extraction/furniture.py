"""Lines of an article that are not its words: credits, pointers to other articles, share lines, agency footers.

They stay in the text, so that every offset holds; nothing in them is anybody's quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TypeVar

from quotes.extraction.quotation_marks import Marked
from quotes.model import Quotation, Span
from quotes.text.paragraphs import each_paragraph

Placed = TypeVar("Placed", Marked, Quotation)

_LONGEST = 400  # characters; a longer paragraph is the article's own, whatever it begins with

_BEGINS = re.compile(
    r"""[\s*•▶►»>|(\[-]*(?:
        (?:read|see|watch|listen|learn|find\ out|more)\ (?:more|also|next|now|here|on\ this(?:\ story)?)\s*[:|»>-]
      | (?:also\ read|also\ on|must\ read|further\ reading|recommended(?:\ reading)?|related(?:
          \ (?:articles?|stories|story|content|news|topics|links?|coverage))?
          |more\ from\ [\w\s]{2,40}|most\ (?:read|viewed|popular)
          |trending(?:\ now)?|don['’]t\ miss|editor['’]s\ picks?|up\ next|in\ pictures|watch|listen|video)\s*[:|»>]\s*\S
      | (?:(?:file\ )?(?:photo(?:graph)?|image|picture|photos|images|pictures|graphic|illustration|video|caption)
          (?:\ (?:credit|by|courtesy(?:\ of)?|via))?)\s*[:©]\s*\S
      | (?:photo(?:graph)?s?|image|picture|illustration)\ (?:by|courtesy\ of|credit)\ (?-i:[A-Z])
      | (?:share|tweet|pin|email|print)\ (?:this|on|via)
          \ (?:article|story|page|post|facebook|twitter|x\b|whatsapp|email|link)
      | (?:follow|like|find)\ (?:us|@\w+|[\w\s]{2,30})
          \ on\ (?:facebook|twitter|instagram|x\b|threads|bluesky|telegram|whatsapp)
      | (?:sign\ up|subscribe)\ (?:to|for|here|now)\b
      | (?:click|tap)\ here\ (?:to|for)\b
      | (?:download|get)\ (?:our|the)\ (?:\w+\ )?app\b
      | (?:additional\ |further\ )?(?:reporting|writing|editing|additional\ reporting)\ by\ (?-i:[A-Z])
      | (?:©|\(c\)|copyright\ (?:©|\(c\)|\d{4}|by))
      | all\ rights\ reserved\b
      | our\ standards:\s
      | this\ (?:story|article|report)\ (?:was|has\ been|is)
          \ (?:published|generated|auto-generated|first\ published|originally)\b
      | the\ (?:post|article|story)\ .{1,300}\ (?:appeared\ first|first\ appeared|originally\ appeared)\ (?:on|in)
          \ (?:the\ )?(?-i:[A-Z]|\w+\.\w)[^,]{0,60}$
      | continue\ reading\ .{1,300}\ (?:at|on)\ (?:the\ )?(?-i:[A-Z]|\w+\.\w)[^,]{0,60}$
      | advertisement\s*$ | (?:story|article)\ continues\ below | skip\ (?:past|to)\s
      | (?-i:[A-Z][\w.’'-]+(?:\ [A-Z][\w.’'-]+){1,3}\ /\ (?:[Tt]he\ )?[A-Z][\w.’'-]+(?:\ [A-Z][\w.’'-]+){1,4})(?:\ |$)
      | follow\ (?-i:[A-Z])[^.“"]{2,60}\ @\w+[.\s]*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# At the end of a caption or of a report.
_ENDS = re.compile(
    r"""(?:
        [\[(](?:ap|afp|getty|reuters|epa|shutterstock|upi|pa|via\ ap|file)?\s*(?:photo|image|photograph|picture)s?
            \s*(?:/|by|:|via|credit|courtesy)[^()\[\]]{2,80}[\])]
      | [\[(](?:photo|image|picture)(?:\ credit)?\s*:?[^()\[\]]{2,80}[\])]
      | (?:reuters|afp|getty\ images|ap)\ ?/\ ?(?-i:[A-Z])[\w.'’-]+(?:\ [A-Z][\w.'’-]+){0,3}
      | [\[(](?-i:[A-Z][\w.’'-]+(?:\ [A-Z][\w.’'-]+){1,3}\ ?/\ ?[A-Z])[^()\[\]]{1,60}[\])]
      | ^(?-i:[A-Z])[\w.'’-]+(?:\ (?-i:[A-Z])[\w.'’-]+){1,3}\ [—–|-]\ (?:[\w\ ]{2,30}\ ?/\ ?)?
            (?-i:Getty\ ?Images|Reuters|AFP|AP|PA|EPA|Alamy|Shutterstock|Imago|USA\ TODAY\ Sports)
      | (?<![”"’])\s[—–-]{1,2}\s?[^—–()@]{2,60}\(@\w{1,50}\)[^()@]{0,40}
      | \ contributed\ (?:to\ this\ (?:report|story|article)|(?:reporting|research)(?:\ (?:from|to)\ [^.]{2,60})?)
    )[\s.]*$""",
    re.IGNORECASE | re.VERBOSE,
)
# What all of these have but "contributed"; they are long to search for.
_IN_ENDS = re.compile(r"[\[(/]|Getty ?Images|Reuters|AFP|\bE?PA\b|\bAP\b|Alamy|Shutterstock|Imago|USA TODAY Sports")
# Sentences of the site that follow a speaker's own in the same paragraph.
_FOOTER = re.compile(
    r"""(?<=[.?!…”"])\s+(?:
        Follow\ (?:us|[A-Z]\S*(?:\ [A-Z]\S*){0,3})\ on\ (?:[A-Z]\w*[:,]?\ (?:at\ )?\(?@\w+\)?
          |(?:Twitter|X|Facebook|Instagram|Threads|Bluesky|LinkedIn|YouTube|TikTok|Telegram|WhatsApp)\b[^.?!]{0,60})
      | (?:Follow|Contact|Email)\ [A-Z][^.“"]{2,60}\ \S*@\w[\w.]*
      | (?:Sign\ up|Subscribe)\ (?:to|for|here|now)\b[^.?!]{0,120}
      | (?:Click|Tap)\ here\ (?:to|for)\b[^.?!]{0,120}
    )[.!]?\s*$""",
    re.VERBOSE,
)
_LONGEST_FOOTER = 200


def boilerplate(text: str) -> list[Span]:
    """The paragraphs of `text` that are not the article's own words, in order."""
    return [each for each in each_paragraph(text) if _is_boilerplate(each.of(text))]


def without(found: Sequence[Placed], left_out: list[Span]) -> list[Placed]:
    """Those of `found` that begin in none of the spans `left_out`, which are in order."""
    is_left_out = within(left_out)
    return [each for each in found if not is_left_out(each.start)]


def within(spans: Sequence[Span]) -> Callable[[int], bool]:
    """What tells whether an offset lies in one of `spans`, which are in order."""
    ends = [span.end for span in spans]

    def is_within(offset: int) -> bool:
        at = bisect_right(ends, offset)
        return at < len(ends) and spans[at].start <= offset

    return is_within


def without_footers(text: str, found: Sequence[Marked]) -> list[Marked]:
    """The stretches of `found`, those that no mark closes without sentences of the site at their end."""
    return [_without_footer(text, each) if each.end == each.outer_end else each for each in found]


def _without_footer(text: str, stretch: Marked) -> Marked:
    end = stretch.end
    while footer := _FOOTER.search(text, max(stretch.start, end - _LONGEST_FOOTER), end):
        end = footer.start()
    return stretch._replace(end=end, outer_end=end)


def _is_boilerplate(paragraph: str) -> bool:
    if len(paragraph) > _LONGEST:
        return False
    may_end = _IN_ENDS.search(paragraph) or "contributed" in paragraph.lower()
    return bool(_BEGINS.match(paragraph) or may_end and _ENDS.search(paragraph))
