"""The door for pages that call: counted, only to one's own call, and given up only when the page that has it is really gone."""

from typing import Any

import pytest

from hoolin.channels.voice import commands as c
from hoolin.channels.voice import web
from hoolin.channels.voice.settings import VoiceWeb
from hoolin.channels.webcall import Begins, WebCaller
from hoolin.core.errors import Conflict, HoolinError, Invalid, Malformed, NotAllowed, NotFound, NotReached
from hoolin.core.interaction import commands as ic
from hoolin.core.interaction.commands import Arrive
from tests.channels.chat.stand import until
from tests.channels.voice.board import Board
from tests.channels.voice.floor import MARI
from tests.channels.voice.page import OFFER

SDP = OFFER.encode()
ON = VoiceWeb(on=True)


class Page:
    """A page of a customer's. told: what it was told. asked: so often it was asked who it is."""

    def __init__(self, number: int = 1, place: str = "192.0.2.1") -> None:
        self.number = number
        self.told: list[dict[str, object]] = []
        self.asked = 0
        self.caller = WebCaller(f"c{number}", place, self.told.append)

    def arrives(self, interaction: str = "") -> Arrive:
        """How its call arrives."""
        return Arrive(
            interaction=interaction or f"i{self.number}", customer=f"c{self.number}", case=f"k{self.number}",
            channel="voice", language="et",
        )  # fmt: skip

    def begins(self, interaction: str = "") -> Begins:
        """The same, once it is asked."""

        async def begun() -> tuple[WebCaller, Arrive]:
            self.asked += 1
            return self.caller, self.arrives(interaction)

        return begun

    def last(self) -> dict[str, object]:
        """What it was told last."""
        return self.told[-1]


async def test_a_page_calls_and_is_told_how_it_stands() -> None:
    """Written down and answered, with its place; then who answers, and that it is over."""
    board, page = Board(ON), Page()
    assert await board.voice.web.call(page.caller, page.begins(), SDP) == ("l1", b"sdp")
    call = await board.settled()
    assert (call.of_customer.via, call.of_customer.up, call.trunk) == ("browser", True, "web")
    assert (page.last()["state"], page.last()["place"], page.last()["agent"]) == ("waiting", 1, None)
    board.online(MARI)
    board.accept("i1")
    assert (page.last()["state"], page.last()["agent"]) == ("active", MARI)
    board.ask(ic.StartWrapUp(interaction="i1", agent=MARI))
    await board.voice.switchboard.settled()
    assert page.last() == {"event": "ended", "leg": "l1", "cause": "released"}
    assert not board.voice.x.wires
    await board.voice.stop()


async def test_a_second_call_of_a_customer_is_the_first() -> None:
    """Whoever calls again while a call of theirs is under way joins it by this page, and the earlier one is told so."""
    board, page, other = Board(ON), Page(), Page()
    await board.voice.web.call(page.caller, page.begins(), SDP)
    assert (await board.voice.web.call(other.caller, other.begins("i9"), SDP)).leg == "l1"
    assert page.last() == {"event": "ended", "leg": "l1", "cause": "replaced"}
    assert other.last()["event"] == "state"
    with pytest.raises(Conflict) as refused:
        board.ask(
            c.BeginCall(
                call="v9", leg="l9", trunk="web", numbers="u9", body=b"{}", begins=page.arrives("i9"), via="browser"
            )
        )
    assert refused.value.code == "call_under_way"
    await board.voice.stop()


async def test_nobody_reaches_the_call_of_another() -> None:
    """Joining, keys and hanging up are for the customer whose call it is, by its own leg."""
    board, page, stranger = Board(ON), Page(), Page(2)
    await board.voice.web.call(page.caller, page.begins(), SDP)
    door = board.voice.web
    with pytest.raises(NotFound):
        await door.join(stranger.caller, "l1", SDP)
    with pytest.raises(NotFound):
        door.press(stranger.caller, "l1", "1")
    with pytest.raises(NotFound):
        door.leave(stranger.caller, "l1")
    with pytest.raises(NotFound):
        door.leave(page.caller, "l7")
    assert list(board.desk.kept.open) == ["v1"]
    door.leave(page.caller, "l1")
    assert not board.desk.kept.open
    await board.voice.stop()


async def test_only_keys_are_pressed_and_only_sound_is_offered() -> None:
    """What is no key, and what is no browser's description of sound, is refused before anything is written down."""
    board, page = Board(ON), Page()
    far = "a=candidate:1 1 udp 1 192.0.2.9 9 typ host\r\n" * 65
    for sdp in (
        b"", b"nonsense", b"v=0\r\nm=audio 9 RTP/AVP 8\r\n", OFFER.replace("m=audio", "m=video").encode(),
        OFFER.replace("a=ice-pwd", "a=x").encode(), OFFER.replace("a=fingerprint", "a=x").encode(), (OFFER + far).encode(),
    ):  # fmt: skip
        with pytest.raises(Malformed):
            await board.voice.web.call(page.caller, page.begins(), sdp)
    assert not board.desk.kept.open
    assert not page.asked
    await board.voice.web.call(page.caller, page.begins(), SDP)
    for digits in ("", "A", "+372", "1" * 33, "sip:1"):
        with pytest.raises(Invalid):
            board.voice.web.press(page.caller, "l1", digits)
    await board.voice.stop()


