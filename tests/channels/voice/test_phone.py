"""Pages come and go while people talk by them: what was waited for of one is never held against the next."""

from hoolin.channels.voice.wires import Wire
from tests.channels.voice.board import Board
from tests.channels.voice.floor import JURI, MARI


async def consulting() -> tuple[Board, str, Wire]:
    """Mari asks Juri, who has joined by his page and answered; with the leg, and the wire that was waited for."""
    board = Board()
    board.online(MARI)
    board.call()
    board.accept("i1")
    board.online(JURI)
    phone = board.voice.phone
    first = await phone.join(MARI, "i1", "t1")
    await phone.answer(MARI, first.leg, b"sdp")
    leg = await phone.consult(MARI, "i1", JURI, "")
    rung = board.voice.x.wires[leg]
    joined = await phone.join(JURI, "i1", "t2")
    assert joined.leg == leg
    await phone.answer(JURI, leg, b"sdp")
    return board, leg, rung


async def test_who_was_asked_and_answered_is_not_waited_for() -> None:
    """The page that was asked has another wire than the one that rang: nothing runs out for either, and nobody is cut off."""
    board, leg, rung = await consulting()
    assert rung is not board.voice.x.wires[leg]
    assert (rung.timer, board.voice.x.wires[leg].timer) == (None, None)
    assert (await board.settled()).legs[leg].up
    await board.voice.stop()


async def test_who_was_asked_comes_back_after_their_socket_was_gone() -> None:
    """The socket of the page that was asked is gone for a moment: the page has its leg back, as it was. Nobody else's page has."""
    board, leg, _ = await consulting()
    phone = board.voice.phone
    phone.away(leg)
    assert board.voice.x.wires[leg].timer is not None
    assert await phone.join(JURI, "i1", "t2", leg) == (leg, b"")
    assert board.voice.x.wires[leg].timer is None
    mari = next(one.leg for one in (await board.settled()).legs.values() if one.agent == MARI)
    assert (await phone.join(MARI, "i1", "t1", leg)).leg not in (leg, mari)
    await board.voice.stop()
