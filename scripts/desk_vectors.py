"""Vectors for everybody who follows a desk by its facts: `make vectors` writes web/packages/client/vectors/generated/*.json.

    python scripts/desk_vectors.py           write them
    python scripts/desk_vectors.py --check   write nothing; exit 1 and name those that have drifted

Each is a short piece of a working day in a real site, in memory and on a clock that is set by hand, as one agent's desk hears
it: `{"what", "before": Desk, "frames": [fact frames], "after": Desk}`. `before` is the snapshot that the server sends, `after`
what the frames make of it by the rules of web/packages/client/README.md. After each command on the way that is the snapshot
that the server would send then, but for the order of lists and for `active` of agents, or no vector is made.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import msgspec  # noqa: E402

from hoolin.cases.commands import AddNote  # noqa: E402
from hoolin.core.commands import Command  # noqa: E402
from hoolin.core.interaction import commands as c  # noqa: E402
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules  # noqa: E402
from hoolin.people.commands import MergeCustomers, NameCustomer, UnmergeCustomers  # noqa: E402
from hoolin.server.accounts.records import Who  # noqa: E402
from hoolin.server.live.present import snapshot_of  # noqa: E402
from hoolin.server.permissions import GRANTS  # noqa: E402
from hoolin.wiring import Built, HoolinSettings, build  # noqa: E402

FOLDER = Path("web") / "packages" / "client" / "vectors" / "generated"
START = 1_750_000_000_000
ME, OTHER, NEW = "kristi", "oleg", "mari"
NAMES = {ME: "Kristi Tamm", OTHER: "Oleg Orlov", NEW: "Mari Mägi"}

WHO = Who(
    account="account-kristi", agent=ME, name="Kristi Tamm", role="agent", permissions=GRANTS["agent"], language="et",
    session="session-kristi", csrf="csrf",
)  # fmt: skip


class Ear:
    """A socket that only listens."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.over = asyncio.get_running_loop().create_future()
        self.heard: Callable[[str], Awaitable[None] | None] = lambda text: None

    def facts(self) -> list[dict[str, Any]]:
        """The fact frames heard so far."""
        return [frame for frame in self.frames if frame["type"] == "fact"]

    async def each(self, heard: Callable[[str], Awaitable[None] | None]) -> None:
        """See `channels.port.Socket`."""
        self.heard = heard
        await self.over

    def write(self, frames: Iterable[bytes]) -> bool:
        """As above."""
        self.frames.extend(json.loads(frame) for frame in frames)
        return True

    def end(self, code: int) -> None:
        """As above."""
        if not self.over.done():
            self.over.set_result(None)


