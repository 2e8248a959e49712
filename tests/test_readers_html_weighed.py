"""What a box is called does not take the article away, and nothing else is stored in its place."""

from __future__ import annotations

import io

import pytest

from quotes.model import Article
from quotes.readers.base import Read, ReadError, Resource
from quotes.readers.html import article_page

STORY = (
    "The ferry between Hollin and the mainland will not run until the ice has gone, its owner said on Monday evening.",
    "“We have one hull and one propeller, and I will not lose either of them,” Maud Terrin told the islanders.",
    "The council keeps a sledge for the sick. It carried four people last winter, and it carried them slowly.",
    "Post comes twice a week by air, as long as there is no fog over the landing field behind the school.",
    "“Nobody has gone hungry yet,” said Terrin, who has run the ferry since her father fell ill in the spring.",
)
OTHERS = (
    "The bakery on Quay Street opens an hour later than usual all week, and asks for its baskets to be brought back.",
    "A reader writes that the clock on the custom house has been slow since June, and that nobody winds it any more.",
    "Snow shoes are lent at the school for a small sum; the pair that was taken in March has still not come home.",
    "The film on Friday is the one about the lighthouse, with the sound this time, and soup will be served after it.",
    "Whoever lost a brown glove near the chapel may have it back from the verger on any day before the sun is down.",
    "The choir has room for two more basses, who need not read music as long as they are willing to be told the notes.",
)
TITLE = "Ferry waits for the ice to go"


def read(page: str) -> Read:
    (found,) = article_page.read(Resource("page.html", io.BytesIO(page.encode()), "page.html"), {})
    return found


def paragraphs(page: str) -> list[str]:
    found = read(page)
    assert isinstance(found, Article), found
    return found.text.split("\n\n")


def p(texts: tuple[str, ...]) -> str:
    return "\n".join(f"<p>{each}</p>" for each in texts)


def page(body: str) -> str:
    return f"<html><head><title>{TITLE} - The Hollin Echo</title></head><body>{body}</body></html>"


