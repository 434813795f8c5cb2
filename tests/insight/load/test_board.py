"""The board, over rows made by hand: what is counted where, and what is not counted twice."""

from random import Random
from typing import Any

import pytest

from hoolin.experience.api import contacts
from hoolin.experience.contacts.duck import DuckColumns
from hoolin.experience.contacts.row import CauseNote, Contact
from hoolin.experience.contacts.state import Batch
from hoolin.experience.contacts.store import Reached
from hoolin.insight.api import load, reasons
from hoolin.insight.load.line import Board, Causes, Line
from tests.experience.figures.rows import HOUR, MONTH, NOW, START, contact
from tests.insight.reasons.trees import reason, tree

MINUTE = 60_000
DAY = contacts.DAY_MS
GRID = {"for_customer": False, "for_company": False}
TREE = tree(
    reason("money"), reason("billing", "money", **GRID), reason("price", "money"),
    reason("thanks", for_customer=True, for_company=True), "other",
)  # fmt: skip


def now() -> load.Now:
    """One version, from before everything."""
    return load.Now(TREE, [reasons.Version(1, START - 400 * DAY, "system", "", TREE)])


def board(
    rows: list[Contact], notes: tuple[CauseNote, ...] = (), causes: Causes | None = None, customers: float | None = None,
    merged: dict[int, int] | None = None, scope: contacts.Scope = MONTH, at: int = NOW,
) -> Board:  # fmt: skip
    """The board of these contacts."""
    columns = DuckColumns(None)
    batch = Batch(contacts=[one for one in rows if one.ended_at is not None], cause_notes=list(notes))
    columns.take(batch, [one for one in rows if one.ended_at is None], merged or {}, Reached(1, "", b""))
    return load.board(contacts.Asking(columns, at), scope, now(), causes or {}, customers)


def lines(found: Board) -> dict[str, Line]:
    """By code, "" for all."""
    return {one.code: one for one in (found.total, *found.lines)}


def took(number: int, minutes: float, *reasons: str, wrap: float = 0, **more: Any) -> Contact:
    """A contact that was closed with these reasons after so many minutes of work."""
    said = ",".join(reasons)
    fields = {"reason": reasons[0] if reasons else "", "reasons": said} | more
    return contact(number, work_ms=round(minutes * MINUTE), wrap_ms=round(wrap * MINUTE), **fields)


def test_the_order_of_rows_changes_no_digit() -> None:
    """What is signed and compared is the same to the last digit from the same rows, however a file happens to be read."""
    words = ("billing", "price", "thanks", "other")
    rows = [
        took(one, 1 + (one * 7919 % 997) / 3, words[one % 4], words[one * 3 % 4], wrap=one % 7 / 9)
        for one in range(1, 400)
    ]
    first = board(rows)
    for seed in range(5):
        assert board(Random(seed).sample(rows, len(rows))) == first


def test_a_contact_counts_for_each_of_its_reasons_and_its_hours_once() -> None:
    """Two reasons share the hour; all hours together are those of agents; a contact of two of its leaves is one of the group."""
    found = lines(board([took(1, 55, "billing", "price", wrap=5), took(2, 30, "billing"), took(3, 60, "thanks")]))
    assert (found["billing"].contacts, found["price"].contacts, found["money"].contacts, found[""].contacts) == (
        2,
        1,
        2,
        3,
    )
    hours = {code: one.hours.value for code, one in found.items()}
    assert hours == {"": 2.5, "billing": 1.0, "price": 0.5, "money": 1.5, "thanks": 1.0, "other": 0.0}
    assert found["billing"].minutes is not None and found["billing"].minutes.value == pytest.approx(40)
    assert found["billing"].share == pytest.approx(2 / 3)


def test_repeats_are_hours_of_what_the_case_began_with() -> None:
    """Somebody asks about a bill, comes back, complains, and is called: all of it came of the bill; whoever complains counts there as a contact."""
    case = {"case_no": 1, "customer": 1, "opened": False}
    rows = [
        took(1, 10, "billing"),
        took(2, 20, "billing", at=2 * DAY, **case),
        took(3, 30, "price", at=3 * DAY, **case),
        took(4, 60, at=4 * DAY, outbound=True, **case),
        took(5, 6, "price", at=DAY),
    ]
    found = lines(board(rows))
    assert found["billing"].hours.value == pytest.approx(2.0) and found["price"].hours.value == pytest.approx(0.1)
    assert (found["billing"].contacts, found["price"].contacts, found[""].contacts) == (2, 2, 4)
    assert found["billing"].cases == 1 and found["billing"].snowball is not None
    assert found["billing"].snowball.value == 3 and found[""].snowball is not None and found[""].snowball.value == 2
    narrow = lines(board(rows, scope=contacts.Scope(begin=START + 2 * DAY, end=START + 30 * DAY)))
    assert narrow["billing"].hours.value == pytest.approx(110 / 60), "a case that began before the period goes on in it"
    assert narrow["billing"].cases == 0 and narrow["billing"].snowball is None


