"""What the telephone asks of whatever carries its sound.

- A call has legs; both names are ours, at most `NAME_CHARS_MAX` letters, digits and `-_.~`. Legs that are to hear each other
  are in one call. `HOUSE` stands for us where a leg would: menus, announcements, music, a mailbox.
- An SDP goes in as its leg said it last, and comes out as it is to be given to `towards`. The engine's port that a leg sends to
  stays the same as long as the leg is in the call: whoever else comes, goes or is put through needs no new SDP for it.
- Every question is answered within `ANSWER_S_MAX`, or raises: PeerError is the engine's fault or the SDP's (NotReached: the
  engine is not there; try again after `EngineBack`), Refusal means this engine or this call cannot do it.
- Whatever was said twice is as if said once. What is asked of a call or a leg that is not there raises NotFound, but for `end`.
- Sounds are files that `prompts.py` made (`.au`, A-law, 8 kHz, one channel), never a person's file as it came.

How a call goes (`c` the caller, `a` an agent, SDPs as they were said last):

    Take(c)                      → an answer for c, who now hears what is played, and whose keys are told
    offer(c → a), answer(a → c)  c and a hear each other; the answer for c is the one it has and need not be sent
    offer(c → b), answer(b → c)  c and b hear each other, a hears nobody; end(a) when a is done, or
    Hold(c), offer(a → b), …     a asks b first; then offer(c → b), answer(b → c) with the SDP that b gave: nothing to be sent
    offer(HOUSE → a), answer(a → HOUSE)   we call a leg before there is another, which is put through as above
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

HOUSE: Final = "house"
"""In place of a leg: ourselves."""

NAME_CHARS_MAX: Final = 44
"""Letters in the name of a call or a leg: ids of ours are shorter, and the names of all calls must fit into one datagram."""

ANSWER_S_MAX: Final = 5.0
"""How long any question may take, in seconds: a caller hears silence meanwhile, and SIP sends again after a half."""

SOUNDS_MAX: Final = 30
"""Sounds played one after another in one go: place, wait and what can be done about it have twenty words at most."""

DIGITS_MAX: Final = 32
"""Keys pressed in one go: an account number with its extension is shorter."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a leg is, and so what an SDP for it looks like.

    kind: "trunk" for SIP trunks and telephones (plain RTP), "browser" for a page (ICE, DTLS-SRTP). opus: offer Opus first, for
    people on poor networks; it costs the machine some 25 times as much as A-law, and such a leg cannot be recorded: it is not
    offered while a call is, and `Record` raises Invalid.
    """

    kind: Literal["trunk", "browser"] = "trunk"
    opus: bool = False


TRUNK: Final = Shape("trunk")
BROWSER: Final = Shape("browser")


# ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Take:
    """We answer a leg ourselves. sdp: its offer. shape: what the leg is. Done.sdp: the answer for it."""

    call: str
    leg: str
    sdp: bytes
    shape: Shape = TRUNK


@dataclass(frozen=True, slots=True)
class Play:
    """A leg hears sounds one after another, instead of what it heard played before; talk is not muted meanwhile, so a leg that
    talks with somebody is held first. times: how often all of it; 0: until `Silence`. Done.ms: how long it takes in all;
    nobody tells when it has ended.
    """

    call: str
    leg: str
    sounds: tuple[Path, ...]
    times: int = 1


@dataclass(frozen=True, slots=True)
class Silence:
    """What is played to a leg ends, if anything is."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A leg waits: it hears music and nobody, and nobody hears it. Its keys are still told. Without music, what it hears is up to who
    says `Play` next.
    """

    call: str
    leg: str
    music: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Resume:
    """A leg that waited is back."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Block:
    """Nobody hears a leg; it hears the others."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Unblock:
    """A leg is heard again."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class Press:
    """A leg's keys are pressed by us: its partner hears `digits` (0-9, *, #, A-D), one after another, for Done.ms. They are not told
    as keys. Raises Invalid for a leg that has pressed some itself: it can go on doing so. A browser does this better
    (RTCDTMFSender).
    """

    call: str
    leg: str
    digits: str


@dataclass(frozen=True, slots=True)
class Record:
    """From now on what the legs say is written down. segment: a name for this stretch, unused in the call so far; while one is
    being written, another is not begun.
    """

    call: str
    segment: str


