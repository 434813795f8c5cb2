"""The desk's telephone over the desk's socket: who may talk, by which frames; and a real browser that talks with a real trunk."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from hoolin.channels.voice.settings import VoiceListen, VoiceSettings, VoiceTrunk
from tests.channels.voice.rtp_party import parties
from tests.channels.voice.sipp import TRUNK_HOST, sipp
from tests.channels.voice.site import MUSIC, make_sounds
from tests.contracts.web_party import browsing, web_party
from tests.ports import free_port
from tests.server.live.open_site import Json, Line, OpenSite, open_site
from tests.sound_ports import sound_ports

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp")]

CUSTOMER, PAGE = 700.0, 1000.0


def telephone(folder: Path, trunk: int) -> VoiceSettings:
    """One trunk, no telephones: everybody talks from their page."""
    first, last = sound_ports()
    media = msgspec.structs.replace(VoiceSettings().media, port_min=first, port_max=last)
    return VoiceSettings(
        listen=(VoiceListen(host="127.0.0.1", port=0),),
        trunks={"main": VoiceTrunk(hosts=(f"{TRUNK_HOST}:{trunk}",), ping_s=0)},
        country="372", sounds=make_sounds(folder / "sounds"), media=media,
    )  # fmt: skip


class Stand:
    """A site with a telephone. trunk: the port that its calls come from."""

    def __init__(self, site: OpenSite, trunk: int) -> None:
        self.site = site
        self.trunk = trunk

    @property
    def port(self) -> int:
        """Where SIP is heard."""
        gateway = self.site.built.faces.telephone.gateway
        assert gateway is not None
        assert gateway.x.stack is not None
        return gateway.x.stack.ports()[0]

    async def offered(self, login: str) -> tuple[Line, Json]:
        """Somebody's desk, and the offer that comes to it."""
        desk = await self.site.desk(login)
        await desk.do("set_presence", presence="online", reason="")
        offer = await desk.one("fact", lambda frame: frame["fact"]["fact"] == "offer_made")
        return desk, offer["fact"]


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    """A site, and nobody at work."""
    trunk = free_port()
    async with open_site(tmp_path, voice=telephone(tmp_path, trunk)) as site:
        yield Stand(site, trunk)


async def accepted(desk: Line, offer: Json) -> str:
    """The offer is taken; gives the conversation."""
    answer = await desk.do("accept_offer", offer=offer["offer"], interaction=offer["interaction"])
    assert answer["type"] == "accepted"
    return str(offer["interaction"])


@pytest.mark.needs("chromium")
@pytest.mark.xdist_group("browser")
async def test_a_page_talks_with_a_trunk(stand: Stand, tmp_path: Path) -> None:
    """Accepted at the desk, joined from the page: customer and page hear each other; held, the customer hears music; keys go across; a
    second page takes over; the goodbye of the customer ends it at both.
    """
    async with (
        parties(customer=CUSTOMER) as ends,
        sipp("calls", tmp_path, to=stand.port, port=stand.trunk, rtp_port=ends["customer"].port) as caller,
        browsing(tmp_path, PAGE) as browser,
    ):
        customer = ends["customer"]
        desk, offer = await stand.offered("kristi")
        interaction = await accepted(desk, offer)
        gateway = stand.site.built.faces.telephone.gateway
        assert gateway is not None
        (wire,) = gateway.x.wires.values()
        customer.talk(wire.given)
        page = await web_party(browser, "a")
        joined = await desk.phone("join", interaction=interaction, tab="t1")
        answer = await page.join(joined["sdp"].encode())
        assert (await desk.phone("answer", leg=joined["leg"], sdp=answer.decode()))["type"] == "phone"
        await asyncio.gather(customer.hears(PAGE, not_=(MUSIC,), seconds=15), page.hears(CUSTOMER))
        await desk.do("hold", interaction=interaction)
        await asyncio.gather(customer.hears(MUSIC, not_=(PAGE,)), page.hears(not_=(CUSTOMER, MUSIC)))
        await desk.do("resume", interaction=interaction)
        await asyncio.gather(customer.hears(PAGE, not_=(MUSIC,)), page.hears(CUSTOMER))
        await desk.phone("press", leg=joined["leg"], digits="42")
        await customer.until(lambda party: party.digits() == "42")
        look = await desk.phone("look", interaction=interaction)
        assert [leg["part"] for leg in look["call"]["legs"]] == ["customer", "agent"]
        again = await desk.phone("join", interaction=interaction, tab="t2")
        second = await web_party(browser, "b")
        await desk.phone("answer", leg=again["leg"], sdp=(await second.join(again["sdp"].encode())).decode())
        await desk.one("phone", lambda frame: frame.get("event") == "ended" and frame["leg"] == joined["leg"])
        await asyncio.gather(customer.hears(PAGE), second.hears(CUSTOMER), page.hears(not_=(CUSTOMER,)))
        caller.hang_up()
        await desk.one("fact", lambda frame: frame["fact"]["fact"] == "call_ended")
        await desk.one("phone", lambda frame: frame.get("event") == "ended" and frame["leg"] == again["leg"])
        assert await caller.ends() == 0
        calls = (await (await stand.site.client("kristi")).get(f"/conversations/{interaction}/calls")).json()["calls"]
        assert (calls[0]["number"], calls[0]["cause"], len(calls[0]["legs"])) == ("+3725550001", "hung_up", 3)


