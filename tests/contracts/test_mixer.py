"""Conferences through a real mixer: three hear each other and not themselves, on both engines."""

import asyncio
from pathlib import Path

import pytest

from hoolin.channels.voice.hearing import Room
from hoolin.channels.voice.media.janus import Janus, JanusMixer
from hoolin.channels.voice.mixing import Mixing
from hoolin.channels.voice.wires import Wire
from hoolin.core.errors import NotReached
from tests.channels.voice.rtp_party import Party, parties
from tests.contracts.media_contract import A, B, C, MediaContract
from tests.contracts.media_engines import HAS_WHEEL, NO_WHEEL, OnRtpengine, OnRtpIo
from tests.sound_ports import sound_ports

pytestmark = pytest.mark.needs("janus")

ENGINES = [
    pytest.param(OnRtpengine, marks=pytest.mark.needs("rtpengine")),
    pytest.param(OnRtpIo, marks=pytest.mark.skipif(not HAS_WHEEL, reason=NO_WHEEL)),
]


def janus(folder: Path) -> Janus:
    """One on ports of its own."""
    first, last = sound_ports()
    return Janus(folder, port_min=first, port_max=last)


@pytest.mark.parametrize("engine", ENGINES)
async def test_three_hear_each_other(engine: type[MediaContract], tmp_path: Path) -> None:
    """A call of two becomes a conference of three and a call of two again; the caller's port stays."""
    mixer = JanusMixer(janus(tmp_path))
    async with engine().stand(tmp_path) as stand, parties(c=C, a=A, b=B) as who:
        c, a, b = who.values()
        await stand.put("call-1", c, a)
        await asyncio.gather(c.hears(A), a.hears(C))
        port = c.towards
        mixing = Mixing(stand.engine, stand.engine.can, mixer)
        wires = {party.name: Wire("call-1", party.name, "sip", said=party.sdp) for party in (c, a, b)}
        await stand.put("call-1", a, b)
        await mixing.settle("call-1", (Room("all", ("c", "a", "b")),), wires)
        await asyncio.gather(c.hears(A, B, not_=(C,)), a.hears(C, B, not_=(A,)), b.hears(C, A, not_=(B,)))
        assert await mixer.rooms() == {"call-1.all": {"c", "a", "b"}}
        await mixing.settle("call-1", (Room("all", ("c", "b")),), wires)
        await asyncio.gather(c.hears(B, not_=(A,)), b.hears(C, not_=(A,)))
        await mixing.settle("call-1", (), wires)
        assert await mixer.rooms() == {}
        await stand.put("call-1", c, b)
        assert c.towards == port
        await asyncio.gather(c.hears(B, not_=(C,)), b.hears(C, not_=(B,)))
    await mixer.stop()


async def test_its_end_is_told_and_it_begins_anew(tmp_path: Path) -> None:
    """Killed: told once, with the rooms; questions fail; whoever joins next finds a new one. Without the program: NotReached."""
    gone: asyncio.Queue[frozenset[str]] = asyncio.Queue()
    mixer = JanusMixer(janus(tmp_path), gone.put_nowait)
    async with parties(c=C, a=A) as who:
        c, a = who.values()
        await join(mixer, c)
        await join(mixer, a)
        await c.hears(A, not_=(C,))
        assert mixer._process is not None
        mixer._process.kill()
        async with asyncio.timeout(90):
            assert await gone.get() == {"room-1"}
        await mixer.leave("room-1", "c")
        await join(mixer, c)
        await join(mixer, a)
        await c.hears(A, not_=(C,))
        await mixer.stop()
        await c.hears_nothing()
        with pytest.raises(NotReached):
            await JanusMixer(Janus(tmp_path, program="no-such-mixer")).join("room-1", "c", c.sdp)


async def join(mixer: JanusMixer, party: Party) -> None:
    """A party goes into a room without an engine between."""
    party.talk(await mixer.join("room-1", party.name, party.sdp))
