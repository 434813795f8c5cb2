"""The choice board: every open way in with its honest wait, before the customer chooses; closed ones with when they open.

Nothing on it is written by hand: what is open follows from the hours that are set, or from who is at work; the wait comes from the
line as it is. It is worked out at most once a second for each language and queue.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.rules import Language
from hoolin.server.passes import PassOffice
from hoolin.workforce.api import Opening, opening, waits

FRESH_MS = 1_000
"""So long an answer is given again: nobody reads faster, and a full waiting room asks often."""

Cost: TypeAlias = Literal["free", "data", "message_price", "call_price"]
"""Nothing; nothing beyond the customer's internet; a message or a call at their own operator's price."""

Reply: TypeAlias = Literal["live", "letter", "call"]
"""How the answer comes: here and now; as a letter or message; by our calling."""


@dataclass(frozen=True)
class WayIn:
    """One way in. account: whose, where a channel has several. link: where it begins, in a language and with a code ("" for none).
    cost_text: in the operator's own words, "" where there are none.
    """

    channel: str
    reply: Reply
    link: Callable[[Language, str], str]
    account: str = ""
    cost: Cost = "data"
    cost_text: str = ""


class Wait(msgspec.Struct, frozen=True):
    """The wait to be expected: from `low_ms` to `high_ms` in a share `level` of cases, learned from `n` that came before."""

    low_ms: int
    high_ms: int
    level: float
    n: int


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way in, as it is now. person: somebody, and no robot, answers. open_until, opens_at: by the hours that are set; null where none
    are, or where they do not say. wait: null where it is closed or nobody who could answer is at work.
    """

    channel: str
    account: str
    person: bool
    open: bool
    open_until: Instant | None
    opens_at: Instant | None
    wait: Wait | None
    reply: Reply
    cost: Cost
    cost_text: str
    link: str


@dataclass
class ContactBoard:
    """The choice board of a site. ways: all there are; those whose channel is not set up are left out."""

    ways: tuple[WayIn, ...]
    waits: waits.Waits
    passes: PassOffice
    clock: Callable[[], Instant]
    operator: str
    time_zone: str
    _known: dict[tuple[Language, str], tuple[Instant, list[tuple[WayIn, Way]]]] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        """The live state of the floor."""
        return self.waits.site

    def shown(self, language: Language | None, queue: str, code: str) -> dict[str, Any]:
        """The board, in a language of the site. queue: the line that the customer would join, "" for the default. code: carried on in
        the links, if it is valid; whoever has one keeps their place in line, and is told the wait from there.
        """
        now = self.clock()
        language = language or self.site.kept.rules.languages[0]
        code = code if code and self.passes.stands(code) else ""
        moving = self.site.kept.interactions.get(self.passes.under_way(code) or "") if code else None
        queue = queue if queue in self.site.kept.queues else ""
        found = self._now(language, queue, now) if moving is None else self._ways(language, moving.queue, now, moving)
        ways = [msgspec.structs.replace(way, link=way_in.link(language, code)) for way_in, way in found]
        router = self.site.router
        return {
            "at": now,
            "operator": self.operator,
            "language": language,
            "carries": bool(code),
            "people": self.site.people_at_work(),
            "waiting": sum(router.waiting_count(queue) for queue in self.site.kept.queues),
            "ways": ways,
        }

    def _now(self, language: Language, queue: str, now: Instant) -> list[tuple[WayIn, Way]]:
        known = self._known.get((language, queue))
        if known is None or not 0 <= now - known[0] < FRESH_MS:
            known = self._known[language, queue] = (now, self._ways(language, queue, now))
        return known[1]

    def _ways(
        self, language: Language, queue: str, now: Instant, moving: Interaction | None = None
    ) -> list[tuple[WayIn, Way]]:
        """Open ones first, each in the order in which the site has them. moving: what the customer has under way."""
        channels = self.site.kept.channels
        ways = [(one, self._way(one, language, queue, now, moving)) for one in self.ways if one.channel in channels]
        ways.sort(key=lambda both: not both[1].open)
        return ways

    def _way(self, one: WayIn, language: Language, queue: str, now: Instant, moving: Interaction | None) -> Way:
        expected = self.waits.expected(one.channel, queue, language, now, moving)
        hours = self.site.kept.hours_of(one.channel)
        # A letter can be written at any hour; where nobody set hours, a live way is open while somebody is at work.
        unset = Opening(expected is not None or one.reply == "letter", None, None)
        opens = opening(hours, now, self.time_zone) if hours else unset
        wait = None
        if opens.open and expected is not None:
            wait = Wait(expected.low_ms, expected.high_ms, waits.LEVEL, expected.n)
        return Way(
            channel=one.channel, account=one.account, person=True, open=opens.open, open_until=opens.until,
            opens_at=opens.opens_at, wait=wait, reply=one.reply, cost=one.cost, cost_text=one.cost_text, link="",
        )  # fmt: skip