async def refused(board: Board, page: Page, interaction: str = "") -> str:
    """Its call is refused before it is asked who it is; gives the code."""
    before = page.asked
    with pytest.raises(HoolinError) as refusal:
        await board.voice.web.call(page.caller, page.begins(interaction), SDP)
    assert isinstance(refusal.value, NotAllowed)
    assert page.asked == before
    return refusal.value.code


async def test_calls_are_counted_all_and_by_place_and_customer() -> None:
    """So many at once, so many from one address, so many begun in an hour; when one has ended another may begin."""
    board = Board(VoiceWeb(on=True, calls_max=3, place_max=2, hour_max=2))
    clock = [0.0]
    board.voice.web.clock = lambda: clock[0]
    pages = [Page(number, place) for number, place in ((1, "a"), (2, "a"), (3, "a"), (4, "b"), (5, "c"))]
    for page in pages[:2]:
        await board.voice.web.call(page.caller, page.begins(), SDP)
    assert await refused(board, pages[2]) == "calls_full"
    await board.voice.web.call(pages[3].caller, pages[3].begins(), SDP)
    assert await refused(board, pages[4]) == "calls_full"
    board.voice.web.leave(pages[0].caller, "l1")
    await board.voice.web.call(pages[2].caller, pages[2].begins(), SDP)
    board.voice.web.leave(pages[2].caller, "l3")
    await board.voice.web.call(pages[0].caller, pages[0].begins("i11"), SDP)
    board.voice.web.leave(pages[0].caller, "l11")
    assert await refused(board, pages[0], "i12") == "called_too_often"
    clock[0] += 3_601.0
    await board.voice.web.call(pages[0].caller, pages[0].begins("i13"), SDP)
    await board.voice.stop()


def waited_for(board: Board) -> bool:
    """Whether the page of the first call is waited for."""
    return board.voice.x.wires["l1"].timer is not None


async def test_a_socket_that_dies_late_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has come back by another socket is not waited for; who has not, is, and then has hung up."""
    board, page, later = Board(ON), Page(), Page()
    await board.voice.web.call(page.caller, page.begins(), SDP)
    assert await board.voice.web.join(later.caller, "l1", b"") == ("l1", b"")
    board.voice.web.away(page.caller)
    assert not waited_for(board)
    board.voice.web.away(later.caller)
    assert waited_for(board)
    assert await board.voice.web.join(page.caller, "", SDP) == ("l1", b"sdp")
    assert not waited_for(board)
    monkeypatch.setattr(web, "AWAY_SECONDS", 0.0)
    board.voice.web.away(page.caller)
    await until(lambda: not board.desk.kept.open)
    await board.voice.stop()


async def test_who_is_not_back_after_a_restart_has_hung_up() -> None:
    """Calls that were taken up wait for their pages, those that came back meanwhile do not."""
    board, page, other = Board(ON), Page(), Page(2)
    for one in (page, other):
        await board.voice.web.call(one.caller, one.begins(), SDP)
    board.voice.web.away(page.caller)
    board.voice.x.wires["l1"].unarmed()
    board.voice.web.start()
    assert board.voice.x.wires["l1"].timer is not None
    assert board.voice.x.wires["l2"].timer is None
    await board.voice.stop()


async def test_what_the_engine_refuses_is_over() -> None:
    """The page is refused, and nobody stands in line for it."""
    board, page = Board(ON), Page()
    board.engine.refuses["Take"] = 1
    with pytest.raises(NotReached):
        await board.voice.web.call(page.caller, page.begins(), SDP)
    assert not board.desk.kept.open
    assert not board.site.kept.interactions
    await board.voice.stop()


async def test_of_a_call_that_never_began_nothing_is_left() -> None:
    """The house refuses it: there is no leg to be ended, and none is remembered."""
    board, page = Board(ON), Page()
    strange = Arrive(interaction="i9", customer="c1", case="k1", channel="voice", queue="nowhere", language="et")

    async def begins() -> tuple[WebCaller, Arrive]:
        return page.caller, strange

    with pytest.raises(NotFound):
        await board.voice.web.call(page.caller, begins, SDP)
    assert board.voice.x.of_call("v9") == []
    assert not board.voice.x._legs
    assert not board.voice.x.wires
    assert board.voice.x.counted["refused_commands"] == 0
    await board.voice.stop()


async def test_where_it_is_off_nobody_calls() -> None:
    """By default there are no calls from pages; and before the engine is there, there is no telephone."""
    off: list[tuple[Board, Any]] = [(Board(), NotFound), (Board(ON), NotReached)]
    off[1][0].voice.switchboard.working = False
    for board, error in off:
        page = Page()
        assert not board.voice.web.ready
        with pytest.raises(error):
            await board.voice.web.call(page.caller, page.begins(), SDP)
        assert not board.desk.kept.open
        await board.voice.stop()
