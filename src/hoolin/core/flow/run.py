"""Steps of the interpreter → facts and contents, on channels where people write. Plain functions of the state, the step and the instant.

Whatever is said is one message a step, said by the system and marked as automatic. Where a step leads out, the interaction goes into line, is put
off until what was promised, or ends. A step that is stuck, because the site was changed after the flow was proved, leads into line.
"""

from typing import NamedTuple

from hoolin.core.commands import Decision
from hoolin.core.effects import Effect
from hoolin.core.facts import Content, Fact, Instant
from hoolin.core.flow import facts as f
from hoolin.core.flow import step as s
from hoolin.core.flow.commands import AskMachine
from hoolin.core.flow.desk import Flows, Walk
from hoolin.core.flow.system import MARKS
from hoolin.core.flow.walk import begin, go_on
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.speak import Place, content_of
from hoolin.core.site.rules import Language


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
    context = flows.context(flow, walk.language, now, frozenset(), spoken=False)
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
    context = flows.context(flow, walk.state.language, now, frozenset(walk.kept), spoken=False)
    return recorded(flows, whose, walk, go_on(flow, walk.state, event, context), now)


def recorded(flows: Flows, whose: Whose, walk: Walk, step: s.Step, now: Instant) -> Decision:
    """A step, as it is written down."""
    if step.awaits is not None and step.awaits.again:
        return Decision()
    mark = f"{whose.interaction}.f{walk.steps + 1}"
    kept = {name: f"{mark}.{at}" for at, name in enumerate(step.keeps)}
    contents = [Content(kept[name], whose.customer, value.encode()) for name, value in step.keeps.items()]
    said, content = _said(flows, whose, step)
    facts: list[Fact] = []
    effects: tuple[Effect, ...] = ()
    if step.awaits is not None:
        lookup = mark if step.awaits.what == "lookup" else None
        due_at = now + step.awaits.timeout_ms if step.awaits.timeout_ms else 0
        facts.append(
            f.FlowStepped(
                interaction=whose.interaction, passed=step.passed, state=step.state, kept=kept, due_at=due_at,
                lookup=lookup,
            )
        )  # fmt: skip
        if lookup is not None:
            known = {**walk.kept, **kept}
            send = {name: known[name] for name in step.awaits.send if name in known}
            effects = (
                AskMachine(
                    interaction=whose.interaction, lookup=lookup, hook=step.awaits.hook,
                    timeout_ms=step.awaits.timeout_ms, send=send,
                ),
            )  # fmt: skip
        facts += said
    else:
        out = step.out or s.WayOut(kind="queue", language=step.state.language, queue=whose.queue)
        number = {**walk.kept, **kept}.get(out.number)
        facts.append(
            f.FlowLeft(
                interaction=whose.interaction, passed=step.passed, way=out.kind, kept=kept, due_at=out.due_at,
                number=number,
            )
        )  # fmt: skip
        facts += [*said, *_out(whose, out)]
    return Decision(tuple(facts), (*contents, *content), effects)


def _said(flows: Flows, whose: Whose, step: s.Step) -> tuple[list[Fact], list[Content]]:
    """Everything a step says, as one message."""
    lines, before = list[str](), ""
    for prompt in step.says:
        text = prompt.text or next(iter(prompt_texts(flows, step, prompt)), "")
        if prompt.when is not None:
            text = text.replace("{when}", flows.say_when(prompt.when, prompt.language))
        if text.strip():
            lines.append(text if prompt.language == before else f"{MARKS[prompt.language]} {text}")
            before = prompt.language
    if not lines:
        return [], []
    text = "\n".join(lines)
    content = content_of(Place(whose.interaction, whose.customer, whose.last_ordinal + 1), text)
    sent = i.MessageSent(
        interaction=whose.interaction, message=content.id, ordinal=whose.last_ordinal + 1, characters=len(text),
        speaker="system",
    )  # fmt: skip
    return [sent], [content]


def prompt_texts(flows: Flows, step: s.Step, prompt: s.Prompt) -> list[str]:
    """What a node says in any language: a site that has come to speak another one since is better understood than mute."""
    flow = flows.kept.flows.get(step.state.flow, {}).get(flows.kept.revisions.get(step.state.flow, 0))
    node = flow.nodes.get(prompt.node) if flow is not None else None
    return list(getattr(node, "text", {}).values())


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
