"""Which contacts came of which cause is in rows that forget nothing, and can be asked by cause, by contact and by time."""

from hoolin.core.facts import Entry, Fact
from hoolin.insight.api import improvements
from hoolin.insight.improvements import facts as f
from hoolin.journal.views import Views

START = 1_800_000_000_000
DAY = 86_400_000


def rows(*facts: Fact) -> Views:
    """The read model of these facts, one an hour."""
    views = Views(None, [improvements.read_model()])
    hour = DAY // 24
    views.apply(
        [
            Entry(number, START + number * hour, "agent:mari", f"n{number}", fact)
            for number, fact in enumerate(facts, start=1)
        ]
    )
    return views


def noted(interaction: str, cause: str) -> f.CauseNoted:
    """Mari says so."""
    return f.CauseNoted(interaction=interaction, cause=cause, agent="mari")


def ask(views: Views, query: str, *params: object) -> list[tuple[object, ...]]:
    """What it finds."""
    return [tuple(row) for row in views.query(f"improvements.{query}", params)]


def test_notes_are_counted_and_what_was_taken_back_is_not() -> None:
    """By cause within a time; of a contact in the order of noting; by day; the newest contacts of a cause first."""
    back = f.CauseTakenBack(interaction="i2", cause="z1", agent="mari")
    views = rows(
        noted("i1", "z1"),
        noted("i2", "z1"),
        noted("i1", "z2"),
        back,
        noted("i3", "z1"),
        *[noted(f"j{n}", "z3") for n in range(30)],
    )
    assert ask(views, "causes_noted", START, START + 2 * DAY) == [("z1", 2), ("z2", 1), ("z3", 30)]
    assert ask(views, "causes_noted", START + 3 * DAY // 24, START + DAY) == [("z1", 1), ("z2", 1), ("z3", 18)]
    assert [row[:2] for row in ask(views, "causes_of", "i1")] == [("z1", "mari"), ("z2", "mari")]
    assert ask(views, "causes_of", "i2") == []
    assert ask(views, "causes_by_time", START, DAY, "z3", START, START + 9 * DAY) == [(0, 18), (1, 12)]
    assert [row[0] for row in ask(views, "contacts_of", "z1", START, START + DAY, 10)] == ["i3", "i1"]