async def test_only_whoever_answers_for_it_talks(stand: Stand, tmp_path: Path) -> None:
    """Neither before an offer is accepted, nor by a colleague, nor without a call; and nobody is told another's leg."""
    async with (
        parties(customer=CUSTOMER) as ends,
        sipp("calls", tmp_path, to=stand.port, port=stand.trunk, rtp_port=ends["customer"].port),
    ):
        desk, offer = await stand.offered("kristi")
        early = await desk.phone("join", interaction=offer["interaction"], tab="t1")
        assert (early["type"], early["code"]) == ("refused", "not_yours")
        interaction = await accepted(desk, offer)
        joined = await desk.phone("join", interaction=interaction, tab="t1")
        assert joined["sdp"].startswith("v=0")
        other = await stand.site.desk("oleg")
        for asked, fields in (
            ("join", {"interaction": interaction, "tab": "t"}), ("answer", {"leg": joined["leg"], "sdp": "v=0"}),
            ("press", {"leg": joined["leg"], "digits": "1"}), ("leave", {"leg": joined["leg"]}),
            ("consult", {"interaction": interaction, "to_agent": "juss"}), ("hand_over", {"interaction": interaction}),
        ):  # fmt: skip
            refused = await other.phone(asked, **fields)
            assert (refused["type"], refused["code"]) == ("refused", "not_yours"), asked
        refused = await other.phone("supervise", interaction=interaction, mode="listen", tab="t")
        assert (refused["code"], refused["detail"]) == ("permission", {"needs": "calls.supervise"})
        assert (await other.phone("confer", interaction=interaction))["code"] in ("not_spoken_with", "no_mixer")
        assert (await desk.phone("supervise", interaction=interaction, mode="listen", tab="t"))[
            "code"
        ] == "in_this_call"
        for login in ("anu",):
            looker = await stand.site.desk(login)
            refused = await looker.phone("join", interaction=interaction, tab="t")
            assert refused["code"] in ("permission", "not_an_agent")
        assert (await desk.phone("join", interaction="nowhere", tab="t"))["code"] == "call"
        assert (await desk.phone("press", leg=joined["leg"], digits="a"))["code"] == "digits"
        assert (await desk.phone("answer", leg=joined["leg"], sdp="nonsense"))["type"] == "refused"
        assert (await desk.phone("leave", leg=joined["leg"]))["type"] == "phone"


