"""The port of written channels with somebody else's system between us and the customer: mail, SMS, messengers.

    raw input ──▶ gateway ──keep──▶ disk ──▶ understand ──▶ somebody was heard, or a message of ours was reported on
    our message ──▶ outbox ──▶ send ──▶ provider: accepted, rejected or unknown

A gateway serves all accounts of its channel. The rules it keeps:

- Nothing is acknowledged to a provider before `keep` has returned: then it is on disk. The same key kept again changes nothing.
- `understand` changes nothing and may be asked again for the same input, after a crash for instance. What it cannot read it still
  makes something of, if a person may have meant it: the text as it came is better than silence.
- `send` is one attempt. It raises NotReached only when surely nothing has left the house, and anything else that goes wrong is
  taken as *unknown*: a message is never sent twice by itself.
- Everything that comes from outside has a limit and a time-out. Secrets and contents are never logged.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, TypeAlias

import msgspec

from hoolin.core.delivery.commands import Sent as Sent
from hoolin.core.delivery.facts import ReportState
from hoolin.core.facts import Instant
from hoolin.core.interaction.commands import Letter
from hoolin.core.site.rules import Language

RAW_BYTES_MAX = 26_214_400
"""One raw input: 25 MiB, what mail systems take from each other."""

KEY_CHARACTERS_MAX = 500
"""Of a provider's own key for an input or an event."""

AddressKind: TypeAlias = Literal[
    "email", "phone", "telegram", "whatsapp", "messenger", "instagram", "viber", "xmpp", "matrix"
]


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """Input as it came. account: whose door it came to. key: the provider's own, the same when it is sent again; unique within
    the account. body: the very bytes. envelope: what the transport said beside them (a mail's envelope, a hook's headers).
    at: when it came. lane: whose conversation it can only be about, where that is plain before anything is understood; inputs of one
    lane act in the order in which they came, and do not wait for others. Without one it waits for all before it, and all after it
    wait for it.
    """

    account: str
    key: str
    body: bytes
    envelope: dict[str, str] = {}
    at: Instant
    lane: str = ""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody outside, as the channel knows them. value: in the form it is compared in. name: what they call themselves.
    proven: the channel vouches that whoever wrote holds this address (a messenger's own log-in, an aligned DKIM signature).
    """

    kind: AddressKind
    value: str
    name: str = ""
    proven: bool = False


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file that came with a message. media_type: as far as it could be told; it is checked again."""

    name: str
    media_type: str
    body: bytes


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody wrote.

    key: the event's own, unique within the account, the same however often the provider repeats it. sender: who. text: what a
    person reads first. letter: what a mail has beside its text. files: with their bytes. language: if the channel knows it.
    thread: where an answer goes at the provider, if that is not the sender's address (a chat's id). ours: the delivery of ours
    that it answers, if it carries our own proof of that. reference: its id at the provider; answers: ids of earlier messages it
    refers to, nearest first. sent_at: the sender's word for when, 0 if unknown. apart: begins a conversation of its own unless it
    answers one (mail); otherwise it joins what is under way with the sender (a messenger).
    """

    key: str
    sender: Address
    text: str
    letter: Letter | None = None
    files: tuple[File, ...] = ()
    language: Language | None = None
    thread: str = ""
    ours: str = ""
    reference: str = ""
    answers: tuple[str, ...] = ()
    sent_at: Instant = 0
    apart: bool = False


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """The provider says what became of a message of ours. ours: the delivery, if it carries our key; else reference: the
    provider's id for it, as `Sent` gave it. code: the provider's own word.
    """

    state: ReportState
    ours: str = ""
    reference: str = ""
    code: str = ""


class ReadUpTo(msgspec.Struct, frozen=True, kw_only=True):
    """The customer has seen everything we sent up to an instant: a watermark, as some messengers give it."""

    sender: Address
    at: Instant


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing a person should see, and why (`auto_reply`, `echo`, `unknown_event`): counted, and kept raw."""

    why: str


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Not whole yet: the input stays open, and is asked about again when another input of its account has come, or at `until`."""

    until: Instant


Understood: TypeAlias = Heard | Reported | ReadUpTo | Passed | Waiting


class OutFile(NamedTuple):
    """A file that goes with our message. open: its bytes, piece by piece; blocking."""

    name: str
    media_type: str
    size: int
    open: Callable[[], Iterator[bytes]]


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """One message on its way out. delivery: our stable key, the same for every attempt. attempt: counted from 1. to: where it goes;
    thread: as `Heard` gave it. answers: the provider's ids of what the customer wrote, newest first. person: what the customer may
    call whoever wrote it; "" when the system did. operator: who we are.
    """

    delivery: str
    attempt: int
    account: str
    to: Address
    text: str
    letter: Letter | None = None
    files: tuple[OutFile, ...] = ()
    thread: str = ""
    answers: tuple[str, ...] = ()
    language: Language = "et"
    person: str = ""
    operator: str = ""


class Composer(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent writes with on a channel. subject, copies: a letter has them; files: may go along; undo_ms: how long what was
    written can be taken back before it leaves; characters_max: 0 for our own limit; counts_parts: texts are paid by the part;
    window_ms: after the customer's last word only so long may anything but a template be sent, 0 for ever; templates: the provider
    lets forms through that it has approved.
    """

    subject: bool = False
    copies: bool = False
    files: bool = True
    undo_ms: int = 0
    characters_max: int = 0
    counts_parts: bool = False
    window_ms: int = 0
    templates: bool = False


