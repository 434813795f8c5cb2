"""Customers' sound, in a process of its own: `python -m hoolin.cli.telephones.sound`; it says which port it hears at.

One socket for all: wherever sound comes from, a stream goes back to, 50 packets a second, and what of it comes back again is counted. So a
packet that is back has been through the engine to the other end and through it once more. It answers each line on its stdin: `mark`
begins the count anew, any other word tells it.
"""

import json
import select
import struct
import sys
import time

from hoolin.cli.telephones.datagrams import AT_ONCE, BYTES_MAX, Box, Datagrams

STEP_S = 0.02
TURNS = 4
"""Streams take turns within a step, a quarter of them at a time: what comes back does not come all at once."""

GRACE = 75
"""Packets on their way, which nobody calls lost yet: a second and a half."""

LATE_STEPS_MAX = 50
"""A sender that was kept waiting says at most a second's packets at once; whoever waited longer has not sent them."""

STREAMS_MAX = 2_000
SOUND = b"\xd5" * 160
HEAD = struct.Struct("!BBHII")
LENGTH = HEAD.size + len(SOUND)
FIRST_SOURCE = 1_000_000


class Stream:
    """Towards one address. back: which of its packets came back since the mark."""

    def __init__(self) -> None:
        self.next = self.first = 0
        self.back: set[int] = set()
        self.last = 0.0
        self.counted = False

    def heard(self, number: int, now: float) -> None:
        """One came back; numbers begin anew at 65,536."""
        whole = self.next - ((self.next - number) & 0xFFFF)
        self.last = now
        if whole >= self.first:
            self.back.add(whole)


class Turn:
    """The streams that speak together: their packets lie in one box, and only their heads change. due: when they speak next."""

    def __init__(self, due: float) -> None:
        self.box = Box(STREAMS_MAX // TURNS, LENGTH)
        self.streams: list[tuple[int, Stream]] = []
        self.due = due

    def add(self, source: int, stream: Stream, address: bytes) -> None:
        """One more."""
        at = len(self.streams)
        self.box.bytes[at * BYTES_MAX : at * BYTES_MAX + LENGTH] = bytes(HEAD.size) + SOUND
        self.box.goes(at, address)
        self.streams.append((source, stream))

    def speak(self, out: Datagrams) -> None:
        """A packet of each."""
        box, pack = self.box.bytes, HEAD.pack_into
        for at, (source, stream) in enumerate(self.streams):
            number = stream.next
            pack(box, at * BYTES_MAX, 0x80, 8, number & 0xFFFF, number * 160 & 0xFFFFFFFF, source)
            stream.next = number + 1
        # Never so many that the rest of the process waits; what the system does not take is lost, and counted as that.
        for first in range(0, len(self.streams), AT_ONCE):
            out.send(self.box, min(AT_ONCE, len(self.streams) - first), first)


class Sound:
    """All streams. skipped: steps that were not said at all, because the process had no time for so long."""

    def __init__(self) -> None:
        self.out = Datagrams()
        self.box = Box(AT_ONCE)
        self.known: set[bytes] = set()
        self.streams: list[Stream] = []
        begun = time.monotonic()
        self.turns = [Turn(begun + at * STEP_S / TURNS) for at in range(TURNS)]
        self.skipped = 0

    def mark(self) -> None:
        """Count anew, of those whose sound comes back: who hears music talks with nobody."""
        now = time.monotonic()
        self.skipped = 0
        for stream in self.streams:
            stream.counted = now - stream.last < 1.0
            stream.first = stream.next
            stream.back.clear()

    def figures(self) -> dict[str, object]:
        """streams: whose sound comes back now. sent, lost: since the mark, of what is no longer on its way. skipped: packets that were never
        sent.
        """
        now = time.monotonic()
        sent = lost = 0
        for stream in self.streams:
            if not stream.counted:
                continue
            until = max(stream.first, stream.next - GRACE)
            sent += until - stream.first
            lost += until - stream.first - sum(number < until for number in stream.back)
        live = sum(now - stream.last < 1.0 for stream in self.streams)
        return {"streams": live, "known": len(self.streams), "sent": sent, "lost": lost, "skipped": self.skipped}

    def hear(self) -> None:
        """What has come."""
        now = time.monotonic()
        came, box, read = self.out.receive(self.box), self.box.bytes, HEAD.unpack_from
        streams = self.streams
        for at in range(came):
            _, kind, number, _, source = read(box, at * BYTES_MAX)
            if 72 <= kind & 0x7F <= 79:
                continue
            if 0 <= source - FIRST_SOURCE < len(streams):
                streams[source - FIRST_SOURCE].heard(number, now)
            elif (address := self.box.address(at)) not in self.known and len(streams) < STREAMS_MAX:
                self._begin(address)

    def _begin(self, address: bytes) -> None:
        """Somebody new is heard, and answered from now on."""
        self.known.add(address)
        number, stream = len(self.streams), Stream()
        self.streams.append(stream)
        self.turns[number % TURNS].add(FIRST_SOURCE + number, stream, address)

    def say(self) -> float:
        """What is due; until when there is time."""
        now = time.monotonic()
        for turn in self.turns:
            late = int((now - turn.due) / STEP_S)
            if late > LATE_STEPS_MAX:
                self.skipped += late * len(turn.streams)
                turn.due += late * STEP_S
            while turn.due <= now:
                turn.due += STEP_S
                turn.speak(self.out)
        return max(0.0, min(turn.due for turn in self.turns) - time.monotonic())


def main() -> None:
    """Until nobody speaks to us any more."""
    sound = Sound()
    print(json.dumps({"port": sound.out.port}), flush=True)
    left = 0.0
    while True:
        ready, _, _ = select.select([sound.out.socket, sys.stdin], [], [], left)
        if sound.out.socket in ready:
            sound.hear()
        if sys.stdin in ready:
            word = sys.stdin.readline().strip()
            if not word:
                return
            if word == "mark":
                sound.mark()
            print(json.dumps({**sound.figures(), "cpu_s": time.process_time()}), flush=True)
        left = sound.say()


if __name__ == "__main__":
    main()
