"""A site at work on a virtual clock: real commands, decided by the real house, kept in a journal, and copied into rows."""

from pathlib import Path

from hoolin.core.commands import Command
from hoolin.core.errors import Refusal
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, SiteRules
from hoolin.experience.contacts.copying import Copy
from hoolin.experience.contacts.duck import DuckColumns
from hoolin.journal import memory
from hoolin.journal.codec import Codec
from hoolin.journal.port import Journal
from hoolin.runtime.house import House
from hoolin.wiring import rooms

START = 1_800_000_000_000
SECOND = 1_000
MINUTE = 60_000
HOUR = 3_600_000
DAY = 86_400_000
CHANNELS = ("chat", "email", "voice", "sms", "callback")
AGENTS = ("mari", "olga")


class World:
    """One site. now: its clock."""

    def __init__(self, folder: Path | None = None) -> None:
        made = rooms()
        self.house = House(tuple(made.values()))
        self.house.gone = made["people"].state.erased
        self.site: Site = made["floor"].state
        self.stores = memory.open_stores(Codec(self.house.fact_types))
        self.journal: Journal = self.stores.journal
        self.now = START
        self.asked = 0
        self.path = folder / "experience.duckdb" if folder is not None else None
        self.copy = self.new_copy()
        self.tell(c.SetSite(rules=SiteRules(reasons=("billing", "network", "complaint"))))
        self.tell(c.SetQueue(rules=QueueRules(queue="service", target_ms=30_000, offer_ms=60_000)))
        self.tell(c.SetQueue(rules=QueueRules(queue="second", target_ms=30_000, offer_ms=60_000)))
        for channel in CHANNELS:
            self.tell(c.SetChannel(rules=ChannelRules(channel=channel, weight=1)))
        skills = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}
        for agent in AGENTS:
            profile = AgentProfile(agent=agent, skills=skills, capacity=Capacity(units=0))
            self.tell(c.SetAgent(profile=profile))
            self.tell(c.SetPresence(agent=agent, presence="online"))

    def new_copy(self) -> Copy:
        """Rows of their own, as a start would open them."""
        return Copy(self.journal, DuckColumns(self.path))

    def tell(self, command: Command, actor: str = "system", after: int = 0) -> list[Entry]:
        """Ask, `after` ms later; what is refused fails the test. Time that passes meanwhile passes step by step."""
        self.pass_time(after)
        self.asked += 1
        return self._keep(command, actor)

    def pass_time(self, ms: int) -> None:
        """The clock goes on, and what is due on the way happens."""
        until = self.now + ms
        while (due := self.house.next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            self.asked += 1
            self._keep(c.TimePassed(), "system")
        self.now = until

    def _keep(self, command: Command, actor: str) -> list[Entry]:
        outcome = self.house.handle(command, actor, f"{actor}/{self.asked}", self.now)
        self.journal.append(outcome.entries, outcome.contents)
        return outcome.entries

    def may(self, command: Command, actor: str = "system") -> bool:
        """Whether it was taken."""
        try:
            self.tell(command, actor)
        except Refusal:
            return False
        return True

    # ── short ways to say what people do ────────────────────────────────────────────────────────────────────────────

    def arrive(
        self,
        interaction: str,
        customer: str = "c1",
        case: str = "k1",
        channel: str = "chat",
        after: int = 0,
        **more: object,
    ) -> None:
        """A customer comes."""
        begins = c.Arrive(interaction=interaction, customer=customer, case=case, channel=channel, language="et", **more)  # type: ignore[arg-type]
        self.tell(begins, f"customer:{customer}", after)

    def take(self, interaction: str, agent: str = "mari", after: int = 0) -> None:
        """An agent takes it from the line."""
        self.tell(c.Take(interaction=interaction, agent=agent), f"agent:{agent}", after)

    def say(self, interaction: str, agent: str = "mari", after: int = 0) -> None:
        """An agent writes."""
        self.tell(c.SendMessage(interaction=interaction, agent=agent, text="Tere!"), f"agent:{agent}", after)

    def hear(self, interaction: str, after: int = 0) -> None:
        """The customer writes."""
        self.tell(c.ReceiveMessage(interaction=interaction, key=f"m{self.asked}", text="Tere"), "customer:c", after)

    def close(
        self,
        interaction: str,
        agent: str = "mari",
        after: int = 0,
        outcome: f.Outcome = "solved",
        reason: str = "billing",
    ) -> None:
        """The conversation is over and written down."""
        self.tell(c.StartWrapUp(interaction=interaction, agent=agent), f"agent:{agent}", after)
        reasons = (reason,) if reason else ()
        closing = c.Close(interaction=interaction, agent=agent, outcome=outcome, reasons=reasons)
        self.tell(closing, f"agent:{agent}")

    def note(self, fact: Fact, actor: str = "system") -> None:
        """A fact that a channel would record, put into the journal as it is."""
        self.house.position += 1
        self.journal.append([Entry(self.house.position, self.now, actor, f"note/{self.house.position}", fact)])

    def rows(self) -> list[dict[str, object]]:
        """Every contact, as it came."""
        self.copy.catch_up()
        return [dict(row) for row in self.copy.ask("SELECT * FROM contacts ORDER BY arrived_at, interaction", {})]

    def row(self, interaction: str) -> dict[str, object]:
        """One contact."""
        return next(row for row in self.rows() if row["interaction"] == interaction)
