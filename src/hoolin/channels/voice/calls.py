"""What should be heard in a call now, and by which steps one gets there. Pure: a call in, a scene out; two scenes in, steps out.

    durable facts ──fold──▶ Call ──scene──▶ Scene ──steps (against the scene before)──▶ what SIP and the media engine are told

The rules:
- The customer and the agent who answers for the conversation hear each other while it is active, and at no other time.
- While the customer is held, in line or in a menu, nobody hears them and they hear nobody.
- An agent speaks with whom they ask only while the customer is held.
- All three together: the customer, the agent and whom they asked hear each other.
- A supervisor who listens hears the customer and the agent, and is heard by nobody; one who whispers is heard by the agent alone; one
  who has joined is one more who talks. They are there as long as somebody answers for the conversation.
- Whoever has no part any more is let go; without the customer, or when the conversation is over, all are; but whoever is asked something after it
  stays until that is done.
- Nothing is recorded before its customer has been told, and nothing but what they and their agent say to each other.
- A scene is a function of the facts alone: after a restart the same one comes out.
"""

from typing import Literal, TypeAlias

import msgspec

from hoolin.channels.voice.facts import EndCause
from hoolin.channels.voice.hearing import Room, rooms
from hoolin.channels.voice.state import Call, Leg
from hoolin.core.interaction.table import State

Sound: TypeAlias = Literal["nothing", "tone", "music", "line", "words", "farewell", "notice", "questions"]
"""What a leg hears that talks with nobody. `tone`: that it rings at the other end. `line`: music, and from time to time the place in
line. `notice`: that the call is recorded. `words`: what we say before anybody stands in line. `farewell`: the last words of a customer who goes on by another way.
`questions`: what is asked by keys when the agent has said goodbye.
"""