class Day:
    """A site with two people at work, and the desk of one of them."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.asked = 0
        self.after_each: Callable[[], None] = lambda: None

    async def do(self, *commands: Command) -> None:
        """Give commands, a second apart."""
        for command in commands:
            self.asked += 1
            CLOCK.now += 1_000
            await self.built.loop.submit(command, actor="system", key=f"d{self.asked}")
            # What is told in one turn goes out at its end.
            await asyncio.sleep(0)
            self.after_each()

    async def wait(self, ms: int) -> None:
        """Let time pass, with everything that it brings."""
        CLOCK.now += ms
        await self.do(c.TimePassed())

    async def come(self, name: str, text: str = "Tere!", queue: str = "") -> None:
        """A customer begins a conversation."""
        arrive = c.Arrive(
            interaction=name, customer=f"of-{name}", case=f"case-{name}", channel="chat", language="et", queue=queue
        )
        await self.do(c.ReceiveMessage(interaction=name, key="1", text=text, begins=arrive))

    async def say(self, name: str, text: str) -> None:
        """A customer goes on."""
        await self.do(c.ReceiveMessage(interaction=name, key="2", text=text))

    async def answer(self, name: str, agent: str = ME, text: str = "Tere, kuidas saan aidata?") -> None:
        """Somebody takes it, by the offer or by hand, and says something."""
        await self.do(c.Take(interaction=name, agent=agent), c.SendMessage(interaction=name, agent=agent, text=text))

    def offer(self, name: str) -> str:
        """The offer that stands."""
        return str(self.built.site.interaction(name).offer)


class Clock:
    """A clock that is set by hand."""

    now = START

    def __call__(self) -> int:
        """The present instant."""
        return self.now


CLOCK = Clock()
Scene = Callable[[Day], Awaitable[None]]


async def nothing(day: Day) -> None:
    """A quiet moment."""


async def first_contact(day: Day) -> None:
    """One conversation from its arrival to the first words of either side, as read by either side."""
    await day.come("i1")
    await day.do(c.AcceptOffer(interaction="i1", offer=day.offer("i1"), agent=ME))
    await day.do(c.MarkRead(interaction="i1", agent=ME, ordinal=1))
    await day.do(c.SendMessage(interaction="i1", agent=ME, text="Tere, mina olen Kristi."))
    await day.do(c.CustomerMarkRead(interaction="i1", ordinal=2))
    await day.say("i1", "Arvel on vale summa.")
    await day.say("i1", "Kas vaataksite?")


async def declined(day: Day) -> None:
    """An offer is declined and goes to the other person, who takes it; it leaves this desk."""
    await day.come("i1")
    await day.do(c.DeclineOffer(interaction="i1", offer=day.offer("i1"), agent=ME))
    await day.do(c.AcceptOffer(interaction="i1", offer=day.offer("i1"), agent=OTHER))
    await day.do(c.SendMessage(interaction="i1", agent=OTHER, text="Seda Kristi ei kuule."))


async def timed_out(day: Day) -> None:
    """Nobody answers an offer: whoever it was made to is away now, and it is made to another."""
    await day.come("i1")
    await day.wait(30_000)
    await day.wait(30_000)
    await day.do(c.SetPresence(agent=ME, presence="online"))


async def served(day: Day) -> None:
    """What a scene begins with: a conversation of this desk, one of the other's, and one that waits."""
    await day.come("mine")
    await day.answer("mine")
    await day.come("theirs")
    await day.answer("theirs", OTHER)
    await day.do(c.SetPresence(agent=ME, presence="away", reason="lunch"))
    await day.do(c.SetPresence(agent=OTHER, presence="away", reason="lunch"))
    await day.come("waits", "Kas keegi kuuleb?")


async def to_a_queue(day: Day) -> None:
    """A conversation is handed on to a queue, with a note, and is taken from there by hand."""
    await day.do(c.Transfer(interaction="mine", agent=ME, queue="billing", note="Vaata märtsi arvet."))
    await day.say("mine", "Ma ootan.")
    await day.do(c.SetPresence(agent=ME, presence="online"))
    await day.wait(60_000)


async def to_a_person(day: Day) -> None:
    """A conversation is handed on to a colleague by name; what they hold comes here the same way."""
    await day.do(c.SetPresence(agent=OTHER, presence="online"))
    await day.do(c.AcceptOffer(interaction="waits", offer=day.offer("waits"), agent=OTHER))
    await day.do(c.Transfer(interaction="mine", agent=ME, to_agent=OTHER, note="Sinu klient."))
    await day.do(c.AcceptOffer(interaction="mine", offer=day.offer("mine"), agent=OTHER))
    await day.do(c.SetPresence(agent=ME, presence="online"))
    await day.do(c.Transfer(interaction="theirs", agent=OTHER, to_agent=ME))
    await day.do(c.AcceptOffer(interaction="theirs", offer=day.offer("theirs"), agent=ME))


async def parked(day: Day) -> None:
    """Held, resumed, parked, taken up again; parked again, and when the customer writes there is no room: back in line."""
    await day.do(c.Hold(interaction="mine", agent=ME), c.Resume(interaction="mine", agent=ME))
    await day.do(c.Park(interaction="mine", agent=ME), c.Unpark(interaction="mine", agent=ME))
    await day.do(c.Park(interaction="mine", agent=ME))
    await day.say("mine", "Leidsin arve üles.")


async def wrapped_up(day: Day) -> None:
    """The customer says goodbye, has one thing more to say, and then it is closed; another closes by itself."""
    await day.do(c.SayGoodbye(interaction="mine"))
    await day.say("mine", "Oot, veel üks asi.")
    await day.do(c.StartWrapUp(interaction="mine", agent=ME))
    await day.do(c.Close(interaction="mine", agent=ME, outcome="solved", reasons=("bill",)))
    await day.do(c.StartWrapUp(interaction="theirs", agent=OTHER))
    await day.wait(300_000)


