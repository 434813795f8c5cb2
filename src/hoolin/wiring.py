"""Builds the whole house from its settings: the only file that knows every room, and the only one that picks a back end.

    house = build(Settings(data="data"))          everything opened, replayed and caught up; blocking
    app = web(house, settings)                    the web application around it
    async with house.running(): …                 commands are taken, pages are served

Tests call it with a folder of their own, or with none: then nothing touches the disk.
"""

import asyncio
import os
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from hoolin.cases import api as cases_room
from hoolin.cases.api import AgentLine as DeskAgent
from hoolin.cases.api import Desk, from_rows
from hoolin.channels.chat.gateway import ChatGateway
from hoolin.channels.chat.house import ChatHouse
from hoolin.cluster.port import Lease
from hoolin.cluster.single import FileLeases
from hoolin.core.delivery import delivery as delivery_room
from hoolin.core.errors import NotFound, Refusal
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction.commands import SetAgent
from hoolin.core.interaction.facts import Attachment
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import AgentProfile
from hoolin.journal import memory, sqlite
from hoolin.journal.codec import Codec
from hoolin.journal.port import Stores
from hoolin.journal.views import Views, ViewSource
from hoolin.people import api as people_room
from hoolin.people.api import CustomerErased
from hoolin.runtime.floor import floor_room
from hoolin.runtime.house import House
from hoolin.runtime.loop import Loop, Progress
from hoolin.runtime.outbox import Carrier, Deliveries
from hoolin.runtime.reading import Reading
from hoolin.runtime.room import Room
from hoolin.server.accounts.door import Accounts
from hoolin.server.api import attachments, chat, customers, desk, setup
from hoolin.server.app import Application, create_app
from hoolin.server.live.doors import Doors
from hoolin.server.live.hub import Hub
from hoolin.server.live.texts import Texts
from hoolin.server.openapi import union_of
from hoolin.server.parts import Parts
from hoolin.server.records import Records
from hoolin.server.settings import ServerSettings
from hoolin.server.site import SiteWatch
from hoolin.server.visitors import Past, Visitors
from hoolin.workforce import api as workforce_room

STATE_VERSION = "1"
"""Of the folded state's shape. Another number makes a start replay the whole journal instead of the newest snapshot."""

NAMES_SECONDS = 5.0
"""How soon a changed name of a colleague is seen everywhere."""


class HoolinSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is decided before a site starts; the rest is set up in the product itself.

    data: the folder that holds the site; empty: nowhere, for a trial (all is gone at the end).
    operator: what customers are told whom they talk to.
    time_zone: where midnight is, for the figures of a day.
    server: where Hoolin listens, and whom it trusts.
    """

    data: str = "data"
    operator: str = "Hoolin"
    time_zone: str = "Europe/Tallinn"
    server: ServerSettings = ServerSettings()


@dataclass(frozen=True)
class Faces:
    """What the outside meets. names: of agents, by agent id; attended: agents who work without a desk of ours."""

    hub: Hub
    chat: ChatGateway
    records: Records
    names: dict[str, str]
    attended: set[str]


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
        self.carriers: dict[str, Carrier] = {}
        self.deliveries = Deliveries(self.loop, self.rooms["delivery"].state, self.carriers)
        self.hub, self.chat, self.records = self.faces.hub, self.faces.chat, self.faces.records
        self.names, self.attended = self.faces.names, self.faces.attended
        self.on_start: list[Callable[[], Any]] = []
        self.lease: Lease | None = None
        self.loop.perform(self.deliveries.perform)
        self.loop.read_along(self.forget)

    @property
    def site(self) -> Site:
        """The live state of the floor."""
        state: Site = self.rooms["floor"].state
        return state

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Built"]:
        """Commands are taken and pages are served until it is left; then everything decided is on disk."""
        self.loop.start()
        await self.read_names()
        tasks = [asyncio.get_running_loop().create_task(self._keep_names())]
        await self.deliveries.recover()
        self._forget_all()
        self.hub.start()
        self.chat.start()
        try:
            for start in self.on_start:
                tasks.append(asyncio.ensure_future(start()))
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await self.chat.stop()
            await self.hub.stop()
            await self.deliveries.stop()
            await self.loop.stop()
            self.close()

    def close(self) -> None:
        """Let go of the files; after `running` it has been done."""
        self.reading.stop()
        self.stores.journal.close()
        if self.lease is not None:
            self.lease.release()

    def forget(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A reader of the loop: whoever was erased on disk loses their key now, and with it all they ever said."""
        for entry in entries:
            if isinstance(entry.fact, CustomerErased):
                asyncio.get_running_loop().run_in_executor(None, self.stores.contents.erase, entry.fact.customer)

    def _forget_all(self) -> None:
        """After a crash between the two: whoever was erased on disk is gone before anything is served."""
        for customer in self.rooms["people"].state.erased:
            if not self.stores.contents.erased(customer):
                self.stores.contents.erase(customer)

    async def _keep_names(self) -> None:
        while True:
            await asyncio.sleep(NAMES_SECONDS)
            await self.read_names()
            # An open desk is a log-in in use; one that was ended elsewhere, by the command line perhaps, is closed here.
            for session in await self.accounts.sessions.keep(self.hub.sessions()):
                self.hub.end_session(session)

    async def read_names(self) -> None:
        """What the people of the site are called now; whoever is new among those who serve is made known to routing."""
        for account in await self.accounts.all():
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


