"""What a provider tells later of our messages: found by our own key or by the provider's, and written down."""

from collections import OrderedDict
from collections.abc import Awaitable
from typing import Any, NamedTuple

from hoolin.channels.asking import asked
from hoolin.channels.post.hearing import whose_is_under_way
from hoolin.channels.post.house import PostHouse
from hoolin.channels.written import ReadUpTo, Reported
from hoolin.core.delivery.commands import ReportDelivery
from hoolin.core.interaction.commands import CustomerMarkRead

SENT_REMEMBERED_MAX = 50_000
"""Provider's ids of what was sent lately: a report may come before the read model has them."""


class Unmatched(Exception):
    """We know no such message, or not yet."""


class Ours(NamedTuple):
    """A message of ours."""

    delivery: str
    interaction: str


class Reporting:
    """Writes down what providers tell."""

    def __init__(self, house: PostHouse) -> None:
        self._house = house
        self._sent: OrderedDict[str, Ours] = OrderedDict()

    def sent(self, lookup: str, ours: Ours) -> None:
        """The provider has just called our message by this (hashed) id."""
        self._sent[lookup] = ours
        if len(self._sent) > SENT_REMEMBERED_MAX:
            self._sent.popitem(last=False)

    def reported(self, channel: str, account: str, told: Reported, key: str) -> list[Awaitable[Any]]:
        """Submitted; what is given is to be waited for. Raises Unmatched."""
        ours = self._find(channel, account, told)
        # Both at once come with a late answer: from now on the provider speaks of its own id alone.
        late = told.reference.split() if told.ours else []
        lookups = tuple(self._lookup(channel, account, reference) for reference in late)
        for lookup in lookups:
            self.sent(lookup, ours)
        command = ReportDelivery(
            delivery=ours.delivery,
            interaction=ours.interaction,
            state=told.state,
            code=told.code[:100],
            lookups=lookups,
        )
        waits: list[Awaitable[Any]] = [asked(self._house.ask, command, f"channel:{channel}", f"report-{key}")]
        if told.state == "read":
            waits.append(self._read(ours))
        return waits

    def read_up_to(self, channel: str, told: ReadUpTo, key: str) -> list[Awaitable[Any]]:
        """Everything sent so far in the conversation under way has been read."""
        known = self._house.people.whose(told.sender.kind, told.sender.value)
        one = self._house.site.live_with(whose_is_under_way(self._house, known, channel), channel)
        if one is None:
            return []
        rows = self._house.store.look("post.sent_before", (one.interaction, told.at))
        seen = [Ours(row["delivery"], one.interaction) for row in rows]
        waits: list[Awaitable[Any]] = [
            asked(
                self._house.ask,
                ReportDelivery(delivery=ours.delivery, interaction=ours.interaction, state="read"),
                f"channel:{channel}",
                f"report-{key}-{number}",
            )
            for number, ours in enumerate(seen)
        ]
        return waits + ([self._read(max(seen, key=lambda ours: _ordinal(ours.delivery)))] if seen else [])

    def _read(self, ours: Ours) -> Awaitable[Any]:
        command = CustomerMarkRead(interaction=ours.interaction, ordinal=_ordinal(ours.delivery))
        return asked(self._house.ask, command, "system", f"read-{ours.delivery}")

    def _lookup(self, channel: str, account: str, reference: str) -> str:
        return self._house.lookup(f"sent/{channel}/{account}", reference)

    def _find(self, channel: str, account: str, told: Reported) -> Ours:
        if told.ours:
            row = self._house.outbox.open.get(told.ours)
            if row is not None:
                return Ours(row.delivery, row.interaction)
            found = self._house.store.look("post.delivery", (told.ours,))
        else:
            lookup = self._lookup(channel, account, told.reference)
            recent = self._sent.get(lookup)
            if recent is not None:
                return recent
            found = self._house.store.look("post.by_delivery_reference", (lookup,))
        if not found:
            raise Unmatched
        return Ours(found[0]["delivery"], found[0]["interaction"])


def _ordinal(delivery: str) -> int:
    """A delivery is called like its message, which ends with its ordinal."""
    return int(delivery.rpartition(".m")[2])
