"""Command → facts about recordings. Nothing is recorded of whom nobody told, or who does not want it; whoever asks again changes nothing.

It refuses: to pause, resume or stop the recording of a conversation that is not one's own, or where nothing is recorded.
"""

from hoolin.channels.voice.recording import commands as c
from hoolin.channels.voice.recording import facts as f
from hoolin.channels.voice.recording.state import Tape
from hoolin.channels.voice.state import Call, CallDesk
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict
from hoolin.core.facts import Fact, Instant
from hoolin.core.interaction.decide import mine


def due(desk: CallDesk, call: str, interaction: str, customer: str, language: str) -> tuple[Fact, ...]:
    """With a call's beginning: whether it is to be recorded once its customer has been told."""
    basis = desk.records.basis
    if basis is None or language not in desk.records.languages or desk.refuses(customer):
        return ()
    return (f.RecordingDue(call=call, interaction=interaction, recording=f"r{call[1:]}", basis=basis),)


def over(one: Call, cause: f.TapeEnd) -> tuple[Fact, ...]:
    """With a call's end."""
    if one.tape is None or one.tape.state not in ("on", "paused"):
        return ()
    return (f.RecordingEnded(**_whose(one, one.tape), cause=cause),)


def _whose(one: Call, tape: Tape) -> dict[str, str]:
    return {"call": one.call, "interaction": one.interaction, "recording": tape.recording}


def start(desk: CallDesk, command: c.StartRecording, now: Instant) -> Decision:
    """Told, and not declined: it begins."""
    one = desk.kept.call(command.call)
    if one.tape is None or one.tape.state != "due":
        return Decision()
    queue = desk.site.interaction(one.interaction).queue
    started = f.RecordingStarted(
        **_whose(one, one.tape), customer=one.customer, basis=one.tape.basis, queue=queue,
        keep_ms=desk.records.kept_for(queue),
    )  # fmt: skip
    return Decision((started,))


def decline(desk: CallDesk, command: c.DeclineRecording, now: Instant) -> Decision:
    """Not this call; and no other, where the site takes a key to mean that."""
    one = desk.kept.open.get(command.call)
    if one is None:
        return Decision()
    return _declined(one, command.cause, always=command.cause == "key" and desk.records.always)


def stop(desk: CallDesk, command: c.StopRecording, now: Instant) -> Decision:
    """At the customer's wish, by the agent."""
    one, _ = _recorded(desk, command.interaction, command.agent)
    return _declined(one, "agent", agent=command.agent)


def _declined(one: Call, cause: f.DeclineCause, *, always: bool = False, agent: str | None = None) -> Decision:
    tape = one.tape
    if tape is None or tape.state == "off":
        return Decision()
    ended = over(one, "declined")
    declined = f.RecordingDeclined(
        **_whose(one, tape), customer=one.customer, cause=cause, always=always, agent=agent
    )  # fmt: skip
    return Decision((*ended, declined))


def pause(desk: CallDesk, command: c.PauseRecording, now: Instant) -> Decision:
    """Nothing more is recorded."""
    one, tape = _recorded(desk, command.interaction, command.agent)
    if tape.state == "paused":
        return Decision()
    if tape.state != "on":
        raise Conflict("not_recorded", interaction=command.interaction)
    return Decision((f.RecordingPaused(**_whose(one, tape), agent=command.agent),))


def resume(desk: CallDesk, command: c.ResumeRecording, now: Instant) -> Decision:
    """It goes on."""
    one, tape = _recorded(desk, command.interaction, command.agent)
    if tape.state == "on":
        return Decision()
    if tape.state != "paused":
        raise Conflict("not_recorded", interaction=command.interaction)
    return Decision((f.RecordingResumed(**_whose(one, tape), agent=command.agent),))


def _recorded(desk: CallDesk, interaction: str, agent: str) -> tuple[Call, Tape]:
    """The call of a conversation of theirs, and its recording. Raises Conflict, NotAllowed, NotFound."""
    mine(desk.site, interaction, agent, "active", "held", "parked")
    one = desk.kept.of(interaction)
    if one is None or one.tape is None:
        raise Conflict("not_recorded", interaction=interaction)
    return one, one.tape


def keep(desk: CallDesk, command: c.KeepStretch, now: Instant) -> Decision:
    """Stored, though the call may be over by now."""
    return Decision((
        f.StretchKept(
            call=command.call, interaction=command.interaction, recording=command.recording, stretch=command.stretch,
            blob=command.blob, began_at=command.began_at, length_ms=command.length_ms, agent=command.agent,
        ),
    ))  # fmt: skip


def lose(desk: CallDesk, command: c.LoseStretch, now: Instant) -> Decision:
    """Missing."""
    lost = f.StretchLost(
        call=command.call, interaction=command.interaction, recording=command.recording, stretch=command.stretch,
        cause=command.cause,
    )  # fmt: skip
    return Decision((lost,))


def erased(desk: CallDesk, command: c.NoteErasure, now: Instant) -> Decision:
    """Gone."""
    gone = f.RecordingErased(interaction=command.interaction, recording=command.recording, cause=command.cause)
    return Decision((gone,))


def heard(desk: CallDesk, command: c.NoteListening, now: Instant) -> Decision:
    """Written down before the first sound is given out."""
    listened = f.RecordingHeard(
        interaction=command.interaction, recording=command.recording, stretch=command.stretch, by=command.by
    )
    return Decision((listened,))


DECIDES: Decides = {
    c.StartRecording: start,
    c.DeclineRecording: decline,
    c.PauseRecording: pause,
    c.ResumeRecording: resume,
    c.StopRecording: stop,
    c.KeepStretch: keep,
    c.LoseStretch: lose,
    c.NoteErasure: erased,
    c.NoteListening: heard,
}
