"""`hoolin channel test voice` finds what is wrong, each fault made for real, and says whose it is and what to do in words without SIP in them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from hoolin.channels.voice.check import _addresses, check
from hoolin.channels.voice.media.daemon import Rtpengine
from hoolin.channels.voice.media.port import MediaEngine, MediaEvent
from hoolin.channels.voice.media.rtpengine import RtpengineMedia
from hoolin.channels.voice.settings import VoiceListen, VoiceMedia, VoiceSettings, VoiceTrunk
from hoolin.channels.written import Finding
from hoolin.wiring.voice import media_engine
from tests.ports import free_port
from tests.sound_ports import sound_ports

pytestmark = pytest.mark.needs("rtpengine")

PUBLIC = "https://help.example.ee"


class Carrier(asyncio.DatagramProtocol):
    """Answers every question with one status."""

    def __init__(self, status: bytes) -> None:
        self.status = status
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Open."""
        self.transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Said back with what the question said of itself."""
        kept = [
            line
            for line in data.split(b"\r\n")
            if line.lower().startswith((b"via:", b"from:", b"to:", b"call-id:", b"cseq:"))
        ]
        to = [line + b";tag=x" if line.lower().startswith(b"to:") else line for line in kept]
        answer = b"SIP/2.0 " + self.status + b"\r\n" + b"\r\n".join(to) + b"\r\nContent-Length: 0\r\n\r\n"
        assert self.transport is not None
        self.transport.sendto(answer, addr)  # type: ignore[arg-type]


@asynccontextmanager
async def carrier(status: bytes) -> AsyncIterator[int]:
    """One; gives its port."""
    port = free_port()
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Carrier(status), local_addr=("127.0.0.1", port)
    )
    try:
        yield port
    finally:
        transport.close()


def voice(trunk: int, **more: object) -> VoiceSettings:
    """A telephone with one trunk."""
    first, last = sound_ports()
    media = VoiceMedia(port_min=first, port_max=last)
    made = VoiceSettings(
        listen=(VoiceListen(host="127.0.0.1", port=0),), trunks={"main": VoiceTrunk(hosts=(f"127.0.0.1:{trunk}",))},
        country="372", media=media,
    )  # fmt: skip
    return replace(made, **more)


async def found(settings: VoiceSettings, folder: Path, url: str = PUBLIC) -> dict[str, Finding]:
    """What is told, by what it is about; the engine looked at has ports of its own."""
    first, last = sound_ports()
    apart = settings.media if settings.media.control else replace(settings.media, port_min=first, port_max=last)

    def made(heard: Callable[[MediaEvent], None]) -> MediaEngine:
        return media_engine(apart, folder / "looked-at", heard)

    told = await check(settings, url, made, str(folder / "site"))
    return {one.what: one for one in told}


def not_well(told: dict[str, Finding]) -> set[str]:
    """What is not."""
    return {what for what, one in told.items() if not one.well}


async def test_all_is_well(tmp_path: Path) -> None:
    """A carrier that answers, an engine that takes a call, a page that is given the microphone."""
    async with carrier(b"200 OK") as port:
        told = await found(voice(port), tmp_path)
    assert not_well(told) == set(), told
    assert {"trunk main", "addresses", "sound", "ports", "microphone", "dialling"} <= set(told)


async def test_a_carrier_that_is_not_there_and_one_that_refuses(tmp_path: Path) -> None:
    """Whether nothing answers or somebody says no is told apart, with what to ask the carrier for."""
    told = await found(voice(free_port()), tmp_path)
    assert not_well(told) == {"trunk main"}
    assert "firewall" in told["trunk main"].said
    for status, word in ((b"403 Forbidden", "our address"), (b"401 Unauthorized", "log-in")):
        async with carrier(status) as port:
            told = await found(voice(port), tmp_path)
        assert not_well(told) == {"trunk main"}
        assert word in told["trunk main"].said
        assert "firewall" not in told["trunk main"].said
    async with carrier(b"405 Method Not Allowed") as port:
        assert not_well(await found(voice(port), tmp_path)) == set()


async def test_no_engine(tmp_path: Path) -> None:
    """Where rtpengine is asked and nothing answers: what to look at, by the names of the settings."""
    async with carrier(b"200 OK") as port:
        told = await found(voice(port, media=VoiceMedia(control=f"127.0.0.1:{free_port()}")), tmp_path)
    assert not_well(told) == {"sound"}
    assert "voice.media" in told["sound"].said


async def test_another_engine_has_the_ports(tmp_path: Path) -> None:
    """One that runs on the site's ports is named by its process; the site's own that runs is none of that."""
    async with carrier(b"200 OK") as port:
        settings = voice(port)
        for folder, wrong in ((tmp_path / "other", {"ports"}), (tmp_path / "site" / "voice", set())):
            engine = Rtpengine(folder, port_min=settings.media.port_min, port_max=settings.media.port_max)
            running = RtpengineMedia(engine, lambda event: None)
            await running.start()
            try:
                assert running.keeper.place is not None
                told = await found(settings, tmp_path)
                assert not_well(told) == wrong
                assert (f"process {running.keeper.place.pid})" in told["ports"].said) == bool(wrong)
            finally:
                await running.stop()


def test_behind_a_router() -> None:
    """A carrier outside and addresses that nobody outside reaches: both settings are named, for calls and for the sound."""
    # The address is only looked at: nobody is asked there.
    far = replace(voice(free_port()), trunks={"far": VoiceTrunk(hosts=("8.8.8.8",))})
    said = " ".join(one.said for one in _addresses(far) if not one.well)
    assert "voice.media.public" in said
    assert "voice.listen.public" in said
    shown = replace(
        far, listen=(VoiceListen(host="127.0.0.1", port=0, public="8.8.4.4"),), media=replace(far.media, public="8.8.4.4")
    )  # fmt: skip
    assert all(one.well for one in _addresses(shown))


async def test_no_microphone_no_sounds_nobody_to_call(tmp_path: Path) -> None:
    """A desk by plain http, sounds of the wrong kind, no list of numbers: each by itself, beside what is well."""
    (tmp_path / "sounds" / "et").mkdir(parents=True)
    (tmp_path / "sounds" / "et" / "welcome.au").write_bytes(b"RIFF is no .au")
    async with carrier(b"200 OK") as port:
        told = await found(voice(port, sounds=str(tmp_path / "sounds"), country=""), tmp_path, "http://help.example.ee")
    assert not_well(told) == {"microphone", "sounds", "dialling"}
    assert "https" in told["microphone"].said
    assert "et/welcome.au" in told["sounds"].said
    assert "voice.allowed" in told["dialling"].said


async def test_what_the_trial_engine_cannot_do_is_said(tmp_path: Path) -> None:
    """Nobody looks for what is not there."""
    async with carrier(b"200 OK") as port:
        settings = voice(port)
        told = await found(replace(settings, media=replace(settings.media, engine="rtp_io")), tmp_path)
    assert told["engine"].well
    assert all(word in told["engine"].said for word in ("trial", "A-law", "listen", "restarted"))
    assert "ports" not in told
