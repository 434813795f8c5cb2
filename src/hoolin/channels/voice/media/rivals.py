"""Whether another rtpengine on this machine may use the same ports for sound.

It lets others of its kind share its ports (SO_REUSEADDR on a datagram socket), so two with the same range both believe a port to be
theirs, and what is said in a call of one goes to the other. Nothing fails; so it is looked for before one is started. Seen are those
whose ports stand in their command line, as ours do; one with a configuration file is not.
"""

from pathlib import Path
from typing import Final, NamedTuple

PROCESSES: Final = Path("/proc")

FIRST: Final = (b"--port-min", b"-m")
LAST: Final = (b"--port-max", b"-M")


class Rival(NamedTuple):
    """An engine. pid: its process. first, last: its ports."""

    pid: int
    first: int
    last: int


def rival(first: int, last: int, but: int = 0, processes: Path = PROCESSES) -> Rival | None:
    """An rtpengine that may use one of these ports, if there is one. but: a process that may. Blocking, for a moment."""
    for folder in processes.glob("[0-9]*"):
        if folder.name == str(but):
            continue
        try:
            said = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        theirs = _ports(said) if said[0].rpartition(b"/")[2] == b"rtpengine" else None
        if theirs is not None and theirs[0] <= last and first <= theirs[1]:
            return Rival(int(folder.name), *theirs)
    return None


def _ports(said: list[bytes]) -> tuple[int, int] | None:
    first, last = _number(said, FIRST), _number(said, LAST)
    return (first, last) if first is not None and last is not None else None


def _number(said: list[bytes], names: tuple[bytes, ...]) -> int | None:
    """What follows one of these words, in the same one or in the next."""
    for at, one in enumerate(said):
        word, mark, value = one.partition(b"=")
        found = value if mark else b"".join(said[at + 1 : at + 2])
        if word in names and found.isdigit():
            return int(found)
    return None
