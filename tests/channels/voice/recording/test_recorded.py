"""A call that is recorded, with a real engine, a real trunk and a real telephone: what was said is in the customer's file, each voice on
its own side, and nowhere else; what was not to be recorded is not.
"""

import asyncio
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from hoolin.channels.voice import facts as v
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.recording import read_wav
from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.recording import commands as r
from hoolin.channels.voice.recording import facts as rec
from hoolin.channels.voice.recording.state import DAY_MS
from hoolin.channels.voice.settings import VoiceMedia, VoiceRecording
from hoolin.core.errors import NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.people.api import commands as p
from tests.channels.voice.baresip import Telephone, telephone
from tests.channels.voice.rtp_party import FRAME, Party, parties, strength, tone
from tests.channels.voice.sipp import Sipp, sipp
from tests.channels.voice.site import MARI, VoiceSite, settings, voice_site
from tests.channels.voice.test_telephones import CUSTOMER, OF_MARI, registered
from tests.ports import free_port
from tests.sound_ports import sound_ports

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.needs("baresip"), pytest.mark.slow]

NOTICE, KEY, CARD, HELD = 1_630.0, 1_130.0, 1_230.0, 1_430.0
"""What the notice, the way to decline, and the customer during a pause and a hold sound like, in Hz."""

FIFTH = 10 * FRAME
"""Samples in a fifth of a second."""

RECORDED = VoiceRecording(
    purpose="Quality of service", basis="legitimate_interests", notice={"et": "recorded"}, keep_days=30
)


@asynccontextmanager
async def calling(
    folder: Path, recording: VoiceRecording, **more: Any
) -> AsyncIterator[tuple[VoiceSite, Telephone, Party, Sipp]]:
    """A customer has called, and Mari has picked up: they are put through, or the customer is being told."""
    trunk = free_port()
    wanted = settings(folder, trunk, data=str(folder / "data"), recording=recording, **more)
    for name, hertz in (("recorded", NOTICE), ("recorded_key", KEY)):
        (folder / "sounds" / "et" / f"{name}.au").write_bytes(write_au(to_alaw(tone(hertz, 1.2))))
    async with (
        voice_site(wanted) as site,
        telephone(folder, "101", site.port, OF_MARI) as phone,
        parties(customer=CUSTOMER) as ends,
    ):
        await registered(site, "101")
        await site.online(MARI)
        customer = ends["customer"]
        async with sipp("calls", folder, to=site.port, port=trunk, rtp_port=customer.port) as caller:
            await phone.told("CALL_INCOMING")
            await phone.do("accept")
            await site.fact(f.OfferAccepted)
            customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
            yield site, phone, customer, caller


async def goes_on(customer: Party, packets: int = 90) -> None:
    """They talk for so many packets of 20 ms."""
    until = customer.sent + packets
    async with asyncio.timeout(90):
        while customer.sent < until:  # noqa: ASYNC110 packets are counted, not time
            await asyncio.sleep(0.02)


def says(customer: Party, hertz: float) -> None:
    """From now on the customer sounds like this."""
    customer._sound = to_alaw(tone(hertz, 1.0))


async def kept(site: VoiceSite, number: int) -> list[rec.StretchKept]:
    """So many stretches, as soon as they are on disk."""
    await site.fact(rec.StretchKept, lambda fact: len(list(site.all(rec.StretchKept))) >= number)
    return list(site.all(rec.StretchKept))


def captures(folder: Path) -> list[Path]:
    """What lies about in plain."""
    return [file for file in (folder / "data" / "voice" / "recordings").rglob("*") if file.is_file()]


def loudest(samples: "array[int]", hertz: float) -> float:
    """The strongest this tone is in any whole fifth of a second: in less, tones cannot be told apart."""
    step = FIFTH
    return max(
        (strength(samples[at : at + step], hertz) for at in range(0, len(samples) - step + 1, step)), default=0.0
    )


