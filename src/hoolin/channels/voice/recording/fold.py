"""Facts → how it stands with the recording of each call under way."""

from collections.abc import Callable
from typing import cast

from hoolin.channels.voice.recording import facts as f
from hoolin.channels.voice.recording.state import Tape, TapeState, Voicemail
from hoolin.channels.voice.state import Calls
from hoolin.core.facts import Entry, Fact


def due(calls: Calls, entry: Entry) -> None:
    """The customer is to be told."""
    fact = cast(f.RecordingDue, entry.fact)
    calls.open[fact.call].tape = Tape(recording=fact.recording, state="due", basis=fact.basis, since=entry.at)


def _to(state: TapeState) -> Callable[[Calls, Entry], None]:
    def fold(calls: Calls, entry: Entry) -> None:
        call: str = entry.fact.call  # type: ignore[attr-defined]
        one = calls.open.get(call)
        if one is not None and one.tape is not None:
            one.tape.state, one.tape.since = state, entry.at

    return fold


def voicemail_began(calls: Calls, entry: Entry) -> None:
    """A message is being left."""
    fact = cast(f.VoicemailBegan, entry.fact)
    calls.voicemails[fact.interaction] = Voicemail(
        call=fact.call, interaction=fact.interaction, recording=fact.recording, customer=fact.customer,
        customer_leg=calls.open[fact.call].customer_leg, promised_at=fact.promised_at,
    )  # fmt: skip


def voicemail_over(calls: Calls, entry: Entry) -> None:
    """It is left, or not."""
    fact = cast(f.VoicemailLeft | f.VoicemailDropped, entry.fact)
    calls.voicemails.pop(fact.interaction, None)


TAPE_FOLDS: dict[type[Fact], Callable[[Calls, Entry], None]] = {
    f.RecordingDue: due,
    f.RecordingStarted: _to("on"),
    f.RecordingPaused: _to("paused"),
    f.RecordingResumed: _to("on"),
    f.RecordingEnded: _to("off"),
    f.RecordingDeclined: _to("off"),
    f.VoicemailBegan: voicemail_began,
    f.VoicemailLeft: voicemail_over,
    f.VoicemailDropped: voicemail_over,
}
