"""The telephone of a site, where it has one: its gateway, its SIP stack and its media engine, put together."""

import asyncio
import logging
import secrets
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hoolin.cases.api import callbacks as k
from hoolin.channels.post.house import PostHouse
from hoolin.channels.voice import facts as v
from hoolin.channels.voice import room
from hoolin.channels.voice.after.port import Answered, Form, KeyQuestion
from hoolin.channels.voice.gateway import VoiceGateway
from hoolin.channels.voice.house import Rooms, VoiceHouse
from hoolin.channels.voice.manifest import CHANNEL, RULES
from hoolin.channels.voice.media.daemon import Rtpengine
from hoolin.channels.voice.media.janus import Janus, JanusMixer
from hoolin.channels.voice.media.port import MediaEngine, MediaEvent
from hoolin.channels.voice.media.rtp_io import RtpIoMedia
from hoolin.channels.voice.media.rtp_io_child import RtpIo
from hoolin.channels.voice.media.rtpengine import RtpengineMedia
from hoolin.channels.voice.media.system_sounds import SystemSounds
from hoolin.channels.voice.recording import facts as tape
from hoolin.channels.voice.recording.commands import DeclineRecording
from hoolin.channels.voice.recording.state import DAY_MS, RecordingRules
from hoolin.channels.voice.room import CallDesk, DialRules
from hoolin.channels.voice.settings import (
    VoiceAfterCall,
    VoiceMailbox,
    VoiceMedia,
    VoiceRecording,
    VoiceSettings,
    sip_settings,
)
from hoolin.channels.voice.sip.settings import SipSettings
from hoolin.channels.voice.sip.stack import SipStack
from hoolin.channels.voice.voices import Voices
from hoolin.core.commands import Command, Reacts
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Entry
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.rules import ChannelRules
from hoolin.people import api as people_room
from hoolin.runtime.room import Room
from hoolin.server.callbacks import Callbacks
from hoolin.wiring.ids import CHANCE
from hoolin.workforce import api as workforce_room
from hoolin.workforce.api import Opening, opening

log = logging.getLogger("hoolin.voice")

START_SECONDS = 10.0
"""So long a start waits for the telephone; it goes on beside it."""

AGAIN_SECONDS = 5.0


def media_engine(media: VoiceMedia, folder: Path, heard: Callable[[MediaEvent], None]) -> MediaEngine:
    """What carries the sound, as the settings say. folder: for what it keeps."""
    if media.engine == "rtp_io":
        ports = {"port_min": media.port_min, "port_max": media.port_max}
        return RtpIoMedia(RtpIo(folder=folder, media=media.host, advertised=media.public, **ports), heard)
    host, _, port = media.control.rpartition(":")
    shown = f"{media.host}!{media.public}" if media.public else media.host
    engine = Rtpengine(
        folder=folder, host=host or "127.0.0.1", ng_port=int(port) if port else 0, media=(shown,),
        digits_port=media.digits_port, gone_port=media.gone_port, port_min=media.port_min, port_max=media.port_max,
    )  # fmt: skip
    return RtpengineMedia(engine, heard)


def conference_mixer(media: VoiceMedia, folder: Path, gone: Callable[[frozenset[str]], None]) -> JanusMixer | None:
    """What puts more than two together; None where the settings want none, or the machine has none."""
    janus = Janus(
        folder=folder,
        media=media.host,
        shown=media.public,
        port_min=media.mixer_port_min,
        port_max=media.mixer_port_max,
    )
    return JanusMixer(janus, gone) if media.mixer == "janus" and janus.there else None


def hours(site: Site, zone: str, clock: Callable[[], int]) -> Callable[[], Opening]:
    """Whether the telephone is answered now, and when it is next; where no hours are set, it always is."""

    def now() -> Opening:
        set_hours = site.kept.hours_of(CHANNEL)
        return opening(set_hours, clock(), zone) if set_hours is not None else Opening(True, None, None)

    return now


