"""A leg that we call, or that calls us, is somebody's until it is over: nobody is left on a line that nobody is at the other end of."""

import asyncio
from itertools import count
from typing import Any, cast

import pytest

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.sip.calls import Dial, Ended, Invite, Party
from hoolin.channels.voice.sip.stack import SipLeg
from hoolin.channels.voice.wires import Wire
from tests.channels.voice.board import Board
from tests.channels.voice.floor import MARI

LEGS = count()


class Line:
    """One SIP leg. id: its own. did: what we did with it, in order."""

    def __init__(self) -> None:
        self.id = f"sip-{next(LEGS)}"
        self.state = "early"
        self.did: list[str] = []

    def ring(self) -> None:
        """See `SipLeg`."""

    def answer(self, sdp: bytes) -> None:
        """See `SipLeg`."""
        self.did.append("answer")

    def refuse(self, status: int) -> None:
        """See `SipLeg`."""
        self.did.append(f"refuse {status}")

    def end(self, cause: str = "") -> None:
        """See `SipLeg`."""
        self.state = "over"
        self.did.append("end")

    def saved(self) -> bytes:
        """See `SipLeg`."""
        return b""


class Lines:
    """A SIP stack. calls: those that it was asked for, each with its leg."""

    def __init__(self) -> None:
        self.calls: list[tuple[Dial, Line]] = []

    def call(self, dial: Dial) -> Line:
        """See `SipStack`."""
        self.calls.append((dial, Line()))
        return self.calls[-1][1]

    def registered(self, number: str) -> bool:
        """See `SipStack`."""
        return False

    async def stop(self) -> None:
        """See `SipStack`."""


def board_with_lines() -> tuple[Board, Lines]:
    """Mari is at work, and there is a line to the world."""
    board, lines = Board(), Lines()
    board.voice.x.stack = cast("Any", lines)
    board.online(MARI)
    return board, lines


async def begun(board: Board) -> None:
    """Whoever was to be called is."""
    await asyncio.gather(*board.voice.outbound._tasks)
    await board.voice.switchboard.settled()


DIALLED = Invite(
    account="101", kind="extension", from_=Party(uri="sip:101@here"), to=Party(uri="sip:5550003@here"),
    request_uri="sip:5550003@here", request_user="5550003", sdp=b"sdp", source=("127.0.0.1", 5060),
)  # fmt: skip


@pytest.mark.parametrize("when", ["while their call is begun", "while the engine answers"])
async def test_whoever_hangs_up_while_their_call_is_begun_calls_nobody(
    when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An agent dials on their telephone and gives up at once: it is not answered, and whom they dialled does not go on ringing."""
    board, lines = board_with_lines()
    line = Line()

    def hangs_up() -> None:
        line.state = "over"
        board.voice.ended(cast("SipLeg", line), Ended(status=487, by="peer"))

    if when == "while the engine answers":
        board.engine.before["Take"] = hangs_up
    else:
        real = board.voice.outbound.dial

        async def dial(*said: Any, **more: Any) -> str:
            interaction = await real(*said, **more)
            await begun(board)
            hangs_up()
            return interaction

        monkeypatch.setattr(board.voice.outbound, "dial", dial)
    await board.voice.phone.dialled(cast("SipLeg", line), DIALLED)
    await begun(board)
    assert "answer" not in line.did
    assert {called.state for _, called in lines.calls} <= {"over"}
    assert not board.desk.kept.open
    assert not board.voice.x.wires
    (one,) = board.site.kept.interactions.values()
    assert (one.state, one.agent) == ("wrap_up", MARI)


async def test_the_same_wish_after_the_call_has_ended_calls_nobody() -> None:
    """A page that lost its answer asks again with its key: it is told the same conversation, and nobody's telephone rings again."""
    board, lines = board_with_lines()
    interaction = await board.voice.phone.dial(MARI, "5550003", "", "k1")
    await begun(board)
    assert await board.voice.phone.dial(MARI, "5550003", "", "k1") == interaction
    await begun(board)
    assert len(lines.calls) == 1
    (call,) = board.desk.kept.open.values()
    board.ask(c.EndLeg(call=call.call, leg=call.customer_leg, cause="busy", status=486))
    await begun(board)
    assert await board.voice.phone.dial(MARI, "5550003", "", "k1") == interaction
    await begun(board)
    assert len(lines.calls) == 1
    assert not board.voice.x.wires


async def test_who_picks_up_when_the_call_is_over_is_let_go() -> None:
    """Their answer and the end of the call have crossed: they hear that it is over, and are not left with silence."""
    board, _ = board_with_lines()
    line = Line()
    wire = board.voice.x.keep(Wire("v9", "l9", "sip", cast("SipLeg", line)))
    await board.voice.outbound.answered(wire, b"sdp")
    assert line.did == ["end"]
    assert not board.voice.x.wires
