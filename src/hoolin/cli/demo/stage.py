"""Where the simulated people act: the same people on the wall clock in a running site, or on a virtual clock for its past."""

from collections.abc import Callable
from typing import Protocol

from hoolin.core.commands import Command
from hoolin.core.facts import Instant

Then = Callable[[], None]


class Stage(Protocol):
    """A clock to plan by, and the ways into the house."""

    def now(self) -> Instant:
        """The instant."""

    def at(self, instant: Instant, then: Then) -> None:
        """Call this at that instant."""

    def ask(self, command: Command, actor: str, key: str) -> None:
        """Ask the house for something. What came of it is seen in the facts; a refusal is the end of it."""

    def speak(self, customer: str, frame: bytes) -> None:
        """A simulated customer's frame goes out over the loopback channel."""

    def introduce(self, customer: str, name: str, address: str) -> None:
        """A simulated customer says how they are called and, if `address` is one, how they are reached by e-mail."""