def recording_rules(recording: VoiceRecording, mailbox: VoiceMailbox) -> RecordingRules:
    """What is recorded. Raises Invalid where it is half decided."""
    message_keep_ms = mailbox.keep_days * DAY_MS
    if not recording.used:
        return RecordingRules(message_keep_ms=message_keep_ms)
    return RecordingRules(
        basis=recording.basis or None, languages=frozenset(recording.notice), keep_ms=recording.keep_days * DAY_MS,
        by_queue={queue: days * DAY_MS for queue, days in recording.queue_keep_days.items()},
        always=recording.declining == "always", message_keep_ms=message_keep_ms,
    )  # fmt: skip


def voices_tried(data: str, own: str) -> Voices:
    """Who speaks for those who write menus: what is spoken is gone at once, so a site that is nowhere does it among the system's temporary files.
    data: the site's folder. own: that of its recordings.
    """
    folder = Path(data) if data else Path(tempfile.gettempdir()) / f"hoolin-{secrets.token_hex(8)}"
    return Voices(folder / "tried", own)


class AskedOfAll:
    """The questions of the settings, put to everybody who calls one of its queues. See `AfterCall`; a room that knows better takes its place."""

    FORM = "after_call"

    def __init__(self, settings: VoiceAfterCall) -> None:
        self._queues = settings.queues
        self._questions = {one.code: one for one in settings.questions}

    def form_for(self, answered: Answered) -> Form | None:
        """Everybody, in the languages that every question has."""
        asked = tuple(code for code, one in self._questions.items() if answered.language in one.text)
        return Form(self.FORM, asked) if not self._queues or answered.queue in self._queues else None

    def question(self, form: str, code: str) -> KeyQuestion | None:
        """By its code."""
        return self._questions.get(code) if form == self.FORM else None


class Telephone:
    """The telephone of a site; off where the settings have none. extensions: agents by the number of their telephone."""

    def __init__(self, settings: VoiceSettings, folder: Path | None, zone: str) -> None:
        self.settings = settings
        self.zone = zone
        self.gateway: VoiceGateway | None = None
        self.mixer: JanusMixer | None = None
        self.agents: dict[str, str] = {}
        self._starting: asyncio.Future[None] | None = None
        self._trial = tempfile.TemporaryDirectory(prefix="hoolin-") if folder is None and settings.used else None
        self._folder = folder if folder is not None else Path(self._trial.name if self._trial is not None else ".")

    def connect(
        self,
        house: PostHouse,
        desk: CallDesk,
        callbacks: Callbacks,
        waits: workforce_room.waits.Waits,
        told: Callable[[str, dict[str, object]], None],
        caught_up: Callable[[], Awaitable[None]],
    ) -> None:
        """Put it together, where there is one. told, caught_up: see `VoiceHouse`."""
        settings = self.settings
        desk.rules = DialRules(settings.agent_hour_max, settings.minute_max, settings.calls_max)
        if not settings.used:
            return
        desk.records = recording_rules(settings.recording, settings.mailbox)
        if settings.after_call.questions and desk.after is None:
            desk.after = AskedOfAll(settings.after_call)

        def expected(one: Interaction) -> tuple[int, int] | None:
            found = waits.expected_of(one)
            return (found.low_ms, found.high_ms) if found is not None else None

        rooms = Rooms(
            house.site, house.ask, house.people, house.past, house.store, house.lookup, house.now, house.new_id
        )
        made = VoiceHouse(
            rooms=rooms, desk=desk, settings=settings, sounds=SystemSounds(ZoneInfo(self.zone), house.now, Path(settings.sounds) if settings.sounds else None), callbacks=callbacks, expected=expected,
            opening=hours(house.site, self.zone, house.now), agents=lambda: self.agents, told=told, caught_up=caught_up, folder=self._folder / "voice",
        )  # fmt: skip

        def heard(event: MediaEvent) -> None:
            if self.gateway is not None:
                self.gateway.heard(event)

        def mixer_gone(rooms: frozenset[str]) -> None:
            if self.gateway is not None:
                self.gateway.mixer_gone(rooms)

        self.mixer = conference_mixer(settings.media, made.folder, mixer_gone)
        self.gateway = VoiceGateway(made, media_engine(settings.media, made.folder, heard), self.mixer)

    def names_are(self, logins: dict[str, str]) -> None:
        """Whose each telephone is. logins: agents by their log-in name."""
        self.agents = {
            number: logins[one.agent] for number, one in self.settings.extensions.items() if one.agent in logins
        }

    @property
    def rules(self) -> tuple[ChannelRules, ...]:
        """How the channel is set up at first."""
        return (RULES,) if self.settings.used else ()

    async def start(self) -> None:
        """Take up what is under way, and listen. Whatever stands in the way (the engine is not there, a port is taken) is said and tried
        again: nobody who writes is kept waiting for the telephone. Raises Invalid for settings that cannot be.
        """
        if self.gateway is None:
            return
        self._starting = asyncio.ensure_future(self._keep_starting(self.gateway, sip_settings(self.settings)))
        await asyncio.wait((self._starting,), timeout=START_SECONDS)

    async def _keep_starting(self, gateway: VoiceGateway, sip: SipSettings) -> None:
        while True:
            try:
                await gateway.start(SipStack(sip, gateway, lambda: CHANCE.hex(16)))
            except HoolinError as problem:
                log.error("the telephone cannot work yet, and is tried again: %s", problem)
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return

    async def stop(self) -> None:
        """Calls go on in the engine, and are taken up by whoever starts next; those of a trial, which leaves nothing behind, end."""
        if self._starting is not None:
            self._starting.cancel()
        if self.gateway is not None:
            await self.gateway.stop(lasting=self._trial is None)
        if self.mixer is not None:
            await self.mixer.stop()
        if self._trial is not None:
            self._trial.cleanup()


