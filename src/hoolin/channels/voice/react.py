"""What is asked for when a call is over: whoever hung up has said goodbye, and whoever did not may be asked something."""

from collections.abc import Iterator
from typing import Any

from hoolin.channels.voice import facts as f
from hoolin.channels.voice.after.commands import AskKeys
from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry
from hoolin.core.interaction.commands import SayGoodbye
from hoolin.core.interaction.facts import WrapUpStarted

PROMISED = ("deferred", "waiting", "offered")
"""Where somebody is who will be got back to."""


def goodbye(desk: Any, entry: Entry) -> Iterator[Command]:
    """Before a person answered it is an abandonment, and after that the agent wraps up. A call of ours that nobody answered ends
    nothing: there is another number, or another time. Nor does one that we ended ourselves (then the conversation has its end
    already), or lost (then it goes on otherwise). Whoever hung up on their own message has left it: what becomes of that is told when it is
    kept. Whoever was promised an answer has it coming, though they did not listen to the last word.
    """
    fact = entry.fact
    assert isinstance(fact, f.CallEnded)
    if fact.interaction in desk.kept.voicemails:
        return
    one = desk.site.kept.interactions.get(fact.interaction)
    if one is not None and one.answer_later and one.state in PROMISED and fact.direction == "inbound":
        return
    if fact.cause not in ("released", "lost") and (fact.answered or fact.direction == "inbound"):
        yield SayGoodbye(interaction=fact.interaction)


def ask(desk: Any, entry: Entry) -> Iterator[Command]:
    """The agent has said goodbye, and the customer has not: there may be something to ask."""
    fact = entry.fact
    assert isinstance(fact, WrapUpStarted)
    call = desk.kept.of(fact.interaction)
    if call is not None:
        yield AskKeys(call=call.call)


REACTS: Reacts = {f.CallEnded: goodbye, WrapUpStarted: ask}
