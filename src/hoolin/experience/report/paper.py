"""A report on paper: PDF with drawings as vectors, the figures attached. The library is loaded when somebody asks for it first.

Its types are told here: the library has none.
"""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hoolin.core.errors import Defect
from hoolin.experience.report.blocks import (
    SERIES,
    Block,
    Cell,
    Document,
    Dot,
    Drawing,
    Heading,
    Label,
    Line,
    Link,
    Paragraph,
    Role,
    Shape,
    Table,
    Terms,
)
from hoolin.experience.report.charts import mark

MM = 72 / 25.4
MARGIN = 17 * MM
WIDTH, HEIGHT = 210 * MM, 297 * MM
INNER = WIDTH - 2 * MARGIN
PADDING = 6
"""Of the library's frames, on each side."""

INK, MUTED, RULE, ACCENT = "#1b2733", "#52606d", "#c9d1d9", "#0b5cad"
COLOURS: dict[Role, str] = {
    "grid": "#d5dce3", "track": "#d5dce3", "band": "#d3e2f1", "one": "#0b5cad", "two": "#b3261e", "three": "#1a6b3c", "four": "#8a5300",
    "five": "#6b3fa0", "six": "#00707c",
}  # fmt: skip

WORDS_ROOM, ROWS_ROOM = 36.0, 90.0

FONTS = {"Hoolin": "OpenSans-Regular.ttf", "HoolinBold": "OpenSans-Bold.ttf"}
UNKNOWN = "\ufffd"

STYLES: dict[str, dict[str, Any]] = {
    "": {"fontSize": 9.5, "leading": 13.5, "spaceAfter": 5},
    "head": {"fontSize": 10, "leading": 13, "textColor": MUTED, "fontName": "HoolinBold"},
    "lead": {"fontSize": 11.5, "leading": 16.5, "spaceAfter": 6},
    "muted": {"fontSize": 8.5, "leading": 12, "textColor": MUTED, "spaceAfter": 4},
    "notice": {"fontSize": 10, "leading": 14, "fontName": "HoolinBold", "textColor": "#8a5300", "spaceAfter": 4},
    "code": {"fontSize": 8.5, "leading": 12, "backColor": "#f4f6f8", "borderPadding": (3, 5, 4, 5), "spaceBefore": 4, "spaceAfter": 8, "leftIndent": 5},
    "h1": {"fontSize": 20, "leading": 26, "fontName": "HoolinBold", "spaceAfter": 4},
    "h2": {"fontSize": 13.5, "leading": 18, "fontName": "HoolinBold", "spaceBefore": 16, "spaceAfter": 5, "keepWithNext": 1},
    "h3": {"fontSize": 10.5, "leading": 14, "fontName": "HoolinBold", "spaceBefore": 9, "spaceAfter": 3, "keepWithNext": 1},
    "cell": {"fontSize": 8.5, "leading": 11.5},
    "number": {"fontSize": 8.5, "leading": 11.5, "alignment": 2},
    "over": {"fontSize": 7.8, "leading": 10, "textColor": MUTED, "fontName": "HoolinBold"},
    "over_number": {"fontSize": 7.8, "leading": 10, "textColor": MUTED, "fontName": "HoolinBold", "alignment": 2},
    "term": {"fontSize": 9, "leading": 12.5, "fontName": "HoolinBold", "spaceBefore": 5, "keepWithNext": 1},
    "method": {"fontSize": 8.3, "leading": 11.6, "textColor": MUTED, "spaceAfter": 2},
}  # fmt: skip


