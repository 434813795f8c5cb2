"""Everywhere a customer can be in a flow: the product of node, language, variables, how they came there, and hours. Plain graph, no judgement.

A *place* is a node, a language, the variables, whether the customer came by a choice of their own (`chose`), and an hour class. As long as
nothing has looked at the hours, the class is open (`ANY`): nature has not said yet. It is forgotten at every question and every look-up, for
while somebody thinks, a queue may close. How often a question was put is no part of a place: all its tries are passed as one.

From a place lead *mishaps* (silence, a mistake, a failing machine, or nothing at all where nothing is asked) and *choices* (answers). What a
customer's wish for a person leads to is the place of the flow's `person`, from everywhere.
"""

from typing import NamedTuple, TypeAlias

from hoolin.core.facts import Ms
from hoolin.core.flow import language as n
from hoolin.core.flow import step as s
from hoolin.core.flow.speech import prompt_ms
from hoolin.core.flow.surroundings import HourClass, Surroundings, hour_classes
from hoolin.core.flow.system import last_words
from hoolin.core.flow.traps import Kind
from hoolin.core.flow.walk import answer, home, next_value, offered, wants_person
from hoolin.core.site.rules import Language

ANY = -1
"""The hour class of whoever has not looked at the hours yet."""

PLACES_MAX = 200_000
"""More than that cannot be proved while somebody waits: the flow has too many variables."""

WRONG = s.Said(text="")
"""No answer to any question."""

SILENCE = s.Silence()
WRONGS = (WRONG,) * n.TRIES_MAX
SILENCES = (SILENCE,) * n.TRIES_MAX
FAILED = s.LookupFailed()
WISH = s.PersonAsked()

Events: TypeAlias = tuple[s.Event, ...]
Variables: TypeAlias = tuple[str, ...]


class Place(NamedTuple):
    """Where a customer is."""

    node: str
    language: Language
    variables: Variables
    chose: bool
    hour: int


class Leads(NamedTuple):
    """events: what happens (nothing, where nothing is asked). to: the place it leads to, by number."""

    events: Events
    to: int


class View(NamedTuple):
    """What there is at a place.

    ms: what is said there, once (and how long a machine is waited for). deaf: a wish for a person is not heard before all is said; heard: it is
    heard while something is said on the way. hears: it is taken up here. tries: how many mishaps it takes to be led on. mishaps, choices: where it leads. waits: whether the customer or a machine is
    waited for. out: whether a person or a promise is reached. bad: what is wrong with it by itself.
    """

    ms: Ms = 0
    deaf: bool = False
    heard: bool = False
    hears: bool = False
    tries: int = 0
    mishaps: tuple[Leads, ...] = ()
    choices: tuple[Leads, ...] = ()
    waits: bool = False
    out: bool = False
    bad: Kind | None = None


class TooManyPlaces(Exception):
    """The flow is too large to be proved."""