async def given_up(day: Day) -> None:
    """One who waits leaves without a word and is abandoned; one leaves an address and stays; one says goodbye."""
    await day.come("patient")
    await day.come("polite")
    await day.do(c.CustomerLeave(interaction="waits"), c.CustomerLeave(interaction="patient"))
    await day.do(c.AskAnswerLater(interaction="patient"))
    await day.do(c.SayGoodbye(interaction="polite"))
    await day.wait(150_000)
    await day.do(c.CustomerReturn(interaction="patient"))


async def people_come_and_go(day: Day) -> None:
    """Presences with reasons, another skill, other rules of a queue and a new queue; then somebody leaves for good."""
    await day.do(c.SetPresence(agent=OTHER, presence="offline"))
    await day.do(c.SetAgent(profile=AgentProfile(agent=ME, skills={"lang:et": 100, "lang:ru": 30})))
    await day.do(c.SetQueue(rules=QueueRules(queue="billing", target_ms=60_000, target_share=0.9)))
    await day.do(c.SetQueue(rules=QueueRules(queue="vip")))
    await day.do(c.RetireAgent(agent=OTHER))
    await day.do(c.SetPresence(agent=ME, presence="online"))


async def by_hand(day: Day) -> None:
    """Taken from the line by hand, from under an offer to another too; deferred, and back in line when it is due."""
    await day.do(c.SetPresence(agent=ME, presence="online"))
    await day.do(c.AcceptOffer(interaction="waits", offer=day.offer("waits"), agent=ME))
    await day.do(c.SetPresence(agent=ME, presence="away"), c.SetPresence(agent=OTHER, presence="online"))
    await day.come("new")
    await day.do(c.SetPresence(agent=ME, presence="online"), c.Take(interaction="new", agent=ME))
    await day.do(c.Defer(interaction="waits", agent=ME, due_at=CLOCK.now + 60_000))
    await day.do(c.SetPresence(agent=ME, presence="away"), c.SetPresence(agent=OTHER, presence="away"))
    await day.wait(70_000)


async def named(day: Day) -> None:
    """A customer gives a name, changes the language, and everybody who shows them sees it."""
    await day.do(NameCustomer(customer="of-waits", content="n1", name="Mari Mets"))
    await day.do(NameCustomer(customer="of-mine", content="n2", name="Jaan Kask"))
    await day.do(NameCustomer(customer="of-theirs", content="n3", name="Keegi Teine"))
    await day.do(
        c.ChangeLanguage(interaction="waits", language="ru"), c.ChangeLanguage(interaction="mine", language="en")
    )
    await day.do(c.SayAutomatically(interaction="waits", text="Vastame peagi."))


async def twice(day: Day) -> None:
    """What a scene begins with: a customer who is talked with by this desk and by the other, and waits a third time."""
    await served(day)
    for name, agent in (("again", ME), ("theirs-again", OTHER), ("waits-again", "")):
        arrive = c.Arrive(interaction=name, customer="of-mine", case="case-mine", channel="chat", language="et")
        await day.do(arrive)
        if agent:
            take = c.Take(interaction=name, agent=agent)
            await day.do(
                c.SetPresence(agent=agent, presence="online"), take, c.SetPresence(agent=agent, presence="away")
            )


async def one_customer_twice(day: Day) -> None:
    """A customer with several conversations gives a name, a note is added to their case, and their record is merged."""
    await day.do(NameCustomer(customer="of-mine", content="n1", name="Jaan Kask"))
    await day.do(AddNote(case="case-mine", agent=ME, note="n2", text="Kaks vestlust korraga."))
    await day.do(MergeCustomers(kept="of-mine", merged="of-waits"))
    await day.do(NameCustomer(customer="of-waits", content="n3", name="Jaan Kask noorem"))
    await day.do(UnmergeCustomers(kept="of-mine", merged="of-waits"))
    await day.do(NameCustomer(customer="of-mine", content="n4", name="Jaan Kask vanem"))


async def set_up_anew(day: Day) -> None:
    """Other reasons and languages for the whole site; a new colleague, who comes to work, learns, and leaves for good."""
    await day.do(
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming"), presence_reasons=("coffee",), languages=("et",)))
    )
    await day.do(c.SetAgent(profile=AgentProfile(agent=NEW, skills={"lang:en": 70})))
    await day.do(c.SetPresence(agent=NEW, presence="away", reason="coffee"))
    await day.do(c.SetAgent(profile=AgentProfile(agent=NEW, skills={"lang:en": 90, "lang:ru": 20})))
    await day.do(c.SetAgent(profile=AgentProfile(agent="nameless")), c.RetireAgent(agent=OTHER))
    await day.do(c.SetSite(rules=SiteRules()))


