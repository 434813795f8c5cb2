"""Which contacts a figure is about: a period, and whatever it is narrowed to. Values are always parameters, never text of a statement."""

from typing import Literal, TypeAlias, get_args

import msgspec

from hoolin.core.errors import Invalid

DAY_MS = 86_400_000
PERIOD_DAYS_MAX = 400
LAST = 250_000_000_000_000
"""In the year 9892: what lies beyond is no date."""
CASE_DAYS = 90
"""For so long after its beginning a case is looked at."""

REPEAT_DAYS = 60
"""For so long after the period repeats are looked for: the widest window, and a month for contacts that go on long."""

Dimension: TypeAlias = Literal["channel", "queue", "language", "reason", "agent"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

COUNTED = (
    "NOT c.outbound AND c.ending <> 'spam' AND NOT (c.ending = 'moved' AND c.reached_at IS NULL)"
    " AND NOT (c.continued AND c.asked_at IS NULL)"
)
"""Which engagements are contacts: the customer turned to us; of one that goes on elsewhere before a person's word only the other counts, of one
that goes on elsewhere after it only this.
"""


CLOSED = (
    "NOT c.outbound AND c.ended_at IS NOT NULL AND c.ending <> 'spam' AND c.ending <> 'moved'"
    " AND (c.ending <> 'abandoned' OR c.reasons <> '')"
)
"""Which contacts somebody has closed, and noted a reason of or not: of one that went on elsewhere the last, for only there it was noted."""


OF_CASES = "AND s.case_no IN (SELECT c.case_no FROM contacts AS c WHERE c.opened AND {filter})"
"""Cases whose first contact is of what a scope is narrowed to."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """begin, end: contacts that arrived from, and until just before. The rest narrows: one channel, one queue … ; None: all."""

    begin: int
    end: int
    channel: str | None = None
    queue: str | None = None
    language: str | None = None
    reason: str | None = None
    agent: str | None = None

    def check(self) -> None:
        """Raises Invalid for what is no period, or too long a one."""
        if not 0 <= self.begin < self.end <= LAST:
            raise Invalid("not_a_period", begin=self.begin, end=self.end)
        if self.end - self.begin > PERIOD_DAYS_MAX * DAY_MS:
            raise Invalid("period_too_long", days_max=PERIOD_DAYS_MAX)

    @property
    def narrowed(self) -> dict[str, str]:
        """What it is narrowed to."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name)) is not None}

    def params(self, now: int) -> dict[str, object]:
        """What the statements are given. now: nothing later is known."""
        return {
            **self.narrowed,
            "begin": self.begin,
            "end": self.end,
            "now": now,
            "case_end": min(now + 1, self.end + CASE_DAYS * DAY_MS),
            "repeat_end": min(now + 1, self.end + REPEAT_DAYS * DAY_MS),
        }

    def fill(self, statement: str, group: str = "''") -> str:
        """A statement with the conditions of this scope. group: of this room's own words, never from outside."""
        narrow = " AND ".join(f"c.{name} = ${name}" for name in self.narrowed) or "1 = 1"
        where = f"c.arrived_at >= $begin AND c.arrived_at < $end AND {narrow}"
        of_cases = OF_CASES.replace("{filter}", narrow) if self.narrowed else ""
        parts = {
            "of_cases": of_cases,
            "where": where,
            "filter": narrow,
            "counted": COUNTED,
            "closed": CLOSED,
            "group": group,
        }
        for name, text in parts.items():
            statement = statement.replace("{" + name + "}", text)
        return statement
