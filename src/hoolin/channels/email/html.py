"""A mail's HTML, made harmless, and as text.

    what came ──nh3──▶ well-formed, nothing that runs or loads ──▶ shown       ──▶ text

- Nothing is loaded from outside: a remote image's address is kept in `data-remote`, so that a person may ask to see it. Images that
  came with the mail stay, as `cid:…`.
- History that the sender's program marked as such bears the class `quoted`; in the text, block quotes are lines that begin with `>`.
- What would take the sanitiser long is refused beforehand; then the mail has a text only.
"""

import html as entities
import re
from collections.abc import Mapping

import nh3

from hoolin.channels.email.limits import (
    HTML_CHARACTERS_MAX,
    HTML_ENTITIES_MAX,
    HTML_TAG_CHARACTERS_MAX,
    HTML_TAGS_MAX,
    TEXT_CHARACTERS_MAX,
)
from hoolin.channels.email.words import clean

TAGS = {
    "a", "abbr", "address", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
GONE_WITH_CONTENT = {
    "script", "style", "title", "head", "textarea", "select", "option", "noscript", "template", "svg", "math", "object",
}  # fmt: skip
LAYOUT = {"align", "valign", "width", "height", "bgcolor", "dir", "lang"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "class", "id", *LAYOUT},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "border"},
    "font": {"color", "size", "face"},
    "table": {"border", "cellpadding", "cellspacing", "summary"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap"},
    "col": {"span"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value"},
    "blockquote": {"type"},
}
STYLES = {
    "color", "background-color", "font", "font-family", "font-size", "font-style", "font-weight", "text-align", "text-decoration",
    "text-indent", "line-height", "vertical-align", "white-space", "width", "height", "max-width", "padding", "padding-left",
    "padding-right", "padding-top", "padding-bottom", "margin", "margin-left", "margin-right", "margin-top", "margin-bottom",
    "border", "border-left", "border-right", "border-top", "border-bottom", "border-collapse", "border-spacing", "display",
}  # fmt: skip
"""Of these none loads anything, and none takes a thing out of the mail's own place on the screen."""

SCHEMES = {"http", "https", "mailto", "tel", "cid"}

QUOTES = re.compile(
    r"gmail_quote|gmail_extra|moz-cite-prefix|yahoo_quoted|divRplyFwdMsg|OutlookMessageHeader|OLK_SRC_BODY_SECTION|"
    r"appendonsend|mail-quote-collapse|mail-quote|js-compose-reply|protonmail_quote|tutanota_quote|WordSection_quote"
)
"""Classes and ids with which mail programs mark the history. Outlook and Yandex mark none, and are known by their words."""

DATA_URL = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,40};base64,[A-Za-z0-9+/=%\s]{200,}", re.IGNORECASE)
OPENED = re.compile(r"<[a-zA-Z]")
BARE_AMPERSAND = re.compile(r"&(?!#?[a-zA-Z0-9]{1,31};)")
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*)?)>")
CID = re.compile(r'(?<= )src="cid:([^"]*)"')
SOURCE = re.compile(r'(?<= )src="([^"]*)"')


def harmless(html: str) -> str | None:
    """HTML that can be shown; None when it is too much to make harmless."""
    html = _light(html)
    if _heavy(html):
        return None
    done = nh3.clean(
        html, tags=TAGS, clean_content_tags=GONE_WITH_CONTENT, attributes=ATTRIBUTES, attribute_filter=_kept,
        url_schemes=SCHEMES, filter_style_properties=STYLES, link_rel="noopener noreferrer nofollow",
    )  # fmt: skip
    done = TAG.sub(_unloaded, done)
    return done if len(done) <= HTML_CHARACTERS_MAX else None


def _light(html: str) -> str:
    """Without what is thrown away in any case and would only be carried: comments, styles, scripts, images written out."""
    for begin, end in (("<!--", "-->"), ("<style", "</style"), ("<script", "</script")):
        html = _without(html, begin, end)
    return BARE_AMPERSAND.sub("&amp;", DATA_URL.sub("data:", html))


def _without(html: str, begin: str, end: str) -> str:
    small, kept, at = html.lower(), [], 0
    if len(small) != len(html):
        # A letter that grows in small letters (İ) moves all places; the sanitiser will do without our help.
        return html
    while (start := small.find(begin, at)) >= 0 and (stop := small.find(end, start + len(begin))) >= 0:
        kept.append(html[at:start])
        at = stop + len(end) if end == "-->" else stop
    return "".join([*kept, html[at:]])


def _heavy(html: str) -> bool:
    if len(html) > HTML_CHARACTERS_MAX or len(OPENED.findall(html)) > HTML_TAGS_MAX:
        return True
    if html.count("&") > HTML_ENTITIES_MAX:
        return True
    tags = (len(piece) - start for piece in html.split(">") if (start := piece.find("<")) >= 0)
    return any(characters > HTML_TAG_CHARACTERS_MAX for characters in tags)


