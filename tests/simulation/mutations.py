"""Mistakes, each planted at one place of the production code: what a simulation that finds nothing must be able to find."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from hoolin.core.commands import Decision
from hoolin.core.errors import Conflict, HoolinError, Refusal
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import decide
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Site
from hoolin.journal.port import Snapshot
from hoolin.runtime.loop import Batch, Loop, Receipt, _Asked
from hoolin.runtime.snapshooter import Snapshooter

Plant = Callable[[pytest.MonkeyPatch], None]


def acknowledges_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    """Says that it is on disk as soon as it is decided."""
    original = Loop._decide_one

    def decides(self: Loop, asked: _Asked) -> None:
        told: list[Receipt | HoolinError] = []
        original(self, asked._replace(then=told.append))
        if self._batch.answers:
            asked.then(self._batch.answers[-1][1])

    patch.setattr(Loop, "_decide_one", decides)


def acts_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    """Has done outside what is not written down yet."""
    original = Loop._decide_one

    def decides(self: Loop, asked: _Asked) -> None:
        original(self, asked)
        if self._batch.effects and self._effects is not None:
            effects, self._batch.effects = self._batch.effects, []
            self._effects(effects)

    patch.setattr(Loop, "_decide_one", decides)


def forgets_keys(patch: pytest.MonkeyPatch) -> None:
    """Does again whatever it is asked again."""
    patch.setattr(Loop, "_keep", lambda self, cause, receipt: None)


def loses_a_timer(patch: pytest.MonkeyPatch) -> None:
    """The times of offers are never noted."""
    arm = Site._arm

    def arms(self: Site, kind: str, id: str, due: int | None) -> None:
        one = self.kept.interactions.get(id)
        arm(self, kind, id, None if one is not None and one.state == "offered" else due)

    patch.setattr(Site, "_arm", arms)


def accepts_a_stale_offer(patch: pytest.MonkeyPatch) -> None:
    """Whoever is offered it may take it, with whatever offer they name."""

    def accept(site: Site, command: c.AcceptOffer, now: int) -> Decision:
        one = site.interaction(command.interaction)
        if one.state != "offered" or one.agent != command.agent:
            raise Conflict("offer_gone", interaction=command.interaction)
        return Decision((f.OfferAccepted(interaction=one.interaction, offer=command.offer, agent=command.agent),))

    decides: dict[Any, Any] = decide.DECIDES
    patch.setitem(decides, c.AcceptOffer, accept)


def snapshots_are_off_by_one(patch: pytest.MonkeyPatch) -> None:
    """A snapshot says that it stands one entry before where it stands."""
    save = Snapshooter._save

    def saves(self: Snapshooter, taken: Snapshot) -> None:
        save(self, msgspec.structs.replace(taken, position=taken.position - 1))

    patch.setattr(Snapshooter, "_save", saves)


def tells_readers_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    """Tells those who read along before the write has ended."""
    original = Loop._write_batch

    async def writes(self: Loop, batch: Batch) -> None:
        for reader in self._readers:
            reader(batch.entries, batch.contents)
        readers, self._readers = self._readers, []
        try:
            await original(self, batch)
        finally:
            self._readers = readers

    patch.setattr(Loop, "_write_batch", writes)


def never_says_no(patch: pytest.MonkeyPatch) -> None:
    """Leaves whoever is refused without an answer."""
    original = Loop._decide_one

    def decides(self: Loop, asked: _Asked) -> None:
        before = len(self._batch.answers)
        original(self, asked)
        if len(self._batch.answers) > before and isinstance(self._batch.answers[-1][1], Refusal):
            self._batch.answers.pop()

    patch.setattr(Loop, "_decide_one", decides)


MUTATIONS: tuple[Plant, ...] = (
    acknowledges_before_the_commit, acts_before_the_commit, forgets_keys, loses_a_timer, accepts_a_stale_offer, snapshots_are_off_by_one, tells_readers_before_the_commit, never_says_no,
)  # fmt: skip
