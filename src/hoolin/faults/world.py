"""What is outside of the process on a bad day, and outlives it: the disk, who asked for what, letters, the network, the provider.

People send again, under the same key, what nobody has answered; a provider brings a letter again until it is told that it was kept.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from hoolin.channels.loopback.post import CHANNEL, Incoming, encode
from hoolin.channels.written import Address, Heard, Outgoing, Raw
from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules
from hoolin.faults.chance import Chance
from hoolin.faults.checks import Ledger
from hoolin.faults.disk import Disk
from hoolin.journal import memory
from hoolin.journal.codec import Codec
from hoolin.journal.port import Stores
from hoolin.journal.views import Views
from hoolin.runtime.house import House
from hoolin.runtime.loop import Receipt
from hoolin.server.post import Lookups
from hoolin.wiring.rooms import rooms, view_sources

AGENTS = ("kristi", "oleg", "mari")
CUSTOMERS = tuple(f"c{number}" for number in range(8))
WRITERS = tuple(f"writer{number}@example.org" for number in range(5))
ACCOUNT = "box"
SECRET = b"a secret of a day that never was"

VIEWS = ("people", "cases", "post")
"""The read models that the post asks."""

SET_UP: tuple[Command, ...] = (
    c.SetSite(rules=SiteRules(reasons=("bill",))),
    c.SetChannel(rules=ChannelRules(channel="chat", weight=50, silent_ms_max=20_000, park_ms_max=40_000)),
    c.SetChannel(rules=ChannelRules(channel=CHANNEL, weight=25, park_ms_max=60_000, delivers=True)),
    c.SetQueue(rules=QueueRules(queue="service", offer_ms=4_000, wrap_up_ms_max=5_000, decline_rest_ms=3_000)),
    *(c.SetAgent(profile=AgentProfile(agent=agent, skills={"lang:et": 50})) for agent in AGENTS),
    *(c.SetPresence(agent=agent, presence="online") for agent in AGENTS),
)

Sent = TypeVar("Sent")


@dataclass
class Asked:
    """Something somebody asked for: sent again until it is answered. sent: how often."""

    command: Command
    actor: str
    key: str
    sent: int = 0
    answer: Receipt | HoolinError | None = None


@dataclass
class Letter:
    """A letter at the provider. brought: how often it tried to give it to us; kept: whether we said that we have it."""

    raw: Raw
    lookup: str
    event: str
    brought: int = 0
    kept: bool = False


@dataclass
class World:
    """Everything around the process. begins: the clock's first instant, in seconds. story: what happened, in words; None: nobody listens.
    ahead: by how many seconds the machine's clock has been set forward (back, if negative). out: what the provider has taken, in order.
    """

    seed: int
    story: list[str] | None = None
    begins: float = 1_000_000.0
    ahead: float = 0.0
    asked: dict[str, Asked] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    on_the_way: list[tuple[float, "Asked | Letter"]] = field(default_factory=list)
    out: list[Outgoing] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    numbers: int = 0

    def __post_init__(self) -> None:
        self.chance = Chance(self.seed)
        self.time = self.begins
        self.lookups = Lookups(SECRET)
        stores = memory.open_stores(Codec(House(tuple(rooms().values())).fact_types))
        self.ledger = Ledger(lambda cause: asked.command if (asked := self.asked.get(cause)) is not None else None)
        self.disk = Disk(stores.journal, self.chance, self.ledger.take)
        self.stores = Stores(self.disk, stores.snapshots, stores.contents, stores.blobs)
        self.views = Views(None, [source for source in view_sources() if source.room in VIEWS])

    def tell(self, who: str, what: str) -> None:
        """One line of the story."""
        if self.story is not None:
            self.story.append(f"{self.time - self.begins:9.3f}  {who:<22} {what}")

    def new_id(self, kind: str) -> str:
        """An id that nobody has."""
        self.numbers += 1
        return f"{kind}{self.numbers:06d}"

    def ask(self, command: Command, actor: str) -> Asked:
        """Somebody wants something."""
        asked = Asked(command, actor, self.new_id("w"))
        self.asked[f"{actor}/{asked.key}"] = asked
        return asked

    def write(self) -> Letter:
        """Somebody has given a letter to the provider."""
        key, writer, at = self.new_id("e"), self.chance.pick(WRITERS), int((self.time + self.ahead) * 1_000)
        heard = Heard(key=key, sender=Address(kind="email", value=writer), text=f"word {key}", language="et")
        raw = Raw(account=ACCOUNT, key=key, body=encode(Incoming(heard=(heard,))), at=at, lane=writer)
        lookup = self.lookups(f"input/{CHANNEL}/{ACCOUNT}", key)
        event = f"channel:{CHANNEL}/hear-{self.lookups(f'event/{CHANNEL}/{ACCOUNT}', key)}"
        letter = Letter(raw, lookup, event)
        self.letters.append(letter)
        return letter
