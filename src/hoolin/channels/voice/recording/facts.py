"""What can be recorded about the recording of a call. Only ids, codes and times: what was said is a file under the customer's key.

A recording is of one call, and made of stretches: one for each time that customer and agent talk without hold, pause or change. A message
that a caller leaves is a recording of its own, of one stretch: they speak it on purpose, and are told before that it is kept.
"""

from typing import Literal, TypeAlias

from hoolin.core.facts import Code, Fact, Id, Instant, Ms

Basis: TypeAlias = Literal[
    "consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"
]
"""The lawful basis, by the words of the GDPR's article 6."""

DeclineCause: TypeAlias = Literal["key", "agent", "customer", "no_notice"]
"""`key`: pressed by the customer. `agent`: for this call, at their wish. `customer`: they want none of their calls recorded.
`no_notice`: they could not be told.
"""

TapeEnd: TypeAlias = Literal["over", "declined", "lost"]
"""`over`: the call is. `lost`: the call did not survive our own restart, or its sound stayed away."""

LostCause: TypeAlias = Literal["engine", "unreadable", "erased", "restart"]
"""`engine`: it could not be begun or ended. `unreadable`: what was written down cannot be read. `erased`: the customer is forgotten.
`restart`: nothing was left of it after ours.
"""


class RecordingDue(Fact):
    """Calls like this are recorded here: before anything is, the customer is to be told. basis: the lawful one."""

    call: Id
    interaction: Id
    recording: Id
    basis: Basis


class RecordingDeclined(Fact):
    """This call is not recorded. always: nor is any other of this customer. agent: who asked for it, of `agent`."""

    call: Id
    interaction: Id
    recording: Id
    customer: Id
    cause: DeclineCause
    always: bool = False
    agent: Id | None = None


class RecordingStarted(Fact):
    """The customer was told; what they and the agent say is recorded from now on. queue: whose rule says how long it is kept.
    keep_ms: that.
    """

    call: Id
    interaction: Id
    recording: Id
    customer: Id
    basis: Basis
    queue: Code
    keep_ms: Ms


class RecordingPaused(Fact):
    """Nothing is recorded until it goes on: something is said or typed that nobody may keep. agent: who paused it."""

    call: Id
    interaction: Id
    recording: Id
    agent: Id


class RecordingResumed(Fact):
    """It goes on, in a new stretch. agent: who resumed it."""

    call: Id
    interaction: Id
    recording: Id
    agent: Id


class RecordingEnded(Fact):
    """No more of this call is recorded."""

    call: Id
    interaction: Id
    recording: Id
    cause: TapeEnd


class StretchKept(Fact):
    """A stretch was stored under the customer's key. agent: who talked, where that is known. blob: the file. began_at: of its first sound.
    length_ms: of all of it.
    """

    call: Id
    interaction: Id
    recording: Id
    stretch: Id
    blob: Id
    began_at: Instant
    length_ms: Ms
    agent: Id | None = None


class StretchLost(Fact):
    """A stretch is missing, and why."""

    call: Id
    interaction: Id
    recording: Id
    stretch: Id
    cause: LostCause


class RecordingErased(Fact):
    """Its files are gone for good. `age`: it was kept as long as the site keeps such. `declined`: the customer did not want it after all."""

    interaction: Id
    recording: Id
    cause: Literal["age", "declined"]


class RecordingHeard(Fact):
    """Somebody listened to a stretch. by: their account."""

    interaction: Id
    recording: Id
    stretch: Id
    by: Id


DropCause: TypeAlias = Literal["silent", "person"]
"""`silent`: nothing was said. `person`: they asked for a person instead, and were brought to one."""


class VoicemailBegan(Fact):
    """The caller was told that what they say after the tone is kept, and speaks. recording: its id. queue: who answers. keep_ms: how long
    it is kept. promised_at: when it is answered, as they were told (0: as soon as somebody is free).
    """

    call: Id
    interaction: Id
    recording: Id
    customer: Id
    queue: Code
    keep_ms: Ms
    promised_at: Instant


class VoicemailLeft(Fact):
    """The message is there. length_ms: of it, 0 where nothing of it could be kept. promised_at: as above."""

    call: Id
    interaction: Id
    recording: Id
    length_ms: Ms
    promised_at: Instant


class VoicemailDropped(Fact):
    """There is no message after all, and why."""

    call: Id
    interaction: Id
    recording: Id
    cause: DropCause


FACTS: tuple[type[Fact], ...] = (
    RecordingDue, RecordingDeclined, RecordingStarted, RecordingPaused, RecordingResumed, RecordingEnded, StretchKept, StretchLost,
    RecordingErased, RecordingHeard, VoicemailBegan, VoicemailLeft, VoicemailDropped,
)  # fmt: skip