def test_who_came_back_within_a_week_and_what_a_cause_was_noted_for_was_not_necessary() -> None:
    """For the same reason or in the same case; not after eight days, not for something else, and a cause that was taken back is none. Once each."""
    rows = [
        took(1, 5, "billing"),
        took(2, 5, "billing", at=6 * DAY, customer=1),
        took(3, 5, "price", at=7 * DAY, customer=1),
        took(4, 5, "billing", at=15 * DAY, customer=1),
        took(5, 5, "billing", at=16 * DAY, customer=77),
        took(6, 5, "thanks"),
        took(7, 5, "thanks", at=DAY),
    ]
    notes = (
        CauseNote(interaction="i2", cause="z1", happened_at=1),
        CauseNote(interaction="i3", cause="z1", happened_at=1),
        CauseNote(interaction="i3", cause="z2", happened_at=1),
        CauseNote(interaction="i6", cause="z1", happened_at=1),
        CauseNote(interaction="i6", cause="z1", happened_at=2, noted=False),
    )
    causes: Causes = {"z1": ("Hind on peidus", "price"), "z2": ("Rike", "product")}
    found = lines(board(rows, notes, causes, merged={77: 1}))
    failed = {code: one.failure_share.value for code, one in found.items() if one.failure_share is not None}
    assert failed == {
        "": pytest.approx(3 / 7), "billing": 0.5, "price": 1.0, "money": pytest.approx(3 / 5), "thanks": 0.0,
    }, "two records of one person are one person"  # fmt: skip
    assert [(one.cause, one.contacts) for one in found["money"].causes] == [("z1", 2), ("z2", 1)]
    assert found["thanks"].causes == () and found["price"].causes[1].kind == "product"


def test_what_gives_back_most_comes_first_and_what_is_worth_something_gives_nothing() -> None:
    """An hour of irritation a month before ten hours of what is valuable to both; all together only what may go."""
    rows = [took(1, 600, "thanks"), took(2, 60, "billing"), took(3, 90, "price"), took(4, 30)]
    found = board(rows)
    assert [one.code for one in found.lines] == ["money", "price", "billing", "thanks", "other"]
    said = lines(found)
    per_month = load.MONTH_DAYS / 30
    assert (said["thanks"].action, said["thanks"].gives_back.value, said["thanks"].gives_back.high) == ("enrich", 0, 0)
    assert (said["billing"].action, said["price"].action) == ("eliminate", None)
    assert said["price"].gives_back.value == pytest.approx(1.5 * per_month)
    assert said["money"].gives_back.value == said[""].gives_back.value == pytest.approx(2.5 * per_month)
    assert 0 < said["price"].gives_back.low < said["price"].gives_back.value < said["price"].gives_back.high
    assert said["other"].gives_back.low == 0 < said["other"].gives_back.high
    assert found.total.hours.value == pytest.approx(13)


def test_a_month_that_is_half_over_is_told_by_the_month_all_the_same() -> None:
    """Rates and hours are of the days that have been."""
    rows = [took(number, 60, "billing", at=number * HOUR) for number in range(12)]
    found = board(rows, customers=1_000, at=START + 15 * DAY)
    assert found.days == 15 and found.customers == 1_000
    said = lines(found)["billing"]
    assert said.rate is not None and said.rate.value == pytest.approx(12 / (15 / load.MONTH_DAYS))
    assert said.rate.low < said.rate.value < said.rate.high
    assert said.gives_back.value == pytest.approx(12 * load.MONTH_DAYS / 15) and not said.few
    assert lines(board(rows))["billing"].rate is None


def test_what_nobody_explained() -> None:
    """Closed without a reason, or as something other; who gave up, whom nobody serves any more, spam and those who still talk were not closed."""
    rows = [
        took(1, 5),
        took(2, 5, "other"),
        took(3, 5, "billing", "other"),
        took(4, 5, "billing"),
        took(5, 0, ending="abandoned", reached_at=None),
        took(6, 5, ending="spam"),
        took(7, 5, ending="", ended_at=None),
        took(8, 5, ending="moved"),
    ]
    found = board(rows)
    assert (found.unexplained.contacts, found.unexplained.share, found.total.contacts) == (2, 0.5, 4)


def test_what_went_on_elsewhere_is_one_contact_with_the_minutes_of_both() -> None:
    """The reason was noted in the second; hours are counted where they were spent."""
    first = took(1, 12, ending="moved")
    second = took(
        2,
        6,
        "billing",
        at=HOUR,
        case_no=1,
        customer=1,
        opened=False,
        continued=True,
        before_ms=12 * MINUTE,
        channel="voice",
    )
    found = lines(board([first, second]))
    assert found["billing"].contacts == 1 and found["billing"].minutes is not None
    assert found["billing"].minutes.value == pytest.approx(18) and found["billing"].hours.value == pytest.approx(0.3)
    assert found["billing"].failure_share is not None and found["billing"].failure_share.value == 0
    on_the_phone = contacts.Scope(begin=MONTH.begin, end=MONTH.end, channel="voice")
    assert lines(board([first, second], scope=on_the_phone))["billing"].hours.value == pytest.approx(0.1)


def test_a_reason_that_the_tree_does_not_know_has_a_line_of_its_own() -> None:
    """Nothing that was counted is left out."""
    found = lines(board([took(1, 60, "strange")]))
    assert found["strange"].leaf and found["strange"].parent is None and found["strange"].hours.value == 1.0


def test_nothing_came() -> None:
    """Zeros, and no figure of nothing."""
    found = board([])
    assert found.total.contacts == 0 and found.total.minutes is None and found.unexplained.share == 0
    assert all(one.hours.value == 0 and one.failure_share is None and one.few for one in found.lines)
