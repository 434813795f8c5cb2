"""Questions to an engine: said again while nothing comes back, but not when it is we who had no time."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hoolin.channels.voice.media import turns
from hoolin.channels.voice.media.asking import AGAIN_S, LATE_S, Asking
from hoolin.channels.voice.media.turns import Turns
from hoolin.core.errors import NotReached

SECONDS_MAX = 90.0


class Peer:
    """Answers each datagram but the first `silent` ones. answered: after each."""

    def __init__(self, silent: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(SECONDS_MAX)
        self.port: int = self.socket.getsockname()[1]
        self.answered = threading.Event()
        self._silent = silent

    def run(self) -> None:
        """Until its socket is closed, or nobody asks any more."""
        try:
            while True:
                data, address = self.socket.recvfrom(2_048)
                if self._silent:
                    self._silent -= 1
                    continue
                self.socket.sendto(data.partition(b" ")[0] + b" well", address)
                self.answered.set()
                if data.endswith(b"last"):
                    return
        except OSError:
            return


@contextmanager
def peer(silent: int = 0) -> Iterator[Peer]:
    """One in a thread of its own."""
    made = Peer(silent)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    yield made
    thread.join(SECONDS_MAX)
    made.socket.close()


async def test_what_was_lost_is_asked_again() -> None:
    """The first datagram gets lost: the question is answered all the same."""
    with peer(silent=1) as other:
        asking = Asking("127.0.0.1", other.port)
        await asking.open()
        assert await asking.ask(b"last") == b"well"
        assert asking.sent >= 2
        asking.close()


async def test_what_is_answered_already_is_not_asked_again() -> None:
    """This process has no time for longer than the first pause, and the answer lies in the socket: it is heard, and nothing said twice."""
    with peer() as other:
        asking = Asking("127.0.0.1", other.port)
        await asking.open()
        asked = asyncio.ensure_future(asking.ask(b"last"))
        await asyncio.sleep(0)
        busy_since = time.monotonic()
        assert other.answered.wait(SECONDS_MAX)
        while time.monotonic() < busy_since + AGAIN_S[0] + 2 * LATE_S:
            time.sleep(0.01)  # noqa: ASYNC251 nobody else gets a turn: that is what is tried
        assert await asked == b"well"
        assert asking.sent == 1
        asking.close()


async def test_whoever_waits_when_it_closes_is_told() -> None:
    """Nothing is waited for any more, and no timer is left to ask again."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        asking = Asking("127.0.0.1", deaf.getsockname()[1])
        await asking.open()
        asked = asyncio.ensure_future(asking.ask(b"?"))
        await asyncio.sleep(0)
        asking.close()
        with pytest.raises(NotReached):
            await asked
        sent = asking.sent
        with pytest.raises(NotReached):
            await asking.ask(b"?")
        assert asking.sent == sent


async def test_nobody_waits_for_ever_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has a turn has a limit to it, and so has whoever waits for theirs; afterwards nothing of it is kept."""
    monkeypatch.setattr(turns, "ANSWER_S_MAX", 0.5)
    found = Turns()
    async with found.of("call-1"):
        assert 0 < found.left("call-1") <= 0.5
        with pytest.raises(NotReached):
            async with found.of("call-1", "a"):
                pytest.fail("two had a turn")
        assert found.left("call-1") == 0
        async with found.of("call-2"):
            assert found.left("call-2") > 0
    async with found.of("call-1"):
        assert found.left("call-1") > 0
    assert vars(found) == vars(Turns())
