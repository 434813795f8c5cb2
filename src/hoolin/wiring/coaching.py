"""Coaching over HTTP: its routes, and the offices they are given."""

from hoolin.server.api import (
    coaching_advice,
    coaching_drills,
    coaching_ease,
    coaching_effects,
    coaching_exemplars,
    coaching_learning,
    coaching_lessons,
    coaching_sessions,
    coaching_words,
)
from hoolin.server.coaching.advice import AdviceOffice
from hoolin.server.coaching.aloud import Aloud
from hoolin.server.coaching.drills import DrillOffice
from hoolin.server.coaching.ease import EaseOffice
from hoolin.server.coaching.effects import EffectOffice
from hoolin.server.coaching.exemplars import ExemplarOffice
from hoolin.server.coaching.learning import LearningOffice
from hoolin.server.coaching.lessons import LessonOffice
from hoolin.server.coaching.passages import Passages
from hoolin.server.coaching.sessions import SessionOffice
from hoolin.server.coaching.words import WordsOffice
from hoolin.wiring.ids import new_id
from hoolin.wiring.site import Built

ROUTED = (
    coaching_exemplars, coaching_learning, coaching_lessons, coaching_drills, coaching_advice, coaching_sessions, coaching_words, coaching_ease,
    coaching_effects,
)  # fmt: skip
"""Every group of its routes."""


def offices(built: Built) -> tuple[object, ...]:
    """What the routes of coaching are given."""
    rooms, loop, reading, zone = built.rooms, built.loop, built.reading, built.settings.time_zone
    sessions = SessionOffice(rooms["sessions"].state, built.records, loop, reading, zone, new_id)
    sessions.public_url = built.settings.server.public_url
    passages = Passages(loop, reading, built.records)
    return (
        sessions,
        WordsOffice(sessions),
        LearningOffice(rooms["learning"].state, loop.clock, zone),
        LessonOffice(rooms["learning"].state),
        AdviceOffice(rooms["advice"].state, built.figures, loop, reading, zone),
        ExemplarOffice(rooms["exemplars"].state, loop, reading, passages, built.names, new_id),
        Aloud(),
        EaseOffice(rooms["ease"].state, loop, reading, zone, new_id),
        DrillOffice(rooms["drills"].state, rooms["criteria"].state, loop, reading),
        EffectOffice(rooms["effects"].state, built.figures, zone, new_id),
    )
