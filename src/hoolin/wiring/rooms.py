"""The rooms that decide and fold, and the read models: each once, new and empty."""

from dataclasses import replace
from typing import cast

import msgspec

from hoolin.cases import api as cases_room
from hoolin.cases.api import callbacks, menus, promises
from hoolin.catalogue import api as catalogue_room
from hoolin.channels.post import rows as post_rows
from hoolin.channels.voice import room as voice_room
from hoolin.core.commands import Command
from hoolin.core.delivery import delivery as delivery_room
from hoolin.core.facts import Entry
from hoolin.core.flow import fold as flow_room
from hoolin.core.flow.decide import DECIDES
from hoolin.core.flow.desk import Flows
from hoolin.core.intake import intake as intake_room
from hoolin.core.interaction.commands import SendMessage
from hoolin.core.interaction.site import Site
from hoolin.experience import api as experience_room
from hoolin.journal.views import ViewSource
from hoolin.people import api as people_room
from hoolin.runtime.floor import floor_room
from hoolin.runtime.room import Room
from hoolin.wiring import keyed
from hoolin.wiring.saying import say_with
from hoolin.wiring.voice import calls_room
from hoolin.workforce import api as workforce_room

STATE_VERSION = "6"
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
)
"""What gives each read model. Another process finds them by their names."""


def rooms() -> dict[str, Room]:
    """Every room that decides or folds, new and empty."""
    floor = floor_room()
    callback_desk = callbacks.CallbackDesk(floor.state)
    people = people_room.People()
    flows = flows_room(floor.state)
    ledger, catalogue = promises.Ledger(floor.state), catalogue_room.Catalogue(floor.state)
    outbox = delivery_room.Outbox()
    surveys = surveys_room(floor.state, people, outbox)
    reviews = reviews_room(floor.state)
    # What a flow adds to (arriving, speaking, the clock), and what a survey does (the end), is decided in its room, with the floor's own
    # decision inside.
    elsewhere = {*flows.decides, *surveys.decides}
    own = {one: decide for one, decide in floor.decides.items() if one not in elsewhere}
    floor = replace(floor, decides=own | {SendMessage: say_with(floor.state, catalogue, ledger)})
    made = (
        floor,
        flows,
        Room(
            name="cases", state=cases_room.Cases(), facts=cases_room.FACTS, dump=cases_room.dump,
            load=cases_room.load, decides=cases_room.DECIDES, folds=cases_room.FOLDS, reacts=cases_room.REACTS,
        ),
        Room(
            name="passes", state=cases_room.Passes(), facts=cases_room.passes.FACTS, dump=msgspec.msgpack.encode,
            load=_load_passes, decides=cases_room.passes.DECIDES, folds=cases_room.passes.FOLDS,
        ),
        Room(
            name="callbacks", state=callback_desk, facts=callbacks.FACTS, dump=callbacks.dump,
            load=callbacks.load, decides=callbacks.DECIDES, folds=callbacks.FOLDS,
        ),
        promises_room(ledger),
        Room(
            name="catalogue", state=catalogue, facts=catalogue_room.FACTS,
            dump=catalogue_room.dump, load=catalogue_room.load, decides=catalogue_room.DECIDES,
            folds=catalogue_room.FOLDS,
        ),
        Room(
            name="people", state=people, facts=people_room.FACTS, dump=people_room.dump,
            load=people_room.load, decides=people_room.DECIDES, folds=people_room.FOLDS,
            reacts=people_room.REACTS,
        ),
        Room(
            name="delivery", state=outbox, facts=delivery_room.FACTS, dump=_dump_outbox,
            load=_load_outbox, decides=delivery_room.DECIDES, folds=delivery_room.FOLDS,
            reacts=delivery_room.REACTS,
        ),
        Room(
            name="intake", state=intake_room.Intake(), facts=intake_room.FACTS, dump=_dump_intake,
            load=_load_intake, decides=intake_room.DECIDES, folds=intake_room.FOLDS,
        ),
        Room(
            name="board", state=workforce_room.Board(), facts=(), dump=workforce_room.dump,
            load=workforce_room.load, folds=workforce_room.FOLDS,
        ),
        Room(
            name="probes", state=experience_room.Probes(), facts=experience_room.FACTS, dump=experience_room.dump,
            load=experience_room.load, decides=experience_room.DECIDES, folds=experience_room.FOLDS,
        ),
        surveys,
        reviews,
        criteria_room(floor.state, surveys.state, reviews.state),
        waits_room(floor.state),
        calls_room(voice_room.CallDesk(floor.state, flows.state), callback_desk, people),
    )  # fmt: skip
    return {room.name: room for room in made}