def paper(document: Document, data: bytes, name: str, page_said: str) -> bytes:
    """The PDF. data: the signed figures, attached as `name`. page_said: what a page's number is called, with {n}."""
    from reportlab.platypus import SimpleDocTemplate

    _fonts()
    made = io.BytesIO()
    flow = SimpleDocTemplate(
        made, pagesize=(WIDTH, HEIGHT), leftMargin=MARGIN - PADDING, rightMargin=MARGIN - PADDING, topMargin=16 * MM, bottomMargin=20 * MM,
        title=document.title, author=document.head, lang=document.language, invariant=1, pageCompression=1, creator="Hoolin", producer="Hoolin",
    )  # fmt: skip

    def sheet(canvas: Any, _: Any) -> None:
        if canvas.getPageNumber() == 1:
            _attach(canvas, data, name)
        canvas.setFont("Hoolin", 7.5)
        canvas.setFillColor(MUTED)
        canvas.drawString(MARGIN, 11 * MM, _clean(document.foot))
        canvas.drawRightString(WIDTH - MARGIN, 11 * MM, page_said.format(n=canvas.getPageNumber()))

    flow.build(list(_flowing(document)), onFirstPage=sheet, onLaterPages=sheet)
    return made.getvalue()


def _flowing(document: Document) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak

    yield _text(document.head, "head")
    yield _text(document.title, "h1")
    for at, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            yield CondPageBreak(_wanted(document.blocks[at : at + 6]))
        yield from _block(block)


def _wanted(blocks: Sequence[Block]) -> float:
    """How much room a heading wants below it: for its words, and for the drawing or the first rows of what it is about."""
    room = 0.0
    for block in blocks:
        if isinstance(block, Drawing):
            return room + block.height * INNER / block.width
        if isinstance(block, Table | Terms):
            return room + ROWS_ROOM
        room += WORDS_ROOM
    return room


def _block(block: Block) -> Iterator[Any]:
    if isinstance(block, Heading):
        yield _text(block.text, f"h{block.level}")
    elif isinstance(block, Paragraph):
        yield _text(block.text, block.kind)
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Drawing):
        yield _drawn(block)
        if block.legend:
            yield _legend(block.legend)
    elif isinstance(block, Terms):
        for code, name, meaning, method in block.ones:
            yield _term(code, name, meaning, method)
    elif isinstance(block, Link):
        # Paper may be read as paper: the address stands there too.
        address = _plain(block.address)
        yield _marked(f'{_plain(block.text)}: <link href="{address}" color="{ACCENT}">{address}</link>', "")


def _term(code: str, name: str, meaning: str, method: str) -> Any:
    from reportlab.platypus import KeepTogether

    about = f'{_plain(name)} <font name="Hoolin" color="{MUTED}" size="7.5">{_plain(code)}</font>'
    rest = [_text(text, style) for text, style in ((meaning, "cell"), (method, "method")) if text]
    return KeepTogether([_marked(about, "term"), *rest])


def _table(table: Table) -> Iterator[Any]:
    from reportlab.platypus import Spacer
    from reportlab.platypus import Table as Laid

    numbers = table.numbers
    rows: list[list[Any]] = [
        [_text(text, "over_number" if number else "over") for text, number in zip(table.head, numbers, strict=True)]
    ]
    rows += [[_cell(cell, numbers[at]) for at, cell in enumerate(row)] for row in table.rows]
    whole = sum(table.widths)
    laid = Laid(
        rows, colWidths=[INNER * width / whole for width in table.widths], repeatRows=1, splitInRow=0, hAlign="LEFT"
    )
    laid.setStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, RULE),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("VALIGN", (0, 1), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-2, -1), 6),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ]
    )
    yield laid
    yield Spacer(1, 8)


def _cell(cell: Cell, right: bool) -> Any:
    beside = "".join(f'<br/><font size="7.3" color="{MUTED}">{_plain(line)}</font>' for line in cell.beside)
    return _marked(_plain(cell.text) + beside, "number" if right else "cell")


def _text(text: str, style: str) -> Any:
    return _marked(_plain(text), style)


def _marked(text: str, style: str) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Laid

    given = {"fontName": "Hoolin", "textColor": INK, **STYLES[style]}
    return Laid(text, ParagraphStyle(style or "text", **given))


def _plain(text: str) -> str:
    """As the library's own markup takes it."""
    return escape(_clean(text))


def _clean(text: str) -> str:
    """Without what the font does not have: somebody's own words may hold any sign there is."""
    known = _known()
    return "".join(sign if ord(sign) in known else UNKNOWN if ord(UNKNOWN) in known else "?" for sign in text)