def reports(calls: CallDesk, desk: k.CallbackDesk) -> Reacts:
    """What calling back learns of calls: that somebody was reached, or that nobody was there. A number that does not exist, or a line
    that is down, is for a person to judge.
    """

    def reached(state: Any, entry: Entry) -> Iterator[Command]:
        fact = entry.fact
        assert isinstance(fact, v.LegAnswered)
        call = calls.kept.open.get(fact.call)
        if fact.part == "customer" and call is not None and call.dialled_by and fact.interaction in desk.kept.open:
            yield k.commands.ReportTry(interaction=fact.interaction, agent=call.dialled_by, outcome="reached")

    def tried(state: Any, entry: Entry) -> Iterator[Command]:
        fact = entry.fact
        assert isinstance(fact, v.CallEnded)
        if fact.answered or fact.agent is None or fact.interaction not in desk.kept.open:
            return
        outcome = TRIED.get(fact.cause)
        if outcome is not None:
            yield k.commands.ReportTry(interaction=fact.interaction, agent=fact.agent, outcome=outcome)

    return {v.LegAnswered: reached, v.CallEnded: tried}


TRIED: dict[str, k.facts.TryOutcome] = {"busy": "busy", "no_answer": "no_answer", "refused": "busy"}
"""What is reported of a call that nobody answered."""


def refusals(calls: CallDesk) -> Reacts:
    """Who wants no call recorded is not in the one under way either; who declines for ever in one has it noted."""

    def refused(state: Any, entry: Entry) -> Iterator[Command]:
        fact = entry.fact
        assert isinstance(fact, people_room.facts.RecordingRefused)
        for call in calls.kept.open.values():
            if calls.refuses(call.customer):
                yield DeclineRecording(call=call.call, cause="customer")

    def declined(state: Any, entry: Entry) -> Iterator[Command]:
        fact = entry.fact
        assert isinstance(fact, tape.RecordingDeclined)
        if fact.always:
            yield people_room.commands.RefuseRecording(customer=fact.customer)

    return {people_room.facts.RecordingRefused: refused, tape.RecordingDeclined: declined}


def calls_room(desk: CallDesk, callbacks: k.CallbackDesk, people: people_room.People) -> Room:
    """The calls. They look at the floor, at calling back and at people, and must come after them."""
    desk.refuses = people.refuses_recording
    reporting = reports(desk, callbacks)

    def ended(state: Any, entry: Entry) -> Iterator[Command]:
        yield from reporting[v.CallEnded](state, entry)
        yield from room.REACTS[v.CallEnded](state, entry)

    return Room(
        name="calls", state=desk, facts=room.FACTS, dump=room.dump, load=room.load, decides=room.DECIDES, folds=room.FOLDS,
        reacts={**reporting, **refusals(desk), **room.REACTS, v.CallEnded: ended},
    )  # fmt: skip
