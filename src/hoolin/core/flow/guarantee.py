"""The human guarantee: is a person within reach of everybody, from every node, in every language, at every hour, whatever fails?

`prove` looks at every place a customer can get to (`places.py`) and asks three things of each.

1. *Nothing ends here that should not.* No closed queue without a way on, no language nobody serves or nothing is said in, no machine whose failure
   leads nowhere, no promise without a date, no question that waits for ever, no goodbye to somebody who did not choose it.
2. *Whoever does nothing right is brought to a person.* Silence, mistakes and failures alone lead to a person or a promise, after no more than
   `mishaps` of them and `mishap_seconds` of prompts, with a word to spare for every number that may not be called. They never go round.
3. *Whoever asks is brought to a person.* From wherever they are: until the wish is heard (nothing is, during a prompt without barge-in), and from the
   flow's `person` on, it takes no more than `steps` acts of theirs (the wish itself is one) and `seconds` of prompts and of waiting for machines.

Nature decides about hours, machines and languages; the customer about answers on the way from `person`. A promise (callback, message) counts
as a person because it has a date, at most two weeks away, and somebody who speaks the language. It refuses what is too large to be looked at.
"""

from collections.abc import Iterator
from math import inf
from typing import NamedTuple, TypeAlias

from hoolin.core.flow import language as n
from hoolin.core.flow.places import FAILED, SILENCE, WISH, Leads, Places, TooManyPlaces, View
from hoolin.core.flow.step import Event
from hoolin.core.flow.surroundings import Surroundings
from hoolin.core.flow.system import announcement, spare_ms
from hoolin.core.flow.trail import Trail, told
from hoolin.core.flow.traps import Bounds, Kind, Trap, Verdict

SHOWN_BY: dict[Kind, tuple[Event, ...]] = {"hung_up": (SILENCE,), "machine": (FAILED,)}
"""What has to happen at a place to show what is wrong there; elsewhere, coming there is enough."""

TRAPS_MAX = 20
"""More need not be shown at once: the first few are to be mended first."""

STRICT = Bounds()
"""The loosest bounds there are."""


def prove(flow: n.Flow, around: Surroundings, bounds: Bounds = STRICT) -> Verdict:
    """Whether the guarantee holds, and if not, how a customer is trapped."""
    try:
        places = Places(flow, around)
    except TooManyPlaces:
        return Verdict(traps=(Trap(kind="too_large", node=flow.start, language=around.languages[0]),))
    return _Proof(places, _within(bounds)).verdict()


def _within(bounds: Bounds) -> Bounds:
    """A site may tighten and never loosen."""
    return Bounds(
        steps=min(bounds.steps, STRICT.steps),
        seconds=min(bounds.seconds, STRICT.seconds),
        mishaps=min(bounds.mishaps, STRICT.mishaps),
        mishap_seconds=min(bounds.mishap_seconds, STRICT.mishap_seconds),
    )


Distance: TypeAlias = tuple[float, float]
"""How far a person is: acts or mishaps, and milliseconds of prompts."""

NEVER: Distance = (inf, inf)
HERE: Distance = (0, 0)


class Way(NamedTuple):
    """From the flow's `person` to a person: acts, and milliseconds."""

    steps: float
    ms: float


