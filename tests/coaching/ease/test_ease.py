"""What one may tell, and what becomes of it: decided and folded beside the floor."""

import ast
from pathlib import Path

import pytest

from hoolin.coaching.api import ease
from hoolin.core import facts as base
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.facts import Content
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules
from hoolin.runtime.floor import floor_room
from hoolin.runtime.house import House
from hoolin.runtime.room import Room

SOURCE = Path(__file__).resolve().parents[3] / "src" / "hoolin"
HOUR_MS = 3_600_000
T = ease.commands


class Site:
    """A floor and what is told on it."""

    def __init__(self) -> None:
        self.house, self.state = made()
        self.now, self.asked = 100 * 86_400_000, 0
        self.contents: list[Content] = []
        self.entries = list[object]()
        self.do(c.SetSite(rules=SiteRules(reasons=("bill",))))
        self.do(c.SetChannel(rules=ChannelRules(channel="chat")))
        self.do(c.SetQueue(rules=QueueRules(queue="service")))
        self.do(c.SetEaseRules(rules=EaseRules(on=True)))
        for agent in ("kristi", "oleg"):
            self.do(c.SetAgent(profile=AgentProfile(agent=agent, skills={"lang:et": 100})))
        self.do(c.SetPresence(agent="kristi", presence="online"))

    def do(self, command: Command) -> list[base.Fact]:
        """Ask for something."""
        self.asked += 1
        outcome = self.house.handle(command, "test", f"t{self.asked}", self.now)
        self.contents += outcome.contents
        self.entries += outcome.entries
        return [entry.fact for entry in outcome.entries]

    def served(self, name: str, reasons: tuple[str, ...] = ("bill",)) -> str:
        """A contact that Kristi served."""
        self.do(c.Arrive(interaction=name, customer="c", case=f"k-{name}", channel="chat", language="et"))
        one = self.house.rooms[0].state.interaction(name)
        self.now += 10_000
        self.do(c.AcceptOffer(interaction=name, offer=str(one.offer), agent="kristi"))
        self.do(c.StartWrapUp(interaction=name, agent="kristi"))
        self.do(c.Close(interaction=name, agent="kristi", outcome="solved", reasons=reasons))
        return name

    def tell(
        self, name: str, tap: str, felt: str = "hard", agent: str = "kristi", week: str = "1970-W15"
    ) -> list[base.Fact]:
        """Say how it felt."""
        return self.do(T.TellEase(interaction=name, agent=agent, tap=tap, felt=felt, week=week, hour=9))  # type: ignore[arg-type]


def made() -> tuple[House, ease.Ease]:
    """Both rooms."""
    floor = floor_room()
    state = ease.Ease(floor.state)
    room = Room(
        name="ease",
        state=state,
        facts=ease.FACTS,
        decides=ease.DECIDES,
        folds=ease.FOLDS,
        dump=ease.dump,
        load=ease.load,
    )
    return House((floor, room)), state


def test_what_was_told_is_no_fact_and_lies_under_a_key_of_its_own() -> None:
    """The fact says that something was told; what it was stands in content that belongs to that one answer."""
    site = Site()
    (fact,) = site.tell(site.served("i1"), "e1")
    assert fact == ease.facts.EaseTold(interaction="i1", agent="kristi", tap="e1", week="1970-W15", hour=9)
    (content,) = site.contents
    assert (content.id, content.owner, content.body) == ("e1", "agent:kristi:ease:e1", b'{"felt":"hard"}')
    tap = site.state.kept.taps["kristi"]["i1"]
    assert (tap.queue, tap.channel, tap.reason) == ("service", "chat", "bill")
    site.tell("i1", "e2", "fine")
    assert [one.tap for one in site.state.kept.taps["kristi"].values()] == ["e2"]


def test_one_tells_of_what_one_served_and_until_the_shift_ends() -> None:
    """Not of a colleague's contact, not of one that is still to come, not the day after, and not where the site has it off."""
    site = Site()
    name = site.served("i1")
    for agent, asked in (("oleg", name), ("kristi", "i9")):
        with pytest.raises(Conflict, match="not_to_tell"):
            site.tell(asked, "e1", agent=agent)
    site.do(c.SetPresence(agent="kristi", presence="offline", reason="connection_lost"))
    site.tell(name, "e1")
    site.do(c.SetPresence(agent="kristi", presence="offline"))
    with pytest.raises(Conflict, match="not_to_tell"):
        site.tell(name, "e2")
    site.do(c.SetPresence(agent="kristi", presence="online"))
    later = site.served("i2")
    site.now += 16 * HOUR_MS
    with pytest.raises(Conflict, match="not_to_tell"):
        site.tell(later, "e3")
    site.do(c.SetEaseRules(rules=EaseRules()))
    with pytest.raises(Conflict, match="ease_off"):
        site.tell(later, "e4")


