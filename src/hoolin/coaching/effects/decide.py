"""Command → facts about rollouts.

It refuses: items that the register does not have, or that the system counts (they are of cases, not of an agent's words); people whom the site does not have; too few to tell anything;
the same thing to the same people twice at a time; giving it to all at once without saying why; an order that somebody picked; giving it to whoever waits, or to one after another,
without saying why.
"""

from collections import Counter
from datetime import date, timedelta

from hoolin.coaching.effects import commands as c
from hoolin.coaching.effects import facts as f
from hoolin.coaching.effects.design import drawn, enough, in_waves
from hoolin.coaching.effects.rollout import AGENTS_MIN, PAIRS_MIN, Ending, Pointer, Rollout
from hoolin.coaching.effects.state import Known, Rollouts
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Fact, Instant
from hoolin.insight.api import days

OPEN_MAX = 100
"""Rollouts in which somebody waits: of more nobody can keep count, and each of them holds people back."""

AHEAD_DAYS_MAX = 60


def plan(state: Rollouts, command: c.PlanRollout, now: Instant) -> Decision:
    """The same again changes nothing; the order is drawn when it begins."""
    told = command.rollout
    known = state.kept.rollouts.get(told.rollout)
    if known is not None:
        if known.told == told:
            return Decision()
        raise Conflict("rollout_known", rollout=told.rollout)
    if sum(1 for _ in state.open()) >= OPEN_MAX:
        raise Invalid("too_many_rollouts", at_most=OPEN_MAX)
    _check_items(state, told)
    _check_people(state, told)
    _check_design(told)
    for one in state.open():
        both = sorted({*one.told.agents} & {*told.agents})
        if one.told.what == told.what and both:
            raise Conflict("rollout_open", rollout=one.told.rollout, agents=both)
    return Decision((f.RolloutPlanned(rollout=told, seed=command.seed, by=command.by),))


def begin(state: Rollouts, command: c.BeginRollout, now: Instant) -> Decision:
    """The order comes of the seed alone."""
    known = _known(state, command.rollout)
    if known.standing != "planned":
        if known.day == command.day and known.ended is None:
            return Decision()
        raise Conflict("rollout_" + known.standing, rollout=command.rollout)
    day, today = _day(command.day), days.day_of(now, command.zone)
    if not today <= day <= today + timedelta(AHEAD_DAYS_MAX):
        raise Invalid("not_a_day_to_begin", day=command.day, days_max=AHEAD_DAYS_MAX)
    return Decision((f.RolloutBegun(rollout=command.rollout, day=command.day, order=order_of(known)),))


def order_of(known: Known) -> tuple[tuple[str, ...], ...]:
    """By wave, who is in it, as the seed has it."""
    told = known.told
    if told.design == "at_once":
        return (tuple(sorted(told.agents)),)
    return in_waves(drawn(known.seed, told.blocks, told.waves), told.waves)


def end(state: Rollouts, command: c.EndRollout, now: Instant) -> Decision:
    """Whoever stops it before says why: what is stopped because somebody did not like what they saw is no proof of anything."""
    known = _known(state, command.rollout)
    if known.ended is not None:
        return Decision()
    today, until = days.day_of(now, command.zone), known.until
    how: Ending = "withdrawn" if until is None else "lived" if today >= until else "stopped"
    if how != "lived" and not command.why.strip():
        raise Invalid("no_why", rollout=command.rollout)
    return Decision((f.RolloutEnded(rollout=command.rollout, how=how, why=command.why),))


def give(state: Rollouts, command: c.GiveThing, now: Instant) -> Decision:
    """To one agent. What they were given and have not had yet is not given again."""
    _check_agent(state, command.agent)
    today = days.day_of(now, command.zone)
    excused = _excused(state, command, today, False)
    if any(one.what == command.what and one.gift is not None for one in state.owed(command.agent, today)):
        return Decision()
    return Decision((*excused, f.ThingGiven(what=command.what, agent=command.agent, by=command.by)))


def let_have(state: Rollouts, command: c.LetHave, now: Instant) -> Decision:
    """Nothing is written down where nothing stands in the way; whoever is no agent is in nobody's order."""
    return Decision(_excused(state, command, days.day_of(now, command.zone), command.part))


def _excused(state: Rollouts, command: c.GiveThing | c.LetHave, today: date, part: bool) -> tuple[Fact, ...]:
    what, agent, why = command.what, command.agent, command.why.strip()
    try:
        (state.check_waits if part else state.check_given)(what, (agent,), today)
    except Conflict:
        if not why:
            raise
        there: list[str | None] = [one.told.rollout for one in state.waits(what, agent, today)]
        return tuple(_out_of_turn(what, agent, command.by, why, one) for one in there or [None])
    return ()


def _out_of_turn(what: Pointer, agent: str, by: str, why: str, rollout: str | None) -> f.GivenOutOfTurn:
    return f.GivenOutOfTurn(what=what, agent=agent, by=by, why=why, rollout=rollout)


def _check_agent(state: Rollouts, agent: str) -> None:
    if agent not in state.site.kept.agents:
        raise NotFound("no_such_agent", agents=[agent])


def _known(state: Rollouts, rollout: str) -> Known:
    known = state.kept.rollouts.get(rollout)
    if known is None:
        raise NotFound("no_such_rollout", rollout=rollout)
    return known


def _check_items(state: Rollouts, told: Rollout) -> None:
    for code in told.items:
        item = state.register.item(code)
        if item is None:
            raise Invalid("no_such_item", item=code)
        if "reviewer" not in item.sources and "survey" not in item.sources:
            raise Invalid("item_not_of_agents", item=code)
    _once("items", told.items)


def _check_people(state: Rollouts, told: Rollout) -> None:
    spared = tuple(one.agent for one in told.spared)
    unknown = [one for one in (*told.agents, *spared) if one not in state.site.kept.agents]
    if unknown:
        raise NotFound("no_such_agent", agents=unknown)
    _once("agents", (*told.agents, *spared))


def _check_design(told: Rollout) -> None:
    """What was laid out before is what will be drawn."""
    if told.design == "at_once":
        if not told.why.strip():
            raise Invalid("no_why", rollout=told.rollout)
        if told.blocks or told.waves != 1:
            raise Invalid("not_at_once", rollout=told.rollout)
        return
    pairs = told.design == "pairs"
    if not enough(len(told.agents), pairs):
        raise Invalid("too_few_agents", needed=2 * PAIRS_MIN if pairs else AGENTS_MIN)
    if Counter(one for block in told.blocks for one in block) != Counter(told.agents):
        raise Invalid("blocks_not_of_agents", rollout=told.rollout)
    if pairs and (told.waves != 2 or any(len(block) not in (2, 3) for block in told.blocks)):
        raise Invalid("not_pairs", rollout=told.rollout)
    if not pairs and (len(told.blocks) != 1 or not 2 <= told.waves <= len(told.agents) // 2):
        raise Invalid("not_waves", rollout=told.rollout)


def _once(what: str, named: tuple[str, ...]) -> None:
    twice = sorted(one for one, count in Counter(named).items() if count > 1)
    if twice:
        raise Invalid("named_twice", **{what: twice})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid("not_a_day", day=text) from problem


DECIDES: Decides = {
    c.PlanRollout: plan, c.BeginRollout: begin, c.EndRollout: end, c.GiveThing: give, c.LetHave: let_have,
}  # fmt: skip
