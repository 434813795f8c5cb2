"""The two curves as they are shown: time to a person, and first-contact resolution in its windows by channel."""

import msgspec

from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.figures.system import first_contact, waits
from hoolin.experience.statistics import thinned


class Step(msgspec.Struct, frozen=True):
    """See `statistics.waits.Point`."""

    time: float
    share: float
    standard_error: float
    low: float
    high: float
    at_risk: int


class Waited(msgspec.Struct, frozen=True):
    """The curve of time to a person. n: observations."""

    n: int
    points: tuple[Step, ...]


class Kept(msgspec.Struct, frozen=True):
    """See `statistics.contacts.Resolution`."""

    value: float
    standard_error: float
    low: float
    high: float
    contacts: int
    closed: int
    open: int
    repeats: int


class Curves(msgspec.Struct, frozen=True):
    """first_contact: by channel, by window."""

    time_to_human: Waited
    first_contact: dict[str, dict[str, Kept]]


def curves(asking: Asking, scope: Scope) -> Curves:
    """Both, of a scope."""
    curve = waits(asking, scope)
    found = first_contact(asking, scope, "channel")
    return Curves(
        Waited(curve.n, tuple(Step(*point) for point in thinned(curve.points))),
        {part: {window: Kept(*one) for window, one in windows.items()} for part, windows in found.items()},
    )
