"""A caller leaves a message, with a real engine and a real trunk: it is what they said, it is promised an answer with a date, and it is
nobody's but the customer's.
"""

import errno
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from hoolin.channels.voice import facts as v
from hoolin.channels.voice.media.g711 import to_alaw
from hoolin.channels.voice.media.port import Done, Order, Record, Segment, StopRecord
from hoolin.channels.voice.media.recording import read_wav
from hoolin.channels.voice.media.sounds import write_au
from hoolin.channels.voice.recording import facts as rec
from hoolin.channels.voice.recording import mailbox
from hoolin.channels.voice.recording.converting import Converted
from hoolin.channels.voice.recording.recorder import Whose
from hoolin.channels.voice.settings import VoiceMailbox, VoiceMedia
from hoolin.core.errors import NotFound, PeerError
from hoolin.core.flow import commands as fc
from hoolin.core.flow import facts as ff
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import SiteRules
from hoolin.people.api import commands as p
from tests.channels.voice.recording.test_recorded import captures, found_nowhere, goes_on, loudest, says
from tests.channels.voice.rtp_party import Party, parties, tone
from tests.channels.voice.sipp import Sipp, sipp
from tests.channels.voice.site import (
    CLOSED,
    GOODBYE,
    VoiceSite,
    closed_today,
    end_engine,
    nine_tomorrow,
    settings,
    voice_site,
)
from tests.ports import free_port
from tests.sound_ports import sound_ports

pytestmark = [pytest.mark.needs("rtpengine"), pytest.mark.needs("sipp"), pytest.mark.slow]

SPOKEN, FIRST, BEEP = 700.0, 1_230.0, 1_000.0
"""What the caller sounds like, what they sound like at first where they think better of it, and the tone."""

SHUT, TOLD, REVIEW, THERE, ANSWERED, NUMBER = 1_430.0, 1_630.0, 1_130.0, 1_530.0, 910.0, 470.0
"""What the menu says, how a message is left, what can be done with it, that it is there, when it is answered, and that no number is seen."""

SOUNDS = {
    "et/hoolin.automatic": 1_330.0, "et/shut": SHUT, "et/message": TOLD, "et/message_review": REVIEW, "et/message_kept": THERE, "tones/beep": BEEP,
    "et/answered_time": ANSWERED, "et/answered_soon": ANSWERED, "et/message_number": NUMBER, "et/message_silent": 540.0, "et/closed": CLOSED,
    "et/message_key_closed": 660.0, "et/callback_key_closed": 440.0, "et/goodbye": GOODBYE,
}  # fmt: skip

LONG_SECONDS = 1.6
"""Of each: a test whose machine has other things to do must not miss it."""

FLOW = """
start: line
person: line
nodes:
  line: {do: queue, queue: service, closed: shut}
  shut:
    do: message
    queue: service
    text: {et: "Oleme kinni, vastame {when}."}
    recorded: {et: {prompt: shut, ms: 800}}
    seconds_max: 20
"""


class Calling(NamedTuple):
    """A caller whom a closed site has answered."""

    site: VoiceSite
    customer: Party
    caller: Sipp
    folder: Path

    @property
    def opens_at(self) -> int:
        """Nine tomorrow."""
        return nine_tomorrow()

    async def left(self) -> rec.VoicemailLeft:
        """The message, with all that is done beside."""
        left = await self.site.fact(rec.VoicemailLeft)
        await self.site.gateway.switchboard.recorder.stored()
        return left

    def voice(self) -> "array[int]":
        """What is in the one file of the customer's."""
        (stretch,) = self.site.all(rec.StretchKept)
        (alone,) = read_wav(b"".join(self.site.built.stores.blobs.open(stretch.blob)))
        return alone