SCENES: dict[str, tuple[Scene, Scene]] = {
    "first-contact": (nothing, first_contact),
    "declined": (nothing, declined),
    "timed-out": (nothing, timed_out),
    "to-a-queue": (served, to_a_queue),
    "to-a-person": (served, to_a_person),
    "parked": (served, parked),
    "wrapped-up": (served, wrapped_up),
    "given-up": (served, given_up),
    "people-come-and-go": (served, people_come_and_go),
    "by-hand": (served, by_hand),
    "named": (served, named),
    "one-customer-twice": (twice, one_customer_twice),
    "set-up-anew": (served, set_up_anew),
}
"""By name: what the day begins with, and what the desk hears of it."""

SET_UP: tuple[Command, ...] = (
    c.SetSite(rules=SiteRules(reasons=("bill", "device"))),
    c.SetChannel(rules=ChannelRules(channel="chat", weight=25, silent_ms_max=120_000)),
    c.SetQueue(rules=QueueRules(queue="service")),
    c.SetQueue(rules=QueueRules(queue="billing")),
    c.SetAgent(profile=AgentProfile(agent=ME, skills={"lang:et": 100})),
    c.SetAgent(profile=AgentProfile(agent=OTHER, skills={"lang:et": 60, "lang:ru": 90}, standing_cost_ms=60_000)),
    c.SetPresence(agent=ME, presence="online"),
    c.SetPresence(agent=OTHER, presence="online"),
)


async def vector(begins: Scene, goes_on: Scene) -> dict[str, Any]:
    """One piece of a day, lived."""
    CLOCK.now = START
    built = build(HoolinSettings(data="", operator="Põhjala Mobiil"), clock=CLOCK)
    try:
        async with built.running():
            built.names.update(NAMES)
            day = Day(built)
            await day.do(*SET_UP)
            await begins(day)
            before = desk_of(built)
            ear = Ear()
            serving = asyncio.create_task(built.hub.serve(ear, WHO))
            await asyncio.sleep(0)
            ear.heard(json.dumps({"type": "hello", "since": built.hub.desk.position}))
            day.after_each = lambda: agree(before, ear.facts(), desk_of(built))
            await goes_on(day)
            ear.end(0)
            await serving
    finally:
        built.accounts.close()
    frames = ear.facts()
    return {"what": str(goes_on.__doc__), "before": before, "frames": frames, "after": reduce(follow, frames, before)}


def agree(before: dict[str, Any], frames: list[dict[str, Any]], fetched: dict[str, Any]) -> None:
    """Raises AssertionError unless whoever followed these frames has the desk that is fetched now."""
    told = [frame["n"] for frame in frames]
    if told != sorted(set(told)):
        raise AssertionError(f"a page drops a second frame with the same n: {told}")
    if found := differences(reduce(follow, frames, before), fetched):
        what = frames[-1]["fact"] if frames else "nothing"
        raise AssertionError(f"after {what}, following the facts leads elsewhere than asking afresh: {found}")


def desk_of(built: Built) -> dict[str, Any]:
    """The snapshot that the server would send now."""
    desk: dict[str, Any] = msgspec.to_builtins(snapshot_of(built.hub.desk, WHO, built.hub.texts, built.hub.doors))
    return desk


RULES = ("reasons", "presence_reasons", "languages")
"""Of the site's rules, what a desk shows."""


