"""What the rest of the house is asked for when a call is over: whoever hung up has said goodbye."""

from collections.abc import Iterator
from typing import Any

from hoolin.channels.voice import facts as f
from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry
from hoolin.core.interaction.commands import SayGoodbye


def goodbye(desk: Any, entry: Entry) -> Iterator[Command]:
    """Before a person answered it is an abandonment, and after that the agent wraps up. A call of ours that nobody answered ends
    nothing: there is another number, or another time. Nor does one that we ended ourselves (then the conversation has its end
    already), or lost (then it goes on otherwise).
    """
    fact = entry.fact
    assert isinstance(fact, f.CallEnded)
    if fact.cause not in ("released", "lost") and (fact.answered or fact.direction == "inbound"):
        yield SayGoodbye(interaction=fact.interaction)


REACTS: Reacts = {f.CallEnded: goodbye}
