"""Puts a site together, starts it and stops it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from hoolin.channels.voice.recording.converting import STRETCH_BYTES_MAX
from hoolin.cluster.port import Lease
from hoolin.cluster.single import FileLeases
from hoolin.core.commands import Command
from hoolin.core.effects import Effect
from hoolin.core.errors import Refusal
from hoolin.core.facts import Instant
from hoolin.core.interaction.commands import SetAgent, SetChannel
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import AgentProfile
from hoolin.experience.api import contacts as contact_rows
from hoolin.insight.api import words
from hoolin.journal.apart import work
from hoolin.journal.codec import Codec
from hoolin.journal.errors import Damaged
from hoolin.journal.port import Stores
from hoolin.journal.sqlite.blobs import BLOB_BYTES_MAX
from hoolin.journal.views import Views
from hoolin.runtime.answering import Answering
from hoolin.runtime.apart import FoldingApart
from hoolin.runtime.folding import Folding, FoldingHere
from hoolin.runtime.house import House
from hoolin.runtime.loop import Loop, Progress
from hoolin.runtime.outbox import Carrier, Deliveries
from hoolin.runtime.reading import Reading
from hoolin.runtime.room import Room
from hoolin.server.accounts.door import Accounts
from hoolin.server.accounts.sessions import Lives
from hoolin.server.coaching.upkeep import Upkeep
from hoolin.server.experience import FigureDesk
from hoolin.server.holidays import HolidayCalendar
from hoolin.server.lessons import Lessons, Pace
from hoolin.server.post import Lookups
from hoolin.server.suggesting import SuggestOffice
from hoolin.server.sweeping import Sweep
from hoolin.server.unexplained import UnexplainedDesk
from hoolin.wiring.channels import rules_of
from hoolin.wiring.coached import gone_of
from hoolin.wiring.faces import Faces, Ground, faces_on
from hoolin.wiring.finding import searcher_on
from hoolin.wiring.forgetting import Forgetting
from hoolin.wiring.ids import new_id, now_ms, site_secret
from hoolin.wiring.leaving import Leaving, Unwritten, close_accounts
from hoolin.wiring.rooms import READ_MODELS, STATE_VERSION, rooms, view_sources
from hoolin.wiring.settings import HoolinSettings
from hoolin.wiring.stores import HOW_TO, OlderJournal, open_stores

NAMES_SECONDS = 5.0
"""How soon a changed name of a colleague is seen everywhere."""


@dataclass
class Built:
    """A site, put together. `running` starts and stops what moves.

    rooms: by name. on_start: called once everything runs, each beside the others (simulated people, first set-up).
    lease: what keeps every other process from this folder; None for a site that is nowhere.
    """

    settings: HoolinSettings
    loop: Loop
    rooms: Mapping[str, Room]
    reading: Reading
    faces: Faces
    accounts: Accounts

    def __post_init__(self) -> None:
        self.stores: Stores = self.loop.stores
        self.carriers: dict[str, Carrier] = dict(self.faces.office.carriers)
        self.deliveries = Deliveries(self.loop, self.rooms["delivery"].state, self.carriers)
        self.hub, self.chat, self.records = self.faces.hub, self.faces.chat, self.faces.records
        self.office, self.callbacks = self.faces.office, self.faces.callbacks
        self.names, self.attended = self.faces.names, self.faces.attended
        self.sweep = Sweep(self.loop, self.reading, self.settings.retention.days)
        self.figures = _figures(self.settings, self.loop, self.rooms)
        self.suggesting = _suggesting(self.settings, self.loop, self.rooms, self.reading)
        self.unexplained = UnexplainedDesk(self.suggesting)
        self.on_start: list[Callable[[], Any]] = []
        self.lease: Lease | None = None
        people = self.rooms["people"].state
        self.searcher = searcher_on(self.settings.folder, self.loop, self.reading, self.hub.texts, people)
        self.searcher.agent_name = self.records.agent_name
        self.forgetting = Forgetting(self.stores.contents, self.reading, people, self.searcher.feeder.forget)
        self.calendar = HolidayCalendar(self.site.kept, self.loop.submit, self.loop.clock, self.settings.time_zone)
        self.upkeep = _upkeep(self.settings, self.loop, self.rooms, self.reading)
        self.loop.perform(self._perform)
        gones = gone_of(self.rooms)
        self.leaving = Leaving(self.stores.contents, self.reading, gones, self.loop.durable_position)
        self.loop.read_along(self.forgetting.take)
        self.loop.read_along(self.leaving.take)
        for reader in (
            self.figures.take,
            self.suggesting.lessons.take,
            self.unexplained.take,
            self.searcher.feeder.take,
        ):
            self.loop.read_along(reader)
        self.accounts.sessions.on_end(self.hub.end_session)

    @property
    def site(self) -> Site:
        """The live state of the floor."""
        state: Site = self.rooms["floor"].state
        return state

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Built"]:
        """Commands are taken and pages are served until it is left; then everything decided is on disk. What cannot begin ends what has
        begun before it.
        """
        async with AsyncExitStack() as ends:
            ends.callback(self.close)
            ends.push_async_callback(self.searcher.feeder.stop)
            ends.push_async_callback(self.forgetting.stop)
            ends.push_async_callback(self.leaving.stop)
            ends.callback(self.reading.finish)
            ends.push_async_callback(self.figures.finish)
            ends.push_async_callback(self.suggesting.lessons.stop)
            ends.push_async_callback(self.unexplained.stop)
            # These hear of what is decided as soon as anything is.
            for part in (
                self.loop, self.faces.copies, self.faces.returned, self.faces.machines, self.deliveries, self.hub, self.chat,
            ):  # fmt: skip
                ends.push_async_callback(part.stop)
            self.loop.start()
            self.reading.start()
            await self.read_names()
            await self._set_up_channels()
            await self.deliveries.recover()
            await self.faces.returned.recover()
            self.forgetting.catch_up()
            self.leaving.catch_up()
            await self.faces.copies.recover()
            self.hub.start()
            self.chat.start()
            for door in (self.office, self.faces.telephone):
                ends.push_async_callback(door.stop)
                await door.start()
            works = (
                self._keep_names(),
                self.sweep.run(),
                self.upkeep.run(),
                self.calendar.run(),
                self.suggesting.lessons.run(),
                self.searcher.feeder.run(),
                *(start() for start in self.on_start),
            )
            for task in [asyncio.ensure_future(work) for work in works]:
                ends.callback(task.cancel)
            yield self

    def close(self) -> None:
        """Let go of the files; after `running` it has been done."""
        with ExitStack() as ends:
            if self.lease is not None:
                ends.callback(self.lease.release)
            ends.callback(self.stores.journal.close)
            ends.callback(self.figures.stop)
            ends.callback(self.reading.stop)

    def _perform(self, effects: Sequence[Effect]) -> None:
        self.deliveries.perform(effects)
        self.office.perform(effects)
        self.faces.machines.perform(effects)
        if self.faces.telephone.gateway is not None:
            self.faces.telephone.gateway.perform(effects)

    async def _set_up_channels(self) -> None:
        """A channel that has an account and no rules yet gets those it comes with."""
        for rules in (*rules_of(self.settings.channels), *self.faces.telephone.rules):
            if rules.channel not in self.site.kept.channels:
                await self._ask(SetChannel(rules=rules))

    async def _keep_names(self) -> None:
        while True:
            await asyncio.sleep(NAMES_SECONDS)
            await self.read_names()
            # An open desk is a log-in in use; one that was ended elsewhere, by the command line perhaps, is closed here.
            for session in await self.accounts.sessions.keep(self.hub.sessions()):
                self.hub.end_session(session)

    async def read_names(self) -> None:
        """What the people of the site are called now; whoever is new among those who serve is made known to routing."""
        accounts = await self.accounts.all()
        logins = {one.login: one.agent for one in accounts if one.agent is not None and not one.disabled}
        self.faces.telephone.names_are(logins)
        for account in accounts:
            if account.agent is not None:
                self.names[account.agent] = account.name
                if account.agent not in self.site.kept.agents and not account.disabled:
                    await self._introduce(account.agent)
        await close_accounts(accounts, self.rooms["leaving"].state, self._ask)

    async def _introduce(self, agent: str) -> None:
        """Somebody who may serve and is not set up yet speaks every language of the site, so that they can begin."""
        skills = {f"lang:{language}": 100 for language in self.site.kept.rules.languages}
        with suppress(Refusal):
            await self._ask(SetAgent(profile=AgentProfile(agent=agent, skills=skills)))

    async def _ask(self, command: Command) -> None:
        await self.loop.submit(command, actor="system", key=new_id("x"))


def build(
    settings: HoolinSettings,
    clock: Callable[[], Instant] = now_ms,
    carriers: dict[str, Carrier] | None = None,
    progress: Progress | None = None,
) -> Built:
    """Open, replay and put together a site; blocking. Raises LeaseTaken, NewerSchema, MasterKeyMissing, DiskRefused, and Invalid where the
    settings name another place for the journal than the folder does.

    carriers: gateways of channels with a provider, by channel; more may be added before it runs. progress: called with
    (position, head) while the journal is replayed.
    """
    folder = settings.folder
    if folder is None:
        return _put_together(settings, clock, carriers, progress)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lease = FileLeases(folder).take("site")
    try:
        built = _put_together(settings, clock, carriers, progress)
    except BaseException:
        lease.release()
        raise
    built.lease = lease
    return built


def _put_together(
    settings: HoolinSettings,
    clock: Callable[[], Instant],
    carriers: dict[str, Carrier] | None,
    progress: Progress | None,
) -> Built:
    folder = settings.folder
    made = rooms()
    house = House(tuple(made.values()))
    codec = Codec(house.fact_types)
    size_max = max(BLOB_BYTES_MAX, STRETCH_BYTES_MAX if settings.voice.recording.used else 0)
    stores = open_stores(settings, codec, size_max)
    house.gone = Unwritten(made["people"].state.erased, gone_of(made), stores.contents)
    loop = Loop(house, stores, clock, STATE_VERSION)
    loop.replay(progress)
    reading = _reading(settings, house, stores, progress)
    house.used = lambda names, contents: used_on(names, contents, stores, reading)
    secret = site_secret(folder)
    faces = faces_on(Ground(settings, loop, made, reading, secret, Lookups(secret)))
    built = Built(settings, loop, made, reading, faces, _accounts(settings, clock))
    built.carriers.update(carriers or {})
    return built


def _reading(settings: HoolinSettings, house: House, stores: Stores, progress: Progress | None) -> Reading:
    """The read models, caught up. Those in a file are folded from then on by a process of their own."""
    folder = settings.folder
    if folder is None:
        views = Views(None, view_sources())
        folding: Folding = FoldingHere(views, stores.journal)
    else:
        file = folder / "views.db"
        views = Views(file, view_sources())
        folding = FoldingApart(views, work(folder, file, READ_MODELS, house.fact_types, settings.journal.place))
        if settings.journal.place is not None and not views.belongs_to(stores.journal):
            # A file of our own cannot be exchanged under us; a server can.
            views.close()
            stores.journal.close()
            raise OlderJournal(
                shown=views.position, ends=stores.journal.head(), help=f"see {HOW_TO}; where it is meant, delete {file}"
            )
    views.catch_up(stores.journal, progress)
    return Reading(views, stores.journal, folding)


def used_on(names: Sequence[str], contents: Sequence[str], stores: Stores, reading: Reading) -> bool:
    """Whether one of these ids is known on disk; for a new contact, some tens of microseconds. Each kind is asked for where it is kept."""
    try:
        known = bool(contents) and bool(stores.contents.get(contents))
    except Damaged:
        # It does not open, but it is there.
        known = True
    return known or (bool(names) and bool(reading.ask("cases.used", (msgspec.json.encode(names).decode(),))))


def _figures(settings: HoolinSettings, loop: Loop, rooms: Mapping[str, Room]) -> FigureDesk:
    folder = settings.folder
    path = folder / "experience.duckdb" if folder is not None else None
    kept = path is not None and path.exists()
    copy = contact_rows.Copy(loop.stores.journal, contact_rows.DuckColumns(path), kept)
    return FigureDesk(copy, rooms["criteria"].state, loop.clock, settings.operator)


def _suggesting(settings: HoolinSettings, loop: Loop, rooms: Mapping[str, Room], reading: Reading) -> SuggestOffice:
    wanted = settings.suggest
    make = (lambda: words.Words(Answering(words.PROGRAM))) if wanted.on else None
    pace = Pace(wanted.first_s, wanted.rest_s)
    lessons = Lessons(rooms["reasons"].state, rooms["people"].state, loop, reading, make, pace)
    return SuggestOffice(rooms["improvements"].state, loop, reading, lessons)


def _upkeep(settings: HoolinSettings, loop: Loop, rooms: Mapping[str, Room], reading: Reading) -> Upkeep:
    due = [rooms[name].state.is_due for name in ("sessions", "ease")]
    return Upkeep(rooms["ease"].state, loop, reading, settings.time_zone, due)


def _accounts(settings: HoolinSettings, clock: Callable[[], Instant]) -> Accounts:
    """Who may log in. They are always in a file; that of a trial is gone when it is closed, or at the latest with the process."""
    lives = Lives(settings.server.session_hours * 3_600_000, settings.server.session_idle_minutes * 60_000)
    if settings.folder is not None:
        return Accounts(settings.folder, clock, lives)
    folder = tempfile.TemporaryDirectory(prefix="hoolin-")
    accounts = Accounts(Path(folder.name), clock, lives)
    accounts.closed = folder.cleanup
    return accounts
