"""Walks a trap's turns with the interpreter, and says whether what it claims is so."""

from hoolin.core.flow import step as s
from hoolin.core.flow.language import Flow, Question
from hoolin.core.flow.surroundings import HourClass, Surroundings
from hoolin.core.flow.system import spare_ms
from hoolin.core.flow.traps import Bounds, Trap
from hoolin.core.flow.walk import begin, go_on

MISHAPS = (s.Silence, s.Said, s.LookupFailed, s.LookupAnswered)


def walked(flow: Flow, around: Surroundings, trap: Trap) -> list[s.Step]:
    """The steps of its turns."""
    steps: list[s.Step] = []
    kept: frozenset[str] = frozenset()
    for turn in trap.turns:
        language = trap.path[0].language
        context = HourClass(turn.open, turn.coming, "").context(around, language, kept, nameless=turn.nameless)
        if turn.event is None:
            steps.append(begin(flow, context))
        else:
            steps.append(go_on(flow, steps[-1].state, turn.event, context))
        kept = kept.union(steps[-1].keeps)
    return steps


def shown(flow: Flow, around: Surroundings, trap: Trap, bounds: Bounds) -> bool:
    """Whether whoever goes this way is trapped as it says."""
    steps = walked(flow, around, trap)
    last, events = steps[-1], [turn.event for turn in trap.turns]
    if trap.kind in ("closed", "nobody", "no_promise", "no_number", "machine"):
        return last.stuck == "nowhere"
    if trap.kind == "endless":
        return last.stuck == "endless"
    if trap.kind == "mute":
        return any(not one.text for one in last.says)
    if trap.kind == "waits":
        node = flow.nodes[last.state.node]
        return last.awaits is not None and (
            last.awaits.timeout_ms == 0 or (isinstance(node, Question) and node.timeout_written_s == 0)
        )
    if trap.kind == "hung_up":
        return last.out is not None and last.out.kind == "end" and not steps[-2].state.chose
    if trap.kind == "ring":
        marks = [(one.state.node, one.state.language, one.state.tries, one.state.variables) for one in steps]
        first = marks.index(marks[-1])
        return (
            last.out is None and first < len(marks) - 1 and all(isinstance(one, MISHAPS) for one in events[first + 1 :])
        )
    if trap.kind == "late":
        tail = next(at for at in reversed(range(len(events))) if at == 0 or not isinstance(events[at], MISHAPS[:3]))
        mishaps = sum(isinstance(one, s.Silence | s.Said) for one in events[tail + 1 :])
        return mishaps > bounds.mishaps or took(steps[tail:]) > bounds.mishap_seconds * 1_000 - spare_ms(
            flow, around.languages
        )
    wish = next((at for at in reversed(range(len(events))) if isinstance(events[at], s.PersonAsked)), len(events))
    deaf = sum(one.ms for one in steps[wish - 1].says if not one.barge_in)
    if trap.kind == "unheard":
        return deaf > bounds.seconds * 1_000
    acts = sum(not isinstance(one, s.LookupAnswered | s.LookupFailed) for one in events[wish:])
    spent = deaf + took(steps[wish:])
    return spent > bounds.seconds * 1_000 or (acts >= bounds.steps and last.out is None)


def took(steps: list[s.Step]) -> int:
    """Milliseconds of prompts, and of waiting for machines."""
    machines = sum(one.awaits.timeout_ms for one in steps if one.awaits is not None and one.awaits.what == "lookup")
    return sum(prompt.ms for one in steps for prompt in one.says) + machines
