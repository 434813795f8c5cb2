"""A menu on the telephone: spoken by a machine that says so, answered by keys, and out into the line, to a call back, or to a person."""

import asyncio
import socket
from pathlib import Path

import msgspec
import pytest
import yaml

from hoolin.channels.machines import Hook
from hoolin.channels.voice import facts as v
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.sounds import write_au
from hoolin.core.flow import commands as fc
from hoolin.core.flow import facts as ff
from hoolin.core.flow import step as s
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.site.rules import SiteRules
from hoolin.wiring import HoolinSettings
from hoolin.wiring.settings import FlowSettings
from tests.channels.voice.rtp_party import parties, tone
from tests.channels.voice.sipp import sipp
from tests.channels.voice.site import MARI, MUSIC, VoiceSite, both_engines, settings, voice_site
from tests.ports import free_port

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), both_engines()]

CUSTOMER, MACHINE, MENU, BILLS, FIND = 700.0, 900.0, 1100.0, 1300.0, 1500.0

FLOW = """
start: menu
person: service
nodes:
  menu:
    do: keys
    text: {et: "Arved: vajutage uks. Muu: vajutage kaks."}
    recorded: {et: {prompt: menu, ms: 1500}}
    keys: {"1": bills, "2": service, "3": find}
  find:
    do: lookup
    hook: orders
    timeout_s: 25
    text: {et: "Uks hetk."}
    recorded: {et: {prompt: find, ms: 1500}}
    answers: {known: bills}
    failed: service
  bills:
    do: queue
    queue: bills
    text: {et: "Uhendame arvetega."}
    recorded: {et: {prompt: bills, ms: 800}}
    closed: later
  service:
    do: queue
    queue: service
    closed: later
  later:
    do: message
    queue: service
    text: {et: "Jätke sõnum, vastame {when}."}
"""


async def greeted_by_a_menu(site: VoiceSite, folder: Path) -> None:
    """Whoever calls is greeted by the menu, whose recordings are tones."""
    for name, hertz, seconds in (
        ("hoolin.automatic", MACHINE, 0.8),
        ("menu", MENU, 1.5),
        ("bills", BILLS, 0.8),
        ("find", FIND, 1.5),
    ):
        (folder / "sounds" / "et" / f"{name}.au").write_bytes(write_au(to_alaw(tone(hertz, seconds))))
    await site.ask(c.SetSite(rules=SiteRules(languages=("et",))))
    await site.online(MARI)
    await site.ask(fc.SetFlow(flow=read(yaml.safe_load(FLOW), "menu")))
    await site.ask(fc.UseFlow(channel="voice", flow="menu"))


async def test_a_key_leads_into_the_line(tmp_path: Path) -> None:
    """The machine says that it is one, then the menu; a key leads to its line, with a word about it, and nobody was asked before."""
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk)) as site, parties(customer=CUSTOMER) as ends:
        await greeted_by_a_menu(site, tmp_path)
        called = sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port)
        async with called as caller:
            customer = ends["customer"]
            customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
            await customer.hears(MACHINE)
            await customer.hears(MENU)
            assert not list(site.all(f.OfferMade))
            customer.press("1")
            left = await site.fact(ff.FlowLeft)
            assert left.way == "queue"
            queued = await site.fact(f.InteractionQueued)
            assert queued.queue == "bills"
            await customer.hears(BILLS)
            await customer.hears(MUSIC)
            caller.hang_up()
            assert await caller.ends() == 0


async def test_zero_is_a_person_and_silence_is_too(tmp_path: Path) -> None:
    """Zero leads to a person at any moment, in the middle of a word; and whoever says nothing is brought to one as well."""
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk)) as site, parties(customer=CUSTOMER, other=800.0) as ends:
        await greeted_by_a_menu(site, tmp_path)
        called = sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port)
        async with called as caller:
            customer = ends["customer"]
            customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
            await customer.hears(MACHINE)
            customer.press("0")
            assert (await site.fact(f.InteractionQueued)).queue == "service"
            assert await site.accept(MARI)
            caller.hang_up()
            assert await caller.ends() == 0


@pytest.mark.parametrize("seconds", [0.0, 3.0])
async def test_zero_is_a_person_while_a_machine_is_asked(tmp_path: Path, seconds: float) -> None:
    """Zero is heard during a look-up: while it is announced, and while nothing is said any more and the machine is silent."""
    trunk = free_port()
    machine = socket.create_server(("127.0.0.1", 0))  # Whoever asks it gets through, and no answer.
    hook = Hook(url=f"http://127.0.0.1:{machine.getsockname()[1]}/", secret="sixteen letters, or more")
    asking = msgspec.structs.replace(settings(tmp_path, trunk), flows=FlowSettings(hooks={"orders": hook}))
    with machine:
        await zero_leads_on(asking, tmp_path, trunk, seconds)


