"""What the fold remembers between facts: contacts that go on, and what is known before a contact has begun."""

from typing import Literal, TypeAlias

import msgspec

from hoolin.experience.contacts.row import CaseStep, CauseNote, Contact, Mark, Promised

Doing: TypeAlias = Literal["", "waits", "holds", "talks"]
Hand: TypeAlias = Literal["", "works", "wraps"]


class Live(msgspec.Struct, kw_only=True):
    """A contact that goes on. doing, since: what the customer's time goes into just now. in_flow: a flow greeted them, so a person is asked
    for later than they came. served: a person had spoken with them in the contact before. agent_on: of a call, whether we are on the line; called: there is one, and who began it. gone_at: they
    left the page then, 0 while they are there. unseen: the first word found nobody, and nobody has come back since. later: they
    left an address. first_message: our first word, while it can still be taken back. hand: what an agent does about it; holder: which.
    """

    row: Contact
    case: str
    doing: Doing = ""
    since: int = 0
    with_agent: bool = False
    in_flow: bool = False
    served: bool = False
    called: Literal["", "inbound", "outbound"] = ""
    agent_on: bool = False
    gone_at: int = 0
    unseen: bool = False
    later: bool = False
    first_message: str = ""
    hand: Hand = ""
    holder: str = ""


class Carried(msgspec.Struct, kw_only=True):
    """What a contact brings along to the one it goes on in."""

    asked_at: int | None
    reached: bool
    outbound: bool
    before_ms: int = 0


class Hands(msgspec.Struct, kw_only=True):
    """What an agent has in hand. having: interactions. since: from when it has been just these."""

    since: int
    having: list[str] = []


class Callback(msgspec.Struct, kw_only=True):
    """What a customer who is to be called was promised, and when they asked."""

    wished_at: int | None
    promised_at: int | None
    asked_at: int


class Open(msgspec.Struct, kw_only=True):
    """A promise that is still owed."""

    interaction: str
    case_no: int
    kind: str
    made_at: int
    due_at: int


class Drawn(msgspec.Struct, kw_only=True):
    """A conversation that is to be judged. chance: with which it was drawn. judges: who has judged it."""

    interaction: str
    chance: float
    judges: list[str] = []


class Level(msgspec.Struct, frozen=True):
    """A queue's service level: within what, by which rule, and how soon one leaves who never really waited."""

    target_ms: int
    short_ms: int
    rule: str


class Folding(msgspec.Struct):
    """live: by interaction. coming: what is brought along, by the interaction that goes on. callbacks: by interaction. promises: by promise.
    levels: by queue. merged: customers' numbers, by that of the record that is shown with another. newest: by case, its newest contact
    while that goes on. shown: by case, what was shown with its price. reviews: by review, the newest last. hands: by agent.
    """

    live: dict[str, Live] = {}
    coming: dict[str, Carried] = {}
    callbacks: dict[str, Callback] = {}
    promises: dict[str, Open] = {}
    levels: dict[str, Level] = {}
    merged: dict[int, int] = {}
    newest: dict[str, str] = {}
    shown: dict[str, list[str]] = {}
    reviews: dict[str, Drawn] = {}
    hands: dict[str, Hands] = {}


class Batch(msgspec.Struct):
    """What a stretch of the journal adds to the rows, and what it changes in those that are there. forgotten: numbers of customers who are
    erased. parted: by interaction, the case that an ended contact is in after all. merges: whether customers were merged or parted.
    """

    contacts: list[Contact] = []
    case_steps: list[CaseStep] = []
    promises: list[Promised] = []
    marks: list[Mark] = []
    cause_notes: list[CauseNote] = []
    forgotten: list[int] = []
    parted: dict[str, int] = {}
    merges: bool = False
