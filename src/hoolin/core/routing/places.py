"""Every interaction's place in line, and what waits for one person in particular."""

import msgspec

from hoolin.core.errors import Defect, NotFound
from hoolin.core.routing.agents import Agent, Seen, View
from hoolin.core.routing.lines import Line, Lines
from hoolin.core.routing.order import EMPTY, Entry, Order
from hoolin.core.routing.waiting import Waiting, is_refused, only_agent
from hoolin.core.site.rules import QueueRules


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


class Personal(Seen):
    """The work that prefers or asks for one person: a run per line it belongs to. In view are those they qualify for."""

    __slots__ = ("_view", "runs")

    def __init__(self, view: View | None) -> None:
        super().__init__(view.head_start if view else {})
        self.runs: dict[Line, Order] = {}
        self._view = view

    def open(self, line: Line, run: Order) -> None:
        """A first interaction of this line waits for the person."""
        self.runs[line] = run
        if self._view in line.candidates.fits:
            self.see(run, line.queue, line.bit)

    def close(self, line: Line) -> None:
        """The last of this line has gone."""
        run = self.runs.pop(line)
        if self._view in line.candidates.fits:
            self.forget(run, line.queue, line.bit)


class Places:
    """Who waits where. `personal` has, per person, the work that prefers or asks for them, known here or not."""

    def __init__(self, lines: Lines, agents: dict[str, Agent], chunk_max: int) -> None:
        self.by_id: dict[str, Place] = {}
        self.personal: dict[str, Personal] = {}
        self._lines = lines
        self._agents = agents
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
        place = self.by_id[interaction] = Place(waiting, line, _entry_of(waiting, line))
        line.places += 1
        if waiting.preferred is None and waiting.target is None:
            line.add(place.entry)
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
            place.personal = Entry(place.entry.at - head_start, waiting.interaction)
            personal = self.personal.get(person)
            if personal is None:
                personal = self.personal[person] = self._personal_of(person)
            run = personal.runs.get(place.line)
            if run is None:
                run = Order(self._chunk_max)
                personal.open(place.line, run)
            run.add(place.personal)

    def remove(self, interaction: str) -> Waiting:
        """Take an interaction out of line."""
        place = self.by_id.pop(interaction, None)
        if place is None:
            raise NotFound("not_in_line", interaction=interaction)
        line = place.line
        line.places -= 1
        if place.alone:
            del self._alone[line.queue][interaction]
        else:
            line.remove(place.entry)
        if place.personal is not None:
            self._leave_person(place, place.personal)
        return place.waiting

    def _leave_person(self, place: Place, entry: Entry) -> None:
        personal = self.personal[place.person]
        run = personal.runs[place.line]
        run.remove(entry)
        if run.head is EMPTY:
            personal.close(place.line)
            if not personal.runs:
                del self.personal[place.person]
        place.person, place.personal = "", None

    def rehang(self, rules: QueueRules) -> None:
        """The rules of a queue change: everybody in line in it goes where the new ones want them, all in one go. It is the
        only thing here that takes time with the length of a line.
        """
        queue = rules.queue
        places = [place for place in self.by_id.values() if place.line.queue == queue]
        for place in places:
            if place.personal is not None:
                self._leave_person(place, place.personal)
        self._alone.pop(queue, None)
        self._lines.close_queue(queue)
        self._lines.queues[queue] = rules
        heirs: dict[Line, Line] = {}
        runs: dict[Line, list[Entry]] = {}
        known = []
        for place in places:
            waiting, old = place.waiting, place.line
            line = heirs.get(old)
            if line is None:
                line = self._lines.line_for(waiting)
                if len(old.asks) == 1:
                    # All in it asked for the same, so all of them go on together.
                    heirs[old] = line
            line.places += 1
            place.line = line
            place.entry = entry = _entry_of(waiting, line)
            if waiting.preferred is None and waiting.target is None:
                run = runs.get(line)
                if run is None:
                    run = runs[line] = []
                run.append(entry)
            else:
                known.append(place)
        for line, entries in runs.items():
            line.fill(entries)
        for place in known:
            self._add_known(place)

    def replace(self, waiting: Waiting) -> Waiting:
        """The same interaction, asking for something else than before."""
        self.remove(waiting.interaction)
        self.add(waiting)
        return waiting

    def look_anew(self, person: str) -> None:
        """What this person can do has changed, or they came or left: see anew what of their work is for them."""
        old = self.personal.get(person)
        if old is not None:
            personal = self.personal[person] = self._personal_of(person)
            for line, run in old.runs.items():
                personal.open(line, run)

    def _personal_of(self, person: str) -> Personal:
        agent = self._agents.get(person)
        return Personal(agent.view if agent else None)

    def position(self, interaction: str) -> int:
        """1 for the most urgent of its queue, whatever the channel: a few bisections per line of the queue."""
        place = self.place(interaction)
        queue = place.line.queue
        before = sum(line.rank(place.entry) for line in self._lines.of_queue(queue))
        return 1 + before + sum(other.entry < place.entry for other in self._alone.get(queue, {}).values())

    def kept_for(self, person: str) -> list[Waiting]:
        """What is in line for this person alone, the most urgent first."""
        if person not in self.personal:
            return []
        runs = self.personal[person].runs.values()
        found = [self.by_id[entry.interaction] for run in runs for entry in run if self.by_id[entry.interaction].alone]
        return [place.waiting for place in sorted(found, key=lambda place: place.entry)]

    def kept_in(self, queue: str) -> list[str]:
        """What is in line in a queue for one person alone."""
        return list(self._alone.get(queue, ()))


def _entry_of(waiting: Waiting, line: Line) -> Entry:
    return Entry(waiting.place_at + line.target_ms - waiting.priority * line.step_ms, waiting.interaction)


def first_allowed(run: Order, agent: Agent, places: dict[str, Place]) -> Entry | None:
    """The most urgent of a line that this agent has not refused: it passes over no more than they refused."""
    for entry in run:
        waiting = places[entry.interaction].waiting
        if not waiting.refused or not is_refused(waiting, agent.id):
            return entry
    return None
