"""Whatever becomes of reasons, years stay comparable: renamed, merged or split, what was counted before is counted after."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.experience.api import contacts
from hoolin.insight.api import load, reasons
from hoolin.insight.days import midnight
from hoolin.insight.load.line import Board
from tests.experience.contacts.world import DAY, START
from tests.insight.reasons.trees import Publishing, reason, tree, went

CODES = tuple("abcdef")


@st.composite
def past(draw: st.DrawFn) -> tuple[list[reasons.Crosswalk], list[tuple[tuple[str, ...], int]]]:
    """Versions, each with where codes went; and contacts of any of them with one to three reasons. A code of version n is `a3`, `b3` …"""
    count = draw(st.integers(1, 4))
    steps: list[reasons.Crosswalk] = []
    for number in range(count):
        step = []
        for code in CODES:
            parts = draw(
                st.lists(
                    st.tuples(st.sampled_from(CODES), st.integers(1, 9)),
                    min_size=1,
                    max_size=3,
                    unique_by=lambda one: one[0],
                )
            )
            whole = sum(weight for _, weight in parts)
            step.append(went(f"{code}{number}", **{f"{to}{number + 1}": weight / whole for to, weight in parts}))
        steps.append(tuple(step))
    noted = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True)
    rows = draw(st.lists(st.tuples(noted, st.integers(0, count)), min_size=1, max_size=30))
    return steps, [(tuple(f"{code}{number}" for code in codes), number) for codes, number in rows]


@settings(deadline=None)
@given(past())
def test_totals_before_are_totals_after(
    told: tuple[list[reasons.Crosswalk], list[tuple[tuple[str, ...], int]]],
) -> None:
    """Through any versions the hours of each contact stay one; its contacts stay one where it had one reason, and otherwise never become more."""
    steps, rows = told
    leaves = [f"{code}{len(steps)}" for code in CODES]
    grouped = reasons.Tree(reasons=(reason("top"), *(reason(code, "top") for code in leaves)))
    versions = [
        reasons.Version(number, number, "system", "", tree(*(f"{code}{number}" for code in CODES)), step)
        for number, step in enumerate(steps, start=1)
    ]
    now = load.Now(grouped, versions)
    for codes, number in rows:
        parts = now.leaf_parts(codes, number)
        assert set(parts) <= set(leaves)
        assert abs(sum(one.hours for one in parts.values()) - 1) < 1e-9
        contact = sum(one.contact for one in parts.values())
        assert contact <= len(codes) + 1e-9 and (len(codes) > 1 or abs(contact - 1) < 1e-9)
        assert all(0.0 < one.contact <= 1.0 for one in parts.values())
        everywhere = now.parts(",".join(codes), number)
        assert abs(everywhere["top"].hours - 1) < 1e-9 and everywhere[load.ALL].contact == 1
    single = [(codes[0], 1.0) for codes, number in rows if number == 0 and len(codes) == 1]
    to = {code: reasons.today(steps, code) for code, _ in single}
    assert abs(sum(reasons.spread(single, to).values()) - len(single)) < 1e-9


def told_of(world: Publishing) -> Board:
    """The board of the whole past."""
    world.copy.catch_up()
    scope = contacts.Scope(begin=START, end=START + 300 * DAY)
    return load.board(contacts.Asking(world.copy.columns, world.now), scope, load.now_of(world.state), {}, None)


def count(found: Board) -> dict[str, tuple[float, float]]:
    """By code: contacts and hours."""
    return {one.code: (round(one.contacts, 6), round(one.hours.value, 6)) for one in (found.total, *found.lines)}


def test_renamed_merged_and_split_on_a_real_site() -> None:
    """Contacts keep what was noted; the board shows where they count now, from the first version on, and says where shares are in it."""
    world = Publishing()
    for number in range(4):
        world.contact(number, ("billing", "network", "complaint", "billing")[number], minutes=60)
    before = count(told_of(world))
    assert list(before["billing"]) == [2, 2.016667] and before[""][0] == 4
    assert {one.code for one in told_of(world).lines} == {"billing", "network", "complaint"}

    world.publish("bill", "network", "complaint", crosswalk=(went("billing", bill=1),))
    renamed = count(told_of(world))
    assert renamed["bill"] == before["billing"] and renamed[""] == before[""] and "billing" not in renamed

    world.contact(4, "bill", minutes=60)
    fourth = count(told_of(world))
    world.publish(
        reason("all"), reason("bill", "all"), reason("fee", "all"), reason("fault", "all"),
        crosswalk=(went("bill", bill=0.75, fee=0.25), went("network", fault=1), went("complaint", fault=1)),
    )  # fmt: skip
    split = count(told_of(world))
    assert split[""] == fourth[""] and split["all"] == fourth[""]
    assert split["bill"][0] == 2.25 and split["fee"][0] == 0.75 and split["fault"][0] == 2
    world.contact(5, "fee", minutes=60)
    lines = {one.code: one for one in told_of(world).lines}
    assert lines["fee"].contacts == 1.75, "a contact of today counts whole where it was noted"
    assert lines["fee"].apportioned and lines["all"].apportioned and not lines["fault"].apportioned


def test_a_contact_of_two_reasons_that_became_one_is_one_contact() -> None:
    """And its hours are its own."""
    world = Publishing()
    world.contact(1, "billing", "network", minutes=60)
    world.publish("service", "complaint", crosswalk=(went("billing", service=1), went("network", service=1)))
    found = count(told_of(world))
    assert found["service"] == found[""] and found["service"][0] == 1


def test_steps_are_days_of_the_site_and_laid_to_the_reasons_of_today() -> None:
    """Over the end of summer time too: a day of twenty-five hours is one day; weeks begin with the period, months with the calendar."""
    october = midnight(date(2026, 10, 20), "Europe/Tallinn")
    november = midnight(date(2026, 11, 3), "Europe/Tallinn")
    days = load.stretches(october, november, "day", "Europe/Tallinn")
    assert len(days) == 14 and {one.until - one.since for one in days} == {DAY, DAY + 3_600_000}
    assert [str(one.day) for one in load.stretches(october, november, "month", "Europe/Tallinn")] == [
        "2026-10-20",
        "2026-11-01",
    ]
    assert [str(one.day) for one in load.stretches(october, november, "week", "Europe/Tallinn")] == [
        "2026-10-20",
        "2026-10-27",
    ]

    world = Publishing()
    world.contact(1, "billing")
    world.pass_time(3 * DAY)
    world.contact(2, "network")
    world.publish("bill", "network", "complaint", crosswalk=(went("billing", bill=0.5, network=0.5),))
    world.copy.catch_up()
    now = load.now_of(world.state)
    steps = load.stretches(START, START + 5 * DAY, "day", "UTC")
    scope = contacts.Scope(begin=START, end=START + 5 * DAY)
    found = load.counts(contacts.Asking(world.copy.columns, world.now), scope, now, steps)
    assert found["bill"] == [0.5, 0, 0, 0, 0, 0] and found["network"] == [0.5, 0, 0, 1, 0, 0]
    assert (
        found[load.ALL] == [1, 0, 0, 1, 0, 0] == [a + b for a, b in zip(found["bill"], found["network"], strict=True)]
    )
