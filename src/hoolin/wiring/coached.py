"""The rooms of coaching, and what they know of each other: advice finds what teaches, and a path knows what there is to point to; and whose keys they let go of."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from hoolin.catalogue.api import Words
from hoolin.coaching import api as coaching
from hoolin.core.interaction.site import Site
from hoolin.experience.api import criteria as register
from hoolin.experience.api import surveys as asking
from hoolin.insight.api import reasons as tree
from hoolin.runtime.room import Room

Thing = coaching.advice.Thing


class Coached(NamedTuple):
    """One of the rooms, new and empty. door: what shows how it decides and folds."""

    name: str
    state: Any
    door: object


def coached(
    site: Site, criteria: register.Criteria, surveys: asking.SurveyDesk, reasons: tree.Reasons
) -> tuple[Coached, ...]:
    """All of them, in the order in which they look at each other."""
    exemplars = coaching.exemplars.Exemplars(criteria, reasons)
    learning, drills = coaching.learning.Learning(site), coaching.drills.Drills(site)
    learning.has = {"drill": lambda code: code in drills.codes(), "exemplar": lambda id: _is_kept(exemplars, id)}
    advised = coaching.advice.Advised(site)
    advised.library = coaching.advice.Shelves(
        lambda: tuple(_examples(exemplars)), lambda: tuple(_lessons(learning)), lambda: tuple(_drills(drills))
    )
    return (
        Coached("exemplars", exemplars, coaching.exemplars),
        Coached("learning", learning, coaching.learning),
        Coached("drills", drills, coaching.drills),
        Coached("advice", advised, coaching.advice),
        Coached("sessions", coaching.sessions.Coaching(site, criteria, surveys), coaching.sessions),
        Coached("ease", coaching.ease.Ease(site), coaching.ease),
        Coached("effects", coaching.effects.Rollouts(site, criteria), coaching.effects),
        Coached("leaving", coaching.leaving.Leavers(), coaching.leaving),
    )


LETTING_GO = ("exemplars", "drills", "advice", "sessions", "ease")
"""The rooms that keep what is said of people, each under keys of its own."""


def gone_of(rooms: Mapping[str, Room]) -> list[Callable[[], coaching.leaving.Gone]]:
    """Of each of them, whose keys are to be destroyed, as it is when it is asked."""
    return [_gone(rooms[name].state) for name in LETTING_GO]


def _gone(state: Any) -> Callable[[], coaching.leaving.Gone]:
    return lambda: state.kept.gone


def _is_kept(exemplars: coaching.exemplars.Exemplars, id: str) -> bool:
    found = exemplars.kept.exemplars.get(id)
    return found is not None and found.standing == "kept"


def _examples(exemplars: coaching.exemplars.Exemplars) -> Iterable[Thing]:
    for one in exemplars.standing("kept"):
        yield Thing("exemplar", one.exemplar, one.criteria, one.reasons)


def _lessons(learning: coaching.learning.Learning) -> Iterable[Thing]:
    for code in learning.kept.lessons:
        version = learning.lesson(code)
        if version is not None:
            yield Thing("lesson", code, version.thing.criteria, version.thing.reasons, version.thing.title)


def _drills(drills: coaching.drills.Drills) -> Iterable[Thing]:
    for code in drills.codes():
        drill = drills.drill(code)
        name = Words(et=drill.title.et, ru=drill.title.ru, en=drill.title.en)
        yield Thing("drill", code, drill.criteria, drill.reasons, name)
