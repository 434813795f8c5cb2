"""What a report is made of on its way to the page or the paper: headings, paragraphs, tables, drawings. One content, two ways to show it."""

from typing import Literal, NamedTuple, TypeAlias

Role: TypeAlias = Literal["grid", "band", "track", "one", "two", "three", "four", "five", "six"]
"""What a stroke stands for; the page and the paper give it its colour."""

SERIES: tuple[Role, ...] = ("one", "two", "three", "four", "five", "six")


class Line(NamedTuple):
    """From one place to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: Role
    width: float = 1.0


class Trace(NamedTuple):
    """A line through places, or a filled one."""

    points: tuple[tuple[float, float], ...]
    role: Role
    filled: bool = False


class Dot(NamedTuple):
    """A round mark."""

    x: float
    y: float
    radius: float
    role: Role


class Label(NamedTuple):
    """A text in a drawing. y: of its foot."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"]


Shape: TypeAlias = Line | Trace | Dot | Label


class Heading(NamedTuple):
    """level: 1 to 3. id: by which links find it."""

    text: str
    level: int
    id: str


class Paragraph(NamedTuple):
    """kind: `lead` the first words, `muted` beside, `notice` what must not be missed, `code` as it is typed."""

    text: str
    kind: Literal["", "lead", "muted", "notice", "code"] = ""


class Cell(NamedTuple):
    """What a table says in a place. beside: lines in small, such as the interval. number: whether it is one."""

    text: str
    beside: tuple[str, ...] = ()
    number: bool = False


class Table(NamedTuple):
    """caption: its name, for those who do not see it. widths: of its columns, to each other. The first cell of a row is what the row is about."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]

    @property
    def numbers(self) -> list[bool]:
        """Which columns are of numbers, and stand to the right."""
        return [any(row[at].number for row in self.rows) for at in range(len(self.head))]


class Drawing(NamedTuple):
    """says: what is to be seen, in words. legend: by role, what each series is."""

    says: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    legend: tuple[tuple[Role, str], ...] = ()


class Terms(NamedTuple):
    """What figures are: code, name, meaning and method of each."""

    ones: tuple[tuple[str, str, str, str], ...]


class Data(NamedTuple):
    """The link to the figures as data."""

    text: str
    name: str


class Link(NamedTuple):
    """The way to a page. address: whole, with https."""

    text: str
    address: str


Block: TypeAlias = Heading | Paragraph | Table | Drawing | Terms | Data | Link


class Document(NamedTuple):
    """All of it. head: what stands above the title; foot: on each sheet of paper."""

    language: str
    title: str
    head: str
    foot: str
    blocks: tuple[Block, ...]
