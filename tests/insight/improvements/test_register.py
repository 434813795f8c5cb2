"""The register of causes and improvements: what it refuses, what it remembers, and that it speaks of the reasons of today."""

from datetime import date
from typing import Any

import msgspec
import pytest

from hoolin.catalogue.api import Words
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, Invalid, NotFound, Refusal
from hoolin.core.interaction import commands as i
from hoolin.core.site.rules import ChannelRules, QueueRules, SiteRules
from hoolin.insight.improvements import commands as c
from hoolin.insight.improvements import facts as f
from hoolin.insight.improvements.register import NOTED_OF_ONE_MAX, Cause, Exposure, Improvement
from hoolin.insight.improvements.state import TOLD_A_DAY_MAX, Improvements, dump, load
from hoolin.insight.reasons.commands import PublishReasons
from hoolin.insight.reasons.tree import Reason, Share, Tree, Went
from hoolin.people.commands import MergeCustomers
from hoolin.runtime.house import House, Outcome
from hoolin.wiring import rooms

DAY = 86_400_000
NOW = 1_796_000_000_000
"""The last days of November 2026."""

TODAY = "2026-11-30"
ZONE = "Europe/Tallinn"
ANNOUNCED = Words(et="Arve on selgem.", ru="Счёт понятнее.", en="The bill is clearer.")
CAUSE = Cause(cause="u1", title="Arve ridu ei mõisteta", kind="information", reasons=("bill",), owner="mari")
BETTER = Improvement(improvement="p1", title="Selgem arve", reasons=("bill",), causes=("u1",), drop=0.2)


class World:
    """The real house, with a clock in the hand."""

    def __init__(self) -> None:
        self.rooms = rooms()
        self.house = House(tuple(self.rooms.values()))
        self.state: Improvements = self.rooms["improvements"].state
        self.now = NOW - 30 * DAY
        self.number = 0
        self.do(i.SetSite(rules=SiteRules(reasons=("bill", "roaming"))))
        self.do(i.SetQueue(rules=QueueRules(queue="service")))
        self.do(i.SetChannel(rules=ChannelRules(channel="email", delivers=True)))
        self.do(i.SetChannel(rules=ChannelRules(channel="chat")))

    def do(self, *commands: Command) -> Outcome:
        """Decide and fold; the last outcome."""
        for command in commands:
            self.number += 1
            outcome = self.house.handle(command, "agent:mari", f"c{self.number}", self.now)
        return outcome

    def refused(self, kind: type[Refusal], code: str, command: Command) -> dict[str, Any]:
        """Refused with this code, and nothing has changed; the detail."""
        before = dump(self.state)
        with pytest.raises(kind) as refusal:
            self.do(command)
        assert refusal.value.code == code
        assert dump(self.state) == before
        return refusal.value.detail

    def shipped(self) -> "World":
        """With an improvement that customers have had for a week."""
        self.do(c.SetCause(cause=CAUSE, new=True), c.SetImprovement(improvement=BETTER, new=True))
        self.now = NOW
        self.do(c.ShipImprovement(improvement="p1", day="2026-11-20", zone=ZONE))
        return self


def notice(customer: str = "c1", interaction: str = "in1", channel: str = "email") -> i.SendNotice:
    """What a customer is written."""
    begins = i.Arrive(
        interaction=interaction, customer=customer, case=f"k-{customer}", channel=channel, language="et", apart=True
    )
    return i.SendNotice(
        begins=begins, account="support", address=f"a-{interaction}", body=b"{}", text="Arve on selgem."
    )


def test_causes_are_named_once_and_told_differently_later() -> None:
    """New under a known id, changed under an unknown one, and reasons that nobody may choose are refused; the same again changes nothing."""
    world = World()
    world.refused(NotFound, "no_such_cause", c.SetCause(cause=CAUSE))
    world.do(c.SetCause(cause=CAUSE, new=True))
    world.refused(Conflict, "cause_known", c.SetCause(cause=msgspec.structs.replace(CAUSE, title="Muu"), new=True))
    assert world.do(c.SetCause(cause=CAUSE, new=True)).entries == []
    wrong = msgspec.structs.replace(CAUSE, reasons=("bill", "weather"))
    assert world.refused(Invalid, "unknown_reason", c.SetCause(cause=wrong)) == {"reasons": ["weather"]}
    world.do(c.SetCause(cause=msgspec.structs.replace(CAUSE, owner=None)))
    assert world.state.kept.causes["u1"].owner is None


