"""Ports for the sound of an engine that no other engine on this machine has.

Two rtpengines that may use the same ports do, without a word, and one is sent what is said in the calls of the other. So each range is
held, as long as it may be in use, by a socket at its last port that nobody can share.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from hoolin.channels.voice.media.rivals import rival

SIZE = 200
FIRST = (*range(61_000, 65_400, SIZE), *range(40_000, 60_800, SIZE))
"""Where blocks begin: first above what the system gives out by itself; away from the ports of trunks (`ports.free_port`), of a site that
says nothing and of the bench.
"""

_held: list[socket.socket] = []


def sound_ports(wanted: int = 2 * SIZE - 2) -> tuple[int, int]:
    """The first and the last of at least so many ports, held until the test (or else the process) ends. Raises AssertionError when
    there are none left.
    """
    blocks = -(-(wanted + 2) // SIZE)
    for first in FIRST:
        last = first + blocks * SIZE - 2
        if last > 65_500:
            continue
        ends = _bound([first + (number + 1) * SIZE - 1 for number in range(blocks)])
        if not ends:
            continue
        if rival(first, last) is None:
            _held.extend(ends)
            return first, last
        _close(ends)
    raise AssertionError(f"nobody has {wanted} ports for sound left")


def _bound(ports: list[int]) -> list[socket.socket]:
    """All of them, or none."""
    made: list[socket.socket] = []
    for port in ports:
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.append(one)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            _close(made)
            return []
    return made


def _close(made: list[socket.socket]) -> None:
    for one in made:
        one.close()


@contextmanager
def given_back() -> Iterator[None]:
    """What is taken meanwhile is free again at the end."""
    before = len(_held)
    try:
        yield
    finally:
        _close(_held[before:])
        del _held[before:]
