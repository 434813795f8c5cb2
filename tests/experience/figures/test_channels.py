"""The same cases handled on chat, by mail, on the telephone and by SMS give the same values of every criterion, from real facts."""

import pytest

from hoolin.core.interaction import commands as c
from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.row import Mark
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.contacts.state import Batch
from hoolin.experience.contacts.store import Reached
from hoolin.experience.criteria.state import FIRST
from hoolin.experience.figures.report import by, whole
from tests.experience.contacts.world import DAY, HOUR, MINUTE, SECOND, START, World

CHANNELS = ("chat", "email", "voice", "sms")
CASES = 14


def go_through(world: World, channel: str, number: int) -> None:
    """One case: every third waits long, every fourth is handed on, every fifth comes back the next day, every seventh gives up."""
    interaction, customer, case = f"{channel}{number}", f"c{channel}{number}", f"k{channel}{number}"
    world.arrive(interaction, customer, case, channel)
    if number % 7 == 6:
        world.tell(c.SayGoodbye(interaction=interaction, cause="left"), f"customer:{customer}", 90 * SECOND)
        return
    served(world, interaction, channel, (200 if number % 3 == 0 else 20) * SECOND, number % 4 == 0)
    if number % 5 == 0:
        world.arrive(f"{interaction}b", customer, case, channel, after=DAY)
        served(world, f"{interaction}b", channel, 30 * SECOND, False)


def served(world: World, interaction: str, channel: str, wait: int, handed_on: bool) -> None:
    """From the line to the end."""
    world.take(interaction, after=wait)
    if channel != "voice":
        world.say(interaction)
    agent = "mari"
    if handed_on:
        world.tell(c.Transfer(interaction=interaction, agent="mari", queue="second", note="Arve"), "agent:mari", MINUTE)
        agent = "olga"
        world.take(interaction, agent, after=15 * SECOND)
    world.tell(c.Hold(interaction=interaction, agent=agent), f"agent:{agent}", MINUTE)
    world.tell(c.Resume(interaction=interaction, agent=agent), f"agent:{agent}", 10 * SECOND)
    world.close(interaction, agent, after=3 * MINUTE)


@pytest.fixture(scope="module")
def asking() -> Asking:
    """Each channel lives through the same cases; and each has the same answers and judgements."""
    world = World()
    for channel in CHANNELS:
        for number in range(CASES):
            go_through(world, channel, number)
            world.pass_time(HOUR)
    world.pass_time(40 * DAY)
    world.copy.catch_up()
    marks = [
        Mark(interaction=f"{channel}{number}", item=item, source=source, happened_at=world.now, value=value, judge=source)
        for channel in CHANNELS
        for number in range(CASES)
        for item, source, value in (
            ("heard.understood", "survey", 1.0 + number % 5), ("effort.ease", "survey", 1.0 + number % 7),
            ("resolution.solved", "survey", float(number % 3)), ("heard.empathy", "reviewer", float(number % 2)),
            ("compliance.law", "reviewer", float(number != 3)),
        )
        if number % 7 != 6
    ]  # fmt: skip
    kept = world.copy.columns.reached()
    assert kept is not None
    world.copy.columns.take(Batch(marks=marks), [], None, Reached(*kept))
    return Asking(world.copy.columns, world.now)


def test_every_figure_is_the_same_on_every_channel(asking: Asking) -> None:
    """Values, intervals and numbers of observations, of what is counted, asked and judged; the criteria and the index with them."""
    period = Scope(begin=START, end=asking.now)
    parts = {part.name: part.whole for part in by(asking, period, FIRST, "channel")}
    assert set(parts) == set(CHANNELS)
    chat = parts["chat"]
    said = {figure.code for found in chat.by_source.values() for figure in found.values() if figure.said}
    assert {
        "access.time_to_human", "access.service_level", "access.gave_up", "effort.contacts", "effort.switches", "effort.transfers",
        "effort.minutes", "resolution.fcr_24h", "resolution.fcr_7d", "resolution.fcr_30d", "resolution.reopened", "heard.understood",
        "heard.empathy", "compliance",
    } <= said  # fmt: skip
    for channel in CHANNELS:
        assert parts[channel].by_source == chat.by_source, channel
        assert parts[channel].scores == chat.scores, channel
    assert chat.scores.index.points is not None


def test_all_together_are_the_same_and_surer(asking: Asking) -> None:
    """Four times as many of the same say the same in half the width."""
    period = Scope(begin=START, end=asking.now)
    together = whole(asking, period, FIRST).by_source
    apart = by(asking, period, FIRST, "channel")[0].whole.by_source
    for source, code in (("system", "access.gave_up"), ("survey", "heard.understood"), ("reviewer", "heard.empathy")):
        many, few = together[source][code], apart[source][code]
        assert many.n == 4 * few.n
        # With more answers, smaller kinds are weighted by themselves: points may move a little.
        assert many.value == pytest.approx(few.value, abs=2.0 if source == "survey" else 1e-9)
        assert many.low is not None and many.high is not None and few.low is not None and few.high is not None
        assert many.high - many.low < 0.6 * (few.high - few.low)