def test_a_contact_came_of_a_cause_once_and_perhaps_not_after_all() -> None:
    """Noted twice is noted once; taken back it is gone; of a cause that nobody named nothing comes."""
    world = World()
    note = c.NoteCause(interaction="i1", cause="u1", agent="mari")
    world.refused(NotFound, "no_such_cause", note)
    world.do(c.SetCause(cause=CAUSE, new=True), note)
    assert world.do(note).entries == []
    assert world.state.kept.noted == {"i1": ["u1"]}
    back = c.NoteCause(interaction="i1", cause="u1", agent="mari", not_after_all=True)
    world.do(back)
    assert world.state.kept.noted == {}
    assert world.do(back).entries == []


def test_what_is_expected_is_written_down_before_it_ships_and_stands() -> None:
    """No drop, a day before it was written, a day to come, no day: refused. Shipped: nothing about it changes any more."""
    world = World()
    hopeful = msgspec.structs.replace(BETTER, drop=None)
    world.refused(NotFound, "no_such_improvement", c.SetImprovement(improvement=hopeful))
    world.refused(Invalid, "no_such_cause", c.SetImprovement(improvement=hopeful, new=True))
    world.do(c.SetCause(cause=CAUSE, new=True), c.SetImprovement(improvement=hopeful, new=True))
    world.refused(Conflict, "improvement_known", c.SetImprovement(improvement=BETTER, new=True))
    ship = c.ShipImprovement(improvement="p1", day=TODAY, zone=ZONE)
    world.refused(Invalid, "drop_not_written", ship)
    world.now = NOW
    world.do(c.SetImprovement(improvement=BETTER))
    written = world.state.kept.improvements["p1"].drop_at
    world.do(c.SetImprovement(improvement=msgspec.structs.replace(BETTER, title="Palju selgem arve")))
    assert world.state.kept.improvements["p1"].drop_at == written == NOW
    world.refused(Invalid, "shipped_in_future", c.ShipImprovement(improvement="p1", day="2026-12-01", zone=ZONE))
    world.refused(Invalid, "drop_written_later", c.ShipImprovement(improvement="p1", day="2026-11-01", zone=ZONE))
    world.refused(Invalid, "not_a_day", c.ShipImprovement(improvement="p1", day="2026-11-31", zone=ZONE))
    world.do(ship)
    assert world.do(ship).entries == []
    world.refused(Conflict, "improvement_shipped", c.SetImprovement(improvement=BETTER))
    world.refused(Conflict, "improvement_shipped", c.ShipImprovement(improvement="p1", day="2026-11-29", zone=ZONE))
    world.refused(NotFound, "no_such_improvement", c.ShipImprovement(improvement="p9", day=TODAY, zone=ZONE))


def test_who_gets_it_is_part_of_what_is_expected() -> None:
    """Another exposure makes the drop as young as itself; half of an exposure is none."""
    world = World()
    world.do(c.SetCause(cause=CAUSE, new=True), c.SetImprovement(improvement=BETTER, new=True))
    world.now = NOW
    world.do(c.SetImprovement(improvement=msgspec.structs.replace(BETTER, who=Exposure(by="channel", code="email"))))
    assert world.state.kept.improvements["p1"].drop_at == NOW
    with pytest.raises(ValueError, match="belong together"):
        Exposure(by="channel")


