import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.channels.email.html import STYLES, TAGS, as_text, crude_text, harmless, with_images


def safe(html: str) -> str:
    """The harmless form of what is not too much."""
    done = harmless(html)
    assert done is not None
    return done


class Seen(HTMLParser):
    """Every tag and attribute, as a browser-like parser finds them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.found += [(tag, name, value or "") for name, value in attrs]


def assert_harmless(html: str) -> None:
    """Nothing in it runs, loads, or leaves its place."""
    seen = Seen(html)
    assert seen.tags <= TAGS
    for tag, name, value in seen.found:
        assert not name.startswith("on"), (tag, name)
        assert name not in ("srcset", "background", "action", "formaction", "poster", "srcdoc")
        if name == "src":
            assert value.startswith("cid:"), value
        if name == "href":
            assert re.match(r"(https?|mailto|tel|cid):|[^:]*$|/", value.strip().lower()), value
        if name == "style":
            assert "url" not in value.lower()
            assert "expression" not in value.lower()
            names = [one.partition(":")[0].strip() for one in value.split(";") if ":" in one]
            assert set(names) <= STYLES


ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "<svg/onload=alert(1)>",
    "<a href='&#106;avascript:alert(1)'>x</a>", "<iframe src=https://x.example></iframe>", "<base href=https://x.example>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>", "<form action=https://x.example><input name=password></form>",
    "<div style='background:url(https://x.example/p)'>x</div>", "<div style='position:fixed;top:0;color:red'>x</div>",
    "<div style='color:expression(alert(1))'>x</div>", "<table background=https://x.example/p><tr><td>x</table>",
    "<img srcset='https://x.example/p 2x'>", "<link rel=stylesheet href=https://x.example>", "<style>@import 'https://x'</style>x",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<!--><img src=x onerror=alert(1)>-->", "<video poster=https://x.example><source src=https://x.example></video>",
    "<img title='\"><img src=https://x.example/p>' src='https://x.example/q'>", "<a href=' java\nscript:alert(1)'>x</a>",
    "<p style='list-style-image:url(https://x.example)'>x", "<div style='width:calc(1px);color:url(//x.example)'>x", "<object data=x>",
]  # fmt: skip


@pytest.mark.parametrize("html", ATTACKS)
def test_nothing_runs_and_nothing_loads(html: str) -> None:
    """Scripts, events, foreign frames and forms go; images and styles from outside are not fetched by looking."""
    assert_harmless(safe(html))
    assert_harmless(safe(f"<div class=gmail_quote>{html}<p>{html}"))


@given(
    st.lists(
        st.sampled_from([*ATTACKS, "<", ">", "'", '"', "<!--", "-->", "&lt;", "<p ", "<img src=", "cid:", "x"]),
        max_size=12,
    )
)
def test_no_mixture_of_attacks_runs(pieces: list[str]) -> None:
    """However they are put together."""
    assert_harmless(safe("".join(pieces)))


def test_images_from_outside_are_kept_by_address() -> None:
    """A person may ask to see them; until then nothing tells their sender that the mail was opened."""
    html = safe(
        '<img src="https://x.example/p.gif?a=1&b=2" alt="Pixel"><img src="cid:logo@x" width="10"><img src="//x.example/q">'
    )
    assert 'data-remote="https://x.example/p.gif?a=1&amp;b=2"' in html
    assert 'data-remote="//x.example/q"' in html
    assert 'src="cid:logo@x"' in html
    assert with_images(html, {"logo@x": "file-2"}).count('src="cid:file-2"') == 1
    assert with_images(html, {}) == html


def test_history_is_marked() -> None:
    """What a program marks as history bears our class; other classes and ids are gone."""
    html = safe('<div class="gmail_quote x">a</div><div id="divRplyFwdMsg">b</div><p class="modal" id="app">c</p>')
    assert html == '<div class="quoted">a</div><div id="quoted">b</div><p>c</p>'


def test_what_would_take_long_is_refused() -> None:
    """Too deep, too long, too many attributes or references: refused at once, and still read as text."""
    for html in ("<div>" * 50_000 + "x", "<p>x" * 300_000, f"<a {'b ' * 20_000}>x", "&notit;" * 60_000, "<" * 999_999):
        assert harmless(html) is None
        crude_text(html)
    assert (
        crude_text("<style>p{}</style><p>Tere <b>Mari</b>,</p><div>aitäh &amp; head aega</div>")
        == "Tere Mari ,\naitäh & head aega"
    )


def test_text_from_html() -> None:
    """As a person would type it: paragraphs, lists, links, quotes, tables, and text that was laid out already."""
    html = (
        '<p>Tere&nbsp;  Mari!</p><p>a<br>b<br><br>c</p><ul><li>x<li>y</ul><blockquote>old<blockquote>oldest</blockquote></blockquote>'
        '<table><tr><td>1<td>2</tr></table><a href="https://x.ee/">x.ee</a> <a href="https://y.ee/z">there</a>'
        ' <a href="mailto:a@b.ee">a@b.ee</a><pre>1\n  2</pre><img src="https://x/y" alt="Logo"><hr>z'
    )  # fmt: skip
    assert as_text(safe(html)) == (
        "Tere Mari!\n\na\nb\n\nc\n\n- x\n- y\n>\n> old\n>>\n>> oldest\n\n1 2\n\nx.ee there <https://y.ee/z> a@b.ee\n\n1\n  2\n\n"
        "[Logo]\n________________________________\nz"
    )


@given(st.text("<>/ab pdivtx&;='\"!-\n", max_size=200))
def test_any_html_is_read(html: str) -> None:
    """No HTML stops it, and no tag is left in the text that was one."""
    text = as_text(safe(html))
    assert "<div" not in text or "&lt;" in html or "<div" in html
    crude_text(html)
