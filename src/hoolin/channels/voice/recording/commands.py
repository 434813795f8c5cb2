"""What may be asked about recordings: by the gateway as the call goes, and by the people at the desk."""

from typing import Literal

from hoolin.channels.voice.recording.facts import DeclineCause, LostCause
from hoolin.core.commands import Command
from hoolin.core.facts import Id, Instant, Ms


class StartRecording(Command):
    """The customer has been told."""

    call: Id


class DeclineRecording(Command):
    """Do not record this call. cause: why."""

    call: Id
    cause: DeclineCause


class PauseRecording(Command):
    """Record nothing until it is resumed: a card number is about to be said or typed."""

    interaction: Id
    agent: Id


class ResumeRecording(Command):
    """Go on recording."""

    interaction: Id
    agent: Id


class StopRecording(Command):
    """The customer does not want this call recorded: nothing more is, and what was is erased."""

    interaction: Id
    agent: Id


class KeepStretch(Command):
    """A stretch has been stored. See `StretchKept`."""

    call: Id
    interaction: Id
    recording: Id
    stretch: Id
    blob: Id
    began_at: Instant
    length_ms: Ms
    agent: Id | None = None


class LoseStretch(Command):
    """A stretch is missing."""

    call: Id
    interaction: Id
    recording: Id
    stretch: Id
    cause: LostCause


class BeginVoicemail(Command):
    """The caller has been told, and speaks after the tone. Asking again changes nothing. promised_at: what they were told, where no menu
    has promised it. recording: its id.
    """

    call: Id
    recording: Id
    promised_at: Instant = 0


class LeaveVoicemail(Command):
    """The message is there. length_ms: of it."""

    interaction: Id
    length_ms: Ms


class PreferPerson(Command):
    """Whoever is leaving a message would rather have a person. spoken: they have said something; where their wish leads nowhere else, nothing
    is decided here, and it is a message all the same.
    """

    interaction: Id
    spoken: bool


class DropVoicemail(Command):
    """Nothing was said. gone: they are not on the line any more, or are let go."""

    interaction: Id
    gone: bool = False


class NoteErasure(Command):
    """The files of a recording are gone."""

    interaction: Id
    recording: Id
    cause: Literal["age", "declined"]


class NoteListening(Command):
    """Somebody is about to hear a stretch. by: their account."""

    interaction: Id
    recording: Id
    stretch: Id
    by: Id