def test_only_what_customers_have_is_told_and_in_every_language() -> None:
    """Announced before it shipped, or in two languages of three: refused. Withdrawn, it is public no more."""
    world = World()
    world.do(c.SetCause(cause=CAUSE, new=True), c.SetImprovement(improvement=BETTER, new=True))
    announce = c.AnnounceChange(improvement="p1", text=ANNOUNCED)
    world.refused(Conflict, "not_shipped", announce)
    world = World().shipped()
    half = c.AnnounceChange(improvement="p1", text=msgspec.structs.replace(ANNOUNCED, ru=" "))
    assert world.refused(Invalid, "no_words", half) == {"languages": ["ru"]}
    world.do(announce)
    first = world.state.kept.improvements["p1"].public_at
    world.now += DAY
    world.do(c.AnnounceChange(improvement="p1", text=msgspec.structs.replace(ANNOUNCED, en="A clearer bill.")))
    assert world.state.kept.improvements["p1"].public_at == first
    found = world.do(c.WithdrawImprovement(improvement="p1", why="Vana arve oli parem"))
    assert [type(entry.fact) for entry in found.entries] == [f.ImprovementWithdrawn, f.ChangeTakenBack]
    known = world.state.kept.improvements["p1"]
    assert (known.public, known.standing, known.withdrawn) == (None, "withdrawn", "Vana arve oli parem")
    assert world.do(c.WithdrawImprovement(improvement="p1", why="Veel kord")).entries == []
    assert world.do(c.TakeBackChange(improvement="p1")).entries == []


def test_what_somebody_writes_is_content_of_theirs_and_in_no_fact() -> None:
    """The words lie under the writer's key; the fact names them."""
    world = World().shipped()
    found = world.do(c.CommentImprovement(improvement="p1", comment="v1", by="mari", text="Kliendid kiidavad."))
    (entry,), (content,) = found.entries, found.contents
    assert (content.id, content.owner, msgspec.json.decode(content.body)) == (
        "v1",
        "agent:mari",
        {"text": "Kliendid kiidavad."},
    )
    assert b"kiidavad" not in msgspec.json.encode(entry.fact)
    assert world.state.kept.improvements["p1"].comments == [("v1", "mari", NOW)]
    world.do(c.LinkCase(improvement="p1", case="k1"))
    assert world.do(c.LinkCase(improvement="p1", case="k1")).entries == []


def test_whoever_raised_it_is_told_once_with_the_message_itself() -> None:
    """Message and fact in one step; asked again it is said of nobody twice; the notice is no contact that waits for anybody."""
    world = World()
    world.do(c.SetCause(cause=CAUSE, new=True), c.SetImprovement(improvement=BETTER, new=True))
    tell = c.TellRaiser(improvement="p1", notice=notice())
    world.refused(Conflict, "not_shipped", tell)
    world = World().shipped()
    found = world.do(tell)
    kinds = [type(entry.fact).__name__ for entry in found.entries]
    assert kinds[0] == "InteractionArrived"
    assert "MessageSent" in kinds and "DeliveryAsked" in kinds and "RaiserTold" in kinds
    assert world.state.kept.improvements["p1"].told_to == {"in1": NOW}
    assert world.do(tell).entries == []
    world.refused(NotFound, "channel", c.TellRaiser(improvement="p1", notice=notice("c2", "in2", "chat")))
    assert "in1" not in world.rooms["floor"].state.kept.interactions


