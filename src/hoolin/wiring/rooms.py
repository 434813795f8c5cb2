"""The rooms that decide and fold, and the read models: each once, new and empty."""

from dataclasses import replace
from functools import partial
from typing import Any, cast

import msgspec

from hoolin.cases import api as cases_room
from hoolin.cases.api import callbacks, menus, promises, replies, saved
from hoolin.catalogue import api as catalogue_room
from hoolin.channels.post import rows as post_rows
from hoolin.channels.voice import room as voice_room
from hoolin.coaching import api as coaching_room
from hoolin.core.commands import Command, Reacts
from hoolin.core.delivery import delivery as delivery_room
from hoolin.core.facts import Entry
from hoolin.core.flow import fold as flow_room
from hoolin.core.flow.decide import DECIDES
from hoolin.core.flow.desk import Flows
from hoolin.core.intake import intake as intake_room
from hoolin.core.interaction.commands import SendMessage
from hoolin.core.interaction.site import Site
from hoolin.experience import api as experience_room
from hoolin.insight import api as insight_room
from hoolin.journal.views import ViewSource
from hoolin.people import api as people_room
from hoolin.runtime.floor import floor_room
from hoolin.runtime.room import Room
from hoolin.runtime.together import together_room
from hoolin.server.config.shape import Live, mark, setup_of
from hoolin.wiring import keyed
from hoolin.wiring.coached import coached
from hoolin.wiring.saying import say_with
from hoolin.wiring.voice import calls_room
from hoolin.workforce import api as workforce_room

STATE_VERSION = "10"
"""Of the folded state's shape. Another number makes a start replay the whole journal instead of the newest snapshot."""

READ_MODELS = (
    people_room.read_model,
    cases_room.read_model,
    callbacks.read_model,
    post_rows.read_model,
    voice_room.read_model,
    menus.read_model,
    promises.read_model,
    catalogue_room.read_model,
    experience_room.surveys.read_model,
    experience_room.reviews.read_model,
    insight_room.reasons.read_model,
    coaching_room.drills.read_model,
)
"""What gives each read model. Another process finds them by their names."""


def rooms() -> dict[str, Room]:
    """Every room that decides or folds, new and empty. One that looks at another, which it reads and never changes, comes after it."""
    floor = floor_room()
    site, callback_desk, people = floor.state, callbacks.CallbackDesk(floor.state), people_room.People()
    flows = _opened("flows", Flows(site), flow_room, decides=DECIDES)
    ledger, catalogue = promises.Ledger(site), catalogue_room.Catalogue(site)
    outbox = delivery_room.Outbox()
    criteria = experience_room.criteria.Criteria(site)
    surveys = experience_room.surveys.SurveyDesk(site, criteria)
    surveys.shown_as, surveys.erased, surveys.outbox = people.shown_as, people.erased, outbox
    reviews = experience_room.reviews.ReviewDesk(site, criteria, surveys)
    criteria.users.append(partial(_users, surveys, reviews))
    asking = _opened("surveys", surveys, experience_room.surveys, reacts=keyed.REACTS)
    reasons = insight_room.reasons.Reasons(site)
    improvements = insight_room.improvements.Improvements(reasons)
    reasons.users.append(improvements.users)
    improvements.shown_as, improvements.unwilling_elsewhere = people.shown_as, lambda: surveys.kept.unwilling
    told = _opened("reasons", reasons, insight_room.reasons)
    # What a flow adds to (arriving, speaking, the clock), and what a survey does (the end), and the list of reasons, is decided in its room, with
    # the floor's own decision inside.
    elsewhere = {*flows.decides, *asking.decides, *told.decides}
    own = {one: decide for one, decide in floor.decides.items() if one not in elsewhere}
    floor = replace(floor, decides=own | {SendMessage: say_with(site, catalogue, ledger)})
    made = (
        floor,
        flows,
        _opened("cases", cases_room.Cases(), cases_room),
        _opened("passes", cases_room.Passes(), cases_room.passes, dump=msgspec.msgpack.encode, load=_load_passes),
        _opened("callbacks", callback_desk, callbacks),
        _opened("promises", ledger, promises, reacts=_promises_react(), next_due=promises.Ledger.next_due),
        _opened("saved", saved.Views(site), saved),
        _opened("catalogue", catalogue, catalogue_room),
        _opened("replies", replies.Replies(), replies),
        _opened("people", people, people_room),
        _opened("delivery", outbox, delivery_room, dump=_dump_outbox, load=_load_outbox),
        _opened("intake", intake_room.Intake(), intake_room, dump=_dump_intake, load=_load_intake),
        _opened("board", workforce_room.Board(), workforce_room),
        _opened("probes", experience_room.Probes(), experience_room),
        asking,
        _opened("reviews", reviews, experience_room.reviews),
        _opened("criteria", criteria, experience_room.criteria),
        told,
        _opened("improvements", improvements, insight_room.improvements),
        *(_opened(*one) for one in coached(site, criteria, surveys, reasons)),
        waits_room(site),
        calls_room(voice_room.CallDesk(site, flows.state), callback_desk, people),
    )
    named = {room.name: room for room in made}
    live = Live(site, flows.state, surveys, reviews, named["replies"].state)
    return named | {"together": together_room(named, SET_UP, rooms, lambda: mark(setup_of(live)))}


