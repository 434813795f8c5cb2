"""An agent's telephone (baresip): it rings when its agent is asked, picking it up accepts, and both hear each other."""

import asyncio
from pathlib import Path

import pytest

from hoolin.channels.voice import facts as v
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from tests.channels.voice.baresip import telephone
from tests.channels.voice.rtp_party import parties
from tests.channels.voice.sipp import free_port, sipp
from tests.channels.voice.site import JURI, MARI, MUSIC, VoiceSite, settings, voice_site

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.needs("baresip")]

CUSTOMER, OF_MARI, OF_JURI = 700.0, 1000.0, 1200.0


async def registered(site: VoiceSite, number: str) -> None:
    """Wait until a telephone is there."""
    stack = site.gateway.x.stack
    assert stack is not None
    async with asyncio.timeout(10):
        while not stack.registered(number):  # noqa: ASYNC110 nobody tells when
            await asyncio.sleep(0.02)


async def test_picked_up_held_and_hung_up(tmp_path: Path) -> None:
    """The telephone rings at the offer; picked up, customer and agent hear each other; held, the customer hears music and nobody hears
    them; hung up by the customer, it is wrapped up.
    """
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
        telephone(tmp_path, "101", site.port, OF_MARI) as phone,
        parties(customer=CUSTOMER) as ends,
    ):
        await registered(site, "101")
        await site.online(MARI)
        async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port) as caller:
            await phone.told("CALL_INCOMING")
            await phone.do("accept")
            accepted = await site.fact(f.OfferAccepted)
            assert accepted.agent == MARI
            wire = site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg]
            ends["customer"].talk(wire.given)
            await ends["customer"].hears(OF_MARI, not_=(MUSIC,))
            await phone.hears(CUSTOMER)
            await site.ask(c.Hold(interaction=accepted.interaction, agent=MARI))
            await ends["customer"].hears(MUSIC, not_=(OF_MARI,))
            await phone.hears(not_=(CUSTOMER, MUSIC))
            await site.ask(c.Resume(interaction=accepted.interaction, agent=MARI))
            await ends["customer"].hears(OF_MARI, not_=(MUSIC,))
            await phone.hears(CUSTOMER)
            caller.hang_up()
            await site.fact(v.CallEnded)
            await site.fact(f.WrapUpStarted)
            await phone.told("CALL_CLOSED")
            await site.gateway.switchboard.settled()
            assert await site.gateway.x.media.calls() == frozenset()
            assert await caller.ends() == 0
