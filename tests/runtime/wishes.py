"""Every command of the house, sensible and senseless, drawn by chance: from hypothesis, or from a seed."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Protocol, TypeVar, cast

import msgspec

from hoolin.cases import commands as k
from hoolin.core.commands import Command
from hoolin.core.delivery import commands as d
from hoolin.core.intake import intake as n
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import Attachment
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, Presence, QueueRules, Relaxation, SiteRules
from hoolin.people import commands as p

Thing = TypeVar("Thing")


class Chance(Protocol):
    """Where choices come from."""

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of them."""

    def number(self, low: int, high: int) -> int:
        """One of these, both ends included."""


class Seeded:
    """Chance from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pick(self, things: Sequence[Thing]) -> Thing:
        """See `Chance`."""
        return things[self.random.randrange(len(things))]

    def number(self, low: int, high: int) -> int:
        """See `Chance`."""
        return self.random.randint(low, high)


CUSTOMERS = tuple(f"c{number}" for number in range(12))
LANGUAGES: tuple[Any, ...] = ("et", "ru", "en")
REASONS = ("bill", "device")
CROWD = 12
"""More than this are not let in at once, or there would be nothing but waiting."""

SITE = SiteRules(reasons=REASONS, reopen_ms=600_000)
CHANNELS = (
    ChannelRules(channel="chat", weight=25, silent_ms_max=30_000, park_ms_max=90_000),
    ChannelRules(channel="mail", weight=10, park_ms_max=300_000, delivers=True),
    ChannelRules(channel="call", weight=100, silent_ms_max=5_000),
)
QUEUES = (
    QueueRules(
        queue="service", wrap_up_ms_max=20_000, affinity_ms_max=15_000,
        relaxations=(Relaxation(after_ms=10_000, skills={"lang:ru": 0}), Relaxation(after_ms=25_000, skills={"lang:et": 0})),
    ),
    QueueRules(queue="billing", skills={"billing": 40}, decline_rest_ms=5_000, offer_ms=5_000, priority_step_ms=10_000),
    QueueRules(queue="quick", offer_ms=1_000, decline_rest_ms=0, affinity_ms_max=0, wrap_up_ms_max=1_000),
)  # fmt: skip
AGENTS = (
    AgentProfile(agent="kristi", skills={"lang:et": 100, "lang:ru": 50, "billing": 60}),
    AgentProfile(agent="oleg", skills={"lang:ru": 100, "lang:et": 30}, capacity=Capacity(units=50)),
    AgentProfile(agent="mari", skills={"lang:en": 80, "lang:et": 80}, capacity=Capacity(per_channel={"chat": 1, "call": 1})),
    AgentProfile(agent="reserve", skills={"lang:et": 10, "billing": 90}, standing_cost_ms=600_000),
)  # fmt: skip

SET_UP: tuple[Command, ...] = (
    c.SetSite(rules=SITE),
    *(c.SetChannel(rules=rules) for rules in CHANNELS),
    *(c.SetQueue(rules=rules) for rules in QUEUES),
    *(c.SetAgent(profile=profile) for profile in AGENTS),
    *(c.SetPresence(agent=profile.agent, presence="online") for profile in AGENTS[:2]),
)


class Wishes:
    """Draws commands for a house whose live state is `site`. Ids are counted, so the same choices give the same ids."""

    def __init__(self, site: Site, chance: Chance) -> None:
        self.site = site
        self.chance = chance
        self.made = 0
        self.cases: list[str] = ["k0"]
        self.messages: list[str] = ["m0"]
        self.inputs: list[str] = []

    def draw(self, name: str) -> Command:
        """A command of this name, filled in by chance."""
        return WISHES[name](self)

    def new(self, kind: str) -> str:
        """An id that nobody has."""
        self.made += 1
        return f"{kind}{self.made:06d}"

    def new_input(self) -> str:
        """An id for raw input."""
        self.inputs.append(self.new("r"))
        return self.inputs[-1]

    def one(self, *states: str) -> Interaction | None:
        """A live interaction, mostly one in these states."""
        live = [self.site.kept.interactions[name] for name in sorted(self.site.kept.interactions)]
        fitting = [one for one in live if one.state in states]
        pool = fitting if fitting and self.chance.number(0, 5) else live
        return self.chance.pick(pool) if pool else None

    def interaction(self, *states: str) -> str:
        """Its id, or one that never was."""
        one = self.one(*states)
        return one.interaction if one is not None and self.chance.number(0, 15) else "never"

    def agent(self) -> str:
        """An agent, or rarely somebody unknown."""
        known = sorted(self.site.kept.agents)
        return self.chance.pick(known) if known and self.chance.number(0, 25) else "nobody"

    def held(self, *states: str) -> dict[str, str]:
        """An interaction and an agent: mostly whoever has it."""
        one = self.one(*states)
        if one is None or not self.chance.number(0, 15):
            return {"interaction": "never", "agent": self.agent()}
        mine = one.agent is not None and self.chance.number(0, 7)
        return {"interaction": one.interaction, "agent": one.agent if mine and one.agent else self.agent()}

    def arrive(self) -> c.Arrive:
        """An arrival of a new interaction."""
        case = self.chance.pick(self.cases) if self.chance.number(0, 1) else self.new("k")
        self.cases = [*self.cases, case][-8:]
        return c.Arrive(
            interaction=self.new("i"), customer=self.chance.pick(CUSTOMERS), case=case,
            channel=self.chance.pick(("chat", "chat", "mail", "call")),
            language=self.chance.pick(LANGUAGES), queue=self.chance.pick(("", "service", "billing", "quick", "none")),
            priority=self.chance.pick((0, 0, 0, 1, 5, 100)),
            prefers=self.chance.pick((None, None, "kristi", "oleg", "nobody")),
            claims=self.claim(case),
        )  # fmt: skip

    def claim(self, case: str) -> c.Claim | None:
        """Seldom: a code that was given to somebody, for this case or another."""
        if self.chance.number(0, 5):
            return None
        return c.Claim(customer=self.chance.pick(CUSTOMERS), case=self.chance.pick((case, case, "k0")), given_at=1)

    def said(self) -> dict[str, Any]:
        """What somebody says."""
        text = self.chance.pick(("Tere", "Здравствуйте", "Hello", "  ", ""))
        files = self.chance.pick((0, 0, 0, 1, 6))
        file = Attachment(blob="b1.pdf", media_type="application/pdf", size=3)
        return {"text": text, "attachments": (file,) * files, "names": ("arve.pdf",) * files}

    def offer(self) -> dict[str, str]:
        """A standing offer, or one that is gone, or somebody else's."""
        one = self.one("offered")
        if one is None or one.offer is None or not self.chance.number(0, 9):
            return {"interaction": self.interaction(), "offer": "o0", "agent": self.agent()}
        agent = str(one.agent) if self.chance.number(0, 7) else self.agent()
        return {"interaction": one.interaction, "offer": one.offer, "agent": agent}


