"""Whatever happens in whatever order: nothing owed is lost, nothing rests for long with one who is not there, every due time is answered by a
fact, and the same state comes from the journal alone, from a snapshot, and from the read model.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hoolin.cases.api import callbacks
from hoolin.cases.api import promises as p
from hoolin.core.commands import Command
from hoolin.core.errors import Refusal
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import PromiseKind
from hoolin.core.site.rules import Presence
from hoolin.people.api import commands as people
from hoolin.runtime.house import House
from hoolin.wiring import rooms
from tests.cases.callbacks.floor import DAY, HOUR, MINUTE
from tests.cases.promises.floor import PromiseFloor

AGENTS = st.sampled_from(["mari", "oleg"])
WAITS = st.sampled_from([1, MINUTE, 3 * MINUTE, 20 * MINUTE, 2 * HOUR, DAY])
KINDS = st.sampled_from(["callback", "credit", "fix", "answer"])


class Promising(RuleBasedStateMachine):
    """People come, are promised things, are called and forgotten; agents come and go; time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.floor = PromiseFloor()
        self.made = 0

    def _try(self, *commands: Command) -> None:
        for command in commands:
            try:
                self.floor.do(command)
            except Refusal:
                continue

    def _in_hand(self, agent: str) -> list[str]:
        known = self.floor.site.kept.agents.get(agent)
        return list(known.work) if known is not None else []

    @rule(customer=st.sampled_from(["c1", "c2", "c3"]))
    def arrive(self, customer: str) -> None:
        """By chat."""
        name = f"i-{self.floor.house.position}"
        self._try(
            c.Arrive(
                interaction=name, customer=customer, case=f"k-{customer}", channel="chat", language="et", apart=True
            )
        )

    @rule(agent=AGENTS, what=st.sampled_from(["accept", "close", "park", "defer"]), ms=WAITS)
    def work(self, agent: str, what: str, ms: int) -> None:
        """Something with what is in hand."""
        for one in self._in_hand(agent):
            offer = self.floor.one(one).offer
            if what == "accept" and offer is not None:
                self._try(c.AcceptOffer(interaction=one, offer=offer, agent=agent))
            elif what == "close":
                self._try(
                    c.StartWrapUp(interaction=one, agent=agent),
                    c.Close(interaction=one, agent=agent, outcome="pending"),
                )
            elif what == "park":
                self._try(c.Park(interaction=one, agent=agent))
            elif what == "defer":
                self._try(c.Defer(interaction=one, agent=agent, due_at=self.floor.now + ms))

    @rule(agent=AGENTS, kind=KINDS, ms=WAITS)
    def promise(self, agent: str, kind: PromiseKind, ms: int) -> None:
        """To whoever is there."""
        for one in self._in_hand(agent)[:1]:
            self.made += 1
            self._try(p.commands.MakePromise(
                promise=f"p-{self.made}", interaction=one, agent=agent, kind=kind,
                due_at=self.floor.now + ms, text="Homseks.", written="card",
            ))  # fmt: skip

    @rule(
        agent=AGENTS,
        number=st.integers(0, 5),
        what=st.sampled_from(["keep", "take", "withdraw", "move"]),
        boss=st.booleans(),
    )
    def change(self, agent: str, number: int, what: str, boss: bool) -> None:
        """One of those that are owed."""
        owed = list(self.floor.ledger.kept.owed)
        if not owed:
            return
        one = owed[number % len(owed)]
        if what == "keep":
            self._try(p.commands.KeepPromise(promise=one, agent=agent, supervising=boss))
        elif what == "take":
            self._try(p.commands.TakePromise(promise=one, agent=agent, supervising=boss))
        elif what == "withdraw":
            self._try(p.commands.WithdrawPromise(promise=one, agent=agent, reason="customer_wish", supervising=boss))
        else:
            for work in self._in_hand(agent):
                self._try(p.commands.MovePromise(
                    promise=one, interaction=work, agent=agent, due_at=self.floor.now + HOUR, text="Hiljem.", written="card",
                ))  # fmt: skip

    @rule(slot=st.integers(0, 3) | st.none(), number=st.sampled_from(["1", "2"]))
    def call_me(self, slot: int | None, number: str) -> None:
        """A callback at a time, at another one, or as soon as possible."""
        slots = self.floor.slots()
        form = f"form-{self.floor.house.position}".ljust(16, ".")
        self._try(self.floor.asking(number, slots[slot] if slot is not None and slot < len(slots) else None, form))

    @rule(agent=AGENTS, outcome=st.sampled_from(["reached", "no_answer"]))
    def called(self, agent: str, outcome: callbacks.facts.TryOutcome) -> None:
        """Whoever is to be called is called."""
        for one in self._in_hand(agent):
            self._try(callbacks.commands.ReportTry(interaction=one, agent=agent, outcome=outcome))

    @rule(agent=AGENTS, presence=st.sampled_from(["online", "away", "offline"]))
    def present(self, agent: str, presence: Presence) -> None:
        """Come and go."""
        self._try(c.SetPresence(agent=agent, presence=presence))

    @rule(customer=st.sampled_from(["c1", "c2", "c3"]))
    def forget(self, customer: str) -> None:
        """Wants to be forgotten."""
        self._try(people.EraseCustomer(customer=customer))

    @rule(ms=WAITS)
    def wait(self, ms: int) -> None:
        """Minutes or a day."""
        self.floor.pass_ms(ms)

    @invariant()
    def what_is_owed_is_owed_in_the_read_model(self) -> None:
        """Same promises, owners, times and breaks on either side."""
        rows = {row["promise"]: row for row in self.floor.rows(owed=1)}
        owed = self.floor.ledger.kept.owed
        assert rows.keys() == owed.keys()
        for name, one in owed.items():
            row = rows[name]
            assert (row["owner"], row["due_at"], row["moves"], row["case"], row["kind"]) == (
                one.owner, one.due_at, one.moves, one.case, one.kind,
            )  # fmt: skip
            assert not one.broken or row["broken_at"] is not None

    @invariant()
    def no_time_passes_without_a_fact(self) -> None:
        """What is past its time is broken, and what is pressing does not rest with one who is not there."""
        for one in self.floor.ledger.kept.owed.values():
            assert one.broken == (one.due_at <= self.floor.now), one
            step = self.floor.ledger.next_step(one)
            assert step is None or step.at > self.floor.now, (one, step)

    def teardown(self) -> None:
        """The journal alone, and a snapshot, make the same state, with the same thing due next."""
        afresh = House(tuple(rooms().values()))
        for entry in self.floor.entries:
            afresh.fold(entry)
        assert afresh.dump() == self.floor.house.dump()
        loaded = House(tuple(rooms().values()))
        loaded.load(self.floor.house.dump(), self.floor.house.position)
        assert loaded.dump() == self.floor.house.dump()
        assert loaded.next_due() == afresh.next_due() == self.floor.house.next_due()


Promising.TestCase.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
TestPromising = Promising.TestCase
