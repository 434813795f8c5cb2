"""Puts a site together, starts it and stops it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from hoolin.cases import api as cases_room
from hoolin.cases.api import AgentLine as DeskAgent
from hoolin.cases.api import Desk, from_rows
from hoolin.channels.chat.gateway import CHANNEL as CHAT
from hoolin.channels.chat.gateway import SHOWN_ON, ChatGateway
from hoolin.channels.chat.house import ChatHouse
from hoolin.channels.machines import Machines
from hoolin.channels.post.house import PostHouse
from hoolin.channels.post.office import Office
from hoolin.channels.voice.recording.converting import STRETCH_BYTES_MAX
from hoolin.channels.written import Keep, Surroundings, WasHeard
from hoolin.cluster.port import Lease
from hoolin.cluster.single import FileLeases
from hoolin.core.effects import Effect
from hoolin.core.errors import NotFound, Refusal
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.flow.desk import Flows
from hoolin.core.intake.facts import InputEnded
from hoolin.core.intake.intake import owner_of
from hoolin.core.interaction.commands import SetAgent, SetChannel
from hoolin.core.interaction.facts import Attachment
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.rules import AgentProfile, Language
from hoolin.experience.api import contacts as contact_rows
from hoolin.experience.api import surveys
from hoolin.journal import memory, sqlite
from hoolin.journal.apart import work
from hoolin.journal.codec import Codec
from hoolin.journal.port import Stores
from hoolin.journal.sqlite.blobs import BLOB_BYTES_MAX
from hoolin.journal.views import Views
from hoolin.people import api as people_room
from hoolin.people.api import CustomerErased
from hoolin.runtime.apart import FoldingApart
from hoolin.runtime.folding import Folding, FoldingHere
from hoolin.runtime.house import House
from hoolin.runtime.loop import Loop, Progress
from hoolin.runtime.outbox import Carrier, Deliveries
from hoolin.runtime.reading import Reading
from hoolin.runtime.room import Room
from hoolin.server.accounts.door import Accounts
from hoolin.server.callbacks import Callbacks
from hoolin.server.calls import CallRecords
from hoolin.server.cards import Cards
from hoolin.server.contact import ContactBoard
from hoolin.server.copies import Copies
from hoolin.server.experience import FigureDesk
from hoolin.server.flows import FlowOffice
from hoolin.server.live.doors import Doors
from hoolin.server.live.hub import Hub
from hoolin.server.live.texts import Texts
from hoolin.server.passes import PassOffice
from hoolin.server.post import Correspondents, Lookups, Shelves, Threads
from hoolin.server.promises import Calendar, PromiseBook
from hoolin.server.records import Records
from hoolin.server.returned import Returned
from hoolin.server.surveys import SurveyOffice
from hoolin.server.sweeping import Sweep
from hoolin.server.visitors import Past, Visitors
from hoolin.wiring.channels import composers_of, makers, rules_of, transliterates
from hoolin.wiring.hours import callback_hours, day_of, local_day, next_opening, open_on, say_when
from hoolin.wiring.ids import new_id, now_ms, site_secret
from hoolin.wiring.keyed import SurveysByKeys
from hoolin.wiring.rooms import READ_MODELS, STATE_VERSION, rooms, view_sources
from hoolin.wiring.settings import HoolinSettings
from hoolin.wiring.voice import Telephone
from hoolin.wiring.ways import ways_in
from hoolin.workforce import api as workforce_room

NAMES_SECONDS = 5.0
"""How soon a changed name of a colleague is seen everywhere."""


@dataclass(frozen=True)
class Faces:
    """What the outside meets. callbacks: who asks to be called. names: of agents, by agent id; attended: agents who work without a desk
    of ours.
    """

    hub: Hub
    chat: ChatGateway
    office: Office
    callbacks: Callbacks
    records: Records
    names: dict[str, str]
    attended: set[str]
    contact: ContactBoard
    passes: PassOffice
    returned: Returned
    flows: FlowOffice
    machines: Machines
    telephone: Telephone
    calls: CallRecords
    promises: PromiseBook
    copies: Copies
    surveys: SurveyOffice


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
        self.on_start: list[Callable[[], Any]] = []
        self.lease: Lease | None = None
        self._forgetting: set[asyncio.Future[None]] = set()
        self.loop.perform(self._perform)
        self.loop.read_along(self.forget)
        self.loop.read_along(self.figures.take)

    @property
    def site(self) -> Site:
        """The live state of the floor."""
        state: Site = self.rooms["floor"].state
        return state

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Built"]:
        """Commands are taken and pages are served until it is left; then everything decided is on disk."""
        self.loop.start()
        self.reading.start()
        await self.read_names()
        tasks = [asyncio.get_running_loop().create_task(work) for work in (self._keep_names(), self.sweep.run())]
        await self._set_up_channels()
        await self.deliveries.recover()
        await self.faces.returned.recover()
        self._forget_all()
        await self.faces.copies.recover()
        self.hub.start()
        self.chat.start()
        try:
            await self.office.start()
            await self.faces.telephone.start()
            for start in self.on_start:
                tasks.append(asyncio.ensure_future(start()))
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await self.faces.telephone.stop()
            await self.office.stop()
            await self.chat.stop()
            await self.hub.stop()
            await self.deliveries.stop()
            await self.faces.machines.stop()
            await self.faces.returned.stop()
            await self.faces.copies.stop()
            await self.loop.stop()
            await self.figures.finish()
            self.reading.finish()
            try:
                await self.forgotten()
            finally:
                self.close()

    def close(self) -> None:
        """Let go of the files; after `running` it has been done."""
        self.reading.stop()
        self.figures.stop()
        self.stores.journal.close()
        if self.lease is not None:
            self.lease.release()

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
                await self.loop.submit(SetChannel(rules=rules), actor="system", key=new_id("x"))

    def forget(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A reader of the loop: whoever was erased on disk loses their key now, and with it all they ever said; what turns out to
        be theirs only afterwards (a provider repeats it) goes too.
        """
        erased = self.rooms["people"].state.erased
        for entry in entries:
            fact = entry.fact
            if isinstance(fact, CustomerErased):
                self._go_on(self._forget(fact.customer, entry.position))
            elif isinstance(fact, InputEnded) and not erased.isdisjoint(fact.customers):
                self._go_on(self.reading.aside(self._forget_input, fact.input))

    def _go_on(self, forgetting: Awaitable[None]) -> None:
        task = asyncio.ensure_future(forgetting)
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def forgotten(self) -> None:
        """Whoever was erased so far is gone from every store."""
        await asyncio.gather(*self._forgetting)

    async def _forget(self, customer: str, position: int) -> None:
        """Their own key, and those of everything that came from them."""
        await self.reading.aside(self.stores.contents.erase, customer)
        await self.reading.reached(position)
        await self.reading.aside(self._forget_inputs, customer)

    def _forget_inputs(self, customer: str) -> None:
        for row in self.reading.ask("post.inputs_of", (customer,)):
            self._forget_input(row["input"])

    def _forget_input(self, input: str) -> None:
        if not self.stores.contents.erased(owner_of(input)):
            self.stores.contents.erase(owner_of(input))

    def _forget_all(self) -> None:
        """After a crash between the two: whoever was erased on disk is gone before anything is served."""
        for customer in self.rooms["people"].state.erased:
            if not self.stores.contents.erased(customer):
                self.stores.contents.erase(customer)
            self._forget_inputs(customer)

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

    async def _introduce(self, agent: str) -> None:
        """Somebody who may serve and is not set up yet speaks every language of the site, so that they can begin."""
        skills = {f"lang:{language}": 100 for language in self.site.kept.rules.languages}
        command = SetAgent(profile=AgentProfile(agent=agent, skills=skills))
        with suppress(Refusal):
            await self.loop.submit(command, actor="system", key=new_id("x"))


