"""What can be recorded about a telephone call. Where its customer stands is told by the facts of its interaction, never here.

Numbers, session descriptions and saved dialogs are contents under the customer's key; a fact only names them.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id
from hoolin.core.site.rules import Language

Direction: TypeAlias = Literal["inbound", "outbound"]

Part: TypeAlias = Literal["customer", "agent", "consulted", "supervisor"]
"""Whose leg it is. `consulted`: somebody whom the agent asks while the customer waits. `supervisor`: somebody who listens, helps or joins."""

Mode: TypeAlias = Literal["listen", "whisper", "barge"]
"""How a supervisor takes part. `listen`: hears all, and is heard by nobody. `whisper`: hears all, and only the agent hears them.
`barge`: all hear all.
"""

Via: TypeAlias = Literal["trunk", "phone", "browser"]

EndCause: TypeAlias = Literal[
    "hung_up", "busy", "no_answer", "refused", "unreachable", "released", "replaced", "media_gone", "lost"
]
"""`hung_up`, `busy`, `no_answer`, `refused`: by whoever is at the other end. `unreachable`: no way there. `released`: by us, because the
conversation is over or went elsewhere. `replaced`: the same person came by another leg. `media_gone`: nothing was heard for too long.
`lost`: it did not survive our own restart.
"""

Status = Annotated[int, msgspec.Meta(ge=0, le=699)]


class CallBegan(Fact):
    """A call came in, or we call. call: its id. direction: from the customer, or to them. leg: the customer's. trunk: the line by which; `web` from
    a page. numbers: the content with both numbers. language: in which we speak. agent: who dialled, of an outbound call.
    """

    call: Id
    interaction: Id
    customer: Id
    direction: Direction
    trunk: Code
    leg: Id
    numbers: Id
    language: Language
    agent: Id | None = None


class CallFromPage(Fact):
    """A call that began in the same moment comes from a page: the customer's leg is a browser. call: which one. leg: the customer's."""

    call: Id
    interaction: Id
    leg: Id


class LegBegan(Fact):
    """Somebody else is to take part: their telephone rings, or their page is asked. call, leg: their
    ids. via: how they are reached. agent: whose; None for a number outside. numbers:
    the content with that number.
    """

    call: Id
    interaction: Id
    leg: Id
    part: Part
    via: Via
    agent: Id | None = None
    numbers: Id | None = None


class LegAnswered(Fact):
    """Somebody is there. call, leg: their ids. part: whose leg it is. dialog: the content with what is needed to go on with this leg after a restart."""

    call: Id
    interaction: Id
    leg: Id
    part: Part
    dialog: Id


class LegChanged(Fact):
    """What is needed to go on with this leg has changed (another address, another description). call, leg: their ids. dialog: the
    content with it.
    """

    call: Id
    interaction: Id
    leg: Id
    dialog: Id


class LegEnded(Fact):
    """Somebody takes part no more. call, leg: their ids. cause: why. status: of SIP, 0 where there was none."""

    call: Id
    interaction: Id
    leg: Id
    cause: EndCause
    status: Status = 0


class SupervisorJoined(Fact):
    """Somebody listens, whispers or joins from now on; written down before they can hear anything. call: which one. leg: theirs; another
    way of taking part is another leg. agent: who. mode: in which way.
    """

    call: Id
    interaction: Id
    leg: Id
    agent: Id
    mode: Mode


class SupervisorLeft(Fact):
    """They do not any more. call, leg, agent, mode: as they joined. cause: why."""

    call: Id
    interaction: Id
    leg: Id
    agent: Id
    mode: Mode
    cause: EndCause


class ConferenceBegan(Fact):
    """The customer, the agent and whoever was asked talk all together. It is over when the one who was asked is gone, or the
    conversation goes to somebody else. call: which one. agent: who brought them together.
    """

    call: Id
    interaction: Id
    agent: Id


class CallEnded(Fact):
    """The customer's leg is over, and with it the call. call: its id. direction: from the customer, or to them. cause: why.
    answered: the customer was there. agent: who dialled, of an outbound call.
    status: of SIP, 0 where there was none.
    """

    call: Id
    interaction: Id
    direction: Direction
    cause: EndCause
    answered: bool
    agent: Id | None = None
    status: Status = 0
