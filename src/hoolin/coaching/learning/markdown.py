"""Markdown → what a page shows, as values: paragraphs, headings, lists, tables and links, and nothing else. No HTML is ever made of it, so none can be slipped in.

CommonMark with tables, as markdown-it-py reads it. Links lead to the web and to places in the house; pictures and HTML of the writer's own are shown as they were written.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TypeAlias

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = frozenset(
    {"p", "br", "hr", "h2", "h3", "h4", "h5", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a", "table", "thead", "tbody", "tr", "th", "td"}
)  # fmt: skip
LINK = re.compile(r"https?://|/(?!/)|#")
"""The web, a place in the house, a place on the page."""

FIRST, LAST = 2, 5
"""A page has its title already: what is written as a heading of the first or second rank stands right beneath it."""


class Element(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of a page. tag: which, as HTML calls it, one of TAGS. children: what is in it, texts and other parts. href: where a link leads."""

    tag: str
    children: list["Node"] = []
    href: str = ""


Node: TypeAlias = "str | Element"


@lru_cache(maxsize=256)
def shown(text: str) -> list[Node]:
    """The text as parts of a page, to be read and not changed. A link that may not be is shown as it was written."""
    page: list[Node] = []
    within = [page]
    for token in _flat(_parser().parse(text)):
        if token.nesting == 1:
            part = Element(_tag(token), [], str(token.attrGet("href") or ""))
            within[-1].append(part)
            within.append(part.children)
        elif token.nesting == -1:
            within.pop()
        elif leaf := _leaf(token):
            within[-1].append(leaf)
    return page


def _flat(tokens: list[Token]) -> Iterator[Token]:
    """One after the other, what is within lines too; without the paragraphs that short lists do not show."""
    for token in tokens:
        if token.type == "inline":
            yield from token.children or ()
        elif not token.hidden:
            yield token


def _leaf(token: Token) -> Node:
    if token.type in ("code_inline", "fence", "code_block"):
        return Element("code" if token.type == "code_inline" else "pre", [token.content])
    if token.type in ("hardbreak", "hr"):
        return Element("br" if token.type == "hardbreak" else "hr")
    return "\n" if token.type == "softbreak" else token.content


def _tag(token: Token) -> str:
    tag = f"h{min(LAST, max(FIRST, int(token.tag[1])))}" if token.type == "heading_open" else token.tag
    return tag if tag in TAGS else "p"


def forbidden(text: str) -> list[str]:
    """Links and pictures that will not be shown, as they were written, so that whoever writes hears of it."""
    found = []
    for token in _flat(_reader().parse(text)):
        target = str(token.attrGet("href") or token.attrGet("src") or "")
        if token.type == "image" or (token.type == "link_open" and not LINK.match(target)):
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