TYPED = """
start: number
person: service
nodes:
  number: {do: collect, what: digits, text: {et: "Mis numbril?"}, into: there, least: 7, most: 12, then: later, silence: shut, wrong: shut}
  later: {do: callback, queue: service, number: there, text: {et: "Helistame {when}."}}
  service: {do: queue, queue: service, closed: shut}
  shut: {do: message, queue: service, text: {et: "Vastame {when}."}}
"""


async def test_who_types_a_number_in_is_called_there(tmp_path: Path) -> None:
    """The number they gave is the one that is dialled, whichever they called from."""
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk)) as site:
        await site.ask(c.SetSite(rules=SiteRules(languages=("et",))))
        await site.ask(fc.SetFlow(flow=read(yaml.safe_load(TYPED), "typed")))
        await site.ask(fc.UseFlow(channel="voice", flow="typed"))
        await site.ask(c.Arrive(interaction="i1", customer="c1", case="k1", channel="voice", language="et"))
        await site.ask(fc.TellFlow(interaction="i1", event=s.Keyed(keys="5550009")))
        assert (await site.fact(ff.FlowLeft)).way == "callback"
        await site.online(MARI)
        await site.accept(MARI)
        await site.gateway.phone.dial(MARI, "", "i1", "k1")
        began = await site.fact(v.CallBegan)
        assert site.gateway.x.numbers[began.call].number == "+3725550009"


async def test_who_shows_no_number_types_one_and_is_called_there(tmp_path: Path) -> None:
    """A real caller whose trunk says `anonymous`: at a number at a price of its own no call is promised, and they hear so; at the next it is,
    and that is the one that is dialled.
    """
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk)) as site, parties(customer=CUSTOMER) as ends:
        for name, hertz in (
            ("hoolin.automatic", MACHINE),
            ("hoolin.number_barred", FIND),
            ("number", MENU),
            ("later", BILLS),
        ):
            (tmp_path / "sounds" / "et" / f"{name}.au").write_bytes(write_au(to_alaw(tone(hertz, 1.6))))
        await site.ask(c.SetSite(rules=SiteRules(languages=("et",))))
        flow = yaml.safe_load(TYPED)
        flow["nodes"]["number"]["recorded"] = {"et": {"prompt": "number", "ms": 800}}
        flow["nodes"]["later"]["recorded"] = {"et": {"prompt": "later", "ms": 800}}
        await site.ask(fc.SetFlow(flow=read(flow, "typed")))
        await site.ask(fc.UseFlow(channel="voice", flow="typed"))
        called = sipp(
            "calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port, **{"from": "anonymous"}
        )
        async with called as caller:
            customer = ends["customer"]
            customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
            await site.fact(ff.CallerNameless)
            await customer.hears(MENU)
            customer.press("9001234#")
            await customer.hears(FIND)
            await customer.hears(MENU)
            customer.press("5550009#")
            left = await site.fact(ff.FlowLeft)
            assert left.way == "callback"
            assert left.number is not None
            await customer.hears(BILLS)
            assert await caller.ends() == 0
        await site.online(MARI)
        interaction = await site.accept(MARI)
        assert site.gateway.outbound._number_of(site.built.site.interaction(interaction)) == "5550009"
        await site.gateway.phone.dial(MARI, "", interaction, "k1")
        began = await site.fact(v.CallBegan, lambda fact: fact.direction == "outbound")
        assert site.gateway.x.numbers[began.call].number == "+3725550009"


async def zero_leads_on(asking: HoolinSettings, folder: Path, trunk: int, seconds: float) -> None:
    """A caller who has chosen the look-up presses zero so many seconds after they heard that it is made."""
    async with voice_site(asking) as site, parties(customer=CUSTOMER) as ends:
        await greeted_by_a_menu(site, folder)
        called = sipp("calls", folder, to=site.port, port=trunk, rtp_port=ends["customer"].port)
        async with called as caller:
            customer = ends["customer"]
            customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
            await customer.hears(MENU)
            customer.press("3")
            await site.fact(ff.FlowStepped, lambda fact: fact.lookup is not None)
            await customer.hears(FIND)
            await asyncio.sleep(seconds)
            customer.press("0")
            async with asyncio.timeout(90):
                assert (await site.fact(f.InteractionQueued)).queue == "service"
            caller.hang_up()
            assert await caller.ends() == 0
