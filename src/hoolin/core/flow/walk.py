"""The one interpreter of flows, for every channel: `begin`, then `go_on` with each event until there is a way out. Plain functions.

    step = begin(flow, context)
    while step.out is None:
        say step.says, in order; wait for step.awaits
        step = go_on(flow, step.state, event, context)

The same flow, events and contexts give the same steps. What a customer asks for by a fixed word or key comes before anything the flow
says. A refused flow may be walked too: where it leads nowhere, the step is `stuck` and says how; a flow that `guarantee.py` accepts never is.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from hoolin.core.address import checked_address
from hoolin.core.errors import Defect, Invalid
from hoolin.core.facts import Ms
from hoolin.core.flow import language as n
from hoolin.core.flow import step as s
from hoolin.core.flow.speech import prompt_ms
from hoolin.core.flow.system import LAST_MOMENT_MS, LAST_MOMENT_WRITTEN_MS, announcement, barred_words, last_words
from hoolin.core.flow.words import KEY, LANGUAGE_NAMES, asks_for_person, courtesy, means, plain
from hoolin.core.site.rules import Language

BLANK = re.compile(r"\{(\w{1,64})\}")

QUIET_MS: Ms = 10_000
QUIET_WRITTEN_MS: Ms = 1_800_000
"""How long a message to be left may fail to come."""


def begin(flow: n.Flow, context: s.Context) -> s.Step:
    """The first step, for somebody who has just come. context.language: the best guess at theirs."""
    walk = _Walk(flow, context, s.FlowState(flow=flow.name, node="", language=context.language, variables=_first(flow)))
    first = flow.nodes[flow.start]
    languages = offered(first) if isinstance(first, n.ChooseLanguage) else (context.language,)
    walk.says.extend(announcement(languages, context.spoken))
    return walk.enter(flow.start, "began", chose=False)


def go_on(flow: n.Flow, state: s.FlowState, event: s.Event, context: s.Context) -> s.Step:
    """The step that follows from an event. state: that of the last step, which awaited something. Raises Defect for any other."""
    node = flow.nodes.get(state.node)
    if node is None:
        raise Defect("flow_is_over", flow=flow.name, node=state.node)
    walk = _Walk(flow, context, state)
    if wants_person(event):
        step = walk.enter(flow.person, "person", chose=False)
        if context.spoken or not (isinstance(node, n.Message) and step.state.node == state.node):
            return step
        # It leads back to where they are: what they wrote is the message.
        walk = _Walk(flow, context, state)
    if isinstance(node, n.Lookup):
        return walk.looked_up(node, event)
    if isinstance(node, n.Message):
        return walk.left_message(node)
    if isinstance(node, n.End):
        return walk.at_the_end(event)
    if not isinstance(node, n.QUESTIONS):
        raise Defect("nothing_awaited", flow=flow.name, node=state.node)
    found = answer(node, event)
    return walk.answered(node, found) if found is not None else walk.not_answered(node, event)


def again(flow: n.Flow, state: s.FlowState, context: s.Context) -> s.Step:
    """The step once more that awaits what is awaited: for a gateway that was away. Nothing is passed, no try is used up."""
    node = flow.nodes.get(state.node)
    walk = _Walk(flow, context, state)
    if isinstance(node, n.Question):
        return walk.ask(state.node, node, state.tries)
    if node is None or not isinstance(node, n.Lookup | n.Message | n.End):
        raise Defect("nothing_awaited", flow=flow.name, node=state.node)
    step = walk.enter(state.node, "went_on", chose=state.chose)
    return msgspec.structs.replace(step, state=state, passed=())


def wants_person(event: s.Event) -> bool:
    """Whether the customer asks for a person by a fixed word, the fixed key, or a button for it."""
    if isinstance(event, s.Said):
        return asks_for_person(event.text)
    return isinstance(event, s.PersonAsked) or (isinstance(event, s.Keyed) and event.keys.strip("#") == KEY)


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Found(NamedTuple):
    """What an answer leads to. language: the one that was chosen. keeps: what is to be written down."""

    then: str
    language: Language | None = None
    keeps: dict[str, str] = {}  # Never changed; a field of a NamedTuple cannot say so.


def answer(node: n.Question, event: s.Event) -> Found | None:
    """What the event means as an answer to the question; None when it is none."""
    if not isinstance(event, s.Said | s.Keyed):
        return None
    if isinstance(node, n.Collect):
        value = collected(node, event.text if isinstance(event, s.Said) else event.keys)
        return None if value is None else Found(node.then, keeps={node.into: value})
    if isinstance(node, n.Ask):
        return _in_words(node, event.text) if isinstance(event, s.Said) else None
    key = event.keys if isinstance(event, s.Keyed) else plain(event.text) or event.text.strip()
    said = event.text if isinstance(event, s.Said) else ""
    if isinstance(node, n.ChooseLanguage):
        language = node.keys.get(key) or next((one for one in offered(node) if means(said, LANGUAGE_NAMES[one])), None)
        return None if language is None else Found(node.then, language)
    if isinstance(node, n.Keys):
        if key not in node.keys:
            key = next((one for one, words in node.words.items() if _means_any(said, words)), "")
        return Found(node.keys[key]) if key in node.keys else None
    raise Defect("unknown_question", node=type(node).__name__)


def _in_words(node: n.Ask, text: str) -> Found | None:
    then = next((one.then for one in node.answers if _means_any(text, one.words)), node.then if text.strip() else None)
    return None if then is None else Found(then)


def _means_any(text: str, words: n.Words) -> bool:
    return bool(text) and any(means(text, in_language) for in_language in words.values())


def collected(node: n.Collect, text: str) -> str | None:
    """The value as it is written down; None when it is not of the kind that was asked for."""
    value = text.strip().removesuffix("#").strip()
    if node.what == "digits":
        value = value.replace(" ", "").replace("-", "")
        if not value.isascii() or not value.isdigit():
            return None
    elif node.what in ("phone", "email"):
        try:
            value = checked_address(node.what, value)
        except Invalid:
            return None
    return value if node.least <= len(value) <= node.most else None


# ── walking ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Walk:
    """From one event to the next thing that is awaited, or out. One is made for each step, and thrown away."""

    def __init__(self, flow: n.Flow, context: s.Context, state: s.FlowState) -> None:
        self.flow = flow
        self.context = context
        self.state = state
        self.language: Language = state.language
        self.variables = dict(state.variables)
        self.chose = state.chose
        self.says: list[s.Prompt] = []
        self.passed: list[s.Passed] = []
        self.keeps: dict[str, str] = {}
        self._seen: set[tuple[str, Language, tuple[str, ...]]] = set()

    # ── what an event leads to ──────────────────────────────────────────────────────────────────────────────────────────────

    def answered(self, node: n.Question, found: Found) -> s.Step:
        """To choose a language is no choice of where to go."""
        self.language = found.language or self.language
        self.keeps = found.keeps
        return self.enter(found.then, "answered", chose=not isinstance(node, n.ChooseLanguage))

    def not_answered(self, node: n.Question, event: s.Event) -> s.Step:
        """Once more, as long as there are tries; then where the node says, and if it does not, to a person."""
        why: s.Why = "wrong" if isinstance(event, s.Said | s.Keyed | s.Barred) else "silent"
        if isinstance(event, s.Barred):
            self.says.append(barred_words(self.language))
        if self.state.tries < node.tries:
            self.passed.append(s.Passed(node=self.state.node, why=why))
            self.chose = False
            return self.ask(self.state.node, node, self.state.tries + 1)
        then = node.wrong if why == "wrong" else node.silence
        return self.enter(then or self.flow.person, why, chose=False)

    def looked_up(self, node: n.Lookup, event: s.Event) -> s.Step:
        """What is said while a machine is asked changes nothing, unless it is a wish for a person."""
        if isinstance(event, s.Said | s.Keyed):
            return self._awaits(self.state.node, self._lookup(node, again=True), self.state.tries)
        then = node.answers.get(event.answer) if isinstance(event, s.LookupAnswered) else None
        if then is None or not isinstance(event, s.LookupAnswered):
            return self.enter(node.failed, "failed", chose=False)
        self.keeps = {name: event.values[name] for name in node.keep if name in event.values}
        return self.enter(then, "answered", chose=self.chose)

    def left_message(self, node: n.Message) -> s.Step:
        """Whatever was left, also nothing: it is looked at as promised."""
        out = s.WayOut(kind="message", language=self.language, queue=node.queue, due_at=self.state.promised)
        return self._out(out)

    def at_the_end(self, event: s.Event) -> s.Step:
        """Whoever says more than thank you is not done."""
        if isinstance(event, s.Said) and not courtesy(event.text):
            return self.enter(self.flow.person, "person", chose=False)
        return self._out(s.WayOut(kind="end", language=self.language))

    # ── nodes ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def enter(self, code: str | None, why: s.Why, *, chose: bool) -> s.Step:
        """Go from node to node until something is awaited, or it leads out, or nowhere."""
        self.chose = chose
        while True:
            if code is None:
                return self._stuck("nowhere")
            mark = (code, self.language, tuple(self.variables.values()))
            self.passed.append(s.Passed(node=code, why=why))
            if mark in self._seen:
                return self._stuck("endless")
            self._seen.add(mark)
            node = self.flow.nodes[code]
            if isinstance(node, n.Say):
                self._say(code, node, barge_in=node.barge_in)
                code, why = node.then, "went_on"
            elif isinstance(node, n.HoursBranch):
                code, why = self._hours(node)
            elif isinstance(node, n.SetVariable):
                code, why = self._set(node), "went_on"
            elif isinstance(node, n.Speak):
                self.language, code, why = node.language, node.then, "went_on"
            elif isinstance(node, n.ToQueue) and not self._serves(node):
                self.chose, code, why = False, node.closed, "closed"
            else:
                return self._arrive(code, node)

    def _arrive(self, code: str, node: n.AnyNode) -> s.Step:
        if isinstance(node, n.QUESTIONS):
            return self.ask(code, node, 1)
        if isinstance(node, n.Lookup):
            self._say(code, node)
            return self._awaits(code, self._lookup(node))
        if isinstance(node, n.End):
            self._say(code, node)
            self.says.append(last_words(self.language, self.context.spoken))
            last_ms = LAST_MOMENT_MS if self.context.spoken else LAST_MOMENT_WRITTEN_MS
            return self._awaits(code, s.Awaits(what="moment", timeout_ms=last_ms))
        if isinstance(node, n.ToQueue):
            self._say(code, node)
            return self._out(
                s.WayOut(
                    kind="queue", language=self.language, queue=node.queue, skills=node.skills, priority=node.priority
                )
            )
        assert isinstance(node, n.Callback | n.Message)
        return self._promise(code, node)

    def _promise(self, code: str, node: n.Callback | n.Message) -> s.Step:
        due_at = 0 if f"queue:{node.queue}" in self.context.open else self.context.opens_at.get(node.queue)
        if due_at is None or node.queue not in self.context.served.get(self.language, ()):
            return self._stuck("nowhere")
        if isinstance(node, n.Callback):
            number = node.number if node.number in {*self.context.kept, *self.keeps} else None
            if number is None and self.context.nameless:
                # A call to a number that nobody knows is not promised.
                return self._stuck("nowhere")
            self._say(code, node, when=due_at)
            out = s.WayOut(
                kind="callback", language=self.language, queue=node.queue, due_at=due_at, number=number or ""
            )
            return self._out(out)
        self._say(code, node, when=due_at)
        quiet_ms = QUIET_MS if self.context.spoken else QUIET_WRITTEN_MS
        awaits = s.Awaits(what="recording", timeout_ms=quiet_ms, seconds_max=node.seconds_max)
        return self._awaits(code, awaits, promised=due_at)

    def _hours(self, node: n.HoursBranch) -> tuple[str, s.Why]:
        if (node.hours or home(self.flow)) in self.context.open:
            return node.open, "open"
        self.chose = False
        return node.closed, "closed"

    def _serves(self, node: n.ToQueue) -> bool:
        context = self.context
        return f"queue:{node.queue}" in context.open and n.served_by(node) in context.served.get(self.language, ())

    def _set(self, node: n.SetVariable) -> str:
        for name, value in node.set.items():
            self.variables[name] = next_value(self.flow, name, self.variables[name]) if value == n.NEXT else value
        for when in node.when:
            if all(self.variables[name] == value for name, value in when.all.items()):
                return when.then
        return node.then

    # ── what is said and awaited ────────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, code: str, node: n.Question, tries: int) -> s.Step:
        """Put the question, for the so manieth time."""
        languages = offered(node) if isinstance(node, n.ChooseLanguage) else (self.language,)
        for language in languages:
            self._say(code, node, language=language, barge_in=node.barge_in)
        timeout_s = node.timeout_s if self.context.spoken else node.timeout_written_s
        what, keys, most = _asked(node)
        return self._awaits(code, s.Awaits(what=what, timeout_ms=timeout_s * 1_000, keys=keys, most=most), tries)

    def _lookup(self, node: n.Lookup, *, again: bool = False) -> s.Awaits:
        return s.Awaits(
            what="lookup", timeout_ms=node.timeout_s * 1_000, hook=node.hook, send=node.send, again=again
        )  # fmt: skip

    def _say(
        self, code: str, node: n.Speaking, *, language: Language | None = None, barge_in: bool = True,
        when: int | None = None,
    ) -> None:  # fmt: skip
        language = language or self.language
        if not node.text and not node.recorded:
            return
        text = node.text.get(language, "")
        ms = prompt_ms(text, language, node.recorded)
        recorded = node.recorded.get(language)
        personal = any(name != "when" for name in BLANK.findall(text))
        text = filled(text, {**self.context.values, **self.keeps})
        self.says.append(
            s.Prompt(
                node=code,
                language=language,
                text=text,
                ms=ms,
                prompt=recorded.prompt if recorded else "",
                barge_in=barge_in,
                when=when,
                personal=personal,
            )
        )

    def _awaits(self, code: str, awaits: s.Awaits, tries: int = 0, promised: int = 0) -> s.Step:
        state = s.FlowState(
            flow=self.flow.name, node=code, language=self.language, tries=tries, chose=self.chose,
            variables=self.variables, promised=promised,
        )  # fmt: skip
        return self._step(state, awaits=awaits)

    def _out(self, out: s.WayOut) -> s.Step:
        return self._step(self._over(), out=out)

    def _stuck(self, how: s.Stuck) -> s.Step:
        return self._step(self._over(), stuck=how)

    def _over(self) -> s.FlowState:
        return s.FlowState(
            flow=self.flow.name, node="", language=self.language, chose=self.chose, variables=self.variables
        )

    def _step(
        self, state: s.FlowState, awaits: s.Awaits | None = None, out: s.WayOut | None = None,
        stuck: s.Stuck | None = None,
    ) -> s.Step:  # fmt: skip
        return s.Step(
            state=state, says=tuple(self.says), awaits=awaits, out=out, stuck=stuck, keeps=self.keeps,
            passed=tuple(self.passed),
        )  # fmt: skip


def filled(text: str, values: Mapping[str, str]) -> str:
    """With its values in place; what is not at hand is left out, rather than read as a name of ours."""
    return BLANK.sub(lambda blank: blank.group() if blank.group(1) == "when" else values.get(blank.group(1), "…"), text)


def home(flow: n.Flow) -> str:
    """The hours that a branch looks at when it names none: of the queue that the flow's `person` leads to by itself, else the site's."""
    code, seen = flow.person, set[str]()
    while code not in seen:
        seen.add(code)
        node = flow.nodes[code]
        if isinstance(node, n.ToQueue):
            return f"queue:{node.queue}"
        if isinstance(node, n.Say | n.Speak | n.SetVariable):
            code = node.then
        elif isinstance(node, n.HoursBranch):
            code = node.open
    return ""


def next_value(flow: n.Flow, name: str, value: str) -> str:
    """The one after it in the variable's list; the last stays."""
    values = flow.variables[name]
    return values[min(values.index(value) + 1, len(values) - 1)]


def _first(flow: n.Flow) -> dict[str, str]:
    return {name: values[0] for name, values in flow.variables.items()}


def offered(node: n.ChooseLanguage) -> tuple[Language, ...]:
    """The languages to choose from, in order."""
    return tuple(dict.fromkeys(node.keys.values()))


def _asked(node: n.Question) -> tuple[s.Awaited, str, int]:
    """What is awaited, which keys mean something, and how many figures at most."""
    if isinstance(node, n.Keys | n.ChooseLanguage):
        return "key", "".join(sorted(node.keys)), 1
    if isinstance(node, n.Collect) and node.what in ("digits", "phone"):
        return "figures", "", node.most
    return "words", "", 0
