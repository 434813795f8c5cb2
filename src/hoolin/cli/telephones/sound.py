"""Customers' sound, in a process of its own: `python -m hoolin.cli.telephones.sound FILE`; it says which port it hears at.

One socket for all: for each port of the engine that the trunk notes in the file a stream is sent there, 50 packets a second, and what of it
comes back again is counted. So a packet that is back has been through the engine to the other end and through it once more. It answers each
line on its stdin: `mark` begins the count anew, any other word tells it.
"""

import json
import select
import struct
import sys
import time
from pathlib import Path

from hoolin.cli.telephones.datagrams import AT_ONCE, BYTES_MAX, Box, Datagrams, address_of

STEP_S = 0.02
TURNS = 4
"""Streams take turns within a step, a quarter of them at a time: what comes back does not come all at once."""

GRACE = 75
"""Packets on their way, which nobody calls lost yet: a second and a half."""

LATE_STEPS_MAX = 50
"""A sender that was kept waiting says at most a second's packets at once; whoever waited longer has not sent them."""

LOOK_S = 0.1
HOST = "127.0.0.1"
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

    def __init__(self, ports: Path) -> None:
        self.out = Datagrams()
        self.box = Box(AT_ONCE)
        self.ports = ports
        self.read = 0
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
        """All that has come since the last turn: together it is fetched with a tenth of the work."""
        while (came := self.out.receive(self.box)) and self._heard(came) == AT_ONCE:
            pass

    def _heard(self, came: int) -> int:
        now = time.monotonic()
        box, read, streams = self.box.bytes, HEAD.unpack_from, self.streams
        for at in range(came):
            _, kind, number, _, source = read(box, at * BYTES_MAX)
            if 72 <= kind & 0x7F <= 79:
                continue
            if 0 <= source - FIRST_SOURCE < len(streams):
                streams[source - FIRST_SOURCE].heard(number, now)
        return came

    def look(self) -> None:
        """Who has been answered since: their sound begins."""
        if not self.ports.exists():
            return
        with self.ports.open("rb") as file:
            file.seek(self.read)
            whole = file.read().rpartition(b"\n")[0]
        self.read += len(whole) + 1 if whole else 0
        for port in whole.split():
            if len(self.streams) < STREAMS_MAX:
                number, stream = len(self.streams), Stream()
                self.streams.append(stream)
                self.turns[number % TURNS].add(FIRST_SOURCE + number, stream, address_of(HOST, int(port)))

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
    sound = Sound(Path(sys.argv[1]))
    print(json.dumps({"port": sound.out.port}), flush=True)
    left = looked = 0.0
    while True:
        ready, _, _ = select.select([sys.stdin], [], [], left)
        sound.hear()
        if ready:
            word = sys.stdin.readline().strip()
            if not word:
                return
            if word == "mark":
                sound.mark()
            print(json.dumps({**sound.figures(), "cpu_s": time.process_time()}), flush=True)
        left = sound.say()
        if time.monotonic() - looked > LOOK_S:
            sound.look()
            looked = time.monotonic()


if __name__ == "__main__":
    main()
