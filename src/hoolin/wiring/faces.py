"""What the outside meets of a site, put together: channels and the desk, and whatever answers for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
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
from hoolin.channels.written import Keep, Surroundings, WasHeard
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.flow.desk import Flows
from hoolin.core.interaction.facts import Attachment
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.rules import Language
from hoolin.experience.api import surveys
from hoolin.journal.readable import readable
from hoolin.people import api as people_room
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.runtime.room import Room
from hoolin.server.callbacks import Callbacks
from hoolin.server.calls import CallRecords
from hoolin.server.cards import Cards
from hoolin.server.contact import ContactBoard
from hoolin.server.copies import Copies
from hoolin.server.flows import FlowOffice
from hoolin.server.later import LaterBook
from hoolin.server.live.doors import Doors
from hoolin.server.live.hub import Hub
from hoolin.server.live.texts import Texts
from hoolin.server.passes import PassOffice
from hoolin.server.post import Correspondents, Lookups, Shelves, Threads
from hoolin.server.promises import Calendar, PromiseBook
from hoolin.server.records import Records
from hoolin.server.returned import Returned
from hoolin.server.surveys import SurveyOffice
from hoolin.server.visitors import Past, Visitors
from hoolin.wiring.channels import composers_of, makers, transliterates
from hoolin.wiring.hours import callback_hours, day_of, local_day, next_opening, open_on, say_when
from hoolin.wiring.ids import new_id
from hoolin.wiring.keyed import SurveysByKeys
from hoolin.wiring.settings import HoolinSettings
from hoolin.wiring.voice import Telephone
from hoolin.wiring.ways import ways_in
from hoolin.workforce import api as workforce_room


@dataclass(frozen=True)
class Ground:
    """What all of them stand on. rooms: by name. secret: of the site. lookups: values by their hash under it.
    new_id: makes an id for what comes in by post, given its kind's letter.
    """

    settings: HoolinSettings
    loop: Loop
    rooms: Mapping[str, Room]
    reading: Reading
    secret: bytes
    lookups: Lookups
    new_id: Callable[[str], str] = new_id


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
    later: LaterBook


def faces_on(ground: Ground) -> Faces:
    """All of them, connected with each other and with the loop, which they follow from then on."""
    settings, loop, made, reading = ground.settings, ground.loop, ground.rooms, ground.reading
    stores = loop.stores
    site: Site = made["floor"].state
    cases: cases_room.Cases = made["cases"].state
    texts = Texts(stores.contents, reading)
    names: dict[str, str] = {}
    attended: set[str] = set()
    past = Past(reading, loop, cases, stores.contents, stores.blobs)
    past.agent_name = lambda agent: names.get(agent or "")
    people: people_room.People = made["people"].state
    visitors = Visitors(people, reading, loop, ground.secret, new_id)
    passes = PassOffice(made["passes"].state, loop, ground.lookups, people.erased, settings.server.public_url)
    desk_view = _desk_view(reading, site)
    cards = Cards(desk_view, reading, SHOWN_ON)
    gateway = ChatGateway(
        ChatHouse(site, loop.ask, visitors, past, settings.operator, new_id, passes, people.shown_as, cards.of)
    )
    composers = composers_of(settings.channels)
    office = office_on(ground, names, passes)
    copies = Copies(office, loop, reading, ground.lookups)
    doors = Doors(
        lambda agent: names.get(agent or ""), attended.__contains__, _attachment_of(desk_view, past), new_id,
        lambda: site.kept.channels, lambda: composers, _ended_of(reading), settings.operator,
        partial(_written, site, copies),
    )  # fmt: skip
    hub = Hub(desk_view, texts, loop.submit, loop.ask, doors)
    later = LaterBook(site, office.house.outbox, hub, reading, loop.clock, settings.time_zone)
    hub.wrote = later.wrote
    board: workforce_room.Board = made["board"].state
    hub.board = partial(_board, board, made["promises"].state, loop.clock, settings.time_zone)
    hub.on_typing, gateway.on_typing = gateway.typing, hub.typing
    records = Records(desk_view, texts, reading, site, cases, people)
    records.agent_name = doors.agent_name
    made["catalogue"].state.day_of = local_day(settings.time_zone)
    book = _promise_book(ground, hub)
    records.promises_of = book.of_customers
    records.transliterates = partial(transliterates, settings.channels, office.house.outbox)
    returned = Returned(office.house, loop, reading)
    asking = _surveys(ground, gateway)
    # Whose page it is must be known when the questions come: before the chat lets go of what has ended.
    for reader in (reading.take, hub.take, asking.take, gateway.take, returned.take, copies.take):
        loop.read_along(reader)
    contact_board = ContactBoard(
        ways_in(settings), made["waits"].state, passes, loop.clock, settings.operator, settings.time_zone
    )
    callbacks = _callbacks(ground, office)
    flows, machines = _flows(ground)
    telephone, calls = _telephone(ground, office, callbacks, hub)
    made["calls"].state.after = SurveysByKeys(asking.desk, loop.clock, made["calls"].state.after)
    if telephone.gateway is not None and settings.voice.web.on:
        gateway.calling.door = telephone.gateway.web
    return Faces(
        hub, gateway, office, callbacks, records, names, attended, contact_board, passes, returned, flows, machines,
        telephone, calls, book, copies, asking, later,
    )  # fmt: skip


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


def _promise_book(ground: Ground, hub: Hub) -> PromiseBook:
    zone, site = ground.settings.time_zone, ground.rooms["floor"].state
    calendar = Calendar(zone, partial(open_on, site, zone), day_of(zone), say_when(zone))
    return PromiseBook(hub, ground.reading, hub.texts, calendar, ground.loop.clock)


def _flows(ground: Ground) -> tuple[FlowOffice, Machines]:
    settings, loop = ground.settings, ground.loop
    flows: Flows = ground.rooms["flows"].state
    flows.bounds = settings.flows.bounds
    flows.next_open, flows.say_when = next_opening(settings.time_zone), say_when(settings.time_zone)
    contents = loop.stores.contents
    machines = Machines(settings.flows.hooks, loop.submit, lambda ids: readable(contents, ids))
    return FlowOffice(flows, loop.submit, loop.clock, settings.flows.hooks), machines


def _surveys(ground: Ground, chat: ChatGateway) -> SurveyOffice:
    settings = ground.settings
    desk: surveys.SurveyDesk = ground.rooms["surveys"].state
    office = SurveyOffice(desk, ground.loop, ground.lookups, ground.reading, new_id, settings.server.public_url)
    desk.link_for, office.operator = office.link, settings.operator
    chat.survey_for, office.on_asked = office.token_for, chat.ask_how_it_went
    return office


def _callbacks(ground: Ground, office: Office) -> Callbacks:
    settings, loop, made = ground.settings, ground.loop, ground.rooms
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
    ground: Ground, office: Office, callbacks: Callbacks, hub: Hub
) -> tuple[Telephone, CallRecords]:  # fmt: skip
    settings, loop, made, reading = ground.settings, ground.loop, ground.rooms, ground.reading
    telephone = Telephone(settings.voice, settings.folder, settings.time_zone)

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


def office_on(ground: Ground, names: dict[str, str], passes: PassOffice) -> Office:
    """The post office, with a gateway for each written channel that has an account."""
    settings, loop, made, reading = ground.settings, ground.loop, ground.rooms, ground.reading
    threads = Threads(reading, loop, made["cases"].state, made["floor"].state)
    threads.agent_name = lambda agent: names.get(agent or "")
    house = PostHouse(
        site=made["floor"].state, outbox=made["delivery"].state, intake=made["intake"].state, ask=loop.ask,
        people=Correspondents(made["people"].state, reading, ground.lookups, ground.new_id), past=threads,
        store=Shelves(loop.stores, reading),
        passes=passes, lookup=ground.lookups, now=loop.clock, new_id=ground.new_id, operator=settings.operator,
    )  # fmt: skip

    def surroundings(keep: Keep, was_heard: WasHeard) -> Surroundings:
        public_url = settings.server.public_url.rstrip("/")
        return Surroundings(keep, loop.clock, ground.secret, settings.operator, public_url, was_heard)

    accounts = settings.channels
    return Office(house, makers(accounts, surroundings), {used: tuple(accounts.of(used)) for used in accounts.used})


def _desk_view(reading: Reading, site: Site) -> Desk:
    tallies = {row["kind"]: row["number"] for row in reading.ask("cases.tallies")}
    view = from_rows(reading.position, reading.ask("cases.live"), tallies)
    view.rules = site.kept.rules
    view.queues = dict(site.kept.queues)
    view.breathers = site.kept.ease.on
    view.agents = {
        agent: DeskAgent(
            profile=one.profile,
            presence=one.presence,
            reason=one.reason,
            resting_until=one.strain.until,
            owed_ms=one.strain.owed_ms,
        )
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