def now_ms() -> Instant:
    """The wall clock; the only place that reads it for decisions."""
    return time.time_ns() // 1_000_000


def new_id(kind: str) -> str:
    """A new id: the kind's letter, the millisecond, and 80 random bits. Ids that lie together in time lie together on disk."""
    return f"{kind}{now_ms():012x}{secrets.token_hex(10)}"


def rooms() -> dict[str, Room]:
    """Every room that decides or folds, new and empty."""
    made = (
        floor_room(),
        Room(
            name="cases", state=cases_room.Cases(), facts=cases_room.FACTS, dump=cases_room.dump,
            load=cases_room.load, decides=cases_room.DECIDES, folds=cases_room.FOLDS, reacts=cases_room.REACTS,
        ),
        Room(
            name="people", state=people_room.People(), facts=people_room.FACTS, dump=people_room.dump,
            load=people_room.load, decides=people_room.DECIDES, folds=people_room.FOLDS,
            reacts=people_room.REACTS,
        ),
        Room(
            name="delivery", state=delivery_room.Outbox(), facts=delivery_room.FACTS, dump=_dump_outbox,
            load=_load_outbox, decides=delivery_room.DECIDES, folds=delivery_room.FOLDS,
            reacts=delivery_room.REACTS,
        ),
        Room(
            name="board", state=workforce_room.Board(), facts=(), dump=workforce_room.dump,
            load=workforce_room.load, folds=workforce_room.FOLDS,
        ),
    )  # fmt: skip
    return {room.name: room for room in made}


def _dump_outbox(outbox: delivery_room.Outbox) -> bytes:
    return msgspec.msgpack.encode(outbox, order="deterministic")


def _load_outbox(outbox: delivery_room.Outbox, body: bytes) -> None:
    kept = msgspec.msgpack.decode(body, type=delivery_room.Outbox)
    outbox.open, outbox.delivering, outbox.channel_of = kept.open, kept.delivering, kept.channel_of


def view_sources() -> list[ViewSource]:
    """The read models."""
    return [people_room.read_model(), cases_room.read_model()]


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
    stores = sqlite.open_stores(folder, codec) if folder is not None else memory.open_stores(codec)
    loop = Loop(house, stores, clock, STATE_VERSION)
    loop.replay(progress)
    views = Views(folder / "views.db" if folder is not None else None, view_sources())
    views.catch_up(stores.journal, progress)
    reading = Reading(views)
    house.used = lambda ids: _used(ids, stores, reading)
    built = _assemble(settings, loop, made, reading)
    built.lease = lease
    built.carriers.update(carriers or {})
    return built


