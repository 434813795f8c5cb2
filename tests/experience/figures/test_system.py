"""What the system counts is what the statistics say of the same contacts, one by one."""

from random import Random
from typing import Any

import pytest

from hoolin.core.errors import Invalid
from hoolin.experience.contacts.row import CaseStep, Contact, Promised
from hoolin.experience.contacts.scope import DAY_MS, Scope
from hoolin.experience.criteria.register import DEFAULT
from hoolin.experience.figures.compare import counted
from hoolin.experience.figures.figure import Figure
from hoolin.experience.figures.index import targets_of
from hoolin.experience.figures.system import Targets, first_contact, standardised, system_figures, waits
from hoolin.experience.statistics import (
    cumulative_incidence,
    first_contact_resolution,
    proportion,
    share_by,
    standardise,
    wilson,
)
from tests.experience.figures.rows import HOUR, MONTH, NOW, START, asking, contact

TARGETS = Targets()


def figures(*given: object, **more: object) -> dict[str, Figure]:
    """All that the system counts of these rows."""
    return system_figures(asking(*given, **more), MONTH, TARGETS)  # type: ignore[arg-type]


def test_time_to_a_person_has_giving_up_as_its_rival() -> None:
    """The curve is Aalen and Johansen's over the same waits, to the digit; a mean over the answered would say another thing."""
    chance = Random(5)
    contacts: list[Contact] = []
    watched: list[tuple[float, str | None]] = []
    for number in range(400):
        patience, wait = chance.randrange(1, 900) * 1_000, chance.randrange(1, 300) * 1_000
        arrived = START + number * 1_000
        more: dict[str, Any] = {"arrived_at": arrived, "asked_at": arrived}
        if number % 50 == 0:
            more |= {"ended_at": None, "ending": "", "reached_at": None}
            watched.append((float(NOW - arrived), None))
        elif wait <= patience:
            more |= {"reached_at": arrived + wait, "ended_at": arrived + wait + 60_000}
            watched.append((float(wait), "reached"))
        else:
            more |= {
                "reached_at": None,
                "gave_up_at": arrived + patience,
                "ended_at": arrived + patience,
                "ending": "abandoned",
                "gave_up": "left",
            }
            watched.append((float(patience), "left"))
        contacts.append(contact(number, **more))
    found = waits(asking(contacts), MONTH)
    expected = cumulative_incidence(watched, "reached")
    assert found.n == 400
    assert [point.time for point in found.points] == [point.time for point in expected]
    for ours, theirs in zip(found.points, expected, strict=True):
        assert ours == pytest.approx(theirs)
    half = figures(contacts)["access.time_to_human"]
    assert half.value == next(point.time for point in expected if point.share >= 0.5)
    assert half.low is not None and half.high is not None and half.low <= half.value <= half.high
    in_time = share_by(expected, 120_000)
    assert in_time is not None and figures(contacts)["access.reached_in_time"].value == pytest.approx(in_time.share)


def test_a_time_that_most_never_came_to_is_not_told() -> None:
    """Two of three gave up: nobody can say when half had a person."""
    gone: dict[str, Any] = {"reached_at": None, "ending": "abandoned", "gave_up": "silent"}
    contacts = [contact(n) for n in range(10)]
    contacts += [contact(n, gave_up_at=START + 9_000, **gone) for n in range(10, 30)]
    found = figures(contacts)
    assert (found["access.time_to_human"].value, found["access.time_to_human"].why) == (None, "never")
    assert found["access.gave_up"].value == pytest.approx(20 / 30)
    assert found["access.gave_up_silently"].value == pytest.approx(20 / 30)


def repeating(seed: int, number: int = 600) -> list[Contact]:
    """Customers who come back, some for the same reason, by any channel; the newest have open windows."""
    chance = Random(seed)
    contacts = []
    for index in range(number):
        at = chance.randrange(100 * 24) * HOUR
        customer = chance.randrange(150)
        contacts.append(
            contact(
                index, at, customer=customer, reason=chance.choice(("billing", "network")), channel=chance.choice(("chat", "email", "voice")),
                ended_at=START + at + chance.randrange(1, 20) * 60_000,
            )
        )  # fmt: skip
    return contacts


@pytest.mark.parametrize("window", ["24h", "7d", "30d"])
def test_first_contact_resolution_is_kaplan_and_meiers(window: str) -> None:
    """Across channels, with open windows, as the statistics count it from contact to contact (in steps of a 288th of the window)."""
    contacts = repeating(1)
    now = START + 100 * DAY_MS
    width = {"24h": 1, "7d": 7, "30d": 30}[window] * DAY_MS
    everything = Scope(begin=START, end=START + 101 * DAY_MS)
    found = first_contact(asking(contacts, now=now), everything)[""][window]
    expected = first_contact_resolution(
        [(one.customer, one.reason, one.arrived_at, one.ended_at) for one in contacts], width, now
    )
    assert expected is not None
    assert (found.contacts, found.repeats, found.closed, found.open) == (
        expected.contacts, expected.repeats, expected.closed, expected.open,
    )  # fmt: skip
    assert found.value == pytest.approx(expected.value, abs=0.003)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.003)


