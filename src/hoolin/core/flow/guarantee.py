"""The human guarantee: is a person within reach of everybody, from every node, in every language, at every hour, whatever fails?

`prove` looks at every place a customer can get to (`places.py`) and asks three things of each.

1. *Nothing ends here that should not.* No closed queue without a way on, no language nobody serves or nothing is said in, no machine whose failure
   leads nowhere, no promise without a date, no question that waits for ever, no goodbye to somebody who did not choose it.
2. *Whoever does nothing right is brought to a person.* Silence, mistakes and failures alone lead to a person or a promise, after no more than
   `mishaps` of them and `mishap_seconds` of prompts. They never go round.
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
from hoolin.core.flow.system import announcement
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
    """From the flow's `person` to a person: acts, milliseconds, and every step taken (from where, by what, to where)."""

    steps: float
    ms: float
    trail: Trail


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
        for at in self._innermost_first():
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

    def way(self, at: int) -> Way:
        """From the flow's `person` on, for somebody who asked at that place."""
        person = self.places.person(at)
        known = self._ways.get(person)
        if known is None:
            most = self.bounds.steps - 1
            ways = (self._reach(person, acts, 0, frozenset()) for acts in range(most + 1))
            known = next((way for way in ways if way.ms <= self.bounds.seconds * 1_000), None)
            known = self._ways[person] = known or self._reach(person, most, 0, frozenset())
        return known

    def _reach(self, at: int, acts: int, spent_ms: float, seen: frozenset[int]) -> Way:
        """With so many acts left: the customer answers as well as can be, nature as badly."""
        trail: list[tuple[int, Leads]] = []
        ms, here = 0.0, set(seen)
        while True:
            view = self.places.views[at]
            ms += view.ms
            if view.out and not view.waits:
                return Way(0, ms, tuple(trail))
            if at in here or spent_ms + ms > self.bounds.seconds * 1_000:
                return Way(inf, inf if at in here else ms, tuple(trail))
            here.add(at)
            if view.tries:
                return self._joined(trail, ms, self._answering(at, view, acts, spent_ms + ms))
            if not view.mishaps:
                return Way(inf, inf, tuple(trail))
            if len(view.mishaps) > 1:
                ways = (self._after(at, lead, acts, spent_ms + ms, frozenset(here)) for lead in view.mishaps)
                return self._joined(trail, ms, max(ways, key=lambda way: way.ms))
            trail.append((at, view.mishaps[0]))
            at = view.mishaps[0].to

    def _answering(self, at: int, view: View, acts: int, spent_ms: float) -> Way:
        ways = []
        if acts and view.choices:
            after = [self._after(at, lead, acts - 1, spent_ms, frozenset(), 1) for lead in view.choices]
            # Which language they speak is not for them to choose; everything else is.
            chooses = not isinstance(self.places.flow.nodes[self.places.places[at].node], n.ChooseLanguage)
            ways.append((min if chooses else max)(after, key=lambda way: way.ms))
        if acts >= view.tries:
            again_ms = (view.tries - 1) * view.ms
            for lead in view.mishaps:
                way = self._after(at, lead, acts - view.tries, spent_ms + again_ms, frozenset(), view.tries)
                ways.append(way._replace(ms=way.ms + again_ms))
        return min(ways, key=lambda way: way.ms, default=Way(inf, inf, ()))

    def _after(
        self, at: int, lead: Leads, acts: int, spent_ms: float, seen: frozenset[int], cost: int = 0
    ) -> Way:  # fmt: skip
        way = self._reach(lead.to, acts, spent_ms, seen)
        return Way(cost + way.steps, way.ms, ((at, lead), *way.trail))

    def _joined(self, trail: list[tuple[int, Leads]], ms: float, way: Way) -> Way:
        return Way(way.steps, ms + way.ms, (*trail, *way.trail))

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
        steps_max, ms_max = self.bounds.mishaps, self.bounds.mishap_seconds * 1_000
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
                trail = (*trail, (rest, Leads((WISH,), self.places.person(rest))), *way.trail)
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
