"""Whatever happens in whatever order: one open call for each number, no half hour over-full, and the same state from the journal."""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hoolin.cases.api import callbacks as k
from hoolin.core.commands import Command
from hoolin.core.errors import Refusal
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as i
from hoolin.core.site.rules import Presence
from hoolin.runtime.house import House
from hoolin.wiring import rooms
from tests.cases.callbacks.floor import HOUR, MINUTE, CallFloor, hashed

PLACES = 2
NUMBERS = st.sampled_from(["+37250", "+37251", "+37252", "+37253", "+37254", "+37255"])
AGENTS = st.sampled_from(["mari", "oleg"])
FORMS = st.integers(0, 30).map(str)


class Calls(RuleBasedStateMachine):
    """People ask, ask again, cancel; agents come, take, call, park, wrap up and leave; time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.floor = CallFloor(places=PLACES)
        for agent in ("mari", "oleg"):
            self.floor.agent(agent)

    def _try(self, *commands: Command) -> None:
        for command in commands:
            try:
                self.floor.do(command)
            except Refusal:
                continue

    @rule(number=NUMBERS, slot=st.none() | st.integers(0, 4), form=FORMS, proved=st.booleans(), moves=st.booleans())
    def ask(self, number: str, slot: int | None, form: str, proved: bool, moves: bool) -> None:
        """With or without a pass, with or without something under way elsewhere."""
        slots = self.floor.slots()
        live = next((one for one, it in self.floor.site.kept.interactions.items() if it.customer == "known"), None)
        asking = self.floor.asking(
            number, slots[slot] if slot is not None else None, hashed("form", form), about=form if slot else "",
            customer="known" if proved else "", moves=live if proved and moves else None,
        )  # fmt: skip
        self._try(asking)

    @rule()
    def chat(self) -> None:
        """Somebody waits in the chat, and will show a pass."""
        name = f"chat-{self.floor.house.position}"
        self._try(c.Arrive(interaction=name, customer="known", case="k-chat", channel="chat", language="et"))

    @rule(form=FORMS)
    def cancel(self, form: str) -> None:
        """Not after all."""
        self._try(k.commands.CancelCallback(form=hashed("form", form)))

    @rule(agent=AGENTS, outcome=st.sampled_from(["reached", "no_answer", "busy", "wrong_number"]))
    def call(self, agent: str, outcome: k.facts.TryOutcome) -> None:
        """Take what is offered, and say what came of it."""
        for one in list(self.floor.site.agent(agent).work):
            offer = self.floor.one(one).offer
            if offer is not None:
                self._try(c.AcceptOffer(interaction=one, offer=offer, agent=agent))
            self._try(k.commands.ReportTry(interaction=one, agent=agent, outcome=outcome))

    @rule(agent=AGENTS, what=st.sampled_from([c.Park, c.Unpark, c.StartWrapUp, c.Resume, c.Hold]))
    def do(self, agent: str, what: type[c.Park | c.Unpark | c.StartWrapUp | c.Resume | c.Hold]) -> None:
        """Something else with what is in hand."""
        for one in list(self.floor.site.agent(agent).work):
            self._try(what(interaction=one, agent=agent))

    @rule(agent=AGENTS, presence=st.sampled_from(["online", "away", "offline"]))
    def present(self, agent: str, presence: Presence) -> None:
        """Come and go."""
        self._try(c.SetPresence(agent=agent, presence=presence))

    @rule(ms=st.sampled_from([1, MINUTE, 6 * MINUTE, 31 * MINUTE, 3 * HOUR, 9 * HOUR]))
    def wait(self, ms: int) -> None:
        """Minutes or a night."""
        self.floor.pass_ms(ms)

    @invariant()
    def one_call_for_each_number(self) -> None:
        """Told from the journal, not from the room's own books."""
        number_of = {fact.interaction: fact.number for fact in self.floor.facts(k.facts.CallbackAsked)}
        live = Counter(number_of[one] for one in self.floor.site.kept.interactions if one in number_of)
        assert max(live.values(), default=0) <= 1
        assert set(self.floor.desk.kept.open) == {one for one in self.floor.site.kept.interactions if one in number_of}

    @invariant()
    def no_half_hour_is_overfull(self) -> None:
        """Told from the journal, too."""
        promised = {fact.interaction: fact.promised_at for fact in self.floor.facts(k.facts.CallbackAsked)}
        live = self.floor.site.kept.interactions
        taken = Counter(at for one, at in promised.items() if one in live and at is not None)
        assert max(taken.values(), default=0) <= PLACES

    @invariant()
    def nobody_is_called_by_two(self) -> None:
        """What an agent holds nobody else holds."""
        held = Counter(one for agent in ("mari", "oleg") for one in self.floor.site.agent(agent).work)
        assert max(held.values(), default=0) <= 1

    def teardown(self) -> None:
        """The journal alone makes the same state; so does a snapshot."""
        again = House(tuple(rooms().values()))
        for entry in self.floor.entries:
            again.fold(entry)
        assert again.dump() == self.floor.house.dump()
        loaded = House(tuple(rooms().values()))
        loaded.load(again.dump(), again.position)
        assert loaded.dump() == again.dump()
        calls = Counter(
            fact.interaction for fact in self.floor.facts(k.facts.CallbackTried) if fact.outcome != "reached"
        )
        assert max(calls.values(), default=0) <= 4
        assert all(fact.place_at <= self.floor.now for fact in self.floor.facts(i.InteractionArrived))


TestCalls = Calls.TestCase
TestCalls.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
