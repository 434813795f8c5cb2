"""What the media engine refuses is asked of it again by itself, from where it was, and meanwhile nobody is forgotten."""

import asyncio
from collections.abc import Callable

import pytest

from hoolin.channels.voice import switchboard
from hoolin.channels.voice.recording.commands import BeginVoicemail, LeaveVoicemail
from hoolin.channels.voice.state import Call
from hoolin.channels.voice.wires import Wire
from hoolin.core.interaction import commands as ic
from tests.channels.voice.board import TUNE, Board
from tests.channels.voice.floor import MARI


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried again at once."""
    monkeypatch.setattr(switchboard, "AGAIN_SECONDS", 0.01)


async def accepted() -> tuple[Board, str]:
    """A call that Mari has accepted; the customer waits with music, and her page has answered: with her leg."""
    board = Board()
    board.online(MARI)
    board.voice.x.keep(Wire("v1", "l1", "sip", said=b"customer"))
    board.call()
    await board.settled()
    assert ("Hold", "l1") in board.engine.asked
    board.accept("i1")
    joined = await board.voice.phone.join(MARI, "i1", "t1")
    await board.settled()
    return board, joined.leg


async def so(true: Callable[[], bool]) -> None:
    """Wait until something is so; five seconds at most."""
    async with asyncio.timeout(90):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def until(board: Board, *asked: str) -> Call:
    """The engine has done it."""
    await so(lambda: asked in board.engine.asked)
    return await board.settled()


async def test_two_whom_the_engine_did_not_put_through_are_put_through() -> None:
    """The engine is not there when they are to hear each other: they do as soon as it is, and the customer hears no more music."""
    board, leg = await accepted()
    board.engine.refuses = {"offer": 3}
    board.engine.asked.clear()
    await board.voice.phone.answer(MARI, leg, b"sdp")
    await until(board, "Resume", "l1")
    assert board.engine.asked[-2:] == [("answer", leg, "l1"), ("Resume", "l1")]
    await board.voice.stop()


async def test_who_is_not_yet_back_from_hold_is_brought_back() -> None:
    """Put through, but the engine refuses to end the music: it is asked again."""
    board, leg = await accepted()
    board.engine.refuses = {"Resume": 2}
    await board.voice.phone.answer(MARI, leg, b"sdp")
    await until(board, "Resume", "l1")
    await board.voice.stop()


async def test_a_leg_that_the_engine_did_not_end_is_ended() -> None:
    """Whoever left is heard no more, also when the engine did not answer at that moment."""
    board, leg = await accepted()
    await board.voice.phone.answer(MARI, leg, b"sdp")
    await until(board, "Resume", "l1")
    board.engine.refuses = {"end": 2}
    await board.voice.phone.leave(MARI, leg)
    await until(board, "end", leg)
    await board.voice.stop()


async def test_who_is_alone_because_the_engine_refuses_is_given_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mari is not there, and the engine refuses all along: the customer goes back into line after the same while as ever."""
    monkeypatch.setattr(switchboard, "AGENT_MISSING_SECONDS", 0.05)
    board, leg = await accepted()
    await board.voice.phone.answer(MARI, leg, b"sdp")
    await until(board, "Resume", "l1")
    board.engine.refuses = {"Hold": 1_000_000}
    await board.voice.phone.leave(MARI, leg)
    board.ask(ic.SetPresence(agent=MARI, presence="away", reason=""))
    await so(lambda: board.site.interaction("i1").state == "waiting")
    await board.voice.stop()


async def test_nothing_is_tried_again_once_the_engine_has_done_it() -> None:
    """No timer is left of what was refused before."""
    board, leg = await accepted()
    board.engine.refuses = {"offer": 1}
    await board.voice.phone.answer(MARI, leg, b"sdp")
    await until(board, "Resume", "l1")
    assert board.voice.x.counted["steps_failed"] == 1
    assert not board.voice.switchboard._retries
    await board.voice.stop()


def speaking(board: Board) -> None:
    """From now on callers who are alone are spoken to; the engine plays nothing, once."""
    board.voice.x.keep(Wire("v1", "l1", "sip", said=b"customer"))
    board.voice.switchboard.say = board.voice.speaker.say
    board.voice.x.house.sounds.say = lambda language, phrases: TUNE  # type: ignore[method-assign]
    board.engine.refuses = {"Play": 1}


async def test_who_cannot_be_told_that_we_are_closed_is_let_go() -> None:
    """Music would have them wait for somebody, and nobody comes."""
    board = Board()
    speaking(board)
    board.call(greets=True)
    await so(lambda: not board.desk.kept.open)
    assert not board.site.kept.interactions
    await board.voice.stop()


async def test_who_cannot_be_told_goodbye_is_let_go() -> None:
    """What was promised them holds."""
    board = Board()
    board.call(greets=True)
    await board.settled()
    speaking(board)
    board.ask(BeginVoicemail(call="v1", recording="m1", promised_at=board.now + 1_000_000))
    board.ask(LeaveVoicemail(interaction="i1", length_ms=1_000))
    await so(lambda: not board.desk.kept.open)
    assert board.site.interaction("i1").state == "deferred"
    await board.voice.stop()
