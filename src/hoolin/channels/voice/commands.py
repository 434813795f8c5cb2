"""What may be asked about calls. The gateway asks, for trunks, telephones and the people at the desk."""

from typing import Annotated

import msgspec

from hoolin.channels.voice.facts import EndCause, Mode, Part, Status, Via
from hoolin.core.commands import Command
from hoolin.core.facts import Code, Id
from hoolin.core.interaction.commands import Arrive

Body = Annotated[bytes, msgspec.Meta(max_length=65_536)]
"""Of a content, in the clear; it is sealed under the customer's key."""


class BeginCall(Command):
    """A call has come in. Asking again for the same call changes nothing.

    call: its id. leg: the customer's. trunk: by which line. numbers, body: the content with the numbers. begins: the interaction that it is. greets:
    we speak first (a menu, or that we are closed), and the customer does not stand in line yet. via: how the customer is reached. nameless: they
    do not show their number, or it is one that may not be called.
    """

    call: Id
    leg: Id
    trunk: Code
    numbers: Id
    body: Body
    begins: Arrive
    greets: bool = False
    via: Via = "trunk"
    nameless: bool = False


class LineUp(Command):
    """We have spoken first; now the customer stands in line. call: theirs. queue "" means the one that they came to."""

    call: Id
    queue: str = ""


class DialOut(Command):
    """An agent calls somebody: in a conversation of theirs, or in a new one, which is theirs at once.

    call: its id. begins: the new conversation; None in one that is there. leg: the customer's. trunk: by which line. numbers, body: the content with the numbers.
    urgent: it is a call for help, which no limit holds up.
    """

    call: Id
    leg: Id
    trunk: Code
    numbers: Id
    body: Body
    agent: Id
    interaction: Id
    begins: Arrive | None = None
    urgent: bool = False


class BeginLeg(Command):
    """Somebody else is to take part. call: in which. leg: theirs. part: as whom. via: how they are reached. agent: whose leg it is; None for a number outside, which `numbers` and `body` hold."""

    call: Id
    leg: Id
    part: Part
    via: Via
    agent: Id | None = None
    numbers: Id | None = None
    body: Body = b""


class AnswerLeg(Command):
    """Somebody is there, or what is needed to go on with them has changed. call, leg: which. dialog, body: the content
    with that.
    """

    call: Id
    leg: Id
    dialog: Id
    body: Body


class EndLeg(Command):
    """Somebody takes part no more; when it is the customer, the call is over. call, leg: which. cause: why. status: of SIP, 0 where there was none."""

    call: Id
    leg: Id
    cause: EndCause
    status: Status = 0


class HandOver(Command):
    """The agent has spoken with a colleague, and the customer is theirs from now on, without standing in line again. call: which.
    to_agent: of the leg that was consulted.
    """

    call: Id
    agent: Id
    to_agent: Id


class Supervise(Command):
    """Somebody listens to a call that is not theirs, whispers to its agent, or joins. call: which one. leg: theirs. agent: who. mode: in
    which way.
    """

    call: Id
    leg: Id
    agent: Id
    mode: Mode


class Confer(Command):
    """The agent brings the customer and whoever they asked together: all three talk. call: which one. agent: who."""

    call: Id
    agent: Id
