"""Facts of no room, and journals full of them."""

from collections.abc import Sequence

from hoolin.core.facts import Content, Entry, Fact, Id
from hoolin.journal.codec import Codec
from hoolin.journal.upcasting import Shape, Upcasters


class KettleBoiled(Fact):
    """A fact with one plain field."""

    degrees: int


class TeaPoured(Fact):
    """A fact that names content."""

    cup: Id
    words: Id


class GuestSeated(Fact, tag="guest_seated@3"):
    """A fact whose shape has changed twice."""

    guest: Id
    table: Id
    window: bool


def seated_2(old: Shape) -> Shape:
    """A seat became a table."""
    return {"fact": "guest_seated@2", "guest": old["guest"], "table": f"table-{old['seat']}"}


def seated_3(old: Shape) -> Shape:
    """Whether one sits by the window is written down from now on."""
    return {**old, "fact": "guest_seated@3", "window": False}


UPCASTERS = Upcasters({"guest_seated": seated_2, "guest_seated@2": seated_3})


def codec() -> Codec:
    """A codec for the facts above."""
    return Codec([KettleBoiled, TeaPoured, GuestSeated], UPCASTERS)


def boiled(position: int, degrees: int = 100) -> Entry:
    """An entry with a plain fact."""
    return Entry(position, 1_700_000_000_000 + position, "system", f"key-{position}", KettleBoiled(degrees=degrees))


def run(after: int, count: int) -> list[Entry]:
    """The next `count` entries after a position."""
    return [boiled(position) for position in range(after + 1, after + count + 1)]


def poured(position: int, owner: str, text: str = "two sugars") -> tuple[Entry, Content]:
    """An entry and the content that it names."""
    words = Content(f"words-{position}", owner, text.encode())
    fact = TeaPoured(cup=f"cup-{position}", words=words.id)
    return Entry(position, 1_700_000_000_000, f"customer:{owner}", f"key-{position}", fact), words


def positions(entries: Sequence[Entry]) -> list[int]:
    """Where these entries stand."""
    return [entry.position for entry in entries]