def _drawn(drawing: Drawing) -> Any:
    from reportlab.platypus import Flowable

    class Drawn(Flowable):  # type: ignore[misc]
        """The shapes, as wide as the text."""

        def wrap(self, *_: float) -> tuple[float, float]:
            """How large it is."""
            return INNER, drawing.height * INNER / drawing.width

        def draw(self) -> None:
            """Draw it: its own y runs downward."""
            scale = INNER / drawing.width
            self.canv.scale(scale, -scale)
            self.canv.translate(0, -drawing.height)
            for shape in drawing.shapes:
                _shape(self.canv, shape)

    return Drawn()


def _legend(legend: Sequence[tuple[Role, str]]) -> Any:
    from reportlab.platypus import Flowable

    class Keys(Flowable):  # type: ignore[misc]
        """The marks and what they stand for, in one line."""

        def wrap(self, *_: float) -> tuple[float, float]:
            """How large it is."""
            return INNER, 18

        def draw(self) -> None:
            """Draw it."""
            step = INNER / max(4, len(legend))
            for at, (role, name) in enumerate(legend):
                _shape(self.canv, mark(step * at + 6, 9, SERIES.index(role), 4))
                self.canv.setFont("Hoolin", 8.5)
                self.canv.setFillColor(INK)
                self.canv.drawString(step * at + 14, 6, _clean(name))

    return Keys()


def _shape(canvas: Any, shape: Shape) -> None:
    if isinstance(shape, Label):
        canvas.saveState()
        canvas.translate(shape.x, shape.y)
        canvas.scale(1, -1)
        canvas.setFont("Hoolin", 12)
        canvas.setFillColor(MUTED)
        draw = {"start": canvas.drawString, "middle": canvas.drawCentredString, "end": canvas.drawRightString}[
            shape.anchor
        ]
        draw(0, 0, _clean(shape.text))
        canvas.restoreState()
        return
    canvas.setStrokeColor(COLOURS[shape.role])
    canvas.setFillColor(COLOURS[shape.role])
    if isinstance(shape, Line):
        canvas.setLineWidth(shape.width)
        canvas.line(shape.x1, shape.y1, shape.x2, shape.y2)
    elif isinstance(shape, Dot):
        canvas.circle(shape.x, shape.y, shape.radius, stroke=0, fill=1)
    else:
        path = canvas.beginPath()
        path.moveTo(*shape.points[0])
        for point in shape.points[1:]:
            path.lineTo(*point)
        canvas.setLineWidth(2)
        canvas.setLineJoin(1)
        canvas.drawPath(path, stroke=0 if shape.filled else 1, fill=1 if shape.filled else 0)


def _attach(canvas: Any, data: bytes, name: str) -> None:
    """The figures, as a file within the file; not packed, so that a program finds them with a glance."""
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

    document = canvas._doc
    stream = PDFStream(
        PDFDictionary({"Type": PDFName("EmbeddedFile"), "Subtype": PDFName("application#2Fjson"), "Length": len(data)}), data, filters=[]
    )  # fmt: skip
    file = PDFDictionary(
        {
            "Type": PDFName("Filespec"), "F": PDFString(name), "UF": PDFString(name), "AFRelationship": PDFName("Data"),
            "EF": PDFDictionary({"F": document.Reference(stream, "report-data")}),
        }
    )  # fmt: skip
    names = PDFArray([PDFString(name), document.Reference(file, "report-file")])
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": names})})


@cache
def _fonts() -> None:
    """Make the fonts known to the library, once."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, str(_folder() / file)))


@cache
def _known() -> frozenset[int]:
    """Which signs the font has."""
    from reportlab.pdfbase import pdfmetrics

    return frozenset(pdfmetrics.getFont("Hoolin").face.charToGlyph)


def _folder() -> Path:
    """Where the fonts lie: in a package that is only data, and is never run."""
    spec = find_spec("ttf_opensans")
    if spec is None or not spec.submodule_search_locations:
        raise Defect("fonts_missing", package="ttf-opensans")
    return Path(spec.submodule_search_locations[0]) / "ttf"
