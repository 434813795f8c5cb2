"""Days at the site: whether an agent works then, when a step is due; and the calendar's file."""

from hoolin.coaching.sessions import commands as c
from hoolin.coaching.sessions.calendar import entry
from hoolin.coaching.sessions.days import due, last_day, shifts_since, worked, works_then
from hoolin.coaching.sessions.state import THERE_DAYS
from hoolin.core.interaction import commands as i
from tests.coaching.sessions.world import DAY, HELD, HOUR, NOW, ZONE, World, plan, step

MIDNIGHT = 1_795_989_600_000
"""When Monday the 30th of November 2026 began in Tallinn."""


def came(world: World, *instants: int) -> None:
    """Mari came to work then."""
    for at in instants:
        world.now = at
        world.do(
            i.SetPresence(agent="mari", presence="online"), i.SetPresence(agent="mari", presence="away", reason="break")
        )


def test_days_are_the_sites() -> None:
    """Who comes half an hour after midnight in Tallinn has come on that day, though it is still the day before in UTC; a break is no coming anew."""
    world = World()
    came(world, MIDNIGHT + HOUR // 2, MIDNIGHT + HOUR, MIDNIGHT + 9 * HOUR)
    there = world.state.kept.there["mari"]
    assert [one.isoformat() for one in worked(there, ZONE)] == ["2026-11-30"]
    assert [one.isoformat() for one in worked(there, "UTC")] == ["2026-11-29", "2026-11-30"]
    assert len(there) == 2
    came(world, MIDNIGHT + (THERE_DAYS + 2) * DAY)
    assert len(world.state.kept.there["mari"]) == 1


def test_whether_somebody_works_on_a_weekday() -> None:
    """On a weekday of the last four weeks: yes. On another, or longer ago: no."""
    monday = MIDNIGHT + 8 * HOUR
    for weeks, expected in ((1, True), (4, True), (5, False)):
        there = [monday - 7 * weeks * DAY]
        assert works_then(there, monday + 7 * DAY, monday, ZONE) == expected
    assert not works_then([monday - 7 * DAY], monday + 8 * DAY, monday, ZONE)
    assert not works_then([], monday, monday, ZONE)


def test_a_step_is_due_after_so_many_days_worked() -> None:
    """Whoever does not work is not asked; the day it was agreed on does not count; after eight weeks it is due in any case."""
    world = World()
    world.do(plan(), *HELD, step(shifts=2))
    agreed = world.session().step
    assert agreed is not None
    there = world.state.kept.there.setdefault("mari", [])
    came(world, NOW + HOUR, NOW + 3 * DAY)
    assert shifts_since(agreed, there, ZONE) == 1
    assert not due(agreed, there, NOW + 20 * DAY, ZONE)
    came(world, NOW + 20 * DAY)
    assert due(agreed, there, world.now, ZONE)
    assert due(agreed, [], NOW + 56 * DAY, ZONE)
    assert last_day(agreed, ZONE).isoformat() == "2027-01-25"


def test_a_step_is_due_on_its_day() -> None:
    """From its first minute at the site on."""
    world = World()
    world.do(plan(), *HELD, step(shifts=None, day="2026-12-07"))
    agreed = world.session().step
    assert agreed is not None
    monday = MIDNIGHT + 7 * DAY
    assert (due(agreed, (), monday - 1, ZONE), due(agreed, (), monday, ZONE)) == (False, True)


def test_a_calendar_is_told_when_and_nothing_else() -> None:
    """Instants in UTC, lines of at most 75 bytes that end as they should, signs of the format escaped, no name and no word of what it is about; a change counts up, a cancelled one says so."""
    world = World()
    world.do(plan(question="What if somebody shouts?"))
    said = "Kohtumine: õppimine; nõu, ja üks väga väga pikk pealkiri, mis ei mahu ühele reale"
    text = entry(world.session(), said, "https://abi.example/experience/coaching/sessions/s1", "abi.example")
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = text.replace("\r\n ", "")
    # A quarter past one in Tallinn is a quarter past eleven in UTC in winter.
    for line in (
        "DTSTART:20261201T111500Z", "DTEND:20261201T120000Z", "SEQUENCE:0", "STATUS:CONFIRMED", "UID:s1@abi.example", "CLASS:PRIVATE",
        "SUMMARY:" + said.replace(";", "\\;").replace(",", "\\,"), "URL:https://abi.example/experience/coaching/sessions/s1",
    ):  # fmt: skip
        assert line in unfolded.split("\r\n"), line
    assert not [word for word in ("mari", "hele:", "agent", "shouts", "named_back", "q1") if word in text]
    world.do(
        plan(new=False, begins_at=NOW + 2 * DAY, question_id="q2"),
        c.CancelCoaching(session="s1", by="mari", reason="ill"),
    )
    later = entry(world.session(), said, "", "abi.example")
    assert "SEQUENCE:2" in later
    assert "STATUS:CANCELLED" in later
    assert "URL:" not in later