async def test_each_voice_on_its_own_side_and_nothing_else(tmp_path: Path) -> None:
    """The notice comes first. Both tones are in the sealed file, left and right; pause with its keys, and hold, are in none. Nothing lies
    about in plain; once the customer is forgotten nothing can be read by anybody.
    """
    async with calling(tmp_path, RECORDED) as (site, phone, customer, caller):
        await customer.hears(NOTICE, not_=(OF_MARI,))
        assert not list(site.all(rec.RecordingStarted))
        started = await site.fact(rec.RecordingStarted)
        await customer.hears(OF_MARI, not_=(NOTICE,))
        await phone.hears(CUSTOMER)
        await goes_on(customer)
        assert (tmp_path / "data" / "voice" / "recordings").stat().st_mode & 0o777 == 0o700
        interaction = started.interaction
        before = len(site.entries)
        await site.ask(r.PauseRecording(interaction=interaction, agent=MARI), f"agent:{MARI}")
        await kept(site, 1)
        await site.gateway.switchboard.recorder.stored()
        says(customer, CARD)
        customer.press("4111")
        await phone.hears(CARD)
        await goes_on(customer, 120)
        assert captures(tmp_path) == []
        # Keys that are pressed meanwhile lead to nothing that is written down.
        told = [type(entry.fact).__name__ for entry in site.entries[before:]]
        assert told == ["RecordingPaused", "StretchKept"]
        says(customer, CUSTOMER)
        await phone.hears(CUSTOMER, not_=(CARD,))
        await site.ask(r.ResumeRecording(interaction=interaction, agent=MARI), f"agent:{MARI}")
        await goes_on(customer)
        await site.ask(c.Hold(interaction=interaction, agent=MARI))
        await kept(site, 2)
        says(customer, HELD)
        await goes_on(customer, 60)
        says(customer, CUSTOMER)
        await goes_on(customer, 10)
        await site.ask(c.Resume(interaction=interaction, agent=MARI))
        await customer.hears(OF_MARI)
        await goes_on(customer)
        caller.hang_up()
        await site.fact(v.CallEnded)
        assert (await site.fact(rec.RecordingEnded)).cause == "over"
        stretches = await kept(site, 3)
        await site.gateway.switchboard.recorder.stored()
        await site.gateway.switchboard.settled()
        assert len(stretches) == 3
        blobs = site.built.stores.blobs
        files = [b"".join(blobs.open(one.blob)) for one in stretches]
        for one, file in zip(stretches, files, strict=True):
            left, right = read_wav(file)
            assert one.agent == MARI
            assert one.length_ms > 1_000
            assert loudest(left, OF_MARI) > 4_000 > 800 > loudest(left, CUSTOMER)
            assert loudest(right, CUSTOMER) > 4_000 > 800 > loudest(right, OF_MARI)
            others = {other: [int(loudest(side, other)) for side in (left, right)] for other in (CARD, HELD, NOTICE)}
            assert max(max(both) for both in others.values()) < 800, (stretches.index(one), others)
        found_nowhere(tmp_path / "data", files)
        await site.ask(p.EraseCustomer(customer=started.customer))
        await site.built.forgetting.done()
        assert site.built.stores.contents.erased(started.customer)
        for one in stretches:
            assert blobs.note(one.blob) is None
            with pytest.raises(NotFound):
                blobs.open(one.blob)
        assert [file for file in (tmp_path / "data" / "blobs").rglob("*") if file.is_file()] == []
        found_nowhere(tmp_path / "data", files)


