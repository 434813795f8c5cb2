"""Steps of the interpreter → facts and contents, on every channel. Plain functions of the state, the step and the instant.

Where people write, whatever is said is one message a step, said by the system and marked as automatic. Where they speak, it is an effect: the
gateway says the prompts and hands over what happens; the facts are the same. Where a step leads out, the interaction goes into line, is put
off until what was promised, or ends. A step that is stuck, because the site was changed after the flow was proved, leads into line.
"""

from typing import NamedTuple

import msgspec

from hoolin.core.commands import Decision
from hoolin.core.effects import Effect
from hoolin.core.facts import Content, Fact, Instant, Ms
from hoolin.core.flow import facts as f
from hoolin.core.flow import step as s
from hoolin.core.flow.commands import AskMachine, SayPrompts
from hoolin.core.flow.desk import SPOKEN, Flows, Walk
from hoolin.core.flow.language import Collect, Flow, called_at
from hoolin.core.flow.system import MARKS
from hoolin.core.flow.walk import begin, collected, go_on, wants_person
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.speak import Place, content_of
from hoolin.core.limits import MESSAGES_PER_INTERACTION_MAX
from hoolin.core.site.rules import Language

MAILBOX_MS = 240_000
MAILBOX_TIMES = 6
"""Spoken and heard three times, as long as it may last; and beside it so long until it is chosen what becomes of it."""

SLACK_MS = 15_000
"""Where people speak, the gateway counts silence from the end of the last prompt; if it is gone, the clock sees to it so much later."""


class Whose(NamedTuple):
    """Whom a flow speaks with, and which of their messages is the last so far."""

    interaction: str
    customer: str
    case: str
    channel: str
    queue: str
    language: Language
    answer_later: bool
    last_ordinal: int


def first_step(flows: Flows, whose: Whose, walk: Walk, now: Instant) -> Decision:
    """The flow begins to speak; whoever asked for a person with their first word is brought to one."""
    flow = flows.of(walk)
    context = _around(flows, whose, walk, walk.language, now)
    step = begin(flow, context)
    if walk.wish and step.awaits is not None:
        after = go_on(flow, step.state, s.PersonAsked(), context)
        greeting = tuple(one for one in step.says if not one.node) if after.awaits is not None else ()
        step = s.Step(
            state=after.state, says=(*greeting, *after.says), awaits=after.awaits, out=after.out, stuck=after.stuck,
            passed=(*step.passed, *after.passed),
        )  # fmt: skip
    return recorded(flows, whose, walk, step, now)


def next_step(flows: Flows, whose: Whose, walk: Walk, event: s.Event, now: Instant) -> Decision:
    """What follows from an event."""
    assert walk.state is not None
    flow = flows.of(walk)
    context = _around(flows, whose, walk, walk.state.language, now)
    event = event if wants_person(event) else _callable(flows, flow, walk.state, event)
    return recorded(flows, whose, walk, go_on(flow, walk.state, event, context), now)


def _callable(flows: Flows, flow: Flow, state: s.FlowState, event: s.Event) -> s.Event:
    """The same event, unless it is a number to be called at that may not be called."""
    node = flow.nodes.get(state.node)
    if not isinstance(node, Collect) or node.into not in called_at(flow) or not isinstance(event, s.Said | s.Keyed):
        return event
    given = collected(node, event.text if isinstance(event, s.Said) else event.keys)
    return event if given is None or flows.may_call(given) else s.Barred()


def _around(flows: Flows, whose: Whose, walk: Walk, language: Language, now: Instant) -> s.Context:
    """How things stand for this customer."""
    spoken = whose.channel in SPOKEN
    return flows.context(
        flows.of(walk), language, now, frozenset(walk.kept), spoken=spoken, nameless=walk.nameless
    )  # fmt: skip


def recorded(flows: Flows, whose: Whose, walk: Walk, step: s.Step, now: Instant) -> Decision:
    """A step, as it is written down."""
    if step.awaits is not None and step.awaits.again:
        return Decision()
    mark = f"{whose.interaction}.f{walk.steps + 1}"
    kept = {name: f"{mark}.{at}" for at, name in enumerate(step.keeps)}
    contents = [Content(kept[name], whose.customer, value.encode()) for name, value in step.keeps.items()]
    out = step.out if step.out is not None or step.awaits is not None else lost(whose, step)
    says = _worded(flows, walk, step)
    effects: list[Effect] = []
    said: list[Fact] = []
    if whose.channel in SPOKEN:
        effects.append(SayPrompts(interaction=whose.interaction, says=says, awaits=step.awaits, out=out))
    elif (message := _message(whose, says)) is not None:
        said.append(message[0])
        contents.append(message[1])
    if step.awaits is not None:
        effects += _asks(whose, step.awaits, {**walk.kept, **kept}, mark)
        facts: list[Fact] = [_stepped(whose, step, step.awaits, kept, mark, now), *said]
    else:
        assert out is not None
        left = f.FlowLeft(
            interaction=whose.interaction, passed=step.passed, way=out.kind, kept=kept, due_at=out.due_at,
            number={**walk.kept, **kept}.get(out.number),
        )  # fmt: skip
        facts = [left, *said, *_out(whose, out)]
    return Decision(tuple(facts), tuple(contents), tuple(effects))


