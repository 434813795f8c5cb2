"""rtpengine's `ng` protocol: questions and answers are dictionaries in bencode.

An error that it answers is told as whose fault it is: a call it does not know is NotFound, the rest is PeerError.
"""

from collections.abc import Mapping
from typing import Final

from hoolin.channels.voice.media import bencode
from hoolin.channels.voice.media.asking import Asking
from hoolin.channels.voice.media.port import ANSWER_S_MAX
from hoolin.core.errors import Malformed, NotFound, PeerError

_NOT_THERE: Final = ("unknown call-id", "from-tag given, but", "no monologue matching", "no participant party")
"""How its errors begin that mean: there is no such call, or no such leg in it."""

Reply = dict[str, bencode.Read]

NOTHING: Final[Mapping[str, bencode.Value]] = {}


class NgClient:
    """Asks one rtpengine."""

    def __init__(self, host: str, port: int) -> None:
        self.asking = Asking(host, port)

    async def open(self) -> None:
        """Questions may be asked. Raises NotReached."""
        await self.asking.open()

    def close(self) -> None:
        """Nothing more is asked."""
        self.asking.close()

    async def ask(
        self,
        command: str,
        said: Mapping[str, bencode.Value] = NOTHING,
        written: bytes = b"",
        *,
        seconds: float = ANSWER_S_MAX,
    ) -> Reply:
        """What rtpengine answers. written: what is said besides, in bencode already (`bencode.inside`). Raises NotReached without an answer
        in time, NotFound, TooLarge, Malformed, PeerError.
        """
        question = b"d7:command%d:%b%b%be" % (len(command), command.encode(), bencode.inside(said), written)
        reply = bencode.read(await self.asking.ask(question, seconds=seconds))
        if not isinstance(reply, dict):
            raise Malformed("media_answer")
        return _well(reply)


def _well(reply: Reply) -> Reply:
    """The reply, unless it is an error."""
    if reply.get("result") in (b"ok", b"pong"):
        return reply
    reason = reply.get("error-reason", b"")
    said = reason.decode("utf-8", "replace")[:200] if isinstance(reason, bytes) else ""
    if said.lower().startswith(_NOT_THERE):
        raise NotFound("media_call", why=said)
    raise PeerError("media_engine_refuses", why=said)
