"""What was written in coaching goes with whoever it is about: when they leave, when they take it back, and when it is long past; and so does what agents told of how
contacts felt to them. The rooms say whose keys are to be destroyed (`kept.gone`); here they are. What could not be done is done with the next, or at the next start, before anything is served.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence

from hoolin.coaching.api import ease, sessions
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction.facts import AgentRetired
from hoolin.journal.port import Contents
from hoolin.runtime.reading import Reading

log = logging.getLogger(__name__)

f = sessions.facts
LETS_GO = (
    AgentRetired, f.RecognitionTakenBack, f.TrialErased, f.CoachingPlanned, f.RecognitionGiven, f.TrialNoted, ease.facts.EaseTold,
)  # fmt: skip
"""After which of these something may be to be destroyed."""

AT_ONCE_MAX = 500
"""Keys destroyed in one go: an agent who told of every contact for a year leaves thousands, and whoever writes meanwhile waits."""


class Leaving:
    """Follows the journal and destroys the keys that coaching lets go of."""

    def __init__(
        self, contents: Contents, reading: Reading, coached: sessions.Coaching, eased: ease.Ease
    ) -> None:  # fmt: skip
        self._contents = contents
        self._reading = reading
        self._coached = coached
        self._eased = eased
        self._tasks: set[asyncio.Future[None]] = set()
        self._done: set[str] = set()

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A reader of the loop: what was let go of on disk is destroyed."""
        if any(isinstance(entry.fact, LETS_GO) for entry in entries):
            names = self._due(entries[-1].at)
            if names:
                task = asyncio.ensure_future(self._destroyed(names))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def catch_up(self) -> None:
        """After a start, before anything is served. Blocking."""
        self._destroy([name for name, _ in self._gone()])

    async def done(self) -> None:
        """What was let go of so far is destroyed, or left to the next start."""
        await asyncio.gather(*self._tasks)

    def _gone(self) -> Iterator[tuple[str, Instant]]:
        for kept in (self._coached.kept, self._eased.kept):
            yield from kept.gone.items()

    def _due(self, until: Instant) -> list[str]:
        self._done.intersection_update(name for name, _ in self._gone())
        return [name for name, at in self._gone() if at <= until and name not in self._done]

    async def _destroyed(self, names: list[str]) -> None:
        try:
            await self._reading.aside(self._destroy, names)
        except (HoolinError, OSError) as problem:
            said = getattr(problem, "code", type(problem).__name__)
            log.warning("coaching's words are not all gone yet", extra={"fields": {"said": said}})
        else:
            self._done.update(names)

    def _destroy(self, names: Sequence[str]) -> None:
        left = [name for name in names if not self._contents.erased(name)]
        for begin in range(0, len(left), AT_ONCE_MAX):
            self._contents.erase(*left[begin : begin + AT_ONCE_MAX])