OVER: frozenset[State] = frozenset({"wrap_up", "closed", "abandoned", "deferred"})
"""Of an interaction whose call is to end."""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What should be.

    talk: who hear each other without a mixer, two. rooms: who hear each other through it. listens: who only listens, and to which legs.
    hears: what every other leg that is there hears. drop: legs that are to end, and why. ring:
    the agent whose telephone is to ring, if they have one and it does not yet. tape: the customer and the agent whose talk is recorded.
    over: why the call is to end.
    """

    talk: tuple[str, str] | None = None
    rooms: tuple[Room, ...] = ()
    listens: dict[str, tuple[str, ...]] = {}
    hears: dict[str, Sound] = {}
    drop: dict[str, EndCause] = {}
    ring: str | None = None
    tape: tuple[str, str] | None = None
    over: EndCause | None = None


def scene(call: Call) -> Scene:
    """What should be heard now."""
    customer = call.of_customer
    if call.stage in OVER and customer.up and call.asked is not None and not call.asked.done:
        return Scene(hears={customer.leg: "questions"}, drop=dict.fromkeys(_others(call), "released"))
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
    parked = call.stage == "parked"
    theirs = [] if parked else call.with_agent(call.agent)
    helping = [] if parked else [leg for leg in call.supervisors() if leg.agent != call.agent]
    asked = None if parked else call.consulted()
    keep = {customer.leg, *_newest(theirs), *(asked.leg for asked in [asked] if asked is not None)}
    for who in {leg.agent for leg in helping}:
        keep.update(_newest([leg for leg in helping if leg.agent == who]))
    again = {leg.leg for leg in (*theirs, *helping)}
    drop: dict[str, EndCause] = {
        leg: "replaced" if leg in again else "released" for leg in call.legs if leg not in keep
    }
    up = [leg for leg in theirs if leg.up]
    there = [leg for leg in helping if leg.leg in keep and leg.up]
    made = _heard(call, customer, up[-1] if up else None, asked, there)
    recorded = call.tape is not None and call.tape.state == "on" and made.talk is not None and customer.leg in made.talk
    ring = call.agent if not parked and not theirs else None
    return msgspec.structs.replace(made, drop=drop, ring=ring, tape=made.talk if recorded else None)


def _newest(theirs: list[Leg]) -> list[str]:
    """Whoever is there replaces what rang before; what was begun since may replace them in turn."""
    up = [at for at, leg in enumerate(theirs) if leg.up]
    return [leg.leg for leg in (theirs[up[-1] :] if up else theirs)]


def _heard(call: Call, customer: Leg, agent: Leg | None, asked: Leg | None, there: list[Leg]) -> Scene:
    """there: supervisors."""
    rings_there = not customer.up or (call.stage == "held" and asked is not None and not asked.up)
    asked = asked if asked is not None and asked.up else None
    untold = call.stage == "active" and customer.up and call.tape is not None and call.tape.state == "due"
    others = () if untold else _others_who_talk(call, customer, asked)
    joined = tuple(leg.leg for leg in there if leg.mode == "barge")
    made: tuple[Room, ...] = ()
    talk: tuple[str, str] | None = None
    listens: dict[str, tuple[str, ...]] = {}
    if agent is not None and customer.up:
        made = rooms(agent.leg, (*others, *joined), tuple(leg.leg for leg in there if leg.mode == "whisper"))
        to_hear = listened(call, customer, agent, asked)
        listens = {leg.leg: to_hear for leg in there if leg.mode == "listen"}
        if not others and len(joined) == 1 and not made:
            made = (Room("all", (agent.leg, *joined)),)
    if agent is not None and not made and others:
        talk = (others[0], agent.leg) if others[0] == customer.leg else (agent.leg, others[0])
    placed = {leg for room in made for leg in room.places} | set(talk or ()) | set(listens)
    hears: dict[str, Sound] = {}
    if customer.up and customer.leg not in placed:
        hears[customer.leg] = "notice" if untold else "music"
    if agent is not None and agent.leg not in placed:
        hears[agent.leg] = "tone" if rings_there else "nothing"
    if asked is not None and asked.leg not in placed:
        hears[asked.leg] = "music"
    hears |= {leg.leg: "nothing" for leg in there if leg.leg not in placed}
    return Scene(talk=talk, rooms=made, listens=listens, hears=hears)


def _others_who_talk(call: Call, customer: Leg, asked: Leg | None) -> tuple[str, ...]:
    """With whom the agent talks, but for supervisors."""
    if call.stage == "held":
        return (asked.leg,) if asked is not None else ()
    if not customer.up:
        return ()
    return (customer.leg, asked.leg) if asked is not None and call.together else (customer.leg,)


def listened(call: Call, customer: Leg, agent: Leg, asked: Leg | None) -> tuple[str, ...]:
    """The legs that whoever listens hears: the same while the customer waits, so that nothing changes for who listens."""
    return (customer.leg, agent.leg, *((asked.leg,) if asked is not None and asked.up and call.together else ()))


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


class Mix(msgspec.Struct, frozen=True):
    """These rooms there are, and no others. It comes after two were bridged: who goes from the mixer to a bridge hears no gap."""

    rooms: tuple[Room, ...]


class Hear(msgspec.Struct, frozen=True):
    """Whoever only listens hears these legs, and no others."""

    leg: str
    legs: tuple[str, ...]


Step: TypeAlias = Drop | Finish | Sounds | Bridge | Mix | Hear | Ring


def steps(before: Scene, after: Scene) -> tuple[Step, ...]:
    """What leads from what is to what should be: nobody is let in before those who go are out. From a new `Scene()` everything is
    said again; said twice, it is as if said once.
    """
    if after.over is not None:
        return (Finish(after.over),) if before.over is None else ()
    drops = [Drop(leg, cause) for leg, cause in after.drop.items() if leg not in before.drop]
    heard = [Sounds(leg, sound) for leg, sound in after.hears.items() if before.hears.get(leg) != sound]
    bridged = [Bridge(*after.talk)] if after.talk is not None and after.talk != before.talk else []
    mixed = [Mix(after.rooms)] if after.rooms != before.rooms else []
    listening = [Hear(leg, legs) for leg, legs in after.listens.items() if before.listens.get(leg) != legs]
    rings = [Ring(after.ring)] if after.ring is not None and after.ring != before.ring else []
    return (*drops, *heard, *bridged, *mixed, *listening, *rings)
