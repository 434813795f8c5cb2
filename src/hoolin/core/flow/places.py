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
FAILED = s.LookupFailed()
WISH = s.PersonAsked()

Events: TypeAlias = tuple[s.Event, ...]


class Place(NamedTuple):
    """Where a customer is."""

    node: str
    language: Language
    variables: tuple[str, ...]
    chose: bool
    hour: int


class Leads(NamedTuple):
    """events: what happens (nothing, where nothing is asked). to: the place it leads to, by number."""

    events: Events
    to: int


class View(NamedTuple):
    """What there is at a place.

    ms: what is said there, once (and how long a machine is waited for). hears: whether a wish for a person is taken up here; deaf: not before
    all is said. tries: how many mishaps it takes to be led on. mishaps, choices: where it leads. waits: whether the customer or a machine is
    waited for. out: whether a person or a promise is reached. bad: what is wrong with it by itself.
    """

    ms: Ms = 0
    hears: bool = False
    deaf: bool = False
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
        self._numbers: dict[Place, int] = {}
        self._answers: dict[str, tuple[tuple[Events, str, Language | None], ...]] = {}
        self._at = -1
        first = tuple(values[0] for values in flow.variables.values())
        self.roots = tuple(self._number(Place(flow.start, one, first, False, ANY), ()) for one in around.languages)
        self._explore()

    def person(self, at: int) -> int:
        """Where the fixed words lead from a place that hears them."""
        place = self.places[at]
        return self._numbers[self._norm(Place(self.flow.person, place.language, place.variables, False, ANY))]

    def _explore(self) -> None:
        while self._at + 1 < len(self.places):
            self._at += 1
            place = self.places[self._at]
            view = self._view(place, self.flow.nodes[place.node])
            self.views.append(view)
            if view.hears:
                self._number(Place(self.flow.person, place.language, place.variables, False, ANY), (WISH,))

    def _norm(self, place: Place) -> Place:
        if isinstance(self.flow.nodes[place.node], n.QUESTIONS):
            return Place(place.node, place.language, place.variables, False, ANY)
        return place

    def _number(self, place: Place, events: Events) -> int:
        place = self._norm(place)
        known = self._numbers.get(place)
        if known is None:
            known = self._numbers[place] = len(self.places)
            if known >= PLACES_MAX:
                raise TooManyPlaces
            self.places.append(place)
            self.come_from.append(Leads(events, self._at) if self._at >= 0 else None)
        return known

    # ── by kind of node ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _view(self, place: Place, node: n.AnyNode) -> View:
        if isinstance(node, n.QUESTIONS):
            return self._question(place, node)
        if isinstance(node, n.Say):
            ms, mute = self._said(node, place.language)
            on = self._leads((), place._replace(node=node.then))
            return View(ms, hears=node.barge_in, deaf=not node.barge_in, mishaps=(on,), bad=mute)
        if isinstance(node, n.Lookup):
            return self._lookup(place, node)
        if isinstance(node, n.Speak):
            return View(mishaps=(self._leads((), place._replace(node=node.then, language=node.language)),))
        if isinstance(node, n.SetVariable):
            return View(mishaps=(self._leads((), self._after_setting(place, node)),))
        if isinstance(node, n.End):
            ms, mute = self._said(node, place.language)
            bad: Kind | None = None if place.chose else "hung_up"
            return View(ms, hears=True, waits=True, out=place.chose, bad=bad or mute)
        if place.hour == ANY:
            return View(mishaps=tuple(self._leads((), place._replace(hour=hour)) for hour in range(len(self.classes))))
        if isinstance(node, n.HoursBranch):
            is_open = (node.hours or home(self.flow)) in self.classes[place.hour].open
            after = place._replace(node=node.open) if is_open else place._replace(node=node.closed, chose=False)
            return View(mishaps=(self._leads((), after),))
        if isinstance(node, n.ToQueue):
            return self._queue(place, node)
        return self._promise(place, node)

    def _queue(self, place: Place, node: n.ToQueue) -> View:
        served = node.queue in self.around.served.get(place.language, ())
        if served and f"queue:{node.queue}" in self.classes[place.hour].open:
            ms, mute = self._said(node, place.language)
            return View(ms, out=True, bad=mute)
        if node.closed is None:
            return View(bad="closed" if served else "nobody")
        return View(mishaps=(self._leads((), place._replace(node=node.closed, chose=False)),))

    def _promise(self, place: Place, node: n.Callback | n.Message) -> View:
        if node.queue not in self.around.served.get(place.language, ()):
            return View(bad="nobody")
        if f"queue:{node.queue}" not in self.classes[place.hour].coming:
            return View(bad="no_promise")
        ms, mute = self._said(node, place.language)
        return View(ms, hears=isinstance(node, n.Message), out=True, bad=mute)

    def _lookup(self, place: Place, node: n.Lookup) -> View:
        ms, mute = self._said(node, place.language)
        if node.timeout_s == 0:
            return View(ms, hears=True, waits=True, bad="waits")
        place = place._replace(hour=ANY)
        leads = [
            self._leads((s.LookupAnswered(answer=said),), place._replace(node=then))
            for said, then in node.answers.items()
        ]
        if node.failed is None:
            return View(ms, hears=True, waits=True, choices=tuple(leads), bad="machine")
        leads.append(self._leads((FAILED,), place._replace(node=node.failed, chose=False)))
        return View(ms + node.timeout_s * 1_000, hears=True, waits=True, mishaps=tuple(leads), bad=mute)

    def _question(self, place: Place, node: n.Question) -> View:
        ms, mute = 0, None
        for language in offered(node) if isinstance(node, n.ChooseLanguage) else (place.language,):
            more, missing = self._said(node, language)
            ms, mute = ms + more, mute or missing
        calm = Place(self.flow.person, place.language, place.variables, False, ANY)
        mishaps = [self._leads((WRONG,) * node.tries, calm._replace(node=node.wrong or self.flow.person))]
        if node.timeout_s and node.timeout_written_s:
            after = calm._replace(node=node.silence or self.flow.person)
            mishaps.insert(0, self._leads((SILENCE,) * node.tries, after))
        else:
            mute = "waits"
        chose = not isinstance(node, n.ChooseLanguage)
        choices = [
            self._leads(events, calm._replace(node=then, language=language or place.language, chose=chose))
            for events, then, language in self._answers_to(place.node, node)
        ]
        return View(
            ms, hears=True, deaf=not node.barge_in, tries=node.tries, mishaps=tuple(mishaps), choices=tuple(choices),
            waits=True, bad=mute,
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

    def _after_setting(self, place: Place, node: n.SetVariable) -> Place:
        values = dict(zip(self.flow.variables, place.variables, strict=True))
        for name, value in node.set.items():
            values[name] = next_value(self.flow, name, values[name]) if value == "+1" else value
        then = next((one.then for one in node.when if one.all.items() <= values.items()), node.then)
        return place._replace(node=then, variables=tuple(values.values()))

    def _leads(self, events: Events, to: Place) -> Leads:
        return Leads(events, self._number(to, events))

    def _said(self, node: n.Speaking, language: Language) -> tuple[Ms, Kind | None]:
        if not node.text and not node.recorded:
            return 0, None
        text = node.text.get(language, "")
        return prompt_ms(text, language, node.recorded), None if text else "mute"


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
