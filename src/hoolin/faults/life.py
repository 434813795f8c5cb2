"""One life of the process, from its start on what the disk has to its end, wanted or not: the production parts, put together as a site
puts them together, on a virtual event loop.
"""

import asyncio
import inspect
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from hoolin.cases.api import Desk
from hoolin.cases.api import desk as view
from hoolin.channels.loopback.faults import Fault, Faults
from hoolin.channels.loopback.post import CHANNEL, LetterboxAccount, LoopbackPost
from hoolin.channels.written import Outgoing
from hoolin.core.effects import Deliver, Effect
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction.site import Site
from hoolin.faults.checks import held
from hoolin.faults.disk import Disk, Fuse
from hoolin.faults.people import agent_wants, customer_wants, somebody
from hoolin.faults.virtual import AtOnce, Killed, VirtualLoop
from hoolin.faults.world import ACCOUNT, AGENTS, SECRET, SET_UP, Asked, Letter, World
from hoolin.journal.errors import DiskRefused
from hoolin.runtime.folding import FoldingHere
from hoolin.runtime.house import House
from hoolin.runtime.loop import LOOK_AGAIN_SECONDS, Loop, Receipt
from hoolin.runtime.outbox import Deliveries
from hoolin.runtime.reading import Reading
from hoolin.server.passes import PassOffice
from hoolin.wiring.channels import ChannelAccounts
from hoolin.wiring.faces import Ground, office_on
from hoolin.wiring.rooms import STATE_VERSION, rooms
from hoolin.wiring.settings import HoolinSettings
from hoolin.wiring.site import used_on

LIFE_SECONDS = 30.0
CALM_SECONDS = 240.0
"""The last life: nothing fails any more, and everything that is owed to anybody is given within that time."""

LATE_SECONDS = 2.0
"""What is due by the clock happens within that time."""

SET_SECONDS = LOOK_AGAIN_SECONDS + LATE_SECONDS
"""Where the clock has been set, or the process begun, it may take so long."""

SNAPSHOT_EVERY = 60
SETTINGS = HoolinSettings(channels=ChannelAccounts(letterbox={ACCOUNT: LetterboxAccount()}))

WEATHER: tuple[Fault | None, ...] = (None,) * 8 + ("not_reached", "refuse", "break_off", "time_out", "hang")
JUMPS = (3.0, 20.0, 600.0, 7_200.0, -1.0, -15.0, -600.0)
"""By how many seconds the machine's clock is set, when it is."""


class Weather(Faults):
    """What each attempt at the provider meets, by chance."""

    def __init__(self, life: "Life") -> None:
        super().__init__()
        self._life = life

    def of_delivery(self) -> Fault | None:
        """See `Faults`."""
        life = self._life
        life.fuse.at("transmitting")
        fault = None if life.calm else life.world.chance.pick(WEATHER)
        if fault is not None:
            life.tell("the provider", f"the next message meets: {fault}")
        return fault


class Out(list[Outgoing]):
    """What the provider has taken, which must not be taken twice."""

    def __init__(self, life: "Life") -> None:
        self._life = life

    def append(self, out: Outgoing) -> None:
        """One more."""
        life, world = self._life, self._life.world
        taken = [one.delivery for one in world.out]
        held(out.delivery not in taken, "the provider was given the same message twice")
        held(world.ledger.attempts[out.delivery] > 0, "a message left before it was written down that it would")
        world.out.append(out)
        life.tell("the provider", f"takes {out.delivery}")
        life.fuse.at("transmitting")

    def __len__(self) -> int:
        return len(self._life.world.out)


