"""What simulated customers and agents share: the stage, the script, chance, and who is talking with whom."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from hoolin.cli.demo.cast import Member
from hoolin.cli.demo.script import Dialogue, Phrases, Script, Turn, spoken
from hoolin.cli.demo.stage import Stage, Then
from hoolin.core.commands import Command
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.interaction.facts import Attachment
from hoolin.core.site.rules import Language
from hoolin.server.live.wishes import Wisher, to_command
from hoolin.server.permissions import GRANTS
from hoolin.workforce.api import offset_min

SECOND_MS = 1_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000


class Contact(msgspec.Struct):
    """One simulated customer's contact. matter: what it is about; dialogue: what is said (the same, or a follow-up).

    interaction, case: once it has arrived. turn: the number of the next turn. agent: who has it now. step: of the plan
    that stands; an overtaken one does nothing. waits: counts the times it began or ended to wait. gone: the page is closed.
    held: the agent has asked for a moment. over: it has ended. times: how often this customer has come back. moved_at: when
    anybody last said something. said: the customer's own lines, where they talk with a person.
    """

    customer: str
    language: Language
    woman: bool
    matter: Dialogue
    dialogue: Dialogue
    interaction: str = ""
    case: str = ""
    turn: int = 0
    agent: str = ""
    step: int = 0
    waits: int = 0
    times: int = 0
    moved_at: Instant = 0
    gone: bool = False
    held: bool = False
    over: bool = False
    said: set[str] = set()

    @property
    def next(self) -> Turn | None:
        """The turn that comes next; None after the last."""
        return self.dialogue.lines(self.language).turn(self.turn)


class Play:
    """The simulated people of one site. crew: the simulated agents by id. shape: contacts a minute, by instant."""

    def __init__(
        self, script: Script, crew: tuple[Member, ...], shape: Callable[[Instant], float], seed: int, time_zone: str
    ) -> None:
        self.script = script
        self.crew: Mapping[str, Member] = {member.agent: member for member in crew}
        self.shape = shape
        self.chance = Random(seed)  # noqa: S311 the same seed plays the same day
        self.time_zone = time_zone
        self.by_customer: dict[str, Contact] = {}
        self.by_interaction: dict[str, Contact] = {}
        self._stage: Stage | None = None
        self._keys = 0
        self._key = ""

    @property
    def stage(self) -> Stage:
        """Where it is played now."""
        assert self._stage is not None, "enter() comes first"
        return self._stage

    def enter(self, stage: Stage) -> None:
        """Play here from now on. Keys begin anew: what was asked elsewhere is no repetition here."""
        self._stage = stage
        self._key = f"{stage.now():x}"

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def key(self) -> str:
        """A key that was never used on this site."""
        self._keys += 1
        return f"{self._key}-{self._keys}"

    def new_id(self, kind: str) -> str:
        """A new id, which follows from the seed."""
        return f"{kind}{self.chance.getrandbits(128):032x}"

    def ask(self, command: Command, actor: str = "system") -> None:
        """Ask the house."""
        self.stage.ask(command, actor, self.key())

    def wish(self, agent: str, wish: str, **fields: Any) -> None:
        """What a simulated agent does, through the door that desks use, with an agent's permissions."""
        wisher = Wisher(agent, GRANTS["agent"], self.new_id, _no_files)
        self.ask(to_command({"command": wish, **fields}, wisher), f"agent:{agent}")

    # ── planning ────────────────────────────────────────────────────────────────────────────────────────────────────

    def between(self, least_ms: int, most_ms: int) -> int:
        """A length of time between the two."""
        return self.chance.randint(least_ms, most_ms)

    def luck(self, share: float) -> bool:
        """Whether something happens that happens to this share."""
        return self.chance.random() < share

    def later(self, ms: float, then: Then) -> None:
        """Call this after so long."""
        self.stage.at(self.stage.now() + int(ms), then)

    def plan(self, contact: Contact, ms: float, then: Callable[[Contact], None]) -> None:
        """What comes next in this contact, unless something else is planned or it ends before."""
        contact.step += 1
        step = contact.step

        def due() -> None:
            if contact.step == step and not contact.over:
                then(contact)

        self.later(ms, due)

    # ── saying ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def phrases(self, contact: Contact) -> Phrases:
        """What fits anywhere, in this customer's language."""
        return self.script.phrases[contact.language]

    def said_by_agent(self, contact: Contact, text: str) -> str:
        """A line as the agent who has the contact says it."""
        member = self.crew[contact.agent]
        return spoken(text, agent=member.name, by=self._promise(contact.language), woman=member.woman)

    def said_by_customer(self, contact: Contact, text: str) -> str:
        """A line as the customer says it."""
        return spoken(text, woman=contact.woman)

    def _promise(self, language: Language) -> str:
        """In two hours, at a half hour; what falls into the night is promised for the morning."""
        ahead = self.stage.now() + offset_min(self.stage.now(), self.time_zone) * MINUTE_MS + 2 * HOUR_MS
        local = datetime.fromtimestamp(ahead / 1000, UTC) + timedelta(minutes=29)
        if not 8 <= local.hour < 21:
            return {"et": "hiljemalt homme kell 10:00", "ru": "завтра до 10:00", "en": "by 10:00 tomorrow"}[language]
        clock = f"{local.hour}:{'30' if local.minute >= 30 else '00'}"
        return {"et": f"hiljemalt kell {clock}", "ru": f"до {clock}", "en": f"by {clock}"}[language]


def _no_files(interaction: str, blob: str) -> Attachment:
    raise NotFound("attachment")
