"""What a proof finds: a way into which a customer can get and from which no person is within reach, as data and in words. Values only."""

from typing import Literal, TypeAlias

from hoolin.core.facts import Code
from hoolin.core.flow.step import Event
from hoolin.core.site.rules import Language, Value

Kind: TypeAlias = Literal[
    "closed",
    "nobody",
    "no_promise",
    "no_number",
    "machine",
    "hung_up",
    "mute",
    "waits",
    "ring",
    "endless",
    "late",
    "far",
    "unheard",
    "too_large",
]
"""closed: a queue is closed, and nothing follows. nobody: nobody serves a queue in this language. no_promise: a promise without a date,
because the queue does not open in sight. no_number: a call is promised to somebody whose number nobody knows. machine: a machine fails, and nothing follows. hung_up: goodbye to somebody who did not choose it.
mute: nothing is said in this language. waits: waits for ever. ring: whoever says nothing, or makes mistakes, goes round. endless: it goes
round without asking anything. late: whoever says nothing, or makes mistakes, is led to a person too late. far: whoever asks for a person
has too many steps, or too much to listen to, before them. unheard: whoever asks for a person is not heard for too long. too_large: there
are too many places to be proved.
"""


class Bounds(Value, kw_only=True):
    """How far a person may be. A site may tighten each of them, and never loosen one.

    steps, seconds: for whoever asks for a person: what they have to do (the wish is the first step), and how long they are spoken to, from wherever
    they are. mishaps, mishap_seconds: for whoever says nothing or is never understood: how often, and how long they are spoken to, until
    they are brought to a person by themselves.
    """

    steps: int = 2
    seconds: float = 30
    mishaps: int = 6
    mishap_seconds: float = 120


class Trod(Value, kw_only=True):
    """One node on the way into a trap. node: which. language: the customer's there. events: what happened to leave it (nothing, where nothing is asked). hour: an instant at which it is like
    this, on the site's clock (empty: at any).
    """

    node: Code
    language: Language
    events: tuple[Event, ...] = ()
    hour: str = ""


class Turn(Value, kw_only=True):
    """One call of the interpreter. event: after which (None: at the beginning). open: what is, then. coming: what opens in time for a promise.
    nameless: whether nobody knows their number. The turns of a trap lead into it.
    """

    event: Event | None
    open: frozenset[str]
    coming: frozenset[str]
    nameless: bool = False


class Trap(Value, kw_only=True):
    """The shortest way into a trap. kind: which. node: where it closes. language: of the customer. steps, seconds: how far a person is, as far as there is one.
    path: every node. turns: the same way, to be walked again.
    """

    kind: Kind
    node: Code
    language: Language
    path: tuple[Trod, ...] = ()
    turns: tuple[Turn, ...] = ()
    steps: int = 0
    seconds: float = 0


class Verdict(Value, kw_only=True):
    """traps: one for each node in which one closes, the shortest first; none: the guarantee holds. steps, seconds: the farthest that a person is
    from anybody who asks; mishaps, mishap_seconds: from anybody who does not. places: how many were looked at. idle: nodes nobody comes to.
    """

    traps: tuple[Trap, ...] = ()
    steps: int = 0
    seconds: float = 0
    mishaps: int = 0
    mishap_seconds: float = 0
    places: int = 0
    idle: tuple[Code, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether a person is within reach of everybody, everywhere, always."""
        return not self.traps
