"""The sizes inside the index. None of them changes an outcome; they trade memory for speed, and tests make them tiny."""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How large the parts of the routing index may grow."""

    # Up to so many available agents are simply compared; beyond, a kept order of them is cheaper.
    few_agents_max: int = 12
    # So many agents may change before the orders of ready agents are brought up to date, asked for or not.
    noted_agents_max: int = 256
    # The heads of so many views are simply compared; beyond, each kind of work keeps them in a heap.
    compared_views_max: int = 64
    # What meeting an entry of that heap costs, counted in comparisons of two agents, times the few that a choice wants.
    walk_cost: int = 16
    # So many different kinds of demand are kept although nobody waits with them, because they will be back soon.
    idle_lines_max: int = 512
    # An order is kept in chunks of so many entries: the most that one insertion or removal moves in memory.
    chunk_entries_max: int = 512
    # So many different loads of agents are kept ready-made; capacity without bounds must not mean memory without bounds.
    loads_max: int = 10_000


LIMITS = Limits()
