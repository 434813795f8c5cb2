"""Whoever was erased is gone from every store: their own key is destroyed, and those of everything that ever came from them.

What came from whom is known to the read models. Where they are behind, or do not go on at all, it is tried again until they do; and
what a site that ends could not finish is done by the next start, before it serves anybody.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from hoolin.core.facts import Content, Entry
from hoolin.core.intake.facts import InputEnded
from hoolin.core.intake.intake import owner_of
from hoolin.journal.port import Contents
from hoolin.people.api import CustomerErased, People
from hoolin.runtime.reading import Reading
from hoolin.wiring.insisting import Insisting


class Forgetting:
    """Follows the journal and destroys the keys of the erased."""

    def __init__(
        self, contents: Contents, reading: Reading, people: People, beside: Callable[[str], Awaitable[None]]
    ) -> None:
        """beside: has whoever was erased leave what is kept beside the stores; it may refuse, and is asked again."""
        self._contents = contents
        self._reading = reading
        self._people = people
        self._beside = beside
        self._insisting = Insisting("not all of an erased customer is gone yet")

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A reader of the loop: whoever was erased on disk loses their key now, and with it all they ever said; what turns out to
        be theirs only afterwards (a provider repeats it) goes too.
        """
        for entry in entries:
            fact = entry.fact
            if isinstance(fact, CustomerErased):
                self._insisting.begin(partial(self._customer, fact.customer, entry.position))
            elif isinstance(fact, InputEnded) and not self._people.erased.isdisjoint(fact.customers):
                self._insisting.begin(partial(self._reading.aside, self._destroy, [owner_of(fact.input)]))

    def catch_up(self) -> None:
        """After a start: whoever was erased on disk is gone before anything is served. Blocking."""
        if self._people.erased:
            # Of nobody: a process that died right after it destroyed a key may have left copies of it behind, and they go now.
            self._contents.erase()
        for customer in self._people.erased:
            self._destroy([customer])
            self._destroy_inputs(customer)

    async def stop(self) -> None:
        """Whoever was erased so far is gone, or that is left to the next start. Once the read models have gone as far as they will."""
        await self._insisting.stop()

    async def done(self) -> None:
        """Whoever was erased so far is gone from every store."""
        await self._insisting.done()

    async def _customer(self, customer: str, position: int) -> None:
        await self._reading.aside(self._contents.erase, customer)
        await self._reading.reached(position)
        await self._reading.aside(self._destroy_inputs, customer)
        await self._beside(customer)

    def _destroy_inputs(self, customer: str) -> None:
        self._destroy([owner_of(row["input"]) for row in self._reading.ask("post.inputs_of", (customer,))])

    def _destroy(self, owners: Sequence[str]) -> None:
        left = [owner for owner in owners if not self._contents.erased(owner)]
        if left:
            self._contents.erase(*left)
