"""Several commands at once: all of them, or none.

They are decided one after the other on a copy of the rooms that they change, each on what those before it led to; only when none is
refused, what they led to is given as one decision. So a refusal leaves the site as it was, and one transaction holds all the facts.
"""

from collections.abc import Callable, Mapping, Sequence

from hoolin.core.commands import Command, Decision
from hoolin.core.effects import Effect
from hoolin.core.errors import Conflict, Defect, Invalid, Refusal
from hoolin.core.facts import Content, Entry, Fact, Instant
from hoolin.core.limits import FACTS_PER_COMMAND_MAX
from hoolin.runtime.room import Room

FACTS_MAX = FACTS_PER_COMMAND_MAX // 2
"""The other half is for what follows by itself."""


NUMBER = "number_of_command"
"""In the detail of a refusal: which of the commands was refused, from 0."""


class Together(Command):
    """Do all of these, or none. commands: in order, each decided on what those before it led to. made_from: the mark of the state they were
    made for; another one means that somebody was faster. rehearse: only find out whether any of them is refused.
    """

    commands: tuple[Command, ...]
    made_from: str
    rehearse: bool = False


Rooms = Mapping[str, Room]


def together_room(real: Rooms, copied: Sequence[str], again: Callable[[], Rooms], mark: Callable[[], str]) -> Room:
    """The room that decides it. real: the site's rooms. copied: names of those that such commands change or look at. again: the same rooms once more, new and
    empty. mark: of the state as it is.
    """

    def decide(state: None, command: Together, now: Instant) -> Decision:
        if command.made_from != mark():
            raise Conflict("config_changed", made_from=command.made_from, now=mark())
        twins = {name: room for name, room in again().items() if name in copied}
        for name, room in twins.items():
            room.load(room.state, real[name].dump(real[name].state))
        decided = _decided(list(twins.values()), command, now)
        return Decision() if command.rehearse else decided

    return Room(
        name="together", state=None, facts=(), decides={Together: decide}, dump=lambda state: b"", load=lambda state, body: None
    )  # fmt: skip


def _decided(twins: Sequence[Room], command: Together, now: Instant) -> Decision:
    deciders = {kind: (room, decide) for room in twins for kind, decide in room.decides.items()}
    facts: list[Fact] = []
    contents: list[Content] = []
    effects: list[Effect] = []
    new: list[str] = []
    for number, one in enumerate(command.commands):
        if type(one) not in deciders:
            raise Defect("not_together", command=type(one).__name__)
        room, decide = deciders[type(one)]
        try:
            decision = decide(room.state, one, now)
        except Refusal as refusal:
            refusal.detail[NUMBER] = number
            raise
        for fact in decision.facts:
            facts.append(fact)
            entry = Entry(len(facts), now, "", "", fact)
            for twin in twins:
                fold = twin.folds.get(type(fact))
                if fold is not None:
                    fold(twin.state, entry)
        contents += decision.contents
        effects += decision.effects
        new += decision.new
    if len(facts) > FACTS_MAX:
        raise Invalid("too_much_at_once", facts=len(facts), facts_max=FACTS_MAX)
    return Decision(tuple(facts), tuple(contents), tuple(effects), tuple(new))