def lost(whose: Whose, step: s.Step) -> s.WayOut:
    """Into line, when the site has changed so that the flow leads nowhere any more."""
    return s.WayOut(kind="queue", language=step.state.language, queue=whose.queue)


def mailbox_ms(seconds_max: int) -> Ms:
    """How long it takes at most to leave a message of so many seconds, heard again and spoken anew. Whoever takes it ends it by then; the
    clock sees to it soon after.
    """
    return seconds_max * 1_000 * MAILBOX_TIMES + MAILBOX_MS


def _stepped(
    whose: Whose, step: s.Step, awaits: s.Awaits, kept: dict[str, str], mark: str, now: Instant
) -> f.FlowStepped:  # fmt: skip
    due_at = now + awaits.timeout_ms if awaits.timeout_ms else 0
    if whose.channel in SPOKEN and awaits.what != "lookup":
        due_at = now + sum(one.ms for one in step.says) + awaits.timeout_ms + SLACK_MS
        if awaits.what == "recording":
            due_at += mailbox_ms(awaits.seconds_max)
    return f.FlowStepped(
        interaction=whose.interaction, passed=step.passed, state=step.state, kept=kept, due_at=due_at,
        lookup=mark if awaits.what == "lookup" else None,
    )  # fmt: skip


def _asks(whose: Whose, awaits: s.Awaits, known: dict[str, str], mark: str) -> list[Effect]:
    if awaits.what != "lookup":
        return []
    send = {name: known[name] for name in awaits.send if name in known}
    return [
        AskMachine(
            interaction=whose.interaction, lookup=mark, hook=awaits.hook, timeout_ms=awaits.timeout_ms, send=send
        )
    ]  # fmt: skip


def _worded(flows: Flows, walk: Walk, step: s.Step) -> tuple[s.Prompt, ...]:
    """What a step says, with promised instants in words. A language the flow has no words in is better answered in another than not at all."""
    says = []
    for prompt in step.says:
        node = flows.of(walk).nodes.get(prompt.node)
        text = prompt.text or next(iter(getattr(node, "text", {}).values()), "")
        if prompt.when is not None:
            text = text.replace("{when}", flows.say_when(prompt.when, prompt.language))
        says.append(msgspec.structs.replace(prompt, text=text))
    return tuple(says)


def _message(whose: Whose, says: tuple[s.Prompt, ...]) -> tuple[Fact, Content] | None:
    """Everything a step says, as one message."""
    lines, before = list[str](), ""
    for prompt in says:
        if prompt.text.strip():
            lines.append(prompt.text if prompt.language == before else f"{MARKS[prompt.language]} {prompt.text}")
            before = prompt.language
    if not lines or whose.last_ordinal >= MESSAGES_PER_INTERACTION_MAX:
        return None
    text = "\n".join(lines)
    content = content_of(Place(whose.interaction, whose.customer, whose.last_ordinal + 1), text)
    sent = i.MessageSent(
        interaction=whose.interaction, message=content.id, ordinal=whose.last_ordinal + 1, characters=len(text),
        speaker="system",
    )  # fmt: skip
    return sent, content


def _out(whose: Whose, out: s.WayOut) -> list[Fact]:
    """What leads the interaction where the flow leads it."""
    facts: list[Fact] = []
    if out.kind == "end":
        return [i.InteractionClosed(interaction=whose.interaction, case=whose.case, agent=None, outcome="pending")]
    if out.language != whose.language:
        facts.append(i.LanguageChanged(interaction=whose.interaction, language=out.language))
    if out.skills or out.priority or out.queue != whose.queue:
        facts.append(
            i.DemandsSet(
                interaction=whose.interaction, queue=out.queue, skills=out.skills, priority=out.priority
            )
        )  # fmt: skip
    if out.kind != "queue" and not whose.answer_later:
        facts.append(i.AnswerLaterAsked(interaction=whose.interaction))
    if out.due_at:
        return [*facts, i.InteractionDeferred(interaction=whose.interaction, due_at=out.due_at)]
    return [*facts, i.InteractionQueued(interaction=whose.interaction, queue=out.queue)]
