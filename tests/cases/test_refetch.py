"""Snapshot + facts = refetch: a desk that follows the facts is, after every command, the desk that is read afresh."""

from hoolin.cases.api import Desk, Line, desk, from_rows, line_of
from hoolin.core.commands import Command
from hoolin.core.errors import Refusal
from hoolin.core.facts import Entry, Fact
from hoolin.core.flow.commands import SetFlow, UseFlow
from hoolin.core.flow.read import read
from hoolin.core.interaction import facts as i
from hoolin.journal.views import Views
from hoolin.wiring import view_sources
from tests.runtime.wishes import NAMES, SET_UP, Seeded, Wishes
from tests.runtime.world import START, new_house, site_of

COMMANDS = 1_500
"""Enough for a seed to meet nearly every kind of fact that changes a line."""


class Floor:
    """A house, the read model folded from it, and a desk that only ever follows. met: the kinds of facts that changed a line."""

    def __init__(self, seed: int) -> None:
        self.chance = Seeded(seed)
        self.house = new_house()
        self.site = site_of(self.house)
        self.wishes = Wishes(self.site, self.chance)
        self.views = Views(None, view_sources())
        self.desk = Desk()
        self.now, self.asked = START, 0
        self.met: set[type[Fact]] = set()
        for command in SET_UP:
            self.do(command)

    def do(self, command: Command) -> None:
        """Give a command; what came of it is folded on either side, and both are compared."""
        self.asked += 1
        try:
            outcome = self.house.handle(command, "test", f"test/{self.asked}", self.now)
        except Refusal:
            return
        ended = []
        for entry in outcome.entries:
            line = desk.apply(self.desk, entry)
            if line is not None:
                self.met.add(type(entry.fact))
                if type(entry.fact) in desk.ENDS:
                    ended.append(line)
        self.views.apply(outcome.entries)
        self.compare(ended)

    def compare(self, ended: list[Line]) -> None:
        """The live lines, the counts, whoever has just ended, and who is at work."""
        fresh = self.fetched()
        assert self.desk.position == fresh.position == self.house.position
        assert self.desk.lines == fresh.lines
        assert (self.desk.all, self.desk.closed) == (fresh.all, fresh.closed)
        for line in ended:
            assert line == line_of(dict(self.views.query("cases.conversation", (line.interaction,))[0]))
        kept = self.site.kept
        assert set(self.desk.agents) == set(kept.agents)
        for name, agent in kept.agents.items():
            line_ = self.desk.agents[name]
            assert (line_.profile, line_.presence, line_.reason) == (agent.profile, agent.presence, agent.reason)
        assert (self.desk.queues, self.desk.rules) == (kept.queues, kept.rules)

    def fetched(self) -> Desk:
        """The desk as the read model has it now."""
        tallies = {row["kind"]: row["number"] for row in self.views.query("cases.tallies")}
        return from_rows(self.views.position, map(dict, self.views.query("cases.live")), tallies)

    def live(self, commands: int) -> None:
        """So many commands by chance, the clock going on meanwhile."""
        for _ in range(commands):
            due = self.house.next_due()
            if due is not None and self.chance.number(0, 7) == 0:
                self.now = max(self.now, due)
                self.do(self.wishes.draw("time"))
            self.now += self.chance.pick((0, 0, 0, 10, 100, 1_500))
            self.do(self.wishes.draw(self.chance.pick(NAMES)))


def test_a_desk_that_follows_is_the_desk_that_is_read_afresh() -> None:
    """Whatever is asked of a house, its facts make of the desk what the read model says at the same position."""
    met: set[type[Fact]] = set()
    for seed in range(6):
        floor = Floor(seed)
        floor.live(COMMANDS)
        assert floor.desk.closed > 10
        met |= floor.met
    # No flow speaks first in this house; the tests below have one.
    assert met == {i.InteractionArrived, *desk.CHANGES} - {i.InteractionGreeted, i.DemandsSet}


MENU = {
    "start": "menu",
    "person": "line",
    "nodes": {
        "menu": {
            "do": "keys",
            "text": dict.fromkeys(("et", "ru", "en"), "1?"),
            "keys": {"1": "line"},
            "timeout_written_s": 1,
        },
        "line": {"do": "queue", "queue": "quick", "priority": 3},
    },
}


def test_a_menu_that_greets_everybody_is_read_afresh_as_well() -> None:
    """Whoever is greeted, led by a menu and by silence, is the same on either side after every command."""
    met: set[type[Fact]] = set()
    for seed in range(3):
        floor = Floor(seed)
        floor.do(SetFlow(flow=read(MENU, "menu")))
        for channel in ("chat", "mail", "call"):
            floor.do(UseFlow(channel=channel, flow="menu"))
        floor.live(COMMANDS // 2)
        met |= floor.met
    assert {i.InteractionGreeted, i.DemandsSet, i.InteractionQueued, i.MessageSent} <= met


def test_a_flow_that_speaks_first_is_read_afresh_as_well() -> None:
    """A greeted conversation is the same on either side, before it is in line and after."""
    floor = Floor(0)
    arrived = i.InteractionArrived(
        interaction="i", customer="c", case="k", channel="chat", queue="service", language="et", place_at=START
    )
    for fact in (
        arrived,
        i.InteractionGreeted(interaction="i"),
        i.InteractionQueued(interaction="i", queue="billing"),
    ):
        entry = Entry(floor.house.position + 1, START, "system", "x/1", fact)
        floor.house.fold(entry)
        desk.apply(floor.desk, entry)
        floor.views.apply([entry])
        floor.compare([])
    assert floor.desk.lines["i"].queue == "billing"


def test_a_desk_begun_in_the_middle_follows_as_well() -> None:
    """A desk that starts from the read model on a busy day goes on as if it had been there from the first fact."""
    floor = Floor(9)
    floor.live(200)
    begun = floor.fetched()
    begun.agents, begun.queues, begun.rules = floor.desk.agents, floor.desk.queues, floor.desk.rules
    floor.desk = begun
    assert begun.lines
    floor.live(200)