def transfer(w: Wishes) -> Command:
    """To a queue, a person, both, or neither."""
    queue, person = w.chance.pick(
        (("billing", None), ("service", None), (None, w.agent()), ("quick", "mari"), (None, None))
    )
    return c.Transfer(
        **w.held("active", "held", "parked"), queue=queue, to_agent=person, note=w.chance.pick(("", "see case")),
        supervising=w.chance.pick((False, False, True)),
    )  # fmt: skip


def receive(w: Wishes) -> Command:
    """The customer speaks, in a conversation under way or to begin one."""
    begins = w.arrive() if w.chance.number(0, 3) == 0 else None
    name = (
        begins.interaction
        if begins is not None and w.chance.number(0, 1)
        else w.interaction("parked", "wrap_up", "active")
    )
    return c.ReceiveMessage(interaction=name, key=w.new("key"), **w.said(), begins=begins)


def agent_profile(w: Wishes) -> Command:
    """Other skills and hands."""
    profile = w.chance.pick(AGENTS)
    units = w.chance.pick((0, 25, 50, 100, 200))
    skills = w.chance.pick((profile.skills, {"lang:et": 50}, {**profile.skills, "billing": 100}))
    return c.SetAgent(profile=AgentProfile(agent=profile.agent, skills=skills, capacity=Capacity(units=units)))


def queue_rules(w: Wishes) -> Command:
    """Other rules for a queue."""
    steps = w.chance.pick(
        ((), (Relaxation(after_ms=3_000, skills={"lang:ru": 0, "lang:et": 0, "lang:en": 0, "billing": 0}),))
    )
    rules = QueueRules(
        queue=w.chance.pick(("service", "billing")), relaxations=steps, target_ms=w.chance.pick((10_000, 60_000)),
        affinity_ms_max=w.chance.pick((0, 20_000)), skills=w.chance.pick(({}, {"billing": 50})),
    )  # fmt: skip
    return c.SetQueue(rules=rules)


def channel_rules(w: Wishes) -> Command:
    """Another weight, another patience with silence."""
    rules = ChannelRules(
        channel="chat", weight=w.chance.pick((10, 25, 100)), silent_ms_max=w.chance.pick((0, 10_000, 30_000)),
        park_ms_max=60_000,
    )  # fmt: skip
    return c.SetChannel(rules=rules)


