"""What an engine wrote down of a call: which file is whose, and that nobody else can read it. All blocking, for a moment."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from hoolin.channels.voice.media import captures
from hoolin.channels.voice.media import sdp as descriptions
from hoolin.channels.voice.media.port import Segment, Track
from hoolin.channels.voice.wires import kept_of
from hoolin.core.errors import HoolinError

AGENT: Final = "agent"
CUSTOMER: Final = "customer"
"""The two sides of a stretch."""


class Left(NamedTuple):
    """A capture that nobody asked for before we died. call: of which call."""

    call: str
    file: Path


def sides(segment: Segment, customer_leg: str) -> Segment:
    """The same stretch with two tracks: the customer's, and of everybody else in it."""
    theirs = [track for track in segment.tracks if track.leg == customer_leg]
    ours = [track for track in segment.tracks if track.leg != customer_leg]
    return Segment(segment.name, (_one(AGENT, ours), _one(CUSTOMER, theirs)))


def _one(name: str, tracks: list[Track]) -> Track:
    ports: frozenset[int] = frozenset().union(*(track.ports for track in tracks))
    return Track(name, tuple(dict.fromkeys(file for track in tracks for file in track.files)), ports)


def files(segment: Segment) -> tuple[Path, ...]:
    """Every capture of a stretch, once."""
    return tuple(dict.fromkeys(file for track in segment.tracks for file in track.files))


def throw_away(captured: Iterable[Path]) -> None:
    """Somebody's voice, in plain."""
    for file in captured:
        file.unlink(missing_ok=True)


def make_private(folder: Path) -> None:
    """Nobody but us may look into it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)


def left_over(folder: Path, in_engine: frozenset[str]) -> list[Left]:
    """The captures in a folder that no engine writes any more, oldest first. Their notes are thrown away."""
    found: list[tuple[int, Left]] = []
    for file in (folder / "pcaps").glob("*.pcap"):
        call = file.stem.rpartition("-")[0]
        note = folder / "tmp" / f"rtpengine-meta-{file.stem}.tmp"
        if call in in_engine and any((folder / "tmp").glob(f"rtpengine-meta-{file.stem}*")):
            continue
        note.unlink(missing_ok=True)
        found.append((file.stat().st_mtime_ns, Left(call, file)))
    return [left for _, left in sorted(found)]


def ports_of(kept: Mapping[str, bytes]) -> dict[str, frozenset[int]]:
    """The engine's port that each leg sends to, from what is kept of the legs."""
    found: dict[str, frozenset[int]] = {}
    for leg, body in kept.items():
        try:
            found[leg] = frozenset((descriptions.read(kept_of(body).given).port,))
        except (HoolinError, msgspec.MsgspecError):
            continue
    return found


def segment_of(left: Left, ports: Mapping[str, frozenset[int]]) -> Segment:
    """A capture that was left behind, as the stretch that it is."""
    return Segment(captures.EARLIER, tuple(Track(leg, (left.file,), found) for leg, found in sorted(ports.items())))
