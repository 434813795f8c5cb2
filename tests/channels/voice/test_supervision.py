"""A supervisor listens, whispers and joins, and three talk all together: every tone decoded at every end, through a real trunk, engine
and mixer. The customer's line never learns of it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hoolin.channels.voice import commands as c
from hoolin.channels.voice import facts as v
from hoolin.channels.voice.media import sdp as descriptions
from hoolin.channels.voice.media.port import TRUNK
from hoolin.channels.voice.wires import Wire
from hoolin.core.errors import Conflict
from hoolin.core.interaction import commands as ic
from tests.channels.voice.rtp_party import Party, parties
from tests.channels.voice.sipp import Sipp, sipp
from tests.channels.voice.site import JURI, MARI, MUSIC, VoiceSite, settings, voice_site
from tests.ports import free_port

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.needs("janus")]

CUSTOMER, AGENT, ASKED, HELPER = 700.0, 1_000.0, 1_300.0, 1_600.0
LIIS = "a-liis"


@pytest.fixture(autouse=True)
def _plain_rtp(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages speak plain RTP here, so that what comes can be decoded packet by packet; browsers have a test of their own."""
    monkeypatch.setattr(Wire, "shape", TRUNK)


@dataclass
class Talk:
    """A call that Mari answers for. joined: by name, the legs that are there."""

    site: VoiceSite
    caller: Sipp
    ends: dict[str, Party]
    interaction: str
    call: str

    async def settled(self) -> None:
        """Everything is as it should be."""
        await self.site.gateway.switchboard.settled()

    async def enters(self, who: str, leg: str) -> None:
        """The page of this end answers what it was offered."""
        wire, party = self.site.gateway.x.wires[leg], self.ends[who]
        party.talk(wire.given)
        whose = self.site.gateway.x.house.desk.kept.open[self.call].legs[leg].agent or ""
        await self.site.gateway.phone.answer(whose, leg, says(party, wire.given.count(b"m=audio")))

    async def helps(self, mode: v.Mode) -> str:
        """The supervisor takes part from now on."""
        joined = await self.site.gateway.supervision.supervise(LIIS, self.interaction, mode, "tab")
        await self.enters("helper", joined.leg)
        return joined.leg

    async def hear(self, **pairs: tuple[float, ...]) -> None:
        """Each of these hears these tones, and none of the others."""
        tones = (CUSTOMER, AGENT, ASKED, HELPER, MUSIC)
        checks = (
            self.ends[who].hears(*heard, not_=tuple(tone for tone in tones if tone not in heard), seconds=10)
            for who, heard in pairs.items()
        )
        await asyncio.gather(*checks)


def says(party: Party, sounds: int) -> bytes:
    """A party's answer, to as many sounds as it was offered; those of a listener come to one place."""
    head, sound = party.sdp.split(b"m=audio", 1)
    return head + (b"m=audio" + sound) * sounds


@asynccontextmanager
async def talking(folder: Path) -> AsyncIterator[Talk]:
    """A customer and Mari talk; both hear each other."""
    trunk = free_port()
    async with (
        voice_site(settings(folder, trunk)) as site,
        parties(customer=CUSTOMER, agent=AGENT, asked=ASKED, helper=HELPER) as ends,
        sipp("calls", folder, to=site.port, port=trunk, rtp_port=ends["customer"].port) as caller,
    ):
        await site.online(MARI)
        interaction = await site.accept(MARI)
        began = await site.fact(v.CallBegan)
        talk = Talk(site, caller, ends, interaction, began.call)
        await site.fact(v.LegAnswered, lambda fact: fact.leg == began.leg)
        ends["customer"].talk(site.gateway.x.wires[began.leg].given)
        joined = await site.gateway.phone.join(MARI, interaction, "tab")
        await talk.enters("agent", joined.leg)
        await talk.hear(customer=(AGENT,), agent=(CUSTOMER,))
        yield talk


async def test_every_way_of_taking_part(tmp_path: Path) -> None:
    """Listens: hears both, heard by nobody. Whispers: hears both, heard by the agent alone. Joins: all hear all. Leaves: two talk as
    before. The customer sends to the same port throughout, and all of it is written down.
    """
    async with talking(tmp_path) as talk:
        towards = talk.ends["customer"].towards
        await talk.helps("listen")
        await talk.hear(customer=(AGENT,), agent=(CUSTOMER,), helper=(CUSTOMER, AGENT))
        await talk.helps("whisper")
        await talk.hear(customer=(AGENT,), agent=(CUSTOMER, HELPER), helper=(CUSTOMER, AGENT))
        await talk.helps("barge")
        await talk.hear(customer=(AGENT, HELPER), agent=(CUSTOMER, HELPER), helper=(CUSTOMER, AGENT))
        whispering = await talk.helps("whisper")
        await talk.hear(customer=(AGENT,), agent=(CUSTOMER, HELPER), helper=(CUSTOMER, AGENT))
        await talk.site.gateway.phone.leave(LIIS, whispering)
        left = await talk.site.fact(v.SupervisorLeft, lambda fact: fact.leg == whispering)
        assert (left.agent, left.mode, left.cause) == (LIIS, "whisper", "hung_up")
        await talk.hear(customer=(AGENT,), agent=(CUSTOMER,))
        await talk.settled()
        mixer = talk.site.gateway.x.mixing.mixer
        assert mixer is not None
        assert await mixer.rooms() == {}
        assert talk.ends["customer"].towards == towards
        assert await place_of_customer(talk) == towards
        joined = [fact.mode for fact in talk.site.all(v.SupervisorJoined)]
        assert joined == ["listen", "whisper", "barge", "whisper"]
        assert [fact.cause for fact in talk.site.all(v.SupervisorLeft)] == ["replaced"] * 3 + ["hung_up"]


