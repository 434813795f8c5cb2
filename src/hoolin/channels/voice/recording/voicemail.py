"""Command → facts about messages that callers leave. What is promised for one is what the menu, or the closed line, has said.

A message ends its menu, as hanging up after it does; the conversation comes into line at the promised instant. A message in which nothing was
said is none: who has hung up has left, and who is still there is answered all the same, as long as anybody knows how.
"""

from hoolin.channels.voice.recording import commands as c
from hoolin.channels.voice.recording import facts as f
from hoolin.channels.voice.recording.state import Voicemail
from hoolin.channels.voice.state import CallDesk
from hoolin.core.commands import Decides, Decision
from hoolin.core.facts import Fact, Instant
from hoolin.core.flow import facts as ff
from hoolin.core.flow import step as s
from hoolin.core.flow.commands import TellFlow
from hoolin.core.flow.decide import tell_flow
from hoolin.core.flow.language import Message
from hoolin.core.interaction import commands as ic
from hoolin.core.interaction import facts as i
from hoolin.core.interaction.decide import say_goodbye


def begin(desk: CallDesk, command: c.BeginVoicemail, now: Instant) -> Decision:
    """Once a call."""
    one = desk.kept.call(command.call)
    if one.interaction in desk.kept.voicemails:
        return Decision()
    queue, promised_at = desk.site.interaction(one.interaction).queue, command.promised_at
    walk = desk.flows.kept.walks.get(one.interaction)
    if walk is not None and walk.state is not None:
        node = desk.flows.of(walk).nodes.get(walk.state.node)
        if isinstance(node, Message):
            queue, promised_at = node.queue, walk.state.promised
    began = f.VoicemailBegan(
        call=one.call, interaction=one.interaction, recording=command.recording, customer=one.customer, queue=queue,
        keep_ms=desk.records.message_keep_ms, promised_at=promised_at,
    )  # fmt: skip
    return Decision((began,))


def leave(desk: CallDesk, command: c.LeaveVoicemail, now: Instant) -> Decision:
    """There it is; what follows is what was promised."""
    known = desk.kept.voicemails.get(command.interaction)
    if known is None:
        return Decision()
    on = _goes_on(desk, known, s.Said(text="…"), now)
    left = f.VoicemailLeft(**_whose(known), length_ms=command.length_ms, promised_at=known.promised_at)
    return _both(left, on)


def prefer_person(desk: CallDesk, command: c.PreferPerson, now: Instant) -> Decision:
    """A person comes before the message, where there is a way to one."""
    known = desk.kept.voicemails.get(command.interaction)
    if known is None:
        return Decision()
    on = _goes_on(desk, known, s.PersonAsked(), now)
    back = _leads_back(desk, command.interaction, on)
    if back and command.spoken:
        return Decision()
    return _both(f.VoicemailDropped(**_whose(known), cause="silent" if back else "person"), on)


def drop(desk: CallDesk, command: c.DropVoicemail, now: Instant) -> Decision:
    """Nothing was said."""
    known = desk.kept.voicemails.get(command.interaction)
    if known is None:
        return Decision()
    dropped = f.VoicemailDropped(**_whose(known), cause="silent")
    one = desk.site.kept.interactions.get(command.interaction)
    if one is None or one.state != "greeted":
        return Decision((dropped,))
    walk = desk.flows.kept.walks.get(command.interaction)
    if command.gone or (walk is not None and walk.nameless):
        return _both(dropped, say_goodbye(desk.site, ic.SayGoodbye(interaction=command.interaction), now))
    # On a closed line, where no menu is, it is said goodbye next.
    return _both(dropped, _goes_on(desk, known, s.Silence(), now)) if walk is not None else Decision((dropped,))


def _leads_back(desk: CallDesk, interaction: str, on: Decision) -> bool:
    """Whether the wish for a person leads back to where they are: what they have said is a message all the same."""
    walk = desk.flows.kept.walks.get(interaction)
    stepped = next((fact for fact in on.facts if isinstance(fact, ff.FlowStepped)), None)
    left = any(isinstance(fact, ff.FlowLeft) for fact in on.facts)
    if walk is None or walk.state is None or left:
        return not left
    return stepped is None or stepped.state.node == walk.state.node


def _goes_on(desk: CallDesk, known: Voicemail, event: s.Event, now: Instant) -> Decision:
    """Out of the menu, or of our own words on a closed line, to what was promised; whoever is there already stays."""
    if known.interaction in desk.flows.kept.walks:
        return tell_flow(desk.flows, TellFlow(interaction=known.interaction, event=event), now)
    one = desk.site.kept.interactions.get(known.interaction)
    if one is None or one.state != "greeted" or isinstance(event, s.PersonAsked):
        return Decision()
    facts: list[Fact] = [] if one.answer_later else [i.AnswerLaterAsked(interaction=one.interaction)]
    if known.promised_at > now:
        facts.append(i.InteractionDeferred(interaction=one.interaction, due_at=known.promised_at))
    else:
        facts.append(i.InteractionQueued(interaction=one.interaction, queue=one.queue))
    return Decision(tuple(facts))


def _whose(known: Voicemail) -> dict[str, str]:
    return {"call": known.call, "interaction": known.interaction, "recording": known.recording}


def _both(first: Fact, then: Decision) -> Decision:
    return Decision((first, *then.facts), then.contents, then.effects, new=then.new)


DECIDES: Decides = {
    c.BeginVoicemail: begin,
    c.LeaveVoicemail: leave,
    c.PreferPerson: prefer_person,
    c.DropVoicemail: drop,
}
