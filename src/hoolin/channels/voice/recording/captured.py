"""What an engine wrote down of a call: which file is whose, and that nobody else can read it. All blocking, for a moment."""

from collections.abc import Iterable, Iterator, Mapping
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
    """Captures of one stretch that nobody asked for before we died. call: of which call. tracks: by leg; a leg that is not named is in the
    one file that all share.
    """

    call: str
    tracks: tuple[Track, ...]


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
    """The captures in the folder of the telephone that no engine writes any more, oldest first. Notes beside them are thrown away."""
    return [*_of_rtpengine(folder / "recordings", in_engine), *_of_rtp_io(folder / "recordings", folder / "spool")]


def _of_rtpengine(folder: Path, in_engine: frozenset[str]) -> Iterator[Left]:
    """One file for a stretch: `pcaps/<call>-<random>.pcap`, with a note in `tmp/` while it is written."""
    for file in sorted((folder / "pcaps").glob("*.pcap"), key=lambda file: file.stat().st_mtime_ns):
        call = file.stem.rpartition("-")[0]
        notes = list((folder / "tmp").glob(f"rtpengine-meta-{file.stem}*"))
        if call in in_engine and notes:
            continue
        throw_away(notes)
        yield Left(call, (Track("", (file,)),))


def _of_rtp_io(*folders: Path) -> Iterator[Left]:
    """One file for each leg: `<call>!<stretch>!<leg>.rtp`. That engine never outlives us."""
    found: dict[tuple[str, str], list[Track]] = {}
    for folder in folders:
        throw_away(folder.glob("*.rtcp"))
        for file in sorted(folder.glob("*!*!*.rtp")):
            call, stretch, leg = file.stem.split("!", 2)
            found.setdefault((call, stretch), []).append(Track(leg, (file,)))
    return (Left(call, tuple(tracks)) for (call, _), tracks in found.items())


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
    """Captures that were left behind, as the stretch that they are."""
    if all(track.leg for track in left.tracks):
        return Segment(captures.EARLIER, left.tracks)
    shared = tuple(file for track in left.tracks for file in track.files)
    return Segment(captures.EARLIER, tuple(Track(leg, shared, found) for leg, found in sorted(ports.items())))