class _Proof:
    """One flow, looked at once."""

    def __init__(self, places: Places, bounds: Bounds) -> None:
        self.places = places
        self.bounds = bounds
        size = len(places.places)
        self.lost: list[Distance | None] = [None] * size
        """For whoever does nothing right."""
        self.asking: list[Distance | None] = [None] * size
        """For whoever asks for a person as soon as they can be heard."""
        self.taken_up: list[Distance | None] = [None] * size
        """The same, once it was heard: a wish that is heard on the way is taken up where the way next comes to rest."""
        self._ways: dict[int, Way] = {}
        order = list(self._innermost_first())
        self.led: list[list[float]] = []
        """By acts left: milliseconds to a person from the flow's `person` on, when the customer answers as well as can be and nature as badly."""
        for _ in range(bounds.steps):
            self.led.append(self._lead(order, len(self.led)))
        for at in order:
            self._measure(at, places.views[at])

    def _innermost_first(self) -> Iterator[int]:
        """Each place after all that its mishaps lead to; what leads into a ring never comes."""
        views = self.places.views
        before: list[list[int]] = [[] for _ in views]
        open_leads = [0] * len(views)
        for at, view in enumerate(views):
            open_leads[at] = len(view.mishaps)
            for lead in view.mishaps:
                before[lead.to].append(at)
        ready = [at for at, leads in enumerate(open_leads) if not leads]
        while ready:
            at = ready.pop()
            yield at
            for earlier in before[at]:
                open_leads[earlier] -= 1
                if not open_leads[earlier]:
                    ready.append(earlier)

    # ── distances ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _measure(self, at: int, view: View) -> None:
        leads = view.mishaps
        if leads:
            mishaps, ms = self._farthest(self.lost, leads)
            self.lost[at] = (view.tries + mishaps, (view.tries or 1) * view.ms + ms)
        else:
            self.lost[at] = (0, view.ms) if view.out else NEVER
        if view.out and not view.waits:
            self.taken_up[at] = self.asking[at] = HERE
        elif view.hears:
            way = self.way(at)
            self.taken_up[at] = (1 + way.steps, way.ms)
            self.asking[at] = (1 + way.steps, way.ms + view.ms if view.deaf else way.ms)
        elif not leads:
            self.taken_up[at] = self.asking[at] = NEVER
        else:
            taken_up = self.taken_up[at] = self._farthest(self.taken_up, leads)
            acts, ms = taken_up if view.heard else self._farthest(self.asking, leads)
            self.asking[at] = taken_up if view.heard else (acts, view.ms + ms)

    def _farthest(self, distances: list[Distance | None], leads: tuple[Leads, ...]) -> Distance:
        """Over everything that may happen: what takes longest by steps, and what by time."""
        if len(leads) == 1:
            return distances[leads[0].to] or NEVER
        steps = ms = 0.0
        for lead in leads:
            one_steps, one_ms = distances[lead.to] or NEVER
            steps, ms = one_steps if one_steps > steps else steps, one_ms if one_ms > ms else ms
        return steps, ms

    def _lead(self, order: list[int], acts: int) -> list[float]:
        """What comes after a place comes before it in the order; what leads into a ring never leads to anybody."""
        led = [inf] * len(self.places.places)
        for at in order:
            view = self.places.views[at]
            if view.out and not view.waits:
                led[at] = view.ms
            elif view.tries:
                if not acts:
                    # Whoever has nothing left to do cannot answer.
                    continue
                led[at] = min((self._led_by(at, view, lead, acts)[0] for lead in self._answers(at, acts)), default=inf)
            elif view.mishaps:
                led[at] = view.ms + max(led[lead.to] for lead in view.mishaps)
        return led

    def _answers(self, at: int, acts: int) -> tuple[Leads, ...]:
        """What a customer with so many acts left can do about a question. Which language they speak is not for them to choose."""
        view = self.places.views[at]
        choices = view.choices if acts else ()
        if choices and isinstance(self.places.flow.nodes[self.places.places[at].node], n.ChooseLanguage):
            choices = (max(choices, key=lambda lead: self.led[acts - 1][lead.to]),)
        return (*choices, *(view.mishaps if acts >= view.tries else ()))

    def _led_by(self, at: int, view: View, lead: Leads, acts: int) -> tuple[float, int]:
        """How far it is by that answer, and how many acts are left after it."""
        cost = len(lead.events)
        return cost * view.ms + self.led[acts - cost][lead.to], acts - cost

    def way(self, at: int) -> Way:
        """From the flow's `person` on, for somebody who asked at that place: with the fewest acts that keep within the time."""
        person = self.places.person(at)
        known = self._ways.get(person)
        if known is None:
            far = [led[person] for led in self.led]
            acts = next((acts for acts, ms in enumerate(far) if ms <= self.bounds.seconds * 1_000), len(far) - 1)
            known = self._ways[person] = Way(acts if far[acts] < inf else inf, far[acts])
        return known

    def _way_trail(self, at: int) -> Trail:
        """The same, step by step; where nobody can be led to a person any more, it ends."""
        here = self.places.person(at)
        way = self.way(at)
        acts = len(self.led) - 1 if way.steps == inf else int(way.steps)
        trail: list[tuple[int, Leads]] = []
        seen: set[tuple[int, int]] = set()
        while (
            (view := self.places.views[here]).mishaps and (here, acts) not in seen and not (view.out and not view.waits)
        ):
            seen.add((here, acts))
            if view.tries:
                lead = min(
                    self._answers(here, acts), key=lambda one: self._led_by(here, view, one, acts)[0], default=None
                )
                if lead is None:
                    break
                acts -= len(lead.events)
            else:
                lead = max(view.mishaps, key=lambda one: self.led[acts][one.to])
            trail.append((here, lead))
            here = lead.to
        return tuple(trail)

    # ── what is found ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def verdict(self) -> Verdict:
        """Everything that was found out."""
        lost = [one for one in self.lost if one is not None]
        asking = [one for one in self.asking if one is not None]
        nodes = {place.node for place in self.places.places}
        traps = sorted((*self._ends(), *self._rings()), key=lambda trap: len(trap.path))
        traps = traps or [trap for trap in (self._late(), self._far()) if trap is not None]
        return Verdict(
            traps=tuple(traps[:TRAPS_MAX]),
            steps=_whole(max((one[0] for one in asking), default=0)),
            seconds=_seconds(max((one[1] for one in asking), default=0)),
            mishaps=_whole(max((one[0] for one in lost), default=0)),
            mishap_seconds=_seconds(self._begun_ms()),
            places=len(self.places.places),
            idle=tuple(code for code in self.places.flow.nodes if code not in nodes),
        )

    def _begun_ms(self) -> float:
        """The longest that a silent customer is spoken to, the announcement at the beginning included."""
        announced = [self._announced_ms(root) + (self.lost[root] or NEVER)[1] for root in self.places.roots]
        return max((*announced, *(one[1] for one in self.lost if one is not None)))

    def _announced_ms(self, root: int) -> float:
        place = self.places.places[root]
        first = self.places.flow.nodes[place.node]
        languages = tuple(first.keys.values()) if isinstance(first, n.ChooseLanguage) else (place.language,)
        return sum(one.ms for one in announcement(dict.fromkeys(languages), spoken=True))

    def _ends(self) -> Iterator[Trap]:
        """Places that are wrong by themselves, one for each node and what is wrong."""
        found: set[tuple[str, Kind]] = set()
        for at, view in enumerate(self.places.views):
            node = self.places.places[at].node
            if view.bad is not None and (node, view.bad) not in found:
                found.add((node, view.bad))
                yield told(self.places, view.bad, at, (), SHOWN_BY.get(view.bad, ()))

    def _rings(self) -> Iterator[Trap]:
        """Ways that go round, one for each ring."""
        claimed: set[int] = set()
        for start, distance in enumerate(self.lost):
            if distance is not None:
                continue
            at, trail, seen = start, list[tuple[int, Leads]](), dict[int, int]()
            while self.lost[at] is None and at not in claimed and at not in seen:
                seen[at] = len(trail)
                lead = next(lead for lead in self.places.views[at].mishaps if self.lost[lead.to] is None)
                trail.append((at, lead))
                at = lead.to
            claimed.update(seen)
            if at in seen:
                ring = trail[seen[at] :]
                rest = next((number for number, (one, _) in enumerate(ring) if self.places.views[one].waits), None)
                # Once round, and on to where somebody is waited for: there it is to be seen that all is as it was.
                whole = (*trail, *ring[:rest])
                yield told(self.places, "endless" if rest is None else "ring", start, whole)

    def _late(self) -> Trap | None:
        """The first place from which a silent customer is brought to a person too late."""
        spare = spare_ms(self.places.flow, self.places.around.languages)
        steps_max, ms_max = self.bounds.mishaps, self.bounds.mishap_seconds * 1_000 - spare
        for at, one in enumerate(self.lost):
            ahead = self._announced_ms(at) if at in self.places.roots else 0
            if one is not None and (one[0] > steps_max or one[1] + ahead > ms_max):
                trail = self._longest(at, by_ms=one[0] <= steps_max)
                return told(self.places, "late", at, trail, steps=one[0], ms=one[1] + ahead)
        return None

    def _far(self) -> Trap | None:
        """The first place from which a customer who asks has too far to a person."""
        steps_max, ms_max = self.bounds.steps, self.bounds.seconds * 1_000
        for at, one in enumerate(self.asking):
            if one is not None and (one[0] > steps_max or one[1] > ms_max):
                trail = self._asking_trail(at, by_ms=one[0] <= steps_max)
                rest = trail[-1][1].to if trail else at
                if not self.places.views[rest].hears:
                    return told(self.places, "unheard", at, trail, steps=one[0], ms=one[1])
                way = self.way(rest)
                kind: Kind = "unheard" if one[1] - way.ms > ms_max else "far"
                trail = (*trail, (rest, Leads((WISH,), self.places.person(rest))), *self._way_trail(rest))
                return told(self.places, kind, at, trail, steps=one[0], ms=one[1])
        return None

    def _asking_trail(self, at: int, *, by_ms: bool) -> Trail:
        """Up to where the wish is taken up: as long as it is not heard, the longest way to be heard; then the longest to come to rest."""
        trail: list[tuple[int, Leads]] = []
        distances, view = self.asking, self.places.views[at]
        while view.mishaps and not view.hears:
            distances = self.taken_up if view.heard else distances
            trail.append((at, self._longest_lead(distances, view, by_ms=by_ms)))
            at = trail[-1][1].to
            view = self.places.views[at]
        return tuple(trail)

    def _longest(self, at: int, *, by_ms: bool) -> Trail:
        """The way of a silent customer that takes longest."""
        trail: list[tuple[int, Leads]] = []
        while (view := self.places.views[at]).mishaps:
            trail.append((at, self._longest_lead(self.lost, view, by_ms=by_ms)))
            at = trail[-1][1].to
        return tuple(trail)

    def _longest_lead(self, distances: list[Distance | None], view: View, *, by_ms: bool) -> Leads:
        return max(view.mishaps, key=lambda lead: (distances[lead.to] or NEVER)[by_ms])


def _whole(steps: float) -> int:
    return -1 if steps == inf else int(steps)


def _seconds(ms: float) -> float:
    return -1.0 if ms == inf else round(ms / 1_000, 3)
