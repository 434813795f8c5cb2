"""Many datagrams with one call of the system (`sendmmsg`, `recvmmsg`), for which Python has no words: one by one, the sound of five
hundred calls would take more processor than the engine that carries it. Linux alone, as the engine.
"""

import ctypes
import errno
import os
import socket
import struct

AT_ONCE = 256
"""Datagrams of one call of the system."""

BYTES_MAX = 256
"""Of one datagram: twenty milliseconds of A-law with its head are 172; what is longer is cut off, and nobody reads it."""

ADDRESS_BYTES = 16
BUFFER_BYTES = 33_554_432
SO_RCVBUFFORCE = 33
ADDRESS = struct.Struct("=H2s4s8x")

_system = ctypes.CDLL(None, use_errno=True)


class _Part(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("bytes", ctypes.c_size_t))


class _Head(ctypes.Structure):
    """`struct msghdr`."""

    _fields_ = (
        ("name", ctypes.c_void_p), ("name_bytes", ctypes.c_uint32), ("parts", ctypes.c_void_p), ("parts_number", ctypes.c_size_t),
        ("control", ctypes.c_void_p), ("control_bytes", ctypes.c_size_t), ("flags", ctypes.c_int),
    )  # fmt: skip


class _Message(ctypes.Structure):
    """`struct mmsghdr`."""

    _fields_ = (("head", _Head), ("length", ctypes.c_uint))


class Box:
    """Room for many datagrams. bytes: `BYTES_MAX` for each, one after another. addresses: as the system writes them, `ADDRESS_BYTES` each."""

    def __init__(self, number: int, length: int = BYTES_MAX) -> None:
        self.number = number
        self.bytes = bytearray(number * BYTES_MAX)
        self.addresses = bytearray(number * ADDRESS_BYTES)
        bodies = ctypes.addressof(ctypes.c_char.from_buffer(self.bytes))
        names = ctypes.addressof(ctypes.c_char.from_buffer(self.addresses))
        self._parts = (_Part * number)(*(_Part(bodies + at * BYTES_MAX, length) for at in range(number)))
        part = ctypes.addressof(self._parts)
        self.messages = (_Message * number)(*(
            _Message(_Head(names + at * ADDRESS_BYTES, ADDRESS_BYTES, part + at * ctypes.sizeof(_Part), 1, None, 0, 0), 0)
            for at in range(number)
        ))  # fmt: skip

    def address(self, at: int) -> bytes:
        """Where a datagram came from, or goes."""
        return bytes(self.addresses[at * ADDRESS_BYTES : (at + 1) * ADDRESS_BYTES])

    def goes(self, at: int, address: bytes) -> None:
        """It goes there."""
        self.addresses[at * ADDRESS_BYTES : (at + 1) * ADDRESS_BYTES] = address

    def length_is(self, at: int, length: int) -> None:
        """So many of its bytes are sent."""
        self._parts[at].bytes = length


class Datagrams:
    """One socket on this machine, with room for a second of everybody's sound."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for option in (socket.SO_RCVBUF, SO_RCVBUFFORCE):
            try:
                self.socket.setsockopt(socket.SOL_SOCKET, option, BUFFER_BYTES)
            except OSError:
                continue
        self.socket.bind((host, port))
        self.socket.setblocking(False)
        self.port: int = self.socket.getsockname()[1]
        self.calls = 0

    def receive(self, box: Box) -> int:
        """What has come, as far as there is room: how many."""
        self.calls += 1
        return max(0, _asked(_system.recvmmsg(self.socket.fileno(), box.messages, box.number, 0, None)))

    def send(self, box: Box, number: int, first: int = 0) -> int:
        """Send so many: how many the system took."""
        sent = 0
        while sent < number:
            self.calls += 1
            place = ctypes.byref(box.messages, (first + sent) * ctypes.sizeof(_Message))
            took = _asked(_system.sendmmsg(self.socket.fileno(), place, number - sent, 0))
            if took <= 0:
                break
            sent += took
        return sent


def address_of(host: str, port: int) -> bytes:
    """An address as the system writes it."""
    return ADDRESS.pack(socket.AF_INET, port.to_bytes(2, "big"), socket.inet_aton(host))


def _asked(said: int) -> int:
    """What a call of the system said; -1 where there is nothing now. Raises OSError."""
    if said < 0 and (number := ctypes.get_errno()) not in (errno.EAGAIN, errno.EINTR, errno.ECONNREFUSED):
        raise OSError(number, os.strerror(number))
    return said
