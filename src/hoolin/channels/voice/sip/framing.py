"""Messages cut from a stream of bytes, by their Content-Length (RFC 3261 §18.3, RFC 5626 §3.5.1). Pure.

Rules. A stream whose messages cannot be told apart is of no more use: Malformed or TooLarge ends the connection. Empty lines
between messages keep it alive; two of them ask for one back.
"""

import re

from hoolin.channels.voice.sip.message import MESSAGE_BYTES_MAX
from hoolin.core.errors import Malformed, TooLarge

LENGTH = re.compile(rb"\r\n(?:content-length|l)[ \t]*:[ \t]*(?:\r\n[ \t]+)?(\d{1,8})[ \t]*(?=\r\n)", re.IGNORECASE)
PING, PONG = b"\r\n\r\n", b"\r\n"


class Framer:
    """One stream's. half: whether part of a message has come and its rest not yet."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._wanted = 0

    @property
    def half(self) -> bool:
        """Whether the rest of a message is awaited."""
        return bool(self._buffer) and self._buffer[0] not in b"\r\n"

    def feed(self, data: bytes) -> list[bytes]:
        """What is complete now, in order; PING stands for a keep-alive that wants PONG. Raises Malformed or TooLarge."""
        buffer = self._buffer
        buffer += data
        found: list[bytes] = []
        while buffer:
            if buffer[0] in b"\r\n":
                if not self._blank(found):
                    break
                continue
            if not self._wanted and not self._head():
                break
            if len(buffer) < self._wanted:
                break
            found.append(bytes(buffer[: self._wanted]))
            del buffer[: self._wanted]
            self._wanted = self._searched = 0
        return found

    def _blank(self, found: list[bytes]) -> bool:
        """Take an empty line, or two, off the front; False when it cannot be told yet which."""
        buffer = self._buffer
        if PING.startswith(buffer) and len(buffer) < len(PING):
            return False
        if buffer.startswith(PING):
            found.append(PING)
            del buffer[: len(PING)]
        elif buffer.startswith(PONG):
            del buffer[: len(PONG)]
        else:
            raise Malformed("sip_stream")
        return True

    def _head(self) -> bool:
        """Whether the end of the head has come; then it is known how much the message is."""
        buffer = self._buffer
        end = buffer.find(b"\r\n\r\n", max(0, self._searched - 3))
        if end < 0:
            self._searched = len(buffer)
            if len(buffer) > MESSAGE_BYTES_MAX:
                raise TooLarge("sip_message", bytes=len(buffer))
            return False
        lengths = LENGTH.findall(bytes(buffer[: end + 2]))
        if len(lengths) != 1:
            raise Malformed("sip_content_length")
        self._wanted = end + 4 + int(lengths[0])
        if self._wanted > MESSAGE_BYTES_MAX:
            raise TooLarge("sip_message", bytes=self._wanted)
        return True