def test_what_was_told_can_be_taken_back_one_or_all() -> None:
    """Only what is one's own; nothing to take back changes nothing."""
    site = Site()
    assert site.do(T.TakeBackEase(agent="kristi")) == []
    for number in range(3):
        site.tell(site.served(f"i{number}"), f"e{number}")
    with pytest.raises(NotFound):
        site.do(T.TakeBackEase(agent="oleg", taps=("e1",)))
    site.do(T.TakeBackEase(agent="kristi", taps=("e1",)))
    assert list(site.state.kept.taps["kristi"]) == ["i0", "i2"]
    assert site.do(T.TakeBackEase(agent="kristi")) == [ease.facts.EaseTakenBack(agent="kristi", taps=("e0", "e2"))]
    assert site.state.kept.taps == {}


def test_a_week_is_counted_when_it_is_over_and_once() -> None:
    """One that goes on is refused; counted again, nothing changes, so that two counts of one week cannot be compared."""
    site = Site()
    site.tell(site.served("i1"), "e1", week="2026-W48")
    assert site.state.uncounted("2026-W48") == []
    assert site.state.uncounted("2026-W49") == ["2026-W48"]
    with pytest.raises(Conflict, match="week_goes_on"):
        site.do(T.CountEase(week="2026-W48", this_week="2026-W48"))
    cells = (ease.Cell(by="all", hard=20),)
    site.do(T.CountEase(week="2026-W48", this_week="2026-W49", cells=cells))
    assert site.do(T.CountEase(week="2026-W48", this_week="2026-W49")) == []
    assert site.state.kept.counted == {"2026-W48": cells}
    assert site.state.uncounted("2026-W49") == []


def test_breathers_are_noted_for_whoever_had_them_and_what_went_with_them_for_those_who_waited() -> None:
    """One's own list says when and why; the day says how many waited for how long while somebody rested."""
    site = Site()
    site.do(c.SetPresence(agent="oleg", presence="online"))
    site.do(c.WishBreather(agent="oleg"))
    site.served("i1")
    site.do(c.EndBreather(agent="oleg"))
    site.do(c.WishBreather(agent="oleg"))
    site.now += 5_000
    site.do(c.SetPresence(agent="oleg", presence="away"))
    assert [(rest.why, rest.cause) for rest in site.state.kept.rests["oleg"]] == [
        ("wished", "ready"),
        ("wished", "left"),
    ]
    (day,) = site.state.kept.days.values()
    assert (day.offers, day.resting_offers, day.begun, day.rested_ms) == (1, 1, 2, 15_000)
    site.do(c.RetireAgent(agent="oleg"))
    assert "oleg" not in site.state.kept.rests


def test_a_snapshot_holds_all_of_it() -> None:
    """Taken up again it is the same, and so is what the facts alone lead to."""
    site = Site()
    site.tell(site.served("i1"), "e1")
    site.do(c.WishBreather(agent="kristi"))
    again, _ = made()
    again.load(site.house.dump(), site.house.position)
    assert again.dump() == site.house.dump()
    replayed, _ = made()
    for entry in site.entries:
        replayed.fold(entry)  # type: ignore[arg-type]
    assert replayed.dump() == site.house.dump()


FORBIDDEN = ("core/routing", "experience", "insight", "workforce", "coaching/advice", "coaching/sessions", "coaching/drills", "coaching/learning", "coaching/effects",
             "server/reviews.py", "server/reviewing.py", "server/records.py", "server/report.py")  # fmt: skip


def reads_ease(source: str) -> bool:
    """Whether a file takes something from this room."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
        elif isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.Name | ast.Attribute):
            names = {node.id if isinstance(node, ast.Name) else node.attr}
        else:
            continue
        if any(
            name.startswith(("hoolin.coaching.ease", "hoolin.coaching.api.ease", "Ease")) and name != "EaseRules"
            for name in names
        ):
            return True
    return False


def test_nothing_that_judges_people_reads_what_they_told() -> None:
    """Routing, figures, reviews, advice and sessions take nothing from here: what one tells is never used about them."""
    files = [
        file
        for name in FORBIDDEN
        for file in ([SOURCE / name] if name.endswith(".py") else (SOURCE / name).rglob("*.py"))
    ]
    assert len(files) > 100
    assert [str(file) for file in files if reads_ease(file.read_text(encoding="utf-8"))] == []
    assert reads_ease("from hoolin.coaching.ease.facts import owner_of")
    assert reads_ease("from hoolin.coaching.api import ease")
    assert reads_ease("FOLDS = {f.EaseTold: told}")


def test_no_fact_says_how_a_contact_felt_to_somebody() -> None:
    """Neither what was told nor a breather says it: that somebody wanted a moment does not say why."""
    for fact in (ease.facts.EaseTold, ease.facts.EaseTakenBack, i.BreatherWished, i.BreatherBegun, i.BreatherEnded):
        assert "felt" not in fact.__struct_fields__
        assert not any("hard" in str(annotation) for annotation in fact.__annotations__.values())
