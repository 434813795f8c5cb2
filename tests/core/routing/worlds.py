"""Small worlds for routing: few codes, so that everything meets everything, and sizes so tiny that every path is taken."""

from collections.abc import Sequence

from hypothesis import strategies as st

from hoolin.core.routing.limits import LIMITS, Limits
from hoolin.core.routing.waiting import Waiting
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, Relaxation, SiteRules

QUEUES = ("billing", "faults", "sales")
CHANNELS = ("call", "chat", "mail")
SKILLS = ("billing", "faults", "lang:et", "lang:ru")
AGENTS = tuple(f"agent-{number:02}" for number in range(12))

TINY = Limits(
    few_agents_max=0,
    noted_agents_max=2,
    compared_views_max=0,
    walk_cost=0,
    idle_lines_max=2,
    chunk_entries_max=2,
    loads_max=3,
)
"""Everything is kept in heaps and chunks, and nothing is kept for long."""

COMPARING = Limits(
    few_agents_max=0,
    noted_agents_max=1_000,
    compared_views_max=1_000,
    idle_lines_max=2,
    chunk_entries_max=3,
    loads_max=1_000,
)
"""The heads of all views are compared, however many."""

ALL_LIMITS = {"as shipped": LIMITS, "tiny": TINY, "comparing": COMPARING}

levels = st.sampled_from([0, 20, 50, 80, 100])
# Little is asked and much is known, so that there is often a choice.
asked = st.dictionaries(st.sampled_from(SKILLS), st.sampled_from([0, 20, 20, 50, 80]), max_size=2)
known = st.dictionaries(st.sampled_from(SKILLS), levels, min_size=2, max_size=4)
# Instants in steps, so that equal costs and equal urgencies, where only ids decide, are common.
lengths = st.sampled_from([1_000, 0, 2_000, 5_000, 20_000])

site_rules = st.builds(
    SiteRules, level_ms=st.sampled_from([0, 10, 100]), load_ms_per_percent=st.sampled_from([0, 10, 100])
)
channel_rules = st.builds(ChannelRules, channel=st.sampled_from(CHANNELS), weight=st.sampled_from([0, 10, 34, 50, 100]))
relaxations = st.lists(st.builds(Relaxation, after_ms=lengths, skills=asked), max_size=3).map(
    lambda steps: tuple(sorted(steps, key=lambda step: step.after_ms))
)
queue_rules = st.builds(
    QueueRules,
    queue=st.sampled_from(QUEUES),
    skills=asked,
    target_ms=lengths,
    priority_step_ms=lengths,
    affinity_ms_max=lengths,
    relaxations=relaxations,
)
capacities = st.builds(
    Capacity,
    units=st.sampled_from([100, 100, 150, 50, 0]),
    per_channel=st.dictionaries(st.sampled_from(CHANNELS), st.integers(0, 2), max_size=2),
)


def profiles(agents: st.SearchStrategy[str]) -> st.SearchStrategy[AgentProfile]:
    """Profiles of some of these agents."""
    return st.builds(
        AgentProfile,
        agent=agents,
        skills=known,
        capacity=capacities,
        head_start_ms=st.dictionaries(st.sampled_from(QUEUES), lengths, max_size=2),
        standing_cost_ms=lengths,
    )


def arrivals(number: int, now: int, there: Sequence[str] = AGENTS) -> st.SearchStrategy[Waiting]:
    """An interaction that comes in line now, perhaps with a place from before. Half of them know one of those there."""
    return st.builds(
        Waiting,
        # Ids do not come in order of arrival.
        interaction=st.just(f"i{number * 7919 % 1_000:03}-{number}"),
        queue=st.sampled_from(QUEUES),
        channel=st.sampled_from(CHANNELS),
        place_at=st.sampled_from([0, 0, 1_000, 5_000]).map(lambda before: max(0, now - before)),
        skills=st.sampled_from([(), (), (("lang:et", 20),), (("lang:et", 0),), (("lang:ru", 50),)]),
        priority=st.sampled_from([0, 0, 1, 3]),
        preferred=st.sampled_from([*[None] * len(there), *there]) if there else st.none(),
        target=st.sampled_from([None] * 3 * len(AGENTS) + [*AGENTS]),
        target_until=st.none() | lengths.map(lambda after: now + after),
    )