def build(
    settings: HoolinSettings,
    clock: Callable[[], Instant] = now_ms,
    carriers: dict[str, Carrier] | None = None,
    progress: Progress | None = None,
) -> Built:
    """Open, replay and put together a site; blocking. Raises LeaseTaken, NewerSchema, MasterKeyMissing, DiskRefused.

    carriers: gateways of channels with a provider, by channel; more may be added before it runs. progress: called with
    (position, head) while the journal is replayed.
    """
    folder = Path(settings.data) if settings.data else None
    lease = None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lease = FileLeases(folder).take("site")
    made = rooms()
    house = House(tuple(made.values()))
    house.gone = made["people"].state.erased
    codec = Codec(house.fact_types)
    size_max = max(BLOB_BYTES_MAX, STRETCH_BYTES_MAX if settings.voice.recording.used else 0)
    stores = (
        sqlite.open_stores(folder, codec, blob_bytes_max=size_max)
        if folder is not None
        else memory.open_stores(codec, size_max)
    )
    loop = Loop(house, stores, clock, STATE_VERSION)
    loop.replay(progress)
    reading = _reading(folder, house, stores, progress)
    house.used = lambda names, contents: _used(names, contents, stores, reading)
    built = _assemble(settings, loop, made, reading)
    built.lease = lease
    built.carriers.update(carriers or {})
    return built