async def place_of_customer(talk: Talk) -> tuple[str, int]:
    """Where the engine hears the customer now, from a description made anew."""
    wire = talk.site.gateway.x.wires[talk.site.gateway.x.calls.open[talk.call].customer_leg]
    sound = descriptions.read(
        await talk.site.gateway.x.renegotiated(wire, wire.said, talk.site.gateway.switchboard.partner(wire))
    )
    return (sound.host, sound.port)


async def test_three_talk_together(tmp_path: Path) -> None:
    """Whoever was asked joins the customer and the agent: each hears the other two. Held, the customer waits; let go, two are left."""
    async with talking(tmp_path) as talk:
        gateway, site = talk.site.gateway, talk.site
        await site.online(JURI)
        leg = await gateway.phone.consult(MARI, talk.interaction, JURI, "")
        await gateway.phone.join(JURI, talk.interaction, "tab")
        await talk.enters("asked", leg)
        await talk.hear(customer=(MUSIC,), agent=(ASKED,), asked=(AGENT,))
        await gateway.supervision.confer(MARI, talk.interaction)
        await talk.hear(customer=(AGENT, ASKED), agent=(CUSTOMER, ASKED), asked=(CUSTOMER, AGENT))
        helping = await talk.helps("whisper")
        await talk.hear(customer=(AGENT, ASKED), agent=(CUSTOMER, ASKED, HELPER), asked=(CUSTOMER, AGENT))
        await gateway.phone.leave(LIIS, helping)
        await talk.hear(customer=(AGENT, ASKED), agent=(CUSTOMER, ASKED), asked=(CUSTOMER, AGENT))
        await site.ask(ic.Hold(interaction=talk.interaction, agent=MARI), f"agent:{MARI}")
        await talk.hear(customer=(MUSIC,), agent=(ASKED,), asked=(AGENT,))
        await site.ask(ic.Resume(interaction=talk.interaction, agent=MARI), f"agent:{MARI}")
        await talk.hear(customer=(AGENT, ASKED), agent=(CUSTOMER, ASKED), asked=(CUSTOMER, AGENT))
        await gateway.phone.release(MARI, talk.interaction)
        await talk.hear(customer=(AGENT,), agent=(CUSTOMER,))
        assert len(list(site.all(v.ConferenceBegan))) == 1


async def test_without_the_mixer_two_go_on_talking(tmp_path: Path) -> None:
    """The mixer dies: whoever joined is put together anew. It cannot be started: whoever joined is let go, and two talk as before."""
    async with talking(tmp_path) as talk:
        mixer: Any = talk.site.gateway.x.mixing.mixer
        await talk.helps("barge")
        await talk.hear(customer=(AGENT, HELPER), agent=(CUSTOMER, HELPER), helper=(CUSTOMER, AGENT))
        mixer._process.kill()
        await talk.hear(customer=(AGENT, HELPER), agent=(CUSTOMER, HELPER), helper=(CUSTOMER, AGENT))
        mixer.janus = type(mixer.janus)(tmp_path / "none", program="no-such-mixer")
        mixer._process.kill()
        left = await talk.site.fact(v.SupervisorLeft)
        assert left.cause == "unreachable"
        await talk.hear(customer=(AGENT,), agent=(CUSTOMER,))


async def test_nobody_supervises_where_they_may_not(tmp_path: Path) -> None:
    """Not one's own call, not where one is asked, not where nobody talks; and where there is no mixer, it is said so."""
    async with talking(tmp_path) as talk:
        supervision = talk.site.gateway.supervision
        with pytest.raises(Conflict, match="in_this_call"):
            await supervision.supervise(MARI, talk.interaction, "listen", "tab")
        talk.site.gateway.x.mixing.mixer = None
        assert talk.site.gateway.phone.look(MARI, talk.interaction)["off"] == dict.fromkeys(
            ("whisper", "barge", "conference"), "no_mixer"
        )
        with pytest.raises(Conflict, match="no_mixer"):
            await supervision.supervise(LIIS, talk.interaction, "whisper", "tab")
        await talk.site.ask(c.EndLeg(call=talk.call, leg=next(iter(talk.site.all(v.CallBegan))).leg, cause="released"))
        assert not list(talk.site.all(v.SupervisorJoined))
