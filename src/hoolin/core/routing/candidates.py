"""The agents who have certain skills, and which of them is best right now for work that demands these.

What an agent costs does not change with time, only with what happens to the agent; and what skills are worth for a kind
of work is the same for all agents of a view. So each view keeps its ready agents in order, and a choice compares the
heads of the views that qualify. Where few agents are available, they are simply compared.
"""

from hoolin.core.routing.agents import Agent, View
from hoolin.core.routing.channel import Channel, Ready
from hoolin.core.routing.leaders import Compared, Heaped
from hoolin.core.routing.roster import Roster
from hoolin.core.routing.waiting import Skills


class Candidates:
    """Everybody qualified for work that demands these skills.

    fits: what each qualified view gains in ms by being better than demanded. qualified: a bit per agent. lines: how many
    lines demand them.
    """

    __slots__ = ("_alike", "_few_max", "_leaders", "_roster", "fits", "lines", "qualified", "skills")

    def __init__(self, skills: Skills, roster: Roster) -> None:
        self.skills = skills
        self.lines = 0
        self.fits: dict[View, int] = {}
        # Whether all views fit equally well, so that their fits need not be looked at.
        self._alike = True
        self.qualified = 0
        self._roster = roster
        self._few_max = roster.limits.few_agents_max
        self._leaders: Compared | Heaped | None = None

    def admit(self, view: View) -> None:
        """Take a view in if it qualifies."""
        fit = 0
        levels = view.skills
        for skill, level in self.skills:
            has = levels.get(skill, 0)
            if has < level:
                return
            fit += has - level
        fit_ms = fit * self._roster.site.level_ms
        if fit_ms != next(iter(self.fits.values()), fit_ms):
            self._alike = False
        self.fits[view] = fit_ms
        self.qualified |= view.members
        self.close()

    def dismiss(self, view: View) -> None:
        """Nobody has this view any more."""
        if self.fits.pop(view, None) is not None:
            self.close()

    def close(self) -> None:
        """Forget who leads: it is worked out anew when somebody asks."""
        if self._leaders is not None:
            self._leaders.close()
            self._leaders = None

    def price(self) -> None:
        """Work out the fits anew, after a level has changed its worth."""
        views = list(self.fits)
        self.fits.clear()
        self._alike = True
        for view in views:
            self.admit(view)

    def cost_of(self, agent: Agent) -> int:
        """What choosing this qualified agent costs, in ms: the lower the better."""
        return agent.base - self.fits[agent.view]

    def first(self, channel: Channel) -> str | None:
        """The id of the best of all agents who are qualified and have room on the channel; None when nobody is."""
        available = channel.room & self.qualified
        if not available:
            return None
        roster = self._roster
        slots = roster.slots
        agent = slots[available.bit_length() - 1]
        if available == agent.mask:
            return agent.id
        if available.bit_count() > self._few_max and not self._are_few(available):
            roster.list_ready()
            return self._merged(channel, 1)[0][1]
        fits, alike = self.fits, self._alike
        best = agent
        best_cost = agent.base if alike else agent.base - fits[agent.view]
        available ^= agent.mask
        while available:
            agent = slots[available.bit_length() - 1]
            available ^= agent.mask
            cost = agent.base if alike else agent.base - fits[agent.view]
            if cost < best_cost or (cost == best_cost and agent.id < best.id):
                best = agent
                best_cost = cost
        return best.id

    def best(self, channel: Channel, available: int, count: int, refused: int) -> list[Ready]:
        """The best so many of these agents (bits, all qualified and with room on the channel), in order.

        refused: how many of those with room may be missing from them.
        """
        roster = self._roster
        if not available & (available - 1):
            agent = roster.slots[available.bit_length() - 1]
            return [(agent.base - self.fits[agent.view], agent.id, agent.slot)]
        if self._are_few(available):
            fits = self.fits
            few = [(agent.base - fits[agent.view], agent.id, agent.slot) for agent in roster.among(available)]
            few.sort()
            return few[:count]
        roster.list_ready()
        if not refused:
            return self._merged(channel, count)
        slots = roster.slots
        return [entry for entry in self._merged(channel, count + refused) if slots[entry[2]].mask & available][:count]

    def _are_few(self, available: int) -> bool:
        """Whether comparing these agents is less work than finding them among all who have room on some channel."""
        count = available.bit_count()
        if count <= self._few_max:
            return True
        if len(self.fits) <= self._roster.limits.compared_views_max:
            return False
        # The heap of views meets `anywhere / count` entries for each that has room on this channel.
        anywhere = (self._roster.room_anywhere() & self.qualified).bit_count()
        return count * count <= self._roster.limits.walk_cost * anywhere

    def _merged(self, channel: Channel, count: int) -> list[Ready]:
        """The best so many of all who are ready on the channel."""
        if count == 1 and len(self.fits) == 1:
            ((view, fit),) = self.fits.items()
            base, agent, slot = channel.ready[view.index][0]
            return [(base - fit, agent, slot)]
        leaders = self._leaders
        if leaders is None:
            fits = {view.index: fit for view, fit in self.fits.items()}
            few = len(fits) <= self._roster.limits.compared_views_max
            leaders = self._leaders = Compared(fits) if few else Heaped(self._roster.list_anywhere(), fits)
        ready = channel.ready
        found: list[Ready] = []
        for index, fit in leaders.leading(channel, count):
            found.extend([(base - fit, agent, slot) for base, agent, slot in ready[index][:count]])
        found.sort()
        return found[:count]
