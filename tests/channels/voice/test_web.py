"""A customer calls from a page: the same call as by telephone, and heard the same, from a browser of their own."""

import asyncio
from pathlib import Path

import pytest

from hoolin.channels.voice import facts as f
from hoolin.channels.voice import web
from hoolin.channels.voice.media.recording import read_wav
from hoolin.channels.voice.recording import facts as rec
from hoolin.channels.voice.settings import VoiceRecording
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from tests.channels.chat.stand import until
from tests.channels.voice.page import AGENT, CUSTOMER, Caller, page_site
from tests.channels.voice.recording.test_recorded import loudest
from tests.channels.voice.site import MARI, MUSIC, WELCOME, VoiceSite
from tests.contracts.web_party import WebParty, browsing, web_party

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("rtpengine")]


async def talks(site: VoiceSite, party: WebParty) -> str:
    """Mari takes the call at her page; gives the conversation."""
    await site.online(MARI)
    interaction = await site.accept(MARI)
    joined = await site.gateway.phone.join(MARI, interaction, "tab")
    await site.gateway.phone.answer(MARI, joined.leg, await party.join(joined.sdp))
    return interaction


async def test_a_page_calls_waits_talks_is_held_and_hangs_up(tmp_path: Path) -> None:
    """Welcomed, in line with a place, put through, both hear each other; held, neither does; hung up, the agent wraps up."""
    async with (
        browsing(tmp_path, CUSTOMER) as theirs, browsing(tmp_path, AGENT) as ours, page_site(tmp_path) as site,
    ):  # fmt: skip
        caller = Caller(site.built.chat, theirs)
        await caller.come()
        assert (await caller.call())["event"] == "joined"
        assert caller.party is not None
        await caller.told(event="state", state="waiting", place=1)
        await caller.party.hears(WELCOME)
        await caller.party.hears(MUSIC, not_=(WELCOME,))
        began = await site.fact(f.CallBegan)
        assert (began.trunk, (await site.fact(f.CallFromPage)).leg) == ("web", caller.leg)
        mari = await web_party(ours, "mari")
        interaction = await talks(site, mari)
        await caller.told(event="state", state="active")
        await caller.party.hears(AGENT)
        await mari.hears(CUSTOMER)
        await site.ask(c.Hold(interaction=interaction, agent=MARI))
        await caller.told(event="state", state="held")
        await caller.party.hears(not_=(AGENT,))
        await mari.hears(not_=(CUSTOMER,))
        await site.ask(c.Resume(interaction=interaction, agent=MARI))
        await mari.hears(CUSTOMER)
        await caller.party.hears(AGENT)
        await caller.ask("call_leave", leg=caller.leg)
        assert (await caller.told(event="ended"))["cause"] == "hung_up"
        await site.fact(i.WrapUpStarted)
        await caller.leave()


async def test_a_page_that_is_loaded_again_goes_on(tmp_path: Path) -> None:
    """In line it hears the music go on, and in a talk the agent, who has noticed nothing; held, it hears the music of the hold."""
    async with (
        browsing(tmp_path, CUSTOMER) as theirs, browsing(tmp_path, AGENT) as ours, page_site(tmp_path) as site,
    ):  # fmt: skip
        caller = Caller(site.built.chat, theirs)
        await caller.come()
        await caller.call()
        leg = caller.leg
        assert caller.party is not None
        await caller.party.hears(MUSIC)
        await again(caller)
        await caller.party.hears(MUSIC)
        mari = await web_party(ours, "mari")
        interaction = await talks(site, mari)
        await mari.hears(CUSTOMER)
        await again(caller)
        await caller.party.hears(AGENT, not_=(MUSIC,))
        await mari.hears(CUSTOMER)
        await site.ask(c.Hold(interaction=interaction, agent=MARI))
        await caller.told(event="state", state="held")
        await again(caller)
        await caller.party.hears(MUSIC, not_=(AGENT,))
        await mari.hears(not_=(CUSTOMER,))
        await site.ask(c.Resume(interaction=interaction, agent=MARI))
        await caller.party.hears(AGENT)
        await mari.hears(CUSTOMER)
        await site.ask(c.StartWrapUp(interaction=interaction, agent=MARI))
        assert (await caller.told(event="ended"))["cause"] == "released"
        assert caller.leg == leg
        assert [fact.leg for fact in site.all(f.LegEnded)] != []
        assert len(list(site.all(f.CallBegan))) == 1
        await caller.leave()


async def again(caller: Caller) -> None:
    """The page is closed and loaded again."""
    assert caller.party is not None
    await caller.party.page.close()
    await caller.leave()
    await caller.come()
    assert (await caller.rejoin(leg=caller.leg))["event"] == "joined"


async def test_a_page_that_does_not_come_back_has_hung_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed while in line: after a while the customer has left the line."""
    monkeypatch.setattr(web, "AWAY_SECONDS", 0.2)
    async with browsing(tmp_path, CUSTOMER) as theirs, page_site(tmp_path) as site:
        caller = Caller(site.built.chat, theirs)
        await caller.come()
        await caller.call()
        await caller.leave()
        assert (await site.fact(f.CallEnded)).cause == "hung_up"
        await site.fact(i.InteractionAbandoned)
        await until(lambda: not site.gateway.x.wires)
        await caller.come()
        assert (await caller.rejoin())["code"] == "call"
        await caller.leave()


async def test_a_call_from_a_page_is_recorded_once_told(tmp_path: Path) -> None:
    """The notice is heard before anything is recorded; then both voices are, each on its own side, also after the page was loaded again."""
    recording = VoiceRecording(
        purpose="quality", basis="legitimate_interests", notice={"et": "welcome"}, keep_days=30, declining="off"
    )
    async with (
        browsing(tmp_path, CUSTOMER) as theirs, browsing(tmp_path, AGENT) as ours,
        page_site(tmp_path, recording=recording) as site,
    ):  # fmt: skip
        caller = Caller(site.built.chat, theirs)
        await caller.come()
        await caller.call()
        assert caller.party is not None
        mari = await web_party(ours, "mari")
        await talks(site, mari)
        await caller.told(event="state", recorded="due")
        await caller.party.hears(WELCOME)
        await site.fact(rec.RecordingStarted)
        await caller.told(event="state", recorded="on")
        await mari.hears(CUSTOMER)
        await again(caller)
        await caller.party.hears(AGENT)
        await mari.hears(CUSTOMER)
        await asyncio.sleep(1.0)  # so much of the talk is to be on it
        await caller.ask("call_leave", leg=caller.leg)
        kept = await site.fact(rec.StretchKept)
        left, right = read_wav(b"".join(site.built.stores.blobs.open(kept.blob)))
        assert loudest(left, AGENT) > 4_000 > 800 > loudest(left, CUSTOMER)
        assert loudest(right, CUSTOMER) > 4_000 > 800 > loudest(right, AGENT)
        await caller.leave()
