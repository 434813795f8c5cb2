"""A call as a customer makes it: by a trunk or an account at a carrier, to a number; see `course.py` for what counts as a person."""

import asyncio
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hoolin.channels.voice.media.sdp import read
from hoolin.channels.voice.media.sounds import read_au
from hoolin.channels.voice.media.system_sounds import SHIPPED
from hoolin.channels.voice.sip.calls import Dial, Ended, Info, Invite, Refer, Reinvite
from hoolin.channels.voice.sip.settings import PORT_PLAIN, PORT_TLS, TLS, UDP, Listen, Login, SipSettings, Trunk
from hoolin.channels.voice.sip.stack import SipLeg, SipStack
from hoolin.cli.probing.course import Course
from hoolin.cli.probing.line import Line
from hoolin.core.errors import HoolinError, NotReached
from hoolin.core.site.rules import Language

STEP_S: Final = 0.02
THANKS_S_MAX: Final = 15.0
GOODBYE_S: Final = 0.5
"""Until the other side has heard that we hang up."""

BY: Final = "by"


@dataclass(frozen=True)
class Call:
    """Whom to call, and how. to: a number. by: HOST or HOST:PORT that takes our calls. user, password: our account there; none where it knows
    us by our address. key: what is pressed for a person. patience_s: how long we wait for one, from dialling on.
    """

    to: str
    by: str
    language: Language = "et"
    transport: str = UDP
    user: str = ""
    password: str = ""
    key: str = "0"
    patience_s: float = 600.0

    def __repr__(self) -> str:
        return f"Call(to={self.to!r}, by={self.by!r})"


@dataclass(frozen=True)
class Heard:
    """How it went. ending: `reached`, `gave_up` or `failed`. took_ms: from dialling to the person, or to the end. code: what broke, or why nobody
    is known to have been there: `unconfirmed` where we asked and no key came, `hung_up` where they ended it before we could ask.
    """

    ending: str
    took_ms: int
    code: str = ""


