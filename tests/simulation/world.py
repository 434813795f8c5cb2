"""A lossy world around the production house and loop: people who ask, a network that delays and doubles, a process that dies.

A process lives until its fuse burns down or its time is over. What was on the disk is there for the next one, and what was on
its way through the network still arrives. People send again, under the same key, what nobody has answered.
"""

import asyncio
import inspect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hoolin.cases import desk as view
from hoolin.cases.desk import Desk
from hoolin.core.commands import Command
from hoolin.core.effects import Deliver, Effect
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules
from hoolin.journal import memory
from hoolin.journal.codec import Codec
from hoolin.journal.port import Stores
from hoolin.runtime.house import House
from hoolin.runtime.loop import Loop, Receipt
from hoolin.runtime.outbox import Deliveries
from hoolin.wiring import rooms
from tests.runtime.wishes import Seeded
from tests.simulation.disk import Disk, Fuse, Provider
from tests.simulation.virtual import AtOnce, Killed, Stuck, VirtualLoop

LIFE_SECONDS = 60.0
PATIENCE_SECONDS = 3.0
AGENTS = ("kristi", "oleg", "mari")
CUSTOMERS = tuple(f"c{number}" for number in range(8))

SET_UP: tuple[Command, ...] = (
    c.SetSite(rules=SiteRules(reasons=("bill",))),
    c.SetChannel(rules=ChannelRules(channel="chat", weight=50, silent_ms_max=20_000, park_ms_max=40_000)),
    c.SetChannel(rules=ChannelRules(channel="mail", weight=25, delivers=True)),
    c.SetQueue(rules=QueueRules(queue="service", offer_ms=4_000, wrap_up_ms_max=5_000)),
    *(c.SetAgent(profile=AgentProfile(agent=agent, skills={"lang:et": 50})) for agent in AGENTS),
    *(c.SetPresence(agent=agent, presence="online") for agent in AGENTS),
)


class Broken(SystemExit):
    """A promise was not kept. It ends the run from wherever it is noticed, as Killed does."""


def held(promise: bool, what: str) -> None:
    """Raises Broken unless the promise was kept."""
    if not promise:
        raise Broken(what)


@dataclass
class Asked:
    """Something somebody asked for: sent again until it is answered. sent: how often."""

    command: Command
    actor: str
    key: str
    sent: int = 0
    answer: Receipt | HoolinError | None = None


@dataclass
class World:
    """What is outside of the process."""

    seed: int
    loop_type: type[Loop] = Loop
    asked: dict[tuple[str, str], Asked] = field(default_factory=dict)
    on_the_way: list[tuple[float, Asked]] = field(default_factory=list)
    time: float = 1_000.0
    kills: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = Seeded(self.seed)
        house = House(tuple(rooms().values()))
        stores = memory.open_stores(Codec(house.fact_types))
        self.disk = Disk(stores.journal)
        self.stores = Stores(self.disk, stores.snapshots, stores.contents, stores.blobs)
        self.provider = Provider(self.chance)
        self.numbers = 0

    def run(self, lives: int) -> None:
        """So many lives of the process, one after another, and a look at the disk after each."""
        for _ in range(lives):
            life = Life(self)
            try:
                life.run()
            except Killed as killed:
                self.kills[str(killed.code)] += 1
            except Stuck as stuck:
                raise Broken(f"everybody waits: {life.loop.failure!r}") from stuck
            finally:
                self.time = life.event_loop.time() + 1.0
                life.bury()
            self.check_disk()

    def ask(self, command: Command, actor: str) -> Asked:
        """Somebody wants something."""
        self.numbers += 1
        asked = Asked(command, actor, f"w{self.numbers}")
        self.asked[actor, asked.key] = asked
        return asked

    def check_disk(self) -> None:
        """What was promised is kept by what is on the disk alone."""
        entries = self.disk.read(0, 1_000_000)
        held([entry.position for entry in entries] == list(range(1, len(entries) + 1)), "a gap in the journal")
        by_cause: dict[str, list[Entry]] = {}
        for entry in entries:
            by_cause.setdefault(entry.cause, []).append(entry)
        for (actor, key), asked in self.asked.items():
            there = by_cause.get(f"{actor}/{key}", [])
            words = [entry for entry in there if isinstance(entry.fact, f.MessageReceived | f.MessageSent)]
            held(len(words) <= 1, f"{key} was done {len(words)} times")
            if isinstance(asked.answer, Receipt) and asked.answer.position:
                held(bool(there), f"{key} was acknowledged, and is not there")
                held(list(asked.answer.entries) == there[: len(asked.answer.entries)], f"{key} became something else")
        ordinals: Counter[str] = Counter()
        for entry in entries:
            if isinstance(entry.fact, f.MessageReceived | f.MessageSent):
                ordinals[entry.fact.interaction] += 1
                held(
                    entry.fact.ordinal == ordinals[entry.fact.interaction], "an ordinal was passed over or given twice"
                )
        taken = Counter(self.provider.took)
        held(max(taken.values(), default=0) <= 1, "the provider was given something twice")


