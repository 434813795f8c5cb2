"""A call from a real trunk: answered once it is on disk, put through, held, handed on, ended. What is heard is decoded."""

from pathlib import Path
from typing import Literal

import pytest

from hoolin.cases.api import callbacks as k
from hoolin.channels.voice import facts as v
from hoolin.channels.voice.media import daemon
from hoolin.channels.voice.media.daemon import Rtpengine
from hoolin.channels.voice.media.port import TRUNK
from hoolin.channels.voice.media.rtpengine import RtpengineMedia
from hoolin.channels.voice.settings import VoiceMedia
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.wiring import HoolinSettings
from hoolin.wiring import voice as wired
from hoolin.wiring.ways import ways_in
from tests.channels.voice.rtp_party import parties
from tests.channels.voice.sipp import sipp
from tests.channels.voice.site import CLOSED, GOODBYE, MARI, MUSIC, PROMISED, WELCOME, settings, voice_site
from tests.contracts.media_engines import HAS_WHEEL, NO_WHEEL
from tests.ports import free_port
from tests.server.live.open_site import until
from tests.sound_ports import sound_ports

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp")]

CUSTOMER = 700.0


@pytest.mark.parametrize(
    "engine",
    ["rtpengine", pytest.param("rtp_io", marks=pytest.mark.skipif(not HAS_WHEEL, reason=NO_WHEEL))],
)
async def test_who_calls_is_welcomed_and_waits(tmp_path: Path, engine: Literal["rtpengine", "rtp_io"]) -> None:
    """A caller is answered, hears the welcome and then music; who hangs up has left the line, and nothing is left of the call."""
    trunk = free_port()
    first, last = sound_ports()
    media = VoiceMedia(engine=engine, port_min=first, port_max=last)
    async with (
        voice_site(settings(tmp_path, trunk, media=media)) as site,
        parties(customer=CUSTOMER) as ends,
        sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port) as caller,
    ):
        arrived = await site.fact(f.InteractionArrived)
        assert arrived.channel == "voice"
        await site.fact(v.LegAnswered)
        await ends["customer"].hears(WELCOME, not_=(MUSIC,))
        await ends["customer"].hears(MUSIC, not_=(WELCOME,))
        caller.hang_up()
        ended = await site.fact(v.CallEnded)
        assert (ended.cause, ended.answered) == ("hung_up", True)
        await site.fact(f.InteractionAbandoned)
        await site.gateway.switchboard.settled()
        assert await site.gateway.x.media.calls() == frozenset()


@pytest.mark.parametrize("shared", [True, False])
async def test_a_start_ends_only_calls_that_can_be_ours(tmp_path: Path, shared: bool) -> None:
    """A call that nobody here knows is ended in an engine of our own, and left alone in one that others use too."""
    first, last = sound_ports()
    engine = Rtpengine(tmp_path / "data" / "voice", port_min=first, port_max=last)
    place = await left_with_a_call(engine)
    own, theirs = VoiceMedia(port_min=first, port_max=last), VoiceMedia(control=f"127.0.0.1:{place.ng}")
    try:
        async with voice_site(
            settings(tmp_path, free_port(), str(tmp_path / "data"), media=theirs if shared else own)
        ) as site:
            await until(lambda: site.gateway.switchboard.working)
            media = site.gateway.x.media
            assert media.own != shared
            assert site.gateway.x.counted["orphans_ended"] == (not shared)
            assert await media.calls() == (frozenset({"of-others"}) if shared else frozenset())
    finally:
        if daemon.left_behind(engine) is not None:
            await daemon.end(engine, place)


async def left_with_a_call(engine: Rtpengine) -> daemon.Place:
    """A process that carries one call, and goes on."""
    media = RtpengineMedia(engine, lambda event: None)
    await media.start()
    async with parties(customer=CUSTOMER) as ends:
        await media.offer("of-others", "a", "b", ends["customer"].sdp, TRUNK)
    await media.stop(leave=True)
    place = daemon.left_behind(engine)
    assert place is not None
    return place


async def test_who_presses_the_key_keeps_their_place(tmp_path: Path) -> None:
    """In line, the key has them called back: the conversation goes on as a callback at the old place, they hear so, and are let go."""
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
        parties(customer=CUSTOMER) as ends,
        sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port) as caller,
    ):
        site.built.rooms["callbacks"].state.open_between = lambda since, until: [(since, until)]
        arrived = await site.fact(f.InteractionArrived)
        wire = site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg]
        ends["customer"].talk(wire.given)
        await ends["customer"].hears(MUSIC, not_=(WELCOME,))
        ends["customer"].press("1")
        moved = await site.fact(f.InteractionMoved)
        again = await site.fact(f.InteractionArrived, lambda fact: fact.channel == "callback")
        assert (moved.interaction, moved.to) == (arrived.interaction, again.interaction)
        assert (again.place_at, again.customer) == (arrived.place_at, arrived.customer)
        await ends["customer"].hears(PROMISED)
        await ends["customer"].hears(GOODBYE)
        assert await caller.ends() == 0
        ended = await site.fact(v.CallEnded)
        assert ended.cause == "released"
        assert not list(site.all(f.InteractionAbandoned))
        await site.built.reading.reached(site.built.loop.durable_position)
        assert site.built.callbacks.number_of(again.interaction) == "+3725550001"


