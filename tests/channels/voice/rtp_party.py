"""One end of a call in tests: sends a tone as real RTP over loopback, and tells what it hears by decoding it.

Tones are told by the Goertzel algorithm over A-law samples, so that "heard" means the sound itself, not that packets came.
"""

import asyncio
import math
import struct
from array import array
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import cast

from hoolin.channels.voice.media.g711 import FROM_ALAW, FROM_ULAW, RATE, alaw_samples, to_alaw, ulaw_samples
from hoolin.channels.voice.media.sdp import KEYS_PAYLOAD, ours, read

FRAME = 160
"""Samples in one packet: 20 ms."""

ULAW_OF = [min(range(256), key=lambda byte: abs(FROM_ULAW[byte] - sample)) for sample in FROM_ALAW]
"""The nearest µ-law byte for each A-law byte."""

KEYS = "0123456789*#ABCD"


def tone(hertz: float, seconds: float, size: int = 8_000) -> "array[int]":
    """A sine."""
    step = 2 * math.pi * hertz / RATE
    return array("h", (int(size * math.sin(step * at)) for at in range(int(seconds * RATE))))


def strength(samples: "array[int]", hertz: float) -> float:
    """How loud one tone is in samples, as the amplitude of its sine."""
    if not samples:
        return 0.0
    factor = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + factor * last - before
    power = last * last + before * before - factor * last * before
    return 2 * math.sqrt(max(power, 0.0)) / len(samples)


@dataclass(frozen=True)
class Packet:
    """One that came. at: loop time."""

    at: float
    payload: int
    mark: bool
    number: int
    source: int
    body: bytes


