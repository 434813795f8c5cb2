"""The mirror: what a site shows of itself to everybody. The service as it is, with how sure that is, whether it flatters or not.

Nothing on it is chosen by hand, and nothing personal is in it: figures of all channels together, each with its number of observations and its
interval, or the words that there are too few to say. It is worked out at most once a minute, whoever asks how often.
"""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from hoolin.experience.api import Probes, contacts, criteria, figures, mirrored
from hoolin.server.contact import ContactBoard
from hoolin.server.experience import FigureDesk

DAYS = 28
"""Four weeks, so that every day of the week counts alike."""

DAY_MS = 86_400_000
FRESH_MS = 60_000

SHOWN: tuple[tuple[str, str], ...] = (
    ("system", "access.reached_in_time"),
    ("system", "access.gave_up"),
    ("system", "resolution.fcr_7d"),
    ("system", "clarity.promises_kept"),
    ("system", "clarity.price_shown"),
    ("survey", "heard.understood"),
    ("survey", "effort.ease"),
    ("system", "outcome.complaints"),
)
"""By source and code, what is shown beside the index and the curve."""

CURVE_MS = (10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 14_400_000, 86_400_000)
"""At which waits the curve is told."""


class Step(msgspec.Struct, frozen=True):
    """Of all who asked for a person, the share that had one by so many ms."""

    ms: int
    share: float
    low: float
    high: float


@dataclass
class Mirror:
    """See above. board: the ways in with their waits; probes: what was measured from outside."""

    desk: FigureDesk
    board: ContactBoard
    probes: Probes
    _known: tuple[int, dict[str, Any]] | None = field(default=None)

    async def shown(self) -> dict[str, Any]:
        """Everything that the page shows; what holds just now is looked up each time."""
        now = self.desk.clock()
        if self._known is None or not 0 <= now - self._known[0] < FRESH_MS:
            self._known = (now, await self._counted(now))
        return {**self._known[1], "now": self._now()}

    async def _counted(self, now: int) -> dict[str, Any]:
        end = now - now % FRESH_MS + FRESH_MS
        scope = contacts.Scope(begin=max(0, end - DAYS * DAY_MS), end=end)
        version = self.desk.criteria.in_force
        found = await self.desk.ask(lambda asking: _whole(asking, scope, version), ("mirror", scope, version.number))
        return {
            "at": now,
            "begin": scope.begin,
            "end": now,
            "operator": self.board.operator,
            "languages": self.board.site.kept.rules.languages,
            "register": version.number,
            "target_ms": figures.targets_of(version.register).time_to_human,
            **found,
            "probes": mirrored(self.probes, now),
        }

    def _now(self) -> dict[str, Any]:
        told = self.board.shown(None, "", "")
        ways = [
            {"channel": way.channel, "account": way.account, "open": way.open, "wait": way.wait} for way in told["ways"]
        ]
        return {"people": told["people"], "waiting": told["waiting"], "ways": ways}


def _whole(asking: contacts.Asking, scope: contacts.Scope, version: criteria.Version) -> dict[str, Any]:
    whole = figures.whole(asking, scope, version)
    curve = figures.waits(asking, scope)
    shown = [
        {"source": source, "definition": figures.DEFINITIONS[code], "figure": found}
        for source, code in SHOWN
        if (found := whole.by_source[source].get(code)) is not None
    ]
    return {
        "index": _score(whole.scores.index),
        "criteria": [_score(one) for one in whole.scores.criteria if one.weight],
        "figures": shown,
        "curve": {"n": curve.n, "steps": _steps(curve) if curve.n >= figures.ENOUGH else []},
    }


def _score(one: figures.Score) -> dict[str, Any]:
    """A score without its parts."""
    return {key: getattr(one, key) for key in ("code", "weight", "points", "low", "high", "covered", "why")}


def _steps(curve: figures.Curve) -> list[Step]:
    found = ((ms, figures.share_by(curve.points, ms)) for ms in CURVE_MS)
    return [Step(ms, point.share, point.low, point.high) for ms, point in found if point is not None]
