"""What the rest of the house takes from advice; the room's own door passes it on. What estimates is fetched when somebody asks for it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.coaching.advice import commands, facts, library, state
from hoolin.coaching.advice.decide import DECIDES
from hoolin.coaching.advice.fold import FACTS, FOLDS
from hoolin.coaching.advice.library import Library, Shelves, Thing
from hoolin.coaching.advice.state import Advised, Known, dump, load

if TYPE_CHECKING:
    from hoolin.coaching.advice import chosen, rows, seen, since
    from hoolin.coaching.advice.simulation import measured

HEAVY = {"chosen": "chosen", "measured": "simulation.measured", "rows": "rows", "seen": "seen", "since": "since"}


def __getattr__(name: str) -> Any:
    if name in HEAVY:
        return import_module(f"hoolin.coaching.advice.{HEAVY[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "DECIDES", "FACTS", "FOLDS", "Advised", "Known", "Library", "Shelves", "Thing", "chosen", "commands", "dump", "facts", "library", "load", "measured",
    "rows", "seen", "since", "state",
]  # fmt: skip