def test_whoever_wants_no_news_has_none_and_a_day_has_an_end() -> None:
    """Not to whoever said so, here or of surveys; again once they want it; and so many a day."""
    world = World().shipped()
    world.do(c.WishChangeNews(customer="c1", wanted=False))
    assert world.do(c.WishChangeNews(customer="c1", wanted=False)).entries == []
    world.refused(Conflict, "not_wanted", c.TellRaiser(improvement="p1", notice=notice()))
    world.rooms["surveys"].state.kept.unwilling.add("c2")
    world.refused(Conflict, "not_wanted", c.TellRaiser(improvement="p1", notice=notice("c2", "in2")))
    world.do(c.WishChangeNews(customer="c1", wanted=True), c.TellRaiser(improvement="p1", notice=notice()))
    world.state.kept.told_today = (NOW // DAY, TOLD_A_DAY_MAX)
    late = c.TellRaiser(improvement="p1", notice=notice("c3", "in3"))
    world.refused(Conflict, "told_enough_today", late)
    world.now += DAY
    world.do(late)
    assert world.state.kept.told_on(world.now) == 1


def test_whoever_wants_no_news_has_none_in_any_of_their_records() -> None:
    """Their record is shown with another: what they said holds, here and of surveys; wanting it again is for all of them, and what is parted again keeps it."""
    world = World().shipped()
    world.do(*(notice(customer, f"first-{customer}") for customer in ("c1", "c2", "c3", "c4")))
    world.do(c.WishChangeNews(customer="c1", wanted=False))
    world.rooms["surveys"].state.kept.unwilling.add("c3")
    world.do(MergeCustomers(kept="c2", merged="c1"), MergeCustomers(kept="c4", merged="c3"))
    for customer in ("c1", "c2", "c3", "c4"):
        world.refused(Conflict, "not_wanted", c.TellRaiser(improvement="p1", notice=notice(customer, f"n-{customer}")))
    assert world.do(c.WishChangeNews(customer="c2", wanted=False)).entries == []
    world.do(c.WishChangeNews(customer="c2", wanted=True), c.TellRaiser(improvement="p1", notice=notice("c2", "in2")))
    assert world.state.kept.unwilling == {}


def test_days_begin_where_the_site_is() -> None:
    """Written in the evening of the 29th in New York, where it is the 30th in Greenwich already: it may ship that day, and not on the 30th yet. Written in
    the small hours of the 30th in Tallinn: it had not been written on the 29th.
    """
    west, east = World(), World()
    for world, now in ((west, NOW), (east, NOW - 2 * 3_600_000)):
        world.now = now
        world.do(c.SetCause(cause=CAUSE, new=True), c.SetImprovement(improvement=BETTER, new=True))
    there = c.ShipImprovement(improvement="p1", day="2026-11-30", zone="America/New_York")
    west.refused(Invalid, "shipped_in_future", there)
    west.do(msgspec.structs.replace(there, day="2026-11-29"))
    here = c.ShipImprovement(improvement="p1", day="2026-11-29", zone=ZONE)
    assert east.refused(Invalid, "drop_written_later", here)["written"] == TODAY
    east.do(msgspec.structs.replace(here, day=TODAY))


def test_it_is_for_customers_of_what_there_is() -> None:
    """A channel, queue or language that the site does not have is refused."""
    world = World()
    world.do(c.SetCause(cause=CAUSE, new=True))
    nobody = (
        Exposure(by="channel", code="fax"), Exposure(by="queue", code="sales"), Exposure(by="language", code="fi"),
    )  # fmt: skip
    for who in nobody:
        told = msgspec.structs.replace(BETTER, who=who)
        detail = world.refused(Invalid, "nobody_gets_it", c.SetImprovement(improvement=told, new=True))
        assert detail == {"by": who.by, "said": who.code}
    there = (
        Exposure(by="channel", code="chat"), Exposure(by="queue", code="service"), Exposure(by="language", code="ru"),
    )  # fmt: skip
    for number, who in enumerate(there):
        told = msgspec.structs.replace(BETTER, improvement=f"q{number}", who=who)
        world.do(c.SetImprovement(improvement=told, new=True))


def test_of_one_contact_only_so_many_causes_are_noted() -> None:
    """Nobody fills the register with one conversation."""
    world = World()
    for number in range(NOTED_OF_ONE_MAX + 1):
        world.do(c.SetCause(cause=msgspec.structs.replace(CAUSE, cause=f"u{number}"), new=True))
    notes = [c.NoteCause(interaction="i1", cause=f"u{number}", agent="mari") for number in range(NOTED_OF_ONE_MAX + 1)]
    world.do(*notes[:-1])
    world.refused(Invalid, "too_many_causes_noted", notes[-1])


def test_customers_are_counted_from_a_day_on() -> None:
    """The newest number that holds; before the first nobody knows."""
    world = World()
    world.do(c.CountCustomers(day="2026-01-01", customers=1_000), c.CountCustomers(day="2026-06-01", customers=2_000))
    assert world.do(c.CountCustomers(day="2026-06-01", customers=2_000)).entries == []
    world.refused(Invalid, "not_a_day", c.CountCustomers(day="2026-02-30", customers=5))
    found = [world.state.customers_on(date.fromisoformat(day)) for day in ("2025-12-31", "2026-01-01", "2026-07-01")]
    assert found == [None, 1_000, 2_000]


def named(code: str, parent: str | None = None) -> Reason:
    """A reason called as it is coded."""
    return Reason(code=code, name=Words(et=code, ru=code, en=code), parent=parent)


def test_the_register_follows_a_reason_that_was_split_or_merged() -> None:
    """What is about a reason is about those it went to; what is in use cannot just be taken out."""
    world = World().shipped()
    tree = Tree(reasons=(named("amount"), named("due"), named("roaming")))
    used = world.refused(Conflict, "reason_in_use", PublishReasons(tree=tree, based_on=0, why="Täpsemalt"))
    assert used["reasons"][0]["reason"] == "bill"
    went = (Went(code="bill", to=(Share(code="amount", share=0.6), Share(code="due", share=0.4))),)
    world.do(PublishReasons(tree=tree, crosswalk=went, based_on=0, why="Täpsemalt"))
    assert world.state.kept.causes["u1"].reasons == ("amount", "due")
    assert world.state.kept.improvements["p1"].told.reasons == ("amount", "due")
    merged = Tree(reasons=(named("invoice"), named("roaming")))
    both = tuple(Went(code=code, to=(Share(code="invoice"),)) for code in ("amount", "due"))
    world.do(PublishReasons(tree=merged, crosswalk=both, based_on=1, why="Lihtsamalt"))
    assert list(world.state.kept.improvements["p1"].told.reasons) == ["invoice"]


def test_a_snapshot_holds_all_of_it() -> None:
    """Dumped and taken up by another process: the same, to the byte."""
    world = World().shipped()
    world.do(
        c.NoteCause(interaction="i1", cause="u1", agent="mari"), c.AnnounceChange(improvement="p1", text=ANNOUNCED),
        c.CommentImprovement(improvement="p1", comment="v1", by="mari", text="Hea."), c.LinkCase(improvement="p1", case="k1"),
        c.TellRaiser(improvement="p1", notice=notice()), c.WishChangeNews(customer="c9", wanted=False),
        c.CountCustomers(day="2026-01-01", customers=1_000),
    )  # fmt: skip
    other = rooms()["improvements"].state
    load(other, dump(world.state))
    assert other.kept == world.state.kept
    assert dump(other) == dump(world.state)
    assert other.wants_no_news("c9")


def test_a_register_that_followed_many_splits_is_taken_up_again() -> None:
    """Twenty reasons that became sixty: the snapshot is read, and it can still be told differently."""
    world = World()
    codes = tuple(f"r{number}" for number in range(20))
    world.do(i.SetSite(rules=SiteRules(reasons=codes)))
    world.do(c.SetCause(cause=msgspec.structs.replace(CAUSE, reasons=codes), new=True))
    parts = {code: tuple(f"{code}_{part}" for part in "abc") for code in codes}
    split = Tree(reasons=tuple(named(part) for several in parts.values() for part in several))
    third = tuple(
        Went(code=code, to=tuple(Share(code=part, share=1 / 3) for part in several)) for code, several in parts.items()
    )
    world.do(PublishReasons(tree=split, crosswalk=third, based_on=0, why="Täpsemalt"))
    kept = world.state.kept.causes["u1"]
    assert len(kept.reasons) == 60
    load(world.state, dump(world.state))
    assert world.state.kept.causes["u1"] == kept
    world.do(
        c.SetCause(
            cause=msgspec.json.decode(msgspec.json.encode(msgspec.structs.replace(kept, title="Muu")), type=Cause)
        )
    )
