"""A site's past, folded again from the first fact: what it comes to, and why each choice was made. No console in here."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from time import perf_counter
from typing import Any

import msgspec

from hoolin.core.facts import Entry, Instant
from hoolin.core.interaction.facts import OfferMade
from hoolin.core.interaction.site import Site
from hoolin.core.routing.choice import Verdict
from hoolin.journal.port import Journal
from hoolin.runtime.house import House
from hoolin.wiring import Built, rooms

STEP = 5_000


class Step(msgspec.Struct, frozen=True):
    """One fact about an interaction. account: of every agent, as it was when the interaction was about to be offered."""

    entry: Entry
    account: tuple[Verdict, ...] = ()


class Replayed(msgspec.Struct, kw_only=True):
    """What a replay came to. position, at: of the last fact. facts: how many of each kind. digest: sha256 of the state.

    entries_per_s: how fast it was folded. snapshot: where the newest snapshot stands (0: there is none); same: whether that
    snapshot and the facts after it come to the same state as all facts from the first, at the end of the journal.
    """

    position: int = 0
    at: Instant = 0
    facts: dict[str, int] = {}
    digest: str = ""
    entries_per_s: float = 0.0
    snapshot: int = 0
    same: bool = False


def digest(house: House) -> str:
    """The state of all rooms in 64 letters: equal states have equal ones."""
    return sha256(house.dump()).hexdigest()


class Replay:
    """The journal of a site that was opened, from its first fact."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.steps: list[Step] = []

    def run(
        self, until: "Until", explain: str = "", progress: Callable[[int, int], None] = lambda *_: None
    ) -> Replayed:
        """Fold up to `until`, then on to the end to compare. explain: the interaction whose steps are gathered."""
        made = rooms()
        house = House(tuple(made.values()))
        counts: Counter[str] = Counter()
        told = Replayed()
        began = perf_counter()
        reached = False
        for entry in self._entries(progress):
            if not reached and until.is_before(entry):
                reached = True
                told.digest = digest(house)
            if not reached:
                counts[kind_of(entry)] += 1
                told.position, told.at = entry.position, entry.at
                self._gather(entry, explain, made["floor"].state)
            house.fold(entry)
        told.entries_per_s = round(house.position / max(perf_counter() - began, 1e-9))
        told.digest = told.digest or digest(house)
        told.facts = dict(sorted(counts.items()))
        told.snapshot = self._snapshot()
        # What was opened began at the newest snapshot, wherever there is one. It will not run: nothing is to follow.
        opened = self.built.loop.house
        opened.unsettled = False
        told.same = digest(house) == digest(opened)
        return told

    def _gather(self, entry: Entry, explain: str, site: Site) -> None:
        if explain and getattr(entry.fact, "interaction", None) == explain:
            account = site.router.explain(explain) if isinstance(entry.fact, OfferMade) else ()
            self.steps.append(Step(entry, account))

    def _entries(self, progress: Callable[[int, int], None]) -> Iterator[Entry]:
        journal: Journal = self.built.stores.journal
        head, after = journal.head(), 0
        while entries := journal.read(after, STEP):
            yield from entries
            after = entries[-1].position
            progress(after, head)

    def _snapshot(self) -> int:
        found = self.built.stores.snapshots.latest(self.built.loop.version)
        return found.position if found is not None else 0


class Until(msgspec.Struct, frozen=True):
    """How far: a position, an instant (both within), or, with neither, to the end."""

    position: int | None = None
    at: Instant | None = None

    def is_before(self, entry: Entry) -> bool:
        """Whether the entry lies beyond."""
        past_position = self.position is not None and entry.position > self.position
        return past_position or (self.at is not None and entry.at > self.at)


def kind_of(entry: Entry) -> str:
    """A fact's name in the journal."""
    return str(entry.fact.__struct_config__.tag)


def said_of(entry: Entry, leave_out: Sequence[str] = ("fact", "interaction", "why")) -> dict[str, Any]:
    """A fact's fields, without those that are told elsewhere, and without what says nothing."""
    plain = msgspec.to_builtins(entry.fact)
    return {
        name: value for name, value in plain.items() if name not in leave_out and value not in (None, "", 0, [], (), {})
    }