@asynccontextmanager
async def calling(folder: Path, menu: str = FLOW, number: str = "+3725550001", **more: Any) -> AsyncIterator[Calling]:
    """Somebody has called; the site has a menu, or none."""
    trunk = free_port()
    wanted = settings(folder, trunk, data=str(folder / "data"), mailbox=VoiceMailbox(silence_s=2), **more)
    for name, hertz in SOUNDS.items():
        (folder / "sounds" / f"{name}.au").write_bytes(write_au(to_alaw(tone(hertz, LONG_SECONDS))))
    try:
        async with voice_site(wanted) as site, parties(customer=SPOKEN) as ends:
            await site.ask(c.SetSite(rules=SiteRules(languages=("et",))))
            await site.ask(c.SetHours(hours=closed_today()))
            if menu:
                await site.ask(fc.SetFlow(flow=read(yaml.safe_load(menu), "menu")))
                await site.ask(fc.UseFlow(channel="voice", flow="menu"))
            customer = ends["customer"]
            called = sipp("calls", folder, to=site.port, port=trunk, rtp_port=customer.port, **{"from": number})
            async with called as caller:
                # A line on which nobody speaks yet.
                hush(customer)
                customer.talk(site.gateway.x.wires[(await site.fact(v.LegAnswered)).leg].given)
                yield Calling(site, customer, caller, folder)
                # An engine that a call keeps outlives its site, and nobody would wait for its end.
                caller.hang_up()
                await caller.ends()
                await site.fact(v.CallEnded)
    finally:
        await end_engine(folder)


def hush(customer: Party) -> None:
    """From now on the customer says nothing."""
    customer._sound = b"\xd5" * 8_000


async def speaks(customer: Party, hertz: float, packets: int = 60) -> None:
    """After the tone, for a while."""
    await customer.hears(BEEP)
    says(customer, hertz)
    await goes_on(customer, packets)
    hush(customer)


async def test_a_message_is_what_was_said_and_is_answered_when_it_was_promised(tmp_path: Path) -> None:
    """Told that it is kept, then the tone. The first try is heard again and thrown away, the second is sent. It is sealed, says when it is answered, and
    comes into line then; once the customer is forgotten nobody can hear it.
    """
    async with calling(tmp_path) as (site, customer, caller, folder):
        await customer.hears(SHUT)
        await customer.hears(TOLD)
        await speaks(customer, FIRST)
        customer.press("#")
        await customer.hears(REVIEW)
        customer.press("2")
        await customer.hears(FIRST)
        await customer.hears(REVIEW)
        customer.press("3")
        await speaks(customer, SPOKEN, 100)
        assert len([file for file in captures(folder) if file.suffix == ".pcap"]) == 1
        customer.press("#")
        await customer.hears(REVIEW)
        assert not list(site.all(rec.StretchKept))
        customer.press("1")
        await customer.hears(THERE)
        await customer.hears(ANSWERED)
        call = Calling(site, customer, caller, folder)
        left = await call.left()
        assert await caller.ends() == 0
        began = await site.fact(rec.VoicemailBegan)
        assert (began.promised_at, left.promised_at, began.queue) == (call.opens_at, call.opens_at, "service")
        deferred = await site.fact(f.InteractionDeferred)
        assert (await site.fact(ff.FlowLeft)).way == "message"
        assert deferred.due_at == call.opens_at
        assert site.built.loop.failure is None
        assert site.built.rooms["floor"].state.interaction(left.interaction).state == "deferred"
        voice = call.voice()
        assert loudest(voice, SPOKEN) > 4_000 > 800 > max(loudest(voice, FIRST), loudest(voice, BEEP))
        assert left.length_ms == len(voice) // 8
        assert 1_500 < left.length_ms < 6_000
        assert captures(folder) == []
        assert [file for file in (folder / "data" / "voice" / "spoken").rglob("*") if file.is_file()] == []
        await site.built.reading.reached(site.built.loop.durable_position)
        (row,) = site.built.reading.ask("voice.recordings_of", (left.interaction,))
        assert (row["kind"], row["cause"], row["promised_at"]) == ("message", "left", call.opens_at)
        (stretch,) = site.all(rec.StretchKept)
        await site.ask(p.EraseCustomer(customer=began.customer))
        await site.built.forgetting.done()
        assert site.built.stores.blobs.note(stretch.blob) is None
        with pytest.raises(NotFound):
            site.built.stores.blobs.open(stretch.blob)
        found_nowhere_alone(folder / "data", voice)


