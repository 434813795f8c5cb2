"""Who coaches whom: in a session that was not cancelled, or along a path that somebody is still on."""

from hoolin.coaching.api import learning, sessions


class Coaches:
    """See above."""

    def __init__(self, meetings: sessions.Coaching, paths: learning.Learning) -> None:
        self._meetings = meetings
        self._paths = paths

    def of(self, person: str) -> set[str]:
        """By whom somebody is coached."""
        met = {
            one.told.coach
            for one in self._meetings.sessions_of(person)
            if one.told.agent == person and one.standing != "cancelled"
        }
        along = {on.coach for on in self._paths.learner(person).paths.values() if on.coach and not on.ended}
        return met | along

    def coached(self, coach: str) -> set[str]:
        """Whom somebody coaches."""
        met = {one.told.agent for one in self._meetings.sessions_of(coach) if one.standing != "cancelled"} - {coach}
        learners = self._paths.kept.learners.items()
        return met | {
            name for name, known in learners if any(on.coach == coach and not on.ended for on in known.paths.values())
        }
