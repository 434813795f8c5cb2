"""What coaching does by the clock, whether or not anybody opens a page: a week that is over is counted, and what is too old is let go of."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from functools import partial

from hoolin.coaching.api import ease, leaving
from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Instant
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.coaching.ease import felt_of

log = logging.getLogger(__name__)

UPKEEP_SECONDS = 600.0
"""From one look to the next: nobody waits for it."""

COUNTED_TIMES_MAX = 5
"""So often a week is counted anew because somebody took something of it back meanwhile; then it waits for the next look."""

IsDue = Callable[[Instant], bool]


class Upkeep:
    """See above. zone: where the site is. due: of each room, whether something there is too old by now."""

    def __init__(self, state: ease.Ease, loop: Loop, reading: Reading, zone: str, due: Sequence[IsDue]) -> None:
        self.state = state
        self._loop, self._reading, self._zone, self._due = loop, reading, zone, due

    async def run(self) -> None:
        """Look again and again, until it is cancelled."""
        while True:
            try:
                await self.once()
            except (HoolinError, OSError):
                log.exception("coaching is not seen to")
            await asyncio.sleep(UPKEEP_SECONDS)

    async def once(self) -> None:
        """All that is due now; the weeks one after the other."""
        week, _ = ease.week_and_hour(self._loop.clock(), self._zone)
        for over in self.state.uncounted(week):
            await self._count(over, week)
        if any(is_due(self._loop.clock()) for is_due in self._due):
            await self._ask(leaving.commands.SweepCoaching())

    async def _count(self, over: str, week: str) -> None:
        for _ in range(COUNTED_TIMES_MAX):
            told = self._told(over)
            felt = await felt_of(self._loop, self._reading, (tap for _, tap in told))
            answers = [
                ease.Answer(person, felt[tap.tap], tap.queue, tap.channel, tap.reason, tap.hour)
                for person, tap in told
                if tap.tap in felt
            ]
            rules = self.state.site.kept.ease
            cells = await self._reading.aside(
                partial(ease.may_be_told, group_min=rules.group_min, taps_min=rules.taps_min), answers
            )
            # What was taken back meanwhile counts in no week.
            if told == self._told(over):
                await self._ask(ease.commands.CountEase(week=over, this_week=week, cells=cells))
                return

    def _told(self, week: str) -> list[tuple[str, ease.Tap]]:
        return [(person, tap) for person, tap in self.state.told() if tap.week == week]

    async def _ask(self, command: Command) -> None:
        await self._loop.submit(command, actor="system", key=secrets.token_hex(16))