def found_nowhere_alone(data: Path, voice: "array[int]") -> None:
    """No file has the sound of this in any form that we know."""
    from hoolin.channels.voice.media.recording import write_wav

    both = array("h", (sample for one in voice for sample in (one, one)))
    found_nowhere(data, [write_wav(both, 2)])


async def test_who_hangs_up_has_left_it(tmp_path: Path) -> None:
    """As most do: with the last word."""
    async with calling(tmp_path) as call:
        site, customer, caller, folder = call
        await customer.hears(TOLD)
        customer.press("#")
        await speaks(customer, SPOKEN)
        caller.hang_up()
        left = await call.left()
        assert (await site.fact(f.InteractionDeferred)).due_at == left.promised_at == call.opens_at
        assert loudest(call.voice(), SPOKEN) > 4_000
        assert not list(site.all(f.InteractionAbandoned))
        assert captures(folder) == []


async def test_silence_ends_it_and_sends_it(tmp_path: Path) -> None:
    """Who knows of no keys is served all the same: after a while without a word it is read out what can be done, and then it is sent."""
    async with calling(tmp_path) as call:
        await call.customer.hears(TOLD)
        await speaks(call.customer, SPOKEN)
        await call.customer.hears(REVIEW)
        await call.customer.hears(THERE, seconds=30)
        await call.left()
        assert loudest(call.voice(), SPOKEN) > 4_000


@pytest.mark.parametrize("hangs_up", [True, False], ids=["hangs up", "stays"])
async def test_nothing_said_is_no_message(hangs_up: bool, tmp_path: Path) -> None:
    """Who hangs up after the tone has left; who stays on the line is answered all the same, for that was said."""
    async with calling(tmp_path) as (site, customer, caller, folder):
        await customer.hears(TOLD)
        await customer.hears(BEEP)
        if hangs_up:
            caller.hang_up()
            assert (await site.fact(f.InteractionAbandoned)).cause == "said_goodbye"
        else:
            customer.press("#")
            await customer.hears(BEEP)
            customer.press("#")
            await customer.hears(GOODBYE)
            await site.fact(f.InteractionDeferred)
        assert (await site.fact(rec.VoicemailDropped)).cause == "silent"
        await site.gateway.switchboard.settled()
        await site.gateway.switchboard.recorder.stored()
        assert not list(site.all(rec.StretchKept))
        assert captures(folder) == []


async def test_who_shows_no_number_is_asked_to_say_it(tmp_path: Path) -> None:
    """An answer that reaches nobody is none; and where they say nothing, nothing is promised."""
    async with calling(tmp_path, number="anonymous") as (site, customer, caller, _):
        await customer.hears(NUMBER)
        await customer.hears(TOLD)
        for _ in range(2):
            await customer.hears(BEEP)
            customer.press("#")
        await site.fact(f.InteractionAbandoned)
        assert await caller.ends() == 0
        assert not list(site.all(f.InteractionDeferred))


async def test_a_closed_line_takes_messages(tmp_path: Path) -> None:
    """Without a menu too: key 2, for when it opens."""
    async with calling(tmp_path, menu="") as call:
        site, customer, caller, _ = call
        await customer.hears(CLOSED)
        customer.press("2")
        await speaks(customer, SPOKEN)
        customer.press("#")
        await customer.hears(REVIEW)
        customer.press("1")
        await customer.hears(ANSWERED)
        assert await caller.ends() == 0
        left = await call.left()
        assert (await site.fact(f.InteractionDeferred)).due_at == left.promised_at == call.opens_at
        assert loudest(call.voice(), SPOKEN) > 4_000


