"""Who hears whom when more than two are in a call. Pure.

- A room is a conference of the mixer's: whoever has a place in it hears everybody else who is heard there, and never themselves.
- A leg has one place at most. It may be heard in another room as well, without hearing that one (a feed).
- A whisper is two rooms: inside are the agent and whoever whispers, and all others are heard there; outside are the others, and of the
  inside only the agent is heard there. Nothing leads from whoever whispers to the outside.
"""

from typing import Literal, TypeAlias

import msgspec

Name: TypeAlias = Literal["all", "inside", "outside"]


class Room(msgspec.Struct, frozen=True):
    """One conference. places: who hears it and is heard in it. feeds: who is heard in it, and hears something else."""

    name: Name
    places: tuple[str, ...]
    feeds: tuple[str, ...] = ()


def rooms(agent: str, others: tuple[str, ...], whisperers: tuple[str, ...]) -> tuple[Room, ...]:
    """The rooms for an agent who talks with others, and is whispered to; none where two talk, who need no mixer."""
    if not whisperers:
        return (Room("all", (agent, *others)),) if len(others) > 1 else ()
    inside = Room("inside", (agent, *whisperers), others)
    return (inside, Room("outside", others, (agent,))) if others else (inside,)


def heard_in(made: tuple[Room, ...]) -> frozenset[tuple[str, str]]:
    """Who is heard by whom: pairs of who speaks and who hears it."""
    return frozenset(
        (speaker, hearer)
        for room in made
        for hearer in room.places
        for speaker in (*room.places, *room.feeds)
        if speaker != hearer
    )
