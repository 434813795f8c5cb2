"""Markdown → HTML that is safe to show: no HTML of the writer's own, no pictures, links only to the web and to places in the house.

CommonMark as markdown-it-py reads it, without raw HTML; what comes out nh3 looks through once more, so that two would have to fail for anything to pass.
"""

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "br",
    "hr",
    "h3",
    "h4",
    "h5",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
LINK = re.compile(r"https?://|/(?!/)|#")
"""The web, a place in the house, a place on the page."""

DEEPER = 2
"""A page has its title already: what is written as a heading of the first rank stands two ranks beneath."""


def html(text: str) -> str:
    """The text as HTML. A link that may not be is shown as it was written."""
    tokens = _parser().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(5, int(token.tag[1]) + DEEPER)}"
    made = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(
        made, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel="noopener noreferrer"
    )


def forbidden(text: str) -> list[str]:
    """Links and pictures that will not be shown, as they were written, so that whoever writes hears of it."""
    found = []
    for token in _reader().parse(text):
        for part in token.children or ():
            target = str(part.attrGet("href") or part.attrGet("src") or "")
            if part.type == "image" or (part.type == "link_open" and not LINK.match(target)):
                found.append(target)
    return found


@cache
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    made.validateLink = lambda url: LINK.match(url) is not None  # type: ignore[method-assign]
    return made


@cache
def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False})
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    return made
