"""What a customer is shown in the chat of a promise: a card that stays in sight, and what became of it. The chat knows no ledger; this is how one
looks there.
"""

from collections.abc import Collection, Mapping
from typing import Any, cast

import msgspec

from hoolin.cases.api import Desk, promises
from hoolin.core.facts import Fact
from hoolin.core.interaction.facts import PromiseKind
from hoolin.runtime.reading import Reading

STATES: dict[type[Fact], str] = {
    promises.facts.PromiseMade: "owed",
    promises.facts.PromiseMoved: "owed",
    promises.facts.PromiseBroken: "broken",
    promises.facts.PromiseKept: "kept",
    promises.facts.PromiseWithdrawn: "withdrawn",
}
"""How it stands with a promise after a fact; who answers for it, and who was reminded, is our own business."""

STATE_OF_TAG = {kind.__struct_config__.tag: state for kind, state in STATES.items()}


class Cards:
    """Cards as they are shown live: of the same conversations as to a page that comes back. desk: those under way; reading: those that are over.
    channels: on which there are cards; a promise made elsewhere reaches its customer there.
    """

    def __init__(self, desk: Desk, reading: Reading, channels: Collection[str]) -> None:
        self._desk = desk
        self._reading = reading
        self._channels = channels

    def of(self, fact: Fact, bodies: Mapping[str, bytes]) -> tuple[str, dict[str, Any]] | None:
        """Whom a fact shows a card to, and how it looks; None for a fact that shows none."""
        if type(fact) not in STATES:
            return None
        fields = msgspec.to_builtins(fact)
        channel = fields.get("channel") or self._channel_of(fields["interaction"])
        return (fields["customer"], card(fields, bodies)) if channel in self._channels else None

    def _channel_of(self, interaction: str) -> str | None:
        line = self._desk.lines.get(interaction)
        if line is not None:
            return line.channel
        found = self._reading.ask("cases.conversation", (interaction,))
        return str(found[0]["channel"]) if found else None


def card(fields: Mapping[str, Any], bodies: Mapping[str, bytes]) -> dict[str, Any]:
    """A card from the fields of its fact. what: kind of promise, text: its words, due_at: by when; None where the fact says nothing new of it."""
    words = bodies.get(fields.get("words") or "")
    return {
        "kind": "promise",
        "promise": fields["promise"],
        "state": STATE_OF_TAG[fields["fact"]],
        "what": cast(PromiseKind | None, fields.get("kind")),
        "due_at": fields.get("due_at"),
        "text": words.decode() if words is not None else None,
    }
