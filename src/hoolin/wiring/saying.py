"""What an agent says, decided once and whole: the message by the floor, its prices by the catalogue, its promises by the ledger. These rooms
are strangers to each other; here they meet.
"""

from typing import Any

from hoolin.cases.api import promises
from hoolin.catalogue import api as catalogue_room
from hoolin.core.commands import Decision
from hoolin.core.facts import Instant
from hoolin.core.interaction.commands import SendMessage
from hoolin.core.interaction.facts import MessageSent
from hoolin.core.interaction.site import Site
from hoolin.core.interaction.speak import send_message
from hoolin.runtime.room import Decide


def say_with(site: Site, catalogue: catalogue_room.Catalogue, ledger: promises.Ledger) -> Decide:
    """Decides `SendMessage`: all of it, or nothing."""

    def say(state: Any, command: SendMessage, now: Instant) -> Decision:
        decided = send_message(site, command, now)
        if not command.shows and not command.promises:
            return decided
        one = site.interaction(command.interaction)
        message = next(fact.message for fact in decided.facts if isinstance(fact, MessageSent))
        if command.shows:
            decided = _both(decided, catalogue_room.shown(catalogue, one, command, message, now))
        if command.promises:
            decided = _both(decided, promises.stated(ledger, one, command, message, now))
        return decided

    return say


def _both(first: Decision, then: Decision) -> Decision:
    return Decision(
        (*first.facts, *then.facts), (*first.contents, *then.contents), (*first.effects, *then.effects),
        (*first.new, *then.new),
    )  # fmt: skip
