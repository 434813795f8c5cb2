"""All rooms together: one command in, its facts folded, everything that follows from them folded too. No input or output.

This is the loop's inner step, and the whole of it is deterministic: the same rooms, commands and instants give the same
entries. The seeded simulations and the property tests drive it without a journal.
"""

from collections import OrderedDict
from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple

import msgspec

from hoolin.core.commands import Command, Decision
from hoolin.core.effects import Effect
from hoolin.core.errors import Conflict, Defect, Invalid, NotFound, PeerError, Refusal
from hoolin.core.facts import Content, Entry, Fact, Instant
from hoolin.core.limits import FACTS_PER_COMMAND_MAX
from hoolin.runtime.room import Decide, Fold, React, Room, no_follow_up

SYSTEM = "system"

SETTLED_AT_ONCE_MAX = 1_000
"""Entries after which what follows by itself waits for the next turn: when a thousand timers ring together, as after a day
without power, nobody else is kept waiting for all of them."""


NEW_IDS_MAX = 100_000
"""Ids remembered as used, until the stores are sure to know them: many times as many as can be on their way there."""


class Outcome(NamedTuple):
    """What one command led to."""

    entries: list[Entry]
    contents: list[Content]
    effects: list[Effect]


class House:
    """The rooms and the last position. `handle` decides and folds at once; nothing here waits for a disk.

    gone: owners whose key is destroyed, or about to be: nothing is written under it any more. used: whether the stores know
    one of these names (of conversations, cases, notes), or one of these contents. unsettled: something still follows by itself from what has happened; it is due at once.
    """

    def __init__(self, rooms: Sequence[Room]) -> None:
        self.rooms = tuple(rooms)
        self.position = 0
        self.refused_reactions = 0
        self.unsettled = False
        self.gone: Container[str] = frozenset()
        self.used: Callable[[Sequence[str], Sequence[str]], bool] = lambda names, contents: False
        self._new_ids: OrderedDict[str, None] = OrderedDict()
        self._decides: dict[type[Command], tuple[Room, Decide]] = {}
        self._folds: dict[type[Fact], list[tuple[Room, Fold]]] = {}
        self._reacts: dict[type[Fact], list[tuple[Room, React]]] = {}
        for room in rooms:
            for command, decide in room.decides.items():
                if command in self._decides:
                    raise Defect("two_rooms_decide", command=command.__name__)
                self._decides[command] = (room, decide)
            for fact, fold in room.folds.items():
                self._folds.setdefault(fact, []).append((room, fold))
            for fact, react in room.reacts.items():
                self._reacts.setdefault(fact, []).append((room, react))
        self._restless = [room for room in rooms if room.follow_up is not no_follow_up]

    @property
    def fact_types(self) -> tuple[type[Fact], ...]:
        """Every fact that any room may record."""
        return tuple(fact for room in self.rooms for fact in room.facts)

    @property
    def command_types(self) -> tuple[type[Command], ...]:
        """Every command that some room decides."""
        return tuple(self._decides)

    def handle(self, command: Command, actor: str, cause: str, now: Instant) -> Outcome:
        """Decide one command and everything that follows from it. A Refusal leaves the state as it was."""
        if getattr(command, "customer", None) in self.gone:
            raise NotFound("erased")
        outcome = Outcome([], [], [])
        decision = self._asked(command, now)
        try:
            self._take(decision, actor, cause, now, outcome)
            self._settle(cause, now, outcome)
        except (Refusal, PeerError) as refusal:
            # Whoever asked is not to blame: the state has half changed.
            raise Defect("refused_while_folding", cause=cause, said=str(refusal)) from refusal
        return outcome

    def fold(self, entry: Entry) -> None:
        """Replay: take up one entry that was decided before."""
        if entry.position != self.position + 1:
            raise Defect("gap_in_journal", expected=self.position + 1, found=entry.position)
        self.position = entry.position
        for room, fold in self._folds.get(type(entry.fact), ()):
            fold(room.state, entry)

    def next_due(self) -> Instant | None:
        """The instant at which something is due by the clock alone; 0 when something is due at once."""
        if self.unsettled:
            return 0
        return min((due for room in self.rooms if (due := room.next_due(room.state)) is not None), default=None)

    def dump(self) -> bytes:
        """The state of all rooms, for a snapshot. What is still to follow is no part of it, so nothing may be."""
        if self.unsettled:
            raise Defect("dump_of_unsettled")
        return msgspec.msgpack.encode({room.name: room.dump(room.state) for room in self.rooms})

    def load(self, body: bytes, position: int) -> None:
        """Take up the state of a snapshot. The house must be new."""
        parts = msgspec.msgpack.decode(body, type=dict[str, bytes])
        for room in self.rooms:
            if room.name in parts:
                room.load(room.state, parts[room.name])
        self.position = position

    def rest(self) -> None:
        """After a replay: see whether something was still to follow. Folding alone marks much that had long been seen to."""
        self.unsettled = bool([room for room in self._restless if room.follow_up(room.state, 0)])

    def _asked(self, command: Command, now: Instant) -> Decision:
        known = self._decides.get(type(command))
        if known is None:
            raise Invalid("unknown_command", command=type(command).__name__)
        room, decide = known
        decision = decide(room.state, command, now)
        for content in decision.contents:
            if content.owner in self.gone:
                raise NotFound("erased")
        if decision.new:
            self._are_new(decision)
        return decision

    def _are_new(self, decision: Decision) -> None:
        """Raises Conflict when one of these ids was used before, however long ago: what is new under an old name would be
        refused by the disk, and by then it would be folded.
        """
        known, ids = self._new_ids, decision.new
        contents = {content.id for content in decision.contents}
        names = [one for one in ids if one not in contents]
        if any(one in known for one in ids) or self.used(names, [one for one in ids if one in contents]):
            raise Conflict("id_used")
        known.update(dict.fromkeys(ids))
        while len(known) > NEW_IDS_MAX:
            known.popitem(last=False)

    def _take(self, decision: Decision, actor: str, cause: str, now: Instant, outcome: Outcome) -> None:
        outcome.contents.extend(decision.contents)
        outcome.effects.extend(decision.effects)
        self._record(decision.facts, actor, cause, now, outcome)

    def _record(self, facts: Iterable[Fact], actor: str, cause: str, now: Instant, outcome: Outcome) -> None:
        entries, before = outcome.entries, len(outcome.entries)
        for fact in facts:
            entry = Entry(self.position + 1, now, actor, cause, fact)
            self.fold(entry)
            entries.append(entry)
        if len(entries) > FACTS_PER_COMMAND_MAX:
            raise Defect("too_many_facts", cause=cause)
        for entry in entries[before:]:
            for room, react in self._reacts.get(type(entry.fact), ()):
                for command in react(room.state, entry):
                    self._react(command, cause, now, outcome)

    def _react(self, command: Command, cause: str, now: Instant, outcome: Outcome) -> None:
        try:
            decision = self._asked(command, now)
        except Refusal:
            # A room may ask for what another can no longer give; that is an answer, not a failure.
            self.refused_reactions += 1
            return
        self._take(decision, SYSTEM, cause, now, outcome)

    def _settle(self, cause: str, now: Instant, outcome: Outcome) -> None:
        restless = True
        while restless:
            restless = False
            for room in self._restless:
                facts = room.follow_up(room.state, now)
                if facts and len(outcome.entries) >= SETTLED_AT_ONCE_MAX:
                    self.unsettled = True
                    return
                if facts:
                    self._record(facts, SYSTEM, cause, now, outcome)
                    restless = True
        self.unsettled = False
