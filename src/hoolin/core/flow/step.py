"""What passes between the interpreter and whoever runs it: events in, steps out, and a small state between them. Values only.

Whoever runs a flow (`channels/`) says the prompts in order, then waits for what is awaited, and hands over what happened. It knows
nothing about nodes; the interpreter knows nothing about sockets, media or the clock.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Instant, Ms, snake
from hoolin.core.site.rules import Language, Level, Value

Why: TypeAlias = Literal["began", "went_on", "answered", "silent", "wrong", "failed", "open", "closed", "person"]
"""How a node was come to: the flow began there; nothing had to happen; an answer; silence to the last try; no answer to the last try;
a machine or a channel failed; by open or closed hours; the customer asked for a person."""

Awaited: TypeAlias = Literal["key", "figures", "words", "recording", "lookup", "moment"]
Stuck: TypeAlias = Literal["nowhere", "endless"]


# ── events ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Happening(Value, tag_field="event", tag=snake, kw_only=True):
    """The base of every event."""


class Keyed(Happening, kw_only=True):
    """Keys were pressed. keys: one of a menu, or all the figures of a number (without the closing `#`)."""

    keys: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Said(Happening, kw_only=True):
    """The customer said or wrote something."""

    text: str


class Silence(Happening, kw_only=True):
    """The time-out of what was awaited is over."""


class Failed(Happening, kw_only=True):
    """The channel could not say or hear: counts as silence."""


class LookupAnswered(Happening, kw_only=True):
    """The machine answered. answer: its code. values: what it told, by name."""

    answer: str
    values: dict[str, str] = {}


class LookupFailed(Happening, kw_only=True):
    """The machine failed, or did not answer in time."""


class PersonAsked(Happening, kw_only=True):
    """The customer asked for a person by a button of the channel's own."""


class Barred(Happening, kw_only=True):
    """A number to be called at was given, and it is one that may not be called: counts as a mistake, and is told."""


Event: TypeAlias = Barred | Keyed | Said | Silence | Failed | LookupAnswered | LookupFailed | PersonAsked


# ── what surrounds it ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Context(Value, kw_only=True):
    """How things stand when an event is taken up; the runner makes it anew each time.

    language: the customer's, as far as it is known at the beginning (later the flow's state has it). open: the names of all hours that
    are open now: of queues (`queue:NAME`) and of channels (`NAME`). opens_at: by queue, when it opens next (now, where open).
    served: the queues that somebody serves, by language. values: what was collected and looked up, in the clear, as far as the runner has it at
    hand. kept: the names of all that was. spoken: whether
    people speak and listen on this channel, or write and read. nameless: nobody knows under which number or address they could be got back to,
    unless they give one.
    """

    language: Language
    open: frozenset[str] = frozenset()
    opens_at: dict[Code, Instant] = {}
    served: dict[Language, frozenset[Code]] = {}
    values: dict[str, str] = {}
    kept: frozenset[str] = frozenset()
    spoken: bool = False
    nameless: bool = False


# ── steps ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Prompt(Value, kw_only=True):
    """One thing to be said, by a machine, which is to be seen or heard. node: whose it is (empty: the system's own). text: in `language`.
    prompt: the recording, if there is one. ms: how long it is where it is spoken. barge_in: whether keys and words are heard meanwhile.
    when: what `{when}` in the text stands for, as an instant that is promised (0: at once, in their turn; None: nothing is promised).
    personal: whether it names a value of the customer's, so that no sound of it may be kept.
    automatic: always: no prompt may pass for a person's words.
    """

    node: str
    language: Language
    text: str
    ms: Ms
    prompt: str = ""
    barge_in: bool = True
    when: Instant | None = None
    personal: bool = False
    automatic: Literal[True] = True


class Awaits(Value, kw_only=True):
    """What is waited for once everything is said.

    what: `key` (one key, or words), `figures` (several keys, closed by `#`, or words), `words`, `recording` (a message to be left, at most
    seconds_max long; where people write, words), `lookup` (a machine), `moment` (only a wish for a person). keys: those that mean something;
    `0` always does. most: figures at most. timeout_ms: after this long it is `Silence` (of a lookup: `LookupFailed`); 0: never.
    hook, send: which machine, and the names of the values it is told. again: nothing new: go on waiting for what is waited for already.
    """

    what: Awaited
    timeout_ms: Ms
    keys: str = ""
    most: int = 0
    seconds_max: int = 0
    hook: str = ""
    send: tuple[Code, ...] = ()
    again: bool = False


class WayOut(Value, kw_only=True):
    """The flow is over. kind: into line; to be got back to; a message was left; goodbye. due_at: for a promise, what was promised (0: at
    once, in their turn). number: under which name the number to call was collected (empty: the address they came from).
    """

    kind: Literal["queue", "callback", "message", "end"]
    language: Language
    queue: str = ""
    skills: dict[Code, Level] = {}
    priority: int = 0
    due_at: Instant = 0
    number: str = ""


class Passed(Value, kw_only=True):
    """A node was come to. node: which. why: how. Codes only: this is what is recorded."""

    node: Code
    why: Why


class FlowState(Value, kw_only=True):
    """Where a customer is in a flow: all that the interpreter must know of the past. Nothing personal.

    node: where they are ("" once it is over). tries: how often the question there has been put. chose: they are here by a choice of their own,
    and by no silence, mistake or failure since. variables: by name. promised: what was promised for the message that is being left.
    """

    flow: Code
    node: str
    language: Language
    tries: int = 0
    chose: bool = False
    variables: dict[Code, str] = {}
    promised: Instant = 0


class Step(Value, kw_only=True):
    """What follows from an event. Exactly one of awaits, out and stuck is given.

    state: where it leaves the customer. says: in this order. awaits: what is waited for then. out: where it leads out.
    keeps: what was collected just now, by name: content, not a fact. passed: the nodes come to, in order. stuck: why it cannot go on, only
    in a flow that was refused: `nowhere` (a branch that is not there), `endless` (a ring in which nobody is asked anything).
    """

    state: FlowState
    says: tuple[Prompt, ...] = ()
    awaits: Awaits | None = None
    out: WayOut | None = None
    stuck: Stuck | None = None
    keeps: dict[str, str] = {}
    passed: tuple[Passed, ...] = ()
