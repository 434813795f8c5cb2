"""Fact → commands: a message that was taken back before it left has promised nothing."""

from collections.abc import Iterable
from typing import cast

from hoolin.cases.promises.commands import UnsayPromises
from hoolin.cases.promises.state import Ledger
from hoolin.core.commands import Command, Reacts
from hoolin.core.delivery.facts import DeliveryRecalled
from hoolin.core.facts import Entry


def recalled(ledger: Ledger, entry: Entry) -> Iterable[Command]:
    """Asked for only where there is something to take back."""
    message = cast(DeliveryRecalled, entry.fact).delivery
    said = any(one.message == message for one in ledger.kept.owed.values())
    return (UnsayPromises(message=message),) if said else ()


REACTS: Reacts = {DeliveryRecalled: recalled}
