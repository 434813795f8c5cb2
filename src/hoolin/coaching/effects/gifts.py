"""What was given to people one by one: one lesson for one person needs no order; the same to one after another is a rollout that nobody drew."""

from datetime import date
from typing import cast

import msgspec

from hoolin.coaching.advice.facts import AdviceGiven
from hoolin.coaching.effects.facts import GivenOutOfTurn, ThingGiven
from hoolin.coaching.effects.rollout import Pointer
from hoolin.coaching.learning.facts import PathBegun
from hoolin.coaching.leaving.going import DAY_MS
from hoolin.core.facts import Entry, Fact, Instant

LATELY_DAYS = 28
"""Whoever was given the same within four weeks was given it together."""

KEPT_MAX = 200
"""Of one agent; of more the oldest are forgotten."""


class Gift(msgspec.Struct, frozen=True):
    """what: was given. at: when; by: who gave it. why: what for, where that was asked."""

    what: Pointer
    at: Instant
    by: str
    why: str = ""


class Gifts(msgspec.Struct):
    """given: by agent, the newest of each thing, the oldest first. excused: by agent, the same of what they may have without an order."""

    given: dict[str, list[Gift]] = {}
    excused: dict[str, list[Gift]] = {}

    def lately(self, what: Pointer, today: date) -> set[str]:
        """Who was given something within four weeks. Whole days, and midnight is anywhere: nobody counts them by the hour."""
        since = _since(today)
        return {agent for agent, of in self.given.items() if any(one.what == what and one.at >= since for one in of)}

    def may(self, what: Pointer, agent: str, today: date) -> bool:
        """Whether somebody said lately why this agent is given it without an order."""
        since = _since(today)
        return any(one.what == what and one.at >= since for one in self.excused.get(agent, ()))

    def why(self, what: Pointer, agent: str) -> str:
        """Why an agent was given it without an order, in the words of whoever did; empty where nobody asked."""
        return next((one.why for one in self.excused.get(agent, ()) if one.what == what), "")

    def of(self, agent: str) -> list[Gift]:
        """What an agent was given."""
        return list(self.given.get(agent, ()))


def gave(gifts: Gifts, entry: Entry) -> None:
    """By somebody else: what people take up by themselves is none."""
    fact, at = entry.fact, entry.at
    match fact:
        case ThingGiven():
            _note(gifts.given, fact.agent, Gift(fact.what, at, fact.by))
        case AdviceGiven():
            if fact.by != fact.agent:
                _note(gifts.given, fact.agent, Gift(Pointer(kind="advice", id=fact.item), at, fact.by))
        case PathBegun():
            if entry.actor != f"agent:{fact.learner}":
                by = entry.actor.removeprefix("agent:")
                _note(gifts.given, fact.learner, Gift(Pointer(kind="path", id=fact.path), at, by))
        case _:
            said = cast(GivenOutOfTurn, fact)
            if said.rollout is None:
                _note(gifts.excused, said.agent, Gift(said.what, at, said.by, said.why))


def _note(kept: dict[str, list[Gift]], agent: str, gift: Gift) -> None:
    kept[agent] = [*(one for one in kept.get(agent, ()) if one.what != gift.what), gift][-KEPT_MAX:]


def _since(today: date) -> Instant:
    return (today.toordinal() - date(1970, 1, 1).toordinal() - LATELY_DAYS) * DAY_MS


GAVE: tuple[type[Fact], ...] = (ThingGiven, AdviceGiven, PathBegun, GivenOutOfTurn)
