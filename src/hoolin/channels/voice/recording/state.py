"""How it stands with the recording of a call under way, and what a site has decided about recording. Pure."""

from typing import Literal, TypeAlias

import msgspec

from hoolin.channels.voice.recording.facts import Basis
from hoolin.core.facts import Instant, Ms
from hoolin.core.site.rules import Language

TapeState: TypeAlias = Literal["due", "on", "paused", "off"]
"""`due`: the customer is to be told first. `on`: whatever customer and agent say to each other. `paused`: until the agent resumes.
`off`: not wanted.
"""

DAY_MS = 86_400_000


class Tape(msgspec.Struct, kw_only=True):
    """Of one call. since: in this state. basis: the lawful one."""

    recording: str
    state: TapeState
    basis: Basis
    since: Instant = 0


class Voicemail(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is being left. customer_leg: of the call. promised_at: what they were told."""

    call: str
    interaction: str
    recording: str
    customer: str
    customer_leg: str
    promised_at: Instant


class RecordingRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the site has decided. basis: None where nothing is recorded. languages: in which there is a notice. keep_ms: how long
    recordings are kept, by_queue where that is another time. always: whoever declines by key is never asked again. message_keep_ms: how long
    messages are kept that callers leave.
    """

    basis: Basis | None = None
    languages: frozenset[Language] = frozenset()
    keep_ms: Ms = 0
    by_queue: dict[str, Ms] = {}
    always: bool = False
    message_keep_ms: Ms = 0

    def kept_for(self, queue: str) -> Ms:
        """How long a recording of this queue is kept."""
        return self.by_queue.get(queue, self.keep_ms)
