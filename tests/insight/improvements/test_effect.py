"""What became of an improvement, from rows whose truth is known: through a renamed reason, by days and by weeks, beside others, and what moved."""

from datetime import timedelta
from random import Random

import pytest

from hoolin.core.errors import Conflict, Invalid
from hoolin.experience.contacts.row import Contact
from hoolin.insight.improvements.daily import count
from hoolin.insight.improvements.effect import effect, evidence, stepped
from hoolin.insight.improvements.places import elsewhere, placebos
from hoolin.insight.improvements.register import Exposure
from tests.insight.improvements.rows import (
    CHANGE,
    FIRST,
    LAST,
    OTHERS,
    TREE,
    asked,
    asking,
    contact,
    days,
    falls,
    lived,
    reason,
    steady,
)

QUIET = {code: steady(3 + number) for number, code in enumerate(OTHERS)}


def test_a_planted_drop_is_verified_through_a_renamed_reason() -> None:
    """Noted under one code and then under another, a third fewer from the change on: verified, the interval holds the truth, and nothing moved."""
    rows = lived(1, {"bill_unclear": falls(14, 0.67), "bill_wrong": steady(3), "complaint": steady(1), **QUIET})
    found = effect(evidence(asking(rows), asked(), CHANGE), CHANGE, 0.3)
    verdict = found.verdict
    assert (verdict.verdict, verdict.method, found.evidence.step) == ("verified", "interrupted_time_series", "day")
    assert verdict.low < 0.67 < verdict.high < 1
    assert verdict.placebos == len(OTHERS)
    assert found.days_after == 84
    assert (found.evidence.until, found.evidence.basis) == (LAST, "days")
    assert verdict.hours is not None
    assert verdict.hours == pytest.approx(verdict.avoided * 6 / 60)
    assert {one.place.where for one in found.elsewhere} == {"bill_wrong", "complaint"}
    assert not any(one.found.caught for one in found.elsewhere)


def test_what_only_went_to_a_reason_beside_it_is_called_moved() -> None:
    """As many more of what lies beside it in the tree as there are fewer of it: nobody was helped."""
    rows = lived(2, {
        "bill_unclear": falls(14, 0.6), "bill_wrong": lambda day: 3 + (14 * 0.4 if day >= CHANGE else 0), "complaint": steady(1), **QUIET,
    })  # fmt: skip
    found = effect(evidence(asking(rows), asked(), CHANGE), CHANGE, 0.3)
    assert found.verdict.verdict == "moved"
    (caught,) = [one for one in found.elsewhere if one.found.caught]
    assert (caught.place.where, caught.place.kind) == ("bill_wrong", "reason")


