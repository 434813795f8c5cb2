"""Everywhere a customer can be in a flow: the product of node, language, variables, how they came there, and hours. Plain graph, no judgement.

A *place* is a node, a language, the variables, whether the customer came by a choice of their own (`chose`), and an hour class. As long as
nothing has looked at the hours, the class is open (`ANY`): nature has not said yet. It is forgotten at every question and every look-up, for
while somebody thinks, a queue may close. How often a question was put is no part of a place: all its tries are passed as one. Of whom nobody
knows a number, a place also knows which numbers they have given (`given`).

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

Given: TypeAlias = frozenset[str] | None
"""The numbers that somebody without one has given, by name, as far as a callback asks for them; None: theirs is known."""


class Place(NamedTuple):
    """Where a customer is."""

    node: str
    language: Language
    variables: Variables
    chose: bool
    hour: int
    given: Given = None


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
        self._numbers: dict[Place, int] = {}
        self._answers: dict[str, tuple[tuple[Events, str, Language | None], ...]] = {}
        self._texts: dict[tuple[str, Language], tuple[Ms, Kind | None]] = {}
        self._questions = {code for code, node in flow.nodes.items() if isinstance(node, n.QUESTIONS)}
        self._home = home(flow)
        self._at = -1
        first = tuple(values[0] for values in flow.variables.values())
        self._wanted = n.called_at(flow)
        callers: tuple[Given, ...] = (None, frozenset()) if around.nameless and _calls_back(flow) else (None,)
        self.roots = tuple(
            self._number((), Place(flow.start, one, first, False, ANY, given))
            for given in callers
            for one in around.languages
        )
        self._explore()

    def person(self, at: int) -> int:
        """Where the fixed words lead from a place that hears them."""
        place = self.places[at]
        return self._numbers[place._replace(node=self.flow.person, chose=False, hour=ANY)]

    def _explore(self) -> None:
        while self._at + 1 < len(self.places):
            self._at += 1
            place = self.places[self._at]
            view = self._view(place, self.flow.nodes[place.node])
            self.views.append(view)
            if view.hears:
                self._number((WISH,), place._replace(node=self.flow.person, chose=False, hour=ANY))

    def _number(self, events: Events, to: Place) -> int:
        if to.node in self._questions:
            # To be asked forgets how one came, and what the hours were.
            to = Place(to.node, to.language, to.variables, False, ANY, to.given)
        known = self._numbers.get(to)
        if known is None:
            known = self._numbers[to] = len(self.places)
            if known >= PLACES_MAX:
                raise TooManyPlaces
            self.places.append(to)
            self.come_from.append(Leads(events, self._at) if self._at >= 0 else None)
        return known

    # ── by kind of node ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _view(self, place: Place, node: n.AnyNode) -> View:
        if isinstance(node, n.Question):
            return self._question(place, node)
        _, language, variables, chose, hour, given = place
        if isinstance(node, n.Say):
            ms, mute = self._said(place.node, node, language)
            on = self._leads((), Place(node.then, language, variables, chose, hour, given))
            return View(ms, heard=node.barge_in, deaf=not node.barge_in, mishaps=(on,), bad=mute)
        if isinstance(node, n.Lookup):
            return self._lookup(place, node)
        if isinstance(node, n.Speak):
            return View(mishaps=(self._leads((), Place(node.then, node.language, variables, chose, hour, given)),))
        if isinstance(node, n.SetVariable):
            then, variables = self._after_setting(variables, node)
            return View(mishaps=(self._leads((), Place(then, language, variables, chose, hour, given)),))
        if isinstance(node, n.End):
            ms, mute = self._said(place.node, node, language)
            ms += last_words(language, spoken=True).ms
            return View(ms, hears=True, waits=True, out=chose, bad=mute if chose else "hung_up")
        if hour == ANY:
            here = place.node
            every = [Place(here, language, variables, chose, one, given) for one in range(len(self.classes))]
            return View(mishaps=tuple(self._leads((), one) for one in every))
        if isinstance(node, n.HoursBranch):
            is_open = (node.hours or self._home) in self.classes[hour].open
            then = node.open if is_open else node.closed
            return View(mishaps=(self._leads((), Place(then, language, variables, chose and is_open, hour, given)),))
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
        on = self._leads((), Place(node.closed, place.language, place.variables, False, place.hour, place.given))
        return View(mishaps=(on,))

    def _promise(self, place: Place, node: n.Callback | n.Message) -> View:
        if node.queue not in self.around.served.get(place.language, ()):
            return View(bad="nobody")
        if f"queue:{node.queue}" not in self.classes[place.hour].coming:
            return View(bad="no_promise")
        if isinstance(node, n.Callback) and place.given is not None and node.number not in place.given:
            return View(bad="no_number")
        ms, mute = self._said(place.node, node, place.language)
        return View(ms, hears=isinstance(node, n.Message), out=True, bad=mute)

    def _lookup(self, place: Place, node: n.Lookup) -> View:
        _, language, variables, chose, _, given = place
        ms, mute = self._said(place.node, node, language)
        if node.timeout_s == 0:
            return View(ms, hears=True, waits=True, bad="waits")
        leads = [
            self._leads((s.LookupAnswered(answer=said),), Place(then, language, variables, chose, ANY, given))
            for said, then in node.answers.items()
        ]
        if node.failed is None:
            return View(ms, hears=True, waits=True, choices=tuple(leads), bad="machine")
        leads.append(self._leads((FAILED,), Place(node.failed, language, variables, False, ANY, given)))
        return View(ms + node.timeout_s * 1_000, hears=True, waits=True, mishaps=tuple(leads), bad=mute)

    def _question(self, place: Place, node: n.Question) -> View:
        _, language, variables, _, _, given = place
        ms, bad = 0, None
        for one in offered(node) if isinstance(node, n.ChooseLanguage) else (language,):
            more, mute = self._said(place.node, node, one)
            ms, bad = ms + more, bad or mute
        wrong = Place(node.wrong or self.flow.person, language, variables, False, ANY, given)
        mishaps = [self._leads(WRONGS[: node.tries], wrong)]
        if node.timeout_s and node.timeout_written_s:
            silent = Place(node.silence or self.flow.person, language, variables, False, ANY, given)
            mishaps.insert(0, self._leads(SILENCES[: node.tries], silent))
        else:
            bad = "waits"
        chose = not isinstance(node, n.ChooseLanguage)
        if given is not None and (number := n.gives_number(node)) in self._wanted:
            given |= {number}
        choices = [
            self._leads(events, Place(then, chosen or language, variables, chose, ANY, given))
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

    def _leads(self, events: Events, to: Place) -> Leads:
        return Leads(events, self._number(events, to))

    def _said(self, code: str, node: n.Speaking, language: Language) -> tuple[Ms, Kind | None]:
        """How long it is what a node says in a language, and whether it says nothing."""
        known = self._texts.get((code, language))
        if known is None:
            text = node.text.get(language, "")
            mute: Kind | None = None if text or not (node.text or node.recorded) else "mute"
            known = self._texts[code, language] = (prompt_ms(text, language, node.recorded), mute)
        return known


def _calls_back(flow: n.Flow) -> bool:
    """Whether it makes any difference that somebody's number is not known."""
    return any(isinstance(node, n.Callback) for node in flow.nodes.values())


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
