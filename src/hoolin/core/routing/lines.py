"""The lines that work waits in: one per queue, channel and set of demanded skills, each in order of urgency.

An agent does not look at the waiting interactions but at the heads of the lines they qualify for.
"""

from typing import TypeAlias

from hoolin.core.errors import NotFound
from hoolin.core.routing.agents import Agent, View
from hoolin.core.routing.candidates import Candidates
from hoolin.core.routing.channel import Channel
from hoolin.core.routing.limits import Limits
from hoolin.core.routing.order import Order
from hoolin.core.routing.roster import Roster
from hoolin.core.routing.waiting import Skills, Waiting, demanded
from hoolin.core.site.rules import QueueRules

Demand: TypeAlias = tuple[str, str, Skills]
"""Queue, channel, demanded skills."""

Ask: TypeAlias = tuple[str, str, Skills | None, int]
"""Queue, channel, the interaction's own skills (None: one person was asked for), relaxation steps taken."""

# Looking at so many of the oldest lines whenever one is added finds the empty ones in passing, without a pause.
LINES_LOOKED_AT = 8
LINES_DROPPED_MAX = 2


class Line(Order):
    """One line. What its queue says about urgency and affinity is copied here, next to where it is read.

    places: how many interactions belong here, with those that are held back for one person. asks: what leads here.
    """

    __slots__ = (
        "affinity_ms",
        "asks",
        "bit",
        "candidates",
        "channel",
        "demand",
        "places",
        "queue",
        "step_ms",
        "target_ms",
    )

    def __init__(
        self, demand: Demand, rules: QueueRules, channel: Channel, candidates: Candidates, chunk_max: int
    ) -> None:
        super().__init__(chunk_max)
        self.demand = demand
        self.queue = demand[0]
        self.channel = channel
        self.bit = channel.bit
        self.candidates = candidates
        self.target_ms = rules.target_ms
        self.step_ms = rules.priority_step_ms
        self.affinity_ms = rules.affinity_ms_max
        self.places = 0
        self.asks: list[Ask] = []


class Lines:
    """All lines of a site, and who qualifies for which."""

    def __init__(self, roster: Roster, limits: Limits) -> None:
        self.queues: dict[str, QueueRules] = {}
        self.asks: dict[Ask, Line] = {}
        self._roster = roster
        self._limits = limits
        self._lines: dict[Demand, Line] = {}
        self._by_queue: dict[str, list[Line]] = {}
        self._candidates: dict[Skills, Candidates] = {}
        # The views that have a skill, and under "" all of them.
        self._skilled: dict[str, dict[View, None]] = {"": {}}

    def queue(self, queue: str) -> QueueRules:
        """The rules of this queue."""
        rules = self.queues.get(queue)
        if rules is None:
            raise NotFound("queue", queue=queue)
        return rules

    def line_for(self, waiting: Waiting) -> Line:
        """The line this interaction belongs in as it is now."""
        if waiting.target is None:
            ask: Ask = (waiting.queue, waiting.channel, waiting.skills, waiting.relaxed)
        else:
            ask = (waiting.queue, waiting.channel, None, 0)
        line = self.asks.get(ask)
        if line is None:
            rules = self.queue(waiting.queue)
            demand = (waiting.queue, waiting.channel, demanded(waiting, rules))
            line = self._lines.get(demand)
            if line is None:
                line = self._open(demand, rules)
            line.asks.append(ask)
            self.asks[ask] = line
        return line

    def of_queue(self, queue: str) -> list[Line]:
        """The lines of a queue."""
        return self._by_queue.get(queue, [])

    def waited_in(self) -> list[Line]:
        """The lines in which somebody waits."""
        return [line for line in self._lines.values() if line.places]

    def close_queue(self, queue: str) -> None:
        """Drop the lines of a queue, which must be empty, because its rules change."""
        for line in list(self.of_queue(queue)):
            self._close(line)

    def price(self) -> None:
        """Work out everybody's fit anew."""
        for candidates in self._candidates.values():
            candidates.price()

    def joined(self, agent: Agent, old: View | None) -> None:
        """An agent was added (`old` is None) or has another view than before."""
        new = agent.view
        if new is old:
            return
        for candidates in self._candidates.values():
            if new in candidates.fits:
                candidates.qualified |= agent.mask
            else:
                candidates.qualified &= ~agent.mask
        if old is not None and not old.members:
            self._retire(old)

    def left(self, agent: Agent) -> None:
        """An agent was removed."""
        for candidates in self._candidates.values():
            candidates.qualified &= ~agent.mask
        if not agent.view.members:
            self._retire(agent.view)

    def introduce(self, view: View) -> None:
        """A new view: show it everything it qualifies for."""
        for skill in ("", *view.skills):
            self._skilled.setdefault(skill, {})[view] = None
        for candidates in self._candidates.values():
            candidates.admit(view)
        for line in self._lines.values():
            if view in line.candidates.fits:
                view.see(line, line.queue, line.bit)

    def _retire(self, view: View) -> None:
        """Nobody has this view any more."""
        for skill in ("", *view.skills):
            del self._skilled[skill][view]
            if skill and not self._skilled[skill]:
                del self._skilled[skill]
        for candidates in self._candidates.values():
            candidates.dismiss(view)
        self._roster.retire(view)

    def _open(self, demand: Demand, rules: QueueRules) -> Line:
        _, code, skills = demand
        channel = self._roster.channel(code)
        candidates = self._candidates.get(skills) or self._gather(skills)
        candidates.lines += 1
        line = Line(demand, rules, channel, candidates, self._limits.chunk_entries_max)
        for view in candidates.fits:
            view.see(line, line.queue, line.bit)
        if len(self._lines) >= self._limits.idle_lines_max:
            self._tidy()
        self._lines[demand] = line
        self._by_queue.setdefault(line.queue, []).append(line)
        return line

    def _gather(self, skills: Skills) -> Candidates:
        """Who is qualified: looked for among those who have the rarest skill that it demands."""
        rarest = min(
            (skill for skill, _ in skills),
            key=lambda skill: (len(self._skilled.get(skill, ())), skill),
            default="",
        )
        candidates = Candidates(skills, self._roster)
        for view in self._skilled.get(rarest, ()):
            candidates.admit(view)
        self._candidates[skills] = candidates
        return candidates

    def _tidy(self) -> None:
        """Look at a few lines and drop those that nobody waits in, so that memory follows what is in use."""
        dropped = 0
        for line in [line for line, _ in zip(self._lines.values(), range(LINES_LOOKED_AT), strict=False)]:
            if not line.places and dropped < LINES_DROPPED_MAX:
                self._close(line)
                dropped += 1
            else:
                self._lines[line.demand] = self._lines.pop(line.demand)

    def _close(self, line: Line) -> None:
        candidates = line.candidates
        for view in candidates.fits:
            view.forget(line, line.queue, line.bit)
        for ask in line.asks:
            del self.asks[ask]
        del self._lines[line.demand]
        self._by_queue[line.queue].remove(line)
        candidates.lines -= 1
        if not candidates.lines:
            candidates.close()
            del self._candidates[candidates.skills]