class Caller:
    """Makes one call; what SIP tells."""

    def __init__(self, call: Call, clock: Callable[[], float] = time.monotonic) -> None:
        self.call = call
        self.over: Ended | None = None
        self._rings = False
        self._clock = clock
        self._begun = clock()
        self._course: Course | None = None
        self._line = Line(self._heard, self._pressed)
        self._ask, self._thanks = (spoken(call.language, name) for name in ("probe_ask", "probe_thanks"))
        self._answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def called(self, leg: SipLeg, invite: Invite) -> None:
        """Nobody calls us."""
        leg.refuse(480)

    def progressed(self, leg: SipLeg, status: int, sdp: bytes) -> None:
        """It rings."""
        self._rings = True

    def answered(self, leg: SipLeg, sdp: bytes) -> None:
        """Something is there: that is no person yet."""
        if not self._answer.done():
            self._answer.set_result(sdp)

    def asked(self, leg: SipLeg, what: Reinvite | Refer | Info) -> None:
        """They may move their sound, not us."""
        if isinstance(what, Info):
            self._pressed(what.digit)
        else:
            leg.refuse(488)

    def ended(self, leg: SipLeg, cause: Ended) -> None:
        """It is over."""
        self.over = cause
        if not self._answer.done():
            self._answer.set_exception(NotReached("sip", status=cause.status))

    # ── the call ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def run(self) -> Heard:
        """The whole call. What breaks on the way is a result, too: customers meet it."""
        try:
            host, port = await address(self.call)
        except OSError:
            return self._end("failed", "host_unknown")
        mine = towards(host, port)
        stack = SipStack(settings(self.call, host, port, mine), self, lambda: secrets.token_hex(16))
        try:
            offer = await self._line.open(mine)
            await stack.start()
            self._begun = self._clock()
            leg = stack.call(Dial(to=self.call.to, sdp=offer, account=BY, timeout_ms=int(self.call.patience_s * 1_000)))
            return await self._talked(leg)
        except HoolinError as problem:
            return self._end("failed", problem.code[:64])
        finally:
            await self._line.close()
            await stack.stop()

    async def _talked(self, leg: SipLeg) -> Heard:
        try:
            sound = read(await self._answer)
        except NotReached:
            return self._unanswered()
        if not sound.keys or not sound.has_alaw:
            leg.end()
            return self._end("failed", "no_keys" if sound.has_alaw else "no_alaw")
        course = self._course = Course(self._now(), self.call.key, len(self._ask) // 8)
        self._line.begin(sound.host, sound.port, sound.keys)
        while self.over is None and course.person_at is None and self._now() < self.call.patience_s * 1_000:
            if digit := course.press(self._now()):
                self._line.press(digit)
            if course.asks(self._now()):
                self._line.say(self._ask)
            await asyncio.sleep(STEP_S)
        if course.person_at is not None:
            await self._thank(leg)
            return Heard("reached", course.person_at)
        if self.over is None:
            leg.end()
            await asyncio.sleep(GOODBYE_S)
            return self._end("gave_up", "unconfirmed" if course.asked else "")
        return self._end("gave_up", "unconfirmed" if course.asked else "hung_up")

    def _unanswered(self) -> Heard:
        """Nobody picked up before we gave up, or we were refused."""
        if self.over is not None and self.over.by == "timeout":
            return self._end("gave_up") if self._rings else self._end("failed", "no_answer")
        return self._end("failed", f"sip_{self.over.status if self.over else 0}")

    async def _thank(self, leg: SipLeg) -> None:
        self._line.hush()
        self._line.say(self._thanks)
        end = self._clock() + THANKS_S_MAX
        while self.over is None and self._line.talking and self._clock() < end:  # noqa: ASYNC110  the line's own pace
            await asyncio.sleep(STEP_S)
        leg.end()
        await asyncio.sleep(GOODBYE_S)

    def _end(self, ending: str, code: str = "") -> Heard:
        return Heard(ending, self._now(), code)

    def _now(self) -> int:
        """Milliseconds since we dialled."""
        return round((self._clock() - self._begun) * 1_000)

    def _heard(self, frame: bytes) -> None:
        if self._course is not None:
            self._course.hear(frame, self._now())

    def _pressed(self, digit: str) -> None:
        if self._course is not None:
            self._course.pressed(digit, self._now())


def spoken(language: Language, name: str, folder: Path = SHIPPED) -> bytes:
    """A sentence that comes with Hoolin, as A-law."""
    return read_au((folder / language / f"{name}.au").read_bytes())


async def address(call: Call) -> tuple[str, int]:
    """Where it takes our calls, as an address. Raises OSError."""
    host, port = call.by.strip("[]"), PORT_TLS if call.transport == TLS else PORT_PLAIN
    if call.by.count(":") == 1 or "]:" in call.by:
        name, _, number = call.by.rpartition(":")
        if not number.isdigit():
            raise OSError(number)
        host, port = name.strip("[]"), int(number)
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    return str(found[0][4][0]), port


def towards(host: str, port: int) -> str:
    """Our own address on the way to a host."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect((host, port))
        return str(way.getsockname()[0])


def settings(call: Call, host: str, port: int, mine: str) -> SipSettings:
    """What SIP is told: one door of ours, and one way out."""
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    named = call.by if call.by.count(":") < 2 else ""
    login = Login(user=call.user, password=call.password) if call.user and call.password else None
    # Of a name the certificate is checked against, the address will not do.
    hosts = (call.by,) if call.transport == TLS else (shown,)
    trunk = Trunk(
        name=BY, hosts=hosts, transport=call.transport, domain=named, user=call.user or "probe", login=login, ping_s=0
    )
    return SipSettings(listen=(Listen(transport=call.transport, host=mine, port=0),), trunks=(trunk,))