HEADING = f"<h1>{TITLE}</h1>"
POSTS = f"<section class=wall>{''.join(f'<div class=note><p>{each}</p></div>' for each in OTHERS)}</section>"
NAMES = (
    "node-promoted node",
    "post_share",
    "entry-content-read-more",
    "sidebar_left container",
    "l-wrap--with-ads",
    "story-gallery-body",
    "podcast-text",
    "documentContent__socialContainer",
    "c-related-body",
    "recommended-layout",
    "newsletter-layout",
    "summary-box-wide",
    "theme-popular main-col",
    "article-metadata-wrap",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("attribute", ["class", "id", "data-component"])
def test_a_box_with_the_article_stays_whatever_it_is_called(name: str, attribute: str) -> None:
    box = f'<div {attribute}="{name}">{p(STORY)}</div>'
    assert paragraphs(page(f"<header>{HEADING}</header><div class=wrap>{box}{POSTS}</div>")) == list(STORY)
    assert paragraphs(page(f"{HEADING}<div class=wrap>{box}</div>")) == list(STORY)
    assert paragraphs(page(f"{HEADING}<div class=wrap><div class=inner>{box}</div><footer>Echo</footer></div>")) == [
        *STORY
    ]


@pytest.mark.parametrize("name", ["cmp-text", "ad-text paragraph", "content-share__text"])
def test_boxes_with_a_paragraph_each_are_weighed_together(name: str) -> None:
    boxes = "".join(f'<div class="{name}"><p>{each}</p></div>' for each in STORY)
    assert paragraphs(page(f"{HEADING}<div class=body>{boxes}</div>")) == list(STORY)


@pytest.mark.parametrize(
    "box",
    [
        "<nav><ul><li><a href=/>Home</a></li></ul>{}</nav>",
        "<header><a href=/>Home</a>{}</header>",
        "<noscript>{}</noscript>",
        "<aside>{}</aside>",
        "<dialog open>{}</dialog>",
        "<div hidden>{}</div>",
        "<div style='display: none'>{}</div>",
        "<div style='color:red;visibility:hidden'>{}</div>",
        "<div class='hidden js-story'>{}</div>",
        "<div role=complementary>{}</div>",
        "<div aria-hidden=true>{}</div>",
        "<section class=share><div class=ad>{}</div></section>",
    ],
)
def test_a_box_that_holds_the_article_is_no_furniture(box: str) -> None:
    assert paragraphs(page(HEADING + box.format(p(STORY)))) == list(STORY)
    assert paragraphs(page(box.format(f"<article>{HEADING}{p(STORY)}</article>"))) == list(STORY)


@pytest.mark.parametrize("part", ["html", "body", "main"])
def test_a_page_that_is_hidden_until_a_script_has_run(part: str) -> None:
    whole = f"<html><body><main>{HEADING}{p(STORY)}</main></body></html>"
    assert paragraphs(whole.replace(f"<{part}>", f"<{part} style='visibility:hidden' hidden>")) == list(STORY)


@pytest.mark.parametrize(
    "box",
    [
        "<div class=sidebar>{}</div>",
        "<aside>{}</aside>",
        "<div class=newsletter>{}</div>",
        "<div style='display:none'>{}</div>",
        "<div class='related posts'>{}</div>",
        "<div id=comments>{}</div>",
        "<footer>{}</footer>",
        "<div class=cookie-consent>{}</div>",
    ],
)
@pytest.mark.parametrize("where", ["above", "below"])
def test_a_box_beside_the_article_goes_though_it_has_running_text(box: str, where: str) -> None:
    beside = box.format(p(OTHERS[:2]))
    story = f"<article>{HEADING}{p(STORY)}</article>"
    assert paragraphs(page(beside + story if where == "above" else story + beside)) == list(STORY)


def test_comments_are_never_the_article() -> None:
    comments = "".join(f"<div class=comment><p>{each}</p></div>" for each in OTHERS)
    assert isinstance(read(page(f"{HEADING}<p>Watch the film.</p><div id=comments>{comments}</div>")), ReadError)


@pytest.mark.parametrize("name", ["related", "most-popular", "recommended-stories", "trending"])
def test_teasers_are_never_the_article(name: str) -> None:
    teasers = "".join(f"<div class=item><h3><a href=/x>Word</a></h3><p>{each}</p></div>" for each in OTHERS[:5])
    assert isinstance(read(page(f"{HEADING}<div class={name}>{teasers}</div>")), ReadError)


@pytest.mark.parametrize(
    ("slug", "heading"),
    [
        ("sharing-the-sledge", "Sharing the sledge"),
        ("comments-from-the-council", "Comments from the council"),
        ("related-party-deals", "Related-party deals"),
        ("the-islanders-newsletter", "The islanders’ newsletter"),
        ("popular-with-visitor", "Popular with visitors"),
    ],
)
def test_an_id_made_of_a_heading_says_nothing(slug: str, heading: str) -> None:
    inside = f"<section id={slug}><h2>{heading}</h2>{p(STORY[1:])}</section>"
    assert paragraphs(page(f"<article>{HEADING}<p>{STORY[0]}</p>{inside}</article>")) == [STORY[0], heading, *STORY[1:]]
    above = f"<h2 id={slug}>{heading}</h2>{p(STORY[1:])}"
    assert paragraphs(page(f"<article>{HEADING}<p>{STORY[0]}</p>{above}</article>")) == [STORY[0], heading, *STORY[1:]]


@pytest.mark.parametrize("slug", ["share-of-the-ferry", "newsletter", "credit-where-it-is-due", "comments"])
def test_an_id_of_a_paragraph_says_nothing(slug: str) -> None:
    told = f"<p>{STORY[0]}</p><p id={slug}>{STORY[1]}</p>{p(STORY[2:])}"
    assert paragraphs(page(f"<article>{HEADING}{told}</article>")) == list(STORY)


def test_a_box_with_the_id_of_what_it_is_goes() -> None:
    box = f"<div id=newsletter><h3>Newsletter</h3><p>{OTHERS[0]}</p></div>"
    assert paragraphs(page(f"<article>{HEADING}{p(STORY)}{box}</article>")) == list(STORY)


def test_posts_of_others_outside_the_story_go() -> None:
    assert paragraphs(page(f"{HEADING}<div class=story>{p(STORY)}</div>{POSTS}")) == list(STORY)


def test_parts_of_one_make_are_the_article() -> None:
    parts = "".join(f"<section class=part>{p(STORY[at : at + 2])}</section>" for at in (0, 2, 4))
    assert paragraphs(page(f"<article>{HEADING}{parts}</article>")) == list(STORY)


def test_a_page_made_by_scripts_is_read_from_its_json() -> None:
    import json

    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(STORY)}
    ld = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert paragraphs(page(f"{ld}<div id=root></div>")) == list(STORY)
    node["articleBody"] = p(STORY)
    ld = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert paragraphs(page(f"{ld}<div id=root></div>")) == list(STORY)


def test_a_page_that_shows_the_beginning_alone_is_read_from_its_json_ld() -> None:
    import json

    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(STORY)}
    ld = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert paragraphs(page(f"{ld}{HEADING}<div class=teaser><p>{STORY[0]}</p></div>")) == list(STORY)
    assert paragraphs(page(f"{ld}{HEADING}<div><p>{OTHERS[0]}</p></div>")) == [OTHERS[0]]
