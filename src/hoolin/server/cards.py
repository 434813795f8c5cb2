"""What a customer is shown in the chat of a promise: a card that stays in sight, and what became of it. The chat knows no ledger; this is how one
looks there.
"""

from collections.abc import Mapping
from typing import Any, cast

import msgspec

from hoolin.cases.api import promises
from hoolin.core.facts import Fact
from hoolin.core.interaction.facts import PromiseKind

STATES: dict[type[Fact], str] = {
    promises.facts.PromiseMade: "owed",
    promises.facts.PromiseMoved: "owed",
    promises.facts.PromiseBroken: "broken",
    promises.facts.PromiseKept: "kept",
    promises.facts.PromiseWithdrawn: "withdrawn",
}
"""How it stands with a promise after a fact; who answers for it, and who was reminded, is our own business."""

STATE_OF_TAG = {kind.__struct_config__.tag: state for kind, state in STATES.items()}


def card_of(fact: Fact, bodies: Mapping[str, bytes]) -> tuple[str, dict[str, Any]] | None:
    """Whom a fact shows a card to, and how it looks; None for a fact that shows none."""
    if type(fact) not in STATES:
        return None
    fields = msgspec.to_builtins(fact)
    return fields["customer"], card(fields, bodies)


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