def promises_room(ledger: promises.Ledger) -> Room:
    """What customers were told would happen. It looks at the floor, and must come after it; that somebody is forgotten it hears here, for
    it does not know the room of people.
    """

    def erased(state: object, entry: Entry) -> tuple[Command, ...]:
        fact = cast(people_room.CustomerErased, entry.fact)
        return (promises.commands.EndPromises(forgotten=fact.customer),)

    return Room(
        name="promises", state=ledger, facts=promises.FACTS, dump=promises.dump, load=promises.load,
        decides=promises.DECIDES, folds=promises.FOLDS,
        reacts={**promises.REACTS, people_room.CustomerErased: erased}, follow_up=promises.follow_up,
        next_due=promises.Ledger.next_due,
    )  # fmt: skip


def criteria_room(
    site: Site, surveys: experience_room.surveys.SurveyDesk, reviews: experience_room.reviews.ReviewDesk
) -> Room:
    """The register of criteria; its words are in the site's languages. What surveys ask and scorecards judge cannot be taken from it."""
    register = experience_room.criteria
    criteria = register.Criteria(site)

    def users() -> list[register.User]:
        used = (("survey", surveys.items_used()), ("scorecard", reviews.items_used()))
        return [
            register.User(item=item, kind=kind, name=name)
            for kind, items in used
            for item, names in items.items()
            for name in names
        ]

    criteria.users.append(users)
    return Room(
        name="criteria", state=criteria, facts=register.FACTS, dump=register.dump, load=register.load,
        decides=register.DECIDES, folds=register.FOLDS,
    )  # fmt: skip


def waits_room(site: Site) -> Room:
    """What customers are told to expect. It looks at the floor, and must come after it."""
    waits = workforce_room.waits
    return Room(
        name="waits", state=waits.Waits(site), facts=waits.FACTS, dump=waits.dump, load=waits.load,
        decides=waits.DECIDES, folds=waits.FOLDS, reacts=waits.REACTS,
    )  # fmt: skip


def surveys_room(site: Site, people: people_room.People, outbox: delivery_room.Outbox) -> Room:
    """What customers are asked when a conversation is over. It looks at the floor, and must come after it."""
    surveys = experience_room.surveys
    desk = surveys.SurveyDesk(site)
    desk.shown_as, desk.erased, desk.outbox = people.shown_as, people.erased, outbox
    return Room(
        name="surveys", state=desk, facts=surveys.FACTS, dump=surveys.dump, load=surveys.load,
        decides=surveys.DECIDES, folds=surveys.FOLDS, reacts=keyed.REACTS,
    )  # fmt: skip


def reviews_room(site: Site) -> Room:
    """What is judged, and by whom. It looks at the floor, and must come after it."""
    reviews = experience_room.reviews
    return Room(
        name="reviews", state=reviews.ReviewDesk(site), facts=reviews.FACTS, dump=reviews.dump, load=reviews.load,
        decides=reviews.DECIDES, folds=reviews.FOLDS, reacts=reviews.REACTS,
    )  # fmt: skip


def flows_room(site: Site) -> Room:
    """Menus: set, and run where people write. It looks at the floor, and must come after it."""
    return Room(
        name="flows", state=Flows(site), facts=flow_room.FACTS, dump=flow_room.dump, load=flow_room.load,
        decides=DECIDES, folds=flow_room.FOLDS, reacts=flow_room.REACTS, next_due=flow_room.next_due,
    )  # fmt: skip


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