def with_images(harmless_html: str, cids: Mapping[str, str]) -> str:
    """The same, with the images that came with the mail under their names here. cids: Content-ID → name."""
    return CID.sub(
        lambda found: f'src="cid:{cids.get(entities.unescape(found[1]).strip("<> "), found[1])}"', harmless_html
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    if attribute in ("class", "id"):
        return "quoted" if QUOTES.search(value) else None
    if attribute == "style" and "(" in value:
        # Nothing that a style may still hold needs one of these functions, and they load.
        return re.sub(r"(?i)(url|image|image-set|expression)\s*\([^)]*\)?", "", value)
    return value


def _unloaded(tag: re.Match[str]) -> str:
    """An image from outside is not loaded by looking at the mail; its address is kept beside."""
    if tag[2] != "img":
        return tag[0]
    return SOURCE.sub(
        lambda source: source[0] if source[1].startswith("cid:") else f'data-remote="{source[1]}"', tag[0]
    )


BLOCKS = {
    "address", "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "table", "tbody", "thead", "tfoot", "tr", "ul", "caption",
}  # fmt: skip
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"}
HREF = re.compile(r'href="((?:https?://|mailto:)[^"]{1,2000})"')
SPACES = re.compile(r"[ \t\n\u00a0]+")


class Texter:
    """Text from harmless HTML: one pass over its tags. Quotes become lines that begin with `>`."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes: list[str] = []
        self.pre = 0
        self.blank = False
        self.link = ""

    def read(self, html: str) -> str:
        """The text."""
        at = 0
        for tag in TAG.finditer(html):
            self.said(html[at : tag.start()])
            at = tag.end()
            if tag[1]:
                self.closed(tag[2])
            else:
                self.opened(tag[2], tag[3])
        self.said(html[at:])
        self.ended()
        return clean("\n".join(self.lines)).strip("\n")

    def said(self, text: str) -> None:
        """Text between tags."""
        if not text:
            return
        plain = entities.unescape(text)
        if self.pre:
            first, *more = plain.split("\n")
            self.line.append(first)
            for line in more:
                self.ended(always=True)
                self.line.append(line)
        else:
            self.line.append(SPACES.sub(" ", plain))

    def ended(self, *, always: bool = False) -> None:
        """The line ends here. always: also when it is empty."""
        text = "".join(self.line)
        text = text.rstrip() if self.pre else SPACES.sub(" ", text).strip()
        self.line = []
        if not text and not always:
            return
        prefix = ">" * len(self.quotes) + " " if self.quotes else ""
        if self.blank and self.lines:
            self.lines.append(prefix.strip())
        self.blank = False
        self.lines.append((prefix + text).rstrip())

    def opened(self, tag: str, attributes: str) -> None:
        """A tag begins."""
        if tag == "br":
            self.ended(always=True)
        elif tag == "hr":
            self.ended()
            self.line.append("_" * 32)
            self.ended()
        elif tag == "img":
            if alt := re.search(r'alt="([^"]{1,200})"', attributes):
                self.line.append(f"[{entities.unescape(alt[1])}]")
        elif tag == "a":
            found = HREF.search(attributes)
            self.link = entities.unescape(found[1]) if found else ""
        elif tag in BLOCKS:
            self.ended()
            self.blank = self.blank or tag in APART
            if tag == "blockquote" and len(self.quotes) < 20:
                self.quotes.append(tag)
            self.pre += tag == "pre"
            if tag == "li":
                self.line.append("- ")
        elif tag in ("td", "th") and self.line:
            self.line.append(" ")

    def closed(self, tag: str) -> None:
        """A tag ends."""
        if tag == "a" and self.link:
            text = "".join(self.line[-3:])
            target = self.link.removeprefix("mailto:").rstrip("/")
            if target.removeprefix("https://").removeprefix("http://") not in text:
                self.line.append(f" <{self.link}>")
            self.link = ""
        elif tag in BLOCKS:
            self.ended()
            self.blank = self.blank or tag in APART
            if tag == "blockquote" and self.quotes:
                self.quotes.pop()
            self.pre = max(0, self.pre - (tag == "pre"))


def as_text(harmless_html: str) -> str:
    """What `harmless` gave, as a person would type it."""
    return Texter().read(harmless_html)[:TEXT_CHARACTERS_MAX]


def crude_text(html: str) -> str:
    """Text from HTML that was too much for `harmless`: without its tags, and without thinking."""
    out: list[str] = []
    for piece in _without(_without(html[:HTML_CHARACTERS_MAX], "<style", "</style"), "<script", "</script").split("<"):
        tag, _, text = piece.partition(">") if out else ("", "", piece)
        out.append(("\n" if tag[:3].lower().strip("/ ") in ("br", "p", "di", "div", "tr", "li") else " ") + text)
    lines = (" ".join(line.split()) for line in entities.unescape("".join(out)).split("\n"))
    return clean("\n".join(line for line in lines if line))[:TEXT_CHARACTERS_MAX]