class Finding(NamedTuple):
    """One thing that was looked at when an account is tested. said: in plain words, with what to do when it is not well."""

    well: bool
    what: str
    said: str


class Keep(Protocol):
    """Takes raw input in."""

    def __call__(self, raw: Raw) -> Awaitable[bool]:
        """On disk when it returns; False when this key was kept before. Raises a Defect when we cannot keep it: then the
        provider must not be told that we have it. TooLarge above RAW_BYTES_MAX.
        """


class WasHeard(Protocol):
    """Looks into the past."""

    def __call__(self, account: str, key: str) -> Awaitable[bool]:
        """Whether a `Heard` of this account with this key has been taken in, on disk."""


async def never(account: str, key: str) -> bool:
    """For whoever has no past: nothing was heard."""
    return False


@dataclass(frozen=True)
class Surroundings:
    """What every gateway is given. secret: of the site, for proofs that we put into what we send; never sent itself.
    public_url: where the outside reaches us, "" when nowhere. now: the instant, in milliseconds. was_heard: for a channel whose
    messages come in parts: after a crash, parts of what was heard may be asked about once more.
    """

    keep: Keep
    now: Callable[[], Instant]
    secret: bytes = field(repr=False)
    operator: str = ""
    public_url: str = ""
    was_heard: WasHeard = never

    def hook_url(self, channel: str, account: str) -> str:
        """Where the provider of an account reaches its gateway's `hook`; "" when we cannot be reached."""
        return f"{self.public_url}/hooks/{channel}/{account}" if self.public_url else ""


class Gateway(Protocol):
    """A written channel, as the house sees it."""

    async def start(self) -> None:
        """Connect, listen, fetch. Returns soon: what takes long, or fails, goes on by itself with growing pauses."""

    async def stop(self) -> None:
        """Let go of everything; what was not kept is left with the provider."""

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What an input means. Bounded in time. Raises NotReached when something needed (a file) cannot be had now, and
        PeerError when nothing can be made of it.
        """

    async def send(self, out: Outgoing) -> Sent:
        """One attempt. Raises NotReached when nothing has left the house."""

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Look whether the account can work: credentials, reachability, what the provider has us set to. Changes nothing."""


class HookRequest(NamedTuple):
    """A call to our webhook. headers: names in lower case. body: raw, as signed. path: what the provider has put behind the
    account's address, "" or beginning with a slash; decoded.
    """

    method: Literal["GET", "POST", "PUT"]
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    path: str = ""


class HookReply(NamedTuple):
    """What the provider is answered."""

    status: int = 200
    body: bytes = b""
    media_type: str = "text/plain"


class Hooked(Protocol):
    """A gateway whose provider calls us."""

    async def hook(self, account: str, request: HookRequest) -> HookReply:
        """Answer a call. Raises NotAllowed for a wrong signature (403, counted, nothing kept), NotFound for an unknown account,
        Malformed for what cannot be read.
        """