def found_nowhere(data: Path, wavs: list[bytes]) -> None:
    """No file below the data folder has the head of a WAV or of a capture, or sound of these in any form that we know."""
    needles = [b"WAVEfmt", b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00", to_alaw(tone(CUSTOMER, 1.0))[:FRAME]]
    for wav in wavs:
        middle = 44 + (len(wav) // 8) * 4
        needles.append(wav[middle : middle + 64])
        for side in read_wav(wav):
            needles.append(side[len(side) // 2 :][:64].tobytes())
            needles.append(to_alaw(side[len(side) // 2 :][:64]))
    looked_into = 0
    for file in data.rglob("*"):
        if file.is_file():
            looked_into += 1
            body = file.read_bytes()
            assert not [at for at, needle in enumerate(needles) if needle in body], file.name
    assert looked_into


@pytest.mark.parametrize("recording", [VoiceRecording(), RECORDED], ids=["not configured", "declined by key"])
async def test_nothing_is_recorded(recording: VoiceRecording, tmp_path: Path) -> None:
    """Not configured, or declined with the key while the notice is said, they talk and nothing is written down anywhere."""
    async with calling(tmp_path, recording) as (site, phone, customer, caller):
        if recording.used:
            await customer.hears(NOTICE)
            customer.press("9")
            assert (await site.fact(rec.RecordingDeclined)).cause == "key"
        await customer.hears(OF_MARI, not_=(NOTICE, KEY))
        await phone.hears(CUSTOMER)
        await goes_on(customer)
        assert captures(tmp_path) == []
        caller.hang_up()
        await site.fact(v.CallEnded)
        await site.gateway.switchboard.settled()
        kinds: tuple[Any, ...] = (rec.RecordingStarted, rec.StretchKept, rec.StretchLost)
        assert not [fact for kind in kinds for fact in site.all(kind)]
        assert captures(tmp_path) == []


async def test_kept_as_long_as_was_said_and_not_longer(tmp_path: Path) -> None:
    """After the days that the site keeps recordings the file is gone, and that is written down; a day before, it is there."""
    async with calling(tmp_path, RECORDED) as (site, _, customer, caller):
        await site.fact(rec.RecordingStarted)
        await customer.hears(OF_MARI)
        await goes_on(customer, 60)
        caller.hang_up()
        (stretch,) = await kept(site, 1)
        recorder = site.gateway.switchboard.recorder
        await site.built.reading.reached(site.built.loop.durable_position)
        now = site.built.loop.clock()
        assert await recorder.sweep(now + 29 * DAY_MS) == 0
        assert site.built.stores.blobs.note(stretch.blob) is not None
        assert await recorder.sweep(now + 31 * DAY_MS) == 1
        assert site.built.stores.blobs.note(stretch.blob) is None
        erased = await site.fact(rec.RecordingErased)
        assert (erased.recording, erased.cause) == (stretch.recording, "age")


async def test_the_other_engine_too(tmp_path: Path) -> None:
    """With the engine that comes as a package: both voices on their sides, and nothing left in plain."""
    first, last = sound_ports()
    media = VoiceMedia(engine="rtp_io", port_min=first, port_max=last)
    async with calling(tmp_path, RECORDED, media=media) as (site, _, customer, caller):
        await site.fact(rec.RecordingStarted)
        await customer.hears(OF_MARI)
        await goes_on(customer)
        caller.hang_up()
        (stretch,) = await kept(site, 1)
        await site.gateway.switchboard.recorder.stored()
        left, right = read_wav(b"".join(site.built.stores.blobs.open(stretch.blob)))
        assert loudest(left, OF_MARI) > 4_000 > 800 > loudest(left, CUSTOMER)
        assert loudest(right, CUSTOMER) > 4_000 > 800 > loudest(right, OF_MARI)
        assert captures(tmp_path) == []
        assert [file for file in (tmp_path / "data" / "voice" / "spool").rglob("*") if file.is_file()] == []


async def test_stopped_in_the_middle_what_was_kept_goes(tmp_path: Path) -> None:
    """The customer wants it stopped: what was recorded so far is erased, what is said after that is not recorded."""
    async with calling(tmp_path, RECORDED) as (site, phone, customer, caller):
        started = await site.fact(rec.RecordingStarted)
        await customer.hears(OF_MARI)
        await goes_on(customer, 60)
        await site.ask(r.PauseRecording(interaction=started.interaction, agent=MARI), f"agent:{MARI}")
        (stretch,) = await kept(site, 1)
        await site.ask(r.ResumeRecording(interaction=started.interaction, agent=MARI), f"agent:{MARI}")
        await goes_on(customer, 40)
        await site.ask(r.StopRecording(interaction=started.interaction, agent=MARI), f"agent:{MARI}")
        assert (await site.fact(rec.RecordingErased)).cause == "declined"
        await site.gateway.switchboard.settled()
        await site.gateway.switchboard.recorder.stored()
        await phone.hears(CUSTOMER)
        assert site.built.stores.blobs.note(stretch.blob) is None
        assert len(list(site.all(rec.StretchKept))) == 1
        assert captures(tmp_path) == []
        caller.hang_up()
        await site.fact(v.CallEnded)
