"""Promises that are owed to customers, and how they end: each once."""

from typing import Any, cast

from hoolin.experience.contacts.row import Promised
from hoolin.experience.contacts.state import Batch, Folding, Live, Open

CALLBACK_LATE_MS = 1_800_000
"""A call is promised for a half hour, and kept until its end."""


def owe(state: Folding, live: Live, kind: str, due_at: int | None, at: int) -> None:
    """Something was promised in this contact, if a time was: it is owed from here, instead of what was before."""
    if due_at is not None:
        row = live.row
        state.promises[row.interaction] = Open(
            interaction=row.interaction, case_no=row.case_no, kind=kind, made_at=at, due_at=due_at
        )


def settle(state: Folding, batch: Batch, promise: str, at: int, ending: str) -> None:
    """A promise that is owed is owed no more; any other was settled before."""
    owed = state.promises.pop(promise, None)
    if owed is not None:
        batch.promises.append(Promised(
            promise=promise, interaction=owed.interaction, case_no=owed.case_no, kind=owed.kind, made_at=owed.made_at,
            due_at=owed.due_at, ended_at=at, ending=cast(Any, ending),
        ))  # fmt: skip


def called_back(state: Folding, batch: Batch, live: Live, at: int) -> None:
    """We called whom we promised to call: in time, or late."""
    owed = state.promises.get(live.row.interaction)
    if owed is not None and owed.kind == "callback":
        settle(state, batch, live.row.interaction, at, "kept" if at <= owed.due_at + CALLBACK_LATE_MS else "broken")
