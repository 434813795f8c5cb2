"""The floor that a spec describes, built from the same routing engine that serves real customers.

A class is a queue that asks for one skill; a pool is so many agents who have the skills of what it serves. That earlier
pools come first is their standing cost; that a pool takes its earlier-named class first is its head start. Both are made
larger than the whole run is long, so that no wait ever outweighs them.
"""

import msgspec

from hoolin.core.routing.router import Router
from hoolin.core.routing.waiting import Waiting
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, SiteRules
from hoolin.workforce.simulation.spec import Pool, Spec

CHANNEL = "contact"

# The engine counts in whole instants. A tick is this part of the shortest mean time in the spec, or shorter, so that
# rounding moves no mean by more than one part in a million.
TICKS_IN_SHORTEST = 1_000_000


class Floor(msgspec.Struct, frozen=True):
    """The engine with everybody online, and how to speak with it.

    pool_of: index of the pool of each agent. queues: per class the id of its queue. newcomers: per class what a contact
    asks for before it has a name and an instant.
    """

    router: Router
    ticks_per_min: int
    pool_of: dict[str, int]
    queues: tuple[str, ...]
    newcomers: tuple[Waiting, ...]


def build(spec: Spec, contacts: int) -> Floor:
    """A floor that `contacts` contacts can be sent through."""
    ticks_per_min = ticks_for(spec)
    longest = _longer_than(spec, contacts, ticks_per_min)
    # Time is in ticks, so the site's worth of a level or of a percent of load (in ms) has no meaning here.
    router = Router(SiteRules(level_ms=0, load_ms_per_percent=0))
    router.set_channel(ChannelRules(channel=CHANNEL, weight=1))
    for one in spec.classes:
        router.set_queue(QueueRules(queue=one.name, skills={one.name: 1}, target_ms=0))
    pool_of: dict[str, int] = {}
    for index, pool in enumerate(spec.pools):
        for number in range(pool.agents):
            agent = f"{index}/{number}"
            pool_of[agent] = index
            router.set_agent(_profile(agent, pool, index * longest, longest))
            router.set_presence(agent, "online", 0)
    queues = tuple(one.name for one in spec.classes)
    newcomers = tuple(Waiting(interaction="new", queue=queue, channel=CHANNEL, place_at=0) for queue in queues)
    return Floor(router, ticks_per_min, pool_of, queues, newcomers)


def ticks_for(spec: Spec) -> int:
    """How many ticks a virtual minute has."""
    shortest = min(
        min(1 / one.arrivals_per_min, one.handle_min, one.patience_min or one.handle_min) for one in spec.classes
    )
    return max(1, round(TICKS_IN_SHORTEST / shortest))


def _longer_than(spec: Spec, contacts: int, ticks_per_min: int) -> int:
    """A number of ticks that no run of so many contacts reaches: ten times its mean length, and some."""
    arrivals_per_min = sum(one.arrivals_per_min for one in spec.classes)
    handle_min = max(one.handle_min for one in spec.classes)
    return round(10 * (contacts / arrivals_per_min + 1_000 * handle_min) * ticks_per_min)


def _profile(agent: str, pool: Pool, standing_cost: int, longest: int) -> AgentProfile:
    ahead = len(pool.serves) - 1
    return AgentProfile(
        agent=agent,
        skills=dict.fromkeys(pool.serves, 1),
        capacity=Capacity(units=1),
        head_start_ms={name: (ahead - at) * longest for at, name in enumerate(pool.serves)},
        standing_cost_ms=standing_cost,
    )