async def test_while_closed_a_call_back_is_promised_for_when_it_opens(tmp_path: Path) -> None:
    """Who calls while it is closed stands in no line; with the key they are promised a time, without it they are told goodbye."""
    trunk = free_port()
    closed = Hours(
        channel="voice", week=dict.fromkeys(DAYS, ()), dates={"2099-01-01": (Span(opens="09:00", closes="10:00"),)}
    )
    async with voice_site(settings(tmp_path, trunk)) as site, parties(customer=CUSTOMER) as ends:
        await site.ask(c.SetHours(hours=closed))
        await site.online(MARI)
        called = sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port)
        async with called as caller:
            wire = site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg]
            ends["customer"].talk(wire.given)
            await ends["customer"].hears(CLOSED)
            await site.fact(f.InteractionGreeted)
            assert not list(site.all(f.OfferMade))
            ends["customer"].press("1")
            asked = await site.fact(k.facts.CallbackAsked)
            now = site.built.loop.clock()
            assert asked.promised_at is None or asked.promised_at > now
            await ends["customer"].hears(PROMISED)
            assert await caller.ends() == 0
        assert (await site.fact(v.CallEnded)).cause == "released"


async def test_who_does_not_want_to_be_known_is_nobody(tmp_path: Path) -> None:
    """Two anonymous callers are two customers, without a number; a known number is the same customer each time, as by SMS."""
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk)) as site, parties(customer=CUSTOMER) as ends:
        customers: list[str] = []
        for who in ("anonymous", "anonymous", "+3725550009", "5550009"):
            port = free_port() if customers else trunk
            keys = {"from": who, "rtp_port": ends["customer"].port}
            async with sipp("calls", tmp_path, to=site.port, port=port, **keys) as caller:
                await until(lambda: len(list(site.all(v.LegAnswered))) > len(customers), "an answer")
                caller.hang_up()
                assert await caller.ends() == 0
            customers.append(list(site.all(f.InteractionArrived))[-1].customer)
        assert len(set(customers)) == 3
        assert customers[2] == customers[3]
        known = site.built.office.house.people.whose("phone", "+3725550009")
        assert known.customer == customers[2]


async def test_a_site_that_cannot_take_calls_says_so(tmp_path: Path) -> None:
    """Without a queue, and with all lines busy, the trunk is told 503, so that it may try another way; nothing is begun."""
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk), settle=False) as site, parties(customer=CUSTOMER) as ends:
        refused = sipp("is_refused", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port)
        async with refused as caller:
            assert await caller.ends() == 0
        assert not list(site.all(v.CallBegan))
        assert site.gateway.x.counted["calls_refused"] == 1
        assert not site.gateway.x.wires, "a call that never was leaves nothing behind"


async def test_a_house_without_its_engine_serves_all_the_same(tmp_path: Path) -> None:
    """Where the media engine does not answer, everything else is served; once it is there, calls are taken."""
    trunk, port = free_port(), free_port()
    media = VoiceMedia(control=f"127.0.0.1:{port}", digits_port=free_port(), gone_port=free_port())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wired, "START_SECONDS", 0.1)
        patch.setattr(wired, "AGAIN_SECONDS", 0.2)
        async with voice_site(settings(tmp_path, trunk, media=media)) as site:
            assert site.gateway.x.stack is None or not site.gateway.switchboard.working
            await site.online(MARI)
            first, last = sound_ports()
            engine = Rtpengine(tmp_path / "engine", port_min=first, port_max=last)
            engine.recordings.mkdir(parents=True)
            with pytest.MonkeyPatch.context() as there:
                there.setattr(daemon, "free_port", lambda host: port)
                process, place = await daemon.begin(engine, media.digits_port, media.gone_port)
            try:
                await until(lambda: site.gateway.switchboard.working, "the telephone")
                async with parties(customer=CUSTOMER) as ends:
                    called = sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port)
                    async with called as caller:
                        await ends["customer"].hears(MUSIC)
                        caller.hang_up()
                        assert await caller.ends() == 0
            finally:
                await daemon.end(engine, place)
                await process.wait()


def test_customers_are_told_where_to_call(tmp_path: Path) -> None:
    """The number is on the choice board, as an address that telephones open; without a trunk there is none."""
    (way,) = [way for way in ways_in(settings(tmp_path, 5060)) if way.channel == "voice"]
    assert (way.link("et", ""), way.cost, way.reply) == ("tel:+3726000000", "call_price", "live")
    assert not [way for way in ways_in(HoolinSettings()) if way.channel == "voice"]
