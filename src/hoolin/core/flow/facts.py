"""What can be recorded about flows: how they are set, and the way of each customer through one. Codes only: what was said, asked and collected
lies in the contents.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id, Instant
from hoolin.core.flow.language import Flow
from hoolin.core.flow.step import FlowState, Passed
from hoolin.core.site.rules import Language

Left: TypeAlias = Literal["queue", "callback", "message", "end"]


class FlowSet(Fact):
    """A flow was made or changed, after the guarantee was proved for it. flow: the whole of it. revision: counts its changes, from 1."""

    flow: Flow
    revision: Annotated[int, msgspec.Meta(ge=1)]


class FlowNoted(Fact):
    """Whoever changed a flow said why. flow: its name. revision: which of it. note: their words, about the flow and nobody else."""

    flow: Code
    revision: Annotated[int, msgspec.Meta(ge=1)]
    note: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class FlowRetired(Fact):
    """A flow is used no more; whoever is in it goes on in it. flow: its name."""

    flow: Code


class FlowUsed(Fact):
    """Whoever comes by this channel is greeted by this flow from now on. flow: its name; empty: by none, they are in line at once."""

    channel: Code
    flow: Annotated[str, msgspec.Meta(max_length=64)]


class FlowEntered(Fact):
    """A flow greets this customer. flow: its name. revision: which of it. wish: their first word asked for a person."""

    interaction: Id
    flow: Code
    revision: int
    language: Language
    wish: bool = False


class CallerNameless(Fact):
    """Nobody knows a number at which this customer, whom a flow greets, could be got back to, or it is one that may not be called."""

    interaction: Id


class FlowStepped(Fact):
    """The customer is somewhere in the flow now. passed: the nodes come to, and how. state: where that leaves them. kept: by name, the content of
    what was collected or looked up just now. due_at: when waiting here is over. lookup: the machine that is asked, if one is.
    """

    interaction: Id
    passed: tuple[Passed, ...]
    state: FlowState
    kept: dict[Code, Id] = {}
    due_at: Instant = 0
    lookup: Id | None = None


class FlowLeft(Fact):
    """The flow is over. passed, kept: as above. way: out into line, to be got back to, with a message left, or with goodbye. due_at: what was
    promised (0: nothing, or at once). number: the content of the number to call, if one was collected for that.
    """

    interaction: Id
    passed: tuple[Passed, ...]
    way: Left
    kept: dict[Code, Id] = {}
    due_at: Instant = 0
    number: Id | None = None