class Life:
    """One life of the process."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance
        self.fuse = world.disk.fuse = world.provider.fuse = Fuse(world.chance)
        self.event_loop = VirtualLoop(world.time, lambda: self.chance.number(1, 60) / 10_000)
        self.rooms = rooms()
        self.site: Site = self.rooms["floor"].state
        self.desk = Desk()
        self.loop = world.loop_type(House(tuple(self.rooms.values())), world.stores, self._clock, "1")
        self.loop._snapshots._thread = AtOnce()  # type: ignore[assignment]
        outbox = self.rooms["delivery"].state
        self.deliveries = Deliveries(self.loop, outbox, {"mail": world.provider})

    def run(self) -> None:
        """Live until killed, or until the time is over."""
        self.event_loop.run_until_complete(self._live())

    def bury(self) -> None:
        """Nothing of it runs any more."""
        for task in asyncio.all_tasks(self.event_loop):
            task._log_destroy_pending = False  # type: ignore[attr-defined]
            work = task.get_coro()
            if inspect.iscoroutine(work) and inspect.getcoroutinestate(work) == inspect.CORO_CREATED:
                # It has not taken its first step, and nobody will complain that it never did.
                work.close()
        self.event_loop.set_exception_handler(lambda loop, context: None)
        self.event_loop.close()

    def _clock(self) -> int:
        return int(self.event_loop.time() * 1000)

    async def _live(self) -> None:
        self.loop.replay()
        self._catch_up()
        self.loop.read_along(self._read)
        self.loop.perform(self._perform)
        self.loop.start()
        await self.deliveries.recover()
        for number, command in enumerate(SET_UP):
            # Killed in the middle of it, the next process goes on where it was: the keys see to that.
            await self.loop.submit(command, actor="system", key=f"set-up-{number}")
        self._network_goes_on()
        ends_at = self.event_loop.time() + LIFE_SECONDS
        while self.event_loop.time() < ends_at:
            self._somebody_wants_something()
            self._somebody_is_impatient()
            self.fuse.at("any_time")
            await asyncio.sleep(self.chance.pick((0.0, 0.05, 0.3, 1.0)))
        if self.chance.number(0, 1):
            await self.deliveries.stop()
            await self.loop.stop()

    def _catch_up(self) -> None:
        """The desk of a new process, from the disk."""
        entries = self.world.disk.read(0, 1_000_000)
        for entry in entries:
            view.apply(self.desk, entry)
        again = House(tuple(rooms().values()))
        for entry in entries:
            again.fold(entry)
        held(again.dump() == self.loop.house.dump(), "a snapshot and the journal make different states")

    # ── the network ─────────────────────────────────────────────────────────────────────────────────────────────────

    def send(self, asked: Asked) -> None:
        """Through the network: late, sometimes twice, sometimes not at all."""
        asked.sent += 1
        for _ in range(self.chance.pick((0, 1, 1, 1, 1, 2))):
            delay = self.chance.pick((0.0, 0.001, 0.02, 0.5, 4.0, 30.0))
            self.world.on_the_way.append((self.event_loop.time() + delay, asked))
            self.event_loop.call_later(delay, self._arrives, asked)

    def _network_goes_on(self) -> None:
        now = self.event_loop.time()
        for at, asked in [one for one in self.world.on_the_way if one[0] >= now]:
            self.event_loop.call_at(at, self._arrives, asked)
        self.world.on_the_way = [one for one in self.world.on_the_way if one[0] >= now]

    def _arrives(self, asked: Asked) -> None:
        def then(said: Receipt | HoolinError) -> None:
            self.fuse.at("answering")
            first = asked.answer
            if isinstance(first, Receipt) and first.position:
                # Of what changed nothing there is nothing to remember over a restart.
                held(said == first, "the same key was answered otherwise")
            asked.answer = said
            self.fuse.at("answering")

        self.loop.ask(asked.command, asked.actor, asked.key, then)

    # ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _somebody_wants_something(self) -> None:
        if self.chance.number(0, 1):
            customer = self.chance.pick(CUSTOMERS)
            self.send(self.world.ask(self._customer_wants(customer), f"customer:{customer}"))
        else:
            agent = self.chance.pick(AGENTS)
            command = self._agent_wants(agent)
            if command is not None:
                self.send(self.world.ask(command, f"agent:{agent}"))

    def _somebody_is_impatient(self) -> None:
        for asked in [one for one in self.world.asked.values() if one.answer is None][:3]:
            if self.chance.number(0, 3) == 0:
                self.send(asked)

    def _customer_wants(self, customer: str) -> Command:
        channel = self.chance.pick(("chat", "chat", "mail"))
        one = self.site.live_with(customer, channel)
        self.world.numbers += 1
        name = f"{self.world.numbers:06d}"
        begins = c.Arrive(interaction=f"i{name}", customer=customer, case=f"k{name}", channel=channel, language="et")
        if one is not None and self.chance.number(0, 9) == 0:
            return c.SayGoodbye(interaction=one.interaction)
        return c.ReceiveMessage(
            interaction=one.interaction if one is not None else begins.interaction, key=name, text=f"word {name}",
            begins=begins,
        )  # fmt: skip

    def _agent_wants(self, agent: str) -> Command | None:
        """What somebody at a desk does with what the desk shows."""
        me = self.desk.agents.get(agent)
        if me is None or me.presence != "online":
            return c.SetPresence(agent=agent, presence="online")
        mine = [line for line in self.desk.lines.values() if line.agent == agent]
        if not mine:
            return None
        line = self.chance.pick(mine)
        one = {"interaction": line.interaction, "agent": agent}
        if line.state == "offered":
            made = {**one, "offer": str(line.offer)}
            return c.AcceptOffer(**made) if self.chance.number(0, 4) else c.DeclineOffer(**made)
        wants: tuple[Command, ...] = (
            c.SendMessage(interaction=line.interaction, agent=agent, text="answer"),
            c.SendMessage(interaction=line.interaction, agent=agent, text="answer"),
            c.Close(interaction=line.interaction, agent=agent, outcome="solved"),
            c.Park(**one),
            c.Transfer(interaction=line.interaction, agent=agent, queue="service"),
        )
        return self.chance.pick(wants)

    # ── what is seen from outside ───────────────────────────────────────────────────────────────────────────────────

    def _read(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        self.fuse.at("reading")
        held(entries[-1].position <= self.world.disk.head(), "somebody was told of what is not on the disk")
        for entry in entries:
            held(entry.position == self.desk.position + 1, "a fact was told twice, or passed over")
            view.apply(self.desk, entry)
        hands = Counter(one for agent in self.site.kept.agents.values() for one in agent.work)
        held(max(hands.values(), default=0) <= 1, "one interaction in two hands")
        self.fuse.at("reading")

    def _perform(self, effects: Sequence[Effect]) -> None:
        self.fuse.at("performing")
        durable = {e.fact.delivery for e in self.world.disk.read(0, 1_000_000) if hasattr(e.fact, "delivery")}
        for effect in effects:
            held(isinstance(effect, Deliver) and effect.outbox in durable, "an effect came before its fact")
        self.deliveries.perform(effects)
        self.fuse.at("performing")