class Life:
    """calm: nothing fails in it."""

    def __init__(self, world: World, calm: bool = False) -> None:
        self.world, self.chance, self.calm = world, world.chance, calm
        self.fuse = world.disk.fuse = Fuse(world.chance)
        world.disk.well = calm
        if calm:
            self.fuse.take_out()
        self.event_loop = VirtualLoop(world.time, self._takes, self._step)
        self.event_loop.set_exception_handler(self._unheard)
        self.unheard: BaseException | None = None
        self.rooms = rooms()
        self.site: Site = self.rooms["floor"].state
        self.desk = Desk()
        self._set_at = world.time
        self._quiet_until = 0.0

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
        self.event_loop.close()

    def tell(self, who: str, what: str) -> None:
        """One line of the story."""
        self.world.tell(who, what)

    # ── the process ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _unheard(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What nobody caught: a mistake, unless it is the end of the process on its way."""
        problem = context.get("exception")
        if isinstance(problem, Exception) and not isinstance(problem, HoolinError):
            self.unheard = problem

    def _step(self) -> None:
        self.world.time = self.event_loop.time()
        self.fuse.at("any_await")

    def _takes(self, work: Callable[..., Any]) -> float:
        if isinstance(getattr(work, "__self__", None), Disk):
            seconds = self.world.disk.seconds()
            if seconds > 0.1:
                self.tell("the disk", f"takes {seconds} s")
            return seconds
        return self.chance.number(1, 60) / 10_000

    def _clock(self) -> int:
        return int((self.event_loop.time() + self.world.ahead) * 1_000)

    def _build(self) -> None:
        world = self.world
        house = House(tuple(self.rooms.values()))
        self.loop = loop = Loop(house, world.stores, self._clock, STATE_VERSION)
        loop.snapshots.thread = AtOnce()  # type: ignore[assignment]
        loop.snapshots.every = SNAPSHOT_EVERY
        loop.replay()
        self._look_back()
        world.views.catch_up(world.disk)
        reading = Reading(world.views, world.disk, FoldingHere(world.views, world.disk))
        house.used = lambda names, contents: used_on(names, contents, world.stores, reading)
        passes = PassOffice(self.rooms["passes"].state, loop, world.lookups, frozenset())
        self.office = office_on(
            Ground(SETTINGS, loop, self.rooms, reading, SECRET, world.lookups, world.new_id), {}, passes
        )
        self.office.tide.clock = self.event_loop.time
        gateway = self.office.gateways[CHANNEL]
        assert isinstance(gateway, LoopbackPost)
        gateway.faults, gateway.out, self.keep = Weather(self), Out(self), gateway.around.keep
        self.deliveries = Deliveries(loop, self.rooms["delivery"].state, dict(self.office.carriers))
        loop.read_along(reading.take)
        loop.read_along(self._read)
        loop.perform(self._perform)
        loop.on_failure = self._failed

    async def _live(self) -> None:
        self.tell("the process", f"starts on {self.world.ledger.head} entries" + (", calmly" if self.calm else ""))
        self._build()
        self.loop.start()
        await self.deliveries.recover()
        await self.office.start()
        for number, command in enumerate(SET_UP):
            # Killed in the middle of it, the next process goes on where it was: the keys see to that.
            await self.loop.submit(command, actor="system", key=f"set-up-{number}")
        self._network_goes_on()
        ends_at = self.event_loop.time() + (CALM_SECONDS if self.calm else LIFE_SECONDS)
        while self.event_loop.time() < ends_at:
            self._something_happens()
            await asyncio.sleep(self.chance.pick((0.0, 0.05, 0.3, 1.0)) if not self.calm else 1.0)
            self._timers_have_rung()
        if self.calm or self.chance.number(0, 1):
            await self.office.stop()
            await self.deliveries.stop()
            await self.loop.stop()
            self.tell("the process", "ends as it should")

    def _failed(self, failure: BaseException) -> None:
        held(isinstance(failure, DiskRefused), f"the loop stopped by itself: {failure!r}")
        self.tell("the disk", "refuses; the process ends")
        self.event_loop.call_later(0.01, self._end)

    def _end(self) -> None:
        raise Killed("disk_refused")

    def _look_back(self) -> None:
        """What a snapshot and the rest of the journal make must be what the whole journal makes; the desk begins with it."""
        again = House(tuple(rooms().values()))
        for entry in self.world.disk.read(0, 1_000_000):
            view.apply(self.desk, entry)
            again.fold(entry)
        house = self.loop.house
        held(again.position == house.position, "a snapshot stands at another position than it says")
        # What is still to follow is no part of a snapshot, and of neither of these.
        unsettled, house.unsettled = house.unsettled, False
        held(again.dump() == house.dump(), "a snapshot and the journal make different states")
        house.unsettled = unsettled
        held(set(self.site.kept.interactions) == set(self.world.ledger.live), "a conversation was lost, or is a ghost")

    def _timers_have_rung(self) -> None:
        """Nothing waits for a time that has passed: not for long, and not much longer where the clock was set a moment ago."""
        held(self.unheard is None, f"a mistake that nobody caught: {self.unheard!r}")
        if self.loop.failure is not None or self.event_loop.time() - self._set_at < SET_SECONDS:
            return
        late = self._clock() - int(LATE_SECONDS * 1_000)
        for one in self.site.kept.interactions.values():
            held(not 0 < one.due_at < late, f"a timer was lost: {one.interaction} is still {one.state}")

    # ── what happens around it ──────────────────────────────────────────────────────────────────────────────────────

    def _something_happens(self) -> None:
        world = self.world
        if self.event_loop.time() < self._quiet_until:
            return
        if not self.calm:
            lot = self.chance.number(0, 99)
            if lot < 40:
                customer = somebody(world)
                self.send(world.ask(customer_wants(world, self.site, customer), f"customer:{customer}"))
            elif lot < 75:
                agent = self.chance.pick(AGENTS)
                if (command := agent_wants(world, self.desk, agent)) is not None:
                    self.send(world.ask(command, f"agent:{agent}"))
            elif lot < 97:
                self.send(world.write())
            elif lot == 97:
                self._quiet_until = self.event_loop.time() + self.chance.pick((5.0, 20.0))
                self.tell("everybody", "is silent for a while")
            elif lot == 98:
                self._clock_is_set(self.chance.pick(JUMPS))
        for asked in [one for one in world.asked.values() if one.answer is None][:3]:
            if self.calm or self.chance.once_in(4):
                self.send(asked)
        for letter in [one for one in world.letters if not one.kept][:3]:
            if self.calm or self.chance.once_in(4):
                self.send(letter)

    def _clock_is_set(self, seconds: float) -> None:
        self.world.ahead += seconds
        self._set_at = self.event_loop.time()
        self.tell("the clock", f"is set {seconds:+.0f} s")

    def send(self, sent: "Asked | Letter") -> None:
        """Through the network: late, sometimes twice, sometimes not at all."""
        for _ in range(1 if self.calm else self.chance.pick((0, 1, 1, 1, 1, 2))):
            delay = 0.0 if self.calm else self.chance.pick((0.0, 0.001, 0.02, 0.5, 4.0, 30.0))
            self.world.on_the_way.append((self.event_loop.time() + delay, sent))
            self.event_loop.call_later(delay, self._arrives, sent)

    def _network_goes_on(self) -> None:
        now, world = self.event_loop.time(), self.world
        world.on_the_way = [one for one in world.on_the_way if one[0] >= now]
        for at, sent in world.on_the_way:
            self.event_loop.call_at(at, self._arrives, sent)

    def _arrives(self, sent: "Asked | Letter") -> None:
        if isinstance(sent, Letter):
            task = self.event_loop.create_task(self._brings(sent))
            task.add_done_callback(_seen)
            return
        sent.sent += 1
        if self.world.story is not None:
            self.tell(sent.actor, f"asks {sent.key}: {_short(sent.command)}" + (" (again)" if sent.sent > 1 else ""))
        self.loop.ask(sent.command, sent.actor, sent.key, lambda said: self._answered(sent, said))

    def _answered(self, asked: Asked, said: "Receipt | HoolinError") -> None:
        self.fuse.at("answering")
        if isinstance(said, Receipt) and said.position:
            first = self.world.ledger.firsts.get(f"{asked.actor}/{asked.key}")
            held(first is not None and first == said.first, f"{asked.key} was acknowledged, and is not on disk")
            if isinstance(asked.answer, Receipt) and asked.answer.position:
                held(said == asked.answer, "the same key was answered otherwise")
        if self.world.story is not None:
            self.tell("the house", f"answers {asked.key}: {_short(said)}")
        asked.answer = said
        self.fuse.at("answering")

    async def _brings(self, letter: Letter) -> None:
        letter.brought += 1
        self.tell("the post", f"brings {letter.raw.key} of {letter.raw.lane}")
        await self.keep(letter.raw)
        held(letter.lookup in self.world.ledger.kept, "a letter was acknowledged, and is not on disk")
        letter.kept = letter.kept or self.calm or not self.chance.once_in(8)
        self.tell(
            "the post", f"hears that {letter.raw.key} is kept" if letter.kept else "does not hear that it is kept"
        )

    # ── what is seen from outside ───────────────────────────────────────────────────────────────────────────────────

    def _read(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        self.fuse.at("reading")
        held(entries[-1].position <= self.world.ledger.head, "somebody was told of what is not on disk")
        for entry in entries:
            held(entry.position == self.desk.position + 1, "a fact was told twice, or passed over")
            view.apply(self.desk, entry)
            if self.world.story is not None:
                self.tell("on disk", f"{entry.position} {_short(entry.fact)}")
        hands = Counter(one for agent in self.site.kept.agents.values() for one in agent.work)
        held(max(hands.values(), default=0) <= 1, "one conversation in two hands")
        self.fuse.at("reading")

    def _perform(self, effects: Sequence[Effect]) -> None:
        self.fuse.at("performing")
        for effect in effects:
            known = effect.outbox if isinstance(effect, Deliver) else getattr(effect, "input", "")
            held(known in self.world.ledger.effects, "an effect came before its fact was on disk")
        self.deliveries.perform(effects)
        self.office.perform(effects)
        self.fuse.at("performing")


def _seen(task: "asyncio.Task[None]") -> None:
    """A letter that could not be kept stays with the provider, who brings it again."""
    if not task.cancelled():
        task.exception()


def _short(thing: object) -> str:
    return repr(thing)[:150]
