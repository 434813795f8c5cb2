"""The two curves as they are shown: time to a person, and first-contact resolution in its windows by channel.

As all figures they say nothing of fewer than ENOUGH: one customer's wait is nobody else's business.
"""

import msgspec

from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.figures.figure import Plain
from hoolin.experience.figures.system import Curve, first_contact, waits
from hoolin.experience.statistics import ENOUGH, Resolution, thinned


class Step(msgspec.Struct, frozen=True):
    """See `statistics.waits.Point`."""

    time: float
    share: float
    standard_error: float
    low: float
    high: float
    at_risk: int


class Waited(msgspec.Struct, frozen=True):
    """The curve of time to a person. n: observations; without points where they are too few."""

    n: int
    points: tuple[Step, ...]


class Kept(msgspec.Struct, frozen=True):
    """See `statistics.contacts.Resolution`. Without a value, and without what became of them, where the contacts are too few."""

    value: float | None
    standard_error: float | None
    low: float | None
    high: float | None
    contacts: int
    closed: int | None
    open: int | None
    repeats: int | None

    @property
    def plain(self) -> Plain | None:
        """The value with its interval, where it is said."""
        if self.value is None or self.low is None or self.high is None:
            return None
        return Plain(self.value, self.low, self.high)


class Curves(msgspec.Struct, frozen=True):
    """first_contact: by channel, by window."""

    time_to_human: Waited
    first_contact: dict[str, dict[str, Kept]]


def curves(asking: Asking, scope: Scope) -> Curves:
    """Both, of a scope."""
    found = first_contact(asking, scope, "channel")
    return Curves(
        _waited(waits(asking, scope)),
        {part: {window: _kept(one) for window, one in windows.items()} for part, windows in found.items()},
    )


def _waited(curve: Curve) -> Waited:
    shown = thinned(curve.points) if curve.n >= ENOUGH else ()
    return Waited(curve.n, tuple(Step(*point) for point in shown))


def _kept(found: Resolution) -> Kept:
    if found.contacts < ENOUGH:
        return Kept(None, None, None, None, found.contacts, None, None, None)
    return Kept(*found)
