"""Coaching over HTTP: its routes, and the offices they are given."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import cast

from hoolin.coaching import api as coaching
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Instant
from hoolin.server.api import (
    coaching_advice,
    coaching_drills,
    coaching_ease,
    coaching_effects,
    coaching_exemplars,
    coaching_given,
    coaching_learning,
    coaching_lessons,
    coaching_library,
    coaching_sessions,
    coaching_words,
)
from hoolin.server.coaching.advice import AdviceOffice
from hoolin.server.coaching.aloud import Aloud
from hoolin.server.coaching.coaches import Coaches
from hoolin.server.coaching.drills import DrillOffice
from hoolin.server.coaching.ease import EaseOffice
from hoolin.server.coaching.effects import EffectOffice
from hoolin.server.coaching.exemplars import ExemplarOffice
from hoolin.server.coaching.giving import GivingOffice
from hoolin.server.coaching.learning import LearningOffice
from hoolin.server.coaching.lessons import LessonOffice
from hoolin.server.coaching.library import LibraryOffice
from hoolin.server.coaching.model import Model
from hoolin.server.coaching.passages import Passages
from hoolin.server.coaching.phrasing import Phrasing
from hoolin.server.coaching.praised import PraiseOffice
from hoolin.server.coaching.sessions import SessionOffice
from hoolin.server.coaching.words import WordsOffice
from hoolin.wiring.ids import new_id
from hoolin.wiring.site import Built

ROUTED = (
    coaching_exemplars, coaching_learning, coaching_lessons, coaching_drills, coaching_advice, coaching_sessions, coaching_words, coaching_ease,
    coaching_effects, coaching_library, coaching_given,
)  # fmt: skip
"""Every group of its routes."""


def offices(built: Built) -> tuple[object, ...]:
    """What the routes of coaching are given."""
    rooms, loop, reading, zone = built.rooms, built.loop, built.reading, built.settings.time_zone
    rollouts = rooms["effects"].state
    giving = GivingOffice(rollouts, rooms["advice"].state.library, rooms["learning"].state, loop.clock, zone)
    sessions = SessionOffice(rooms["sessions"].state, built.records, loop, reading, zone, new_id)
    sessions.public_url = built.settings.server.public_url
    phrasing = Phrasing(Model(built.settings.phrasing), built.office.house.lookup, loop.clock)
    words, library = WordsOffice(sessions), rooms["exemplars"].state
    examples = ExemplarOffice(library, loop, reading, Passages(loop, reading, built.records), built.names, new_id)
    examples.shows, words.stands = words.shown_by, examples.stands
    coaches = Coaches(rooms["sessions"].state, rooms["learning"].state)

    async def coach_no_more() -> None:
        # Where the site stops meanwhile, nobody reads along either.
        with suppress(HoolinError):
            await sessions.end_listening(await built.accounts.all())

    built.accounts.changed = coach_no_more
    return (
        sessions,
        words,
        PraiseOffice(library, sessions),
        LearningOffice(rooms["learning"].state, loop.clock, zone, giving.turn_of),
        LessonOffice(rooms["learning"].state),
        AdviceOffice(rooms["advice"].state, built.figures, loop, reading, zone),
        LibraryOffice(rooms["advice"].state, library, loop, reading),
        examples,
        Aloud(),
        EaseOffice(rooms["ease"].state, loop, reading, zone, new_id),
        DrillOffice(rooms["drills"].state, rooms["criteria"].state, loop, reading, phrasing, coaches),
        giving,
        EffectOffice(
            rollouts, built.figures, zone, new_id, lambda agent, what: rollouts.kept.taught.when(agent, what),
            partial(spent, rollouts, rooms["advice"].state.library),
        ),
    )  # fmt: skip


def spent(
    rollouts: coaching.effects.Rollouts, library: coaching.advice.Library, begin: Instant, end: Instant
) -> Iterator[coaching.effects.Spent]:
    """The time that was spent on people, with what it was about; what is no longer kept was about nothing that can be told."""
    for agent, had in rollouts.kept.taught.between(begin, end):
        items: tuple[str, ...] = ()
        if had.kind in ("topic", "advice"):
            items = (had.id,)
        elif (
            thing := library.named(coaching.advice.facts.Pointer(cast(coaching.advice.facts.Kind, had.kind), had.id))
        ) is not None:
            items = thing.criteria
        yield coaching.effects.Spent(had.kind, agent, items, had.minutes, had.at)
