"""The agents who could take one kind of work (a channel and demanded skills), and which of them is best right now.

An agent's cost for a kind of work does not change with time, only with what happens to the agent. So available agents
are kept in a heap; those that changed are read from a log; an entry whose agent has changed since is dropped when it is
met. Where comparing the available agents is less work than catching up with the changes, they are simply compared.
"""

from heapq import heapify, heappop, heappush
from typing import TypeAlias

from hoolin.core.routing.agents import Agent, Log, View
from hoolin.core.routing.capacity import Channel
from hoolin.core.routing.roster import Roster
from hoolin.core.routing.waiting import Skills

Ranked: TypeAlias = tuple[int, str, int, Agent]
"""Cost in ms, agent id, epoch, agent: the cheaper first, equal costs by id, an outdated entry before the present one."""


class Candidates:
    """Everybody qualified for a kind of work.

    fits: what each qualified view gains in ms by being better than demanded. qualified: a bit per agent. lines: how many
    lines ask for this kind of work. log: where changes of anybody qualified can be read.
    """

    __slots__ = ("_compared", "_heap", "_read", "_roster", "channel", "fits", "lines", "log", "qualified", "skills")

    def __init__(self, channel: Channel, skills: Skills, roster: Roster, log: Log) -> None:
        self.channel = channel
        self.skills = skills
        self.log = log
        self.lines = 0
        self.fits: dict[View, int] = {}
        self.qualified = 0
        self._roster = roster
        self._heap: list[Ranked] = []
        # Before anything was read, the reader is as good as fallen behind.
        self._read = -1
        self._compared = 0

    def admit(self, view: View) -> bool:
        """Take a view in if it qualifies; says whether it does."""
        fit = 0
        levels = view.skills
        for skill, level in self.skills:
            has = levels.get(skill, 0)
            if has < level:
                return False
            fit += has - level
        self.fits[view] = fit * self._roster.site.level_ms
        self.qualified |= view.members
        return True

    def price(self) -> None:
        """Work out the fits anew, after a level has changed its worth."""
        for view in self.fits:
            fit = sum(view.skills[skill] - level for skill, level in self.skills)
            self.fits[view] = fit * self._roster.site.level_ms
        self._read = -1

    def cost_of(self, agent: Agent) -> int:
        """What choosing this qualified agent costs, in ms: the lower the better."""
        return agent.base - self.fits[agent.view]

    def first(self, available: int) -> Agent:
        """The best of these agents (bits, at least one, all qualified and with room)."""
        if not available & (available - 1):
            return self._roster.slots[available.bit_length() - 1]
        if self._few(available):
            return min(map(self._rank, self._roster.among(available)))[3]
        self._catch_up()
        heap = self._heap
        while heap[0][3].epoch != heap[0][2]:
            heappop(heap)
        if heap[0][3].mask & available:
            return heap[0][3]
        # The best has room and yet is not available: they refused this one interaction.
        return self._walk(available, 1)[0][3]

    def ranked(self, available: int, count: int) -> list[Ranked]:
        """The best so many of these agents (bits, all qualified and with room), in order."""
        if self._few(available):
            return sorted(map(self._rank, self._roster.among(available)))[:count]
        self._catch_up()
        return self._walk(available, count)

    def _rank(self, agent: Agent) -> Ranked:
        return (agent.base - self.fits[agent.view], agent.id, agent.epoch, agent)

    def _few(self, available: int) -> bool:
        """Whether to compare these agents rather than catch up, given what was already spent on comparing since."""
        count = available.bit_count()
        if count > self._roster.limits.few_agents_max:
            self._compared += count
            return self._compared <= self.log.end - self._read and self._read >= 0
        return True

    def _walk(self, available: int, count: int) -> list[Ranked]:
        """The first so many of the heap that are available, without disturbing it: from each entry on to its two heirs."""
        heap = self._heap
        found: list[Ranked] = []
        next_up = [(heap[0], 0)] if heap else []
        while next_up:
            entry, at = heappop(next_up)
            agent = entry[3]
            if agent.epoch == entry[2] and agent.mask & available:
                found.append(entry)
                if len(found) == count:
                    break
            for heir in (2 * at + 1, 2 * at + 2):
                if heir < len(heap):
                    heappush(next_up, (heap[heir], heir))
        return found

    def _catch_up(self) -> None:
        """Read the log of changes; who has fallen behind looks at everybody."""
        self._compared = 0
        self._roster.write_logs()
        log = self.log
        heap = self._heap
        outdated_max = self.qualified.bit_count() + self._roster.limits.outdated_entries_max
        if self._read < log.start or len(heap) > outdated_max:
            self._heap = list(map(self._rank, self._roster.among(self.channel.room & self.qualified)))
            heapify(self._heap)
            self._read = log.end
            return
        fits = self.fits
        bit = self.channel.bit
        for epoch, agent in log.entries[self._read - log.start :]:
            if agent.epoch == epoch and agent.open & bit:
                fit = fits.get(agent.view)
                if fit is not None:
                    heappush(heap, (agent.base - fit, agent.id, epoch, agent))
        self._read = log.end