async def test_zero_is_a_person_and_not_a_message(tmp_path: Path) -> None:
    """While it is open, whoever speaks to a machine and thinks better of it stands in line; what they said is kept nowhere."""
    menu = FLOW.replace("start: line", "start: shut")
    async with calling(tmp_path, menu=menu) as (site, customer, caller, folder):
        await customer.hears(TOLD)
        await customer.hears(BEEP)
        # Until they have spoken it is closed; the line opens meanwhile.
        await site.ask(c.SetHours(hours=Hours(week=dict.fromkeys(DAYS, (Span(opens="00:00", closes="24:00"),)))))
        says(customer, SPOKEN)
        await goes_on(customer, 40)
        customer.press("0")
        assert (await site.fact(f.InteractionQueued)).queue == "service"
        assert (await site.fact(rec.VoicemailDropped)).cause == "person"
        await site.gateway.switchboard.recorder.stored()
        assert not list(site.all(rec.StretchKept))
        assert captures(folder) == []
        caller.hang_up()
        assert await caller.ends() == 0


async def test_zero_is_a_person_while_they_hear_themselves(tmp_path: Path) -> None:
    """At any moment: closed, it leads back here, and what they have said is their message."""
    async with calling(tmp_path) as call:
        await call.customer.hears(TOLD)
        await speaks(call.customer, SPOKEN, 150)
        call.customer.press("#")
        await call.customer.hears(REVIEW)
        call.customer.press("2")
        await call.customer.hears(SPOKEN)
        call.customer.press("0")
        left = await call.left()
        assert left.promised_at == call.opens_at
        assert left.length_ms == len(call.voice()) // 8
        assert (await call.site.fact(ff.FlowLeft)).way == "message"
        assert loudest(call.voice(), SPOKEN) > 4_000


async def test_zero_on_a_closed_line_leads_to_what_can_be_done_and_then_to_an_end(tmp_path: Path) -> None:
    """Nobody is there, and no menu knows another way: they hear once more what there is, and at last goodbye; whether they press it before
    the tone or after it.
    """
    async with calling(tmp_path, menu="") as (site, customer, caller, folder):
        await customer.hears(CLOSED)
        customer.press("2")
        await customer.hears(TOLD)
        customer.press("0")
        await customer.hears(CLOSED)
        customer.press("2")
        await customer.hears(BEEP)
        customer.press("0")
        assert (await site.fact(rec.VoicemailDropped)).cause == "silent"
        await customer.hears(GOODBYE)
        assert await caller.ends() == 0
        assert (await site.fact(f.InteractionAbandoned)).cause == "said_goodbye"
        assert captures(folder) == []


