"""We call: whoever asked to be called back, and whoever an agent dials; what came of it is written down by itself."""

import asyncio
from pathlib import Path

import pytest

from hoolin.cases.api import callbacks as k
from hoolin.channels.voice import facts as v
from hoolin.channels.voice.phone import EMERGENCY_ELSEWHERE
from hoolin.core.errors import Refusal
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.server.callbacks import Wanted
from tests.channels.voice.baresip import telephone
from tests.channels.voice.rtp_party import parties
from tests.channels.voice.sipp import sipp
from tests.channels.voice.site import MARI, VoiceSite, settings, voice_site
from tests.channels.voice.test_telephones import CUSTOMER, OF_MARI, registered
from tests.ports import free_port

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.needs("baresip")]


async def asked_to_be_called(site: VoiceSite) -> str:
    """Somebody asks on the web to be called; Mari takes it."""
    site.built.rooms["callbacks"].state.open_between = lambda since, until: [(since, until)]
    await site.online(MARI)
    await site.built.callbacks.ask(Wanted("0" * 24, "+3725550002", "", "et", None, "", ""))
    return await site.accept(MARI)


async def test_whoever_asked_is_called_back(tmp_path: Path) -> None:
    """The agent dials from the callback; the customer answers, both hear each other, and the callback counts as reached."""
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
        telephone(tmp_path, "101", site.port, OF_MARI) as phone,
        parties(customer=CUSTOMER) as ends,
        sipp("is_called", tmp_path, port=trunk, rtp_port=ends["customer"].port) as customer,
    ):
        await registered(site, "101")
        interaction = await asked_to_be_called(site)
        assert await site.gateway.phone.dial(MARI, "", interaction, "k1") == interaction
        assert await site.gateway.phone.dial(MARI, "", interaction, "k1") == interaction
        await phone.told("CALL_INCOMING")
        await phone.do("accept")
        answered = await site.fact(v.LegAnswered, lambda fact: fact.part == "customer")
        ends["customer"].talk(site.gateway.x.wires[answered.leg].given)
        await ends["customer"].hears(OF_MARI)
        await phone.hears(CUSTOMER)
        tried = await site.fact(k.facts.CallbackTried)
        assert (tried.agent, tried.outcome) == (MARI, "reached")
        assert len(list(site.all(v.CallBegan))) == 1
        wire = site.gateway.x.wires[answered.leg]
        assert wire.sip is not None
        customer.hang_up(wire.sip.call_id)
        await site.fact(f.WrapUpStarted)
        assert await customer.ends() == 0


async def test_who_is_busy_is_called_again_by_itself(tmp_path: Path) -> None:
    """A busy line is reported by itself: the callback is put off, and comes back into line later."""
    trunk = free_port()
    async with voice_site(settings(tmp_path, trunk)) as site, sipp("is_busy", tmp_path, port=trunk) as customer:
        interaction = await asked_to_be_called(site)
        await site.gateway.phone.dial(MARI, "", interaction, "k1")
        ended = await site.fact(v.CallEnded)
        assert (ended.cause, ended.status, ended.answered) == ("busy", 486, False)
        tried = await site.fact(k.facts.CallbackTried)
        assert tried.outcome == "busy"
        deferred = await site.fact(f.InteractionDeferred)
        assert deferred.interaction == interaction
        assert await customer.ends() == 0


async def test_only_what_is_allowed_is_dialled(tmp_path: Path) -> None:
    """Numbers beyond the list are refused before anything leaves the house, however they are written."""
    async with voice_site(settings(tmp_path, free_port(), barred=("+372900",))) as site:
        await site.online(MARI)
        for number in ("+15550001", "0015550001", "+3729001234", "9001234", "*21*5550001#"):
            with pytest.raises(Refusal, match=r"number_not_allowed|address_phone"):
                await site.gateway.phone.dial(MARI, number, "", "k")
        assert not list(site.all(v.CallBegan))


async def test_a_call_for_help_is_refused_in_words(tmp_path: Path) -> None:
    """Where the site has not said that its trunk takes them: told to take another telephone, at the desk and on its telephone, and nothing leaves the
    house.
    """
    async with (
        voice_site(settings(tmp_path, free_port())) as site,
        telephone(tmp_path, "101", site.port, OF_MARI) as phone,
    ):
        await registered(site, "101")
        await site.online(MARI)
        for number in ("112", "1 1 2"):
            with pytest.raises(Refusal, match="emergency_elsewhere"):
                await site.gateway.phone.dial(MARI, number, "", "k")
        await phone.do("dial", f"sip:112@127.0.0.1:{site.port}")
        ended = await phone.told("CALL_CLOSED")
        assert "403" in ended["param"]
        assert EMERGENCY_ELSEWHERE in ended["param"]
        assert not list(site.all(v.CallBegan))


async def test_a_call_for_help_is_made_whatever_the_limits_say(tmp_path: Path) -> None:
    """Where the site says that its trunk takes them: as it is dialled, beyond every list and limit, by anybody who may dial."""
    trunk = free_port()
    wanted = settings(tmp_path, trunk, emergency_calls=True, agent_hour_max=0, minute_max=0, barred=("112",))
    async with (
        voice_site(wanted) as site,
        parties(customer=CUSTOMER) as ends,
        sipp("is_called", tmp_path, port=trunk, rtp_port=ends["customer"].port) as help_,
    ):
        await site.online(MARI)
        with pytest.raises(Refusal, match="dialled_too_often"):
            await site.gateway.phone.dial(MARI, "5550003", "", "k")
        interaction = await site.gateway.phone.dial(MARI, "112", "", "k")
        answered = await site.fact(v.LegAnswered, lambda fact: fact.part == "customer")
        wire = site.gateway.x.wires[answered.leg]
        assert wire.sip is not None and wire.sip.remote.user == "112"
        await site.ask(c.StartWrapUp(interaction=interaction, agent=MARI), f"agent:{MARI}")
        assert await help_.ends() == 0


async def test_an_agent_dials_on_their_telephone(tmp_path: Path) -> None:
    """What is dialled on an agent's telephone is their conversation at once, as if they had dialled at the desk."""
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
        telephone(tmp_path, "101", site.port, OF_MARI) as phone,
        parties(customer=CUSTOMER) as ends,
        sipp("is_called", tmp_path, port=trunk, rtp_port=ends["customer"].port) as customer,
    ):
        await registered(site, "101")
        await site.online(MARI)
        await phone.do("dial", f"sip:5550003@127.0.0.1:{site.port}")
        taken = await site.fact(f.InteractionTaken)
        assert taken.agent == MARI
        answered = await site.fact(v.LegAnswered, lambda fact: fact.part == "customer")
        ends["customer"].talk(site.gateway.x.wires[answered.leg].given)
        await ends["customer"].hears(OF_MARI)
        await phone.hears(CUSTOMER)
        await phone.do("hangup")
        async with asyncio.timeout(90):
            assert await customer.ends() == 0
        assert (await site.fact(f.WrapUpStarted)).agent == MARI
