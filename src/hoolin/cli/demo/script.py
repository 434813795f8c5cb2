"""The dialogues of conversations.yaml as values: who says what, in three languages."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal, NamedTuple, TypeAlias

import msgspec
import yaml

from hoolin.core.interaction.facts import Outcome
from hoolin.core.site.rules import Language

Who: TypeAlias = Literal["c", "a", "t", "d"]
"""Customer, agent, the agent transfers, the agent defers."""


REASONS = (
    "bill", "roaming", "number_porting", "outage", "plan_change", "device", "sim_card", "moving", "data_protection",
    "complaint", "other",
)  # fmt: skip
"""What customers of a telephone company come about, from the most frequent to the rest."""


class Turn(NamedTuple):
    """One line and whose it is."""

    who: Who
    text: str


class Lines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dialogue in one language. asked: the customer's answer to an unforeseen question. note: for colleagues."""

    asked: str
    note: str
    turns: tuple[dict[Who, str], ...]

    def turn(self, number: int) -> Turn | None:
        """The turn of that number, from 0; None after the last."""
        if number >= len(self.turns):
            return None
        return Turn(*next(iter(self.turns[number].items())))

    def after(self, messages: int) -> int:
        """The number of the turn that comes after so many messages; hand-overs between them count as done."""
        spoken = [number for number, turn in enumerate(self.turns) if turn.keys() & {"c", "a"}]
        return spoken[messages] if messages < len(spoken) else len(self.turns)


class Dialogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One matter. queue: where it is brought to. transfer: where a `t` turn hands it on to."""

    id: str
    reason: str
    queue: str
    outcome: Outcome
    et: Lines
    ru: Lines
    en: Lines
    transfer: str = ""

    def lines(self, language: Language) -> Lines:
        """What is said in this language."""
        found: Lines = getattr(self, language)
        return found


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What fits anywhere: of the customer (asked, thanks, bye, still_there) and of the agent (hold, gone, closing)."""

    asked: tuple[str, ...]
    thanks: tuple[str, ...]
    bye: tuple[str, ...]
    still_there: tuple[str, ...]
    hold: tuple[str, ...]
    gone: tuple[str, ...]
    closing: tuple[str, ...]


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that may be said. again: what customers say who come back about the same matter."""

    phrases: dict[Language, Phrases]
    dialogues: tuple[Dialogue, ...]
    again: tuple[Dialogue, ...]

    def matter_of(self, customer: str) -> Dialogue:
        """What this customer comes about: follows from the customer's id alone, so that it is known after a restart too."""
        return self.dialogues[_number(customer) % len(self.dialogues)]

    def follow_up_of(self, customer: str) -> Dialogue:
        """What this customer says when they come back."""
        return self.again[_number(customer) % len(self.again)]


@cache
def load() -> Script:
    """The script that ships."""
    text = (files("hoolin.cli.demo") / "conversations.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), Script)  # noqa: S506 safe


def spoken(text: str, *, agent: str = "", by: str = "", woman: bool = True) -> str:
    """A line as it is said. agent: the speaker's full name. by: the hour of a promise, in words. woman: the speaker."""
    first_name = agent.split()[0] if agent else ""
    return text.replace("{agent}", first_name).replace("{by}", by).replace("{а}", "а" if woman else "")


def _number(customer: str) -> int:
    return int.from_bytes(sha256(customer.encode()).digest()[:8])
