"""What should be heard in a call now, and by which steps one gets there. Pure: a call in, a scene out; two scenes in, steps out.

    durable facts ──fold──▶ Call ──scene──▶ Scene ──steps (against the scene before)──▶ what SIP and the media engine are told

The rules:
- The customer and the agent who answers for the conversation hear each other while it is active, and at no other time.
- While the customer is held, in line or in a menu, nobody hears them and they hear nobody.
- An agent speaks with whom they ask only while the customer is held.
- Whoever has no part any more is let go; without the customer, or when the conversation is over, all are.
- Nothing is recorded before its customer has been told, and nothing but what they and their agent say to each other.
- A scene is a function of the facts alone: after a restart the same one comes out.
"""

from typing import Literal, TypeAlias

import msgspec

from hoolin.channels.voice.facts import EndCause
from hoolin.channels.voice.state import Call, Leg
from hoolin.core.interaction.table import State

Sound: TypeAlias = Literal["nothing", "tone", "music", "line", "words", "farewell", "notice"]
"""What a leg hears that talks with nobody. `tone`: that it rings at the other end. `line`: music, and from time to time the place in
line. `notice`: that the call is recorded. `words`: what we say before anybody stands in line. `farewell`: the last words of a customer who goes on by another way.
"""

OVER: frozenset[State] = frozenset({"wrap_up", "closed", "abandoned", "deferred"})
"""Of an interaction whose call is to end."""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What should be.

    talk: who hear each other, at most two. hears: what every other leg that is there hears. drop: legs that are to end, and why. ring:
    the agent whose telephone is to ring, if they have one and it does not yet. tape: the customer and the agent whose talk is recorded.
    over: why the call is to end.
    """

    talk: tuple[str, str] | None = None
    hears: dict[str, Sound] = {}
    drop: dict[str, EndCause] = {}
    ring: str | None = None
    tape: tuple[str, str] | None = None
    over: EndCause | None = None


def scene(call: Call) -> Scene:
    """What should be heard now."""
    customer = call.of_customer
    if call.stage in OVER and not (call.parting and customer.up):
        return Scene(over="released")
    if call.stage in ("arrived", "greeted", "waiting", "moved", *OVER):
        heard: dict[str, Sound] = {customer.leg: _alone(call)} if customer.up else {}
        return Scene(hears=heard, drop=dict.fromkeys(_others(call), "released"))
    if call.stage == "offered":
        return _offered(call, customer)
    return _with_agent(call, customer)


def _alone(call: Call) -> Sound:
    match call.stage:
        case "waiting" | "offered":
            return "line"
        case "greeted":
            return "words"
        case "arrived":
            return "nothing"
    return "farewell"


def _others(call: Call) -> list[str]:
    return [leg for leg in call.legs if leg != call.customer_leg]


def _offered(call: Call, customer: Leg) -> Scene:
    """The customer is in line as before; the telephone of whoever is asked rings, and nobody else's."""
    asked = {leg.leg for leg in call.with_agent(call.agent)}
    return Scene(
        hears={customer.leg: "line"} if customer.up else {},
        drop={leg: "released" for leg in _others(call) if leg not in asked},
        ring=call.agent if not asked else None,
    )  # fmt: skip


def _with_agent(call: Call, customer: Leg) -> Scene:
    """Active, held or parked."""
    theirs = call.with_agent(call.agent) if call.stage != "parked" else []
    up = [leg for leg in theirs if leg.up]
    agent = up[-1] if up else None
    asked = call.consulted() if call.stage != "parked" else None
    # Whoever is there replaces what rang before; what was begun since may replace them in turn.
    keep = {customer.leg, *(leg.leg for leg in (theirs[theirs.index(agent) :] if agent is not None else theirs))}
    if asked is not None:
        keep.add(asked.leg)
    known = {leg.leg for leg in theirs}
    drop: dict[str, EndCause] = {
        leg: "replaced" if leg in known else "released" for leg in call.legs if leg not in keep
    }
    hears, talk = _heard(call, customer, agent, asked)
    ring = call.agent if call.stage != "parked" and not theirs else None
    recorded = call.tape is not None and call.tape.state == "on" and talk is not None and customer.leg in talk
    return Scene(talk=talk, hears=hears, drop=drop, ring=ring, tape=talk if recorded else None)


def _heard(
    call: Call, customer: Leg, agent: Leg | None, asked: Leg | None
) -> tuple[dict[str, Sound], tuple[str, str] | None]:
    rings_there = not customer.up or (call.stage == "held" and asked is not None and not asked.up)
    asked = asked if asked is not None and asked.up else None
    talk: tuple[str, str] | None = None
    together = agent is not None and call.stage == "active" and customer.up
    untold = together and call.tape is not None and call.tape.state == "due"
    if agent is not None and together and not untold:
        talk = (customer.leg, agent.leg)
    elif agent is not None and call.stage == "held" and asked is not None:
        talk = (agent.leg, asked.leg)
    hears: dict[str, Sound] = {}
    if customer.up and (talk is None or customer.leg not in talk):
        hears[customer.leg] = "notice" if untold else "music"
    if agent is not None and talk is None:
        hears[agent.leg] = "tone" if rings_there else "nothing"
    if asked is not None and (talk is None or asked.leg not in talk):
        hears[asked.leg] = "music"
    return hears, talk


# ── from one scene to the next ──────────────────────────────────────────────────────────────────────────────────────────


class Drop(msgspec.Struct, frozen=True):
    """Let a leg go."""

    leg: str
    cause: EndCause


class Finish(msgspec.Struct, frozen=True):
    """Let the whole call go."""

    cause: EndCause


class Sounds(msgspec.Struct, frozen=True):
    """A leg talks with nobody, and hears this."""

    leg: str
    sound: Sound


class Bridge(msgspec.Struct, frozen=True):
    """These two hear each other."""

    one: str
    other: str


class Ring(msgspec.Struct, frozen=True):
    """Have an agent's telephone ring, if they have one."""

    agent: str


Step: TypeAlias = Drop | Finish | Sounds | Bridge | Ring


def steps(before: Scene, after: Scene) -> tuple[Step, ...]:
    """What leads from what is to what should be: nobody is let in before those who go are out. From a new `Scene()` everything is
    said again; said twice, it is as if said once.
    """
    if after.over is not None:
        return (Finish(after.over),) if before.over is None else ()
    drops = [Drop(leg, cause) for leg, cause in after.drop.items() if leg not in before.drop]
    heard = [Sounds(leg, sound) for leg, sound in after.hears.items() if before.hears.get(leg) != sound]
    bridged = [Bridge(*after.talk)] if after.talk is not None and after.talk != before.talk else []
    rings = [Ring(after.ring)] if after.ring is not None and after.ring != before.ring else []
    return (*drops, *heard, *bridged, *rings)