def _used(ids: Sequence[str], stores: Stores, reading: Reading) -> bool:
    """Whether one of these ids is known on disk; for a new contact, some tens of microseconds."""
    return bool(stores.contents.get(ids)) or bool(reading.ask("cases.used", (msgspec.json.encode(ids).decode(),)))


def _assemble(settings: HoolinSettings, loop: Loop, made: dict[str, Room], reading: Reading) -> Built:
    stores = loop.stores
    site: Site = made["floor"].state
    cases: cases_room.Cases = made["cases"].state
    texts = Texts(stores.contents, reading)
    names: dict[str, str] = {}
    attended: set[str] = set()
    past = Past(reading, loop, cases, stores.contents, stores.blobs)
    past.agent_name = lambda agent: names.get(agent or "")
    visitors = Visitors(made["people"].state, reading, loop, _lookup_secret(settings), new_id)
    gateway = ChatGateway(ChatHouse(site, loop.ask, visitors, past, settings.operator, new_id))
    desk_view = _desk_view(reading, site)
    doors = Doors(
        lambda agent: names.get(agent or ""), attended.__contains__, _attachment_of(desk_view, past), new_id,
        lambda: site.kept.channels, settings.operator,
    )  # fmt: skip
    hub = Hub(desk_view, texts, loop.submit, loop.ask, doors)
    board: workforce_room.Board = made["board"].state
    hub.board = lambda: workforce_room.figures(
        board, loop.clock(), workforce_room.offset_min(loop.clock(), settings.time_zone)
    )
    hub.on_typing, gateway.on_typing = gateway.typing, hub.typing
    records = Records(desk_view, texts, reading, site, cases)
    records.agent_name = doors.agent_name
    for reader in (reading.take, hub.take, gateway.take):
        loop.read_along(reader)
    accounts = _accounts(settings, loop.clock)
    accounts.sessions.on_end(hub.end_session)
    faces = Faces(hub, gateway, records, names, attended)
    return Built(settings, loop, made, reading, faces, accounts)


def web(built: Built) -> Application:
    """The web application around a site; it starts and stops the site."""
    watch = SiteWatch(built.loop, lambda: built.reading.views.position)
    return create_app(
        Parts(
            settings=built.settings.server,
            accounts=built.accounts,
            health=watch.health,
            figures=watch.figures,
            life=built.running,
            routers=(desk.router, customers.router, setup.router, chat.router, attachments.router),
            schemas=union_of("Fact", built.loop.house.fact_types, "fact"),
            things=(built.hub, built.chat, built.records, attachments.Attachments(built.stores.blobs)),
        )
    )


def _desk_view(reading: Reading, site: Site) -> Desk:
    tallies = {row["kind"]: row["number"] for row in reading.ask("cases.tallies")}
    view = from_rows(reading.views.position, reading.ask("cases.live"), tallies)
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


def _lookup_secret(settings: HoolinSettings) -> bytes:
    """The key under which identities are looked up; made once per site."""
    if not settings.data:
        return secrets.token_bytes(32)
    file = Path(settings.data) / "lookup.key"
    try:
        return file.read_bytes()
    except FileNotFoundError:
        secret = secrets.token_bytes(32)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as new:
            new.write(secret)
            new.flush()
            os.fsync(new.fileno())
        return secret


def _accounts(settings: HoolinSettings, clock: Callable[[], Instant]) -> Accounts:
    """Who may log in. They are always in a file; that of a trial is gone when it is closed, or at the latest with the process."""
    if settings.data:
        return Accounts(Path(settings.data), clock)
    folder = tempfile.TemporaryDirectory(prefix="hoolin-")
    accounts = Accounts(Path(folder.name), clock)
    accounts.closed = folder.cleanup
    return accounts