@dataclass
class Party(asyncio.DatagramProtocol):
    """hertz: its tone; 0 sends silence. heard: every packet, in order. ulaw: it speaks µ-law and nothing else."""

    name: str
    hertz: float
    heard: list[Packet] = field(default_factory=list)
    sent: int = 0
    towards: tuple[str, int] = ("", 0)
    ulaw: bool = False

    def __post_init__(self) -> None:
        self._transport: asyncio.DatagramTransport | None = None
        self._sending: asyncio.Task[None] | None = None
        self._digits: list[str] = []
        self._came = asyncio.Event()
        self._sound = to_alaw(tone(self.hertz, 1.0)) if self.hertz else b"\xd5" * RATE
        self.silent = False
        self.came_from: tuple[str, int] | None = None

    @property
    def voice(self) -> int:
        """The payload type that it speaks."""
        return 0 if self.ulaw else 8

    @property
    def port(self) -> int:
        """Where it hears."""
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])

    @property
    def sdp(self) -> bytes:
        """What it says about itself."""
        said = ours("127.0.0.1", self.port)
        return (
            said.replace(b"RTP/AVP 8", b"RTP/AVP 0").replace(b"a=rtpmap:8 PCMA", b"a=rtpmap:0 PCMU")
            if self.ulaw
            else said
        )

    def talk(self, sdp: bytes) -> None:
        """From now on it sends to where this says, 50 packets a second."""
        sound = read(sdp)
        self.towards = (sound.host, sound.port)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())

    def answer_back(self) -> None:
        """From now on it sends to where it hears from."""
        assert self.came_from is not None
        self.towards = self.came_from
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())

    def press(self, digits: str) -> None:
        """It presses keys, one after another."""
        self._digits += digits

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        begun, number, held, left = loop.time(), 0, "", 0
        while True:
            payload, body, mark, stamp = self.voice, self._frame(number), number == 0, number * FRAME
            if not left and self._digits and number > 5:
                held, left, stamp_of = self._digits.pop(0), 16, stamp
            if left:
                # A press of 200 ms, its end said three times, and a little pause (RFC 4733).
                step = 16 - left
                if step < 13:
                    payload, stamp, mark = KEYS_PAYLOAD, stamp_of, step == 0
                    end = 0x80 if step >= 10 else 0
                    body = struct.pack("!BBH", KEYS.index(held), 10 | end, min(step + 1, 10) * FRAME)
                left -= 1
            if not self.silent:
                self._write(payload, mark, number, stamp, body)
            number += 1
            await asyncio.sleep(max(0.0, begun + number * 0.02 - loop.time()))

    def _frame(self, number: int) -> bytes:
        at = number * FRAME % len(self._sound)
        frame = self._sound[at : at + FRAME]
        return bytes(map(ULAW_OF.__getitem__, frame)) if self.ulaw else frame

    def _write(self, payload: int, mark: bool, number: int, stamp: int, body: bytes) -> None:
        if self._transport is None:
            return
        head = struct.pack(
            "!BBHII", 0x80, payload | mark << 7, number & 0xFFFF, stamp & 0xFFFFFFFF, id(self) & 0xFFFFFFFF
        )
        self._transport.sendto(head + body, self.towards)
        self.sent += 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Open."""
        # A loop's own transport is a datagram transport in all but its class.
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: object) -> None:
        """RTP, or RTCP, which is left alone."""
        if len(data) < 12 or 72 <= data[1] & 0x7F <= 79:
            return
        _, kind, number, _, source = struct.unpack("!BBHII", data[:12])
        at = asyncio.get_running_loop().time()
        self.came_from = cast(tuple[str, int], addr)
        self.heard.append(Packet(at, kind & 0x7F, bool(kind & 0x80), number, source, data[12:]))
        self._came.set()

    def error_received(self, exc: Exception) -> None:
        """The other side has no socket there (any more)."""

    # ── what it hears ───────────────────────────────────────────────────────────────────────────────────────────────

    def samples(self, since: int = 0) -> "array[int]":
        """The sound of the packets from number `since` on."""
        sound = b"".join(packet.body for packet in self.heard[since:] if packet.payload == self.voice)
        return ulaw_samples(sound) if self.ulaw else alaw_samples(sound)

    def digits(self) -> str:
        """The keys it was told, each once: a new press begins with a mark."""
        told, last = "", (-1, -1)
        for packet in self.heard:
            if packet.payload == KEYS_PAYLOAD and packet.body[1] & 0x80:
                duration = struct.unpack("!H", packet.body[2:4])[0]
                if (packet.body[0], duration) != last or packet.mark:
                    told += KEYS[packet.body[0]]
                last = (packet.body[0], duration)
            elif packet.payload == self.voice:
                last = (-1, -1)
        return told

    async def until(self, true: Callable[["Party"], bool], seconds: float = 90) -> None:
        """Wait until something is true of what came. Raises TimeoutError, saying who waited."""
        async with asyncio.timeout(seconds):
            while not true(self):
                self._came.clear()
                await self._came.wait()

    async def listens(self, seconds: float = 0.4) -> "array[int]":
        """The sound of the next so many seconds, as told by the packets that come; b"" when none come."""
        begin = len(self.heard)
        wanted = begin + int(seconds * 50)
        with suppress(TimeoutError):
            await self.until(lambda party: len(party.heard) >= wanted, seconds * 2 + 0.5)
        return self.samples(begin)

    async def hears(self, *tones: float, not_: tuple[float, ...] = (), seconds: float = 90) -> None:
        """Wait until it hears all these tones and none of the others, for a third of a second on end. Raises AssertionError with
        what it heard last.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        last: dict[float, int] = {}
        while loop.time() < end:
            samples = await self.listens(0.3)
            last = {hertz: int(strength(samples, hertz)) for hertz in (*tones, *not_)}
            if samples and all(last[one] > 1_500 for one in tones) and all(last[one] < 150 for one in not_):
                return
        raise AssertionError(f"{self.name} should hear {tones} and not {not_}; it heard {last}")

    async def hears_nothing(self, seconds: float = 40.0) -> None:
        """Wait until nothing, or only silence, comes for a third of a second. Raises AssertionError."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        loudest = 0
        while loop.time() < end:
            samples = await self.listens(0.3)
            loudest = max((abs(sample) for sample in samples), default=0)
            if loudest < 100:
                return
        raise AssertionError(f"{self.name} should hear nothing; the loudest sample was {loudest}")

    async def close(self) -> None:
        """It sends no more."""
        if self._sending is not None:
            self._sending.cancel()
            with suppress(asyncio.CancelledError):
                await self._sending
        if self._transport is not None:
            self._transport.close()


def _same(party: Party) -> Party:
    return party


@asynccontextmanager
async def parties(**tones: float) -> AsyncIterator[dict[str, Party]]:
    """Ends of calls by name, each with its tone, until it is left."""
    loop = asyncio.get_running_loop()
    made: dict[str, Party] = {}
    try:
        for name, hertz in tones.items():
            party = made[name] = Party(name, hertz)
            await loop.create_datagram_endpoint(partial(_same, party), local_addr=("127.0.0.1", 0))
        yield made
    finally:
        for party in made.values():
            await party.close()
