"""The library: what was proposed, what is kept, what has ended, and whose keys are to be destroyed."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import msgspec

from hoolin.coaching.exemplars.facts import Source
from hoolin.coaching.leaving.going import Gone
from hoolin.core.facts import Instant
from hoolin.experience.api import criteria
from hoolin.insight.api import reasons

Standing: TypeAlias = Literal["proposed", "kept", "declined", "withdrawn"]

OPEN_MAX = 500
"""Proposals that nobody has decided upon: more than anybody reads are no help."""

OPEN_OF_ONE_MAX = 20
"""Of the same person."""

KEPT_MAX = 5_000
ENDED_MAX = 20_000
"""Of those that ended, the oldest are forgotten here; the facts remain, and their keys are destroyed long since."""


ASIDE_MAX = 1_000
"""Conversations whose praise was set aside: twice as many as praise is remembered of, so that none comes back."""


def owner_of(exemplar: str) -> str:
    """Under whose key the words of an exemplar lie."""
    return f"exemplar:{exemplar}"


class Exemplar(msgspec.Struct):
    """One, and what became of it. See the facts. text: the content that is kept. agrees: what the agent says; None: nothing yet. shown: how often. ended: when it was declined or withdrawn, and why.
    by, agent, approved_by: nobody, of whoever has left.
    """

    exemplar: str
    interaction: str
    customer: str
    channel: str
    queue: str
    language: str
    agent: str
    by: str
    source: Source
    first: int
    last: int
    typed: str | None
    note: str | None
    reasons: tuple[str, ...]
    proposed_at: Instant
    standing: Standing = "proposed"
    text: str | None = None
    criteria: tuple[str, ...] = ()
    basis: str = ""
    approved_by: str = ""
    approved_at: Instant = 0
    agrees: bool | None = None
    shown: int = 0
    shown_to: dict[str, Instant] = {}
    ended_at: Instant = 0
    why: str = ""


class Kept(msgspec.Struct):
    """exemplars: by id, the oldest first. ended: ids of those that were declined or withdrawn, the oldest first. gone: owners whose keys are to be destroyed. aside: conversations whose praise
    was set aside, the latest last.
    """

    exemplars: dict[str, Exemplar] = {}
    ended: dict[str, None] = {}
    gone: Gone = {}
    aside: dict[str, None] = {}


class Exemplars:
    """What is decided upon; and, read and never changed, the register of criteria and the tree of reasons."""

    def __init__(self, register: criteria.Criteria, tree: reasons.Reasons) -> None:
        self.register = register
        self.tree = tree
        self.kept = Kept()

    def standing(self, standing: Standing) -> list[Exemplar]:
        """All that stand so, the oldest first."""
        return [one for one in self.kept.exemplars.values() if one.standing == standing]

    def of_customer(self, customer: str) -> list[Exemplar]:
        """What there is of this customer and not yet gone."""
        return [
            one
            for one in self.kept.exemplars.values()
            if one.customer == customer and one.standing in ("proposed", "kept")
        ]

    def of_passage(self, interaction: str, passage: tuple[int, int] | None) -> list[Exemplar]:
        """What there ever was of these messages of a conversation, the oldest first: what overlaps is the same moment. passage: the first and the last; None: what was typed of it, which is all of it."""
        of_it = [one for one in self.kept.exemplars.values() if one.interaction == interaction]
        if passage is None:
            return of_it
        first, last = passage
        return [one for one in of_it if one.last == 0 or (one.first <= last and first <= one.last)]

    def best(
        self, language: str, queue: str, channel: str, wanted: Iterable[str], at_most: int, spoken: Sequence[str] = ()
    ) -> list[Exemplar]:
        """What helps whoever serves a conversation, the best first: the same reason, then what belongs beside it in the tree, the queue, the channel; in a language that they
        serve in. What fits in nothing but the language is not shown. wanted: likely reasons.
        """
        codes = set(wanted)
        above = {step for code in codes for step in self.tree.in_force.tree.path(code)}
        rated = []
        for one in self.standing("kept"):
            reason = 8 * bool(codes & set(one.reasons))
            if not reason and above:
                reason = 3 * any(above & set(self.tree.in_force.tree.path(code)) for code in one.reasons)
            fits = reason + 2 * (one.queue == queue) + (one.channel == channel)
            if fits and (one.language == language or one.language in spoken):
                rated.append((fits + 4 * (one.language == language), one.approved_at, one))
        return [one for _, _, one in sorted(rated, key=lambda row: row[:2], reverse=True)[:at_most]]


def dump(state: Exemplars) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Exemplars, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
