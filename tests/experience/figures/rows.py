"""Rows of contacts, made by hand, as the figures are asked of them."""

from collections.abc import Sequence
from typing import Any

from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.duck import DuckColumns
from hoolin.experience.contacts.row import CaseStep, Contact, Mark, Promised
from hoolin.experience.contacts.scope import DAY_MS, Scope
from hoolin.experience.contacts.state import Batch
from hoolin.experience.contacts.store import Columns, Reached

START = 1_800_000_000_000
NOW = START + 120 * DAY_MS
MONTH = Scope(begin=START, end=START + 30 * DAY_MS)
HOUR = 3_600_000


def contact(number: int, at: int = 0, **more: Any) -> Contact:
    """An ordinary contact: answered after 20 s, over after five minutes, the first of its case."""
    arrived = START + at
    fields: dict[str, Any] = {
        "interaction": f"i{number}", "case_no": number, "customer": number, "channel": "chat", "queue": "service", "language": "et",
        "arrived_at": arrived, "asked_at": arrived, "reached_at": arrived + 20_000, "answered_at": arrived + 10_000,
        "ended_at": arrived + 300_000, "ending": "solved", "opened": True, "reason": "billing", "reasons": "billing", "agent": "mari",
        "wait_ms": 20_000, "talk_ms": 280_000, "target_ms": 30_000, "short_ms": 5_000,
    }  # fmt: skip
    return Contact(**(fields | more))


def asking(
    contacts: Sequence[Contact], steps: Sequence[CaseStep] = (), promises: Sequence[Promised] = (), marks: Sequence[Mark] = (),
    merged: dict[int, int] | None = None, now: int = NOW, columns: Columns | None = None,
) -> Asking:  # fmt: skip
    """The rows, ready to be asked."""
    kept = columns or DuckColumns(None)
    batch = Batch(
        contacts=[one for one in contacts if one.ended_at is not None],
        case_steps=list(steps),
        promises=list(promises),
        marks=list(marks),
    )
    live = [one for one in contacts if one.ended_at is None]
    kept.take(batch, live, merged or {}, Reached(1, "", b""))
    return Asking(kept, now)
