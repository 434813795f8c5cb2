"""The door of the room: what the loop and the server take from it. Nobody looks behind it.

What estimates stands on heavy libraries and is fetched when somebody asks for it: whoever serves calls does not import it.
"""

from importlib import import_module
from typing import Any

from hoolin.coaching.advice import api as advice
from hoolin.coaching.anonymous import api as anonymous
from hoolin.coaching.drills import api as drills
from hoolin.coaching.ease import api as ease
from hoolin.coaching.effects import api as effects
from hoolin.coaching.exemplars import api as exemplars
from hoolin.coaching.learning import api as learning
from hoolin.coaching.leaving import api as leaving
from hoolin.coaching.sessions import api as sessions

HEAVY: dict[str, str] = {}
"""By name, the module that is fetched when it is first asked for."""


def __getattr__(name: str) -> Any:
    if name in HEAVY:
        return import_module(f"hoolin.coaching.{HEAVY[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["advice", "anonymous", "drills", "ease", "effects", "exemplars", "learning", "leaving", "sessions"]
