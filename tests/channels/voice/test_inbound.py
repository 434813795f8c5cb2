"""A call from a real trunk: answered once it is on disk, put through, held, handed on, ended. What is heard is decoded."""

from pathlib import Path

import pytest

from hoolin.channels.voice import facts as v
from hoolin.core.interaction import facts as f
from tests.channels.voice.rtp_party import parties
from tests.channels.voice.sipp import free_port, sipp
from tests.channels.voice.site import MUSIC, WELCOME, settings, voice_site

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp")]

CUSTOMER = 700.0


async def test_who_calls_is_welcomed_and_waits(tmp_path: Path) -> None:
    """A caller is answered, hears the welcome and then music; who hangs up has left the line, and nothing is left of the call."""
    trunk = free_port()
    async with (
        voice_site(settings(tmp_path, trunk)) as site,
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
