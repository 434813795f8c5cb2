"""An agent's telephone (baresip): it rings when its agent is asked, picking it up accepts, and both hear each other."""

import asyncio
from pathlib import Path

import pytest

from hoolin.channels.voice import facts as v
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from tests.channels.voice.baresip import WAIT_SECONDS, Telephone, telephone
from tests.channels.voice.rtp_party import Party, parties
from tests.channels.voice.sipp import sipp
from tests.channels.voice.site import JURI, MARI, MUSIC, VoiceSite, both_engines, settings, voice_site
from tests.ports import free_port

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.needs("baresip"), both_engines()]

CUSTOMER, OF_MARI, OF_JURI = 700.0, 1000.0, 1200.0


async def registered(site: VoiceSite, number: str) -> None:
    """Wait until a telephone is there."""
    stack = site.gateway.x.stack
    assert stack is not None
    async with asyncio.timeout(WAIT_SECONDS):
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


async def picked_up(site: VoiceSite, phone: Telephone, customer: Party) -> str:
    """Mari's telephone rings, and she talks with the customer; gives the conversation."""
    await phone.told("CALL_INCOMING")
    await phone.do("accept")
    accepted = await site.fact(f.OfferAccepted)
    customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
    await customer.hears(OF_MARI, not_=(MUSIC,))
    return accepted.interaction


async def test_asked_first_and_handed_over(tmp_path: Path) -> None:
    """Mari asks Juri while the customer hears music; handed over, customer and Juri hear each other, and Mari's telephone is free."""
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
        telephone(tmp_path, "101", site.port, OF_MARI) as phone,
        telephone(tmp_path, "102", site.port, OF_JURI) as other,
        parties(customer=CUSTOMER) as ends,
    ):
        await registered(site, "101")
        await registered(site, "102")
        await site.online(MARI)
        customer = ends["customer"]
        async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=customer.port) as caller:
            interaction = await picked_up(site, phone, customer)
            await site.online(JURI)
            await site.gateway.phone.consult(MARI, interaction, JURI, "")
            await customer.hears(MUSIC, not_=(OF_MARI,))
            await other.told("CALL_INCOMING")
            await other.do("accept")
            await other.hears(OF_MARI, not_=(CUSTOMER, MUSIC))
            await phone.hears(OF_JURI, not_=(CUSTOMER, MUSIC))
            await site.gateway.phone.hand_over(MARI, interaction)
            await customer.hears(OF_JURI, not_=(OF_MARI, MUSIC))
            await other.hears(CUSTOMER, not_=(OF_MARI,))
            await phone.told("CALL_CLOSED")
            # The agent hangs up: the customer is told goodbye, and the conversation is wrapped up by its new agent.
            await other.do("hangup")
            wrapped = await site.fact(f.WrapUpStarted)
            assert wrapped.agent == JURI
            assert await caller.ends() == 0


async def test_a_telephone_hands_on_by_itself(tmp_path: Path) -> None:
    """Mari's telephone transfers blindly (REFER) to 102: Juri's rings, and the customer, who kept their place, talks with him."""
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
        telephone(tmp_path, "101", site.port, OF_MARI) as phone,
        telephone(tmp_path, "102", site.port, OF_JURI) as other,
        parties(customer=CUSTOMER) as ends,
    ):
        await registered(site, "101")
        await registered(site, "102")
        await site.online(MARI)
        customer = ends["customer"]
        async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=customer.port) as caller:
            await picked_up(site, phone, customer)
            await site.online(JURI)
            await phone.do("transfer", f"sip:102@127.0.0.1:{site.port}")
            transferred = await site.fact(f.InteractionTransferred)
            assert (transferred.agent, transferred.to_agent) == (MARI, JURI)
            await other.told("CALL_INCOMING")
            await other.do("accept")
            await customer.hears(OF_JURI, not_=(OF_MARI, MUSIC))
            await other.hears(CUSTOMER)
            assert not list(site.all(f.WrapUpStarted))
            caller.hang_up()
            await site.fact(v.CallEnded)
            assert await caller.ends() == 0


async def test_who_declines_on_the_telephone_is_not_asked_again(tmp_path: Path) -> None:
    """Refused on the telephone is declined at the desk: the customer goes back to their place, and to somebody else."""
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
        telephone(tmp_path, "101", site.port, OF_MARI) as phone,
        parties(customer=CUSTOMER) as ends,
    ):
        await registered(site, "101")
        await site.online(MARI)
        async with sipp("calls", tmp_path, to=site.port, port=trunk, rtp_port=ends["customer"].port):
            await phone.told("CALL_INCOMING")
            await site.online(JURI)
            await phone.do("hangup")
            returned = await site.fact(f.OfferReturned)
            assert (returned.agent, returned.cause) == (MARI, "declined")
            offered = await site.fact(f.OfferMade, lambda fact: fact.agent == JURI)
            assert offered.interaction == returned.interaction