def move(w: Wishes) -> Command:
    """Whoever has something under way goes on with it by another channel, at once or later; or somebody else claims it."""
    wish = w.arrive()
    one = w.site.kept.interactions.get(w.interaction("waiting", "offered", "active", "parked", "held"))
    if one is None:
        return c.TimePassed()
    customer = one.customer if w.chance.number(0, 9) else wish.customer
    due_at = w.chance.pick((0, 0, 2_000_000, 20_000_000))
    return msgspec.structs.replace(
        wish,
        customer=customer,
        case=one.case,
        moves=one.interaction,
        due_at=due_at,
        channel=w.chance.pick(("chat", "mail")),
    )


def go_on(w: Wishes) -> Command:
    """An agent goes on by another channel with what they have, or with what is not theirs."""
    begins, held = w.arrive(), w.held("active", "held", "parked", "wrap_up")
    one = w.site.kept.interactions.get(held["interaction"])
    begins = msgspec.structs.replace(
        begins,
        customer=one.customer if one is not None else "c0",
        moves=held["interaction"],
        channel="mail",
        apart=True,
    )
    return c.ContinueElsewhere(agent=held["agent"], begins=begins, account="support", address=w.new("a"), body=b"{}")


def presence(w: Wishes) -> Command:
    """Online, away with a reason or none, offline, or a reason that is not on the list."""
    to, reason = w.chance.pick(
        (*(("online", ""),) * 8, ("away", "lunch"), ("away", ""), ("offline", ""), ("away", "flu"))
    )
    return c.SetPresence(agent=w.agent(), presence=cast(Presence, to), reason=reason)


def draft(w: Wishes) -> Command:
    """A draft, older or newer."""
    return k.KeepDraft(
        interaction=w.interaction(), customer=w.chance.pick(CUSTOMERS), agent="kristi", revision=w.chance.number(1, 4),
        kind=w.chance.pick(("reply", "note")), content=w.new("d"), text=w.chance.pick(("", "half a sen")),
    )  # fmt: skip


def delivery(w: Wishes) -> str:
    """A message on its way out, or one that never was."""
    return w.chance.pick(w.messages[-5:])


