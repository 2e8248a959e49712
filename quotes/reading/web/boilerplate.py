"""What stands on the page of an article and is none of it: known by element, by class, by the line itself.

Class names differ from site to site but the words in them recur ("wp-caption-text", "ArticleShare", "ad-slot").
A word stands for one when it is a whole part of the name: "ad" is in "ad-slot", not in "header".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from quotes.reading.web.blocks import BLOCKS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DROPPED = frozenset(
    "script style noscript template svg math canvas audio video picture img iframe object embed applet map nav dialog "
    "menu select textarea input button datalist progress meter head title link meta "
    "amp-ad amp-analytics amp-carousel amp-consent amp-embed amp-iframe amp-img amp-lightbox amp-list amp-sidebar "
    "amp-social-share amp-sticky-ad amp-video".split()
)
_PICTURES = frozenset("img picture video iframe amp-img amp-video".split())
# Inline, and only in the way of those who look for paragraphs.
_UNWRAPPED = frozenset("data font label time".split())
_STRUCK = frozenset("del s strike".split())

# Words of class names; a hyphen stands for whatever parts the words there ("read-more": ReadMore, read_more).
_CLASSES = """
ad ads adbox adslot adunit advert adverts advertisement advertising adwrapper dfp mpu outbrain taboola
sponsor sponsored promo promos promoted promotion cta marketing
newsletter newsletters signup sign-up subscribe subscription regwall barrier
share sharing sharetools social sharedaddy
related recommended recommendation recommendations callout
also-read readmore read-more read-next more-on more-stories more-from see-also
up-next next-up trending most-read most-popular popular top-stories jp-relatedposts
comments comment commentlist discussion conversation disqus respond
cookie cookies consent gdpr cmp cmp2 onetrust
caption captions figcaption piccap credit credits gallery slideshow carousel swiper attachment
byline bylines author authors author-bio bio contributor contributors
standfirst excerpt dek deck subtitle summary-box article-summary
meta metadata timestamp posted-on submitted
tags tag-list taglist topics breadcrumb breadcrumbs navbar navigation sidebar masthead toolbar footer foot
podcast player audio-player poll quiz donate donation membership infinite-scroll
screen-reader-text visually-hidden sr-only print-only printonly
contact contacts boilerplate cta-block embed-block links-block
""".split()
# Of the page's words in paragraphs: what holds more goes by its class only where that is of comments.
_MOST = 0.6
_COMMENTS = re.compile(r"(?:^|-)(?:comments?|commentlist|discussion|conversation|disqus|respond)(?:-|$)")
_CLASS = re.compile(rf"(?:^|-)(?:{'|'.join(_CLASSES)})(?=-|$)")
# These wrap the whole article as often as what is beside it, or name what it is about.
_NOT = re.compile(
    r"^(?:has|is|no|with|single|postid|category|tag|elementor|wp-elements|lang|template)-|-(?:open|enabled|active)$"
)
_NAMING = ("class", "id", "data-component", "data-module", "data-testid", "data-type", "name")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PARTS = re.compile(r"[^a-z0-9]+")
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_PROPERTIES = frozenset("caption author publisher datePublished dateModified image".split())
_ROLES = frozenset("alert alertdialog banner complementary contentinfo dialog navigation search toolbar".split())

# Whole paragraphs, but for what stands around them. None begins with a quotation mark.
_NOTICES = (
    # To other articles.
    r"(?:(?:please )?(?:read|see|find out|learn|hear)(?: (?:more|also|next|now|this))+|also (?:read|see)|see also"
    r"|(?:must[ -])?read|(?:more|related|don[’']t miss|watch|listen|video|explainer|recommended|up next|next up)"
    r"(?: (?:live|story|stories|articles?|coverage|reading|videos?|links?|on this(?: story)?|news))?)"
    r"\s*[:|►▶»–—-]+\s.{0,200}",
    r"also read|read (?:more|also|next)|see also|more on this(?: story)?|recommended|trending(?: now)?|key events",
    r"related(?: (?:topics|stories|articles|content))?|most (?:read|popular)|up next|top stories|previous coverage",
    r"you (?:may|might) also (?:like|be interested in)\b.{0,60}|click here\b.{0,120}|https?://\S+",
    r"read (?:the )?(?:full|original) (?:article|story)\b.{0,120}",
    # To readers.
    r"share|share this(?: (?:article|story|post))?|tweet|print|email|copy link|save|comments?|tags|topics|reply|report",
    r"view comments|load more(?: comments)?|\d{1,4} (?:comments?|shares|likes|views)",
    r"(?:sign up (?:to|for|here|now)|subscribe (?:to|for|now|here|today)|get (?:the|our) .{0,40}newsletter"
    r"|to receive (?:new|our)|already (?:a subscriber|registered)|enter your email"
    r"|register (?:now|for free|to (?:read|continue|comment))|by signing up|become a (?:member|subscriber|supporter)"
    r"|enjoyed this (?:story|article)"
    r"|support our (?:journalism|journalists|work|newsroom|reporting)|you (?:are|[’']re) receiving this"
    r"|view (?:this email )?in (?:your )?browser|unsubscribe)\b.{0,200}",
    r"(?:log|sign) in(?: (?:to|or|here)\b.{0,80})?",
    r"(?:follow|like|join|find) (?:us|.{1,60}) on (?:facebook|x|twitter|instagram|youtube|whatsapp|bluesky|threads"
    r"|linkedin|tiktok|telegram)\b.{0,250}",
    r"(?:send|email) (?:us )?your (?:stor(?:y|ies)|letters|tips)\b.{0,200}",
    r"do you have (?:an opinion|a story|information)\b.{0,300}|listen to (?:our|the) .{0,80}podcast.{0,80}",
    r"(?:we use cookies|this (?:site|website) uses cookies|this article contains content provided by)\b.{0,500}",
    # From advertisers.
    r"advertisements?|ad|sponsored(?: content)?|a message from our sponsors?|advertisement\W+scroll to continue",
    r"(?:this )?(?:article|story|post|content) continues (?:below|after).{0,40}|scroll (?:down )?to continue.{0,40}",
    r"skip (?:ad|advertisement|to).{0,40}|continue reading.{0,80}|this advertisement has not loaded.{0,80}",
    # On who made it and when.
    r"image caption,.{0,200}|(?:image (?:source|credit)|caption|photo(?:graph)?s?|photo(?:graph)?s? by|pictures?"
    r"|pictures? by|pictured|credits?|illustration(?: by)?|file photo)\s*[:/].{0,200}",
    r"(?:getty|afp|reuters|ap|epa|alamy|shutterstock) images?(?:/.{0,60})?",
    r"(?:©|\(c\)|copyright\s*(?:©|\(c\)|\d{4})).{0,200}|all rights reserved.{0,100}",
    r"(?:purchase )?licensing rights|reuse this content.{0,40}|our standards:.{0,120}",
    r"(?:first |last )?(?:published|updated|posted|modified)(?: (?:on|at))?\s*[:–-]?\s*"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b|\d).{0,60}(?<![.?!])",
    r"[\d.:]+\s?[ap]m|\d+\s*(?:hours?|minutes?|days?) ago|this live ?blog is closed",
    r"(?:additional )?(?:reporting|writing|editing|compiled|written|edited) by [^“\".]{2,160}",
    r"this (?:article|story|report|post) (?:by .{2,60} )?(?:was|has been) (?:first|originally) published\b.{0,120}",
    r"a version of this (?:article|story) (?:appears|appeared)\b.{0,300}",
    r"(?:[^“\"]{2,150} )?contributed (?:reporting|to this (?:report|article|story))\b.{0,30}",
    r"with (?:files|(?:additional )?reporting) (?:from|by) .{2,120}|the views expressed (?:here|in this)\b.{0,200}",
)
_NOTICE = re.compile(rf"[^\w“\"‘'«„]*(?:{'|'.join(_NOTICES)})[\W_]*", re.I)
_LABEL = re.compile(
    r"[\W_]*(?:advertisement|ad|sponsored(?: content)?|a message from (?:our sponsors?|.{2,40})|promoted|paid content"
    r"|also read|read (?:more|also|next)|see also|related(?: (?:content|stories|articles))?|recommended"
    r"|more on this(?: story)?|trending(?: now)?|most (?:read|popular)|up next|story continues below|newsletter"
    r"|listen to our podcast|about the (?:authors?|writers?|contributors?|journalists?)"
    r"|more on the (?:subject|topic)|how we reported this(?: story)?|write to us|contact us|get in touch|have your say"
    r"|(?:press |media )?contacts?|downloads|about us)[\W_]*",
    re.I,
)


def is_boilerplate(line: str) -> bool:
    """Whether a paragraph is a notice to the reader, a link to another article, a credit or the like."""
    return len(line) <= 600 and _NOTICE.fullmatch(line) is not None


def is_label(line: str) -> bool:
    """Whether a line says that what follows it in the same box is none of the article."""
    return len(line) <= 80 and _LABEL.fullmatch(line) is not None


class _Size(NamedTuple):
    """What an element holds: words, those in paragraphs, pictures, and whether the article or its headline."""

    words: int
    in_paragraphs: int
    pictures: int
    article: bool


def prune(root: HtmlElement) -> None:
    """Take out of the tree what is none of the article, and set in words what only a browser shows.

    Quotations in <q> get their marks; struck-out words go. A figure stays where it holds a quotation and no
    picture. What holds the headline, is marked as the body of the article or holds most of the page's paragraphs
    does not go by its class.
    """
    _quote(root)
    sizes = _sizes(root)
    boxes = {_box(form, sizes) for form in root.iter("form")}
    for element in [each for each in root.iter() if each in boxes or _is_doomed(each, sizes)]:
        if element is not root:
            element.drop_tree()
    for element in list(root.iter("figure")):
        element.drop_tag()
    for element in list(root.iter("form", *_UNWRAPPED)):
        element.tag = "div" if element.tag == "form" else "span"


def _is_doomed(element: HtmlElement, sizes: Mapping[HtmlElement, _Size]) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in DROPPED or tag in _STRUCK:
        return True
    if tag in ("html", "body", "main"):
        return False
    if tag == "sup":
        return next(element.iter("a"), None) is not None
    if tag == "figure":
        return sizes[element].pictures > 0 or not any(True for _ in element.iter("blockquote", "q"))
    if element.get("hidden") is not None or _UNSEEN.search(element.get("style", "")):
        return True
    if sizes[element].article:
        return False
    if "hidden" in element.get("class", "").split() or element.get("itemprop") in _PROPERTIES:
        return True
    if tag not in BLOCKS:
        return "-" in tag and _by_class(element, sizes)
    if tag in ("aside", "header", "footer"):
        return tag != "footer" or not any(True for _ in element.iterancestors("blockquote"))
    if element.get("role", "").lower() in _ROLES or (element.get("aria-hidden") == "true" and tag != "p"):
        return True
    return (tag in ("table", "div") and _is_captioned(element, sizes[element])) or _by_class(element, sizes)


def _sizes(root: HtmlElement) -> dict[HtmlElement, _Size]:
    """The size of each element, in one walk from the leaves up."""
    from lxml.etree import iterwalk

    sizes: dict[HtmlElement, _Size] = {}
    for _, element in iterwalk(root, events=("end",)):
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            sizes[element] = _Size(0, 0, 0, False)
            continue
        inside = [sizes[child] for child in element]
        count = sum(len((text or "").split()) for text in (element.text, *(child.tail for child in element)))
        count += sum(each.words for each in inside)
        headed = element.tag == "h1" or "articleBody" in element.get("itemprop", "")
        sizes[element] = _Size(
            count,
            count if element.tag == "p" else sum(each.in_paragraphs for each in inside),
            sum(each.pictures for each in inside) + (element.tag in _PICTURES),
            headed or any(each.article for each in inside),
        )
    return sizes


def _box(form: HtmlElement, sizes: Mapping[HtmlElement, _Size]) -> HtmlElement | None:
    """The box of a form that asks for something, or the form alone; None where it wraps the page."""
    box = next(form.iterancestors("div", "section", "aside"), form)
    return next((each for each in (box, form) if sizes[each].words <= 80 and not sizes[each].article), None)


def _by_class(element: HtmlElement, sizes: Mapping[HtmlElement, _Size]) -> bool:
    names = " ".join(element.get(each, "") for each in _NAMING).split()[:20]
    found = [name for name in map(_parts, names) if _CLASS.search(name) and not _NOT.search(name)]
    if not found:
        return False
    root = element.getroottree().getroot()
    most = sizes[element].in_paragraphs > _MOST * sizes[root].in_paragraphs
    return not most or any(map(_COMMENTS.search, found))


def _parts(name: str) -> str:
    return _PARTS.sub("-", _CAMEL.sub("-", name[:100]).lower()).strip("-")


def _is_captioned(element: HtmlElement, size: _Size) -> bool:
    """Whether a box holds a picture, and no more words than one may have below it."""
    if not size.pictures or size.words > 40:
        return False
    if element.tag == "table":
        return True
    set_out = any(True for _ in element.iter("p", "li", "blockquote"))
    return not set_out and not any(map(_is_in_text, element.iter(*_PICTURES)))


def _is_in_text(picture: HtmlElement) -> bool:
    parent = picture.getparent()
    return parent is not None and any((text or "").strip() for text in (parent.text, *(each.tail for each in parent)))


def _quote(root: HtmlElement) -> None:
    found = list(root.iter("q"))
    inner = [any(True for _ in element.iterancestors("q")) for element in found]
    for element, within in zip(found, inner, strict=True):
        opening, closing = "‘’" if within else "“”"
        element.text = opening + (element.text or "")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text += closing
        element.tag = "span"