def follow(desk: dict[str, Any], frame: dict[str, Any]) -> dict[str, Any]:
    """The desk after one fact, by the rules of web/packages/client/README.md."""
    fact, me = frame["fact"], desk["me"]["agent"]
    told = [row for row in (frame["row"], *frame.get("rows", ())) if row is not None]
    rows = list(desk["rows"])
    for row in told:
        waits = row["state"] in ("arrived", "waiting", "offered")
        belongs = waits or (me is not None and row["agent"] == me and row["state"] not in ("closed", "abandoned"))
        at = next((n for n, other in enumerate(rows) if other["interaction"] == row["interaction"]), len(rows))
        rows[at : at + 1] = [row] if belongs else []
    in_line = [one["queue"] for one in rows if one["state"] in ("waiting", "offered")]
    return {
        **desk,
        **({name: fact["rules"][name] for name in RULES} if fact["fact"] == "site_set" else {}),
        "rows": rows,
        "offers": _offers(desk["offers"], fact, told),
        "agents": _agents(desk["agents"], fact, frame.get("name", "")),
        "queues": [{**line, "waiting": in_line.count(line["queue"])} for line in _queues(desk["queues"], fact)],
        "counts": {
            "mine": sum(me is not None and one["agent"] == me for one in rows),
            "waiting": len(in_line),
            "all": desk["counts"]["all"] + (fact["fact"] == "interaction_arrived"),
            "closed": desk["counts"]["closed"] + (fact["fact"] in ("interaction_closed", "interaction_abandoned")),
        },
    }


def _offers(offers: list[dict[str, Any]], fact: dict[str, Any], told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made = fact["fact"] == "offer_made"
    gone = {row["interaction"] for row in told if row["state"] != "offered"} | {fact["interaction"] if made else None}
    standing = [one for one in offers if one["offer"] != fact.get("offer") and one["interaction"] not in gone]
    return (
        [*standing, {name: fact[name] for name in ("offer", "interaction", "agent", "expires_at")}]
        if made
        else standing
    )


def _agents(agents: list[dict[str, Any]], fact: dict[str, Any], name: str) -> list[dict[str, Any]]:
    match fact["fact"]:
        case "presence_changed":
            changes = {"presence": fact["presence"], "reason": fact.get("reason", "")}
            return [{**line, **changes} if line["agent"] == fact["agent"] else line for line in agents]
        case "agent_set":
            agent, skills = fact["profile"]["agent"], fact["profile"]["skills"]
            line = {"agent": agent, "name": name, "presence": "offline", "reason": "", "active": 0, "skills": skills}
            at = next((n for n, other in enumerate(agents) if other["agent"] == agent), len(agents))
            known = agents[at] if at < len(agents) else line
            return [*agents[:at], {**known, "name": name, "skills": skills}, *agents[at + 1 :]]
        case "agent_retired":
            return [line for line in agents if line["agent"] != fact["agent"]]
    return agents


def _queues(queues: list[dict[str, Any]], fact: dict[str, Any]) -> list[dict[str, Any]]:
    if fact["fact"] != "queue_set":
        return queues
    rules = msgspec.convert(fact["rules"], QueueRules)
    line = {"queue": rules.queue, "waiting": 0, "target_ms": rules.target_ms, "target_share": rules.target_share}
    at = next((n for n, other in enumerate(queues) if other["queue"] == rules.queue), len(queues))
    return [*queues[:at], line, *queues[at + 1 :]]


def differences(followed: dict[str, Any], fetched: dict[str, Any]) -> list[str]:
    """The parts of a desk in which whoever followed the facts and whoever asked afresh differ; none, if all is well.

    A list has no order to keep in a snapshot, and `active` of an agent is only as fresh as the snapshot.
    """

    def plain(desk: dict[str, Any], name: str) -> object:
        part = desk[name]
        if name == "agents":
            part = [{**line, "active": None} for line in part]
        return sorted(part, key=lambda one: json.dumps(one, sort_keys=True)) if isinstance(part, list) else part

    return [name for name in fetched if plain(followed, name) != plain(fetched, name)]


def vectors() -> dict[str, dict[str, Any]]:
    """All of them, by name."""
    return {name: asyncio.run(vector(*scene)) for name, scene in SCENES.items()}


def written(made: object) -> str:
    """A vector as it stands in its file, so that a change can be read."""
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def drifted(made: Mapping[str, object], root: Path = ROOT, under: Path = FOLDER) -> list[str]:
    """The files in the tree that are not what is made now."""
    folder = root / under
    now = {f"{name}.json": written(one) for name, one in made.items()}
    there = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.json")}
    return sorted(name for name in now.keys() | there.keys() if now.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Write them, or with `--check` name those that have drifted (exit status 1)."""
    if "--check" in arguments:
        names = drifted(vectors())
        for name in names:
            print(f"{FOLDER / name} is not what is made now; run: make vectors")
        return 1 if names else 0
    folder = ROOT / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in vectors().items():
        (folder / f"{name}.json").write_text(written(made), encoding="utf-8")
        print(FOLDER / f"{name}.json")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
