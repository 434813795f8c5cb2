"""The evidence as it is read from the rows of contacts."""

from datetime import date

from hoolin.coaching.advice.rows import SEEN_DAYS, gather, last_look
from hoolin.coaching.advice.seen import workable
from hoolin.experience.api import contacts, criteria
from hoolin.experience.contacts.row import Contact
from hoolin.insight.api import days

DAY = contacts.DAY_MS
LOOK = days.midnight(date(2026, 11, 1), "Europe/Tallinn")


def rows() -> contacts.Asking:
    """Four conversations of one agent: judged twice; answered and repeated; of a year ago; judged after the look."""
    batch = contacts.Batch()
    for name, ago, reason in (
        ("twice", 30, "bill"),
        ("back", 20, "bill"),
        ("old", 300, "sim"),
        ("late", 10, "bill"),
        ("again", 18, "bill"),
    ):
        at = LOOK - ago * DAY
        batch.contacts.append(_contact(name, at, reason, 7 if name in ("back", "again") else len(name) + ago))
    marks = (
        ("twice", "heard.empathy", "reviewer", "hele", 1.0, 25), ("twice", "heard.empathy", "reviewer", "jaan", 0.0, 24),
        ("twice", "heard.clarified", "reviewer", "hele", 0.0, 25), ("twice", "heard.clarified", "reviewer", "hele", 1.0, 23),
        ("twice", "heard.empathy", "self", "mari", 1.0, 22), ("back", "heard.understood", "survey", "", 5.0, 19),
        ("back", "effort.ease", "survey", "", 4.0, 19), ("old", "heard.empathy", "shopper", "s", 1.0, 299), ("late", "heard.empathy", "reviewer", "hele", 0.0, -2),
    )  # fmt: skip
    for interaction, item, source, judge, value, ago in marks:
        batch.marks.append(
            contacts.Mark(
                interaction=interaction, item=item, source=source, judge=judge, value=value, happened_at=LOOK - ago * DAY, inclusion=0.25
            )
        )  # fmt: skip
    columns = contacts.DuckColumns(None)
    columns.take(batch, [], {}, contacts.Reached(1, "", b""))
    return contacts.Asking(columns, LOOK + 5 * DAY)


def _contact(name: str, at: int, reason: str, customer: int) -> Contact:
    """Served in a minute, and solved."""
    return Contact(
        interaction=name, case_no=contacts.number_of(name), customer=customer, channel="chat", queue="service", language="et", arrived_at=at, asked_at=at,
        reached_at=at + 1_000, ended_at=at + 60_000, ending="solved", opened=True, reason=reason, reasons=reason, agent="mari", agreed=1,
        agreed_shown=int(name != "back"),
    )  # fmt: skip


def test_what_is_seen_and_how_it_turned_out() -> None:
    """Several judges' mean, the newest word of each, nobody's own rating; prices by the contact; a customer who came back; nothing from after the look."""
    found = gather(rows(), criteria.DEFAULT, LOOK)
    seen = {(one.interaction, one.item): one for one in found.before}
    assert not seen["twice", "heard.empathy"].met, "half of two judges is not more than half"
    assert seen["twice", "heard.clarified"].met, "the newest word counts"
    assert seen["twice", "heard.empathy"].kinds == ("bill", "chat", "et", "reviewerhele+jaan", "0.250")
    assert not seen["back", "effort.ease"].met and seen["back", "effort.ease"].kinds[3:] == ("", "")
    assert ("late", "heard.empathy") not in seen
    assert ("back", "heard.understood") not in seen, "an outcome is nothing to work on"
    assert seen["old", "heard.empathy"].met
    assert not seen["back", "clarity.price_shown"].met and seen["twice", "clarity.price_shown"].met
    assert "old" not in {one.interaction for one in found.seen} and SEEN_DAYS < 300
    assert found.ended["twice"].resolved is True and found.ended["twice"].heard is None
    assert found.ended["back"].resolved is False and found.ended["back"].heard is True


def test_a_month_is_looked_at_once() -> None:
    """From the first to the last of a month it is the same instant: its first midnight where the site is."""
    assert last_look(LOOK, "Europe/Tallinn") == LOOK == last_look(LOOK + 29 * DAY, "Europe/Tallinn")
    assert last_look(LOOK - 1, "Europe/Tallinn") == days.midnight(date(2026, 10, 1), "Europe/Tallinn")


def test_what_an_agent_can_work_on() -> None:
    """What is judged, and how it was done as customers answer; not waiting, not the outcome, not what others decide."""
    items = workable(criteria.DEFAULT)
    assert {"heard.named_back", "effort.ease", "clarity.price_shown", "compliance.law"} <= set(items)
    assert not {
        "access.reached",
        "heard.understood",
        "resolution.solved",
        "outcome.csat",
        "resolution.fcr_7d",
        "clarity.promises_kept",
    } & set(items)
