"""The sound of one call: A-law over RTP, and keys as events (RFC 4733), both ways."""

import asyncio
import secrets
import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import Final, cast

from hoolin.channels.voice.media.g711 import SILENCE
from hoolin.channels.voice.media.sdp import KEYS_PAYLOAD, ours

ALAW: Final = 8
FRAME: Final = 160
STEP_S: Final = 0.02
KEYS: Final = "0123456789*#ABCD"
HEAD: Final = struct.Struct("!BBHII")
PRESS_STEPS: Final = 13
"""A press of 200 ms, whose end is said three times."""

PACKET_BYTES_MAX: Final = 1_500


class Line(asyncio.DatagramProtocol):
    """heard: told of each 20 ms that come. pressed: told of each key, once."""

    def __init__(self, heard: Callable[[bytes], None], pressed: Callable[[str], None]) -> None:
        self.heard = heard
        self.pressed = pressed
        self.packets = 0
        self._transport: asyncio.DatagramTransport | None = None
        self._towards: tuple[str, int] | None = None
        self._keys = KEYS_PAYLOAD
        self._frames: deque[bytes] = deque()
        self._digits: deque[str] = deque()
        self._last_event = -1
        self._sending: asyncio.Task[None] | None = None

    async def open(self, host: str) -> bytes:
        """Hear at this address of ours; gives what we offer."""
        loop = asyncio.get_running_loop()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        await loop.create_datagram_endpoint(lambda: self, local_addr=(host, 0), family=family)
        assert self._transport is not None
        return ours(host, int(self._transport.get_extra_info("sockname")[1]))

    def begin(self, host: str, port: int, keys: int) -> None:
        """From now on there is somebody to send to. keys: the number that they give to keys."""
        self._towards, self._keys = (host, port), keys
        if self._sending is None:
            self._sending = asyncio.get_running_loop().create_task(self._send())

    def say(self, alaw: bytes) -> None:
        """After what is being said."""
        padded = alaw + SILENCE * (-len(alaw) % FRAME)
        self._frames.extend(padded[at : at + FRAME] for at in range(0, len(padded), FRAME))

    def hush(self) -> None:
        """What has not been said yet is not."""
        self._frames.clear()

    @property
    def talking(self) -> bool:
        """Whether something is still to be said."""
        return bool(self._frames or self._digits)

    def press(self, digits: str) -> None:
        """Press keys, one after another."""
        self._digits.extend(digits)

    async def close(self) -> None:
        """No more."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
        if self._transport is not None:
            self._transport.close()

    async def _send(self) -> None:
        loop = asyncio.get_running_loop()
        begun, number, source = loop.time(), 0, secrets.randbits(32)
        digit, left, pressed_at = "", 0, 0
        while True:
            payload, body, stamp, mark = ALAW, b"", number * FRAME, number == 0
            if not left and self._digits and number > 5:
                digit, left, pressed_at = self._digits.popleft(), PRESS_STEPS + 3, stamp
            if left:
                step = PRESS_STEPS + 3 - left
                left -= 1
                if step < PRESS_STEPS:
                    payload, stamp, mark = self._keys, pressed_at, step == 0
                    ends = 0x80 if step >= PRESS_STEPS - 3 else 0
                    body = struct.pack("!BBH", KEYS.index(digit), 10 | ends, min(step + 1, 10) * FRAME)
            if not body:
                body = self._frames.popleft() if self._frames else SILENCE * FRAME
            if self._transport is not None and self._towards is not None:
                head = HEAD.pack(0x80, payload | mark << 7, number & 0xFFFF, stamp & 0xFFFFFFFF, source)
                self._transport.sendto(head + body, self._towards)
            number += 1
            await asyncio.sleep(max(0.0, begun + number * STEP_S - loop.time()))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Open."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def error_received(self, exc: Exception) -> None:
        """Nobody is there any more; the call says so."""

    def datagram_received(self, data: bytes, addr: object) -> None:
        """RTP from the engine; anything else is left alone, whoever it is from."""
        if not 12 < len(data) <= PACKET_BYTES_MAX or data[0] >> 6 != 2 or self._towards is None:
            return
        if cast(tuple[str, int], addr)[0] != self._towards[0]:
            return
        first, kind, _, stamp, _ = HEAD.unpack_from(data)
        body = data[12 + 4 * (first & 15) :]
        if kind & 0x7F == ALAW:
            self.packets += 1
            self.heard(body)
        elif kind & 0x7F == KEYS_PAYLOAD and len(body) >= 4 and body[0] < len(KEYS) and stamp != self._last_event:
            # Every packet of one press has the same stamp.
            self._last_event = stamp
            self.pressed(KEYS[body[0]])