def fcr(contacts: list[Contact], merged: dict[int, int] | None = None) -> tuple[int, int]:
    """Contacts and repeats within a week."""
    found = first_contact(asking(contacts, merged=merged), MONTH)[""]["7d"]
    return found.contacts, found.repeats


def test_of_young_contacts_nobody_counts_the_failures_alone() -> None:
    """Two days old, two of forty came back: within a week nothing is closed yet, so agents are not compared and no mix of reasons is told; a
    week later thirty-eight of forty stayed away.
    """
    contacts = [contact(number, number * HOUR) for number in range(40)]
    contacts += [
        contact(100, 42 * HOUR, customer=1, reason="billing"),
        contact(101, 43 * HOUR, customer=2, reason="billing"),
    ]
    targets = targets_of(DEFAULT)
    young, old = START + 2 * DAY_MS, START + 12 * DAY_MS
    assert counted(asking(contacts, now=young), MONTH, "resolution.fcr_7d", "agent", targets) == {}
    assert standardised(asking(contacts, now=young), MONTH) == {}
    assert counted(asking(contacts, now=old), MONTH, "resolution.fcr_7d", "agent", targets) == {"mari": (40, 42)}


def test_what_is_and_what_is_no_repeat() -> None:
    """By another channel it is; so it is without a reason in the same case. A call of ours, a goings-on, spam, another reason are none."""
    first = contact(1)
    assert fcr([first, contact(2, DAY_MS, customer=1, channel="voice")]) == (2, 1)
    assert fcr([first, contact(2, DAY_MS, customer=1, reason="network")]) == (2, 0)
    again: dict[str, Any] = {"customer": 1, "case_no": 1, "opened": False}
    assert fcr([first, contact(2, DAY_MS, reason="", **again)]) == (2, 1)
    left: dict[str, Any] = {
        "reached_at": None,
        "ending": "abandoned",
        "gave_up_at": START + DAY_MS + 9_000,
        "reason": "",
    }
    assert fcr([first, contact(2, DAY_MS, **again, **left)]) == (1, 1)
    assert fcr([first, contact(2, DAY_MS, outbound=True, **again)]) == (1, 0)
    assert fcr([first, contact(2, DAY_MS, continued=True, asked_at=None, **again)]) == (1, 0)
    assert fcr([first, contact(2, DAY_MS, ending="spam", **again)]) == (1, 0)
    assert fcr([first, contact(2, 8 * DAY_MS, customer=1)]) == (2, 0)
    assert fcr([first, contact(2, 60_000, customer=1)]) == (2, 0), "it began before the first was over"


def test_two_records_of_one_person_are_one_person() -> None:
    """Who comes back under another record has come back."""
    contacts = [contact(1), contact(2, DAY_MS)]
    assert fcr(contacts) == (2, 0)
    assert fcr(contacts, {2: 1}) == (2, 1)


def test_effort_is_of_whole_cases() -> None:
    """Ten cases of one contact; one that took three, by three channels, with a transfer: all of it counts, and only for its own case."""
    contacts = [contact(number) for number in range(10)]
    contacts += [
        contact(20, customer=20, transfers=1, restated=1),
        contact(21, DAY_MS, case_no=20, customer=20, opened=False, channel="email"),
        contact(22, 2 * DAY_MS, case_no=20, customer=20, opened=False, channel="voice"),
        contact(23, 3 * DAY_MS, case_no=20, customer=20, opened=False, channel="voice", continued=True, asked_at=None),
    ]
    steps = [CaseStep(case_no=number, happened_at=START + 400_000, what="solved") for number in (*range(8), 20)]
    found = figures(contacts, steps)
    assert found["effort.contacts"].n == 11
    assert found["effort.contacts"].value == pytest.approx(2 / 11)
    assert found["effort.switches"].value == pytest.approx(2 / 11)
    assert found["effort.transfers"].value == pytest.approx(1 / 11)
    assert found["effort.minutes"].value == pytest.approx(14 * 5 / 11)
    assert found["effort.minutes"].detail["waited"] == pytest.approx(14 / 3 / 11)
    good = found["effort.contacts"].good
    assert good is not None and good.value == pytest.approx(10 / 11)
    assert found["resolution.one_contact"].why == "too_few" and found["resolution.one_contact"].n == 9


def test_one_contact_and_reopening() -> None:
    """Of twenty solved cases two took a second contact; of them one was opened again within a month."""
    contacts = [contact(number) for number in range(20)]
    contacts += [contact(30 + number, DAY_MS, case_no=number, customer=number, opened=False) for number in (0, 1)]
    steps = [CaseStep(case_no=number, happened_at=START + 400_000, what="solved") for number in range(20)]
    steps += [CaseStep(case_no=0, happened_at=START + DAY_MS, what="reopened")]
    found = figures(contacts, steps)
    assert found["resolution.one_contact"].value == pytest.approx(18 / 20)
    assert (found["resolution.one_contact"].low, found["resolution.one_contact"].high) == pytest.approx(wilson(18, 20))
    assert found["resolution.reopened"].value == pytest.approx(1 / 20)
    only_voice = system_figures(
        asking(contacts, steps), Scope(begin=MONTH.begin, end=MONTH.end, channel="voice"), TARGETS
    )
    assert only_voice["resolution.reopened"].n == 0


