"""Command → facts about calls. A command that has come true already decides to nothing, since a gateway may ask again after a crash.

It refuses: a second call in one conversation; to dial for somebody whose conversation it is not; to dial more than the rules allow;
to hand over to whom nobody has spoken with, or to bring them together with the customer; to listen where nobody talks, or to oneself.
"""

from hoolin.channels.voice import commands as c
from hoolin.channels.voice import facts as f
from hoolin.channels.voice.after import decide as questions
from hoolin.channels.voice.recording import decide as tapes
from hoolin.channels.voice.recording import voicemail
from hoolin.channels.voice.state import HOUR_MS, MINUTE_MS, Call, CallDesk
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotAllowed
from hoolin.core.facts import Content, Fact, Instant
from hoolin.core.flow.decide import arrive
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.arrive import arrival
from hoolin.core.interaction.decide import mine

LEGS_MAX = 20
"""In one call at once: a customer, an agent with several telephones, and whom they ask."""


def begin(desk: CallDesk, command: c.BeginCall, now: Instant) -> Decision:
    """Arrived, and in line at once unless we speak first: all of it or nothing."""
    if command.call in desk.kept.open:
        return Decision()
    begins = command.begins
    if command.via == "browser" and desk.kept.from_page(begins.customer) is not None:
        raise Conflict("call_under_way")
    made = arrive(desk.flows, begins, now, nameless=command.nameless)
    if not made.facts:
        raise Conflict("id_used")
    called = f.CallBegan(
        call=command.call, interaction=begins.interaction, customer=begins.customer, direction="inbound",
        trunk=command.trunk, leg=command.leg, numbers=command.numbers, language=begins.language,
    )  # fmt: skip
    page = (f.CallFromPage(call=command.call, interaction=begins.interaction, leg=command.leg),)
    facts = list(made.facts)
    at = next(at for at, fact in enumerate(facts) if isinstance(fact, i.InteractionArrived))
    tape = tapes.due(desk, command.call, begins.interaction, begins.customer, begins.language)
    facts[at + 1 : at + 1] = [called, *(page if command.via == "browser" else ()), *tape]
    if command.greets:
        # Where a menu greets, it knows the hours itself.
        greeted = i.InteractionGreeted(interaction=begins.interaction)
        facts = [greeted if isinstance(fact, i.InteractionQueued) else fact for fact in facts]
    content = Content(command.numbers, begins.customer, command.body)
    return Decision(tuple(facts), (*made.contents, content), made.effects, new=(*made.new, command.numbers))


def line_up(desk: CallDesk, command: c.LineUp, now: Instant) -> Decision:
    """From our own words into line."""
    one = desk.site.interaction(desk.kept.call(command.call).interaction)
    if one.state != "greeted":
        return Decision()
    queue = command.queue or one.queue
    desk.site.queue(queue)
    return Decision((i.InteractionQueued(interaction=one.interaction, queue=queue),))


def dial(desk: CallDesk, command: c.DialOut, now: Instant) -> Decision:
    """The customer's telephone is to ring; in a new conversation, which is the agent's at once, or in one that they hold."""
    kept = desk.kept
    if command.call in kept.open:
        return Decision()
    if not command.urgent:
        _spare(desk, command.agent, now)
    new: tuple[str, ...] = ()
    if command.begins is None:
        one = mine(desk.site, command.interaction, command.agent, "active", "held")
        if kept.of(one.interaction) is not None:
            raise Conflict("call_under_way")
        customer, language, before = one.customer, one.language, _awake(one.state, one.interaction)
    else:
        made = arrival(desk.site, command.begins, now)
        if not made.facts:
            raise Conflict("id_used")
        if desk.site.agent(command.agent).presence == "offline":
            raise Conflict("not_online")
        taken = i.InteractionTaken(interaction=command.interaction, agent=command.agent)
        customer, language, new = command.begins.customer, command.begins.language, made.new
        before = (*made.facts, taken)
    called = f.CallBegan(
        call=command.call, interaction=command.interaction, customer=customer, direction="outbound", trunk=command.trunk,
        leg=command.leg, numbers=command.numbers, language=language, agent=command.agent,
    )  # fmt: skip
    content = Content(command.numbers, customer, command.body)
    tape = tapes.due(desk, command.call, command.interaction, customer, language)
    return Decision((*before, called, *tape), (content,), new=(*new, command.numbers))


def _awake(state: str, interaction: str) -> tuple[Fact, ...]:
    return (i.InteractionResumed(interaction=interaction),) if state == "held" else ()


def _spare(desk: CallDesk, agent: str, now: Instant) -> None:
    """Raises NotAllowed when this agent, or all together, have dialled as much as the rules allow."""
    kept, rules = desk.kept, desk.rules
    if len(kept.open) >= rules.calls_max:
        raise NotAllowed("calls_full", at_most=rules.calls_max)
    if sum(one.at > now - MINUTE_MS for one in kept.dialled) >= rules.minute_max:
        raise NotAllowed("dialled_too_often", at_most=rules.minute_max, within_ms=MINUTE_MS)
    if sum(one.agent == agent and one.at > now - HOUR_MS for one in kept.dialled) >= rules.agent_hour_max:
        raise NotAllowed("dialled_too_often", at_most=rules.agent_hour_max, within_ms=HOUR_MS)