def _reading(folder: Path | None, house: House, stores: Stores, progress: Progress | None) -> Reading:
    """The read models, caught up. Those in a file are folded from then on by a process of their own."""
    if folder is None:
        views = Views(None, view_sources())
        folding: Folding = FoldingHere(views, stores.journal)
    else:
        file = folder / "views.db"
        views = Views(file, view_sources())
        folding = FoldingApart(views, work(folder, file, READ_MODELS, house.fact_types))
    views.catch_up(stores.journal, progress)
    return Reading(views, stores.journal, folding)


def _used(names: Sequence[str], contents: Sequence[str], stores: Stores, reading: Reading) -> bool:
    """Whether one of these ids is known on disk; for a new contact, some tens of microseconds. Each kind is asked for where it is kept."""
    known = bool(contents) and bool(stores.contents.get(contents))
    return known or (bool(names) and bool(reading.ask("cases.used", (msgspec.json.encode(names).decode(),))))


def _assemble(settings: HoolinSettings, loop: Loop, made: dict[str, Room], reading: Reading) -> Built:
    stores = loop.stores
    site: Site = made["floor"].state
    cases: cases_room.Cases = made["cases"].state
    texts = Texts(stores.contents, reading)
    names: dict[str, str] = {}
    attended: set[str] = set()
    past = Past(reading, loop, cases, stores.contents, stores.blobs)
    past.agent_name = lambda agent: names.get(agent or "")
    visitors = Visitors(made["people"].state, reading, loop, site_secret(_folder(settings)), new_id)
    lookups = Lookups(site_secret(_folder(settings)))
    passes = PassOffice(
        made["passes"].state, loop, lookups, made["people"].state.erased, settings.server.public_url
    )  # fmt: skip
    people: people_room.People = made["people"].state
    desk_view = _desk_view(reading, site)
    cards = Cards(desk_view, reading, SHOWN_ON)
    gateway = ChatGateway(
        ChatHouse(site, loop.ask, visitors, past, settings.operator, new_id, passes, people.shown_as, cards.of)
    )
    composers = composers_of(settings.channels)
    office = _office(settings, loop, made, reading, names, passes)
    copies = Copies(office, loop, reading, lookups)
    doors = Doors(
        lambda agent: names.get(agent or ""), attended.__contains__, _attachment_of(desk_view, past), new_id,
        lambda: site.kept.channels, lambda: composers, _ended_of(reading), settings.operator,
        partial(_written, site, copies),
    )  # fmt: skip
    hub = Hub(desk_view, texts, loop.submit, loop.ask, doors)
    board: workforce_room.Board = made["board"].state
    hub.board = partial(_board, board, made["promises"].state, loop.clock, settings.time_zone)
    hub.on_typing, gateway.on_typing = gateway.typing, hub.typing
    records = Records(desk_view, texts, reading, site, cases, people)
    records.agent_name = doors.agent_name
    made["catalogue"].state.day_of = local_day(settings.time_zone)
    book = _promise_book(settings, loop, made, reading, hub)
    records.promises_of = book.of_customers
    records.transliterates = partial(transliterates, settings.channels, office.house.outbox)
    returned = Returned(office.house, loop, reading)
    asking = _surveys(settings, loop, made, reading, gateway)
    # Whose page it is must be known when the questions come: before the chat lets go of what has ended.
    for reader in (reading.take, hub.take, asking.take, gateway.take, returned.take, copies.take):
        loop.read_along(reader)
    accounts = _accounts(settings, loop.clock)
    accounts.sessions.on_end(hub.end_session)
    contact_board = ContactBoard(
        ways_in(settings), made["waits"].state, passes, loop.clock, settings.operator, settings.time_zone
    )
    callbacks = _callbacks(settings, loop, made, office)
    flows, machines = _flows(settings, loop, made)
    telephone, calls = _telephone(settings, loop, made, reading, office, callbacks, hub)
    made["calls"].state.after = SurveysByKeys(asking.desk, loop.clock, made["calls"].state.after)
    if telephone.gateway is not None and settings.voice.web.on:
        gateway.calling.door = telephone.gateway.web
    faces = Faces(
        hub, gateway, office, callbacks, records, names, attended, contact_board, passes, returned, flows, machines,
        telephone, calls, book, copies, asking,
    )  # fmt: skip
    return Built(settings, loop, made, reading, faces, accounts)