def test_service_level_is_counted_by_each_queues_own_rule() -> None:
    """SCIENCE's example: 860 of 1,040 by the rule that leaves short abandons out."""
    late: dict[str, Any] = {"reached_at": START + 60_000}
    gone: dict[str, Any] = {"reached_at": None, "ending": "abandoned", "gave_up": "left"}
    contacts = [contact(n) for n in range(860)] + [contact(n, **late) for n in range(860, 1_000)]
    contacts += [contact(n, gave_up_at=START + 4_000, **gone) for n in range(1_000, 1_020)]
    contacts += [contact(n, gave_up_at=START + 40_000, **gone) for n in range(1_020, 1_060)]
    found = figures(contacts)["access.service_level"]
    assert (found.n, round(found.value or 0, 4)) == (1_040, 0.8269)
    other = [contact(n, level_rule="answered_only", queue="other") for n in range(2_000, 2_100)]
    assert figures(contacts + other)["access.service_level"].n == 1_140


def test_promises_and_prices() -> None:
    """Kept of those that were not taken back; shown of what was agreed to."""
    contacts = [contact(n, agreed=1, agreed_shown=int(n < 15)) for n in range(20)]
    promises = [
        Promised(promise=f"p{n}", interaction=f"i{n}", case_no=n, kind="fix", made_at=START, due_at=START + DAY_MS, ended_at=START,
                 ending="kept" if n < 12 else "broken" if n < 16 else "withdrawn")
        for n in range(20)
    ]  # fmt: skip
    found = figures(contacts, (), promises)
    kept = found["clarity.promises_kept"]
    assert (kept.n, kept.value, kept.detail["withdrawn"]) == (16, 0.75, 4)
    assert found["clarity.price_shown"].value == 0.75


def test_channels_are_compared_under_one_mix_of_reasons() -> None:
    """Mail gets the hard reason and looks worse; with the same mix both are alike, as the statistics say."""
    contacts: list[Contact] = []
    counts: dict[str, dict[str, tuple[int, int]]] = {}
    number = 0
    for channel, reason, many, bad in (
        ("chat", "easy", 180, 9), ("chat", "hard", 20, 8), ("email", "easy", 20, 1), ("email", "hard", 180, 72),
    ):  # fmt: skip
        counts.setdefault(channel, {})[reason] = (many - bad, many)
        for index in range(many):
            number += 10
            contacts.append(contact(number, channel=channel, reason=reason))
            if index < bad:
                again = contact(
                    number + 1, DAY_MS, channel=channel, reason=reason, customer=number, case_no=number, opened=False
                )
                contacts.append(again)
    # A repeat is a contact too, and followed by none.
    for found in counts.values():
        for reason, (good, many) in found.items():
            bad = many - good
            found[reason] = (good + bad, many + bad)
    mix = {reason: sum(found[reason][1] for found in counts.values()) for reason in ("easy", "hard")}
    ours, expected = standardised(asking(contacts), MONTH), standardise(counts, mix)
    for channel, one in ours.items():
        assert (one.value, one.low, one.high) == pytest.approx(expected[channel][:1] + expected[channel][2:4])
    raw = first_contact(asking(contacts), MONTH, "channel")
    assert abs(raw["chat"]["7d"].value - raw["email"]["7d"].value) > 0.1 > abs(ours["chat"].value - ours["email"].value)


def test_few_are_too_few_to_say() -> None:
    """Nine contacts make no figure; none make none, and each says which."""
    nine, none = figures([contact(n) for n in range(9)]), figures([])
    assert {(one.why, one.value) for one in nine.values()} <= {("too_few", None), ("nobody", None)}
    assert nine["access.gave_up"].n == 9
    assert {one.why for one in none.values()} == {"nobody"}
    assert proportion(0, 0) is None


def test_beneath_a_figure_are_the_contacts_that_it_counts() -> None:
    """Late by the target that is given, whether they still wait or not; returned: whom the customer followed by another within the week."""
    contacts = [
        contact(1, reached_at=START + 60_000),
        contact(2, reached_at=START + 61_000),
        contact(3, case_no=1, customer=1, at=2 * HOUR, opened=False),
        contact(4, case_no=2, at=3 * HOUR, outbound=True, opened=False),
        contact(5, customer=2, at=8 * DAY_MS),
        contact(6, at=10 * DAY_MS, reached_at=None, ended_at=None, ending=""),
        contact(7, asked_at=None, reached_at=None, ended_at=START + 5_000, ending="abandoned"),
    ]
    rows = asking(contacts, now=START + 10 * DAY_MS + 60_000)

    def beneath(name: str, within: int = 60_000) -> set[str]:
        return {row["interaction"] for row in rows.drill(MONTH, name, within, 200)}

    assert beneath("not_in_time") == {"i2"}
    assert beneath("not_in_time", 59_999) == {"i1", "i2", "i6"}
    assert beneath("returned") == {"i1"}
    with pytest.raises(Invalid):
        beneath("no such")
