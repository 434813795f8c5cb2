"""What the chat gateway needs of the house, put together by wiring. Nothing in here waits, except to look into the past."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from hoolin.channels.passes import PassDoor
from hoolin.channels.port import Telling
from hoolin.core.commands import Command
from hoolin.core.facts import Fact
from hoolin.core.interaction.facts import Attachment
from hoolin.core.interaction.site import Interaction, Site

Shown: TypeAlias = tuple[int, int, dict[str, Any]]
"""Position, instant, and what was shown."""


Card: TypeAlias = Callable[[Fact, Mapping[str, bytes]], tuple[str, dict[str, Any]] | None]
"""What a fact of another room looks like to a customer, given the batch's contents: who they are, and what they are shown."""


def no_card(fact: Fact, bodies: Mapping[str, bytes]) -> None:
    """Nothing but what the chat itself shows."""


class PeopleDoor(Protocol):
    """Who the customer is."""

    def met_with(self, token: str) -> str | None:
        """The customer that follows from a page's token, and from nothing else; None for one who was erased."""

    def customer_by(self, kind: str, value: str) -> Awaitable[str | None]:
        """Who is known under this identity; nobody who was erased."""

    def visitor_identity(self, customer: str, token: str) -> Command:
        """The command that makes the token name this customer."""

    def address(self, customer: str, kind: str, value: str) -> Command:
        """The command that notes an address. Raises Invalid when it cannot be one."""

    def note(self, customer: str, what: str, value: str) -> Command:
        """The command that notes a `name` or a `language`."""


class PastDoor(Protocol):
    """What was before."""

    def shown_after(self, customer: str, channels: Sequence[str], n: int) -> Awaitable[Sequence[Shown]]:
        """What this customer was shown on these channels after a position, oldest first, up to everything durable now."""

    def case_of(self, customer: str) -> tuple[str | None, str | None]:
        """The case a new contact goes on with, and who last answered in it."""

    def open_case(self, case: str) -> bool:
        """Whether a contact may still go on with it."""

    def person_name(self, agent: str | None) -> str | None:
        """What customers may call this agent."""

    def attachment(self, customer: str, blob: str) -> Attachment:
        """A file this customer has uploaded. Raises NotFound."""


@dataclass(frozen=True)
class ChatHouse:
    """The house as the chat gateway sees it. new_id: makes an id, given its kind's letter. shown_as: the record under which a
    customer is shown. card: what other rooms show in the chat.
    """

    site: Site
    ask: Telling
    people: PeopleDoor
    past: PastDoor
    operator: str
    new_id: Callable[[str], str]
    passes: PassDoor
    shown_as: Callable[[str], str]
    card: Card = no_card

    def live(self, channel: str) -> Iterator[Interaction]:
        """Conversations under way on this channel."""
        return (one for one in list(self.site.kept.interactions.values()) if one.channel == channel)

    def live_with(self, customer: str | None, channel: str) -> Interaction | None:
        """The conversation this customer has under way on this channel."""
        return self.site.live_with(customer, channel) if customer is not None else None

    def people_at_work(self) -> int:
        """How many agents are online."""
        return self.site.people_at_work()

    def queue(self, asked: str) -> str:
        """The queue that was asked for, if there is one of that name; else "" for the default."""
        return asked if asked in self.site.kept.queues else ""

    def waiting(self) -> int:
        """How many customers wait, on all channels."""
        return sum(self.site.router.waiting_count(queue) for queue in self.site.kept.queues)

    def place_of(self, one: Interaction) -> int | None:
        """The place in line, 1 for the next; None when not in line."""
        return self.site.router.position(one.interaction) if one.state == "waiting" else None

    def conversation(self, one: Interaction) -> dict[str, Any]:
        """The conversation under way as the page is told of it."""
        person = self.past.person_name(one.agent) if one.state != "offered" else None
        return {
            "state": one.state,
            "place": self.place_of(one),
            "person": {"name": person} if person else None,
            "answer_later": one.answer_later,
            "last_ordinal": one.last_ordinal,
            "read": {"customer": one.read_customer, "agent": one.read_agent},
        }