class Places:
    """The reachable part of the product, in the order of its discovery, which is by the number of steps. come_from: by which step each place was
    first come to.
    """

    def __init__(self, flow: n.Flow, around: Surroundings) -> None:
        self.flow = flow
        self.around = around
        self.classes: tuple[HourClass, ...] = hour_classes(flow, around)
        self.places: list[Place] = []
        self.views: list[View] = []
        self.come_from: list[Leads | None] = []
        self._numbers: dict[tuple[str, Language, Variables, bool, int], int] = {}
        self._answers: dict[str, tuple[tuple[Events, str, Language | None], ...]] = {}
        self._texts: dict[tuple[str, Language], tuple[Ms, Kind | None]] = {}
        self._questions = {code for code, node in flow.nodes.items() if isinstance(node, n.QUESTIONS)}
        self._home = home(flow)
        self._at = -1
        first = tuple(values[0] for values in flow.variables.values())
        self.roots = tuple(self._number((), flow.start, one, first) for one in around.languages)
        self._explore()

    def person(self, at: int) -> int:
        """Where the fixed words lead from a place that hears them."""
        place = self.places[at]
        return self._numbers[self.flow.person, place.language, place.variables, False, ANY]

    def _explore(self) -> None:
        while self._at + 1 < len(self.places):
            self._at += 1
            place = self.places[self._at]
            view = self._view(place, self.flow.nodes[place.node])
            self.views.append(view)
            if view.hears:
                self._number((WISH,), self.flow.person, place.language, place.variables)

    def _number(
        self, events: Events, node: str, language: Language, variables: Variables, chose: bool = False, hour: int = ANY
    ) -> int:  # fmt: skip
        if node in self._questions:
            # To be asked forgets how one came, and what the hours were.
            chose, hour = False, ANY
        key = (node, language, variables, chose, hour)
        known = self._numbers.get(key)
        if known is None:
            known = self._numbers[key] = len(self.places)
            if known >= PLACES_MAX:
                raise TooManyPlaces
            self.places.append(Place(*key))
            self.come_from.append(Leads(events, self._at) if self._at >= 0 else None)
        return known

    # ── by kind of node ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _view(self, place: Place, node: n.AnyNode) -> View:
        if isinstance(node, n.Question):
            return self._question(place, node)
        _, language, variables, chose, hour = place
        if isinstance(node, n.Say):
            ms, mute = self._said(place.node, node, language)
            on = self._leads((), node.then, language, variables, chose, hour)
            return View(ms, heard=node.barge_in, deaf=not node.barge_in, mishaps=(on,), bad=mute)
        if isinstance(node, n.Lookup):
            return self._lookup(place, node)
        if isinstance(node, n.Speak):
            return View(mishaps=(self._leads((), node.then, node.language, variables, chose, hour),))
        if isinstance(node, n.SetVariable):
            then, variables = self._after_setting(variables, node)
            return View(mishaps=(self._leads((), then, language, variables, chose, hour),))
        if isinstance(node, n.End):
            ms, mute = self._said(place.node, node, language)
            ms += last_words(language, spoken=True).ms
            return View(ms, hears=True, waits=True, out=chose, bad=mute if chose else "hung_up")
        if hour == ANY:
            here = place.node
            every = [self._leads((), here, language, variables, chose, one) for one in range(len(self.classes))]
            return View(mishaps=tuple(every))
        if isinstance(node, n.HoursBranch):
            is_open = (node.hours or self._home) in self.classes[hour].open
            then = node.open if is_open else node.closed
            return View(mishaps=(self._leads((), then, language, variables, chose and is_open, hour),))
        if isinstance(node, n.ToQueue):
            return self._queue(place, node)
        return self._promise(place, node)

    def _queue(self, place: Place, node: n.ToQueue) -> View:
        served = n.served_by(node) in self.around.served.get(place.language, ())
        if served and f"queue:{node.queue}" in self.classes[place.hour].open:
            ms, mute = self._said(place.node, node, place.language)
            return View(ms, out=True, bad=mute)
        if node.closed is None:
            return View(bad="closed" if served else "nobody")
        on = self._leads((), node.closed, place.language, place.variables, False, place.hour)
        return View(mishaps=(on,))

    def _promise(self, place: Place, node: n.Callback | n.Message) -> View:
        if node.queue not in self.around.served.get(place.language, ()):
            return View(bad="nobody")
        if f"queue:{node.queue}" not in self.classes[place.hour].coming:
            return View(bad="no_promise")
        ms, mute = self._said(place.node, node, place.language)
        return View(ms, hears=isinstance(node, n.Message), out=True, bad=mute)

    def _lookup(self, place: Place, node: n.Lookup) -> View:
        _, language, variables, chose, _ = place
        ms, mute = self._said(place.node, node, language)
        if node.timeout_s == 0:
            return View(ms, hears=True, waits=True, bad="waits")
        leads = [
            self._leads((s.LookupAnswered(answer=said),), then, language, variables, chose)
            for said, then in node.answers.items()
        ]
        if node.failed is None:
            return View(ms, hears=True, waits=True, choices=tuple(leads), bad="machine")
        leads.append(self._leads((FAILED,), node.failed, language, variables))
        return View(ms + node.timeout_s * 1_000, hears=True, waits=True, mishaps=tuple(leads), bad=mute)

    def _question(self, place: Place, node: n.Question) -> View:
        _, language, variables, _, _ = place
        ms, bad = 0, None
        for one in offered(node) if isinstance(node, n.ChooseLanguage) else (language,):
            more, mute = self._said(place.node, node, one)
            ms, bad = ms + more, bad or mute
        mishaps = [self._leads(WRONGS[: node.tries], node.wrong or self.flow.person, language, variables)]
        if node.timeout_s and node.timeout_written_s:
            then = node.silence or self.flow.person
            mishaps.insert(0, self._leads(SILENCES[: node.tries], then, language, variables))
        else:
            bad = "waits"
        chose = not isinstance(node, n.ChooseLanguage)
        choices = [
            self._leads(events, then, chosen or language, variables, chose)
            for events, then, chosen in self._answers_to(place.node, node)
        ]
        return View(
            ms, hears=True, deaf=not node.barge_in, tries=node.tries, mishaps=tuple(mishaps), choices=tuple(choices),
            waits=True, bad=bad,
        )  # fmt: skip

    def _answers_to(self, code: str, node: n.Question) -> tuple[tuple[Events, str, Language | None], ...]:
        """What can be answered: one event for each place an answer leads to. What no event can mean is no answer."""
        known = self._answers.get(code)
        if known is None:
            found: dict[tuple[str, Language | None], tuple[Events, str, Language | None]] = {}
            for event in sample_answers(node):
                meant = None if wants_person(event) else answer(node, event)
                if meant is not None:
                    found.setdefault((meant.then, meant.language), ((event,), meant.then, meant.language))
            known = self._answers[code] = tuple(found.values())
        return known

    def _after_setting(self, variables: Variables, node: n.SetVariable) -> tuple[str, Variables]:
        values = dict(zip(self.flow.variables, variables, strict=True))
        for name, value in node.set.items():
            values[name] = next_value(self.flow, name, values[name]) if value == n.NEXT else value
        then = next((one.then for one in node.when if one.all.items() <= values.items()), node.then)
        return then, tuple(values.values())

    def _leads(
        self, events: Events, node: str, language: Language, variables: Variables, chose: bool = False, hour: int = ANY
    ) -> Leads:  # fmt: skip
        return Leads(events, self._number(events, node, language, variables, chose, hour))

    def _said(self, code: str, node: n.Speaking, language: Language) -> tuple[Ms, Kind | None]:
        """How long it is what a node says in a language, and whether it says nothing."""
        known = self._texts.get((code, language))
        if known is None:
            text = node.text.get(language, "")
            mute: Kind | None = None if text or not (node.text or node.recorded) else "mute"
            known = self._texts[code, language] = (prompt_ms(text, language, node.recorded), mute)
        return known


def sample_answers(node: n.Question) -> list[s.Event]:
    """Something that leads to each place an answer can lead to."""
    if isinstance(node, n.Keys | n.ChooseLanguage):
        return [s.Keyed(keys=key) for key in node.keys]
    if isinstance(node, n.Ask):
        said = [word for one in node.answers for words in one.words.values() for word in words]
        return [s.Said(text=text) for text in (*said, "…")]
    assert isinstance(node, n.Collect)
    if node.what == "email":
        return [s.Said(text=f"{'a' * max(1, node.least - 5)}@b.ee")]
    if node.what == "phone":
        return [s.Said(text="+" + "1" * size) for size in range(5, 16) if node.least <= size + 1 <= node.most]
    return [s.Said(text=("1" if node.what == "digits" else "a") * node.least)]