def _written(site: Site, copies: Copies, interaction: str) -> cases_room.promises.facts.Written:
    """How whoever is promised something there gets it in writing."""
    one = site.kept.interactions.get(interaction)
    if one is None:
        return "aloud"
    if one.channel == CHAT:
        return "card"
    return "text" if site.kept.channels[one.channel].delivers else copies.written_to(one.customer)


def _board(
    board: workforce_room.Board, ledger: cases_room.promises.Ledger, clock: Callable[[], Instant], zone: str
) -> dict[str, Any]:
    now = clock()
    told = workforce_room.figures(board, now, workforce_room.offset_min(now, zone))
    return told | {"promises": msgspec.to_builtins(cases_room.promises.standing(ledger, now))}


def _promise_book(
    settings: HoolinSettings, loop: Loop, made: dict[str, Room], reading: Reading, hub: Hub
) -> PromiseBook:
    zone, site = settings.time_zone, made["floor"].state
    calendar = Calendar(zone, partial(open_on, site, zone), day_of(zone), say_when(zone))
    return PromiseBook(hub, reading, hub.texts, calendar, loop.clock)


def _figures(settings: HoolinSettings, loop: Loop, rooms: Mapping[str, Room]) -> FigureDesk:
    folder = _folder(settings)
    path = folder / "experience.duckdb" if folder is not None else None
    kept = path is not None and path.exists()
    copy = contact_rows.Copy(loop.stores.journal, contact_rows.DuckColumns(path), kept)
    return FigureDesk(copy, rooms["criteria"].state, loop.clock, settings.operator)


def _flows(settings: HoolinSettings, loop: Loop, made: dict[str, Room]) -> tuple[FlowOffice, Machines]:
    flows: Flows = made["flows"].state
    flows.bounds = settings.flows.bounds
    flows.next_open, flows.say_when = next_opening(settings.time_zone), say_when(settings.time_zone)
    contents = loop.stores.contents
    machines = Machines(settings.flows.hooks, loop.submit, lambda ids: contents.get(list(ids)))
    return FlowOffice(flows, loop.submit, loop.clock, settings.flows.hooks), machines


def _surveys(
    settings: HoolinSettings, loop: Loop, made: dict[str, Room], reading: Reading, chat: ChatGateway
) -> SurveyOffice:
    desk: surveys.SurveyDesk = made["surveys"].state
    lookups = Lookups(site_secret(_folder(settings)))
    office = SurveyOffice(desk, loop, lookups, reading, new_id, settings.server.public_url)
    desk.link_for, office.operator = office.link, settings.operator
    chat.survey_for, office.on_asked = office.token_for, chat.ask_how_it_went
    return office


def _callbacks(settings: HoolinSettings, loop: Loop, made: dict[str, Room], office: Office) -> Callbacks:
    desk: cases_room.callbacks.CallbackDesk = made["callbacks"].state
    desk.rules = cases_room.callbacks.CallbackRules(slot_places=settings.callback.slot_places)
    desk.open_between = callback_hours(made["floor"].state, settings.time_zone)
    callbacks = Callbacks(desk, loop.submit, office.house, settings.callback.country)
    callbacks.may_call = made["flows"].state.may_call = lambda number: settings.voice.may_call(
        number, settings.callback.country
    )
    waits: workforce_room.waits.Waits = made["waits"].state

    def soonest(language: Language) -> tuple[int, int] | None:
        expected = waits.expected("callback", "", language, loop.clock())
        return (expected.low_ms, expected.high_ms) if expected is not None else None

    def wait_of(one: Interaction) -> tuple[int, int] | None:
        expected = waits.expected_of(one)
        return (expected.low_ms, expected.high_ms) if expected is not None else None

    callbacks.soonest, callbacks.wait_of = soonest, wait_of
    return callbacks