async def test_a_desk_without_a_telephone_says_so(tmp_path: Path) -> None:
    """A site without a trunk refuses, and shows no accounts."""
    async with open_site(tmp_path) as site:
        desk = await site.desk("kristi")
        assert (await desk.phone("dial", number="+3725550001"))["code"] == "telephone"
        assert (await (await site.client("kristi")).get("/telephone")).json() == {"accounts": []}


async def test_numbers_are_dialled_within_the_list(stand: Stand) -> None:
    """What is not allowed is refused by name, and nothing is begun."""
    desk = await stand.site.desk("kristi")
    await desk.do("set_presence", presence="online", reason="")
    assert (await desk.phone("dial", number="+15550001"))["code"] == "number_not_allowed"
    assert (await desk.phone("dial", number="what"))["code"] == "address_phone"
    assert (await desk.phone("dial"))["code"] == "number_or_interaction"
    accounts = (await (await stand.site.client("kristi")).get("/telephone")).json()["accounts"]
    assert [(one["name"], one["kind"]) for one in accounts] == [("main", "trunk")]


async def test_a_colleague_is_asked_from_page_to_page(stand: Stand, tmp_path: Path) -> None:
    """Asked, a colleague's pages ring; they may join, and nobody else; let go, the customer is the agent's as before."""
    async with (
        parties(customer=CUSTOMER) as ends,
        sipp("calls", tmp_path, to=stand.port, port=stand.trunk, rtp_port=ends["customer"].port),
    ):
        desk, offer = await stand.offered("kristi")
        interaction = await accepted(desk, offer)
        other, stranger = await stand.site.desk("oleg"), await stand.site.desk("juss")
        await other.do("set_presence", presence="online", reason="")
        assert (await desk.phone("consult", interaction=interaction, to_agent="juss"))["code"] == "person_not_here"
        asked = await desk.phone("consult", interaction=interaction, to_agent="oleg")
        rings = await other.one("phone", lambda frame: frame.get("event") == "asked")
        assert (rings["interaction"], rings["leg"], rings["by"]) == (interaction, asked["leg"], "kristi")
        assert (await stranger.phone("join", interaction=interaction, tab="t"))["code"] == "not_yours"
        joined = await other.phone("join", interaction=interaction, tab="t")
        assert joined["leg"] == asked["leg"]
        assert (await desk.phone("hand_over", interaction=interaction))["code"] == "not_spoken_with"
        assert (await desk.phone("release", interaction=interaction))["type"] == "phone"
        ended = await other.one("phone", lambda frame: frame.get("event") == "ended")
        assert (ended["leg"], ended["cause"]) == (asked["leg"], "released")
        look = await desk.phone("look", interaction=interaction)
        assert [leg["part"] for leg in look["call"]["legs"]] == ["customer"]
        assert stand.site.only().agent == "kristi"


@pytest.mark.needs("chromium")
@pytest.mark.xdist_group("browser")
async def test_a_lost_socket_is_no_lost_call(stand: Stand, tmp_path: Path) -> None:
    """A page whose socket breaks goes on talking, and says on the next one which leg it has."""
    async with (
        parties(customer=CUSTOMER) as ends,
        sipp("calls", tmp_path, to=stand.port, port=stand.trunk, rtp_port=ends["customer"].port),
        browsing(tmp_path, PAGE) as browser,
    ):
        desk, offer = await stand.offered("kristi")
        interaction = await accepted(desk, offer)
        joined = await desk.phone("join", interaction=interaction, tab="t1")
        page = await web_party(browser, "a")
        answer = await page.join(joined["sdp"].encode())
        await desk.phone("answer", leg=joined["leg"], sdp=answer.decode())
        await ends["customer"].hears(PAGE, not_=(MUSIC,), seconds=15)
        await desk.vanish()
        again = await stand.site.desk("kristi")
        back = await again.phone("join", interaction=interaction, tab="t1", leg=joined["leg"])
        assert (back["leg"], back["sdp"]) == (joined["leg"], None)
        await ends["customer"].hears(PAGE, not_=(MUSIC,))
        assert (await again.phone("press", leg=joined["leg"], digits="1"))["type"] == "phone"
