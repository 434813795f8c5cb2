"""What could not be delivered after its conversation had ended comes back to a person: a new conversation in the same case, for whoever
wrote it if they are there, with a note that says what happened. While the conversation is under way its thread shows it anyway.
"""

from collections.abc import Sequence

from hoolin.cases.api import commands as k
from hoolin.channels.post.addressing import as_before
from hoolin.channels.post.house import PostHouse
from hoolin.core.delivery.facts import DeliveryEnded, DeliveryReported
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import commands as c
from hoolin.runtime.loop import Loop, Receipt

WORDS = {
    "et": "Meie vastus ei jõudnud kohale või pole teada, kas see jõudis ({code}). Eelmine vestlus selles juhtumis näitab, mis see oli.",
    "ru": "Наш ответ не дошёл, или неизвестно, дошёл ли он ({code}). Что это было, видно в прошлом разговоре этого обращения.",
    "en": "Our answer did not arrive, or nobody knows whether it did ({code}). The conversation before this one, in the same case, shows it.",
}
"""What the note says, in the first of the site's languages."""

RETURNED = "returned"

LOOKED_BACK = 5_000
"""Entries looked through again after a start: many times as many as can have become durable just before a crash."""


class Returned:
    """Reads along with the loop."""

    def __init__(self, house: PostHouse, loop: Loop) -> None:
        self._house = house
        self._loop = loop
        self.failed: list[HoolinError] = []

    def recover(self) -> None:
        """After a start: what was lost a moment before a crash comes back too; what came back already does not. Blocking."""
        head = self._loop.durable_position
        for entry in self._loop.stores.journal.read(max(0, head - LOOKED_BACK), LOOKED_BACK):
            lost = _lost(entry)
            found = self._house.store.look("cases.conversation", (lost.interaction,)) if lost is not None else ()
            if lost is not None and found and found[0]["ended_at"] is not None and found[0]["ended_at"] <= entry.at:
                self._bring_back(lost.delivery, lost.interaction, lost.code or "?")

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch."""
        for entry in entries:
            lost = _lost(entry)
            if lost is not None and lost.interaction not in self._house.site.kept.interactions:
                self._bring_back(lost.delivery, lost.interaction, lost.code or "?")

    def _bring_back(self, delivery: str, interaction: str, code: str) -> None:
        house, kept = self._house, self._house.site.kept
        found = house.store.look("cases.conversation", (interaction,))
        if not found:
            return
        row = found[0]
        arrive = c.Arrive(
            interaction=house.new_id("i"), customer=row["customer"], case=row["case"], channel=row["channel"],
            language=row["language"], queue=row["queue"] if row["queue"] in kept.queues else "", prefers=row["agent"],
            apart=True,
        )  # fmt: skip
        words = WORDS[kept.rules.languages[0]].format(code=code)
        note = k.AddNote(case=row["case"], note=house.new_id("n"), agent="system", text=words)
        address = as_before(house, arrive.interaction, row["customer"], interaction)
        # The same message is brought back once, whatever is still told of it.
        for command in (arrive, note, address):
            if command is not None:
                self._loop.ask(command, "system", f"{RETURNED}-{type(command).__name__}-{delivery}", self._told)

    def _told(self, said: Receipt | HoolinError) -> None:
        if isinstance(said, HoolinError):
            self.failed.append(said)
            del self.failed[:-100]


def _lost(entry: Entry) -> DeliveryEnded | DeliveryReported | None:
    """The fact that says that a message did not arrive, or that nobody knows; None: it says something else."""
    match entry.fact:
        case DeliveryEnded(ending="rejected" | "unknown") | DeliveryReported(state="failed") as lost:
            return lost
        case _:
            return None