SET_UP = ("floor", "flows", "surveys", "reviews", "replies", "criteria", "reasons", "improvements")
"""Rooms that a file of the whole set-up changes, and those that these look at when they decide."""


def waits_room(site: Site) -> Room:
    """What customers are told to expect."""
    return _opened("waits", workforce_room.waits.Waits(site), workforce_room.waits)


TABLES, FUNCTIONS = ("FACTS", "DECIDES", "FOLDS", "REACTS"), ("dump", "load", "follow_up", "next_due")
"""The names under which a room's door shows what the loop needs of it. Few have all of them."""


def _opened(name: str, state: Any, door: object, **instead: Any) -> Room:
    """A room as its door shows it. instead: what is put together here, and not at the door."""
    shown = {part.lower(): getattr(door, part) for part in (*TABLES, *FUNCTIONS) if hasattr(door, part)}
    return Room(name=name, state=state, **{"facts": ()} | shown | instead)


def _promises_react() -> Reacts:
    """That somebody is forgotten the ledger hears here, for it does not know the room of people."""

    def erased(state: object, entry: Entry) -> tuple[Command, ...]:
        fact = cast(people_room.CustomerErased, entry.fact)
        return (promises.commands.EndPromises(forgotten=fact.customer),)

    return {**promises.REACTS, people_room.CustomerErased: erased}


def _users(
    surveys: experience_room.surveys.SurveyDesk, reviews: experience_room.reviews.ReviewDesk
) -> list[experience_room.criteria.User]:
    """What surveys ask and scorecards judge cannot be taken from the register."""
    used = (("survey", surveys.items_used()), ("scorecard", reviews.items_used()))
    return [
        experience_room.criteria.User(item=item, kind=kind, name=name)
        for kind, items in used
        for item, names in items.items()
        for name in names
    ]


def _dump_outbox(outbox: delivery_room.Outbox) -> bytes:
    # What was asked first leaves first, after a start from a snapshot too: only the set may be put in another order.
    fields = {name: getattr(outbox, name) for name in outbox.__struct_fields__}
    return msgspec.msgpack.encode(fields | {"delivering": sorted(outbox.delivering)})


def _load_outbox(outbox: delivery_room.Outbox, body: bytes) -> None:
    kept = msgspec.msgpack.decode(body, type=delivery_room.Outbox)
    for field in kept.__struct_fields__:
        setattr(outbox, field, getattr(kept, field))


def _load_passes(passes: cases_room.Passes, body: bytes) -> None:
    passes.by_lookup = msgspec.msgpack.decode(body, type=cases_room.Passes).by_lookup


def _dump_intake(intake: intake_room.Intake) -> bytes:
    return msgspec.msgpack.encode(intake)


def _load_intake(intake: intake_room.Intake, body: bytes) -> None:
    intake.open = msgspec.msgpack.decode(body, type=intake_room.Intake).open


def view_sources() -> list[ViewSource]:
    """The read models."""
    return [made() for made in READ_MODELS]
