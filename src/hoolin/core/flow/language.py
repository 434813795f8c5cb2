"""The language of flows: what a site lets the system say and ask before a person comes. Values only; version 1.

A flow is a set of named nodes. Each does one thing (`do`) and names the nodes that may follow. Texts are written per language.
What is not here cannot be said: there is no code in a flow, no free expression, and no way to switch off the fixed words and keys
by which a customer asks for a person (`words.py`).

    say       says something and goes on               lookup    asks a machine of the site's, within a time
    ask       a question, answered in words            set       remembers a value, and goes on by it
    keys      a question, answered by one key          queue     out: into line for a person
    language  which language to go on in               callback  out: somebody gets back to them, at an instant that is told
    collect   a number, an address, a few words        message   out: they leave a message, and are told when it is answered
    hours     open or closed                           end       out: goodbye, after a chance to ask for a person
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Ms, snake
from hoolin.core.site.rules import Language, Level, Value

VERSION = 1
"""Of this language. A flow says which it is written in, so that an old one can be read for ever."""

NODES_MAX = 1_000
"""A menu with more is a phone book."""

VARIABLES_MAX = 6
"""Each multiplies what has to be proved."""

VALUES_MAX = 10
"""Of one variable."""

TEXT_CHARACTERS_MAX = 1_500
"""Nobody listens for longer than a minute and a half."""

NEXT = "next"
"""In the place of a variable's value: the one after that which it has."""

TRIES_MAX = 5
"""Asking the same thing more often is not asking."""

Key: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[1-9*#]$")]
"""A key of a telephone. `0` is never among them: it always asks for a person."""

Words: TypeAlias = dict[Language, tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=100)], ...]]
"""What a customer may say instead, per language."""

Text: TypeAlias = dict[Language, Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_CHARACTERS_MAX)]]
"""What is said, per language. `{name}` stands for a value that was collected or looked up, `{when}` for a promised instant."""

TimeoutS: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=60)]
Tries: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=TRIES_MAX)]


class Recorded(Value, kw_only=True):
    """A recorded prompt. prompt: its id. ms: how long it is."""

    prompt: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    ms: Ms


class Node(Value, tag_field="do", tag=snake, kw_only=True):
    """The base of every node. A field that names a node and is None leads to the flow's `person`, unless its node says otherwise.

    text: what is said. recorded: recordings of it, by language; without one its length is estimated. barge_in: whether keys and words are heard
    while it is said; if not, they are heard after it. then: the node that follows.
    """


class Say(Node, kw_only=True):
    """Say something and go on."""

    text: Text
    then: Code
    recorded: dict[Language, Recorded] = {}
    barge_in: bool = True


class Answer(Value, kw_only=True):
    """One kind of answer to a question. words: by which it is known. then: where it leads."""

    words: Words
    then: Code


class Question(Node, kw_only=True):
    """What all questions have.

    timeout_s: how long silence lasts before it counts, from the end of the prompt, where people speak (0: for ever, which no guarantee
    allows). timeout_written_s: the same where people write. tries: how often it is asked in all. silence, wrong: where it leads when the
    last try ended in silence, or in something that is no answer.
    """

    text: Text
    recorded: dict[Language, Recorded] = {}
    barge_in: bool = True
    timeout_s: TimeoutS = 8
    timeout_written_s: Annotated[int, msgspec.Meta(ge=0, le=86_400)] = 600
    tries: Tries = 2
    silence: Code | None = None
    wrong: Code | None = None


class Ask(Question, kw_only=True):
    """A question in words. answers: those that lead somewhere of their own, looked at in order. then: where any other words lead
    (None: they are no answer).
    """

    answers: tuple[Answer, ...] = ()
    then: Code | None = None


class Keys(Question, kw_only=True):
    """A question answered by one key, or by that figure written, or by its words. keys: where each leads. words: what may be said instead of a key."""

    keys: dict[Key, Code]
    words: dict[Key, Words] = {}


class ChooseLanguage(Question, tag="language", kw_only=True):
    """Which language to go on in. keys: by key (or by the language's own name). The question is put in each of them, one after the
    other. then: what follows in whichever is chosen.
    """

    keys: dict[Key, Language]
    then: Code


class Speak(Node, kw_only=True):
    """Go on in this language, without a question."""

    language: Language
    then: Code


class Collect(Question, kw_only=True):
    """Something to be written down: it is content, never a fact. what: what counts as an answer. into: the name it is kept under.
    least, most: figures or characters. then: what follows once it is there.
    """

    what: Literal["digits", "phone", "email", "text"] = "digits"
    into: Code
    then: Code
    least: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 1
    most: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 40