def _telephone(
    settings: HoolinSettings, loop: Loop, made: dict[str, Room], reading: Reading, office: Office, callbacks: Callbacks,
    hub: Hub,
) -> tuple[Telephone, CallRecords]:  # fmt: skip
    telephone = Telephone(settings.voice, _folder(settings), settings.time_zone)

    async def caught_up() -> None:
        await reading.reached(loop.durable_position)

    waits = made["waits"].state
    telephone.connect(office.house, made["calls"].state, callbacks, waits, hub.told_on_the_phone, caught_up)
    gateway = telephone.gateway
    if gateway is not None:
        loop.read_along(gateway.take)
        hub.phone.door = hub.phone.consulting = gateway.phone
        hub.phone.supervising = gateway.supervision
        hub.phone.away = gateway.phone.away
    return telephone, CallRecords(reading, loop.stores.contents.get, gateway)


def _office(
    settings: HoolinSettings, loop: Loop, made: dict[str, Room], reading: Reading, names: dict[str, str],
    passes: PassOffice,
) -> Office:  # fmt: skip
    secret = site_secret(_folder(settings))
    lookups = Lookups(secret)
    threads = Threads(reading, loop, made["cases"].state, made["floor"].state)
    threads.agent_name = lambda agent: names.get(agent or "")
    house = PostHouse(
        site=made["floor"].state, outbox=made["delivery"].state, intake=made["intake"].state, ask=loop.ask,
        people=Correspondents(made["people"].state, reading, lookups, new_id), past=threads,
        store=Shelves(loop.stores, reading),
        passes=passes, lookup=lookups, now=loop.clock, new_id=new_id, operator=settings.operator,
    )  # fmt: skip

    def surroundings(keep: Keep, was_heard: WasHeard) -> Surroundings:
        public_url = settings.server.public_url.rstrip("/")
        return Surroundings(keep, loop.clock, secret, settings.operator, public_url, was_heard)

    accounts = settings.channels
    return Office(house, makers(accounts, surroundings), {used: tuple(accounts.of(used)) for used in accounts.used})


def _desk_view(reading: Reading, site: Site) -> Desk:
    tallies = {row["kind"]: row["number"] for row in reading.ask("cases.tallies")}
    view = from_rows(reading.position, reading.ask("cases.live"), tallies)
    view.rules = site.kept.rules
    view.queues = dict(site.kept.queues)
    view.agents = {
        agent: DeskAgent(profile=one.profile, presence=one.presence, reason=one.reason)
        for agent, one in site.kept.agents.items()
    }
    return view


def _attachment_of(view: Desk, past: Past) -> Callable[[str, str], Attachment]:
    def attachment(interaction: str, blob: str) -> Attachment:
        line = view.lines.get(interaction)
        if line is None:
            raise NotFound("interaction", interaction=interaction)
        return past.attachment(line.customer, blob)

    return attachment


def _ended_of(reading: Reading) -> Callable[[str], cases_room.Line | None]:
    def ended(interaction: str) -> cases_room.Line | None:
        found = reading.ask("cases.conversation", (interaction,))
        return cases_room.line_of(found[0]) if found and found[0]["ended_at"] is not None else None

    return ended


def _folder(settings: HoolinSettings) -> Path | None:
    return Path(settings.data) if settings.data else None


def _accounts(settings: HoolinSettings, clock: Callable[[], Instant]) -> Accounts:
    """Who may log in. They are always in a file; that of a trial is gone when it is closed, or at the latest with the process."""
    if settings.data:
        return Accounts(Path(settings.data), clock)
    folder = tempfile.TemporaryDirectory(prefix="hoolin-")
    accounts = Accounts(Path(folder.name), clock)
    accounts.closed = folder.cleanup
    return accounts
