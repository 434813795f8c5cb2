"""What was written in coaching goes with whoever it is about: when they leave, when they take it back, and when it is long past. Each of its rooms notes whose keys are to
be destroyed (`kept.gone`) when it folds that; here, and nowhere else, they are: once it is on disk, and after a start before anything is served.
"""

from collections.abc import Awaitable, Callable, Container, Iterable, Sequence
from functools import partial

from hoolin.coaching.api import leaving
from hoolin.core.commands import Command
from hoolin.core.facts import Content, Entry
from hoolin.journal.port import Contents
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Account
from hoolin.wiring.insisting import Insisting

Gones = Sequence[Callable[[], leaving.Gone]]
"""Of every room, whose keys are to be destroyed."""

COACHINGS = ("agent:", "exemplar:")
"""How the owners begin that coaching has."""


class Unwritten:
    """Owners under whose keys nothing is written any more: of whoever was erased, of what coaching let go of, and, however long ago that was, of whatever of coaching's is
    destroyed. Content that was decided on under a key that is gone would be refused by the disk, and stop the site.
    """

    def __init__(self, erased: Container[str], gones: Gones, contents: Contents) -> None:
        """erased: customers who are gone."""
        self._erased = erased
        self._gones = gones
        self._contents = contents

    def __contains__(self, owner: object) -> bool:
        if owner in self._erased:
            return True
        if not isinstance(owner, str) or not owner.startswith(COACHINGS):
            return False
        # Rooms forget after a while; the stores never do. They are asked of coaching's words alone, some microseconds each.
        return any(owner in gone() for gone in self._gones) or self._contents.erased(owner)


class Leaving:
    """Follows the journal and destroys the keys that coaching lets go of."""

    def __init__(self, contents: Contents, reading: Reading, gones: Gones, position: int) -> None:
        """position: up to which all is on disk."""
        self._contents = contents
        self._reading = reading
        self._gones = gones
        self._position = position
        self._insisting = Insisting("coaching's words are not all gone yet")

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A reader of the loop: what was let go of on disk is destroyed. What was folded since and is not on disk yet waits for its turn."""
        after, self._position = self._position, entries[-1].position
        names = [name for gone in self._gones for name in _between(gone(), after, self._position)]
        if names:
            self._insisting.begin(partial(self._reading.aside, self._destroy, names))

    def catch_up(self) -> None:
        """After a start, before anything is served. Blocking."""
        names = [name for gone in self._gones for name in _between(gone(), 0, self._position)]
        if names:
            self._destroy(names)
            # Of nobody: a process that died right after it destroyed a key may have left copies of it behind, and they go now.
            self._contents.erase()

    async def stop(self) -> None:
        """What was let go of so far is destroyed, or left to the next start."""
        await self._insisting.stop()

    async def done(self) -> None:
        """What was let go of so far is destroyed."""
        await self._insisting.done()

    def _destroy(self, names: Sequence[str]) -> None:
        left = [name for name in names if not self._contents.erased(name)]
        if left:
            self._contents.erase(*left)


def _between(gone: leaving.Gone, after: int, until: int) -> Iterable[str]:
    """Who went after a position up to another: they stand at the end."""
    for name, going in reversed(gone.items()):
        if going.position <= after:
            return
        if going.position <= until:
            yield name


async def close_accounts(
    accounts: Iterable[Account], known: leaving.Leavers, ask: Callable[[Command], Awaitable[object]]
) -> None:
    """Tell the site who may log in no more, and who may again: it counts the days until they have left for good."""
    closed = {account.id for account in accounts if account.disabled}
    for account in sorted(closed - known.closed()):
        await ask(leaving.commands.CloseAccount(account=account))
    for account in sorted(known.closed() - closed):
        await ask(leaving.commands.ReopenAccount(account=account))
