"""The sizes inside the index. None of them changes an outcome; they trade memory for speed, and tests make them tiny."""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How large the parts of the routing index may grow."""

    # Up to so many available agents are simply compared; beyond, a kept order of them is cheaper.
    few_agents_max: int = 8
    # An order of agents may hold so many outdated entries, besides one per agent, before it is made anew.
    outdated_entries_max: int = 64
    # So many changes of agents are remembered per skill; a reader who fell further behind looks at everybody again.
    log_entries_max: int = 4_096
    # So many different kinds of demand are kept although nobody waits with them, because they will be back soon.
    idle_lines_max: int = 512
    # An order is kept in chunks of so many entries: the most that one insertion or removal moves in memory.
    chunk_entries_max: int = 512
    # So many different loads of agents are kept ready-made; capacity without bounds must not mean memory without bounds.
    loads_max: int = 10_000


LIMITS = Limits()