def test_whoever_comes_back_for_something_else_is_seen() -> None:
    """The same customers come back for another reason within a month: that is counted as a place of its own."""
    chance = Random(3)
    rows = lived(3, {"bill_unclear": falls(14, 0.6), "bill_wrong": steady(3), **QUIET})
    mine = [row for row in rows if row.reason in ("bill", "bill_unclear")]
    back = []
    for number, row in enumerate(mine):
        day = FIRST + timedelta((row.arrived_at - mine[0].arrived_at) // 86_400_000 + 5)
        # After the change nearly everybody who was not helped comes back twice.
        for time in range(2 if day >= CHANGE else chance.random() < 0.2):
            if day <= LAST:
                back.append(contact(f"back-{number}-{time}", "device", day, chance, customer=row.customer))
    found = effect(evidence(asking(rows + back), asked(), CHANGE), CHANGE, 0.3)
    (caught,) = [one for one in found.elsewhere if one.found.caught]
    assert caught.place.kind == "repeats"
    assert found.verdict.verdict == "moved"


def test_no_change_is_not_called_one() -> None:
    """Nothing planted: neither verified nor harmful."""
    rows = lived(4, {"bill_unclear": steady(14), "bill_wrong": steady(3), **QUIET})
    found = effect(evidence(asking(rows), asked(), CHANGE), CHANGE, 0.3)
    assert found.verdict.verdict in ("not_detected", "underpowered")


def test_few_contacts_are_looked_at_by_weeks_that_begin_when_it_shipped() -> None:
    """Two a day: weeks, none of which lies on both sides of the change, and a drop to a third is still seen."""
    rows = lived(5, {"bill_unclear": falls(2, 0.3), "bill_wrong": steady(1), **QUIET})
    found = evidence(asking(rows), asked(), CHANGE)
    assert found.step == "week"
    dates = found.observed.changed.dates
    assert CHANGE in dates
    assert {(day - CHANGE).days % 7 for day in dates} == {0}
    assert len([day for day in dates if day >= CHANGE]) == 12
    assert effect(found, CHANGE, 0.5).verdict.verdict == "verified"


def test_where_only_one_channel_got_it_the_others_are_what_it_is_compared_with() -> None:
    """Everything falls by a third for everybody, and on the channel by another half: only that is said to be the effect."""
    weather = falls(12, 0.67)
    rows = lived(6, {"bill_unclear": falls(12, 0.335), **QUIET}) + lived(7, {"bill_unclear": weather}, channel="voice")
    got = asked(who=Exposure(by="channel", code="chat"))
    found = effect(evidence(asking(rows), got, CHANGE), CHANGE, 0.3)
    assert found.verdict.method == "difference_in_differences"
    assert found.verdict.low < 0.5 < found.verdict.high
    assert found.verdict.high < 1
    assert "channel/voice" in found.evidence.elsewhere
    counted = count(asking(rows), got)
    assert counted is not None and counted.quiet_others.keys() == counted.quiet.keys()
    # Nobody called about anything else.
    assert not any(sum(days) for days in counted.quiet_others.values())


def test_the_first_day_and_the_last_are_left_out() -> None:
    """The first may have begun before we did; of the last, contacts are still going on."""
    counted = count(asking(lived(8, {"bill_unclear": steady(5)})), asked())
    assert counted is not None
    assert counted.since == FIRST + timedelta(1)
    assert len(counted.changed) == (LAST - counted.since).days + 1
    assert counted.exposure is None
    assert counted.minutes == pytest.approx(6.0)


def test_what_went_on_elsewhere_is_one_contact_with_all_its_work() -> None:
    """A chat that a person answered and that went on by mail, where its reason was noted: once, on the day it went on, with what was done in both; and
    however long it took.
    """
    rows = lived(9, {"bill_unclear": steady(5)})
    plain = count(asking(rows), asked())
    assert plain is not None
    chance = Random(9)
    for number in range(40):
        there = contact(f"mail-{number}", "bill_unclear", CHANGE, chance, channel="email")
        there.continued, there.asked_at, there.before_ms = True, None, 100 * 60_000
        here = contact(f"chat-{number}", "", CHANGE, chance, customer=there.customer)
        here.ending, here.reasons, here.reason, here.work_ms = "moved", "", "", 100 * 60_000
        rows += [here, there]
    found = count(asking(rows), asked())
    assert found is not None
    at = (CHANGE - found.since).days
    assert found.changed[at] == plain.changed[at] + 40
    assert not any(sum(days) for place, days in found.places if place.kind == "no_reason")
    assert found.minutes is not None and found.minutes > 6 + 100 * 40 / 1_000


def test_customers_are_what_rates_are_of_where_they_were_counted_all_the_time() -> None:
    """From before the first day: each day's number; counted later: days, and it says so."""
    rows = asking(lived(9, {"bill_unclear": steady(6)}))
    counted = count(rows, asked(customers={"2024-12-01": 1_000, "2025-06-01": 2_000}))
    assert counted is not None and counted.exposure is not None
    assert (counted.exposure[0], counted.exposure[-1]) == (1_000.0, 2_000.0)
    assert stepped(counted, CHANGE).basis == "customers"
    late = count(rows, asked(customers={"2025-06-01": 2_000}))
    assert late is not None and late.exposure is None


def test_a_contact_about_several_reasons_counts_once() -> None:
    """About two reasons of the improvement and one beside: one contact of ours, and none of the other's."""
    rows = [
        one
        for day in days(0)
        for one in (
            contact(f"two-{day}", "bill_unclear", day, Random(1)),
            contact(f"o-{day}", "roaming", day, Random(2)),
        )
    ]
    both = [
        Contact(**{name: getattr(row, name) for name in row.__struct_fields__} | {"reasons": f"{row.reasons},bill_wrong,roaming"})
        if row.reasons != "roaming" else row
        for row in rows
    ]  # fmt: skip
    counted = count(asking(both), asked(reasons=("bill_unclear", "bill_wrong")))
    assert counted is not None
    assert set(counted.changed) == {1.0}
    assert set(counted.quiet["roaming"]) == {1.0}


def test_too_early_and_nobody_are_said() -> None:
    """A change of yesterday is not judged, and says how many days are missing; a site that nobody came to has nothing to judge."""
    rows = lived(10, {"bill_unclear": steady(6), **QUIET})
    young = LAST - timedelta(5)
    with pytest.raises(Conflict, match="days_needed=8"):
        effect(evidence(asking(rows), asked(), young), young, 0.3)
    with pytest.raises(Invalid, match="nothing_counted"):
        evidence(asking([]), asked(), CHANGE)


def test_a_reason_is_a_placebo_or_a_place_to_go_and_never_both() -> None:
    """What lies at the top has nothing beside it but complaints; a large branch is one place."""
    places = elsewhere(TREE, ("bill_unclear",))
    assert [one.name for one in places] == ["complaints/complaint", "reason/bill_wrong"]
    assert placebos(TREE.leaves(), ("bill_unclear",), places) == OTHERS
    assert [one.name for one in elsewhere(TREE, ("roaming",))] == ["complaints/complaint"]
    large = type(TREE)(reasons=(reason("top"), *(reason(f"a{number}", "top") for number in range(9))))
    (one,) = elsewhere(large, ("a0",))
    assert (one.where, len(one.codes)) == ("top", 8)
    assert placebos(large.leaves(), ("a0",), (one,)) == ()
