"""Every interaction's place in line, and what waits for one person in particular."""

import msgspec

from hoolin.core.errors import Defect, NotFound
from hoolin.core.routing.agents import Agent
from hoolin.core.routing.lines import Line, Lines
from hoolin.core.routing.order import EMPTY, Entry, Order
from hoolin.core.routing.waiting import Waiting, is_refused, only_agent


class Place(msgspec.Struct, gc=False):
    """A place in line. Nothing that it holds leads back to it, so a hundred thousand cost the garbage collector nothing.

    entry: what orders it, by urgency. personal: its entry in the personal line of `person`, who is preferred or asked for.
    alone: it is in nobody else's line.
    """

    waiting: Waiting
    line: Line
    entry: Entry
    alone: bool = False
    person: str = ""
    personal: Entry | None = None


class Places:
    """Who waits where. `personal` has, per person, the work that prefers or asks for them, by line."""

    def __init__(self, lines: Lines, chunk_max: int) -> None:
        self.by_id: dict[str, Place] = {}
        self.personal: dict[str, dict[Line, Order]] = {}
        self.counts: dict[str, int] = {}
        self._lines = lines
        self._chunk_max = chunk_max
        self._alone: dict[str, dict[str, Place]] = {}

    def place(self, interaction: str) -> Place:
        """The place of an interaction that is in line."""
        found = self.by_id.get(interaction)
        if found is None:
            raise NotFound("not_in_line", interaction=interaction)
        return found

    def add(self, waiting: Waiting) -> None:
        """Put an interaction in line, exactly as it says."""
        interaction = waiting.interaction
        if interaction in self.by_id:
            raise Defect("twice_in_line", interaction=interaction)
        line = self._lines.asks.get((waiting.queue, waiting.channel, waiting.skills, waiting.relaxed))
        if line is None or waiting.target is not None:
            line = self._lines.line_for(waiting)
        entry = (waiting.place_at + line.target_ms - waiting.priority * line.step_ms, interaction)
        place = self.by_id[interaction] = Place(waiting, line, entry)
        line.places += 1
        self.counts[line.queue] = self.counts.get(line.queue, 0) + 1
        if waiting.preferred is None and waiting.target is None:
            line.add(entry)
        else:
            self._add_known(place)

    def _add_known(self, place: Place) -> None:
        """In line for one person alone, or for everybody and for the person it prefers."""
        waiting = place.waiting
        only = only_agent(waiting)
        if only is None:
            place.line.add(place.entry)
        else:
            place.alone = True
            self._alone.setdefault(waiting.queue, {})[waiting.interaction] = place
        person = waiting.target or waiting.preferred
        if person is not None and not is_refused(waiting, person):
            head_start = 0 if waiting.target else place.line.affinity_ms
            place.person = person
            place.personal = (place.entry[0] - head_start, waiting.interaction)
            runs = self.personal.setdefault(person, {})
            run = runs.get(place.line)
            if run is None:
                run = runs[place.line] = Order(self._chunk_max)
            run.add(place.personal)

    def remove(self, interaction: str) -> Waiting:
        """Take an interaction out of line."""
        place = self.by_id.pop(interaction, None)
        if place is None:
            raise NotFound("not_in_line", interaction=interaction)
        line = place.line
        line.places -= 1
        self.counts[line.queue] -= 1
        if place.alone:
            del self._alone[line.queue][interaction]
        else:
            line.remove(place.entry)
        if place.personal is not None:
            runs = self.personal[place.person]
            run = runs[line]
            run.remove(place.personal)
            if run.head is EMPTY:
                del runs[line]
                if not runs:
                    del self.personal[place.person]
        return place.waiting

    def replace(self, waiting: Waiting) -> Waiting:
        """The same interaction, asking for something else than before."""
        self.remove(waiting.interaction)
        self.add(waiting)
        return waiting

    def position(self, interaction: str) -> int:
        """1 for the most urgent of its queue, whatever the channel: a few bisections per line of the queue."""
        place = self.place(interaction)
        queue = place.line.queue
        before = sum(line.rank(place.entry) for line in self._lines.of_queue(queue))
        return 1 + before + sum(other.entry < place.entry for other in self._alone.get(queue, {}).values())

    def kept_for(self, person: str) -> list[Waiting]:
        """What is in line for this person alone, the most urgent first."""
        found = [
            self.by_id[interaction]
            for run in self.personal.get(person, {}).values()
            for _, interaction in run
            if self.by_id[interaction].alone
        ]
        return [place.waiting for place in sorted(found, key=lambda place: place.entry)]

    def in_queue(self, queue: str) -> list[Waiting]:
        """Everything in line in a queue, the most urgent first."""
        found = [place for place in self.by_id.values() if place.line.queue == queue]
        return [place.waiting for place in sorted(found, key=lambda place: place.entry)]


def first_allowed(run: Order, agent: Agent, places: dict[str, Place]) -> Entry | None:
    """The most urgent of a line that this agent has not refused: it passes over no more than they refused."""
    for entry in run:
        waiting = places[entry[1]].waiting
        if not waiting.refused or not is_refused(waiting, agent.id):
            return entry
    return None