def begin_leg(desk: CallDesk, command: c.BeginLeg, now: Instant) -> Decision:
    """One more takes part, or will."""
    one = desk.kept.call(command.call)
    if command.leg in one.legs:
        return Decision()
    if len(one.legs) >= LEGS_MAX:
        raise Conflict("too_many_legs", at_most=LEGS_MAX)
    if command.part == "consulted" and one.consulted() is not None:
        raise Conflict("asking_somebody_already")
    if (command.agent is None) != (command.numbers is not None):
        raise Invalid("agent_or_number")
    if command.numbers is not None:
        _spare(desk, one.agent or "", now)
    content = (Content(command.numbers, one.customer, command.body),) if command.numbers is not None else ()
    began = f.LegBegan(
        call=one.call, interaction=one.interaction, leg=command.leg, part=command.part, via=command.via,
        agent=command.agent, numbers=command.numbers,
    )  # fmt: skip
    return Decision((began,), content)


def answer_leg(desk: CallDesk, command: c.AnswerLeg, now: Instant) -> Decision:
    """There, or to be gone on with otherwise. Whose leg ended meanwhile is not there any more."""
    one = desk.kept.call(command.call)
    leg = one.legs.get(command.leg)
    if leg is None:
        raise Conflict("leg_ended", leg=command.leg)
    content = Content(command.dialog, one.customer, command.body)
    whose = {"call": one.call, "interaction": one.interaction, "leg": leg.leg, "dialog": command.dialog}
    fact: Fact = f.LegChanged(**whose) if leg.up else f.LegAnswered(**whose, part=leg.part)
    return Decision((fact,), (content,))


def end_leg(desk: CallDesk, command: c.EndLeg, now: Instant) -> Decision:
    """Without the customer there is no call, and nobody stays in it."""
    one = desk.kept.open.get(command.call)
    if one is None or command.leg not in one.legs:
        return Decision()
    if command.leg != one.customer_leg:
        return Decision(_gone(one, command.leg, command.cause, command.status))
    others = tuple(fact for leg in one.legs if leg != one.customer_leg for fact in _gone(one, leg, "released", 0))
    over = f.CallEnded(
        call=one.call, interaction=one.interaction, direction=one.direction, cause=command.cause,
        answered=one.of_customer.up, agent=one.dialled_by, status=command.status,
    )  # fmt: skip
    ended = tapes.over(one, "lost" if command.cause in ("lost", "media_gone") else "over")
    asked = questions.over(one, "cut" if command.cause in ("released", "lost", "media_gone") else "hung_up")
    return Decision((*others, *ended, *asked, over))


def _gone(one: Call, leg: str, cause: f.EndCause, status: int) -> tuple[Fact, ...]:
    known = one.legs[leg]
    ended = f.LegEnded(call=one.call, interaction=one.interaction, leg=leg, cause=cause, status=status)
    if known.mode is None or known.agent is None:
        return (ended,)
    left = f.SupervisorLeft(
        call=one.call, interaction=one.interaction, leg=leg, agent=known.agent, mode=known.mode, cause=cause
    )
    return (left, ended)


def supervise(desk: CallDesk, command: c.Supervise, now: Instant) -> Decision:
    """Only where two talk, and never by one of them. It is written down before anything is heard."""
    one = desk.kept.call(command.call)
    if command.leg in one.legs:
        return Decision()
    if len(one.legs) >= LEGS_MAX:
        raise Conflict("too_many_legs", at_most=LEGS_MAX)
    if one.stage not in ("active", "held"):
        raise Conflict("nobody_talks", state=one.stage)
    if command.agent == one.agent or any(
        leg.agent == command.agent and leg.part != "supervisor" for leg in one.legs.values()
    ):
        raise Conflict("in_this_call", agent=command.agent)
    whose = {"call": one.call, "interaction": one.interaction, "leg": command.leg, "agent": command.agent}
    began = f.LegBegan(**whose, part="supervisor", via="browser")
    return Decision((began, f.SupervisorJoined(**whose, mode=command.mode)))


def confer(desk: CallDesk, command: c.Confer, now: Instant) -> Decision:
    """All three together: the customer waits no more."""
    one = desk.kept.call(command.call)
    asked = one.consulted()
    if asked is None or not asked.up:
        raise Conflict("not_spoken_with")
    held = mine(desk.site, one.interaction, command.agent, "active", "held")
    if one.together and held.state == "active":
        return Decision()
    began = f.ConferenceBegan(call=one.call, interaction=one.interaction, agent=command.agent)
    return Decision((began, *_awake(held.state, held.interaction)))


def hand_over(desk: CallDesk, command: c.HandOver, now: Instant) -> Decision:
    """Transferred and taken in one step, so that the customer is nobody's for no moment."""
    one = desk.kept.call(command.call)
    asked = one.consulted()
    if asked is None or not asked.up or asked.agent != command.to_agent:
        raise Conflict("not_spoken_with", agent=command.to_agent)
    held = mine(desk.site, one.interaction, command.agent, "active", "held")
    if desk.site.agent(command.to_agent).presence == "offline":
        raise Conflict("person_not_here", agent=command.to_agent)
    return Decision((
        i.InteractionTransferred(
            interaction=one.interaction, agent=command.agent, queue=held.queue, to_agent=command.to_agent
        ),
        i.InteractionTaken(interaction=one.interaction, agent=command.to_agent),
    ))  # fmt: skip


DECIDES: Decides = {
    c.BeginCall: begin,
    c.LineUp: line_up,
    c.DialOut: dial,
    c.BeginLeg: begin_leg,
    c.AnswerLeg: answer_leg,
    c.EndLeg: end_leg,
    c.HandOver: hand_over,
    c.Supervise: supervise,
    c.Confer: confer,
    **tapes.DECIDES,
    **voicemail.DECIDES,
    **questions.DECIDES,
}
