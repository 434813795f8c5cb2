"""A report as a page: one file of HTML that needs nothing else, for the eye, for a screen reader and for the printer. No script is in it."""

import base64
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from hoolin.experience.report.blocks import (
    SERIES,
    Block,
    Cell,
    Data,
    Document,
    Dot,
    Drawing,
    Heading,
    Label,
    Line,
    Link,
    Paragraph,
    Shape,
    Table,
    Terms,
)
from hoolin.experience.report.charts import mark


@cache
def style() -> str:
    """The page's style sheet."""
    return (files("hoolin.experience.report") / "page.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """What a browser may do with it: show it, in our style."""
    digest = base64.b64encode(sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def page(document: Document, data: bytes, contents: str) -> bytes:
    """The page. data: the signed figures, behind a link in it. contents: what the list of chapters is called; "" for a short one without."""
    chapters = [block for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    listed = "".join(f'<li><a href="#{one.id}">{escape(one.text)}</a></li>' for one in chapters)
    nav = f'<nav aria-label="{escape(contents)}"><ol>{listed}</ol></nav>' if contents else ""
    written = "\n".join(line for block in document.blocks for line in _block(block, data))
    html = f"""<!doctype html>
<html lang="{document.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)} · {escape(document.head)}</title>
<style>{style()}</style>
</head>
<body>
<header>
<p class="head">{escape(document.head)}</p>
<h1>{escape(document.title)}</h1>
</header>
<main>
{nav}
{written}
</main>
</body>
</html>
"""
    return html.encode()


def _block(block: Block, data: bytes) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f'<h{block.level} id="{block.id}">{escape(block.text)}</h{block.level}>'
    elif isinstance(block, Paragraph):
        text = f"<code>{escape(block.text)}</code>" if block.kind == "code" else escape(block.text)
        yield f'<p class="{block.kind}">{text}</p>' if block.kind else f"<p>{text}</p>"
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Drawing):
        yield from _drawing(block)
    elif isinstance(block, Terms):
        yield "<dl>"
        for code, name, meaning, method in block.ones:
            yield f"<dt>{escape(name)} <code>{escape(code)}</code></dt>"
            yield from (f"<dd>{escape(meaning)}</dd>",) if meaning else ()
            yield from (f'<dd class="method">{escape(method)}</dd>',) if method else ()
        yield "</dl>"
    elif isinstance(block, Data):
        encoded = base64.b64encode(data).decode()
        yield f'<p><a download="{escape(block.name)}" href="data:application/json;base64,{encoded}">{escape(block.text)}</a></p>'
    elif isinstance(block, Link):
        yield f'<p><a href="{escape(block.address)}">{escape(block.text)}</a></p>'


def _table(table: Table) -> Iterator[str]:
    caption = escape(table.caption)
    yield f'<div class="scroll" role="group" tabindex="0" aria-label="{caption}"><table><caption>{caption}</caption>'
    numbers = table.numbers
    heads = "".join(
        f'<th scope="col"{" class=number" if number else ""}>{escape(text)}</th>'
        for text, number in zip(table.head, numbers, strict=True)
    )
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for row in table.rows:
        cells = "".join(_cell(cell, numbers[at + 1]) for at, cell in enumerate(row[1:]))
        yield f'<tr><th scope="row">{_text(row[0])}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _cell(cell: Cell, right: bool) -> str:
    return f"<td{' class=number' if right else ''}>{_text(cell)}</td>"


def _text(cell: Cell) -> str:
    return escape(cell.text) + "".join(f" <small>{escape(line)}</small>" for line in cell.beside)


def svg(drawing: Drawing, attributes: str = "", style: str = "") -> str:
    """The drawing alone, coloured by the page's classes; attributes, style: for one that stands by itself."""
    size = f"0 0 {_number(drawing.width)} {_number(drawing.height)}"
    shapes = "\n".join(_shape(shape) for shape in drawing.shapes)
    return f'<svg {attributes}viewBox="{size}" role="img" aria-label="{escape(drawing.says)}">{style}\n{shapes}\n</svg>'


def _drawing(drawing: Drawing) -> Iterator[str]:
    yield f'<figure><div class="scroll" role="group" tabindex="0" aria-label="{escape(drawing.says)}">'
    yield svg(drawing) + "</div>"
    if drawing.legend:
        keys = "".join(
            f'<li><svg viewBox="0 0 16 16" aria-hidden="true">{_shape(mark(8, 8, SERIES.index(role), 5.5))}</svg>{escape(name)}</li>'
            for role, name in drawing.legend
        )
        yield f"<figcaption><ul>{keys}</ul></figcaption>"
    yield "</figure>"


def _shape(shape: Shape) -> str:
    if isinstance(shape, Line):
        ends = f'x1="{_number(shape.x1)}" y1="{_number(shape.y1)}" x2="{_number(shape.x2)}" y2="{_number(shape.y2)}"'
        return f'<line class="s-{shape.role}" stroke-width="{_number(shape.width)}" {ends}/>'
    if isinstance(shape, Dot):
        return f'<circle class="f-{shape.role}" cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}"/>'
    if isinstance(shape, Label):
        return f'<text x="{_number(shape.x)}" y="{_number(shape.y)}" text-anchor="{shape.anchor}">{escape(shape.text)}</text>'
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
    if shape.filled:
        return f'<polygon class="f-{shape.role}" points="{points}"/>'
    return f'<polyline class="s-{shape.role}" fill="none" stroke-width="2" stroke-linejoin="round" points="{points}"/>'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
