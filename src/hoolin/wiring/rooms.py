"""The rooms that decide and fold, and the read models: each once, new and empty."""

from dataclasses import replace

import msgspec

from hoolin.cases import api as cases_room
from hoolin.cases.api import callbacks, menus
from hoolin.catalogue import api as catalogue_room
from hoolin.channels.post import rows as post_rows
from hoolin.channels.voice import room as voice_room
from hoolin.core.delivery import delivery as delivery_room
from hoolin.core.flow import fold as flow_room
from hoolin.core.flow.decide import DECIDES
from hoolin.core.flow.desk import Flows
from hoolin.core.intake import intake as intake_room
from hoolin.core.interaction.site import Site
from hoolin.experience import api as experience_room
from hoolin.journal.views import ViewSource
from hoolin.people import api as people_room
from hoolin.runtime.floor import floor_room
from hoolin.runtime.room import Room
from hoolin.wiring.voice import calls_room
from hoolin.workforce import api as workforce_room

STATE_VERSION = "5"
"""Of the folded state's shape. Another number makes a start replay the whole journal instead of the newest snapshot."""

READ_MODELS = (
    people_room.read_model,
    cases_room.read_model,
    callbacks.read_model,
    post_rows.read_model,
    voice_room.read_model,
    menus.read_model,
)
"""What gives each read model. Another process finds them by their names."""


def rooms() -> dict[str, Room]:
    """Every room that decides or folds, new and empty."""
    floor = floor_room()
    callback_desk = callbacks.CallbackDesk(floor.state)
    people = people_room.People()
    flows = flows_room(floor.state)
    # What a flow adds to (arriving, speaking, the clock) is decided in its room, with the floor's own decision inside.
    floor = replace(floor, decides={one: decide for one, decide in floor.decides.items() if one not in flows.decides})
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
        Room(
            name="catalogue", state=catalogue_room.Catalogue(floor.state), facts=catalogue_room.FACTS,
            dump=catalogue_room.dump, load=catalogue_room.load, decides=catalogue_room.DECIDES,
            folds=catalogue_room.FOLDS,
        ),
        Room(
            name="people", state=people, facts=people_room.FACTS, dump=people_room.dump,
            load=people_room.load, decides=people_room.DECIDES, folds=people_room.FOLDS,
            reacts=people_room.REACTS,
        ),
        Room(
            name="delivery", state=delivery_room.Outbox(), facts=delivery_room.FACTS, dump=_dump_outbox,
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
        waits_room(floor.state),
        calls_room(voice_room.CallDesk(floor.state, flows.state), callback_desk, people),
    )  # fmt: skip
    return {room.name: room for room in made}


def waits_room(site: Site) -> Room:
    """What customers are told to expect. It looks at the floor, and must come after it."""
    waits = workforce_room.waits
    return Room(
        name="waits", state=waits.Waits(site), facts=waits.FACTS, dump=waits.dump, load=waits.load,
        decides=waits.DECIDES, folds=waits.FOLDS, reacts=waits.REACTS,
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
