"""Customers' sound, in a process of its own: `python -m hoolin.cli.telephones.sound`; it says which port it hears at.

One socket for all: wherever sound comes from, a stream goes back to, 50 packets a second, and what of it comes back again is counted. So a
packet that is back has been through the engine to the other end and through it once more. It answers each line on its stdin: `mark`
begins the count anew, any other word tells it.
"""

import json
import select
import socket
import struct
import sys
import time

STEP_S = 0.02
GRACE = 75
"""Packets on their way, which nobody calls lost yet: a second and a half."""

BUFFER = 33_554_432
SOUND = b"\xd5" * 160
HEAD = struct.Struct("!BBHII")


class Stream:
    """Towards one address. back: which of its packets came back since the mark."""

    def __init__(self, source: int, at: float) -> None:
        self.source, self.next, self.due, self.first = source, 0, at, 0
        self.back: set[int] = set()
        self.last = 0.0
        self.counted = False

    def packet(self) -> bytes:
        """The next."""
        number = self.next
        self.next += 1
        return HEAD.pack(0x80, 8, number & 0xFFFF, number * 160 & 0xFFFFFFFF, self.source) + SOUND

    def heard(self, number: int, now: float) -> None:
        """One came back; numbers begin anew at 65,536."""
        whole = self.next - ((self.next - number) & 0xFFFF)
        self.last = now
        if whole >= self.first:
            self.back.add(whole)


class Sound:
    """All streams."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for option in (socket.SO_RCVBUF, 33):  # 33: the same by force, for whoever may
            try:
                self.socket.setsockopt(socket.SOL_SOCKET, option, BUFFER)
            except OSError:
                continue
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.streams: dict[tuple[str, int], Stream] = {}

    def mark(self) -> None:
        """Count anew, of those whose sound comes back: who hears music talks with nobody."""
        now = time.monotonic()
        for stream in self.streams.values():
            stream.counted = now - stream.last < 1.0
            stream.first = stream.next
            stream.back.clear()

    def figures(self) -> dict[str, object]:
        """streams: whose sound comes back now. sent, lost: since the mark, of what is no longer on its way."""
        now = time.monotonic()
        sent = lost = 0
        for stream in self.streams.values():
            if not stream.counted:
                continue
            until = max(stream.first, stream.next - GRACE)
            sent += until - stream.first
            lost += until - stream.first - sum(number < until for number in stream.back)
        live = [stream for stream in self.streams.values() if now - stream.last < 1.0]
        return {"streams": len(live), "known": len(self.streams), "sent": sent, "lost": lost}

    def hear(self) -> None:
        """What has come."""
        now = time.monotonic()
        for _ in range(500):
            try:
                data, address = self.socket.recvfrom(2_048)
            except BlockingIOError:
                return
            if len(data) < 12 or 72 <= data[1] & 0x7F <= 79:
                continue
            stream = self.streams.get(address)
            if stream is None:
                stream = self.streams[address] = Stream(1_000_000 + len(self.streams), now)
            _, _, number, _, source = HEAD.unpack_from(data)
            if source == stream.source:
                stream.heard(number, now)

    def say(self) -> float:
        """What is due; until when there is time."""
        now = time.monotonic()
        soonest = now + STEP_S
        for address, stream in self.streams.items():
            while stream.due <= now:
                stream.due += STEP_S
                try:
                    self.socket.sendto(stream.packet(), address)
                except BlockingIOError:
                    stream.next -= 1
            soonest = min(soonest, stream.due)
        return max(0.0, soonest - now)


def main() -> None:
    """Until nobody speaks to us any more."""
    sound = Sound()
    print(json.dumps({"port": sound.socket.getsockname()[1]}), flush=True)
    left = 0.0
    while True:
        ready, _, _ = select.select([sound.socket, sys.stdin], [], [], left)
        if sound.socket in ready:
            sound.hear()
        if sys.stdin in ready:
            word = sys.stdin.readline().strip()
            if not word:
                return
            if word == "mark":
                sound.mark()
            print(json.dumps(sound.figures()), flush=True)
        left = sound.say()


if __name__ == "__main__":
    main()
