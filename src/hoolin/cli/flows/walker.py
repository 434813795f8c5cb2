"""Is anybody trapped? Told by walking: every event at every state, with the interpreter alone. Slow, and for small flows only.

It shares nothing with the proof but the interpreter and the definition. Hours are looked at as they are: instant by instant, with the
calendar of the standard library.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from math import inf
from typing import NamedTuple, TypeAlias

from hoolin.core.flow import language as n
from hoolin.core.flow import step as s
from hoolin.core.flow.surroundings import Surroundings
from hoolin.core.flow.system import spare_ms
from hoolin.core.flow.traps import Bounds
from hoolin.core.flow.walk import begin, go_on
from hoolin.core.site.hours import DAYS, Hours
from hoolin.core.site.rules import Language

STATES_MAX = 4_000


Key: TypeAlias = tuple[object, ...]
"""What tells states apart."""

Found: TypeAlias = list[tuple[s.Step, Key]]
"""The steps that may follow, with the state after each."""


class TooLarge(Exception):
    """Not for walking."""


class Now(NamedTuple):
    """What can be told apart about an instant."""

    open: frozenset[str]
    opens_at: tuple[tuple[str, int], ...]


class Who(NamedTuple):
    """What can be told apart about a caller. nameless: nobody knows their number. given: what was collected from them since, by name."""

    nameless: bool = False
    given: frozenset[str] = frozenset()

    def after(self, step: s.Step) -> "Who":
        """The same caller after a step."""
        return self._replace(given=self.given.union(step.keeps)) if self.nameless else self


class Judged(NamedTuple):
    """trapped: by what, empty when by nothing. The farthest distances, in acts, mishaps and milliseconds."""

    trapped: frozenset[str]
    acts: float
    ms: float
    mishaps: float
    mishap_ms: float


def instants(flow: n.Flow, around: Surroundings) -> list[Now]:
    """Every half hour of a calm week, and of every day from two weeks before each exception to a day after it."""
    queues = {node.queue for node in flow.nodes.values() if isinstance(node, n.ToQueue | n.Callback | n.Message)}
    names = {f"queue:{queue}" for queue in queues}
    names |= {node.hours for node in flow.nodes.values() if isinstance(node, n.HoursBranch) and node.hours}
    names |= {""}
    hours = {name: around.hours.get(name, around.hours.get("")) for name in names}
    exceptions = {date.fromisoformat(one) for known in hours.values() if known is not None for one in known.dates}
    days = {date(2031, 3, 3) + timedelta(ahead) for ahead in range(7)}
    days |= {one + timedelta(ahead) for one in exceptions for ahead in range(-15, 2)}
    found: dict[Now, None] = {}
    for day in days:
        for minute in range(0, 1_440, 30):
            is_open = frozenset(name for name, known in hours.items() if open_at(known, day, minute))
            opens = {queue: opening(hours[f"queue:{queue}"], day, minute) for queue in sorted(queues)}
            found[Now(is_open, tuple((queue, at) for queue, at in opens.items() if at is not None))] = None
    return list(found)


def open_at(hours: Hours | None, day: date, minute: int) -> bool:
    """Whether it is open at that minute."""
    if hours is None:
        return True
    spans = hours.dates.get(day.isoformat(), hours.week.get(DAYS[day.weekday()], ()))
    clock = f"{minute // 60:02}:{minute % 60:02}"
    return any(span.opens <= clock < span.closes for span in spans)


def opening(hours: Hours | None, day: date, minute: int) -> int | None:
    """0 when it is open, 1 when it opens within two weeks, None when not."""
    if open_at(hours, day, minute):
        return 0
    assert hours is not None
    for ahead in range(15):
        later = day + timedelta(ahead)
        for span in hours.dates.get(later.isoformat(), hours.week.get(DAYS[later.weekday()], ())):
            if ahead or span.opens > f"{minute // 60:02}:{minute % 60:02}":
                return 1
    return None


class Walker:
    """One flow in its surroundings."""

    def __init__(self, flow: n.Flow, around: Surroundings, bounds: Bounds) -> None:
        self.flow = flow
        self.around = around
        self.bounds = bounds
        self.contexts = [
            s.Context(
                language="et", open=now.open, opens_at=dict(now.opens_at), served=around.served, spoken=True
            )
            for now in instants(flow, around)
        ]  # fmt: skip
        self.late_ms = bounds.mishap_seconds * 1_000 - spare_ms(flow, around.languages)
        self.trapped: set[str] = set()
        self.steps: dict[Key, list[tuple[s.Event, Found]]] = {}
        self.states: dict[Key, tuple[s.Step, bool]] = {}
        self.callers: dict[Key, Who] = {}
        self.reached: dict[tuple[Key, int], float] = {}
        self.first: Found = []

    # ── walking everywhere ──────────────────────────────────────────────────────────────────────────────────────────────────

    def walk(self) -> None:
        """Every state that can be come to, and every step from it."""
        todo: list[Key] = []
        for who in (Who(), Who(nameless=True))[: 1 + self.around.nameless]:
            for language in self.around.languages:
                for context in self.contexts:
                    step = begin(self.flow, with_caller(context, language, who))
                    self.first.append((step, self.note(step, False, todo, who)))
        while todo:
            key = todo.pop()
            if key in self.steps:
                continue
            if len(self.steps) > STATES_MAX:
                raise TooLarge
            (before, chose), who = self.states[key], self.callers[key]
            self.steps[key] = []
            for event in self.events(before):
                found: dict[tuple[Key, int], tuple[s.Step, Key]] = {}
                for context in self.contexts:
                    step = go_on(self.flow, before.state, event, with_caller(context, context.language, who))
                    chose_it = chose_now(self.flow, step, before.state.node, chose)
                    after = self.note(step, chose_it, todo, who.after(step))
                    found[after, sum(one.ms for one in step.says)] = (step, after)
                self.steps[key].append((event, list(found.values())))

    def note(self, step: s.Step, chose: bool, todo: list[Key], who: Who) -> Key:
        """The state after a step; what is wrong with the step by itself is written down."""
        if step.stuck is not None:
            self.trapped.add(step.stuck)
        if any(not one.text for one in step.says):
            self.trapped.add("mute")
        if step.awaits is not None and step.awaits.timeout_ms == 0:
            self.trapped.add("waits")
        written = self.flow.nodes.get(step.state.node)
        if isinstance(written, n.Question) and written.timeout_written_s == 0:
            self.trapped.add("waits")
        if step.out is not None and step.out.kind == "end" and not chose:
            self.trapped.add("hung_up")
        state = step.state
        flag = chose and not isinstance(written, n.Question)
        key = (state.node, state.language, state.tries, tuple(state.variables.values()), flag, outcome(step), who)
        if key not in self.states:
            self.states[key], self.callers[key] = (step, flag), who
            if step.awaits is not None:
                todo.append(key)
        return key

    def events(self, step: s.Step) -> Iterator[s.Event]:
        """Everything that may happen while this is awaited, as far as it can make a difference."""
        assert step.awaits is not None
        what = step.awaits.what
        yield s.PersonAsked()
        if what == "lookup":
            yield s.LookupFailed()
            yield from (s.LookupAnswered(answer=one) for one in answers_in(self.flow))
            return
        yield s.Silence()
        yield s.Said(text="")
        if what == "key":
            yield from (s.Keyed(keys=key) for key in "123456789*#")
        elif what == "figures":
            yield from (s.Keyed(keys="7" * size) for size in range(1, step.awaits.most + 1))
        elif what == "words":
            yield from (s.Said(text=text) for text in (*words_in(self.flow), "jah", "kes@kus.ee", "+3725551234"))

    # ── distances ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def judged(self) -> Judged:
        """Whether anybody is trapped."""
        self.walk()
        lost, asking = [(0.0, 0.0)], [(0.0, 0.0)]
        memo: dict[Key, tuple[float, float]] = {}
        every = [*self.first, *(one for by in self.steps.values() for _, found in by for one in found)]
        for step, key in every:
            mishaps, ms = self.lost(key, memo, set())
            lost.append((mishaps, ms + said(step)))
            if mishaps == inf:
                self.trapped.add("lost")
            asking.extend(self.asking(step, key))
        worst_lost = (max(one for one, _ in lost), max(ms for _, ms in lost))
        worst_asking = (max(one for one, _ in asking), max(ms for _, ms in asking))
        if worst_lost[0] > self.bounds.mishaps or worst_lost[1] > self.late_ms:
            self.trapped.add("late")
        if worst_asking[0] > self.bounds.steps or worst_asking[1] > self.bounds.seconds * 1_000:
            self.trapped.add("far")
        return Judged(frozenset(self.trapped), *worst_asking, *worst_lost)

    def lost(self, key: Key, memo: dict[Key, tuple[float, float]], on: set[Key]) -> tuple[float, float]:
        """From a state on, doing nothing right: mishaps and milliseconds of prompts until somebody takes over."""
        step, chose = self.states[key]
        if step.out is not None:
            return (0, 0) if step.out.kind != "end" or chose else (inf, inf)
        if step.stuck is not None:
            return (inf, inf)
        assert step.awaits is not None
        if step.awaits.what == "recording" or (step.awaits.what == "moment" and chose):
            return (0, 0)
        if key in memo:
            return memo[key]
        if key in on:
            return (inf, inf)
        on.add(key)
        waited = step.awaits.timeout_ms if step.awaits.what == "lookup" else 0
        cost = 0 if step.awaits.what == "lookup" else 1
        mishaps, ms = 0.0, 0.0
        for event, found in self.steps[key]:
            if isinstance(event, s.LookupAnswered | s.LookupFailed | s.Silence) or event == s.Said(text=""):
                for after, to in found:
                    more, more_ms = self.lost(to, memo, on)
                    mishaps, ms = max(mishaps, cost + more), max(ms, said(after) + more_ms)
        on.discard(key)
        memo[key] = (mishaps, ms + waited)
        return memo[key]

    def asking(self, step: s.Step, key: Key) -> Iterator[tuple[float, float]]:
        """For somebody who asks for a person when they come to a node of this step: acts and milliseconds until there is one."""
        if step.stuck is not None:
            return
        last = step.passed[-1].node if step.passed else step.state.node
        deaf = [0 if one.barge_in else one.ms for one in step.says]
        reached = step.out is not None or (step.awaits is not None and step.awaits.what == "recording")
        acts, ms = (0.0, 0.0) if reached else self.wish(key)
        for at in range(len(deaf) + 1):
            waited = 0
            for one, prompt_ms in zip(step.says[at:], deaf[at:], strict=True):
                if one.barge_in or (reached and one.node == last):
                    break
                waited += prompt_ms
            yield acts, waited + ms

    def wish(self, key: Key) -> tuple[float, float]:
        """From the wish on."""
        worst = (0.0, 0.0)
        for step, to in next(found for event, found in self.steps[key] if isinstance(event, s.PersonAsked)):
            one = self.best(step, to)
            worst = (max(worst[0], one[0]), max(worst[1], one[1]))
        return 1 + worst[0], worst[1]

    def best(self, step: s.Step, key: Key) -> tuple[float, float]:
        """With the fewest acts that keep within the time."""
        for acts in range(self.bounds.steps):
            ms = said(step) + self.reach(key, acts)
            if ms <= self.bounds.seconds * 1_000:
                return acts, ms
        return inf, inf

    def reach(self, key: Key, acts: int) -> float:
        """Milliseconds to a person with so many acts left, when the customer does their best and everything else its worst."""
        known = self.reached.get((key, acts))
        if known is None:
            # Whoever comes back here before they are with anybody goes round.
            self.reached[key, acts] = inf
            known = self.reached[key, acts] = self._reach(key, acts)
        return known

    def _reach(self, key: Key, acts: int) -> float:
        step, _ = self.states[key]
        if step.awaits is None:
            return 0 if step.out is not None and step.out.kind != "end" else inf
        if step.awaits.what == "recording":
            return 0
        if step.awaits.what == "moment" or (step.awaits.what != "lookup" and not acts):
            return inf
        left = acts if step.awaits.what == "lookup" else acts - 1
        choices = [
            (event, found, max(said(after) + self.reach(to, left) for after, to in found))
            for event, found in self.steps[key]
            if not isinstance(event, s.PersonAsked)
        ]
        if step.awaits.what == "lookup":
            return step.awaits.timeout_ms + max(ms for _, _, ms in choices)
        if isinstance(self.flow.nodes[step.state.node], n.ChooseLanguage):
            right = [ms for event, found, ms in choices if isinstance(event, s.Keyed) and answered(found)]
            others = [ms for event, found, ms in choices if not (isinstance(event, s.Keyed) and answered(found))]
            return min([max(right, default=inf), *others])
        return min(ms for _, _, ms in choices)


def judged(flow: n.Flow, around: Surroundings, bounds: Bounds) -> Judged:
    """Is anybody trapped?"""
    return Walker(flow, around, bounds).judged()


def with_caller(context: s.Context, language: Language, who: Who) -> s.Context:
    """The same instant, for somebody else."""
    return s.Context(
        language=language, open=context.open, opens_at=context.opens_at, served=context.served, kept=who.given, spoken=True,
        nameless=who.nameless,
    )  # fmt: skip


def said(step: s.Step) -> int:
    """How long all that is said takes."""
    return sum(one.ms for one in step.says)


def outcome(step: s.Step) -> object:
    """What tells states apart in which nothing is awaited any more."""
    return (step.out.kind if step.out else "", step.stuck or "", step.awaits.what if step.awaits else "")


def answered(found: Found) -> bool:
    """Whether that was an answer."""
    return all(step.passed and step.passed[0].why == "answered" for step, _ in found)


def chose_now(flow: n.Flow, step: s.Step, node: str, chose: bool) -> bool:
    """Whether the customer is where they are by a choice of their own, told from what is recorded about the step."""
    for one in step.passed:
        if one.why == "answered" and not isinstance(flow.nodes[node], n.Lookup | n.ChooseLanguage):
            chose = True
        elif (one.why == "answered" and isinstance(flow.nodes[node], n.ChooseLanguage)) or one.why in (
            "silent",
            "wrong",
            "failed",
            "closed",
            "person",
            "began",
        ):
            chose = False
    return chose


def answers_in(flow: n.Flow) -> set[str]:
    """Every answer some machine may give, and one nobody expects."""
    return {answer for node in flow.nodes.values() if isinstance(node, n.Lookup) for answer in node.answers} | {"?"}


def words_in(flow: n.Flow) -> set[str]:
    """Every word some question listens for."""
    asks = [node for node in flow.nodes.values() if isinstance(node, n.Ask)]
    return {word for node in asks for one in node.answers for words in one.words.values() for word in words}