@dataclass(frozen=True, slots=True)
class StopRecord:
    """The stretch ends: the conversation is over, or a card number is being typed. Done.segment: what was written, None when
    nothing was being recorded. The next stretch is a new `Record`. It is given once, and still when the call, or the engine, has
    ended meanwhile; before `end`, which throws away what nobody asked for.
    """

    call: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Somebody is to hear legs without being heard. by: their leg; shape: what it is. Done.sdp: an offer for it."""

    call: str
    legs: tuple[str, ...]
    by: str
    shape: Shape = BROWSER


@dataclass(frozen=True, slots=True)
class Listening:
    """The answer to what `Listen` offered. sdp: what the listener's leg said."""

    call: str
    by: str
    sdp: bytes


Order = (
    Take | Play | Silence | Hold | Resume | Block | Unblock | Press | Record | StopRecord | Listen | Listening
)  # fmt: skip
"""What can be asked for. A listener leaves by `end(call, leg)`."""


@dataclass(frozen=True, slots=True)
class Track:
    """What one leg said in a stretch. files: captures in order. ports: the engine's ports it was sent to; empty: all of them."""

    leg: str
    files: tuple[Path, ...]
    ports: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Segment:
    """One recorded stretch. name: as it was ordered. tracks: one for each leg that was in the call. `recording.py` makes a WAV
    of it; the captures are the caller's to delete.
    """

    name: str
    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an order; see there. sdp, ms and segment are empty where the order promises none."""

    sdp: bytes = b""
    ms: int = 0
    segment: Segment | None = None


# ── what is told ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Digit:
    """A leg pressed a key. digit: one of 0-9, *, #, A-D. ms: how long. Told once for each press, when it ends."""

    call: str
    leg: str
    digit: str
    ms: int


@dataclass(frozen=True, slots=True)
class MediaGone:
    """Nothing has come from any leg of a call for as long as is allowed; the engine has given the call up."""

    call: str


@dataclass(frozen=True, slots=True)
class EngineGone:
    """The engine does not answer. Calls may still be heard; nothing can be changed until `EngineBack`."""


@dataclass(frozen=True, slots=True)
class EngineBack:
    """The engine answers again. fresh: it knows no call of before; those are silent and must be ended, or offered anew."""

    fresh: bool


MediaEvent = Digit | MediaGone | EngineGone | EngineBack

Heard = Callable[[MediaEvent], None]
"""Told on the loop; it must not wait, and what it raises is logged and goes no further."""


class MediaBackend(Protocol):
    """The sound of all calls."""

    async def offer(self, call: str, leg: str, towards: str, sdp: bytes, shape: Shape) -> bytes:
        """`leg` wants to talk with `towards`. sdp: what `leg` said last (empty for `HOUSE`). shape: what `towards` is. Gives an
        offer for `towards`. Raises Malformed for an SDP that cannot be read or has no sound.
        """

    async def answer(self, call: str, leg: str, towards: str, sdp: bytes, shape: Shape) -> bytes:
        """`leg` answers the offer that was made to it on behalf of `towards`: from now on they hear each other, and whoever
        `towards` talked with before is not heard by it any more; what was played to either ends. sdp: the answer of `leg`. shape: what `towards` is. Gives an
        answer for `towards`: needed when it has had none, else the one it has (empty for `HOUSE`).
        """

    async def do(self, order: Order) -> Done:
        """See the orders."""

    async def end(self, call: str, leg: str = "") -> None:
        """A leg, or the whole call, is over. What is not there has ended already."""

    async def calls(self, known: frozenset[str] = frozenset()) -> frozenset[str]:
        """The calls that the engine still has: after a restart, those that nobody knows must be ended. An engine may have more than it
        tells at once; of `known` ones every one is told that is there.
        """


class MediaEngine(MediaBackend, Protocol):
    """A back end that is to be started. can: the orders that it knows; others raise Invalid. own: whether we started it, and all its
    calls are ours; one that somebody else runs may carry the calls of others.
    """

    can: frozenset[type[Order]]

    @property
    def own(self) -> bool:
        """See above."""

    async def start(self) -> None:
        """The engine answers. One that was started before and is still there is used as it is, with its calls. Raises
        NotReached.
        """

    async def stop(self, *, leave: bool = False) -> None:
        """Nothing is told any more, and an engine that we started ends, with all calls in it. leave: it goes on, so that calls
        live through our own restart; it never ends by itself, so whoever leaves it comes back in the same folder, or ends it.
        """
