"""What the post room needs of the house, put together by wiring."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from hoolin.channels.passes import PassDoor
from hoolin.channels.port import Telling
from hoolin.core.commands import Command
from hoolin.core.delivery.delivery import Outbox
from hoolin.core.facts import Instant
from hoolin.core.intake.intake import Intake
from hoolin.core.interaction.facts import Attachment
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import Language

Lookup = Callable[[str, str], str]
"""The keyed hash under which a value of a kind is found, without keeping it in the clear."""


class Known(NamedTuple):
    """A customer. identified: an identity of theirs with this address is on record; verified: and proved. own: the record that has
    the address, where that is merged into the customer's. said: others who say that it is theirs, where nobody has proved it.
    """

    customer: str
    identified: bool
    verified: bool
    own: str = ""
    said: tuple[str, ...] = ()


class Record(NamedTuple):
    """What is known of a customer. language: that they speak; named: whether we know what they are called."""

    language: Language | None
    named: bool


class Thread(NamedTuple):
    """A conversation, under way or not."""

    interaction: str
    customer: str
    case: str
    queue: str


class PeopleDoor(Protocol):
    """Who is who."""

    def whose(self, kind: str, value: str) -> Known:
        """The customer who has this address; somebody new, always the same, where nobody has. Never one who was erased."""

    def identity(self, customer: str, kind: str, value: str, verified: bool) -> Command:
        """The command that notes the address. Raises Invalid when it cannot be one."""

    def name(self, customer: str, name: str) -> Command:
        """The command that notes what they call themselves."""

    def record(self, customer: str) -> Record:
        """What is known of them."""

    def shown_as(self, customer: str) -> str:
        """The record under which this one is shown: another's, where they are known to be one person."""


class PastDoor(Protocol):
    """What was before."""

    def case_of(self, customer: str) -> tuple[str | None, str | None]:
        """The case a new contact goes on with, and who last answered in it."""

    def thread(self, interaction: str) -> Thread | None:
        """A conversation."""

    def open_case(self, case: str) -> bool:
        """Whether a contact may still go on with it."""

    def files_of(self, message: str) -> Awaitable[tuple[str | None, tuple[Attachment, ...]]]:
        """Of a message we sent: who wrote it (an agent's id), and its files. Waits until it can be told."""

    def person_name(self, agent: str | None) -> str | None:
        """What customers may call this agent."""


class StoreDoor(Protocol):
    """Contents and files. All but `look` are blocking."""

    def contents(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Contents by id; what is gone is absent."""

    def put(self, blob: str, owner: str, body: bytes) -> None:
        """Keep a file; one that is there already is left as it is. Raises OwnerErased."""

    def open(self, blob: str) -> Iterator[bytes]:
        """A file's bytes. Raises NotFound."""

    def delete(self, blob: str) -> None:
        """Forget a file."""

    def look(self, name: str, params: Sequence[object]) -> list[Any]:
        """Ask the read models; well under a millisecond."""


@dataclass(frozen=True)
class PostHouse:
    """The house as the post room sees it. lookup: see `Lookup`. new_id: makes an id, given its kind's letter."""

    site: Site
    outbox: Outbox
    intake: Intake
    ask: Telling
    people: PeopleDoor
    past: PastDoor
    store: StoreDoor
    passes: PassDoor
    lookup: Lookup
    now: Callable[[], Instant]
    new_id: Callable[[str], str]
    operator: str