class HoursBranch(Node, tag="hours", kw_only=True):
    """Open or closed. open, closed: what follows. hours: whose (a channel's code; empty: those of the queue that the flow's `person` leads to)."""

    open: Code
    closed: Code
    hours: str = ""


class Lookup(Node, kw_only=True):
    """Ask a machine. hook: which, by the name under which the site's settings have its address. send: names of collected values. keep: names
    of values to take from its answer. answers: where each of its answers leads. failed: where it leads when the machine fails, is
    silent for timeout_s, or answers something else (None: nowhere, which no guarantee allows). text: said before.
    """

    hook: Code
    answers: dict[Code, Code]
    failed: Code | None = None
    timeout_s: TimeoutS = 3
    send: tuple[Code, ...] = ()
    keep: tuple[Code, ...] = ()
    text: Text = {}
    recorded: dict[Language, Recorded] = {}


class When(Value, kw_only=True):
    """A branch. all: variables and the values they must all have. then: where it leads."""

    all: dict[Code, str]
    then: Code


class SetVariable(Node, tag="set", kw_only=True):
    """Remember, and go on by what is remembered. set: variable → one of its values, or `next` for the next in its list (the last stays). when:
    looked at in order, after setting. then: when none fits.
    """

    then: Code
    set: dict[Code, str] = {}
    when: tuple[When, ...] = ()


class ToQueue(Node, tag="queue", kw_only=True):
    """Into line for a person, when the queue is open and somebody serves it in this language. closed: where it leads else (None: nowhere,
    which no guarantee allows where that can happen). text: said before.
    """

    queue: Code
    closed: Code | None = None
    skills: dict[Code, Level] = {}
    priority: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    text: Text = {}
    recorded: dict[Language, Recorded] = {}


class Callback(Node, kw_only=True):
    """Somebody of the queue gets back to them: at once in their turn while it is open, else at its next opening, which is told (`{when}`).
    number: the name of the collected telephone number, if it is not to be the address they came from. Who calls without showing a number
    has no such address: without one that they typed in, no guarantee allows it on the telephone.
    """

    queue: Code
    text: Text
    recorded: dict[Language, Recorded] = {}
    number: Code | None = None


class Message(Node, kw_only=True):
    """They leave a message for the queue; it is answered from its next opening on, which is told (`{when}`). Where people speak, it is
    spoken after a tone and kept as they said it. seconds_max: how long it may be there.
    """

    queue: Code
    text: Text
    recorded: dict[Language, Recorded] = {}
    seconds_max: Annotated[int, msgspec.Meta(ge=10, le=600)] = 120


class End(Node, kw_only=True):
    """Goodbye. It is said how to have a person after all, and waited a moment for that."""

    text: Text = {}
    recorded: dict[Language, Recorded] = {}


AnyNode: TypeAlias = (
    Say | Ask | Keys | ChooseLanguage | Speak | Collect | HoursBranch | Lookup | SetVariable | ToQueue | Callback
    | Message | End
)  # fmt: skip

Speaking: TypeAlias = (
    Say | Ask | Keys | ChooseLanguage | Collect | Lookup | ToQueue | Callback | Message | End | Question
)
"""Nodes that may say something."""

QUESTIONS = (Ask, Keys, ChooseLanguage, Collect)
OUT = (ToQueue, Callback, Message, End)


class Flow(Value, kw_only=True):
    """A menu. name: its code. start: where it begins. person: where the fixed words and keys lead, and everything that leads nowhere else.
    variables: by name, the values each may have, of which the first is what it begins with. nodes: by their names. version: of the language
    it is written in.
    """

    name: Code
    start: Code
    person: Code
    nodes: Annotated[dict[Code, AnyNode], msgspec.Meta(max_length=NODES_MAX)]
    version: Literal[1] = 1
    variables: Annotated[
        dict[Code, Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=VALUES_MAX)]],
        msgspec.Meta(max_length=VARIABLES_MAX),
    ] = {}


def gives_number(node: Node) -> str:
    """The name under which a node writes down a telephone number that the customer gives; empty where it does not."""
    return node.into if isinstance(node, Collect) and node.what in ("digits", "phone") else ""


def called_at(flow: Flow) -> frozenset[str]:
    """The names of the numbers that are to be called."""
    return frozenset(one.number for one in flow.nodes.values() if isinstance(one, Callback) and one.number is not None)


def served_by(node: ToQueue | Callback | Message) -> str:
    """Under which name it is known whether somebody serves what this node leads to: the queue's, or that of the queue with further skills."""
    skills = getattr(node, "skills", {})
    if not skills:
        return node.queue
    return f"{node.queue} with {', '.join(f'{skill} {level}' for skill, level in sorted(skills.items()))}"