WISHES: dict[str, Callable[[Wishes], Command]] = {
    "arrive": lambda w: w.arrive() if len(w.site.kept.interactions) < CROWD else c.TimePassed(),
    "move": move,
    "receive": receive,
    "continue": go_on,
    "send": lambda w: c.SendMessage(**cast(Any, w.held("active", "held", "parked", "wrap_up") | w.said())),
    "say": lambda w: c.SayAutomatically(interaction=w.interaction("waiting"), text=w.chance.pick(("Soon", " "))),
    "mark_read": lambda w: c.MarkRead(**w.held("active"), ordinal=w.chance.number(-1, 5)),
    "customer_read": lambda w: c.CustomerMarkRead(interaction=w.interaction(), ordinal=w.chance.number(0, 5)),
    "leave": lambda w: c.CustomerLeave(interaction=w.interaction("waiting", "offered")),
    "return": lambda w: c.CustomerReturn(interaction=w.interaction("waiting", "offered")),
    "later": lambda w: c.AskAnswerLater(interaction=w.interaction("waiting")),
    "language": lambda w: c.ChangeLanguage(interaction=w.interaction("waiting", "offered"), language=w.chance.pick(LANGUAGES)),
    "goodbye": lambda w: c.SayGoodbye(interaction=w.interaction("active", "parked")),
    "accept": lambda w: c.AcceptOffer(**w.offer()),
    "decline": lambda w: c.DeclineOffer(**w.offer()),
    "take": lambda w: c.Take(interaction=w.interaction("waiting", "offered", "deferred"), agent=w.agent()),
    "hold": lambda w: c.Hold(**w.held("active")),
    "resume": lambda w: c.Resume(**w.held("held", "wrap_up")),
    "park": lambda w: c.Park(**w.held("active", "held")),
    "unpark": lambda w: c.Unpark(**w.held("parked")),
    "transfer": transfer,
    "defer": lambda w: c.Defer(**w.held("active", "held"), due_at=w.chance.pick((1, 1_300_000, 3_000_000, 20_000_000, 1 << 60)), wakes=w.chance.pick((False, True))),
    "wrap_up": lambda w: c.StartWrapUp(**w.held("active", "held", "parked")),
    "close": lambda w: c.Close(
        **w.held("wrap_up", "active", "parked"), outcome=w.chance.pick(("solved", "pending", "spam")),
        reasons=w.chance.pick(((), ("bill",), ("bill", "bill"), ("weather",), ("bill",) * 6)),
    ),
    "time": lambda w: c.TimePassed(),
    "presence": presence,
    "agent": agent_profile,
    "retire": lambda w: c.RetireAgent(agent=w.agent()),
    "queue": queue_rules,
    "channel": channel_rules,
    "hours": lambda w: c.SetHours(
        hours=Hours(
            channel=w.chance.pick(("", "mail")),
            week={w.chance.pick(DAYS): w.chance.pick(((), (Span(opens="09:00", closes="24:00"),), (Span(opens="12:00", closes="09:00"),)))},
        ),
    ),
    "site": lambda w: c.SetSite(rules=SiteRules(reasons=REASONS, level_ms=w.chance.pick((0, 1_000)))),
    "solve": lambda w: k.SolveCase(case=w.chance.pick(w.cases)),
    "reopen": lambda w: k.ReopenCase(case=w.chance.pick(w.cases)),
    "note": lambda w: k.AddNote(case=w.chance.pick(w.cases), note=w.new("n"), agent="kristi", text=w.chance.pick(("x", " "))),
    "draft": draft,
    "name": lambda w: p.NameCustomer(customer=w.chance.pick(CUSTOMERS), content=w.new("n"), name=w.chance.pick(("Mari", " "))),
    "identity": lambda w: p.AddIdentity(
        customer=w.chance.pick(CUSTOMERS), identity=w.new("v"), kind=w.chance.pick(("email", "phone", "visitor")),
        value=w.chance.pick(("mari@example.ee", "+372 5000 000", "nonsense")), lookup="0" * 16,
    ),
    "merge": lambda w: p.MergeCustomers(kept=w.chance.pick(CUSTOMERS), merged=w.chance.pick(CUSTOMERS)),
    "unmerge": lambda w: p.UnmergeCustomers(kept=w.chance.pick(CUSTOMERS), merged=w.chance.pick(CUSTOMERS)),
    "confirm_claim": lambda w: p.ConfirmClaim(interaction=w.interaction()),
    "refuse_claim": lambda w: p.RefuseClaim(interaction=w.interaction(), case=w.new("k")),
    "erase": lambda w: p.EraseCustomer(customer=CUSTOMERS[-1]),
    "end_all": lambda w: c.EndConversations(customer=w.chance.pick(CUSTOMERS)),
    "ask_delivery": lambda w: d.AskDelivery(delivery=w.new("m"), interaction="i", channel="mail", message="m"),
    "begin_delivery": lambda w: d.BeginDelivery(delivery=delivery(w)),
    "postpone_delivery": lambda w: d.PostponeDelivery(delivery=delivery(w), code="busy"),
    "address": lambda w: d.AddressInteraction(
        interaction=w.interaction(), customer=w.chance.pick(CUSTOMERS), account="support", address=w.new("a"), body=b"{}",
    ),
    "report": lambda w: d.ReportDelivery(
        delivery=delivery(w), interaction=w.interaction(), state=w.chance.pick(("delivered", "read", "failed")),
    ),
    "recall": lambda w: d.RecallMessage(interaction=w.interaction(), message=delivery(w), agent="kristi"),
    "send_again": lambda w: d.SendAgain(interaction=w.interaction(), message=delivery(w), agent="kristi"),
    "keep_inputs": lambda w: n.KeepInputs(
        channel="mail",
        inputs=tuple(
            n.NewInput(input=w.new_input(), account="support", lookup=w.new("l"), size=1, body=b"x") for _ in range(2)
        ),
    ),
    "end_input": lambda w: n.EndInput(input=w.chance.pick((*w.inputs[-3:], "r-none")), ending="taken"),
    "forget_inputs": lambda w: n.ForgetInputs(inputs=(w.chance.pick((*w.inputs[-3:], "r-none")),)),
    "end_delivery": lambda w: d.EndDelivery(delivery=delivery(w), ending=w.chance.pick(("accepted", "rejected", "unknown"))),
}  # fmt: skip
"""Every command by a name."""

FREQUENT = (
    "arrive", "receive", "receive", "send", "accept", "accept", "accept", "take", "hold", "resume", "park",
    "unpark", "transfer", "transfer", "wrap_up", "close", "close", "decline", "time", "presence", "presence",
)  # fmt: skip
NAMES: tuple[str, ...] = FREQUENT * 12 + tuple(name for name in WISHES if name not in ("retire", "erase")) * 3 + (
    "agent", "agent", "agent", "agent", "retire", "erase",
)  # fmt: skip
"""Names to draw from: what happens all the time on a floor is there often."""
