"""The calls that are under way, with their legs; what has ended is forgotten here.

One fold serves twice: the room's state is what is decided upon, and the gateway keeps another for what is already on disk, since it
may act on nothing else.
"""

from collections.abc import Callable

import msgspec

from hoolin.channels.voice.after.port import AfterCall
from hoolin.channels.voice.facts import Direction, Mode, Part, Via
from hoolin.channels.voice.recording.state import RecordingRules, Tape, Voicemail
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.flow.desk import Flows
from hoolin.core.interaction.site import Site
from hoolin.core.interaction.table import State
from hoolin.core.site.rules import Language

HOUR_MS = 3_600_000
MINUTE_MS = 60_000


class Leg(msgspec.Struct, kw_only=True):
    """One participant's line. up: answered. dialog: the content with what is needed to go on with it. mode: of a supervisor."""

    leg: str
    part: Part
    via: Via
    agent: str | None = None
    up: bool = False
    dialog: str | None = None
    since: Instant = 0
    mode: Mode | None = None


class Asked(msgspec.Struct, kw_only=True):
    """What is asked by keys after a call. left: the questions that are not answered yet. done: no more is asked."""

    form: str
    left: tuple[str, ...]
    done: bool = False


class Call(msgspec.Struct, kw_only=True):
    """One call. customer_leg: among `legs`. dialled_by: the agent, of an outbound call. stage, agent, offer: of its interaction.
    together: the customer, the agent and whoever was asked talk all together. parting: we have spoken first and lead them nowhere further: they are told so before they are let go. tape: how it stands with its
    recording; None where it is not to be recorded. asked: what the customer is asked once the agent has said goodbye.
    """

    call: str
    interaction: str
    customer: str
    direction: Direction
    trunk: str
    numbers: str
    customer_leg: str
    stage: State
    language: Language = "et"
    dialled_by: str | None = None
    agent: str | None = None
    offer: str | None = None
    began_at: Instant = 0
    line_at: Instant = 0
    parting: bool = False
    together: bool = False
    tape: Tape | None = None
    asked: Asked | None = None
    legs: dict[str, Leg] = {}

    @property
    def of_customer(self) -> Leg:
        """The customer's leg."""
        return self.legs[self.customer_leg]

    def with_agent(self, agent: str | None) -> list[Leg]:
        """This agent's legs, the newest last; not those by which they supervise."""
        return [
            leg for leg in self.legs.values() if agent is not None and leg.agent == agent and leg.part != "supervisor"
        ]

    def supervisors(self) -> list[Leg]:
        """Whoever listens, whispers or has joined, the newest last."""
        return [leg for leg in self.legs.values() if leg.part == "supervisor"]

    def consulted(self) -> Leg | None:
        """Who is being asked: not the customer's agent, and not the customer."""
        found = [leg for leg in self.legs.values() if leg.part == "consulted" and (leg.agent or "") != self.agent]
        return found[-1] if found else None


class Dialled(msgspec.Struct, frozen=True):
    """We called somebody."""

    at: Instant
    agent: str


class Calls(msgspec.Struct, kw_only=True):
    """open: by call. by_interaction: the call of an interaction. dialled: within the last hour, oldest first. voicemails: messages that are being
    left, by interaction; also of calls that are over.
    """

    open: dict[str, Call] = {}
    by_interaction: dict[str, str] = {}
    dialled: list[Dialled] = []
    voicemails: dict[str, Voicemail] = {}

    def of(self, interaction: str) -> Call | None:
        """The call of an interaction."""
        return self.open.get(self.by_interaction.get(interaction, ""))

    def from_page(self, customer: str) -> Call | None:
        """The call that this customer makes from a page."""
        ours = (one for one in self.open.values() if one.customer == customer)
        return next((one for one in ours if one.of_customer.via == "browser"), None)

    def call(self, call: str) -> Call:
        """The call of this id. Raises NotFound when it never was or has ended."""
        found = self.open.get(call)
        if found is None:
            raise NotFound("call", call=call)
        return found


class DialRules(msgspec.Struct, frozen=True):
    """What may be dialled at most, so that a stolen log-in costs little: by one agent in an hour, by all in a minute, and calls under
    way at once, those that came in among them.
    """

    agent_hour_max: int = 60
    minute_max: int = 60
    calls_max: int = 500


class CallDesk:
    """What is decided upon: the calls, and the floor and the menus they happen on (which this room reads and never changes). records:
    what is recorded. refuses: whether a customer wants no call of theirs recorded. after: who says what is asked after a call; None: nothing is.
    """

    def __init__(self, site: Site, flows: Flows) -> None:
        self.site = site
        self.flows = flows
        self.kept = Calls()
        self.rules = DialRules()
        self.records = RecordingRules()
        self.refuses: Callable[[str], bool] = lambda customer: False
        self.after: AfterCall | None = None


def dump(desk: CallDesk) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(desk.kept)


def load(desk: CallDesk, body: bytes) -> None:
    """Take up a dump."""
    desk.kept = msgspec.msgpack.decode(body, type=Calls)
