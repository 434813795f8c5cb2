"""`hoolin probe --call` calls a real site by SIP and RTP, through its menu and its line, and is answered by an agent who presses a key."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from hoolin.channels.voice.media.g711 import alaw_samples
from hoolin.channels.voice.media.port import TRUNK
from hoolin.channels.voice.media.sounds import read_au
from hoolin.channels.voice.media.system_sounds import SHIPPED
from hoolin.channels.voice.settings import VoiceTrunk
from hoolin.channels.voice.wires import Wire
from hoolin.cli.probing.caller import Call, Caller, Heard
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from tests.channels.voice.rtp_party import Party, parties
from tests.channels.voice.site import MARI, VoiceSite, settings, voice_site
from tests.ports import free_port
from tests.watching import WAIT_SECONDS

pytestmark = [pytest.mark.needs("rtpengine")]


@pytest.fixture(autouse=True)
def _plain_rtp(monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent's page speaks plain RTP here."""
    monkeypatch.setattr(Wire, "shape", TRUNK)


@asynccontextmanager
async def site(folder: Path) -> AsyncIterator[VoiceSite]:
    """One whose trunk is this machine: from there the probe calls, as it would from a carrier's."""
    made = settings(folder, free_port())
    trunk = VoiceTrunk(hosts=(f"127.0.0.1:{free_port()}",), ping_s=0)
    async with voice_site(replace(made, voice=replace(made.voice, trunks={"main": trunk}, extensions={}))) as running:
        yield running


def dials(running: VoiceSite, patience: float, **more: str) -> asyncio.Task[Heard]:
    """It calls now."""
    call = Call("+3726000000", f"127.0.0.1:{running.port}", "en", patience_s=patience, **more)
    return asyncio.create_task(Caller(call).run())


async def takes(running: VoiceSite, agent: Party) -> str:
    """Mari takes the call and speaks; gives her leg."""
    interaction = await running.accept(MARI)
    joined = await running.gateway.phone.join(MARI, interaction, "tab")
    agent.talk(joined.sdp)
    await running.gateway.phone.answer(MARI, joined.leg, agent.sdp)
    return joined.leg


async def test_a_person_is_reached(tmp_path: Path) -> None:
    """She hears what it is, presses one key, is thanked and is free: the call is over and to be wrapped up. What the probe says agrees with what the
    site wrote down: not earlier than she was there, and not much later.
    """
    async with site(tmp_path) as running, parties(agent=0.0) as ends:
        call = dials(running, 120)
        arrived = await running.fact(f.InteractionArrived)
        # Somebody waits in line first, and hears the welcome and music.
        await running.fact(f.InteractionQueued)
        await running.online(MARI)
        agent = ends["agent"]
        agent._sound = read_au((SHIPPED / "en" / "connecting.au").read_bytes())
        leg = await takes(running, agent)
        joined_ms = ms_between(running, arrived.interaction)
        await agent.until(lambda heard: spoken_to(heard), WAIT_SECONDS)
        await running.gateway.phone.press(MARI, leg, "5")
        async with asyncio.timeout(WAIT_SECONDS):
            heard = await call
        assert (heard.ending, heard.code) == ("reached", "")
        assert heard.took_ms >= joined_ms - 1_600
        wrapped = await running.fact(f.WrapUpStarted)
        assert wrapped.agent == MARI


async def test_who_presses_nothing_was_not_reached_for_sure(tmp_path: Path) -> None:
    """An agent who hangs up without a key may have been an announcement: that is told apart."""
    async with site(tmp_path) as running, parties(agent=0.0) as ends:
        call = dials(running, 120)
        await running.online(MARI)
        await takes(running, ends["agent"])
        await ends["agent"].until(lambda heard: spoken_to(heard), WAIT_SECONDS)
        (call_there,) = running.gateway.x.calls.open.values()
        await running.ask(c.StartWrapUp(interaction=call_there.interaction, agent=MARI), f"agent:{MARI}")
        async with asyncio.timeout(WAIT_SECONDS):
            heard = await call
        assert (heard.ending, heard.code) == ("gave_up", "unconfirmed")


async def test_nobody_answers_or_nothing_is_there(tmp_path: Path) -> None:
    """In line until patience ends: given up, and the line is left. A number that is refused, and a host that nobody has, have failed."""
    async with site(tmp_path) as running:
        heard = await asyncio.wait_for(dials(running, 12), WAIT_SECONDS)
        assert heard.ending == "gave_up"
        assert heard.took_ms >= 12_000
        await running.fact(f.InteractionAbandoned)
        port = running.port
    nobody = await asyncio.wait_for(Caller(Call("1", f"127.0.0.1:{port}", patience_s=5)).run(), WAIT_SECONDS)
    assert (nobody.ending, nobody.code) == ("failed", "no_answer")
    unknown = await asyncio.wait_for(Caller(Call("1", "no-such-host.invalid", patience_s=5)).run(), WAIT_SECONDS)
    assert (unknown.ending, unknown.code) == ("failed", "host_unknown")


def spoken_to(agent: Party) -> bool:
    """Two seconds of speech have come."""
    loud = sum(max(map(abs, agent_samples(packet.body))) > 2_000 for packet in agent.heard[-600:])
    return loud > 60


def agent_samples(body: bytes) -> list[int]:
    """The samples of a packet."""
    return list(alaw_samples(body))


def ms_between(running: VoiceSite, interaction: str) -> int:
    """From the arrival of a conversation to its agent's answer, as written down."""
    at = {
        type(entry.fact).__name__: entry.at
        for entry in running.entries
        if getattr(entry.fact, "interaction", "") == interaction
    }
    return int(at["OfferAccepted"] - at["InteractionArrived"])