async def test_zero_on_a_closed_line_sends_what_was_said(tmp_path: Path) -> None:
    """It is answered when it was said, and it is as long as it is."""
    async with calling(tmp_path, menu="") as call:
        await call.customer.hears(CLOSED)
        call.customer.press("2")
        await speaks(call.customer, SPOKEN)
        call.customer.press("0")
        await call.customer.hears(ANSWERED)
        assert await call.caller.ends() == 0
        left = await call.left()
        assert (left.promised_at, left.length_ms) == (call.opens_at, len(call.voice()) // 8)


async def test_they_hear_themselves_three_times_from_one_file(tmp_path: Path) -> None:
    """However often it is asked for, it is made once; and then they are asked again what becomes of it."""
    async with calling(tmp_path) as call:
        recorder, made = call.site.gateway.switchboard.recorder, list[str]()
        make = recorder.made

        async def counted(whose: Whose, segment: Segment) -> Converted:
            made.append(segment.name)
            return await make(whose, segment)

        recorder.made = counted  # type: ignore[method-assign]
        await call.customer.hears(TOLD)
        await speaks(call.customer, SPOKEN, 150)
        call.customer.press("#")
        await call.customer.hears(REVIEW)
        for _ in range(3):
            call.customer.press("2")
            await call.customer.hears(SPOKEN)
        call.customer.press("2")
        await call.customer.hears(REVIEW)
        assert len(made) == 1
        call.customer.press("1")
        await call.customer.hears(THERE)
        await call.left()
        assert list((call.folder / "data" / "voice" / "spoken" / "once").iterdir()) == []


async def test_a_full_disk_keeps_nobody_from_sending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it cannot be heard again, they are asked again what becomes of it."""

    def full(file: Path, made: Converted) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(mailbox, "_write", full)
    async with calling(tmp_path) as call:
        await call.customer.hears(TOLD)
        await speaks(call.customer, SPOKEN)
        call.customer.press("#")
        await call.customer.hears(REVIEW)
        call.customer.press("2")
        await call.customer.hears(REVIEW)
        call.customer.press("1")
        await call.customer.hears(THERE)
        await call.left()
        assert call.site.gateway.x.counted["voicemails_failed"] == 0
        assert loudest(call.voice(), SPOKEN) > 4_000


async def test_a_message_ends_before_its_menu_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever never comes to an end has sent what they said by then."""
    monkeypatch.setattr(mailbox, "mailbox_ms", lambda seconds_max: 9_000)
    async with calling(tmp_path) as call:
        await call.customer.hears(TOLD)
        await call.customer.hears(BEEP)
        says(call.customer, SPOKEN)
        await call.customer.hears(THERE)
        assert (await call.left()).promised_at == call.opens_at
        assert loudest(call.voice(), SPOKEN) > 4_000


def refusing(call: Calling, monkeypatch: pytest.MonkeyPatch, kind: type[Order], times: int) -> list[str]:
    """The engine refuses so many orders of this kind; gives what came of each."""
    media, came = call.site.gateway.x.media, list[str]()
    do = media.do

    async def refuses(order: Order) -> Done:
        if isinstance(order, kind):
            came.append("refused" if len(came) < times else "done")
            if came[-1] == "refused":
                raise PeerError("media_engine_refuses")
        return await do(order)

    monkeypatch.setattr(media, "do", refuses)
    return came


async def test_what_was_said_when_the_engine_refuses_is_the_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked once more to end it, and what it wrote is sent, as if they had hung up."""
    async with calling(tmp_path) as call:
        came = refusing(call, monkeypatch, StopRecord, 1)
        await call.customer.hears(TOLD)
        await speaks(call.customer, SPOKEN)
        call.customer.press("#")
        await call.customer.hears(THERE)
        assert (await call.left()).promised_at == call.opens_at
        assert came == ["refused", "done"]
        assert loudest(call.voice(), SPOKEN) > 4_000
        assert captures(call.folder) == []


async def test_nobody_else_is_heard_while_the_engine_still_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that does not end a message is asked until it has; only then does the call go on, and nothing of it is kept."""
    async with calling(tmp_path) as call:
        came = refusing(call, monkeypatch, StopRecord, 4)
        await call.customer.hears(TOLD)
        await speaks(call.customer, SPOKEN)
        call.customer.press("#")
        await call.customer.hears(GOODBYE)
        assert came == [*["refused"] * 4, "done"]
        assert (await call.site.fact(f.InteractionDeferred)).due_at == call.opens_at
        assert await call.caller.ends() == 0
        assert captures(call.folder) == []
        assert not list(call.site.all(rec.StretchKept))


async def test_an_engine_that_cannot_record_leaves_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are told goodbye, and answered when it was said."""
    async with calling(tmp_path) as call:
        media = call.site.gateway.x.media
        do = media.do

        async def refuses(order: Order) -> Done:
            if isinstance(order, Record):
                raise PeerError("media_engine_refuses")
            return await do(order)

        monkeypatch.setattr(media, "do", refuses)
        await call.customer.hears(TOLD)
        await call.customer.hears(GOODBYE)
        assert await call.caller.ends() == 0
        assert (await call.site.fact(f.InteractionDeferred)).due_at == call.opens_at
        assert (await call.site.fact(rec.VoicemailDropped)).cause == "silent"
        assert call.site.gateway.x.counted["voicemails_failed"] == 1


async def test_the_other_engine_too(tmp_path: Path) -> None:
    """With the engine that comes as a package."""
    first, last = sound_ports()
    media = VoiceMedia(engine="rtp_io", port_min=first, port_max=last)
    async with calling(tmp_path, media=media) as call:
        await call.customer.hears(TOLD)
        await speaks(call.customer, SPOKEN)
        call.customer.press("#")
        await call.customer.hears(REVIEW)
        call.customer.press("1")
        await call.customer.hears(THERE)
        await call.left()
        assert loudest(call.voice(), SPOKEN) > 4_000
